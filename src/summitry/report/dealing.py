"""Which deals all could live with: as a JSON object, and as tables for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from summitry.report.text import clean, columns
from summitry.study.deal_analysis import Attitude, DealAnalysis

MOST_SHOWN = 20
"""Undominated packages on a terminal."""
_NARROWEST, _NUMBER, _ROOM = 12, 9, 36
_GAP = "  "


def deal_json(found: DealAnalysis) -> dict[str, Any]:
    """The object that `summitry deals --json` prints.

    >>> case = summitry.Bargaining(("x",), (("a", "b"),), ("ann", "bo"), ([[3, 0], [1, 2]],), [0, 1])
    >>> answer = summitry.deal_json(summitry.deal_analysis(case))
    >>> answer["packages"], answer["acceptable"], answer["points"]["nash"]
    (2, 1, {'package': {'x': 'b'}, 'utilities': {'ann': 1.0, 'bo': 2.0}})
    """
    misses = [
        {
            "kind": miss.kind,
            "party": miss.party or None,
            "by": miss.by,
            "package": found.words(miss.package),
            "utilities": _by_party(found, miss.utilities.tolist()),
            "payments": _by_party(found, miss.payments.tolist()) if miss.payments.any() else None,
        }
        for miss in found.misses
    ]
    return {
        "packages": found.size,
        "acceptable": found.acceptable,
        "frontier": [_package(found, row) for row in range(len(found.packages))],
        "points": {name: _package(found, row) if row >= 0 else None for name, row in found.points.items()},
        "nearest_miss": misses or None,
        "table": [
            {
                "issue": issue,
                "option": option,
                "parties": {name: vars(found.table[k, o, p]) for p, name in enumerate(found.parties)},
            }
            for k, issue in enumerate(found.issues)
            for o, option in enumerate(found.options[k])
        ],
        "exchange": {name: _exchange(found, row) if row >= 0 else None for name, row in found.points.items()},
        "reserve": _by_party(found, found.reserve.tolist()),
        "notes": list(found.notes),
    }


def _package(found: DealAnalysis, row: int) -> dict[str, Any]:
    return {"package": found.settles(row), "utilities": _by_party(found, found.utilities[row].tolist())}


def _exchange(found: DealAnalysis, row: int) -> dict[str, Any]:
    exchange = found.exchange(row)
    return {
        "gets": _by_party(found, exchange.gets.tolist()),
        "gives_up": _by_party(found, exchange.gives_up.tolist()),
    }


def _by_party(found: DealAnalysis, numbers: Sequence[float]) -> dict[str, float]:
    return dict(zip(found.parties, numbers, strict=True))


def deal_text(found: DealAnalysis, width: int = 80) -> str:
    """What `summitry deals` prints: counts, bargaining points, undominated packages, and how options are taken.

    >>> case = summitry.Bargaining(("x",), (("a", "b"),), ("ann", "bo"), ([[3, 0], [1, 2]],), [0, 1])
    >>> print(summitry.deal_text(summitry.deal_analysis(case)))
    2 packages, 1 of them better than no agreement for all; 2 undominated
    ...
    """
    return "\n".join(_lines(found, width)) + "\n"


def _lines(found: DealAnalysis, width: int) -> Iterator[str]:
    if found.title:
        yield from textwrap.wrap(clean(found.title), width)
        yield ""
    suits = "an unknown number" if found.acceptable is None else f"{found.acceptable:,}"
    yield from textwrap.wrap(
        f"{found.size:,} {_plural('package', found.size)}, {suits} of them better than no agreement for all; "
        f"{len(found.packages):,} undominated",
        width,
    )
    names = [clean(name) for name in found.parties]
    number = max(_NUMBER, min(max(map(columns, names)), 18))
    side = max(len(name) for name in found.points)
    if side + (number + 2) * len(names) + _NARROWEST > width:
        # so many parties leave no room for columns: each has a number instead, told below
        names, number = [f"({p})" for p in range(1, len(names) + 1)], _NUMBER
        yield from textwrap.wrap(
            "parties: " + ", ".join(f"{s} {clean(n)}" for s, n in zip(names, found.parties, strict=True)), width
        )
    heads = [n if columns(n) <= number else n[: number - 1] + "…" for n in names]
    rows = {name: row for name, row in found.points.items() if row >= 0}
    body = [("no agreement", found.reserve.tolist(), "")]
    body += [(name, found.utilities[r].tolist(), _words(found.settles(r))) for name, r in rows.items()]
    yield ""
    yield from _table("point", heads, number, body, width)
    if not rows:
        yield from textwrap.wrap("No package is as good as no agreement for all, so that there is no point.", width)
    if found.acceptable == 0:
        yield from _missing(found, width)
    yield ""
    shown = range(min(MOST_SHOWN, len(found.packages)))
    body = [(f"{r + 1}", found.utilities[r].tolist(), _words(found.settles(r))) for r in shown]
    yield from _table("undominated", heads, number, body, width)
    if len(found.packages) > MOST_SHOWN:
        yield f"… and {len(found.packages) - MOST_SHOWN:,} more; --json lists all"
    yield ""
    yield from _attitudes(found, heads, number, width)


def _missing(found: DealAnalysis, width: int) -> Iterator[str]:
    """What would open an empty zone."""
    yield ""
    if not found.misses:
        text = "No party could open a zone of agreement alone, nor could side payments."
        yield from textwrap.wrap(text, width)
    elif len(found.misses) > 1:
        yield "Any one of these would open a zone of agreement:"
    for miss in found.misses:
        package = _words(found.words(miss.package))
        match miss.kind:
            case "wants less":
                words = f"{clean(miss.party)} would have to want {miss.by:.4g} less: {package}"
            case "red line":
                words = f"{clean(miss.party)} would have to lift its red line: {package}"
            case _:
                paid = ", ".join(
                    f"{clean(name)} {'receives' if x > 0 else 'pays'} {abs(x):.4g}"
                    for name, x in zip(found.parties, miss.payments.tolist(), strict=True)
                    if x
                )
                words = f"side payments, if worths are on one scale ({paid}): {package}"
        yield from textwrap.wrap(words, width, subsequent_indent="  ")


def _table(
    first: str, heads: list[str], number: int, body: list[tuple[str, list[float], str]], width: int
) -> Iterator[str]:
    """Rows with a name and a number for each party; the package beside them, or below where that leaves no room."""
    side = max([len(first), *(len(name) for name, _, _ in body)])
    used = side + (number + len(_GAP)) * len(heads) + len(_GAP)
    room = width - used
    below = room < min(_ROOM, max(columns(words) for _, _, words in body))
    head = list(_cells(first, heads, side, number, width))
    yield from head if below else [f"{head[0]}{_GAP}package"]
    for name, numbers, words in body:
        wrapped = textwrap.wrap(words, width - 4 if below else room) or [""]
        lines = list(_cells(name, [f"{x:.4g}" for x in numbers], side, number, width))
        if below:
            yield from lines
            yield from ("    " + more for more in wrapped if more)
            continue
        yield f"{lines[0]}{_GAP}{wrapped[0]}".rstrip()
        yield from (" " * used + more for more in wrapped[1:])


def _cells(first: str, cells: Sequence[str], side: int, number: int, width: int) -> Iterator[str]:
    """A name and cells of equal width, on as many lines as they need."""
    most = max(1, (width - side) // (number + len(_GAP)))
    for start in range(0, len(cells), most):
        name = first if start == 0 else ""
        yield f"{name:{side}}" + "".join(_GAP + _right(c, number) for c in cells[start : start + most])


def _attitudes(found: DealAnalysis, heads: list[str], number: int, width: int) -> Iterator[str]:
    """Options by party."""
    number = max(number, 12)
    room = max(2 * _NARROWEST, width - (number + len(_GAP)) * len(heads))
    yield from _cells("option", heads, room, number, width)
    for k, issue in enumerate(found.issues):
        for o, option in enumerate(found.options[k]):
            cells = [_attitude(found.table[k, o, p]) for p in range(len(heads))]
            wrapped = textwrap.wrap(f"{clean(issue)}: {clean(option)}", room, subsequent_indent="  ") or [""]
            yield from _cells(wrapped[0], cells, room, number, width)
            yield from wrapped[1:]
    yield ""
    yield from textwrap.wrap(
        "accepts: every package with the option is better than no agreement; refuses: none is; trades: it depends on "
        "the rest. Below 100 %, the commonest of the three over inputs and types.",
        width,
    )


def _attitude(taken: Attitude) -> str:
    words = {"accepts": taken.accepted, "trades": taken.tradeable, "refuses": taken.refused}
    most = max(words, key=lambda word: words[word])
    # a share just below one is not shown as one
    return most if words[most] > 1 - 1e-9 else f"{most} {min(99, round(100 * words[most]))} %"


def _right(words: str, width: int) -> str:
    return " " * (width - columns(words)) + words


def _words(settles: Mapping[str, str]) -> str:
    return ", ".join(f"{clean(issue)} {clean(option)}" for issue, option in settles.items())


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
