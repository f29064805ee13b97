"""On what a study rests: every number of the file with its ground, and the modelling assumptions in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.build.ground import Values
from summitry.build.program import Make
from summitry.quantities import Preferences, Ranking
from summitry.study.findings import Assumption, Lever, Number
from summitry.study.gathered import Gathered

Floats = npt.NDArray[np.float64]


def numbers_of_file(g: Gathered, numbers: Mapping[str, Floats], ranking: tuple[Lever, ...]) -> tuple[Number, ...]:
    """Every number of the scenario, those with most influence on the main event first."""
    influence = {lever.path: abs(lever.correlation.mean) for lever in ranking}
    values = Values(numbers, len(g.status))
    v = g.game.program.variables
    paths = []
    for profile in g.game.unfolded.profiles:
        facts = v.empty()
        for k, party in enumerate(g.game.scenario.parties):
            facts[v.index["type", party.name]] = profile[k]
        paths.append(facts)
    out = []
    for path, q in g.game.scenario.quantities.items():
        # a number by type spans what it is for all of them
        grounds = dict.fromkeys(g.game.grounder.reference(path, facts) for facts in paths)
        drawn = np.concatenate([values.of(ground) for ground in grounds])
        low, high = np.quantile(drawn, [0.05, 0.95]) + 0.0
        out.append(
            Number(
                path=path,
                text=q.text,
                unit=q.unit,
                holder=q.holder,
                kind=q.kind,
                rows=q.ground.rows,
                assumptions=q.ground.assumptions,
                note=q.ground.note,
                low=float(low),
                high=float(high),
                uncertain=path in influence,
                influence=influence.get(path, 0.0),
            )
        )
    return tuple(sorted(out, key=lambda n: (-n.influence, n.path)))


def assumptions(game: Game) -> tuple[Assumption, ...]:
    """What the model takes for granted, in sentences."""
    scenario = game.scenario
    out = [
        Assumption(
            "Within one set of inputs every party knows all numbers, precisions and priors; only types, "
            "and choices it does not see, are hidden from it.",
            "knowledge",
        ),
        Assumption(
            "Parties choose better options more often than worse ones (agent logit quantal response); "
            "the precision says how much more often.",
            "behaviour",
        ),
        Assumption(
            "All parties know which stages take place; who does not attend does not see the choices made there.",
            "knowledge",
        ),
    ]
    names = {p.name: p.label or p.name for p in scenario.parties}
    for party in scenario.parties:
        if not party.types:
            continue
        without = [
            names[q.name]
            for q in scenario.parties
            if q.name != party.name and q.name not in party.priors and q.name not in party.known_to
        ]
        if without:
            out.append(
                Assumption(
                    f"About {names[party.name]} these hold the analyst's chances as their own: {', '.join(without)}.",
                    "prior",
                )
            )
        if party.known_to:
            out.append(
                Assumption(
                    f"{names[party.name]} shares its type with: {', '.join(names[k] for k in party.known_to)}.",
                    "knowledge",
                )
            )
    if len([p for p in scenario.parties if p.types]) > 1 and not scenario.links:
        out.append(Assumption("The types of different parties are independent of one another.", "prior"))
    by_order = [
        names[p.name]
        for p in scenario.parties
        if any(
            q.holder == p.name and q.kind == "worth" and isinstance(q.law, Ranking | Preferences)
            for q in scenario.quantities.values()
        )
    ]
    if by_order:
        out.append(
            Assumption(
                f"Of what packages are worth, only an order is given for: {', '.join(by_order)}. "
                "Each set of inputs takes worths that fit it, all such worths being equally likely.",
                "worth",
            )
        )
    for worth in scenario.worth.values():
        if worth.aspires_to is not None:
            out.append(
                Assumption(f"What {names[worth.party]} gets beyond what it aspires to counts for less to it.", "worth")
            )
        if worth.risk_aversion is not None:
            text = "weighs packages as one averse to risk does: the more it has, the less more of it counts."
            out.append(Assumption(f"{names[worth.party]} {text}", "worth"))
    for issue in scenario.issues:
        if issue.settle:
            out.append(
                Assumption(
                    f"'{issue.name}' is split as the {issue.settle} bargaining solution has it, in each set of inputs "
                    "and for each combination of types, as if these were known then and nothing else happened.",
                    "packages",
                )
            )
    for mediator in scenario.mediators:
        out.append(
            Assumption(
                f"{mediator.label or mediator.name} proposes each package on its list equally often.", "mediator"
            )
        )
    for op in game.program.operations:
        if isinstance(op, Make) and op.threat is not None and op.threat.automatic:
            what = "promise is kept" if op.threat.promise else "threat is carried out"
            out.append(Assumption(f"'{op.threat.name}': the {what} without a further choice when it is due.", "threat"))
    for name, packages in game.shortlists.items():
        out.append(
            Assumption(
                f"'{name}' can put {len(packages)} packages on the table, the same in all sets of inputs.", "packages"
            )
        )
    return tuple(out)
