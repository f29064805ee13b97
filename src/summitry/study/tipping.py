"""Tipping points: where along a number the chance of an event crosses a target, by draw and for the mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError, Problem
from summitry.quantities.draws import draw, rounded
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.scenario.troubles import did_you_mean
from summitry.scenario.vocabulary import key_of
from summitry.study.experiment import Experiment, Interval, Progress, Solved, experiment, listed_paths
from summitry.study.lever_study import ends_of

Floats = npt.NDArray[np.float64]

GRID = 33
"""Points along a lever, ends included, between which crossings are looked for."""
MAP_GRID = 17
"""The same along each of two levers."""
CLOSE = 1e-4
"""Crossings are found to this share of the lever's range."""
JUMP = 0.02
"""A change of the chance that stays over a stretch of `FINEST` is a jump: the branch turns there."""
FINEST = 1e-10
"""Of the lever's range."""
INSIDE = ("chance", "prior", "odds", "discount")
"""Kinds of numbers that lie strictly between 0 and 1."""
LINES = 20
"""Single draws that are kept for a picture."""
_HALVINGS = 40


@dataclass(frozen=True)
class Lever:
    """A number that is set, over a range."""

    path: str
    low: float
    high: float
    paths: tuple[str, ...]
    """The numbers that are set alike: those below the name, such as one for each type."""

    def put(self, numbers: dict[str, Floats], values: Floats) -> None:
        """Set the lever."""
        for path in self.paths:
            numbers[path] = values

    @property
    def span(self) -> float:
        """Width of the range."""
        return self.high - self.low


@dataclass(frozen=True)
class Crossing:
    """A place at which the target is crossed."""

    at: float
    up: bool
    """The chance rises through the target as the number grows."""
    jump: float
    """By how much the chance jumps there; 0 where it moves smoothly."""


@dataclass(frozen=True)
class TipStudy:
    """Where a chance crosses a target along one lever.

    >>> found = summitry.tip(summitry.load("sanctions-threat"), "audience_cost", target=0.5, draws=16)
    >>> 0 <= found.share <= 1, len(found.curve) == len(found.grid)
    (True, True)
    """

    scenario: Scenario
    of: str
    lever: Lever
    target: float
    mean: tuple[Crossing, ...]
    """All crossings of the mean over draws."""
    share: float
    """Share of draws in which the target is crossed at all."""
    above: float
    """Share of draws in which the chance is at or above the target all along the range."""
    first: Interval | None
    """Median of the draws' lowest crossings, with the 5th and 95th percentile; None where no draw crosses."""
    several: float
    """Share of draws that cross more than once."""
    jumping: float
    """Share of draws with a jump at a crossing."""
    by_draw: tuple[tuple[Crossing, ...], ...]
    """Of every draw that could be followed."""
    grid: Floats
    """[G] values of the lever."""
    curve: Floats
    """[G, 3] mean, 5th and 95th percentile of the chance."""
    lines: Floats
    """[at most 20, G] the chance in single draws, evenly spread over them."""
    draws: int
    followed: int
    """Draws that were solved all along the range."""
    seed: int
    solved: Solved


@dataclass(frozen=True)
class TipMap:
    """The mean chance over two levers, and where it crosses a target.

    >>> found = summitry.tip_map(summitry.load("sanctions-threat"), ("audience_cost", "precision.sender"), draws=8)
    >>> [lever.path for lever in found.levers]
    ['audience_cost', 'precision.sender']
    """

    scenario: Scenario
    of: str
    levers: tuple[Lever, Lever]
    target: float
    grids: tuple[Floats, Floats]
    chance: Floats
    """[G, G] mean over draws by first and second lever; NaN where nothing was solved."""
    contour: tuple[Floats, ...]
    """Lines [n, 2] of pairs of values at which the target is met."""
    draws: int
    seed: int
    solved: Solved


@dataclass(frozen=True)
class LeastChange:
    """The smallest joint change of some levers that reaches a target.

    >>> found = summitry.least_change(summitry.load("sanctions-threat"), ["audience_cost"], target=0.6, draws=8)
    >>> found.at.shape, found.after >= 0.6 - 1e-3
    ((1,), True)
    """

    scenario: Scenario
    of: str
    levers: tuple[Lever, ...]
    target: float
    start: Floats
    """[L] where the levers stand: the middles of their laws."""
    at: Floats
    """[L] where the target is reached (or, if it is not, where the chance comes nearest to it)."""
    change: Floats
    """[L] the changes in units of each lever's range."""
    size: float
    """Their Euclidean length."""
    before: float
    """Mean chance at the start."""
    after: float
    """Mean chance at the end, computed anew."""
    reached: bool
    draws: int
    seed: int
    solved: Solved


