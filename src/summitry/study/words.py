"""Whose word is believed: threats and promises as their makers keep them and as their targets reckon."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from summitry.build.program import Make
from summitry.scenario import model as m
from summitry.study.findings import Range, Word
from summitry.study.gathered import Gathered, by_draw, ratio, spread

Floats = npt.NDArray[np.float64]


def words(g: Gathered, numbers: Mapping[str, Floats], noted: list[Floats]) -> tuple[Word, ...]:
    """One row a threat or promise, in the order in which they are made."""
    threats = {op.step: op.threat for op in g.game.program.operations if isinstance(op, Make) and op.threat is not None}
    return tuple(w for w in (_word(g, t, numbers, noted) for t in threats.values()) if w is not None)


def _word(g: Gathered, threat: m.Threat, numbers: Mapping[str, Floats], noted: list[Floats]) -> Word | None:
    names = [p.name for p in g.game.scenario.parties]
    done, due = g.measures.index("carried out", threat.name), g.measures.index("due", threat.name)
    carried = ratio(g.events[:, done].sum(axis=1), g.events[:, due].sum(axis=1))
    if carried is None:
        return None
    noted.append(by_draw(g.events[:, done].sum(axis=1), g.events[:, due].sum(axis=1)))
    believed: dict[str, Range] = {}
    for target in threat.against:
        own = g.own[names.index(target)]
        figures = ratio(own[:, done].sum(axis=1), own[:, due].sum(axis=1))
        if figures is not None:
            believed[target] = figures
            noted.append(by_draw(own[:, done].sum(axis=1), own[:, due].sum(axis=1)))
    return Word(
        name=threat.name,
        promise=threat.promise,
        maker=threat.by,
        against=threat.against,
        made=spread(g.event("made", threat.name)),
        due=spread(g.event("due", threat.name)),
        carried_out=carried,
        believed=believed,
        cost_of_carrying_out=_cost(g, threat.carried_out.get(threat.by), numbers),
        cost_of_backing_down=_cost(g, threat.backed_down.get(threat.by), numbers),
        automatic=threat.automatic,
    )


def _cost(g: Gathered, expr: m.Expr | None, numbers: Mapping[str, Floats]) -> Range:
    """What something costs (a gain is negative), types averaged by the analyst's chances of them."""
    if expr is None:
        return Range(0.0, 0.0, 0.0)
    from summitry.build.ground import Values

    v = g.game.program.variables
    total = np.zeros(len(g.status))
    values = Values(numbers, len(g.status))
    chances = g.events[:, g.measures.index("all")]
    for t, profile in enumerate(g.game.unfolded.profiles):
        facts = v.empty()
        for k, party in enumerate(g.game.scenario.parties):
            facts[v.index["type", party.name]] = profile[k]
        total = total - chances[:, t] * values.of(g.game.grounder.ground(expr, facts))
    return spread(total)
