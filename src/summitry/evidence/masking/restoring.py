"""The way back word by word, for texts that were written in pseudonyms: changed files, reports, letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .dates import Shift
from .finding_dates import dates
from .names import Passage
from .pseudonyms import initials
from .replacing import Change, dated_parts
from .tokens import folded

_AROUND = r"(?:https://example\.org/|(?:doi:\s?)?10\.0000/|[@#])?{}(?:@example\.org|\.example\.org)?"


@dataclass
class Restorer:
    """Puts names and dates back; what a pseudonym stood for is spelt as it was most often."""

    given: Mapping[str, str]
    """As in `Pseudonyms`: what was replaced -> its pseudonym."""
    spelling: Mapping[str, str]
    shift: Shift
    """The one that was used; it is undone."""
    secret: bytes
    dated: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Names of a scenario that hold dates, masked -> each date, after and before."""
    words: dict[str, tuple[str, str]] = field(init=False)
    """Pseudonym -> (kind, what it stands for)."""

    def __post_init__(self) -> None:
        self.words = {}
        for purpose, pseudonym in self.given.items():
            kind, _, rest = purpose.partition(":")
            if kind == "phrase":
                name, _, place = rest.rpartition(":")
                rest = name.split()[int(place)]
            self.words[pseudonym] = (kind, self.spelling.get(rest, rest) if kind == "word" else rest)
        self.letters = {new: old for old, new in initials(self.secret).items()}

    def changes(self, passage: Passage) -> list[Change]:
        """What changes in a passage, in order and apart."""
        text, back = passage.text, self.shift.back()
        taken = list(self._names(text))
        if passage.kind in ("prose", "title"):
            moved = [Change(d.start, d.end, d.moved(back), d.text, "date") for d in dates(text)]
        else:
            parts = {folded(" ".join(name.split())): [new for new, _ in pairs] for name, pairs in self.dated.items()}
            olds = {new: old for pairs in self.dated.values() for new, old in pairs}
            moved = [
                Change(start, end, olds[new], text[start:end], "date")
                for start, end, new in dated_parts(text, passage.kind, parts)
            ]
        starts = sorted((c.start, c.end) for c in taken)
        for change in moved:
            k = bisect_left(starts, (change.end, 0))
            if not k or starts[k - 1][1] <= change.start:
                taken.append(change)
        return sorted(taken)

    def _names(self, text: str) -> Iterator[Change]:
        # pseudonyms are plain letters; what stands beside them may be of a script without spaces
        found = list(re.finditer("[A-Za-z]+", text))
        for k, match in enumerate(found):
            word = match.group()
            kind, original = self.words.get(word.lower(), ("", ""))
            if not kind:
                beside = [*found[max(0, k - 2) : k], *found[k + 1 : k + 3]]
                dotted = text[match.end() : match.end() + 1] == "."
                if word in self.letters and dotted and any(m.group().lower() in self.words for m in beside):
                    yield Change(*match.span(), self.letters[word], word, "initial")
                continue
            start, end = match.span()
            if kind in ("address", "title"):
                around = _AROUND if kind == "address" else r"(?:Document |Source )?{}"
                whole = re.compile(around.format(word))
                near = max(0, start - 24)  # no longer than what stands around a pseudonym in an address
                start, end = next(m.span() for m in whole.finditer(text, near) if m.start() <= start < m.end())
                yield Change(start, end, original, text[start:end], kind)
                continue
            new = original
            if word.isupper() and len(word) > 1:
                new = original.upper()
            elif word.islower() and kind != "literal":
                new = original.lower()
            elif original.islower():
                new = original.capitalize()
            if new[:1].lower() in tuple("aeiou") and (article := _A.search(text, max(0, start - 8), start)):
                yield Change(article.end(), article.end(), "n", "", "article")
            yield Change(start, end, new, word)


_A = re.compile(r"(?<!\w)[Aa](?=\s+[\"'“‘(]?$)")
