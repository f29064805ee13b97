"""What was said, by whom, where it stands, and whether it still does (floor 4)."""

from .anchors import Orphan, sha256, verify
from .forecasts import Forecast, Forecasts, Resolution, joined
from .ledger import (
    Condition,
    Document,
    Ledger,
    Links,
    Position,
    Probability,
    Provenance,
    Quotation,
    Row,
    Speaker,
    Target,
)
from .scoring import Scores, score

__all__ = [
    "Condition",
    "Document",
    "Forecast",
    "Forecasts",
    "Ledger",
    "Links",
    "Orphan",
    "Position",
    "Probability",
    "Provenance",
    "Quotation",
    "Resolution",
    "Row",
    "Scores",
    "Speaker",
    "Target",
    "joined",
    "score",
    "sha256",
    "verify",
]
