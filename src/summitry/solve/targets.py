"""What derivatives are taken of: chances of events, values, single choices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.tree import TERMINAL, Tree
from summitry.solve.frame import Frame
from summitry.solve.solution import Floats

Weights = npt.NDArray[np.float64] | npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Probability:
    """The chance of an event, or of one event given another: a marker, an outcome, a belief.

    An event is the nodes that make it up, none of them below another: weights [N] by node or [Z] by terminal, in the
    order of `np.flatnonzero(tree.owner == -2)`, usually 0 and 1. Any other weights give the expected sum of weights.

    >>> import numpy as np
    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> event = np.zeros(game.tree.size)
    >>> event[game.unfolded.leaves] = game.unfolded.outcome == 0
    >>> found = summitry.derivatives(summitry.solve(game, 8), [summitry.Probability(event)])
    >>> bool((found.values > 0).all() and (found.values < 1).all())
    True
    """

    event: Weights
    """[N] or [Z]"""
    given: Weights | None = None
    """[N] or [Z]; the target is the sum over `event` divided by the sum over `given`."""
    by: int | None = None
    """Party whose odds of chance count; the analyst's by default."""


@dataclass(frozen=True)
class Value:
    """A party's expected payoff, by its own odds of chance or by the analyst's.

    >>> summitry.Value(0, analyst=True)
    Value(party=0, analyst=True)
    """

    party: int
    analyst: bool = False


@dataclass(frozen=True)
class Choice:
    """The probability of one flat action at its information set.

    >>> summitry.Choice(3).action
    3
    """

    action: int


Target = Probability | Value | Choice


@dataclass(frozen=True, eq=False)
class Seeds:
    """How a target depends on one draw directly."""

    value: float
    nodes: Floats | None = None
    """[N] derivative by the log reach of each node; None for a single choice."""
    column: int = -1
    """Odds that reach is by."""
    endings: Floats | None = None
    """[N] chance of each terminal, where the target is a value."""
    party: int = -1
    """Whose value."""
    action: int = -1
    """The choice."""


def check_targets(tree: Tree, targets: tuple[Target, ...]) -> None:
    """Raise `GameError` where a target does not fit the tree."""
    parties, ends = len(tree.parties), int((tree.owner == TERMINAL).sum())
    for k, target in enumerate(targets):
        match target:
            case Probability(event, given, by):
                for name, weights in (("event", event), ("given", given)):
                    if weights is None:
                        continue
                    if weights.shape not in ((tree.size,), (ends,)):
                        raise GameError(
                            f"target {k}: `{name}` has shape {weights.shape}, expected {(tree.size,)} by node "
                            f"or {(ends,)} by terminal"
                        )
                    if not np.isfinite(weights).all():
                        raise GameError(f"target {k}: `{name}` must be finite")
                if given is not None and (np.any(given < 0) or not np.any(given)):
                    raise GameError(f"target {k}: `given` must not be negative, nor nothing but noughts")
                party = by
            case Value(party=party):
                pass
            case Choice(action):
                party = None
                if not 0 <= action < tree.actions:
                    raise GameError(f"target {k}: there is no action {action}; there are {tree.actions}")
            case _:
                raise GameError(f"target {k} is {target!r}, expected a Probability, Value or Choice")
        if party is not None and not 0 <= party < parties:
            raise GameError(f"target {k}: there is no party number {party}; there are {parties}")


def by_node(tree: Tree, weights: Weights) -> Floats:
    """[N] weights from those by node or by terminal."""
    if len(weights) == tree.size:
        return np.asarray(weights, np.float64)
    full = np.zeros(tree.size)
    full[tree.owner == TERMINAL] = weights
    return full


class Reader:
    """Reads targets off one draw; reach by the same odds is worked out once."""

    def __init__(self, frame: Frame, payoffs: Floats, chance: Floats, log_strategy: Floats) -> None:
        """[R, P], [C, P + 1] and [A] of one draw."""
        self.tree, self.frame = frame.tree, frame
        self.payoffs, self.chance, self.log_strategy = payoffs, chance, log_strategy
        self.known: dict[int, Floats] = {}

    def _log_reach(self, column: int) -> Floats:
        if column not in self.known:
            self.known[column] = self.frame.log_reach(self.log_strategy, self.chance[:, column])
        return self.known[column]

    def read(self, target: Target) -> Seeds:
        """The value of a target and what it depends on."""
        parties = len(self.tree.parties)
        match target:
            case Choice(action):
                return Seeds(float(np.exp(self.log_strategy[action])), action=action)
            case Value(party, analyst):
                column = parties if analyst else party
                ends, chances = self.frame.ends, np.zeros(self.tree.size)
                chances[ends] = np.exp(self._log_reach(column)[ends])
                # A constant taken off moves nothing, as chances sum to one.
                middle = float(self.payoffs[:, party].mean())
                weighed = np.zeros(self.tree.size)
                weighed[ends] = chances[ends] * (self.payoffs[self.tree.payoff_row[ends], party] - middle)
                return Seeds(float(weighed.sum()) + middle, weighed, column, chances, party)
            case Probability(event, given, by):
                column = parties if by is None else by
                logs, weights = self._log_reach(column), by_node(self.tree, event)
                if given is None:
                    part = weights * np.exp(logs)
                    return Seeds(float(part.sum()), part, column)
                condition = by_node(self.tree, given)
                logs = logs - logs[condition > 0].max()
                # Nodes outside the condition may be far likelier than those in it.
                part = np.where(weights == 0, 0.0, weights * np.exp(np.where(weights == 0, 0.0, logs)))
                whole = np.where(condition == 0, 0.0, condition * np.exp(np.where(condition == 0, 0.0, logs)))
                value = float(part.sum() / whole.sum())
                return Seeds(value, (part - value * whole) / whole.sum(), column)
