"""Against Gambit: the same games are read, what we write it reads, and the strategies agree."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.gambit import gambit, logit
from formats.same_game import differences, efg_texts, plain_names
from summitry import equilibria, from_pygambit, game_text, load_game, to_pygambit
from summitry.game import NamedGame

CATALOGUE = [
    "books/myerson1991/fig2_1",
    "books/myerson1991/fig4_2",
    "books/shohamleytonbrown2008/fig5_11",
    "books/shohamleytonbrown2008/fig6_2",
    "books/shohamleytonbrown2008/fig6_8",
    "books/vonstengel2022/fig10.1",
    "books/vonstengel2022/fig10.12",
    "books/watson2013/exercise29_6",
    "books/watson2013/fig29_1",
    "conf/itcs/jakobsen2016/fig3",
    "journals/geb/bagwell1995",
    "journals/ijgt/nau2004/sec4",
    "journals/ijgt/nau2004/sec5",
    "journals/ijgt/selten1975/fig1",
    "journals/ijgt/selten1975/fig3",
    "journals/mor/vonstengelforges2008/fig1",
    "journals/other/reiley2008/fig1",
    "journals/other/shapley1974/fig2",
]
STAGES = """EFG 2 R "Pay on the way" { "A" "B" "C" }
c "" 1 "" { "sun" 0.7 "rain" 3/10 } 1 "entry" { -1/4, 0, 1 }
p "" 1 1 "s" { "go" "stay" } 0
p "" 2 1 "t" { "up" "down" } 2 "toll" { -0.5, 0.5, 0 }
p "" 3 1 "u" { "l" "r" } 0
t "" 3 "a" { 3, 1, 0 }
t "" 4 "b" { 0, 2, 1.5 }
t "" 5 "c" { 1, 0.25, 2e0 }
t "" 6 "d" { 1, 1, 1 }
p "" 1 2 "v" { "go" "stay" } 2
p "" 2 1 4
p "" 3 1 0
t "" 5
t "" 3
t "" 6
t "" 0
"""


@pytest.mark.parametrize("name", CATALOGUE)
def test_catalogue_games_have_the_same_logit_equilibria(name: str) -> None:
    oracle = gambit.catalog.load(name)
    assert_same_equilibria(oracle, from_pygambit(oracle))


def test_payoffs_on_the_way_add_up() -> None:
    assert_same_equilibria(gambit.read_efg(io.StringIO(STAGES)), load_game(STAGES.encode()))


def assert_same_equilibria(oracle: object, game: NamedGame) -> None:
    found = equilibria(game, [0.5, 2, 10])
    assert found.solution.solved.all()
    for b, precision in enumerate(found.precisions):
        expected = logit(oracle, game, precision)
        assert expected is not None
        np.testing.assert_allclose(found.solution.strategy[b], expected, atol=1e-6)


@pytest.mark.parametrize("name", ["books/myerson1991/fig2_1", "journals/ijgt/nau2004/sec4"])
def test_objects_of_pygambit_there_and_back(name: str) -> None:
    oracle = gambit.catalog.load(name)
    game = from_pygambit(oracle)
    back = to_pygambit(game, gambit)
    assert type(back) is type(oracle)
    assert differences(game, from_pygambit(back)) == []
    assert back.title == oracle.title


def test_what_is_no_game_of_pygambit() -> None:
    with pytest.raises(TypeError, match="a game of pygambit"):
        from_pygambit("EFG 2 R")
    game = load_game(STAGES.encode())
    with pytest.raises(TypeError, match="pip install pygambit"):
        to_pygambit(game, np)


@settings(max_examples=60)
@given(efg_texts(labels=st.just(""), most=20))
def test_gambit_reads_what_is_written(text: str) -> None:
    """The same tree, probabilities and payoffs (names are empty, since Gambit makes them unique)."""
    game = load_game(text.encode())
    theirs = from_pygambit(gambit.read_efg(io.StringIO(game_text(game))))
    for name in ("owner", "parent", "first_child", "infoset", "infoset_start"):
        np.testing.assert_array_equal(getattr(theirs.tree, name), getattr(game.tree, name), err_msg=name)
    drawn = game.tree.chance_slot >= 0
    np.testing.assert_array_equal(
        theirs.chance[theirs.tree.chance_slot[drawn]], game.chance[game.tree.chance_slot[drawn]]
    )
    np.testing.assert_array_equal(pays(theirs), pays(game))


def pays(game: NamedGame) -> np.ndarray:
    """[N, P] what each node adds; Gambit writes an outcome without payoffs as none."""
    nothing = np.zeros((1, len(game.tree.parties)))
    return np.concatenate((game.outcome_payoffs, nothing))[game.node_outcome]


@given(st.lists(plain_names, min_size=1, max_size=4, unique=True))
def test_gambit_reads_the_same_names(names: list[str]) -> None:
    players = " ".join('"' + n.replace('"', '\\"') + '"' for n in names)
    game = load_game(f'EFG 2 R "" {{ {players} }} t "" 0'.encode())
    oracle = gambit.read_efg(io.StringIO(game_text(game)))
    assert tuple(oracle.players) == game.tree.parties == tuple(names)
