"""Title, standfirst, how likely it is, and how much to trust the basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from summitry.report.ledger import LedgerRow, title_of
from summitry.report.texts import text
from summitry.report.words import names
from summitry.report.words.numbers import number_phrase
from summitry.report.words.phrase import Phrase, fill, given, join, plain, row_name, sentences
from summitry.report.words.rounding import (
    bare,
    cell,
    certain,
    count,
    counts_together,
    ends,
    half_up,
    ruled_out,
    span,
    word,
)
from summitry.report.words.studies import points
from summitry.study import Study
from summitry.study.comparison import Comparison, Paired
from summitry.study.findings import Chance, Findings, Lever, StatedChance

ROOM = (0.15, 0.30)
EVIDENCE = (0.60, 0.85)


def main_chance(findings: Findings) -> Chance:
    """The chance of the event that the study is about."""
    return next(c for c in findings.markers + findings.outcomes if c.name == findings.main)


def next_chance(findings: Findings) -> Chance | None:
    """The event named second in the title: the first outcome that is not the main event, ruled-out ones last."""
    main = main_chance(findings)
    others = [c for c in findings.outcomes + findings.markers if c.name != findings.main]
    # the same event under another name tells nothing more
    others = [c for c in others if not np.array_equal(c.by_draw, main.by_draw, equal_nan=True)] or others
    possible = [c for c in others if not ruled_out(c.low, c.mean, c.high)]
    return next(iter(possible or others), None)


def paired(study: Study) -> tuple[str, Paired] | None:
    """What the case beside the study is called, and the paired difference of the main event from it."""
    for x in study.further if study.against is not None else ():
        for p in x.paired if isinstance(x, Comparison) else ():
            if p.name == study.findings.main and p.kind != "value":
                return x.names[0], p
    return None


def _against(study: Study, case: str, found: Paired) -> Phrase:
    """`A second meeting has about 60 chances in 100, 8 more than in “open table”`."""
    first = main_chance(study.findings)
    d = half_up(100 * abs(found.difference.value))
    key = "title_same" if d == 0 else "title_more" if found.difference.value > 0 else "title_less"
    n = bare(first.mean, first.low, first.high)
    return fill(f"compare.{key}", event=names.event(first.name), n=n, d=d, case=given(case)).capital()


def was(mean: float, case: str) -> Phrase:
    """What a chance is in the case beside the study."""
    return Phrase() if mean != mean else fill("compare.was", case=given(case), n=count(mean))


def title(study: Study) -> Phrase:
    """`A second meeting has about 45 chances in 100; a deal, about 15`."""
    beside = paired(study)
    settled = beside is not None and (beside[1].second in (0.0, 1.0))
    if beside is not None and not settled:
        return _against(study, *beside)
    first, second = main_chance(study.findings), next_chance(study.findings)
    if ruled_out(first.low, first.mean, first.high):
        return fill("title.ruled_out", event=names.event(first.name)).capital()
    if certain(first.low, first.mean, first.high):
        return fill("title.certain", event=names.event(first.name)).capital()
    has = "have" if names.event_plural(first.name) else "has"
    out = fill(
        "title.first", event=names.event(first.name), has=has, n=count(first.mean, first.low, first.high)
    ).capital()
    if second is not None and not ruled_out(second.low, second.mean, second.high):
        out += fill("title.next", event=names.event(second.name), n=outcome_count(study.findings, second))
    return out


def outcome_count(findings: Findings, chance: Chance) -> str:
    """The count of an event in a sentence; outcomes are rounded together."""
    for c, n in zip(findings.outcomes, outcome_counts(findings), strict=True):
        if c is chance:
            return n
    return count(chance.mean, chance.low, chance.high)


def outcome_counts(findings: Findings) -> list[str]:
    """The counts of all outcomes, which sum to 100."""
    return counts_together([c.mean for c in findings.outcomes], [(c.low, c.high) for c in findings.outcomes])


def standfirst(study: Study) -> Phrase:
    """What the title leaves out, in at most 65 words."""
    f = study.findings
    first = main_chance(f)
    low, high = ends(first.low, first.high)
    key = "standfirst.room" if first.high - first.low >= ROOM[0] else "standfirst.narrow"
    room = Phrase() if ruled_out(first.low, first.mean, first.high) or low == high else fill(key, low=low, high=high)
    lever = Phrase()
    top = max(first_levers(f), key=lambda v: abs(v.at_high - v.at_low), default=None)
    if top is not None and abs(top.at_high - top.at_low) >= 0.01:
        lever = fill("standfirst.lever", lever=number_phrase(study.scenario, top.path))
    watch = Phrase()
    if f.watch:
        what = names.happened(study.scenario, names.condition(f.watch[0].step, f.watch[0].option))
        watch = fill("standfirst.watch", move=fill("standfirst.whether", what=what))
    beside = paired(study)
    if beside is not None:
        against = fill("compare.stand", case=given(beside[0]), points=points(beside[1].difference))
        return sentences(fill("standfirst.model"), against, lever)
    return sentences(fill("standfirst.model"), room, lever, watch)


def first_levers(findings: Findings) -> tuple[Lever, ...]:
    """Those to be named first: settings of the model, such as how sharply parties choose, only for want of others."""
    settings = {n.path for n in findings.numbers if n.kind == "precision"}
    return tuple(v for v in findings.levers if v.path not in settings) or findings.levers


def likelihood(chance: Chance) -> Phrase:
    """The answering sentence: count, range, the other framing, and a word where one may stand."""
    event = names.event(chance.name)
    verb = names.comes(chance.name)
    if ruled_out(chance.low, chance.mean, chance.high):
        return fill("likely.ruled_out", event=event)
    if certain(chance.low, chance.mean, chance.high):
        return fill("likely.certain", event=event, comes=verb)
    first = fill(
        "likely.sentence",
        event=event,
        comes=verb,
        n=count(chance.mean, chance.low, chance.high),
        range=span(chance.low, chance.high),
    )
    other = fill("likely.happens_not", n=complement(chance.mean, chance.low, chance.high))
    return sentences(first, word(chance.mean, chance.low, chance.high), other)


def complement(mean: float, low: float, high: float) -> str:
    """The count of the cases in which it does not, so that both sum to 100."""
    n = bare(mean, low, high)
    if n.isdigit():
        return str(fill("count.about", n=100 - int(n)))
    return count(1 - mean)


def stated_for(findings: Findings, event: str) -> tuple[StatedChance, ...]:
    """What was said of an event."""
    return tuple(s for s in findings.stated if s.event == event)


def stated_value(stated: StatedChance) -> str:
    """`75` or `70 to 80`."""
    low, high = half_up(100 * stated.low), half_up(100 * stated.high)
    return str(low) if low == high else str(fill("count.to", low=low, high=high))


def stated_sentence(stated: StatedChance) -> Phrase:
    """What somebody's words imply, of which event, and what was left open."""
    first = fill(
        "likely.stated",
        who=given(stated.who).capital(),
        n=stated_value(stated),
        event=names.event(stated.event),
    )
    turned = fill("likely.opposite") if stated.opposite else Phrase()
    note = given(stated.note.strip().rstrip(".")).capital() + plain(".") if stated.note else Phrase()
    return sentences(first, turned, note)


