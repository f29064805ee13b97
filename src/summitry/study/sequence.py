"""Events one after the other as markers of a game: what is measured so that beliefs after each of them can be had.

The chance of an event, alone, with a marker or an outcome, or as far as one party learns of it, is a sum over endings
like all figures of a study. Each such combination becomes a marker of the scenario before it is unfolded; so all that
markers may rest on, shares that are split draw by draw included, events may rest on too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from summitry.build import Game
from summitry.build.program import lay_out
from summitry.build.told import knowers
from summitry.errors import InputError, Problem
from summitry.scenario import Observed, Scenario
from summitry.scenario import model as m
from summitry.scenario.observed import FILE, conjuncts, event_conditions
from summitry.study.measures import Bools, Measures

SO_FAR, ALONE, WITH, KNOWN = "so far:", "alone:", "with:", "known:"
"""Names of the added markers begin so: no name of a file holds a colon."""


@dataclass(frozen=True)
class Course:
    """Events in their order, and what each party learns of them."""

    scenario: Scenario
    """As it was written."""
    seen: tuple[Observed, ...]
    marked: Scenario
    """With the added markers; play is the same."""
    seen_by: tuple[tuple[str, ...], ...]
    """Per moment (the first is before any event): parties that learn of its event wholly."""
    known: Mapping[tuple[int, str], str]
    """(moment, party) -> the added marker for all that it has learnt by then; empty: nothing."""


@dataclass(frozen=True, eq=False)
class Measured:
    """The columns of a course in the measures of its game."""

    course: Course
    measures: Measures

    def column(self, k: int) -> int:
        """Of the first k events together."""
        return self.measures.index("extra", f"{SO_FAR}{k}") if k else self.measures.index("all")

    def known(self, k: int, party: str) -> int:
        """Of all that a party learns of the first k events."""
        name = self.course.known[k, party]
        return self.measures.index("extra", name) if name else self.measures.index("all")

    def chances(self, k: int) -> list[tuple[str, str, int]]:
        """(kind, name, column) of each marker and outcome together with the first k events."""
        scenario, index = self.course.scenario, self.measures.index
        markers = [e.name for e in scenario.markers]
        found = [("marker", n, index("extra", f"{WITH}{k}:{n}") if k else index("marker", n)) for n in markers]
        outcomes = [e.name for e in scenario.outcomes]
        return found + [("outcome", n, index(WITH, str(k), n) if k else index("outcome", n)) for n in outcomes]


def course_of(scenario: Scenario, seen: Sequence[Observed]) -> Course:
    """Who learns what of some events, and the markers that stand for it."""
    program, named = lay_out(scenario), event_conditions(scenario)
    parties = [p.name for p in scenario.parties]
    extra: dict[str, m.Event] = {}
    marker_of: dict[tuple[m.Cond, ...], str] = {(): ""}
    learnt: dict[str, tuple[m.Cond, ...]] = dict.fromkeys(parties, ())
    known = {(0, party): "" for party in parties}
    seen_by: list[tuple[str, ...]] = [()]

    def mark(name: str, cond: m.Cond, text: str) -> None:
        extra[name] = m.Event(name, cond, text)

    for k, event in enumerate(seen, 1):
        so_far = m.And(tuple(e.cond for e in seen[:k]))
        mark(f"{ALONE}{k}", event.cond, event.text)
        mark(f"{SO_FAR}{k}", so_far, event.text)
        for marker in scenario.markers:
            mark(f"{WITH}{k}:{marker.name}", m.And((so_far, m.Named(marker.name))), event.text)
        parts = [(part, knowers(program, part)) for part in conjuncts(event.cond, named)]
        seen_by.append(tuple(party for party in parties if all(party in told for _, told in parts)))
        for party in parties:
            learnt[party] += tuple(part for part, told in parts if party in told)
            mine = learnt[party]
            if mine not in marker_of:
                marker_of[mine] = f"{KNOWN}{len(marker_of)}"
                mark(marker_of[mine], m.And(mine), event.text)
            known[k, party] = marker_of[mine]
    marked = replace(scenario, markers=(*scenario.markers, *extra.values()))
    return Course(scenario, tuple(seen), marked, tuple(seen_by), known)


def measured(game: Game, course: Course) -> Measured:
    """What is measured of a course in the game that its marked scenario unfolds to.

    Raises `InputError` where an event can never come about, or not together with those before it.
    """
    unfolded, scenario = game.unfolded, course.scenario
    places = {event.name: j for j, event in enumerate(game.scenario.markers)}
    _refuse_impossible(game, places, course.seen)
    columns: list[tuple[str, ...]] = []
    masks: list[Bools] = []
    parts: list[tuple[int, int, int]] = []

    def add(mask: Bools, *name: str, marker: int = -1) -> None:
        columns.append(name)
        weight = unfolded.by_draw.get(marker)
        for number in [0] if weight is None else sorted(set(weight[mask & (weight >= 0)].tolist())) or [0]:
            parts.append((len(columns) - 1, len(masks), number))
            masks.append(mask if weight is None else mask & (weight == number))

    add(np.ones(len(unfolded.facts), np.bool_), "all")
    outcomes = [(e.name, unfolded.outcome == i) for i, e in enumerate(scenario.outcomes)]
    for name, mask in outcomes:
        add(mask, "outcome", name)
    for name, j in places.items():
        if not name.startswith(ALONE):
            kind = "extra" if j >= len(scenario.markers) else "marker"
            add(unfolded.markers[:, j], kind, name, marker=j)
    for k in range(1, len(course.seen) + 1):
        j = places[f"{SO_FAR}{k}"]
        for name, mask in outcomes:
            add(unfolded.markers[:, j] & mask, WITH, str(k), name, marker=j)
    return Measured(course, Measures(game, tuple(columns), tuple(masks), tuple(parts), (), ()))


def _refuse_impossible(game: Game, places: Mapping[str, int], seen: Sequence[Observed]) -> None:
    """Every event that no ending bears out, and the first that those before it rule out."""
    alone = [game.unfolded.markers[:, places[f"{ALONE}{k}"]] for k in range(1, len(seen) + 1)]
    held = game.scenario.fixes
    why = f"parties are held to {', '.join(held)}" if held else "a red line, a condition or the steps rule it out"
    expected = "what some course of the case leads to"
    problems = [
        Problem(FILE, k, 1, f"{event.text!r}, which cannot come about in this case", expected, why)
        for k, (event, mine) in enumerate(zip(seen, alone, strict=True), 1)
        if not mine.any()
    ]
    for k, event in enumerate(seen, 1):
        if problems or game.unfolded.markers[:, places[f"{SO_FAR}{k}"]].any():
            continue
        clash = [o.text for o, mask in zip(seen[: k - 1], alone, strict=False) if not (mask & alone[k - 1]).any()]
        other = repr(clash[0]) if clash else "the events before it"
        found = f"{event.text!r}, which cannot come about together with {other}"
        problems.append(Problem(FILE, k, 1, found, f"{expected} as well as to those", "one of them contradicts it"))
    if problems:
        raise InputError(problems)
