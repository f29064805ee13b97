"""Where sentences end, by their letters alone."""

from __future__ import annotations

import re

_STOP = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9]|\s*$)|;\s+(?=(?:and|but) )", 0)
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|Adm|Amb|St|Jr|Sr|vs|No|Art|Inc|Co|Corp|Ltd|etc|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z]|\b[A-Z]\.[A-Z])\.$"
)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences between two places, by their ends, white space left out; a short one joins its neighbour."""
    found: list[tuple[int, int]] = []
    at = start
    for match in _STOP.finditer(text, start, end):
        if _SHORT.search(text[max(at, match.start() - 12) : match.start() + 1]):
            continue
        found.append((at, match.end()))
        at = match.end()
    if text[at:end].strip():
        found.append((at, end))
    trimmed = []
    for a, b in found:
        inner = text[a:b]
        a, b = a + len(inner) - len(inner.lstrip()), a + len(inner.rstrip())
        if a < b:
            trimmed.append((a, b))
    joined: list[tuple[int, int]] = []
    for a, b in trimmed:
        if joined and (len(re.findall(r"\w+", text[a:b])) < 3 or len(re.findall(r"\w+", text[slice(*joined[-1])])) < 3):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined
