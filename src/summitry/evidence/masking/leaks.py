"""Whether a name is left in a text: a plain search, apart from the code that replaced it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from .english import FUNCTION, is_ordinary
from .finding_names import PREFIXES


@dataclass(frozen=True)
class Leak:
    """A name that was replaced elsewhere and still stands at an index of a text."""

    name: str
    start: int


def _plain(text: str) -> tuple[str, list[int]]:
    """A text as it is compared (NFKD, case folded, nothing invisible), and for each character its index in the text."""
    out: list[str] = []
    places: list[int] = []
    for k, c in enumerate(text):
        if unicodedata.category(c) != "Cf":
            parts = unicodedata.normalize("NFKD", c).casefold()
            out.append(parts)
            places += [k] * len(parts)
    return "".join(out), places


def leaks(
    text: str, replaced: Collection[str], *, capitals: Collection[str] = (), spared: Iterable[str] = ()
) -> list[Leak]:
    """Names of those `replaced` that stand in a text: as a word, at the beginning of a longer one that is no word of
    everyday English, or behind a prefix such as `pro`; without regard to case, to how letters are coded, and to
    invisible characters.

    `capitals` are names that are everyday words: those count with a capital only. `spared` are words that the text may
    hold though they are names (words of a file's language).
    """
    low, places = _plain(text)
    found: list[Leak] = []
    kept = {word.casefold() for word in spared}
    for name in sorted(set(replaced) | set(capitals)):
        wanted = _plain(name)[0].strip()
        if not wanted or wanted in kept or (len(wanted) < 2 and wanted.isascii()):
            continue
        only_capitals = name in capitals and name not in replaced
        for at in _occurrences(low, wanted):
            there = text[places[at] : places[at + len(wanted) - 1] + 1]
            if only_capitals and not (there.isupper() if wanted in FUNCTION else there[0].isupper()):
                continue
            found.append(Leak(name, places[at]))
            break
    return found


def _occurrences(low: str, wanted: str) -> Iterator[int]:
    """Where a name stands in a text, both folded."""
    cased = any(c.upper() != c for c in wanted)
    pattern = re.compile(r"[\s_-]+".join(map(re.escape, wanted.split())))
    for match in pattern.finditer(low):
        a, b = match.span()
        if not cased:
            yield a
            continue
        first = a
        while first and _letter(low[first - 1]):
            first -= 1
        last = b
        while last < len(low) and _letter(low[last]):
            last += 1
        whole = low[first:last]
        head, tail = low[first:a], low[b:last]
        if not head and not tail:
            yield a
        elif not head or head in PREFIXES:
            long = len(wanted) >= 5 and not is_ordinary(whole)
            if (tail in ("", "s", "es", "n", "an", "ian") and not is_ordinary(whole)) or long:
                yield a


def _letter(c: str) -> bool:
    return c.isalpha() or unicodedata.category(c)[0] == "M"


_UNSURE = frozenset("may mar sun sat mon wed fri dec jan".split())
"""Months and days that may be other words: looked for only where a figure stands beside them."""
_CAPITAL = frozenset("march august".split())
"""Months that are other words without a capital."""


def date_leaks(text: str, replaced: Collection[str]) -> list[Leak]:
    """Dates of those `replaced` that stand in a text as they were written there."""
    found = []
    for date in sorted(set(replaced)):
        word = date.strip(".").lower()
        words = r"\s+".join(map(re.escape, date.split()))
        if word in _UNSURE:
            words = rf"(?<=\d\s){words}|{words}(?=\s\d)"
        elif word in _CAPITAL:
            words = f"(?-i:{word.capitalize()}|{word.upper()})"
        edges = (r"(?<![^\W_])(?<![$€£])(?<!\d[.,])", r"(?![^\W_]|[.,]\d|%|\s%)")
        match = re.search(f"{edges[0]}(?:{words}){edges[1]}", text, re.IGNORECASE)
        if match is not None:
            found.append(Leak(date, match.start()))
    return found
