"""Long runs: weak scaling over local Dask workers, time and memory of many draws.

Each figure is of a process of its own. Workers are warm: each has built the game and compiled its kernels in a first
block that is not timed.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time

from table import Row
from table import main as command

CASE = "alaska-2025"
PER_WORKER = 8_192
"""Draws a worker, in the weak scaling."""
CHILD = "--child"


def scaled(workers: int, draws: int) -> dict[str, float]:
    """Seconds for so many draws on so many local workers of one thread each, blocks alone."""
    from dataclasses import replace

    from distributed import LocalCluster

    import summitry
    from summitry.build import build
    from summitry.study.blocks import Task, finished, size_of_blocks

    case = summitry.load(CASE)
    size = size_of_blocks(build(case).tree.size, 1 << 20)
    with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0") as machines:
        cluster = summitry.Cluster(machines.scheduler_address)
        task = Task(case, case, draws, 0, size, (0, 1, 2))
        warm = replace(task, draws=8 * size)
        # blocks go to whoever is free: as many first ones at once as there are workers
        for _ in finished(warm, list(range(2 * workers)), lambda: cluster, workers):
            pass
        for _ in finished(task, list(range(workers)), lambda: cluster, workers):
            pass
        begun = time.perf_counter()
        solved = [
            int((b.status == 0).sum()) for _, b in finished(task, list(range(task.count)), lambda: cluster, workers)
        ]
        spent = time.perf_counter() - begun
        cluster.close()
    return {"seconds": spent, "draws": draws, "solved": sum(solved)}


def many(case: str, draws: int, workers: int) -> dict[str, float]:
    """Seconds and megabytes of a whole run that keeps its blocks, report included."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["run", case, "--draws", str(draws), "--workers", str(workers), "--resume", f"{folder}/run"]
        program = (
            "import sys, resource; from summitry.cli import main; sys.argv[1:] = " + repr(arguments) + "\n"
            "try: main()\nexcept SystemExit as end: code = end.code\n"
            "who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
            "own, children = (resource.getrusage(w).ru_maxrss for w in who)\n"
            "print('MEMORY', own, children, file=sys.stderr)\nsys.exit(code)"
        )
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        spent = time.perf_counter() - begun
        *_, said = [line for line in done.stderr.splitlines() if line.startswith("MEMORY")]
        with open(f"{folder}/run/summary.json", encoding="utf-8") as file:
            summary = json.load(file)
    own, child = (int(x) / 1024 for x in said.split()[1:])
    return {
        "seconds": spent, "own": own, "child": child, "solved": summary["solved"], "draws": summary["draws"],
        "nodes": summary["nodes"], "code": done.returncode,
    }  # fmt: skip


def rows(quick: bool) -> list[Row]:
    """Weak scaling, then many draws of a large and of a small tree."""
    per = PER_WORKER // 4 if quick else PER_WORKER
    one, two = (_child("scaled", k, k * per) for k in (1, 2))
    ratio = (two["draws"] / two["seconds"]) / (one["draws"] / one["seconds"])
    found: list[Row] = [
        {
            "what": f"{CASE}: draws a second of 2 Dask workers over 1, {per:,} draws a worker",
            "draws": int(two["draws"]), "threads": "1 a worker", "figure": ratio, "unit": "×", "reach": "≥ 1.8",
            "compared": f"{one['seconds']:.1f} and {two['seconds']:.1f} s; {int(two['solved'])} solved",
        }
    ]  # fmt: skip
    for case, draws in ((CASE, 65_536), ("sanctions-threat", 1 << 20)):
        if quick:
            draws //= 16
        told = many(case, draws, 2)
        common = {"nodes": told["nodes"], "draws": told["draws"], "threads": 2}
        compared = f"{told['solved']:,} solved; ended with {told['code']}"
        found += [
            {**common, "what": f"{case}: the whole run, kept and reported", "figure": told["seconds"], "unit": "s",
             "compared": compared},
            {**common, "what": f"{case}: most memory of the main process", "figure": told["own"], "unit": "MB",
             "reach": "≤ 2,048", "compared": f"largest helper {told['child']:,.0f} MB"},
        ]  # fmt: skip
    return found


def _child(what: str, *arguments: int) -> dict[str, float]:
    said = subprocess.run(
        [sys.executable, __file__, CHILD, what, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    if CHILD in sys.argv:
        at = sys.argv.index(CHILD)
        print(json.dumps(scaled(*map(int, sys.argv[at + 2 :]))))
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.exit(command(rows, __doc__))
