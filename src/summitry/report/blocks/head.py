"""The answer: title, standfirst, four answers with a mini strip each."""

from __future__ import annotations

from summitry.report import before
from summitry.report.blocks.html import Bar, Page, choice_was, diamond, esc, other_name, show, strip
from summitry.report.words import deals as deal_words
from summitry.report.words import finding, levers, names, strategies
from summitry.report.words.phrase import Phrase, fill, given, plain, sentences
from summitry.report.words.rounding import cell, certain, count, number_word, ruled_out, span
from summitry.study.findings import Chance, Lever, Range

ENDS = '<div class="ends" aria-hidden="true"><span>0</span><span>50</span><span>100</span></div>'
LOGO = (
    '<svg viewBox="0 0 26 17" aria-hidden="true"><path d="M1 16 9 3l5 8 3.5-5L25 16" fill="none" stroke="currentColor" '
    'stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/></svg>'
)


def _card(anchor: str, question: Phrase, answer: Phrase, more: Phrase, picture: str) -> str:
    long = " long" if len(str(answer)) > 26 else ""
    return (
        f'<li><p class="q"><a href="#{anchor}">{show(question)}</a></p><p class="a{long}">{show(answer)}</p>'
        f'<p class="t">{show(more)}</p><div class="x">{picture}</div></li>'
    )


def _answer(chance: Chance, n: str) -> Phrase:
    if ruled_out(chance.low, chance.mean, chance.high):
        return fill("count.none_cases").capital()
    if certain(chance.low, chance.mean, chance.high):
        return fill("count.all_cases").capital()
    return fill("count.in100", n=n).capital()


def _chance_card(page: Page, chance: Chance, anchor: str) -> str:
    f = page.findings
    stated = finding.stated_for(f, chance.name)
    said = sentences(
        *(fill("answers.stated_t", who=given(s.who).capital(), n=finding.stated_value(s)) for s in stated[:1])
    )
    after = [g for g in f.given if g.event == f.main and g.outcome == chance.name and chance.name != f.main]
    then = Phrase()
    if after:
        n = count(after[0].mean, after[0].low, after[0].high)
        then = fill("answers.given_t", event=names.event(f.main), comes=names.comes(f.main), n=n)
    key = "answers.likely_q_plural" if names.event_plural(chance.name) else "answers.likely_q"
    alt = f"{chance.name}: {cell(chance.mean)} in 100, from {cell(chance.low)} to {cell(chance.high)}"
    extra = "".join(diamond((s.low + s.high) / 2) for s in stated[:1])
    was = before.chance(page.other, chance.name)
    picture = strip([Bar(Range(chance.mean, chance.low, chance.high), was=was)], alt, over=extra) + ENDS
    settled = ruled_out(chance.low, chance.mean, chance.high) or certain(chance.low, chance.mean, chance.high)
    range_ = Phrase() if settled else fill("answers.likely_t", range=span(chance.low, chance.high)).capital()
    return _card(
        anchor,
        fill(key, event=names.event(chance.name)),
        _answer(chance, finding.outcome_count(f, chance)),
        sentences(range_, said, then, finding.was(was, other_name(page))),
        picture,
    )


def ring_dot(
    lever: Lever,
    domain: tuple[float, float] = (0.0, 1.0),
    alt: str = "",
    kind: str = "g25",
    middle: float | None = None,
    height: int = 30,
) -> str:
    """Ring at the low end of a number, dot at its high end, with the counts at both."""
    lo, hi = domain

    def x(v: float) -> float:
        return round(100 * (min(max(v, lo), hi) - lo) / (hi - lo), 1)

    a, b, mid = x(lever.at_low), x(lever.at_high), height // 2
    line = f'<line x1="{a}%" x2="{b}%" y1="{mid}" y2="{mid}" stroke="var(--ink)" stroke-width="3"/>'
    if middle is not None:
        line = (
            f'<line x1="{x(middle)}%" x2="{x(middle)}%" y1="0" y2="30" stroke="var(--ink2)" stroke-dasharray="2 3"/>'
            + line
        )
    ends = (
        f'<circle class="hol" cx="{a}%" cy="{mid}" r="5.5"/><circle cx="{b}%" cy="{mid}" r="6.5" '
        f'fill="var(--ink)" stroke="var(--paper)"/>'
    )
    labels = ""
    if middle is not None:
        for v, at, left in ((lever.at_low, a, a <= b), (lever.at_high, b, a > b)):
            dx, anchor = (-11, "end") if left else (11, "start")
            labels += (
                f'<svg x="{at}%" y="19"><text x="{dx}" text-anchor="{anchor}" '
                f'style="fill:var(--ink);font-weight:600">{cell(v)}</text></svg>'
            )
    return f'<svg class="s {kind}" height="{height}" role="img" aria-label="{esc(alt)}">{line}{ends}{labels}</svg>'


