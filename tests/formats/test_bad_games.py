"""Malformed game files: each problem at its line and column, in words that help, and never a traceback."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.bad_games import BAD, HEAD, placed
from formats.same_game import efg_texts, nfg_texts
from summitry import InputError, Problem, load_game


@pytest.mark.parametrize("name", BAD)
def test_the_problem_is_found_where_it_is(name: str) -> None:
    text, line, col, words = placed(name)
    with pytest.raises(InputError) as caught:
        load_game(text.encode(), name="bad.efg")
    at = [str(p) for p in caught.value.problems if (p.line, p.col) == (line, col)]
    assert any(all(word in message for word in words) for message in at), str(caught.value)
    # what follows from the first problem is no problem of its own
    assert len(caught.value.problems) <= 2, str(caught.value)


def test_many_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = HEAD + (
        'p "" 3 1 "" { "x" "y" "z" } 0\n'
        't "" 1 "w" { 1 }\n'
        'c "" 1 "" { "a" 1/2 "b" 1/4 } 5\n'
        't "" 2 "v" { 1, two }\n'
        't "" -1\n'
        't "" 3 "" { 1/0 1e999 }\n'
    )
    with pytest.raises(InputError) as caught:
        load_game(text.encode(), name="bad.efg")
    places = [(p.line, p.col) for p in caught.value.problems]
    assert places == [(2, 6), (3, 12), (4, 11), (4, 31), (5, 17), (6, 6), (7, 13), (7, 17)]
    assert str(caught.value).startswith("bad.efg:2:6: player 3; expected the number of a player, 1 to 2; ")


def test_reading_stops_after_many_problems() -> None:
    text = HEAD + "".join('p "" 9 1 "" { "x" } 0\n' for _ in range(5000))
    with pytest.raises(InputError) as caught:
        load_game(text.encode())
    assert 10 < len(caught.value.problems) <= 100


def test_line_ends_do_not_move_problems() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f'\ufeffEFG 2 R "T" {{ "A" }}{end}{end}t "" 1 "w" {{ x }}'
        with pytest.raises(InputError, match=r"^bad:3:14: 'x'"):
            load_game(text.encode(), name="bad")


def test_what_is_no_utf8() -> None:
    with pytest.raises(InputError, match=r"^bad:2:5: byte 0xe9 that is not UTF-8; .*UTF-8"):
        load_game(b'EFG 2 R "T" { "A" }\nt "\xc3\xa9\xe9" 0', name="bad")
    with pytest.raises(InputError, match=r"^bad:1:1: byte 0xff"):
        load_game('EFG 2 R "T" { "A" } t "" 0'.encode("utf-16"), name="bad")


GOOD = [
    b'EFG 2 R "A \\"game\\"" { "A" "B" } "comment"\nc "root" 1 "(0,1)" { "l" 1/3 "r" 2/3 } 2 "in" { -1.5, 2e1 }\n'
    b'p "" 1 1 "s" { "x" "y" } 0\np "" 2 4 "" { "u" "d" } 0\nt "" 1 "w" { 1, 2 }\nt "" 2\nt "" 0\n'
    b'p "" 1 1 0\np "" 2 4 0\nt "" 1\nt "" 3 "" { 0.1 .5 }\nt "" 0\n',
    b'NFG 1 R "T" { "A" "B" } { { "u" "d" } { "l" "r" "m" } } "c" { { "a" 1, 2 } { "" 3/4 -1e2 } } 1 2 0 0 1 1\n',
    b'NFG 1 D "T" { "A" "B" } { 2 3 }\n1 2 3 4 5 6 7.5 8 9 10 1/11 -12\n',
]
JUNK = [
    b'"',
    b"{",
    b"}",
    b",",
    b"\\",
    b"0",
    b"-1",
    b"1/2",
    b"1e999",
    b"\xff",
    b"\n",
    b'p ""',
    b't "" 0 ',
    b'c "" 9',
    b"\0",
    b"x",
]


def damaged(data: st.DataObject, whole: bytes) -> bytes:
    """A file with some of its words or bytes left out, doubled, exchanged or replaced by junk."""
    by_word = data.draw(st.booleans())
    parts = whole.split(b" ") if by_word else [whole[k : k + 1] for k in range(len(whole))]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(parts) - 1))
        match data.draw(st.sampled_from(["drop", "double", "exchange", "junk", "cut"])):
            case "drop":
                parts[at] = b""
            case "double":
                parts.insert(at, parts[at])
            case "exchange":
                other = data.draw(st.integers(0, len(parts) - 1))
                parts[at], parts[other] = parts[other], parts[at]
            case "junk":
                parts[at] = data.draw(st.sampled_from(JUNK) | st.binary(max_size=3))
            case "cut":
                parts = parts[: at + 1]
    return (b" " if by_word else b"").join(parts)


def read_or_refused(content: bytes) -> None:
    """A game, or problems whose places lie inside the file."""
    try:
        game = load_game(content, name="f")
    except InputError as error:
        assert_told(error.problems, content)
    else:
        assert game.tree.size >= 1
        assert_told(game.forgotten(), content)


def assert_told(problems: Sequence[Problem], content: bytes) -> None:
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(0 <= p.line <= lines and 0 <= p.col <= len(content) + 1 for p in problems)
    assert all(p.found and p.expected for p in problems)


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    read_or_refused(damaged(data, data.draw(st.sampled_from(GOOD))))


@given(st.binary(max_size=60), st.sampled_from([b"", b"EFG 2 R ", b"NFG 1 R ", GOOD[0][:60]]))
def test_any_bytes_are_read_or_refused(junk: bytes, head: bytes) -> None:
    read_or_refused(head + junk)


@pytest.mark.slow
@settings(max_examples=2_000)
@given(st.data())
def test_many_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    """Files of every shape, damaged."""
    good = data.draw(efg_texts(most=8) | nfg_texts()).encode()
    read_or_refused(damaged(data, good))
