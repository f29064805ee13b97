"""A `NamedGame` as the text of an .efg file: `EFG 2 R`, one node a line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.formats.game_numbers import chance_texts, number_text, quoted
from summitry.game.named import NamedGame, preorder
from summitry.game.tree import CHANCE


def efg_text(game: NamedGame) -> str:
    """The text of a game; what is read from it is the same game, its numbers the same doubles.

    Sets and outcomes are described where they are first met and named by their number after that. Numbers are the
    shortest that are read back as the same double, probabilities moreover sum to one exactly (as fractions where
    decimals do not). The analyst's probabilities are written: the format knows no others.
    """
    return "\n".join(_lines(game)) + "\n"


def _lines(game: NamedGame) -> Iterator[str]:
    tree = game.tree
    yield f"EFG 2 R {quoted(game.title)} {{ {' '.join(map(quoted, tree.parties))} }}"
    if game.comment:
        yield quoted(game.comment)
    told_sets, told_chances, told_outcomes = (
        bytearray(n) for n in (tree.infosets, len(game.chance_numbers), len(game.outcome_numbers))
    )
    owner, infoset, outcome = tree.owner.tolist(), tree.infoset.tolist(), game.node_outcome.tolist()
    slots = tree.chance_slot[np.maximum(tree.first_child, 0)]
    chance_set = (np.searchsorted(game.chance_start, slots, side="right") - 1).tolist()
    numbers, chances = game.infoset_numbers.tolist(), game.chance_numbers.tolist()
    labels = game.node_labels
    for n in preorder(tree).tolist():
        name = quoted(labels[n]) if labels else '""'
        if owner[n] >= 0:
            h = infoset[n]
            line = f"p {name} {owner[n] + 1} {numbers[h]}"
            if not told_sets[h]:
                told_sets[h] = 1
                line += _actions(game, h)
        elif owner[n] == CHANCE:
            k = chance_set[n]
            line = f"c {name} {chances[k]}"
            if not told_chances[k]:
                told_chances[k] = 1
                line += _moves(game, k)
        else:
            line = f"t {name}"
        o = outcome[n]
        if o < 0:
            yield f"{line} 0"
            continue
        line += f" {game.outcome_numbers[o]}"
        if not told_outcomes[o]:
            told_outcomes[o] = 1
            payoffs = ", ".join(map(number_text, game.outcome_payoffs[o].tolist()))
            line += f" {quoted(game.outcome_labels[o])} {{ {payoffs} }}"
        yield line


def _actions(game: NamedGame, h: int) -> str:
    tree = game.tree
    actions = tree.action_labels[tree.infoset_start[h] : tree.infoset_start[h + 1]]
    return f" {quoted(tree.infoset_labels[h])} {{ {' '.join(map(quoted, actions))} }}"


def _moves(game: NamedGame, k: int) -> str:
    begin, end = game.chance_start[k], game.chance_start[k + 1]
    texts = chance_texts(game.chance[begin:end, -1].tolist())
    moves = zip(game.chance_action_labels[begin:end], texts, strict=True)
    return f" {quoted(game.chance_labels[k])} {{ {' '.join(f'{quoted(a)} {x}' for a, x in moves)} }}"
