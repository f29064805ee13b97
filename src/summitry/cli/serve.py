"""The command `serve`: the workbench in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


@reported
def serve(
    scenario: o.ScenarioArg,
    host: Annotated[
        str, typer.Option(help="Address to listen at; elsewhere than on this machine a token is asked for.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port to listen at; 8642, or the next free one.", show_default=False),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """Open the workbench: move numbers, look at what follows, rehearse. Ends with 0 (Ctrl-C) or 2 (bad input)."""
    import summitry

    summitry.serve(scenario, host=host, port=port, browser=not no_browser, tell=typer.echo)
