"""Forecasts as a JSON object and as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summitry.evidence import Forecast
from summitry.report.text import clean, columns, fit
from summitry.report.words.rounding import cell


def forecasts_json(forecasts: Sequence[Forecast]) -> dict[str, Any]:
    """The object that `summitry forecast --json` prints.

    >>> summitry.forecasts_json([summitry.Forecast(question="rain", who="Ann", p=0.7)])["forecasts"][0]["p"]
    0.7
    """
    return {"forecasts": [{"id": f.id, **f.plain()} for f in forecasts]}


def forecasts_text(forecasts: Sequence[Forecast], width: int = 80) -> str:
    """Forecasts for a terminal: one a line with its id, chance in 100 and who made it, by question.

    >>> print(summitry.forecasts_text([summitry.Forecast(question="rain", who="Ann", p=0.7, given_id="r1")]), end="")
    rain
      r1            70                    Ann
    """
    lines: list[str] = []
    for question in dict.fromkeys(f.question for f in forecasts):
        lines.append(fit(clean(question), width).rstrip())
        for f in forecasts:
            if f.question == question:
                span = f" [{cell(f.range[0])} to {cell(f.range[1])}]" if f.range is not None else ""
                chance = f"{cell(f.p) if f.p is not None else ''}{span}".strip()
                words = clean(" ".join(x for x in (f.who, f.date) if x))
                head = f"  {fit(clean(f.id), 12)}  {chance}"
                gap = " " * max(2, 38 - columns(head))
                lines.append(fit(head + gap + words, width).rstrip())
    return "".join(f"{line}\n" for line in lines)
