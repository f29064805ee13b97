"""The command `summitry`: one file a command, each imported lightly; what is heavy is imported when a command runs."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from typing import Annotated

import typer

ORDER = ("new", "check", "run", "report", "catalog", "schema")
"""Commands that come first in `--help`, in this order; the others follow by name."""

app = typer.Typer(
    name="summitry",
    help="What follows from who sits at which table: probabilities, strategies, deals and levers.",
    no_args_is_help=True,
    add_completion=False,
    # plain help starts three times as fast as the formatted one, and respects NO_COLOR by having none
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from summitry import __version__

        typer.echo(f"summitry {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that come before the command."""


def _register() -> None:
    """Let every module of this package that has a `register(app)` add its command."""
    names = [found.name for found in pkgutil.iter_modules([os.path.dirname(__file__)])]
    for name in sorted(names, key=lambda n: (ORDER.index(n) if n in ORDER else len(ORDER), n)):
        if name == "main":
            continue
        add = getattr(import_module(f"summitry.cli.{name}"), "register", None)
        if add is not None:
            add(app)


_register()


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
