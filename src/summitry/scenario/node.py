"""A cursor over what was written: plain mappings, lists and texts, each knowing its key path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summitry.scenario.troubles import Path, Report, Trouble

EACH = "$each"
"""Stands for the name of a party inside a `for each` block."""


@dataclass(frozen=True, eq=False)
class Node:
    """One value of the file at its key path; `each` replaces `$each` in texts and keys below."""

    value: Any
    path: Path
    report: Report
    each: str = ""

    @property
    def is_map(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.value, list)

    @property
    def is_text(self) -> bool:
        """Whether this is a single text or number."""
        return not isinstance(self.value, dict | list) and self.value is not None

    @property
    def text(self) -> str:
        """The text, with `$each` replaced; empty for anything that is none."""
        return self.filled(str(self.value)) if self.is_text else ""

    @property
    def clean(self) -> str:
        """The text with its spaces made single."""
        return " ".join(self.text.split())

    def filled(self, text: str) -> str:
        """A text with `$each` replaced."""
        return text.replace(EACH, self.each) if self.each else text

    def get(self, *keys: str) -> Node | None:
        """What stands under the first of these keys that is there."""
        if isinstance(self.value, dict):
            for key in keys:
                if self.value.get(key) is not None:
                    return self.at(key)
        return None

    def at(self, key: str | int) -> Node:
        """What stands under a key or at a position."""
        return Node(self.value[key], (*self.path, key), self.report, self.each)

    def word(self, key: str, default: str = "") -> str:
        """The single-spaced text under a key."""
        node = self.get(key)
        return node.clean if node is not None and node.is_text else default

    def items(self) -> Iterator[tuple[str, Node]]:
        """Keys (single-spaced, `$each` replaced) and what stands under them."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield " ".join(self.filled(key).split()), self.at(key)

    def each_item(self) -> Iterator[Node]:
        """The items of a list; of anything else, itself."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                if item is not None:
                    yield self.at(index)
        elif self.value is not None:
            yield self

    def for_party(self, name: str) -> Node:
        """The same block with `$each` standing for a party."""
        return Node(self.value, self.path, self.report, name)

    def trouble(self, found: str, expected: str, fix: str = "", *, offset: int = 0, key: bool = False) -> None:
        """Report a trouble here."""
        self.report.add(Trouble(self.path, found, expected, fix, offset, key))
