"""The command `tree`: a picture of a game's tree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.solve import read_game
from summitry.cli.sources import NOT_CONVERGED, at_middle, reported

if TYPE_CHECKING:
    from summitry import Draws, Game, NamedGame, Solution


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(tree)


@reported
def tree(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A game (.efg, .nfg; - is one on standard input), a scenario, or a name of the catalog.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="PICTURE", help="Where to draw: a .svg, .png or .pdf file.")
    ] = None,
    depth: Annotated[int | None, typer.Option(min=1, help="Fold what lies deeper.")] = None,
    most: Annotated[
        int, typer.Option(metavar="NODES", min=1, max=20_000, help="Fold the less likely nodes when there are more.")
    ] = 80,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="L",
            min=0.0,
            help="Precision of a game's players; the default is that of `solve`.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a number of a scenario; may be repeated."),
    ] = None,
    no_solve: Annotated[bool, typer.Option("--no-solve", help="Draw the bare tree with its payoffs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the picture shows as JSON.")] = False,
) -> None:
    """Draw a game's tree: probabilities, beliefs, expected payoffs. Ends with 0, 2 (bad input) or 3 (not solved)."""
    import summitry

    game: NamedGame | Game

    _refuse(file, out, precision, settings or [], as_json=as_json)
    if out is not None:
        summitry.keep_apart(out, file, ledger="" if _is_game(file) else summitry.load(file).ledger)
    if sys.stderr.isatty() and not no_solve:
        typer.echo("solving the game; at first use this compiles the solver's kernels", err=True)
    if _is_game(file):
        game, result, notes = _game(file, precision, solve=not no_solve)
    else:
        game, result, notes = _scenario(file, settings or [], solve=not no_solve)
    picture = summitry.draw_tree(game, result, depth=depth, most=most, notes=notes)
    if as_json:
        typer.echo(summitry.json_text(picture.data()), nl=False)
    if out is not None:
        summitry.save_picture(picture, out)
        typer.echo(f"{out}: {picture.facts['nodes_shown']:,} of {picture.facts['nodes_in_all']:,} nodes", err=as_json)
    if isinstance(result, summitry.Solution) and not result.solved[0]:
        typer.echo(f"not solved: {summitry.Status(int(result.status[0])).advice}", err=True)
        raise typer.Exit(NOT_CONVERGED)


def _is_game(file: str) -> bool:
    return file == "-" or Path(file).suffix.lower() in (".efg", ".nfg")


def _refuse(file: str, out: Path | None, precision: float | None, settings: list[str], *, as_json: bool) -> None:
    """Raise `InputError` for options that do not go together, before any work is done."""
    from summitry import InputError, Problem, TreePicture

    problems = []
    if out is None and not as_json:
        problems.append(Problem("--out", 0, 0, "no picture is asked for", "`-o tree.svg`, or `--json`"))
    if out is not None and out.suffix.lower() not in TreePicture.ENDINGS:
        found = f"the ending '{out.suffix}'" if out.suffix else "a name without an ending"
        problems.append(Problem(str(out), 0, 0, found, "a name that ends in .svg, .png or .pdf"))
    if precision is not None and not _is_game(file):
        expected = "`--set precision=L`, since a scenario states its own"
        problems.append(Problem("--precision", 0, 0, "a precision beside a scenario", expected))
    if settings and _is_game(file):
        problems.append(Problem("--set", 0, 0, "a setting beside a game", "a scenario: a game's numbers have no names"))
    if problems:
        raise InputError(problems)


def _game(file: str, precision: float | None, *, solve: bool) -> tuple[NamedGame, Solution | Draws, list[str]]:
    """A game from a file, its answer or its numbers alone, and no notes."""
    import summitry

    game = read_game(file)
    for remark in game.remarks():
        typer.echo(remark, err=True)
    return game, summitry.equilibria(game, precision).solution if solve else game.draws(), []


def _scenario(file: str, settings: list[str], *, solve: bool) -> tuple[Game, Solution | Draws, list[str]]:
    """A scenario's game at the middle of its numbers, its answer or its numbers alone, and what the caption adds."""
    import summitry

    game, draws = at_middle(file, settings)
    notes = ["Uncertain numbers stand at their middle values (medians)."]
    if settings:
        notes.append(f"Set: {'; '.join(settings)}.")
    return game, summitry.solve(game, draws) if solve else draws, notes
