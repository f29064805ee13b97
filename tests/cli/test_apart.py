"""No command writes over a file that it reads, by whatever name that file is called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.test_ledger import FULL, paraphrasing
from summitry import catalog, keep_apart, result_files, save_ledger
from summitry.cli.main import app
from summitry.errors import InputError
from summitry.evidence import Ledger


def cite(source: str) -> None:
    """Let the rows of the ledger name another text."""
    rows = [json.loads(line) for line in Path("l.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        row["target"]["source"] = source
    Path("l.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario with a ledger that names a text, and links to each."""
    monkeypatch.chdir(tmp_path)
    case = Path(str(catalog.path("sanctions-threat"))).read_text("utf-8")
    Path("q.yaml").write_text(case.replace("summitry: 1\n", "summitry: 1\nledger: l.jsonl\n", 1), "utf-8")
    save_ledger(Ledger((FULL, paraphrasing("Nobody else spoke", "Quiet."))), "l.jsonl")
    cite("the%20talks.txt")
    Path("the talks.txt").write_text("Nothing was said.", "utf-8")
    Path("a.efg").write_text('EFG 2 R "" { "Ann" }\nt "" 1 "" { 1 }\n', "utf-8")
    Path("linked.txt").symlink_to("q.yaml")
    os.link("q.yaml", "hard.json")


COMMANDS = [
    *(["play", "q.yaml", "--out", out] for out in ("q.yaml", "./q.yaml", "linked.txt", "hard.json", "l.jsonl")),
    ["play", "q.yaml", "--out", "the talks.txt"],
    *(["sheets", "q.yaml", "--out", out] for out in ("q.yaml", "l.jsonl", "the talks.txt")),
    ["read", "the talks.txt", "-o", "the talks.txt"],
    ["read", "the talks.txt", "--parties", "q.yaml", "-o", "linked.txt"],
    ["export", "l.jsonl", "-o", "l.jsonl"],
    ["export", "l.jsonl", "-o", "the talks.txt"],
    ["import", "l.jsonl", "-o", "l.jsonl"],
    ["draft", "l.jsonl", "-o", "l.jsonl"],
    ["forecast", "q.yaml", "--date", "2025-01-02", "-o", "l.jsonl"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_replaces_what_it_reads(command: list[str]) -> None:
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    done = CliRunner().invoke(app, command, input="quit\n", catch_exceptions=False)
    assert done.exit_code == 2, done.output
    said = "already there" if command[0] == "draft" else "a file that is read here; expected another name"
    assert said in done.stderr
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize("command", [["run"], ["compare", "q.yaml"]])
def test_a_folder_of_results_replaces_no_ledger(command: list[str]) -> None:
    for name in ("q.yaml", "l.jsonl"):
        Path(name).rename({"q.yaml": "scenario.yaml", "l.jsonl": "ledger.jsonl"}[name])
    Path("q.yaml").write_text(Path("scenario.yaml").read_text().replace("l.jsonl", "ledger.jsonl"))
    done = CliRunner().invoke(app, [*command, "q.yaml", "--draws", "8", "--out", "."], catch_exceptions=False)
    assert done.exit_code == 2
    assert "ledger.jsonl:0:0: a file that is read here" in done.stderr
    assert not Path("report.html").exists()


def test_a_picture_and_a_chart_replace_no_text_of_the_ledger() -> None:
    cite("page.svg")
    Path("page.svg").write_text("<svg/>")
    for command in (["tree", "q.yaml", "-o", "page.svg"], ["update", "q.yaml", "--chart", "page.svg"]):
        done = CliRunner().invoke(app, command, catch_exceptions=False)
        assert (done.exit_code, "page.svg:0:0: a file that is read here" in done.stderr) == (2, True)
    assert Path("page.svg").read_text() == "<svg/>"


def test_other_files_may_be_replaced() -> None:
    keep_apart("q.yaml", "a.efg")
    keep_apart("none.yaml", "q.yaml", ledger="l.jsonl")
    # a name of the catalog is no file, whatever lies here under its ledger's name
    keep_apart("l.jsonl", "sanctions-threat", ledger="l.jsonl")
    keep_apart(".", "q.yaml", among=result_files())
    with pytest.raises(InputError):
        keep_apart(".", "q.yaml", among=("x", "q.yaml"))
