"""Texts of utilities: what is read, and what is refused at which place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.fit.table import Table
from summitry.fit.terms import TermError, read_expression, read_terms

TABLE = Table.of({"x": [1.0, 4.0], "y": [2.0, -3.0], "GDP per head": [5.0, 7.0], "region": ["Europe", "Asia"]})


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x", [1, 4]),
        ("constant", [1, 1]),
        ("sqrt(x)", [1, 2]),
        ("x * y", [2, -12]),
        ("(x - y)^2", [1, 49]),
        ("-x / 2", [-0.5, -2]),
        ("2^3^1", [8, 8]),
        ("GDP per head", [5, 7]),
        ('"GDP per head"', [5, 7]),
        ("region is Europe", [1, 0]),
        ('region is "Asia"', [0, 1]),
        ("abs(y) + 0", [2, 3]),
    ],
)
def test_expressions_are_worked_out(text: str, values: list[float]) -> None:
    assert read_expression(text).part.of(TABLE).tolist() == pytest.approx(values)


def test_a_sum_has_a_term_for_each_coefficient() -> None:
    terms = read_terms("constant + sqrt(x) + region is Europe + (x - y)")
    assert [t.text for t in terms] == ["constant", "sqrt(x)", "region is Europe", "(x - y)"]
    assert [t.offset for t in terms] == [0, 11, 21, 40]


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("x - y", 2, "own sign"),
        ("x + ", 3, "a column"),
        ("sin(x)", 0, "sqrt, log, exp, abs"),
        ("(x + y", 6, "`)`"),
        ("", 0, "a column"),
        ("x y)", 3, "`+` and another term"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, offset: int, words: str) -> None:
    with pytest.raises(TermError) as error:
        read_terms(text)
    assert error.value.offset == offset
    assert words in f"{error.value.expected} {error.value.fix}"


@given(st.text(alphabet='xy0129.+-*/^()" isqrt', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    told: TermError | None = None
    try:
        terms = read_terms(text)
    except TermError as error:
        told = error
    if told is not None:
        assert 0 <= told.offset <= len(text)
        return
    assert terms
    assert all(np.shape(t.part.of(TABLE)) == (2,) for t in terms if t.part.columns() <= set(TABLE.columns))
