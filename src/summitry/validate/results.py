"""Published results: what they are, how each is worked out here, and how far the two lie apart."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from summitry import catalog
from summitry.errors import SummitryError
from summitry.formats.csv_table import read as load_table
from summitry.jobs import load
from summitry.scenario import Scenario
from summitry.validate.asked_for import asked_for
from summitry.validate.computed import ANALYTIC, DEALS, Found, fitted
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
    """`scenario`, `deals`, `fit` or `analytic`."""
    how: str
    scenario: str
    """Name of the scenario in the catalog; empty for analytic ones."""
    compute: str
    """What is worked out besides playing a scenario."""
    needs: str
    """A file of others' data without which it is not run; empty for all but fits."""
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
    skipped: bool = False
    """Whether it was not run, for want of data that do not ship."""

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
        return tuple(check for check in self.checks if not check.hit and not check.skipped)

    @property
    def skipped(self) -> tuple[Check, ...]:
        """Those that were not run, for want of data that do not ship."""
        return tuple(check for check in self.checks if check.skipped)


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
    keys = ("name", "title", "citation", "where", "way", "how", "scenario", "compute", "needs")
    return PublishedResult(**{key: entry.get(key, "") for key in keys}, expected=expected)


def validate(
    names: Iterable[str] = (),
    *,
    data: str | os.PathLike[str] | None = None,
    progress: Callable[[PublishedResult, Sequence[Check]], None] | None = None,
) -> Validation:
    """Work out published results, all of them or those named, and hold them against what was published.

    `data` is a folder with data of others that do not ship; what needs them is not run without it. `progress` is told
    each result with its checks when it is done. Raises `InputError` for names that are not there, or data that cannot
    be read.

    >>> [check.hit for check in summitry.validate(["poker-2008"]).checks].count(False)
    0
    """
    known = {result.name: result for result in published_results()}
    checks: list[Check] = []
    for name in asked_for(names, known, "no such result"):
        mine = _checked(known[name], data)
        checks += mine
        if progress is not None:
            progress(known[name], mine)
    return Validation(tuple(checks))


def _checked(result: PublishedResult, data: str | os.PathLike[str] | None) -> list[Check]:
    """The checks of one result; what several numbers are read off is worked out once."""
    if result.needs and data is None:
        why = f"not run: it needs {result.needs}, which does not ship (--data FOLDER)"
        return [Check(result, expectation, None, 0.0, why, skipped=True) for expectation in result.expected]
    table = load_table(os.path.join(os.fspath(data), result.needs)) if result.needs and data is not None else None
    worked: dict[str, Found | Played | SummitryError] = {}
    scenario = load(result.scenario) if result.scenario else None
    out = []
    for expectation in result.expected:
        key = repr((expectation.at, expectation.variant, expectation.settings, expectation.arguments))
        begun = time.perf_counter()
        fresh = key not in worked
        if fresh:
            try:
                worked[key] = (
                    fitted(result.compute, table) if table is not None else _work_out(result, expectation, scenario)
                )
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
