"""Where quotation marks open and close."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .layout import Paragraph

Span = tuple[int, int]

_OPENS, _CLOSES = "“„«", "”»"
_BEFORE = re.compile(r"[\s(\[—–\-/:,…‘']|^$")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w“\"])")


def quotations(text: str, within: Sequence[Paragraph]) -> tuple[Span, ...]:
    """The quoted runs of a text, marks included, in order, none across the end of a paragraph.

    Double marks of any shape; where a paragraph opens a quotation and does not close it, the run ends with the
    paragraph, as it does where the next paragraph opens it anew. Single marks count only in texts that use hardly any
    others. A mark after a digit is one of feet or inches.
    """
    doubles = [span for p in within for span in _double(text, p.start, p.end)]
    singles = [span for p in within for span in _singles(text, p.start, p.end)]
    return tuple(singles if len(singles) > 2 * len(doubles) + 1 else doubles)


def inner_quotations(text: str, span: Span) -> tuple[Span, ...]:
    """The runs in single marks within a quoted run."""
    return tuple(_singles(text, span[0] + 1, span[1] - 1))


_MARK = re.compile(r"[“”„«»\"＂]|''|``")


def _double(text: str, start: int, end: int) -> list[Span]:
    """Runs in double marks; two apostrophes, or two grave accents, are one mark."""
    found: list[Span] = []
    open_at: int | None = None
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match.group()
        if mark in _OPENS:
            opening = True
            if open_at is not None and mark != "«":
                # “ within an open quotation: a slip for ”, if a word ends before it
                opening = not (text[at - 1 : at].strip() and text[at - 1] not in "—–-([")
                if opening:
                    continue
        elif mark in _CLOSES:
            opening = open_at is None and mark == "»" and _BEFORE.match(text[max(start, at - 1) : at] or "") is not None
        else:
            behind = match.end()
            before, after = text[at - 1 : at] if at > start else "", text[behind : behind + 1] if behind < end else ""
            if open_at is None:
                if before.isdigit() and not after.isalpha():
                    continue
                opening = not (before.isalnum() and not after.isalnum())
            else:
                opening = False
        if opening and open_at is None:
            open_at = at
        elif not opening and open_at is not None:
            if at > open_at + 1:
                found.append((open_at, match.end()))
            open_at = None
    if open_at is not None and end - open_at > 2:
        found.append((open_at, end))
    return found


def _singles(text: str, start: int, end: int) -> list[Span]:
    """Runs in single marks; an apostrophe closes one only where no letter follows and a stop or a blank does."""
    found: list[Span] = []
    at = start
    while match := _SINGLE.search(text, at, end):
        opening = match.start()
        close = next(
            (
                k
                for k in range(opening + 2, end)
                if text[k] in "’'"
                and not text[k + 1 : k + 2].isalnum()
                and (text[k - 1] in ".,?!;:…" or text[k] == "’" or text[k - 1].isalnum())
                and not (text[k - 1] == "s" and text[opening] == "'" and text[k + 1 : k + 2] == " ")
            ),
            None,
        )
        if close is None or close - opening > 1500:
            at = opening + 1
            continue
        found.append((opening, close + 1))
        at = close + 1
    return found
