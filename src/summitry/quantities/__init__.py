"""Uncertain numbers: their laws, and joint draws from one seeded stream (floor 2)."""

from summitry.quantities.contradiction import Statements
from summitry.quantities.draws import Sample, draw
from summitry.quantities.laws import (
    Beta,
    Choice,
    Constant,
    Dirichlet,
    Law,
    Lognormal,
    Normal,
    Pert,
    Ranking,
    Triangular,
    Uniform,
)
from summitry.quantities.preferences import Preferences

__all__ = [
    "Beta",
    "Choice",
    "Constant",
    "Dirichlet",
    "Law",
    "Lognormal",
    "Normal",
    "Pert",
    "Preferences",
    "Ranking",
    "Sample",
    "Statements",
    "Triangular",
    "Uniform",
    "draw",
]
