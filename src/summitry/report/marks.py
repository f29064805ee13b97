"""Colour and shape: handed out to parties in the order of the scenario file, and to nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summitry.scenario.model import Scenario

TOKENS: Mapping[str, tuple[str, str]] = {
    "--paper": ("#fbfbf9", "#14181b"),
    "--ink": ("#1b2125", "#e9eae6"),
    "--ink2": ("#58626a", "#a5aeb3"),
    "--rule": ("#dadcd8", "#353c41"),
    "--faint": ("#f1f2ee", "#1c2226"),
    "--p1": ("#a95a09", "#edb163"),
    "--p2": ("#12808a", "#74dde0"),
    "--p3": ("#6d2a7b", "#b887d4"),
    "--p4": ("#3b4d12", "#6f9a4c"),
}
"""Light and dark colour of each token."""

PATHS: Mapping[str, str] = {
    "triangle": "M0-1.05 1.02.8H-1.02z",
    "square": "M-.84-.84H.84V.84H-.84z",
    "circle": "M.95 0A.95.95 0 1 1-.95 0A.95.95 0 1 1 .95 0z",
    "diamond": "M0-1.16 .95 0 0 1.16-.95 0z",
    "cross": "M-.34-1H.34V-.34H1V.34H.34V1H-.34V.34H-1V-.34H-.34z",
    "star": "M0-1.15 .31-.38 1.12-.36.5.17.72.96 0 .48-.72.96-.5.17-1.12-.36-.31-.38z",
    "bar": "M-1-.3H1V.3H-1z",
}
"""Shapes within the unit square about the origin."""

ORDER = (("--p1", "triangle"), ("--p2", "square"), ("--p3", "circle"), ("--p4", "diamond"))
EXTRA = (("--ink2", "cross"), ("--ink2", "star"))
OTHERS = ("--ink2", "bar")


@dataclass(frozen=True)
class Mark:
    """How a party is drawn: a colour token and a shape."""

    token: str
    shape: str

    @property
    def colour(self) -> str:
        """The token as CSS writes it."""
        return f"var({self.token})"

    @property
    def path(self) -> str:
        """The shape as an SVG path in the unit square."""
        return PATHS[self.shape]


INK = Mark("--ink", "circle")


def marks(scenario: Scenario) -> dict[str, Mark]:
    """A mark for every party; beyond six, colour goes to those with types or a seat, the rest are grey."""
    names = [party.name for party in scenario.parties]
    seated = {name for stage in scenario.stages for name in stage.attend}
    typed = {party.name for party in scenario.parties if party.types}
    chosen = names if len(names) <= 6 else [n for n in names if n in typed or n in seated]
    palette = dict(zip(chosen, ORDER + EXTRA, strict=False))
    return {name: Mark(*palette.get(name, OTHERS)) for name in names}
