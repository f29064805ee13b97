"""Exact local derivatives of an event by the numbers of a file: the solver's adjoint, then arithmetic on each number.

The adjoint gives the derivative by every payoff, chance and precision; how these move with a number of the file is
arithmetic, whose derivative is taken by central differences of 1e-6 of the number's range (errors about 1e-9 of it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError
from summitry.game import Draws
from summitry.solve import DerivativeStatus, Probability, derivatives, solve
from summitry.study.experiment import Event, Experiment

Floats = npt.NDArray[np.float64]

_STEP = 1e-6
"""Of a number's range."""
_BATCH = 16
"""Draws whose derivatives are taken together, which bounds memory."""


@dataclass(frozen=True, eq=False)
class Local:
    """Derivatives at some draws; NaN where there is none."""

    by: Mapping[str, Floats]
    """Path -> [B] change of the event's chance per unit of the number."""
    status: npt.NDArray[np.int8]
    """[B] a `DerivativeStatus`."""


def event_weights(experiment: Experiment, event: Event) -> Floats | None:
    """[N] 1 at the endings of an event, else 0; None for a marker that holds draw by draw."""
    unfolded = experiment.game.unfolded
    if event.kind == "marker" and event.index in unfolded.by_draw:
        return None
    out = np.zeros(experiment.game.tree.size)
    out[unfolded.leaves] = (
        unfolded.outcome == event.index if event.kind == "outcome" else unfolded.markers[:, event.index]
    )
    return out


def local(experiment: Experiment, numbers: Mapping[str, Floats], paths: Sequence[str]) -> Local | None:
    """Derivatives of the experiment's event by the numbers at these paths; None for a marker that holds by draw."""
    weights = event_weights(experiment, experiment.event)
    if weights is None:
        return None
    size = len(next(iter(numbers.values())))
    found = {path: np.full(size, np.nan) for path in paths}
    status = np.full(size, int(DerivativeStatus.UNSOLVED), np.int8)
    spans = {path: _span(experiment, path, numbers[path]) for path in paths}
    game, solver = experiment.game, experiment.solver
    for first in range(0, size, _BATCH):
        rows = np.arange(first, min(first + _BATCH, size))
        experiment.tell("local derivatives", int(rows[-1]) + 1, size)
        mine = {path: x[rows] for path, x in numbers.items()}
        answer = solve(game.tree, game.draws(mine, len(rows)), plan=solver.prepared, path=solver.path)
        at = derivatives(answer, [Probability(weights)])
        status[rows] = at.status[:, 0]
        for path in paths:
            step = _STEP * spans[path]
            if step <= 0:
                continue
            moved, width = _moved(experiment, mine, path, step)
            if moved is None:
                continue
            payoffs, chance, precision = (part / width for part in moved)
            found[path][rows] = at.along(payoffs, chance, precision)[:, 0]
    return Local(found, status)


def _span(experiment: Experiment, path: str, values: Floats) -> float:
    quantity = experiment.scenario.quantities[path]
    low, high = quantity.law.ends if not quantity.joint else (float(values.min()), float(values.max()))
    if not np.isfinite(high - low):
        low, high = np.quantile(values, [0.05, 0.95])
    return float(high - low)


def _moved(
    experiment: Experiment, numbers: Mapping[str, Floats], path: str, step: float
) -> tuple[tuple[Floats, Floats, Floats] | None, float]:
    """Payoffs, chances and precisions with the number a little higher less those with it a little lower."""
    size = len(numbers[path])
    ends: list[Draws] = []
    width = 0.0
    for sign in (1, -1):
        for factor in (1.0, 0.0):  # at the end of what is possible, from one side
            try:
                ends.append(experiment.game.draws({**numbers, path: numbers[path] + sign * factor * step}, size))
            except InputError:
                continue
            width += factor * step
            break
        else:
            return None, 0.0
    if width == 0.0:
        return None, 0.0
    up, down = ends
    return (up.payoffs - down.payoffs, up.chance - down.chance, up.precision - down.precision), width
