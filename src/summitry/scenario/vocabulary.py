"""The names of a scenario: one namespace, compared without regard to case, found in texts by longest match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

RESERVED = frozenset(
    "and or not is with on agreed made kept broken happened left otherwise round count worth of rest everyone nobody "
    "everything nothing value when because note unit all any none one to each".split()
) | {"at least", "at most", "exactly", "carried out", "backed down", "one of"}
"""Words that no name may be."""

RESERVED_LABELS = frozenset(
    {"value", "when", "because", "note", "unit", "otherwise", "rest", "one of", "at least", "at most"}
)
"""Words that no option label, level or type name may be."""

FORBIDDEN = frozenset(',:()[]{}"#$.+*/<>=')
"""Characters that no name contains."""


def key_of(name: str) -> str:
    """The form in which names are compared and path names written: lower case, single spaces."""
    return " ".join(name.lower().split())


def naming_fault(name: str, reserved: Iterable[str] = RESERVED) -> str:
    """What is wrong with a name, or an empty string."""
    if not name:
        return "an empty name"
    if key_of(name) in reserved:
        return f"the reserved word {name!r} as a name"
    bad = sorted({c for c in name if c in FORBIDDEN})
    if bad:
        return f"the character {bad[0]!r} in the name {name!r}"
    if not name[0].isalnum():
        return f"the name {name!r}"
    if re.fullmatch(r"\d+(e\d+)?", key_of(name)):
        return f"the number {name} as a name"
    return ""


def pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of some names at a place, as a whole word."""
    alternatives = [r"\s+".join(map(re.escape, n.split())) for n in sorted(names, key=len, reverse=True) if n]
    if not alternatives:
        return re.compile(r"(?!)")
    return re.compile(rf"(?:{'|'.join(alternatives)})(?![\w]|['’]\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A named thing: what kind it is, and the labels that can follow `is`."""

    name: str
    kind: str
    """party | coalition | mediator | stage | step | proposal | threat | promise | marker | outcome | issue | number."""
    labels: tuple[str, ...] | None = None
    """What it can be; None when that is not known (its own declaration is at fault)."""
    family: bool = False
    """The common name of the steps that a `for each` block makes."""
    ordered: bool = False
    """Of an issue: whether its labels have an order."""
    members: tuple[str, ...] = ()
    """Of a family or a coalition: names of its members."""
    detail: str = ""
    """Of a step: choice | chance | vote | announce."""
    loose: bool = False
    """Not much is known of it because its declaration is at fault: anything said of it passes."""
    shares: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Of an issue that is split in steps: each party and its share by option."""
    split: tuple[str, ...] = ()
    """Of an issue that a bargaining solution splits: among whom."""
    by_draw: bool = False
    """Of a marker: whether it depends on a share that is known draw by draw."""

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """A pattern for its labels."""
        return pattern(self.labels or ())

    def label(self, text: str) -> str | None:
        """The label as declared, or None."""
        wanted = key_of(text)
        return next((label for label in self.labels or () if key_of(label) == wanted), None)


@dataclass
class Vocabulary:
    """All names of a scenario."""

    entries: dict[str, Entry] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None

    def add(self, entry: Entry) -> None:
        """Declare (or redeclare) a name."""
        self.entries[key_of(entry.name)] = entry
        self._pattern = None

    def get(self, name: str) -> Entry | None:
        """The thing of that name."""
        return self.entries.get(key_of(name))

    def of_kind(self, *kinds: str) -> list[str]:
        """Names of some kinds, as declared."""
        return [e.name for e in self.entries.values() if e.kind in kinds]

    @property
    def pattern(self) -> re.Pattern[str]:
        """A pattern that finds the longest name at a place."""
        if self._pattern is None:
            self._pattern = pattern(self.entries)
        return self._pattern

    @classmethod
    def of(cls, entries: Mapping[str, Entry] | Iterable[Entry]) -> Vocabulary:
        """A vocabulary of some entries."""
        made = cls()
        for entry in entries.values() if isinstance(entries, Mapping) else entries:
            made.add(entry)
        return made
