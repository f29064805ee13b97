"""Every benchmark, one after the other: `python benchmarks/run.py [--quick] [--json] [--write]`.

Each script runs in a process of its own and compares answers before it times anything; progress is told on stderr.
`--write` puts the table and the machine into benchmarks/README.md. Exit 1 where a script fails.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from table import Row, show

HERE = Path(__file__).parent
SCRIPTS = (
    "kernel", "scale", "derivatives", "gambit", "draws", "cfr", "deals", "first_use", "case", "long_runs", "workbench",
)  # fmt: skip
PAGE = HERE / "README.md"
_MARK = "<!-- what follows is written by run.py -->\n"


def measure(name: str, quick: bool) -> list[Row] | None:
    """Rows of one script, or nothing where it fails."""
    command = [sys.executable, str(HERE / f"{name}.py"), "--json", *(["--quick"] if quick else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return None
    rows = json.loads(done.stdout)
    return [{"script": name, **row} for row in rows]


def machine() -> dict[str, str]:
    """What the figures depend on."""
    packages = ", ".join(_version(name) for name in ("numpy", "numba", "pygambit", "open_spiel"))
    return {
        "processor": _processor(),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "load at the start": "{:.2f} {:.2f} {:.2f}".format(*os.getloadavg()),
        "software": f"Python {platform.python_version()}, {packages}",
        "commit": _git("rev-parse", "--short", "HEAD")
        + (" with changes" if _git("status", "--porcelain", "-uno") else ""),
        "date": datetime.date.today().isoformat(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = [line.split(":", 1) for line in info.read_text().splitlines() if ":" in line] if info.exists() else []
    told = {key.strip(): value.strip() for key, value in lines}
    flags = told.get("flags", "").split()
    vectors = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "no AVX2"
    name = told.get("model name") or platform.processor() or "unknown"
    family, model = told.get("cpu family", "?"), told.get("model", "?")
    return f"{name} (family {family}, model {model}), {os.cpu_count()} cores, {vectors}"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True).stdout.strip()


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except ImportError:
        return f"no {package}"


def page(host: dict[str, str], rows: list[Row]) -> str:
    """The written part of the README."""
    told = "\n".join(f"- {name}: {what}" for name, what in host.items())
    return f"{_MARK}\n## As measured\n\n{told}\n\n{show(rows)}\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller batches and shorter limits (minutes)")
    parser.add_argument("--json", action="store_true", help="print JSON with all figures instead of the table")
    parser.add_argument("--write", action="store_true", help="replace the measured part of benchmarks/README.md")
    parser.add_argument(
        "--only", nargs="+", choices=SCRIPTS, default=SCRIPTS, metavar="SCRIPT", help=", ".join(SCRIPTS)
    )
    chosen = parser.parse_args(argv)
    host, found, failed = machine(), [], []
    for name in chosen.only:
        if not (HERE / f"{name}.py").exists():
            print(f"{name}: no such script yet", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows = measure(name, chosen.quick)
        if rows is None:
            failed.append(name)
        found += rows or []
    if chosen.json:
        print(json.dumps({"machine": host, "failed": failed, "rows": found}, indent=1))
    else:
        print("\n".join(f"{name}: {what}" for name, what in host.items()), show(found), sep="\n\n")
    if chosen.write:
        PAGE.write_text(PAGE.read_text("utf-8").partition(_MARK)[0] + page(host, found), encoding="utf-8")
    if failed:
        print("failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
