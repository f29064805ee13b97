"""Stages unfold into one static tree: nodes, information sets from who saw what, payoff rows, facts of every ending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.build.facts import Facts
from summitry.build.ground import ONE, ZERO, Ground
from summitry.build.program import Ballot, Decide, Due, Make, Program, Propose
from summitry.build.walk import Book, Branching, Path, Walker, path_in_words
from summitry.errors import InputError, Problem
from summitry.game import CHANCE, TERMINAL, Tree
from summitry.scenario import model as m

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class InfosetAbout:
    """What an information set is, for people."""

    party: str
    type: str
    stage: str
    step: str
    round: int
    what: str
    """choice | proposal | answer | vote | threat made | threat due."""
    history: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Unfolded:
    """A tree with what its endings mean."""

    tree: Tree
    profiles: tuple[tuple[int, ...], ...]
    """Type profiles in the order of the root's children: a code per party, -1 where it has one known type."""
    slots: tuple[Mapping[str, Ground], ...]
    """Odds of chance slots behind those of the type profiles: by holder, `""` the analyst."""
    leaves: Ints
    """[Z] terminal nodes."""
    facts: Ints
    """[Z, F] facts at each ending."""
    rows: tuple[tuple[tuple[int, ...], ...], ...]
    """Per payoff row, per party: ids of contributions."""
    contributions: tuple[tuple[int, str, int, Ground, tuple[Ground, ...]], ...]
    """(party, name of the term, sign, number, discounts)."""
    outcome: Ints
    """[Z] index of the outcome."""
    markers: npt.NDArray[np.bool_]
    """[Z, M] whether each marker holds, or can hold."""
    by_draw: Mapping[int, Ints]
    """Marker that depends on a share split by draw -> [Z] which of `weights` says whether it holds there."""
    weights: tuple[Ground, ...]
    """Numbers that are 1 or 0 by draw; the first is 1."""
    about: tuple[InfosetAbout, ...]
    chances: Mapping[int, tuple[str, tuple[str, ...]]]
    """Chance node -> its step and the labels of its branches; without that of the types."""


def profiles_of(scenario: m.Scenario) -> tuple[tuple[int, ...], ...]:
    """All type profiles, the last party's types running fastest."""
    return tuple(product(*(range(len(p.types)) if p.types else (-1,) for p in scenario.parties)))


def starts(walker: Walker) -> list[Path]:
    """One path for each type profile, each party knowing its own type and the secrets it shares."""
    scenario, index = walker.program.scenario, walker.program.variables.index
    out = []
    for profile in profiles_of(scenario):
        path = walker.start()
        for k, party in enumerate(scenario.parties):
            path.facts[index["type", party.name]] = profile[k]
            if party.types and walker.keep:
                for knower in (party.name, *party.known_to):
                    # positions below 0 are secrets known from the start
                    path.seen[walker.index[knower]] = walker.book.sight(
                        path.seen[walker.index[knower]], (-2 - k, profile[k])
                    )
        out.append(path)
    return out


def unfold(walker: Walker, nodes: int) -> Unfolded:
    """Build the tree of `nodes` nodes (counted before)."""
    return _Unfolding(walker, nodes).run()


