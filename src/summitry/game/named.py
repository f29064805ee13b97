"""A game with the names and numbers of the file that it came from, or will be written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError, Problem
from summitry.game.ancestors import levels
from summitry.game.payoffs import Draws
from summitry.game.recall import last_own_action
from summitry.game.tree import TERMINAL, Tree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_SPAN = 300
"""Decimal exponents that a product of vanishing chances may use before a double underflows."""


@dataclass(frozen=True, eq=False)
class NamedGame:
    """One game in extensive form with the names and numbers of its file; K chance sets, O outcomes.

    `tree.parties` are the players' names in the order of the file, so player p of the file is party p - 1.
    Information sets, outcomes and chance sets that were read stand in the order in which the file first names them.

    >>> game = summitry.load_game(b'EFG 2 R "Choice" { "Ann" } p "" 1 7 "now" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> game.tree.parties, game.infoset_numbers.tolist(), game.payoffs.tolist()
    (('Ann',), [7], [[1.0], [0.0]])
    >>> solution = summitry.solve(game.tree, game.draws([1, 2]))
    >>> solution.strategy.round(3).tolist()
    [[0.731, 0.269], [0.881, 0.119]]
    """

    tree: Tree
    payoffs: Floats
    """[R, P] in the file's own unit, summed over the outcomes on the way."""
    chance: Floats
    """[C, P + 1] probability of each chance slot by each player's own odds, the analyst's last; may be 0."""
    infoset_numbers: Longs
    """[H] the file's number of each information set, unique for a player."""
    chance_numbers: Longs
    """[K] the file's number of each chance set."""
    chance_start: Ints
    """[K + 1] first slot of each chance set; the edges of its nodes are weighed by its slots in order."""
    outcome_numbers: Longs
    """[O] the file's number of each outcome; never 0."""
    outcome_payoffs: Floats
    """[O, P] what an outcome adds to the payoffs of the paths that meet it."""
    node_outcome: Ints
    """[N] outcome at each node, -1 for none."""
    title: str = ""
    comment: str = ""
    chance_labels: tuple[str, ...] = field(default=())
    """[K]"""
    chance_action_labels: tuple[str, ...] = field(default=())
    """[C]"""
    outcome_labels: tuple[str, ...] = field(default=())
    """[O]"""
    node_labels: tuple[str, ...] = field(default=())
    """[N]; empty when no node has a name."""
    file: str = ""
    """What messages call the file."""
    places: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int32))
    """[N, 2] line and column at which each node begins; empty for a game that came from no file."""

    @property
    def default_precision(self) -> float:
        """10 over the widest range of a player's payoffs: sharp, far from certain, whatever the unit."""
        span = float((self.payoffs.max(axis=0) - self.payoffs.min(axis=0)).max(initial=0.0)) if len(self.payoffs) else 0
        return 10.0 / span if span > 0 else 1.0

    def remarks(self) -> list[str]:
        """What is solved otherwise than one may think, by `file:line:col`: chances of 0."""
        none = np.flatnonzero(self.chance[:, -1] == 0)
        said = []
        for k in np.unique(np.searchsorted(self.chance_start, none, side="right") - 1).tolist():
            slots = none[(none >= self.chance_start[k]) & (none < self.chance_start[k + 1])]
            node = int(self.tree.parent[np.flatnonzero(self.tree.chance_slot == slots[0])[0]])
            moves = ", ".join(repr(self.chance_action_labels[c]) for c in slots.tolist())
            line, col = self.place(node)
            said.append(
                f"{self.file}:{line}:{col}: chance set {self.chance_numbers[k]} gives {moves} the probability 0: "
                "what follows there is the limit as the probability goes to 0"
            )
        return said

    def unsaid(self) -> list[str]:
        """What a file of this game leaves out: odds of a player's own, of which the formats have no notion."""
        other = (self.chance[:, :-1] != self.chance[:, -1:]).sum(axis=0)
        return [
            f"{self.player_name(p)} has odds of its own for {n} of {len(self.chance)} moves of chance; "
            "the file holds the analyst's"
            for p, n in enumerate(other.tolist())
            if n
        ]

    def draws(self, precision: float | Sequence[float] = 1.0) -> Draws:
        """The numbers of the game, once for each precision (lambda per unit of payoff, the same for all players).

        A chance of 0 becomes a vanishing one, so that what follows at sets that are never reached is the limit as
        the chance goes to 0. Raises `GameError` for a precision below 0 or a game without players.
        """
        lam = np.atleast_1d(np.asarray(precision, np.float64))
        b, p = len(lam), len(self.tree.parties)
        if not p:
            raise GameError("a game without players; expected at least one, or there is nothing to solve")
        if not np.isfinite(lam).all() or (lam < 0).any():
            raise GameError(f"precision {float(lam[~(lam >= 0) | np.isinf(lam)][0]):g}; expected 0 or more")
        chance = self._positive()
        return Draws(
            payoffs=np.repeat(self.payoffs[None], b, axis=0),
            chance=np.repeat(chance[None], b, axis=0),
            precision=np.repeat(lam[:, None], p, axis=1),
        )

    def _positive(self) -> Floats:
        """Chances with each 0 replaced by a number that vanishes beside the others."""
        if not (self.chance == 0).any():
            return self.chance
        none = np.flatnonzero((self.chance == 0).any(axis=1))
        edge = np.isin(self.tree.chance_slot, none)
        met = np.zeros(self.tree.size, np.int64)
        for nodes in levels(self.tree.parent)[1:]:
            met[nodes] = met[self.tree.parent[nodes]] + edge[nodes]
        most = int(met.max())
        if most > _SPAN // 20:
            raise GameError(f"{most} chances of 0 on one path; expected at most {_SPAN // 20}")
        tiny = 10.0 ** -min(100, _SPAN // most)
        return np.where(self.chance == 0, tiny, self.chance)

    def place(self, node: int) -> tuple[int, int]:
        """Line and column of a node; zeros when it came from no file."""
        return (int(self.places[node, 0]), int(self.places[node, 1])) if len(self.places) else (0, 0)

    def infoset_name(self, h: int) -> str:
        """How messages call an information set: its number, name and player in the file."""
        party = int(self.tree.infoset_party[h])
        name = self.tree.infoset_labels[h] if self.tree.infoset_labels else ""
        called = f" {name!r}" if name else ""
        return f"information set {self.infoset_numbers[h]}{called} of {self.player_name(party)}"

    def player_name(self, party: int) -> str:
        """How messages call a player."""
        name = self.tree.parties[party]
        return f"player {party + 1}" + (f" {name!r}" if name else "")

    def chance_set_of(self, node: int) -> int:
        """The chance set of a chance node."""
        slot = int(self.tree.chance_slot[self.tree.first_child[node]])
        return int(np.searchsorted(self.chance_start, slot, side="right")) - 1

    def forgotten(self) -> list[Problem]:
        """Imperfect recall: one problem for each information set at which its player has forgotten its own moves.

        Nodes of a set must share the player's last own action, and hence by induction all of its past (Kuhn 1953).
        """
        tree = self.tree
        last = last_own_action(tree)
        decision = np.flatnonzero(tree.owner >= 0)
        sets = tree.infoset[decision]
        first = np.full(tree.infosets, -1, np.int64)
        first[sets[::-1]] = decision[::-1]
        odd = decision[last[decision] != last[first[sets]]]
        found = []
        for h in np.unique(tree.infoset[odd]).tolist():
            node = int(odd[tree.infoset[odd] == h][0])
            found.append(
                Problem(
                    self.file,
                    *self.place(node),
                    f"imperfect recall: at {self.infoset_name(h)} the player no longer knows "
                    f"{self._lost(int(last[int(first[h])]), int(last[node]))}",
                    "one own past at all nodes of an information set, since the solver takes no other game",
                    "give the two pasts information sets of their own",
                )
            )
        return sorted(found)

    def _lost(self, one: int, other: int) -> str:
        """What two last own actions, -1 for none, tell apart."""
        tree = self.tree
        sets = [int(np.searchsorted(tree.infoset_start, a, side="right")) - 1 for a in (one, other)]
        labels = [
            (tree.action_labels[a] if tree.action_labels else "") or f"action {a - int(tree.infoset_start[h]) + 1}"
            for a, h in zip((one, other), sets, strict=True)
        ]
        if one < 0 or other < 0:
            h = max(sets)
            return f"whether it has moved before (at information set {self.infoset_numbers[h]})"
        numbers = [int(self.infoset_numbers[h]) for h in sets]
        if sets[0] == sets[1]:
            return f"whether it chose {labels[0]!r} or {labels[1]!r} at information set {numbers[0]}"
        return (
            f"whether it last chose {labels[0]!r} at information set {numbers[0]} "
            f"or {labels[1]!r} at information set {numbers[1]}"
        )


def preorder(tree: Tree) -> Longs:
    """[N] nodes from the root, each followed by what lies below it: the order of a file."""
    size = np.ones(tree.size, np.int64)
    deep = levels(tree.parent)
    for nodes in reversed(deep[1:]):
        np.add.at(size, tree.parent[nodes], size[nodes])
    rank = np.zeros(tree.size, np.int64)
    for nodes in deep[1:]:
        above = tree.parent[nodes]
        # Siblings are neighbours: what precedes a node among them is a running sum that starts anew at each family.
        before = np.cumsum(size[nodes]) - size[nodes]
        eldest = np.searchsorted(nodes, tree.first_child[above])
        rank[nodes] = rank[above] + 1 + before - before[eldest]
    order = np.empty(tree.size, np.int64)
    order[rank] = np.arange(tree.size)
    return order


def summed(tree: Tree, node_outcome: Ints, outcome_payoffs: Floats) -> tuple[Ints, Floats]:
    """Payoff row of each node ([N], -1 inside) and payoffs [R, P]: outcomes add up along each path."""
    ends = tree.owner == TERMINAL
    inner = (node_outcome >= 0) & ~ends
    rows = np.full(tree.size, -1, np.int32)
    if not inner.any():
        none = ends & (node_outcome < 0)
        rows[ends] = np.where(node_outcome[ends] >= 0, node_outcome[ends], len(outcome_payoffs))
        nothing = np.zeros((int(none.any()), outcome_payoffs.shape[1]))
        used, rows[ends] = np.unique(rows[ends], return_inverse=True)
        return rows, np.concatenate((outcome_payoffs, nothing))[used]
    own = np.concatenate((outcome_payoffs, np.zeros((1, outcome_payoffs.shape[1]))))[node_outcome]
    with np.errstate(over="ignore", invalid="ignore"):
        for nodes in levels(tree.parent)[1:]:
            own[nodes] += own[tree.parent[nodes]]
    payoffs, which = np.unique(own[ends], axis=0, return_inverse=True)
    rows[ends] = which.reshape(-1)
    return rows, payoffs
