"""Which deals all could live with: of a bargaining problem from files, or of a scenario without solving its game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from summitry.deals import POINTS, Bargaining, frontier, point, undominated
from summitry.errors import SizeError
from summitry.scenario import Scenario
from summitry.study.deal_space import ScenarioSpace, space_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST_COUNTED = 20_000_000
"""Packages that are looked at one by one when those that suit all are counted."""
MOST_UNDOMINATED = 30_000
"""Undominated packages, of all issues or of the first ones, that are kept."""
_BLOCK = 200_000


@dataclass(frozen=True, eq=False)
class Attitude:
    """One option to one party, as shares of draws and type profiles that sum to 1."""

    accepted: float
    """Every package with the option is better than no agreement."""
    tradeable: float
    """Some are and some are not: it depends on the rest."""
    refused: float
    """None is."""


@dataclass(frozen=True, eq=False)
class Miss:
    """How one party would open the zone of possible agreement by itself."""

    party: str
    by: float
    """By how much less it would have to want over no agreement."""
    package: int
    """Row of the frontier that then suits all."""


@dataclass(frozen=True, eq=False)
class DealAnalysis:
    """Packages, those that suit all, the undominated ones and the bargaining points among them.

    >>> found = summitry.deal_analysis(summitry.load("two-sided-bargaining"))
    >>> found.size, found.acceptable <= found.size, found.points["nash"] >= 0
    (5, True, True)
    """

    title: str
    parties: tuple[str, ...]
    """[P]"""
    issues: tuple[str, ...]
    """[K]"""
    options: tuple[tuple[str, ...], ...]
    size: int
    acceptable: int | None
    """How many packages are better than no agreement for all that must agree; None: too many to be looked at."""
    packages: npt.NDArray[np.int64]
    """[F, K] the undominated packages, ties included, in lexicographic order."""
    utilities: Floats
    """[F, P]"""
    reserve: Floats
    """[P] what no agreement is worth."""
    points: Mapping[str, int]
    """Bargaining point -> row of the undominated packages, -1 where no package is as good as no agreement for all."""
    misses: tuple[Miss, ...]
    """Where no package suits all: what each party alone could do about it, if anything."""
    table: Mapping[tuple[int, int, int], Attitude]
    """(issue, option, party) -> how it is taken."""
    notes: tuple[str, ...] = ()

    def settles(self, row: int) -> dict[str, str]:
        """An undominated package in words."""
        chosen = self.packages[row].tolist()
        return {name: self.options[k][o] for k, (name, o) in enumerate(zip(self.issues, chosen, strict=True))}


def deal_analysis(case: Bargaining | Scenario) -> DealAnalysis:
    """Judge all packages of a bargaining problem, or those that a scenario's parties can agree on.

    A scenario's packages are worth what they gain over no agreement, in the mean over its numbers and types by the
    analyst's odds (nothing where a red line is in the way), to those who answer the proposal and to who proposes it;
    nothing is solved. Raises `SizeError` where
    too many packages are undominated, `GameError` where a scenario has none.

    >>> case = summitry.Bargaining(("x",), (("a", "b"),), ("ann", "bo"), ([[3, 0], [1, 2]],), [0, 1])
    >>> found = summitry.deal_analysis(case)
    >>> found.acceptable, found.settles(found.points["nash"]), found.table[0, 0, 1].refused
    (1, {'x': 'b'}, 1.0)
    """
    return _of_scenario(space_of(case)) if isinstance(case, Scenario) else _of_tables(case)


def _of_tables(case: Bargaining) -> DealAnalysis:
    try:
        found = frontier(case.worth, MOST_UNDOMINATED)
    except ValueError as error:
        raise SizeError(str(error)) from None
    gains = found.worth - case.reserve
    return DealAnalysis(
        title=case.title,
        parties=case.parties,
        issues=case.issues,
        options=case.options,
        size=case.size,
        acceptable=_counted(case),
        packages=found.packages,
        utilities=found.worth,
        reserve=case.reserve,
        points={name: point(name, gains) for name in POINTS},
        misses=_misses(case.parties, gains),
        table=_table(case),
        notes=case.notes,
    )


def _of_scenario(space: ScenarioSpace) -> DealAnalysis:
    names = {p.name: p.label for p in space.scenario.parties}
    parties = tuple(names[p] for p in space.parties)
    barred = space.never.any(axis=1)
    rows = np.flatnonzero(~barred)
    gains = space.gains[rows]
    best = np.flatnonzero(undominated(gains))
    mine = gains[best]
    notes = [
        f"a red line of {parties[p]} rules out {count:,} of the packages{how}"
        for ruled, how in (
            (space.never, ""),
            (space.sometimes, " for some of its types; they count as no agreement there"),
        )
        for p, count in enumerate(ruled.sum(axis=0).tolist())
        if count
    ]
    agreed = _carried(space, gains > 0)
    return DealAnalysis(
        title=space.scenario.title,
        parties=parties,
        issues=tuple(issue.name for issue in space.issues),
        options=tuple(issue.options for issue in space.issues),
        size=len(space.packages),
        acceptable=int(agreed.sum()),
        packages=space.packages[rows[best]],
        utilities=mine,
        reserve=np.zeros(len(parties)),
        points={name: point(name, mine) for name in POINTS},
        misses=() if agreed.any() else _misses(parties, mine),
        table=_shares(space),
        notes=tuple(notes),
    )


def _carried(space: ScenarioSpace, yes: Bools) -> Bools:
    """[D] whether a package is agreed if all vote as they prefer, by the rule of those who answer."""
    rule, answering = space.coalition, len(space.coalition.members)
    votes = yes[:, :answering].sum(axis=1)
    enough = 2 * votes > answering if rule.needed is None else votes >= min(rule.needed, answering)
    needed = [rule.members.index(member) for member in rule.veto] + list(range(answering, yes.shape[1]))
    return np.asarray(enough & yes[:, needed].all(axis=1))


def _counted(case: Bargaining) -> int | None:
    """How many packages are better than no agreement for all, counted in blocks."""
    if case.size > MOST_COUNTED:
        return None
    # the last issues together make up a block of sums, to which each way to settle the first ones is added
    split = len(case.worth)
    while split and prod(len(t) for t in case.worth[split - 1 :]) <= _BLOCK:
        split -= 1
    inner = _sums(case.worth[split:], len(case.parties))
    return sum(
        int((inner + outer > case.reserve).all(axis=1).sum()) for outer in _sums(case.worth[:split], len(case.parties))
    )


def _sums(tables: tuple[Floats, ...], parties: int) -> Floats:
    """[packages, P] sums over all ways to settle some issues."""
    total = np.zeros((1, parties))
    for table in tables:
        total = (total[:, None] + table).reshape(-1, parties)
    return total


def _misses(parties: tuple[str, ...], gains: Floats) -> tuple[Miss, ...]:
    """Per party, the package that is best for it among those that suit all others; none where the zone is not empty.

    A package that dominates such a one suits the others too, so that the undominated ones are enough.
    """
    if (gains > 0).all(axis=1).any():
        return ()
    found = []
    for p, name in enumerate(parties):
        others = (np.delete(gains, p, axis=1) > 0).all(axis=1)
        if others.any():
            best = int(np.argmax(np.where(others, gains[:, p], -np.inf)))
            found.append(Miss(name, float(-gains[best, p]), best))
    return tuple(found)


def _table(case: Bargaining) -> dict[tuple[int, int, int], Attitude]:
    """How options are taken: by the best and the worst that the other issues can add."""
    low = np.array([t.min(axis=0) for t in case.worth])
    high = np.array([t.max(axis=0) for t in case.worth])
    found = {}
    for k, table in enumerate(case.worth):
        others = np.arange(len(case.worth)) != k
        accepted = table + low[others].sum(axis=0) > case.reserve
        refused = table + high[others].sum(axis=0) <= case.reserve
        for o, p in np.ndindex(table.shape):
            yes, no = float(accepted[o, p]), float(refused[o, p])
            found[k, o, p] = Attitude(yes, 1.0 - yes - no, no)
    return found


def _shares(space: ScenarioSpace) -> dict[tuple[int, int, int], Attitude]:
    """How options are taken, as shares of draws and type profiles; what a red line rules out is worse than nothing."""
    found = {}
    weight = space.chances / space.chances.sum()
    for k, issue in enumerate(space.issues):
        for o in range(len(issue.options)):
            mine = space.packages[:, k] == o
            every = np.zeros(len(space.parties))
            none = np.zeros(len(space.parties))
            for chance, deals in zip(weight, space.spaces, strict=True):
                good = deals.acceptable[:, mine]
                every += chance @ good.all(axis=1)
                none += chance @ ~good.any(axis=1)
            for p in range(len(space.parties)):
                yes, no = min(float(every[p]), 1.0), min(float(none[p]), 1.0)
                found[k, o, p] = Attitude(yes, max(0.0, 1.0 - yes - no), no)
    return found
