"""How would it run: a flow of a hundred cases over lanes of who sits where."""

from __future__ import annotations

from summitry.report.blocks.html import Bar, Page, esc, figure, section, show, strip, table, who
from summitry.report.charts.base import dodge
from summitry.report.charts.course import LEAST, Layout, body, layout
from summitry.report.texts import text
from summitry.report.words import course as words
from summitry.report.words.names import label
from summitry.report.words.phrase import Phrase, fill, given, join, plain
from summitry.report.words.rounding import cell, signed
from summitry.study.findings import StageFlow

H, MOST_STAGES = 122.0, 6


def _ribbon(x0: float, x1: float, y0: float, y1: float, thick: float) -> str:
    m = (x0 + x1) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{m:.1f} {y0:.1f} {m:.1f} {y1:.1f} {x1:.1f} {y1:.1f}V{y1 + thick:.1f}"
        f"C{m:.1f} {y1 + thick:.1f} {m:.1f} {y0 + thick:.1f} {x0:.1f} {y0 + thick:.1f}z"
    )


def river(page: Page, flow: Layout) -> str:
    """The flow above the lanes; its columns are those of the table."""
    paths, blocks, labels, right = [], [], [], []
    endings = [p for p in flow.places if p.ending]
    for band in flow.bands:
        paths.append(_ribbon(300 * band.x0, 300 * band.x1, H * band.y0, H * band.y1, H * band.thick))
    for p in flow.places:
        if p.ending:
            k = endings.index(p)
            shade = 0.85 - 0.6 * k / max(1, len(endings) - 1)
            blocks.append(
                f'<path fill="var(--ink)" fill-opacity="{shade:.2f}" d="M288 '
                f'{H * p.top:.1f}H300V{H * (p.top + p.height):.1f}H288z"/>'
            )
        else:
            left, edge = body(p, flow.columns, p.column == 0)
            paths.append(
                f"M{300 * left:.1f} {H * p.top:.1f}H{300 * edge:.1f}V{H * (p.top + p.height):.1f}H{300 * left:.1f}z"
            )
            words = f"<b>{cell(p.chance)}</b>" + (" cases" if p.column == 0 else "")
            labels.append(
                f'<span style="left:{100 * left + 2:.1f}%;top:{100 * (p.top + p.height / 2):.1f}%">{words}</span>'
            )
    heights = _spread([p.top + p.height / 2 for p in endings], 0.105)
    for p, y in zip(endings, heights, strict=True):
        right.append(f'<span style="top:{100 * y:.1f}%"><b>{cell(p.chance)}</b> <bdi>{esc(p.name)}</bdi></span>')
    shape = f'<path fill="var(--ink)" fill-opacity=".12" d="{"".join(paths)}"/>{"".join(blocks)}'
    return (
        f'<div class="river" aria-hidden="true"><div class="of">{esc(text("course.cases"))}</div><div class="rv">'
        f'<svg viewBox="0 0 300 {H:g}" preserveAspectRatio="none" '
        f'aria-hidden="true">{shape}</svg>'
        f"{''.join(labels)}</div>"
        f'<div class="re">{"".join(right)}</div></div>'
    )


def _spread(places: list[float], gap: float) -> list[float]:
    return dodge(places, gap, 0.04, 0.96)


def tree(page: Page) -> str:
    """The flow as a nested list, for narrow screens."""
    f = page.findings
    stages = [s.stage for s in f.stages]
    chance = {s.stage: s.chance for s in f.stages}

    def item(value: float, name: Phrase, inner: str = "") -> str:
        below = f"<ol>{inner}</ol>" if inner else ""
        return f'<li style="--v:{100 * value:.0f}"><b>{cell(value)}</b> {show(name)}{below}</li>'

    def walk(k: int) -> str:
        name = stages[k]
        out = [
            item(x.chance, given(x.target))
            for x in f.flows
            if x.source == name and x.target not in stages and x.chance >= LEAST
        ]
        deeper = walk(k + 1) if k + 1 < len(stages) else ""
        return item(chance[name], given(name), deeper + "".join(out))

    return f'<ol class="tree n">{walk(0)}</ol>' if stages else ""


