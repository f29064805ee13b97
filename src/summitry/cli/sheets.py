"""The command `sheets`: role sheets for every seat and type, so that a class can play without the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(sheets)


@reported
def sheets(
    scenario: o.ScenarioArg,
    seats: Annotated[
        list[str] | None,
        typer.Option("--as", metavar="PARTY", help="Of this party alone; may be repeated.", show_default=False),
    ] = None,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File: .html prints one sheet a page, .json, else text.", show_default=False),
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Write a role sheet for every party and type: what it wants, knows and may do. Ends with 0 or 2 (bad input)."""
    import summitry

    written = summitry.load(scenario)
    if out is not None:
        summitry.keep_apart(out, scenario, ledger=written.ledger)
    case = summitry.rehearse(written, settings=parse_settings(settings or []), fixes=fixes or [])
    wanted = [case.seat(name) for name in seats or case.parties]
    chosen = [s for s in summitry.sheets(case) if s.party in wanted]
    whole = summitry.json_text(summitry.sheets_json(case.scenario, chosen))
    if out is not None:
        kinds = {".html": lambda: summitry.sheets_html(case.scenario, chosen), ".json": lambda: whole}
        summitry.save_text(kinds.get(out.suffix, lambda: summitry.sheets_text(case.scenario, chosen))(), out)
        typer.echo(f"{out}: {len(chosen)} sheets", err=as_json)
    if as_json:
        typer.echo(whole, nl=False)
    elif out is None:
        typer.echo(summitry.sheets_text(case.scenario, chosen), nl=False)
