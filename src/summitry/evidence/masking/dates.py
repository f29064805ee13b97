"""Dates as people write them, and the same dates moved by a number of days, in the same way of writing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
"""Those of other languages than English are known beside a day or a year only."""
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}

Kind = Literal["day", "month", "bare month", "year", "decade", "weekday"]
Style = tuple[str, ...]
Day = tuple[int | None, int, int]
"""Year or None, month 1 to 12, day."""


@cache
def month_names() -> dict[str, tuple[str, int]]:
    """Months in lower case -> (language or `short`, 0-based month)."""
    found = {name.lower(): ("en", k) for k, name in enumerate(MONTHS["en"].split())}
    found |= {name.lower(): ("short", k) for k, name in enumerate(SHORT) if name != "May"} | {"sept": ("short", 8)}
    for language, names in MONTHS.items():
        for k, name in enumerate(names.split()):
            found.setdefault(name.lower(), (language, k))
    return found


@dataclass(frozen=True)
class Shift:
    """How dates move: each precision by its own whole number, so that every move can be undone.

    A day moves by `days`; a month, a year and a decade by the nearest whole number of months, years and decades.
    """

    days: int
    anchor: int = 2000
    """The year of a day that is written without one."""
    month_words: bool = True
    """Whether months keep names; without, `month 7` is written."""
    weekday_words: bool = True
    """Whether days of the week keep names; without, `day 3 of the week` is written."""
    undoing: bool = False
    """Whether it leads back: a day without a year then comes from the year that leads into the anchor's."""

    @property
    def months(self) -> int:
        """Whole months nearest to the shift."""
        return round(self.days / 30.436875)

    @property
    def years(self) -> int:
        """Whole years nearest to the shift."""
        return round(self.days / 365.2425)

    @property
    def decades(self) -> int:
        """Whole decades nearest to the shift, at least one."""
        return round(self.years / 10) or (1 if self.days > 0 else -1)

    def back(self) -> Shift:
        """The shift that undoes this one."""
        return replace(self, days=-self.days, anchor=self.anchor + self.years, undoing=not self.undoing)


