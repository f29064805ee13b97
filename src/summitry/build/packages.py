"""Which packages can be proposed: all on the table, those written out, or a shortlist chosen once per scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from summitry.build.facts import Facts, Test
from summitry.build.ground import Grounder, Values
from summitry.build.program import Program
from summitry.deals import DealSpace, undominated
from summitry.errors import SizeError
from summitry.scenario import model as m

Floats = npt.NDArray[np.float64]

MOST_PACKAGES = 100_000
SAMPLE = 512
"""Draws of the file's own numbers on which shortlists are chosen."""
_ALIKE = 0.01
"""Packages that differ by less, in parts of each party's span, are near-duplicates."""
_BY_PATH = 3_000
"""With more packages than this, payoff terms are taken as the same for all of them."""


def packages_on(issues: tuple[m.Issue, ...], free: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All packages that settle exactly the free issues."""
    total = prod(len(issues[i].options) for i in free)
    if total > MOST_PACKAGES:
        raise SizeError(
            f"the issues make {total:,} packages, more than the {MOST_PACKAGES:,} that are taken; "
            "give fewer levels or issues"
        )
    choices = [range(len(issue.options)) if i in free else (-1,) for i, issue in enumerate(issues)]
    return list(product(*choices)) if free else []


@dataclass(frozen=True, eq=False)
class Worths:
    """Works out what packages are worth, as if a path held nothing but their agreement."""

    scenario: m.Scenario
    program: Program
    grounder: Grounder

    def space(
        self,
        proposal: m.Proposal,
        parties: tuple[str, ...],
        packages: list[tuple[int, ...]],
        profile: tuple[int, ...],
        values: Values,
        settled: tuple[int, ...] = (),
    ) -> DealSpace:
        """Gains [B, D, P] of parties over no agreement for one type profile, and what their red lines forbid.

        No agreement is the path on which nothing happened but what is `settled` already.
        """
        v = self.program.variables
        nothing = v.empty()
        for k, sides in enumerate(self.scenario.parties):
            nothing[v.index["type", sides.name]] = profile[k]
        places = [v.index["settled", i.name] for i in self.scenario.issues]
        for place, option in zip(places, settled, strict=False):
            nothing[place] = option
        gains = np.empty((values.size, len(packages), len(parties)))
        forbidden = np.zeros((len(packages), len(parties)), np.bool_)
        declared = np.zeros_like(forbidden)
        occurrence = v.results[proposal.name][0]
        one_by_one = len(packages) <= _BY_PATH
        for p, party in enumerate(parties):
            reserve = self._utility(party, nothing, values)
            lines = [
                test
                for code, test, _ in self.program.red_lines.get(party, ())
                if code in (-1, nothing[v.index["type", party]]) and not test(nothing)
            ]
            said = self._declared(party, profile, nothing)
            common: Floats | None = None
            for d, package in enumerate(packages):
                facts = self._agreed(nothing, places, package, occurrence)
                if lines:
                    forbidden[d, p] = any(test(facts) for test in lines)
                if said:
                    declared[d, p] = any(test(facts) for test in said)
                if one_by_one:
                    gains[:, d, p] = self._utility(party, facts, values) - reserve
                else:
                    if common is None:
                        worth = values.of(self.grounder.worth(party, facts))
                        common = self._utility(party, facts, values) - worth - reserve
                    gains[:, d, p] = values.of(self.grounder.worth(party, facts)) + common
        return DealSpace(np.array(packages, np.int64), gains, forbidden, declared)

    def shares(
        self, proposal: m.Proposal, package: tuple[int, ...], profile: tuple[int, ...], values: Values
    ) -> dict[str, dict[str, Floats]]:
        """Issue that a bargaining solution splits -> party -> [B] its share, by a package under a type profile."""
        v = self.program.variables
        nothing = v.empty()
        for k, sides in enumerate(self.scenario.parties):
            nothing[v.index["type", sides.name]] = profile[k]
        places = [v.index["settled", i.name] for i in self.scenario.issues]
        facts = self._agreed(nothing, places, package, v.results[proposal.name][0])
        return {
            issue.name: {p: values.of(self.grounder.share(issue.name, p, facts)) for p in issue.among}
            for issue, option in zip(self.scenario.issues, package, strict=True)
            if issue.settle and option >= 0
        }

    def _declared(self, party: str, profile: tuple[int, ...], nothing: Facts) -> list[Test]:
        """Red lines in place of which a bottom line binds, of a party's type, that are not crossed already."""
        out = []
        for line in self.scenario.red_lines:
            if line.who != party or line.bottom is None:
                continue
            place = [p.name for p in self.scenario.parties].index(party)
            types = [t.name for t in self.scenario.parties[place].types]
            if line.type and types.index(line.type) != profile[place]:
                continue
            test = self.program.conditions.test(line.never)
            if not test(nothing):
                out.append(test)
        return out

    def _agreed(self, nothing: Facts, places: list[int], package: tuple[int, ...], occurrence: int) -> Facts:
        v = self.program.variables
        facts = nothing.copy()
        for place, option in zip(places, package, strict=True):
            if option >= 0:
                facts[place] = option
        v.put(facts, occurrence, v.package(package))
        v.put(facts, v.agreed[occurrence], 1)
        return facts

    def _utility(self, party: str, facts: Facts, values: Values) -> Floats:
        total = values.of(self.grounder.worth(party, facts)).copy()
        for term in self.scenario.terms:
            if term.party == party and self.program.conditions.test(term.when)(facts):
                total += values.of(self.grounder.ground(term.value, facts))
        return total


def parties_to(scenario: m.Scenario, proposal: m.Proposal) -> tuple[str, ...]:
    """Who makes a proposal (if a party) and who answers it."""
    assert proposal.accepted_by is not None
    names = [p.name for p in scenario.parties]
    return tuple(dict.fromkeys(p for p in (*proposal.accepted_by.members, proposal.by) if p in names))


def choose_shortlist(spaces: list[DealSpace], answering: int, count: int) -> list[int]:
    """Indices of at most `count` packages, from spaces of the same packages under all type profiles, pooled.

    In turn: the one that most often suits all who answer and is undominated; each party's best among those acceptable;
    then the remaining ones by how often they are undominated and how far they are from those chosen. The first
    `answering` parties are those who answer.
    """
    gains = np.concatenate([s.gains for s in spaces])
    barred = np.concatenate([np.broadcast_to(s.forbidden, s.gains.shape) for s in spaces])
    acceptable = ((gains > 0) & ~barred)[:, :, :answering].all(axis=2)
    accepted = acceptable.mean(axis=0)
    total = gains.shape[1]
    if total <= 1:
        return list(range(min(total, count)))
    # one that some party may never accept, whatever its type, cannot be agreed
    never = np.logical_and.reduce(barred, axis=0)[:, :answering]
    possible: npt.NDArray[np.bool_] = ~np.logical_or.reduce(never, axis=1)
    if not possible.any():
        possible[:] = True
    efficient = np.zeros(total)
    step = max(1, len(gains) * total // 400_000)
    looked = gains[::step]
    for b in range(len(looked)):
        efficient += undominated(np.where(possible[:, None], looked[b], -np.inf)) & possible
    efficient /= len(looked)
    mean = gains.mean(axis=0)
    span = np.maximum(mean.max(axis=0) - mean.min(axis=0), 1e-12)
    place = mean / span
    score = accepted + 1e-3 * efficient + 1e-6 * place[:, :answering].min(axis=1)
    chosen: list[int] = []

    def alike(d: int) -> bool:
        return any(np.abs(gains[:, d] - gains[:, c]).max(axis=0).max() <= _ALIKE * span.min() for c in chosen)

    def take(order: npt.NDArray[np.int64]) -> None:
        for d in order:
            if possible[d] and int(d) not in chosen and not alike(int(d)):
                chosen.append(int(d))
                return

    take(np.argsort(-score, kind="stable"))
    likely = accepted >= 0.5 * accepted.max() if accepted.max() > 0 else np.ones(total, np.bool_)
    for p in range(gains.shape[2]):
        if len(chosen) < count:
            best = np.where(likely & possible, mean[:, p] / span[p] + 1e-6 * score, -np.inf)
            top = int(np.argmax(best))
            # a party whose best is chosen already adds nothing
            if top not in chosen and not alike(top):
                chosen.append(top)
    while len(chosen) < min(count, int(possible.sum())):
        distance = np.min([np.abs(place - place[c]).max(axis=1) for c in chosen], axis=0)
        before = len(chosen)
        take(np.argsort(-(distance * (0.1 + efficient) * (0.1 + accepted)), kind="stable"))
        if len(chosen) == before:
            break
    return sorted(chosen[:count])


@dataclass(frozen=True, eq=False)
class Shortlists:
    """Packages that can be proposed, worked out once for every situation of the tree."""

    scenario: m.Scenario
    program: Program
    worths: Worths
    values: Values
    profiles: tuple[tuple[int, ...], ...]
    longer: int = 0
    known: dict[tuple[str, tuple[int, ...], tuple[int, ...]], tuple[int, ...]] = field(default_factory=dict)

    def __call__(self, proposal: m.Proposal, free: tuple[int, ...], facts: Facts) -> tuple[int, ...]:
        """Package ids for a proposal when these issues are open and the facts stand."""
        v = self.program.variables
        settled = tuple(facts[v.index["settled", i.name]] for i in self.scenario.issues)
        key = (proposal.name, free, settled if proposal.shortlist is not None else ())
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = tuple(v.package(p) for p in self._packages(proposal, free, settled))
        return found

    def _packages(self, proposal: m.Proposal, free: tuple[int, ...], settled: tuple[int, ...]) -> list[tuple[int, ...]]:
        issues = self.scenario.issues
        if proposal.packages:
            names = [i.name for i in issues]
            out = []
            for package in proposal.packages:
                options = [-1] * len(issues)
                for issue, option in package.settles:
                    options[names.index(issue)] = issues[names.index(issue)].options.index(option)
                if all(o < 0 or i in free for i, o in enumerate(options)):
                    out.append(tuple(options))
            return out
        packages = packages_on(issues, free)
        if proposal.shortlist is None or not packages:
            return packages
        wanted = max(1, proposal.shortlist + self.longer)
        if len(packages) <= wanted:
            return packages
        parties = parties_to(self.scenario, proposal)
        assert proposal.accepted_by is not None
        spaces = [
            self.worths.space(proposal, parties, packages, profile, self.values, settled) for profile in self.profiles
        ]
        return [packages[d] for d in choose_shortlist(spaces, len(proposal.accepted_by.members), wanted)]
