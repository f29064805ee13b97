"""The command `solve`: what it prints where, and how it ends."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from formats.bad_games import placed
from summitry.cli.main import app

GAME = """EFG 2 R "A [bold]signal[/bold]" { "Sender" "Receiver" }
c "" 1 "" { "strong" 3/4 "weak" 1/4 } 0
p "" 1 5 "s" { "costly" "cheap" } 0
p "" 2 2 "" { "yields" "fights" } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { -1, -2 }
p "" 2 9 "heard nothing" { "yields" "fights" } 0
t "" 3 "" { 2, 0 }
t "" 4 "" { 0, -2 }
p "" 1 2 "w" { "costly" "cheap" } 0
p "" 2 2 0
t "" 5 "" { -1, 0 }
t "" 6 "" { -3, 1 }
p "" 2 9 0
t "" 3
t "" 7 "" { 0, 1 }
"""
KEYS = ["status", "precision", "residual", "max_regret_ratio", "events", "strategies", "values", "elapsed_s"]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)


@pytest.fixture(autouse=True)
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("game.efg").write_text(GAME)


def test_one_precision_is_one_object() -> None:
    done = run("solve", "game.efg", "--precision", "3", "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert list(answer) == KEYS
    assert (answer["status"], answer["precision"], answer["events"]) == ("solved", 3.0, [])
    assert answer["residual"] < 1e-8
    assert 0 < answer["max_regret_ratio"] <= 1 + 1e-6
    assert [list(s) for s in answer["strategies"]] == [["player", "infoset", "label", "probs"]] * 4
    named = [(s["player"], s["infoset"], s["label"]) for s in answer["strategies"]]
    assert named == [(1, 2, "w"), (1, 5, "s"), (2, 2, ""), (2, 9, "heard nothing")]
    assert [type(x) for x in named[0]] == [int, int, str]
    np.testing.assert_allclose([sum(s["probs"]) for s in answer["strategies"]], 1.0)
    assert list(answer["elapsed_s"]) == ["read", "compile", "solve"]
    assert all(s > 0 for s in answer["elapsed_s"].values())
    assert_logit(answer)


def assert_logit(answer: dict) -> None:
    """The definition, by hand: log-odds are precision times the difference of expected payoffs."""
    probs = {(s["player"], s["infoset"]): np.array(s["probs"]) for s in answer["strategies"]}
    strong, weak, costly, cheap = probs[1, 5], probs[1, 2], probs[2, 2], probs[2, 9]
    lam = answer["precision"]
    after = {
        (1, 5): [costly @ [1, -1], cheap @ [2, 0]],
        (1, 2): [costly @ [-1, -3], cheap @ [2, 0]],
        (2, 2): _received(0.75 * strong[0], 0.25 * weak[0]),
        (2, 9): _received(0.75 * strong[1], 0.25 * weak[1], yielded=0.0),
    }
    for key, worth in after.items():
        np.testing.assert_allclose(np.log(probs[key][0] / probs[key][1]), lam * (worth[0] - worth[1]), atol=1e-7)


def _received(strong: float, weak: float, yielded: float = 0.0) -> list[float]:
    belief = strong / (strong + weak)
    return [yielded, belief * -2 + (1 - belief) * 1]


@pytest.mark.parametrize(
    "words",
    [
        ["--precision", "0.5", "2", "10"],
        ["--precision", "0.5,2,10"],
        ["--precision=0.5", "2", "--precision", "10"],
        ["--precision", "0.5", "--precision", "2", "--precision", "10"],
    ],
)
def test_several_precisions_are_an_array(words: list[str]) -> None:
    for arguments in (["solve", "game.efg", *words, "--json"], ["solve", *words, "game.efg", "--json"]):
        done = run(*arguments)
        assert done.exit_code == 0, done.stderr
        answers = json.loads(done.stdout)
        assert [a["precision"] for a in answers] == [0.5, 2.0, 10.0]
        for answer in answers:
            assert_logit(answer)


def test_the_table() -> None:
    done = run("solve", "game.efg", "--precision", "0.5", "2", "10", "50", "100")
    assert done.exit_code == 0
    assert done.stdout.startswith("A [bold]signal[/bold]\n2 players, 4 information sets, 15 nodes\n")
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in (
        "1 Sender",
        "  set 9  heard nothing",
        "    yields ",
        "λ=100",
        "expected payoff",
        "regret/bound",
        "residual",
    ):
        assert words in done.stdout
    assert "nan" not in done.stdout


def test_standard_input_and_default_precision() -> None:
    done = run("solve", "-", "--json", stdin=GAME)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["precision"] == 2.0  # 10 over the sender's range of 5
    assert run("solve", "-", "--format", "nfg", stdin=GAME).exit_code == 2
    table = run("solve", "-", "--format", "nfg", "--precision", "1", stdin='NFG 1 R "" { "A" "B" } { 2 1 } 1 0 0 0')
    assert table.exit_code == 0
    assert "0.731059" in table.stdout


def test_bad_games_end_with_2() -> None:
    text, line, col, words = placed("sum below one")
    Path("bad.efg").write_text(text)
    done = run("solve", "bad.efg")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"bad.efg:{line}:{col}: probabilities that")
    as_json = run("solve", "bad.efg", "--json")
    assert as_json.exit_code == 2
    (error,) = json.loads(as_json.stdout)["errors"]
    assert (error["line"], error["col"]) == (line, col)
    assert words[0] in error["found"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.efg"], "nothing.efg:0:0: no such file; expected a game file"),
        (["gam.efg"], "did you mean 'game.efg'?"),
        (["alaska-2025"], "a scenario; expected a game, .efg or .nfg; `summitry run alaska-2025`"),
        (["case.yaml"], "`summitry run case.yaml`"),
        (["game.efg", "--precision", "two"], "--precision:0:0: 'two'; expected a number of 0 or more"),
        (["game.efg", "--precision", "-1"], "--precision:0:0: '-1'; expected a number of 0 or more"),
        (["game.efg", "--precision", "nan"], "--precision:0:0: 'nan'; expected a number of 0 or more"),
        (["game.efg", "--precision", "1,,2"], "--precision:0:0: ''; expected a number of 0 or more"),
        (["game.efg", "--format", "gbt"], "--format:0:0: 'gbt'; expected efg or nfg"),
        (["game.efg", "--tolerance", "1"], "--tolerance:0:0: 1; expected a number from 1e-12 to 0.01"),
    ],
)
def test_wrong_words_end_with_2(arguments: list[str], words: str) -> None:
    done = run("solve", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_imperfect_recall_ends_with_2() -> None:
    Path("forgets.efg").write_text(
        'EFG 2 R "" { "A" } p "" 1 1 "" { "l" "r" } 0\np "" 1 2 "" { "x" "y" } 0 t "" 0 t "" 0\np "" 1 2 0 t "" 0 t "" 0\n'
    )
    done = run("solve", "forgets.efg")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "forgets.efg:3:1: imperfect recall: at information set 2 of player 1 'A' the player no longer knows whether it "
        "chose 'l' or 'r' at information set 1; expected"
    )


def test_no_answer_ends_with_3() -> None:
    """A precision so high that rounding alone hides the answer."""
    Path("huge.nfg").write_text('NFG 1 R "Coins" { "A" "B" } { 2 2 } 1 -1 -1 1 -1 1 1 -2')
    done = run("solve", "huge.nfg", "--precision", "2", "1e300", "--json")
    assert done.exit_code == 3
    solved, unsolved = json.loads(done.stdout)
    assert solved["status"] == "solved"
    assert unsolved["status"] in ("not converged", "branch lost", "step too small", "budget")
    assert [unsolved[key] for key in ("residual", "max_regret_ratio", "strategies", "values")] == [None] * 4
    assert "huge.nfg: no answer at precision 1e+300. " in done.stderr
    table = run("solve", "huge.nfg", "--precision", "1e300")
    assert table.exit_code == 3
    assert "λ=1e+300: no answer." in table.stdout


def test_chances_of_0_are_remarked_on() -> None:
    Path("zero.efg").write_text(GAME.replace('"strong" 3/4 "weak" 1/4', '"strong" 1 "weak" 0'))
    done = run("solve", "zero.efg", "--json")
    assert done.exit_code == 0
    assert done.stderr == (
        "zero.efg:2:1: chance set 1 gives 'weak' the probability 0: what follows there is the limit as the "
        "probability goes to 0\n"
    )
    assert len(json.loads(done.stdout)["strategies"]) == 4
