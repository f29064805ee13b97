"""A study's draws as labelled arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from summitry.quantities.draws import SCRAMBLES
from summitry.study.gathered import Gathered

if TYPE_CHECKING:
    import xarray as xr

Floats = npt.NDArray[np.float64]


def dataset(g: Gathered, numbers: Mapping[str, Floats], seed: int, version: str) -> xr.Dataset:
    """One row a draw: numbers, chances of outcomes and markers, expected values, status, residual."""
    import xarray as xr

    scenario = g.game.scenario
    draws = len(g.status)
    paths = sorted(numbers)
    outcomes = [e.name for e in scenario.outcomes]
    markers = [e.name for e in scenario.markers]
    parties = [p.name for p in scenario.parties]
    matrix = np.array([numbers[p] for p in paths]).T.reshape(draws, len(paths))
    return xr.Dataset(
        {
            "number": (("draw", "path"), matrix, {"long_name": "drawn numbers, by path name"}),
            "outcome": (
                ("draw", "ending"),
                np.array([g.event("outcome", n) for n in outcomes]).T.reshape(draws, len(outcomes)),
                {"long_name": "chance of each outcome, by the analyst's odds"},
            ),
            "marker": (
                ("draw", "event"),
                np.array([g.event("marker", n) for n in markers]).T.reshape(draws, len(markers)),
                {"long_name": "chance of each marker, by the analyst's odds"},
            ),
            "value": (("draw", "party"), g.values, {"long_name": "expected payoff by the party's own odds"}),
            "value_analyst": (
                ("draw", "party"),
                g.values_analyst,
                {"long_name": "expected payoff by the analyst's odds"},
            ),
            "status": (("draw",), g.status, {"long_name": "0 solved; other codes: no answer"}),
            "folded": (("draw",), g.folded, {"long_name": "the branch turned back on the way"}),
            "residual": (
                ("draw",),
                g.residual,
                {"long_name": "largest difference from the logit response, in log-odds"},
            ),
            "regret_ratio": (("draw",), g.regret_ratio, {"long_name": "largest regret over its bound"}),
        },
        coords={
            "draw": np.arange(draws),
            "scramble": ("draw", np.repeat(np.arange(SCRAMBLES), draws // SCRAMBLES)),
            "path": paths,
            "ending": outcomes,
            "event": markers,
            "party": parties,
        },
        attrs={"title": scenario.title, "scenario_sha256": scenario.sha256, "seed": seed, "summitry": version},
    )
