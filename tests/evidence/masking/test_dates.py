"""Written dates: found in every form, moved in the same form, and moved back."""

import datetime
import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from summitry.evidence.masking import Shift, choose, dates, meets


def moved(text: str, shift: Shift) -> str:
    for date in reversed(dates(text)):
        text = text[: date.start] + date.moved(shift) + text[date.end :]
    return text


# 2025-08-14 is a Thursday; 2,267 days later it is 2031-10-29, a Wednesday
SHIFT = Shift(2267, 2025)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025-08-14", "2031-10-29"),
        ("2025-08-14T12:00Z", "2031-10-29T12:00Z"),
        ("2025/08/14", "2031/10/29"),
        ("20250814", "20311029"),
        ("by_2025", "by_2031"),
        ("14 August 2025", "29 October 2031"),
        ("14th of August, 2025", "29th of October, 2031"),
        ("AUGUST 14, 2025", "OCTOBER 29, 2031"),
        ("Aug. 14", "Oct. 29"),
        ("on 14 Aug 2025.", "on 29 Oct 2031."),
        ("14-Aug-2025", "29-Oct-2031"),
        ("14–16 August 2025", "29–31 October 2031"),
        ("16 and 17 August 2025", "31 October and 1 November 2031"),
        ("15-17 August", "30 October – 1 November"),
        ("August 15-16, 2025", "October 30-31, 2031"),
        ("14/08/2025", "29/10/2031"),
        ("08/14/2025", "10/29/2031"),
        ("14.8.2025", "29.10.2031"),
        ("August 2025", "October 2031"),
        ("2025-08", "2031-10"),
        ("in August", "in October"),
        ("since May", "since July"),
        ("deal by march", "deal by may"),
        ("2025", "2031"),
        ("2024/25", "2030/31"),
        ("1994–96", "2000–02"),
        ("2024-2025", "2030-2031"),
        ("mid-1999 (2014)", "mid-2005 (2020)"),
        ("the 1990s", "the 2000s"),
        ("Thursday’s", "Wednesday’s"),
        ("Thursdays", "Wednesdays"),
        ("Thu, 14 August", "Wed, 29 October"),
        ("14. August 2025", "29. October 2031"),
        ("14 août 2025", "29 octobre 2031"),
        ("14 августа 2025 года", "29 октября 2031 года"),
    ],
)
def test_each_form_is_kept(before: str, after: str) -> None:
    assert moved(before, SHIFT) == after


@pytest.mark.parametrize(
    "text",
    ["it may be", "May we ask?", "of the 15 may be", "they march on", "2,025 men", "$2025", "20.25", "x2025", "12:30",
     "3.2.1", "an august body", "2025 %", "s2025b"],
)  # fmt: skip
def test_what_is_no_date_is_left(text: str) -> None:
    assert moved(text, SHIFT) == text


DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
FORMS = [
    lambda d: d.isoformat(),
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%a}, {d.day} {d:%b} {d.year}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d:%Y%m%d}",
]


@given(DAYS, st.integers(-40_000, 40_000), st.sampled_from(FORMS))
@example(datetime.date(2024, 2, 29), 365, FORMS[1])
def test_all_forms_of_a_day_move_alike_and_back(day, days, form) -> None:
    later = day + datetime.timedelta(days)
    assume(1900 <= later.year <= 2099)
    assume(5 not in (day.month, later.month))  # May is short and in full
    shift = Shift(days, day.year)
    assert moved(form(day), shift) == form(later)
    assert moved(form(later), shift.back()) == form(day)


@given(st.integers(1, 12), st.integers(1, 28), st.integers(-12_000, 12_000), st.integers(1950, 2050))
def test_days_without_a_year_move_as_in_the_year_of_the_anchor(month, day, days, anchor) -> None:
    date = datetime.date(anchor, month, day)
    later = date + datetime.timedelta(days)
    shift = Shift(days, anchor)
    text = f"{day} {date:%B}"
    assert moved(text, shift) == f"{later.day} {later:%B}"
    if anchor % 4:  # the 366 days of a leap year may come to lie on 365 names
        assert moved(moved(text, shift), shift.back()) == text


@settings(max_examples=40)
@given(st.lists(DAYS, min_size=1, max_size=8), st.binary(min_size=32, max_size=32))
def test_a_chosen_shift_keeps_the_order_and_names_nothing_again(days, secret) -> None:
    text = "; ".join(f"{d:%A}, {d.day} {d:%B} {d.year}" for d in days)
    shift = choose(secret, dates(text), days[0].year)
    assert not meets(shift, dates(text))
    later = moved(text, shift)
    assert not {d.year for d in days} & {int(year) for year in re.findall(r"\b\d{4}\b", later)}
    for name in {f"{d:%A}" for d in days} | {f"{d:%B}" for d in days}:
        assert name not in later
    assert [d.days for d in dates(later) if d.kind == "day"] == [
        (((d + datetime.timedelta(shift.days)).timetuple()[:3]),) for d in days
    ]
    # another secret, another shift; the same, the same
    assert choose(secret, dates(text), days[0].year) == shift
    assert len({choose(bytes([k]) * 32, dates(text), days[0].year).days for k in range(8)}) > 4


def test_more_names_than_can_move_are_written_in_figures() -> None:
    text = "Monday Tuesday Wednesday Thursday Friday; January March April June August October November, 3 May 2024"
    shift = choose(b"x" * 32, dates(text), 2024)
    assert not shift.weekday_words
    assert not shift.month_words
    later = moved(text, shift)
    assert not any(word in later for word in text.replace(",", " ").replace(";", " ").split() if word.isalpha())
    assert later.count("of the week") == 5
    assert later.count("month") == 7
