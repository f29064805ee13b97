"""Seats of a rehearsal in several browsers: one key a seat, and nobody sees another's."""

from __future__ import annotations

import pytest

from summitry.app.tables import MOST_ACTS, MOST_GAMES, Game, TableError, Tables


def table() -> tuple[Tables, Game]:
    tables = Tables()
    return tables, tables.open({"file": "x", "text": ""}, {}, ("a", "b"), 1, {})


def test_keys_open_their_own_seat_alone() -> None:
    _, game = table()
    a, b = game.take("a"), game.take("b")
    assert len({a, b, game.key}) == 3
    assert (game.view_of(a), game.view_of(b), game.view_of(game.key)) == ("a", "b", "")
    assert game.view_of("") is None
    assert game.view_of(a[:-1]) is None
    assert a not in str(game.told)
    assert game.key not in str(game.told)


def test_seats_are_taken_once_and_before_it_begins() -> None:
    tables, game = table()
    with pytest.raises(TableError, match="nobody sits"):
        game.begin()
    with pytest.raises(TableError, match="no such seat"):
        game.take("c")
    game.take("a")
    with pytest.raises(TableError, match="somebody else"):
        game.take("a")
    game.begin()
    with pytest.raises(TableError, match="has begun"):
        game.take("b")
    with pytest.raises(TableError, match="already"):
        game.begin()
    assert game.told["seats"] == ["a"]
    with pytest.raises(TableError, match="no rehearsal"):
        tables.find("nothing")


def test_what_is_kept_is_bounded() -> None:
    tables, game = table()
    for k in range(MOST_ACTS):
        game.act("tell", str(k), [])
    with pytest.raises(TableError, match="no end"):
        game.act("tell", "more", [])
    for _ in range(MOST_GAMES):
        tables.open({"file": "x", "text": ""}, {}, ("a",), 1, {})
    assert len(tables.games) == MOST_GAMES
    assert game.code not in tables.games
