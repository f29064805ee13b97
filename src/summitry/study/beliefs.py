"""Who believes what when: each party's chances of the others' types after every event that it sees."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.scenario import model as m
from summitry.study.findings import Belief, Range
from summitry.study.gathered import Gathered, by_draw, ratio
from summitry.study.measures import Sighting

Floats = npt.NDArray[np.float64]


def beliefs(g: Gathered, noted: list[Floats]) -> tuple[Belief, ...]:
    """Priors, then beliefs after each event, in the order of the stages; own types and shared secrets are left out.

    What a belief is in each draw [B] is added to `noted`.
    """
    scenario = g.game.scenario
    out: list[Belief] = []
    for about in scenario.parties:
        if not about.types:
            continue
        for holder in scenario.parties:
            if holder.name == about.name or holder.name in about.known_to:
                continue
            out.append(_belief(g, holder, about, None, noted))
            out.extend(_belief(g, holder, about, s, noted) for s in g.measures.sightings if holder.name in s.told)
    return tuple(b for b in out if b.types)


def _belief(g: Gathered, holder: m.Party, about: m.Party, seen: Sighting | None, noted: list[Floats]) -> Belief:
    scenario = g.game.scenario
    names = [p.name for p in scenario.parties]
    column = g.measures.index("all") if seen is None else seen.column
    mine = g.own[names.index(holder.name)][:, column]
    place = names.index(about.name)
    codes = np.array([profile[place] for profile in g.game.unfolded.profiles])
    whole = mine.sum(axis=1)
    types: dict[str, Range] = {}
    for code, kind in enumerate(about.types):
        figures = ratio(mine[:, codes == code].sum(axis=1), whole)
        if figures is not None:
            types[kind.name] = figures
            noted.append(by_draw(mine[:, codes == code].sum(axis=1), whole))
    by_analyst = g.events[:, column].sum(axis=1)
    solved = ~np.isnan(by_analyst)
    return Belief(
        party=holder.name,
        about=about.name,
        after=seen.text if seen else "",
        stage=seen.stage if seen else "",
        step=seen.step if seen else "",
        option=seen.option if seen else "",
        at_table=holder.name in seen.attend if seen else True,
        types=types,
        chance=float(by_analyst[solved].mean()) if solved.any() else float("nan"),
    )
