"""Dates as people write them, and the same dates moved by a number of days, in the same way of writing."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
"""Those of other languages than English are known beside a day or a year only."""
_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}

Kind = Literal["day", "month", "bare month", "year", "decade", "weekday"]
Style = tuple[str, ...]
Day = tuple[int | None, int, int]
"""Year or None, month 1 to 12, day."""


@cache
def _names() -> dict[str, tuple[str, int]]:
    """Months in lower case -> (language or `short`, 0-based month)."""
    found = {name.lower(): ("en", k) for k, name in enumerate(_MONTHS["en"].split())}
    found |= {name.lower(): ("short", k) for k, name in enumerate(_SHORT) if name != "May"} | {"sept": ("short", 8)}
    for language, names in _MONTHS.items():
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
        moved = _shifted(year, month, number, shift.days)
        return (moved.year, moved.month, moved.day) if moved else day
    wanted = shift.anchor + shift.years
    for there in (shift.anchor, shift.anchor - 1, shift.anchor + 1) if shift.undoing else (shift.anchor,):
        moved = _shifted(there, month, number, shift.days)
        if moved and (moved.year == wanted or not shift.undoing):
            return None, moved.month, moved.day
    # 29 February where the anchor has none: the leap year before it
    moved = _shifted(shift.anchor - shift.anchor % 4, month, number, shift.days)
    return (None, moved.month, moved.day) if moved else day


def _shifted(year: int, month: int, day: int, days: int) -> datetime.date | None:
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
        return _cased(_SHORT[k], case)
    return _cased(_MONTHS[language].split()[k], case)


def _weekday(k: int, style: Style, shift: Shift) -> str:
    """A day of the week; style: (`full` or `short`, case, ending)."""
    if not shift.weekday_words:
        return f"day {k + 1} of the week"
    name = _WEEKDAYS[k] if style[0] == "full" else _WEEKDAYS[k][:3]
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


# ---------------------------------------------------------------- finding


@cache
def _finders() -> list[tuple[re.Pattern[str], Finder]]:
    """Patterns with what reads their matches, those that take in more first."""
    names = sorted(_names(), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})(?![^\W\d_])(?P<dot>(?:(?<={'|'.join(_SHORT)})|(?<=sept))\.)?"
    day = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?"
    dotted = day.replace("th)", r"th|\.)")
    two = r"(?:(?P<between>\s?[-–—/]\s?|\s(?:and|to|or|through|until)\s)(?P<day2>\d{1,2})(?:st|nd|rd|th)?)?"
    year = r"(?P<year>[12]\d{3})(?!\d)"
    left, before = r"(?<![0-9A-Za-z])", r"(?<![0-9A-Za-z.$€£])"
    english = "|".join(name for name in names if _names()[name][0] in ("en", "short"))
    short_days = "|".join(sorted(_SHORT_DAYS, key=len, reverse=True))
    iso_end = r"(?=T\d|(?![0-9A-Za-z]))"
    found: list[tuple[str, Finder]] = [
        (rf"{left}(?P<year>[12]\d{{3}})(?P<sep>[-/._])(?P<m>\d\d)(?P=sep)(?P<d>\d\d){iso_end}", _ymd),
        (rf"{left}(?<!\.)(?P<year>(?:19|20)\d\d)(?P<sep>)(?P<m>\d\d)(?P<d>\d\d){iso_end}(?!\.\d)", _ymd),
        (rf"(?<![\w.:]){dotted}{two}(?P<gap>\s+(?:of\s+)?|-){month}(?:(?P<year_gap>,?\s+|-){year})?", _words("d m")),
        (rf"(?<!\w){month}(?P<gap>\s+){day}{two}(?![\w:%]|[.,]\d)(?:(?P<year_gap>,?\s+){year})?", _words("m d")),
        (rf"(?<!\w){month}(?P<gap>,?\s+(?:of\s+)?){year}", _month_year),
        (
            rf"{left}(?<![.,/-])(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d\d)(?![\w/-]|\.\d)",
            _numeric,
        ),
        (rf"{left}(?P<year>[12]\d{{3}})(?P<sep>-)(?P<m>0[1-9]|1[0-2])(?![\w-])", _year_month),
        (rf"{before}(?P<year>1[89]\d\d|20\d\d)(?P<sep>[-–/])(?P<end>\d\d)(?!\w|[-–/]\d)", _years),
        (rf"{before}(?P<year>1[5-9]\d0|20\d0)(?P<s>['’]?s)(?!\w)", _decade),
        (rf"{before}(?P<year>1[89]\d\d|20\d\d)(?![^\W_]|%|\s%|[.,]\d)", _year),
        (rf"(?<!\w)(?P<month>{english})(?![^\W_])(?P<dot>\.?)", _bare),
        (rf"(?<!\w)(?P<name>{'|'.join(_WEEKDAYS)})(?P<s>s?)(?!\w)", _full_weekday),
        (rf"(?<!\w)(?P<name>{short_days})(?P<s>\.?)(?=,?\s+(?:\d|{'|'.join(_SHORT)}))", _short_weekday),
    ]
    return [(re.compile(p, re.IGNORECASE), finder) for p, finder in found]


def _found(match: re.Match[str], kind: Kind, **what: Any) -> Written:
    return Written(match.start(), match.end(), match.group(), kind, **what)


def _case(text: str) -> str:
    return "upper" if text.isupper() and len(text) > 1 else "lower" if text.islower() else "title"


def _known(match: re.Match[str]) -> tuple[str, int] | None:
    """Language and 0-based month of a match beside a figure."""
    return _names().get(match["month"].lower())


def _ymd(match: re.Match[str]) -> Written | None:
    year, month, day = int(match["year"]), int(match["m"]), int(match["d"])
    style = ("ymd", match["sep"], "4", "2", "2")
    return _written(match, ((year, month, day),), style)


def _written(match: re.Match[str], days: tuple[Day, ...], style: Style) -> Written | None:
    """A date of days, if the calendar has them."""
    for year, month, day in days:
        if _shifted(2000 if year is None else year, month, day, 0) is None or not 1000 <= (year or 2000) < 3000:
            return None
    return _found(match, "day", days=days, style=style)


def _words(form: str) -> Finder:
    """Reads a day with the name of its month, in either order."""

    def read(match: re.Match[str]) -> Written | None:
        known = _known(match)
        if known is None:
            return None
        language, k = known
        name, after = match["month"], match.string[match.end() : match.end() + 2]
        if name.islower() and name in _ALSO_WORDS and not match["year"] and after[:1].isspace() and after[1:].isalpha():
            return None  # "of the 15 may be"
        year = int(match["year"]) if match["year"] else None
        days: tuple[Day, ...] = ((year, k + 1, int(match["day"])),)
        if match["day2"]:
            days += ((year, k + 1, int(match["day2"])),)
        ordinal = match["ordinal"] or ""
        style = (
            form, language, _case(match["month"]), match["dot"] or "", ordinal if ordinal == "." else ordinal and "th",
            match["gap"], match["year_gap"] or "", match["between"] or "",
        )  # fmt: skip
        return _written(match, days, style)

    return read


def _month_year(match: re.Match[str]) -> Written | None:
    known = _known(match)
    if known is None:
        return None
    language, k = known
    style = (language, _case(match["month"]), (match["dot"] or "") + match["gap"])
    return Written(
        match.start(), match.end(), match.group(), "month", month=k + 1, year=int(match["year"]), style=style
    )


def _numeric(match: re.Match[str]) -> Written | None:
    """Figures only: the part above 12 is the day; else the day comes first, but for strokes."""
    a, b, sep = int(match["a"]), int(match["b"]), match["sep"]
    if len(match["year"]) == 2 and sep == "-":
        return None
    year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
    form = "dmy" if a > 12 or (b <= 12 and sep != "/") else "mdy"
    day, month = (a, b) if form == "dmy" else (b, a)
    pad = "2" if len(match["a"]) == len(match["b"]) == 2 else "1"
    style = (form, sep, str(len(match["year"])), pad, pad)
    return _written(match, ((year, month, day),), style)


def _year_month(match: re.Match[str]) -> Written | None:
    year, month = int(match["year"]), int(match["m"])
    if not 1800 <= year < 2100:
        return None
    return Written(
        match.start(), match.end(), match.group(), "month", month=month, year=year, style=("iso", match["sep"])
    )


def _years(match: re.Match[str]) -> Written | None:
    """A year and the last figures of the next (2024/25): the second is found by the first."""
    year, end = int(match["year"]), int(match["end"])
    if (year + 1) % 100 != end and end <= year % 100:
        return None
    return _found(match, "year", year=year, style=(match["sep"], str(end)))


def _decade(match: re.Match[str]) -> Written | None:
    return _found(match, "decade", year=int(match["year"]), style=(match["s"],))


def _year(match: re.Match[str]) -> Written | None:
    return _found(match, "year", year=int(match["year"]))


_ALSO_WORDS = frozenset(
    {"may", "march", "august", "mar", "dec", "jun", "sep", "jan", "sept", "jul", "aug", "apr", "oct", "nov", "feb"}
)
"""Months that without a capital are other words, or no words."""
_PRONOUNS = re.compile(r"\s+(?:I|we|you|he|she|it|they|God|this|that|the|there)\b")


def _bare(match: re.Match[str]) -> Written | None:
    """A month alone: a capital is wanted where the word has another meaning."""
    name = match["month"]
    language, k = _names()[name.lower()]
    if name.islower() and name.lower() in _ALSO_WORDS:
        return None
    if language == "short" and not match["dot"] and name.lower() not in ("sept",):
        return None
    counted = match.string[max(0, match.start() - 8) : match.start()].rstrip()[-1:].isdigit()
    if name == "May" and not counted and _PRONOUNS.match(match.string, match.end()):
        return None
    end = match.end("month") + (len(match["dot"]) if language == "short" else 0)
    style = (language, _case(name), match["dot"] if language == "short" else "")
    return Written(match.start(), end, match.string[match.start() : end], "bare month", month=k + 1, style=style)


def _full_weekday(match: re.Match[str]) -> Written | None:
    k = next(k for k, name in enumerate(_WEEKDAYS) if name.lower() == match["name"].lower())
    return Written(
        match.start(),
        match.end(),
        match.group(),
        "weekday",
        weekday=k,
        style=("full", _case(match["name"]), match["s"]),
    )


def _short_weekday(match: re.Match[str]) -> Written | None:
    if match["name"].islower():
        return None
    k = _SHORT_DAYS[match["name"].lower()]
    return Written(
        match.start(),
        match.end(),
        match.group(),
        "weekday",
        weekday=k,
        style=("short", _case(match["name"]), match["s"]),
    )


def dates(text: str) -> list[Written]:
    """The dates of a text, in order and apart from each other."""
    taken: list[Written] = []
    for pattern, finder in _finders():
        busy = sorted((date.start, date.end) for date in taken)
        for match in pattern.finditer(text):
            date = finder(match)
            if date is None:
                continue
            k = bisect_left(busy, (date.end, 0))
            if not k or busy[k - 1][1] <= date.start:
                taken.append(date)
    return sorted(taken, key=lambda date: date.start)


Finder = Callable[[re.Match[str]], Written | None]
