"""The command `check`: what is wrong with a scenario, and what a careful colleague would say."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli.sources import FINE, REMARKS, json_text, load_scenario, reported, scenario_path


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
    from summitry.formats.scenario_yaml import ledger_file
    from summitry.scenario import Remark, remarks

    case = load_scenario(scenario)
    # after the errors of the file itself: the tree takes longer to import and to build
    from summitry.study.remarks import remarks as remarks_of_tree

    said = set(remarks(case)) | set(remarks_of_tree(case))
    ledger = ledger_file(case, scenario_path(scenario))
    if ledger is not None and not ledger.is_file():
        said.add(
            Remark(0, 0, "ledger", f"the ledger {case.ledger} does not lie beside the file: its rows are not checked")
        )
    ordered = sorted(said)
    if as_json:
        typer.echo(json_text((), ordered, scenario))
    else:
        for remark in ordered:
            typer.echo(f"{scenario}:{remark.line}:{remark.col}: {remark.text}")
        typer.echo(f"{scenario}: no errors, {len(ordered)} {'remark' if len(ordered) == 1 else 'remarks'}")
    raise typer.Exit(REMARKS if ordered else FINE)
