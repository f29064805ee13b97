"""A scenario's game with names, as files of games have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from summitry.build.game import Game
from summitry.game import CHANCE, Draws, NamedGame, Tree
from summitry.version import VERSION

Ints = npt.NDArray[np.int32]


def named(game: Game, draws: Draws) -> NamedGame:
    """The game with the numbers of the first of these draws; names are those of the scenario.

    Information sets are numbered by player, endings are outcomes named for the scenario's. Own odds and priors are
    kept (`NamedGame.chance`), precisions are not.

    >>> scenario = summitry.build(summitry.load("sanctions-threat"))
    >>> game = summitry.named(scenario, summitry.middle_draw(scenario))
    >>> print(summitry.game_text(game).splitlines()[0])
    EFG 2 R "A threat of sanctions and its audience" { "sender" "target" }
    """
    tree, unfolded, scenario = game.tree, game.unfolded, game.scenario
    slot, old, start, labels, moves = _chance_sets(game)
    outcome = np.full(tree.size, -1, np.int32)
    # by payoffs first, so that an outcome has one set of payoffs
    pairs = np.stack((tree.payoff_row[unfolded.leaves], unfolded.outcome))
    kinds, which = np.unique(pairs, axis=1, return_inverse=True)
    outcome[unfolded.leaves] = which.reshape(-1)
    names = [scenario.outcomes[k].name for k in kinds[1].tolist()]
    first = np.concatenate(([0], np.cumsum(np.bincount(tree.infoset_party, minlength=len(tree.parties)))))
    rank = np.empty(tree.infosets, np.int64)
    rank[np.argsort(tree.infoset_party, kind="stable")] = np.arange(tree.infosets)
    return NamedGame(
        tree=_labelled(replace(tree, chance_slot=slot), game),
        payoffs=draws.payoffs[0],
        chance=draws.chance[0][old],
        infoset_numbers=rank - first[tree.infoset_party] + 1,
        chance_numbers=np.arange(1, len(start)),
        chance_start=start,
        outcome_numbers=np.arange(1, len(names) + 1),
        outcome_payoffs=draws.payoffs[0][kinds[0]],
        node_outcome=outcome,
        title=scenario.title,
        comment=f"{scenario.question} Uncertain numbers at their middle values, by Summitry {VERSION}.".strip(),
        chance_labels=labels,
        chance_action_labels=moves,
        outcome_labels=_apart(names),
        file=scenario.file,
    )


def _labelled(tree: Tree, game: Game) -> Tree:
    """The tree with the scenario's words; sets of a player have names of their own, as Gambit wants them."""
    about = game.unfolded.about
    said = []
    for one in about:
        what = f"{one.step} ({one.type})" if one.type else one.step
        what += f" round {one.round}" if one.round else ""
        said.append(f"{what}, {', '.join(one.history)}" if one.history else what)
    labels = [""] * len(said)
    for party in {one.party for one in about}:
        mine = [h for h, one in enumerate(about) if one.party == party]
        for h, label in zip(mine, _apart([said[h] for h in mine]), strict=True):
            labels[h] = label
    return replace(
        tree, infoset_labels=tuple(labels), action_labels=tuple(option for one in about for option in one.options)
    )


def _apart(names: list[str]) -> tuple[str, ...]:
    """Names that occur more than once are numbered."""
    counts, seen, taken = Counter(names), Counter[str](), set(names)
    out = []
    for name in names:
        label = name
        while counts[name] > 1 and (label == name or label in taken):
            seen[name] += 1
            label = f"{name} {seen[name]}"
        taken.add(label)
        out.append(label)
    return tuple(out)


def _chance_sets(game: Game) -> tuple[Ints, Ints, Ints, tuple[str, ...], tuple[str, ...]]:
    """Chance nodes of the same moves and odds as sets whose slots are neighbours.

    New slot of each node [N], old slot of each new one [C], first slot of each set [K + 1], names of sets and moves.
    """
    tree, unfolded = game.tree, game.unfolded
    slot = np.full(tree.size, -1, np.int32)
    known: dict[tuple[object, ...], int] = {}
    old: list[int] = []
    start = [0]
    labels: list[str] = []
    moves: list[str] = []
    for node in np.flatnonzero(tree.owner == CHANCE).tolist():
        begin, count = int(tree.first_child[node]), int(tree.children[node])
        slots = tuple(tree.chance_slot[begin : begin + count].tolist())
        step, options = unfolded.chances.get(node) or ("types", _types(game))
        key = (slots, step, options)
        if key not in known:
            known[key] = start[-1]
            start.append(start[-1] + count)
            old += slots
            labels.append(step)
            moves += options
        slot[begin : begin + count] = known[key] + np.arange(count)
    return slot, np.array(old, np.int32), np.array(start, np.int32), _apart(labels), tuple(moves)


def _types(game: Game) -> tuple[str, ...]:
    """The branches of the root: who is of which type."""
    parties = game.scenario.parties
    return tuple(
        ", ".join(f"{p.name} {p.types[code].name}" for p, code in zip(parties, profile, strict=True) if code >= 0)
        for profile in game.unfolded.profiles
    )
