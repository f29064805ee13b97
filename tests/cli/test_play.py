"""`summitry play` and `summitry sheets` as commands: through a pipe, as JSON, to files, and with wrong input."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from summitry.cli.main import app

run = CliRunner().invoke
CASE = ["play", "sanctions-threat", "--as", "target", "--type", "exposed", "--seed", "3"]


def test_a_rehearsal_through_a_pipe() -> None:
    done = run(app, CASE, input="know\nadvice\nsheet\ngives way\n")
    assert done.exit_code == 0, done.output
    assert "You are target (exposed)." in done.stdout or "You are Target" in done.stdout
    assert "In this model" in done.stdout
    assert "What you want, in points" in done.stdout
    assert "What everybody held" in done.stdout


def test_json_alone_on_stdout_and_a_transcript_file(tmp_path: Path) -> None:
    out = tmp_path / "talks.json"
    done = run(app, [*CASE, "--json", "--out", str(out)], input="2\n1\n1\n")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told == json.loads(out.read_text("utf-8"))
    assert told["over"]
    assert told["seats"] == ["target"]
    assert told["types"]["target"] == "exposed"
    text = tmp_path / "talks.txt"
    assert run(app, [*CASE, "--out", str(text)], input="2\n1\n1\n").exit_code == 0
    assert "How it ended" in text.read_text("utf-8")


def test_an_input_that_ends_early_and_quitting(tmp_path: Path) -> None:
    cut = run(app, CASE, input="")
    assert cut.exit_code == 2
    assert "ended before" in cut.stderr
    out = tmp_path / "talks.txt"
    left = run(app, [*CASE, "--out", str(out)], input="quit\n")
    assert left.exit_code == 0
    assert "stopped before the end" in out.read_text("utf-8")
    assert run(app, CASE, input="nonsense\n").exit_code == 2


def test_a_wrong_answer_of_a_pipe_has_its_place() -> None:
    for given, place in (
        ("99\n", "standard input:1:1: '99' is none of the options; expected a number from 1 to "),
        ("know\n\n  maybe\n", "standard input:3:3: 'maybe' is none of the options"),
        (b"know\n1\xff\n", "standard input:2:2: byte 0xff that is not UTF-8"),
    ):
        done = run(app, CASE, input=given)
        assert done.exit_code == 2
        assert place in done.stderr


def test_answers_that_are_told_together_are_told_once_each() -> None:
    command = ["play", "alaska-2025", "--as", "russia", "--type", "stalling", "--seed", "1"]
    done = run(app, command, input="1\n2\nquit\n")
    assert done.exit_code == 0, done.output
    last = done.stdout.rsplit("You are Russia", 1)[1].splitlines()
    at = next(k for k, line in enumerate(last) if "You refuse (round 1)." in line)
    assert [line.strip() for line in last[at - 1 : at + 3]] == [
        "The United States proposes “ceasefire with guarantees” (round 1).",
        "You refuse (round 1).",
        "Ukraine accepts (round 1).",
        "The United States proposes “withdrawal with guarantees” (round 2).",
    ]
    assert "Russia refuses" not in done.stdout


def test_wrong_seats_types_and_files() -> None:
    bad = run(app, ["play", "sanctions-threat", "--as", "targt"])
    assert bad.exit_code == 2
    assert "did you mean 'target'?" in bad.stderr
    assert run(app, ["play", "sanctions-threat", "--type", "exposed"]).exit_code == 2
    assert run(app, ["play", "no-such-case"]).exit_code == 2
    assert run(app, ["sheets", "sanctions-threat", "--as", "nobody"]).exit_code == 2
    assert run(app, ["sheets", "sanctions-threat", "--out", "no/such/folder/x.html"]).exit_code == 2


def test_sheets_as_text_page_and_json(tmp_path: Path) -> None:
    text = run(app, ["sheets", "sanctions-threat"])
    assert text.exit_code == 0
    assert text.stdout.count("\f") == 3
    page = tmp_path / "sheets.html"
    assert run(app, ["sheets", "sanctions-threat", "--out", str(page)]).exit_code == 0
    assert page.read_text("utf-8").count("<article") == 4
    told = json.loads(run(app, ["sheets", "sanctions-threat", "--as", "sender", "--json"]).stdout)
    assert [s["type"] for s in told["sheets"]] == ["resolved", "reluctant"]
