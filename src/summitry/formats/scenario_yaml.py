"""Scenario files: YAML in, a `Scenario` out, or every problem with its line and column."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summitry.errors import InputError, Problem
from summitry.formats.files import read_bytes
from summitry.formats.geojson import with_outlines
from summitry.formats.yaml_tree import MOST_BYTES, Tree, read_tree
from summitry.scenario.model import Scenario
from summitry.scenario.resolve import resolve
from summitry.scenario.troubles import Trouble

if TYPE_CHECKING:
    from summitry.evidence import Ledger


def read(
    source: str | os.PathLike[str] | bytes,
    name: str | None = None,
    *,
    rows: Collection[str] | None = None,
    outlines_in: Path | None = None,
) -> Scenario:
    """Read a scenario from a file or from its bytes.

    Parameters
    ----------
    name
        What messages call it; by default the path as given.
    rows
        Row ids of its ledger, against which `because` is checked; by default those of the file that `ledger` names,
        where it lies beside the scenario.
    outlines_in
        Of bytes: where outlines that they name lie; by default nowhere, so that no file is opened.

    Raises
    ------
    InputError
        With every problem.
    """
    folder: Path | None = None
    if isinstance(source, bytes):
        data, name = source, name or "scenario"
    else:
        name = name or os.fspath(source)
        data = read_bytes(Path(source), name, what="a scenario file", most=MOST_BYTES, suffixes=(".yaml", ".yml"))
        folder = Path(source).parent
    tree = read_tree(data, name)
    if tree.problems:
        raise InputError(sorted(tree.problems))
    if tree.value is None:
        raise InputError(
            [Problem(name, 1, 1, "an empty file", "a scenario", "`summitry new NAME` writes one to begin with")]
        )
    if not isinstance(tree.value, dict):
        what = "a list" if isinstance(tree.value, list) else "a text"
        game = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:4] in (b"EFG ", b"NFG ")
        expected = "a mapping with the keys summitry, title, parties, stages, outcomes"
        fix = f"it is a game of Gambit's format: `summitry solve {name}` solves it" if game else ""
        raise InputError([Problem(name, 1, 1, what, expected, fix)])
    ledger = _ledger(tree.value, folder) if rows is None else None
    if ledger is not None:
        resolved = resolve(tree.value, rows=ledger.ids, rejected=ledger.rejected)
    else:
        resolved = resolve(tree.value, rows=rows)
    if resolved.scenario is None:
        raise InputError(sorted({_problem(tree, t) for t in resolved.troubles}))
    scenario, troubles = with_outlines(resolved.scenario, folder or outlines_in)
    if troubles:
        raise InputError(sorted({_problem(tree, t) for t in troubles}))
    places = {key: tree.place(path, key=at_key) for key, (path, at_key) in resolved.places.items()}
    return replace(scenario, file=name, sha256=hashlib.sha256(data).hexdigest(), text=tree.text, places=places)


def _ledger(value: dict[str, object], folder: Path | None) -> Ledger | None:
    """The ledger that a scenario names, where it lies beside it."""
    named = value.get("ledger")
    if folder is None or not isinstance(named, str):
        return None
    file = folder / named
    try:
        there = file.is_file()
    except (OSError, ValueError):
        return None
    if not there:
        return None
    from summitry.formats.ledger import read as read_ledger

    return read_ledger(file)


def _problem(tree: Tree, trouble: Trouble) -> Problem:
    line, col = tree.place(trouble.path, key=trouble.key, offset=trouble.offset)
    found = trouble.found
    for k, (words, path) in enumerate(trouble.among):
        there = ":".join(map(str, (tree.name, *tree.place(path))))
        found += f"{',' if k else ':'} {words!r} ({there})"
    return Problem(tree.name, line, col, found, trouble.expected, trouble.fix)
