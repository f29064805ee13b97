"""What masking and restoring did, to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Replaced:
    """A name or a date that was replaced: by what, of which sort, and how often."""

    text: str
    by: str
    sort: str
    count: int


@dataclass(frozen=True)
class Masked:
    """What `mask` wrote, what it replaced and what it left.

    >>> done = summitry.mask("sanctions-threat", "masked", "my.key")
    >>> [replaced.text for replaced in done.replaced if replaced.sort == "name"][:2]
    ['sender', 'target']
    """

    folder: Path
    files: tuple[str, ...]
    """Names of the files in the folder, the scenario first."""
    key: Path
    replaced: tuple[Replaced, ...]
    left: tuple[tuple[str, int], ...]
    """Words with a capital inside a sentence that were left, and how often they stand there."""
    unknown: tuple[str, ...]
    """Words without a capital in names of the scenario that are no everyday English: they may be names."""
    notes: tuple[str, ...]

    def as_json(self) -> Mapping[str, Any]:
        """The same as plain values."""
        return {
            "folder": str(self.folder),
            "files": list(self.files),
            "key": str(self.key),
            "replaced": [{"text": r.text, "by": r.by, "sort": r.sort, "count": r.count} for r in self.replaced],
            "left": [{"text": word, "count": count} for word, count in self.left],
            "unknown": list(self.unknown),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Unmasked:
    """What `unmask` restored.

    >>> done = summitry.mask("sanctions-threat", "masked", "my.key")
    >>> back = summitry.unmask("masked/case.yaml", "back", "my.key")
    >>> back.files == back.exact
    True
    """

    folder: Path
    files: tuple[str, ...]
    """Names of the files in the folder."""
    exact: tuple[str, ...]
    """Those that have the very bytes they had before they were masked."""
    notes: tuple[str, ...]

    def as_json(self) -> Mapping[str, Any]:
        """The same as plain values."""
        return {
            "folder": str(self.folder), "files": list(self.files), "exact": list(self.exact), "notes": list(self.notes),
        }  # fmt: skip
