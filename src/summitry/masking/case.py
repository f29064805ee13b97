"""A scenario with its ledger and the texts of its documents, as they are read to be masked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger, verify
from summitry.evidence.masking import Declared, Passage, dates
from summitry.formats.files import decoded, read_bytes
from summitry.formats.mask_passages import (
    Written,
    keywords,
    scenario_passages,
    text_passage,
)
from summitry.formats.mask_rows import ledger_lines, row_passages
from summitry.scenario import Scenario
from summitry.scenario.lexer import FUNCTIONS, LAWS
from summitry.scenario.vocabulary import RESERVED, key_of

MOST_TEXT = 16 << 20
"""A text has at most so many bytes."""
BOM = b"\xef\xbb\xbf"
CALLS = frozenset((*FUNCTIONS, *LAWS))
_WORDS = frozenset(word for words in RESERVED for word in words.split()) | {"in", "share"}


@dataclass(frozen=True)
class Source:
    """A file to be masked."""

    kind: str
    """`scenario`, `ledger` or `text`."""
    path: Path
    name: str
    """As messages call it."""
    data: bytes
    taken_out: bool = False
    """Whether it is what a reader took out of a file, as of a PDF."""

    @property
    def plain_name(self) -> str:
        """The name of the file that holds these bytes."""
        return f"{self.path.name}.txt" if self.taken_out else self.path.name

    @cached_property
    def text(self) -> str:
        """Its characters without a byte-order mark."""
        return decoded(self.data, self.name)

    @property
    def mark(self) -> bytes:
        """Its byte-order mark, if it has one."""
        return BOM if self.data.startswith(BOM) else b""

    @property
    def digest(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Case:
    """What is masked together."""

    scenario: Scenario
    source: Source
    ledger: Ledger | None
    ledger_source: Source | None
    texts: tuple[Source, ...]
    also: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All files, the scenario first."""
        return (self.source, *([self.ledger_source] if self.ledger_source else []), *self.texts)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Ids of parties, coalitions and mediators."""
        s = self.scenario
        return (*(p.name for p in s.parties), *(c.name for c in s.coalitions), *(m.name for m in s.mediators))

    @cached_property
    def written(self) -> list[Written]:
        """The passages of the scenario's file; figures that are a label of the issue they stand under are a label."""
        s = self.scenario
        labels = {(key_of(issue.name), key_of(option)) for issue in s.issues for option in issue.options}
        out = []
        for w in scenario_passages(self.source.text, self.sides):
            words = [key_of(str(p)) for p in w.path]
            text = key_of(w.passage.text)
            of_issue = any((name, text) in labels for name in words)
            if w.role == "words" and w.passage.kind == "formula" and text.isdigit() and of_issue:
                w = Written(Passage(w.passage.text, "name"), w.at, w.path, "label", w.start, w.end)
            elif w.role == "label" and text.isdigit() and not of_issue:
                w = Written(Passage(w.passage.text, "formula"), w.at, w.path, "words", w.start, w.end)
            out.append(w)
        return out

    @cached_property
    def rows(self) -> list[Written]:
        """The passages of the ledger."""
        if self.ledger_source is None:
            return []
        text = self.ledger_source.text
        return [w for at, line in ledger_lines(text) for w in row_passages(line, at, text)]

    @cached_property
    def passages(self) -> list[Passage]:
        """All in which names are looked for."""
        outside = [w for w in self.written if w.path[:1] != ("ledger",) and "outlines" not in w.path]
        found = [w.passage for w in outside if w.role != "fixed"]
        found += [w.passage for w in self.rows if w.path[-1] != "url"]
        return [*found, *(text_passage(source.text).passage for source in self.texts)]

    def declared(self) -> Declared:
        """What scenario and ledger say are names."""
        s = self.scenario
        types = {party.name: tuple(t.name for t in party.types) for party in s.parties}
        said = [who for row in self.ledger or () for who in (row.speaker, row.relayed_by, row.addressee) if who]
        labels = [*((p.name, p.label) for p in s.parties), *((m.name, m.label) for m in s.mediators)]
        return Declared(
            sides={side: types.get(side, ()) for side in self.sides},
            called={name: label for name, label in labels if key_of(label) != key_of(name)},
            people=sorted({who.name for who in said if who.name} | {stated.who for stated in s.stated}),
            mentions=sorted({who.mention for who in said}),
            regions=[text for issue in s.issues for region in issue.regions for text in (region.key, region.label)],
            rows=sorted(self.ledger.ids) if self.ledger else (),
            reserved=_WORDS,
            also=self.also,
            leave=self.leave,
        )

    def dated(self) -> dict[str, list[str]]:
        """Names in the scenario that hold a date -> the dates in them, in order."""
        found = {}
        for w in self.written:
            if w.role == "label":
                inside = [d.text for d in dates(w.passage.text)]
                if inside:
                    found[w.passage.text] = inside
        return found

    @cached_property
    def anchor(self) -> int:
        """The year of a date that is written without one."""
        given = [self.scenario.as_of, *(d.date for d in (self.ledger.documents if self.ledger else ()))]
        return next((int(date[:4]) for date in given if date), 2000)

    def fixed(self) -> set[str]:
        """Words that stay whatever they mean elsewhere: of the language, and of the program's own lists."""
        words = {w.passage.text for w in self.written if w.role == "fixed"} | keywords() | CALLS
        texts = [" ".join(word.lower().replace("_", " ").replace("-", " ").split()) for word in words]
        return {*texts, *(part for text in texts for part in text.split())}


