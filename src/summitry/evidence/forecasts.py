"""Forecasts that somebody made, dated, and what came of what they spoke of (floor 4; no files)."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Outcome = Literal["yes", "no", "void"]
"""The event came about, did not, or the question cannot be answered as it was put."""
OUTCOMES: tuple[Outcome, ...] = ("yes", "no", "void")


def question_key(question: str) -> str:
    """The form in which questions are compared: lower case, single spaces."""
    return " ".join(question.lower().split())


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, as `2025-08-14`."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The chance that somebody gave an event.

    >>> summitry.Forecast(question="rain on Monday", who="Ann", p=0.7).chance
    0.7
    """

    question: str
    """What the event is called; all forecasts of one question are resolved together."""
    who: str
    date: str = ""
    """When it was made, ISO 8601; empty if that is not known."""
    p: float | None = None
    range: tuple[float, float] | None = None
    text: str = ""
    """The question in words, as it is to be answered."""
    among: tuple[str, ...] = ()
    """Questions of which exactly one comes true, this one among them."""
    resolve_by: str = ""
    """When it should be known, ISO 8601."""
    source: Mapping[str, Any] = field(default_factory=dict)
    """Where it comes from: of a model its scenario, sha256, version, seed, draws; of a person the rows of a ledger."""
    given_id: str = ""
    """As it stands in a file; empty: `id` is made of all else."""

    @property
    def chance(self) -> float:
        """What is scored: `p`, else the middle of the range."""
        if self.p is not None:
            return self.p
        assert self.range is not None
        return (self.range[0] + self.range[1]) / 2

    @cached_property
    def id(self) -> str:
        """As it stands in a file, else what `content` is."""
        return self.given_id or self.content

    @cached_property
    def content(self) -> str:
        """A name made of all that it says: two forecasts that say the same have the same."""
        text = json.dumps(self.plain(), ensure_ascii=False, sort_keys=True)
        return "f" + hashlib.sha256(text.encode()).hexdigest()[:10]

    def plain(self) -> dict[str, Any]:
        """As plain values, without its id; what is empty is left out."""
        whole: dict[str, Any] = {
            "question": self.question,
            "who": self.who,
            "date": self.date,
            "p": self.p,
            "range": list(self.range) if self.range is not None else None,
            "text": self.text,
            "among": list(self.among),
            "resolve_by": self.resolve_by,
            "source": dict(self.source),
        }
        return {key: value for key, value in whole.items() if value not in ("", None, [], {})}


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What came of a question.

    >>> summitry.Resolution(question="rain on Monday", outcome="yes", source="seen").outcome
    'yes'
    """

    question: str
    outcome: Outcome
    source: str = ""
    """Where it can be looked up."""
    date: str = ""
    """When it was known, ISO 8601."""
    again: bool = False
    """Whether it takes the place of an earlier one that says something else."""

    def plain(self) -> dict[str, Any]:
        """As plain values; what is empty is left out."""
        whole = {"question": self.question, "outcome": self.outcome, "source": self.source, "date": self.date}
        return {key: value for key, value in whole.items() if value} | ({"again": True} if self.again else {})


@dataclass(frozen=True)
class Forecasts:
    """Forecasts and resolutions in the order of their file; nothing is ever taken out.

    >>> made = summitry.Forecast(question="rain on Monday", who="Ann", p=0.7)
    >>> summitry.Forecasts((made,), (summitry.Resolution(question="Rain on Monday", outcome="no"),)).outcome(made)
    'no'
    """

    forecasts: tuple[Forecast, ...] = ()
    resolutions: tuple[Resolution, ...] = ()

    def __iter__(self) -> Iterator[Forecast]:
        return iter(self.forecasts)

    def __len__(self) -> int:
        return len(self.forecasts)

    @cached_property
    def latest(self) -> Mapping[str, Resolution]:
        """The last resolution of each question, by `question_key`."""
        return {question_key(r.question): r for r in self.resolutions}

    @cached_property
    def contents(self) -> frozenset[str]:
        """What forecasts say, for recognising one that is there already."""
        return frozenset(f.content for f in self.forecasts)

    def resolution(self, forecast: Forecast) -> Resolution | None:
        """What came of it: as entered, or "no" since another of its `among` came true; None while that is open."""
        found = self.latest.get(question_key(forecast.question))
        if found is not None:
            return found
        for other in forecast.among:
            known = self.latest.get(question_key(other))
            if known is not None and known.outcome == "yes":
                return Resolution(question=forecast.question, outcome="no", source=known.source, date=known.date)
        return None

    def outcome(self, forecast: Forecast) -> Outcome | None:
        """`yes`, `no` or `void`; None while it is open."""
        found = self.resolution(forecast)
        return None if found is None else found.outcome

    def of(self, name: str) -> tuple[Forecast, ...]:
        """The forecasts that an id or a question names; none if there are none."""
        exact = tuple(f for f in self.forecasts if f.id == name)
        return exact or tuple(f for f in self.forecasts if question_key(f.question) == question_key(name))

    def adding(self, *records: Forecast | Resolution) -> Forecasts:
        """With these behind the others."""
        return Forecasts(
            (*self.forecasts, *(r for r in records if isinstance(r, Forecast))),
            (*self.resolutions, *(r for r in records if isinstance(r, Resolution))),
        )


def joined(files: Iterable[Forecasts]) -> Forecasts:
    """Several files as one; what says the same counts once."""
    forecasts: dict[str, Forecast] = {}
    resolutions: list[Resolution] = []
    for one in files:
        for f in one.forecasts:
            forecasts.setdefault(f.content, f)
        resolutions += one.resolutions
    return Forecasts(tuple(forecasts.values()), tuple(resolutions))
