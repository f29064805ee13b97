"""The command `hindcast`: cases whose end is known, beside base rates and plain baselines, with scores."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(hindcast)


@reported
def hindcast(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASE]…", help="Historical cases; all of them by default.", show_default=False),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, max=1 << 16, help="Draws of the uncertain numbers.")] = 64,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 0,
    as_json: o.Json = False,
) -> None:
    """Hold cases whose end is known against what happened, beside base rates and baselines."""
    import summitry

    def told(case: str) -> None:
        typer.echo(f"{case}: done", err=True)

    found = summitry.hindcast(names or [], draws=draws, seed=seed, progress=told if sys.stderr.isatty() else None)
    if as_json:
        typer.echo(summitry.json_text(summitry.hindcast_json(found)), nl=False)
    else:
        typer.echo(summitry.hindcast_text(found), nl=False)
