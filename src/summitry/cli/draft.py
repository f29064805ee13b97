"""The command `draft`: a scenario to begin with, from a ledger."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.sources import reported

if TYPE_CHECKING:
    from summitry import Ledger, Orphan


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(draft)


@reported
def draft(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="A ledger (.jsonl).", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="SCENARIO", help="The scenario to write; by default standard output."),
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the scenario.")] = "",
) -> None:
    """Draft a scenario from a ledger: parties, issues, agenda limits, markers and stated chances, tied to their rows.

    What no statement tells is a guess, marked `to be filled`. Never overwrites a file.
    """
    import summitry

    rows = summitry.load_ledger(ledger)
    try:
        name = os.path.relpath(ledger, out.parent) if out is not None else os.path.basename(ledger)
    except ValueError:
        name = os.path.basename(ledger)
    text = summitry.draft(rows, Path(name).as_posix(), title=title)
    summitry.load(text.encode())  # a draft that is no scenario must not be written
    orphaned = _orphaned(rows, ledger)
    if out is None:
        sys.stdout.write(text)
        _say(ledger, orphaned)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise summitry.InputError(
            [summitry.Problem(str(out), 0, 0, "a file that is already there", "a new name", "nothing was written")]
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise summitry.InputError(
            [summitry.Problem(str(out), 0, 0, reason, "a place where a file can be written")]
        ) from None
    guesses = text.count("to be filled")
    typer.echo(f"{out}: {guesses} places to be filled")
    _say(ledger, orphaned)


def _orphaned(rows: Ledger, ledger: str) -> tuple[list[Orphan], int]:
    """The rows drafted from that their texts no longer bear out, and how many rows are drafted from."""
    import summitry

    used = {row.id for row in rows if row.provenance.review != "rejected"}
    try:
        return [one for one in summitry.orphans(rows, ledger) if one.id in used], len(used)
    except summitry.InputError:
        return [], len(used)  # a text that cannot be read bears nothing out, and denies nothing


def _say(ledger: str, orphaned: tuple[list[Orphan], int]) -> None:
    """The remark on stderr."""
    found, of = orphaned
    if found:
        which = ", ".join(one.id for one in found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        verb = "is" if len(found) == 1 else "are"
        typer.echo(
            f"{ledger}: {len(found)} of the {of} rows drafted from {verb} orphaned, their text has changed: {which}; "
            f"`summitry check {ledger}` says more",
            err=True,
        )
