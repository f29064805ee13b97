"""What would each party do, and why: sentences with paired strips."""

from __future__ import annotations

from summitry.report.blocks.html import (
    AXIS,
    Bar,
    Page,
    choice_was,
    esc,
    figure,
    fold,
    section,
    show,
    span,
    strip,
    table,
    tags,
    triple,
    who,
)
from summitry.report.texts import text
from summitry.report.words import names, strategies
from summitry.report.words.phrase import fill
from summitry.report.words.strategies import Row


def _row(page: Page, row: Row) -> str:
    mark = page.mark(row.party)
    bars = [Bar(b.range, mark, b.hollow, b.label, choice_was(page, row, b)) for b in row.bars]
    alt = f"{row.option}: " + "; ".join(f"{b.label} {span(b.range)}".strip() for b in row.bars) + " in 100"
    reason = f"<p>{show(row.reason)}{tags(page, row.rows, row.assumed)}</p>" if row.reason else ""
    return f'<div class="srow"><div><p>{show(row.sentence)}</p>{reason}</div>{strip(bars, alt)}</div>'


def _rows(page: Page, rows: tuple[Row, ...]) -> str:
    out, last = [], ("", "")
    for row in rows:
        if (row.party, row.step) != last:
            _, step = strategies.group_title(page.study.scenario, row)
            out.append(f'<div class="grp">{who(page, row.party)} <small>· {show(step)}</small></div>')
            last = (row.party, row.step)
        out.append(_row(page, row))
    return "".join(out)


def _proof(page: Page, rows: tuple[Row, ...]) -> str:
    s, lines = page.study.scenario, []
    for row in rows:
        for x in row.strategies:
            who_ = str(names.typed(s, x.party, x.type)) if x.type else names.label(s, x.party)
            seen = str(names.history(s, x.history, x.party)) or text("why.at_start")
            for option, r in x.options.items():
                lines.append([f"{who_}: {option}", f"{row.step}; {seen}", *triple(r)])
    heads = [text("page.choice"), text("page.when"), text("page.low"), text("page.average"), text("page.high")]
    return table(fill("why.caption"), heads, lines)


def why(page: Page) -> str:
    """The block; absent without choices."""
    top, rest = strategies.shown(page.study)
    if not top:
        return ""
    header = f'<div class="srow h"><p>{esc(text("why.in_words"))}</p>{AXIS}</div>'
    chart = header + _rows(page, top)
    body = figure(
        page, strategies.figure_title(page.study), fill("why.unit"), chart, _proof(page, top), long=True, key="why"
    )
    if rest:
        key = "why.rest_one" if len(rest) == 1 else "why.rest"
        body += f'<div class="wide">{fold(fill(key, n=len(rest)), _rest(page, rest))}</div>'
    return section("why", fill("why.heading"), strategies.lead(page.study), body)


def _rest(page: Page, rest: tuple[Row, ...]) -> str:
    return _proof(page, rest[:40])
