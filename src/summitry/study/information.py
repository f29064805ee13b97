"""The value of information: of a type to another party, in secret or openly, and of a number to the analyst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.errors import InputError, Problem, SizeError
from summitry.game import Tree
from summitry.quantities.draws import SCRAMBLES, draw, rounded
from summitry.scenario import Scenario, with_fixes, with_known, with_values
from summitry.solve import Solution, Status, best_response, solve
from summitry.study.experiment import Experiment, Interval, Progress, Solved, experiment, listed_paths
from summitry.study.gathered import monte_carlo_error
from summitry.study.tipping import Lever, lever_of

Floats = npt.NDArray[np.float64]

SETTINGS = 9
"""Settings of a lever, ends included, among which the analyst chooses."""
_DEGREE = 3
"""Of the polynomial by which the chance under a setting is foretold from a number."""
_BATCH = 64
"""Draws whose best answers are sought together."""
NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class TypeInformation:
    """What it is worth to a party to know another's type, in its own stake and by its own prior."""

    informed: str
    about: str
    secret: Interval
    """The others play as before, and the informed party's best strategy with the knowledge is set against its best one
    without: mean over draws, 5th and 95th percentile; never below 0."""
    open: Interval | None
    """Everyone knows that it knows, and all play anew: it may be negative. None where that case cannot be built."""
    open_error: float
    """Monte Carlo error of the mean."""
    event: Interval | None
    """Change of the event's chance where it is known openly."""
    draws: int
    why: str = ""
    """Why there is no open case."""


@dataclass(frozen=True)
class NumberInformation:
    """What the analyst gains by learning a number before the lever is set."""

    path: str
    gain: Interval
    """In chances of the event: what a rule that looks at the number gains over the best setting for all draws; 90 %
    interval over scrambles. The rule is fitted on other draws than those on which it is judged."""
    rows: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class InformationStudy:
    """Who would gain by knowing what.

    >>> found = summitry.information(summitry.load("sanctions-threat"), draws=8)
    >>> all(t.secret.low >= -1e-9 for t in found.types)
    True
    """

    scenario: Scenario
    of: str
    types: tuple[TypeInformation, ...]
    lever: str
    """Empty: no lever was named."""
    best: float
    """Setting of the lever that is best for all draws together."""
    best_chance: float
    """Mean chance of the event there."""
    worst: float
    """Setting that is worst."""
    worst_chance: float
    all_known: Interval | None
    """What knowing all numbers would gain; 90 % interval over scrambles."""
    numbers: tuple[NumberInformation, ...]
    """By gain, descending."""
    draws: int
    seed: int
    solved: Solved


