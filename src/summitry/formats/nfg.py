"""Gambit's strategic games (.nfg) as trees of simultaneous moves, and back.

Grammar after https://gambitproject.readthedocs.io (The strategic game file format, payoff and outcome version);
`NFG 1 R` and the older `NFG 1 D`. Player 1 moves first, player 2 without seeing it, and so on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.formats.game_numbers import number_text, quoted
from summitry.formats.game_parts import close_payoffs, many, read_names, read_numbers, read_signature, settled
from summitry.formats.game_words import END, MARK, TEXT, WORD, Stray, Words
from summitry.game.named import NamedGame
from summitry.game.tree import TERMINAL, Tree

Ints = npt.NDArray[np.int32]

MOST_STRATEGIES = 1_000_000
"""A player has at most this many."""


def read_nfg(text: str, name: str) -> NamedGame:
    """Read an .nfg file's text; `name` is what messages call the file. Raises `InputError` with every problem."""
    words = Words(text, name)
    try:
        return _read(words)
    except Stray:
        words.stop()


def _read(words: Words) -> NamedGame:
    read_signature(words, "NFG", "1")
    title = words.text("the title of the game in quotes")
    at = words.at
    players = read_names(words, "the players' names in { }, each in quotes", "a player's name in quotes, or }")
    if not players:
        words.problem(at, "no player", "at least one")
        raise Stray
    strategies = _strategies(words, players)
    comment = ""
    if words.kind == TEXT:
        comment = words.value
        words.advance()
    counts = [len(s) for s in strategies]
    cells = math.prod(counts)
    if words.is_mark("{"):
        labels, payoffs = _outcomes(words, len(players))
        cell_outcome = _numbered(words, cells, counts, len(labels))
    else:
        # the payoffs first: there may be far fewer of them than the strategies promise
        payoffs = _payoffs(words, cells, counts)
        labels = [""] * cells
        cell_outcome = np.arange(cells, dtype=np.int32)
    if words.problems:
        words.stop()
    game = simultaneous(title, comment, players, strategies, labels, payoffs, cell_outcome, words.name)
    return settled(game, words)


def _strategies(words: Words, players: list[str]) -> list[list[str]]:
    """How many strategies each player has, or their names."""
    found: list[list[str]] = []
    at = words.at
    words.mark("{", 'the strategies: { 3 2 } or { { "up" "down" } … }, one entry for each player')
    while not words.is_mark("}"):
        here = words.at
        if words.is_mark("{"):
            names = read_names(words, "strategies", "a strategy in quotes, or }")
        else:
            count = words.whole_number("a number of strategies, or their names in { }")
            if count > MOST_STRATEGIES:
                words.problem(here, f"{count} strategies", f"at most {MOST_STRATEGIES}")
                raise Stray
            names = [str(k + 1) for k in range(count)]
        if not names:
            words.problem(here, "no strategy", "at least one for each player")
        found.append(names)
    words.advance()
    if len(found) != len(players):
        words.problem(at, f"strategies of {many(len(found), 'player')}", f"those of {many(len(players), 'player')}")
    if words.problems:
        raise Stray
    return found


def _payoffs(words: Words, cells: int, counts: list[int]) -> npt.NDArray[np.float64]:
    """[cells, players] payoffs, the first player's strategy running fastest."""
    players = len(counts)
    at = words.at
    if words.kind != WORD:
        words.stray("a payoff, or the outcomes in { }")
    numbers: list[float] = []
    while words.kind == WORD:
        numbers.append(words.number("a payoff"))
    if words.kind != END:
        words.stray("a payoff", "payoffs are separated by blanks" if words.is_mark(",") else "")
    wanted = cells * players
    if len(numbers) != wanted:
        where = at if len(numbers) > wanted else len(words.whole.rstrip())
        table = " × ".join(map(str, counts))
        words.problem(
            where,
            many(len(numbers), "payoff"),
            f"{wanted}, which is {table} strategies × {many(players, 'player')}",
        )
        words.stop()
    return np.array(numbers).reshape(cells, players)


