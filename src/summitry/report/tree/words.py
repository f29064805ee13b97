"""What the parts of a tree are called: from a scenario's game, or from the labels of a tree alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from summitry.build import Game, InfosetAbout
from summitry.game import CHANCE, TERMINAL, Tree
from summitry.game.named import NamedGame
from summitry.report.texts import text
from summitry.report.words.names import label
from summitry.report.words.phrase import fill, given, join
from summitry.scenario import Scenario


@dataclass(frozen=True)
class TreeWords:
    """Names for a picture of a tree; what is left empty is taken from the tree, or numbered.

    >>> summitry.TreeWords(title="Ultimatum", endings={3: "a deal"}).title
    'Ultimatum'
    """

    title: str = ""
    players: Sequence[str] = ()
    """[P]"""
    sets: Sequence[str] = ()
    """[H] what is chosen at each information set."""
    numbers: Sequence[int] = ()
    """[H] number of each information set among its player's, from 1."""
    about: Sequence[str] = ()
    """[H] more about each, shown where one points."""
    actions: Sequence[str] = ()
    """[A]"""
    branches: Mapping[int, str] = field(default_factory=dict)
    """Node -> label of the branch into it, for those that chance leads to."""
    chances: Mapping[int, str] = field(default_factory=dict)
    """Chance node -> what is drawn there."""
    endings: Mapping[int, str] = field(default_factory=dict)
    """Terminal -> what the ending is called."""


def completed(tree: Tree, words: TreeWords) -> TreeWords:
    """The same words with nothing left out but `about`, `branches`, `chances` and `endings`."""
    start = tree.infoset_start
    ordinals = [str(a - start[h] + 1) for h in range(tree.infosets) for a in range(start[h], start[h + 1])]
    return TreeWords(
        title=words.title or text("tree.untitled"),
        players=tuple(
            name or str(fill("tree.player", n=p + 1)) for p, name in enumerate(words.players or tree.parties)
        ),
        sets=tuple(words.sets or tree.infoset_labels or [""] * tree.infosets),
        numbers=tuple(words.numbers or _numbers(tree)),
        about=tuple(words.about or [""] * tree.infosets),
        actions=tuple(a or k for a, k in zip(words.actions or tree.action_labels or ordinals, ordinals, strict=True)),
        branches=words.branches,
        chances=words.chances,
        endings=words.endings,
    )


def _numbers(tree: Tree) -> list[int]:
    seen = [0] * len(tree.parties)
    out = []
    for party in tree.infoset_party.tolist():
        seen[party] += 1
        out.append(seen[party])
    return out


def of_game(game: Game, nodes: Sequence[int]) -> TreeWords:
    """The words of a scenario's game, as far as these nodes need them."""
    scenario, unfolded, tree = game.scenario, game.unfolded, game.tree
    chances: dict[int, str] = {}
    branches: dict[int, str] = {}
    types = len(unfolded.profiles) > 1
    if types:
        chances[0] = text("tree.types")
    for node in nodes:
        up = int(tree.parent[node])
        k = node - int(tree.first_child[up])
        if node in unfolded.chances:
            chances[node] = unfolded.chances[node][0]
        if up in unfolded.chances:
            branches[node] = unfolded.chances[up][1][k]
        elif types and up == 0:
            branches[node] = _profile(scenario, unfolded.profiles[k])
    outcomes = [outcome.name for outcome in scenario.outcomes]
    ends = np.flatnonzero(np.isin(unfolded.leaves, nodes))
    return TreeWords(
        title=scenario.title,
        players=tuple(label(scenario, party.name) for party in scenario.parties),
        sets=tuple(it.step for it in unfolded.about),
        about=tuple(_about(it) for it in unfolded.about),
        actions=tuple(option for it in unfolded.about for option in it.options),
        branches=branches,
        chances=chances,
        endings={int(unfolded.leaves[z]): outcomes[unfolded.outcome[z]] for z in ends},
    )


def _profile(scenario: Scenario, profile: Sequence[int]) -> str:
    kinds = [
        (party.name, party.types[t].name) for party, t in zip(scenario.parties, profile, strict=True) if party.types
    ]
    named = [fill("tree.type", party=given(label(scenario, who)), type=given(kind)) for who, kind in kinds]
    return ", ".join(map(str, named))


def _about(it: InfosetAbout) -> str:
    parts = [it.stage, it.type, str(join([given(words) for words in it.history]))]
    return "; ".join(part for part in parts if part)


def of_named(game: NamedGame, nodes: Sequence[int]) -> TreeWords:
    """The words of a game from a file, as far as these nodes need them."""
    tree = game.tree
    chances: dict[int, str] = {}
    branches: dict[int, str] = {}
    endings: dict[int, str] = {}
    for node in nodes:
        slot, outcome = int(tree.chance_slot[node]), int(game.node_outcome[node])
        if slot >= 0 and game.chance_action_labels and game.chance_action_labels[slot]:
            branches[node] = game.chance_action_labels[slot]
        if tree.owner[node] == CHANCE and game.chance_labels:
            chances[node] = game.chance_labels[game.chance_set_of(node)]
        if tree.owner[node] == TERMINAL and outcome >= 0 and game.outcome_labels:
            endings[node] = game.outcome_labels[outcome]
    return TreeWords(
        title=game.title,
        numbers=game.infoset_numbers.tolist(),
        branches=branches,
        chances=chances,
        endings=endings,
    )