@dataclass(frozen=True)
class Written:
    """A date in a text: where it stands, what it says, and how it is written."""

    start: int
    end: int
    text: str
    kind: Kind
    days: tuple[Day, ...] = ()
    """Of kind day; two for a range."""
    month: int = 0
    """Of the kinds of months: 1 to 12."""
    year: int = 0
    weekday: int = 0
    """0 is Monday."""
    style: Style = ()
    """How it is written; see the function that finds it."""

    def moved(self, shift: Shift) -> str:
        """The date moved, written in the same way."""
        if self.kind == "weekday":
            return _weekday((self.weekday + shift.days) % 7, self.style, shift)
        if self.kind == "year":
            moved = f"{self.year + shift.years:04}"
            if not self.style:
                return moved
            separator, end = self.style
            return f"{moved}{separator}{(self.year + (int(end) - self.year) % 100 + shift.years) % 100:02}"
        if self.kind == "decade":
            return f"{self.year + 10 * shift.decades}{self.style[0]}"
        if self.kind == "bare month":
            k = (self.month - 1 + shift.months) % 12
            return _month(k, *self.style[:2]) + self.style[2] if shift.month_words else f"month {k + 1}"
        if self.kind == "month":
            year, k = divmod(12 * self.year + self.month - 1 + shift.months, 12)
            if self.style[0] == "iso":
                return f"{year:04}{self.style[1]}{k + 1:02}"
            if not shift.month_words:
                return f"{year:04}-{k + 1:02}"
            return f"{_month(k, self.style[0], self.style[1])}{self.style[2]}{year:04}"
        return _day(self.style, [_move(day, shift) for day in self.days], shift)

    def marks(self, shift: Shift | None = None) -> set[tuple[str, int]]:
        """What of it a reader could recognise: months and days of the week by name, and years; moved, if asked for."""
        if self.kind == "weekday":
            return {("weekday", (self.weekday + (shift.days if shift else 0)) % 7)}
        if self.kind == "year":
            return {("year", self.year + (shift.years if shift else 0))}
        if self.kind == "decade":
            return {("decade", self.year // 10 + (shift.decades if shift else 0))}
        if self.kind == "bare month":
            return {("month", (self.month - 1 + (shift.months if shift else 0)) % 12)}
        if self.kind == "month":
            year, k = divmod(12 * self.year + self.month - 1 + (shift.months if shift else 0), 12)
            return {("year", year), *([("month", k)] if self.style[0] != "iso" else [])}
        found: set[tuple[str, int]] = set()
        for day in self.days:
            moved = _move(day, shift) if shift else day
            found |= {("year", moved[0])} if moved[0] is not None else set()
            found |= {("month", moved[1] - 1)} if self.style[0] in ("d m", "m d") else set()
        return found


def _move(day: Day, shift: Shift) -> Day:
    """A day moved; without a year, in the year of the anchor."""
    year, month, number = day
    if year is not None:
        moved = shifted(year, month, number, shift.days)
        return (moved.year, moved.month, moved.day) if moved else day
    wanted = shift.anchor + shift.years
    for there in (shift.anchor, shift.anchor - 1, shift.anchor + 1) if shift.undoing else (shift.anchor,):
        moved = shifted(there, month, number, shift.days)
        if moved and (moved.year == wanted or not shift.undoing):
            return None, moved.month, moved.day
    # 29 February where the anchor has none: the leap year before it
    moved = shifted(shift.anchor - shift.anchor % 4, month, number, shift.days)
    return (None, moved.month, moved.day) if moved else day


def shifted(year: int, month: int, day: int, days: int) -> datetime.date | None:
    """A day so many days later; None if it is none of the calendar."""
    try:
        return datetime.date(year, month, day) + datetime.timedelta(days)
    except (ValueError, OverflowError):
        return None


# ---------------------------------------------------------------- writing


def _cased(word: str, like: str) -> str:
    """A word in the case of another: `upper`, `lower`, or as it is."""
    return word.upper() if like == "upper" else word.lower() if like == "lower" else word


def _month(k: int, language: str, case: str) -> str:
    """The name of a month, 0-based."""
    if language == "short":
        return _cased(SHORT[k], case)
    return _cased(MONTHS[language].split()[k], case)


def _weekday(k: int, style: Style, shift: Shift) -> str:
    """A day of the week; style: (`full` or `short`, case, ending)."""
    if not shift.weekday_words:
        return f"day {k + 1} of the week"
    name = WEEKDAYS[k] if style[0] == "full" else WEEKDAYS[k][:3]
    return _cased(name, style[1]) + style[2]


def _ordinal(day: int, style: str) -> str:
    if style in ("", "."):
        return f"{day}{style}"
    ending = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _day(style: Style, days: list[Day], shift: Shift) -> str:
    """One day, or two of a range; style: (form, …) as the finders below make it."""
    if style[0] in ("ymd", "dmy", "mdy"):
        year, month, day = days[0]
        written_year = f"{year or 0:04}"[-int(style[2]) :]
        parts = {"y": written_year, "m": f"{month:0{style[3]}}", "d": f"{day:0{style[4]}}"}
        return style[1].join(parts[c] for c in style[0])
    form, language, case, dot, ordinal, gap, year_gap, between = style
    if not shift.month_words:
        return between.join(f"{y:04}-{m:02}-{d:02}" if y else f"day {d} of month {m}" for y, m, d in days)

    def text(day: str, month: int, year: int | None) -> str:
        name = _month(month - 1, language, case) + (dot if language == "short" else "")
        date = f"{day}{gap}{name}" if form == "d m" else f"{name}{gap}{day}"
        return date if year is None else f"{date}{year_gap}{year:04}"

    (y, m, d), *rest = days
    if not rest:
        return text(_ordinal(d, ordinal), m, y)
    ((y2, m2, d2),) = rest
    if (y, m) == (y2, m2):
        return text(f"{_ordinal(d, ordinal)}{between}{_ordinal(d2, ordinal)}", m, y)
    first = text(_ordinal(d, ordinal), m, y if y != y2 else None)
    # a dash without spaces would join the name of one month to the day of the other
    apart = " – " if between.strip() in "-–—/" else between
    return f"{first}{apart}{text(_ordinal(d2, ordinal), m2, y2)}"
