"""Games in Gambit's formats: what is read, what is written, and that the two fit."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.same_game import differences, efg_texts, nfg_texts
from summitry import GameError, InputError, game_text, load_game, save_game, solve
from summitry.formats.game_numbers import chance_texts, number_text, quoted
from summitry.game import CHANCE, TERMINAL

BAYES = r"""EFG 2 R "A \"Bayes\" game" { "Ann" "Bo" "" } "one stage"
c "ROOT" 4 "(0,1)" { "1G" 1/3 "1B" 2/3 } 9 "entry" { -1, -1, 0 }
p "" 1 7 "" { "H" "L" } 0
p "again" 2 7 "s" { "h" "l" } 3 "mid" { 0.5 0 0 }
t "" 1 "Outcome 1" { 10.000000 2.000000 1e0 }
t "" 2 "" { -.5, 10, 1/4 }
t "" 0
p "" 1 7 0
p "" 2 7 3
t "" 1
t "" 0
t "" 2 "" { -1/2, 10, 0.25 }
"""


def test_what_is_read() -> None:
    game = load_game(BAYES.encode(), name="bayes.efg")
    tree = game.tree
    assert (game.title, game.comment, tree.parties) == ('A "Bayes" game', "one stage", ("Ann", "Bo", ""))
    assert tree.owner.tolist() == [CHANCE, 0, 0, 1, TERMINAL, 1, TERMINAL, TERMINAL, TERMINAL, TERMINAL, TERMINAL]
    assert tree.infoset.tolist() == [-1, 0, 0, 1, -1, 1, -1, -1, -1, -1, -1]
    assert (game.infoset_numbers.tolist(), tree.infoset_party.tolist()) == ([7, 7], [0, 1])
    assert (tree.infoset_labels, tree.action_labels) == (("", "s"), ("H", "L", "h", "l"))
    assert (game.chance_numbers.tolist(), game.chance_action_labels) == ([4], ("1G", "1B"))
    assert game.chance.tolist() == [[1 / 3] * 4, [2 / 3] * 4]
    assert game.outcome_numbers.tolist() == [9, 3, 1, 2]
    assert game.outcome_labels == ("entry", "mid", "Outcome 1", "")
    ends = {n: game.payoffs[tree.payoff_row[n]].tolist() for n in range(tree.size) if tree.owner[n] == TERMINAL}
    # entry and mid lie above most of them
    assert ends == {
        4: [-1, -1, 0],
        6: [-1.5, 9, 0.25],
        7: [9.5, 1, 1],
        8: [-1, 9, 0.25],
        9: [9.5, 1, 1],
        10: [-0.5, -1, 0],
    }
    assert game.node_labels[:4] == ("ROOT", "", "", "again")
    assert [game.place(n) for n in (0, 1, 3, 2)] == [(2, 1), (3, 1), (4, 1), (8, 1)]


def test_the_order_of_a_table() -> None:
    """The first player's strategy runs fastest: the example of Gambit's documentation."""
    text = b'NFG 1 R "Selten" { "Player 1" "Player 2" } { 3 2 }\n1 1 0 2 0 2 1 1 0 3 2 0'
    game = load_game(text)
    tree = game.tree
    table = {}
    for i in range(3):
        for j in range(2):
            end = tree.first_child[tree.first_child[0] + i] + j
            table[i + 1, j + 1] = game.payoffs[tree.payoff_row[end]].tolist()
    assert table == {(1, 1): [1, 1], (2, 1): [0, 2], (3, 1): [0, 2], (1, 2): [1, 1], (2, 2): [0, 3], (3, 2): [2, 0]}
    assert tree.infosets == 2
    assert tree.action_labels == ("1", "2", "3", "1", "2")
    by_outcomes = load_game(
        b'NFG 1 R "Selten" { "Player 1" "Player 2" } { { "1" "2" "3" } { "1" "2" } }\n'
        b'{ { "a" 1, 1 } { "b" 0, 2 } { "c" 0, 3 } { "d" 2 0 } } 1 2 2 1 3 4'
    )
    np.testing.assert_array_equal(
        by_outcomes.payoffs[by_outcomes.tree.payoff_row[4:]], game.payoffs[tree.payoff_row[4:]]
    )


@given(efg_texts())
def test_written_trees_are_read_as_the_same_game(text: str) -> None:
    game = load_game(text.encode())
    written = game_text(game)
    again = load_game(written.encode())
    assert differences(game, again) == []
    assert game_text(again) == written


@given(nfg_texts())
def test_written_tables_are_read_as_the_same_game(text: str) -> None:
    game = load_game(text.encode())
    written = game_text(game, "nfg")
    again = load_game(written.encode())
    assert differences(game, again) == []
    assert game_text(again, "nfg") == written
    # as a tree it has the same endings, its outcomes in another order
    tree = load_game(game_text(game).encode())
    ends = game.tree.owner == TERMINAL
    assert tree.tree.owner.tolist() == game.tree.owner.tolist()
    np.testing.assert_array_equal(tree.payoffs[tree.tree.payoff_row[ends]], game.payoffs[game.tree.payoff_row[ends]])


@given(st.floats(allow_nan=False, allow_infinity=False) | st.fractions(max_denominator=999).map(float))
def test_numbers_are_read_back_to_the_bit(value: float) -> None:
    text = number_text(value)
    back = load_game(f'EFG 2 R "" {{ "A" }} t "" 1 "" {{ {text} }}'.encode()).outcome_payoffs[0, 0]
    assert back.tobytes() == np.float64(value + 0.0).tobytes()
    assert len(text) <= len(repr(value))


def test_thirds_are_written_as_thirds() -> None:
    assert [number_text(x) for x in (1 / 3, -2 / 7, 0.1, 0.123456789, 1e22, 5.0)] == [
        "1/3", "-2/7", "0.1", "0.123456789", "1e+22", "5",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=7).filter(any))
def test_probabilities_are_read_back_and_sum_to_one(weights: list[int]) -> None:
    exact = [Fraction(w, sum(weights)) for w in weights]
    texts = chance_texts([float(x) for x in exact])
    assert sum(map(Fraction, texts)) == 1
    assert [float(Fraction(t)) for t in texts] == [float(x) for x in exact]


@given(st.lists(st.floats(1e-6, 1.0), min_size=2, max_size=6))
def test_probabilities_that_came_from_no_file_are_written_to_rounding(weights: list[float]) -> None:
    chances = [w / math.fsum(weights) for w in weights]
    texts = chance_texts(chances)
    assert sum(map(Fraction, texts)) == 1
    np.testing.assert_allclose([float(Fraction(t)) for t in texts], chances, atol=1e-15)


def test_texts_as_gambit_reads_them() -> None:
    """Gambit takes a backslash before another character for itself, so it is doubled only where it must be."""
    assert [quoted(t) for t in ("a", 'a"b', "a\\b", "a\\", '\\"')] == [
        '"a"',
        '"a\\"b"',
        '"a\\b"',
        '"a\\\\"',
        '"\\\\\\""',
    ]


def test_files(tmp_path: Path) -> None:
    game = load_game(b"\xef\xbb\xbf" + BAYES.replace("\n", "\r\n").encode())
    path = save_game(game, tmp_path / "game.EFG")
    assert differences(game, load_game(path)) == []
    assert load_game(path).file == str(path)
    with pytest.raises(InputError, match=r"'\.txt'; expected a name that ends in \.efg or \.nfg"):
        save_game(game, tmp_path / "game.txt")
    with pytest.raises(InputError, match="a place where a file can be written"):
        save_game(game, tmp_path / "nowhere" / "game.efg")
    with pytest.raises(GameError, match="no table"):
        save_game(game, tmp_path / "game.nfg")
    assert [p.name for p in tmp_path.iterdir()] == ["game.EFG"]
    save_game(game, tmp_path / "game2.efg")
    with pytest.raises(InputError, match=r"no such file; expected a game file; did you mean .*game2\.efg"):
        load_game(tmp_path / "gama2.efg")
    with pytest.raises(InputError, match="a directory"):
        load_game(tmp_path)


def test_the_format_can_be_insisted_on() -> None:
    with pytest.raises(InputError, match="expected NFG 1 R"):
        load_game(BAYES.encode(), format="nfg")


def test_very_deep_trees_need_no_recursion() -> None:
    depth = 100_000
    lines = ['EFG 2 R "deep" { "A" "B" }']
    lines += [f'p "" {k % 2 + 1} {k // 2 + 1} "" {{ "stop" "go" }} 0\nt "" 1' for k in range(depth)]
    lines[1] = lines[1].replace('t "" 1', 't "" 1 "end" { 1, 2 }')
    lines.append('t "" 1')
    game = load_game("\n".join(lines).encode())
    assert game.tree.size == 2 * depth + 1
    assert game.tree.infosets == depth
    some = "\n".join(lines[:1001])
    with pytest.raises(InputError, match="end of the file; expected at least 1 more node; the node at 2000:1 has 1 of"):
        load_game(some.encode())


def test_large_tables() -> None:
    rng = np.random.default_rng(0)
    payoffs = rng.integers(0, 99, (10**5, 5))
    names = " ".join(f'"{k}"' for k in range(5))
    game = load_game(f'NFG 1 R "" {{ {names} }} {{ 10 10 10 10 10 }} {" ".join(map(str, payoffs.ravel()))}'.encode())
    assert game.tree.size == 111_111
    end = 0
    for choice in (3, 1, 4, 1, 5):
        end = int(game.tree.first_child[end]) + choice
    assert game.payoffs[game.tree.payoff_row[end]].tolist() == payoffs[51413].tolist()


RECALL = b"""EFG 2 R "" { "A" "B" }
p "" 1 1 "" { "l" "r" } 0
p "" 2 1 "" { "u" "d" } 0
p "" 1 2 "late" { "x" "y" } 0
t "" 1 "" { 1 0 }
t "" 0
t "" 0
p "" 2 1 0
p "" 1 2 0
t "" 0
t "" 0
t "" 1
"""


def test_imperfect_recall_is_read_and_told() -> None:
    game = load_game(RECALL, name="forgets.efg")
    (problem,) = game.forgotten()
    assert str(problem) == (
        "forgets.efg:9:1: imperfect recall: at information set 2 'late' of player 1 'A' the player no longer knows "
        "whether it chose 'l' or 'r' at information set 1; expected one own past at all nodes of an information set, "
        "since the solver takes no other game; give the two pasts information sets of their own"
    )
    with pytest.raises(GameError, match="imperfect recall"):
        solve(game.tree, game.draws(1.0))


def test_all_forgotten_sets_are_told() -> None:
    game = load_game(
        b'EFG 2 R "" { "A" }\np "" 1 1 "" { "l" "r" } 0\n'
        b'p "" 1 2 "" { "x" "y" } 0\np "" 1 4 "" { "a" } 0\nt "" 0\nt "" 0\n'
        b'p "" 1 3 "" { "x" "y" } 0\np "" 1 4 0\nt "" 0\nc "" 1 "" { "z" 1 } 0\np "" 1 5 "" { "q" } 0\nt "" 0\n',
    )
    assert [str(p).split(": ")[2].split(";")[0] for p in game.forgotten()] == [
        "at information set 4 of player 1 'A' the player no longer knows whether it last chose 'x' at information "
        "set 2 or 'x' at information set 3"
    ]
    nothing = load_game(BAYES.encode())
    assert nothing.forgotten() == []


def test_a_chance_of_0_is_a_limit() -> None:
    """What is played where chance never leads is the limit as its probability goes to 0."""
    text = (
        'EFG 2 R "" {{ "A" }} c "" 1 "" {{ "never" {} "always" {} }} 0 p "" 1 1 "" {{ "x" "y" }} 0 t "" 1 "" {{ 1 }} t "" 0\n'
        'p "" 1 2 "" {{ "x" "y" }} 0 t "" 2 "" {{ 3 }} t "" 0'
    )
    game = load_game(text.format(0, 1).encode(), name="zero.efg")
    assert game.chance[:, -1].tolist() == [0, 1]
    near = load_game(text.format("1e-9", "0.999999999").encode())
    solution, other = (solve(g.tree, g.draws([0.5, 2])) for g in (game, near))
    np.testing.assert_allclose(solution.strategy, other.strategy, atol=1e-8)
    np.testing.assert_allclose(solution.strategy[1, 0], 1 / (1 + np.exp(-2.0)), atol=1e-9)
    (remark,) = game.remarks()
    assert remark.startswith("zero.efg:1:20: chance set 1 gives 'never' the probability 0")
    assert near.remarks() == []


def test_games_without_choices() -> None:
    for text in ('t "" 0', 't "" 1 "" { 3 }', 'p "" 1 1 "" { "only" } 0 t "" 1 "" { 3 }'):
        game = load_game(f'EFG 2 R "" {{ "A" }} {text}'.encode())
        solution = solve(game.tree, game.draws([1, 5]))
        assert solution.solved.all()
        assert solution.values.tolist() == [[0.0] if "0" in text[:7] else [3.0]] * 2
    with pytest.raises(GameError, match="without players"):
        load_game(b'EFG 2 R "" { } t "" 0').draws(1.0)


def test_default_precision_goes_with_the_unit() -> None:
    one, other = (
        load_game(f'NFG 1 R "" {{ "A" "B" }} {{ 2 1 }} {a} 1 {b} 1'.encode()) for a, b in ((0, 4), (0, "0.04"))
    )
    assert one.default_precision == 2.5
    assert other.default_precision == pytest.approx(250)
    with pytest.raises(GameError, match="precision -1"):
        one.draws([2, -1])
