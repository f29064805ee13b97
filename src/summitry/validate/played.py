"""What is read off a scenario's answer at one set of its numbers: chances of events, means of numbers, values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build import Game, build
from summitry.errors import GameError, InputError, Problem
from summitry.game import Draws
from summitry.jobs import limit, middle_draw
from summitry.scenario import Scenario, with_values, with_variant
from summitry.scenario.troubles import did_you_mean, listed
from summitry.solve import reach, solve

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_MEASURES = re.compile(r"(chance|mean|value) of (.+?)(?: given (.+))?")


@dataclass(frozen=True, eq=False)
class Played:
    """A scenario solved with every number at its middle, at one precision or in the limit."""

    game: Game
    weights: Floats
    """[Z] chance of each ending, by the analyst's odds."""
    values: Floats
    """[P] expected payoffs, each by the party's own odds."""

    def measure(self, text: str) -> float:
        """`chance of EVENT`, `chance of EVENT given EVENT`, `mean of STEP` (of its number), `value of PARTY`.

        Raises `InputError` for another text or an unknown name, `GameError` where what is given never happens.
        """
        found = _MEASURES.fullmatch(text)
        if found is None:
            expected = "`chance of EVENT`, `chance of EVENT given EVENT`, `mean of STEP` or `value of PARTY`"
            raise InputError([Problem("measure", 0, 0, repr(text), expected)])
        kind, name, given = found.groups()
        if kind == "value":
            parties = list(self.game.tree.parties)
            return float(self.values[_place(parties, name, "a party")])
        happened = self.event(given) if given else np.ones(len(self.weights), bool)
        what: Floats
        if kind == "chance":
            what = self.event(name).astype(np.float64)
        else:
            number, took_place = self.numbers(name)
            what, happened = number, happened & took_place
        total = float(self.weights[happened].sum())
        if not total > 0:
            raise GameError(f"what {text!r} is about never happens")
        return float(self.weights[happened] @ what[happened]) / total

    def event(self, name: str) -> Bools:
        """[Z] whether a marker or an outcome holds at each ending."""
        scenario, unfolded = self.game.scenario, self.game.unfolded
        markers = [event.name for event in scenario.markers]
        if name in markers:
            return np.asarray(unfolded.markers[:, markers.index(name)], bool)
        outcomes = [event.name for event in scenario.outcomes]
        k = _place([*markers, *outcomes], name, "a marker or an outcome") - len(markers)
        return np.asarray(unfolded.outcome == k, bool)

    def numbers(self, step: str) -> tuple[Floats, Bools]:
        """[Z] the number by which the chosen option of a step is called, and whether the step took place."""
        conditions = self.game.grounder.conditions
        known = list(conditions.variables.results)
        name = known[_place(known, step, "a step")]
        number, variable = conditions.number(name), conditions.latest(name)
        facts = self.game.unfolded.facts
        return np.array([number(row) for row in facts.tolist()]), facts[:, variable] >= 0


def _place(names: list[str], name: str, what: str) -> int:
    if name not in names:
        raise InputError(
            [Problem("measure", 0, 0, f"unknown name {name!r}", f"{what}: {listed(names)}", did_you_mean(name, names))]
        )
    return names.index(name)


def play(
    scenario: Scenario,
    at: str | float | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    variant: str = "",
) -> Played:
    """Solve at a precision (the scenario's own by default), or in the `limit` of the branch.

    Raises `GameError` where no answer is reached, `InputError` for settings or a variant that are not there.
    """
    if variant:
        known = [v.name for v in scenario.variants]
        scenario = with_variant(scenario, scenario.variants[_place(known, variant, "a variant")])
    game = build(with_values(scenario, settings) if settings else scenario)
    return played(game, middle_draw(game), at)


def played(game: Game, draws: Draws, at: str | float | None = None) -> Played:
    """The same for numbers that are given: one draw."""
    tree = game.tree
    if at == "limit":
        end = limit(tree, draws, tolerance=1e-6)
        if not end.reached:
            raise GameError(f"no limit was reached: {end.status.advice}")
        strategy, values = (end.polished.strategy, end.polished.values) if end.polished else (end.strategy, end.values)
    else:
        if at is not None:
            draws = Draws(draws.payoffs, draws.chance, np.full_like(draws.precision, float(at)))
        solution = solve(tree, draws)
        if not solution.solved[0]:
            raise GameError("no answer was reached at the precision asked for")
        strategy, values = solution.strategy[0], solution.values[0]
    weights = reach(tree, draws, strategy[None])[0, game.unfolded.leaves]
    return Played(game, weights, values)


def best_precision(scenario: Scenario, plays: float, shares: Mapping[str, float]) -> tuple[float, float]:
    """The precision with the largest likelihood and its logarithm, given how often events came about in `plays` each.

    The events are choices that were each observed `plays` times, independently.
    """
    from scipy.optimize import minimize_scalar

    game = build(scenario)
    draws = middle_draw(game)

    def loss(precision: float) -> float:
        answer = played(game, draws, precision)
        chances = {name: answer.measure(f"chance of {name}") for name in shares}
        each = (s * np.log(chances[name]) + (1 - s) * np.log1p(-chances[name]) for name, s in shares.items())
        return -plays * float(sum(each))

    found = minimize_scalar(loss, bounds=(0.01, 20.0), method="bounded", options={"xatol": 1e-8})
    return float(found.x), -float(found.fun)
