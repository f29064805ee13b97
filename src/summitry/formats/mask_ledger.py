"""A ledger whose document's text has changed word by word: places, quotations and digests follow the text (floor 6)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summitry.evidence import Ledger, sha256
from summitry.evidence.masking import Change, Passage, Places, changed
from summitry.formats.mask_rows import Leaf, leaves, ledger_lines, row_passages

Rewrite = Callable[[Passage], list[Change]]
MOST_AROUND = 500
"""Characters of what stands before and after a quotation, at most."""


@dataclass(frozen=True)
class Body:
    """The text of a document before and after."""

    old: str
    new: str
    places: Places
    digest: str
    """Of the text after."""
    name: str
    """Of the file after."""
    lead: int = 0
    """1 where a byte-order mark counts as the first character."""

    def start(self, place: int) -> int:
        """Where a passage starts now."""
        return self.places.start(place - self.lead) + self.lead if place >= self.lead else place

    def end(self, place: int) -> int:
        """Where a passage ends now."""
        return self.places.end(place - self.lead) + self.lead if place >= self.lead else place

    def slice(self, start: int, end: int) -> str:
        """Characters of the text after."""
        return self.new[max(0, start - self.lead) : max(0, end - self.lead)]


def ledger_changes(
    text: str,
    rewrite: Rewrite,
    whole: Callable[[str, str], Change | None],
    bodies: Mapping[str, Body],
    keyed: Callable[[str], str],
) -> Iterator[Change]:
    """What changes in the text of a ledger that was read without errors, in order and apart.

    `bodies` are texts of documents by their digest before; `whole(what, text)` replaces a document's id, title or
    address; `keyed` makes a digest of which nobody can tell the text, where a document's text is not known.
    """
    for offset, line in ledger_lines(text):
        row = json.loads(line.strip("\ufeff"))
        body = bodies.get(row["document"]["sha256"])
        found = [leaf for leaf in leaves(line, offset) if leaf.path]
        changes = [*_words(text, line, offset, rewrite, whole, skip_quotes=True)]
        changes += _digests(row, found, body, keyed, whole)
        changes += _known(row, found, body) if body is not None else _unknown(row, found, rewrite, keyed)
        yield from sorted(changes)


def _words(
    text: str,
    line: str,
    offset: int,
    rewrite: Rewrite,
    whole: Callable[[str, str], Change | None],
    *,
    skip_quotes: bool,
) -> Iterator[Change]:
    for written in row_passages(line, offset, text):
        if skip_quotes and "selector" in written.path:
            continue
        if written.role == "whole":
            change = whole(str(written.path[-1]), written.passage.text)
            if change is not None:
                yield Change(written.start, written.end, _json(change.new), change.old, change.sort)
            continue
        yield from in_file(rewrite(written.passage), written.at)


def in_file(changes: list[Change], at: Any) -> Iterator[Change]:
    """Changes of a passage as changes of its file."""
    for change in changes:
        yield Change(at[change.start], at[change.end], change.new, change.old, change.sort)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _at(found: list[Leaf], *path: str | int) -> Leaf | None:
    return next((leaf for leaf in found if leaf.path == path), None)


def _set(leaf: Leaf | None, new: object, sort: str) -> Iterator[Change]:
    if leaf is not None and leaf.value != new:
        yield Change(leaf.start, leaf.end, _json(new), _json(leaf.value), sort)


def _digests(
    row: dict[str, Any],
    found: list[Leaf],
    body: Body | None,
    keyed: Callable[[str], str],
    whole: Callable[[str, str], Change | None],
) -> Iterator[Change]:
    old = row["document"]["sha256"]
    new = body.digest if body is not None else keyed(old)
    yield from _set(_at(found, "document", "sha256"), new, "digest")
    source = row["target"]["source"]
    if body is not None and ":" not in source.partition("/")[0]:
        yield from _set(_at(found, "target", "source"), body.name, "file")
    elif old in source:
        yield from _set(_at(found, "target", "source"), source.replace(old, new), "digest")
    else:
        change = whole("url" if "://" in source else "source", source)
        yield from _set(_at(found, "target", "source"), change.new if change is not None else source, "address")


def _known(row: dict[str, Any], found: list[Leaf], body: Body) -> Iterator[Change]:
    """Places, quotations and digests of passages by the text after."""
    for who in ("speaker", "relayed_by", "addressee"):
        if row.get(who, {}).get("at"):
            a, b = row[who]["at"]
            yield from _set(_at(found, who, "at", 0), body.start(a), "place")
            yield from _set(_at(found, who, "at", 1), body.end(b), "place")
    start = end = old_start = old_end = 0
    for k, selector in enumerate(row["target"]["selector"]):
        at = ("target", "selector", k)
        if selector["type"] == "TextPositionSelector":
            old_start, old_end = selector["start"], selector["end"]
            start, end = body.start(old_start), body.end(old_end)
            yield from _set(_at(found, *at, "start"), start, "place")
            yield from _set(_at(found, *at, "end"), end, "place")
            if "sha256" in selector:
                yield from _set(_at(found, *at, "sha256"), sha256(body.slice(start, end)), "digest")
            continue
        yield from _set(_at(found, *at, "exact"), body.slice(start, end), "quote")
        prefix, suffix = selector.get("prefix", ""), selector.get("suffix", "")
        before = body.slice(body.start(max(0, old_start - len(prefix))), start)[-MOST_AROUND:] if prefix else ""
        after = body.slice(end, body.end(old_end + len(suffix)))[:MOST_AROUND] if suffix else ""
        yield from _set(_at(found, *at, "prefix"), before, "quote")
        yield from _set(_at(found, *at, "suffix"), after, "quote")


def _unknown(row: dict[str, Any], found: list[Leaf], rewrite: Rewrite, keyed: Callable[[str], str]) -> Iterator[Change]:
    """The same without the text: passages keep their start unless the one before has grown over it."""
    last = start = 0
    selectors = row["target"]["selector"]
    for k, selector in enumerate(selectors):
        at = ("target", "selector", k)
        if selector["type"] == "TextPositionSelector":
            following = selectors[k + 1] if k + 1 < len(selectors) else {}
            length = selector["end"] - selector["start"]
            if "exact" in following:
                length = len(_again(following["exact"], rewrite))
            start = max(selector["start"], last)
            last = start + length
            yield from _set(_at(found, *at, "start"), start, "place")
            yield from _set(_at(found, *at, "end"), last, "place")
            if "sha256" in selector:
                yield from _set(_at(found, *at, "sha256"), keyed(selector["sha256"]), "digest")
            continue
        yield from _set(_at(found, *at, "exact"), _again(selector["exact"], rewrite), "quote")
        yield from _set(_at(found, *at, "prefix"), _again(selector.get("prefix", ""), rewrite)[-MOST_AROUND:], "quote")
        yield from _set(_at(found, *at, "suffix"), _again(selector.get("suffix", ""), rewrite)[:MOST_AROUND], "quote")


def _again(text: str, rewrite: Rewrite) -> str:
    return changed(text, rewrite(Passage(text)))


def quoted(ledger: Ledger) -> Iterator[Passage]:
    """The quotations of a ledger, which `ledger_changes` replaces as a whole."""
    for row in ledger:
        for _, quotation in row.target.passages:
            if quotation is not None:
                yield Passage(quotation.exact)
