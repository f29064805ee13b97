"""The command `score`: how good forecasts were."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(score)


@reported
def score(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of forecasts.", show_default=False)],
    base_rate: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, metavar="P",
            help="The chance against which skill is measured; by default the frequency of the events.",
            show_default=False,
        ),
    ] = None,
    as_json: o.Json = False,
) -> None:  # fmt: skip
    """Score every forecaster: Brier and log scores, calibration, skill, ranges, and two on their common questions."""
    import summitry

    scores = summitry.score(summitry.load_forecasts(*files), base_rate=base_rate)
    if as_json:
        typer.echo(summitry.json_text(summitry.score_json(scores)), nl=False)
    else:
        typer.echo(summitry.score_text(scores), nl=False)
