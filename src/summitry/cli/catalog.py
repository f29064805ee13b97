"""The command `catalog`: the cases that ship."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(catalog)


@reported
def catalog(as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False) -> None:
    """List the cases that ship: name, title, question, citation."""
    import textwrap

    import summitry

    rows = []
    for name in summitry.catalog.names():
        case = summitry.load(name)
        rows.append({"name": name, "title": case.title, "question": case.question, "citation": case.citation})
    if as_json:
        typer.echo(summitry.json_text(rows), nl=False)
        return
    for row in rows:
        typer.echo(f"{row['name']}: {row['title']}")
        for key in ("question", "citation"):
            if row[key]:
                typer.echo(textwrap.fill(row[key], 78, initial_indent="    ", subsequent_indent="    "))
