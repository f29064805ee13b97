"""A laid-out tree as SVG: one file that needs no style sheet, light or dark as the reader's screen is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from summitry.report.marks import PATHS, TOKENS
from summitry.report.tree.links import RADIUS
from summitry.report.tree.shapes import GAP, PAPER, SIZE, Branch, Label, Layout, Link, Mark, Placed
from summitry.report.tree.widths import clean

FONT = "Inter, 'Noto Sans', 'Segoe UI', Roboto, 'Liberation Sans', Arial, Helvetica, sans-serif"
AUTO, LIGHT, DARK = "auto", "light", "dark"
CLASS = "summitry-tree"


class _Pen:
    """Writes colours of a scheme; `auto` is light with rules for dark screens."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        self.used: set[tuple[str, str]] = set()

    def paint(self, **tokens: str) -> str:
        """Attributes that give `fill` or `stroke` the colour of a token."""
        plain = " ".join(f'{what}="{TOKENS[f"--{token}"][self.scheme == DARK]}"' for what, token in tokens.items())
        if self.scheme != AUTO:
            return plain
        self.used |= set(tokens.items())
        return f'class="{" ".join(f"{what[0]}-{token}" for what, token in tokens.items())}" {plain}'

    def style(self) -> str:
        """The rules for dark screens, as plain as can be: what does not know them shows the light colours."""
        rules = "".join(
            f".{CLASS} .{what[0]}-{token}{{{what}:{TOKENS[f'--{token}'][1]}}}" for what, token in sorted(self.used)
        )
        return f"<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>" if rules else ""


def svg(layout: Layout, scheme: str = AUTO) -> str:
    """The picture as SVG text. `scheme` is `auto`, `light` or `dark`; the latter two use no style at all."""
    pen = _Pen(scheme)
    wide, high = _n(layout.width), _n(layout.height)
    body = [
        f'<rect width="{wide}" height="{high}" {pen.paint(fill=PAPER)}/>',
        *_labels(pen, layout.head),
        *(_link(pen, link) for link in (*layout.key_links, *layout.links)),
        *(_mark(pen, mark) for mark in layout.key),
        *(_placed(pen, placed) for placed in layout.placed),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{CLASS}" role="img" '
        f'aria-labelledby="{CLASS}-title {CLASS}-desc" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'font-family="{FONT}" font-size="{_n(SIZE)}">\n'
        f'<title id="{CLASS}-title">{_text(layout.title)}</title>\n'
        f'<desc id="{CLASS}-desc">{_text(layout.desc)}</desc>\n{pen.style()}\n' + "\n".join(body) + "\n</svg>\n"
    )


def _n(x: float) -> str:
    return f"{x:.1f}".removesuffix(".0")


def _text(words: str) -> str:
    """Words as they may stand in XML, lines kept."""
    return escape("\n".join(clean(line) for line in words.split("\n")))


def _placed(pen: _Pen, it: Placed) -> str:
    parts = [f"<title>{_text(it.tip)}</title>"]
    if it.branch is not None:
        parts.append(_branch(pen, it.branch))
    if it.stub is not None:
        s = it.stub
        parts.append(f'<path d="M{_n(s.x0)} {_n(s.y)}H{_n(s.x1)}" stroke-width="1.4" {pen.paint(stroke=s.paint)}/>')
    parts += [_mark(pen, mark) for mark in it.marks]
    return f"<g>{''.join(parts)}{''.join(_labels(pen, it.labels))}</g>"


def _branch(pen: _Pen, b: Branch) -> str:
    bend = (b.x1 - b.x0) * 0.55
    d = (
        f"M{_n(b.x0)} {_n(b.y0)}C{_n(b.x0 + bend)} {_n(b.y0)} {_n(b.x1 - bend)} {_n(b.y1)} {_n(b.x1)} {_n(b.y1)}"
        f"H{_n(b.x2)}"
    )
    return f'<path d="{d}" fill="none" stroke-width="{_n(b.thick)}" {pen.paint(stroke=b.paint)}/>'


def _link(pen: _Pen, link: Link) -> str:
    start, stop = f"M{_n(link.x0)} {_n(link.y0)}", f"{_n(link.x1)} {_n(link.y1)}"
    half = _n((link.y0 + link.y1) / 2)
    bent = link.x0 != link.x1 and link.y0 != link.y1
    d = f"{start}C{_n(link.x0)} {half} {_n(link.x1)} {half} {stop}" if bent else f"{start}L{stop}"
    line = f'<path d="{d}" fill="none" stroke-width="1.8" stroke-dasharray="5 4" {pen.paint(stroke=link.paint)}/>'
    rings = (f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3.2" {pen.paint(fill=link.paint)}/>' for x, y in link.rings)
    return line + "".join(rings)


def _mark(pen: _Pen, m: Mark) -> str:
    x, y = _n(m.x), _n(m.y)
    if m.kind == "circle":
        size = {1: 11.5, 2: 10.0}.get(len(m.number), 8.0)
        return (
            f'<circle cx="{x}" cy="{y}" r="{_n(RADIUS)}" {pen.paint(fill=m.paint)}/>'
            f'<text x="{x}" y="{_n(m.y + size * 0.36)}" text-anchor="middle" font-size="{_n(size)}" font-weight="700" '
            f"{pen.paint(fill=PAPER)}>{_text(m.number)}</text>"
        )
    if m.kind == "diamond":
        place = f'transform="translate({x} {y}) scale({RADIUS / 1.25:.2f})" d="{PATHS["diamond"]}"'
        return f'<path {place} stroke-width="0.25" {pen.paint(fill=PAPER, stroke=m.paint)}/>'
    if m.kind == "fold":
        return f'<path d="M{x} {y}l13 -8v16z" {pen.paint(fill=m.paint)}/>'
    return f'<path d="M{x} {_n(m.y - 5)}v10" stroke-width="1.6" {pen.paint(stroke=m.paint)}/>'


def _labels(pen: _Pen, labels: Sequence[Label]) -> list[str]:
    """Lines of text on a rim of paper, so that dashed lines pass behind them."""
    if not labels:
        return []
    rim = f'<g stroke-width="3" stroke-linejoin="round" paint-order="stroke" {pen.paint(stroke=PAPER)}>'
    return [rim, *(_label(pen, label) for label in labels), "</g>"]


def _label(pen: _Pen, label: Label) -> str:
    runs = []
    for run in label.runs:
        bold = ' font-weight="600"' if run.bold else ""
        # the direction of somebody else's words ends with them
        own = ' unicode-bidi="plaintext"' if run.given else ""
        runs.append(f"<tspan{bold}{own} {pen.paint(fill=run.paint)}>{_text(run.words)}</tspan>")
    size = f' font-size="{_n(label.size)}"' if label.size != SIZE else ""
    end = ' text-anchor="end"' if label.end else ""
    return f'<text x="{_n(label.x)}" y="{_n(label.y)}"{size}{end}>{GAP.join(runs)}</text>'
