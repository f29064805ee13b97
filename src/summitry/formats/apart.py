"""Keeps what a command writes apart from what it reads: no file of the user's is lost to a slip (floor 6)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger
from summitry.formats import ledger as ledgers

Path_ = str | os.PathLike[str]


def keep_apart(out: Path_, *read: Path_, ledger: str = "", among: tuple[str, ...] = ()) -> None:
    """Raise `InputError` where writing `out` would replace a file that is read, by whatever name or link.

    Parameters
    ----------
    out
        The file that is to be written; a folder where `among` is given.
    read
        Files that are read; `-` is standard input. A ledger (`.jsonl`) stands for the texts of its rows as well.
    ledger
        The ledger that the first of them names, as seen from there.
    among
        Names of the files that are written into the folder.

    Examples
    --------
    >>> with open("talks.txt", "w") as file:
    ...     _ = file.write("Nothing was said.")
    >>> summitry.keep_apart("talks.jsonl", "talks.txt")
    >>> summitry.keep_apart("./talks.txt", "talks.txt")
    Traceback (most recent call last):
        ...
    summitry.errors.InputError: talks.txt:0:0: a file that is read here; expected another name; nothing was written
    """
    targets = [Path(out) / name for name in among] if among else [Path(out)]
    there = [(target, info) for target in targets if (info := _stat(target)) is not None]
    if not there:
        return
    found = [info for path in _behind(read, ledger) if (info := _stat(path)) is not None]
    if "-" in [os.fspath(path) for path in read]:
        found += _standard_input()
    problems = [
        Problem(str(target), 0, 0, "a file that is read here", "another name", "nothing was written")
        for target, info in there
        if any(os.path.samestat(info, other) for other in found)
    ]
    if problems:
        raise InputError(problems)


def keep_reviews(out: Path_, rows: Ledger | None = None) -> None:
    """Raise `InputError` where writing `rows` to `out` would lose what a person made of the rows that are there.

    A file that cannot be read as a ledger is not replaced either: what it holds is not known.

    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> summitry.save_ledger(ledger.with_row(summitry.accept(ledger["s01"])), "read.jsonl")
    >>> summitry.keep_reviews("read.jsonl")
    Traceback (most recent call last):
        ...
    summitry.errors.InputError: read.jsonl:0:0: a ledger with ... reviewed rows; expected ...
    """
    path = Path(out)
    if not path.is_file():
        return
    fix = "give another name, or --replace to lose what is there"
    try:
        there = ledgers.read(path)
    except InputError:
        raise InputError(
            [Problem(str(out), 0, 0, "a file that is no ledger", "a new name, or a ledger", fix)]
        ) from None
    kept = set(rows or ())
    lost = [row for row in there if row.provenance.review != "waiting" and row not in kept]
    if lost:
        found = f"a ledger with {len(lost)} reviewed {'row' if len(lost) == 1 else 'rows'}"
        raise InputError([Problem(str(out), 0, 0, found, "a new name, or a ledger without reviews", fix)])


def _behind(read: tuple[Path_, ...], ledger: str) -> Iterator[Path]:
    """All files that are read, with the texts that ledgers among them name."""
    files = [Path(path) for path in read if os.fspath(path) != "-"]
    # a case of the catalog is no file here, and its ledger none either
    if ledger and files and files[0].exists():
        files.append(files[0].parent / ledger)
    for path in files:
        yield path
        if path.suffix.lower() == ".jsonl" and path.is_file():
            try:
                rows = ledgers.read(path)
            except InputError:
                continue  # whoever reads it says what is wrong
            for source in dict.fromkeys(unquote(row.target.source) for row in rows):
                yield path.parent / source
                yield Path(source)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _standard_input() -> list[os.stat_result]:
    """The file that standard input is redirected from, if it is one."""
    try:
        return [os.fstat(sys.stdin.fileno())]
    except (OSError, ValueError, AttributeError):
        return []