def information(
    scenario: Scenario,
    of: str | None = None,
    *,
    lever: str | None = None,
    lower: bool = False,
    draws: int = 64,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> InformationStudy:
    """The value to each party of knowing each other's type; with a lever, that of each number to who sets the lever.

    The lever is set for the largest chance of the event, or with `lower` for the smallest. Raises `InputError` for bad
    input and `SizeError` for a tree too large.

    >>> found = summitry.information(summitry.load("sanctions-threat"), lever="audience_cost", draws=64)
    >>> found.all_known.value >= -1e-9
    True
    """
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    rows = rounded(draws)
    e = experiment(changed, of, written=scenario, workers=workers, progress=progress, expected=rows)
    tally = [0, 0]
    types = () if lever is not None else _types(e, scenario, rows, seed, tally)
    settings_ = _Settings()
    everything: Interval | None = None
    numbers: tuple[NumberInformation, ...] = ()
    path = ""
    if lever is not None:
        one = lever_of(e, lever)
        path = one.path
        settings_, everything, numbers = _numbers(
            e, one, np.linspace(one.low, one.high, SETTINGS), rows, seed, lower, tally
        )
    return InformationStudy(
        scenario=changed,
        of=e.event.name,
        types=types,
        lever=path,
        best=settings_.best,
        best_chance=settings_.best_chance,
        worst=settings_.worst,
        worst_chance=settings_.worst_chance,
        all_known=everything,
        numbers=numbers,
        draws=rows,
        seed=seed,
        solved=Solved(tally[0], tally[1]),
    )


# ---------------------------------------------------------------- types


def _types(e: Experiment, written: Scenario, rows: int, seed: int, tally: list[int]) -> tuple[TypeInformation, ...]:
    parties = e.scenario.parties
    if not any(p.types for p in parties):
        return ()
    numbers = e.of_sample(draw(e.laws, rows, seed))
    base = e.solve(numbers, "as it is")
    chance = np.where(base.solved, base.event(e.event.kind, e.event.name), np.nan)
    tally[0] += rows
    tally[1] += int((~base.solved).sum())
    pairs = [
        (i, j)
        for j, holder in enumerate(parties)
        if len(holder.types) > 1
        for i, other in enumerate(parties)
        if i != j and other.name not in holder.known_to
    ]
    secret = _secrets(e, numbers, rows, pairs)
    out = []
    for number, (i, j) in enumerate(pairs):
        informed, about = parties[i].name, parties[j].name
        x = secret[number][~np.isnan(secret[number])]
        opened: Interval | None = None
        event: Interval | None = None
        error, why = float("nan"), ""
        try:
            known = with_known(e.scenario, about, informed)
            plain = with_known(written, about, informed)
            there = experiment(known, e.event.name, written=plain, workers=e.workers, progress=e.tell)
        except (InputError, SizeError) as trouble:
            why = str(trouble.problems[0] if isinstance(trouble, InputError) else trouble)
        else:
            found = there.solve(numbers, f"{informed} knows {about}")
            tally[0] += rows
            tally[1] += int((~found.solved).sum())
            gap = np.where(base.solved & found.solved, found.values[:, i] - base.values[:, i], np.nan)
            opened, error = _interval(gap[~np.isnan(gap)]), monte_carlo_error(gap)
            moved = np.where(found.solved, found.event(e.event.kind, e.event.name), np.nan) - chance
            event = _interval(moved[~np.isnan(moved)])
        out.append(TypeInformation(informed, about, _interval(x), opened, error, event, len(x), why))
    return tuple(sorted(out, key=lambda t: (-t.secret.value, t.informed, t.about)))


def _interval(x: Floats) -> Interval:
    if not len(x):
        return Interval(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(x, [0.05, 0.95])
    return Interval(float(x.mean()), float(low), float(high))


def _secrets(e: Experiment, numbers: Mapping[str, Floats], rows: int, pairs: Sequence[tuple[int, int]]) -> list[Floats]:
    """[B] for each pair: best answer with the other's type known less that without, the others playing as before."""
    out = [np.full(rows, np.nan) for _ in pairs]
    split = [knowing(e.game, i, j) for i, j in pairs]
    for first in range(0, rows, _BATCH):
        part = slice(first, min(first + _BATCH, rows))
        e.tell("best answers", part.stop, rows)
        mine = {path: x[part] for path, x in numbers.items()}
        answer: Solution = solve(
            e.game.tree, e.game.draws(mine, part.stop - part.start), plan=e.solver.prepared, path=e.solver.path
        )
        log_strategy = np.where((answer.status == Status.SOLVED)[:, None], answer.log_strategy, np.nan)
        without = best_response(e.game.tree, answer.draws, log_strategy).value
        for number, (i, _) in enumerate(pairs):
            tree, action = split[number]
            with_it = best_response(tree, answer.draws, np.ascontiguousarray(log_strategy[:, action])).value
            # differences of two sums of many terms: what is below rounding is nothing
            gap = with_it[:, i] - without[:, i]
            out[number][part] = np.where(np.abs(gap) < 1e-13, 0.0, gap)
    return out


def knowing(game: Game, informed: int, about: int) -> tuple[Tree, npt.NDArray[np.int64]]:
    """The tree in which a party also knows another's type, and for each of its flat actions the one it comes from."""
    tree, profiles = game.tree, game.unfolded.profiles
    profile = np.zeros(tree.size, np.int64)
    count = len(profiles)
    if count > 1:
        first = tree.first_child[0]
        profile[first : first + count] = np.arange(count)
        up = tree.parent
        for n in range(1, tree.size):
            if up[n] != 0:
                profile[n] = profile[up[n]]
    code = np.array([p[about] for p in profiles])[profile]
    decision = np.flatnonzero(tree.owner >= 0)
    mine = tree.owner[decision] == informed
    key = np.column_stack([tree.infoset[decision], np.where(mine, code[decision], 0)])
    sets, which = np.unique(key, axis=0, return_inverse=True)
    old = sets[:, 0]
    widths = np.diff(tree.infoset_start)[old]
    infoset = np.full(tree.size, -1, np.int32)
    infoset[decision] = which.reshape(-1)
    start = np.concatenate([[0], np.cumsum(widths)]).astype(np.int32)
    action = np.concatenate(
        [np.arange(tree.infoset_start[h], tree.infoset_start[h + 1]) for h in old] or [np.zeros(0, np.int64)]
    )
    return (
        Tree(
            parties=tree.parties, owner=tree.owner, parent=tree.parent, first_child=tree.first_child,
            children=tree.children, infoset=infoset, chance_slot=tree.chance_slot, payoff_row=tree.payoff_row,
            infoset_party=tree.infoset_party[old], infoset_start=start,
        ),
        action.astype(np.int64),
    )  # fmt: skip


# ---------------------------------------------------------------- numbers


@dataclass(frozen=True)
class _Settings:
    """The best and the worst setting of a lever, and the mean chance there."""

    best: float = float("nan")
    best_chance: float = float("nan")
    worst: float = float("nan")
    worst_chance: float = float("nan")


def _numbers(
    e: Experiment, lever: Lever, values: Floats, rows: int, seed: int, lower: bool, tally: list[int]
) -> tuple[_Settings, Interval, tuple[NumberInformation, ...]]:
    """The best setting of a lever, and what knowing all numbers, or one, would add."""
    if rows < 8 * SCRAMBLES:
        raise InputError([Problem("--draws", 0, 0, f"{rows} draws", f"{8 * SCRAMBLES} or more, to learn from")])
    sample = draw(e.laws, rows, seed)
    numbers = e.of_sample(sample)
    whole = {path: np.tile(x, len(values)) for path, x in numbers.items()}
    lever.put(whole, np.repeat(values, rows))
    chance = e.chances(whole, "settings of the lever").reshape(len(values), rows)
    tally[0] += chance.size
    tally[1] += int(np.isnan(chance).sum())
    gain = -chance if lower else chance
    good = np.asarray(~np.isnan(gain).any(axis=0))
    if not good.any():
        nothing = Interval(float("nan"), float("nan"), float("nan"))
        return _Settings(), nothing, ()
    means = gain[:, good].mean(axis=1)
    best, worst = int(np.argmax(means)), int(np.argmin(means))
    over = np.where(good, gain.max(axis=0) - gain[best], np.nan)
    fold = np.repeat(np.arange(SCRAMBLES), rows // SCRAMBLES)
    found = []
    for path in listed_paths(e.scenario):
        if path in lever.paths:
            continue
        quantity = e.scenario.quantities[path]
        learned = _learned(gain, good, _ranks(numbers[path]), fold)
        found.append(
            NumberInformation(path, _by_scramble(learned, fold), quantity.ground.rows, quantity.ground.assumptions)
        )
    return (
        _Settings(
            float(values[best]),
            float(chance[best, good].mean()),
            float(values[worst]),
            float(chance[worst, good].mean()),
        ),
        _by_scramble(over, fold),
        tuple(sorted(found, key=lambda x: (-x.gain.value, x.path))),
    )


def _ranks(x: Floats) -> Floats:
    """Ranks from -1 to 1."""
    from scipy.stats import rankdata

    return np.asarray(2 * (rankdata(x) - 0.5) / len(x) - 1)


def _learned(gain: Floats, good: npt.NDArray[np.bool_], x: Floats, fold: npt.NDArray[np.int64]) -> Floats:
    """[B] what a rule gains that picks a setting by one number, fitted without the draws on which it is judged."""
    basis = np.polynomial.legendre.legvander(x, _DEGREE)
    out = np.full(len(x), np.nan)
    for k in range(SCRAMBLES):
        train, test = good & (fold != k), good & (fold == k)
        if train.sum() <= _DEGREE + 1 or not test.any():
            continue
        weights, *_ = np.linalg.lstsq(basis[train], gain[:, train].T, rcond=None)
        plain = int(np.argmax(gain[:, train].mean(axis=1)))
        pick = np.argmax(basis[test] @ weights, axis=1)
        rows = np.flatnonzero(test)
        out[rows] = gain[pick, rows] - gain[plain, rows]
    return out


def _by_scramble(x: Floats, fold: npt.NDArray[np.int64]) -> Interval:
    """Mean with a 90 % interval from the scrambles' means (Student's t)."""
    from scipy.stats import t

    means = np.array(
        [x[(fold == k) & ~np.isnan(x)].mean() for k in range(SCRAMBLES) if (~np.isnan(x[fold == k])).any()]
    )
    if not len(means):
        return Interval(float("nan"), float("nan"), float("nan"))
    value = float(np.nanmean(x))
    if len(means) < 2:
        return Interval(value, float("nan"), float("nan"))
    half = float(t.ppf(0.95, len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means)))
    return Interval(value, value - half, value + half)
