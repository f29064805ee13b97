"""What packages are worth in a scenario, in the mean over draws and types, without solving its game."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build import laws_of, numbers_of
from summitry.build.ground import Grounder, Values
from summitry.build.packages import Worths, packages_on, parties_to
from summitry.build.priors import joint_priors
from summitry.build.program import Program, Propose, lay_out
from summitry.build.settle import Bare
from summitry.build.unfold import profiles_of
from summitry.deals import Bargaining, DealSpace
from summitry.errors import GameError
from summitry.quantities import draw
from summitry.quantities.draws import rounded
from summitry.scenario import Scenario
from summitry.scenario import model as m
from summitry.scenario.troubles import listed

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DRAWS = 256
_MOST_NUMBERS = 4_000_000
"""Draws times packages that are worked out for a type profile at most: of more packages fewer draws are taken."""


@dataclass(frozen=True, eq=False)
class ScenarioSpace:
    """The packages of the proposal with the widest agenda, over B draws and T type profiles."""

    scenario: Scenario
    issues: tuple[m.Issue, ...]
    """[K] those that can be settled."""
    coalition: m.Coalition
    """Who answers, and by which rule."""
    parties: tuple[str, ...]
    """[P] those who answer, then who proposes if that is a party."""
    packages: npt.NDArray[np.int64]
    """[D, K] option of each issue."""
    spaces: tuple[DealSpace, ...]
    """[T] of gains over no agreement [B, D, P]."""
    chances: Floats
    """[T, B] of the type profiles, by the analyst."""

    @property
    def gains(self) -> Floats:
        """[D, P] mean gains over no agreement; no agreement also counts where some party's red line is in the way."""
        total = np.zeros(self.spaces[0].gains.shape[1:])
        for space, chance in zip(self.spaces, self.chances, strict=True):
            open_to_all = ~space.forbidden.any(axis=1)
            total[open_to_all] += np.einsum("b,bdp->dp", chance, space.gains[:, open_to_all])
        return np.asarray(total / self.chances.sum())

    @property
    def bare(self) -> Floats:
        """[D, P] mean gains over no agreement as if there were no red lines."""
        total = sum(np.einsum("b,bdp->dp", c, s.gains) for s, c in zip(self.spaces, self.chances, strict=True))
        return np.asarray(total / self.chances.sum())

    @property
    def never(self) -> Bools:
        """[D, P] packages that a red line of the party rules out whatever the types."""
        return np.asarray(np.logical_and.reduce([s.forbidden for s in self.spaces], axis=0))

    @property
    def sometimes(self) -> Bools:
        """[D, P] packages that a red line of the party rules out for some types."""
        return np.asarray(np.logical_or.reduce([s.forbidden for s in self.spaces], axis=0) & ~self.never)

    def bargaining(self) -> Bargaining:
        """The space as a table for each issue, each type of a party being a party of its own.

        Gains are those over no agreement, so that the reserve is 0, in the mean over draws and over the others' types.
        The first issue carries what agreement is worth as such. Where gains are no sum over issues, there is one issue
        whose options are the packages. An option that a type's red line rules out is worth so little to it that no
        package with it is better than no agreement. `notes` say what of this took place.
        """
        names, gains, barred = self._by_type()
        issues = tuple(issue.name for issue in self.issues)
        options = tuple(issue.options for issue in self.issues)
        places = self.packages
        tables = _sums(gains.reshape(*map(len, options), len(names)))
        off = np.abs(_total(tables, places) - gains).max(axis=0) / np.maximum(np.ptp(gains, axis=0), 1e-12)
        notes = []
        if depending := [names[p] for p in np.flatnonzero(off > 1e-9)]:
            notes.append(
                f"what a package is worth to {listed(depending)} is no sum over issues (it is off by up to "
                f"{off.max():.3g} of the range): there is one issue, whose options are the packages"
            )
            labels = tuple(", ".join(self.settles(d).values()) for d in range(len(gains)))
            issues, options, tables = (" and ".join(issues),), (labels,), [gains]
            places = np.arange(len(gains))[:, None]
        for p, name in enumerate(names):
            _lowered(tables, places, barred, p)
            crossing = barred[:, p] & (_total(tables, places)[:, p] > 0)
            if barred[:, p].any():
                words = "are worth no more than no agreement to it"
                if crossing.any():
                    words += f", save combinations of options that are allowed singly ({crossing.sum():,})"
                notes.append(f"{barred[:, p].sum():,} packages that a red line of {name} rules out {words}")
        return Bargaining(
            issues=issues,
            options=options,
            parties=names,
            worth=tuple(tables),
            reserve=np.zeros(len(names)),
            title=self.scenario.title,
            notes=tuple(notes),
        )

    def _by_type(self) -> tuple[tuple[str, ...], Floats, Bools]:
        """Names of the parties' types, their mean gains [D, types], and what their red lines rule out [D, types]."""
        names, gains, barred = [], [], []
        profiles = np.array(profiles_of(self.scenario))
        for p, own in enumerate(self.parties):
            place = [x.name for x in self.scenario.parties].index(own)
            party = self.scenario.parties[place]
            for code in range(max(len(party.types), 1)):
                mine = np.flatnonzero(profiles[:, place] == (code if party.types else -1))
                total = sum(np.einsum("b,bd->d", self.chances[t], self.spaces[t].gains[:, :, p]) for t in mine)
                names.append(f"{party.label} {party.types[code].name}" if party.types else party.label)
                gains.append(total / self.chances[mine].sum())
                barred.append(np.logical_and.reduce([self.spaces[t].forbidden[:, p] for t in mine], axis=0))
        return tuple(names), np.array(gains).T, np.array(barred).T

    def settles(self, package: int) -> dict[str, str]:
        """A package in words."""
        chosen = zip(self.issues, self.packages[package].tolist(), strict=True)
        return {issue.name: issue.options[o] for issue, o in chosen}


