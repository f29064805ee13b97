"""Terms of a utility: the columns of the data, and a little arithmetic over them.

`constant + x1 + sqrt(x2) + region is Europe` is a sum of terms, each of which gets a coefficient. Within a term stand
columns, numbers, `* / ^`, parentheses (with `+` and `-` inside), `sqrt log exp abs`, and `COLUMN is VALUE`, which is 1
where the column has that value and else 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from summitry.errors import SummitryError

if TYPE_CHECKING:
    from summitry.fit.table import Table

Floats = npt.NDArray[np.float64]

CONSTANT = "constant"
_FUNCTIONS: Mapping[str, Callable[[Floats], Floats]] = {"sqrt": np.sqrt, "log": np.log, "exp": np.exp, "abs": np.abs}
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))|"(?P<quoted>[^"]+)"
    |(?P<name>[^\W\d][\w.]*(?:[ \t]+(?!is\b)[\w.]+)*)|(?P<mark>[-−+*/^()]))""",
    re.VERBOSE,
)
_IS = re.compile(r'\s*\bis\b\s*(?:"(?P<quoted>[^"]+)"|(?P<plain>[^-+*/^()"]+))')
_MOST = 40


class TermError(SummitryError):
    """A text that is no sum of terms: at which character, what was found, what was expected."""

    def __init__(self, offset: int, found: str, expected: str, fix: str = "") -> None:
        super().__init__(f"{found}; expected {expected}")
        self.offset, self.found, self.expected, self.fix = offset, found, expected, fix


@dataclass(frozen=True)
class Part:
    """A node of a term: an operation with its operands, a number, a column, or a column's value."""

    kind: str
    """number | column | value | constant | a function's name | + - * / ^ | negative"""
    parts: tuple[Part, ...] = ()
    number: float = 0.0
    name: str = ""
    label: str = ""

    def columns(self) -> set[str]:
        """The columns that are spoken of."""
        own = {self.name} if self.kind in ("column", "value") else set()
        return own.union(*(part.columns() for part in self.parts))

    def labelled(self) -> set[str]:
        """The columns that are read as labels, not as numbers."""
        own = {self.name} if self.kind == "value" else set()
        return own.union(*(part.labelled() for part in self.parts))

    def of(self, table: Table) -> Floats:
        """[N] the term in each row; not finite where it is not defined there."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(self._value(table), (table.rows,)).astype(np.float64)

    def _value(self, table: Table) -> Floats:
        match self.kind:
            case "constant":
                return np.ones(table.rows)
            case "number":
                return np.asarray(self.number)
            case "column":
                return table.numbers(self.name)
            case "value":
                return np.asarray([label == self.label for label in table.labels(self.name)], np.float64)
            case "negative":
                return np.asarray(-self.parts[0]._value(table))
            case "+" | "-" | "*" | "/" | "^":
                one, other = (part._value(table) for part in self.parts)
                operations = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power}
                return np.asarray(operations[self.kind](one, other))
            case function:
                return _FUNCTIONS[function](self.parts[0]._value(table))


@dataclass(frozen=True)
class Term:
    """One term with the words it was written in and where they begin."""

    text: str
    part: Part
    offset: int = 0


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of a sum; raises `TermError`."""
    reader = _Reader(text)
    terms = []
    while True:
        begin = reader.place
        part = reader.product(0)
        written = text[begin : reader.place]
        terms.append(Term(" ".join(written.split()), part, begin + len(written) - len(written.lstrip())))
        if reader.done:
            return tuple(terms)
        mark = reader.mark()
        if mark != "+":
            reader.skip()
            fix = (
                "coefficients find their own sign; a difference of columns stands in parentheses" if mark == "-" else ""
            )
            raise TermError(reader.place, repr(text[reader.place :]), "`+` and another term", fix)
        reader.take("+")


def read_expression(text: str) -> Term:
    """One expression, in which `+` and `-` add up; raises `TermError`."""
    reader = _Reader(text)
    part = reader.sum(0)
    if not reader.done:
        raise TermError(reader.place, repr(text[reader.place :].strip()), "the end of the text")
    return Term(" ".join(text.split()), part)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    @property
    def done(self) -> bool:
        return not self.text[self.place :].strip()

    def mark(self) -> str:
        match = _TOKEN.match(self.text, self.place)
        return (match["mark"] or "").replace("−", "-") if match else ""

    def skip(self) -> None:
        rest = self.text[self.place :]
        self.place += len(rest) - len(rest.lstrip())

    def take(self, mark: str) -> None:
        match = _TOKEN.match(self.text, self.place)
        if match is None or self.mark() != mark:
            raise TermError(self.place, self._here(), f"`{mark}`")
        self.place = match.end()

    def _here(self) -> str:
        return repr(self.text[self.place :].strip()) if not self.done else "the end of the text"

    def sum(self, depth: int) -> Part:
        part = self.product(depth)
        while self.mark() in ("+", "-"):
            kind = self.mark()
            self.take(kind)
            part = Part(kind, (part, self.product(depth)))
        return part

    def product(self, depth: int) -> Part:
        part = self.power(depth)
        while self.mark() in ("*", "/"):
            kind = self.mark()
            self.take(kind)
            part = Part(kind, (part, self.power(depth)))
        return part

    def power(self, depth: int) -> Part:
        if depth > _MOST:
            raise TermError(self.place, "parentheses in parentheses", f"at most {_MOST} levels")
        if self.mark() == "-":
            self.take("-")
            return Part("negative", (self.power(depth + 1),))
        part = self.single(depth)
        if self.mark() == "^":
            self.take("^")
            return Part("^", (part, self.power(depth + 1)))
        return part

    def single(self, depth: int) -> Part:
        match = _TOKEN.match(self.text, self.place)
        if match is None or match["mark"] not in (None, "("):
            raise TermError(self.place, self._here(), "a column, a number, or a parenthesis")
        if match["mark"]:
            self.take("(")
            part = self.sum(depth + 1)
            self.take(")")
            return part
        if match["number"]:
            self.place = match.end()
            return Part("number", number=float(match["number"]))
        name = match["quoted"] or " ".join(match["name"].split())
        begin, self.place = self.place, match.end()
        if not match["quoted"] and self.mark() == "(":
            if name not in _FUNCTIONS:
                raise TermError(begin, f"the function {name!r}", f"one of {', '.join(_FUNCTIONS)}")
            self.take("(")
            inner = self.sum(depth + 1)
            self.take(")")
            return Part(name, (inner,))
        if label := _IS.match(self.text, self.place):
            self.place = label.end()
            value = label["quoted"] or " ".join(label["plain"].split())
            return Part("value", name=name, label=value)
        if name == CONSTANT and not match["quoted"]:
            return Part(CONSTANT)
        return Part("column", name=name)
