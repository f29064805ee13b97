"""HTML by hand: escaping, phrases, strips, tables, tags. Everything that is not ours passes through `esc`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from summitry.report import before
from summitry.report.before import NOWHERE
from summitry.report.charts.base import TONE, Spec
from summitry.report.charts.render import svg as rendered
from summitry.report.ledger import LedgerRow
from summitry.report.marks import INK, Mark, marks
from summitry.report.texts import text
from summitry.report.words.names import label
from summitry.report.words.numbers import number_title
from summitry.report.words.phrase import WITHHELD, Phrase, fill, given
from summitry.report.words.rounding import cell
from summitry.report.words.strategies import Bar as ChoiceBar
from summitry.report.words.strategies import Row
from summitry.study import Study
from summitry.study.comparison import Comparison
from summitry.study.findings import Findings, Range

R = 5.6
"""Radius of a mark on a strip."""


BAR = '<span class="wh">{}</span>'.format(escape(text("page.withheld")))
"""In place of what is kept to those who work on the case; its number on a page is that of the places."""


def esc(words: object) -> str:
    """Text made safe for element content and quoted attributes; control characters that HTML forbids are dropped."""
    return escape("".join(c for c in str(words) if c in "\t\n" or (ord(c) >= 32 and ord(c) != 127)), quote=True)


def show(words: Phrase | str) -> str:
    """A phrase as HTML: what was given is isolated (`<bdi>`) and escaped."""
    if isinstance(words, str):
        return esc(words)
    return "".join(BAR if p.withheld else f"<bdi>{esc(p.text)}</bdi>" if p.given else esc(p.text) for p in words.pieces)


@dataclass(frozen=True)
class Page:
    """What every block needs: the study, its ledger by id, the marks of parties, and which rows are shown."""

    study: Study
    ledger: Mapping[str, LedgerRow]
    marks: Mapping[str, Mark]
    shown: frozenset[str] = frozenset()
    """Ids of rows that stand on the page, to which tags may link."""
    source: str = ""
    command: str = ""
    hidden: frozenset[str] = frozenset()
    """Ids of rows that are kept to those who work on the case."""
    beside: frozenset[str] = frozenset()
    """Names of the files that lie beside the page."""
    counter: list[int] = field(default_factory=lambda: [0])

    @property
    def other(self) -> Study | None:
        """The case whose marks stand beside those of the study."""
        return self.study.against

    @property
    def findings(self) -> Findings:
        """What the study found."""
        return self.study.findings

    def mark(self, party: str) -> Mark:
        """The mark of a party; ink for anybody else."""
        return self.marks.get(party, INK)

    def anchor(self, row: str) -> str:
        """The id of a row on the page, free of anything a row id may hold."""
        return f"row-{_slug(row)}"

    def number_anchor(self, path: str) -> str:
        """The id of a number on the page; empty where the page does not list it."""
        return f"num-{_slug(path)}" if any(n.path == path for n in self.findings.numbers) else ""

    def figure(self) -> int:
        """The number of the next figure."""
        self.counter[0] += 1
        return self.counter[0]


def make(
    study: Study,
    ledger: Mapping[str, LedgerRow],
    *,
    source: str = "",
    command: str = "",
    shown: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(),
    beside: frozenset[str] = frozenset(),
) -> Page:
    """A page to be filled."""
    return Page(study, ledger, marks(study.scenario), shown, source, command, hidden, beside)


def _slug(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}" for c in name)


# ---------------------------------------------------------------- small parts


def shape(mark: Mark, hollow: bool = False, size: float = R) -> str:
    """A mark about the origin; hollow for the other type."""
    paint = f'fill="var(--paper)" stroke="{mark.colour}"' if hollow else f'fill="{mark.colour}" stroke="var(--paper)"'
    width = (2 if hollow else 1) / size
    return f'<path transform="scale({size})" d="{mark.path}" {paint} stroke-width="{width:.2f}"/>'


def who(page: Page, party: str) -> str:
    """A party's mark and label."""
    mark = page.mark(party)
    return (
        f'<span class="pn" style="color:{mark.colour}">'
        f'<svg viewBox="-7 -7 14 14" aria-hidden="true">{shape(mark)}</svg>'
        f"<bdi>{esc(label(page.study.scenario, party))}</bdi></span>"
    )