class _Unfolding:
    def __init__(self, walker: Walker, nodes: int) -> None:
        self.walker = walker
        self.program: Program = walker.program
        self.scenario = self.program.scenario
        self.book: Book = walker.book
        self.owner = np.full(nodes, TERMINAL, np.int32)
        self.parent = np.full(nodes, -1, np.int32)
        self.first = np.full(nodes, -1, np.int32)
        self.children = np.zeros(nodes, np.int32)
        self.infoset = np.full(nodes, -1, np.int32)
        self.slot = np.full(nodes, -1, np.int32)
        self.row = np.full(nodes, -1, np.int32)
        self.used = 1
        self.sets: dict[tuple[int, int, int], int] = {}
        self.set_options: list[tuple[int, ...]] = []
        self.set_labels: list[tuple[str, ...]] = []
        self.set_keys: list[tuple[int, int, int]] = []
        self.slots: dict[Any, int] = {}
        self.slot_odds: list[Mapping[str, Ground]] = []
        self.chances: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.rows: dict[tuple[tuple[int, ...], ...], int] = {}
        self.leaves: list[int] = []
        self.facts: list[Facts] = []
        self.ends = _Ends(self)

    def run(self) -> Unfolded:
        profiles = profiles_of(self.scenario)
        paths = starts(self.walker)
        stack: list[tuple[int, Path]]
        if len(paths) > 1:
            first = self._children(0, len(paths), CHANCE)
            self.slot[first : first + len(paths)] = np.arange(len(paths))
            stack = [(first + k, p) for k, p in reversed(list(enumerate(paths)))]
        else:
            stack = [(0, paths[0])]
        self.types = len(paths) if len(paths) > 1 else 0
        while stack:
            node, path = stack.pop()
            branching = self.walker.advance(path)
            if branching is None:
                self._ending(node, path)
                continue
            count = len(branching.options)
            first = self._children(node, count, branching.party if branching.party >= 0 else CHANCE)
            if branching.party >= 0:
                self.infoset[node] = self._set(path, branching)
            else:
                self.chances[node] = branching.operation.step, branching.labels
                for k in range(count):
                    self.slot[first + k] = self._slot(branching, k)
            for k in range(count - 1, -1, -1):
                after = path.copy() if k else path
                stack.append((first + k, after))
                if k:
                    self.walker.choose(after, branching, k)
            self.walker.choose(path, branching, 0)
        return self._finish(profiles)

    def _children(self, node: int, count: int, owner: int) -> int:
        first = self.used
        self.used += count
        self.owner[node] = owner
        self.first[node] = first
        self.children[node] = count
        self.parent[first : first + count] = node
        return first

    def _set(self, path: Path, branching: Branching) -> int:
        key = (path.position, branching.party, path.seen[branching.party])
        expected = self.book.actions_at.setdefault(key, branching.options)
        if expected != branching.options:
            self._differ(path, branching, expected)
        found = self.sets.get(key)
        if found is None:
            found = self.sets[key] = len(self.set_keys)
            self.set_keys.append(key)
            self.set_options.append(branching.options)
            self.set_labels.append(branching.labels)
        return found

    def _differ(self, path: Path, branching: Branching, expected: tuple[int, ...]) -> None:
        op = branching.operation
        line, col = self.scenario.places.get(op.step, (0, 0))
        raise InputError(
            [
                Problem(
                    self.scenario.file,
                    line,
                    col,
                    f"{self.book.names[branching.party]} has other options at '{op.step}' than on another path that "
                    f"looks the same to it (when {path_in_words(self.program, path.facts)}: "
                    f"{', '.join(branching.labels)})",
                    "the same options wherever a party cannot tell the paths apart",
                    "tell it what the options depend on (`told to`), or drop the condition",
                )
            ]
        )

    def _slot(self, branching: Branching, k: int) -> int:
        odds = branching.weights[k]
        assert isinstance(odds, dict)
        key = tuple(sorted(odds.items()))
        found = self.slots.get(key)
        if found is None:
            found = self.slots[key] = self.types + len(self.slot_odds)
            self.slot_odds.append(odds)
        return found

    def _ending(self, node: int, path: Path) -> None:
        key = self.ends.row(path)
        self.row[node] = self.rows.setdefault(key, len(self.rows))
        self.leaves.append(node)
        self.facts.append(path.facts)

    def _finish(self, profiles: tuple[tuple[int, ...], ...]) -> Unfolded:
        widths = np.array([len(o) for o in self.set_options], np.int64)
        tree = Tree(
            parties=tuple(self.book.names),
            owner=self.owner,
            parent=self.parent,
            first_child=self.first,
            children=self.children,
            infoset=self.infoset,
            chance_slot=self.slot,
            payoff_row=self.row,
            infoset_party=np.array([k[1] for k in self.set_keys], np.int32),
            infoset_start=np.concatenate([[0], np.cumsum(widths)]).astype(np.int32),
        )
        facts = np.array(self.facts, np.int32).reshape(len(self.facts), -1)
        outcome, markers, by_draw, weights = self.ends.events(self.facts)
        return Unfolded(
            tree=tree,
            profiles=profiles,
            slots=tuple(self.slot_odds),
            leaves=np.array(self.leaves, np.int32),
            facts=facts,
            rows=tuple(self.rows),
            contributions=tuple(self.book.contributions),
            outcome=outcome,
            markers=markers,
            by_draw=by_draw,
            weights=weights,
            about=tuple(self._about(k) for k in range(len(self.set_keys))),
            chances=self.chances,
        )

    def _about(self, h: int) -> InfosetAbout:
        position, party, seen = self.set_keys[h]
        op = self.program.operations[position]
        own = self.scenario.parties[party]
        kinds = {Decide: "choice", Propose: "proposal", Make: "threat made", Due: "threat due"}
        what = kinds.get(type(op), "answer")
        if isinstance(op, Ballot) and op.package < 0:
            what = "vote"
        own_type, history = "", []
        while seen:
            seen, (where, code) = self.book.trail[seen]
            if where <= -2:
                holder = self.scenario.parties[-2 - where]
                if holder.name == own.name:
                    own_type = holder.types[code].name
                else:
                    history.append(f"{holder.name} is {holder.types[code].name}")
            else:
                text = said(self.program, self.book, where, code)
                if text:
                    history.append(text)
        return InfosetAbout(
            own.name, own_type, op.stage, op.step, op.round, what, tuple(reversed(history)), self.set_labels[h]
        )


