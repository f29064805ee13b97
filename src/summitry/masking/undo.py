"""The way back: masked files restored byte for byte, and word by word where they were changed since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from summitry.errors import InputError, Problem
from summitry.evidence.masking import Change, Passage, Places, Restorer, Shift, changed
from summitry.formats.files import decoded, read_bytes
from summitry.formats.mask_key import MaskedCase, MaskedFile, MaskKey, read_key
from summitry.formats.mask_ledger import Body, in_file, ledger_changes
from summitry.formats.mask_passages import scenario_passages
from summitry.masking.case import BOM
from summitry.masking.results import Unmasked
from summitry.masking.where import folder_problems, key_problems, lies_in, put, staging, write_all

MOST_BYTES = 64 << 20


def unmask(file: str | os.PathLike[str], out: str | os.PathLike[str], key: str | os.PathLike[str]) -> Unmasked:
    """Restore a masked file, and with a scenario the ledger and the texts that lie beside it.

    A file as `mask` wrote it gets back its bytes; one that was changed since gets names and dates back word by word.
    Raises `InputError` where something cannot be read or written; then nothing is written.

    >>> done = summitry.mask("pledge-round", "masked", "my.key")
    >>> summitry.unmask("masked/case.yaml", "back", "my.key").exact
    ('pledge-round.yaml',)
    """
    path, folder, place = Path(file), Path(out), Path(key)
    problems = [*key_problems(place, folder, "the folder of the restored files"), *folder_problems(folder)]
    if not os.path.lexists(place):
        problems.append(Problem(str(place), 0, 0, "no such file", "the key that `summitry mask` wrote"))
    if problems:
        raise InputError(problems)
    known = read_key(place, str(place))
    data = read_bytes(path, str(path), what="a masked file", most=MOST_BYTES)
    case, record = _record(path.name, data, known)
    if record is not None and lies_in(folder, path.parent):
        fix = "masked and restored files are never written into one folder"
        raise InputError([Problem(str(folder), 0, 0, "a folder with masked files", "a folder apart", fix)])
    files, exact, notes = _restored(path, data, known, case, record)
    with staging(folder) as made:
        write_all(made, files)
        put(made, folder)
    return Unmasked(folder, tuple(files), tuple(exact), tuple(notes))


def _restored(
    path: Path, data: bytes, key: MaskKey, case: MaskedCase | None, record: MaskedFile | None
) -> tuple[dict[str, bytes], list[str], list[str]]:
    """Restored files by name, those that have their old bytes, and what is to be said."""
    notes: list[str] = []
    if case is None or record is None:
        if key.days is None:
            raise InputError(
                [Problem(str(path), 0, 0, "a key without a case", "the key with which the file was masked")]
            )
        notes.append(
            f"{path.name} is no file that was masked with this key: names and dates in it are put back word by word"
        )
        return {path.name: _by_words(path.name, data, "text", key, None, {})}, [], notes
    there: dict[str, bytes] = {record.name: data}
    for other in case.files if record.kind == "scenario" else ():
        file = path.parent / other.name
        if other.name == record.name:
            continue
        if file.is_file():
            there[other.name] = read_bytes(file, str(file), what="a masked file", most=MOST_BYTES)
        else:
            notes.append(f"{other.name} does not lie beside {path.name}: {other.was} is not restored")
    files: dict[str, bytes] = {}
    exact: list[str] = []
    bodies = _bodies(case, there)
    for each in case.files:
        if each.name not in there:
            continue
        name = _safe(each.was, files)
        back = restored_exactly(each, there[each.name])
        if back is not None:
            exact.append(name)
        else:
            notes.append(f"{each.name} was changed since it was masked: names and dates are put back word by word")
            back = _by_words(each.name, there[each.name], each.kind, key, case, bodies)
        files[name] = back
    return files, exact, notes


def _record(name: str, data: bytes, key: MaskKey) -> tuple[MaskedCase | None, MaskedFile | None]:
    """The case and the file that some bytes are: by their digest, else by their name in the latest case."""
    digest = hashlib.sha256(data).hexdigest()
    every = [(case, record) for case in reversed(key.cases) for record in case.files]
    same = next(((c, r) for c, r in every if r.sha256 == digest), None)
    return same or next(((c, r) for c, r in every if r.name == name), (None, None))


def _safe(was: str, taken: Mapping[str, bytes]) -> str:
    """A name that leads nowhere but into the folder, and to no other file."""
    path = PurePosixPath(was.replace("\\", "/"))
    name = str(path) if not path.is_absolute() and ".." not in path.parts else path.name
    name = name if name not in ("", ".") else "restored"
    k = 1
    while name in taken:
        k += 1
        name = f"{path.stem}-{k}{path.suffix}"
    return name


def restored_exactly(record: MaskedFile, data: bytes) -> bytes | None:
    """The bytes that a file was masked from; None if it was changed since, or the key was."""
    if hashlib.sha256(data).hexdigest() != record.sha256:
        return None
    mark = BOM if data.startswith(BOM) else b""
    text = data[len(mark) :].decode("utf-8")
    out, at = [], 0
    for start, length, old in record.edits:
        out += [text[at:start], old]
        at = start + length
    back = mark + "".join([*out, text[at:]]).encode()
    return back if hashlib.sha256(back).hexdigest() == record.was_sha256 else None


# ---------------------------------------------------------------- word by word


def _bodies(case: MaskedCase, there: Mapping[str, bytes]) -> dict[str, Body]:
    """Masked texts that were not changed, by their digest, with the way back."""
    digests, wholes, out = dict(case.digests), dict(case.wholes), {}
    for record in case.files:
        data = there.get(record.name)
        back = restored_exactly(record, data) if data is not None and record.kind == "text" else None
        if data is None or back is None:
            continue
        mark = len(BOM) if data.startswith(BOM) else 0
        new = data[mark:].decode("utf-8")
        changes = [Change(s, s + n, old, new[s : s + n]) for s, n, old in record.edits]
        old_name = wholes.get(record.name, record.was)
        for lead, masked in ((1, data), (0, data[mark:])):
            digest = hashlib.sha256(masked).hexdigest()
            if digest in digests and (mark or not lead):
                out[digest] = Body(new, changed(new, changes), Places(changes), digests[digest], old_name, lead)
    return out


def _by_words(
    name: str, data: bytes, kind: str, key: MaskKey, case: MaskedCase | None, bodies: Mapping[str, Body]
) -> bytes:
    """Names and dates of a changed file put back."""
    mark = BOM if data.startswith(BOM) else b""
    text = decoded(data, name)
    latest = case or (key.cases[-1] if key.cases else None)
    shift = Shift(key.days or 0)
    if latest is not None:
        shift = Shift(shift.days, latest.anchor, latest.month_words, latest.weekday_words)
    dated = case.dated if case is not None else {}
    restorer = Restorer(key.given, key.spelling, shift, bytes.fromhex(key.secret), dated)
    if kind == "ledger" and case is not None:
        digests = dict(case.digests)

        def whole(what: str, words: str) -> Change | None:
            changes = restorer.changes(Passage(words, "title"))
            return Change(0, len(words), changed(words, changes), words, "title")

        changes = list(
            ledger_changes(text, restorer.changes, whole, bodies, lambda digest: digests.get(digest, digest))
        )
    elif kind == "scenario" and case is not None:
        changes = list(_scenario(text, restorer, dict(case.wholes)))
    else:
        changes = restorer.changes(Passage(text))
    return mark + changed(text, changes).encode()


def _scenario(text: str, restorer: Restorer, wholes: Mapping[str, str]) -> list[Change]:
    """Changes of a scenario's file; what would not be YAML as it is gets quotes."""
    import json

    out: list[Change] = []
    for w in scenario_passages(text):
        if w.role == "fixed":
            continue
        old, passage = w.passage.text, w.passage
        if w.role == "whole":
            new = wholes.get(old) or changed(old, restorer.changes(w.passage))
            if new != old:
                out.append(Change(w.start, w.end, json.dumps(new, ensure_ascii=False), old))
            continue
        if old.strip().isdigit() and "from" in w.path:
            passage = Passage(old, "name")  # figures in a package are an option, not a number
        out += in_file(restorer.changes(passage), w.at)
    return sorted(out)
