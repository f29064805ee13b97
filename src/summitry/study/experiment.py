"""A scenario's event at any numbers: what levers, tipping points, variants and stories are computed with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from summitry.build import Game, build, laws_of, numbers_of
from summitry.errors import InputError, Problem
from summitry.quantities import Law, Sample
from summitry.quantities.unit import Cube
from summitry.scenario import Scenario
from summitry.scenario.troubles import did_you_mean, listed
from summitry.scenario.vocabulary import key_of
from summitry.solve import PathOptions, Status
from summitry.solve.first import compile_together
from summitry.study.gathered import Gathered, gather
from summitry.study.measures import measures_of
from summitry.study.solving import Solver, prepare, results, submit

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]
"""(what is being done, done, of how many)."""

BLOCK = 256
"""Draws that are solved together; fixed, so that answers do not depend on the number of workers."""


@dataclass(frozen=True)
class Event:
    """A marker or an outcome."""

    kind: str
    name: str
    index: int


def event_of(scenario: Scenario, name: str | None = None) -> Event:
    """The marker or outcome of that name, by default the first marker, else the first outcome.

    Raises `InputError` with the nearest name where there is none.
    """
    events = [Event("marker", e.name, k) for k, e in enumerate(scenario.markers)]
    events += [Event("outcome", e.name, k) for k, e in enumerate(scenario.outcomes)]
    if name is None:
        return events[0]
    for event in events:
        if key_of(event.name) == key_of(name):
            return event
    names = [e.name for e in events]
    raise InputError(
        [Problem("--of", 0, 0, f"unknown event {name!r}", f"one of {listed(names)}", did_you_mean(name, names))]
    )


@dataclass(frozen=True, eq=False)
class Experiment:
    """A scenario's game, ready to be solved at any numbers."""

    scenario: Scenario
    game: Game
    event: Event
    cube: Cube
    solver: Solver
    workers: int
    tell: Progress

    @property
    def laws(self) -> Mapping[str, Law]:
        """The laws that are drawn."""
        return self.cube.laws

    def numbers(self, u: Floats) -> dict[str, Floats]:
        """Path -> [B] numbers at coordinates [B, size of the cube]."""
        return self.of_sample(self.cube.sample(u))

    def of_sample(self, sample: Sample) -> dict[str, Floats]:
        """Path -> [B] numbers of some draws."""
        return numbers_of(self.scenario, sample)

    def solve(self, numbers: Mapping[str, Floats], what: str = "solving") -> Gathered:
        """Solve and measure at these numbers."""
        size = len(next(iter(numbers.values())))
        solver = replace(self.solver, numbers=numbers)
        nothing = np.zeros(0, np.int64)
        with ThreadPoolExecutor(max_workers=max(1, self.workers)) as pool:
            waiting = submit(pool, solver, np.arange(size), nothing, BLOCK)
            blocks = results(waiting, lambda done: self.tell(what, done, size))
        return gather(self.game, solver.measures, blocks, nothing)

    def chances(self, numbers: Mapping[str, Floats], what: str = "solving") -> Floats:
        """[B] chance of the event, NaN where there is no answer."""
        found = self.solve(numbers, what)
        return np.where(found.status == Status.SOLVED, found.event(self.event.kind, self.event.name), np.nan)

    def at(self, u: Floats, what: str = "solving") -> Floats:
        """[B] chance of the event at coordinates [B, size of the cube]."""
        return self.chances(self.numbers(u), what)


def experiment(
    scenario: Scenario,
    of: str | None = None,
    *,
    written: Scenario | None = None,
    workers: int = 2,
    progress: Progress | None = None,
    expected: int = 64,
    events: bool = False,
) -> Experiment:
    """Build a scenario's game and make it ready to be solved at any numbers.

    `written` is the scenario before settings, on whose numbers shortlists are chosen; `expected` is about how many
    draws will be solved; `events` measures all that a study reports, not outcomes and markers alone. Raises what
    `summitry.build` and `event_of` raise.
    """
    event = event_of(scenario, of)
    compile_together(len(scenario.parties), expected)
    game = build(scenario, written=written)
    measures = measures_of(game, events=events, main=(event.kind, event.index))
    solver = prepare(game, measures, {}, path=PathOptions(last_resort=False))
    tell = progress or (lambda what, done, total: None)
    return Experiment(scenario, game, event, Cube.of(laws_of(scenario)), solver, workers, tell)


@dataclass(frozen=True)
class Interval:
    """A figure with the ends of an interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Solved:
    """How many points were solved."""

    points: int
    unsolved: int

    @property
    def share(self) -> float:
        """Of points without an answer."""
        return self.unsolved / self.points if self.points else 0.0


def listed_paths(scenario: Scenario) -> tuple[str, ...]:
    """Paths of the uncertain numbers of a file, sorted."""
    return tuple(
        path
        for path, q in sorted(scenario.quantities.items())
        if q.expr is None and not q.rest_of and not q.law.certain
    )
