"""Invented names from a secret: pronounceable, and without the secret as good as thrown by dice."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

_ONSETS = "b br d dr k kl kr l m n p pl pr r s sk sl sm sn st t tr v vr".split()
_VOWELS = "a e i o u".split()
_CODAS = "l m n r k t d v nd ld lt rm rn rk lm st sk".split()
_ENDINGS = "a en or um is ek o ar eth un".split()
_MADE = "ian ic ese ish ite ard ine esk ovar".split()
_UNFIT = ("anal", "anus", "merd", "naked", "piss", "porn", "puta", "rape", "slut", "tits")
"""What no invented name has in it."""
MOST_TRIES = 1000


def number(secret: bytes, purpose: str, attempt: int = 0) -> int:
    """256 bits for a purpose, by HMAC-SHA256 (RFC 2104): nobody without the secret can tell them from chance."""
    return int.from_bytes(hmac.new(secret, f"{attempt}|{purpose}".encode(), hashlib.sha256).digest(), "big")


def digest(secret: bytes, text: str) -> str:
    """A digest of a text that only who has the secret can make, in hexadecimal."""
    return hmac.new(secret, f"digest|{text}".encode(), hashlib.sha256).hexdigest()


def initials(secret: bytes) -> dict[str, str]:
    """Another letter for each capital; no two have the same."""
    order = sorted("ABCDEFGHIJKLMNOPQRSTUVWXYZ", key=lambda letter: number(secret, f"initial:{letter}"))
    return dict(zip(order, [*order[1:], order[0]], strict=True))


def stem(secret: bytes, purpose: str, attempt: int = 0) -> str:
    """Two syllables, in lower case."""
    rest = number(secret, purpose, attempt)
    out = ""
    for letters in (_ONSETS, _VOWELS, _ONSETS, _VOWELS, _CODAS):
        rest, k = divmod(rest, len(letters))
        out += letters[k]
    return out


@dataclass
class Pseudonyms:
    """Invented names that were given, and new ones from the secret; a name once given stays.

    `unfit(name)` says that a name, in lower case, must not be given: above all that it occurs in the originals.
    """

    secret: bytes
    unfit: Callable[[str], bool]
    given: dict[str, str] = field(default_factory=dict)
    """What was replaced (see `word`, `phrase`, `literal`) -> its pseudonym, in lower case."""
    stems: dict[str, str] = field(default_factory=dict)
    """The same -> the stem of its pseudonym, which its family shares."""

    def __post_init__(self) -> None:
        self.used = set(self.given.values())
        self.taken: set[str] = set()
        self.begun: set[str] = set()
        for name in (*self.given.values(), *self.stems.values()):
            self._take(name)

    def _take(self, name: str) -> None:
        self.taken.add(name)
        self.begun |= {name[:k] for k in range(1, len(name) + 1)}

    def words(self, family: Mapping[str, str]) -> None:
        """Give pseudonyms to words; those of one family have a stem together, and what is made from a name is made
        from its pseudonym (Velmor: Velmora, Velmorian, Velmorians).
        """
        groups: dict[str, list[str]] = {}
        for word in sorted(family, key=lambda w: (len(w), w)):
            groups.setdefault(family[word], []).append(word)
        for root, members in sorted(groups.items()):
            known = next((self.stems[f"word:{w}"] for w in members if f"word:{w}" in self.stems), None)
            # several names that grammar does not link may share a family; all start with the shortest
            base = known or self._stem(f"family:{root}", [f"{{}}{e}" for e in (*_ENDINGS, *_MADE)])
            for word in members:
                if f"word:{word}" not in self.given:
                    self._give(f"word:{word}", base, self._forms(word, base, members))

    def _forms(self, word: str, base: str, members: Iterable[str]) -> list[str]:
        """Forms that a word of a family may take, best first."""
        singular = next((m for m in members if word in (f"{m}s", f"{m}es")), None)
        if singular is not None and f"word:{singular}" in self.given:
            plural = self.given[f"word:{singular}"] + "s"
            if plural.startswith(base):
                return [plural, *(f"{base}{e}s" for e in _MADE)]
        first = number(self.secret, f"ending:{base}") % len(_ENDINGS)
        plain = [f"{base}{_ENDINGS[(first + k) % len(_ENDINGS)]}" for k in range(len(_ENDINGS))]
        made = [f"{base}{e}" for e in _MADE]
        adjective = any(word != m and word[: max(3, len(m) - 2)] == m[: max(3, len(m) - 2)] for m in members)
        shortest = min(members, key=lambda m: (len(m), m))
        return [*made, *plain] if adjective and word != shortest else [*plain, *made]

    def phrase(self, words: tuple[str, ...], flags: tuple[bool, ...]) -> tuple[str, ...]:
        """Pseudonyms for words that are a name together; the same word elsewhere has another, or none."""
        name = " ".join(words)
        out = []
        for k, (word, flag) in enumerate(zip(words, flags, strict=True)):
            out.append(self.one(f"phrase:{name}:{k}") if flag else word)
        return tuple(out)

    def literal(self, text: str) -> str:
        """A pseudonym for a text as a whole."""
        return self.one(f"literal:{text}")

    def one(self, purpose: str) -> str:
        """The pseudonym for a purpose."""
        if purpose not in self.given:
            base = self._stem(purpose, [f"{{}}{e}" for e in _ENDINGS])
            first = number(self.secret, f"ending:{base}") % len(_ENDINGS)
            forms = [f"{base}{_ENDINGS[(first + k) % len(_ENDINGS)]}" for k in range(len(_ENDINGS))]
            self._give(purpose, base, forms)
        return self.given[purpose]

    def _stem(self, purpose: str, forms: Iterable[str]) -> str:
        """A stem that is free, with all the forms that may be made of it."""
        shapes = list(forms)
        for attempt in range(MOST_TRIES):
            base = stem(self.secret, purpose, attempt)
            clear = base not in self.begun and not any(base[:k] in self.taken for k in range(1, len(base)))
            names = [base, *(shape.format(base) for shape in shapes)]
            if clear and not any(x in n for x in _UNFIT for n in names) and not any(self.unfit(n) for n in names):
                self._take(base)
                return base
        raise ValueError(f"no free pseudonym in {MOST_TRIES} tries")

    def _give(self, purpose: str, base: str, forms: Iterable[str]) -> None:
        pseudonym = next((f for f in forms if f not in self.used), None)
        k = 0
        while pseudonym is None or pseudonym in self.used:
            k += 1
            pseudonym = f"{base}{_VOWELS[k % 5]}{_CODAS[k % len(_CODAS)]}{'o' * (k // 5)}"
        self.given[purpose] = pseudonym
        self.stems[purpose] = base
        self.used.add(pseudonym)
        self._take(pseudonym)
