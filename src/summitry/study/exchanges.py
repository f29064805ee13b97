"""Beside the packages: how each provision is taken, who can block, the nearest misses, what is given up and got."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.deals import DealSpace, attitudes, give_and_get
from summitry.scenario import model as m
from summitry.study.findings import Bargain, Better, Near, Provision, Range

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Table:
    """Packages at a table, over draws and type profiles."""

    game: Game
    coalition: m.Coalition
    """Who answers."""
    parties: tuple[str, ...]
    """[P] those who answer, then who proposes if that is a party."""
    packages: Sequence[tuple[int, ...]]
    """[D] an option of each issue, -1 where it is not settled."""
    spaces: Sequence[DealSpace]
    """[T]"""
    chances: Floats
    """[T, B]"""
    carried: Bools
    """[T, B, D] whether a package would be agreed if all accepted what is better for them."""

    def sides(self) -> Iterator[tuple[str, int, list[int]]]:
        """Parties, or their types (`ukraine firm`), with their place and the profiles that they are part of."""
        scenario = self.game.scenario
        for p, name in enumerate(self.parties):
            party = scenario.party(name)
            place = [x.name for x in scenario.parties].index(name)
            for code, kind in enumerate(party.types) if party.types else ((-1, None),):
                key = f"{name} {kind.name}" if kind is not None else name
                yield key, p, [t for t, x in enumerate(self.game.unfolded.profiles) if x[place] == code]

    @property
    def unanimous(self) -> bool:
        """Whether it takes everybody's consent."""
        needed = self.coalition.needed
        return needed is not None and needed >= len(self.coalition.members)


def provisions(table: Table) -> tuple[Provision, ...]:
    """How each option of each issue is taken by each party or type."""
    packages = np.array(table.packages, np.int64)
    found = []
    for k, issue in enumerate(table.game.scenario.issues):
        if (packages[:, k] < 0).all():
            continue
        by_key = {}
        for key, p, mine in table.sides():
            weight = table.chances[mine].reshape(-1)
            acceptable = np.concatenate([table.spaces[t].acceptable[:, :, p : p + 1] for t in mine])
            by_key[key] = attitudes(acceptable, weight / weight.sum(), packages[:, k], len(issue.options))
        for o, option in enumerate(issue.options):
            if (packages[:, k] == o).any():
                shares = {
                    key: (_share(a.accepted[o, 0]), _share(a.tradeable[o, 0]), _share(a.refused[o, 0]))
                    for key, a in by_key.items()
                }
                found.append(Provision(issue.name, option, shares))
    return tuple(found)


def _share(value: float) -> float:
    """Without the last bits, which sums of weights leave."""
    return round(float(value), 12)


def blockers(coalition: m.Coalition, proposer: str) -> tuple[str, ...]:
    """Those whose refusal alone stops any package: by the rule, by a veto, or as nothing is proposed without them."""
    needed, members = coalition.needed, coalition.members
    others = len(members) - 1
    alone = 2 * others <= len(members) if needed is None else others < min(needed, len(members))
    able = [x for x in members if alone or x in coalition.veto]
    return tuple(dict.fromkeys([*able, *([proposer] if proposer else [])]))


def near(table: Table, label: Sequence[str]) -> tuple[Near, ...]:
    """Where the zone is empty: the smallest change of what one party wants, or of its red lines, that opens it.

    Of each kind the commonest, with the share of draws and type profiles with an empty zone in which it is smallest.
    """
    if not table.unanimous:
        return ()
    wants: dict[tuple[int, str], list[tuple[float, float]]] = {}
    lines: dict[tuple[int, str], float] = {}
    empty = 0.0
    keys = {(p, t): key for key, p, mine in table.sides() for t in mine}
    for t, space in enumerate(table.spaces):
        closed = ~table.carried[t].any(axis=1)
        weight = table.chances[t] * closed
        empty += float(weight.sum())
        good, allowed = space.gains > 0, ~space.forbidden
        count = len(table.parties)
        # a package that one party alone turns down, for what it is worth or for a red line
        short = allowed.all(axis=1) & (good.sum(axis=2) == count - 1)
        need = np.where(short, -space.gains.min(axis=2), np.inf)
        best = need.argmin(axis=1)
        who = space.gains[np.arange(len(best)), best].argmin(axis=1)
        for b in np.flatnonzero(closed & np.isfinite(need.min(axis=1))):
            wants.setdefault((int(best[b]), keys[int(who[b]), t]), []).append(
                (float(need[b, best[b]]), float(weight[b]))
            )
        crossed = good.all(axis=2) & (allowed.sum(axis=1) == count - 1)
        # of several, the one that leaves most to whoever gains least
        least = np.where(crossed, space.gains.min(axis=2), -np.inf)
        at = least.argmax(axis=1)
        for b in np.flatnonzero(closed & crossed.any(axis=1)):
            crossing = (int(at[b]), keys[int(np.argmin(allowed[at[b]])), t])
            lines[crossing] = lines.get(crossing, 0.0) + float(weight[b])
    found = []
    if wants and empty > 0:
        (d, key), rows = max(wants.items(), key=lambda item: (sum(w for _, w in item[1]), -item[0][0]))
        found.append(Near("wants less", label[d], key, _weighted(rows), sum(w for _, w in rows) / empty))
    if lines and empty > 0:
        (d, key), share = max(lines.items(), key=lambda item: (item[1], -item[0][0]))
        found.append(Near("red line", label[d], key, None, share / empty))
    return tuple(found)


def _weighted(rows: list[tuple[float, float]]) -> Range:
    values, weight = np.array(rows).T
    low, high = np.quantile(values, [0.05, 0.95], method="inverted_cdf", weights=weight)
    return Range(float(np.average(values, weights=weight)), float(low), float(high))


def bargain(name: str, gains: Floats, package: int, parties: tuple[str, ...], label: str) -> Bargain:
    """What a bargaining point brings each party, and what it gives up for it."""
    found = give_and_get(gains, package)
    pairs = zip(parties, found.gets.tolist(), found.gives_up.tolist(), strict=False)
    return Bargain(name, label, {party: (gets, gives) for party, gets, gives in pairs})


def better(table: Table, tentative: int, label: Sequence[str]) -> Better | None:
    """The package that most often is better than a tentative one for all at the table; None where none ever is."""
    total = np.zeros(len(table.packages))
    for t, space in enumerate(table.spaces):
        more = space.gains - space.gains[:, tentative : tentative + 1]
        allowed = ~space.forbidden.any(axis=1)
        total += table.chances[t] @ ((more > 0).all(axis=2) & allowed)
    share = total / table.chances.sum()
    best = int(np.argmax(share))
    return Better(label[tentative], label[best], float(share[best])) if share[best] > 0 else None
