"""The noun of a study: what was run, on what, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

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
    table: Callable[[], xr.Dataset] | None = None
    """Makes `data`: labelled arrays take a second to import, which a summary does without."""
    elapsed: Mapping[str, float] = field(default_factory=dict)
    """Seconds: build, solve, total."""
    further: tuple[Any, ...] = ()
    """Other studies of the same case, for the report: levers, variants, tipping points, stories, a comparison."""

    @cached_property
    def data(self) -> xr.Dataset | None:
        """Per-draw arrays: numbers, chances of outcomes and markers, status, residual (dimension `draw`)."""
        return None if self.table is None else self.table()
