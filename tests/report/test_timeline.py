"""The timeline of beliefs: days where every event has one, even steps otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from study.closed import case
from summitry.report.charts.timeline import LEFT, RIGHT, STUB, timeline
from summitry.study.update import UpdateStudy, update

TEXT = """
parties: {a: {types: {strong: {chance: 0.2}, weak: {chance: rest}}}, b: {}}
precision: 4
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - chance: first
        odds: {loud: 0.3, quiet: rest}
        odds given: [{when: a is strong, odds: {loud: 0.9, quiet: rest}}]
      - {chance: second, odds: {high: 0.4, low: rest}}
      - {step: nap, by: b, options: [sleeps, wakes]}
outcomes: {noise: first is loud, calm: otherwise}
"""
SPAN = 780 - LEFT - RIGHT - STUB


def feet(study: UpdateStudy) -> list[tuple[float, str]]:
    """Places along the first panel that are labelled below it."""
    texts = [layer for layer in timeline(study)["vconcat"][0]["layer"] if layer["mark"]["type"] == "text"]
    return [(row["x"], row["text"]) for row in texts[-1]["data"]["values"]]


def made(*events: str, as_of: str = "") -> UpdateStudy:
    return update(replace(case(TEXT), as_of=as_of), list(events))


def test_days_are_drawn_to_scale() -> None:
    found = feet(made("2025-03-03: first is loud", "2025-03-11: second is high", as_of="2025-03-01"))
    assert [text for _, text in found] == ["before", "1", "2"]
    assert [x for x, _ in found] == pytest.approx([LEFT, LEFT + SPAN * 0.2, LEFT + SPAN])


def test_without_all_days_steps_are_even() -> None:
    found = feet(made("2025-03-03: first is loud", "second is high"))
    assert [x for x, _ in found] == pytest.approx([LEFT, LEFT + SPAN / 2, LEFT + SPAN])


def test_events_of_one_day_share_a_mark() -> None:
    found = feet(made("2025-03-03: first is loud", "2025-03-03: second is high", as_of="2025-04-01"))
    assert [text for _, text in found] == ["before", "1, 2"]


def test_beliefs_step_at_events() -> None:
    panel = timeline(made("first is loud"))["vconcat"][0]
    lines = [layer for layer in panel["layer"] if layer["mark"].get("strokeWidth") == 2]
    flat = [r for r in lines[0]["data"]["values"] if r["y"] == r["y2"]]
    # chances of .2 and .18 / .42 on a scale that runs from 160 to 12
    assert [r["y"] for r in flat] == pytest.approx([160 - 148 * 0.2, 160 - 148 * 0.18 / 0.42])
