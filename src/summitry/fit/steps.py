"""Games of steps: choices seen by all, solved from the end, with errors of agents or private information.

Signorino (1999), doi:10.2307/2585401, and (2003), doi:10.1093/pan/mpg019; Kenkel & Signorino (2014),
doi:10.18637/jss.v056.i08, whose normalisation of normal errors is kept: one N(0, σ²) for each option (agent) or for
each outcome (private). Logistic errors are one type-I extreme value for each option, so that log-odds are differences
of utility over σ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from summitry.fit.duals import Dual, exp, log_logistic, log_normal, log_sum, sqrt
from summitry.fit.model import Decision, FitModel


class Indices(Protocol):
    """The linear indices of a game in all rows."""

    def utility(self, party: str, outcome: str) -> Dual:
        """[N] what an outcome is worth to a party."""

    def scale(self, party: str) -> Dual | float:
        """[N] the standard deviation, or logistic scale, of a party's errors."""


def log_probabilities(model: FitModel, indices: Indices) -> list[Dual]:
    """[O] log probability of each outcome in all rows, by backward induction.

    1. At every decision, what follows each option is known: the probability of each outcome after it.
    2. An option is worth what its outcomes are worth by these probabilities.
    3. The difference over the spread of the errors in it gives the log probability of each option.
    """
    assert model.tree is not None
    found = _below(model, model.tree, indices)
    return [found[k] for k in range(len(model.outcomes))]


def _below(model: FitModel, decision: Decision, indices: Indices) -> Mapping[int, Dual]:
    """Log probability of each outcome that can follow a decision."""
    after: list[Mapping[int, Dual]] = []
    worth: list[Dual] = []
    for below in decision.after:
        if isinstance(below, Decision):
            logs = _below(model, below, indices)
            after.append(logs)
            worth.append(_sum([exp(p) * indices.utility(decision.party, model.outcomes[k]) for k, p in logs.items()]))
        else:
            own = indices.utility(decision.party, model.outcomes[below])
            after.append({below: own * 0.0})
            worth.append(own)
    chosen = _choice(model, decision, indices, after, worth)
    gathered: dict[int, list[Dual]] = {}
    for option, logs in zip(chosen, after, strict=True):
        for k, p in logs.items():
            gathered.setdefault(k, []).append(option + p)
    return {k: log_sum(parts) for k, parts in gathered.items()}


def _choice(
    model: FitModel, decision: Decision, indices: Indices, after: list[Mapping[int, Dual]], worth: list[Dual]
) -> list[Dual]:
    """Log probability of each option."""
    scale = indices.scale(decision.party)
    if len(worth) > 2:
        scaled = [w / scale for w in worth]
        total = log_sum(scaled)
        return [w - total for w in scaled]
    if model.link == "logit":
        odds = (worth[1] - worth[0]) / scale
        return [log_logistic(-odds), log_logistic(odds)]
    spread: Dual | float = float(np.sqrt(2.0))
    if model.errors == "private":
        # each outcome's error counts by how much more often the second option leads there
        moved = []
        for k in sorted(decision.outcomes()):
            more = exp(after[1][k]) if k in after[1] else None
            less = exp(after[0][k]) if k in after[0] else None
            if more is not None and less is not None:
                moved.append(more - less)
            else:
                one = more if more is not None else less
                assert one is not None
                moved.append(one)
        spread = sqrt(_sum([m * m for m in moved]))
    index = (worth[1] - worth[0]) / spread / scale
    return [log_normal(-index), log_normal(index)]


def _sum(parts: list[Dual]) -> Dual:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
