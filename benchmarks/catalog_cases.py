"""How large each case of the catalog is, and how long 64 draws take: build and solve, without compiling.

`python benchmarks/catalog_cases.py --write` replaces src/summitry/catalog/measured.json, from which `summitry catalog`
takes its figures; a test holds the sizes against the cases.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import time
from pathlib import Path

import summitry

FILE = Path(__file__).parents[1] / "src" / "summitry" / "catalog" / "measured.json"
DRAWS = 64


def measured(name: str) -> dict[str, float]:
    scenario = summitry.load(name)
    begun = time.perf_counter()
    game = summitry.build(scenario)
    built = time.perf_counter() - begun
    # a first solve compiles whatever this tree needs
    summitry.solve(game, DRAWS)
    begun = time.perf_counter()
    solution = summitry.solve(game, DRAWS)
    seconds = built + time.perf_counter() - begun
    print(f"{name}: {game.size.nodes:,} nodes, {seconds:.2f} s, {int(solution.solved.sum())} of {DRAWS} solved")
    return {"nodes": game.size.nodes, "seconds": float(f"{seconds:.2g}")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace measured.json")
    arguments = parser.parse_args()
    cases = {name: measured(name) for name in summitry.catalog.names()}
    on = f"measured on {os.cpu_count()} cores of a {platform.machine()} machine on {datetime.date.today().isoformat()}"
    if arguments.write:
        FILE.write_text(json.dumps({"on": on, "cases": cases}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
