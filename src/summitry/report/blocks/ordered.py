"""Worths given by order alone: what is said, what holds in how many draws, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable

from summitry.report.blocks.html import Page, esc, show
from summitry.report.texts import text
from summitry.report.words import ordered as words
from summitry.report.words.phrase import Phrase, sentences

MOST = 3
"""Questions on the page."""


def ordered(page: Page) -> str:
    """A part of the block on what it rests on; empty where all worths are given in numbers."""
    found = page.findings.ordered
    if found is None:
        return ""
    asked = found.questions[:MOST]
    told = [
        sentences(words.question(page.study, q), *(words.narrowed(page.study, q, e) for e in q.narrows)) for q in asked
    ]
    return (
        f'<h3 class="sh">{esc(text("ordered.heading"))}</h3>'
        f"{_items(words.statement(page.study, o) for o in found.orders)}"
        f"<p>{show(words.holds_lead())}</p>{_items(words.holds(page.study, h) for h in found.holds)}"
        f"<p>{show(words.lead(page.study))}</p>{_items(told)}"
    )


def _items(phrases: Iterable[Phrase]) -> str:
    items = "".join(f"<li>{show(phrase)}</li>" for phrase in phrases)
    return f'<ul class="lim">{items}</ul>' if items else ""
