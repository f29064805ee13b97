"""Blocks of the report one by one, and the figures of a case that is being moved, for pages that show them singly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from summitry.report.blocks.head import head
from summitry.report.blocks.html import make
from summitry.report.blocks.rests import needed
from summitry.report.blocks.studies import ANCHORS
from summitry.report.charts import likely
from summitry.report.charts.base import NARROW, WIDE
from summitry.report.charts.endings import shades
from summitry.report.finite import finite
from summitry.report.ledger import LedgerRow, by_id
from summitry.report.marks import marks
from summitry.report.page import BLOCKS, style
from summitry.report.studies import AnyStudy
from summitry.report.words import finding
from summitry.report.words.rounding import cell
from summitry.scenario.model import Scenario
from summitry.study import Study
from summitry.study.findings import Chance
from summitry.study.live import Picture


def report_parts(
    study: Study, ledger: Iterable[LedgerRow] | None = None, source_text: str | None = None, command: str = ""
) -> dict[str, str]:
    """The blocks of a study's report as HTML by anchor, in the order of the page; those without numbers are left out.

    All words of a scenario or a ledger in them are escaped.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> list(summitry.report_parts(study))[:3]
    ['head', 'likely', 'endings']
    """
    rows = by_id(ledger)
    shown = frozenset(r for r in needed(study) if r in rows)
    it = make(study, rows, source=source_text or "", command=command, shown=shown)
    parts = {"head": head(it), **{anchor: block(it) for anchor, block in BLOCKS}}
    return {anchor: html for anchor, html in parts.items() if html}


def study_part(study: Study, found: AnyStudy) -> str:
    """The block of the report that shows another study of the case, as HTML; empty where it has none.

    >>> case = summitry.load("sanctions-threat")
    >>> study = summitry.run(case, draws=8, variants=False)
    >>> "figure" in summitry.study_part(study, summitry.tip(case, "audience_cost", draws=8))
    True
    """
    anchor = ANCHORS.get(type(found))
    return dict(BLOCKS)[anchor](make(replace(study, further=(found,)), {})) if anchor else ""


def report_style() -> str:
    """The style sheet of the report: tokens for light, dark and print, then its rules.

    >>> "--ink" in summitry.report_style()
    True
    """
    return style()


def party_marks(scenario: Scenario) -> dict[str, dict[str, str]]:
    """Label, colour token and shape of every party.

    >>> summitry.party_marks(summitry.load("sanctions-threat"))["sender"]["colour"]
    'var(--p1)'
    """
    found = marks(scenario)
    return {
        p.name: {"label": p.label or p.name, "colour": found[p.name].colour, "path": found[p.name].path}
        for p in scenario.parties
    }


def picture_json(picture: Picture) -> dict[str, Any]:
    """A picture of a case that is being moved as plain values: chances with ranges, words, the chart of the main one.

    >>> picture = next(summitry.live(summitry.load("sanctions-threat"), draws=64).pictures({}))
    >>> picture_json = summitry.picture_json(picture)
    >>> picture_json["draws"], picture_json["checked"]
    (64, False)
    """
    study = picture.study
    f = study.findings
    main = finding.main_chance(f)
    known = picture.done > 0
    return {
        "done": picture.done,
        "tried": picture.tried,
        "draws": picture.draws,
        "checked": picture.checked,
        "complete": picture.complete,
        "unsolved": picture.tried - picture.done,
        "statuses": dict(f.certificate.statuses),
        "folded": f.certificate.folded,
        "residual": finite(f.certificate.max_residual),
        "mc_error": finite(f.certificate.mc_error),
        "main": f.main,
        "sentence": str(finding.likelihood(main)) if known else "",
        "title": str(finding.title(study)) if known else "",
        "markers": [_chance(c) for c in f.markers],
        "outcomes": [_chance(c) | {"dots": shades(c)} for c in f.outcomes],
        "given": [asdict(g) for g in f.given],
        "stated": [asdict(s) for s in f.stated],
        "charts": {"wide": likely(study, WIDE), "narrow": likely(study, NARROW)} if known else {},
    }


def _chance(c: Chance) -> dict[str, Any]:
    numbers = {"mean": c.mean, "low": c.low, "high": c.high, "median": c.median}
    return {
        "name": c.name,
        **{k: finite(v) for k, v in numbers.items()},
        "if_unsolved": [finite(x) for x in c.if_unsolved],
        "words": f"{cell(c.mean)} ({cell(c.low)} – {cell(c.high)})",
        "text": c.text,
    }
