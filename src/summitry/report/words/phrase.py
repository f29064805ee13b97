"""Phrases: text in pieces, so that words from a scenario stay apart from ours until they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import Formatter

from summitry.report.texts import text


@dataclass(frozen=True)
class Piece:
    """A run of text; `given` means that it came from the scenario or the ledger."""

    text: str
    given: bool = False
    withheld: bool = False
    """In place of what is kept to those who work on the case; shown as a bar."""


@dataclass(frozen=True)
class Phrase:
    """Pieces in order; `str()` is the plain text."""

    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def __add__(self, other: Phrase) -> Phrase:
        return Phrase(self.pieces + other.pieces)

    def __bool__(self) -> bool:
        return bool(str(self))

    def capital(self) -> Phrase:
        """The same with its first letter in upper case, an opening quotation mark passed over."""
        pieces = list(self.pieces)
        for i, piece in enumerate(pieces):
            bare = piece.text.lstrip("“")
            if bare:
                marks = piece.text[: len(piece.text) - len(bare)]
                pieces[i] = replace(piece, text=marks + bare[0].upper() + bare[1:])
                break
        return Phrase(tuple(pieces))


def plain(words: str) -> Phrase:
    """Our own words as a phrase."""
    return Phrase((Piece(words),)) if words else Phrase()


def given(words: str) -> Phrase:
    """Words of the scenario or the ledger as a phrase."""
    return Phrase((Piece(words, True),)) if words else Phrase()


WITHHELD = "*withheld*"
"""In place of the path of a number, or the id of a row, that is kept; no name may hold an asterisk."""


def withheld() -> Phrase:
    """In place of what is kept."""
    return Phrase((Piece(text("page.withheld"), withheld=True),))


def row_name(row: str) -> Phrase:
    """The id of a row of the ledger, or that it is withheld."""
    return withheld() if row == WITHHELD else given(row)


def as_phrase(value: Phrase | str | int) -> Phrase:
    """Any field value as a phrase."""
    return value if isinstance(value, Phrase) else plain(str(value))


def fill(key: str, **fields: Phrase | str | int) -> Phrase:
    """The template `key` of the catalogue with its fields filled in."""
    parts = Phrase()
    for literal, field, _, _ in Formatter().parse(text(key)):
        parts += plain(literal)
        if field is not None:
            parts += as_phrase(fields[field])
    return parts


def join(items: Sequence[Phrase], last: str = "language.and") -> Phrase:
    """`a, b and c`."""
    if not items:
        return Phrase()
    comma, final = plain(text("language.comma")), plain(text(last))
    out = items[0]
    for i, item in enumerate(items[1:], start=1):
        out += (final if i == len(items) - 1 else comma) + item
    return out


def sentences(*items: Phrase) -> Phrase:
    """Sentences one after the other, empty ones left out."""
    out = Phrase()
    for item in items:
        if item:
            out = out + plain(" ") + item if out else item
    return out


def quoted(words: Phrase | str) -> Phrase:
    """Words of the scenario in quotation marks."""
    return fill("language.quote", text=words if isinstance(words, Phrase) else given(words))
