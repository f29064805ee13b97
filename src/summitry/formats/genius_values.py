"""Numbers in GENIUS files: attributes, ranges of integer and real issues, and how these are evaluated.

After GENIUS 10.4: `EvaluatorDiscrete`, `EvaluatorInteger`, `EvaluatorReal` and `EVALFUNCTYPE` of `genius.core.utility`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError, Problem
from summitry.formats.xml_tree import Element
from summitry.scenario.troubles import did_you_mean

Floats = npt.NDArray[np.float64]

MOST_OPTIONS = 100_000
"""Options of one issue."""
_MOST_PROBLEMS = 100
_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", re.ASCII)
_FUNCTIONS = ("linear", "triangular", "constant")


class Placed(Protocol):
    """A part of a file that knows its place."""

    line: int
    col: int


@dataclass
class Gathering:
    """Problems of one file, gathered; after many, reading stops."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def at(self, element: Placed, found: str, expected: str, fix: str = "") -> None:
        """Keep a problem at an element."""
        # names of a file go to a terminal: what is no printable character is spelt out
        words = ["".join(c if c.isprintable() else repr(c)[1:-1] for c in text) for text in (found, expected, fix)]
        self.problems.append(Problem(self.name, element.line, element.col, *words))
        if len(self.problems) >= _MOST_PROBLEMS:
            self.stop()

    def stop(self) -> None:
        """Raise `InputError` where there are problems."""
        if self.problems:
            raise InputError(sorted(set(self.problems)))


def attribute(said: Gathering, element: Element, key: str, what: str) -> str | None:
    """An attribute that must be there."""
    value = element.attributes.get(key)
    if value is None:
        slip = next((other for other in element.attributes if did_you_mean(other, [key])), "")
        said.at(element, f"<{element.tag}> without {key!r}", what, f"it says {slip!r}" if slip else "")
    return value


def number(said: Gathering, element: Element, key: str, what: str, *, whole: bool = False) -> float | None:
    """An attribute that is a finite number, or None with a problem said."""
    text = attribute(said, element, key, what)
    if text is None:
        return None
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value) or (whole and not value.is_integer()):
        fix = "decimals have a point, not a comma" if _NUMBER.fullmatch(text.replace(",", ".", 1)) else ""
        said.at(element, f"{key}={shown(text)}", what, fix)
        return None
    return value


def shown(text: str) -> str:
    """A text in quotes, cut where it is long."""
    return repr(text if len(text) <= 60 else text[:57] + "…")


def bounds(said: Gathering, issue: Element, *, whole: bool) -> tuple[float, float] | None:
    """Lowest and highest value of an integer or real issue, given on the issue itself or on a <range> in it."""
    inner = issue.first("range")
    holder = inner if inner is not None and "lowerbound" not in issue.attributes else issue
    what = f"{'a whole number' if whole else 'a number'}, the {{}} value of the issue"
    low = number(said, holder, "lowerbound", what.format("lowest"), whole=whole)
    high = number(said, holder, "upperbound", what.format("highest"), whole=whole)
    if low is None or high is None:
        return None
    if low > high:
        said.at(holder, f"a range from {low:g} to {high:g}", "the lower bound first")
        return None
    if not math.isfinite(high - low):
        said.at(holder, f"a range from {low:g} to {high:g}", "a range of moderate size")
        return None
    if whole and high - low >= MOST_OPTIONS:
        said.at(holder, f"{high - low + 1:,.0f} whole numbers", f"at most {MOST_OPTIONS:,} options of an issue")
        return None
    return low, high


def evaluated(said: Gathering, issue: Element, values: Floats, *, whole: bool) -> Floats | None:
    """What the values of an integer or real issue are worth by its <evaluator>, between 0 and 1."""
    evaluator = issue.first("evaluator")
    if evaluator is None:
        said.at(issue, "no <evaluator>", f"<evaluator ftype=…>, one of {', '.join(_FUNCTIONS)}")
        return None
    # GENIUS's integer issues are always linear, whether or not the file says so
    function = (evaluator.attributes.get("ftype") or ("linear" if whole else "")).lower()

    def given(key: str, other: str, what: str) -> float | None:
        return number(said, evaluator, other if other in evaluator.attributes else key, what)

    match function:
        case "linear":
            # an integer issue's slope counts from its lowest value, a real issue's from nought
            start = values[0] if whole and "slope" in evaluator.attributes else 0.0
            slope = given("parameter1", "slope", "a number, the slope")
            offset = given("parameter0", "offset", "a number, the offset")
            if slope is None or offset is None:
                return None
            return _clipped(said, evaluator, slope, values - start, offset)
        case "constant":
            constant = given("parameter0", "offset", "a number, the evaluation")
            return None if constant is None else np.full(len(values), constant)
        case "triangular":
            low = number(said, evaluator, "parameter0", "a number, where the triangle begins")
            high = number(said, evaluator, "parameter1", "a number, where the triangle ends")
            top = number(said, evaluator, "parameter2", "a number, where the triangle has its top")
            if low is None or high is None or top is None:
                return None
            if not low <= top <= high or not math.isfinite(high - low):
                found = f"a triangle from {low:g} over {top:g} to {high:g}"
                said.at(evaluator, found, "parameter0, the top parameter2, then parameter1, in this order")
                return None
            return _triangle(values, low, high, top)
    found = f"ftype={shown(function)}" if function else "<evaluator> without 'ftype'"
    said.at(evaluator, found, f"one of {', '.join(_FUNCTIONS)}", did_you_mean(function, _FUNCTIONS))
    return None


def _clipped(said: Gathering, evaluator: Element, slope: float, values: Floats, offset: float) -> Floats | None:
    with np.errstate(over="ignore", invalid="ignore"):
        line = slope * values + offset
    if np.isnan(line).any():
        said.at(evaluator, f"slope {slope:g} and offset {offset:g}", "numbers of moderate size")
        return None
    return np.asarray(np.clip(line, 0.0, 1.0))


def _triangle(values: Floats, low: float, high: float, top: float) -> Floats:
    """0 up to `low`, rising to 1 at `top`, falling to 0 at `high`; the top belongs to the falling side."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = (values - low) / (top - low)
        falling = 1.0 - (values - top) / (high - top)
    inner = np.where(values < top, rising, falling)
    return np.where((values < low) | (values >= high), 0.0, inner)
