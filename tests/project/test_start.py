"""The command starts without what it does not need yet."""

import subprocess
import sys

import pytest

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
