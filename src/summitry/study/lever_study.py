"""Levers: which uncertain numbers move an event, each alone and with all others, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.quantities.draws import points, rounded
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.solve import DerivativeStatus
from summitry.study.experiment import Experiment, Interval, Progress, Solved, experiment, listed_paths
from summitry.study.indices import sobol_indices
from summitry.study.local import local

Floats = npt.NDArray[np.float64]

LOCAL = 64
"""Draws at which local derivatives are taken."""
ENDS = 32
"""Draws over which a number is held at its ends."""
TAIL = 0.01
"""Where a law has no end, its quantile that stands for it."""


@dataclass(frozen=True)
class Slope:
    """A local derivative over draws."""

    mean: float
    low: float
    """5th percentile over draws."""
    high: float
    draws: int
    """Draws that have one."""


@dataclass(frozen=True)
class Ends:
    """An event with one number held at either end, all others as they are drawn."""

    low: float
    """The number's lower end."""
    high: float
    at_low: float
    """Mean chance of the event there."""
    at_high: float


@dataclass(frozen=True)
class Effect:
    """One uncertain number (or several that are drawn together) and the event."""

    name: str
    """Path name; of numbers drawn together, the name of their group."""
    paths: tuple[str, ...]
    first: Interval
    """Share of the variance that is due to it alone."""
    total: Interval
    """Share that would be left if all others were known."""
    slopes: Mapping[str, Slope]
    """By path: change of the chance per unit of the number."""
    ends: Ends | None
    """None for numbers drawn together."""
    holder: str
    rows: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class PartyEffect:
    """All uncertain numbers of one party together."""

    party: str
    names: tuple[str, ...]
    first: Interval
    total: Interval


@dataclass(frozen=True)
class LeverStudy:
    """What moves an event.

    >>> found = summitry.levers(summitry.load("sanctions-threat"), draws=32)
    >>> found.of, found.effects[0].total.value >= found.effects[-1].total.value
    ('a threat', True)
    """

    scenario: Scenario
    of: str
    mean: float
    variance: float
    """Of the chance over draws, squared."""
    effects: tuple[Effect, ...]
    """By total index, descending."""
    parties: tuple[PartyEffect, ...]
    draws: int
    """Rows of the base sample."""
    blocks: int
    """Rows of which all points were solved; the others are left out whole."""
    solved: Solved
    derivatives: Mapping[str, int]
    """Why draws have no local derivative (or that they have one) -> number of draws."""
    seed: int
    fixes: tuple[str, ...] = ()


