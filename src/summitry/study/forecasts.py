"""Forecasts of a study and of those who stated a chance, as dated records of the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summitry.errors import InputError, Problem
from summitry.evidence import Forecast, Ledger, Row
from summitry.evidence.forecasts import is_date
from summitry.scenario import Scenario
from summitry.scenario import model as m
from summitry.scenario.vocabulary import key_of
from summitry.study.study import Study

MODEL = "model"
"""Who makes the forecasts of a study, unless it is called otherwise."""


def forecasts(
    study: Study,
    *,
    ledger: Ledger | None = None,
    date: str = "",
    resolve_by: str = "",
    who: str = MODEL,
) -> tuple[Forecast, ...]:
    """The chances of markers and outcomes that a study found, then those stated in its scenario and a ledger.

    `date` is when the study's are made, by default the scenario's `as_of`; a stated one has the date of its row, else
    `as_of`. Rows that were rejected are left out; a statement that scenario and ledger both have counts once. Raises
    `InputError` as `forecast_date` does, and where no draw has an answer.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> [f.question for f in summitry.forecasts(study, date="2025-01-01")][0]
    'A threat of sanctions and its audience: a threat'
    """
    made = forecast_date(study.scenario, date, resolve_by)
    if not study.findings.certificate.solved:
        raise InputError([Problem(study.scenario.file, 0, 0, "no draw with an answer", "chances to be forecast")])
    return (*_model(study, made, resolve_by, who), *_stated(study.scenario, ledger, made, resolve_by))


def forecast_date(scenario: Scenario, date: str = "", resolve_by: str = "") -> str:
    """The day on which forecasts of a scenario are made: the one given, else its `as_of`.

    Raises `InputError` where there is none, for what is no day of the calendar, and where the outcome should be known
    before the forecast is made.

    >>> summitry.forecast_date(summitry.load("alaska-2025"), resolve_by="2025-12-31")
    '2025-08-14'
    """
    made = date or scenario.as_of
    given = {"--date": date, "--resolve-by": resolve_by}
    problems = [
        Problem(option, 0, 0, repr(text), "a date such as 2025-08-14")
        for option, text in given.items()
        if text and not is_date(text)
    ]
    if not made:
        problems.append(
            Problem("--date", 0, 0, "no date", "when the forecasts are made", "give --date, or the scenario as_of")
        )
    if not problems and resolve_by and resolve_by < made:
        problems.append(Problem("--resolve-by", 0, 0, repr(resolve_by), f"a day not before {made}, when they are made"))
    if problems:
        raise InputError(problems)
    return made


def question_of(scenario: Scenario, event: str) -> str:
    """What a marker or an outcome of a scenario is called among all questions."""
    return f"{scenario.title}: {event}"


def _model(study: Study, date: str, resolve_by: str, who: str) -> list[Forecast]:
    scenario, f, certificate = study.scenario, study.findings, study.findings.certificate
    source = {
        "scenario": scenario.title,
        "sha256": scenario.sha256,
        "summitry": study.version,
        "seed": study.seed,
        "draws": study.draws,
        "unsolved": certificate.unsolved,
        "settings": dict(sorted(study.settings.items())),
        "fixes": list(scenario.fixes),
    }
    endings = tuple(question_of(scenario, o.name) for o in f.outcomes)
    out = []
    for kind, chances in (("marker", f.markers), ("outcome", f.outcomes)):
        for chance in chances:
            mine: dict[str, Any] = {"kind": kind, **source}
            if certificate.unsolved:
                mine["if_unsolved"] = list(chance.if_unsolved)
            out.append(
                Forecast(
                    question=question_of(scenario, chance.name),
                    who=who,
                    date=date,
                    p=min(max(chance.mean, 0.0), 1.0),
                    range=(max(chance.low, 0.0), min(chance.high, 1.0)),
                    text=_words(scenario, chance.name),
                    among=endings if kind == "outcome" and len(endings) > 1 else (),
                    resolve_by=resolve_by,
                    source={k: v for k, v in mine.items() if v not in ({}, [])},
                )
            )
    return out


def _words(scenario: Scenario, name: str) -> str:
    """The question as it is to be answered: the event, and the condition by which it counts as come about."""
    event = next((e for e in (*scenario.markers, *scenario.outcomes) if e.name == name), None)
    if event is None:
        return name
    if isinstance(event.when, m.Always):
        return f"Does “{name}” come about: none of the other outcomes?"
    first = event in scenario.outcomes and event is not scenario.outcomes[0]
    return f"Does “{name}” come about: {event.text}{', and none of the outcomes before it' if first else ''}?"


def _stated(scenario: Scenario, ledger: Ledger | None, date: str, resolve_by: str) -> list[Forecast]:
    """What was stated: in the scenario, with the words and the day of its rows, then in other rows of the ledger."""
    rows = {row.id: row for row in ledger or () if row.provenance.review != "rejected"}
    names = {said.strip().lower(): row.speaker_name for row in rows.values() for said in _called(row)}
    known = {key_of(e.name): e.name for e in (*scenario.markers, *scenario.outcomes)}
    endings = tuple(question_of(scenario, o.name) for o in scenario.outcomes)
    outcomes = {o.name for o in scenario.outcomes}
    used: set[str] = set()
    out: list[Forecast] = []

    def add(event: str, who: str, when: str, low: float, high: float, source: Mapping[str, Any]) -> None:
        name = known.get(key_of(event), event)
        one = low == high
        out.append(
            Forecast(
                question=question_of(scenario, name),
                who=who,
                date=when,
                p=low if one else None,
                range=None if one else (low, high),
                text=_words(scenario, name),
                among=endings if name in outcomes and len(endings) > 1 else (),
                resolve_by=resolve_by,
                source={k: v for k, v in source.items() if v},
            )
        )

    for stated in scenario.stated:
        mine = [rows[r] for r in stated.ground.rows if r in rows]
        gone = [r for r in stated.ground.rows if ledger is not None and r in ledger and r not in rows]
        if gone and not mine:
            # all its rows were rejected: nobody said so
            continue
        spoken = next((r for r in mine if r.probability is not None), mine[0] if mine else None)
        used |= {r.id for r in mine if r.probability is not None and key_of(r.probability.event) == key_of(stated.of)}
        who = spoken.speaker_name if spoken is not None else names.get(stated.who.strip().lower(), stated.who)
        source = {"stated": True, "rows": [r.id for r in mine], "note": stated.ground.note, "opposite": stated.opposite}
        add(stated.of, who, spoken.date if spoken is not None else date, stated.low, stated.high, source)
    for row in rows.values():
        p = row.probability
        if p is None or row.id in used:
            continue
        low, high = p.range if p.range is not None else (float(p.p or 0.0), float(p.p or 0.0))
        # the words of rows that only a team may see go into no other file
        words = p.stated_event if row.keep == "public" else ""
        reading = p.reading if row.keep == "public" else ""
        source = {"stated": True, "rows": [row.id], "note": reading, "words": words, "scale": p.scale}
        add(p.event or p.stated_event, row.speaker_name, row.date, low, high, source)
    return out


def _called(row: Row) -> tuple[str, ...]:
    """What the speaker of a row is called."""
    return tuple(dict.fromkeys((row.speaker.mention, row.speaker_name)))