@dataclass(frozen=True)
class Basis:
    """One of the three statements about the basis."""

    head: Phrase
    body: Phrase


def basis(study: Study, ledger: Mapping[str, LedgerRow]) -> tuple[Basis, ...]:
    """Evidence, room for other views, what would move it."""
    f = study.findings
    chance = main_chance(f)
    out: list[Basis] = []
    uncertain = [n for n in f.numbers if n.uncertain]
    spread = sum(n.influence**2 for n in uncertain)
    if uncertain and spread > 0:
        share = sum(n.influence**2 for n in uncertain if n.rows) / spread
        rows = list(dict.fromkeys(r for n in uncertain for r in n.rows))
        sources = {title_of(ledger[r]) for r in rows if r in ledger} - {""}
        one = len(sources) == 1
        level = "thin" if share < EVIDENCE[0] or one else "fair" if share <= EVIDENCE[1] else "good"
        backed = sum(bool(n.rows) for n in uncertain)
        body = (
            fill("firm.no_rows", all=len(uncertain))
            if not backed
            else fill(
                "firm.evidence_text",
                rows=backed,
                all=len(uncertain),
                rest="rests" if backed == 1 else "rest",
                share=half_up(100 * (1 - share), 5),
            )
        )
        out.append(
            Basis(
                fill("firm.evidence", word=text(f"firm.{level}")),
                sentences(body, fill("firm.one_source") if one else Phrase(), _agreement(ledger, rows)),
            )
        )
    width = chance.high - chance.low
    if width > 0:
        level = "narrow" if width < ROOM[0] else "fair" if width <= ROOM[1] else "wide"
        low, high = ends(chance.low, chance.high)
        out.append(Basis(fill("firm.room", word=text(f"firm.{level}")), fill("firm.room_text", low=low, high=high)))
    if f.watch:
        step = f.watch[0].step
        moves = [w for w in f.watch if w.step == step]
        body = sentences(
            *(
                fill("firm.move_text", option=given(w.option), n=count(w.after.mean, w.after.low, w.after.high))
                for w in moves[:3]
            )
        )
        out.append(Basis(fill("firm.move", move=given(step)), body))
    if study.scenario.reference is not None:
        rate = study.scenario.reference.rate
        body = fill("firm.base_text", title=given(rate.title), n=rate.n, total=rate.N)
        out.append(Basis(fill("firm.base", n=cell(rate.rate)), body.capital()))
    out.append(_computed(study))
    return tuple(out)


def _agreement(ledger: Mapping[str, LedgerRow], rows: Sequence[str]) -> Phrase:
    """How many speakers the statements come from, and how many pairs of these contradict each other."""
    known = [ledger[r] for r in rows if r in ledger]
    if len(known) < 2:
        return Phrase()
    speakers = len({r.speaker_name for r in known})
    pairs = {
        frozenset((r.id, other))
        for r in known
        for other in getattr(getattr(r, "links", None), "conflicts_with", ())
        if other in rows
    }
    who = fill("firm.speakers" if speakers > 1 else "firm.speaker", n=speakers)
    key = "conflicts_none" if not pairs else "conflict" if len(pairs) == 1 else "conflicts"
    named = join([join([row_name(r) for r in sorted(pair)]) for pair in sorted(pairs, key=sorted)], "language.comma")
    return sentences(who, fill(f"firm.{key}", n=len(pairs), pairs=named))


def _computed(study: Study) -> Basis:
    """Whether all was solved, and whether there may be other equilibria."""
    c = study.findings.certificate
    head = fill("firm.solved") if not c.unsolved else fill("firm.unsolved", n=f"{c.unsolved:,}", all=f"{c.draws:,}")
    turned = fill("firm.folded", n=f"{c.folded:,}", all=f"{c.draws:,}") if c.folded else fill("firm.folded_none")
    left = fill("firm.left_out") if c.unsolved else Phrase()
    return Basis(head, sentences(left, turned))
