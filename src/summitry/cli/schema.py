"""`summitry schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schema)


def schema() -> None:
    """Print the JSON Schema of scenario files, which editors complete and check by."""
    import summitry

    typer.echo(summitry.json_text(summitry.schema()), nl=False)
