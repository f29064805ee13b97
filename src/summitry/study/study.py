"""The noun of a study: what was run, on what, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
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
    parts: Callable[[], Iterator[xr.Dataset]] | None = None
    """Makes `data` some draws at a time: there may be more of them than memory holds."""
    elapsed: Mapping[str, float] = field(default_factory=dict)
    """Seconds: build, solve, total."""
    against: Study | None = None
    """Another case on the same draws, whose marks stand beside those of this one."""
    further: tuple[Any, ...] = ()
    """Other studies of the same case, for the report: levers, variants, tipping points, stories, a comparison."""

    def _repr_html_(self) -> str:
        """What a notebook shows: the chances with their ranges, and the certificate in a line."""
        f, c = self.findings, self.findings.certificate

        def row(kind: str, name: str, x: tuple[float, float, float]) -> str:
            cells = "".join(f"<td>{100 * v:.0f}</td>" for v in x)
            return f"<tr><td>{kind}</td><th scope='row'>{escape(name)}</th>{cells}</tr>"

        rows = [
            row(kind, e.name, (e.mean, e.low, e.high))
            for kind, events in (("marker", f.markers), ("outcome", f.outcomes))
            for e in events
        ]
        head = "".join(f"<th scope='col'>{text}</th>" for text in ("", "", "mean", "5 %", "95 %"))
        return (
            f"<table><caption>{escape(self.scenario.title)}: chances in 100, over {c.solved:,} of {c.draws:,} draws, "
            f"seed {self.seed}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )

    @cached_property
    def data(self) -> xr.Dataset | None:
        """Per-draw arrays: numbers, chances of outcomes and markers, status, residual (dimension `draw`)."""
        if self.parts is None:
            return None
        import xarray as xr

        parts = list(self.parts())
        return parts[0] if len(parts) == 1 else xr.concat(parts, dim="draw", data_vars="minimal")
