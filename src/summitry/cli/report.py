"""The command `report`: write the report of a stored study again, in other forms, shorter or redacted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


@reported
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that `summitry run --out` wrote.", show_default=False)
    ],
    forms: Annotated[
        str, typer.Option("--format", metavar="FORMS", help="One or more of html, pdf, md, with commas between.")
    ] = "html",
    brief: Annotated[bool, typer.Option("--brief", help="One side of A4: brief.html and so on.")] = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Leave out what is marked `keep: team`, and say how much.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Another folder for what is written.", show_default=False)
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Write the report of a finished run again, without solving anything.

    Ends with 0 or 2 (bad input). Redacted pages go out alone: the other files of DIR hold everything.
    """
    import summitry

    found = summitry.stored(folder)
    if found.study.version != summitry.__version__:
        typer.echo(f"run by version {found.study.version}, written by {summitry.__version__}", err=True)
    wanted = [form.strip().lower() for form in forms.split(",") if form.strip()]
    written = summitry.save_report(found, out, forms=wanted, brief=brief, redact=redact)
    if redact:
        typer.echo(
            f"withheld: {written.numbers} numbers and {written.statements} statements, in {written.places} places",
            err=True,
        )
        if out is None:
            typer.echo("the other files of this folder hold everything: hand out only what is written now", err=True)
    if as_json:
        withheld = {"numbers": written.numbers, "statements": written.statements, "places": written.places}
        typer.echo(
            summitry.json_text({"files": [str(f) for f in written.files], "withheld": withheld if redact else None}),
            nl=False,
        )
    else:
        for file in written.files:
            typer.echo(str(file))
