"""What is measured on every draw: sums of the chances of endings, by event and type profile.

All figures of a study about events, beliefs, threats and deals are sums over endings of their chances. The endings
of each event are known from the tree alone, so that one sparse product a block of draws yields them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from summitry.build import Game
from summitry.build.facts import NOT_YET, WITHHELD
from summitry.build.ground import Values
from summitry.build.program import Announcement, Decide, Make, Operation, Propose, Tally

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sighting:
    """A public event: a step came out in one way."""

    text: str
    """As a condition."""
    stage: str
    step: str
    round: int
    option: str
    told: tuple[str, ...]
    attend: tuple[str, ...]
    by: str
    column: int
    with_main: int
    """Column of the event together with the main one."""


@dataclass(frozen=True, eq=False)
class Measures:
    """Which endings belong to which event: column k of the product is the chance of event k."""

    game: Game
    columns: tuple[tuple[str, ...], ...]
    """Names of the K events, such as `("marker", "second meeting")`."""
    masks: tuple[Bools, ...]
    """[Z] per event, or part of one that holds by draw: whether the ending belongs to it."""
    parts: tuple[tuple[int, int, int], ...]
    """(event, mask, weight): what an event gets of a mask, times one of `unfolded.weights` by draw."""
    sightings: tuple[Sighting, ...]
    packages: tuple[tuple[int, ...], ...]
    """Settlements that occur at endings (option per issue), each an event `("settled", number)`."""

    @cached_property
    def profile(self) -> npt.NDArray[np.int64]:
        """[Z] type profile of each ending."""
        index = self.game.program.variables.index
        columns = [index["type", p.name] for p in self.game.scenario.parties]
        codes = self.game.unfolded.facts[:, columns]
        lookup = {p: i for i, p in enumerate(self.game.unfolded.profiles)}
        return np.array([lookup[tuple(int(c) for c in row)] for row in codes], np.int64)

    @cached_property
    def _kinds(self) -> tuple[npt.NDArray[np.int32], Floats]:
        """Kind of each ending [Z], and the [G, K * T] events and profiles that a kind belongs to.

        Few endings differ in their events and profile; those that do not are added up before anything else.
        """
        table = np.packbits(np.array(self.masks), axis=0).T
        keys = np.column_stack((self.profile.astype(np.int32)[:, None].view(np.uint8), table))
        whole = np.ascontiguousarray(keys).view(np.dtype((np.void, keys.shape[1]))).reshape(-1)
        _, first, kind = np.unique(whole, return_index=True, return_inverse=True)
        types = len(self.game.unfolded.profiles)
        belongs = np.zeros((len(first), len(self.masks), types))
        belongs[np.arange(len(first)), :, self.profile[first]] = np.array(self.masks)[:, first].T
        return kind.reshape(-1).astype(np.int32), belongs.reshape(len(first), -1)

    @cached_property
    def alike(self) -> npt.NDArray[np.int32]:
        """[N] endings that belong to the same events and profile have the same number; -1 at other nodes."""
        out = np.full(self.game.tree.size, -1, np.int32)
        out[self.game.unfolded.leaves] = self._kinds[0]
        return out

    @property
    def alike_count(self) -> int:
        """Number of kinds of endings, G."""
        return len(self._kinds[1])

    def of(self, weights: Floats, values: Values) -> Floats:
        """[B, K, T] chances of the events from the chances of the kinds of endings [B, G] and the draws' numbers."""
        types = len(self.game.unfolded.profiles)
        found = np.ascontiguousarray((self._products @ weights.T).T).reshape(len(weights), len(self.masks), types)
        if not self.game.unfolded.by_draw:
            return found
        events = np.zeros((len(weights), len(self.columns), types))
        for event, mask, weight in self.parts:
            # the first weight is 1: most events hold or not in every draw
            factor = values.of(self.game.unfolded.weights[weight])[:, None] if weight else 1.0
            events[:, event] += factor * found[:, mask]
        return events

    @cached_property
    def _products(self) -> sparse.csr_matrix:
        return sparse.csr_matrix(self._kinds[1].T)

    @cached_property
    def main(self) -> npt.NDArray[np.int64]:
        """[E] columns of outcomes, markers, and both together."""
        kinds = ("outcome", "marker", "both")
        return np.array([k for k, name in enumerate(self.columns) if name[0] in kinds], np.int64)

    def index(self, *name: str) -> int:
        """The column of an event; `KeyError` if it is not measured."""
        return self._places[name]

    @cached_property
    def _places(self) -> dict[tuple[str, ...], int]:
        return {name: k for k, name in enumerate(self.columns)}


