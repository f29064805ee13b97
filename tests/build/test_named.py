"""A scenario's game as a file: solved from there it has the same equilibrium."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest

from formats.same_game import differences
from small import SIGNAL, SMALL, case, changed
from summitry import NamedGame, build, game_text, load_game, middle_draw, named, solve
from summitry.game import TERMINAL


@pytest.mark.parametrize("name", SMALL)
def test_solving_the_file_is_solving_the_scenario(name: str) -> None:
    game = build(case(re.sub(r"precision: .*", "precision: 5", SMALL[name])))
    draws = middle_draw(game)
    written = named(game, draws)
    assert written.unsaid() == []
    read = load_game(game_text(written).encode())
    ours, theirs = solve(game.tree, draws), solve(read.tree, read.draws(5.0))
    assert ours.solved.all()
    assert theirs.solved.all()
    np.testing.assert_allclose(theirs.values, ours.values, atol=1e-9)
    assert len(game.unfolded.about) == read.tree.infosets
    numbers = dict(zip(keys(read), range(read.tree.infosets), strict=True))
    for h, key in enumerate(keys(written)):
        there = numbers[key]
        np.testing.assert_allclose(
            probabilities(read, theirs.strategy, there), probabilities(written, ours.strategy, h), atol=1e-8
        )
        assert read.tree.infoset_labels[there] == written.tree.infoset_labels[h]


def keys(game: NamedGame) -> list[tuple[int, int]]:
    return list(zip(game.tree.infoset_party.tolist(), game.infoset_numbers.tolist(), strict=True))


def probabilities(game: NamedGame, strategy: np.ndarray, h: int) -> np.ndarray:
    return strategy[0, game.tree.infoset_start[h] : game.tree.infoset_start[h + 1]]


@pytest.mark.parametrize("name", SMALL)
def test_written_and_read_it_is_the_same_again(name: str) -> None:
    game = build(case(SMALL[name]))
    once = load_game(game_text(named(game, middle_draw(game))).encode())
    assert differences(once, load_game(game_text(once).encode())) == []


def test_names_are_those_of_the_scenario() -> None:
    built = build(case(SIGNAL))
    game = named(built, middle_draw(built))
    assert (game.title, game.tree.parties) == ("A test", ("host", "guest"))
    assert game.chance_labels == ("types",)
    assert game.chance_action_labels == ("guest warm", "guest cold")
    assert game.chance[:, -1].tolist() == pytest.approx([0.4, 0.6])
    assert sorted(game.tree.infoset_labels) == [
        "answer, tone is curt", "answer, tone is kind", "tone (cold)", "tone (warm)",
    ]  # fmt: skip
    assert {label.rstrip(" 0123456789") for label in game.outcome_labels} == {"talks", "end"}
    assert len(set(game.outcome_labels)) == len(game.outcome_labels)
    ends = np.flatnonzero(game.tree.owner == TERMINAL)
    np.testing.assert_array_equal(
        game.outcome_payoffs[game.node_outcome[ends]], game.payoffs[game.tree.payoff_row[ends]]
    )


def test_odds_of_ones_own_are_told_and_left_out() -> None:
    text = changed(SIGNAL, "types:", "prior_of: {host: {warm: 0.2, cold: rest}}\n    types:")
    built = build(case(text))
    game = named(built, middle_draw(built))
    (remark,) = game.unsaid()
    assert remark == "player 1 'host' has odds of its own for 2 of 2 moves of chance; the file holds the analyst's"
    assert game.chance[:, 0].tolist() == pytest.approx([0.2, 0.8])
    read = load_game(game_text(game).encode())
    assert read.chance[:, 0].tolist() == pytest.approx([0.4, 0.6])


@pytest.mark.parametrize("name", SMALL)
def test_gambit_reads_it(name: str) -> None:
    gambit = pytest.importorskip("pygambit", reason="the oracle pygambit is not installed")
    built = build(case(SMALL[name]))
    game = named(built, middle_draw(built))
    oracle = gambit.read_efg(io.StringIO(game_text(game)))
    assert tuple(oracle.players) == game.tree.parties
