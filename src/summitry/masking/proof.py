"""Whether masked files are what they should be, found out from the files alone: they are read, held against each other
and against the originals, and searched for every name that was replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from summitry.errors import InputError, Problem
from summitry.evidence import verify
from summitry.evidence.masking import Change, Names, date_leaks, leaks
from summitry.evidence.masking.tokens import folded
from summitry.formats.files import decoded
from summitry.formats.mask_key import MaskKey
from summitry.formats.mask_rows import FIXED_KEYS
from summitry.formats.yaml_tree import PROSE
from summitry.masking.case import Case
from summitry.masking.undo import restored_exactly
from summitry.scenario import Scenario


def prove(
    case: Case,
    names: Names,
    folder: Path,
    files: Mapping[str, bytes],
    changes: Mapping[str, Sequence[Change]],
    key: MaskKey,
) -> None:
    """Raise `InputError` unless the files in a folder are a mask of a case that nothing leaks from."""
    problems = [*_readable(case, folder, files), *_reversible(case, files, key)]
    if not problems:
        problems += _leaks(case, names, files, changes)
    if problems:
        raise InputError(problems)


def _readable(case: Case, folder: Path, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """The masked scenario is read without errors and has the same parts; its ledger fits its texts."""
    from summitry.formats import ledger as ledgers
    from summitry.formats.scenario_yaml import read

    fix = "rename what has the name of something else in the file, or see --leave"
    try:
        scenario = read(folder / "case.yaml", "masked scenario")
    except InputError as error:
        for problem in error.problems[:5]:
            found = f"a scenario that masked is no longer read ({problem})"
            yield Problem(case.source.name, 0, 0, found, "names that can be told from other words", fix)
        return
    if _shape(scenario) != _shape(case.scenario):
        yield Problem(case.source.name, 0, 0, "a scenario that masked means something else", "the same parts", fix)
    if "case.ledger.jsonl" not in files:
        return
    try:
        ledger = ledgers.read(folder / "case.ledger.jsonl")
    except InputError as error:
        for problem in error.problems[:5]:
            yield Problem(
                problem.file, problem.line, problem.col, f"a row that masked is no longer valid ({problem.found})",
                problem.expected, "shorten it, or see --leave",
            )  # fmt: skip
        return
    texts = [data.decode("utf-8") for name, data in files.items() if name.startswith("text-")]
    texts += [text.removeprefix("\ufeff") for text in texts]
    known = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    bodies = {d.id: known[d.sha256] for d in ledger.documents if d.sha256 in known}
    for orphan in verify(ledger, bodies):
        yield Problem("case.ledger.jsonl", 0, 0, f"row {orphan.id} masked: {orphan.why}", "words that stand there")


def _shape(s: Scenario) -> tuple[object, ...]:
    """How much there is of everything, and all numbers that are written plainly."""
    laws = sorted(repr(q.law) for q in s.quantities.values())
    return (
        len(s.parties), len(s.coalitions), len(s.mediators), [len(p.types) for p in s.parties], len(s.links),
        [len(i.options) for i in s.issues], [i.plans for i in s.issues], len(s.red_lines),
        [len(x.steps) for x in s.stages],
        len(s.markers), len(s.outcomes), len(s.terms), len(s.stated), len(s.variants), laws,
    )  # fmt: skip


def _reversible(case: Case, files: Mapping[str, bytes], key: MaskKey) -> Iterator[Problem]:
    """Each file leads back to the bytes it was made from."""
    originals = {source.digest: source for source in case.sources}
    for record in (record for masked in key.cases for record in masked.files):
        data = files.get(record.name, b"")
        mine = record.was_sha256 in originals and hashlib.sha256(data).hexdigest() == record.sha256
        if mine and restored_exactly(record, data) is None:
            yield Problem(originals[record.was_sha256].name, 0, 0, "a file that does not lead back", "one that does")


# ---------------------------------------------------------------- leaks


def _leaks(
    case: Case, names: Names, files: Mapping[str, bytes], changes: Mapping[str, Sequence[Change]]
) -> Iterator[Problem]:
    """Names and dates that were replaced and are still there."""
    every = [c for these in changes.values() for c in these]
    replaced: set[str] = set()
    capitals: set[str] = set()
    for c in every:
        if c.sort in ("address", "title"):
            replaced.add(c.old)
        elif c.sort == "name":
            how = names.words.get(folded(c.old))
            (capitals if how in ("cased", "weak") or c.old.lower() in ("a", "i") else replaced).add(c.old)
    replaced |= {" ".join(words) for words, flags in names.phrases.items() if any(flags)}
    replaced -= {name for name in replaced if folded(name) in {folded(side) for side in names.weak}}
    dated = {c.old for c in every if c.sort == "date"}
    fixed = case.fixed()
    for name, data in files.items():
        text = decoded(data, name)
        found = []
        for part in _parts(name, text):
            found += leaks(part, replaced, capitals=capitals, spared=fixed)
        for part in _prose(name, text):
            found += date_leaks(part, dated)
        for leak in {leak.name: leak for leak in found}.values():
            line = _line(text, leak.name)
            yield Problem(
                f"masked {name}", line, 1, f"{leak.name!r}, which is replaced elsewhere", "no name that is left",
                f"replace it everywhere (--also {leak.name!r}) or nowhere (--leave {leak.name!r})",
            )  # fmt: skip


def _line(text: str, name: str) -> int:
    at = text.casefold().find(name.casefold())
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


_NO_WORDS = FIXED_KEYS | {""}


def _row(line: str) -> str:
    """The texts of a row of a ledger, but for digests and what are words of the format."""
    return "\n".join(value for key, value in _strings(json.loads(line)) if key not in _NO_WORDS)


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Texts in a value, each with the key they stand under; keys are texts too, under none."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for inner, under in value.items():
            yield "", str(inner)
            yield from _strings(under, str(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)


def _parts(name: str, text: str) -> Iterator[str]:
    """What of a file is searched for names: all of it, and what its escapes stand for; digests are no words."""
    if name.endswith(".jsonl"):
        for line in filter(str.strip, text.split("\n")):
            yield _row(line)
        return
    yield text
    if name.endswith(".yaml"):
        yield "\n".join(value for _, value in _strings(_plain_yaml(text)))


def _prose(name: str, text: str) -> Iterator[str]:
    """What of a file is searched for dates: sentences, not numbers."""
    if name.endswith(".jsonl"):
        for line in filter(str.strip, text.split("\n")):
            yield _row(line)
    elif name.endswith(".yaml"):
        yield "\n".join(m.group() for m in re.finditer(r"(?:^|(?<=\s))#.*", text))
        yield "\n".join(
            value for key, value in _strings(_plain_yaml(text)) if key in PROSE - {"name"} or key == "as_of"
        )
    elif name.endswith(".txt"):
        yield text


def _plain_yaml(text: str) -> Any:
    from ruamel.yaml import YAML

    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(text)
