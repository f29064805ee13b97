"""What would change it: ring and dot for each number, then other modelling choices."""

from __future__ import annotations

from summitry.report.blocks.head import ring_dot
from summitry.report.blocks.html import (
    Bar,
    Page,
    esc,
    figure,
    number_link,
    section,
    show,
    span,
    strip,
    table,
    tags,
    triple,
)
from summitry.report.charts.strips import lever_domain, ticks
from summitry.report.texts import text
from summitry.report.words import levers as words
from summitry.report.words import names
from summitry.report.words.finding import main_chance
from summitry.report.words.phrase import WITHHELD, fill, given, sentences
from summitry.report.words.rounding import cell
from summitry.study.findings import Chance, Lever, Range


def _row(page: Page, lever: Lever, rank: int, domain: tuple[float, float], chance: Chance, room: str) -> str:
    number = words.number_of(page.study, lever.path)
    name = words.name(page.study, lever.path)
    alt = f"{name}: {cell(lever.at_low)} in 100 at its low end, {cell(lever.at_high)} at its high end"
    rows = number.rows if number else ()
    head = f"<b>{rank}. {number_link(page, lever.path)}</b>"
    ground = "" if lever.path == WITHHELD else tags(page, rows, not rows)
    line = f"<p>{head}{show(words.line(page.study, lever))}{ground}</p>"
    return f'<div class="lrow">{line}<div class="{room}">{ring_dot(lever, domain, alt, "", chance.mean)}</div></div>'


def _axis(domain: tuple[float, float], room: str) -> str:
    low, high = domain
    marks = "".join(
        f'<span style="left:{100 * (t - low) / (high - low):.1f}%">{100 * t:.0f}</span>' for t in ticks(low, high)
    )
    return (
        f'<div class="lrow srow h"><p>{esc(text("page.number"))}</p><div class="{room}"><div '
        f'class="axp" aria-hidden="true">{marks}</div></div></div>'
    )


def _tornado(page: Page, chance: Chance) -> str:
    top, rest = words.shown(page.study)
    if not top:
        return ""
    domain = lever_domain([v for item in top for v in (item.at_low, item.at_high)] + [chance.mean])
    # "over 97" stands beside its dot, so the scale ends earlier than beside figures
    room = "lv words" if any(len(cell(e)) > len("100") for v in top for e in (v.at_low, v.at_high)) else "lv"
    chart = _axis(domain, room) + "".join(_row(page, v, k + 1, domain, chance, room) for k, v in enumerate(top))
    heads = [text("page.number"), text("page.low_end"), text("page.high_end"), text("page.correlation")]
    lines = [
        [
            str(words.name(page.study, v.path)),
            cell(v.at_low),
            cell(v.at_high),
            f"{v.correlation.mean:+.2f}".replace("-", "−"),
        ]
        for v in top + rest
    ]
    proof = table(fill("levers.caption", event=names.event(chance.name).capital()), heads, lines)
    remark = show(fill("levers.rest_one" if len(rest) == 1 else "levers.rest", n=len(rest))) if rest else ""
    unit = fill("levers.unit", event=names.event(chance.name))
    return figure(page, words.figure_title(page.study), unit, chart, proof, remark, long=True, key="levers")


def _choices(page: Page, chance: Chance) -> str:
    rows = [(fill("levers.main_row"), Range(chance.mean, chance.low, chance.high))]
    rows += [(words.choice(s), s.chances[chance.name]) for s in page.findings.sensitivities if chance.name in s.chances]
    if len(rows) < 2:
        return ""
    middle = (
        f'<line x1="{100 * chance.mean:.1f}%" x2="{100 * chance.mean:.1f}%" y1="0" y2="24" '
        f'stroke="var(--ink2)" stroke-dasharray="2 3"/>'
    )
    chart = (
        '<div class="lrow srow h"><p></p><div class="axl" aria-hidden="true"><span>0</span>'
        "<span>25</span><span>50</span><span>75</span><span>100</span></div></div>"
    )
    for name, r in rows:
        on_left = r.high > 0.85
        at, dx, anchor = (r.low, -8, "end") if on_left else (r.high, 8, "start")
        value = (
            f'<svg x="{100 * at:.1f}%" y="16"><text x="{dx}" text-anchor="{anchor}" '
            f'style="fill:var(--ink);font-weight:600">{cell(r.mean)}</text></svg>'
        )
        bar = strip([Bar(r)], f"{name}: {span(r)} in 100", over=middle + value)
        chart += f'<div class="lrow"><p><b>{show(name)}</b></p>{bar}</div>'
    names_ = list(dict.fromkeys(e for s in page.findings.sensitivities for e in s.chances))
    lines = [
        [str(words.choice(s)), *(cell(s.chances[e].mean) if e in s.chances else "–" for e in names_)]
        for s in page.findings.sensitivities
    ]
    every = {c.name: c.mean for c in page.findings.outcomes + page.findings.markers}
    lines.insert(0, [text("levers.main_row"), *(cell(every[e]) if e in every else "–" for e in names_)])
    proof = table(fill("levers.other_caption", event=given(", ".join(names_)).capital()), ["", *names_], lines)
    proof += table(
        fill("levers.caption", event=names.event(chance.name).capital()),
        ["", text("page.low"), text("page.average"), text("page.high")],
        [[str(n), *triple(r)] for n, r in rows],
    )
    unit = fill("levers.other_unit", event=names.event(chance.name))
    return figure(page, fill("levers.other_title"), unit, chart, proof, _tried(page), long=True)


def _tried(page: Page) -> str:
    """On how many input sets other choices were tried, and how many of these have no answer."""
    others = page.findings.sensitivities
    notes = [fill("levers.other_tried", n=max(s.draws for s in others))]
    notes += [
        fill("levers.other_unsolved", choice=words.choice(s), k=s.solved, n=s.draws)
        for s in others
        if s.solved < s.draws
    ]
    return show(sentences(*notes))


def levers(page: Page) -> str:
    """The block; absent where nothing was varied."""
    chance = main_chance(page.findings)
    body = _tornado(page, chance) + _choices(page, chance)
    return section("levers", fill("levers.heading"), words.lead(page.study), body) if body else ""
