"""The report: one self-contained HTML page without a script."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from summitry.report.blocks.beliefs import beliefs
from summitry.report.blocks.course import course
from summitry.report.blocks.deals import deals
from summitry.report.blocks.endings import endings
from summitry.report.blocks.head import head
from summitry.report.blocks.html import Page, esc, make, show
from summitry.report.blocks.levers import levers
from summitry.report.blocks.likely import likely
from summitry.report.blocks.rests import needed, rests
from summitry.report.blocks.studies import studies
from summitry.report.blocks.trust import again, trust
from summitry.report.blocks.why import why
from summitry.report.blocks.word import watch, word
from summitry.report.ledger import LedgerRow, by_id
from summitry.report.marks import TOKENS
from summitry.report.texts import catalogue, text
from summitry.report.words.finding import title
from summitry.report.words.phrase import fill, given
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
    ("levers", levers),
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
) -> str:
    """The whole report of a study as HTML.

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

    Examples
    --------
    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.report(study).startswith("<!doctype html>")
    True
    """
    rows = by_id(ledger)
    shown = frozenset(r for r in needed(study) if r in rows)
    it: Page = make(study, rows, source_text or "", command, shown)
    top = head(it)
    parts = [(anchor, block(it)) for anchor, block in BLOCKS]
    parts = [(anchor, html) for anchor, html in parts if html]
    items = "".join(f'<li><a href="#{anchor}">{esc(text(f"page.nav_{anchor}"))}</a></li>' for anchor, _ in parts)
    name = f"{title(study)} · {study.scenario.title} · Summitry"
    language = str(catalogue()["language"]["code"])
    footer = show(fill("page.footer", version=given(study.version)))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="referrer" content="no-referrer">'
        f'<meta name="generator" content="Summitry"><title>{esc(name)}</title><style>{style()}</style></head><body>'
        f'<a class="skip" href="#likely">{esc(text("page.skip"))}</a><div class="page">{top}'
        f'<nav aria-label="{esc(text("page.questions"))}"><ol>{items}</ol></nav>'
        f'<main>{"".join(html for _, html in parts)}</main><footer class="meta">{footer}</footer></div></body></html>\n'
    )
