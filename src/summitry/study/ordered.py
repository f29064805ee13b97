"""What a study found about worths of which only an order is known: what holds in how many draws, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """What is said of one party's order of worths."""

    party: str
    statements: tuple[str, ...]
    """Rankings and comparisons as written."""


@dataclass(frozen=True)
class Holding:
    """A finding, and the share of draws in which it holds."""

    kind: str
    """`likeliest` (the outcome is likelier than any other), `likelier than not` (the marker), `all accept` (those whose
    acceptance it takes prefer the package to no agreement), `some deal` (there is such a package)."""
    name: str
    """The outcome, marker or package; empty for `some deal`."""
    share: float
    """Among solved draws; of deals, among draws and type profiles by the analyst's odds."""


@dataclass(frozen=True)
class Question:
    """A comparison that is not known, and what knowing it would do to the chances of outcomes and markers."""

    party: str
    first: str
    second: str
    """Packages as they may stand in `prefers: FIRST over SECOND`."""
    yes: float
    """Share of draws in which the first is worth more."""
    narrows: Mapping[str, float]
    """By outcome or marker: the part of its variance over draws that goes away on average; where `sure`, only
    parts above what accident would show."""
    means: Mapping[str, tuple[float, float]]
    """Same keys: the mean chance where the first is worth more, and where it is not."""
    sure: bool = True
    """Whether it narrows anything more than accident would; else it is merely the best for the main event."""


@dataclass(frozen=True)
class Ordered:
    """All of it, for the parties that give worths by order."""

    orders: tuple[Order, ...]
    holds: tuple[Holding, ...]
    questions: tuple[Question, ...]
    """Those that narrow the main event come first, by how much; then those that narrow another most. Where none narrows
    anything surely, the best for the main event alone."""
    asked: int
    """How many comparisons were tried."""
