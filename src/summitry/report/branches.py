"""The limit of the principal branch, and all equilibria found: as JSON objects, and as tables for a terminal."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np

from summitry.game import NamedGame
from summitry.report.equilibria import MOST_SETS, in_order
from summitry.report.text import clean
from summitry.solve import Branches, Limit, Status

MOST_FOUND = 20
"""Equilibria shown on a terminal."""


def limit_json(game: NamedGame, found: Limit, elapsed: Mapping[str, float] | None = None) -> dict[str, Any]:
    """The object that `summitry solve --limit --json` prints; null where nothing was reached.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> answer = summitry.limit_json(game, summitry.limit(game))
    >>> answer["status"], answer["settled"], answer["polished"]["strategies"][0]["probs"]
    ('solved', True, [0.5, 0.5])
    """
    known = bool(np.isfinite(found.precision))
    clean_limit = found.polished
    return {
        "status": _words(found.status),
        "precision": found.precision if known else None,
        "residual": found.residual if known else None,
        "max_regret_ratio": found.regret_ratio if known else None,
        "regret": float(found.regret.max(initial=0.0)) if known else None,
        "tolerance": found.tolerance,
        "settled": found.settled,
        "change": found.change if np.isfinite(found.change) else None,
        "events": [{"kind": e.kind, "precision": e.precision} for e in found.events],
        "strategies": _strategies(game, found.strategy) if known else None,
        "beliefs": _beliefs(game, found.beliefs) if known else None,
        "values": found.values.tolist() if known else None,
        "polished": clean_limit
        and {
            "regret": clean_limit.regret,
            "strategies": _strategies(game, clean_limit.strategy),
            "beliefs": _beliefs(game, clean_limit.beliefs),
            "values": clean_limit.values.tolist(),
        },
        "elapsed_s": {k: round(s, 6) for k, s in (elapsed or {}).items()},
    }


def branches_json(game: NamedGame, found: Branches, elapsed: Mapping[str, float] | None = None) -> dict[str, Any]:
    """The object that `summitry solve --all --json` prints.

    >>> game = summitry.load_game(b'NFG 1 R "Meet" { "Ann" "Bo" } { 2 2 } 2 1 0 0 0 0 1 2')
    >>> answer = summitry.branches_json(game, summitry.branches(game, 5.0, starts=8))
    >>> [(e["principal"], e["stable"]) for e in answer["equilibria"]]
    [(True, False), (False, True), (False, True)]
    """
    return {
        "status": _words(found.status),
        "precision": float(found.draws.precision.max()),
        "starts": found.starts,
        "failed": found.failed,
        "seed": found.seed,
        "events": [{"kind": e.kind, "precision": e.precision} for e in found.events],
        "equilibria": [
            {
                "principal": e.principal,
                "stable": e.stable,
                "leading_eigenvalue": [e.leading_eigenvalue.real, e.leading_eigenvalue.imag],
                "found": e.found,
                "starts": e.starts,
                "residual": e.residual,
                "max_regret_ratio": e.regret_ratio,
                "strategies": _strategies(game, e.strategy),
                "values": e.values.tolist(),
            }
            for e in found.equilibria
        ],
        "elapsed_s": {k: round(s, 6) for k, s in (elapsed or {}).items()},
    }


def limit_text(game: NamedGame, found: Limit, width: int = 80) -> str:
    """The limit for a terminal, `width` columns wide.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> print(summitry.limit_text(game, summitry.limit(game)))  # doctest: +ELLIPSIS
    Coins
    The principal branch was followed to λ=...
    """
    lines = _title(game)
    if not np.isfinite(found.precision):
        return "\n".join([*lines, f"No limit was reached. {found.status.advice}"]) + "\n"
    regret = float(found.regret.max(initial=0.0))
    lines.append(f"The principal branch was followed to λ={found.precision:.6g}.")
    lines.append(
        f"Largest regret {regret:.1e} of a payoff range (wanted {found.tolerance:g}); residual",
    )
    lines[-1] += f" {found.residual:.1e}."
    if np.isfinite(found.change):
        still = "settled" if found.settled else "not settled"
        lines.append(f"Over the last doubling of λ nothing moved by more than {found.change:.1e}: {still}.")
    lines += [f"On the way: {e.kind} at λ={e.precision:.6g}." for e in found.events]
    columns = {"reached": found.strategy}
    if found.polished is not None:
        columns["limit"] = found.polished.strategy
        lines.append(f"The limit itself, by extrapolation, leaves a regret of {found.polished.regret:.1e}.")
    else:
        lines.append("No limit free of regret could be extrapolated: take the point reached.")
    text = _table(game, columns, found.beliefs, width)
    values = found.values if found.polished is None else found.polished.values
    pays = [f"  {p + 1} {clean(n)}  {v:.6g}" for p, (n, v) in enumerate(zip(game.tree.parties, values, strict=True))]
    return "\n".join([*_wrapped(lines, width), "", text, "expected payoff", *pays]) + "\n"


def branches_text(game: NamedGame, found: Branches, width: int = 80) -> str:
    """The equilibria for a terminal, `width` columns wide.

    >>> game = summitry.load_game(b'NFG 1 R "Meet" { "Ann" "Bo" } { 2 2 } 2 1 0 0 0 0 1 2')
    >>> print(summitry.branches_text(game, summitry.branches(game, 5.0, starts=8)))  # doctest: +ELLIPSIS
    Meet
    3 equilibria were found at λ=5 from 8 random starts (0 failed) and along branches.
    ...
    """
    lines = _title(game)
    count = len(found.equilibria)
    lines.append(
        f"{count} {'equilibrium was' if count == 1 else 'equilibria were'} found at λ={found.draws.precision.max():g} "
        f"from {found.starts} random starts ({found.failed} failed) and along branches."
    )
    lines.append("A search by sampling proves no equilibrium absent.")
    if found.status != Status.SOLVED:
        lines.append(f"The principal answer is not among them. {found.status.advice}")
    lines += [f"On the principal branch: {e.kind} at λ={e.precision:.6g}." for e in found.events]
    lines.append("")
    shown = found.equilibria[:MOST_FOUND]
    for number, e in enumerate(shown, 1):
        what = f"{'stable' if e.stable else 'unstable'} ({e.leading_eigenvalue.real:+.3g})"
        who = "principal" if e.principal else f"by {e.found}"
        lines.append(
            f"E{number}  {who}, {what}, {e.starts} starts, residual {e.residual:.0e}, regret/bound {e.regret_ratio:.3f}"
        )
        values = (f"{clean(n)} {v:.5g}" for n, v in zip(game.tree.parties, e.values.tolist(), strict=True))
        lines.append("    " + ", ".join(values))
    if count > len(shown):
        lines.append(f"{count - len(shown)} more are in the output of --json.")
    tables = [
        _table(game, {f"E{first + k + 1}": e.strategy for k, e in enumerate(shown[first : first + 4])}, None, width)
        for first in range(0, len(shown), 4)
    ]
    return "\n".join([*_wrapped(lines, width), "", *tables]) + "\n"


def _wrapped(lines: list[str], width: int) -> list[str]:
    """Lines no wider than the terminal; what does not fit goes on below, set in."""
    return [part for line in lines for part in textwrap.wrap(line, width, subsequent_indent="    ") or [""]]


def _words(status: Status) -> str:
    return status.name.lower().replace("_", " ")


def _title(game: NamedGame) -> list[str]:
    return [clean(game.title).strip()] if game.title.strip() else []


def _set(game: NamedGame, h: int) -> dict[str, Any]:
    return {
        "player": int(game.tree.infoset_party[h]) + 1,
        "infoset": int(game.infoset_numbers[h]),
        "label": game.tree.infoset_labels[h] if game.tree.infoset_labels else "",
    }


def _strategies(game: NamedGame, strategy: Any) -> list[dict[str, Any]]:
    start = game.tree.infoset_start.tolist()
    return [{**_set(game, h), "probs": strategy[start[h] : start[h + 1]].tolist()} for h in in_order(game)]


def _by_set(game: NamedGame, beliefs: Any) -> list[list[float]]:
    """Beliefs over the nodes of each set, in the order of the tree."""
    found: list[list[float]] = [[] for _ in range(game.tree.infosets)]
    for h, b in zip(game.tree.infoset[game.tree.owner >= 0].tolist(), beliefs.tolist(), strict=True):
        found[h].append(b)
    return found


def _beliefs(game: NamedGame, beliefs: Any) -> list[dict[str, Any]]:
    by_set = _by_set(game, beliefs)
    return [{**_set(game, h), "probs": by_set[h]} for h in in_order(game)]


def _table(game: NamedGame, columns: Mapping[str, Any], beliefs: Any, width: int) -> str:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    tree, order = game.tree, in_order(game)
    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, force_terminal=False, highlight=False, markup=False)
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    table.add_column("player, information set, action", overflow="fold")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    by_set = _by_set(game, beliefs) if beliefs is not None else None
    player = -1
    for h in order[:MOST_SETS]:
        if tree.infoset_party[h] != player:
            player = int(tree.infoset_party[h])
            table.add_row(Text(clean(f"{player + 1} {tree.parties[player]}")))
        label = tree.infoset_labels[h] if tree.infoset_labels else ""
        table.add_row(Padding(Text(clean(f"set {game.infoset_numbers[h]}  {label}").strip()), (0, 0, 0, 2)))
        for k, action in enumerate(range(int(tree.infoset_start[h]), int(tree.infoset_start[h + 1]))):
            name = (tree.action_labels[action] if tree.action_labels else "") or str(k + 1)
            cells = (f"{float(column[action]):.6f}" for column in columns.values())
            table.add_row(Padding(Text(clean(name)), (0, 0, 0, 4)), *cells)
        if by_set is not None and len(by_set[h]) > 1:
            held = " ".join(f"{b:.3f}" for b in by_set[h][:8]) + (" …" if len(by_set[h]) > 8 else "")
            table.add_row(Padding(Text(f"belief {held}"), (0, 0, 0, 4)))
    console.print(table)
    if len(order) > MOST_SETS:
        console.print(f"{len(order) - MOST_SETS:,} more information sets are in the output of --json.")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