def levers(
    scenario: Scenario,
    of: str | None = None,
    *,
    draws: int = 256,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> LeverStudy:
    """Sobol indices, local derivatives and ends of all uncertain numbers of a scenario, for one marker or outcome.

    `draws` rows of a base sample (rounded up to 8 scrambles of a power of two) take `draws` times two and the number of
    groups points. Raises `InputError` for bad input and `SizeError` for a tree too large.

    >>> found = summitry.levers(summitry.load("sanctions-threat"), draws=16)
    >>> all(effect.first.low <= effect.first.value <= effect.first.high for effect in found.effects)
    True
    """
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    rows = rounded(draws)
    e = experiment(changed, of, written=scenario, workers=workers, progress=progress, expected=rows)
    members = _members(e)
    parties = _parties(e, members)
    groups = [(name,) for name in members] + [names for _, names in parties]
    a, b = base_samples(e, rows, seed)
    u = np.concatenate([a, b, *[_mixed(e, a, b, group) for group in groups]])
    chances = e.at(u, "mixing numbers").reshape(len(groups) + 2, rows)
    found = sobol_indices(chances[0], chances[1], chances[2:])

    def interval(values: Floats, halves: Floats, k: int) -> Interval:
        return Interval(float(values[k]), float(values[k] - halves[k]), float(values[k] + halves[k]))

    ends, tried = _ends(e, members, a[_even(rows, ENDS)])
    slopes, statuses = _slopes(e, a[_even(rows, LOCAL)])
    effects = []
    for k, (name, paths) in enumerate(members.items()):
        quantities = [changed.quantities[p] for p in paths]
        effects.append(
            Effect(
                name=name,
                paths=paths,
                first=interval(found.first, found.first_half, k),
                total=interval(found.total, found.total_half, k),
                slopes={p: slopes[p] for p in paths if p in slopes},
                ends=ends.get(name),
                holder=next((q.holder for q in quantities if q.holder), ""),
                rows=tuple(dict.fromkeys(r for q in quantities for r in q.ground.rows)),
                assumptions=tuple(dict.fromkeys(r for q in quantities for r in q.ground.assumptions)),
            )
        )
    unsolved = int(np.isnan(chances).sum()) + tried.unsolved
    return LeverStudy(
        scenario=changed,
        of=e.event.name,
        mean=found.mean,
        variance=found.variance,
        effects=tuple(sorted(effects, key=lambda x: (-_sortable(x.total.value), x.name))),
        parties=tuple(
            sorted(
                (
                    PartyEffect(
                        party,
                        names,
                        interval(found.first, found.first_half, len(members) + k),
                        interval(found.total, found.total_half, len(members) + k),
                    )
                    for k, (party, names) in enumerate(parties)
                ),
                key=lambda x: (-_sortable(x.total.value), x.party),
            )
        ),
        draws=rows,
        blocks=found.blocks,
        solved=Solved(chances.size + tried.points, unsolved),
        derivatives=statuses,
        seed=seed,
        fixes=tuple(fixes),
    )


def base_samples(e: Experiment, rows: int, seed: int) -> tuple[Floats, Floats]:
    """Two samples [rows, size of the cube] of one Sobol sequence: the first and the second half of its coordinates."""
    slots = e.cube.slots
    u = points([f"{half}{slot}" for half in ("", "again ") for slot in slots], rows, seed)
    return u[:, : len(slots)], u[:, len(slots) :]


def _sortable(x: float) -> float:
    return x if np.isfinite(x) else -1.0


def _members(e: Experiment) -> dict[str, tuple[str, ...]]:
    """Uncertain laws by name, with the paths of their numbers."""
    paths: dict[str, list[str]] = {name: [] for name in e.cube.names}
    for path in listed_paths(e.scenario):
        name = e.scenario.quantities[path].joint or path
        if name in paths:
            paths[name].append(path)
    return {name: tuple(mine) for name, mine in paths.items()}


def _parties(e: Experiment, members: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """Parties with several uncertain numbers, and these."""
    out = []
    for party in e.scenario.parties:
        mine = tuple(
            name for name, paths in members.items() if any(e.scenario.quantities[p].holder == party.name for p in paths)
        )
        if len(mine) > 1:
            out.append((party.name, mine))
    return out


def _mixed(e: Experiment, a: Floats, b: Floats, group: Sequence[str]) -> Floats:
    mixed = a.copy()
    columns = e.cube.columns(group)
    mixed[:, columns] = b[:, columns]
    return mixed


def _even(rows: int, wanted: int) -> npt.NDArray[np.int64]:
    """Row numbers of about `wanted` rows, evenly spread."""
    return np.unique(np.linspace(0, rows - 1, min(rows, wanted)).astype(np.int64))


def ends_of(e: Experiment, name: str) -> tuple[float, float]:
    """Lower and upper end of a number that is drawn alone; of a law without an end, the quantile at 1 % from there."""
    law = e.laws[name]
    low, high = law.ends
    tails = law.values(np.array([[TAIL], [1 - TAIL]]))[:, 0]
    return (low if np.isfinite(low) else float(tails[0])), (high if np.isfinite(high) else float(tails[1]))


def _ends(e: Experiment, members: Mapping[str, tuple[str, ...]], u: Floats) -> tuple[dict[str, Ends], Solved]:
    """The event with each number held at either end."""
    alone = [name for name, paths in members.items() if len(paths) == 1 and e.laws[name].size == 1]
    if not alone:
        return {}, Solved(0, 0)
    drawn = e.numbers(u)
    both = {name: _inside(e, name) for name in alone}
    times = 2 * len(alone)
    numbers = {path: np.tile(x, times) for path, x in drawn.items()}
    for k, name in enumerate(alone):
        for side in (0, 1):
            start = (2 * k + side) * len(u)
            numbers[members[name][0]][start : start + len(u)] = both[name][side]
    chances = e.chances(numbers, "numbers at their ends").reshape(len(alone), 2, len(u))
    good = np.asarray(~np.isnan(chances).any(axis=1))
    found = {}
    for k, name in enumerate(alone):
        if good[k].any():
            at = chances[k][:, good[k]].mean(axis=1)
            found[name] = Ends(*both[name], float(at[0]), float(at[1]))
    return found, Solved(chances.size, int(np.isnan(chances).sum()))


def _inside(e: Experiment, name: str) -> tuple[float, float]:
    """The ends, chances kept inside (0, 1)."""
    low, high = ends_of(e, name)
    quantity = e.scenario.quantities[name]
    if quantity.kind in ("chance", "prior", "odds", "discount"):
        low, high = max(low, 1e-9), min(high, 1 - 1e-9)
    return low, high


def _slopes(e: Experiment, u: Floats) -> tuple[dict[str, Slope], dict[str, int]]:
    paths = listed_paths(e.scenario)
    found = local(e, e.numbers(u), paths)
    if found is None:
        return {}, {"none is taken of a marker over a share that a bargaining solution splits": len(u)}
    out = {}
    for path in paths:
        x = found.by[path][~np.isnan(found.by[path])]
        if len(x):
            low, high = np.quantile(x, [0.05, 0.95])
            out[path] = Slope(float(x.mean()), float(low), float(high), len(x))
    codes, counts = np.unique(found.status, return_counts=True)
    return out, {DerivativeStatus(int(c)).advice: int(n) for c, n in zip(codes, counts, strict=True)}
