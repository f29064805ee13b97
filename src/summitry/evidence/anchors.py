"""Whether the words of a ledger still stand where it says they do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .ledger import Ledger, Row


@dataclass(frozen=True)
class Orphan:
    """A row that its text no longer bears out; it is shown as such and never moved by guess.

    >>> print(summitry.Orphan("s01", "characters 3 to 9 are not the words quoted", 3, 9).why)
    characters 3 to 9 are not the words quoted
    """

    id: str
    why: str
    start: int
    end: int


def sha256(text: str) -> str:
    """The digest of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def verify(ledger: Ledger, text: str | Mapping[str, str]) -> tuple[Orphan, ...]:
    """The rows that a text does not bear out, empty if it bears out all.

    `text` is the document's text, or texts by document id; rows of a document that is not among them are not looked
    at. A bare text stands for the only document of the ledger; with several, `ValueError`.
    """
    if isinstance(text, str):
        names = {document.id for document in ledger.documents}
        if len(names) > 1:
            raise ValueError(f"the ledger cites {len(names)} documents: give the texts by document id")
        text = dict.fromkeys(names, text)
    digests = {name: sha256(body) for name, body in text.items()}
    return tuple(
        Orphan(row.id, why, row.start, row.end)
        for row in ledger
        if row.document.id in text
        for why in _faults(row, text[row.document.id], digests[row.document.id])
    )


def _faults(row: Row, text: str, digest: str) -> Iterator[str]:
    """The first fault of a row, if it has one."""
    if digest != row.document.sha256:
        yield f"the text is another one: its sha256 starts {digest[:12]}, the row's {row.document.sha256[:12]}"
        return
    for position, quotation in row.target.passages:
        passage = text[position.start : position.end]
        if position.end > len(text):
            yield f"characters {position.start} to {position.end} lie past the end of the text, at {len(text)}"
        elif position.sha256 is not None and position.sha256 != sha256(passage):
            yield f"characters {position.start} to {position.end} hold other words than were read there"
        elif quotation is not None and quotation.exact != passage:
            yield f"characters {position.start} to {position.end} are not the words quoted"
        elif quotation is not None and not text[: position.start].endswith(quotation.prefix):
            yield f"other words than the prefix stand before character {position.start}"
        elif quotation is not None and not text[position.end :].startswith(quotation.suffix):
            yield f"other words than the suffix stand after character {position.end}"
        else:
            continue
        return
