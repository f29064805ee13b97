"""The command `export`: a scenario as a game file."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from small import HEAD, SIGNAL
from summitry import load_game
from summitry.cli.main import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(HEAD + SIGNAL)


def test_to_a_file() -> None:
    done = run("export", "case.yaml", "-o", "game.efg")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "game.efg: 15 nodes\n"
    assert done.stderr == "case.yaml: the format has no precision; `--precision 5` solves it as the scenario does\n"
    assert load_game("game.efg").title == "A test"


def test_to_standard_output_with_settings() -> None:
    plain, changed = (run("export", "case.yaml", *words) for words in ((), ("--set", "precision=3")))
    assert plain.exit_code == changed.exit_code == 0
    assert plain.stdout == changed.stdout
    assert "--precision 3`" in changed.stderr
    assert load_game(plain.stdout.encode()).tree.parties == ("host", "guest")


def test_own_odds_and_precisions_are_remarked_on() -> None:
    text = SIGNAL.replace("types:", "prior_of: {host: {warm: 0.2, cold: rest}}\n    types:")
    Path("case.yaml").write_text(HEAD + text.replace("precision: 5", "precision: {host: 4, guest: 8}"))
    done = run("export", "case.yaml")
    assert done.stderr.splitlines() == [
        "case.yaml: player 1 'host' has odds of its own for 2 of 2 moves of chance; the file holds the analyst's",
        "case.yaml: the format has no precision; the precisions differ: host 4, guest 8",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["case.yaml", "-o", "game.nfg"], "the ending '.nfg'; expected a name in .efg"),
        (["case.yaml", "-o", "no/such/game.efg"], "expected a place where a file can be written"),
        (["case.yaml", "--set", "nonsense=1"], "nonsense"),
        (["cose.yaml"], "did you mean 'case.yaml'?"),
    ],
)
def test_wrong_words_end_with_2(arguments: list[str], words: str) -> None:
    done = run("export", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
