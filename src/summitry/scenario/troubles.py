"""Problems of a scenario by place in its keys, gathered rather than raised; a format knows their lines and columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file down to one thing in it."""

COMMA_HINT = "inside { }, a text with a comma must stand in quotes"
"""The fix of a key that is the tail of a text cut at a comma."""


@dataclass(frozen=True)
class Trouble:
    """One thing wrong, at a key path and an offset inside the text there."""

    path: Path
    found: str
    expected: str
    fix: str = ""
    offset: int = 0
    """Characters into the text at `path`."""
    key: bool = False
    """The key itself is meant, not what stands under it."""
    setting: str = ""
    """The path name of the setting (`--set`) that is wrong, where the file is not."""
    among: tuple[tuple[str, Path], ...] = ()
    """Statements that `found` speaks of together, each with its place."""


MOST_TROUBLES = 200
"""After so many, reading stops: a file with more is better mended in steps."""


class TooMany(Exception):
    """Reading stops here."""


@dataclass
class Report:
    """Where troubles gather while a scenario is read; the same one twice is kept once."""

    troubles: list[Trouble] = field(default_factory=list)

    def add(self, trouble: Trouble) -> None:
        """Keep one trouble; raises `TooMany` when there are too many."""
        if trouble not in self.troubles:
            self.troubles.append(trouble)
        if len(self.troubles) >= MOST_TROUBLES:
            raise TooMany


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or an empty string when none is near."""
    by_lower = {name.lower(): name for name in known}
    match = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[match[0]] if match else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The words of a fix that names the nearest known word, or an empty string."""
    near = nearest(word, known)
    return f"did you mean {near!r}?" if near else ""


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words joined for a sentence, cut when there are many."""
    words = list(words)
    shown = ", ".join(words[:most])
    return f"{shown}, … ({len(words) - most} more)" if len(words) > most else shown