def read_case(
    path: Path, name: str, texts: Sequence[str | os.PathLike[str]], also: Iterable[str], leave: Iterable[str]
) -> Case:
    """Read what is to be masked; `InputError` with every problem of every file."""
    from summitry.formats import ledger as ledgers
    from summitry.formats.scenario_yaml import read
    from summitry.formats.yaml_tree import MOST_BYTES

    problems: list[Problem] = []
    scenario = read(path, name)  # nothing else can be told without it
    source = Source("scenario", path, name, read_bytes(path, name, what="a scenario file", most=MOST_BYTES))
    ledger, ledger_source = None, None
    if scenario.ledger and (path.parent / scenario.ledger).is_file():
        file = path.parent / scenario.ledger
        ledger = ledgers.read(file)
        data = read_bytes(file, str(file), what="a ledger", most=ledgers.MOST_BYTES)
        ledger_source = Source("ledger", file, str(file), data)
    found: list[Source] = []
    for text in texts:
        file = Path(text)
        try:
            one = _text(file, str(text))
        except InputError as error:
            problems += error.problems
            continue
        if all(one.digest != other.digest for other in found):
            found.append(one)
    if problems:
        raise InputError(problems)
    case = Case(scenario, source, ledger, ledger_source, tuple(found), tuple(also), tuple(leave))
    problems += _orphans(case)
    if problems:
        raise InputError(problems)
    _remark(case)
    return case


def _text(file: Path, name: str) -> Source:
    """A text; of a file that is no plain text, what is read in it."""
    from summitry.formats.documents import PLAIN, SUFFIXES, read_source

    if file.suffix.lower() in set(SUFFIXES) - set(PLAIN):
        one = Source("text", file, name, read_source(name).text.encode(), True)
    else:
        one = Source("text", file, name, read_bytes(file, name, what="a text", most=MOST_TEXT))
    _ = one.text
    return one


def bodies_of(case: Case) -> Iterator[tuple[str, Source, int]]:
    """Digests of documents with their texts, and 1 where a byte-order mark counts as a character."""
    wanted = {d.sha256 for d in (case.ledger.documents if case.ledger else ())}
    for source in case.texts:
        bare = hashlib.sha256(source.data[len(source.mark) :]).hexdigest()
        if source.digest in wanted:
            yield source.digest, source, 1 if source.mark else 0
        elif bare in wanted:
            yield bare, source, 0


def _orphans(case: Case) -> Iterator[Problem]:
    """Rows that their text does not bear out: their places cannot be carried over."""
    if case.ledger is None or case.ledger_source is None:
        return
    lines: dict[str, int] = {}
    filled = [k for k, line in enumerate(case.ledger_source.text.split("\n"), 1) if line.strip(" \t\r")]
    for row, number in zip(case.ledger, filled, strict=True):
        lines[row.id] = number
    bodies = {digest: ("\ufeff" if lead else "") + source.text for digest, source, lead in bodies_of(case)}
    by_id = {d.id: bodies[d.sha256] for d in case.ledger.documents if d.sha256 in bodies}
    for orphan in verify(case.ledger, by_id):
        yield Problem(
            case.ledger_source.name, lines[orphan.id], 1, f"row {orphan.id}: {orphan.why}", "words that stand there",
            "mend the row, or leave the text out",
        )  # fmt: skip


def _remark(case: Case) -> None:
    """Say what is masked without being checked."""
    known = {digest for digest, _, _ in bodies_of(case)}
    used = {source.name for _, source, _ in bodies_of(case)}
    if case.scenario.ledger and case.ledger is None:
        case.notes.append(f"the ledger {case.scenario.ledger} does not lie beside the scenario: it is not masked")
    for document in case.ledger.documents if case.ledger else ():
        if document.sha256 not in known:
            case.notes.append(
                f"no --text is the text of the document {document.id!r}: its digests are replaced by such that nobody "
                "can check"
            )
    for source in case.texts:
        if source.taken_out:
            case.notes.append(f"of {source.name} only the text is masked, and comes back as {source.plain_name}")
    if case.ledger is not None:
        for source in case.texts:
            if source.name not in used:
                case.notes.append(f"{source.name} is the text of no document of the ledger; it is masked all the same")
