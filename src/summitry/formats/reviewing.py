"""A person's review of a ledger: each row accepted, edited or rejected; nothing is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger, Row
from summitry.scenario.troubles import did_you_mean, listed

VERDICTS = ("waiting", "accepted", "edited", "rejected")
EDITED = ("paraphrase", "kind", "issue", "party", "note")
"""What a review may change; the words and their place never."""


def reviewed(ledger: Ledger, verdicts: Mapping[str, Mapping[str, Any]]) -> Ledger:
    """A ledger with the review of some rows: `review`, and what was edited (paraphrase, kind, issue, party, note).

    Raises `InputError` with every row that is unknown or would not fit its schema.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.reviewed(ledger, {"s01": {"review": "rejected"}}).rejected
    frozenset({'s01'})
    """
    problems: list[Problem] = []
    for name, verdict in verdicts.items():
        if name not in ledger:
            near = did_you_mean(name, sorted(ledger.ids))
            problems.append(Problem("ledger", 0, 0, f"no row {name!r}", "the id of a row", near))
            continue
        unknown = [key for key in verdict if key not in ("review", *EDITED)]
        if unknown:
            expected = f"review, {listed(EDITED)}"
            problems += [Problem("ledger", 0, 0, f"{name}: the key {key!r}", expected) for key in unknown]
            continue
        try:
            ledger = ledger.with_row(_with(ledger[name], verdict))
        except (ValidationError, ValueError, TypeError) as error:
            problems.append(Problem("ledger", 0, 0, f"{name}: {_first(error)}", "a row that fits the schema"))
    if problems:
        raise InputError(problems)
    return ledger


def _with(row: Row, verdict: Mapping[str, Any]) -> Row:
    note = {"note": verdict["note"]} if "note" in verdict else {}
    provenance = replace(row.provenance, review=verdict.get("review", row.provenance.review), **note)
    speaker = replace(row.speaker, party=verdict["party"]) if "party" in verdict else row.speaker
    edits = {key: verdict[key] for key in ("paraphrase", "issue") if key in verdict}
    if "kind" in verdict:
        edits["kind"] = tuple(verdict["kind"])
    return replace(row, provenance=provenance, speaker=speaker, **edits)


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False)[0]
        return f"{'.'.join(str(p) for p in found['loc'])} {found['msg']}".strip()
    return str(error)


def statements_json(ledger: Ledger) -> list[dict[str, Any]]:
    """The rows of a ledger as a page shows them; places count in code points.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.statements_json(ledger)[0]["passages"]
    [[146, 166]]
    """
    return [
        {
            "id": row.id,
            "quote": row.quote,
            "paraphrase": row.paraphrase,
            "speaker": row.speaker_name,
            "party": row.speaker_party,
            "mode": row.mode,
            "kind": list(row.kind),
            "issue": row.issue,
            "passages": [[position.start, position.end] for position, _ in row.target.passages],
            "document": {"id": row.document.id, "title": row.document.title, "sha256": row.document.sha256},
            "date": row.date,
            "review": row.provenance.review,
            "note": row.provenance.note,
            "how": row.provenance.how,
        }
        for row in ledger
    ]
