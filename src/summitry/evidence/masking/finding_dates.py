"""Dates found in texts: patterns, and what reads their matches."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import Any

from .dates import SHORT, SHORT_DAYS, WEEKDAYS, Day, Kind, Style, Written, month_names, shifted

Finder = Callable[[re.Match[str]], Written | None]
"""Reads a match; None if it is no date."""


@cache
def _finders() -> list[tuple[re.Pattern[str], Finder]]:
    """Patterns with what reads their matches, those that take in more first."""
    names = sorted(month_names(), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})(?![^\W\d_])(?P<dot>(?:(?<={'|'.join(SHORT)})|(?<=sept))\.)?"
    day = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?"
    dotted = day.replace("th)", r"th|\.)")
    two = r"(?:(?P<between>\s?[-–—/]\s?|\s(?:and|to|or|through|until)\s)(?P<day2>\d{1,2})(?:st|nd|rd|th)?)?"
    year = r"(?P<year>[12]\d{3})(?!\d)"
    left, before = r"(?<![0-9A-Za-z])", r"(?<![0-9A-Za-z.$€£])"
    english = "|".join(name for name in names if month_names()[name][0] in ("en", "short"))
    short_days = "|".join(sorted(SHORT_DAYS, key=len, reverse=True))
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
        (rf"(?<!\w)(?P<name>{'|'.join(WEEKDAYS)})(?P<s>s?)(?!\w)", _full_weekday),
        (rf"(?<!\w)(?P<name>{short_days})(?P<s>\.?)(?=,?\s+(?:\d|{'|'.join(SHORT)}))", _short_weekday),
    ]
    return [(re.compile(p, re.IGNORECASE), finder) for p, finder in found]


def _found(match: re.Match[str], kind: Kind, **what: Any) -> Written:
    return Written(match.start(), match.end(), match.group(), kind, **what)


def _case(text: str) -> str:
    return "upper" if text.isupper() and len(text) > 1 else "lower" if text.islower() else "title"


def _known(match: re.Match[str]) -> tuple[str, int] | None:
    """Language and 0-based month of a match beside a figure."""
    return month_names().get(match["month"].lower())


def _ymd(match: re.Match[str]) -> Written | None:
    year, month, day = int(match["year"]), int(match["m"]), int(match["d"])
    style = ("ymd", match["sep"], "4", "2", "2")
    return _written(match, ((year, month, day),), style)


def _written(match: re.Match[str], days: tuple[Day, ...], style: Style) -> Written | None:
    """A date of days, if the calendar has them."""
    for year, month, day in days:
        if shifted(2000 if year is None else year, month, day, 0) is None or not 1000 <= (year or 2000) < 3000:
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
_WHEN = re.compile(r"\b(?:after|before|by|during|early|in|last|late|mid|next|since|till|until)[\s-]+$", re.IGNORECASE)
_PRONOUNS = re.compile(r"\s+(?:I|we|you|he|she|it|they|God|this|that|the|there)\b")


def _bare(match: re.Match[str]) -> Written | None:
    """A month alone: a capital is wanted where the word has another meaning."""
    name = match["month"]
    language, k = month_names()[name.lower()]
    if name.islower() and name in _ALSO_WORDS:
        near = match.string[max(0, match.start() - 10) : match.start()]
        if language != "en" or not _WHEN.search(near):
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
    k = next(k for k, name in enumerate(WEEKDAYS) if name.lower() == match["name"].lower())
    return _weekday(match, k, "full")


def _short_weekday(match: re.Match[str]) -> Written | None:
    if match["name"].islower():
        return None
    return _weekday(match, SHORT_DAYS[match["name"].lower()], "short")


def _weekday(match: re.Match[str], day: int, how: str) -> Written:
    style = (how, _case(match["name"]), match["s"])
    return Written(match.start(), match.end(), match.group(), "weekday", weekday=day, style=style)


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
