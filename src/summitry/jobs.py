"""A study as a job: where a scenario comes from, and who solves it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitry.errors import GameError, InputError, Problem
from summitry.scenario import Remark, Scenario

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from summitry.build import Game
    from summitry.evidence import Ledger
    from summitry.fit.model import FitModel
    from summitry.fit.play import ObservedPlay
    from summitry.fit.precision import PrecisionFit
    from summitry.game import Draws, NamedGame, Tree
    from summitry.report.equilibria import Equilibria
    from summitry.solve import Branches, Limit, PathOptions, Solution


def source(argument: str | os.PathLike[str]) -> Path:
    """The file that is meant by a path or by the name of a case that ships.

    Raises `InputError` with the nearest name where there is none.

    >>> summitry.source("alaska-2025").name
    'alaska-2025.yaml'
    """
    from summitry import catalog
    from summitry.scenario.troubles import did_you_mean

    text = os.fspath(argument)
    if os.path.lexists(text):
        return Path(text)
    if text in catalog.names():
        return Path(str(catalog.path(text)))
    if not text.strip():
        raise InputError(
            [Problem("(no name)", 0, 0, "an empty name", "a scenario file, or the name of one of the catalog")]
        )
    beside = Path(text).parent
    try:
        files = [str(beside / p.name) for p in beside.iterdir() if p.suffix in (".yaml", ".yml")]
    except (OSError, ValueError):
        files = []
    near = did_you_mean(text, [*files, *catalog.names()])
    raise InputError([Problem(text, 0, 0, "no such file", "a scenario file, or the name of one of the catalog", near)])


def load(
    scenario: str | os.PathLike[str] | bytes, *, settings: Mapping[str, str] | None = None, fixes: Sequence[str] = ()
) -> Scenario:
    """Read a scenario from a file, a catalog name or bytes; `InputError` with every problem.

    `settings` replace numbers by path name; `fixes` hold parties to rules such as `opening is restates demands`.

    >>> summitry.load("alaska-2025").title
    'Anchorage and the second meeting, August 2025'
    """
    from summitry.formats.scenario_yaml import read
    from summitry.scenario import with_fixes, with_values

    if isinstance(scenario, bytes):
        found = read(scenario)
    else:
        path = source(scenario)
        text = os.fspath(scenario)
        found = read(path, text if str(path) == text else path.name)
    return with_fixes(with_values(found, settings) if settings else found, fixes)


def check(scenario: Scenario) -> list[Remark]:
    """What a careful colleague would say of a scenario, in the order of the file.

    Raises `InputError` where its tree shows an error.

    >>> [remark.kind for remark in summitry.check(summitry.load("pledge-round"))]
    []
    """
    from summitry.scenario import remarks
    from summitry.study.remarks import remarks as remarks_of_tree

    return sorted({*remarks(scenario), *remarks_of_tree(scenario)})


def ledger_of(scenario: str | os.PathLike[str], read_as: Scenario) -> Ledger | None:
    """The ledger that lies beside a scenario's file; None if it names none, or it is not there.

    >>> len(summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))) >= 25
    True
    """
    from summitry.formats import ledger

    if not read_as.ledger:
        return None
    path = source(scenario).parent / read_as.ledger
    return ledger.read(path) if path.is_file() else None


def solve(game: Game | Tree, draws: Draws | int = 64, *, seed: int = 0, path: PathOptions | None = None) -> Solution:
    """Solve a game: a scenario's for so many draws of its numbers, or a tree of your own for given numbers.

    Raises `InputError` or `GameError` where the numbers do not fit.

    >>> solution = summitry.solve(summitry.build(summitry.load("sanctions-threat")), 8)
    >>> bool(solution.solved.all())
    True
    """
    from summitry.build import Game, laws_of, numbers_of
    from summitry.quantities import draw
    from summitry.quantities.draws import rounded
    from summitry.solve import PathOptions
    from summitry.solve import solve as solve_tree
    from summitry.solve.first import compile_together

    options = path or PathOptions()
    if not isinstance(game, Game):
        if isinstance(draws, int):
            raise TypeError("a tree needs its `Draws`: payoffs, chances and precisions")
        compile_together(len(game.parties), draws.size)
        return solve_tree(game, draws, path=options)
    compile_together(len(game.tree.parties), draws if isinstance(draws, int) else draws.size)
    if isinstance(draws, int):
        wanted = rounded(draws)
        numbers = numbers_of(game.scenario, draw(laws_of(game.scenario), wanted, seed))
        draws = game.draws(numbers, wanted)
    return solve_tree(game.tree, draws, path=options)


def equilibria(
    game: NamedGame,
    precisions: float | Sequence[float] | None = None,
    *,
    path: PathOptions | None = None,
    compiling: Callable[[], None] = lambda: None,
) -> Equilibria:
    """Solve a game from a file at some precisions (lambda per unit of payoff, equal for all), in one batch.

    By default one precision, 10 over the widest range of a player's payoffs. `compiling` is called when kernels have
    to be compiled. Raises `InputError` where a player forgets what it did, `GameError` for precisions below 0.

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> summitry.equilibria(game, [1]).solution.strategy.round(3).tolist()
    [[0.731, 0.269]]
    """
    import numpy as np

    from summitry.report.equilibria import Equilibria
    from summitry.solve import plan
    from summitry.solve import solve as solve_tree
    from summitry.solve.compiling import told_when_compiling
    from summitry.solve.first import compile_together

    asked = np.atleast_1d(game.default_precision if precisions is None else precisions)
    draws = game.draws(asked.tolist())
    # payoffs at either end of what doubles hold overflow on the way; such draws come back without an answer
    with told_when_compiling(compiling), np.errstate(over="ignore"):
        begun = time.perf_counter()
        compile_together(len(game.tree.parties), draws.size)
        try:
            prepared = plan(game.tree)
        except GameError:
            if forgotten := game.forgotten():
                raise InputError(forgotten) from None
            raise
        ready()
        compiled = time.perf_counter()
        solution = solve_tree(game.tree, draws, path=path, plan=prepared)
        done = time.perf_counter()
    elapsed = {"read": 0.0, "compile": compiled - begun, "solve": done - compiled}
    return Equilibria(game, tuple(asked.tolist()), solution, elapsed)


def limit(game: NamedGame | Tree, draws: Draws | None = None, *, tolerance: float = 1e-4) -> Limit:
    """Follow the principal branch up until no information set regrets more than `tolerance`: a sequential equilibrium.

    Regret counts in units of a player's range of payoffs. A game from a file needs no draws (equal precisions); a tree
    of your own needs one. Raises `InputError` or `GameError` where the game is outside what is taken.

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> summitry.limit(game).polished.strategy.tolist()
    [1.0, 0.0]
    """
    from summitry.solve import limit as limit_of_tree

    tree, one = _one_draw(game, 1.0 if draws is None else draws)
    return limit_of_tree(tree, one, tolerance=tolerance)


def branches(
    game: NamedGame | Tree,
    draws: Draws | float | None = None,
    *,
    starts: int = 64,
    seed: int = 0,
    tolerance: float = 1e-6,
) -> Branches:
    """Search for all quantal response equilibria: from random starts, along branches, and beyond bifurcations.

    `draws` is one draw or, for a game from a file, a precision (10 over the widest range of payoffs by default).
    Equilibria closer than `tolerance` in all probabilities count as one. Errors are those of `limit`.

    >>> game = summitry.load_game(b'NFG 1 R "Meet" { "Ann" "Bo" } { 2 2 } 1 1 0 0 0 0 1 1')
    >>> [len(summitry.branches(game, lam, starts=8).equilibria) for lam in (1.9, 2.1)]
    [1, 3]
    """
    from summitry.solve import branches as branches_of_tree

    tree, one = _one_draw(game, draws)
    return branches_of_tree(tree, one, starts=starts, seed=seed, tolerance=tolerance)


def _one_draw(game: NamedGame | Tree, draws: Draws | float | None) -> tuple[Tree, Draws]:
    from summitry.game import Draws, NamedGame

    if isinstance(game, NamedGame):
        if forgotten := game.forgotten():
            raise InputError(forgotten)
        if not isinstance(draws, Draws):
            draws = game.draws([game.default_precision if draws is None else draws])
        return game.tree, draws
    if not isinstance(draws, Draws):
        raise TypeError("a tree needs its `Draws`: payoffs, chances and precisions")
    return game, draws


def ready() -> None:
    """Load or compile the kernels that every solve needs, by solving the smallest game there is.

    >>> summitry.ready()
    """
    import numpy as np

    from summitry.game import Draws, Tree
    from summitry.solve import solve as solve_tree

    def ints(*values: int) -> npt.NDArray[np.int32]:
        return np.array(values, np.int32)

    choice = Tree(
        parties=("a",), owner=ints(0, -2, -2), parent=ints(-1, 0, 0), first_child=ints(1, -1, -1),
        children=ints(2, 0, 0), infoset=ints(0, -1, -1), chance_slot=ints(-1, -1, -1), payoff_row=ints(-1, 0, 1),
        infoset_party=ints(0), infoset_start=ints(0, 2),
    )  # fmt: skip
    solve_tree(choice, Draws(np.array([[[1.0], [0.0]]]), np.empty((1, 0, 2)), np.ones((1, 1))))


def fit_precision(
    game: NamedGame | Game, play: ObservedPlay, *, level: float = 0.9, path: PathOptions | None = None
) -> PrecisionFit:
    """Fit the precision λ, the same for all parties, to observed play along the principal branch.

    A scenario's uncertain numbers stand at their middle values. Raises `InputError` where a player forgets, or payoffs
    do not vary.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 9 -1 -1 1 -1 1 1 -1')
    >>> counts = {"player": [1, 1, 2, 2], "infoset": [1] * 4, "action": [1, 2, 1, 2], "count": [54, 46, 24, 76]}
    >>> fit = summitry.fit_precision(game, summitry.play_of(game, summitry.Table.of(counts)))
    >>> fit.low < fit.precision < fit.high
    True
    """
    from summitry.fit.precision import fit_tree
    from summitry.game import NamedGame

    if isinstance(game, NamedGame):
        if forgotten := game.forgotten():
            raise InputError(forgotten)
        return fit_tree(game.tree, game.draws(1.0), play, level=level, title=game.title, path=path)
    return fit_tree(game.tree, middle_draw(game), play, level=level, title=game.scenario.title, path=path)


def to_fit(argument: str | os.PathLike[str]) -> FitModel | Scenario | NamedGame:
    """What a path or a name of the catalog holds: a model to be fitted, a scenario, or a game; by its ending and keys.

    Raises `InputError` with every problem.

    >>> type(summitry.to_fit("sanctions-threat")).__name__
    'Scenario'
    """
    from summitry.formats import fit_yaml
    from summitry.formats.games import load_game

    path = source(argument)
    if path.suffix.lower() in (".efg", ".nfg"):
        return load_game(argument)
    if fit_yaml.is_model(path):
        return fit_yaml.read(path, os.fspath(argument))
    return load(argument)


def middle_draw(game: Game) -> Draws:
    """One set of a scenario's numbers: each uncertain one at the middle (the median) of its law.

    >>> summitry.middle_draw(summitry.build(summitry.load("sanctions-threat"))).size
    1
    """
    from summitry.build import laws_of, numbers_of
    from summitry.quantities import Sample

    middles = {name: law.centre for name, law in laws_of(game.scenario).items()}
    return game.draws(numbers_of(game.scenario, Sample(middles, 1, 1)), 1)


def json_text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON as Summitry writes it: indented, UTF-8, a newline at the end.

    >>> print(summitry.json_text({"draws": 8}), end="")
    {
      "draws": 8
    }
    """
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def reread(text: str, scenario: str | os.PathLike[str], read_as: Scenario) -> Scenario:
    """Read a changed text of a scenario's file; no file is opened but what that file itself names beside it.

    Raises `InputError` as `load` does.

    >>> case = summitry.load("sanctions-threat")
    >>> summitry.reread(case.text.replace("A threat", "The threat"), "sanctions-threat", case).title
    'The threat of sanctions and its audience'
    """
    from summitry.formats.scenario_edit import reread as reread_text

    ledger = ledger_of(scenario, read_as)
    rows = None if ledger is None else {row.id for row in ledger.rows}
    return reread_text(text.encode(), read_as, source(scenario).parent, rows)


def rewritten(scenario: Scenario, settings: Mapping[str, str]) -> str:
    """The text of a scenario's file with numbers replaced where they stand; all else keeps its bytes, comments too.

    Raises `InputError` where a setting is none, or has no place of its own in the file.

    >>> case = summitry.load("sanctions-threat")
    >>> text = summitry.rewritten(case, {"audience_cost": "0.5"})
    >>> sum(a != b for a, b in zip(case.text.splitlines(), text.splitlines()))
    1
    """
    from summitry.formats.scenario_edit import written

    return written(scenario, settings)
