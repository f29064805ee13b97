"""Regions: who holds what now, and what changes hands under each plan; on a map where outlines are given."""

from __future__ import annotations

from summitry.report import charts
from summitry.report.blocks.html import Page, esc, fold, numbered, picture, show, table, tags
from summitry.report.texts import text
from summitry.report.words import territory as words
from summitry.report.words.deals import letters
from summitry.report.words.names import label
from summitry.report.words.phrase import Phrase, fill, given, sentences
from summitry.report.words.rounding import cell, plain_number
from summitry.scenario.model import Issue, Scenario

MOST = 8
"""Plans with a map of their own."""


def territory(page: Page) -> str:
    """A part of the block on deals; empty without regions."""
    return "".join(_issue(page, issue) for issue in page.study.scenario.issues if issue.regions)


def _issue(page: Page, issue: Issue) -> str:
    n = page.figure()
    found = page.findings.deals
    marked = letters(found.deals) if found is not None else {}
    still = [o for o in range(len(issue.options)) if not words.passings(issue, o)]
    told = sentences(fill("territory.now_words"), *(words.as_now(page.study, issue, o, marked) for o in still[:MOST]))
    panels = [_panel(page, issue, None, given(text("territory.now")).capital(), told)]
    for o, option in [x for x in enumerate(issue.options) if x[0] not in still][:MOST]:
        told = sentences(words.plan_words(page.study, issue, o), words.packages(page.study, issue, o, marked))
        panels.append(_panel(page, issue, o, given(option).capital(), told))
    drawn = issue.outlines is not None and bool(issue.outlines.drawn)
    unit = fill("territory.unit" if drawn else "territory.unit_words")
    after = f'<p class="fn">{show(fill("territory.endorse"))}</p>' if drawn else ""
    return (
        f'<figure class="wide" data-figure="map-{esc("-".join(issue.name.split()))}"><figcaption>'
        f"{numbered(n)}"
        f'<p class="ft">{show(fill("territory.title", issue=given(issue.name)))}</p><p class="fs">{show(unit)}</p>'
        f'</figcaption><div class="chart maps">{"".join(panels)}</div>{after}'
        f"{fold(fill('page.figure_text', n=n), _table(page, issue))}</figure>"
    )


def _panel(page: Page, issue: Issue, plan: int | None, heading: Phrase, told: Phrase) -> str:
    drawn = issue.outlines is not None and bool(issue.outlines.drawn)
    chart = picture(charts.territory(page.study, issue, plan), f"{heading}. {told}") if drawn else ""
    return f"<div><h3>{show(heading)}</h3><p>{show(told)}</p>{chart}</div>"


def _table(page: Page, issue: Issue) -> str:
    s = page.study.scenario
    heads = [
        text("territory.region"),
        text("territory.area_head"),
        text("territory.people_head"),
        text("territory.now"),
    ]
    rows = []
    for r, region in enumerate(issue.regions):
        sizes = ["–" if x is None else plain_number(x) for x in (region.area, region.people)]
        now = words.held(issue)[r]
        cells = [_held(s, issue, now)] + [
            _held(s, issue, list(plan[r])) if list(plan[r]) != now else text("territory.same") for plan in issue.plans
        ]
        rest = tags(page, region.ground.rows, bool(region.ground.assumptions) or not region.ground.rows)
        rows.append([f"{esc(region.label)}{rest}", *map(esc, sizes), *map(esc, cells)])
    return table(fill("territory.caption"), [*heads, *issue.options], rows, safe=True)


def _held(scenario: Scenario, issue: Issue, shares: list[float]) -> str:
    pairs = sorted(zip(issue.among, shares, strict=True), key=lambda x: -x[1])
    return ", ".join(f"{label(scenario, party)} {cell(share)}" for party, share in pairs if share > 0)
