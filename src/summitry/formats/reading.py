"""Articles and transcripts read into a ledger (floor 6): files in, rows out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from summitry.errors import InputError, Problem
from summitry.evidence import Document, Ledger, Row, sha256
from summitry.evidence.reading.rows import Known, date_in, read_text
from summitry.formats.documents import Source, read_source, reference
from summitry.formats.language_model import language_model
from summitry.scenario import Scenario


def read(
    paths: Sequence[str],
    *,
    scenario: Scenario | None = None,
    folder: str | None = None,
    date: str = "",
    url: str = "",
    title: str = "",
    tell: Callable[[str, int, int], None] | None = None,
) -> Ledger:
    """The statements of texts as a ledger; every row waits for review.

    Parameters
    ----------
    paths
        Files in `.txt`, `.md`, `.html`, `.docx` or `.pdf`; `-` is standard input. One that is named twice is read
        once.
    scenario
        Whose parties, issues and events the rows name; without one, parties are countries.
    folder
        Where the ledger is to lie: rows name their text as seen from there.
    date, url, title
        Of the documents, where they are known; else what the files say.

    Raises
    ------
    InputError
        With each file that cannot be read, and where the extra `text` is missing.

    Examples
    --------
    >>> with open("talks.txt", "w") as file:
    ...     _ = file.write("Ana Ruiz, the Spanish envoy, said the talks would resume on Monday.")
    >>> row = summitry.read(["talks.txt"]).rows[0]
    >>> row.speaker.name, row.speaker.party, row.kind, row.quote
    ('Ana Ruiz', 'Spain', ('prediction',), 'the talks would resume on Monday')
    """
    sources, problems = sources_of(paths)
    if problems:
        raise InputError(problems)
    known = known_of(scenario)
    rows: list[Row] = []
    names: set[str] = set()
    for done, source in enumerate(sources):
        if tell is not None:
            tell(f"reading {source.name}", done, len(sources))
        document = document_of(source, names, date=date, url=url, title=title)
        names.add(document.id)
        rows += read_text(
            source.text,
            lambda texts: language_model().pipe(texts, batch_size=64),
            document=document,
            source=reference(source.path, Path(folder) if folder is not None else None) if source.path else "",
            known=known,
            marked_up=source.marked_up,
            first=len(rows) + 1,
        )
    return Ledger(tuple(rows))


def sources_of(paths: Sequence[str]) -> tuple[list[Source], list[Problem]]:
    """The texts of files, and what hinders the others."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in _once(paths):
        try:
            found.append(read_source(path))
        except InputError as error:
            problems += error.problems
    return found, problems


def _once(paths: Sequence[str]) -> Iterator[str]:
    """Each file by the first of its names; standard input can be read once as well."""
    seen: set[str] = set()
    for path in paths:
        place = path if path == "-" else os.path.realpath(path)
        if place not in seen:
            seen.add(place)
            yield path


def document_of(source: Source, taken: set[str], *, date: str = "", url: str = "", title: str = "") -> Document:
    """A document of the ledger: its id the file's name, or the path where two files have one name."""
    name = source.name if source.name not in taken else source.path or f"{source.name} {len(taken) + 1}"
    first = next((line.strip(" #*\t") for line in source.text.splitlines() if line.strip()), "")
    heading = first if len(first) < 120 and not first.endswith((".", ",", ";", ":")) else ""
    return Document(
        id=name[:200],
        sha256=sha256(source.text),
        title=(title or source.title or heading)[:500],
        date=date or source.date or date_in(source.text[:800]),
        url=url or source.url,
    )


def known_of(scenario: Scenario | None) -> Known | None:
    """The names of a scenario that a reader looks for."""
    if scenario is None:
        return None
    things = [thing.name for group in (scenario.issues, scenario.markers) for thing in group]
    return Known({party.name: party.label for party in scenario.parties}, tuple(things))
