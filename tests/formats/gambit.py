"""Gambit's logit solver as an oracle: the strategies it finds, in the order of our flat actions."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from summitry.game import NamedGame

gambit: Any = pytest.importorskip("pygambit", reason="the oracle pygambit is not installed")


def logit(oracle: Any, game: NamedGame, precision: float) -> npt.NDArray[np.float64] | None:
    """[A] its strategies at a precision; None where it ends elsewhere. Labels of both games must be the same."""
    point = gambit.qre.logit_solve_lambda(oracle, lam=[precision])[0]
    if abs(point.lam - precision) > 1e-6:
        return None
    tree = game.tree
    found = np.full(tree.actions, np.nan)
    if isinstance(oracle, gambit.ExtensiveGame):
        for behaviour in point.profile:
            for history, mixed in behaviour:
                h = int(tree.infoset[node_of(game, history)])
                found[tree.infoset_start[h] : tree.infoset_start[h + 1]] = [q for _, q in mixed]
    else:
        found[:] = [q for player in oracle.players for _, q in point.profile[player]]
    return found


def node_of(game: NamedGame, history: Any) -> int:
    """The node that a history of actions leads to."""
    tree, node = game.tree, 0
    for step in history:
        if tree.owner[node] >= 0:
            h = int(tree.infoset[node])
            labels = tree.action_labels[tree.infoset_start[h] : tree.infoset_start[h + 1]]
        else:
            k = game.chance_set_of(node)
            labels = game.chance_action_labels[game.chance_start[k] : game.chance_start[k + 1]]
        node = int(tree.first_child[node]) + labels.index(str(step.action))
    return node
