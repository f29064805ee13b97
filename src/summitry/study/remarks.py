"""What a careful colleague would say about a scenario once its tree and a few solutions are known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.build import LARGE, Game, build, laws_of, measure, numbers_of
from summitry.build.facts import NOT_YET
from summitry.errors import SizeError
from summitry.quantities import draw
from summitry.scenario import Remark, Scenario
from summitry.solve import PathOptions
from summitry.study.beliefs import beliefs
from summitry.study.gathered import Gathered, gather
from summitry.study.measures import measures_of
from summitry.study.solving import PILOT, prepare
from summitry.study.words import words

_MOVED = 1e-6
"""A belief that stays within this of the prior has not moved."""
_HARDLY = 0.05
_BUDGET = 2_000
"""Sweeps after which a trial draw is given up."""
_SOLVE_UP_TO = 150_000
"""Trees with more nodes are remarked on without solving a sample."""


def remarks(scenario: Scenario) -> list[Remark]:
    """Remarks that need the tree or a few solutions; `InputError` where the tree shows an error."""
    try:
        size = measure(scenario)
    except SizeError as error:
        return [_at(scenario, "", "size", str(error))]
    if size.nodes > LARGE:
        text = (
            f"the tree has {size.nodes:,} nodes; the step that makes it so is '{size.step}' "
            f"({size.by_step[size.step]:,} nodes branch there): fewer options, packages or rounds would help"
        )
        return [_at(scenario, size.step, "size", text)]
    game = build(scenario)
    found = [*_unreached(game), *_without_payoffs(game)]
    if size.nodes <= _SOLVE_UP_TO:
        found += _solved(game)
    return found


def _at(scenario: Scenario, name: str, kind: str, text: str) -> Remark:
    line, col = scenario.places.get(name, (0, 0))
    return Remark(line, col, kind, text)


def _unreached(game: Game) -> Iterator[Remark]:
    v, facts = game.program.variables, game.unfolded.facts
    for stage in game.scenario.stages:
        if (facts[:, v.index["stage", stage.name]] == NOT_YET).all():
            yield _at(
                game.scenario,
                stage.name,
                "stage not reached",
                f"the stage '{stage.name}' cannot be reached on any path",
            )
    for step in {key[1]: None for key in v.index if key[0] == "result"}:
        if all((facts[:, o] == NOT_YET).all() for o in v.results[step]):
            yield _at(game.scenario, step, "step not reached", f"the step '{step}' cannot be reached on any path")
    for i, event in enumerate(game.scenario.outcomes):
        if not (game.unfolded.outcome == i).any():
            yield _at(game.scenario, event.name, "outcome not reached", f"no path ends in '{event.name}'")


def _without_payoffs(game: Game) -> Iterator[Remark]:
    unfolded = game.unfolded
    rows = game.tree.payoff_row[unfolded.leaves]
    for i, event in enumerate(game.scenario.outcomes):
        mine = np.unique(rows[unfolded.outcome == i])
        for k, party in enumerate(game.scenario.parties):
            if len(mine) and all(not unfolded.rows[r][k] for r in mine):
                text = f"no payoff of {party.name} depends on ending in '{event.name}': it counts as 0 there"
                yield _at(game.scenario, event.name, "ending without payoff", text)


def _solved(game: Game) -> Iterator[Remark]:
    measures = measures_of(game)
    numbers = numbers_of(game.scenario, draw(laws_of(game.scenario), PILOT, 0))
    nothing = np.zeros(0, np.int64)
    solver = prepare(game, measures, numbers, path=PathOptions(budget=_BUDGET, last_resort=False))
    g = gather(game, measures, [solver.block(np.arange(PILOT), nothing)], nothing)
    if not g.solved.any():
        yield _at(
            game.scenario, "precision", "not solved", "none of the trial draws could be solved; lower the precision"
        )
        return
    yield from _silent(g)
    for word in words(g, numbers, []):
        if not word.automatic and word.carried_out.mean < _HARDLY:
            verb = "kept" if word.promise else "carried out"
            often = f"about {100 * word.carried_out.mean:.0f} in 100"
            text = f"'{word.name}' is hardly ever {verb} when it is due ({often}): is its price too high?"
            yield _at(game.scenario, word.name, "empty threat", text)


def _silent(g: Gathered) -> Iterator[Remark]:
    """Types that nothing tells apart, and messages that move nobody."""
    game = g.game
    rows = beliefs(g, [])
    for party in game.scenario.parties:
        if not party.types:
            continue
        mine = [b for b in rows if b.about == party.name]
        priors = {b.party: b.types for b in mine if not b.after}
        moved = {
            b.after: max(abs(b.types[t].mean - priors[b.party][t].mean) for t in b.types)
            for b in mine
            if b.after and b.chance > 1e-9
        }
        if mine and moved and max(moved.values()) < _MOVED:
            yield _at(
                game.scenario, party.name, "types alike", f"nothing that happens tells the types of {party.name} apart"
            )
            continue
        for op_step in dict.fromkeys(s.step for s in g.measures.sightings if s.by == party.name):
            texts = [s.text for s in g.measures.sightings if s.step == op_step]
            if all(moved.get(t, 0.0) < _MOVED for t in texts) and any(t in moved for t in texts):
                text = (
                    f"'{op_step}' moves no belief about {party.name}: a message that costs its types the same cannot, "
                    "on the branch that is followed; state a small cost if it should"
                )
                yield _at(game.scenario, op_step, "silent message", text)