def _lever_card(page: Page) -> str:
    shown = levers.shown(page.study)[0]
    first = finding.first_levers(page.findings)
    top = [v for v in shown if v in first] or list(shown)
    if not top:
        return ""
    v = top[0]
    more = fill("answers.lever_t", low=cell(v.at_low), high=cell(v.at_high))
    picture = ring_dot(v, alt=str(more), height=24) + ENDS
    return _card("levers", fill("answers.lever_q"), levers.name(page.study, v.path), more, picture)


def _deal_card(page: Page) -> str:
    d = page.findings.deals
    if d is None or not d.deals:
        return ""
    short = deal_words.listed(d)
    good = [x for x in short if x.by_all >= deal_words.MOST_SETS]
    answer = fill("answers.deals_a", k=number_word(len(good)).capitalize(), n=number_word(len(short)))
    best = max(d.deals, key=lambda x: x.by_all)
    more = fill("answers.deals_t" if good else "answers.deals_t_none", deal=given(best.label))
    step = 24 if len(short) <= 8 else 15
    size = 15 if step == 24 else 10
    squares = "".join(
        f'<rect x="{1 + step * k}" y="4" width="{size}" height="{size}" rx="2" '
        + ('fill="var(--ink)"' if x.by_all >= deal_words.MOST_SETS else 'class="hol"')
        + "/>"
        for k, x in enumerate(short[:14])
    )
    picture = f'<svg class="s" height="24" role="img" aria-label="{esc(answer)}">{squares}</svg>'
    return _card("deals", fill("answers.deals_q"), answer, more, picture)


def _why_card(page: Page) -> str:
    every = strategies.rows(page.study)
    if not every or every[0].weight < 0:
        return ""
    row = every[0]
    bars = [Bar(b.range, page.mark(row.party), b.hollow, was=choice_was(page, row, b)) for b in row.bars[:2]]
    picture = strip(bars, str(row.sentence)) + ENDS
    answer = names.act(page.study.scenario, row.step, row.option).capital()
    question = fill("answers.why_q", party=names.party(page.study.scenario, row.party))
    return _card("why", question, answer, row.sentence, picture)


def head(page: Page) -> str:
    """The header of the page."""
    s, c = page.study, page.findings.certificate
    sets = (
        fill("page.sets", n=f"{s.draws:,}")
        if not c.unsolved
        else fill("page.sets_part", n=f"{s.draws:,}", u=c.unsolved)
    )
    bits = [given(s.scenario.title)]
    if s.scenario.as_of:
        bits.append(fill("page.as_of", date=given(s.scenario.as_of)))
    line = Phrase()
    for bit in [*bits, sets]:
        line = line + plain(" · ") + bit if line else bit
    first, second = finding.main_chance(page.findings), finding.next_chance(page.findings)
    cards = [_chance_card(page, first, "likely")]
    if second is not None:
        cards.append(_chance_card(page, second, "endings"))
    cards += [_lever_card(page), _deal_card(page) or _why_card(page)]
    return (
        f'<header class="top"><p class="kicker">{LOGO}<b>Summitry</b><span>{show(line)}</span></p>'
        f'<h1>{show(finding.title(s))}</h1><p class="stand">{show(finding.standfirst(s))}</p>'
        f'<ul class="glance">{"".join(cards)}</ul></header>'
    )
