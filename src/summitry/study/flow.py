"""How the case runs: which stages take place, how their steps come out, where 100 cases end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summitry.build.facts import NOT_YET, WITHHELD
from summitry.build.program import Announcement, Decide, Make, Operation, Propose, Tally
from summitry.study.findings import Flow, StageFlow, StepFlow
from summitry.study.gathered import Gathered

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


_TOLD = (Decide, Announcement, Make, Propose, Tally)
"""Operations that have a result."""


def stage_flows(g: Gathered) -> tuple[StageFlow, ...]:
    """Every stage with its steps, in the mean over draws by the analyst's odds."""
    index, facts = g.game.program.variables.index, g.game.unfolded.facts
    out = []
    for stage in g.game.scenario.stages:
        held = facts[:, index["stage", stage.name]] != NOT_YET
        operations = [op for op in g.game.program.operations if op.stage == stage.name]
        steps = [_step(g, op.step, operations) for op in _first_of_each(operations)]
        out.append(
            StageFlow(
                stage.name,
                stage.attend,
                stage.agenda,
                float(g.endings[held].sum()),
                tuple(s for s in steps if s is not None),
                stage.note,
            )
        )
    return tuple(out)


def _first_of_each(operations: list[Operation]) -> list[Operation]:
    seen: dict[str, Operation] = {}
    for op in operations:
        if isinstance(op, _TOLD):
            seen.setdefault(op.step, op)
    return list(seen.values())


def _step(g: Gathered, name: str, operations: list[Operation]) -> StepFlow | None:
    facts, weight = g.game.unfolded.facts, g.endings
    mine = [op for op in operations if op.step == name and isinstance(op, _TOLD)]
    first = mine[0]
    match first:
        case Decide():
            latest = _latest(facts, [op.variable for op in mine if isinstance(op, Decide)])
            options = {o.label: float(weight[latest == k].sum()) for k, o in enumerate(first.options)}
            return StepFlow(
                name, "choice" if first.by else "chance", first.by, sum(options.values()), options, first.told
            )
        case Announcement():
            latest = _latest(facts, [op.variable for op in mine if isinstance(op, Announcement)])
            options = {label: float(weight[latest == k].sum()) for k, (label, _) in enumerate(first.says)}
            return StepFlow(name, "announcement", "", sum(options.values()), options, first.told)
        case Make():
            made = facts[:, first.variable]
            options = {"made": float(weight[made == 1].sum()), "not made": float(weight[made == 0].sum())}
            assert first.threat is not None
            kind = "promise" if first.threat.promise else "threat"
            return StepFlow(name, kind, first.threat.by, sum(options.values()), options, first.told)
        case Propose():
            made = _latest(facts, [op.variable for op in mine if isinstance(op, Propose)])
            answers = _latest(facts, [op.variable for op in mine if isinstance(op, Tally)])
            options = {
                "agreed": float(weight[(answers == 1) & (made >= 0)].sum()),
                "refused": float(weight[(answers == 0) & (made >= 0)].sum()),
                "withheld": float(weight[made == WITHHELD].sum()),
            }
            kept = {k: x for k, x in options.items() if x > 0 or k != "withheld"}
            return StepFlow(name, "proposal", first.by, sum(options.values()), kept, first.told)
        case Tally() if first.package < 0:
            latest = _latest(facts, [op.variable for op in mine if isinstance(op, Tally)])
            options = {o.label: float(weight[latest == k].sum()) for k, o in enumerate(first.options)}
            by = first.coalition.name if first.coalition is not None else ""
            return StepFlow(name, "vote", by, sum(options.values()), options, first.told)
    return None


def _latest(facts: Ints, variables: list[int]) -> Ints:
    out = np.full(len(facts), NOT_YET, np.int32)
    for variable in variables:
        out = np.where(facts[:, variable] != NOT_YET, facts[:, variable], out)
    return out


def flows(g: Gathered) -> tuple[Flow, ...]:
    """Parts of all cases that go from each stage to the next one held, and from the last one held to the outcomes."""
    index, facts = g.game.program.variables.index, g.game.unfolded.facts
    scenario = g.game.scenario
    stages = [s.name for s in scenario.stages]
    held = np.array([facts[:, index["stage", s]] != NOT_YET for s in stages]).reshape(len(stages), len(facts))
    totals: dict[tuple[str, str], float] = {}
    outcome = [e.name for e in scenario.outcomes]
    # cases that run alike are added up together: few distinct courses, many endings
    courses, which = np.unique(np.vstack([held, g.game.unfolded.outcome]).T, axis=0, return_inverse=True)
    weights = np.bincount(which.reshape(-1), g.endings, minlength=len(courses))
    for course, weight in zip(courses, weights, strict=True):
        way = [stages[k] for k in range(len(stages)) if course[k]]
        places = [*way, outcome[course[-1]]]
        for pair in pairwise(places):
            totals[pair] = totals.get(pair, 0.0) + float(weight)
    rank = {name: k for k, name in enumerate([*stages, *outcome])}
    return tuple(
        Flow(a, b, x) for (a, b), x in sorted(totals.items(), key=lambda kv: (rank[kv[0][0]], rank[kv[0][1]])) if x > 0
    )
