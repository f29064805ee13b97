"""Cases whose end is known as a table for a terminal, as JSON, and as the table of the documentation."""

from __future__ import annotations

import io
import math
from typing import Any

from summitry.report.finite import finite
from summitry.validate.hindsight import CERTAIN, FORECASTERS, WARNING, Hindcast, Score


def hindcast_json(found: Hindcast) -> dict[str, Any]:
    """What `summitry hindcast --json` prints.

    >>> answer = summitry.hindcast_json(summitry.hindcast(["dayton-1995"], draws=8))
    >>> answer["cases"][0]["happened"], sorted(answer["cases"][0]["scores"])
    (True, ['base rate', 'coin', 'model', 'no change'])
    """
    return {
        "warning": WARNING,
        "draws": found.draws,
        "seed": found.seed,
        "cases": [
            {
                "case": row.known.case,
                "title": row.title,
                "event": row.known.event,
                "model": {"mean": row.chances["model"], "low": row.low, "high": row.high},
                "chances": dict(row.chances),
                "base_rate": row.base_rate or None,
                "happened": row.known.happened,
                "by": row.known.by,
                "what": row.known.what,
                "source": row.known.source,
                "scores": {name: _score(s) for name, s in row.scores().items()},
            }
            for row in found.rows
        ],
        "compared": len(found.compared),
        "means": {name: _score(s) for name, s in found.means().items()},
        "against": {
            name: dict(zip(("difference", "standard_error"), map(finite, found.against(name)), strict=True))
            for name in FORECASTERS[1:]
        },
    }


def _score(score: Score) -> dict[str, float | None]:
    return {"brier": finite(score.brier), "log": finite(score.log)}


def _chance(row_chances: Any, name: str) -> str:
    return f"{row_chances[name]:.2f}" if name in row_chances else "-"


def hindcast_text(found: Hindcast, width: int = 80) -> str:
    """A table with what each forecaster said, what happened, and the scores.

    >>> print(summitry.hindcast_text(summitry.hindcast(["dayton-1995"], draws=8)))  # doctest: +ELLIPSIS
    case, event ...
    Few cases prove little...
    """
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, force_terminal=False, highlight=False, markup=False)
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    table.add_column("case, event", overflow="fold")
    for name in (*FORECASTERS, "happened", "Brier", "log"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in found.rows:
        scores = row.scores()["model"]
        said = [_chance(row.chances, name) for name in FORECASTERS]
        happened = "yes" if row.known.happened else "no"
        event = f"{row.known.case}:\n  {row.known.event}"
        table.add_row(event, *said, happened, f"{scores.brier:.3f}", f"{scores.log:.3f}")
    console.print(table)
    if found.compared:
        means = Table(box=SIMPLE, pad_edge=False, show_edge=False)
        means.add_column(f"mean over {len(found.compared)} event{'s' if len(found.compared) > 1 else ''}")
        for name in ("Brier", "log"):
            means.add_column(name, justify="right")
        for name, score in found.means().items():
            means.add_row(name, f"{score.brier:.3f}", f"{score.log:.3f}")
        console.print(means)
    for line in closing(found):
        console.print(line)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def closing(found: Hindcast) -> list[str]:
    """What stands below the table: how to read it, the difference to the base rates, and the warning."""
    lines = [
        "Brier and log scores are the model's; less is better, a coin has 0.250 and 0.693. "
        f"`no change` is sure, but for 1 in {round(1 / (1 - CERTAIN))}, that things stay as they were."
    ]
    difference, error = found.against("base rate")
    if math.isfinite(error):
        lines.append(
            f"Mean Brier score of the model less that of the base rates: {difference:+.3f}, standard error {error:.3f}."
        )
    return [*lines, WARNING]


def hindcast_markdown(found: Hindcast) -> str:
    """The tables of the documentation.

    >>> summitry.hindcast_markdown(summitry.hindcast(["dayton-1995"], draws=8)).count("|") > 20
    True
    """
    lines = [
        "| case | event | model (9 in 10 input sets) | base rate | no change | coin | happened | Brier | log |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in found.rows:
        score = row.scores()["model"]
        model = f"{row.chances['model']:.2f} ({row.low:.2f} to {row.high:.2f})"
        others = " | ".join(_chance(row.chances, name) for name in FORECASTERS[1:])
        happened = f"{'yes' if row.known.happened else 'no'}, by {row.known.by}"
        lines.append(
            f"| `{row.known.case}` | {row.known.event} | {model} | {others} | {happened} "
            f"| {score.brier:.3f} | {score.log:.3f} |"
        )
    lines += ["", f"| mean over {len(found.compared)} events | Brier | log |", "|---|---|---|"]
    lines += [f"| {name} | {s.brier:.3f} | {s.log:.3f} |" for name, s in found.means().items()]
    return "\n".join([*lines, "", *closing(found)]) + "\n"
