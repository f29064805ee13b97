"""Names and dates of a text replaced, with what stood where: the same word by the same pseudonym in every text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from .addresses import address, addresses
from .dates import Shift
from .finding_dates import dates
from .names import Kind, Names, Passage
from .pseudonyms import Pseudonyms, initials
from .tokens import Token, folded, humps, tokens


@dataclass(frozen=True, order=True)
class Change:
    """Characters from `start` up to, not including, `end` of a text, and what takes their place."""

    start: int
    end: int
    new: str
    old: str
    sort: str = field(default="name", compare=False)
    """`name`, `phrase` (part of a name of several words), `initial`, `article`, `date`, `address`, `title`, or what
    follows from these: `place`, `digest`, `quote`."""


def changed(text: str, changes: Iterable[Change]) -> str:
    """A text with changes made; they are in order and apart."""
    out, at = [], 0
    for change in changes:
        out += [text[at : change.start], change.new]
        at = change.end
    return "".join([*out, text[at:]])


@dataclass(frozen=True)
class Places:
    """Where the characters of a text stand after changes."""

    changes: Sequence[Change]

    @cached_property
    def _starts(self) -> list[int]:
        return [c.start for c in self.changes]

    @cached_property
    def _moved(self) -> list[int]:
        moved = [0]
        for change in self.changes:
            moved.append(moved[-1] + len(change.new) - (change.end - change.start))
        return moved

    def start(self, place: int) -> int:
        """Where a passage that starts at a place starts now: before a name that it cuts."""
        k = bisect_right(self._starts, place)
        if k and self.changes[k - 1].start < place < self.changes[k - 1].end:
            return self.changes[k - 1].start + self._moved[k - 1]
        return place + self._moved[k - 1 if k and self.changes[k - 1].start == place else k]

    def end(self, place: int) -> int:
        """Where a passage that ends at a place ends now: behind a name that it cuts."""
        k = bisect_right(self._starts, place - 1) if place else 0
        if k and place < self.changes[k - 1].end:
            place = self.changes[k - 1].end
        return place + self._moved[k]


@dataclass
class Masker:
    """Replaces names and dates in passages. `calls` are words that stand before an opening parenthesis in formulas."""

    names: Names
    pseudonyms: Pseudonyms
    shift: Shift
    calls: Collection[str] = ()
    dated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names of a scenario that hold dates, folded -> these, as written; all else in formulas is numbers."""

    def __post_init__(self) -> None:
        # every pseudonym is given in one order, so that the same key and the same files give the same names
        self.pseudonyms.words(self.names.family)
        self.chains: dict[str, list[tuple[tuple[str, ...], tuple[bool, ...]]]] = {}
        for words, flags in sorted(self.names.phrases.items(), key=lambda item: (-len(item[0]), item[0])):
            if any(flags):
                self.pseudonyms.phrase(words, flags)
                self.chains.setdefault(words[0], []).append((words, flags))
        for text in sorted(self.names.literals):
            self.pseudonyms.literal(text)
        for side in sorted(self.names.weak):
            self.side(side)
        self.literal = _any_of(self.names.literals)
        self.by_fold = {folded(t): t for t in sorted(self.names.literals)}
        self.letters = initials(self.pseudonyms.secret)

    def changes(self, passage: Passage) -> list[Change]:
        """What changes in a passage, in order and apart."""
        text, kind = passage.text, passage.kind
        taken: list[Change] = []
        busy: list[tuple[int, int]] = []
        for find in (self._addresses, self._literals, self._dates, self._chains, self._words):
            for change in find(text, kind):
                k = bisect_right(busy, (change.start, len(text) + 1))
                clear = (not k or busy[k - 1][1] <= change.start) and (k == len(busy) or change.end <= busy[k][0])
                if clear and change.new != change.old:
                    taken.append(change)
                    busy.insert(k, (change.start, change.end))
        taken.sort()
        # every pseudonym begins with a consonant: "an" before it would tell that the name begins with a vowel
        articles = (_AN.search(text, max(0, c.start - 8), c.start) for c in taken if c.sort in ("name", "phrase"))
        taken += [Change(a.end(1), a.end(2), "", a[2], "article") for a in articles if a]
        return sorted(taken)

    # ------------------------------------------------ what is found

    def _addresses(self, text: str, kind: Kind) -> Iterator[Change]:
        if kind == "formula":
            return
        for start, end in addresses(text):
            found = text[start:end]
            if folded(found) not in self.names.leave:
                yield Change(start, end, address(found, self.pseudonyms.one(f"address:{found}")), found, "address")

    def _literals(self, text: str, kind: Kind) -> Iterator[Change]:
        for match in self.literal.finditer(text):
            a, b = match.span()
            joined = (a and text[a - 1].isalnum()) or (b < len(text) and text[b].isalnum())
            if joined and not any(t.caseless for t in tokens(match.group())):
                continue
            known = self.by_fold.get(folded(" ".join(match.group().split())))
            if known is not None:
                yield Change(a, b, self._like(self.pseudonyms.literal(known), match.group()), match.group())

    def _dates(self, text: str, kind: Kind) -> Iterator[Change]:
        if kind in ("name", "formula"):
            for start, end, old in dated_parts(text, kind, self.dated):
                yield Change(start, end, self.date(old), text[start:end], "date")
            return
        for date in dates(text):
            if not {folded(date.text), *(folded(w) for w in date.text.split())} & self.names.leave:
                yield Change(date.start, date.end, date.moved(self.shift), date.text, "date")

    def date(self, text: str) -> str:
        """A text that is a date, moved."""
        return changed(text, [Change(d.start, d.end, d.moved(self.shift), d.text) for d in dates(text)])

    def _chains(self, text: str, kind: Kind) -> Iterator[Change]:
        """Words that are a name together."""
        if not self.chains:
            return
        line = list(tokens(text))
        k = 0
        while k < len(line):
            for words, flags in self.chains.get(line[k].word, ()):
                there = line[k : k + len(words)]
                if tuple(t.word for t in there) == words and all(
                    _GAP.fullmatch(text[a.end : b.start]) for a, b in pairwise(there)
                ):
                    given = self.pseudonyms.phrase(words, flags)
                    for token, flag, new in zip(there, flags, given, strict=True):
                        if flag:
                            yield Change(token.start, token.end, self._like(new, token.text), token.text, "phrase")
                    k += len(words) - 1
                    break
            k += 1

    def _words(self, text: str, kind: Kind) -> Iterator[Change]:
        line = list(tokens(text))
        for k, token in enumerate(line):
            pieces = [token] if token.word in self.names.words else humps(token)
            for piece in pieces:
                new = self._word(text, piece, kind)
                if new is not None:
                    yield Change(piece.start, piece.end, new, piece.text)
            if _INITIAL.fullmatch(text, token.start, min(token.end + 1, len(text))) and token.text != "I":
                beside = [*line[max(0, k - 2) : k], *line[k + 1 : k + 3]]
                if any(t.capital and (t.word in self.names.words) for t in beside):
                    yield Change(token.start, token.end, self.letters[token.text], token.text, "initial")
        if kind == "formula" or kind == "name":
            for side, types in self.names.weak.items():
                for match in identifiers(text, side, types):
                    yield Change(*match.span(), self._like(self.side(side), match.group()), match.group())

    def _word(self, text: str, token: Token, kind: Kind) -> str | None:
        how = self.names.words.get(token.word)
        if how is None:
            return None
        if kind in ("name", "formula"):
            if how == "weak" and not (token.text.isupper() and len(token.text) > 1):
                return None  # see `identifiers`
            if how == "cased" and not token.capital and token.word not in self.names.named:
                return None
            if token.word in self.calls and text[token.end :].lstrip()[:1] == "(":
                return None
        elif (how == "cased" and not token.capital) or (
            how == "weak" and not (token.text.isupper() and len(token.text) > 1)
        ):
            return None
        return self._like(self.pseudonyms.given[f"word:{token.word}"], token.text, self.names.spelling.get(token.word))

    # ------------------------------------------------ how it is written

    @staticmethod
    def _like(new: str, old: str, usual: str | None = None) -> str:
        """A pseudonym in the case of what it replaces; what is always in capitals (NATO) has one capital."""
        if old.isupper() and len(old) > 1 and not (usual is not None and usual.isupper()) and not old[-1].isdigit():
            return new.upper() if usual is not None else new.capitalize()
        return new if old[:1].islower() else new.capitalize()

    def side(self, side: str) -> str:
        """The pseudonym of a party whose id is a word of grammar or a letter."""
        return self.pseudonyms.given.get(f"word:{folded(side)}") or self.pseudonyms.one(f"side:{folded(side)}")


