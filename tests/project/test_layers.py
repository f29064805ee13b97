"""Imports only go down; the finer rules that import-linter cannot say are read off the source."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "summitry"
FILES = sorted(SOURCE.rglob("*.py"))

FACES = ("cli", "app")
"""Rooms that use the public names only."""
TOUCH_FILES = (
    *FACES,
    "catalog",
    "formats",
    "report",
    "jobs.py",
    "masking",
    "records.py",
    "results.py",
    "validate.py",
    "__init__.py",
)
"""Rooms that may read and write files; the catalog reads those that ship with it."""
FILE_CALLS = {"mkdir", "open", "read_bytes", "read_text", "savez", "unlink", "write_bytes", "write_text"}


def room(file: Path) -> str:
    """The package or module under `summitry` that a file belongs to."""
    return file.relative_to(SOURCE).parts[0]


def imports(tree: ast.AST) -> Iterator[str]:
    """All names that are imported, wherever the statement stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def beyond_public(tree: ast.AST, own: str, public: set[str]) -> set[str]:
    """What a face of the program uses of Summitry besides public names and its own modules."""
    aliases = {
        alias.asname or "summitry"
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "summitry"
    }
    attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
    }
    named = {
        name.removeprefix("summitry.")
        for name in imports(tree)
        if name.startswith("summitry.") and not f"{name}.".startswith(f"summitry.{own}.")
    }
    return (attributes | named) - public


def test_contracts_of_import_linter_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("face", FACES)
def test_faces_use_public_names_only(face: str) -> None:
    import summitry

    public = {*summitry.__all__, "__version__"}
    found = {
        str(file.relative_to(SOURCE)): beyond_public(parsed(file), face, public) for file in FILES if room(file) == face
    }
    assert {file: sorted(names) for file, names in found.items() if names} == {}


def test_faces_rule_notices() -> None:
    code = """
import summitry as s
from summitry import load
from summitry.study import run
from summitry.cli.main import app
s.solve()
"""
    assert beyond_public(ast.parse(code), "cli", {"load"}) == {"study.run", "solve"}


def test_only_the_upper_floors_touch_files() -> None:
    found = {
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        if room(file) not in TOUCH_FILES
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in FILE_CALLS
    }
    assert found == set()


def test_pygambit_is_never_imported() -> None:
    """It is GPL: an oracle of the tests, no part of the package."""
    assert [
        str(file) for file in FILES if any(name.split(".")[0] == "pygambit" for name in imports(parsed(file)))
    ] == []
    assert [str(file) for file in SOURCE.rglob("*") if file.is_file() and b"import pygambit" in file.read_bytes()] == []


def test_no_code_from_texts() -> None:
    """The language has its own arithmetic: nothing in the package hands a text to Python."""
    found = {
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert found == set()


def test_files_are_named_for_an_idea() -> None:
    vague = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
    assert [str(file) for file in FILES if file.stem in vague or file.parent.name in vague] == []
