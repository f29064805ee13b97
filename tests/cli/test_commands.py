"""The commands `check`, `schema` and `new`: what they print where, and how they end."""

import json
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from formats.malformed import FILES
from scenario.example import text
from scenario.page import merged
from summitry.cli.main import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_malformed_files_end_with_2(name: str) -> None:
    content, line, col, _ = FILES[name]
    Path("bad.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run("check", "bad.yaml")
    assert done.exit_code == 2
    assert f"bad.yaml:{line}:{col}: " in done.stderr
    assert done.stdout == ""


@pytest.fixture
def no_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the remarks that need a tree, which take long to compile and have tests of their own."""
    # the package has a function of the same name as the module
    monkeypatch.setattr(import_module("summitry.study.remarks"), "remarks", lambda case: [])


def test_errors_as_json() -> None:
    Path("bad.yaml").write_text(text(numbers="numbers: {month: 0.9 to 0.1, pain: 1}\n"))
    done = run("check", "bad.yaml", "--json")
    assert done.exit_code == 2
    (error,) = json.loads(done.stdout)["errors"]
    assert (error["file"], error["line"], error["col"], error["fix"]) == (
        "bad.yaml",
        13,
        18,
        "did you mean `0.1 to 0.9`?",
    )


@pytest.mark.usefixtures("no_tree")
def test_remarks_end_with_1() -> None:
    Path("good.yaml").write_text(text())
    done = run("check", "good.yaml", "--json")
    assert done.exit_code == 1, done.stderr
    answer = json.loads(done.stdout)
    assert answer["errors"] == []
    assert any(r["kind"] == "ground" for r in answer["remarks"])
    plain = run("check", "good.yaml")
    assert f"good.yaml: no errors, {len(answer['remarks'])} remarks" in plain.stdout


@pytest.mark.slow
def test_a_new_scenario_has_a_tree() -> None:
    run("new", "first-case")
    assert run("check", "first-case.yaml").exit_code in (0, 1)


@pytest.mark.usefixtures("no_tree")
def test_a_new_scenario_is_right_and_never_overwrites() -> None:
    assert run("new", "first-case").exit_code == 0
    assert run("check", "first-case.yaml").exit_code in (0, 1)
    before = Path("first-case.yaml").read_text()
    done = run("new", "first-case")
    assert done.exit_code == 2
    assert "already there" in done.stderr
    assert Path("first-case.yaml").read_text() == before
    assert run("new", "no/such/folder").exit_code == 2


@pytest.mark.usefixtures("no_tree")
def test_names_of_the_catalog_and_the_nearest_one() -> None:
    assert run("check", "alaska-2025").exit_code in (0, 1)
    done = run("check", "alasca-2025")
    assert done.exit_code == 2
    assert "did you mean 'alaska-2025'?" in done.stderr
    assert run("check", "").exit_code == 2


def test_the_schema_takes_the_new_scenario() -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    run("new", "case")
    value = YAML(typ="safe", pure=True).load(Path("case.yaml").read_text())
    jsonschema.validate(value, schema)
    page = merged(typed=True)
    jsonschema.validate(json.loads(json.dumps(page, default=str)), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**value, "nonsense": 1}, schema)


def test_every_key_of_the_schema_is_described() -> None:
    schema = json.loads(run("schema").stdout)
    for part in (schema, *schema["$defs"].values()):
        for key, value in part.get("properties", {}).items():
            assert value.get("description"), key


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("summitry ")
    listed = run("--help").stdout
    assert listed.index("  new ") < listed.index("  check ") < listed.index("  schema ")
