"""Stories: the most plausible numbers under which an event is likely, and a rule by which such draws are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError, Problem
from summitry.quantities.draws import points, rounded
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.study.comparison import Shift
from summitry.study.experiment import Experiment, Interval, Progress, Solved, experiment, listed_paths

Floats = npt.NDArray[np.float64]

_ROUNDS = 12
_STEP = 0.05
"""Of a standard normal score, for slopes."""
_FARTHEST = 3.0
"""Largest score of a number: beyond it lies about one draw in 740."""
LEAST_REACHED = 8
"""Draws that reach the target from which a rule for them is sought."""
_LEAVES = 6
_LEAST_COVERAGE = 0.15


@dataclass(frozen=True)
class Told:
    """One number of a story."""

    path: str
    value: float
    usual: float
    """Its middle."""
    score: float
    """How far from it, in standard normal scores: 1 is further out than two thirds of draws."""
    below: float
    """Share of draws in which it is smaller."""
    holder: str
    rows: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Limit:
    """One condition of a rule."""

    path: str
    low: float
    """-inf where there is none."""
    high: float


@dataclass(frozen=True)
class Rule:
    """Draws in which the event is likely, told by a few numbers."""

    limits: tuple[Limit, ...]
    density: float
    """Share of the draws under the rule in which the chance reaches the target."""
    coverage: float
    """Share of all such draws that are under the rule."""
    overall: float
    """Share of all draws in which the chance reaches the target."""
    draws: int
    """Draws under the rule."""


@dataclass(frozen=True)
class StoryStudy:
    """What would have to be true for an event to be likely.

    >>> found = summitry.stories(summitry.load("sanctions-threat"), target=0.7, draws=64)
    >>> found.reached, found.chance >= 0.7 - 1e-3
    (True, True)
    """

    scenario: Scenario
    of: str
    target: float
    reached: bool
    chance: float
    """In the story; the largest that was found where the target is not reached."""
    usual: float
    """With every number at its middle."""
    distance: float
    """Of the story from the middle, in standard normal scores."""
    told: tuple[Told, ...]
    """By how far each is from its middle."""
    moves: tuple[Shift, ...]
    """How play differs from that with every number at its middle."""
    rule: Rule | None
    found: int
    """Draws that reach the target."""
    draws: int
    seed: int
    solved: Solved


def stories(
    scenario: Scenario,
    of: str | None = None,
    *,
    target: float = 0.5,
    draws: int = 512,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> StoryStudy:
    """The most plausible draw in which an event's chance reaches a target, and one rule for all such draws.

    Most plausible is the point nearest to the middle in standard normal scores, as in first-order reliability (Hasofer
    & Lind 1974; Rackwitz & Fiessler 1978, doi:10.1016/0045-7949(78)90046-9), sought from the nearest draws that
    reach the target. Raises `InputError` for bad input and `SizeError` for a tree too large.

    >>> found = summitry.stories(summitry.load("sanctions-threat"), target=0.9, draws=64)
    >>> found.rule is None or 0 <= found.rule.coverage <= 1
    True
    """
    if not 0 < target < 1:
        raise InputError([Problem("--target", 0, 0, f"{target:g}", "a chance strictly between 0 and 1")])
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    rows = rounded(draws)
    e = experiment(changed, of, written=scenario, workers=workers, progress=progress, expected=rows, events=True)
    search = _Search(e, target)
    slots = e.cube.slots
    u = points(slots, rows, seed) if slots else np.full((rows, 0), 0.5)
    chance = search.at(_scores(u), "drawing")
    middle = np.zeros((1, len(slots)))
    usual = float(search.at(middle, "the middle")[0])
    z, reached = search.nearest(_scores(u), chance, usual)
    told = _told(e, z, u)
    end = float(search.at(z[None], "the story")[0])
    return StoryStudy(
        scenario=changed,
        of=e.event.name,
        target=target,
        reached=reached,
        chance=end,
        usual=usual,
        distance=float(np.linalg.norm(z)),
        told=told,
        moves=_moves(e, z),
        rule=_rule(e, u, chance, target, seed),
        found=int((chance >= target).sum()),
        draws=rows,
        seed=seed,
        solved=Solved(search.points, search.unsolved),
    )


def _scores(u: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(np.clip(ndtri(u), -_FARTHEST, _FARTHEST))


def _back(z: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(np.clip(z, -_FARTHEST, _FARTHEST)))


class _Search:
    """Looks for the nearest point at which the chance reaches the target."""

    def __init__(self, e: Experiment, target: float) -> None:
        self.e, self.target = e, target
        self.points = self.unsolved = 0

    def at(self, z: Floats, what: str = "searching") -> Floats:
        """[n] chances at scores [n, d]."""
        found = self.e.at(_back(z), what)
        self.points += len(found)
        self.unsolved += int(np.isnan(found).sum())
        return found

    def nearest(self, drawn: Floats, chance: Floats, usual: float) -> tuple[Floats, bool]:
        """The nearest point, and whether the target is reached there."""
        if usual >= self.target:
            return np.zeros(drawn.shape[1]), True
        met = np.flatnonzero(chance >= self.target)
        order = met[np.argsort((drawn[met] ** 2).sum(axis=1), kind="stable")][:3]
        starts = [drawn[k] for k in order] or [drawn[int(np.nanargmax(np.where(np.isnan(chance), -1, chance)))]]
        best: Floats | None = None
        highest = (-1.0, starts[0])
        for first in [np.zeros(drawn.shape[1]), *starts]:
            z = self._descend(first)
            here = float(self.at(z[None])[0])
            if here >= self.target - 1e-3 and (best is None or np.linalg.norm(z) < np.linalg.norm(best)):
                best = z
            if here > highest[0]:
                highest = here, z
        for k in order[:1]:
            if best is None or np.linalg.norm(drawn[k]) < np.linalg.norm(best):
                best = self._shrink(drawn[k])
        return (best, True) if best is not None else (highest[1], False)

    def _descend(self, z: Floats) -> Floats:
        """Iterations of Hasofer, Lind, Rackwitz and Fiessler, each step as long as it helps."""
        d = len(z)
        for _ in range(_ROUNDS):
            moves = z + _STEP * np.concatenate([np.eye(d), -np.eye(d), np.zeros((1, d))])
            values = self.at(moves)
            here = float(values[-1])
            slope = (values[:d] - values[d : 2 * d]) / (2 * _STEP)
            slope = np.where(np.isnan(slope), 0.0, slope)
            size = float(slope @ slope)
            if size < 1e-12 or np.isnan(here):
                break
            aim = np.clip((slope @ z + self.target - here) / size * slope, -_FARTHEST, _FARTHEST)
            steps = np.array([1.0, 0.5, 0.25, 0.1])
            tried = z + steps[:, None] * (aim - z)
            chances = self.at(tried)
            # nearness and the miss together, the miss dearer than any nearness it could buy
            price = 2 * float(np.linalg.norm(aim)) / np.sqrt(size) + 10.0
            merit = 0.5 * (tried**2).sum(axis=1) + price * np.abs(chances - self.target)
            now = 0.5 * float(z @ z) + price * abs(here - self.target)
            merit = np.where(np.isnan(merit), np.inf, merit)
            k = int(np.argmin(merit))
            if merit[k] >= now - 1e-9:
                break
            done = float(np.linalg.norm(tried[k] - z)) < 1e-3
            z = tried[k]
            if done:
                break
        return self._shrink(z)

    def _shrink(self, z: Floats) -> Floats:
        """The point on the way from the middle at which the target is met first, seen on a fine line."""
        line = np.linspace(0, 1.25, 51)[1:]
        chances = self.at(np.clip(line[:, None] * z, -_FARTHEST, _FARTHEST))
        met = np.flatnonzero(chances >= self.target)
        if not len(met):
            return z
        k = int(met[0])
        low, high = (line[k - 1] if k else 0.0), line[k]
        for _ in range(10):
            middle = 0.5 * (low + high)
            if float(self.at(middle * z[None])[0]) >= self.target:
                high = middle
            else:
                low = middle
        return np.asarray(high * z)


def _told(e: Experiment, z: Floats, u: Floats) -> tuple[Told, ...]:
    """The numbers of a story by their distance from the middle."""
    there, middle = e.numbers(_back(z[None])), e.numbers(np.full((1, len(z)), 0.5))
    drawn = e.numbers(u)
    out = []
    for path in listed_paths(e.scenario):
        quantity = e.scenario.quantities[path]
        mine = z[e.cube.place[quantity.joint or path]]
        value, usual = float(there[path][0]), float(middle[path][0])
        if len(mine) == 1:
            score, below = float(mine[0]), float(_back(mine)[0])
        else:  # of numbers that are drawn together: how far all are, and which way this one went
            score = float(np.linalg.norm(mine)) * (1.0 if value >= usual else -1.0)
            below = float((drawn[path] < value).mean())
        out.append(
            Told(
                path=path,
                value=value,
                usual=usual,
                score=score,
                below=below,
                holder=quantity.holder,
                rows=quantity.ground.rows,
                assumptions=quantity.ground.assumptions,
            )
        )
    return tuple(sorted(out, key=lambda t: (-abs(t.score), t.path)))


def _moves(e: Experiment, z: Floats) -> tuple[Shift, ...]:
    """How often each move is made in the story and in the middle, most changed first."""
    both = np.stack([np.full(len(z), 0.5), _back(z)])
    found = e.solve(e.numbers(both), "play in the story")
    if not found.solved.all():
        return ()
    out = []
    for s in found.measures.sightings:
        if s.by:
            made = found.events[:, s.column].sum(axis=1)
            before, after = (Interval(float(x), float(x), float(x)) for x in made)
            out.append(Shift(s.by, "", s.step, s.option, (), before, after, 1.0))
    out.sort(key=lambda m: (-abs(m.second.value - m.first.value), m.step, m.option))
    steps: dict[str, Shift] = {}
    for move in out:
        if abs(move.second.value - move.first.value) > 0.02:
            steps.setdefault(move.step, move)
    return tuple(steps.values())


def _rule(e: Experiment, u: Floats, chance: Floats, target: float, seed: int) -> Rule | None:
    """The leaf of a small classification tree in which the target is reached most often."""
    from sklearn.tree import DecisionTreeClassifier

    good = ~np.isnan(chance)
    reached = chance[good] >= target
    if reached.sum() < LEAST_REACHED or reached.all():
        return None
    numbers = e.numbers(u[good])
    paths = list(listed_paths(e.scenario))
    table = np.column_stack([numbers[p] for p in paths])
    least = max(8, int(0.04 * len(table)))
    tree = DecisionTreeClassifier(max_leaf_nodes=_LEAVES, min_samples_leaf=least, random_state=seed % 2**32)
    tree.fit(table, reached)
    leaf = tree.apply(table)
    best: tuple[float, float, int] | None = None
    for k in np.unique(leaf).tolist():
        inside = leaf == k
        density, coverage = float(reached[inside].mean()), float(reached[inside].sum() / reached.sum())
        if coverage >= _LEAST_COVERAGE and density > reached.mean() and (best is None or density > best[0]):
            best = density, coverage, k
    if best is None:
        return None
    limits: dict[int, tuple[float, float]] = {}
    for feature, low, high in _way(tree.tree_, best[2]):
        before = limits.get(feature, (-np.inf, np.inf))
        limits[feature] = max(before[0], low), min(before[1], high)
    return Rule(
        limits=tuple(Limit(paths[f], float(low), float(high)) for f, (low, high) in sorted(limits.items())),
        density=best[0],
        coverage=best[1],
        overall=float(reached.mean()),
        draws=int((leaf == best[2]).sum()),
    )


def _way(tree: object, leaf: int) -> list[tuple[int, float, float]]:
    """The splits on the way to a leaf: (feature, lower bound, upper bound)."""
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    feature, threshold = tree.feature, tree.threshold  # type: ignore[attr-defined]
    out: list[tuple[int, float, float]] = []
    at = leaf
    while at != 0:
        above = int(np.flatnonzero((left == at) | (right == at))[0])
        on_left = left[above] == at
        split = float(threshold[above])
        out.append((int(feature[above]), -np.inf, split) if on_left else (int(feature[above]), split, np.inf))
        at = above
    return out[::-1]
