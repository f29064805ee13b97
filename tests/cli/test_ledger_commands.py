"""What the commands `schema`, `check`, `export` and `import` do with ledgers."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evidence.test_ledger import FULL, TEXT, paraphrasing
from summitry import save_ledger
from summitry.cli.main import app
from summitry.evidence import Ledger

LEDGER = Ledger((FULL, paraphrasing("Nobody else spoke", "Quiet.")))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_ledger(LEDGER, "l.jsonl")


def test_the_schema_of_a_row() -> None:
    schema = json.loads(run("schema", "--ledger").stdout)
    assert {"id", "document", "target", "speaker", "mode", "kind", "provenance"} == set(schema["required"])
    assert "parties" in json.loads(run("schema").stdout)["properties"]


def test_a_ledger_is_checked_against_its_texts() -> None:
    assert (run("check", "l.jsonl").exit_code, run("check", "l.jsonl").stdout) == (0, "l.jsonl: no errors, 0 remarks\n")
    Path("d.txt").write_text(TEXT)
    assert run("check", "l.jsonl", "--text", "d.txt").exit_code == 0
    Path("d.txt").write_text(TEXT.replace("aloud", "loudly"))
    done = run("check", "l.jsonl", "--text", "d.txt", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)["remarks"]
    assert [(one["line"], one["kind"]) for one in said] == [(1, "orphan"), (2, "orphan")]
    Path("bad.jsonl").write_text('{"id": 1}\nx\n')
    done = run("check", "bad.jsonl")
    assert done.exit_code == 2
    assert "bad.jsonl:1:" in done.stderr
    assert "bad.jsonl:2:1: " in done.stderr


def test_there_and_back_as_annotations() -> None:
    assert run("export", "l.jsonl", "-o", "a.jsonld").stdout == "a.jsonld: 2 annotations\n"
    assert run("import", "a.jsonld", "-o", "b.jsonl").stdout == "b.jsonl: 2 rows\n"
    assert Path("b.jsonl").read_bytes() == Path("l.jsonl").read_bytes()
    assert json.loads(run("export", "l.jsonl").stdout) == json.loads(Path("a.jsonld").read_text())
    assert run("import", "a.jsonld").stdout == Path("l.jsonl").read_text()
    done = run("import", "l.jsonl")
    assert done.exit_code == 2
    assert "l.jsonl:2:1: more text" in done.stderr
    assert run("export", "l.jsonl", "-o", "no/such.jsonld").exit_code == 2
