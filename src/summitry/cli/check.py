"""The command `check`: what is wrong with a scenario, and what a careful colleague would say."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli.sources import FINE, REMARKS, answer, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


@reported
def check(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A scenario file, or a name of the catalog.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print errors and remarks as JSON.")] = False,
) -> None:
    """Check a scenario: errors with line and column, then remarks. Ends with 0 (fine), 1 (remarks) or 2 (errors)."""
    import summitry

    case = summitry.load(scenario)
    said = summitry.check(case)
    if case.ledger and not (summitry.source(scenario).parent / case.ledger).is_file():
        absent = f"the ledger {case.ledger} does not lie beside the file: its rows are not checked"
        said = [summitry.Remark(0, 0, "ledger", absent), *said]
    if as_json:
        typer.echo(answer((), said, scenario), nl=False)
    else:
        for remark in said:
            typer.echo(f"{scenario}:{remark.line}:{remark.col}: {remark.text}")
        typer.echo(f"{scenario}: no errors, {len(said)} {'remark' if len(said) == 1 else 'remarks'}")
    raise typer.Exit(REMARKS if said else FINE)
