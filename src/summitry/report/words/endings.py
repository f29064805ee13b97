"""How it could end: all outcomes, rounded together."""

from __future__ import annotations

from summitry.report.words import names
from summitry.report.words.finding import outcome_count, outcome_counts
from summitry.report.words.phrase import Phrase, fill, given, join
from summitry.report.words.rounding import count, counts_together, ruled_out
from summitry.study.findings import Chance, Findings

MOST = 5


def lead(findings: Findings) -> Phrase:
    """`Of 100 cases: a deal in about 15, talks without a deal in about 30 and …`."""
    pairs = list(zip(findings.outcomes, outcome_counts(findings), strict=True))
    items = [fill("endings.lead_item", name=given(c.name), n=n) for c, n in pairs if c.mean > 0]
    return fill("endings.lead", list=join(items))


def figure_title(findings: Findings) -> Phrase:
    """What the arrays show: the likeliest ending, or that none stands out."""
    top = max(findings.outcomes, key=lambda c: c.mean)
    if top.mean < 0.5 and not any(ruled_out(c.low, c.mean, c.high) for c in findings.outcomes):
        return fill("endings.none_ruled")
    return fill("endings.top", name=given(top.name), n=outcome_count(findings, top)).capital()


def shown(findings: Findings) -> tuple[tuple[Chance, ...], tuple[Chance, ...]]:
    """The endings with an array of their own, in the order of the file, and those under `other`."""
    if len(findings.outcomes) <= MOST:
        return findings.outcomes, ()
    top = sorted(findings.outcomes, key=lambda c: -c.mean)[: MOST - 1]
    return tuple(c for c in findings.outcomes if c in top), tuple(c for c in findings.outcomes if c not in top)


def given_sentences(findings: Findings) -> tuple[Phrase, ...]:
    """Chances of the outcomes given each marker, a sentence a marker."""
    out = []
    for event in dict.fromkeys(g.event for g in findings.given):
        known = {c.name for c in findings.outcomes}
        rows = [
            g
            for g in findings.given
            if g.event == event and g.outcome in known and g.outcome != event and g.mean >= 0.005
        ]
        shares = counts_together([g.mean for g in rows], [(g.low, g.high) for g in rows])
        whole = 0.99 < sum(g.mean for g in rows) < 1.01  # what is left out is next to nothing
        counts = shares if whole else [count(g.mean, g.low, g.high) for g in rows]
        items = [fill("endings.lead_item", name=given(g.outcome), n=n) for g, n in zip(rows, counts, strict=True)]
        if items:
            out.append(fill("endings.given", event=names.event(event), comes=names.comes(event), list=join(items)))
    return tuple(out)


def markers_sentence(findings: Findings) -> Phrase:
    """The markers beside the endings, but not the main event."""
    rest = [m for m in findings.markers if m.name != findings.main]
    items = [fill("endings.lead_item", name=names.event(m.name), n=count(m.mean, m.low, m.high)) for m in rest]
    return fill("endings.markers", list=join(items)) if items else Phrase()
