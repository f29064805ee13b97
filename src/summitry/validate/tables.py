"""What was validated as a table for a terminal, as JSON, and as the table of the documentation."""

from __future__ import annotations

import io
import math
from textwrap import fill
from typing import Any

from summitry.validate.results import Check, Validation, Value


def validation_json(found: Validation) -> dict[str, Any]:
    """What `summitry validate --json` prints; `found` and `difference` are null where there was no answer.

    >>> summitry.validation_json(summitry.validate(["parabola"]))["passed"]
    4
    """
    return {
        "passed": len(found.checks) - len(found.missed) - len(found.skipped),
        "missed": len(found.missed),
        "not_run": len(found.skipped),
        "seconds": round(sum(check.seconds for check in found.checks), 3),
        "checks": [
            {
                "name": check.result.name,
                "title": check.result.title,
                "what": check.expectation.what,
                "way": check.result.way,
                "expected": _plain(check.expectation.value),
                "found": _plain(check.found),
                "difference": check.difference,
                "within": check.expectation.within,
                "hit": None if check.skipped else check.hit,
                "seconds": round(check.seconds, 6),
                "citation": check.result.citation,
                "where": check.result.where,
                "how": check.result.how,
                "scenario": check.result.scenario or None,
                "trouble": check.trouble or None,
            }
            for check in found.checks
        ],
    }


def _plain(value: Value | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def validation_text(found: Validation, width: int = 80) -> str:
    """A table with expected, found, difference and time, and what missed below it.

    >>> print(summitry.validation_text(summitry.validate(["kuhn-1950"])))  # doctest: +ELLIPSIS
    result ...
    1 of 1 published numbers reproduced...
    """
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, force_terminal=False, highlight=False, markup=False)
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    heads = ("expected", "found", "difference", "time", "")
    rows = [_numbers(check) for check in found.checks]
    widest = [max(len(line) for cells in (heads, *rows) for line in cells[k].split("\n")) for k in range(len(heads))]
    # between columns stand three blanks
    room = max(16, width - sum(widest) - 3 * len(heads))
    table.add_column("result", width=room)
    for name in heads:
        table.add_column(name, justify="right", no_wrap=True)
    shown = ""
    for check, numbers in zip(found.checks, rows, strict=True):
        if check.result.name != shown:
            shown = check.result.name
            table.add_row(fill(f"{shown} ({check.result.way})", room, subsequent_indent="    "))
        what = fill(check.expectation.what, room, initial_indent="  ", subsequent_indent="    ")
        table.add_row(what, *numbers)
    console.print(table)
    missed, total = len(found.missed), len(found.checks) - len(found.skipped)
    time = sum(check.seconds for check in found.checks)
    if total:
        console.print(f"{total - missed} of {total} published numbers reproduced in {time:.1f} s.")
    for why in dict.fromkeys(f"{check.result.name} was {check.trouble}" for check in found.skipped):
        console.print(f"{why}.")
    for check in found.missed:
        why = check.trouble or f"{_digits(check)[1]} instead of {_digits(check)[0]} ({check.result.where})"
        console.print(f"missed: {check.result.name}, {check.expectation.what}: {why}")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _numbers(check: Check) -> tuple[str, ...]:
    """Expected, found, difference, time and whether it missed; several numbers stand below each other."""
    expected, was = (digits.replace(", ", "\n") for digits in _digits(check))
    away = "-" if check.difference is None else f"{check.difference:.1e}"
    seconds = f"{check.seconds:.2f} s" if check.seconds else ""
    return expected, was, away, seconds, "not run" if check.skipped else "" if check.hit else "MISSED"


def validation_markdown(found: Validation) -> str:
    """The table of the documentation: what was found is rounded to the digits that were published.

    >>> summitry.validation_markdown(summitry.validate(["kuhn-1950"])).count("|") > 10
    True
    """
    lines = ["| result | number | published | found | how |", "|---|---|---|---|---|"]
    shown = ""
    for check in found.checks:
        first = check.result.name != shown
        shown = check.result.name
        expected, was = _digits(check)
        was = "needs data" if check.skipped else was
        result = f"**{check.result.title}**. {check.result.citation}" if first else ""
        how = f"{check.result.way}. {check.result.how}" if first else ""
        lines.append(f"| {result} | {check.expectation.what} | {expected} | {was} | {how} |")
    return "\n".join(lines) + "\n"


def _digits(check: Check) -> tuple[str, str]:
    """Both numbers with the digits that were published."""
    within = check.expectation.within
    places = max(0, round(-math.log10(2 * within))) if within else 0

    def text(value: Value | None) -> str:
        if value is None:
            return "-"
        values = value if isinstance(value, tuple) else (value,)
        return ", ".join(f"{x:.{places}f}" for x in values).replace("-0.0,", "0.0,")

    return text(check.expectation.value), text(check.found)
