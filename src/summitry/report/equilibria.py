"""Equilibria of one game at some precisions: as JSON objects, and as tables for a terminal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from summitry.game import NamedGame
from summitry.report.text import clean
from summitry.solve import Solution, Status

MOST_SETS = 100
"""Information sets shown on a terminal."""
_AT_ONCE = 4
"""Precisions shown side by side."""


@dataclass(frozen=True, eq=False)
class Equilibria:
    """Quantal response equilibria of one game, one for each precision asked for.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> summitry.equilibria(game, [0.5, 2]).solution.solved.tolist()
    [True, True]
    """

    game: NamedGame
    precisions: tuple[float, ...]
    solution: Solution
    """One draw for each precision."""
    elapsed: Mapping[str, float]
    """Seconds for `read`, `compile` (of the game and, at first use, the kernels) and `solve` (all precisions)."""

    @property
    def unanswered(self) -> list[tuple[float, str]]:
        """Precisions that were not reached, each with what happened and what to do."""
        states = zip(self.precisions, self.solution.status.tolist(), strict=True)
        return [(lam, Status(state).advice) for lam, state in states if state != Status.SOLVED]


def in_order(game: NamedGame) -> list[int]:
    """Information sets by player, then by the file's number."""
    keys = zip(game.tree.infoset_party.tolist(), game.infoset_numbers.tolist(), range(game.tree.infosets), strict=True)
    return [h for _, _, h in sorted(keys)]


def equilibria_json(found: Equilibria) -> list[dict[str, Any]]:
    """One object for each precision, as `summitry solve --json` prints them; null where there is no answer.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> (answer,) = summitry.equilibria_json(summitry.equilibria(game, [2]))
    >>> answer["status"], answer["strategies"][1]
    ('solved', {'player': 2, 'infoset': 1, 'label': '', 'probs': [0.5, 0.5]})
    """
    game, solution = found.game, found.solution
    order, starts = in_order(game), game.tree.infoset_start.tolist()
    strategy = solution.strategy.tolist()
    out = []
    for b, precision in enumerate(found.precisions):
        solved = bool(solution.solved[b])
        strategies = [
            {
                "player": int(game.tree.infoset_party[h]) + 1,
                "infoset": int(game.infoset_numbers[h]),
                "label": game.tree.infoset_labels[h] if game.tree.infoset_labels else "",
                "probs": strategy[b][starts[h] : starts[h + 1]],
            }
            for h in (order if solved else ())
        ]
        out.append(
            {
                "status": _words(int(solution.status[b])),
                "precision": precision,
                "residual": float(solution.residual[b]) if solved else None,
                "max_regret_ratio": float(solution.regret_ratio[b]) if solved else None,
                "events": [{"kind": e.kind, "precision": e.precision} for e in solution.events[b]],
                "strategies": strategies if solved else None,
                "values": solution.values[b].tolist() if solved else None,
                "elapsed_s": {k: round(s, 6) for k, s in found.elapsed.items()},
            }
        )
    return out


def _words(status: int) -> str:
    return Status(status).name.lower().replace("_", " ")


def equilibria_text(found: Equilibria, width: int = 80) -> str:
    """Tables of strategies and values with the certificate below, `width` columns wide and without colour.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> print(summitry.equilibria_text(summitry.equilibria(game, [2])))  # doctest: +ELLIPSIS
    Coins
    2 players, 2 information sets, 7 nodes
    ...
    """
    from rich.console import Console

    game, tree = found.game, found.game.tree
    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, force_terminal=False, highlight=False, markup=False)
    if game.title.strip():
        console.print(clean(game.title))
    parts = ((len(tree.parties), "player"), (tree.infosets, "information set"), (tree.size, "node"))
    console.print(", ".join(f"{n:,} {what if n == 1 else what + 's'}" for n, what in parts) + "\n")
    order = in_order(game)
    solved = np.flatnonzero(found.solution.solved).tolist()
    for first in range(0, len(solved), _AT_ONCE):
        some = solved[first : first + _AT_ONCE]
        if order:
            console.print(_strategies(found, order[:MOST_SETS], some))
        if len(order) > MOST_SETS:
            console.print(f"{len(order) - MOST_SETS:,} more information sets are in the output of --json.")
        console.print(_values(found, some))
    if solved:
        console.print(_certificates(found, solved))
    for lam, advice in found.unanswered:
        console.print(f"λ={lam:g}: no answer. {advice}")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _strategies(found: Equilibria, order: Sequence[int], some: Sequence[int]) -> Any:
    game, tree = found.game, found.game.tree
    table = _table("player, information set, action", numbers=[f"λ={found.precisions[b]:g}" for b in some])
    strategy = found.solution.strategy
    player = -1
    for h in order:
        party = int(tree.infoset_party[h])
        if party != player:
            table.add_row(_cell(f"{party + 1} {tree.parties[party]}"))
            player = party
        label = tree.infoset_labels[h] if tree.infoset_labels else ""
        table.add_row(_cell(f"set {game.infoset_numbers[h]}  {label}", 2))
        for k, action in enumerate(range(int(tree.infoset_start[h]), int(tree.infoset_start[h + 1]))):
            name = (tree.action_labels[action] if tree.action_labels else "") or str(k + 1)
            table.add_row(_cell(name, 4), *(f"{p:.6f}" for p in strategy[some, action].tolist()))
    return table


def _values(found: Equilibria, some: Sequence[int]) -> Any:
    table = _table("expected payoff", numbers=[f"λ={found.precisions[b]:g}" for b in some])
    for party, name in enumerate(found.game.tree.parties):
        table.add_row(_cell(f"{party + 1} {name}"), *(f"{v:.6g}" for v in found.solution.values[some, party].tolist()))
    return table


def _table(*words: str, numbers: Sequence[str]) -> Any:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for name in words:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _cell(words: str, indent: int = 0) -> Any:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(clean(words).strip()), (0, 0, 0, indent))


def _certificates(found: Equilibria, solved: Sequence[int]) -> Any:
    """Residual (in log-odds), regret over its bound, and what was met on the way from precision 0."""
    table = _table("certificate", "on the way from λ=0", numbers=["residual", "regret/bound"])
    for b in solved:
        met = ", ".join(f"{e.kind} at λ={e.precision:.6g}" for e in found.solution.events[b])
        residual, ratio = found.solution.residual[b], found.solution.regret_ratio[b]
        table.add_row(f"λ={found.precisions[b]:g}", met or "-", f"{residual:.1e}", f"{ratio:.4f}")
    return table
