"""Events that came about, as they are told from outside a file (`--event`): conditions in their order, some dated."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from summitry.errors import InputError, Problem
from summitry.scenario import model as m
from summitry.scenario.expressions import read_condition
from summitry.scenario.resolve import resolve

FILE = "--event"
"""What messages call the place of an event; the line is its place among the events."""
_DATED = re.compile(r"(?P<date>[^:]*):(?P<rest>.*)", re.DOTALL)
EXPECTED = "a condition such as `opening is offers a ceasefire`, with its date before it: `2025-08-15: opening is …`"


@dataclass(frozen=True)
class Observed:
    """Something that came about."""

    text: str
    """The condition as written, without its date."""
    cond: m.Cond
    date: str = ""
    """ISO 8601, empty if none was given."""


def observed(scenario: m.Scenario, texts: Sequence[str]) -> tuple[Observed, ...]:
    """Read events, each a condition as markers have it, with a date and a colon before it if it is known when.

    Raises `InputError` with every problem: no condition, an unknown name, no date, dates that run backwards.
    """
    # the names of a file are known to its resolution alone, which is done anew under the same settings
    names = resolve(scenario.source, settings=scenario.settings, fixes=scenario.fixes, try_variants=False).vocabulary
    problems: list[Problem] = []
    out: list[Observed] = []
    latest = ""
    for line, text in enumerate(texts, 1):
        date, rest, offset = "", text, 0
        dated = _DATED.fullmatch(text)
        if dated is not None:
            # no name contains a colon, so that what stands before one can only be a date
            date, rest, offset = _day(dated["date"].strip()), dated["rest"], dated.start("rest")
            if not date:
                problems.append(
                    Problem(FILE, line, 1, f"{dated['date'].strip()!r} before the colon", "a date such as 2025-08-15")
                )
            elif date < latest:
                problems.append(
                    Problem(
                        FILE, line, 1, f"{date} after {latest}", "events in their order", "put the earlier one first"
                    )
                )
            latest = max(latest, date)
        cond, flaws = read_condition(rest, names, by_draw=True)
        problems += [
            Problem(FILE, line, offset + f.offset + 1, f.found, EXPECTED if not rest.strip() else f.expected, f.fix)
            for f in flaws
        ]
        if cond is not None and not flaws:
            out.append(Observed(" ".join(rest.split()), cond, date))
    if problems:
        raise InputError(sorted(problems))
    return tuple(out)


def _day(text: str) -> str:
    """A date as ISO 8601 has it, or an empty text."""
    try:
        return text if datetime.date.fromisoformat(text).isoformat() == text else ""
    except ValueError:
        return ""


def event_conditions(scenario: m.Scenario) -> dict[str, m.Cond]:
    """What the name of a marker or an outcome stands for; an outcome is the first that fits."""
    found = {e.name: e.when for e in scenario.markers}
    for k, event in enumerate(scenario.outcomes):
        found[event.name] = m.And((*(m.Not(e.when) for e in scenario.outcomes[:k]), event.when))
    return found


def conjuncts(cond: m.Cond, named: dict[str, m.Cond]) -> tuple[m.Cond, ...]:
    """The conditions that are all true where this one is, names of events opened."""
    match cond:
        case m.Named(name) if name in named:
            return conjuncts(named[name], named)
        case m.And(of):
            return tuple(part for c in of for part in conjuncts(c, named))
    return (cond,)
