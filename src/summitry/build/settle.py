"""Shares that a bargaining solution splits: what else an agreement brings, as if it were all that happens.

On any path with the same package and types the split is the same: that of a path on which nothing happened but the
agreement, against one on which nothing happened at all, types known. It is an assumption, and the report names it.
"""

from __future__ import annotations

from dataclasses import dataclass

from summitry.build.facts import Facts
from summitry.build.program import Program, Propose


@dataclass(frozen=True, eq=False)
class Bare:
    """Paths on which nothing happened but an agreement."""

    program: Program

    def __call__(self, issue: str, facts: Facts) -> tuple[Facts, Facts]:
        """The path with what is settled on this one and nothing else, and that without any agreement; types stay."""
        v, scenario = self.program.variables, self.program.scenario
        nothing = v.empty()
        for party in scenario.parties:
            place = v.index["type", party.name]
            nothing[place] = facts[place]
        then = nothing.copy()
        places = [v.index["settled", i.name] for i in scenario.issues]
        for place in places:
            then[place] = facts[place]
        place = [i.name for i in scenario.issues].index(issue)
        offers = [op for op in self.program.operations if isinstance(op, Propose) and place in op.agenda]
        if offers:
            package = tuple(facts[p] if facts[p] >= 0 else -1 for p in places)
            v.put(then, offers[0].variable, v.package(package))
            v.put(then, v.agreed[offers[0].variable], 1)
        return then, nothing
