"""The ledger: dated statements, each with the exact place of its words (floor 4; no files, no network).

A row points at its words as a W3C Web Annotation target does: a `TextPositionSelector` in code points, followed by a
`TextQuoteSelector` with the words themselves. One extension: where the words may not be copied, the quote selector is
left out, the row carries a `paraphrase` in our own words, and the position carries the sha256 of the passage instead.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, Field, StringConstraints, model_validator
from pydantic.dataclasses import dataclass

Kind = Literal[
    "claim",
    "prediction",
    "assessment",
    "demand",
    "proposal",
    "promise",
    "threat",
    "red line",
    "rejection",
    "success marker",
    "agenda limit",
    "probability",
]
"""What a statement does."""
Mode = Literal["direct", "mixed", "reported", "nested", "narrator"]
"""direct: all in quotation marks; mixed: partly; reported: in the reporter's words; nested: somebody tells what another
said; narrator: the reporter speaks."""
Polarity = Literal["positive", "negative", "mixed"]
"""Whether the statement affirms or denies its content."""
Modality = Literal["asserted", "expected", "possible", "conditional", "intended", "wished"]
"""How firmly it is put."""
Stance = Literal["for", "against", "neutral"]
"""How the speaker stands to the issue."""
Keep = Literal["public", "team"]
"""Who may see the row: everybody, or only those who work on the case (reports leave its words out)."""
Review = Literal["waiting", "accepted", "edited", "rejected"]
"""What a person who looked at the row said of it; nobody may rest on a rejected one."""

RowId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Short = Annotated[str, StringConstraints(max_length=500)]
Url = Annotated[str, StringConstraints(pattern=r"^(https?://\S{1,2000})?$")]
Offset = Annotated[int, Field(ge=0)]
Chance = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]

STRICT = ConfigDict(extra="forbid", strict=True)


def _is_date(text: str) -> bool:
    """Whether a text of digits and hyphens is a day of the calendar."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Document:
    """The text a row was taken from; the text itself need not be shipped."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    sha256: Sha256
    """Of its bytes in UTF-8."""
    title: Short = ""
    date: Date | Literal[""] = ""
    """Of the document; empty where nobody knows it."""
    url: Url = ""

    @model_validator(mode="after")
    def _calendar(self) -> Document:
        if self.date and not _is_date(self.date):
            raise ValueError(f"{self.date!r} is no day of the calendar")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Position:
    """A `TextPositionSelector`: code points from `start` up to, not including, `end`."""

    type: Literal["TextPositionSelector"]
    start: Offset
    end: Offset
    sha256: Sha256 | None = None
    """Of the passage; required where no quotation follows (our extension of the W3C model)."""

    @model_validator(mode="after")
    def _forward(self) -> Position:
        if self.start >= self.end:
            raise ValueError(f"start {self.start} is not before end {self.end}")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Quotation:
    """A `TextQuoteSelector`: the exact words, with what stands before and after."""

    type: Literal["TextQuoteSelector"]
    exact: Words
    prefix: Short = ""
    suffix: Short = ""


Selector = Annotated[Position | Quotation, Discriminator("type")]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Target:
    """Where the words stand: one position, or position and quotation, per passage, in the order of the text."""

    source: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    selector: Annotated[tuple[Selector, ...], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _paired(self) -> Target:
        last: Position | Quotation | None = None
        end = 0
        for selector in self.selector:
            if isinstance(selector, Position):
                if isinstance(last, Position) and last.sha256 is None:
                    raise ValueError("a position without a quotation after it needs the sha256 of its passage")
                if selector.start < end:
                    raise ValueError(f"position {selector.start} starts before the last one ends, at {end}")
                end = selector.end
            elif not isinstance(last, Position):
                raise ValueError("a quotation must follow its position")
            elif len(selector.exact) != last.end - last.start:
                found = len(selector.exact)
                raise ValueError(f"{found} code points quoted where the position spans {last.end - last.start}")
            last = selector
        if isinstance(last, Position) and last.sha256 is None:
            raise ValueError("a position without a quotation after it needs the sha256 of its passage")
        return self

    @property
    def passages(self) -> tuple[tuple[Position, Quotation | None], ...]:
        """Each position with its quotation, if it has one."""
        found: list[tuple[Position, Quotation | None]] = []
        for selector in self.selector:
            if isinstance(selector, Position):
                found.append((selector, None))
            else:
                found[-1] = (found[-1][0], selector)
        return tuple(found)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Speaker:
    """Who speaks, relays or is spoken to."""

    mention: Short
    """As the text names them."""
    name: Short = ""
    """In full, once resolved."""
    party: Short = ""
    """The party of the scenario they speak for, empty if none."""
    role: Short = ""
    at: tuple[Offset, Offset] | None = None
    """Where the text names them, in code points."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Condition:
    """What the statement hangs on."""

    text: Words
    resolved: Short = ""
    """The same as a condition of the scenario language, where it has one."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Probability:
    """A chance somebody stated: of what in their words, and of which event, named positively."""

    stated_event: Words
    stated_p: Chance
    """The figure as stated; where a range was, its middle."""
    event: Short
    """The event that `p` belongs to; the stated one with its denial taken away, or an event of the scenario."""
    p: Chance | None = None
    range: tuple[Chance, Chance] | None = None
    basis: Literal["numeric", "verbal"]
    """Whether figures or words were used."""
    scale: Short = ""
    """What turned words into a range: a published scale by name, or the text's own."""
    reading: Short = ""
    """How the stated event became the event."""

    @model_validator(mode="after")
    def _one_reading(self) -> Probability:
        if (self.p is None) == (self.range is None):
            raise ValueError("give either p or range")
        if self.range is not None and self.range[0] > self.range[1]:
            raise ValueError(f"range {self.range[0]} to {self.range[1]} runs backwards")
        return self


