"""The command `tip`: where along a number the chance of an event crosses a target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported

if TYPE_CHECKING:
    from collections.abc import Sequence

DRAWS = {"tip": 64, "map": 16, "least": 32}
"""Draws by what is looked for, where none are asked for."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(tip)


@reported
def tip(
    scenario: o.ScenarioArg,
    lever: Annotated[
        list[str],
        typer.Option("--lever", metavar="PATH", help="The number that is set; two for a map, any with --least."),
    ],
    of: o.Of = None,
    target: Annotated[float, typer.Option(help="The chance to be crossed, between 0 and 1.")] = 0.5,
    least: Annotated[
        bool, typer.Option("--least", help="The smallest joint change of the levers that reaches the target.")
    ] = False,
    span: Annotated[
        str | None,
        typer.Option(
            "--range", metavar="'LOW to HIGH'", help="Of one lever, instead of its law's.", show_default=False
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1 << 16,
            help="Draws of the other numbers: 64, 16 for a map, 32 with --least.",
            show_default=False,
        ),
    ] = None,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Find where along a number an event's chance crosses a target, for every draw of the others and on average."""
    import summitry

    what = "least" if least else "tip" if len(lever) == 1 else "map"
    if what == "map" and len(lever) != 2:
        raise _bad("--lever", f"{len(lever)} levers", "one, or two for a map, or --least with any number")
    if span is not None and what != "tip":
        raise _bad("--range", "a range beside " + ("--least" if least else "two levers"), "one lever")
    common: dict[str, Any] = {
        "target": target,
        "draws": draws or DRAWS[what],
        "seed": seed,
        "settings": parse_settings(settings or []),
        "fixes": fixes or [],
        "workers": workers,
    }
    ends = _span(span) if span is not None else None
    case = summitry.load(scenario)
    with o.ProgressLine() as progress:
        common["progress"] = progress.tell
        study: Any
        if what == "least":
            study = summitry.least_change(case, lever, of, **common)
        elif what == "map":
            study = summitry.tip_map(case, (lever[0], lever[1]), of, **common)
        else:
            study = summitry.tip(case, lever[0], of, span=ends, **common)
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)


def _bad(what: str, found: str, expected: str) -> Exception:
    from summitry import InputError, Problem

    return InputError([Problem(what, 0, 0, found, expected)])


def _span(text: str) -> tuple[float, float]:
    """`0.1 to 0.6` as two numbers."""
    parts: Sequence[str] = re.split(r"\s+to\s+|\s*,\s*", text.strip())
    try:
        low, high = map(float, parts)
    except ValueError:
        raise _bad("--range", repr(text), "two numbers, such as '0.1 to 0.6'") from None
    return low, high
