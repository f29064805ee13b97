"""The command `validate`: published results beside what is found here."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import FINE, reported

MISSED = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(validate)


@reported
def validate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]…", help="Results by name; all of them by default.", show_default=False),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Where data of others lie, which do not ship.", show_default=False),
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Hold published results against what is found here. Ends with 0, or 1 where one misses."""
    import summitry

    def told(result: summitry.PublishedResult, checks: object) -> None:
        typer.echo(f"{result.name}: done", err=True)

    found = summitry.validate(names or [], data=data, progress=told if sys.stderr.isatty() else None)
    if as_json:
        typer.echo(summitry.json_text(summitry.validation_json(found)), nl=False)
    else:
        typer.echo(summitry.validation_text(found), nl=False)
    raise typer.Exit(MISSED if found.missed else FINE)
