"""The command `ask`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from river import CASE
from summitry.cli.main import app

run = CliRunner().invoke


def case(folder: Path, prefers: str = "    over: 1") -> str:
    file = folder / "river.yaml"
    file.write_text(CASE.replace("PREFERS", prefers))
    return str(file)


def test_text_says_what_to_ask_and_where_to_write_it(tmp_path: Path) -> None:
    done = run(app, ["ask", case(tmp_path), "--draws", "128"])
    assert done.exit_code == 0
    assert done.stdout.startswith("Of 3 comparisons that could still be stated")
    assert "1. Does the downstream prefer" in done.stdout
    assert "worth: {downstream: {prefers: " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_has_what_the_text_has(tmp_path: Path) -> None:
    done = run(app, ["ask", case(tmp_path), "--draws", "128", "--json"])
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["main"], answer["draws"], answer["solved"], answer["asked"]) == ("signed", 128, 128, 3)
    best = answer["questions"][0]
    assert set(best) == {"party", "first", "second", "yes", "sure", "narrows", "if_yes", "if_no"}
    assert answer["parties"][0]["statements"][0] == "rank none > paid"


def test_contradictions_end_with_2_and_name_their_places(tmp_path: Path) -> None:
    done = run(app, ["ask", case(tmp_path, "    prefers: some over much")])
    assert done.exit_code == 2
    assert "'some over much' (" in done.stderr
    assert "river.yaml:15:14)" in done.stderr
    assert "river.yaml:13:26)" in done.stderr


def test_where_worths_are_numbers_there_is_nothing_to_ask() -> None:
    done = run(app, ["ask", "sanctions-threat", "--draws", "8"])
    assert done.exit_code == 0
    assert "nothing to ask" in done.stdout