def tags(page: Page, rows: Iterable[str], assumed: bool = False) -> str:
    """Links to the rows something rests on, or `assumed`."""
    out = []
    for row in dict.fromkeys(WITHHELD if r in page.hidden else r for r in rows):
        if row == WITHHELD:
            out.append(BAR)
            continue
        name = f"<bdi>{esc(row)}</bdi>"
        link = (
            f'<a class="tag" href="#{page.anchor(row)}">{name}</a>'
            if row in page.shown
            else f'<span class="tag">{name}</span>'
        )
        out.append(link)
    if assumed and not out:
        out.append(f'<a class="tag as" href="#assumed">{esc(text("page.assumed"))}</a>')
    return "".join(f" {t}" for t in out)


def command(page: Page) -> str:
    """The command that makes the page again, a bar where it would tell a number that is kept; empty for none."""
    if WITHHELD in page.study.settings:
        return BAR
    return f"<code>{esc(page.command)}</code>" if page.command else ""


def number_link(page: Page, path: str) -> str:
    """The name of a number, linked to where its ground stands."""
    name = show(number_title(page.study.scenario, path))
    anchor = page.number_anchor(path)
    return f'<a class="nl" href="#{anchor}">{name}</a>' if anchor and path != WITHHELD else name


def other_name(page: Page) -> str:
    """What the case is called whose marks stand beside those of the study."""
    return next((x.names[0] for x in page.study.further if isinstance(x, Comparison)), text("compare.other"))


def choice_was(page: Page, row: Row, bar: ChoiceBar) -> float:
    """How often the choice of a bar is made in the other case."""
    return before.choice(page.other, bar.key, row.option)


def depends(page: Page, key: str) -> str:
    """On which numbers a figure depends most, each linked to its ground; empty where none moves it."""
    paths = page.findings.grounds.get(key, ())
    if not paths:
        return ""
    return f"{esc(text('page.depends'))} {', '.join(number_link(page, p) for p in paths)}."


@dataclass(frozen=True)
class Bar:
    """One line of a strip."""

    range: Range
    mark: Mark = INK
    hollow: bool = False
    label: str = ""
    was: float = NOWHERE
    """Where the mark of another case lies; it is drawn as a small ring."""


def strip(
    bars: Sequence[Bar], alt: str, domain: tuple[float, float] = (0.0, 1.0), kind: str = "g25", over: str = ""
) -> str:
    """Bars and marks at percentages of the width, one under the other; `alt` names the numbers."""
    low, high = domain

    def x(value: float) -> float:
        return round(100 * (min(max(value, low), high) - low) / (high - low), 1)

    height = 24 if len(bars) == 1 else 26 * len(bars)
    out = []
    for k, b in enumerate(bars):
        y = height * (k + 0.5) / len(bars)
        if b.range.mean != b.range.mean:
            continue
        out.append(
            f'<line x1="{x(b.range.low)}%" x2="{x(b.range.high)}%" y1="{y:g}" y2="{y:g}" stroke="{b.mark.colour}" '
            f'stroke-width="5" stroke-opacity="{TONE}"/><svg x="'
            f'{x(b.range.mean)}%" y="{y:g}">{shape(b.mark, b.hollow)}</svg>'
        )
        if not math.isnan(b.was):
            out.append(
                f'<line x1="{x(b.was)}%" x2="{x(b.range.mean)}%" y1="{y:g}" y2="{y:g}" stroke="{b.mark.colour}" '
                f'stroke-width="1.5"/>'
                f'<circle class="was" cx="{x(b.was)}%" cy="{y:g}" r="3.6" stroke="{b.mark.colour}"/>'
            )
        if b.label:
            out.append(_label(b, x(max(b.range.low, low)), x(b.range.high), y))
    return f'<svg class="s {kind}" height="{height}" role="img" aria-label="{esc(alt)}">{"".join(out)}{over}</svg>'


