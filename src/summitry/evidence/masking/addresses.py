"""Addresses in texts: of pages, letter boxes, documents and people on networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"https?://[^\s<>\"'“”‘’«»{}|\\^`\[\]]+|\b(?:www\.)[^\s<>\"'“”,;()\[\]{}]+"
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bdoi:\s?10\.\d{4,9}/[^\s;,]+|\b10\.\d{4,9}/[^\s;,]+"
    r"|(?<![\w/])[@#][^\W\d_]\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|int|eu|info|tv)\b(?:/[^\s<>\"'“”]*)?",
    re.IGNORECASE,
)
_LAST = ".,;:!?)"


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand, without the full stop of the sentence behind them."""
    for match in _ADDRESS.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip(_LAST))


def address(text: str, pseudonym: str) -> str:
    """An address that leads nowhere (RFC 2606), of the kind of another."""
    low = text.lower()
    if low.startswith(("doi:", "10.")):
        return f"{text[:4] if low.startswith('doi:') else ''}10.0000/{pseudonym}"
    if text[0] in "@#":
        return f"{text[0]}{pseudonym}"
    if "@" in text and "/" not in text:
        return f"{pseudonym}@example.org"
    return f"https://example.org/{pseudonym}" if "://" in text else f"{pseudonym}.example.org"