def measures_of(game: Game, *, events: bool = True, main: tuple[str, int] | None = None) -> Measures:
    """All events of a game that a study reports on, or only its outcomes and markers (`events` false).

    `main` (marker or outcome, and which) is the event with which moves are seen; by default the first.
    """
    unfolded, scenario, v = game.unfolded, game.scenario, game.program.variables
    facts = unfolded.facts
    columns: list[tuple[str, ...]] = []
    masks: list[Bools] = []
    parts: list[tuple[int, int, int]] = []

    def add(mask: Bools, *name: str, marker: int = -1) -> int:
        """A column of an event, with a marker where one is given."""
        columns.append(name)
        weight = unfolded.by_draw.get(marker)
        for number in [0] if weight is None else sorted(set(weight[mask & (weight >= 0)].tolist())) or [0]:
            parts.append((len(columns) - 1, len(masks), number))
            masks.append(mask if weight is None else mask & (weight == number))
        return len(columns) - 1

    add(np.ones(len(facts), np.bool_), "all")
    outcomes = [unfolded.outcome == i for i in range(len(scenario.outcomes))]
    for event, mask in zip(scenario.outcomes, outcomes, strict=True):
        add(mask, "outcome", event.name)
    for j, marker in enumerate(scenario.markers):
        add(unfolded.markers[:, j], "marker", marker.name, marker=j)
        for event, mask in zip(scenario.outcomes, outcomes, strict=True):
            add(unfolded.markers[:, j] & mask, "both", marker.name, event.name, marker=j)
    if not events:
        return Measures(game, tuple(columns), tuple(masks), tuple(parts), (), ())
    kind, place = main or ("marker" if scenario.markers else "outcome", 0)
    with_it = unfolded.markers[:, place] if kind == "marker" else outcomes[place]
    sightings = [
        Sighting(
            text,
            op.stage,
            op.step,
            op.round,
            option,
            told,
            _attend(game, op.stage),
            by,
            add(mask, "seen", str(position), option),
            add(mask & with_it, "seen with main", str(position), option, marker=place if kind == "marker" else -1),
        )
        for position, op in enumerate(game.program.operations)
        for option, text, mask, told, by in _results(game, op)
        if mask.any()
    ]
    for threat in {k[1]: None for k in v.index if k[0] == "made"}:
        done = facts[:, v.index["done", threat]]
        add(facts[:, v.index["made", threat]] == 1, "made", threat)
        add(done != NOT_YET, "due", threat)
        add(done == 1, "carried out", threat)
    packages: list[tuple[int, ...]] = []
    if scenario.issues:
        settled = facts[:, [v.index["settled", i.name] for i in scenario.issues]]
        distinct, which = np.unique(settled, axis=0, return_inverse=True)
        for number, options in enumerate(distinct):
            if (options >= 0).any():
                packages.append(tuple(int(o) for o in options))
                add(which.reshape(-1) == number, "settled", str(len(packages) - 1))
    return Measures(game, tuple(columns), tuple(masks), tuple(parts), tuple(sightings), tuple(packages))


def _attend(game: Game, stage: str) -> tuple[str, ...]:
    return next((s.attend for s in game.scenario.stages if s.name == stage), ())


def _results(game: Game, op: Operation) -> list[tuple[str, str, Bools, tuple[str, ...], str]]:
    """(option, condition, endings, told, by) of what can be seen at a position."""
    facts = game.unfolded.facts
    out: list[tuple[str, str, Bools, tuple[str, ...], str]] = []
    again = f" (round {op.round})" if op.round else ""
    match op:
        case Decide():
            told = tuple(dict.fromkeys((*op.told, *((op.by,) if op.by else ()))))
            for k, option in enumerate(op.options):
                out.append(
                    (option.label, f"{op.step} is {option.label}{again}", facts[:, op.variable] == k, told, op.by)
                )
        case Announcement():
            for k, (label, _) in enumerate(op.says):
                out.append((label, f"{op.step} is {label}{again}", facts[:, op.variable] == k, op.told, ""))
        case Tally() if op.package < 0:
            for k, option in enumerate(op.options):
                out.append(
                    (option.label, f"{op.step} is {option.label}{again}", facts[:, op.variable] == k, op.told, "")
                )
        case Tally():
            for code, word in ((1, "agreed"), (0, "refused")):
                out.append((word, f"{op.step} {word}{again}", facts[:, op.variable] == code, op.told, ""))
        case Propose() if not op.mediator:
            made = facts[:, op.variable]
            if (made == WITHHELD).any():
                out.append(("withheld", f"{op.step} is withheld{again}", made == WITHHELD, op.told, op.by))
        case Make() if op.threat is not None and op.threat.may:
            made = facts[:, op.variable]
            told = tuple(dict.fromkeys((*op.told, op.threat.by)))
            for code, word in ((1, "made"), (0, "not made")):
                out.append((word, f"{op.step} {word}", made == code, told, op.threat.by))
    return out
