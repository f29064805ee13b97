"""The way back word by word, for texts that were written in pseudonyms: changed files, reports, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .dates import Shift, dates
from .names import Passage
from .replacing import Change
from .tokens import tokens

_AROUND = r"(?:https://example\.org/|(?:doi:\s?)?10\.0000/|[@#])?{}(?:@example\.org|\.example\.org)?"


@dataclass
class Restorer:
    """Puts names and dates back; what a pseudonym stood for is spelt as it was most often."""

    given: Mapping[str, str]
    """As in `Pseudonyms`: what was replaced -> its pseudonym."""
    spelling: Mapping[str, str]
    shift: Shift
    """The one that was used; it is undone."""
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

    def changes(self, passage: Passage) -> list[Change]:
        """What changes in a passage, in order and apart."""
        text, back = passage.text, self.shift.back()
        taken = list(self._names(text))
        if passage.kind in ("prose", "title"):
            busy = [(c.start, c.end) for c in taken]
            taken += [
                Change(d.start, d.end, d.moved(back), d.text, "date")
                for d in dates(text)
                if not any(a < d.end and d.start < b for a, b in busy)
            ]
        return sorted(taken)

    def _names(self, text: str) -> Iterator[Change]:
        for token in tokens(text):
            kind, original = self.words.get(token.word, ("", ""))
            if not kind:
                continue
            start, end = token.start, token.end
            if kind in ("address", "title"):
                around = _AROUND if kind == "address" else r"(?:Document |Source )?{}"
                pattern = re.compile(around.format(re.escape(token.text)))
                start, end = next(m.span() for m in pattern.finditer(text) if m.start() <= start < m.end())
                yield Change(start, end, original, text[start:end], kind)
                continue
            new = original
            if token.text.isupper() and len(token.text) > 1:
                new = original.upper()
            elif token.text.islower() and kind != "literal":
                new = original.lower()
            elif original.islower():
                new = original.capitalize()
            if new[:1].lower() in tuple("aeiou") and (article := _A.search(text, 0, start)):
                yield Change(article.end(), article.end(), "n", "", "article")
            yield Change(start, end, new, token.text)


_A = re.compile(r"(?<!\w)[Aa](?=\s+[\"'“‘(]?$)")
