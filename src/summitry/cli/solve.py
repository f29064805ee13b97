"""The command `solve`: quantal response equilibria of a game from a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from summitry.cli.sources import NOT_CONVERGED, reported

if TYPE_CHECKING:
    from summitry import NamedGame


class _ManyNumbers(TyperCommand):
    """Lets one `--precision` be followed by several numbers."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Join the numbers behind `--precision` by commas, which the option splits again."""
        joined: list[str] = []
        taking = first = False
        for word in args:
            if taking and _numbers(word):
                if first:
                    joined.append(word)
                else:
                    joined[-1] += f",{word}"
                first = False
                continue
            joined.append(word)
            first = word == "--precision"
            taking = first or word.startswith("--precision=")
        return super().parse_args(ctx, joined)


def _numbers(words: str) -> list[float]:
    """Numbers between commas; none where one is no number."""
    try:
        return [float(part) for part in words.split(",")]
    except ValueError:
        return []


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=_ManyNumbers)(solve)


@reported
def solve(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A game, .efg or .nfg; - is standard input.", show_default=False)
    ],
    precision: Annotated[
        list[str] | None,
        typer.Option(
            metavar="L …",
            help="Logit precision (lambda) per unit of payoff; several may follow. "
            "By default 10 over the widest range of a player's payoffs.",
        ),
    ] = None,
    tolerance: Annotated[float, typer.Option(help="Largest residual, in log-odds.")] = 1e-9,
    format: Annotated[str, typer.Option(help="efg or nfg; by default what the first word of the file says.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object; an array of them for several precisions.")
    ] = False,
) -> None:
    """Solve a game for quantal response equilibrium. Ends with 0, 2 (bad input) or 3 (an answer was not reached)."""
    import dataclasses
    import time

    import summitry

    wanted = _precisions(precision or [])
    path = summitry.PathOptions(tolerance=tolerance)
    begun = time.perf_counter()
    game = read_game(file, format)
    read = time.perf_counter() - begun
    for remark in game.remarks():
        typer.echo(remark, err=True)
    with _waiting(f"solving {game.tree.size:,} nodes"):
        found = summitry.equilibria(game, wanted or None, path=path, compiling=_say_compiling)
    found = dataclasses.replace(found, elapsed={**found.elapsed, "read": read})
    if as_json:
        answers = summitry.equilibria_json(found)
        typer.echo(summitry.json_text(answers[0] if len(answers) == 1 else answers), nl=False)
    else:
        typer.echo(summitry.equilibria_text(found), nl=False)
    for lam, advice in found.unanswered:
        typer.echo(f"{file}: no answer at precision {lam:g}. {advice}", err=True)
    if found.unanswered:
        raise typer.Exit(NOT_CONVERGED)


def read_game(file: str, format: str = "") -> NamedGame:
    """The game in a file, or on standard input; a scenario is referred to `summitry run`."""
    from pathlib import Path

    import summitry

    if format not in ("", "efg", "nfg"):
        raise summitry.InputError([summitry.Problem("--format", 0, 0, repr(format), "efg or nfg")])
    if file == "-":
        return summitry.load_game(sys.stdin.buffer.read(), format=format, name="(standard input)")
    shipped = file in summitry.catalog.names() and not Path(file).exists()
    if shipped or file.endswith((".yaml", ".yml")):
        fix = f"`summitry run {file}` solves a scenario, `summitry export {file}` makes a game of it"
        raise summitry.InputError([summitry.Problem(file, 0, 0, "a scenario", "a game, .efg or .nfg", fix)])
    return summitry.load_game(file, format=format)


def _precisions(words: list[str]) -> list[float]:
    import summitry

    found: list[float] = []
    problems = []
    for word in words:
        for part in word.split(","):
            numbers = _numbers(part)
            if numbers and 0 <= numbers[0] < float("inf"):
                found += numbers
            else:
                problems.append(summitry.Problem("--precision", 0, 0, repr(part), "a number of 0 or more, such as 2.5"))
    if problems:
        raise summitry.InputError(problems)
    return found


def _say_compiling() -> None:
    typer.echo("compiling the solver's kernels; this is done once, then they are kept on disk", err=True)


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    """A line on stderr that shows how long it has taken; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(what, total=None)
        yield
