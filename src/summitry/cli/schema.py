"""`summitry schema`: the JSON Schema of scenario files and of ledgers, for editors."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schema)


def schema(
    ledger: Annotated[bool, typer.Option("--ledger", help="Of a row of a ledger, a line of its file.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, which editors complete and check by, or that of ledgers."""
    import summitry

    typer.echo(summitry.json_text(summitry.ledger_schema() if ledger else summitry.schema()), nl=False)
