"""The command `mask`: a case with its names, places and dates replaced, and the way back with the key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli.sources import reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(mask)


@reported
def mask(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO",
            help="A scenario file, or a name of the catalog; with --undo, a masked file.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="OUT", help="A new or empty folder for the files.", show_default=False),
    ],
    key: Annotated[
        Path,
        typer.Option(
            metavar="KEYFILE",
            help="The only way back: written if it is not there, used again if it is. It must not lie in OUT.",
            show_default=False,
        ),
    ],
    text: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A text that the ledger quotes; may be repeated.", show_default=False),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Replace this besides; may be repeated.", show_default=False),
    ] = None,
    leave: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="Leave this word; may be repeated.", show_default=False),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Restore masked files with their key.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was replaced and left as JSON.")] = False,
) -> None:
    """Replace names, places and dates of a scenario, its ledger and texts, so that only the key leads back."""
    import summitry

    if undo:
        if text or also or leave:
            expected = "no --text, --also or --leave beside it: the key knows"
            raise summitry.InputError([summitry.Problem("--undo", 0, 0, "other options", expected)])
        back = summitry.unmask(scenario, out, key)
        for note in back.notes:
            typer.echo(note, err=True)
        if as_json:
            typer.echo(summitry.json_text(back.as_json()), nl=False)
        else:
            for name in back.files:
                typer.echo(f"{out / name}{'' if name in back.exact else ' (word by word)'}")
        return
    done = summitry.mask(scenario, out, key, texts=text or (), also=also or (), leave=leave or ())
    for note in done.notes:
        typer.echo(note, err=True)
    if as_json:
        typer.echo(summitry.json_text(done.as_json()), nl=False)
        return
    for replaced in done.replaced:
        typer.echo(f"{replaced.count:>5}  {' '.join(replaced.text.split())} -> {replaced.by}", err=True)
    if done.left:
        words = ", ".join(f"{word} ({count})" for word, count in done.left)
        typer.echo(f"left, though with a capital (--also NAME replaces one): {words}", err=True)
    if done.unknown:
        typer.echo(f"left, though they may be names (--also NAME replaces one): {', '.join(done.unknown)}", err=True)
    for name in done.files:
        typer.echo(str(out / name))
