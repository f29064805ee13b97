"""The command `summitry`: its commands by name, each a file of this package that is imported when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

COMMANDS = {
    "new": "Write a small scenario that runs, to begin with.",
    "check": "Check a scenario: errors with line and column, remarks.",
    "run": "Run a scenario: chances, strategies, beliefs, deals.",
    "report": "Write the report of a finished run without solving.",
    "catalog": "List the cases that ship, with what each asks.",
    "schema": "Print the JSON Schema of scenarios, for editors.",
    "ask": "Say which comparison of worths to ask for next.",
    "compare": "Compare two cases on the same draws.",
    "deals": "Find the packages and points both sides could take.",
    "draft": "Draft a scenario from a ledger, tied to its rows.",
    "export": "Write a game or a ledger in another program's format.",
    "fit": "Fit a model to data, or precision to counts of choices.",
    "forecast": "Write dated forecasts to be scored later.",
    "hindcast": "Hold cases whose end is known against what happened.",
    "import": "Read a ledger back from W3C Web Annotations.",
    "information": "Say what it is worth to know another's type.",
    "levers": "Rank the numbers by how far they move an event.",
    "mask": "Replace names, places and dates; the key leads back.",
    "play": "Rehearse a case: choose for a party, turn by turn.",
    "process": "Rank who attends, agenda, order and audience.",
    "read": "Read texts into a ledger: who said what, and where.",
    "resolve": "Enter what came of a forecast question.",
    "review": "Accept, edit or reject the rows of a ledger.",
    "score": "Score forecasters: Brier, log, calibration, skill.",
    "serve": "Open the workbench in the browser.",
    "sheets": "Write a role sheet for every party and type.",
    "solve": "Solve a game for quantal response equilibrium.",
    "stories": "Tell the likeliest numbers under which an event comes.",
    "tip": "Find where along a number a chance crosses a target.",
    "tree": "Draw a game's tree with its chances and payoffs.",
    "update": "Update beliefs by events that came about.",
    "validate": "Hold published results against what is found here.",
}
"""What `--help` says of each, in its order: the usual way of a case first, the others by name."""

SETTINGS: dict[str, Any] = {
    "add_completion": False,
    # plain help starts three times as fast as the formatted one, and respects NO_COLOR by having none
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class _Commands(TyperGroup):
    """Commands that are listed without being imported."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name, help=line) for name, line in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, imported now."""
        name, listed, rest = super().resolve_command(ctx, args)
        if name is None or listed is None:
            return name, listed, rest
        alone = typer.Typer(**SETTINGS)
        import_module(f"summitry.cli.{'import_' if name == 'import' else name}").register(alone)
        return name, typer.main.get_command(alone), rest


app = typer.Typer(
    cls=_Commands,
    name="summitry",
    help="What follows from who sits at which table: probabilities, strategies, deals and levers.",
    no_args_is_help=True,
    **SETTINGS,
)


def _version(asked: bool) -> None:
    if asked:
        from summitry import __version__

        typer.echo(f"summitry {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Take the options that come before the command."""


def main() -> None:
    """Run the command line; a closed pipe or Ctrl-C ends it without a traceback."""
    try:
        app()
    except BrokenPipeError:
        # the reader has gone: nothing more may be written, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
