"""The command `read`: articles and transcripts in, a ledger of statements out."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(read)


@reported
def read(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help=".txt, .md, .html, .docx or .pdf; - reads standard input.", show_default=False
        ),
    ],
    parties: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO", help="A scenario whose parties, issues and events the rows name.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="LEDGER", help="The ledger to write; by default standard output."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace LEDGER even where its rows were reviewed, or it is no ledger.")
    ] = False,
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Date of the texts, where they do not say it.")] = "",
    url: Annotated[str, typer.Option(help="Where the texts are to be found.")] = "",
    title: Annotated[str, typer.Option(help="Title of the texts, where they do not say it.")] = "",
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="An OpenAI-compatible endpoint that proposes rows besides.", show_default=False
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model that the endpoint is to use.", show_default=False)
    ] = None,
) -> None:
    """Read texts into a ledger: who said what, where it stands, and what kind of statement it is.

    Works offline, with the extra `text`. With `--llm` a model proposes rows; what it quotes must stand in the text.
    """
    import summitry

    problems: list[summitry.Problem] = []
    try:
        o.dates({"--date": date or None})
    except summitry.InputError as error:
        problems += error.problems
    if url and not re.fullmatch(r"https?://\S+", url):
        problems.append(summitry.Problem("--url", 0, 0, repr(url), "an address that starts with http:// or https://"))
    if (llm is None) != (model is None):
        problems.append(summitry.Problem("--llm", 0, 0, "one of --llm and --model", "both, or none"))
    if problems:
        raise summitry.InputError(problems)
    if out is not None:
        summitry.keep_apart(out, *files, *([parties] if parties is not None else []))
        if not replace:
            summitry.keep_reviews(out)
    scenario = summitry.load(parties) if parties is not None else None
    folder = str(out.parent) if out is not None else None
    with o.ProgressLine("loading the language model") as progress:
        if llm is not None and model is not None:
            ledger, log = summitry.read_with_model(
                files,
                llm,
                model,
                scenario=scenario,
                folder=folder,
                date=date,
                file_url=url,
                title=title,
                tell=progress.tell,
            )
        else:
            log = ()
            ledger = summitry.read(
                files, scenario=scenario, folder=folder, date=date, url=url, title=title, tell=progress.tell
            )
    for line in log:
        typer.echo(line, err=True)
    if out is None:
        sys.stdout.write(summitry.ledger_text(ledger))
    else:
        summitry.save_ledger(ledger, out)
        typer.echo(f"{out}: {len(ledger)} rows")
