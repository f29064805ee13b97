"""Compiling is told when it happens, once, and not for what is compiled already."""

import os
import subprocess
import sys
from pathlib import Path

from numba import njit

from summitry.solve.compiling import told_when_compiling


def test_the_first_call_is_told_and_the_second_not() -> None:
    @njit
    def twice(x: float) -> float:
        return 2.0 * x

    @njit
    def more(x: float) -> float:
        return twice(x) + 1.0

    told: list[str] = []
    with told_when_compiling(lambda: told.append("compiling")):
        assert more(1.0) == 3.0
    assert told == ["compiling"]
    with told_when_compiling(lambda: told.append("again")):
        assert more(2.0) == 5.0
    assert told == ["compiling"]
    more(1)  # another type, outside: nobody is told
    assert told == ["compiling"]


def test_a_cache_that_cannot_be_read_is_compiled_anew(tmp_path: Path) -> None:
    module = tmp_path / "thing.py"
    module.write_text(
        "from summitry.solve.lanes import entry\n\n\n@entry\ndef twice(x):\n    return 2.0 * x\n", encoding="utf-8"
    )
    run = "import thing; assert thing.twice(1.0) == 2.0"
    where = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(tmp_path / "kept"),
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
    }
    subprocess.run([sys.executable, "-c", run], check=True, env=where)
    kept = [p for p in (tmp_path / "kept").rglob("thing.*") if p.suffix in (".nbi", ".nbc")]
    assert len(kept) == 2
    for path in kept:
        whole = path.read_bytes()
        cut = [whole[: len(whole) // 2], whole[:1]]  # as on a full disk
        if path.suffix == ".nbi":
            # another version of the package had a class that is gone
            cut.append(whole[: whole.index(b".") + 1] + b"csummitry.solve.lanes\nGone\n.")
        for broken in cut:
            path.write_bytes(broken)
            subprocess.run([sys.executable, "-c", run], check=True, env=where)
