"""The command `export`: a scenario's game, its issues and preferences, or a ledger, as files for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from summitry.cli.sources import at_middle, parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


@reported
def export(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO", help="A scenario file, a name of the catalog, or a ledger (.jsonl).", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="A .efg file for the game, or a folder for a GENIUS domain and profiles; by default standard output.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a number of the file; may be repeated."),
    ] = None,
) -> None:
    """Write a scenario's game in Gambit's format, its numbers at their middle values; to a folder, GENIUS's files.

    A ledger becomes W3C Web Annotations, which `summitry import` reads back without loss.
    """
    import summitry

    if out is not None:
        summitry.keep_apart(out, scenario)
    if scenario.lower().endswith(".jsonl"):
        _annotations(scenario, out)
        return
    if out is not None and (out.is_dir() or not out.suffix):
        _to_folder(scenario, out, settings or [])
        return
    if out is not None and out.suffix.lower() != ".efg":
        expected = "a name in .efg, or a folder for GENIUS's files"
        raise summitry.InputError([summitry.Problem(str(out), 0, 0, f"the ending {out.suffix!r}", expected)])
    built, draws = at_middle(scenario, settings or [])
    if out is not None:
        summitry.keep_apart(out, scenario, ledger=built.scenario.ledger)
    game = summitry.named(built, draws)
    if out is None:
        sys.stdout.write(summitry.game_text(game))
    else:
        summitry.save_game(game, out)
        typer.echo(f"{out}: {game.tree.size:,} nodes")
    for remark in game.unsaid():
        typer.echo(f"{scenario}: {remark}", err=True)
    precisions = dict(zip(game.tree.parties, draws.precision[0].tolist(), strict=True))
    if len(set(precisions.values())) == 1:
        said = f"`--precision {next(iter(precisions.values())):.6g}` solves it as the scenario does"
    else:
        said = "the precisions differ: " + ", ".join(f"{name} {lam:.6g}" for name, lam in precisions.items())
    typer.echo(f"{scenario}: the format has no precision; {said}", err=True)


def _to_folder(scenario: str, out: Path, settings: list[str]) -> None:
    """A domain, and a profile for each type of a party."""
    import summitry

    read = summitry.load(scenario, settings=parse_settings(settings))
    case = summitry.space_of(read).bargaining()
    names = tuple(f"{name}.xml" for name in ("domain", *case.parties))
    summitry.keep_apart(out, scenario, ledger=read.ledger, among=names)
    files = summitry.save_bargaining(case.rescaled(), out)
    for file in files:
        typer.echo(str(file))
    for note in case.notes:
        typer.echo(f"{scenario}: {note}", err=True)
    typer.echo(f"{scenario}: to each party its worst package is worth 0 and its best 1, as GENIUS has it", err=True)


def _annotations(path: str, out: Path | None) -> None:
    """A ledger as Web Annotations."""
    import summitry

    ledger = summitry.load_ledger(path)
    if out is None:
        typer.echo(summitry.json_text(summitry.annotation_page(ledger)), nl=False)
    else:
        summitry.save_annotations(ledger, out)
        typer.echo(f"{out}: {len(ledger)} annotations")
