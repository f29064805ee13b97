"""The people and bodies of a text: full names, roles, whom pronouns and short names mean, and for which party they speak."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .given_names import woman_named
from .places import places_in, synonyms

if TYPE_CHECKING:
    from spacy.tokens import Doc

TITLES = (
    "Vice President|President|Prime Minister|Deputy Prime Minister|Foreign Minister|Foreign Secretary|Defense Minister|Defence Minister|"
    "Defense Secretary|Defence Secretary|Finance Minister|Interior Minister|Minister|Secretary of State|Secretary-General|Secretary General|"
    "Secretary|Chancellor|Premier|Ambassador|Special Envoy|Envoy|Special Representative|Representative|Senator|Sen.|Rep.|Governor|Gov.|Mayor|"
    "General|Gen.|Colonel|Col.|Admiral|Adm.|Major|Maj.|Captain|Lt.|Commander|King|Queen|Prince|Princess|Sheikh|Emir|Sultan|Pope|Bishop|"
    "Archbishop|Cardinal|Judge|Justice|Father|Sister|Rabbi|Imam|Professor|Prof.|Dr.|Mr.|Mrs.|Ms.|Miss|Sir|Dame|Lord|Lady|Speaker|Commissioner|Director|Chairman|"
    "Chairwoman|Chair|Spokesman|Spokeswoman|Spokesperson|Deputy Minister|Deputy Foreign Minister|Chief Negotiator|Negotiator"
)
_TITLES = TITLES.replace(".", r"\.")
_ROLE_WORDS = (
    "president|prime minister|foreign minister|defense minister|defence minister|minister|chancellor|premier|leader|king|queen|prince|emir|"
    "senator|governor|mayor|colonel|admiral|captain|judge|ambassador|envoy|negotiator|mediator|spokesman|spokeswoman|spokesperson|secretary|general|commander|chief|director|"
    "chairman|chairwoman|chair|commissioner|analyst|expert|professor|economist|researcher|adviser|advisor|diplomat|official|lawmaker"
)
_TITLED = re.compile(
    rf"(?P<before>(?:[A-Z][\w.’'-]+\s+){{0,3}})(?P<title>(?:{_TITLES}))\s+(?P<name>[A-Z][\w’'-]+(?:\s+(?:[A-Z]\.|[A-Z][\w’'-]+|de|van|von|al|bin|der|la))*)"
)
_APPOSED = re.compile(
    rf"(?P<name>[A-Z][\w’'-]+(?:\s+(?:[A-Z]\.|[A-Z][\w’'-]+|de|van|von|al|bin|der|la)){{0,4}}),\s+(?P<role>(?:(?:a|an|the|its|his|her|their|one of)\s+)?[^,;:.\"“”]{{0,90}}?\b(?:{_ROLE_WORDS})s?\b[^,;:.\"“”]{{0,90}})[,.;]"
)
_BEHIND = re.compile(
    rf"(?P<role>(?:[A-Z][\w’'-]+\s+){{0,3}}(?:[\w’'-]+\s+){{0,3}}(?:{_ROLE_WORDS}|deputy|aide|colleague|opposite number|predecessor|successor|daughter|son|wife|husband|brother|sister|counterpart|lawyer|commander)),\s+(?:the \w+ )?(?:(?:{_TITLES})\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){{0,3}})[,.;]"
)
_PROPER = r"[A-Z][\w’'-]+(?:\s+(?:[A-Z]\.|[A-Z][\w’'-]+|de|van|von|al|bin|der|la)){0,3}\s+[A-Z][\w’-]+"
_OF = re.compile(rf"(?P<name>{_PROPER})\s+of\s+(?:the\s+)?(?P<place>[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+){{0,3}})")
_PLACED = re.compile(
    rf"(?P<place>[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+){{0,2}}?)(?:['’]s\s+(?:(?:[a-z][\w-]+\s+){{0,4}})|\s+(?:[a-z][\w-]+\s+){{0,3}}(?:{_ROLE_WORDS}|deputy)\s+)(?P<name>{_PROPER}|[A-Z][\w’-]+)"
)
_ITS = re.compile(rf"\bIts\s+(?:[\w-]+\s+){{0,3}}(?:{_ROLE_WORDS}|deputy),?\s+(?P<name>{_PROPER})")
_OUTSIDE = re.compile(
    r"\b(?:expert|analyst|professor|researcher|scholar|economist|historian|author|journalist|reporter|columnist|lecturer|fellow|pollster|think[- ]tank|institute|university|forum|foundation|centre|center|consultancy|observatory|correspondent|commentator)s?\b",
    re.I,
)
"""Who speaks of a country and not for it."""
_ROLE = re.compile(rf"\b(?:{_ROLE_WORDS})\b", re.I)
_HE, _SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
_THEY = {"they", "them", "their", "themselves", "both", "the two", "the pair"}
_WE = {"we", "us", "our", "ourselves"}
_MEN, _WOMEN = (
    re.compile(
        r"\b(?:Mr\.|Sir|Lord|King|Prince|Emir|Sultan|Spokesman|Chairman|spokesman|chairman|king|prince|(?:son|husband|brother|father|uncle|grandfather)\b)"
    ),
    re.compile(
        r"\b(?:Mrs\.|Ms\.|Miss|Dame|Lady|Queen|Princess|Spokeswoman|Chairwoman|spokeswoman|chairwoman|queen|princess|(?:daughter|wife|sister|mother|aunt|widow|grandmother)\b)"
    ),
)


@dataclass
class Person:
    """Somebody of whom a text tells, gathered over its mentions."""

    name: str
    role: str = ""
    places: list[str] = field(default_factory=list)
    woman: bool | None = None
    first: int = 0


@dataclass(frozen=True)
class Party:
    """A party that speakers may stand for."""

    key: str
    words: tuple[str, ...]
    """Its names in texts."""


def parties_of(named: Mapping[str, str]) -> tuple[Party, ...]:
    """Parties by key and name, with the other words that texts use for them."""
    found = []
    for key, name in named.items():
        words = {
            name,
            key.replace("_", " "),
            *synonyms(name),
            *synonyms(key),
            *synonyms(key.upper()),
            *synonyms(key.title()),
        }
        for country in places_in(name):
            words |= synonyms(country) if len(places_in(name)) == 1 else set()
        found.append(Party(key, tuple(sorted((w for w in words if len(w) > 1), key=len, reverse=True))))
    return tuple(found)


class People:
    """The register of a text, filled before it is read and asked while it is."""

    def __init__(self, text: str, docs: Sequence[Doc], starts: Sequence[int], parties: Sequence[Party] = ()) -> None:
        self.parties = tuple(parties)
        self.people: dict[str, Person] = {}
        self.recent: list[Person] = []
        self.group = ""
        self.speaking = ""
        """Who is `I` while a turn of a transcript is read, whom no pronoun in it means."""
        for match in _TITLED.finditer(text):
            self._add(match["name"], match["title"], match["before"], match.start())
        for match in _APPOSED.finditer(text):
            if len(match["name"].split()) > 1 or match["name"] in self.people:
                self._add(match["name"], match["role"], "", match.start())
        for match in _BEHIND.finditer(text):
            self._add(match["name"], match["role"], "", match.start("name"))
        for doc, start in zip(docs, starts, strict=True):
            for entity in doc.ents:
                if (
                    entity.label_ == "PERSON"
                    and entity.text[:1].isupper()
                    and re.fullmatch(r"[^\W\d_][\w .’'-]*", entity.text)
                ):
                    self._add(entity.text, "", "", start + entity.start_char)

        self._merge_first_names()
        self._place(text)

    def _place(self, text: str) -> None:
        """The countries of people told by `NAME of COUNTRY`, `COUNTRY's NAME`, `Its envoy, NAME` and `NAME's deputy`."""
        for pattern in (_OF, _PLACED):
            for match in pattern.finditer(text):
                person = self.people.get(match["name"].split()[-1])
                if person is not None and not person.places and person.name.split()[0] in match["name"].split():
                    person.places += places_in(match["place"])[:1]
        for match in _ITS.finditer(text):
            person = self.people.get(match["name"].split()[-1])
            before = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text[max(0, match.start() - 300) : match.start()].rstrip())[-1]
            named = places_in(before)
            if person is not None and not person.places and named and before.startswith(tuple(synonyms(named[0]))):
                person.places.append(named[0])
        for person in self._everybody():
            chief = re.match(
                r"(?P<who>[A-Z][\w-]+)['’]s\s+(?:[\w-]+\s+){0,2}(?:deputy|spokes\w+|aide|advis[eo]r|envoy)\b",
                person.role,
            )
            if chief is not None and not person.places and chief["who"] in self.people:
                person.places += self.people[chief["who"]].places

    def _merge_first_names(self) -> None:
        """A first name alone is the person who bears it, where only one does."""
        for key, person in list(self.people.items()):
            if person.name != key:
                continue
            bearers = [
                p
                for p in self.people.values()
                if len(p.name.split()) > 1 and p.name.split()[0] == key and p is not person
            ]
            if len(bearers) == 1:
                self.people[key] = bearers[0]

    def _add(self, name: str, role: str, before: str, at: int) -> Person:
        name = re.sub(r"^[A-Z][\w-]+['’]s\s+|['’]s$", "", " ".join(name.split()))
        last = name.split()[-1]
        if places_in(name) == places_in(last) != [] or name in TITLES.split("|"):
            return Person(name)
        known = self.people.get(last)
        if known is None:
            known = self.people[last] = Person(name, first=at)
        elif len(name) > len(known.name) and known.name.split()[-1] == last and len(name.split()) <= 4:
            if known.name.split()[0] in name or len(known.name.split()) == 1:
                known.name = name
        if role and len(role) > len(known.role) and role not in ("Mr.", "Mrs.", "Ms.", "Miss", "Dr."):
            words = f"{before.strip()} {role}".strip() if places_in(before) else role
            known.role = re.sub(r"^(?:a|an|the|its|one of)\s+", "", " ".join(words.split()))
        for place in places_in(f"{before} {role}"):
            if place not in known.places:
                known.places.append(place)
        around = f"{before} {role} {name}"
        if _WOMEN.search(around):
            known.woman = True
        elif _MEN.search(around):
            known.woman = False
        elif known.woman is None and len(known.name.split()) > 1:
            known.woman = woman_named(known.name.split()[0])
        return known

    def said(self, person: Person) -> None:
        """Note that somebody was just spoken of, so that a pronoun finds them."""
        if person in self.recent:
            self.recent.remove(person)
        self.recent.append(person)

    def notice(self, words: str) -> None:
        """Note the people whom a sentence names, in their order."""
        for match in re.finditer(r"[A-Z][\w’'-]+", words):
            person = self.people.get(re.sub(r"['’]s$", "", match.group()))
            if person is not None:
                self.said(person)

    def resolve(self, mention: str) -> tuple[str, str, str]:
        """Name, role and party of whom a mention means; each empty where the text does not tell."""
        low = re.sub(r"\s+", " ", mention.strip().lower())
        if low in _HE | _SHE | {"who"}:
            person = self._pronoun(None if low == "who" else low in _SHE)
            return self._told(person) if person is not None else ("", "", "")
        own = re.match(r"(his|her) (.+)", low)
        if own is not None:
            person = self._pronoun(own[1] == "her", learn=False)
            if person is not None:
                return "", "", self._told(person)[2] if not _OUTSIDE.search(mention) else ""
        both = re.match(r"(he|she) and (.+)", low)
        if both is not None:
            person = self._pronoun(both[1] in _SHE)
            if person is not None:
                name, role, party = self._told(person)
                return f"{name} and {mention.split(' and ', 1)[1]}", role, party
        if low in _THEY:
            return (self.group, "", self.party(self.group)) if self.group else ("", "", "")
        person = self._named(mention)
        if person is not None:
            self.said(person)
            if not person.places and not _OUTSIDE.search(mention):
                person.places += places_in(mention.replace(person.name, ""))
            return self._told(person, mention)
        named = _ROLE.search(mention)
        plural = re.search(rf"\b(?:{_ROLE_WORDS})s\b|\ballies\b|\bofficials\b|\bsources\b|\bboth\b", mention, re.I)
        if named is not None and not plural and re.match(r"(?:the|that|this|his|her|our)\b", low):
            person = self._by_role(mention, named.group().lower())
            if person is not None:
                self.said(person)
                return self._told(person, mention)
        if plural or re.search(r"s\b|\band\b", mention.split(",")[0]):
            self.group = mention
        return "", "", "" if _OUTSIDE.search(mention) else self.party(mention)

    def party(self, words: str) -> str:
        """The party that words name; a country's name where no parties are given."""
        if not words:
            return ""
        at: dict[str, tuple[int, int]] = {}
        for party in self.parties:
            for word in party.words:
                match = re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", words, re.I if len(word) > 3 else 0)
                if match is not None and (party.key not in at or match.start() < at[party.key][0]):
                    at[party.key] = (match.start(), -len(word))
        if at:
            return min(at, key=lambda key: at[key])
        if self.parties:
            for country in places_in(words):
                if country in _EUROPE and any("Europe" in p.words for p in self.parties):
                    return next(p.key for p in self.parties if "Europe" in p.words)
            return ""
        return next(iter(places_in(words)), "")

    def _named(self, mention: str) -> Person | None:
        """The person whose last name a mention ends in."""
        words = re.findall(r"[A-Z][\w’'-]+", re.split(r",| of | at | for | from ", re.sub(r"['’]s\b", "", mention))[0])
        for word in reversed(words):
            person = self.people.get(word)
            if person is not None:
                return person
            if len(words) > 1 or word in TITLES:
                continue
        matches = [p for p in self._everybody() if words and words[-1] in p.name.split()]
        return matches[0] if len(matches) == 1 and len(words[-1]) > 3 else None

    def _everybody(self) -> list[Person]:
        """Each person once, whose first name may be a second key."""
        return list({id(person): person for person in self.people.values()}.values())

    def _pronoun(self, woman: bool | None, *, learn: bool = True) -> Person | None:
        """Whom a pronoun means; `learn` notes the gender that it tells of somebody."""
        recent = [person for person in self.recent if not self.speaking or person.name != self.speaking]
        sure = [person for person in recent[-4:] if woman is not None and person.woman == woman]
        for person in (*reversed(sure), *reversed(recent)):
            if woman is None or person.woman is None or person.woman == woman:
                if learn and woman is not None and person.woman is None:
                    person.woman = woman
                return person
        return None

    def _by_role(self, mention: str, role: str) -> Person | None:
        places = places_in(mention)
        fitting = []
        for person in self._everybody():
            their = person.role.lower()
            heads = {"leader": ("president", "prime minister", "leader", "chancellor", "premier", "king", "emir")}.get(
                role, (role,)
            )
            if role == "official" or not any(head in their for head in heads):
                continue
            if "vice" in their and "vice" not in mention.lower():
                continue
            if places and not set(places) & set(self._places(person)):
                continue
            fitting.append(person)
        if not fitting:
            return None
        for person in reversed(self.recent):
            if person in fitting:
                return person
        return fitting[0] if len(fitting) == 1 else None

    def _places(self, person: Person) -> list[str]:
        return person.places or _KNOWN.get(person.name.split()[-1], [])

    def _told(self, person: Person, mention: str = "") -> tuple[str, str, str]:
        if _OUTSIDE.search(person.role) or _OUTSIDE.search(mention):
            return person.name, person.role, ""
        party = next((p for place in self._places(person) if (p := self.party(place))), "")
        return person.name, person.role, party or self.party(mention) or self.party(person.role)


