"""The summary for a terminal: plain text, eighty columns unless told otherwise, no colour."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from summitry.report.texts import text
from summitry.report.words import beliefs, deals, finding, levers, promises, strategies
from summitry.report.words.names import label
from summitry.report.words.phrase import Phrase, fill, given
from summitry.report.words.rounding import cell, ends, tiny
from summitry.study import Study
from summitry.study.findings import Chance

LEAST, MOST_CHOICES, MOST_LEVERS, MOST_DEALS, MOST_ENDINGS = 24, 6, 5, 5, 8
SHORT = 12
"""Columns below which a bar moves to a line of its own."""
BAR, DOT, STATED, EMPTY = "━", "●", "◇", "·"


def clean(words: object) -> str:
    """Text without control or bidirectional marks, so that a scenario cannot drive the terminal."""
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in str(words))


def columns(words: str) -> int:
    """Columns a terminal uses for a text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def fit(words: str, width: int) -> str:
    """Cut or padded to exactly `width` columns."""
    if columns(words) > width:
        while words and columns(words) > width - 1:
            words = words[:-1]
        words += "…"
    return words + " " * (width - columns(words))


def strip(low: float, mean: float, high: float, width: int, stated: float | None = None) -> str:
    """A bar from low to high with a dot at the mean; `◇` is what somebody said."""

    def at(v: float) -> int:
        return min(width - 1, max(0, int(v * width)))

    if mean != mean:
        return EMPTY * width
    out = [EMPTY] * width
    for k in range(at(low), at(high) + 1):
        out[k] = BAR
    if stated is not None:
        out[at(stated)] = STATED
    out[at(mean)] = DOT
    return "".join(out)


def _wrap(words: Phrase | str, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    yield from textwrap.wrap(clean(words), width, initial_indent=first, subsequent_indent=rest) or [""]


def _heading(words: str, width: int) -> list[str]:
    return ["", fit(words, width).rstrip(), "─" * min(width, columns(words))]


def _chances(study: Study, chances: Sequence[Chance], width: int) -> Iterator[str]:
    most = max((columns(clean(c.name)) for c in chances), default=0)
    name = max(8, min(most, width // 3))
    numbers = [f"{cell(c.mean):>7}  {cell(c.low)} to {cell(c.high)}" for c in chances]
    bar = width - name - 2 - max((len(n) for n in numbers), default=0)
    for c, figures in zip(chances, numbers, strict=True):
        said = finding.stated_for(study.findings, c.name)
        at = (said[0].low + said[0].high) / 2 if said else None
        if bar >= SHORT:
            yield f"{fit(clean(c.name), name)} {strip(c.low, c.mean, c.high, bar, at)} {figures}"
        else:
            yield from _wrap(f"{c.name}: {figures.strip()}", width)
            yield strip(c.low, c.mean, c.high, width, at)
        for s in said:
            words = clean(fill("terminal.stated", n=finding.stated_value(s), who=given(s.who)))
            indent = " " * (name + 1 if bar >= SHORT else 0)
            yield from _wrap(f"{STATED} {words}", width, indent, indent + "  ")


def _sentences(items: Sequence[Phrase | str], width: int) -> Iterator[str]:
    for item in items:
        yield from _wrap(item, width, "• ", "  ")


def _believed(study: Study) -> Iterator[str]:
    for topic in beliefs.topics(study)[:2]:
        for p in topic.panels[:5]:
            who, about = label(study.scenario, p.party), label(study.scenario, topic.about)
            first = fill(
                "terminal.believes", party=given(who), about=given(about), type=given(topic.type), n=cell(p.start.mean)
            )
            after = [str(fill("terminal.after", what=a.what, n=cell(a.range.mean))) for a in p.after]
            yield "; ".join([str(first), *after])


def _certificate(study: Study) -> Phrase:
    c = study.findings.certificate
    if c.unsolved:
        chance = finding.main_chance(study.findings)
        low, high = ends(*chance.if_unsolved)
        event = given(chance.name)
        return fill(
            "terminal.unsolved", u=f"{c.unsolved:,}", n=f"{c.draws:,}", event=event, low=low, high=high, seed=study.seed
        )
    fields = {"k": f"{c.solved:,}", "n": f"{c.draws:,}", "share": tiny(c.max_gain), "nodes": f"{c.nodes:,}"}
    return fill("terminal.certificate", seed=study.seed, **fields)


def summary(study: Study, width: int = 80) -> str:
    """The study in a screenful.

    Parameters
    ----------
    study
        What was found.
    width
        Columns of the terminal; at least 24 are used.

    Examples
    --------
    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> max(len(line) for line in summitry.text(study).splitlines()) <= 80
    True
    """
    width = max(LEAST, width)
    f = study.findings
    out = [*_wrap(finding.title(study), width), ""]
    out += _wrap(finding.likelihood(finding.main_chance(f)), width)
    if f.markers:
        out += [*_heading(text("terminal.markers"), width), *_chances(study, f.markers, width)]
    out += [*_heading(text("terminal.outcomes"), width), *_chances(study, f.outcomes[:MOST_ENDINGS], width)]
    top = strategies.shown(study)[0]
    if top:
        chosen = [r for r in strategies.rows(study) if r in top][:MOST_CHOICES]
        out += [
            *_heading(text("terminal.strategies"), width),
            *_sentences([r.sentence for r in top if r in chosen], width),
        ]
    believed = list(_believed(study))
    if believed:
        out += [*_heading(text("terminal.beliefs"), width), *_sentences(believed, width)]
    kept = promises.kept(study)
    if kept:
        out += [*_heading(text("word.heading"), width), *_sentences([k.first for k in kept[:3]], width)]
    moving = levers.shown(study)[0][:MOST_LEVERS]
    if moving:
        lines = [
            fill("terminal.lever", name=levers.name(study, v.path), low=cell(v.at_low), high=cell(v.at_high))
            for v in moving
        ]
        out += [*_heading(text("terminal.levers"), width), *_sentences(lines, width)]
    if f.deals is not None and f.deals.deals:
        packages = [
            fill("terminal.deal", label=given(d.label), n=cell(d.by_all)) for d in deals.listed(f.deals)[:MOST_DEALS]
        ]
        out += [*_heading(text("terminal.deals"), width), *_sentences([deals.lead(study), *packages], width)]
    out += ["", *_wrap(_certificate(study), width)]
    return "\n".join(line.rstrip() for line in out) + "\n"
