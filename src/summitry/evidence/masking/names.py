"""What names are to whoever replaces them: the words, and where each is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["prose", "title", "name", "formula"]
"""Sentences; titles, where every word may have a capital; names and labels of a scenario; conditions and numbers."""

How = Literal["any", "cased", "weak"]
"""Where a word is replaced: wherever it stands; in prose only with a capital; as an identifier, and in prose only in
capitals."""


@dataclass(frozen=True)
class Passage:
    """A stretch of text of one kind."""

    text: str
    kind: Kind = "prose"


@dataclass(frozen=True)
class Declared:
    """What a scenario and its ledger say are names."""

    sides: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Ids of parties, coalitions and mediators, with the labels of their types."""
    called: Mapping[str, str] = field(default_factory=dict)
    """Their names in full, by id."""
    people: Sequence[str] = ()
    """Names of speakers and of those spoken to."""
    mentions: Sequence[str] = ()
    """How texts call them: only what is capitalised in it is a name."""
    regions: Sequence[str] = ()
    """Keys and names of regions."""
    rows: Sequence[str] = ()
    """Ids of the ledger's rows: no names, whatever they look like."""
    reserved: frozenset[str] = frozenset()
    """Words of the scenario language, which no name takes the place of."""
    also: Sequence[str] = ()
    """What the user wants to have replaced besides."""
    leave: Sequence[str] = ()
    """What the user wants to have left."""


@dataclass(frozen=True)
class Names:
    """What is to be replaced."""

    words: Mapping[str, How]
    """Folded words."""
    family: Mapping[str, str]
    """Folded word -> a word that stands for all that are made from the same name."""
    phrases: Mapping[tuple[str, ...], tuple[bool, ...]]
    """Folded words that are a name together, and which of them are replaced there."""
    literals: frozenset[str]
    """Texts that are replaced wherever their characters stand: names in scripts without capitals, keys of regions."""
    spelling: Mapping[str, str]
    """Folded word -> as it is spelt most often."""
    weak: Mapping[str, Sequence[str]]
    """Ids that are words of grammar or single letters, with the labels of their types."""
    named: frozenset[str] = frozenset()
    """Everyday words that have a capital somewhere in names and formulas: there they are replaced in any case, since
    names are compared without regard to it."""
    leave: frozenset[str] = frozenset()