def lever_of(e: Experiment, name: str) -> Lever:
    """The number that is set, by its path name, or all below it; `InputError` with the nearest name if there is none.

    Its range is that of its law; of a plain number from half of it to one and a half times.
    """
    plain = [path for path, q in e.scenario.quantities.items() if q.expr is None and not q.rest_of and not q.joint]
    paths = tuple(p for p in plain if key_of(p) == key_of(name)) or tuple(
        p for p in plain if key_of(p).startswith((f"{key_of(name)}.", f"{key_of(name)} "))
    )
    if not paths:
        near = did_you_mean(name, plain) or _alike(name, plain)
        expected = "the path name of a number of the file that is drawn"
        raise InputError([Problem("--lever", 0, 0, f"unknown number {name!r}", expected, near)])
    ends = [_ends(e, path) for path in paths]
    path = paths[0] if len(paths) == 1 else name.strip()
    return Lever(path, min(low for low, _ in ends), max(high for _, high in ends), paths)


def _ends(e: Experiment, path: str) -> tuple[float, float]:
    quantity = e.scenario.quantities[path]
    if quantity.law.certain:
        value = quantity.law.middle
        low, high = sorted((0.5 * value, 1.5 * value)) if value else (-1.0, 1.0)
    else:
        low, high = ends_of(e, path)
    if quantity.kind in INSIDE:
        low, high = max(low, 1e-6), min(high, 1 - 1e-6)
    return low, high


def _alike(name: str, known: Sequence[str]) -> str:
    near = [path for path in known if key_of(name) in key_of(path)]
    return f"did you mean {near[0]!r}?" if near else ""