def space_of(scenario: Scenario) -> ScenarioSpace:
    """Work out the deal space of a scenario.

    Raises `GameError` where no package is proposed to be accepted or worths are not finite, `SizeError` where there are
    too many packages.

    >>> space = summitry.space_of(summitry.load("two-sided-bargaining"))
    >>> space.parties, space.gains.shape, space.bargaining().issues
    (('upstream', 'downstream'), (5, 2), ('water',))
    """
    program = lay_out(scenario)
    proposal, free = widest(program)
    if proposal is None or proposal.accepted_by is None:
        raise GameError("no package of issues is proposed in this scenario")
    every = packages_on(scenario.issues, free)
    laws = laws_of(scenario)
    size = rounded(DRAWS)
    numbers = numbers_of(scenario, draw(laws, size, 0))
    rows = np.linspace(0, size - 1, max(1, min(size, _MOST_NUMBERS // len(every)))).astype(np.int64)
    values = Values({k: x[rows] for k, x in numbers.items()}, len(rows))
    grounder = Grounder(scenario, program.conditions, Bare(program))
    worths, profiles = Worths(scenario, program, grounder), profiles_of(scenario)
    parties = parties_to(scenario, proposal)
    spaces = tuple(worths.space(proposal, parties, every, profile, values) for profile in profiles)
    for p, party in enumerate(parties):
        if not all(np.isfinite(space.gains[:, :, p]).all() for space in spaces):
            raise GameError(f"what packages are worth to {party} is not finite in some draws")
    return ScenarioSpace(
        scenario=scenario,
        issues=tuple(scenario.issues[k] for k in free),
        coalition=proposal.accepted_by,
        parties=parties,
        packages=np.array(every, np.int64)[:, list(free)],
        spaces=spaces,
        chances=joint_priors(scenario, grounder, profiles, values)[:, :, -1].T,
    )


def _sums(grid: Floats) -> list[Floats]:
    """Tables [options, P] whose sums come nearest to what packages [options of issue 1, …, P] are worth."""
    axes = tuple(range(grid.ndim - 1))
    centre = grid.mean(axis=axes)
    tables = [grid.mean(axis=axes[:k] + axes[k + 1 :]) - centre for k in axes]
    tables[0] = tables[0] + centre
    return tables


def _total(tables: list[Floats], packages: npt.NDArray[np.int64]) -> Floats:
    total = np.zeros((len(packages), tables[0].shape[1]))
    for k, table in enumerate(tables):
        total += table[packages[:, k]]
    return total


def _lowered(tables: list[Floats], packages: npt.NDArray[np.int64], barred: Bools, p: int) -> None:
    """Put options that are barred to a party below all that the other issues can bring."""
    best = [float(table[:, p].max()) for table in tables]
    for k, table in enumerate(tables):
        for o in range(len(table)):
            if barred[packages[:, k] == o, p].all():
                table[o, p] = min(table[o, p], -(sum(best) - best[k]))


def widest(program: Program) -> tuple[m.Proposal | None, tuple[int, ...]]:
    """The last proposal on the widest agenda, and the issues that are open there."""
    found: tuple[m.Proposal | None, tuple[int, ...]] = (None, ())
    for op in program.operations:
        if isinstance(op, Propose) and op.proposal is not None and len(op.agenda) >= max(len(found[1]), 1):
            found = (op.proposal, op.agenda)
    return found
