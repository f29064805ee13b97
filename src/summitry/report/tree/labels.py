"""What is written at a row: on the branch into it, at the node, behind it, and where one points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from summitry.report.texts import text
from summitry.report.tree.figures import amount, count, probability
from summitry.report.tree.rows import BUNDLE, DECISION, DRAWN, ENDING, Row
from summitry.report.tree.shapes import INK, INK2, SIZE, SMALL, Run
from summitry.report.tree.widths import clean, cut
from summitry.report.words.phrase import fill, given

LABEL, NAME, WHO, ENDED, OWN = 210.0, 120.0, 100.0, 190.0, 60.0
"""Room for a branch's label, for what a node is called, for whose it is, for an ending, for a party at its odds."""
_MOST_NAMED, _MOST_OWN = 2, 4
Pair = tuple[tuple[Run, ...], tuple[Run, ...]]
"""A line above and one below a branch."""


@dataclass(frozen=True)
class Written:
    """The lines of one row."""

    branch: Pair
    """Where the branch begins."""
    node: Pair
    """Before the node."""
    after: tuple[tuple[Run, ...], ...]
    """Behind the node: one line, or two."""
    tip: str


def written(row: Row, players: Sequence[str], paints: Sequence[str]) -> Written:
    """All lines of a row; `players` and `paints` by player."""
    return Written(
        (_label(row), _odds(row, players, paints)), _node(row, players, paints), _after(row, paints), tip(row, players)
    )


def _given(words: str, room: float, paint: str = INK, size: float = SIZE, bold: bool = False) -> tuple[Run, ...]:
    words = cut(clean(words), room, size, bold=bold)
    return (Run(words, paint, bold, True),) if words else ()


def _label(row: Row) -> tuple[Run, ...]:
    if row.parent < 0:
        return ()
    return (Run(row.label, INK2),) if row.kind == BUNDLE else _given(row.label, LABEL)


def _odds(row: Row, players: Sequence[str], paints: Sequence[str]) -> tuple[Run, ...]:
    if row.parent < 0 or math.isnan(row.probability):
        return ()
    out = [Run(probability(row.probability), INK, True)]
    shown = row.own if len(row.own) <= _MOST_OWN else row.own[: _MOST_OWN - 1]
    for p, odds in shown:
        # numbers of players take less room than names
        name = f"{p + 1}:" if len(row.own) > _MOST_NAMED else cut(clean(players[p]), OWN, SIZE)
        out.append(Run(f"{name} {probability(odds)}", paints[p], False, True))
    if len(shown) < len(row.own):
        out.append(Run(str(fill("tree.odds_differ", n=len(row.own) - len(shown))), INK2))
    return tuple(out)


def _values(row: Row, paints: Sequence[str], digits: int = 3) -> tuple[Run, ...]:
    if any(math.isnan(v) for v in row.values):
        return ()
    return tuple(Run(amount(v, digits), paint) for v, paint in zip(row.values, paints, strict=True))


def _node(row: Row, players: Sequence[str], paints: Sequence[str]) -> Pair:
    if row.kind == DRAWN:
        return _given(row.name, NAME, INK2), _values(row, paints)
    if row.kind != DECISION:
        return (), ()
    paint = paints[row.player]
    number = Run(f"{row.player + 1}:{row.number}", paint)
    above = (*_given(players[row.player], WHO, paint, bold=True), number, *_given(row.name, NAME, INK2))
    belief = () if math.isnan(row.belief) else (Run(f"[{probability(row.belief)}]", INK, True),)
    return above, (*_values(row, paints), *belief)


def _after(row: Row, paints: Sequence[str]) -> tuple[tuple[Run, ...], ...]:
    if row.kind == ENDING:
        return ((*_values(row, paints, 4), *_given(row.name, ENDED, INK2, SMALL)),)
    if not row.folded:
        return ()
    key = "tree.below_one" if row.endings == 1 else "tree.below"
    what = Run(str(fill(key, nodes=count(row.nodes), endings=count(row.endings))), INK2)
    reach = () if math.isnan(row.reach) else (Run(str(fill("tree.share", p=probability(row.reach))), INK),)
    # a node says what it is worth itself; a bundle of branches has no other place
    worth = _values(row, paints) if row.kind == BUNDLE else ()
    second = (*worth, *reach)
    return ((what,), second) if second else ((what,),)


def tip(row: Row, players: Sequence[str]) -> str:
    """Everything that is known of a row, a line each."""

    def named(key: str, digits: int) -> str:
        parts = [
            str(fill("tree.tip_value", party=given(clean(player)), x=amount(v, digits)))
            for player, v in zip(players, row.values, strict=True)
        ]
        return str(fill(key, values=", ".join(parts)))

    out = []
    if row.parent >= 0:
        known = not math.isnan(row.probability)
        key = "tree.tip_branch" if known else "tree.tip_branch_bare"
        p = probability(row.probability)
        out.append(str(fill(key, label=given(clean(row.label)), p=p)))
        out += [
            str(fill("tree.tip_own", p=probability(odds), party=given(clean(players[q]))))
            for q, odds in row.own
            if known
        ]
    if row.kind == DECISION:
        who = given(clean(players[row.player]))
        out.append(str(fill("tree.tip_set", player=who, n=f"{row.player + 1}:{row.number}")))
    elif row.kind in (DRAWN, ENDING):
        out.append(text("tree.tip_chance" if row.kind == DRAWN else "tree.tip_ending"))
    out += [clean(words) for words in (row.name, row.about) if clean(words)]
    if not math.isnan(row.reach):
        out.append(str(fill("tree.tip_reach", p=probability(row.reach))))
    if not math.isnan(row.belief):
        out.append(str(fill("tree.tip_belief", p=probability(row.belief), n=count(row.size))))
    if not any(math.isnan(v) for v in row.values):
        out.append(named("tree.tip_payoffs", 6) if row.kind == ENDING else named("tree.tip_values", 4))
    if row.folded:
        key = "tree.below_one" if row.endings == 1 else "tree.below"
        out.append(str(fill(key, nodes=count(row.nodes), endings=count(row.endings))))
    return "\n".join(out)
