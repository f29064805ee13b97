"""`summitry schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schema)


def schema() -> None:
    """Print the JSON Schema of scenario files, which editors complete and check by."""
    import json

    from summitry.scenario.language import schema as schema_of_files

    typer.echo(json.dumps(schema_of_files(), indent=2, ensure_ascii=False))