_INITIAL = re.compile(r"[A-Z]\.")
_AN = re.compile(r"(?<!\w)([Aa])([Nn])\s+[\"'“‘(]?$")
_GAP = re.compile(r"[\s_-]+")


def dated_parts(text: str, kind: Kind, dated: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """Where names that hold dates stand in a name or formula: start and end of each date, and as it is declared."""
    if not dated:
        return
    for match in _any_of(dated, whole=True).finditer(text):
        name, at = folded(" ".join(match.group().split())), match.start()
        if name.isdigit() and not _is_label(text, match, kind):
            continue
        for old in dated[name]:
            there = re.compile(_spaced(old), re.IGNORECASE).search(text, at, match.end())
            if there is not None:
                yield *there.span(), old
                at = there.end()


_SAID = re.compile(r"\bis\b.*(?:\bis|\bnot|\bleast|\bmost|\bof|,)\s+$|\bis\s+$")


def _is_label(text: str, match: re.Match[str], kind: Kind) -> bool:
    """Whether figures are a label and no number: they stand alone as a name, or behind `is`."""
    if kind == "name":
        return match.group() == text.strip()
    return _SAID.search(text, 0, match.start()) is not None


def _spaced(text: str) -> str:
    """A pattern for a text in which spaces may be of any width."""
    return r"\s+".join(map(re.escape, text.split()))


def _any_of(texts: Iterable[str], *, whole: bool = False) -> re.Pattern[str]:
    """A pattern for any of some texts, the longest first, without regard to case."""
    longest = [_spaced(text) for text in sorted(texts, key=lambda t: (-len(t), t)) if text.split()]
    if not longest:
        return re.compile(r"(?!)")
    edges = (r"(?<!\w)", r"(?!\w)") if whole else ("", "")
    return re.compile(f"{edges[0]}(?:{'|'.join(longest)}){edges[1]}", re.IGNORECASE)


_BEFORE = frozenset("of by for from to is not and or with on over in least most".split())
_AFTER = frozenset("and or is left in over with to agreed".split())
_LAST_WORD = re.compile(r"([^\W_]+)\s+$")
_NEXT_WORDS = re.compile(r"\s+([^\W_]+)")


def identifiers(text: str, side: str, types: Sequence[str]) -> Iterator[re.Match[str]]:
    """Where a word of grammar or a letter in a formula is a party: by what stands on both sides of it."""
    behind = re.compile(rf"\s+{_any_of(types).pattern}(?!\w)", re.IGNORECASE)
    for match in re.finditer(rf"(?<!\w){_spaced(side)}(?![\w]|['’]\w)", text, re.IGNORECASE):
        a, b = match.span()
        last, following = _LAST_WORD.search(text, 0, a), _NEXT_WORDS.match(text, b)
        left, right = text[:a].rstrip()[-1:], text[b:].lstrip()[:1]
        before = left in ("", *"(,.+-*/^<>=") or (last is not None and last[1].lower() in _BEFORE)
        after = right in ("", *"),.+-*/^<>=:") or (following is not None and following[1].lower() in _AFTER)
        if before and (after or behind.match(text, b)):
            yield match
