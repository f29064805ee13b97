"""Beliefs after events, in words."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.report.texts import text
from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given, join
from summitry.report.words.rounding import cell, half_up
from summitry.report.words.studies import Part, counted, held, name_of, quantity
from summitry.study.update import Conviction, NumberAfter, UpdateStudy

MOST_NUMBERS = 8
COARSE = 100
"""Effective draws below which a mean of chances may err by five points: half over the root of 100."""


def topics(s: UpdateStudy) -> Iterator[tuple[str, str]]:
    """(party, type) of which beliefs are told: one of two types, else all."""
    for party in s.scenario.parties:
        kinds = [t.name for t in party.types]
        if len(kinds) > 1:
            yield from ((party.name, kind) for kind in (kinds[:1] if len(kinds) == 2 else kinds))


def holders(s: UpdateStudy, about: str) -> list[str]:
    """Who holds something of a party's type: the analyst (empty), then the parties."""
    return [c.holder for c in s.before.convictions if c.about == about]


def holder_name(s: UpdateStudy, holder: str) -> str:
    """What a holder is called at the head of a line."""
    return names.label(s.scenario, holder) if holder else text("update.analyst")


def event_phrase(s: UpdateStudy, k: int) -> Phrase:
    """The k-th event (from 1) as a clause."""
    event = s.moments[k].event
    assert event is not None
    return names.happened(s.scenario, event.text)


def update(s: UpdateStudy) -> tuple[Part, ...]:
    """What follows, who holds what, which numbers moved."""
    together = s.after.together
    count = len(s.moments) - 1
    lead = fill(
        "update.lead",
        events=join([event_phrase(s, k) for k in range(1, count + 1)]),
        all=text("update.this" if count == 1 else "update.both"),
        has="has",
        n=cell(together.mean),
        low=cell(together.low),
        high=cell(together.high),
    )
    lines = tuple(
        fill(
            "update.event",
            event=names.event(after.name).capital(),
            n=cell(after.range.mean),
            low=cell(after.range.low),
            high=cell(after.range.high),
            m=cell(before.range.mean),
        )
        for before, after in zip(s.before.chances, s.after.chances, strict=True)
    )
    parts = [Part(lead, lines, _notes(s))]
    told = tuple(
        _held(s, s.after.conviction(holder, about), kind) for about, kind in topics(s) for holder in holders(s, about)
    )
    if told:
        parts.append(Part(fill("update.types"), told))
    if not s.certain:
        parts.append(_numbers(s))
    return tuple(parts)


def _notes(s: UpdateStudy) -> tuple[Phrase, ...]:
    notes = [counted(s.solved)]
    if s.certain:
        notes.append(fill("update.certain"))
    else:
        notes.append(
            fill("update.effective", draws=f"{s.solved.points - s.solved.unsolved:,}", n=half_up(s.after.effective))
        )
        if s.after.effective < COARSE:
            notes.append(fill("update.coarse", n=COARSE))
    return tuple(note for note in (*notes, held(s.scenario)) if note)


def _held(s: UpdateStudy, c: Conviction, kind: str) -> Phrase:
    learns = own = Phrase()
    if c.holder:
        count = len(s.moments) - 1
        learnt = sum(c.holder in m.seen_by for m in s.moments[1:])
        key = "learns_all" if learnt == count else "learns_some" if learnt else "learns_none"
        learns = fill(f"update.{key}", k=learnt, n=count)
        cells = {mine: cell(types[kind].mean) for mine, types in c.by_own.items()}
        if len(set(cells.values())) > 1:
            items = [fill("update.own_item", type=given(mine), n=n) for mine, n in cells.items()]
            own = fill("update.own", list=join(items))
    after, before = c.types[kind], s.before.conviction(c.holder, c.about).types[kind]
    return fill(
        "update.type",
        who=given(holder_name(s, c.holder)).capital(),
        party=names.party(s.scenario, c.about),
        type=given(kind),
        n=cell(after.mean),
        low=cell(after.low),
        high=cell(after.high),
        m=cell(before.mean),
        learns=learns,
        own=own,
        **{"is": names.is_are(s.scenario, c.about)},
    )


def _numbers(s: UpdateStudy) -> Part:
    moved = [n for n in s.numbers if n.moved]
    if not moved:
        return Part(fill("update.numbers_none"))
    rest = len(moved) - MOST_NUMBERS
    key = "update.numbers_rest_one" if rest == 1 else "update.numbers_rest"
    notes = (fill(key, n=rest),) if rest > 0 else ()
    return Part(fill("update.numbers"), tuple(_number(s, n) for n in moved[:MOST_NUMBERS]), notes)


def _number(s: UpdateStudy, n: NumberAfter) -> Phrase:
    def at(x: float) -> Phrase:
        return quantity(s.scenario, n.path, x)

    return fill(
        "update.number",
        name=name_of(s.scenario, n.path).capital(),
        after=at(n.after.mean),
        low=at(n.after.low),
        high=at(n.after.high),
        before=at(n.before.mean),
        low0=at(n.before.low),
        high0=at(n.before.high),
    )
