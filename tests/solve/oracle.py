"""Gambit (pygambit, GPL) as an oracle: its games in the notation of `games`, and its answers, from a process of its own.

The process bounds the time of a call that cannot be interrupted; answers come back line by line, so that those
found before the limit are kept. Run as a script it is that process.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from games import Node, chance, end, move

TREE, TABLE = "efg", "nfg"


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
    """Numbers of the actions that lead to a node of each set; in a table just the number of the player."""
    seconds: float


def load(text: str, kind: str) -> Any:
    """A pygambit game from the text of a file."""
    import pygambit

    reader = pygambit.read_efg if kind == TREE else pygambit.read_nfg
    return reader(io.StringIO(text))


def catalogue() -> dict[str, Path]:
    """Every game file that pygambit ships, by the name under which it loads."""
    import pygambit

    root = Path(pygambit.__file__).parent / "catalog_data"
    return {str(p.relative_to(root).with_suffix("")): p for p in sorted(root.rglob("*")) if p.suffix in (".efg", ".nfg")}


def ask(
    text: str, kind: str, precisions: Sequence[float], limit: float, *, strategies: bool = True
) -> tuple[list[Answer], str]:
    """Answers at each precision that came within `limit` seconds, and why the others did not."""
    request = json.dumps({"text": text, "kind": kind, "precisions": list(precisions), "strategies": strategies})
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    why = ""
    try:
        said, complaint = process.communicate(request, timeout=limit)
        if process.returncode:
            why = (complaint.strip().splitlines() or [f"exit {process.returncode}"])[-1]
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        why = f"not finished in {limit:g} s"
    complete = said[: said.rfind("\n") + 1]
    return [Answer(**json.loads(line)) for line in complete.splitlines()], why


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
    import time

    import pygambit

    request = json.load(sys.stdin)
    game = load(request["text"], request["kind"])
    for precision in request["precisions"]:
        met: list[Any] = []

        def note(event: Any, met: list[Any] = met) -> None:
            if isinstance(event, pygambit.LogitBifurcationEvent):
                met.append(event)

        started = time.perf_counter()
        point = pygambit.qre.logit_solve_lambda(game, lam=[precision], event_callback=note)[0]
        spent = time.perf_counter() - started
        strategies, paths = _read(game, point) if request["strategies"] else ([], [])
        answer = Answer(precision, point.lam, len(met), strategies, paths, spent)
        print(json.dumps(answer.__dict__), flush=True)


def _read(game: Any, point: Any) -> tuple[list[list[float]], list[list[int]]]:
    strategies, paths = [], []
    if not hasattr(game, "get_histories"):
        at = 0
        for i, player in enumerate(game.players):
            k = len(game.get_strategies(player))
            strategies.append([point[at + j] for j in range(k)])
            paths.append([i])
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
