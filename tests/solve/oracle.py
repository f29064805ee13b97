"""Gambit (pygambit, GPL) as an oracle: its games in the notation of `games`, and its answers, from a process of its own.

The process bounds the time of a call that cannot be interrupted; answers come back line by line, so that those
found before the limit are kept. Run as a script it is that process.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from games import Node, chance, end, move

from summitry.game import CHANCE, TERMINAL, Tree

TREE = "efg"
NEAR = 1e-6
"""How far a returned precision may be from the one asked for."""


@dataclass(frozen=True)
class Answer:
    """What Gambit's logit solver says at one precision."""

    asked: float
    returned: float
    """It may stop short of what was asked without saying so."""
    bifurcations: int
    strategies: list[list[float]]
    """Set by set, player by player."""
    paths: list[list[int]]
    """Numbers of the actions that lead to a node of each set."""
    seconds: float
    """Processor time of the call, without reading the game."""


def load(text: str, kind: str) -> Any:
    """A pygambit game from the text of a file."""
    import pygambit

    reader = pygambit.read_efg if kind == TREE else pygambit.read_nfg
    return reader(io.StringIO(text))


def catalogue() -> dict[str, Path]:
    """Every game file that pygambit ships, by the name under which it loads."""
    import pygambit

    root = Path(pygambit.__file__).parent / "catalog_data"
    return {
        str(p.relative_to(root).with_suffix("")): p for p in sorted(root.rglob("*")) if p.suffix in (".efg", ".nfg")
    }


def ask(
    text: str, kind: str, precisions: Sequence[float], limit: float, *, strategies: bool = True, memory: int = 6 << 30
) -> tuple[list[Answer], str]:
    """Answers at each precision that came within `limit` seconds and `memory` bytes, and why the others did not."""
    request = {"text": text, "kind": kind, "precisions": list(precisions), "strategies": strategies, "memory": memory}
    process = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    why = ""
    try:
        said, complaint = process.communicate(json.dumps(request), timeout=limit)
        if process.returncode:
            why = (complaint.strip().splitlines() or [f"exit {process.returncode}"])[-1]
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        why = f"not finished in {limit:g} s"
    complete = said[: said.rfind("\n") + 1]
    return [Answer(**json.loads(line)) for line in complete.splitlines()], why


def difference(tree: Tree, strategy: np.ndarray, answer: Answer) -> float:
    """Largest difference of a choice probability from flat `strategy` [A]; infinite where that has no answer.

    The tree is one made from `notation`, or written by `efg`.
    """
    if not np.isfinite(strategy).all():
        return float("inf")
    worst = 0.0
    for path, probabilities in zip(answer.paths, answer.strategies, strict=True):
        node = 0
        for k in path:
            node = int(tree.first_child[node]) + k
        h = int(tree.infoset[node])
        ours = strategy[tree.infoset_start[h] : tree.infoset_start[h + 1]]
        worst = max(worst, float(np.abs(ours - probabilities).max()))
    return worst


def efg(tree: Tree, payoffs: np.ndarray, odds: np.ndarray) -> str:
    """A tree with payoffs [R, P] and the analyst's odds (last column of [C, P + 1]) in Gambit's own format."""
    names = " ".join(f'"{p}"' for p in tree.parties)
    lines = [f'EFG 2 R "" {{ {names} }}']
    number = np.zeros(tree.infosets, int)
    for p in range(len(tree.parties)):
        mine = np.flatnonzero(tree.infoset_party == p)
        number[mine] = np.arange(1, len(mine) + 1)
    pending = [0]
    while pending:
        n = pending.pop()
        first, k = int(tree.first_child[n]), int(tree.children[n])
        labels = [f'"{i}"' for i in range(k)]
        if tree.owner[n] == TERMINAL:
            pay = " ".join(repr(float(u)) for u in payoffs[tree.payoff_row[n]])
            lines.append(f't "" {n + 1} "" {{ {pay} }}')
        elif tree.owner[n] == CHANCE:
            exact = _exact([float(odds[tree.chance_slot[first + i], -1]) for i in range(k)])
            pairs = " ".join(f"{a} {q}" for a, q in zip(labels, exact, strict=True))
            lines.append(f'c "" {n + 1} "" {{ {pairs} }} 0')
        else:
            h = int(tree.infoset[n])
            lines.append(f'p "" {tree.owner[n] + 1} {number[h]} "s{h}" {{ {" ".join(labels)} }} 0')
        pending.extend(range(first + k - 1, first - 1, -1))
    return "\n".join(lines) + "\n"


