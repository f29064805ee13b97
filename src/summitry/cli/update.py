"""The command `update`: what is believed once events came about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported

ENDINGS = (".svg", ".png", ".pdf", ".json")
"""Of files that a timeline can be."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(update)


@reported
def update(
    scenario: o.ScenarioArg,
    events: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            metavar="EVENT",
            help='What came about, such as "opening is offers a ceasefire" or "2025-08-15: opening is …"; may be '
            "repeated, in the order of events.",
            show_default=False,
        ),
    ] = None,
    draws: o.Draws = 512,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    chart: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Timeline of beliefs, as .svg, .png, .pdf or .json (Vega-Lite).", show_default=False
        ),
    ] = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Update beliefs by events that came about: types for every party, uncertain numbers, what follows."""
    import summitry

    case = summitry.load(scenario)
    if chart is not None and chart.suffix.lower() not in ENDINGS:
        # told before the case is solved, not after
        raise summitry.InputError(
            [summitry.Problem("--chart", 0, 0, f"the name {str(chart)!r}", f"one that ends in {', '.join(ENDINGS)}")]
        )
    if chart is not None:
        summitry.keep_apart(chart, scenario, ledger=case.ledger)
    with o.ProgressLine() as progress:
        study = summitry.update(
            case, events or [], draws=draws, seed=seed, settings=parse_settings(settings or []), fixes=fixes or [],
            workers=workers, progress=progress.tell,
        )  # fmt: skip
    if chart is not None:
        summitry.save_timeline(study, chart)
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)
