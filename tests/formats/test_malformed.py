"""Malformed files: each problem is found at its line and column, in words that help, and never with a traceback."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.malformed import FILES
from scenario.example import text
from summitry.errors import InputError
from summitry.formats.scenario_yaml import read


def content(name: str) -> bytes:
    given = FILES[name][0]
    return given if isinstance(given, bytes) else given.encode()


@pytest.mark.parametrize("name", FILES)
def test_the_problem_is_found_where_it_is(name: str) -> None:
    _, line, col, words = FILES[name]
    with pytest.raises(InputError) as caught:
        read(content(name), "bad.yaml")
    at = [str(p) for p in caught.value.problems if (p.line, p.col) == (line, col)]
    assert any(all(word in message for word in words) for message in at), str(caught.value)


def test_many_problems_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read(
            text(
                numbers="numbers: {month: 0.9 to 0.1, pain: mouth}\n",
                outcomes="outcomes: {a deal: deel agreed, no deal: otherwise}\n",
                payoffs="payoffs: {usa: {peace: 1}}\n",
                more="nonsense: 1\n",
            ).encode(),
            "bad.yaml",
        )
    assert [p.line for p in caught.value.problems] == [13, 13, 21, 22, 23]
    assert str(caught.value).startswith("bad.yaml:13:18: ")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(junk: str) -> None:
    with pytest.raises(InputError):
        read(junk.encode("utf-8", "surrogatepass"), "junk")


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = text()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 12))
    junk = data.draw(st.text(alphabet="ab:{}[],'\"|>-# \n\t&*!%@`0.9()$", max_size=6))
    with suppress(InputError):
        read((whole[:start] + junk + whole[start + length :]).encode(), "damaged")


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(InputError, match="104,857,600 bytes"):
        read(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    import os

    (tmp_path / "alaska.yaml").write_text("")
    os.mkfifo(tmp_path / "pipe.yaml")
    for path, words in (
        (tmp_path, "a directory"),
        (tmp_path / "alasca.yaml", r"no such file.*did you mean .*alaska\.yaml"),
        (tmp_path / "pipe.yaml", "no regular file"),
        (Path("/dev/null"), "no regular file"),
        (tmp_path / ("x" * 5000), "name too long"),
    ):
        with pytest.raises(InputError, match=words):
            read(path)


def test_bom_and_crlf_are_borne() -> None:
    whole = text(outcomes="outcomes: {a deal: openning is offers, no deal: otherwise}\n")
    data = b"\xef\xbb\xbf" + whole.replace("\n", "\r\n").encode()
    with pytest.raises(InputError) as caught:
        read(data, "crlf")
    assert [(p.line, p.col) for p in caught.value.problems] == [(21, 20)]
    read(b"\xef\xbb\xbf" + text().replace("\n", "\r\n").encode(), "crlf")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("  a deal: 'it''s good or openning is offers'", (22, 26)),
        ('  a deal: "deal \\u0061greed or openning is offers"', (22, 32)),
        ("  a deal: deal agreed\n    or openning is offers", (23, 8)),
        ("  a deal: |\n    deal agreed or\n    openning is offers", (24, 5)),
        ("  a deal: >-\n    deal agreed\n    or openning is offers", (24, 8)),
        ("  a deal: 'deal agreed\n    or openning is offers'", (23, 8)),
    ],
)
def test_columns_inside_texts_of_every_style(written: str, place: tuple[int, int]) -> None:
    whole = text(
        markers="markers: {it's good: opening is offers}\n",
        stages=text().split("numbers: {month: 0.9 to 0.98, pain: 0.1 to 0.3}\n")[1].split("markers")[0],
        outcomes=f"outcomes:\n{written}\n  no deal: otherwise\n",
    )
    with pytest.raises(InputError) as caught:
        read(whole.encode(), "quoted")
    assert [(p.line, p.col) for p in caught.value.problems if "openning" in p.found] == [place], str(caught.value)


def test_texts_run_on_over_commas_between_parentheses_and_in_prose() -> None:
    case = read(
        text(
            numbers="numbers: {month: 0.9, pain: {value: pert(0.1, 0.2, 0.3), because: {assumption: so, and so, it is}}}\n",
            outcomes="outcomes: {a deal: at least 2 of (deal agreed, opening is offers, opening is demands), no deal: otherwise}\n",
        ).encode(),
        "commas",
    )
    assert case.quantities["pain"].text == "pert(0.1, 0.2, 0.3)"
    assert case.quantities["pain"].ground.assumptions == ("so, and so, it is",)


def test_rows_of_the_ledger_are_checked() -> None:
    whole = text(payoffs="payoffs: {us: {peace: {value: 1, because: [s1, s33]}}}\n").encode()
    read(whole, "rows")
    with pytest.raises(InputError, match=r"rows:22:48: unknown row 's33'.*did you mean 's3'"):
        read(whole, "rows", rows={"s1", "s3"})
