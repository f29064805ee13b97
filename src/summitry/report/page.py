"""The report: one self-contained HTML page without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

from summitry.errors import SummitryError
from summitry.report.blocks.beliefs import beliefs
from summitry.report.blocks.course import course
from summitry.report.blocks.deals import deals
from summitry.report.blocks.endings import endings
from summitry.report.blocks.head import head
from summitry.report.blocks.html import BAR, Page, esc, make, show
from summitry.report.blocks.html import command as command_line
from summitry.report.blocks.levers import levers as levers_block
from summitry.report.blocks.likely import basis, likely, plotted
from summitry.report.blocks.rests import needed, rests
from summitry.report.blocks.studies import studies
from summitry.report.blocks.trust import again, trust
from summitry.report.blocks.why import why
from summitry.report.blocks.word import watch, word
from summitry.report.ledger import LedgerRow, by_id
from summitry.report.marks import TOKENS
from summitry.report.redaction import Redacted, redacted
from summitry.report.texts import catalogue, text
from summitry.report.words import levers
from summitry.report.words.finding import title
from summitry.report.words.phrase import fill, given, join
from summitry.study import Study
from summitry.study.comparison import Comparison
from summitry.study.lever_study import LeverStudy
from summitry.study.process import ProcessStudy
from summitry.study.stories import StoryStudy
from summitry.study.tipping import TipStudy

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
BLOCKS = (
    ("likely", likely),
    ("endings", endings),
    ("course", course),
    ("why", why),
    ("beliefs", beliefs),
    ("word", word),
    ("watch", watch),
    ("levers", levers_block),
    ("shares", studies(LeverStudy)),
    ("process", studies(ProcessStudy)),
    ("tip", studies(TipStudy)),
    ("stories", studies(StoryStudy)),
    ("compared", studies(Comparison)),
    ("deals", deals),
    ("rests", rests),
    ("trust", trust),
    ("again", again),
)
"""Anchors and blocks in the order of the page; a block without numbers is empty."""


def style() -> str:
    """The style sheet: tokens for light, dark and print, then the rules."""

    def tokens(dark: bool) -> str:
        return "".join(f"{name}:{pair[dark]};" for name, pair in TOKENS.items())

    paper = "--paper:#fff;--ink:#111;--ink2:#4a5258;--rule:#cfd2ce;--faint:#f3f3f0;"
    rules = (files("summitry.report") / "page.css").read_text(encoding="utf-8")
    return (
        f":root{{{tokens(False)}}}@media screen and (prefers-color-scheme:dark){{:root{{{tokens(True)}}}}}"
        f"@media print{{:root{{{tokens(False)}{paper}}}}}{rules}"
    )


def page(
    study: Study,
    ledger: Iterable[LedgerRow] | None = None,
    source_text: str | None = None,
    command: str = "",
    *,
    beside: Iterable[str] = (),
    brief: bool = False,
    redact: bool = False,
) -> str:
    """The whole report of a study as HTML, or its brief of one page.

    Parameters
    ----------
    study
        What was found.
    ledger
        The statements that the scenario rests on; rows that it names and that are missing are said to be missing.
    source_text
        The text the rows were taken from, where it may be shipped: quotes then link into it.
    command
        The command that makes the page again, shown as it is.
    beside
        Names of the files that lie beside the page, to which it may link: `summary.json`, `figures`, `draws.parquet`.
    brief
        Title, answers, first figure, what to watch and the basis, on one side of A4.
    redact
        Leave out the numbers and statements that are marked `keep: team`, and say how many.

    Raises `SummitryError` where a redacted page would still hold a text that is kept.

    Examples
    --------
    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.report(study).startswith("<!doctype html>")
    True
    """
    if redact:
        return redacted_page(redacted(study, ledger or ()), command, brief=brief)
    it = _page(study, by_id(ledger), command, brief, source=source_text or "", beside=frozenset(beside))
    return _framed(it, _brief(it) if brief else _whole(it), "", brief)


def redacted_page(cut: Redacted, command: str = "", *, brief: bool = False) -> str:
    """The report, or its brief, of a study from which what is kept was taken.

    It has neither the text, which holds what was said, nor links to files beside it, which hold the numbers. Raises
    `SummitryError` where it would still hold a text that is kept.
    """
    it = _page(cut.study, by_id(cut.rows), command, brief, hidden=cut.hidden)
    body = _brief(it) if brief else _whole(it)
    written = _framed(it, body, withheld_foot(cut, body.count(BAR)), brief)
    if leaks := cut.leaks(written):
        raise SummitryError(f"the redacted page still holds {len(leaks)} texts that are kept; it was not written")
    return written


def _page(
    study: Study,
    rows: Mapping[str, LedgerRow],
    command: str,
    brief: bool,
    *,
    source: str = "",
    hidden: frozenset[str] = frozenset(),
    beside: frozenset[str] = frozenset(),
) -> Page:
    # a brief quotes no rows, so that no tag may lead to one
    shown = frozenset() if brief else frozenset(r for r in needed(study) if r in rows)
    return make(study, rows, source=source, command=command, shown=shown, hidden=hidden, beside=beside)


def withheld_foot(cut: Redacted, places: int) -> str:
    """How many numbers and statements are withheld, in how many places."""
    what = [
        fill(f"page.withheld_{one}" if n == 1 else f"page.withheld_{many}", n=n)
        for n, one, many in ((cut.numbers, "number", "numbers"), (cut.statements, "row", "rows"))
        if n
    ]
    if not what:
        return f'<p class="withheld">{esc(text("page.withheld_none"))}</p>'
    key = "page.withheld_foot_one" if places == 1 else "page.withheld_foot"
    return f'<p class="withheld">{show(fill(key, what=join(what), n=places))}</p>'


def _whole(it: Page) -> str:
    """The header, the list of questions, and every block that has numbers."""
    top = head(it)
    parts = [(anchor, block(it)) for anchor, block in BLOCKS]
    parts = [(anchor, html) for anchor, html in parts if html]
    items = "".join(f'<li><a href="#{anchor}">{esc(text(f"page.nav_{anchor}"))}</a></li>' for anchor, _ in parts)
    return (
        f'{top}<nav aria-label="{esc(text("page.questions"))}"><ol>{items}</ol></nav>'
        f"<main>{''.join(html for _, html in parts)}</main>"
    )


BRIEF_BASIS = 3
"""Statements on the basis that a brief has room for."""


def _brief(it: Page) -> str:
    """The header, the first figure, three things to watch and the basis."""
    moves = levers.watch_lines(it.study)[:3]
    seen = "".join(f"<li>{show(words)}</li>" for words in moves)
    watch_ = f"<section><h2>{esc(text('brief.watch'))}</h2><ol>{seen}</ol></section>" if moves else ""
    firm = basis(it, BRIEF_BASIS)
    trust_ = f"<section><h2>{esc(text('firm.heading'))}</h2>{firm}</section>" if firm else ""
    line = command_line(it)
    again_ = f'<p class="meta">{esc(text("brief.again"))} {line}</p>' if line else ""
    return f'{head(it)}<main id="likely">{plotted(it, proof=False)}{watch_}{trust_}{again_}</main>'


def _framed(it: Page, body: str, foot: str, brief: bool) -> str:
    """A whole document around what it says."""
    study = it.study
    name = f"{title(study)} · {study.scenario.title} · Summitry"
    language = str(catalogue()["language"]["code"])
    footer = show(fill("page.footer", version=given(study.version)))
    named = ' class="brief"' if brief else ""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="referrer" content="no-referrer">'
        f'<meta name="generator" content="Summitry"><title>{esc(name)}</title><style>{style()}</style>'
        f"</head><body{named}>"
        f'<a class="skip" href="#likely">{esc(text("page.skip"))}</a><div class="page">{body}'
        f'<footer class="meta">{footer}{foot}</footer></div></body></html>\n'
    )
