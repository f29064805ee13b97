"""Whose word is believed, and what should one watch."""

from __future__ import annotations

from summitry.report import before
from summitry.report.blocks.html import AXIS, Bar, Page, esc, figure, section, show, span, strip, table, triple
from summitry.report.marks import INK
from summitry.report.texts import text
from summitry.report.words import levers, names, promises
from summitry.report.words.finding import main_chance
from summitry.report.words.phrase import fill
from summitry.report.words.rounding import cell, count
from summitry.study.findings import Range

MOST_MOVES = 5


def word(page: Page) -> str:
    """Threats and promises; absent where none is ever due."""
    kept = promises.kept(page.study)
    if not kept:
        return ""
    s, rows, lines = page.study.scenario, [], []
    for item in kept[: promises.MOST]:
        w = item.word
        bars = [
            Bar(
                r,
                page.mark(t),
                False,
                names.label(s, t),
                before.word(page.other, w.name, t),
            )
            for t, r in list(w.believed.items())[:3]
        ]
        bars.append(Bar(w.carried_out, INK, False, text("word.model_label"), before.word(page.other, w.name)))
        alt = f"{w.name}: " + "; ".join(f"{b.label} {span(b.range)}" for b in bars) + " in 100"
        rows.append(f'<div class="srow"><p>{show(item.sentence)}</p>{strip(bars, alt)}</div>')
    for item in kept:
        lines.append([f"{item.word.name}: {text('word.model_label')}", *triple(item.word.carried_out)])
        for t, r in item.word.believed.items():
            lines.append(
                [
                    (
                        f"{item.word.name}: "
                        f"{fill('word.target_label', target=names.label(s, t), believes=_believe(page, t))}"
                    ),
                    *triple(r),
                ]
            )
    header = f'<div class="srow h"><p>{esc(text("why.in_words"))}</p>{AXIS}</div>'
    proof = table(fill("word.caption"), ["", text("page.low"), text("page.average"), text("page.high")], lines)
    chart = figure(
        page, promises.figure_title(kept[0]), fill("word.unit"), header + "".join(rows), proof, long=True, key="word"
    )
    return section("word", fill("word.heading"), kept[0].first, chart)


def _believe(page: Page, party: str) -> str:
    return "believe" if names.plural(page.study.scenario, party) else "believes"


def watch(page: Page) -> str:
    """Observable moves and what each would mean; absent where the study has none."""
    moves = page.findings.watch[:MOST_MOVES]
    if not moves:
        return ""
    s, chance = page.study.scenario, main_chance(page.findings)
    sentences = levers.watch_sentences(page.study)
    rows = []
    for w, words in zip(moves, sentences, strict=False):
        now = (
            f'<line x1="{100 * chance.mean:.1f}%" x2="{100 * chance.mean:.1f}%" y1="0" y2="24" '
            f'stroke="var(--ink)" stroke-width="2"/>'
        )
        join_ = (
            f'<line x1="{100 * chance.mean:.1f}%" x2="{100 * w.after.mean:.1f}%" y1="12" y2="12" '
            f'stroke="var(--ink)" stroke-width="1.5"/>'
        )
        # beside the bar, on the side that has room for it
        right = w.after.high < 0.88 and (w.after.mean >= chance.mean or w.after.low < 0.12)
        # on the side of the present chance, beyond it: the line between the two lies before
        far = (chance.mean,) if right == (w.after.mean < chance.mean) else ()
        at, dx, anchor = (max((w.after.high, *far)), 8, "start") if right else (min((w.after.low, *far)), -8, "end")
        label = (
            f'<svg x="{100 * at:.1f}%" y="16"><text x="{dx}" text-anchor="{anchor}" '
            f'style="fill:var(--ink);font-weight:600">{cell(w.after.mean)}</text></svg>'
        )
        alt = f"{w.option}: {span(w.after)} in 100, against {cell(chance.mean)} now"
        bar = strip(
            [Bar(Range(w.after.mean, w.after.low, w.after.high), was=before.after(page.other, w.step, w.option))],
            alt,
            over=now + join_ + label,
        )
        rows.append(f'<div class="srow"><p>{show(words)}</p>{bar}</div>')
    heads = [text("page.move"), text("page.low"), text("page.average"), text("page.high")]
    event = names.event(chance.name)
    lines = [[f"{w.step}: {w.option}", *triple(w.after)] for w in page.findings.watch]
    proof = table(fill("watch.caption", event=event), heads, lines)
    header = f'<div class="srow h"><p>{esc(text("why.in_words"))}</p>{AXIS}</div>'
    chart = figure(page, fill("watch.title"), fill("watch.unit", event=event), header + "".join(rows), proof, long=True)
    first = moves[0]
    lead = fill(
        "watch.lead",
        move=names.happened(s, names.condition(first.step, first.option)).capital(),
        event=event,
        n=count(first.after.mean, first.after.low, first.after.high),
        m=count(chance.mean, chance.low, chance.high),
    )
    return section("watch", fill("watch.heading"), lead, chart)
