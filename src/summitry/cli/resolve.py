"""The command `resolve`: what came of a question that was forecast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(resolve)


@reported
def resolve(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of forecasts.", show_default=False)],
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a forecast, or its question.", show_default=False)
    ],
    outcome: Annotated[
        str, typer.Argument(metavar="yes|no|void", help="What came of it; void: it has no answer.", show_default=False)
    ],
    source: Annotated[
        str, typer.Option(metavar="TEXT", help="Where the outcome can be looked up.", show_default=False)
    ],
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was known; today by default.", show_default=False)
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Enter another outcome, date or source than those there; both stay in the file."),
    ] = False,
    as_json: o.Json = False,
) -> None:
    """Enter what came of a question, for all forecasts of it. Ends with 0, or 2 (bad input)."""
    import summitry

    made = summitry.resolve_forecast(file, name, outcome, source=source, date=date or "", again=again)
    known = summitry.load_forecasts(file)
    # a question has as many forecasts as were made of it, whichever of them was named
    mine = known.of(known.of(name)[0].question)
    if as_json:
        entered = None if made is None else made.plain()
        typer.echo(
            summitry.json_text({"question": mine[0].question, "forecasts": [f.id for f in mine], "entered": entered}),
            nl=False,
        )
    elif made is None:
        typer.echo(f"{mine[0].question}: {outcome} is there already; nothing was entered")
    else:
        typer.echo(f"{made.question}: {made.outcome}, for {len(mine)} {'forecast' if len(mine) == 1 else 'forecasts'}")
