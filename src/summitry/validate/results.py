"""Published results: what they are, how each is worked out here, and how far the two lie apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from summitry import catalog
from summitry.errors import InputError, Problem, SummitryError
from summitry.jobs import load
from summitry.scenario import Scenario
from summitry.scenario.troubles import did_you_mean, listed
from summitry.validate.computed import ANALYTIC, DEALS, Found
from summitry.validate.played import Played, best_precision, play

Value = float | tuple[float, ...]


@dataclass(frozen=True)
class Expectation:
    """One number of a published result, as typed from its source."""

    what: str
    value: Value
    within: float
    """Largest difference that passes."""
    measure: str
    """How it is read off what is worked out."""
    at: str | float | None = None
    """Of a scenario: a precision, `limit`, or None for the scenario's own."""
    variant: str = ""
    settings: Mapping[str, str] | None = None
    arguments: Mapping[str, Any] | None = None
    """Of other computations."""
    why: str = ""
    """Why `within` is what it is, where it is not half a unit of the last digit stated."""


@dataclass(frozen=True)
class PublishedResult:
    """A published result with its citation and what is expected.

    >>> result = summitry.published_results()[0]
    >>> result.name, result.way, len(result.expected)
    ('fearon-1995', 'scenario', 4)
    """

    name: str
    title: str
    citation: str
    where: str
    """Where the numbers stand in the source, or how they follow from it by hand."""
    way: str
    """`scenario`, `deals` or `analytic`."""
    how: str
    scenario: str
    """Name of the scenario in the catalog; empty for analytic ones."""
    compute: str
    """What is worked out besides playing a scenario."""
    expected: tuple[Expectation, ...]


@dataclass(frozen=True)
class Check:
    """One expected number beside what was found."""

    result: PublishedResult
    expectation: Expectation
    found: Value | None
    """None where there was no answer."""
    seconds: float
    """What it took to work out; 0 where it came with the number before."""
    trouble: str = ""
    """Why there was no answer."""

    @property
    def difference(self) -> float | None:
        """Largest distance of what was found from what was expected."""
        if self.found is None:
            return None
        pairs = zip(_tuple(self.found), _tuple(self.expectation.value), strict=True)
        return max(abs(found - expected) for found, expected in pairs)

    @property
    def hit(self) -> bool:
        """Whether it lies within the difference that passes, rounding of doubles apart."""
        difference = self.difference
        return difference is not None and difference <= self.expectation.within + 1e-12


@dataclass(frozen=True)
class Validation:
    """All checks, in the order of the catalog.

    >>> found = summitry.validate(["kuhn-1950", "parabola"])
    >>> len(found.checks), len(found.missed)
    (5, 0)
    """

    checks: tuple[Check, ...]

    @property
    def missed(self) -> tuple[Check, ...]:
        """Those that do not pass."""
        return tuple(check for check in self.checks if not check.hit)


def _tuple(value: Value) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


@cache
def published_results() -> tuple[PublishedResult, ...]:
    """Every published result of the catalog that `validate` reproduces.

    >>> "kuhn-1950" in [result.name for result in summitry.published_results()]
    True
    """
    return tuple(_result(entry) for entry in catalog.table("published.toml")["entry"])


def _result(entry: Mapping[str, Any]) -> PublishedResult:
    expected = tuple(
        Expectation(
            what=item["what"],
            value=tuple(map(float, item["value"])) if isinstance(item["value"], list) else float(item["value"]),
            within=float(item["within"]),
            measure=item["measure"],
            at=item.get("at", entry.get("at")),
            variant=item.get("variant", ""),
            settings=item.get("set"),
            arguments=item.get("with"),
            why=item.get("why", ""),
        )
        for item in entry["expect"]
    )
    texts = {key: entry.get(key, "") for key in ("name", "title", "citation", "where", "way", "how", "scenario")}
    return PublishedResult(**texts, compute=entry.get("compute", ""), expected=expected)


def validate(
    names: Iterable[str] = (), *, progress: Callable[[PublishedResult, Sequence[Check]], None] | None = None
) -> Validation:
    """Work out published results, all of them or those named, and hold them against what was published.

    `progress` is told each result with its checks when it is done. Raises `InputError` for names that are not there.

    >>> [check.hit for check in summitry.validate(["poker-2008"]).checks].count(False)
    0
    """
    wanted = tuple(names)
    known = {result.name: result for result in published_results()}
    wrong = [
        Problem(name, 0, 0, "no such result", f"one of {listed(known, 40)}", did_you_mean(name, known))
        for name in wanted
        if name not in known
    ]
    if wrong:
        raise InputError(wrong)
    checks: list[Check] = []
    for name in dict.fromkeys(wanted or known):
        mine = _checked(known[name])
        checks += mine
        if progress is not None:
            progress(known[name], mine)
    return Validation(tuple(checks))


def _checked(result: PublishedResult) -> list[Check]:
    """The checks of one result; what several numbers are read off is worked out once."""
    worked: dict[str, Found | Played | SummitryError] = {}
    scenario = load(result.scenario) if result.scenario else None
    out = []
    for expectation in result.expected:
        key = repr((expectation.at, expectation.variant, expectation.settings, expectation.arguments))
        begun = time.perf_counter()
        fresh = key not in worked
        if fresh:
            try:
                worked[key] = _work_out(result, expectation, scenario)
            except SummitryError as error:
                worked[key] = error
        seconds = time.perf_counter() - begun if fresh else 0.0
        answer = worked[key]
        if isinstance(answer, SummitryError):
            out.append(Check(result, expectation, None, seconds, str(answer)))
        elif isinstance(answer, Played):
            out.append(Check(result, expectation, answer.measure(expectation.measure), seconds))
        elif expectation.measure not in answer:
            out.append(Check(result, expectation, None, seconds, f"nothing is called {expectation.measure!r}"))
        else:
            out.append(Check(result, expectation, answer[expectation.measure], seconds))
    return out


def _work_out(result: PublishedResult, expectation: Expectation, scenario: Scenario | None) -> Found | Played:
    arguments = dict(expectation.arguments or {})
    if result.way == "analytic":
        return ANALYTIC[result.compute](**arguments)
    assert scenario is not None
    if result.way == "deals":
        return DEALS[result.compute](scenario)
    if result.compute == "fitted precision":
        precision, likelihood = best_precision(scenario, arguments.pop("plays"), arguments)
        return {"precision": precision, "log-likelihood": likelihood}
    return play(scenario, expectation.at, settings=expectation.settings, variant=expectation.variant)
