"""What comes back from a solve: strategies, certificates, events on the way, and how it went."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]


class Status(IntEnum):
    """How one draw ended; everything but `SOLVED` is a draw without an answer.

    >>> print(summitry.Status.BUDGET.advice)
    The branch was longer than the budget allows; raise `PathOptions.budget` or lower the precision.
    """

    SOLVED = 0
    NOT_CONVERGED = 1
    BRANCH_LOST = 2
    STEP_TOO_SMALL = 3
    BUDGET = 4

    @property
    def advice(self) -> str:
        """One sentence: what happened and what to do."""
        return _ADVICE[self]


_ADVICE = {
    Status.SOLVED: "The principal branch was followed to the stated precision and the answer is certified.",
    Status.NOT_CONVERGED: "The end of the branch was reached but the residual stayed above the tolerance; "
    "loosen `tolerance` or lower the precision.",
    Status.BRANCH_LOST: "The branch could not be told from a neighbouring one (a bifurcation or a very sharp turn); "
    "break the tie with a small literal payoff, or lower the precision.",
    Status.STEP_TOO_SMALL: "The steps along the branch became too small to go on; lower the precision or check "
    "for payoffs of very different size.",
    Status.BUDGET: "The branch was longer than the budget allows; raise `PathOptions.budget` or lower the precision.",
}


class Method(IntEnum):
    """Which procedure gave a draw's answer."""

    ANDERSON = 0
    """Accelerated sweeps along the precision, with step control."""
    ARCLENGTH_DENSE = 1
    """Pseudo-arclength with exact derivatives."""
    ARCLENGTH_SWEEPS = 2
    """Pseudo-arclength with accelerated sweeps."""


@dataclass(frozen=True)
class Event:
    """Something met on the way along the branch."""

    kind: str
    """`turning point` or `bifurcation`."""
    precision: float
    """The largest of the parties' precisions at that point (all move in proportion)."""


@dataclass(frozen=True)
class PathOptions:
    """Knobs of the path following; the defaults are meant to be right.

    >>> summitry.PathOptions(tolerance=1e-10).memory
    5
    """

    tolerance: float = 1e-9
    """Largest residual (in log-odds) of a solved draw; loosened where rounding alone exceeds it."""
    step_difference: float = 0.05
    """Largest difference between a predicted and a corrected choice probability; half of it by arclength."""
    budget: int = 20_000
    """Most sweeps that one draw may use in the accelerated stage; the arclength stage may use as many again, or ten
    times as many where it is dense, and fifty times as a last resort."""
    memory: int = 5
    """Anderson memory along the precision; three times as much by arclength."""
    dense_below: int = 150
    """Number of free log-odds below which draws that the accelerated path gives up go on by exact derivatives at once;
    with more, they are first tried by accelerated sweeps along the branch."""
    last_resort: bool = True
    """Whether these are tried again by exact derivatives, up to 3,000 free log-odds (minutes on a long branch)."""
    arclength: bool = True
    """Whether draws that the accelerated path gives up go on by arclength; else they stay without an answer, which a
    first picture can wait for."""
    arclength_only: bool = False
    """Follow every draw by arclength from the start (slow; for checks)."""

    def __post_init__(self) -> None:
        if not (0 < self.tolerance < 1e-2 and 0 < self.step_difference < 1):
            raise GameError("`tolerance` must lie in (0, 0.01) and `step_difference` in (0, 1)")
        if self.budget < 1 or not 1 <= self.memory <= 20:
            raise GameError("`budget` must be positive and `memory` between 1 and 20")


@dataclass(frozen=True, eq=False)
class Solution:
    """Agent logit quantal response equilibria of B draws of one tree; it knows how it was made.

    Draws whose `status` is not `Status.SOLVED` hold NaN in every number: they have no answer.

    >>> solution = summitry.solve(summitry.build(summitry.load("sanctions-threat")), 8)
    >>> solution.strategy.shape == (8, solution.tree.actions), float(solution.residual.max()) < 1e-8
    (True, True)
    """

    tree: Tree
    draws: Draws
    options: PathOptions
    log_strategy: Floats
    """[B, A] natural logarithm of the probability of each action at its information set."""
    status: Codes
    """[B] a `Status`."""
    folded: Bools
    """[B] the branch turned back at least once on the way."""
    residual: Floats
    """[B] largest |log-odds - precision x payoff difference| over all information sets."""
    regret_ratio: Floats
    """[B] largest regret over its bound W((k-1)/e)/precision; at most 1 at an exact equilibrium."""
    events: tuple[tuple[Event, ...], ...]
    """One tuple per draw, in the order met along the branch."""
    sweeps: Counts
    """[B] sweeps of the whole tree that were spent."""
    values: Floats
    """[B, P] expected payoff of each party by its own odds."""
    values_analyst: Floats
    """[B, P] expected payoff of each party by the analyst's odds."""
    procedure: Codes
    """[B] a `Method`."""
    method: str = field(default="agent logit quantal response, principal branch")

    @property
    def strategy(self) -> Floats:
        """[B, A] probability of each action at its information set."""
        return np.exp(self.log_strategy)

    @property
    def solved(self) -> Bools:
        """[B] whether the draw has an answer."""
        return np.asarray(self.status == Status.SOLVED)

    @property
    def size(self) -> int:
        """Number of draws, B."""
        return len(self.status)
