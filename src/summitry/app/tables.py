"""Rehearsals in which several browsers take part: who holds which seat, and all that was done, in order."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

MOST_GAMES = 200
MOST_ACTS = 500
MOST_TEXT = 1000


class TableError(Exception):
    """Something that cannot be done at a table, in words for people."""


@dataclass(eq=False)
class Game:
    """One rehearsal."""

    code: str
    """By which others find it."""
    key: str
    """Of the facilitator."""
    doc: dict[str, str]
    settings: dict[str, str]
    parties: tuple[str, ...]
    seed: int
    types: dict[str, str]
    taken: dict[str, str] = field(default_factory=dict)
    """Seat -> key of whoever sits there."""
    begun: bool = False
    acts: list[list[Any]] = field(default_factory=list)
    version: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def told(self) -> dict[str, Any]:
        """What a worker needs to play it."""
        return {
            "doc": self.doc,
            "settings": self.settings,
            "seats": [p for p in self.parties if p in self.taken],
            "seed": self.seed,
            "types": self.types,
            "acts": self.acts,
        }

    def move_on(self) -> None:
        """Wake up all who wait for news."""
        self.version += 1
        self.changed.set()
        self.changed = asyncio.Event()

    def take(self, party: str) -> str:
        """Sit down; returns the key of the seat."""
        if party not in self.parties:
            raise TableError("there is no such seat")
        if self.begun:
            raise TableError("the rehearsal has begun; nobody can sit down any more")
        if party in self.taken:
            raise TableError("somebody else has taken that seat")
        self.taken[party] = secrets.token_urlsafe(12)
        self.move_on()
        return self.taken[party]

    def begin(self) -> None:
        """Begin with the seats that are taken."""
        if self.begun:
            raise TableError("the rehearsal has begun already")
        if not self.taken:
            raise TableError("nobody sits down yet")
        self.begun = True
        self.move_on()

    def act(self, *act: Any) -> None:
        """Add something that was done and found good."""
        if len(self.acts) >= MOST_ACTS:
            raise TableError("there is no end to this rehearsal")
        self.acts.append(list(act))
        self.move_on()

    def view_of(self, key: str) -> str | None:
        """The seat of whoever holds a key, an empty name for the facilitator; None for nobody."""
        if hmac.compare_digest(key.encode(), self.key.encode()):
            return ""
        for party, held in self.taken.items():
            if hmac.compare_digest(key.encode(), held.encode()):
                return party
        return None


@dataclass(eq=False)
class Tables:
    """All rehearsals of a server; the oldest are forgotten."""

    games: OrderedDict[str, Game] = field(default_factory=OrderedDict)

    def open(
        self, doc: dict[str, str], settings: dict[str, str], parties: tuple[str, ...], seed: int, types: dict[str, str]
    ) -> Game:
        """A new one."""
        alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
        code = "".join(secrets.choice(alphabet) for _ in range(6))
        game = self.games[code] = Game(code, secrets.token_urlsafe(12), doc, settings, parties, seed, types)
        while len(self.games) > MOST_GAMES:
            self.games.popitem(last=False)
        return game

    def find(self, code: str) -> Game:
        """The one with a code."""
        if code not in self.games:
            raise TableError("there is no rehearsal with that code")
        return self.games[code]
