"""What the report needs of a ledger: rows by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class LedgerRow(Protocol):
    """One dated statement with its exact words."""

    @property
    def id(self) -> str:
        """`s41`."""

    @property
    def quote(self) -> str:
        """The exact words."""

    @property
    def speaker_name(self) -> str:
        """Who said it, as named in the text."""

    @property
    def speaker_party(self) -> str:
        """The party it speaks for, or empty."""

    @property
    def kind(self) -> tuple[str, ...]:
        """What it is: prediction, threat, demand and so on."""

    @property
    def mode(self) -> str:
        """Direct | mixed | reported | nested | narrator."""

    @property
    def start(self) -> int:
        """First character of the quote in its text."""

    @property
    def end(self) -> int:
        """One past its last character."""


def by_id(ledger: Iterable[LedgerRow] | None) -> Mapping[str, LedgerRow]:
    """Rows by their id; the first of a doubled id."""
    rows: dict[str, LedgerRow] = {}
    for row in ledger or ():
        rows.setdefault(row.id, row)
    return rows


def title_of(row: LedgerRow) -> str:
    """The title of the row's document, as far as the row carries one."""
    return next((str(getattr(row, n)) for n in ("document_title", "title") if getattr(row, n, "")), "")


def document_of(row: LedgerRow, titled: bool = True) -> str:
    """Title (unless it stands elsewhere) and date of the statement, as far as the row carries them."""
    date = next((str(getattr(row, n)) for n in ("document_date", "date") if getattr(row, n, "")), "")
    return ", ".join(part for part in (title_of(row) if titled else "", date) if part)
