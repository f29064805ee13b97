"""All equilibria that a search finds at the precision of one draw: from random starts and along branches.

1. The principal branch is followed from 0 to beyond the precision; where it first meets it is the principal answer.
2. From each of many random log-odds a curve is followed that must end in an equilibrium (`Curve.start`), and a little
   beyond, where it may come back to others.
3. From every equilibrium found its own branch is followed both ways, and from every bifurcation met the branches that
   leave it, along the null vector of the derivative.

Each is certified, and tested for stability under best-response dynamics dx/dt = response(x) - x. The search is by
sampling: it proves no equilibrium absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve.certificate import certify
from summitry.solve.continuation import Curve, Leg, Point, Walk, beginning, correct, point_at
from summitry.solve.drive import check_chances
from summitry.solve.logit import Floats, Response
from summitry.solve.plan import plan
from summitry.solve.solution import Event, Status

LARGEST = 1000
"""Most free log-odds of a game that is searched: matrices are dense."""
_BEYOND = 4.0
"""How far past the precision branches are followed, over the precision."""
_PAST = 1.5
"""The same for curves from random starts."""
_SWITCHES = 24
"""Most bifurcations at which branches are left."""
_LEG_BUDGET = 4_000
"""Most Newton moves along one branch away from an equilibrium."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """One equilibrium at the precision that was asked, with its certificate."""

    log_strategy: Floats
    """[A]"""
    principal: bool
    """Whether it is where the principal branch first reaches the precision."""
    found: str
    """Where it was first met: `principal branch`, `start`, `branch` or `bifurcation`."""
    starts: int
    """Random starts that led here."""
    leading_eigenvalue: complex
    """Of best-response dynamics in continuous time, the eigenvalue with the largest real part."""
    residual: float
    regret_ratio: float
    values: Floats
    """[P] expected payoff of each party by its own odds."""

    @property
    def strategy(self) -> Floats:
        """[A] probability of each action at its information set."""
        return np.exp(self.log_strategy)

    @property
    def stable(self) -> bool:
        """Whether best-response dynamics return to it after a small disturbance."""
        return self.leading_eigenvalue.real < 0


@dataclass(frozen=True, eq=False)
class Branches:
    """What a search for all equilibria of one draw found; the principal one first, then by how many starts led there.

    >>> game = summitry.load_game(b'NFG 1 R "Meet" { "Ann" "Bo" } { 2 2 } 2 1 0 0 0 0 1 2')
    >>> found = summitry.branches(game, 5, starts=16)
    >>> len(found.equilibria), [e.stable for e in found.equilibria if e.principal]
    (3, [False])
    """

    tree: Tree
    draws: Draws
    status: Status
    """Of the principal answer."""
    equilibria: tuple[Equilibrium, ...]
    starts: int
    """Random starts that were tried."""
    failed: int
    """Random starts whose curve could not be followed to its end."""
    seed: int
    events: tuple[Event, ...] = ()
    """On the principal branch, up to where it first reaches the precision."""


def branches(
    tree: Tree, draws: Draws, *, starts: int = 64, seed: int = 0, tolerance: float = 1e-6, budget: int = 20_000
) -> Branches:
    """Search for all logit equilibria of one draw at its precisions.

    Equilibria whose probabilities differ by less than `tolerance` count as one. `budget` bounds the Newton moves along
    the principal branch. The same seed gives the same answer, and more starts go through the same ones first.

    Raises `GameError` where arrays do not fit, there is more than one draw, a party forgets, or the game is too large.
    """
    if draws.size != 1:
        raise GameError(f"there are {draws.size} draws, expected one")
    if starts < 0 or seed < 0 or not 0 < tolerance < 0.1:
        raise GameError("expected `starts` and `seed` of 0 or more, and `tolerance` between 0 and 0.1")
    draws.check(tree)
    check_chances(plan(tree), draws)
    response = Response(tree, draws)
    if response.free > LARGEST:
        raise GameError(
            f"the game has {response.free} free choice probabilities, expected at most {LARGEST} in a search for all "
            "equilibria; solve it at a precision instead"
        )
    search = _Search(response, tolerance)
    status, events = search.principal(budget)
    failed = 0
    if response.top > 0 and response.free:
        failed = search.from_starts(starts, seed)
        search.along_branches()
    found = [_certified(response, draws, known) for known in search.known]
    found.sort(key=lambda e: (not e.principal, -e.starts))
    return Branches(tree, draws, status, tuple(found), starts, failed, seed, events)


@dataclass(eq=False)
class _Known:
    x: Floats
    strategy: Floats
    found: str
    principal: bool = False
    starts: int = 0


@dataclass(eq=False)
class _Search:
    response: Response
    tolerance: float
    known: list[_Known] = field(default_factory=list)
    forks: list[Leg] = field(default_factory=list)
    """Legs with a bifurcation whose branches have not been followed."""
    left: list[Floats] = field(default_factory=list)
    """Bifurcations whose branches have been."""

    def __post_init__(self) -> None:
        self.curve = Curve(self.response)

    def add(self, y: Floats, found: str) -> tuple[_Known, bool]:
        """The equilibrium at y, and whether it is new."""
        strategy = np.exp(self.response.log_strategy(y[:-1]))
        for known in self.known:
            if np.abs(known.strategy - strategy).max(initial=0.0) < self.tolerance:
                return known, False
        self.known.append(_Known(y[:-1], strategy, found))
        return self.known[-1], True

    def principal(self, budget: int) -> tuple[Status, tuple[Event, ...]]:
        top = self.response.top
        if top == 0 or not self.response.free:
            known, _ = self.add(np.zeros(self.response.free + 1), "principal branch")
            known.principal = True
            return Status.SOLVED, ()
        walk = Walk(self.curve, beginning(self.curve), (top,), budget, min(0.1, 0.5 * top))
        events: list[Event] = []
        reached = False
        for leg in self._bounded(walk):
            if not reached and leg.turning is not None and leg.turning < top:
                events.append(Event("turning point", leg.turning * self.response.unit))
            if not reached and leg.bifurcation:
                place = 0.5 * sum(leg.narrowed().span)
                if place <= top:
                    events.append(Event("bifurcation", place * self.response.unit))
            if not reached and leg.touching is not None and leg.touching <= top:
                events.append(Event("bifurcation", leg.touching * self.response.unit))
            for y in leg.meets(top):
                known, _ = self.add(y, "principal branch")
                known.principal |= not reached
                reached = True
            if leg.bifurcation:
                self.forks.append(leg)
        if reached:
            return Status.SOLVED, tuple(events)
        return Status.BRANCH_LOST if walk.status == Status.SOLVED else walk.status, tuple(events)

    def _bounded(self, walk: Walk) -> Iterable[Leg]:
        """Legs of a walk until it leaves the precisions that are of interest."""
        for leg in walk:
            yield leg
            u = float(leg.end.y[-1])
            if u < 0.0 or u > _BEYOND * self.response.top:
                return

    def from_starts(self, starts: int, seed: int) -> int:
        """Follow the curve from each random start; returns how many could not be followed."""
        response, top, failed = self.response, self.response.top, 0
        for number in range(starts):
            rng = np.random.default_rng([seed, number])
            # From nearly even play to further out than any equilibrium.
            size = 2.0 * max(top, 1.0) * 10.0 ** rng.uniform(-1.5, 0.3)
            x = response.log_odds(rng.uniform(-size, 0.0, response.tree.actions))
            curve = Curve(response, x)
            first = True
            walk = Walk(curve, beginning(curve), (top,), _LEG_BUDGET, min(0.1, 0.5 * top))
            for leg in walk:
                for y in leg.meets(top):
                    known, _ = self.add(y, "start")
                    known.starts += first
                    first = False
                if not 0.0 <= leg.end.y[-1] <= _PAST * top:
                    break
            failed += first
        return failed

    def along_branches(self) -> None:
        """Follow the branch of every equilibrium both ways and leave every bifurcation, as long as there is news."""
        done, switches = 0, 0
        while done < len(self.known) or self.forks:
            if done < len(self.known):
                known = self.known[done]
                done += 1
                y = np.append(known.x, self.response.top)
                for way in (1.0, -1.0):
                    self._follow(y, way, "branch")
                continue
            leg = self.forks.pop(0)
            if switches < _SWITCHES:
                switches += 1
                self._leave(leg)

    def _follow(self, y: Floats, way: float, found: str) -> None:
        up = np.zeros(len(y))
        up[-1] = way
        here = point_at(self.curve, y, up)
        if here is not None:
            self._walk(here, found)

    def _walk(self, here: Point, found: str) -> None:
        top = self.response.top
        walk = Walk(self.curve, here, (top,), _LEG_BUDGET, min(0.1, 0.5 * top))
        for leg in self._bounded(walk):
            if leg.bifurcation:
                self.forks.append(leg)
            if leg.begin is here:
                # It begins at the precision itself.
                continue
            # An equilibrium that was known is followed from there, both ways.
            if any(not self.add(y, found)[1] for y in leg.meets(top)):
                return

    def _leave(self, leg: Leg) -> None:
        """Follow the branches that leave the bifurcation on a leg, to both sides."""
        fork = leg.narrowed()
        y = 0.5 * (fork.begin.y + fork.end.y)
        if any(self.curve.gap(y, other) < 1e-3 and abs(y[-1] - other[-1]) < 1e-3 * (1 + y[-1]) for other in self.left):
            return
        self.left.append(y)
        _, rows = self.curve.matrix(y)
        kernel = np.linalg.svd(rows)[2][-2:]
        along = kernel @ fork.begin.tangent
        across = np.array([-along[1], along[0]]) @ kernel
        across /= np.linalg.norm(across)
        for way in (1.0, -1.0):
            for length in (0.02, 0.05, 0.15):
                begun, _ = correct(self.curve, y + way * length * across, way * across, length)
                if begun is None or (begun - y) @ (way * across) < 0.5 * length:
                    continue
                here = point_at(self.curve, begun, way * across)
                if here is not None:
                    self._walk(here, "bifurcation")
                    break


def _certified(response: Response, draws: Draws, known: _Known) -> Equilibrium:
    log_strategy = response.log_strategy(known.x)
    certificate = certify(response.tree, draws, log_strategy[None])
    leading = complex(-1.0)
    if response.free:
        _, rise = response.differences(known.x)
        eigenvalues = np.linalg.eigvals(response.top * rise)
        leading = complex(eigenvalues[np.argmax(eigenvalues.real)]) - 1.0
    return Equilibrium(
        log_strategy, known.principal, known.found, known.starts, leading, float(certificate.residual[0]),
        float(certificate.regret_ratio[0]), certificate.values[0],
    )  # fmt: skip
