"""Ledgers as the command line and the workbench take them: read, written, held against their texts (floor 6)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger, Orphan, verify
from summitry.formats import ledger, web_annotations
from summitry.formats.documents import texts_of


def load_ledger(path: str | os.PathLike[str]) -> Ledger:
    """The ledger in a file of JSON lines; `InputError` with every problem.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.save_ledger(ledger, "statements.jsonl")
    >>> summitry.load_ledger("statements.jsonl") == ledger
    True
    """
    return ledger.read(path)


def ledger_text(rows: Ledger) -> str:
    """A ledger as JSON lines, one statement a line.

    >>> summitry.ledger_text(summitry.Ledger())
    ''
    """
    return ledger.dumps(rows)


def save_ledger(rows: Ledger, path: str | os.PathLike[str]) -> None:
    """Write a ledger as JSON lines, whole or not at all; `InputError` where it cannot be written.

    >>> summitry.save_ledger(summitry.Ledger(), "empty.jsonl")
    >>> len(summitry.load_ledger("empty.jsonl"))
    0
    """
    _written(ledger.write, rows, path)


def annotation_page(rows: Ledger) -> dict[str, Any]:
    """A ledger as a page of W3C Web Annotations.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> page = summitry.annotation_page(ledger)
    >>> page["type"], len(page["items"])
    ('AnnotationPage', 41)
    """
    return web_annotations.page(rows)


def save_annotations(rows: Ledger, path: str | os.PathLike[str]) -> None:
    """Write a ledger as W3C Web Annotations, whole or not at all; `InputError` where it cannot be written.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.save_annotations(ledger, "statements.jsonld")
    >>> summitry.load_annotations("statements.jsonld") == ledger
    True
    """
    _written(web_annotations.write, rows, path)


def load_annotations(path: str | os.PathLike[str]) -> Ledger:
    """The ledger in a file of W3C Web Annotations that Summitry wrote; `InputError` with every problem.

    >>> summitry.save_annotations(summitry.Ledger(), "none.jsonld")
    >>> len(summitry.load_annotations("none.jsonld"))
    0
    """
    return web_annotations.read(path)


def orphans(rows: Ledger, path: str | os.PathLike[str], texts: Sequence[str] = ()) -> tuple[Orphan, ...]:
    """The rows of a ledger whose text is at hand and no longer bears them out.

    Texts are the files given, else those that the rows name as their source, seen from the ledger's own file.

    >>> with open("talks.txt", "w") as file:
    ...     _ = file.write("Nothing was said.")
    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> len(summitry.orphans(ledger, "alaska.jsonl", ["talks.txt"]))
    41
    """
    return verify(rows, texts_of(rows, Path(path).parent, texts))


def texts_of_ledger(rows: Ledger, path: str | os.PathLike[str], texts: Sequence[str] = ()) -> Mapping[str, str]:
    """The texts of a ledger's documents that are at hand, by document id.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> dict(summitry.texts_of_ledger(ledger, "alaska.jsonl"))
    {}
    """
    return texts_of(rows, Path(path).parent, texts)


def _written(write: Any, rows: Ledger, path: str | os.PathLike[str]) -> None:
    """Write, and say what hinders it."""
    try:
        write(rows, path)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(
            [Problem(os.fspath(path), 0, 0, reason.lower(), "a place where a file can be written")]
        ) from None