_EUROPE = frozenset(
    """France Germany Italy Spain Portugal Poland Netherlands Belgium Luxembourg Austria Ireland Sweden Finland Denmark Greece Hungary Romania
    Bulgaria Croatia Slovenia Slovakia Estonia Latvia Lithuania Malta Cyprus""".split()
) | {"United Kingdom", "Czech Republic", "Norway"}

_KNOWN: dict[str, list[str]] = {
    name: [country]
    for country, names in {
        "United States": "Trump Biden Vance Rubio Blinken Harris Obama Witkoff Hegseth Kellogg Sullivan",
        "Russia": "Putin Lavrov Medvedev Peskov Ushakov Zakharova",
        "Ukraine": "Zelenskyy Zelensky Zelenskiy Kuleba Yermak Sybiha Umerov",
        "France": "Macron",
        "Germany": "Scholz Merz Merkel Pistorius Baerbock",
        "United Kingdom": "Starmer Sunak Lammy",
        "Europe": "Leyen Kallas Borrell Costa",
        "NATO": "Rutte Stoltenberg",
        "United Nations": "Guterres",
        "Poland": "Tusk Sikorski",
        "Hungary": "Orban Orbán",
        "Italy": "Meloni",
        "Turkey": "Erdogan Erdoğan Fidan",
        "Israel": "Netanyahu",
        "Iran": "Khamenei Pezeshkian Araghchi",
        "China": "Jinping",
        "India": "Modi",
    }.items()
    for name in names.split()
}
"""Well-known office holders of 2025, for texts that take it as known whom they lead; what a text says itself counts first."""
