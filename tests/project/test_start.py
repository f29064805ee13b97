"""The command starts without what it does not need yet."""

import importlib
import pkgutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import summitry.cli
from summitry.cli.main import COMMANDS, app

HEAVY = {"dask", "matplotlib", "numba", "pandas", "scipy", "spacy", "vl_convert", "xarray", "zarr"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_no_numerics(arguments: list[str]) -> None:
    """Counted in modules, not seconds: a busy machine fails nobody."""
    code = (
        "import sys\n"
        "from summitry.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert set(done.stderr.split()) & HEAVY == set()


def test_help_lists_every_command_on_a_line_of_its_own() -> None:
    """A file that adds a command stands in the list, and nothing in the list is cut at 80 columns."""
    files = {found.name for found in pkgutil.iter_modules(summitry.cli.__path__)}
    adds = {n for n in files if hasattr(importlib.import_module(f"summitry.cli.{n}"), "register")}
    assert {n.rstrip("_") for n in adds} == set(COMMANDS)
    said = CliRunner().invoke(app, ["--help"], terminal_width=80).stdout.split("Commands:\n")[1]
    assert [line.split(None, 1) for line in said.splitlines()] == [list(row) for row in COMMANDS.items()]
