"""Beliefs after events as a JSON object, and their course as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from summitry.report.finite import finite
from summitry.report.text import clean, columns, fit
from summitry.report.words import names
from summitry.report.words import update as words
from summitry.report.words.numbers import number_name
from summitry.report.words.phrase import fill, given
from summitry.report.words.rounding import cell
from summitry.study.findings import Range
from summitry.study.update import Conviction, Moment, UpdateStudy
from summitry.study.weighting import LEAST_EFFECTIVE

MOST_COLUMN = 14
"""Columns of one holder."""


def update_json(s: UpdateStudy) -> dict[str, Any]:
    """What `update --json` prints."""
    return {
        "events": [
            {
                "event": m.event.text,
                "date": m.event.date or None,
                "chance": _range(m.chance),
                "seen_by": list(m.seen_by),
            }
            for m in s.moments
            if m.event is not None
        ],
        "chance": _range(s.after.together),
        "draws": s.draws,
        "seed": s.seed,
        "points": s.solved.points,
        "unsolved": s.solved.unsolved,
        "effective": s.after.effective,
        "least_effective": LEAST_EFFECTIVE,
        "certain": s.certain,
        "settings": dict(sorted(s.settings.items())),
        "fixes": list(s.fixes),
        "types": [
            {
                "holder": c.holder or "analyst",
                "about": c.about,
                "type": kind,
                "before": _range(s.before.conviction(c.holder, c.about).types[kind]),
                "after": _range(c.types[kind]),
                "by_own_type": {own: _range(types[kind]) for own, types in c.by_own.items()},
            }
            for c in s.after.convictions
            for kind in c.types
        ],
        "chances": [
            {
                "kind": a.kind,
                "name": a.name,
                "before": _range(b.range),
                "after": _range(a.range),
                "mc_error": finite(a.error),
            }
            for b, a in zip(s.before.chances, s.after.chances, strict=True)
        ],
        "numbers": [
            {
                "path": n.path,
                "words": number_name(s.scenario, n.path),
                "before": _range(n.before),
                "after": _range(n.after),
                "shift": n.shift,
                "shift_error": finite(n.error),
                "narrowing": n.narrowing,
                "moved": n.moved,
                "rows": list(n.rows),
                "assumptions": list(n.assumptions),
            }
            for n in s.numbers
        ],
        "timeline": [_moment(m) for m in s.moments],
    }  # fmt: skip


def _moment(m: Moment) -> dict[str, Any]:
    return {
        "event": m.event.text if m.event is not None else None,
        "date": m.event.date or None if m.event is not None else None,
        "chance": _range(m.chance),
        "together": _range(m.together),
        "effective": m.effective,
        "types": [_conviction(c) for c in m.convictions],
        "chances": [{"kind": c.kind, "name": c.name, **_range(c.range)} for c in m.chances],
    }


def _conviction(c: Conviction) -> dict[str, Any]:
    return {"holder": c.holder or "analyst", "about": c.about, "types": {k: _range(x) for k, x in c.types.items()}}


def _range(x: Range) -> dict[str, float | None]:
    return {"mean": finite(x.mean), "low": finite(x.low), "high": finite(x.high)}


def update_tables(s: UpdateStudy, width: int = 80) -> Iterator[str]:
    """How beliefs ran: a table for each type of which something is told, and one for markers and outcomes."""
    for about, kind in words.topics(s):
        who = words.holders(s, about)
        heads = [words.holder_name(s, h) for h in who]
        rows = [[cell(m.conviction(h, about).types[kind].mean) for h in who] for m in s.moments]
        about_phrase = names.party(s.scenario, about).capital()
        verb = {"is": names.is_are(s.scenario, about)}
        title = str(fill("update.table", party=about_phrase, type=given(kind), **verb))
        yield from _table(s, title, heads, rows, width)
    heads = [c.name for c in s.before.chances]
    rows = [[cell(c.range.mean) for c in m.chances] for m in s.moments]
    yield from _table(s, str(fill("update.table_events")), heads, rows, width)


def _table(
    s: UpdateStudy, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> Iterator[str]:
    """A table, cut into several side by side where it is too wide."""
    first = [
        clean(str(fill("update.start")) if m.event is None else f"{m.event.date} {m.event.text}".strip())
        for m in s.moments
    ]
    sizes = [min(max(columns(clean(h)), 8), MOST_COLUMN) for h in heads]
    label = max(20, min(max(map(columns, first)), width - sizes[0] - 2))
    label = min(label, max(20, width - sum(size + 2 for size in sizes)))
    start = 0
    while start < len(heads):
        end = start + 1
        while end < len(heads) and label + sum(size + 2 for size in sizes[start : end + 1]) <= width:
            end += 1
        yield ""
        yield clean(title)
        shown = list(zip(sizes[start:end], heads[start:end], strict=True))
        yield " " * label + "".join("  " + _right(clean(h), size) for size, h in shown)
        for name, row in zip(first, rows, strict=True):
            cells = zip(sizes[start:end], row[start:end], strict=True)
            yield (fit(name, label) + "".join("  " + _right(c, size) for size, c in cells)).rstrip()
        start = end


def _right(words_: str, size: int) -> str:
    fitted = fit(words_, size).rstrip()
    return " " * (size - columns(fitted)) + fitted