def said(program: Program, book: Book, position: int, code: int) -> str:
    """What was seen at a position, as a condition; empty for the calendar."""
    from summitry.build.facts import WITHHELD
    from summitry.build.program import Announcement, EnterStage, Tally

    op = program.operations[position]
    again = f" (round {op.round})" if op.round else ""
    match op:
        case EnterStage():
            return ""
        case Decide():
            return f"{op.step} is {op.options[code].label}{again}"
        case Announcement():
            return f"{op.step} is {op.says[code][0]}{again}"
        case Propose():
            if code == WITHHELD:
                return f"{op.step} is withheld{again}"
            return f"{op.step}: {book.package_label(program.variables.packages[code])}{again}"
        case Ballot():
            verb = op.labels[code]
            return f"{op.by} {verb}{again}" if op.package >= 0 else f"{op.by} votes {verb}{again}"
        case Tally():
            members = [p for p, _ in op.ballots]
            extra = ""
            if code >> 1:
                cast = [(p, ((code >> (2 * k + 1)) & 3) - 1) for k, p in enumerate(members)]
                if op.package >= 0:
                    no = [p for p, value in cast if value == 1]
                    extra = f" by {', '.join(no)}" if no and not code & 1 else ""
            if op.package >= 0:
                return f"{op.step} {'agreed' if code & 1 else 'refused'}{extra}{again}"
            return f"{op.step} is {op.options[0 if code & 1 else 1].label}{again}"
        case Make():
            return f"{op.step} {'made' if code == 1 else 'not made'}"
        case Due():
            return f"{op.step} {'carried out' if code == 1 else 'backed down'}"
    return ""


def answers_told(program: Program, position: int, code: int) -> tuple[tuple[str, bool], ...]:
    """(party, whether it accepts) of the answers to a proposal that were told as they were counted; else none."""
    from summitry.build.program import Tally

    op = program.operations[position]
    if not isinstance(op, Tally) or op.package < 0:
        return ()
    cast = [(member, ((code >> (2 * k + 1)) & 3) - 1) for k, (member, _) in enumerate(op.ballots)]
    return tuple((member, value == 0) for member, value in cast if value >= 0)


