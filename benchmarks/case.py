"""A shipped case from file to summary: the command as a person runs it, and where the time goes.

The command runs warm (kernels compiled before) in a process of its own, on both cores; its summaries must be the same
bytes. The profile is of one more run, on one core: seconds inside each stage, the other modelling choices included.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from table import Row
from table import main as command

CASE = "alaska-2025"
DRAWS = 2048
STAGES = (
    ("summitry", "load", "reading the file"),
    ("summitry.study.run", "build", "building the tree"),
    ("summitry.study.run", "_findings", "findings from the draws"),
    ("summitry.study.run", "reasons", "reasons of choices, in the pilot"),
    ("summitry.solve.drive", "follow", "accelerated paths along the precision"),
    ("summitry.solve.drive", "leading_eigenvalue", "eigenvalues: on the first stretch of the branch?"),
    ("summitry.solve.drive", "certify", "certificates"),
    ("summitry.solve.drive", "log_probabilities", "probabilities from log-odds"),
    ("summitry.study.solving", "reach_of_groups", "chances of endings"),
)


def asked() -> tuple[float, dict[str, Any]]:
    """Seconds of the command from its start to its end, and its summary."""
    begun = time.perf_counter()
    program = "import sys; from summitry.cli import main; sys.exit(main())"
    arguments = ["run", CASE, "--draws", str(DRAWS), "--seed", "1", "--json"]
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - begun, json.loads(done.stdout)


def profile() -> tuple[float, dict[str, float]]:
    """Seconds of a run on one core, and those inside each stage."""
    import summitry

    inside: defaultdict[str, float] = defaultdict(float)

    def timed(act: Callable[..., Any], name: str) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            begun = time.perf_counter()
            try:
                return act(*args, **options)
            finally:
                arclength = options.get("begun") is not None
                inside["paths by arclength, past turns" if arclength else name] += time.perf_counter() - begun

        return run

    summitry.run(summitry.load(CASE), draws=8, seed=1, variants=False)
    for module, function, name in STAGES:
        place = importlib.import_module(module)
        setattr(place, function, timed(getattr(place, function), name))
    begun = time.perf_counter()
    summitry.run(summitry.load(CASE), draws=DRAWS, seed=1, workers=1)
    return time.perf_counter() - begun, dict(inside)


def rows(quick: bool) -> list[Row]:
    """The whole command, the study in it, and seconds by stage."""
    asked()
    runs = [asked() for _ in range(1 if quick else 3)]
    summaries = {json.dumps({k: v for k, v in told.items() if k != "elapsed_s"}, sort_keys=True) for _, told in runs}
    if len(summaries) != 1:
        raise SystemExit("two runs with the same seed differ")
    told = runs[0][1]
    common = {"nodes": told["nodes"], "draws": DRAWS, "unit": "s"}
    same = f"{len(runs)} runs, the same bytes; {told['solved']} solved, residual ≤ {told['max_residual']:.0e}"
    whole, inside = profile()
    rest = whole - sum(inside.values())
    parts = sorted(inside.items(), key=lambda part: -part[1])
    return [
        {**common, "what": f"`summitry run {CASE} --seed 1`, warm, from start to end", "threads": 2,
         "figure": min(spent for spent, _ in runs), "reach": "≤ 10", "compared": same},
        {**common, "what": "of it the study, without starting Python and reading the file", "threads": 2,
         "figure": min(t["elapsed_s"]["total"] for _, t in runs), "reach": "≤ 10", "compared": same},
        {**common, "what": "the same study on one core", "threads": 1, "figure": whole},
        *({**common, "what": f"of that: {name}", "threads": 1, "figure": spent} for name, spent in parts),
        {**common, "what": "of that: all else", "threads": 1, "figure": rest},
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(command(rows, __doc__))
