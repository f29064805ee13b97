"""What stands above a tree: title, caption, and the key to its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from summitry.report.texts import text
from summitry.report.tree.links import RADIUS
from summitry.report.tree.shapes import INK2, SIZE, Label, Link, Mark, Run, width
from summitry.report.tree.widths import clean, cut, wrap

TITLE, LEADING, MARGIN = 17.0, 17.0, 20.0
_SPACE = 22.0
PLAYER = "player"
_SIGNS = {"chance": 2 * RADIUS, "set": 34.0, "belief": 0.0, "folded": 2 * RADIUS, "payoffs": 0.0, "ends": 0.0}
"""Entries of the key in their order, and how wide the sign before the words is."""


@dataclass
class Header:
    """Lines and marks, and where they end."""

    labels: list[Label] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bottom: float = MARGIN
    right: float = 0.0


def header(
    title: str,
    caption: Sequence[str],
    players: Sequence[str],
    paints: Sequence[str],
    used: frozenset[str],
    wide: float,
) -> Header:
    """Title, caption and key of a picture `wide` pixels wide; `used` names what its key explains beyond the players."""
    out = Header()
    y = MARGIN + TITLE
    out.labels.append(Label(MARGIN, y, (Run(cut(clean(title), wide, TITLE, bold=True), bold=True, given=True),), TITLE))
    y += 6
    for paragraph in caption:
        for line in wrap(clean(paragraph), wide, SIZE):
            y += LEADING
            out.labels.append(Label(MARGIN, y, (Run(line, INK2, given=True),)))
    y += LEADING + 10
    _key(out, players, paints, used, wide, y)
    return out


def _key(
    out: Header, players: Sequence[str], paints: Sequence[str], used: frozenset[str], wide: float, y: float
) -> None:
    """Players and signs side by side, in as many rows as they need; adds them and the bottom to `out`."""
    x = MARGIN
    named = [cut(clean(name), wide - 60, SIZE, bold=True) for name in players]
    entries = [
        *((PLAYER, str(p + 1), Run(name, paints[p], True, True)) for p, name in enumerate(named)),
        *((key, "", Run(text(f"tree.{key}"), INK2)) for key in _SIGNS if key in used),
    ]
    for key, number, run in entries:
        sign = _SIGNS.get(key, 2 * RADIUS)
        need = sign + (6 if sign else 0) + width((run,))
        if x > MARGIN and x + need > MARGIN + wide:
            x, y = MARGIN, y + 24
        if key == PLAYER:
            out.marks.append(Mark("circle", x + RADIUS, y - 4, run.paint, number))
        elif key == "set":
            out.links.append(Link(x, y - 4, x + sign, y - 4, INK2))
        elif key == "chance":
            out.marks.append(Mark("diamond", x + RADIUS, y - 4, INK2))
        elif key == "folded":
            out.marks.append(Mark("fold", x + 2, y - 4, INK2))
        out.labels.append(Label(x + need - width((run,)), y, (run,)))
        x += need + _SPACE
    out.bottom = y + 22
    out.right = max(label.box[2] for label in out.labels)
