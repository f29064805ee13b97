"""The mask: a case read, its names and dates replaced in every file, checked, and written away from its key."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from summitry.errors import InputError, Problem
from summitry.evidence.masking import (
    Change,
    Masker,
    Names,
    Passage,
    Places,
    Pseudonyms,
    Shift,
    address,
    changed,
    choose,
    dates,
    find,
    meets,
)
from summitry.evidence.masking.english import ACRONYMS, FUNCTION, is_ordinary
from summitry.evidence.masking.pseudonyms import digest as keyed_digest
from summitry.evidence.masking.tokens import begins_sentence, folded, tokens
from summitry.formats.mask_key import MaskedCase, MaskedFile, MaskKey, key_text, new_key, read_key
from summitry.formats.mask_ledger import Body, in_file, ledger_changes
from summitry.masking.case import CALLS, Case, Source, bodies_of, read_case
from summitry.masking.results import Masked, Replaced
from summitry.masking.where import folder_problems, key_problems, lies_in, put, staging, write_all

SCENARIO, LEDGER, OUTLINES = "case.yaml", "case.ledger.jsonl", "case.outlines.geojson"
OUTLINE_KEY = "region"


def mask(
    scenario: str | os.PathLike[str],
    out: str | os.PathLike[str],
    key: str | os.PathLike[str],
    *,
    texts: Sequence[str | os.PathLike[str]] = (),
    also: Iterable[str] = (),
    leave: Iterable[str] = (),
) -> Masked:
    """Write a scenario, its ledger and texts with names, places and dates replaced, so that only the key leads back.

    `out` is a new or empty folder; the key lies elsewhere, and one that is there already is used again: it gives the
    same names. Raises `InputError` where a file cannot be read or written, where the key would lie in the folder, or
    where a name that was replaced is left somewhere; then nothing is written.

    >>> done = summitry.mask("sanctions-threat", "masked", "my.key")
    >>> done.files
    ('case.yaml',)
    >>> summitry.unmask("masked/case.yaml", "back", "my.key").files
    ('sanctions-threat.yaml',)
    """
    from summitry.jobs import source

    path, folder, place = source(scenario), Path(out), Path(key)
    problems = [*key_problems(place, folder, "the folder of the masked files"), *folder_problems(folder)]
    ours = ["the scenario", *("a text" for _ in texts)]
    for what, file in zip(ours, [path, *map(Path, texts)], strict=True):
        if lies_in(file, folder):
            fix = "masked and other files are never written into one folder"
            problems.append(Problem(str(file), 0, 0, f"{what} in the folder {str(folder)!r}", "a folder apart", fix))
        if file.exists() and place.exists() and os.path.samefile(file, place):
            problems.append(
                Problem(str(place), 0, 0, f"{what} as a key", "a key that `summitry mask` wrote, or a new name")
            )
    if problems:
        raise InputError(problems)
    before = read_key(place, str(place)) if os.path.lexists(place) else new_key()
    case = read_case(path, os.fspath(scenario), texts, also, leave)
    work = _Work(case, before, place)
    with staging(folder) as made:
        write_all(made, work.files)
        work.verify(made)
        put(made, folder, place, key_text(work.key))
    return Masked(
        folder, tuple(work.files), place, work.tally(), work.left(), work.unknown(), tuple(dict.fromkeys(case.notes))
    )


class _Work:
    """The files of a case masked, in memory."""

    def __init__(self, case: Case, before: MaskKey, place: Path) -> None:
        self.case, self.before, self.place = case, before, place
        secret = bytes.fromhex(before.secret)
        self.names: Names = find(case.passages, case.declared())
        corpus = "\n".join(sorted({folded(w) for s in case.sources for w in _all_words(s)}))
        originals = {w for w in self.names.words if len(w) > 2}

        def unfit(name: str) -> bool:
            inside = (name[a:b] for a in range(len(name) - 2) for b in range(a + 3, len(name) + 1))
            return name in corpus or is_ordinary(name) or any(part in originals for part in inside)

        self.pseudonyms = Pseudonyms(secret, unfit, dict(before.given), dict(before.stems))
        self.shift = self._shift(secret)
        dated = {folded(" ".join(name.split())): old for name, old in case.dated().items()}
        if clash := sorted(p for p in before.given.values() if p in corpus.split("\n")):
            found = f"the pseudonym {clash[0]!r} of the key in the files"
            raise InputError([Problem(str(place), 0, 0, found, "files without it", "use a new key")])
        self.masker = Masker(self.names, self.pseudonyms, self.shift, CALLS, dated)
        self.changes: dict[str, list[Change]] = {}
        self.found: dict[Passage, list[Change]] = {}
        self.counted: Counter[tuple[str, str, str]] = Counter()
        self.wholes: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.secret = secret
        self.files: dict[str, bytes] = {}
        self.sources: dict[str, Source] = {}
        self._texts()
        self._ledger()
        self._scenario()
        self._outlines()
        self.files = {name: self.files[name] for name in sorted(self.files, key=lambda n: (n != SCENARIO, n))}
        self.key = self._key()

    def _shift(self, secret: bytes) -> Shift:
        """The shift of the key, or a new one that leads no date of the case to another of them."""
        written = [d for p in self.case.passages if p.kind in ("prose", "name") for d in dates(p.text)]
        if self.before.days is None:
            return choose(secret, written, self.case.anchor)
        shift = Shift(self.before.days, self.case.anchor)
        met = {kind for kind, _ in meets(shift, written)}
        if met & {"year", "decade"}:
            found = "a key whose shift leads years of these files to others that they hold"
            raise InputError([Problem(str(self.place), 0, 0, found, "a key that fits", "use a new key")])
        return replace(shift, month_words="month" not in met, weekday_words="weekday" not in met)

    # ------------------------------------------------ files

    def _add(self, name: str, source: Source, changes: list[Change]) -> None:
        self.changes[name] = changes
        self.sources[name] = source
        self.files[name] = source.mark + changed(source.text, changes).encode()

    def _texts(self) -> None:
        for k, source in enumerate(self.case.texts, 1):
            changes = self._rewrite(Passage(source.text))
            self._add(f"text-{k}.txt", source, changes)

    def _ledger(self) -> None:
        source = self.case.ledger_source
        if source is None:
            return
        names = {id(s): name for name, s in self.sources.items()}
        bodies: dict[str, Body] = {}
        for digest, text, lead in bodies_of(self.case):
            name = names[id(text)]
            data = self.files[name] if lead else self.files[name][len(text.mark) :]
            new = hashlib.sha256(data).hexdigest()
            self.digests[new] = digest
            changes = self.changes[name]
            bodies[digest] = Body(text.text, changed(text.text, changes), Places(changes), new, name, lead)

        def keyed(digest: str) -> str:
            new = keyed_digest(self.secret, digest)
            self.digests[new] = digest
            return new

        for row in self.case.ledger or ():
            if row.document.sha256 in bodies and ":" not in row.target.source.partition("/")[0]:
                self.wholes[bodies[row.document.sha256].name] = row.target.source

        def whole(what: str, text: str) -> Change | None:
            change = self.whole(what, text)
            self._count([change] if change is not None and what != "source" else [])
            return change

        changes = list(ledger_changes(source.text, self._rewrite, whole, bodies, keyed))
        self._add(LEDGER, source, changes)

    def _rewrite(self, passage: Passage) -> list[Change]:
        changes = self._changes(passage)
        self._count(changes)
        return changes

    def _changes(self, passage: Passage) -> list[Change]:
        if passage not in self.found:
            self.found[passage] = self.masker.changes(passage)
        return self.found[passage]

    def _scenario(self) -> None:
        changes: list[Change] = []
        for w in self.case.written:
            if w.role == "fixed":
                continue
            if w.role != "whole":
                changes += in_file(self._rewrite(w.passage), w.at)
                continue
            what = "citation" if w.path == ("base_rate", "source") else str(w.path[-1])
            new: Change | None
            if what == "ledger":
                new = Change(0, 0, LEDGER, w.passage.text, "file")
            elif "outlines" in w.path:
                new = Change(0, 0, OUTLINES if what == "file" else OUTLINE_KEY, w.passage.text, "file")
            else:
                new = self.whole(what, w.passage.text)
            if new is not None and w.passage.text:
                changes.append(Change(w.start, w.end, new.new, self.case.source.text[w.start : w.end], new.sort))
                self._count([new])
                if new.sort == "file":
                    self.wholes[new.new] = w.passage.text
        self._add(SCENARIO, self.case.source, sorted(changes))

    def whole(self, what: str, text: str) -> Change | None:
        """What takes the place of a citation, or of a document's id, title or address."""
        if not text.strip() or folded(text) in self.names.leave:
            return None
        if what == "url":
            return Change(0, len(text), address(text, self.pseudonyms.one(f"address:{text}")), text, "address")
        name = self.pseudonyms.one(f"title:{text}")
        before = {"title": "Document ", "citation": "Source "}.get(what, "")
        return Change(0, len(text), f"{before}{name.capitalize() if before else name}", text, "title")

    def _outlines(self) -> None:
        """Squares in place of outlines, whose shape would tell everything."""
        keys = [r.key for issue in self.case.scenario.issues if issue.outlines for r in issue.regions]
        if not keys:
            return
        across = math.ceil(math.sqrt(len(keys)))
        features = []
        for k, key in enumerate(dict.fromkeys(keys)):
            x, y = k % across, -(k // across)
            ring = [[x, y], [x + 1, y], [x + 1, y - 1], [x, y - 1], [x, y]]
            name = changed(key, self.masker.changes(Passage(key, "name")))
            features.append(
                {
                    "type": "Feature",
                    "properties": {OUTLINE_KEY: name},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
            )
        data = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        self.files[OUTLINES] = (data + "\n").encode()
        self.case.notes.append("the outlines of regions are replaced by squares")

    def _key(self) -> MaskKey:
        """The key with all that leads back from these files."""
        records = tuple(
            MaskedFile(
                name=name,
                was=_was(source, self.case),
                kind=source.kind,
                sha256=hashlib.sha256(self.files[name]).hexdigest(),
                was_sha256=source.digest,
                edits=tuple(_edits(self.changes[name], source.text)),
            )
            for name, source in sorted(self.sources.items())
        )
        case = MaskedCase(
            files=records,
            anchor=self.case.anchor,
            month_words=self.shift.month_words,
            weekday_words=self.shift.weekday_words,
            wholes=tuple(sorted(self.wholes.items())),
            digests=tuple(sorted(self.digests.items())),
            dated=self._dated(),
        )
        cases = tuple(c for c in self.before.cases if c != case)
        spelling = {w: self.names.spelling.get(w, w) for w in self.names.words}
        return replace(
            self.before,
            days=self.shift.days,
            given=dict(self.pseudonyms.given),
            stems=dict(self.pseudonyms.stems),
            spelling={**spelling, **self.before.spelling},
            cases=(*cases, case) if case not in self.before.cases else self.before.cases,
        )

    def _dated(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Masked names that hold dates, with these after and before."""
        return {
            changed(name, self.masker.changes(Passage(name, "name"))): tuple(
                (self.masker.date(old), old) for old in parts
            )
            for name, parts in sorted(self.case.dated().items())
        }

    # ------------------------------------------------ what is said of it

    def _count(self, changes: Iterable[Change]) -> None:
        for c in changes:
            if c.sort in ("name", "phrase", "date", "address", "title", "initial"):
                self.counted[c.old, c.new, "name" if c.sort in ("phrase", "initial") else c.sort] += 1

    def tally(self) -> tuple[Replaced, ...]:
        """What was replaced, the most frequent first."""
        order = sorted(self.counted.items(), key=lambda item: (item[0][2], -item[1], item[0]))
        return tuple(Replaced(old, new, sort, count) for (old, new, sort), count in order)

    def left(self) -> tuple[tuple[str, int], ...]:
        """Words with a capital that were left, but for such as begin a sentence and are ordinary."""
        found: Counter[str] = Counter()
        for passage in self.case.passages:
            if passage.kind == "title":
                continue
            covered = {k for c in self._changes(passage) for k in range(c.start, c.end)}
            for token in tokens(passage.text):
                if not token.capital or token.word in FUNCTION or token.word in ACRONYMS or len(token.text) < 2:
                    continue
                if token.start in covered:
                    continue
                if is_ordinary(token.word) and begins_sentence(passage.text, token.start):
                    continue
                found[token.text] += 1
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def unknown(self) -> tuple[str, ...]:
        """Words in names of the scenario that are neither everyday English nor replaced."""
        found = set()
        for w in self.case.written:
            if w.role == "label" and w.path[-1:] != ("name",):
                covered = {k for c in self._changes(w.passage) for k in range(c.start, c.end)}
                found |= {
                    t.word
                    for t in tokens(w.passage.text)
                    if len(t.word) > 2 and not is_ordinary(t.word) and t.start not in covered
                }
        return tuple(sorted(found))

    # ------------------------------------------------ whether it is right

    def verify(self, folder: Path) -> None:
        """Whether the masked files can be read, mean the same and hold no name that was replaced; else `InputError`."""
        from summitry.masking.proof import prove

        prove(self.case, self.names, folder, self.files, self.changes, self.key)


def _all_words(source: Source) -> set[str]:
    """Words of a file as it is, and of what its escapes stand for."""
    text = source.text
    if "\\u" in text or "\\x" in text or "\\U" in text:
        text += "\n" + text.encode("ascii", "backslashreplace").decode("unicode_escape", "replace")
    return {t.text for t in tokens(text)}


def _edits(changes: Iterable[Change], text: str) -> Iterable[tuple[int, int, str]]:
    """What stood where in the original, by places of the masked text."""
    moved = 0
    for c in changes:
        yield c.start + moved, len(c.new), text[c.start : c.end]
        moved += len(c.new) - (c.end - c.start)


def _was(source: Source, case: Case) -> str:
    """The name of a file before: of a ledger, as the scenario names it."""
    return case.scenario.ledger if source.kind == "ledger" else source.plain_name


Whole = Callable[[str, str], Change | None]
