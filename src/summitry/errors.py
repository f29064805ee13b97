"""Exceptions of Summitry (floor 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input: where, what was found, what was expected, the nearest fix.

    >>> print(summitry.Problem("case.yaml", 3, 7, "unknown step 'anser'", "a step", "did you mean 'answer'?"))
    case.yaml:3:7: unknown step 'anser'; expected a step; did you mean 'answer'?
    """

    file: str
    line: int
    """1-based; 0 when the whole file is meant."""
    col: int
    """1-based, in characters."""
    found: str
    expected: str
    fix: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.col}: {self.found}; expected {self.expected}"
        return f"{text}; {self.fix}" if self.fix else text


class SummitryError(Exception):
    """Base of all errors that Summitry raises on purpose.

    >>> issubclass(summitry.InputError, summitry.SummitryError)
    True
    """


class InputError(SummitryError):
    """An input (scenario, ledger, option) with one or more problems, all of them listed.

    >>> try:
    ...     summitry.load(b"summitry: 1")
    ... except summitry.InputError as error:
    ...     print(len(error.problems) > 1)
    True
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class GameError(SummitryError):
    """Arrays that are not a game, or a game outside what the solver takes (such as imperfect recall).

    >>> raise summitry.GameError("imperfect recall at 's3'")
    Traceback (most recent call last):
        ...
    summitry.errors.GameError: imperfect recall at 's3'
    """


class SizeError(SummitryError):
    """A tree that would be too large; says how large and which step makes it so.

    >>> summitry.build(summitry.load("sanctions-threat"), most=50)
    Traceback (most recent call last):
        ...
    summitry.errors.SizeError: the tree would have 109 nodes, more than the 50 that are taken; ...
    """


class WorkerError(SummitryError):
    """Whoever computes a block of a run died again and again.

    >>> issubclass(summitry.WorkerError, summitry.SummitryError)
    True
    """