RowIds = tuple[RowId, ...]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Links:
    """The rows that a row stands in a relation to, by relation."""

    revises: RowIds = ()
    """Said before by the same speaker, and now said otherwise."""
    conflicts_with: RowIds = ()
    """Both cannot be true, or both cannot be had."""
    responds_to: RowIds = ()
    """What is answered: a proposal turned down, a demand met."""
    defines_success: RowIds = ()
    """Rows about the event whose success this row defines."""
    supports: RowIds = ()
    """What it speaks for."""
    elaborates: RowIds = ()
    """What it tells more of."""
    repeats: RowIds = ()
    """What it says again."""

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        """Relation, place in its list and row, in the order of the fields."""
        for field in dataclasses.fields(self):
            for place, row in enumerate(getattr(self, field.name)):
                yield field.name, place, row

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Provenance:
    """How the row came about and who looked at it."""

    how: Literal["by hand", "rules", "model", "import"]
    version: Short = ""
    confidence: Chance | None = None
    review: Review = "waiting"
    note: Short = ""
    """Why it waits, or why it was rejected."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Row:
    """One statement.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> isinstance(ledger["s41"], summitry.Row), ledger["s41"].probability.p
    (True, 0.75)
    """

    id: RowId
    document: Document
    target: Target
    paraphrase: Annotated[str, StringConstraints(max_length=2000)] = ""
    """In our own words; required where nothing is quoted."""
    speaker: Speaker
    relayed_by: Speaker | None = None
    addressee: Speaker | None = None
    mode: Mode
    kind: Annotated[tuple[Kind, ...], Field(min_length=1)]
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    issue: Short = ""
    """An issue, marker or step of the scenario, empty if none."""
    stance: Stance = "neutral"
    condition: Condition | None = None
    probability: Probability | None = None
    time: Date | Literal[""] = ""
    """The day of the statement, where the text gives it."""
    links: Links = Links()
    keep: Keep = "public"
    provenance: Provenance

    @model_validator(mode="after")
    def _has_words(self) -> Row:
        if not self.quote and not self.paraphrase.strip():
            raise ValueError("a row needs quoted words or a paraphrase")
        if (self.probability is not None) != ("probability" in self.kind):
            raise ValueError("kind 'probability' and the field probability come together")
        if self.time and not _is_date(self.time):
            raise ValueError(f"{self.time!r} is no day of the calendar")
        return self

    @property
    def quote(self) -> str:
        """The exact words, passages joined by an ellipsis; empty where the row is a paraphrase only."""
        return " … ".join(quotation.exact for _, quotation in self.target.passages if quotation is not None)

    @property
    def words(self) -> str:
        """The quotation, else the paraphrase."""
        return self.quote or self.paraphrase

    @property
    def speaker_name(self) -> str:
        """The speaker's name, else how the text mentions them."""
        return self.speaker.name or self.speaker.mention

    @property
    def speaker_party(self) -> str:
        """The party the speaker stands for, empty if none."""
        return self.speaker.party

    @property
    def start(self) -> int:
        """First code point of the first passage."""
        return self.target.passages[0][0].start

    @property
    def end(self) -> int:
        """One past the last code point of the last passage."""
        return self.target.passages[-1][0].end

    @property
    def title(self) -> str:
        """Of the document."""
        return self.document.title

    @property
    def date(self) -> str:
        """Of the statement if known, else of the document."""
        return self.time or self.document.date


@dataclasses.dataclass(frozen=True)
class Ledger:
    """The statements, in the order of the file; nothing is taken out: rows are added, and reviewed.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> ledger["s41"].kind
    ('probability',)
    """

    rows: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_id) < len(self.rows):
            raise ValueError("two rows have the same id")

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by id."""
        return {row.id: row for row in self.rows}

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __contains__(self, row: object) -> bool:
        return row in self.by_id

    def __getitem__(self, row: str) -> Row:
        return self.by_id[row]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all rows."""
        return frozenset(self.by_id)

    @property
    def rejected(self) -> frozenset[str]:
        """The ids of rows that somebody looked at and rejected."""
        return frozenset(row.id for row in self.rows if row.provenance.review == "rejected")

    @property
    def documents(self) -> tuple[Document, ...]:
        """Each document once, in order of first mention."""
        return tuple(dict.fromkeys(row.document for row in self.rows))

    def adding(self, *rows: Row) -> Ledger:
        """A ledger with these rows after the others."""
        return Ledger((*self.rows, *rows))

    def with_row(self, row: Row) -> Ledger:
        """A ledger with this row in the place of the one of its id; `KeyError` where there is none."""
        if row.id not in self.by_id:
            raise KeyError(row.id)
        return Ledger(tuple(row if one.id == row.id else one for one in self.rows))
