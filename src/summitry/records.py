"""Records of forecasts in files: read, added to, resolved (floor 7)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from summitry.errors import InputError, Problem

if TYPE_CHECKING:
    from summitry.evidence import Forecast, Forecasts, Resolution


def load_forecasts(*files: str | os.PathLike[str]) -> Forecasts:
    """The forecasts and resolutions of some files; `InputError` with all problems of all of them.

    >>> made = summitry.Forecast(question="rain on Monday", who="Ann", p=0.7)
    >>> summitry.add_forecasts("weather.jsonl", [made])
    1
    >>> summitry.load_forecasts("weather.jsonl").forecasts == (made,)
    False
    >>> summitry.load_forecasts("weather.jsonl").forecasts[0].content == made.content
    True
    """
    from summitry.formats.forecasts import read_all

    return read_all(files)


def forecast_lines(forecasts: Sequence[Forecast]) -> str:
    r"""Forecasts as the lines of a file.

    >>> summitry.forecast_lines([summitry.Forecast(question="rain", who="Ann", p=0.7, given_id="r1")])
    '{"id": "r1", "question": "rain", "who": "Ann", "p": 0.7}\n'
    """
    from summitry.formats.forecasts import dumps

    return dumps(forecasts)


def add_forecasts(file: str | os.PathLike[str], forecasts: Sequence[Forecast]) -> int:
    """Put forecasts behind those of a file that are not there yet, and say how many; the file is made if need be.

    What the file holds stays as it is. Raises `InputError` where it holds something else or cannot be written.

    >>> made = summitry.Forecast(question="rain on Tuesday", who="Ann", p=0.7)
    >>> [summitry.add_forecasts("weather.jsonl", [made]) for _ in range(2)]
    [1, 0]
    """
    from summitry.formats.forecasts import append, read

    there = read(file).contents if os.path.lexists(file) else frozenset()
    fresh = [f for f in {f.content: f for f in forecasts}.values() if f.content not in there]
    if fresh:
        try:
            append(file, fresh)
        except OSError as error:
            raise _unwritable(file, error) from error
    return len(fresh)


def resolve_forecast(
    file: str | os.PathLike[str], name: str, outcome: str, *, source: str, date: str = "", again: bool = False
) -> Resolution | None:
    """Enter what came of a question, named by itself or by the id of one of its forecasts; None if it says so already.

    With `again` another outcome, source or date takes the place of the one that stands there; both stay in the file.
    Without a `date` it was known today, or, where `again` corrects the source alone, on the day that stands there.
    Raises `InputError` for an unknown name, an outcome that is none of yes, no and void, an empty source, a date that
    is none or has not come, an outcome that stands there otherwise, or one that another excludes.

    >>> summitry.add_forecasts("snow.jsonl", [summitry.Forecast(question="snow", who="Ann", p=0.2)])
    1
    >>> summitry.resolve_forecast(
    ...     "snow.jsonl", "snow", "no", source="https://weather.example", date="2025-01-02"
    ... ).outcome
    'no'
    """
    from summitry.evidence.resolving import resolution_of
    from summitry.formats.forecasts import append, read

    made = resolution_of(read(file), name, outcome, source=source, date=date, again=again)
    if made is not None:
        try:
            append(file, [made])
        except OSError as error:
            raise _unwritable(file, error) from error
    return made


def _unwritable(file: str | os.PathLike[str], error: OSError) -> InputError:
    why = error.strerror or str(error)
    expected = "a file in a folder that can be written to"
    return InputError([Problem(str(file), 0, 0, f"cannot write there ({why})", expected)])
