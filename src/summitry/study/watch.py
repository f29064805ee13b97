"""What to watch: observable moves, how far each would shift the main event, and which type makes it more often."""

from __future__ import annotations

import numpy as np

from summitry.study.findings import Watch
from summitry.study.gathered import Gathered, ratio
from summitry.study.measures import Sighting

_LEAST = 0.01
"""Moves made in fewer cases are not worth watching for."""


def watch(g: Gathered, main: float) -> tuple[Watch, ...]:
    """Moves by how far they would shift the main event from its mean, largest first.

    A step whose every result settles the event, one way or the other, tells nothing beforehand and is left out.
    """
    found = [(s, w) for s in g.measures.sightings if (w := _watch(g, s)) is not None]
    open_steps = {s.step for s, w in found if 1e-9 < w.after.mean < 1 - 1e-9}
    rows = [w for s, w in found if s.step in open_steps and w.chance >= _LEAST]
    return tuple(sorted(rows, key=lambda w: (-abs(w.after.mean - main), w.stage, w.step, w.option)))


def _watch(g: Gathered, seen: Sighting) -> Watch | None:
    whole = g.events[:, seen.column].sum(axis=1)
    after = ratio(g.events[:, seen.with_main].sum(axis=1), whole)
    if after is None:
        return None
    solved = ~np.isnan(whole)
    return Watch(
        stage=seen.stage,
        step=seen.step,
        option=seen.option,
        by=seen.by,
        chance=float(whole[solved].mean()),
        after=after,
        likelier=_likelier(g, seen),
    )


def _likelier(g: Gathered, seen: Sighting) -> tuple[str, str, float] | None:
    """The type of the mover that makes the move most often against the one that makes it least."""
    scenario = g.game.scenario
    mover = next((p for p in scenario.parties if p.name == seen.by), None)
    if mover is None or len(mover.types) < 2:
        return None
    place = [p.name for p in scenario.parties].index(mover.name)
    codes = np.array([profile[place] for profile in g.game.unfolded.profiles])
    every = g.events[:, g.measures.index("all")]
    shares = []
    for code in range(len(mover.types)):
        mine = codes == code
        figures = ratio(g.events[:, seen.column][:, mine].sum(axis=1), every[:, mine].sum(axis=1))
        shares.append(figures.mean if figures is not None else 0.0)
    most, least = int(np.argmax(shares)), int(np.argmin(shares))
    if shares[least] <= 0:
        return None
    return mover.types[most].name, mover.types[least].name, shares[most] / shares[least]
