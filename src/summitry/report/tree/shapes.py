"""What a picture of a tree is made of: places, lines and texts in pixels, colours by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summitry.report.tree.widths import text_width

SIZE, SMALL = 12.0, 11.0
"""Font sizes."""
GAP = "\u00a0\u00a0"
"""Between the runs of a line."""
INK, INK2, PAPER, RULE, FAINT = "ink", "ink2", "paper", "rule", "faint"
ASCENT, DESCENT = 0.95, 0.27
"""Of a line's box above and below its baseline, in font sizes."""


@dataclass(frozen=True)
class Run:
    """Words of one colour."""

    words: str
    paint: str = INK
    bold: bool = False
    given: bool = False
    """Whether they are somebody else's words, which may run from right to left."""


@dataclass(frozen=True)
class Label:
    """A line of text: runs side by side from `x` (or up to it, if `end`), on the baseline `y`."""

    x: float
    y: float
    runs: tuple[Run, ...]
    size: float = SIZE
    end: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        wide = width(self.runs, self.size)
        left = self.x - wide if self.end else self.x
        return left, self.y - ASCENT * self.size, left + wide, self.y + DESCENT * self.size


def width(runs: Sequence[Run], size: float = SIZE) -> float:
    """Of runs side by side."""
    if not runs:
        return 0.0
    gaps = text_width(GAP, size) * (len(runs) - 1)
    return sum(text_width(r.words, size, bold=r.bold) for r in runs) + gaps


@dataclass(frozen=True)
class Branch:
    """The line into a node: a curve from (`x0`, `y0`) to (`x1`, `y1`), then straight to `x2`."""

    x0: float
    y0: float
    x1: float
    y1: float
    x2: float
    paint: str
    thick: float


@dataclass(frozen=True)
class Mark:
    """What stands at a place: `circle` (with a number), `diamond`, `fold` or `end`."""

    kind: str
    x: float
    y: float
    paint: str = INK
    number: str = ""


@dataclass(frozen=True)
class Stub:
    """A short line from a node to where its branches part."""

    x0: float
    x1: float
    y: float
    paint: str


@dataclass(frozen=True)
class Link:
    """The dashed line that joins nodes of an information set, bent between columns; rings where it meets them."""

    x0: float
    y0: float
    x1: float
    y1: float
    paint: str
    rings: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Placed:
    """All that is drawn for one row, with what is shown where one points at it."""

    x: float
    y: float
    top: float
    bottom: float
    """The band of the picture that belongs to the row and what lies behind it."""
    branch: Branch | None
    stub: Stub | None
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    tip: str


@dataclass(frozen=True)
class Layout:
    """A picture of a tree in pixels."""

    width: float
    height: float
    title: str
    desc: str
    head: tuple[Label, ...]
    key: tuple[Mark, ...]
    key_links: tuple[Link, ...]
    links: tuple[Link, ...]
    placed: tuple[Placed, ...]

    @property
    def labels(self) -> list[Label]:
        """All lines of text."""
        return [*self.head, *(label for p in self.placed for label in p.labels)]
