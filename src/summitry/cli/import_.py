"""The command `import`: a ledger from W3C Web Annotations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


@reported
def import_(
    annotations: Annotated[
        str, typer.Argument(metavar="ANNOTATIONS", help="A page of annotations in JSON.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="LEDGER", help="The ledger to write; by default standard output."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace LEDGER even where its rows were reviewed, or it is no ledger.")
    ] = False,
) -> None:
    """Read a ledger back from the W3C Web Annotations that `summitry export` wrote."""
    import summitry

    if out is not None:
        summitry.keep_apart(out, annotations)
    ledger = summitry.load_annotations(annotations)
    if out is None:
        sys.stdout.write(summitry.ledger_text(ledger))
    else:
        if not replace:
            summitry.keep_reviews(out, ledger)
        summitry.save_ledger(ledger, out)
        typer.echo(f"{out}: {len(ledger)} rows")
