"""The search for what was left, which does not rely on what replaces."""

import pytest

from summitry.evidence.masking import date_leaks, leaks


@pytest.mark.parametrize(
    "text",
    ["to Ruritania", "RURITANIA", "ruritania's", "the_ruritania_rule", "Ruritanian", "proruritania", "Ru\u00adritania",
     "Ｒｕｒｉｔａｎｉａ", "ruritania2", "Ruritania\u200bn"],
)  # fmt: skip
def test_a_name_is_found_in_every_form(text: str) -> None:
    (leak,) = leaks(text, ["Ruritania"])
    assert leak.name == "Ruritania"
    assert text[leak.start :].lower().startswith(("ru", "ｒ"))


def test_other_words_are_not_names() -> None:
    assert leaks("a comparison, a parish, a signatory", ["Paris", "NATO"]) == []
    assert leaks("told us", [], capitals=["US"]) == []
    assert leaks("the US", [], capitals=["US"]) != []
    assert leaks("a mark", [], capitals=["Mark"]) == []
    assert leaks("a Mark", [], capitals=["Mark"]) != []


def test_letters_with_marks_are_compared_as_they_look() -> None:
    assert leaks("Mu\u0308ller", ["Müller"])
    assert leaks("Müller", ["Mu\u0308ller"])
    assert leaks("在北京说", ["北京"])
    assert leaks("Straße STRASSE", ["Strasse"])


def test_names_of_several_words_and_spared_ones() -> None:
    assert leaks("the white\n house", ["White House"])
    assert leaks("the white wall of the house", ["White House"]) == []
    assert leaks("settle: nash", ["Nash"], spared=["nash"]) == []


def test_dates() -> None:
    assert date_leaks("by 2025, they", ["2025"])
    assert date_leaks("12025 $2025 2025% 2,2025", ["2025"]) == []
    assert date_leaks("in AUGUST", ["August"])
    assert date_leaks("it may be", ["May"]) == []
    assert date_leaks("on 3 May", ["May"])
