r"""The words of Gambit's game files: texts in quotes, braces, commas, numbers; and problems with their places.

Grammar after https://gambitproject.readthedocs.io (file formats): blanks mean nothing outside quotes; in quotes `\"`
is a quote and `\\` a backslash, any other backslash stands for itself.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from fractions import Fraction
from typing import NoReturn, TypeAlias

from summitry.errors import InputError, Problem

END, TEXT, MARK, WORD, OPEN = range(5)
"""Kinds of words: end of file, a text in quotes, one of `{ } ,`, anything else, a quote that is never closed."""

MOST_PROBLEMS = 100
"""After so many, reading stops: a file with more is better mended in steps."""
MOST_DIGITS = 400
"""A number has at most this many characters, a power of ten at most this size: exact sums stay quick."""
MOST_WHOLE = 15
"""Digits of a number that counts or names something."""

Spot: TypeAlias = "int | re.Match[str]"
"""A place in a file: an index into its text, or a word of it."""

_WORD = re.compile(r'[ \t\r\n\v\f]*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([{},])|([^ \t\r\n\v\f{},"]+)|(")|\Z)', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?)")
_ESCAPE = re.compile(r'\\(["\\])')
_LINE_END = re.compile(r"\r\n|\n|\r")


class Stray(Exception):
    """An entry that cannot be understood; its problem is kept already."""


class NotANumber(Exception):
    """A word that is no number the format takes: found, expected, fix."""


class Words:
    """The words of a file one after the other, and the problems met."""

    def __init__(self, text: str, name: str) -> None:
        self.whole = text
        self.name = name
        self.problems: list[Problem] = []
        self.kind = END
        self.value = ""
        self._next: Callable[[], re.Match[str] | None] = _WORD.scanner(text).match  # type: ignore[attr-defined]
        self._lines: list[int] = []
        self._numbers: dict[str, float] = {}
        self._exact: dict[str, Fraction] = {}
        first = self._next()
        assert first is not None  # the end of the file is a match too
        self.at: re.Match[str] = first
        """The word as it was matched: the place of a problem, made a number only when it is needed."""
        self.before = first
        self._take(first)

    def advance(self) -> None:
        """Go to the next word; the end of the file repeats."""
        match = self._next()
        if match is None:
            self.kind, self.value = END, ""
        else:
            self.before, self.at = self.at, match
            self._take(match)

    def _take(self, match: re.Match[str]) -> None:
        kind = match.lastindex
        if kind is None:
            self.kind, self.value = END, ""
            return
        value = match[kind]
        self.kind = kind
        if kind == TEXT and "\\" in value:
            value = _ESCAPE.sub(r"\1", value)
        self.value = value

    def index(self, at: Spot) -> int:
        """A place as an index into the text."""
        if isinstance(at, int):
            return at
        kind = at.lastindex
        return len(self.whole) if kind is None else at.start(kind) - (kind == TEXT)

    def place(self, at: Spot) -> tuple[int, int]:
        """Line and column, both from 1."""
        index, starts = self.index(at), self.line_starts()
        line = bisect.bisect_right(starts, index) - 1
        return line + 1, index - starts[line] + 1

    def line_starts(self) -> list[int]:
        """Index at which each line begins."""
        if not self._lines:
            self._lines = [0, *(m.end() for m in _LINE_END.finditer(self.whole))]
        return self._lines

    def where(self, at: Spot) -> str:
        """A place as it is told inside a message."""
        line, col = self.place(at)
        return f"{line}:{col}"

    def problem(self, at: Spot, found: str, expected: str, fix: str = "") -> None:
        """Keep a problem; raises `InputError` with all of them when there are many."""
        self.problems.append(Problem(self.name, *self.place(at), found, expected, fix))
        if len(self.problems) >= MOST_PROBLEMS:
            self.stop()

    def stop(self) -> NoReturn:
        """Raise what was found, each problem once, in the order of the file."""
        raise InputError(sorted(set(self.problems)))

    def found(self) -> str:
        """The word as messages show it."""
        if self.kind == END:
            return "the end of the file"
        if self.kind == TEXT:
            return f"the text {shown(self.value)}"
        return shown(self.value)

    def stray(self, expected: str, fix: str = "") -> NoReturn:
        """The word is not what belongs here."""
        if self.kind == OPEN:
            self.problem(self.at, "a quote that is never closed", 'a closing " of this text')
            self.stop()
        if self.before.lastindex == TEXT and _torn(self.before[TEXT]):
            begun = self.where(self.before)
            self.problem(
                self.at, self.found(), expected, f"is a closing quote missing in the text that begins at {begun}?"
            )
            self.stop()  # every later quote would be taken for the opposite
        self.problem(self.at, self.found(), expected, fix)
        raise Stray

    def text(self, expected: str) -> str:
        """A text in quotes."""
        if self.kind != TEXT:
            self.stray(expected, "put it in quotes" if self.kind == WORD and not _NUMBER.fullmatch(self.value) else "")
        value = self.value
        self.advance()
        return value

    def mark(self, which: str, expected: str) -> None:
        """One of the marks."""
        if self.kind != MARK or self.value != which:
            self.stray(expected)
        self.advance()

    def is_mark(self, which: str) -> bool:
        """Whether the word is this mark."""
        return self.kind == MARK and self.value == which

    def whole_number(self, expected: str) -> int:
        """A number that counts or names something."""
        word = self.value
        if self.kind != WORD or not (word.isdecimal() and word.isascii() and len(word) <= MOST_WHOLE):
            self.stray(expected)
        self.advance()
        return int(word)

    def looks_like_number(self) -> bool:
        """Whether the word is an attempt at a number."""
        return self.kind == WORD and (self.value[0] in "+-.0123456789")

    def number(self, expected: str) -> float:
        """A payoff; one that is no number is kept as a problem, counts as 0, and reading goes on."""
        if self.kind != WORD:
            self.stray(expected)
        word = self.value
        value = self._numbers.get(word)
        if value is None:
            try:
                value = double(word)
            except NotANumber as bad:
                self.problem(self.at, *bad.args)
                value = 0.0
            else:
                self._numbers[word] = value
        self.advance()
        return value

    def exact(self, expected: str) -> Fraction | None:
        """A probability, exactly; None for one that is no number, which is kept as a problem."""
        if self.kind != WORD:
            self.stray(expected)
        word = self.value
        value = self._exact.get(word)
        if value is None:
            try:
                value = rational(word)
            except NotANumber as bad:
                self.problem(self.at, *bad.args)
            else:
                self._exact[word] = value
        self.advance()
        return value


def rational(word: str) -> Fraction:
    """A number exactly; `NotANumber` where it is none."""
    match = _checked(word)
    if match[1] and abs(int(match[1])) > MOST_DIGITS:
        raise NotANumber(shown(word), f"a power of ten between -{MOST_DIGITS} and {MOST_DIGITS}", "")
    return Fraction(word)


def double(word: str) -> float:
    """The double nearest to a number; `NotANumber` where it is none, or too large for one."""
    _checked(word)
    top, slash, bottom = word.partition("/")
    try:
        value = int(top) / int(bottom) if slash else float(word)
    except OverflowError:
        value = float("inf")
    if abs(value) == float("inf"):
        raise NotANumber(shown(word), "a number below 1.8e308, the largest that a double holds", "choose a larger unit")
    return value + 0.0  # no negative zero


def _checked(word: str) -> re.Match[str]:
    match = _NUMBER.fullmatch(word)
    if match is None:
        fix = ""
        if not word.isascii():
            fix = "digits are 0 to 9, and minus is -"
        elif "/" in word:
            fix = "a fraction has whole numbers on both sides of its /"
        elif word[0].isdigit():
            fix = "a number holds no blanks, commas or other separators, and decimals have a point"
        raise NotANumber(shown(word), "a number such as 2, -0.5, 1/3 or 1e-3", fix)
    if len(word) > MOST_DIGITS:
        raise NotANumber(f"a number of {len(word)} characters", f"at most {MOST_DIGITS}", "")
    if "/" in word and not word.partition("/")[2].strip("0"):
        raise NotANumber(shown(word), "a fraction whose lower part is not 0", "")
    return match


def shown(text: str, most: int = 40) -> str:
    """A text in quotes, cut when it is long."""
    return repr(text if len(text) <= most else text[: most - 1] + "…")


def _torn(text: str) -> bool:
    """Whether a text looks as if it had swallowed what follows its missing quote."""
    return "\n" in text or "{" in text or "}" in text
