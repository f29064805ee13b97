"""A study's draws as labelled arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from summitry.build import laws_of, numbers_of
from summitry.quantities import draw
from summitry.quantities.draws import SCRAMBLES
from summitry.study.gathered import Whole

if TYPE_CHECKING:
    import xarray as xr

    from summitry.study.blocks import Task

Floats = npt.NDArray[np.float64]

PART = 16_384
"""Draws in one part."""


def datasets(task: Task, whole: Whole, version: str) -> Iterator[xr.Dataset]:
    """One row a draw, some draws at a time: numbers, chances of outcomes and markers, expected values, certificate."""
    for first in range(0, task.draws, PART):
        yield _dataset(task, whole, np.arange(first, min(first + PART, task.draws)), version)


def _dataset(task: Task, whole: Whole, rows: npt.NDArray[np.int64], version: str) -> xr.Dataset:
    import xarray as xr

    scenario = task.scenario
    numbers = numbers_of(scenario, draw(laws_of(scenario), task.draws, task.seed, rows=rows))
    draws = len(rows)
    paths = sorted(numbers)
    outcomes = [e.name for e in scenario.outcomes]
    markers = [e.name for e in scenario.markers]
    parties = [p.name for p in scenario.parties]
    matrix = np.array([numbers[p] for p in paths]).T.reshape(draws, len(paths))

    def events(kind: str, names: list[str]) -> Floats:
        return np.array([whole.event(kind, n)[rows] for n in names]).T.reshape(draws, len(names))

    return xr.Dataset(
        {
            "number": (("draw", "path"), matrix, {"long_name": "drawn numbers, by path name"}),
            "outcome": (
                ("draw", "ending"),
                events("outcome", outcomes),
                {"long_name": "chance of each outcome, by the analyst's odds"},
            ),
            "marker": (
                ("draw", "event"),
                events("marker", markers),
                {"long_name": "chance of each marker, by the analyst's odds"},
            ),
            "value": (("draw", "party"), whole.values[rows], {"long_name": "expected payoff by the party's own odds"}),
            "value_analyst": (
                ("draw", "party"),
                whole.values_analyst[rows],
                {"long_name": "expected payoff by the analyst's odds"},
            ),
            "status": (("draw",), whole.status[rows], {"long_name": "0 solved; other codes: no answer"}),
            "folded": (("draw",), whole.folded[rows], {"long_name": "the branch turned back on the way"}),
            "residual": (
                ("draw",),
                whole.residual[rows],
                {"long_name": "largest difference from the logit response, in log-odds"},
            ),
            "regret_ratio": (("draw",), whole.regret_ratio[rows], {"long_name": "largest regret over its bound"}),
        },
        coords={
            "draw": rows,
            "scramble": ("draw", rows // (task.draws // SCRAMBLES)),
            "path": paths,
            "ending": outcomes,
            "event": markers,
            "party": parties,
        },
        attrs={
            "title": scenario.title,
            "scenario_sha256": scenario.sha256,
            "seed": task.seed,
            "summitry": version,
        },
    )