def tip(
    scenario: Scenario,
    lever: str,
    of: str | None = None,
    *,
    target: float = 0.5,
    draws: int = 64,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    span: tuple[float, float] | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> TipStudy:
    """All values of a lever at which the chance of an event crosses a target, for every draw of the other numbers.

    Crossings are sought between neighbouring points of a grid and found by halving; two crossings between two
    neighbouring points are missed. Raises `InputError` for bad input and `SizeError` for a tree too large.

    >>> found = summitry.tip(summitry.load("sanctions-threat"), "audience_cost", target=0.5, draws=8)
    >>> all(found.lever.low <= c.at <= found.lever.high for mine in found.by_draw for c in mine)
    True
    """
    e, rows = _ready(scenario, of, draws, settings, fixes, workers, progress)
    one = lever_of(e, lever)
    one = _with_span(one, span, e.scenario.quantities[one.paths[0]].kind)
    _check_target(target)
    numbers = e.of_sample(draw(e.laws, rows, seed))
    grid = np.linspace(one.low, one.high, GRID)
    chance = _along(e, numbers, one, grid, rows)
    points, unsolved = chance.size, int(np.isnan(chance).sum())
    good = np.asarray(~np.isnan(chance).any(axis=1))
    which, left = np.nonzero((chance[:, :-1] < target) != (chance[:, 1:] < target))
    keep = good[which]
    which, left = which[keep], left[keep]

    def by_draw(x: Floats, k: npt.NDArray[np.int64]) -> Floats:
        mine = {path: v[which[k]] for path, v in numbers.items()}
        one.put(mine, x)
        return e.chances(mine, "halving")

    found, more, lost = _halve(
        by_draw, grid[left], grid[left + 1], chance[which, left], chance[which, left + 1], target, one
    )
    points, unsolved = points + more, unsolved + lost
    crossings: list[list[Crossing]] = [[] for _ in range(rows)]
    for row, crossing in zip(which.tolist(), found, strict=True):
        if crossing is None:
            good[row] = False
        else:
            crossings[row].append(crossing)
    mine = [tuple(c) for c, ok in zip(crossings, good, strict=True) if ok]
    average, more, lost = _mean_crossings(e, numbers, one, grid, chance, target)
    firsts = np.array([c[0].at for c in mine if c])
    followed = int(good.sum())
    solved = chance[good]
    return TipStudy(
        scenario=e.scenario,
        of=e.event.name,
        lever=one,
        target=target,
        mean=average,
        share=len(firsts) / followed if followed else float("nan"),
        above=float((solved >= target).all(axis=1).mean()) if followed else float("nan"),
        first=_median(firsts) if len(firsts) else None,
        several=sum(len(c) > 1 for c in mine) / followed if followed else float("nan"),
        jumping=sum(any(x.jump for x in c) for c in mine) / followed if followed else float("nan"),
        by_draw=tuple(mine),
        grid=grid,
        curve=_bands(solved, len(grid)),
        lines=solved[np.unique(np.linspace(0, max(followed - 1, 0), min(followed, LINES)).astype(np.int64))],
        draws=rows,
        followed=followed,
        seed=seed,
        solved=Solved(points + more, unsolved + lost),
    )


def _median(x: Floats) -> Interval:
    low, middle, high = np.quantile(x, [0.05, 0.5, 0.95])
    return Interval(float(middle), float(low), float(high))


def _bands(chance: Floats, points: int) -> Floats:
    if not len(chance):
        return np.full((points, 3), np.nan)
    return np.column_stack([chance.mean(axis=0), *np.quantile(chance, [0.05, 0.95], axis=0)])


def _ready(
    scenario: Scenario,
    of: str | None,
    draws: int,
    settings: Mapping[str, str] | None,
    fixes: Sequence[str],
    workers: int,
    progress: Progress | None,
) -> tuple[Experiment, int]:
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    rows = rounded(draws)
    return experiment(changed, of, written=scenario, workers=workers, progress=progress, expected=rows), rows


def _check_target(target: float) -> None:
    if not 0 < target < 1:
        raise InputError([Problem("--target", 0, 0, f"{target:g}", "a chance strictly between 0 and 1")])


def _with_span(lever: Lever, span: tuple[float, float] | None, kind: str) -> Lever:
    if span is None:
        return lever
    low, high = span
    if not (low < high and np.isfinite(high - low)):
        raise InputError([Problem("--range", 0, 0, f"{low:g} to {high:g}", "two numbers, the lower one first")])
    if kind in INSIDE:
        low, high = max(low, 1e-6), min(high, 1 - 1e-6)
    return Lever(lever.path, low, high, lever.paths)


def _along(e: Experiment, numbers: Mapping[str, Floats], lever: Lever, grid: Floats, rows: int) -> Floats:
    """[B, G] chance of the event in every draw with the lever at every point of the grid."""
    whole = {path: np.repeat(x, len(grid)) for path, x in numbers.items()}
    lever.put(whole, np.tile(grid, rows))
    return e.chances(whole, "along the lever").reshape(rows, len(grid))


Value = Callable[[Floats, npt.NDArray[np.int64]], Floats]


def _halve(
    value: Value, low: Floats, high: Floats, at_low: Floats, at_high: Floats, target: float, lever: Lever
) -> tuple[list[Crossing | None], int, int]:
    """Crossings between brackets, all halved together; None where a point has no answer. Also points, and unsolved."""
    low, high, at_low, at_high = low.copy(), high.copy(), at_low.copy(), at_high.copy()
    lost = np.zeros(len(low), np.bool_)
    points = unsolved = 0
    for _ in range(_HALVINGS):
        # what looks like a jump is looked at more closely: a steep stretch gives way, a turn of the branch does not
        jumps = (np.abs(at_high - at_low) > JUMP) & (high - low > FINEST * lever.span)
        open_ = np.flatnonzero(~lost & ((high - low > CLOSE * lever.span) | jumps))
        if not len(open_):
            break
        middle = 0.5 * (low[open_] + high[open_])
        here = value(middle, open_)
        points, unsolved = points + len(open_), unsolved + int(np.isnan(here).sum())
        lost[open_[np.isnan(here)]] = True
        left = (here < target) == (at_low[open_] < target)
        for index, x, p, on_left in zip(open_.tolist(), middle.tolist(), here.tolist(), left.tolist(), strict=True):
            if on_left:
                low[index], at_low[index] = x, p
            else:
                high[index], at_high[index] = x, p
    out: list[Crossing | None] = []
    for k in range(len(low)):
        if lost[k]:
            out.append(None)
            continue
        gap = float(at_high[k] - at_low[k])
        jump = gap if abs(gap) > JUMP else 0.0
        # within what is left of the bracket the chance is as good as straight
        share = 0.5 if jump or gap == 0 else (target - float(at_low[k])) / gap
        out.append(Crossing(float(low[k] + share * (high[k] - low[k])), bool(at_low[k] < target), jump))
    return out, points, unsolved


def _mean_crossings(
    e: Experiment, numbers: Mapping[str, Floats], lever: Lever, grid: Floats, chance: Floats, target: float
) -> tuple[tuple[Crossing, ...], int, int]:
    """Crossings of the mean over those draws that are solved all along."""
    good = np.flatnonzero(~np.isnan(chance).any(axis=1))
    if not len(good):
        return (), 0, 0
    curve = chance[good].mean(axis=0)
    left = np.flatnonzero((curve[:-1] < target) != (curve[1:] < target))
    points = unsolved = 0

    def mean_at(x: Floats, k: npt.NDArray[np.int64]) -> Floats:
        nonlocal points, unsolved
        whole = {path: np.tile(v[good], len(x)) for path, v in numbers.items()}
        lever.put(whole, np.repeat(x, len(good)))
        found = e.chances(whole, "the mean").reshape(len(x), len(good))
        points, unsolved = points + found.size, unsolved + int(np.isnan(found).sum())
        # a point without an answer is left out of this mean alone
        solved = ~np.isnan(found)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(solved, found, 0.0).sum(axis=1) / solved.sum(axis=1))

    found, _, _ = _halve(mean_at, grid[left], grid[left + 1], curve[left], curve[left + 1], target, lever)
    return tuple(c for c in found if c is not None), points, unsolved


