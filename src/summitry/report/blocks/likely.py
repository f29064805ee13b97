"""How likely is it, what was said, and how much to trust the basis."""

from __future__ import annotations

import numpy as np

from summitry.report import charts
from summitry.report.blocks.html import Page, both, esc, figure, note, section, show, table, tags
from summitry.report.charts import base
from summitry.report.charts.likely import DOTS, Dots, dots
from summitry.report.ledger import LedgerRow
from summitry.report.texts import text
from summitry.report.words import finding, names
from summitry.report.words.phrase import Phrase, fill, given
from summitry.report.words.rounding import cell, half_up
from summitry.study.findings import Chance, StatedChance


def words_of(row: LedgerRow) -> str:
    """The row's exact words in quotation marks, or its paraphrase without."""
    quote = row.quote
    return f"“{esc(quote)}”" if quote else esc(getattr(row, "paraphrase", ""))


def said(page: Page, stated: StatedChance) -> str:
    """The exact words, what they imply, and of which event."""
    quotes = [page.ledger[r] for r in stated.rows if r in page.ledger]
    words = " ".join(f"<bdi>{esc(r.speaker_name)}</bdi>: <q><bdi>{words_of(r)}</bdi></q>" for r in quotes)
    if not words:
        words = show(fill("likely.unquoted"))
    return note(
        f"<b>{esc(text('likely.said'))}</b> {words}{tags(page, stated.rows)} {show(finding.stated_sentence(stated))} "
        f"{esc(text('likely.apart'))}"
    )


def _title(page: Page, chance: Chance, plot: Dots) -> Phrase:
    key = (
        "figure_even" if abs(plot.left - DOTS / 2) <= 2 else "figure_below" if plot.left > DOTS / 2 else "figure_above"
    )
    if plot.values and plot.values[0] == plot.values[-1]:
        return fill("likely.figure_same")
    out = fill(f"likely.{key}")
    for s in finding.stated_for(page.findings, chance.name)[:1]:
        value = (s.low + s.high) / 2
        above = sum(v >= value for v in plot.values)
        if above <= 0.1 * DOTS:
            out += fill("likely.figure_stated_rare", n=half_up(100 * value))
        elif above >= 0.9 * DOTS:
            out += fill("likely.figure_stated_low", n=half_up(100 * value))
    return out


def plotted(page: Page, proof: bool = True) -> str:
    """The figure of the main event; on a brief without its folded table."""
    s, f = page.study, page.findings
    chance = finding.main_chance(f)
    plot = dots(chance, 40)
    stated = finding.stated_for(f, chance.name)
    uncertain = sum(n.uncertain for n in f.numbers)
    wide, narrow = charts.likely(s), charts.likely(s, base.NARROW)
    alt = ""
    if plot.values:
        alt = str(
            fill(
                "likely.alt",
                low=cell(plot.values[0]),
                high=cell(plot.values[-1]),
                k=plot.left,
                rlow=cell(chance.low),
                rhigh=cell(chance.high),
                mean=cell(chance.mean),
            )
        ) + "".join(str(fill("likely.alt_stated", n=finding.stated_value(x))) for x in stated)
    big = f.certificate.mc_error >= 0.01
    error = fill("likely.error_large", n=cell(chance.mc_error)) if big else fill("likely.error_small")
    remark = (
        fill("likely.note", k=plot.left, numbers=uncertain, error=error) if uncertain else fill("likely.note_plain")
    )
    unit = fill("likely.unit", event=names.event(chance.name), draws=f"{s.draws:,}")
    table_ = _proof(chance, stated, plot) if proof else ""
    return figure(page, _title(page, chance, plot), unit, both(wide, narrow, alt), table_, show(remark), key="likely")


def basis(page: Page, most: int | None = None) -> str:
    """How much to trust the basis, apart from the chance; the first `most` statements."""
    told = finding.basis(page.study, page.ledger)[:most]
    firm = "".join(f"<div><dt>{show(b.head)}</dt><dd>{show(b.body)}</dd></div>" for b in told)
    return f'<dl class="firm wide">{firm}</dl>' if told else ""


def likely(page: Page) -> str:
    """The block on the main event."""
    chance = finding.main_chance(page.findings)
    stated = finding.stated_for(page.findings, chance.name)
    firm = basis(page)
    trust = f'<h3 class="sh">{esc(text("firm.heading"))}</h3>{firm}' if firm else ""
    key = "likely.heading_plural" if names.event_plural(chance.name) else "likely.heading"
    body = "".join(said(page, x) for x in stated) + plotted(page) + trust
    return section("likely", fill(key, event=names.event(chance.name)), finding.likelihood(chance), body)


def _proof(chance: Chance, stated: tuple[StatedChance, ...], plot: Dots) -> str:
    solved = chance.by_draw[~np.isnan(chance.by_draw)]
    low, lower, upper, high = (
        (float(v) for v in np.quantile(solved, [0.05, 0.25, 0.75, 0.95])) if solved.size else [float("nan")] * 4
    )
    heads = ["", *(text(f"page.{k}") for k in ("lowest", "lower", "middle", "upper", "highest", "average"))]
    rows = [[text("page.model"), *(cell(v) for v in (low, lower, chance.median, upper, high, chance.mean))]]
    rows += [[str(fill("page.stated", who=given(x.who))), "", "", finding.stated_value(x), "", "", ""] for x in stated]
    words = ""
    if plot.values:
        low_end, high_end = cell(plot.values[0]), cell(plot.values[-1])
        words = f"<p>{show(fill('likely.text', low=low_end, high=high_end, median=cell(chance.median)))}</p>"
    return words + table(fill("likely.caption", event=names.event(chance.name)), heads, rows)
