"""The command `check`: what is wrong with a scenario, and what a careful colleague would say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.sources import FINE, REMARKS, answer, reported

if TYPE_CHECKING:
    from summitry import Remark


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


@reported
def check(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO", help="A scenario file, a name of the catalog, or a ledger (.jsonl).", show_default=False
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print errors and remarks as JSON.")] = False,
    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="FILE", help="A text that a ledger cites; may be repeated.", show_default=False),
    ] = None,
) -> None:
    """Check a scenario: errors with line and column, then remarks. Ends with 0 (fine), 1 (remarks) or 2 (errors).

    Of a ledger are checked its rows, and whether the texts at hand still bear them out.
    """
    import summitry

    if scenario.lower().endswith(".jsonl"):
        said = _of_ledger(scenario, text or [])
    else:
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


def _of_ledger(path: str, texts: list[str]) -> list[Remark]:
    """A remark for each row that its text no longer bears out."""
    import summitry

    ledger = summitry.load_ledger(path)
    lines = {row.id: line for line, row in enumerate(ledger, 1)}
    return [
        summitry.Remark(lines[orphan.id], 1, "orphan", f"the row {orphan.id} is orphaned: {orphan.why}")
        for orphan in summitry.orphans(ledger, path, texts)
    ]
