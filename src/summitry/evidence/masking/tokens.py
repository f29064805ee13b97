"""Words of a text with their places: letters of any script with their marks, however they are coded."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

IGNORED = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Characters that nobody sees, as a class of a pattern: a soft hyphen inside a name does not make it another name."""

APOSTROPHES = "'’ʼ＇"


@dataclass(frozen=True, slots=True)
class Token:
    """A word: code points from `start` up to, not including, `end`."""

    start: int
    end: int
    text: str
    word: str
    """Its form in comparisons: see `folded`."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def caseless(self) -> bool:
        """Whether it is of a script without capitals, whose words often stand without spaces between them."""
        return is_caseless(self.text)


@cache
def _marks() -> str:
    """Combining marks as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x11800):
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in ranges)


@cache
def pattern() -> re.Pattern[str]:
    """A word: initials with full stops (U.S.), letters with figures (G7), or letters with their marks."""
    inside = f"{_marks()}{IGNORED}"
    letters = rf"[^\W\d_](?:[{inside}]*[^\W\d_])*[{_marks()}]*"
    return re.compile(rf"(?<![\w.])(?:[A-Z]\.){{2,}}(?!\w)|(?<!\w)[A-Z]{{1,3}}\d{{1,3}}(?!\w)|{letters}")


_INVISIBLE = re.compile(f"[{IGNORED}]")


@lru_cache(1 << 16)
def folded(text: str) -> str:
    """Compatible characters composed, invisible ones left out, case folded (Unicode NFKC and case folding)."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold())


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order."""
    for match in pattern().finditer(text):
        yield Token(match.start(), match.end(), match.group(), sys.intern(folded(match.group())))


@lru_cache(1 << 14)
def is_caseless(text: str) -> bool:
    """Whether a word has a letter that is neither capital nor small nor has such a form."""
    return any(unicodedata.category(c) == "Lo" for c in text)


_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")


def humps(token: Token) -> list[Token]:
    """The parts of a word that capitals divide (`warRussia`); the word alone where none do."""
    if token.text[1:].islower() or len(token.text) == 1:
        return [token]
    cuts = [0, *(m.start() for m in _HUMP.finditer(token.text)), len(token.text)]
    parts = [(a, b) for a, b in pairwise(cuts) if b > a]
    return [Token(token.start + a, token.start + b, token.text[a:b], folded(token.text[a:b])) for a, b in parts]


def begins_sentence(text: str, start: int) -> bool:
    """Whether the word at an index is the first of a sentence, a quotation, a heading or the text."""
    if start <= 40 and not text[:start].strip(_OPENING):
        return True
    return bool(_BEFORE.search(text, max(0, start - 40), start)) and not _SHORTENED.search(
        text, max(0, start - 40), start
    )


_SHORTENED = re.compile(
    r"(?<![\w.])(?:[A-Z]|Capt|Col|Dr|Gen|Gov|Hon|Jr|Lt|Maj|Mr|Mrs|Ms|Mt|No|Prof|Rep|Rev|Sen|Sgt|Sr|St|vs|cf|ed|eds|p|pp)"
    r"\.[ \t]+$"
)
"""A full stop that ends no sentence."""
_OPENING = " \t\r\n\ufeff\"'“”‘’«»„‚()[]*#>_–—-•"
_BEFORE = re.compile(
    r"(?:[.!?…。！？][\"'”’»)\]]*\s+|:\s+|[\"“„«]\s*|(?:^|\s)[‘']|\n[ \t]*\n\s*|(?:[.!?…][\"'”’»)]*|:)[ \t]*\r?\n\s*"
    r"|\n[ \t]*(?:[-*•#>]+|\d{1,3}[.)])\s+)[\"'“”‘’«»„‚()\[\]*_–—-]*$"
)
