"""What a reviewer does to a row: accept it, mend it, reject it (floor 4; no screen)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .ledger import Review, Row

FIELDS = (
    "kind",
    "speaker",
    "name",
    "party",
    "role",
    "mode",
    "polarity",
    "modality",
    "issue",
    "stance",
    "condition",
    "keep",
)
"""What an edit may change, by the names that an editor types; `speaker` is the mention."""
_ROW = TypeAdapter(Row)
_OF_SPEAKER = {"speaker": "mention", "name": "name", "party": "party", "role": "role"}


def accept(row: Row) -> Row:
    """The row, looked at and found right.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.accept(ledger["s41"]).provenance.review
    'accepted'
    """
    return _reviewed(row, "accepted")


def reject(row: Row, why: str = "") -> Row:
    """The row, looked at and found wrong; it stays in the ledger, and nothing may rest on it.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> row = summitry.reject(ledger["s41"], "a slip of the tongue")
    >>> row.provenance.review, row.provenance.note
    ('rejected', 'a slip of the tongue')
    """
    return _reviewed(row, "rejected", why)


def edit(row: Row, changes: Mapping[str, str]) -> Row:
    """The row with some fields changed, by their names and as typed; several kinds are parted by commas.

    Raises
    ------
    ValueError
        With what is wrong about a change, in words.

    Examples
    --------
    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.edit(ledger["s01"], {"kind": "assessment", "keep": "team"}).kind
    ('assessment',)
    """
    whole: dict[str, Any] = _ROW.dump_python(row, mode="json")
    for name, text in changes.items():
        value = text.strip()
        if name not in FIELDS:
            raise ValueError(f"unknown field {name!r}: one of {', '.join(FIELDS)}")
        if name == "speaker" and not value:
            raise ValueError("an empty speaker: what the text calls them is needed; party= and name= may be empty")
        if name in _OF_SPEAKER:
            whole["speaker"][_OF_SPEAKER[name]] = value
        elif name == "kind":
            whole["kind"] = [part.strip() for part in value.split(",") if part.strip()]
            if "probability" not in whole["kind"]:
                whole["probability"] = None
        elif name == "condition":
            whole["condition"] = {"text": value} if value else None
        else:
            whole[name] = value
    whole["provenance"]["review"] = "edited"
    try:
        return _ROW.validate_json(json.dumps(whole))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in detail["loc"] if isinstance(part, str)) or "the row"
        raise ValueError(f"{where}: {detail['msg']}") from None


def _reviewed(row: Row, review: Review, note: str = "") -> Row:
    kept = note or row.provenance.note
    return dataclasses.replace(
        row,
        provenance=dataclasses.replace(row.provenance, review=review, note=kept[:500]),
    )
