"""The noun of a study: what was run, on what, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summitry.scenario import Scenario
from summitry.study.findings import Findings

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False)
class Study:
    """Solutions over draws, summarised.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> study.draws, study.findings.certificate.unsolved
    (8, 0)
    """

    scenario: Scenario
    findings: Findings
    draws: int
    """As run, after rounding up."""
    seed: int
    version: str
    settings: Mapping[str, str] = field(default_factory=dict)
    """`--set` values."""
    data: xr.Dataset | None = None
    """Per-draw arrays: numbers, chances of outcomes and markers, status, residual (dimension `draw`)."""
    elapsed: Mapping[str, float] = field(default_factory=dict)
    """Seconds: build, solve, total."""
