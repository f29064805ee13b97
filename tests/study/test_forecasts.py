"""The model's forecasts and the stated ones: dated, told apart, each statement once."""

from __future__ import annotations

from typing import Any

import pytest

from study.closed import case
from summitry.errors import InputError
from summitry.evidence import Document, Ledger, Position, Probability, Provenance, Quotation, Row, Speaker, Target
from summitry.study.forecasts import forecasts
from summitry.study.run import run
from summitry.study.study import Study

TALKS = """
as_of: 2025-08-14
parties: {a: {}}
numbers: {theta: 0.2 to 0.8}
stages:
  - stage: hall
    attend: [a]
    steps:
      - {chance: coin, odds: {heads: theta, tails: rest}}
      - {step: nap, by: a, options: [sleeps, wakes]}
markers: {win: coin is heads}
outcomes: {asleep: nap is sleeps, awake: otherwise}
stated:
  - {who: Ann, of: win, p: 0.25, not: true, because: s1, note: why}
  - {who: Young, of: asleep, p: [0.4, 0.6]}
"""


def row(name: str, speaker: str, event: str, **more: Any) -> Row:
    words = "quoted"
    return Row(
        id=name,
        document=Document(id="d", sha256="0" * 64, title="t", date="2025-08-10"),
        target=Target(
            source="urn:d",
            selector=(
                Position(type="TextPositionSelector", start=0, end=len(words)),
                Quotation(type="TextQuoteSelector", exact=words),
            ),
        ),
        speaker=Speaker(mention=speaker.split()[-1], name=speaker),
        mode="direct",
        kind=("probability",),
        probability=Probability(stated_event="it", stated_p=0.75, event=event, p=0.75, basis="numeric"),
        **({"provenance": Provenance(how="by hand", review="accepted")} | more),
    )


@pytest.fixture(scope="module")
def study() -> Study:
    text = TALKS.replace("because: s1", "because: {assumption: none}")
    return run(case(text), draws=16, variants=False)


@pytest.fixture(scope="module")
def cited() -> Study:
    from dataclasses import replace

    from summitry.formats.scenario_yaml import read

    scenario = read(f"summitry: 1\ntitle: A test\n{TALKS}".encode(), "case.yaml", rows=["s1"])
    return replace(
        run(case(TALKS.replace("because: s1", "because: {assumption: x}")), draws=16, variants=False), scenario=scenario
    )


def test_the_model_names_all_that_repeats_it(study: Study) -> None:
    win, asleep, awake = (f for f in forecasts(study) if f.who == "model")
    assert win.question == "A test: win"
    assert win.date == "2025-08-14"
    assert win.p == pytest.approx(0.5, abs=0.02)
    assert win.range is not None
    assert win.range[0] < 0.3 < 0.7 < win.range[1]
    assert win.text == "Does “win” come about: coin is heads?"
    assert {k: win.source[k] for k in ("seed", "draws", "unsolved", "kind")} == {
        "seed": 0,
        "draws": 16,
        "unsolved": 0,
        "kind": "marker",
    }
    assert win.source["sha256"] == study.scenario.sha256
    assert win.source["summitry"] == study.version
    assert win.among == ()
    assert asleep.among == awake.among == ("A test: asleep", "A test: awake")
    assert asleep.p is not None
    assert awake.p == pytest.approx(1 - asleep.p)


def test_a_statement_counts_once_with_its_row(cited: Study) -> None:
    ledger = Ledger((row("s1", "Ann Smith", "win"), row("s2", "Bo Lee", "Win"), row("s3", "Cy Young", "snow")))
    said = [f for f in forecasts(cited, ledger=ledger, date="2025-09-01", resolve_by="2025-12-31") if f.who != "model"]
    assert [(f.who, f.question, f.date, f.p, f.range) for f in said] == [
        ("Ann Smith", "A test: win", "2025-08-10", 0.75, None),
        ("Cy Young", "A test: asleep", "2025-09-01", None, (0.4, 0.6)),
        ("Bo Lee", "A test: win", "2025-08-10", 0.75, None),
        ("Cy Young", "A test: snow", "2025-08-10", 0.75, None),
    ]
    # a statement without a row is by whom the ledger names so in full
    assert said[0].source["rows"] == ["s1"]
    assert said[0].source["opposite"] is True
    assert {f.resolve_by for f in said} == {"2025-12-31"}


def test_rows_that_were_rejected_are_left_out(cited: Study) -> None:
    rejected = Provenance(how="rules", review="rejected")
    ledger = Ledger((row("s1", "Ann Smith", "win", provenance=rejected), row("s2", "Bo Lee", "win", keep="team")))
    said = [f for f in forecasts(cited, ledger=ledger) if f.who != "model"]
    assert [f.who for f in said] == ["Young", "Bo Lee"]
    # who may see a row is kept to
    assert said[1].source == {"stated": True, "rows": ["s2"]}


def test_without_a_ledger_the_scenario_speaks(study: Study) -> None:
    assert [(f.who, f.p, f.date) for f in forecasts(study) if f.who != "model"] == [
        ("Ann", 0.75, "2025-08-14"),
        ("Young", None, "2025-08-14"),
    ]


def test_a_date_is_needed() -> None:
    undated = run(
        case(TALKS.replace("as_of: 2025-08-14", "").replace("s1", "{assumption: x}")), draws=8, variants=False
    )
    with pytest.raises(InputError, match="--date"):
        forecasts(undated)
    assert {f.date for f in forecasts(undated, date="2025-01-01")} == {"2025-01-01"}


def test_the_same_run_says_the_same(study: Study) -> None:
    again = run(study.scenario, draws=16, variants=False, workers=1)
    assert [f.content for f in forecasts(again)] == [f.content for f in forecasts(study)]
    other = run(study.scenario, draws=16, seed=1, variants=False)
    assert forecasts(other)[0].content != forecasts(study)[0].content
