"""The command `catalog`: the cases that ship."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from summitry.cli.sources import reported

WIDTH = 78


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(catalog)


@reported
def catalog(as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False) -> None:
    """List the cases that ship: title, question, parts of the language used, size, time, citation."""
    import summitry

    rows = []
    for name in summitry.catalog.names():
        case = summitry.load(name)
        measured = summitry.catalog.measured(name)
        rows.append(
            {
                "name": name,
                "kind": summitry.catalog.kind(name) or "case",
                "title": case.title,
                "question": case.question,
                "parts": list(summitry.parts(case)),
                "nodes": measured.nodes if measured else None,
                "seconds": measured.seconds if measured else None,
                "base_rate": case.base_rate or None,
                "citation": case.citation,
            }
        )
    if as_json:
        typer.echo(summitry.json_text(rows), nl=False)
        return
    for kind, heading in summitry.catalog.KINDS.items():
        typer.echo(f"{heading[:1].upper()}{heading[1:]}\n")
        for row in rows:
            if row["kind"] == (kind or "case"):
                _show(row)
        typer.echo()
    typer.echo(_wrapped(f"Seconds are for 64 draws, {summitry.catalog.measured_on()}.", ""))


def _show(row: dict[str, Any]) -> None:
    typer.echo(_wrapped(f"{row['name']}: {row['title']}", "", "    "))
    if row["question"]:
        typer.echo(_wrapped(row["question"], "    "))
    if row["parts"]:
        typer.echo(_wrapped(f"uses {', '.join(row['parts'])}", "    "))
    if row["nodes"] is not None:
        typer.echo(f"    {row['nodes']:,} nodes, {row['seconds']:.2g} s")
    if row["citation"]:
        typer.echo(_wrapped(row["citation"], "    "))


def _wrapped(text: str, first: str, later: str | None = None) -> str:
    import textwrap

    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=first if later is None else later)
