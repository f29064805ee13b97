"""The command `mask`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from summitry.cli.main import app

CASE = """summitry: 1
title: Dravic in Strelsau
parties: {ruritania: {name: Ruritania}, guest: {}}
stages:
  - stage: Strelsau
    attend: [ruritania, guest]
    note: on 3 May 2024 President Dravic came
    steps:
      - {step: tone, by: guest, options: [kind, curt]}
outcomes: {good: tone is kind, bad: otherwise}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["mask", *arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(CASE)
    Path("report.txt").write_text("Dravic spoke. The Ruritanians heard President Dravic in Strelsau.")


def test_files_on_standard_output_and_what_was_done_on_the_other() -> None:
    done = run("case.yaml", "-o", "out", "--key", "my.key", "--text", "report.txt")
    assert (done.exit_code, done.stdout) == (0, "out/case.yaml\nout/text-1.txt\n")
    said = done.stderr
    assert "Dravic -> " in said
    assert "3 May 2024 -> " in said
    assert "left, though with a capital (--also NAME replaces one): President (2)" in said


def test_json() -> None:
    done = run("case.yaml", "-o", "out", "--key", "my.key", "--also", "kind", "--leave", "Strelsau", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    assert list(value) == ["folder", "files", "key", "replaced", "left", "unknown", "notes"]
    replaced = {r["text"]: r for r in value["replaced"]}
    assert replaced["Dravic"]["count"] == 2
    assert replaced["Dravic"]["sort"] == "name"
    assert replaced["3 May 2024"]["sort"] == "date"
    assert "kind" in replaced
    assert "Strelsau" not in replaced
    assert {"text": "Strelsau", "count": 2} in value["left"]
    assert Path("out/case.yaml").read_text().count("Strelsau") == 2


def test_undo() -> None:
    run("case.yaml", "-o", "out", "--key", "my.key", "--text", "report.txt")
    done = run("out/case.yaml", "-o", "back", "--key", "my.key", "--undo")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "back/case.yaml\nback/report.txt\n", "")
    assert Path("back/case.yaml").read_text() == CASE
    Path("out/text-1.txt").unlink()
    done = run("out/case.yaml", "-o", "back2", "--key", "my.key", "--undo", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["files"] == ["case.yaml"]
    assert "text-1.txt does not lie beside case.yaml" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["case.yaml", "-o", "out", "--key", "out/k"], "a key in the folder of the masked files 'out'"),
        (["case.yaml", "-o", ".", "--key", "k"], "a key in the folder of the masked files '.'"),
        (["case.yaml", "-o", ".", "--key", "../k"], "the scenario in the folder '.'"),
        (["case.yaml", "-o", "case.yaml", "--key", "k"], "a file; expected a new or an empty folder"),
        (["case.yaml", "-o", "out", "--key", "no/such/k"], "a folder that is not there"),
        (["case.yaml", "-o", "out", "--key", "report.txt"], "no key of a mask"),
        (["case.yaml", "-o", "out", "--key", "k", "--text", "nowhere.txt"], "nowhere.txt:0:0: no such file"),
        (["cose.yaml", "-o", "out", "--key", "k"], "did you mean 'case.yaml'?"),
        (["case.yaml", "-o", "out", "--key", "k", "--undo"], "k:0:0: no such file"),
        (["case.yaml", "-o", "out", "--key", "k", "--undo", "--also", "x"], "--undo:0:0: other options"),
    ],
)  # fmt: skip
def test_refusals_end_with_2_and_write_nothing(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert sorted(p.name for p in Path().iterdir()) == ["case.yaml", "report.txt"]
    told = json.loads(run(*arguments, "--json").stdout)
    assert any(words.split(";")[0] in error["message"] for error in told["errors"])