class _Ends:
    """Payoffs, outcomes and markers at endings; each depends on few facts, so results are kept by these."""

    def __init__(self, unfolding: _Unfolding) -> None:
        self.walker = unfolding.walker
        self.program = unfolding.program
        self.book = unfolding.book
        scenario = unfolding.scenario
        conditions, grounder = self.program.conditions, self.walker.grounder
        self.terms: list[list[tuple[m.Term, Any]]] = []
        self.pick: list[Any] = []
        self.paths: list[frozenset[str]] = []
        self.known: list[dict[Any, tuple[int, ...]]] = []
        for party in scenario.parties:
            mine = [(t, conditions.test(t.when)) for t in scenario.terms if t.party == party.name]
            reads = {v for t, _ in mine for v in (*grounder.reads(t.value), *conditions.reads(t.when))}
            reads |= grounder.reads(m.WorthOf(party.name))
            self.terms.append(mine)
            self.pick.append(_getter(sorted(reads)))
            self.known.append({})
        self.outcomes = [(e, conditions.test(e.when)) for e in scenario.outcomes]
        self.markers = scenario.markers
        self.event_pick = _getter(
            sorted({v for e in (*scenario.outcomes, *scenario.markers) for v in conditions.reads(e.when)})
        )

    def row(self, path: Path) -> tuple[tuple[int, ...], ...]:
        """Per party the ids of all contributions to its payoff."""
        out = []
        for k in range(len(self.terms)):
            key = (self.pick[k](path.facts), path.shifts, path.discounts[k])
            found = self.known[k].get(key)
            if found is None:
                found = self.known[k][key] = self._terms(k, path)
            out.append((*path.costs[k], *found))
        return tuple(out)

    def _terms(self, k: int, path: Path) -> tuple[int, ...]:
        grounder, facts = self.walker.grounder, path.facts
        out = []
        worth = grounder.worth(self.book.names[k], facts, path.shifts)
        if worth != ("c", 0.0):
            out.append(self.book.contribution(k, "what is agreed", 1, worth, path.discounts[k]))
        for term, test in self.terms[k]:
            if test(facts):
                ground = grounder.ground(term.value, facts, path.shifts)
                if ground != ("c", 0.0):
                    out.append(self.book.contribution(k, term.name, 1, ground, path.discounts[k]))
        return tuple(out)

    def events(self, facts: Sequence[Facts]) -> tuple[Ints, npt.NDArray[np.bool_], dict[int, Ints], tuple[Ground, ...]]:
        """Outcome [Z] and markers [Z, M] of the endings, and what the markers that differ by draw rest on there.

        An ending that no outcome fits is an error.
        """
        known: dict[Any, tuple[int, tuple[int, ...]]] = {}
        outcome = np.empty(len(facts), np.int32)
        weight = np.zeros((len(facts), len(self.markers)), np.int32)
        weights: dict[Ground, int] = {ZERO: -1, ONE: 0}
        for z, f in enumerate(facts):
            key = self.event_pick(f)
            found = known.get(key)
            if found is None:
                which = next((i for i, (_, test) in enumerate(self.outcomes) if test(f)), None)
                if which is None:
                    raise InputError(
                        [
                            Problem(
                                self.program.scenario.file,
                                *self.program.scenario.places.get("outcomes", (0, 0)),
                                f"no outcome fits the ending when {path_in_words(self.program, f)}",
                                "outcomes that together cover every path",
                                "end the list with `NAME: otherwise`",
                            )
                        ]
                    )
                truths = [self.walker.grounder.truth(event.when, f) for event in self.markers]
                found = known[key] = (which, tuple(weights.setdefault(t, len(weights) - 1) for t in truths))
            outcome[z] = found[0]
            weight[z] = found[1]
        by_draw = {j: weight[:, j] for j in range(len(self.markers)) if (weight[:, j] > 0).any()}
        return outcome, weight >= 0, by_draw, tuple(weights)[1:]


def _getter(variables: list[int]) -> Any:
    if not variables:
        return lambda f: ()
    return itemgetter(*variables)
