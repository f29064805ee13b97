"""Gambit's extensive games (.efg) as a `NamedGame`, or every problem with its line and column.

Grammar after https://gambitproject.readthedocs.io (The extensive game file format); `EFG 2 R` and the older `EFG 2 D`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

import numpy as np

from summitry.formats.declared import DeclaredOutcome, DeclaredSet, same_outcome, same_set
from summitry.formats.game_parts import check_sum, read_names, read_payoffs, read_signature, settled
from summitry.formats.game_words import END, OPEN, TEXT, WORD, Spot, Stray, Words, shown
from summitry.formats.preorder import Growing
from summitry.game.named import NamedGame
from summitry.game.tree import CHANCE, TERMINAL, Tree

_KINDS = {"c": CHANCE, "p": 0, "t": TERMINAL}
_NODE = "a node: c (chance), p (player) or t (terminal)"
_BEGINS = re.compile(r'[cpt][ \t\r\n\v\f]*"')
_OUTCOME = "the number of an outcome, 0 for none"


def read_efg(text: str, name: str) -> NamedGame:
    """Read an .efg file's text; `name` is what messages call the file. Raises `InputError` with every problem."""
    return _Reader(Words(text, name)).game()


class _Reader:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.title = self.comment = ""
        self.players: list[str] = []
        self.sets: list[DeclaredSet] = []
        self.chances: list[DeclaredSet] = []
        self.known: dict[tuple[int, int], int] = {}
        """(player from 0 or CHANCE, number) -> place in `sets` or `chances`."""
        self.outcomes: list[DeclaredOutcome] = []
        self.outcome_of: dict[int, int] = {0: -1}
        self.early: dict[int, Spot] = {}
        """Place at which an outcome was first named that had not been described."""
        self.nodes = Growing(words)

    def game(self) -> NamedGame:
        """The whole file."""
        words, nodes = self.words, self.nodes
        try:
            self.prologue()
            if words.kind == END:
                words.stray(_NODE)
        except Stray:
            words.stop()
        while words.kind != END:
            before = len(nodes.owner)
            try:
                self.node()
            except Stray:
                # An entry that failed before its branches were counted leaves the shape of the tree open.
                nodes.whole = nodes.whole and len(nodes.owner) > before
                self.resume()
        self.finish()
        return self.assembled()

    # ---------------------------------------------------------------- prologue

    def prologue(self) -> None:
        """`EFG 2 R`, title, players, comment."""
        words = self.words
        read_signature(words, "EFG", "2")
        self.title = words.text("the title of the game in quotes")
        self.players = read_names(words, "the players' names in { }, each in quotes", "a player's name in quotes, or }")
        if words.kind == TEXT:
            self.comment = words.value
            words.advance()

    # ---------------------------------------------------------------- nodes

    def node(self) -> None:
        """One entry of the list of nodes."""
        words, nodes = self.words, self.nodes
        owner = _KINDS.get(words.value) if words.kind == WORD else None
        if owner is None:
            self.no_node()
        at = words.index(words.at)
        words.advance()
        label = words.text("the node's name in quotes (it may be empty)")
        if owner == TERMINAL:
            which, count = -1, 0
        elif owner == CHANCE:
            number = self.set_number("the number of a chance set, 1 or more")
            which, count = self.chance_moves(number, at)
        else:
            owner = self.player()
            number = self.set_number("the number of an information set, 1 or more")
            which, count = self.actions(owner, number, at)
        earlier = nodes.add(owner, which, count, label, at)
        if earlier >= 0:
            words.problem(
                at,
                f"absent-mindedness: information set {number} of player {owner + 1} again, below its node "
                f"at {words.where(nodes.at[earlier])}",
                "at most one node of an information set on each path",
                "give one of the two an information set of its own",
            )
        nodes.outcome[-1] = self.outcome()

    def no_node(self) -> NoReturn:
        """Something else stands where a node belongs."""
        words, nodes = self.words, self.nodes
        if nodes.owner and not nodes.open and nodes.whole:
            nodes.whole = False
            words.stray("the end of the file, since the tree is complete")
        if words.kind == WORD and words.value.lower() in _KINDS:
            words.stray(_NODE, f"did you mean {words.value.lower()}?")
        words.stray(_NODE, "a comment stands in quotes" if words.kind == WORD and not nodes.owner else "")

    def resume(self) -> None:
        """After an entry that cannot be understood go on at the next one."""
        words = self.words
        while words.kind != END and not (words.kind == WORD and _BEGINS.match(words.whole, words.index(words.at))):
            if words.kind == OPEN:
                words.stray(_NODE)
            words.advance()

    def player(self) -> int:
        words = self.words
        at = words.at
        many = len(self.players)
        numbered = f"the number of a player, 1 to {many}" if many > 1 else "the number of a player, 1"
        number = words.whole_number(numbered)
        if not 1 <= number <= many:
            fix = "a chance node begins with c" if number == 0 else f"is player {many} meant?" if many else ""
            words.problem(at, f"player {number}", numbered if many else "a game with players", fix)
            if number == 0:
                raise Stray
        return number - 1

    def set_number(self, expected: str) -> int:
        words = self.words
        at = words.at
        number = words.whole_number(expected)
        if number == 0:
            words.problem(at, "the number 0", expected)
        return number

    # ---------------------------------------------------------------- sets

    def actions(self, owner: int, number: int, at: int) -> tuple[int, int]:
        """Name and actions of an information set, which may be left out after the first mention."""
        words = self.words
        which = self.known.get((owner, number))
        if words.kind != TEXT:
            if which is None:
                words.stray(
                    f"name and actions of information set {number} of player {owner + 1}, which is new here",
                    'such as "name" { "left" "right" }',
                )
            return which, len(self.sets[which].actions)
        label_at, label = words.at, words.value
        words.advance()
        list_at = words.at
        words.mark("{", "the actions in { }, each in quotes")
        actions: list[str] = []
        while words.kind == TEXT:
            actions.append(words.value)
            words.advance()
        if not words.is_mark("}"):
            fix = "actions are separated by blanks" if words.is_mark(",") else ""
            if words.kind == WORD:
                number = words.looks_like_number()
                fix = "only chance nodes (c) have probabilities" if number else "put it in quotes"
            words.stray("an action in quotes, or }", fix)
        words.advance()
        if not actions:
            words.problem(list_at, "no action", "at least one action in quotes", "a node where nobody moves is a t")
            raise Stray
        if which is None:
            which = len(self.sets)
            self.known[owner, number] = which
            self.sets.append(DeclaredSet(owner, number, label, tuple(actions), at))
        else:
            what = f"information set {number} of player {owner + 1}"
            same_set(words, self.sets[which], label, label_at, actions, list_at, what)
        return which, len(actions)

    def chance_moves(self, number: int, at: int) -> tuple[int, int]:
        """Name, moves and probabilities of a chance set, which may be left out after the first mention."""
        words = self.words
        which = self.known.get((CHANCE, number))
        if words.kind != TEXT:
            if which is None:
                words.stray(
                    f"name and moves of chance set {number}, which is new here",
                    'such as "name" { "red" 1/3 "blue" 2/3 }',
                )
            return which, len(self.chances[which].actions)
        label_at, label = words.at, words.value
        words.advance()
        list_at = words.at
        words.mark("{", "the moves of chance in { }, each with its probability")
        actions: list[str] = []
        chances: list[Fraction | None] = []
        while words.kind == TEXT:
            actions.append(words.value)
            words.advance()
            chance_at = words.at
            chance = words.exact(f"the probability of {shown(actions[-1])}")
            if chance is not None and chance < 0:
                words.problem(chance_at, f"the probability {chance}", "a probability of 0 or more")
                chance = None
            chances.append(chance)
        if not words.is_mark("}"):
            words.stray("a move of chance in quotes, or }", "put it in quotes" if words.kind == WORD else "")
        words.advance()
        if not actions:
            words.problem(list_at, "no move of chance", "at least one, with its probability")
            raise Stray
        if which is not None:
            same_set(words, self.chances[which], label, label_at, actions, list_at, f"chance set {number}", chances)
            return which, len(actions)
        check_sum(words, list_at, chances)
        which = len(self.chances)
        self.known[CHANCE, number] = which
        self.chances.append(DeclaredSet(CHANCE, number, label, tuple(actions), at, tuple(chances)))
        return which, len(actions)

    # ---------------------------------------------------------------- outcomes

    def outcome(self) -> int:
        """The outcome at a node, described at its first mention."""
        words = self.words
        at = words.at
        number = words.whole_number(_OUTCOME)
        if words.kind != TEXT:
            if words.is_mark("{"):
                words.stray("the outcome's name in quotes before its payoffs", 'it may be empty: ""')
            which = self.outcome_of.get(number)
            if which is None:
                self.early.setdefault(number, at)
                return -1
            return which
        label_at, label = words.at, words.value
        words.advance()
        payoffs = read_payoffs(words, len(self.players))
        if number == 0:
            words.problem(
                label_at,
                "a description of outcome 0",
                "none, since outcome 0 stands for no outcome",
                "give the outcome another number",
            )
            return -1
        which = self.outcome_of.get(number)
        if which is None:
            which = len(self.outcomes)
            self.outcome_of[number] = which
            self.outcomes.append(DeclaredOutcome(number, label, payoffs, words.index(at)))
            return which
        same_outcome(words, self.outcomes[which], label, label_at, payoffs)
        return which

    # ---------------------------------------------------------------- the end

    def finish(self) -> None:
        """What can be said only when all was read."""
        words = self.words
        for number, at in self.early.items():
            which = self.outcome_of.get(number)
            fix = (
                f"it is described later, at {words.where(self.outcomes[which].at)}: move the description here"
                if which is not None
                else 'describe it here: its name in quotes, then its payoffs, such as 1 "won" { 2, 0 }'
            )
            words.problem(
                at, f"outcome {number}, which is not described yet", "the description at its first mention", fix
            )
        self.nodes.finish()
        if words.problems:
            words.stop()

    def assembled(self) -> NamedGame:
        """The arrays, breadth first, so that siblings are neighbours."""
        sets, chances, outcomes, parties = self.sets, self.chances, self.outcomes, len(self.players)
        chance_start = np.concatenate(([0], np.cumsum([len(s.actions) for s in chances]))).astype(np.int32)
        shape = self.nodes.arrays(chance_start)
        tree = Tree(
            parties=tuple(self.players),
            owner=shape.owner,
            parent=shape.parent,
            first_child=shape.first_child,
            children=shape.children,
            infoset=shape.infoset,
            chance_slot=shape.slot,
            payoff_row=np.where(shape.owner == TERMINAL, 0, -1).astype(np.int32),
            infoset_party=np.array([s.owner for s in sets], np.int32),
            infoset_start=np.concatenate(([0], np.cumsum([len(s.actions) for s in sets]))).astype(np.int32),
            infoset_labels=tuple(s.label for s in sets),
            action_labels=tuple(a for s in sets for a in s.actions),
        )
        chance = np.array([float(x or 0) for s in chances for x in s.chances])
        game = NamedGame(
            tree=tree,
            payoffs=np.zeros((1, parties)),
            chance=np.repeat(chance[:, None], parties + 1, axis=1),
            infoset_numbers=np.array([s.number for s in sets], np.int64),
            chance_numbers=np.array([s.number for s in chances], np.int64),
            chance_start=chance_start,
            outcome_numbers=np.array([x.number for x in outcomes], np.int64),
            outcome_payoffs=np.array([x.payoffs for x in outcomes], np.float64).reshape(len(outcomes), parties),
            node_outcome=shape.outcome,
            title=self.title,
            comment=self.comment,
            chance_labels=tuple(s.label for s in chances),
            chance_action_labels=tuple(a for s in chances for a in s.actions),
            outcome_labels=tuple(x.label for x in outcomes),
            node_labels=shape.labels,
            file=self.words.name,
            places=shape.places,
        )
        return settled(game, self.words)
