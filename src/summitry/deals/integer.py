"""Bargaining points of sums over issues by integer linear programmes, where packages are too many to be listed.

One variable of 0 or 1 for each option, one option an issue. The product of gains is maximised from outside: its
logarithm lies below each of its tangents, so that a programme over tangents gives an upper bound, and the package it
finds a lower one and the next tangents (Duran & Grossmann 1986, doi:10.1007/BF02592064); they meet since packages are
finitely many. Programmes are solved to 1e-7: packages that are nearer to one another than that may be exchanged.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from summitry.deals.domain import Domain

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

SECONDS = 60.0
"""The time that one programme may take."""
_ROUNDS = 200
_GAP = 1e-10
_LEAST = 1e-5
"""A gain, as a share of what can be gained, from which a party counts as gaining: ten times a programme's tolerance."""


class Programme:
    """The packages of a domain that are as good as no agreement for all, as constraints."""

    def __init__(self, domain: Domain) -> None:
        """Take the tables of the domain; `ValueError` where worths do not count as they are."""
        if not domain.plain:
            raise ValueError("attitudes bend worths; integer programmes need sums")
        tables, self.members = domain.merged()
        self.domain = domain
        self.places = [np.flatnonzero(np.isfinite(t).all(axis=1)) for t in tables]
        self.parties = domain.parties
        self.tables = [t[rows] for t, rows in zip(tables, self.places, strict=True)]
        self.sums = np.concatenate(self.tables).T if all(map(len, self.places)) else np.zeros((self.parties, 0))
        self.issue = np.repeat(np.arange(len(self.tables)), [len(t) for t in self.tables])

    def point(self, name: str) -> Whole | None:
        """[K] the package that a bargaining solution picks; None where none is as good as no agreement for all."""
        least = self._least
        if least is None:
            return None
        match name:
            case "utilitarian":
                return self._package(self._best(self.sums.sum(axis=0)))
            case "egalitarian":
                return self._package(least)
            case "kalai-smorodinsky":
                span = self._ideal - self.domain.reserve
                found = self._max_min(np.where(span > 0, span, 1.0))
                return self._package(least if found is None else found)
            case "nash":
                all_gain = (self._gains(least) > 0).all()
                return self._package(self._product(tuple(range(self.parties))) if all_gain else least)
            case "maximum-nash-welfare":
                return self._package(self._product(self._gainers))
        raise ValueError(f"unknown bargaining point {name!r}")

    @cached_property
    def _least(self) -> Floats | None:
        """The options that are best for whoever gains least, if all can be as well off as without agreement."""
        return self._max_min(np.ones(self.parties))

    @cached_property
    def _ideal(self) -> Floats:
        """[P] the best that each can get of packages that are as good as no agreement for all."""
        return np.array([self.sums[p] @ self._best(self.sums[p]) for p in range(self.parties)])

    @cached_property
    def _gainers(self) -> tuple[int, ...]:
        """A largest group of parties that can all gain at once."""
        step = _LEAST * np.maximum(self._ideal - self.domain.reserve, 1e-300)
        found = self._solve(
            np.concatenate([np.zeros(self.sums.shape[1]), -np.ones(self.parties)]),
            np.hstack([self.sums, -np.diag(step)]),
            self.domain.reserve,
            whole=self.parties,
        )
        assert found is not None
        return tuple(np.flatnonzero(found[self.sums.shape[1] :] > 0.5).tolist())

    def _gains(self, chosen: Floats) -> Floats:
        return np.asarray(self.sums @ chosen - self.domain.reserve)

    def _best(self, weight: Floats) -> Floats:
        """Options of the package with the largest weighted sum."""
        found = self._solve(-weight, self.sums, self.domain.reserve)
        assert found is not None
        return found

    def _max_min(self, span: Floats) -> Floats | None:
        """Options of the package whose smallest gain, in shares of `span`, is largest."""
        cost = np.zeros(self.sums.shape[1] + 1)
        cost[-1] = -1.0
        rows = np.hstack([self.sums, -span[:, None]])
        found = self._solve(cost, rows, self.domain.reserve, free=(0.0, np.inf))
        if found is None:
            return None
        chosen, level = found[:-1], found[-1]
        # of equals the one with the largest sum, so that nothing is left on the table
        again = self._solve(-self.sums.sum(axis=0), self.sums, self.domain.reserve + span * level * (1 - 1e-9))
        return chosen if again is None else again

    def _product(self, parties: tuple[int, ...]) -> Floats:
        """Options of the package with the largest product of gains over some parties."""
        mine = list(parties)
        start = self._least
        assert start is not None
        if not mine:
            return start
        reserve, count = self.domain.reserve, self.sums.shape[1]
        scale = np.maximum(self._ideal - reserve, 1e-300)[mine]
        best, value = start, -np.inf
        seen: set[bytes] = set()
        slopes: list[tuple[int, float]] = [(k, at) for k in range(len(mine)) for at in (1.0, 0.3, 0.1, 0.01)]
        for _ in range(_ROUNDS):
            # log(g) <= log(a) + (g - a) / a, of gains in shares of the best
            rows = np.zeros((len(slopes), count + len(mine)))
            low = np.empty(len(slopes))
            for row, (k, at) in enumerate(slopes):
                rows[row, :count] = self.sums[mine[k]] / (scale[k] * at)
                rows[row, count + k] = -1.0
                low[row] = reserve[mine[k]] / (scale[k] * at) + 1.0 - np.log(at)
            keep = np.hstack([self.sums, np.zeros((self.parties, len(mine)))])
            cost = np.concatenate([np.zeros(count), -np.ones(len(mine))])
            found = self._solve(cost, np.vstack([keep, rows]), np.concatenate([reserve, low]), free=(-700.0, 1.0))
            assert found is not None
            bound = float(found[count:].sum())
            shares = self._gains(found[:count])[mine] / scale
            now = float(np.log(np.maximum(shares, 1e-300)).sum())
            if now > value:
                best, value = found[:count], now
            # at a package that was found before its tangents are there: the bound is met but for rounding
            known = found[:count].tobytes()
            if bound <= value + _GAP or known in seen:
                return best
            seen.add(known)
            slopes += [(k, float(share)) for k, share in enumerate(shares) if share > 0]
        raise ValueError("the product of gains could not be bounded")

    def _solve(
        self, cost: Floats, rows: Floats, low: Floats, *, whole: int = 0, free: tuple[float, float] = (0.0, 1.0)
    ) -> Floats | None:
        """Options, and what else the programme has: `whole` variables of 0 or 1, or free ones between bounds."""
        options = self.sums.shape[1]
        if not options:
            return None
        more = len(cost) - options
        one = np.zeros((len(self.tables), len(cost)))
        one[self.issue, np.arange(options)] = 1.0
        scale = np.maximum(np.abs(rows[:, :options]).max(axis=1), 1e-300)
        lower, upper = np.zeros(len(cost)), np.ones(len(cost))
        if more and not whole:
            lower[options:], upper[options:] = free
        found = milp(
            cost,
            constraints=[
                LinearConstraint(one, 1.0, 1.0),
                LinearConstraint(rows / scale[:, None], low / scale - 1e-12, np.inf),
            ],
            integrality=np.concatenate([np.ones(options), np.full(more, 1.0 if whole else 0.0)]),
            bounds=Bounds(lower, upper),
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
        )
        if found.status == 2:
            return None
        if found.status != 0 or found.x is None:
            raise ValueError(f"an integer programme was not solved: {found.message}")
        answer = np.asarray(found.x, np.float64)
        answer[:options] = np.round(answer[:options])
        return answer

    def _package(self, chosen: Floats) -> Whole:
        """[K] option of each issue."""
        package = np.zeros(len(self.domain.worth), np.int64)
        for g, issues in enumerate(self.members):
            option = self.places[g][int(np.argmax(chosen[self.issue == g]))]
            package[list(issues)] = np.unravel_index(option, [len(self.domain.worth[k]) for k in issues])
        return package
