"""The command `solve`: quantal response equilibria of a game from a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand

from summitry.cli.sources import NOT_CONVERGED, reported

if TYPE_CHECKING:
    from summitry import NamedGame

Found = TypeVar("Found")


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
    limit: Annotated[
        bool, typer.Option("--limit", help="Follow the branch up to its limit, a sequential equilibrium.")
    ] = False,
    search: Annotated[
        bool, typer.Option("--all", help="Search for all equilibria at one precision.", show_default=False)
    ] = False,
    tolerance: Annotated[
        float | None,
        typer.Option(
            help="Largest residual, in log-odds (1e-9, or what rounding allows); with --limit the largest regret, in "
            "ranges of payoffs (1e-4); with --all the difference in probabilities below which two equilibria are one "
            "(1e-6).",
            show_default=False,
        ),
    ] = None,
    starts: Annotated[int, typer.Option(min=0, help="With --all: random starts.")] = 64,
    seed: Annotated[int, typer.Option(min=0, help="With --all: seed of the starts.")] = 0,
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
    if limit and (search or wanted):
        instead = "--limit alone: it follows the precision up to where it ends"
        other = "--all" if search else "--precision"
        raise summitry.InputError([summitry.Problem("--limit", 0, 0, f"--limit with {other}", instead)])
    if search and len(wanted) > 1:
        raise summitry.InputError([summitry.Problem("--all", 0, 0, f"{len(wanted)} precisions", "one precision")])
    _check_tolerance(tolerance, limit, search)
    path = summitry.PathOptions(tolerance=1e-9 if tolerance is None or limit or search else tolerance)
    begun = time.perf_counter()
    game = read_game(file, format)
    read = time.perf_counter() - begun
    for remark in game.remarks():
        typer.echo(remark, err=True)
    if limit:
        _limit(game, read, 1e-4 if tolerance is None else tolerance, as_json)
        return
    if search:
        lam = wanted[0] if wanted else None
        _search(game, read, lam, starts, seed, 1e-6 if tolerance is None else tolerance, as_json)
        return
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


def _timed(read: float, work: Callable[[], Found]) -> tuple[Found, dict[str, float]]:
    """What the work finds, and the seconds that reading, compiling and the work took."""
    import time

    import summitry

    begun = time.perf_counter()
    summitry.ready()
    compiled = time.perf_counter()
    found = work()
    return found, {"read": read, "compile": compiled - begun, "solve": time.perf_counter() - compiled}


def _limit(game: NamedGame, read: float, tolerance: float, as_json: bool) -> None:
    import summitry

    with _waiting("following the branch to its limit"):
        found, elapsed = _timed(read, lambda: summitry.limit(game, tolerance=tolerance))
    if as_json:
        typer.echo(summitry.json_text(summitry.limit_json(game, found, elapsed)), nl=False)
    else:
        typer.echo(summitry.limit_text(game, found), nl=False)
    if not found.reached:
        regret = float(found.regret.max(initial=0.0))
        where = f"followed to λ={found.precision:.3g}, where {regret:.1e} of a player's payoff range could be gained"
        if regret != regret:
            where = "the branch could not be followed even a little way"
        why = found.status.advice.partition(";")[0]
        told = f"{where}; {tolerance:g} was asked for (--tolerance takes up to 0.1)"
        typer.echo(f"the limit was not reached: {told}. {why}.", err=True)
        raise typer.Exit(NOT_CONVERGED)


def _search(
    game: NamedGame, read: float, precision: float | None, starts: int, seed: int, tolerance: float, as_json: bool
) -> None:
    import summitry

    with _waiting(f"searching from {starts} starts"):
        found, elapsed = _timed(
            read, lambda: summitry.branches(game, precision, starts=starts, seed=seed, tolerance=tolerance)
        )
    if as_json:
        typer.echo(summitry.json_text(summitry.branches_json(game, found, elapsed)), nl=False)
    else:
        typer.echo(summitry.branches_text(game, found), nl=False)
    if not found.equilibria:
        typer.echo(f"no equilibrium was found. {found.status.advice}", err=True)
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


def _check_tolerance(tolerance: float | None, limit: bool, search: bool) -> None:
    """Whether `--tolerance` lies where each kind of answer can be had."""
    import summitry

    least, most = (1e-6, 0.1) if limit else (1e-12, 0.1) if search else (1e-12, 0.01)
    if tolerance is not None and not least <= tolerance <= most:
        problem = summitry.Problem("--tolerance", 0, 0, f"{tolerance:g}", f"a number from {least:g} to {most:g}")
        raise summitry.InputError([problem])


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
