"""What the project says about itself in several places is the same in all of them."""

import importlib.metadata
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import summitry

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "README.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_one_version() -> None:
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert (
        PROJECT["version"] == str(citation["version"]) == summitry.__version__ == importlib.metadata.version("summitry")
    )


def test_changelog_headings() -> None:
    assert set(re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE)) <= {"Added", "Changed", "Fixed", "Removed"}
    versions = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)
    assert versions
    assert [
        v for v in versions if v != "Unreleased" and not re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", v)
    ] == []


def test_licence() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["license"] == YAML(typ="safe").load(ROOT / "CITATION.cff")["license"] == "Apache-2.0"


def test_types_are_shipped() -> None:
    assert (Path(summitry.__file__).parent / "py.typed").is_file()


def test_gpl_oracle_is_no_dependency() -> None:
    extras = PROJECT["optional-dependencies"]
    assert {name for name, needs in extras.items() if any("pygambit" in need for need in needs)} == {"test", "bench"}
    assert [need for need in PROJECT["dependencies"] if "pygambit" in need] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        (
            "summitry run",
            "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/summitry run alaska-2025 --out alaska",
        ),
        ("pytest", "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"),
    ],
)
def test_readme_has_the_line_that_ci_runs(what: str, line: str) -> None:
    assert re.findall(f"^python3 -m venv .*{what}.*$", README, re.MULTILINE) == [line]
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert f"$(readme_line '{what}')" in script, ".ci/run takes this line from README.md"
    assert "pip install -e" not in script, ".ci/run has no test command of its own"


def test_ci_script_can_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)