def _label(bar: Bar, left: float, right: float, y: float) -> str:
    """The label at the end of a bar that has more room."""
    on_left = left > 100 - right
    most = max(4, int((max(left, 100 - right) / 100 * 364 - 12) / 6.6))
    if len(bar.label) > most:  # the sentence beside it says which is which
        return ""
    words = bar.label
    at, anchor, dx = (left, "end", -8) if on_left else (right, "start", 8)
    return (
        f'<svg x="{at}%" y="{y:g}"><text x="{dx}" y="4" text-anchor="'
        f'{anchor}" style="fill:{bar.mark.colour};font-weight:600">'
        f"{esc(words)}</text></svg>"
    )


def diamond(at: float, y: float = 12) -> str:
    """A stated chance on a strip."""
    return f'<svg x="{100 * at:.1f}%" y="{y:g}"><path class="hol" d="M0-6 6 0 0 6-6 0z"/></svg>'


def table(caption: Phrase | str, heads: Sequence[str], rows: Iterable[Sequence[str]], safe: bool = False) -> str:
    """A real table; cells are escaped unless `safe` says that they are HTML already."""
    put: Callable[[str], str] = (lambda c: c) if safe else esc
    head = "".join(f'<th scope="col"><bdi>{esc(h)}</bdi></th>' if h else "<td></td>" for h in heads)
    body = "".join(
        f'<tr><th scope="row">{_iso(put(first))}</th>{"".join(f"<td>{put(c)}</td>" for c in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{esc(caption)}">'
        f'<table class="d"><caption>{show(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _iso(html: str) -> str:
    return f"<bdi>{html}</bdi>"


def fold(summary: Phrase | str, body: str) -> str:
    """A folded part, open in print."""
    return f"<details><summary>{show(summary)}</summary>{body}</details>"


def numbered(n: int) -> str:
    """The number of a figure, above its title."""
    return f'<p class="no">{show(fill("page.figure", n=n))}</p>'


def figure(
    page: Page,
    title: Phrase,
    unit: Phrase | str,
    chart: str,
    proof: str,
    note: str = "",
    long: bool = False,
    key: str = "",
) -> str:
    """A figure by the storyboard: number, finding, unit, chart, note, folded text and table; `key` names its file."""
    n = page.figure()
    ring = show(fill("compare.ring", case=given(other_name(page)))) if 'class="was"' in chart else ""
    under = "".join(f'<p class="fn">{words}</p>' for words in (ring, note, depends(page, key)) if words)
    named = f' data-figure="{esc(key)}"' if key else ""
    return (
        f'<figure class="wide"{named}><figcaption>{numbered(n)}'
        f'<p class="ft">{show(title)}</p>'
        f'<p class="fs">{show(unit)}</p></figcaption><div class="chart{" lg" if long else ""}">{chart}</div>{under}'
        f"{fold(fill('page.figure_text', n=n), proof) if proof else ''}</figure>"
    )


def section(anchor: str, heading: Phrase | str, lead: Phrase | str, body: str) -> str:
    """A question with its answering sentence."""
    first = f'<p class="lead">{show(lead)}</p>' if lead else ""
    return (
        f'<section id="{anchor}" aria-labelledby="{anchor}-h"><h2 id="'
        f'{anchor}-h">{show(heading)}</h2>{first}{body}</section>'
    )


def note(html: str) -> str:
    """A note in the margin."""
    return f'<div class="note" role="note">{html}</div>'


def picture(spec: Spec, alt: str, css: str = "") -> str:
    """A rendered chart with a name that gives its numbers."""
    return f'<div class="vl {css}" role="img" aria-label="{esc(alt)}">{rendered(spec)}</div>'


def both(wide: Spec, narrow: Spec, alt: str) -> str:
    """A chart at two widths, of which the style sheet shows one."""
    return picture(wide, alt, "w") + picture(narrow, alt, "n")


def span(r: Range) -> str:
    """`46 (24 to 69)` for names and tables."""
    return f"{cell(r.mean)} ({cell(r.low)} – {cell(r.high)})"


def triple(r: Range) -> tuple[str, str, str]:
    """Low, average and high as table cells."""
    return cell(r.low), cell(r.mean), cell(r.high)


AXIS = (
    '<div class="axl" aria-hidden="true"><span>0'
    "</span><span>25</span>"
    "<span>50</span><span>75"
    "</span><span>100</span></div>"
)
"""The scale written once above strips."""
