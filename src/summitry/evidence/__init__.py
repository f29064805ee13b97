"""What was said, by whom, where it stands, and whether it still does (floor 4)."""

from .anchors import Orphan, sha256, verify
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

__all__ = [
    "Condition",
    "Document",
    "Ledger",
    "Links",
    "Orphan",
    "Position",
    "Probability",
    "Provenance",
    "Quotation",
    "Row",
    "Speaker",
    "Target",
    "sha256",
    "verify",
]
