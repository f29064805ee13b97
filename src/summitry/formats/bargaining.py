"""Bargaining problems from files and to files: a domain, and a profile for each party."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from summitry.deals.named import Bargaining
from summitry.errors import InputError, Problem
from summitry.formats import genius, geniusweb
from summitry.formats.files import decoded, read_bytes, write_whole
from summitry.formats.genius import DomainIssue, Profile
from summitry.formats.genius_values import Gathering
from summitry.formats.genius_write import domain_text, profile_text
from summitry.formats.json_tree import Value, read_json
from summitry.formats.xml_tree import Element, read_xml

MOST_BYTES = 1 << 26
"""A domain or profile is at most this large."""
STEPS = 21
"""Values at which a real issue is taken, as many as GENIUS's steps."""
_SUFFIXES = (".xml", ".json")
_NOT_IN_NAMES = set('/\\:*?"<>|')

Path_ = str | os.PathLike[str]


def load_bargaining(domain: Path_, profiles: Sequence[Path_], *, steps: int = STEPS) -> Bargaining:
    """Read a domain and a profile for each party, who is called as its file: GENIUS's XML or GeniusWeb's JSON.

    Named options, integer issues, and real ones at `steps` equally spaced values, both ends included (`notes` say so).
    Raises `InputError` with every problem of all files; a profile must fit the domain.

    >>> case = summitry.Bargaining(("x",), (("a", "b"),), ("ann", "bo"), ([[1, 0], [0.5, 1]],), [0, 0.2])
    >>> files = summitry.save_bargaining(case, "pair")
    >>> again = summitry.load_bargaining(files[0], files[1:])
    >>> again.parties, again.worth[0].tolist(), again.reserve.tolist()
    (('ann', 'bo'), [[1.0, 0.0], [0.5, 1.0]], [0.0, 0.2])
    """
    if steps < 2:
        raise InputError([Problem("--steps", 0, 0, f"{steps} steps", "2 or more")])
    if not profiles:
        expected = "the profiles, one for each party"
        raise InputError([Problem(os.fspath(domain), 0, 0, "a domain without profiles", expected)])
    said, issues, title = _domain(domain, steps)
    problems = list(said.problems)
    read: list[Profile] = []
    for path in profiles:
        own = Gathering(os.fspath(path))
        try:
            root = _root(path)
            # against a domain that is not understood, a profile cannot be judged
            profile = None if said.problems else _profile(root, issues, own)
            own.stop()
        except InputError as error:
            problems += error.problems
            continue
        if profile is not None:
            read.append(profile)
    if problems:
        raise InputError(problems)
    names = _names(profiles)
    worth = [np.array([p.worth[k] for p in read]).T for k in range(len(issues))]
    return Bargaining(
        issues=tuple(issue.name for issue in issues),
        options=tuple(issue.options for issue in issues),
        parties=names,
        worth=tuple(worth),
        reserve=np.array([p.reserve for p in read]),
        discount=np.array([p.discount for p in read]),
        title=title,
        notes=tuple(_notes(issues, names, read)),
    )


def save_bargaining(case: Bargaining, folder: Path_) -> list[Path]:
    """Write `domain.xml` and a profile for each party, called as the party, to a folder; they are given back in order.

    Raises `GameError` where the problem is not `scaled` as GENIUS has it, `InputError` where a file cannot be written.

    >>> case = summitry.Bargaining(("x",), (("a", "b"),), ("ann", "bo"), ([[3, 0], [1, 2]],), [0, 1])
    >>> [path.name for path in summitry.save_bargaining(case.rescaled(), "pair")]
    ['domain.xml', 'ann.xml', 'bo.xml']
    """
    target = Path(folder)
    texts = {"domain.xml": domain_text(case)}
    for p, party in enumerate(case.parties):
        name = "".join("-" if c in _NOT_IN_NAMES or not c.isprintable() else c for c in party).strip(". ") or f"{p + 1}"
        while f"{name}.xml".lower() in {known.lower() for known in texts}:
            name += f"-{p + 1}"
        texts[f"{name}.xml"] = profile_text(case, p)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_whole(target / name, text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError([Problem(os.fspath(folder), 0, 0, reason, "a folder that can be written to")]) from error
    return [target / name for name in texts]


def _root(path: Path_) -> Element | Value:
    """A file as XML or JSON, whichever its first character tells."""
    name = os.fspath(path)
    data = read_bytes(Path(path), name, what="a domain or profile", most=MOST_BYTES, suffixes=_SUFFIXES)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return read_json(decoded(data, name), name)
    return read_xml(data, name)


def _profile(root: Element | Value, issues: list[DomainIssue], said: Gathering) -> Profile | None:
    if isinstance(root, Value):
        return geniusweb.read_profile(root, issues, said)
    return genius.read_profile(root, issues, said)


def _domain(path: Path_, steps: int) -> tuple[Gathering, list[DomainIssue], str]:
    said = Gathering(os.fspath(path))
    try:
        root = _root(path)
        if isinstance(root, Value):
            issues = geniusweb.read_domain(root, said)
        else:
            issues = genius.read_domain(root, said, steps)
        said.stop()
        return said, issues, Path(path).stem
    except InputError as error:
        return Gathering(said.name, list(error.problems)), [], ""


def _names(profiles: Sequence[Path_]) -> tuple[str, ...]:
    """Stems of the files, with their folders where two are called the same, numbered where that does not help."""
    names = [Path(p).stem for p in profiles]
    if len(set(names)) < len(names):
        names = [str(Path(p).with_suffix("")) for p in profiles]
    many = Counter(names)
    return tuple(f"{name} ({k})" if many[name] > 1 else name for k, name in enumerate(names, 1))


def _notes(issues: list[DomainIssue], names: tuple[str, ...], read: list[Profile]) -> list[str]:
    notes = []
    for issue in issues:
        if issue.kind == "real" and len(issue.options) > 1:
            low, high = issue.options[0], issue.options[-1]
            notes.append(f"{issue.name} is real from {low} to {high}; it is taken at {len(issue.options)} values")
    for name, profile in zip(names, read, strict=True):
        best = sum(float(table.max()) for table in profile.worth)
        if best > 1 + 1e-9:
            notes.append(f"{name} has utilities up to {best:.6g}, which GENIUS takes for 1; here they are kept")
        if profile.discount < 1:
            notes.append(f"{name} has a discount factor of {profile.discount:g}; utilities are those at the start")
    return notes
