"""Other studies of the case: levers by their share of the variance, variants, tipping points, stories, a comparison."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from summitry.report.blocks.html import (
    AXIS,
    BAR,
    Bar,
    Page,
    both,
    esc,
    figure,
    fold,
    number_link,
    section,
    show,
    strip,
    table,
)
from summitry.report.charts.base import NARROW, WIDE
from summitry.report.charts.tipping import tip as tip_chart
from summitry.report.redaction import WithheldStudy
from summitry.report.studies import study_parts
from summitry.report.texts import text
from summitry.report.words import names
from summitry.report.words import studies as words
from summitry.report.words.phrase import Phrase, fill, given, quoted, sentences
from summitry.report.words.rounding import cell
from summitry.study.comparison import Comparison
from summitry.study.findings import Range
from summitry.study.lever_study import LeverStudy
from summitry.study.process import ProcessStudy
from summitry.study.stories import StoryStudy
from summitry.study.tipping import TipStudy


def studies(kind: type) -> Callable[[Page], str]:
    """The block of one kind of study; absent where none was run."""

    def block(page: Page) -> str:
        mine = [study for study in page.study.further if type(study) is kind and not _empty(study)]
        gone = sum(isinstance(study, WithheldStudy) and study.kind is kind for study in page.study.further)
        return "".join(_section(page, study, number) for number, study in enumerate(mine)) + "".join(
            _withheld(kind, len(mine) + k) for k in range(gone)
        )

    return block


MOST_SHARES = 8
"""Numbers in the figure of shares; the others stand in its table."""
REACHES = (0.04, 0.1, 0.2, 0.4, 0.6)
"""Ends of an axis of differences."""
ANCHORS: dict[type, str] = {
    LeverStudy: "shares",
    ProcessStudy: "process",
    TipStudy: "tip",
    StoryStudy: "stories",
    Comparison: "compared",
}
HEADINGS: dict[type, str] = {
    LeverStudy: "heading_levers",
    ProcessStudy: "heading_process",
    TipStudy: "heading_tip",
    StoryStudy: "heading_stories",
    Comparison: "heading_compare",
}


def _empty(study: Any) -> bool:
    """Whether there is nothing to tell: a process of which nobody thought of a variant."""
    return isinstance(study, ProcessStudy) and not study.variants and not study.untried


def _withheld(kind: type, number: int) -> str:
    """In place of a study that is about a number that is kept."""
    anchor = ANCHORS[kind] + (f"-{number + 1}" if number else "")
    body = f"<p>{esc(text('page.withheld_study'))} {BAR}</p>"
    return section(anchor, fill(f"studies.{HEADINGS[kind]}"), "", body)


def _section(page: Page, study: Any, number: int) -> str:
    parts = study_parts(study)
    fields = {"case": given(study.names[0])} if isinstance(study, Comparison) else {}
    heading = fill(f"studies.{HEADINGS[type(study)]}", **fields)
    anchor = ANCHORS[type(study)] + (f"-{number + 1}" if number else "")
    body = _figure(page, study)
    for place, part in enumerate(parts):
        body += f"<p>{show(part.lead)}</p>" if place else ""
        folded = isinstance(study, LeverStudy | Comparison) and not place
        body += fold(fill("studies.in_words"), _items(part.points)) if folded else _items(part.points)
        body += f'<p class="fn ns">{show(sentences(*part.notes))}</p>' if part.notes else ""
    return section(anchor, heading, parts[0].lead, body)


def _items(phrases: Iterable[Phrase]) -> str:
    items = "".join(f"<li>{show(phrase)}</li>" for phrase in phrases)
    return f'<ul class="lim">{items}</ul>' if items else ""


def _figure(page: Page, study: Any) -> str:
    if isinstance(study, LeverStudy):
        return _shares(page, study)
    if isinstance(study, ProcessStudy) and study.variants:
        return _process(page, study)
    if isinstance(study, TipStudy) and study.followed:
        return _tip(page, study)
    if isinstance(study, Comparison):
        return _compared(page, study)
    return ""


def _shares(page: Page, s: LeverStudy) -> str:
    shown = [e for e in s.effects if e.total.value >= words.LEAST_TOTAL][:MOST_SHARES]
    if not shown or s.variance <= 0:
        return ""
    chart = _axis(0.0, 1.0)
    for e in shown:
        bars = [Bar(_range(e.first)), Bar(_range(e.total), hollow=True)]
        alt = f"{words.effect_name(s.scenario, e)}: {words.share(e.first)}, {words.share(e.total)}"
        name = number_link(page, e.paths[0]) if len(e.paths) == 1 else show(words.effect_name(s.scenario, e).capital())
        chart += f'<div class="lrow"><p><b>{name}</b></p>{strip(bars, alt)}</div>'
    rows = [
        [str(words.effect_name(s.scenario, e)), str(words.share(e.first)), str(words.share(e.total))] for e in s.effects
    ]
    heads = [text("page.number"), text("studies.alone"), text("studies.with_others")]
    caption = fill("studies.shares_caption", event=names.event(s.of).capital())
    return figure(
        page, fill("studies.shares_title"), fill("studies.shares_unit"), chart, table(caption, heads, rows), long=True
    )


def _process(page: Page, s: ProcessStudy) -> str:
    most = max(max(abs(v.difference.low), abs(v.difference.high)) for v in s.variants)
    reach = next((r for r in REACHES if r >= most), 1.0)
    chart = _axis(-reach, reach)
    middle = '<line x1="50%" x2="50%" y1="0" y2="24" stroke="var(--ink2)" stroke-dasharray="2 3"/>'
    for v in s.variants:
        bar = strip([Bar(_range(v.difference))], str(words.variant_line(s, v)), (-reach, reach), "g25", middle)
        name = f"<b><bdi>{esc(v.variant.name)}</bdi></b>"
        chart += f'<div class="lrow"><p>{name} <bdi>{esc(words.change_of(v))}</bdi></p>{bar}</div>'
    rows = [[v.variant.name, cell(v.mean), *(words.whole_points(x) for x in _triple(v.difference))] for v in s.variants]
    heads = ["", text("page.average"), text("page.low"), text("studies.difference"), text("page.high")]
    caption = fill("studies.process_caption", event=names.event(s.of).capital())
    return figure(
        page,
        fill("studies.process_title"),
        fill("studies.process_unit", event=names.event(s.of)),
        chart,
        table(caption, heads, rows),
        long=True,
        key="process",
    )


def _compared(page: Page, s: Comparison) -> str:
    """Both cases side by side: a ring for the first, a mark with the paired difference for the second."""
    chart = f'<div class="lrow srow h"><p></p>{AXIS}</div>'
    for p in s.paired:
        if p.kind == "value" or math.isnan(p.first):
            continue
        said = words.paired(s, p)
        pair = [Bar(Range(p.second, p.second, p.second), was=p.first)]
        chart += (
            f'<div class="lrow"><p><b>{show(names.event(p.name).capital())}</b>'
            f"{show(words.points(p.difference))}</p>{strip(pair, str(said))}</div>"
        )
    rows = [
        [p.name, cell(p.first), cell(p.second), *(words.whole_points(x) for x in _triple(p.difference))]
        for p in s.paired
        if p.kind != "value"
    ]
    heads = ["", *s.names, text("page.low"), text("studies.difference"), text("page.high")]
    proof = table(fill("studies.compare_caption"), heads, rows)
    unit = fill("studies.compare_unit", first=given(s.names[0]), second=given(s.names[1]))
    return figure(page, words.compare_title(s), unit, chart, proof, long=True, key="compared")


def _triple(x: Any) -> tuple[float, float, float]:
    return x.low, x.value, x.high


def _tip(page: Page, s: TipStudy) -> str:
    lever = quoted(words.name_of(s.scenario, s.lever.path))
    rows = [
        [str(words.quantity(s.scenario, s.lever.path, float(at))), cell(low), cell(mean), cell(high)]
        for at, (mean, low, high) in zip(s.grid, s.curve, strict=True)
    ]
    heads = [text("page.number"), text("page.low"), text("page.average"), text("page.high")]
    alt = " ".join(str(point) for part in words.tip(s) for point in part.points)
    return figure(
        page,
        fill("studies.tip_title", event=names.event(s.of).capital(), lever=lever),
        fill("studies.tip_unit", target=cell(s.target), n=len(s.lines)),
        both(tip_chart(s, WIDE), tip_chart(s, NARROW), alt),
        table(fill("studies.tip_caption", event=names.event(s.of).capital(), lever=lever), heads, rows),
        key="tip",
    )


def _range(x: Any) -> Range:
    return Range(x.value, x.low, x.high)


def _axis(low: float, high: float) -> str:
    """The scale written once above strips, in points."""
    marks = "".join(f"<span>{words.whole_points(low + (high - low) * k / 4)}</span>" for k in range(5))
    return f'<div class="lrow srow h"><p></p><div class="axl" aria-hidden="true">{marks}</div></div>'