def lanes(page: Page, stages: tuple[StageFlow, ...]) -> str:
    """The table of parties and stages."""
    s, f = page.study.scenario, page.findings
    worth = bool(f.values)
    reach = max((abs(v) for p in s.parties if (r := f.values.get(p.name)) for v in (r.low, r.high)), default=1.0) or 1.0
    seated = [
        p for p in s.parties if any(p.name in st.attend or any(p.name in x.told for x in st.steps) for st in stages)
    ]
    shown = seated if len(s.parties) > 8 else list(s.parties)
    head = f'<th role="columnheader" scope="col"><span class="vh">{esc(text("page.party"))}</span></th>'
    for st in stages:
        agenda = (
            fill("course.agenda", list=join([given(a) for a in st.agenda])) if st.agenda else fill("course.agenda_none")
        )
        head += f'<th scope="col" role="columnheader"><b><bdi>{esc(st.stage)}</bdi></b>{show(agenda)}</th>'
    if worth:
        sub = text("course.worth_sub")
        head += (
            f'<th scope="col" role="columnheader" style="padding-left:12px"><b>'
            f"{esc(text('course.worth'))}</b>{esc(sub)}</th>"
        )
    rows = []
    for p in shown:
        small = show(fill("course.types", list=join([given(t.name) for t in p.types]))) if p.types else ""
        cells = ""
        for st in stages:
            at, what = words.lane(page.study, st, p.name)
            css = "l" + ("" if at else " x") + (" an" if words.announced(st, len(s.parties)) else "")
            cells += (
                f'<td role="cell" class="{css}"><span class="lb" '
                f'aria-hidden="true"><bdi>{esc(st.stage)}</bdi></span>{show(what)}</td>'
            )
        if worth:
            r = f.values.get(p.name)
            name = f"{label(s, p.name)}: {signed(r.mean)}, from {signed(r.low)} to {signed(r.high)}" if r else ""
            bar = strip([Bar(r, page.mark(p.name))], name, (-reach, reach), "g50") if r else ""
            cells += (
                f'<td class="v" role="cell"><span class="lb" '
                f'aria-hidden="true">'
                f"{esc(text('course.worth'))}</span>{bar}</td>"
            )
        rows.append(
            f'<tr role="row" style="--c:{page.mark(p.name).colour}"><th scope="row" '
            f'role="rowheader">{who(page, p.name)}<small>{small}</small></th>{cells}</tr>'
        )
    cols = '<col class="p">' + "<col>" * len(stages) + ('<col class="v">' if worth else "")
    return (
        f'<table class="st" role="table"><caption class="vh">'
        f"{esc(text('course.table_caption'))}</caption><colgroup>{cols}</colgroup>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">'
        f"{''.join(rows)}</tbody></table>"
    )


def _proof(page: Page) -> str:
    rows = []
    for st in page.findings.stages:
        for step in st.steps:
            nobody = "course.announced_step" if step.kind == "announcement" else "course.chance_step"
            by = label(page.study.scenario, step.by) if step.by else text(nobody)
            for option, p in step.options.items():
                rows.append([f"{st.stage}: {step.step}", by, option, cell(p)])
    heads = [text("page.step"), text("page.party"), text("page.result"), text("page.cases")]
    items = [
        plain(f"{cell(x.chance)} ") + fill("course.from_to", source=given(x.source), target=given(x.target))
        for x in page.findings.flows
        if x.chance >= LEAST
    ]
    told = f"<p>{show(fill('course.flow_text', list=join(items)))}</p>" if items else ""
    return told + table(fill("course.flow_caption"), heads, rows)


def course(page: Page) -> str:
    """The block; absent where the case has no stages."""
    f = page.findings
    if not f.stages:
        return ""
    stages = f.stages[:MOST_STAGES]
    complete = len(f.stages) <= MOST_STAGES and bool(f.flows)
    flow = river(page, layout(f)) + tree(page) if complete else ""
    unit = fill("course.unit" if complete else "course.unit_lanes")
    remark = fill("course.note" if f.values else "course.note_plain")
    chart = figure(
        page,
        words.figure_title(page.study),
        unit,
        flow + lanes(page, stages),
        _proof(page),
        show(remark),
        long=True,
        key="course",
    )
    return section("course", fill("course.heading"), words.lead(f), chart)
