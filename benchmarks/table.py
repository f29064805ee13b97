"""What all benchmark scripts share: rows as plain dictionaries, printed as a table or as JSON.

Each script offers `rows(quick) -> list[dict]`. A row has `what`, `figure` (number or words), `unit`, and where they
apply `nodes`, `parties`, `draws` (or `lanes`), `threads`, `reach` (the figure to reach) and `compared` (how the
answers were compared before anything was timed). Other keys are kept in the JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Row = dict[str, Any]
COLUMNS = ("what", "nodes", "parties", "draws", "threads", "figure", "unit", "reach", "compared")
SLOW = 10.0
"""Seconds after which nothing is repeated."""


def best(call: Callable[[], Any], repeats: int) -> float:
    """Seconds of processor time of the fastest call on one thread, since noise only ever adds; slow ones run once."""
    spent: list[float] = []
    while len(spent) < repeats and sum(spent) < SLOW:
        started = time.process_time()
        call()
        spent.append(time.process_time() - started)
    return min(spent)


def show(rows: Iterable[Row]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    for row in rows:
        cells = {**row, "draws": row.get("draws", row.get("lanes", ""))}
        lines.append("| " + " | ".join(_cell(cells.get(name, "")) for name in COLUMNS) + " |")
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value).replace("|", "\\|")


def main(rows: Callable[[bool], list[Row]], about: str, argv: Sequence[str] | None = None) -> int:
    """The command line of one script."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="smaller batches and shorter limits")
    chosen = parser.parse_args(argv)
    found = rows(chosen.quick)
    print(json.dumps(found, indent=1) if chosen.json else show(found))
    return 0