# ---------------------------------------------------------------- two levers


def tip_map(
    scenario: Scenario,
    levers: tuple[str, str],
    of: str | None = None,
    *,
    target: float = 0.5,
    draws: int = 16,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> TipMap:
    """The mean chance of an event over two levers, with the line on which it meets the target.

    Raises `InputError` for bad input and `SizeError` for a tree too large.

    >>> found = summitry.tip_map(summitry.load("sanctions-threat"), ("audience_cost", "precision.sender"), draws=8)
    >>> found.chance.shape
    (17, 17)
    """
    e, rows = _ready(scenario, of, draws, settings, fixes, workers, progress)
    _check_target(target)
    one, two = (lever_of(e, name) for name in levers)
    _check_apart([one, two])
    numbers = e.of_sample(draw(e.laws, rows, seed))
    grids = tuple(np.linspace(lever.low, lever.high, MAP_GRID) for lever in (one, two))
    cells = MAP_GRID**2
    whole = {path: np.tile(x, cells) for path, x in numbers.items()}
    one.put(whole, np.repeat(grids[0], MAP_GRID * rows))
    two.put(whole, np.tile(np.repeat(grids[1], rows), MAP_GRID))
    chance = e.chances(whole, "over both levers").reshape(MAP_GRID, MAP_GRID, rows)
    unsolved = int(np.isnan(chance).sum())
    counted = (~np.isnan(chance)).sum(axis=2)
    with np.errstate(invalid="ignore"):
        mean = np.where(counted > 0, np.nansum(chance, axis=2) / counted, np.nan)
    return TipMap(
        scenario=e.scenario,
        of=e.event.name,
        levers=(one, two),
        target=target,
        grids=(grids[0], grids[1]),
        chance=mean,
        contour=_contour(grids[0], grids[1], mean, target),
        draws=rows,
        seed=seed,
        solved=Solved(chance.size, unsolved),
    )


def _check_apart(levers: Sequence[Lever]) -> None:
    """Raise `InputError` where a number is set by two levers."""
    paths = [path for lever in levers for path in lever.paths]
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice or not levers:
        found = f"{twice[0]!r} twice" if twice else "no lever"
        raise InputError([Problem("--lever", 0, 0, found, "different numbers")])


def _contour(x: Floats, y: Floats, z: Floats, level: float) -> tuple[Floats, ...]:
    from contourpy import contour_generator

    lines = contour_generator(x, y, np.ma.masked_invalid(z.T)).lines(level)
    return tuple(np.asarray(line, np.float64) for line in lines)


# ---------------------------------------------------------------- the smallest change


def least_change(
    scenario: Scenario,
    levers: Sequence[str],
    of: str | None = None,
    *,
    target: float = 0.5,
    draws: int = 32,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> LeastChange:
    """The smallest joint change of levers, in units of each one's range, at which the mean chance reaches the target.

    The levers start at the middles of their laws; all other numbers are drawn. A sequential quadratic programme from
    the crossing nearest along several directions; the end is computed anew. Raises as `tip` does.

    >>> found = summitry.least_change(summitry.load("sanctions-threat"), ["audience_cost"], target=0.6, draws=8)
    >>> found.size >= 0, found.reached
    (True, True)
    """
    from scipy.optimize import minimize

    e, rows = _ready(scenario, of, draws, settings, fixes, workers, progress)
    _check_target(target)
    mine = [lever_of(e, name) for name in levers]
    _check_apart(mine)
    numbers = e.of_sample(draw(e.laws, rows, seed))
    spans = np.array([x.span for x in mine])
    lows = np.array([x.low for x in mine])
    start = np.array([np.mean([e.scenario.quantities[p].law.middle for p in x.paths]) for x in mine])
    origin = (start - lows) / spans
    tally = [0, 0]

    def means(units: Floats) -> Floats:
        """[n] mean chance with the levers at [n, L], in units of their ranges from the lower end."""
        units = np.clip(units, 0, 1)
        whole = {path: np.tile(x, len(units)) for path, x in numbers.items()}
        for k, lever in enumerate(mine):
            lever.put(whole, np.repeat(lows[k] + spans[k] * units[:, k], rows))
        found = e.chances(whole, "changing levers").reshape(len(units), rows)
        tally[0] += found.size
        tally[1] += int(np.isnan(found).sum())
        with np.errstate(invalid="ignore"):
            good = ~np.isnan(found)
            return np.asarray(np.where(good.any(axis=1), np.nansum(found, axis=1) / good.sum(axis=1), np.nan))

    before = float(means(origin[None])[0])
    up = before < target
    step = 1e-3

    def short(units: Floats) -> float:
        """By how much the target is exceeded, the way it is to be reached."""
        value = float(means(units[None])[0])
        return (value - target) if up else (target - value)

    def slope(units: Floats) -> Floats:
        moves = np.concatenate([units + step * np.eye(len(mine)), units - step * np.eye(len(mine))])
        inside = np.clip(moves, 0, 1)
        values = means(inside)
        n = len(mine)
        width = np.array([inside[k, k] - inside[n + k, k] for k in range(n)])
        found = (values[:n] - values[n:]) / np.maximum(width, 1e-12)
        return np.asarray(found if up else -found)

    best: tuple[float, Floats] | None = None
    nearest = (float("inf"), origin)
    for first in _begin(origin, means, target, up):
        answer = minimize(
            lambda x: float(((x - origin) ** 2).sum()), first, jac=lambda x: 2 * (x - origin), method="SLSQP",
            bounds=[(0, 1)] * len(mine), constraints=[{"type": "ineq", "fun": short, "jac": slope}],
            options={"maxiter": 40, "ftol": 1e-8},
        )  # fmt: skip
        for candidate in (np.clip(answer.x, 0, 1), first):
            over = short(candidate)
            size = float(np.linalg.norm(candidate - origin))
            if over >= -1e-4 and (best is None or size < best[0]):
                best = (size, candidate)
            if -over < nearest[0]:
                nearest = (-over, candidate)
    end = best[1] if best is not None else nearest[1]
    after = float(means(end[None])[0])
    return LeastChange(
        scenario=e.scenario,
        of=e.event.name,
        levers=tuple(mine),
        target=target,
        start=start,
        at=lows + spans * end,
        change=end - origin,
        size=float(np.linalg.norm(end - origin)),
        before=before,
        after=after,
        reached=best is not None,
        draws=rows,
        seed=seed,
        solved=Solved(tally[0], tally[1]),
    )


def _begin(origin: Floats, means: Callable[[Floats], Floats], target: float, up: bool) -> list[Floats]:
    """Starts: the nearest points at which the target is met, along each axis and its ends, and all together."""
    n = len(origin)
    ends = [np.where(np.arange(n) == k, side, origin) for k in range(n) for side in (0.0, 1.0)]
    single = means(np.array(ends))
    better = [
        int(single[2 * k + 1] >= single[2 * k]) if up else int(single[2 * k + 1] < single[2 * k]) for k in range(n)
    ]
    ends.append(np.array(better, np.float64))
    steps = np.linspace(0.05, 1, 20)
    found = []
    for end in ends:
        line = origin + steps[:, None] * (end - origin)
        values = means(line)
        met = np.flatnonzero((values >= target) if up else (values <= target))
        if len(met):
            found.append(line[met[0]])
    return found or [ends[-1]]


def paths_of(scenario: Scenario) -> tuple[str, ...]:
    """Numbers that can be levers: those that are drawn alone."""
    return tuple(p for p in listed_paths(scenario) if not scenario.quantities[p].joint)