def _exact(odds: list[float]) -> list[str]:
    """Odds as text that sums to one exactly, as Gambit wants it: decimals where these do, else fractions."""
    decimals = [Decimal(repr(q)) for q in odds]
    if sum(decimals) == 1:
        return [str(q) for q in decimals]
    fractions = [Fraction(q) for q in odds]
    fractions[-1] = 1 - sum(fractions[:-1])
    return [str(q) for q in fractions]


def notation(game: Any) -> Node:
    """A pygambit game as nested nodes; sets are named by (player, number of the set among the player's)."""
    players = list(game.players)
    if not hasattr(game, "get_histories"):
        return _table(game)
    from pygambit import H

    names: dict[tuple[str, ...], tuple[int, int]] = {}
    for i, player in enumerate(players):
        for k, history in enumerate(game.get_infosets(player)):
            for member in game.get_members(H.path(*history.actions)):
                names[tuple(member.actions)] = (i, k)
    zero = [0.0] * len(players)

    def walk(past: tuple[str, ...], paid: list[float]) -> Node:
        here = H.path(*past)
        outcome = game.get_outcome(here)
        if outcome is not None:
            more = game.get_outcome_payoffs(outcome)
            paid = [p + float(more[who]) for p, who in zip(paid, players, strict=True)]
        actions = game.get_actions(here)
        if not actions:
            return end(*paid)
        below = [walk((*past, a), paid) for a in actions]
        if past in names:
            return move(names[past][0], names[past], *below)
        odds = game.get_action_probs(here)
        return chance([float(odds[a]) for a in actions], *below)

    return walk((), zero)


def _table(game: Any) -> Node:
    arrays = game.to_arrays(dtype=float)
    shape = arrays[0].shape

    def walk(cell: tuple[int, ...]) -> Node:
        if len(cell) == len(shape):
            return end(*(float(a[cell]) for a in arrays))
        return move(len(cell), (len(cell), 0), *(walk((*cell, k)) for k in range(shape[len(cell)])))

    return walk(())


def _serve() -> None:
    """Read a request, print answers."""
    import pygambit

    request = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    game = load(request["text"], request["kind"])
    for precision in request["precisions"]:
        met: list[Any] = []

        def note(event: Any, met: list[Any] = met) -> None:
            if isinstance(event, pygambit.LogitBifurcationEvent):
                met.append(event)

        started = time.process_time()
        point = pygambit.qre.logit_solve_lambda(game, lam=[precision], event_callback=note)[0]
        spent = time.process_time() - started
        strategies, paths = _read(game, point) if request["strategies"] else ([], [])
        print(json.dumps(asdict(Answer(precision, point.lam, len(met), strategies, paths, spent))), flush=True)


def _read(game: Any, point: Any) -> tuple[list[list[float]], list[list[int]]]:
    strategies, paths = [], []
    if not hasattr(game, "get_histories"):
        at = 0
        for i, player in enumerate(game.players):
            k = len(game.get_strategies(player))
            strategies.append([point[at + j] for j in range(k)])
            paths.append([0] * i)
            at += k
        return strategies, paths
    from pygambit import H

    for behaviour in point.profile:
        for history, mixed in behaviour:
            strategies.append([q for _, q in mixed])
            taken = tuple(history.actions)
            paths.append([game.get_actions(H.path(*taken[:d])).index(a) for d, a in enumerate(taken)])
    return strategies, paths


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    _serve()
