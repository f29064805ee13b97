"""How could it end: arrays of a hundred dots."""

from __future__ import annotations

from summitry.report.blocks.html import Page, esc, figure, picture, section, show, table, triple
from summitry.report.charts.endings import array
from summitry.report.texts import text
from summitry.report.words import endings as words
from summitry.report.words.finding import outcome_count
from summitry.report.words.phrase import Phrase, fill, given, sentences
from summitry.report.words.rounding import cell, certain, ruled_out, span
from summitry.scenario import Scenario
from summitry.study.findings import Chance, Range


def _one(page: Page, chance: Chance) -> str:
    alt = str(
        fill(
            "endings.alt", name=given(chance.name), mean=cell(chance.mean), low=cell(chance.low), high=cell(chance.high)
        )
    )
    triple_ = chance.low, chance.mean, chance.high
    n = outcome_count(page.findings, chance)
    if ruled_out(*triple_) or certain(*triple_):
        n = text("count.none" if ruled_out(*triple_) else "count.all")
    condition = next((e.text for e in page.study.scenario.outcomes if e.name == chance.name), "") or chance.text
    told = (
        f'<p class="r"><bdi>{esc(condition)}</bdi></p>'
        if condition and condition != "otherwise" and len(condition) < 90
        else ""
    )
    range_ = show(span(chance.low, chance.high).capital()) if chance.high > 0 and chance.low < 1 else ""
    return (
        f'<div><h3>{show(given(chance.name).capital())}</h3><p class="b">{esc(n)} '
        f"<small>{esc(text('endings.in100'))}</small></p>"
        f'{picture(array(chance), alt)}<p class="r">{range_}</p>{told}</div>'
    )


def _base_rate(scenario: Scenario) -> Phrase:
    """How often something of the kind came about in a class of past cases."""
    if scenario.reference is None:
        return Phrase()
    rate = scenario.reference.rate
    if not (rate.period and rate.no_yardstick):
        return fill("endings.base_own", title=given(rate.title), n=rate.n, total=rate.N, source=given(rate.source))
    words = {
        "title": rate.title[:1].lower() + rate.title[1:],
        "period": rate.period.replace("-", "–"),
        "source": rate.source,
        "why": rate.no_yardstick[:1].lower() + rate.no_yardstick[1:],
    }
    return fill("endings.base_known", n=rate.n, total=rate.N, **({k: given(v) for k, v in words.items()}))


def endings(page: Page) -> str:
    """The block of outcomes; markers beside the main event stand in the note."""
    f = page.findings
    top, other = words.shown(f)
    chart = f'<div class="waf">{"".join(_one(page, c) for c in top)}</div>'
    extra = Phrase()
    if other:
        total = sum(c.mean for c in other)
        extra = fill("endings.lead_item", name=fill("endings.other"), n=fill("count.in100", n=cell(total)))
    base_note = _base_rate(page.study.scenario)
    remark = sentences(extra, *words.given_sentences(f), words.markers_sentence(f), base_note)
    rows = [[c.name, *triple(Range(c.mean, c.low, c.high))] for c in f.outcomes + f.markers]
    heads = [text("page.ending"), text("page.low"), text("page.average"), text("page.high")]
    proof = table(fill("endings.caption"), heads, rows)
    body = figure(
        page, words.figure_title(f), fill("endings.unit"), chart, proof, show(remark) if remark else "", key="endings"
    )
    return section("endings", fill("endings.heading"), words.lead(f), body)