def _outcomes(words: Words, players: int) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Names and payoffs of the outcomes, in a list of lists."""
    labels: list[str] = []
    payoffs: list[tuple[float, ...]] = []
    words.advance()
    while words.is_mark("{"):
        at = words.at
        words.advance()
        labels.append(words.text("the outcome's name in quotes (it may be empty)"))
        numbers, commas = read_numbers(words, "a payoff, or }")
        close_payoffs(words)
        if len(numbers) != players:
            fix = "decimals have a point, not a comma" if commas and len(numbers) == 2 * players else ""
            words.problem(at, many(len(numbers), "payoff"), f"{players}, one for each player", fix)
            numbers = (0.0,) * players
        payoffs.append(numbers)
    words.mark("}", "an outcome in { }, or } after the last")
    return labels, np.array(payoffs, np.float64).reshape(len(labels), players)


def _numbered(words: Words, cells: int, counts: list[int], outcomes: int) -> Ints:
    """[cells] outcome of each cell, -1 for none."""
    found: list[int] = []
    while words.kind == WORD:
        at = words.at
        number = words.whole_number(f"the number of an outcome, 0 to {outcomes}")
        if number > outcomes:
            words.problem(at, f"outcome {number}", f"the number of an outcome, 0 to {outcomes}")
            number = 0
        found.append(number - 1)
    if words.kind != END:
        fix = "numbers are separated by blanks" if words.kind == MARK and words.value == "," else ""
        words.stray("the number of an outcome", fix)
    if len(found) != cells:
        table = " × ".join(map(str, counts))
        words.problem(
            len(words.whole.rstrip()), many(len(found), "outcome number"), f"{cells}, which is {table} strategies"
        )
        words.stop()
    return np.array(found, np.int32)


def simultaneous(
    title: str,
    comment: str,
    players: Sequence[str],
    strategies: Sequence[Sequence[str]],
    outcome_labels: Sequence[str],
    outcome_payoffs: npt.NDArray[np.float64],
    cell_outcome: Ints,
    file: str = "",
) -> NamedGame:
    """The tree of a table; cells run over the first player's strategies fastest, as in the file."""
    counts = [len(s) for s in strategies]
    level = np.cumprod([1, *counts])
    begin = np.concatenate(([0], np.cumsum(level)))
    size = int(begin[-1])
    owner = np.full(size, TERMINAL, np.int32)
    parent = np.full(size, -1, np.int32)
    first_child = np.full(size, -1, np.int32)
    children = np.zeros(size, np.int32)
    for k, count in enumerate(counts):
        here, below = slice(begin[k], begin[k + 1]), slice(begin[k + 1], begin[k + 2])
        owner[here] = k
        children[here] = count
        first_child[here] = begin[k + 1] + count * np.arange(level[k])
        parent[below] = np.repeat(np.arange(begin[k], begin[k + 1]), count)
    leaf_cell = np.arange(len(cell_outcome)).reshape(counts[::-1]).transpose().reshape(-1)
    node_outcome = np.full(size, -1, np.int32)
    node_outcome[begin[-2] :] = cell_outcome[leaf_cell]
    parties = len(players)
    tree = Tree(
        parties=tuple(players),
        owner=owner,
        parent=parent,
        first_child=first_child,
        children=children,
        infoset=np.where(owner >= 0, owner, -1).astype(np.int32),
        chance_slot=np.full(size, -1, np.int32),
        payoff_row=np.where(owner == TERMINAL, 0, -1).astype(np.int32),
        infoset_party=np.arange(parties, dtype=np.int32),
        infoset_start=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        infoset_labels=("",) * parties,
        action_labels=tuple(s for names in strategies for s in names),
    )
    return NamedGame(
        tree=tree,
        payoffs=np.zeros((1, parties)),
        chance=np.zeros((0, parties + 1)),
        infoset_numbers=np.ones(parties, np.int64),
        chance_numbers=np.zeros(0, np.int64),
        chance_start=np.zeros(1, np.int32),
        outcome_numbers=np.arange(1, len(outcome_labels) + 1),
        outcome_payoffs=outcome_payoffs,
        node_outcome=node_outcome,
        title=title,
        comment=comment,
        outcome_labels=tuple(outcome_labels),
        file=file,
    )


def nfg_text(game: NamedGame) -> str:
    """A game of simultaneous moves as the text of an .nfg file.

    Outcomes without names that stand one in each cell, in order, become a list of payoffs; else the outcome version
    is written. Raises `GameError` for a tree that is no table: each player must move once, in turn, seeing nothing.
    """
    if not is_table(game):
        raise GameError("a tree that is no table (each player moving once, in turn, seeing nothing); write it as .efg")
    tree = game.tree
    counts: list[int] = np.diff(tree.infoset_start).tolist()
    leaves = game.node_outcome[tree.size - math.prod(counts) :]
    cells = leaves.reshape(counts).transpose().reshape(-1)
    return "\n".join(_lines(game, counts, cells)) + "\n"


def _lines(game: NamedGame, counts: list[int], cells: Ints) -> Iterator[str]:
    tree = game.tree
    yield f"NFG 1 R {quoted(game.title)} {{ {' '.join(map(quoted, tree.parties))} }}"
    yield "{"
    for k in range(len(counts)):
        names = tree.action_labels[tree.infoset_start[k] : tree.infoset_start[k + 1]]
        yield f"{{ {' '.join(map(quoted, names))} }}"
    yield "}"
    if game.comment:
        yield quoted(game.comment)
    plain = not any(game.outcome_labels) and np.array_equal(cells, np.arange(len(game.outcome_labels)))
    if not plain:
        yield "{"
        for label, payoffs in zip(game.outcome_labels, game.outcome_payoffs.tolist(), strict=True):
            yield f"{{ {quoted(label)} {', '.join(map(number_text, payoffs))} }}"
        yield "}"
    for row in range(0, len(cells), counts[0]):
        some = cells[row : row + counts[0]]
        if plain:
            yield "  ".join(" ".join(map(number_text, game.outcome_payoffs[c].tolist())) for c in some)
        else:
            yield " ".join(str(c + 1) for c in some)


def is_table(game: NamedGame) -> bool:
    """Whether a game can be written as .nfg: each player moves once, in turn, seeing nothing."""
    tree = game.tree
    parties = len(tree.parties)
    if not parties or not np.array_equal(tree.infoset_party, np.arange(parties)):
        return False
    level = np.cumprod(np.concatenate(([1], np.diff(tree.infoset_start))))
    if not np.array_equal(tree.owner, np.repeat([*range(parties), TERMINAL], level)):
        return False
    inner = tree.owner != TERMINAL
    return bool((np.diff(tree.first_child[inner]) > 0).all() and (game.node_outcome[inner] < 0).all())
