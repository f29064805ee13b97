"""Which deals all could live with: of a bargaining problem from files, or of a scenario without solving its game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.deals import (
    POINTS,
    Bargaining,
    Exchange,
    attitudes,
    count_above,
    frontier,
    give_and_get,
    near_misses,
    point,
    undominated,
)
from summitry.errors import SizeError
from summitry.scenario import Scenario
from summitry.study.deal_space import ScenarioSpace, space_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST_UNDOMINATED = 30_000
"""Undominated packages, of all issues or of the first ones, that are kept."""


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
    """A smallest change that would open the zone of possible agreement."""

    kind: str
    """wants less | red line | side payment."""
    party: str
    """Whose reserve or red line it is; empty for payments, which are on one scale only where worths are."""
    by: float
    """By how much less it would have to want over no agreement, or the sum that is paid."""
    package: npt.NDArray[np.int64]
    """[K] what then suits all."""
    utilities: Floats
    """[P]"""
    payments: Floats
    """[P] what each receives, less what it pays."""


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
    """Where no package suits all: what would open the zone, if anything."""
    table: Mapping[tuple[int, int, int], Attitude]
    """(issue, option, party) -> how it is taken."""
    notes: tuple[str, ...] = ()

    def exchange(self, row: int) -> Exchange:
        """What each party gets by an undominated package and gives up for it."""
        return give_and_get(self.utilities - self.reserve, row)

    def settles(self, row: int) -> dict[str, str]:
        """An undominated package in words."""
        return self.words(self.packages[row])

    def words(self, package: npt.NDArray[np.int64]) -> dict[str, str]:
        """A package [K] in words."""
        chosen = package.tolist()
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
        acceptable=count_above(case.worth, case.reserve),
        packages=found.packages,
        utilities=found.worth,
        reserve=case.reserve,
        points={name: point(name, gains) for name in POINTS},
        misses=_misses(case.parties, found.packages, found.worth, gains, np.zeros(gains.shape, np.bool_)),
        table=_table(case),
        notes=case.notes,
    )


def _of_scenario(space: ScenarioSpace) -> DealAnalysis:
    names = {p.name: p.label for p in space.scenario.parties}
    parties = tuple(names[p] for p in space.parties)
    barred: Bools = np.asarray(space.never.any(axis=1))
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
    bare = space.gains
    bare[barred] = space.bare[barred]
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
        misses=() if agreed.any() else _misses(parties, space.packages, bare, bare, space.never),
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


def _misses(
    parties: tuple[str, ...], packages: npt.NDArray[np.int64], worth: Floats, gains: Floats, forbidden: Bools
) -> tuple[Miss, ...]:
    return tuple(
        Miss(
            kind=miss.kind,
            party=parties[miss.party] if miss.party >= 0 else "",
            by=miss.by,
            package=packages[miss.package],
            utilities=worth[miss.package],
            payments=miss.payments,
        )
        for miss in near_misses(gains, forbidden)
    )


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
    weight = (space.chances / space.chances.sum()).reshape(-1)
    acceptable = np.concatenate([deals.acceptable for deals in space.spaces])
    for k, issue in enumerate(space.issues):
        taken = attitudes(acceptable, weight, space.packages[:, k], len(issue.options))
        for o, p in np.ndindex(taken.accepted.shape):
            shares = (taken.accepted[o, p], taken.tradeable[o, p], taken.refused[o, p])
            found[k, o, p] = Attitude(*map(float, shares))
    return found
