"""By how many days the dates of some texts move: a secret number, after which no month, day of the week or year that
they name is still named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .dates import Shift, Written
from .pseudonyms import number

_TRIES = 1500
_LEAST_YEARS = 8
_RANGE_YEARS = 25
_EARLIEST, _LATEST = 1050, 2950


def choose(secret: bytes, written: Collection[Written], anchor: int) -> Shift:
    """A shift from a secret, at least eight years and more than the years that the texts span.

    Where the texts name so many days of the week, or months, that any shift leads from one to another of them, these
    are written in figures.
    """
    years = [value for date in written for kind, value in date.marks() if kind == "year"] or [anchor]
    least = max(_LEAST_YEARS, max(years) - min(years) + 2)
    named = {value for date in written for kind, value in date.marks() if kind == "weekday"}
    free = any(not named & {(value + k) % 7 for value in named} for k in range(1, 7))
    for month_words, weekday_words in ((True, True), (True, False), (False, True), (False, False)):
        if weekday_words and not free:
            continue
        for attempt in range(_TRIES):
            thrown = number(secret, "days", attempt)
            days = round(365.2425 * least) + (thrown >> 8) % round(365.2425 * _RANGE_YEARS)
            sign = -1 if thrown & 1 else 1
            if not min(years) + sign * days / 365 >= _EARLIEST or not max(years) + sign * days / 365 <= _LATEST:
                sign = -sign
            shift = Shift(sign * days, anchor, month_words, weekday_words)
            if days % 7 and shift.months % 12 and not meets(shift, written):
                return shift
    raise ValueError("no shift leads the dates away from each other")


def meets(shift: Shift, written: Iterable[Written]) -> set[tuple[str, int]]:
    """Months, days of the week and years that stand in the texts both before and after."""
    dates = list(written)
    words = {"month": shift.month_words, "weekday": shift.weekday_words}
    before = {mark for date in dates for mark in date.marks()}
    after = {mark for date in dates for mark in date.marks(shift)}
    return {mark for mark in before & after if words.get(mark[0], True)}
