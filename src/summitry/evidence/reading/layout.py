"""A text as paragraphs, and the same text, letter for letter, as a parser likes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"[ \t]*(?:[-*•–·‣▪]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)]|[#>|])[ \t\u00a0]+\S")
"""How a point of a list or a heading begins."""
_SPEAKS = re.compile(r"[ \t]*[A-Z][\w.’'\-]*(?:[ \t]+(?:[A-Z(][\w.’'\-)]*|of|the|de|von|van|al|and)){0,8}[ \t]*:[ \t]")
"""How a turn of a transcript begins."""
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*[ \t]*$")
_WORDS = re.compile(r"\w")

_SAME = {ord(c): '"' for c in "“”„‟«»＂"} | {ord(c): "'" for c in "‘’‚‛′＇"} | {ord(c): "-" for c in "‐‑"}
_SAME |= {
    ord(c): " " for c in "\r\n\t\v\f\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200e\u200f\u2060"
}
_SAME |= dict.fromkeys(range(8192, 8203), " ")
"""Characters that a parser knows by another one, each for one."""


@dataclass(frozen=True)
class Paragraph:
    """From the first code point to one past the last, white space at the ends left out."""

    start: int
    end: int


def smoothed(text: str, marked_up: bool = False) -> str:
    """The text with quotation marks, hyphens and white space of one kind, and Markdown blanked; as long as before."""
    return (unmarked(text) if marked_up else text).translate(_SAME)


def unmarked(text: str) -> str:
    """Markdown with a blank for each character that is no word of the text."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group())

    def kept(match: re.Match[str]) -> str:
        whole, start = match.group(), match.start()
        left, right = match.start(1) - start, match.end(1) - start
        return " " * left + whole[left:right] + " " * (len(whole) - right)

    text = re.sub(r"(?m)^(?:```|~~~).*$", blank, text)
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)", blank, text)
    text = re.sub(r"\[([^\]\n]+)\]\([^)\n]*\)", kept, text)
    text = re.sub(r"(?m)^[ \t]*(?:#{1,6}|>+)[ \t]", blank, text)
    text = re.sub(r"(?<!\w)(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3})(?!\w)", blank, text)
    return re.sub(r"`", blank, text)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text in their order, with words in them.

    An empty line parts paragraphs. A line's end does too, unless lines are wrapped: within a block of several lines a
    line goes on in the next one if it is about as long as the longest, does not end a sentence there or is followed by a
    small letter, and the next begins no point of a list and no turn of a transcript.
    """
    found: list[Paragraph] = []
    for block in _blocks(text):
        lines = [(a, b) for a, b in block if text[a:b].strip()]
        widest = max((b - a for a, b in lines), default=0)
        start: int | None = None
        for k, (a, b) in enumerate(lines):
            start = a if start is None else start
            following = text[slice(*lines[k + 1])] if k + 1 < len(lines) else ""
            if following and _goes_on(text[a:b], following, widest):
                continue
            found.append(_trimmed(text, start, b))
            start = None
    return tuple(p for p in found if _WORDS.search(text, p.start, p.end))


def _goes_on(line: str, following: str, widest: int) -> bool:
    """Whether a line is wrapped into the next."""
    if _ITEM.match(following) or _SPEAKS.match(following):
        return False
    ends = _ENDS.search(line) is not None
    if following.lstrip()[:1].islower():
        return not ends or widest <= 160
    return widest <= 160 and len(line) > 0.7 * widest and (not ends or len(line) > 0.8 * widest)


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without an empty one between, each line by its ends."""
    block: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n\r\u2029\u2028\x0c]*(?:\r\n|[\n\r\u2029\u2028\x0c]|$)", text):
        line = match.group()
        if not line:
            continue
        if line.strip():
            block.append((match.start(), match.start() + len(line.rstrip("\r\n\u2029\u2028\x0c"))))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _trimmed(text: str, start: int, end: int) -> Paragraph:
    """Without white space at its ends."""
    inner = text[start:end]
    return Paragraph(start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip()))
