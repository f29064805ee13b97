"""Joint chances of type profiles, by each party's own prior and the analyst's; links keep the margins."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.build.ground import Grounder, Values
from summitry.scenario import model as m

Floats = npt.NDArray[np.float64]

_SWEEPS = 200


def margins(scenario: m.Scenario, grounder: Grounder, holder: str, party: m.Party, values: Values) -> Floats:
    """[types, B] chances of a party's types as a holder (empty: the analyst) sees them."""
    empty = grounder.conditions.variables.empty()
    paths = party.priors.get(holder, party.chance)
    return np.array([values.of(grounder.reference(path, empty)) for path in paths])


def joint_priors(
    scenario: m.Scenario, grounder: Grounder, profiles: tuple[tuple[int, ...], ...], values: Values
) -> Floats:
    """[B, T, P + 1] chances of the type profiles; the last column is the analyst's.

    Types are independent but for `linked` odds ratios, which multiply the joint chances of the profiles that have all
    linked types; iterative proportional fitting (Deming & Stephan 1940) then restores every party's margins.
    """
    codes = np.array(profiles)
    out = np.empty((values.size, len(profiles), len(scenario.parties) + 1))
    typed = [k for k, p in enumerate(scenario.parties) if p.types]
    empty = grounder.conditions.variables.empty()
    links = [
        (
            np.all([codes[:, _place(scenario, p)] == _code(scenario, p, t) for p, t in link.types], axis=0),
            values.of(grounder.ground(link.odds, empty)),
        )
        for link in scenario.links
    ]
    for column, holder in enumerate([*(p.name for p in scenario.parties), ""]):
        wanted = {k: margins(scenario, grounder, holder, scenario.parties[k], values) for k in typed}
        joint = np.ones((len(profiles), values.size))
        for k in typed:
            joint *= wanted[k][codes[:, k]]
        for together, odds in links:
            joint[together] *= odds
        if links:
            joint = _fitted(joint, codes, wanted)
        out[:, :, column] = joint.T
    return out


def _fitted(joint: Floats, codes: npt.NDArray[np.int64], wanted: dict[int, Floats]) -> Floats:
    for _ in range(_SWEEPS):
        worst = 0.0
        for k, margin in wanted.items():
            for t in range(len(margin)):
                here = codes[:, k] == t
                factor = margin[t] / joint[here].sum(axis=0)
                worst = max(worst, float(np.abs(factor - 1).max()))
                joint[here] *= factor
        if worst < 1e-14:
            break
    return joint


def _place(scenario: m.Scenario, party: str) -> int:
    return [p.name for p in scenario.parties].index(party)


def _code(scenario: m.Scenario, party: str, kind: str) -> int:
    return [t.name for t in scenario.party(party).types].index(kind)
