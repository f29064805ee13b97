"""Which words of some texts are names: those that are declared, those with a capital, and what is made from them.

To take a word for a name that is none costs readability; to miss one costs secrecy. So a capital inside a sentence
makes a name unless the word is known to be ordinary, and a word that begins a sentence is one unless it is ordinary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .addresses import addresses
from .english import ACRONYMS, FUNCTION, TITLES, is_ordinary
from .finding_dates import dates
from .names import Declared, How, Names, Passage
from .places import HOMOGRAPHS, families, phrases
from .tokens import Token, begins_sentence, folded, tokens

PREFIXES = frozenset(
    """
    anti cis counter ex extra inter intra mid multi neo non over pan post pre pro pseudo re semi sub super trans ultra
    un under
    """.split()
)
"""What may stand before a name in one word."""
_MADE = "an ean er ern erner ese i ian ic ien ienne in ine ish ism ist ite lian man n nian tian vian woman"
_SUFFIXES = frozenset(f"{ending}{plural}" for ending in _MADE.split() for plural in ("", "s", "es")) | frozenset(
    "ised isation ized ization men phile phobe phobia women".split()
)
_CONNECTORS = frozenset("of for the de del della di da du des von van der den bin ibn abu al el la le".split())
_PARTICLES = frozenset(
    "von van der den de del della di da du dos das al el ul ibn bin bint abu umm zu zur ter ten la le".split()
)


_FOREIGN = _PARTICLES - frozenset("bin das den du la le ten van".split())
"""Those that are no other words."""


@dataclass
class _Seen:
    """How a word is written in the texts."""

    inside: int = 0
    """With a capital inside a sentence, or in a name."""
    first: int = 0
    """With a capital, where a sentence begins."""
    titled: int = 0
    """With a capital in a title."""
    small: int = 0
    """Without, in prose."""
    named: bool = False
    """With a capital in names or formulas."""
    small_name: int = 0
    """Without, in names and formulas."""
    spelt: Counter[str] = field(default_factory=Counter)


def find(passages: Iterable[Passage], declared: Declared) -> Names:
    """The names of some texts.

    Parties' ids are names wherever they stand, unless they are words of grammar (`us`, `a`): these only as identifiers
    and in capitals. People's names that are everyday words (Mark, Will) are names where they have a capital.
    """
    return _Finder(tuple(passages), declared).names()


class _Finder:
    def __init__(self, passages: Sequence[Passage], declared: Declared) -> None:
        self.passages, self.declared = passages, declared
        self.leave = frozenset(folded(word) for word in declared.leave)
        self.seen: dict[str, _Seen] = {}
        self.sequences: list[list[Token]] = []
        self.words: dict[str, How] = {}
        self.family: dict[str, str] = {}
        self.phrases: dict[tuple[str, ...], tuple[bool, ...]] = {}
        self.literals: set[str] = set()
        self.weak: dict[str, Sequence[str]] = {}
        self.rows = {folded(row) for row in declared.rows}
        for passage in passages:
            self.look(passage)

    # ------------------------------------------------ reading

    def look(self, passage: Passage) -> None:
        """Count how words are written, and gather words with capitals that stand side by side."""
        text, kind = passage.text, passage.kind
        dated = sorted([*((d.start, d.end) for d in dates(text)), *addresses(text)]) if kind != "formula" else []
        run: list[Token] = []
        last: Token | None = None
        at = 0
        for token in tokens(text):
            while at < len(dated) and dated[at][1] <= token.start:
                at += 1
            in_date = at < len(dated) and dated[at][0] <= token.start
            seen = self.seen.setdefault(token.word, _Seen())
            if token.capital and kind in ("name", "formula"):
                seen.named = True
            seen.spelt[token.text] += 1
            gap = text[last.end : token.start] if last is not None else ""
            last = token
            if in_date:
                run = self.close(run)
                continue
            if not token.capital:
                if kind in ("name", "formula"):
                    seen.small_name += 1
                else:
                    seen.small += 1
                joins = bool(run) and token.word in _CONNECTORS and gap in (" ", "-")
                run = [*run, token] if joins else self.close(run)
                continue
            starts = kind in ("prose", "title") and begins_sentence(text, token.start)
            if kind == "title":
                seen.titled += 1
            elif starts:
                seen.first += 1
            else:
                seen.inside += 1
            if run and (starts or gap.strip(" \n\r\t-.&’'") or "\n\n" in gap or len(gap) > 40):
                run = self.close(run)
            if starts and token.word in FUNCTION:
                continue
            if kind != "title":  # there, capitals side by side are no name
                run.append(token)
        self.close(run)

    def close(self, run: list[Token]) -> list[Token]:
        """Keep words with capitals that stood side by side; small words at the end do not belong to them."""
        while run and not run[-1].capital:
            run.pop()
        if len(run) > 1:
            self.sequences.append(run)
        return []

    # ------------------------------------------------ deciding

    def names(self) -> Names:
        """What is to be replaced."""
        declared = self.declared
        for side, types in declared.sides.items():
            self.side(side, types)
        for region in declared.regions:
            self.region(region)
        for name in (*declared.people, *declared.mentions):
            self.person(name, in_full=name in declared.people)
        self.gazetteer()
        for word, seen in self.seen.items():
            if word not in self.words and self.is_name(word, seen):
                self.add(word, "cased" if is_ordinary(word) else "any")
        for sequence in self.sequences:
            self.sequence(sequence)
        for side, name in declared.called.items():
            self.called(side, name)
        self.particles()
        for text in declared.also:
            self.wanted(text)
        self.derived()
        kept = {word: how for word, how in self.words.items() if word not in self.leave}
        chains = {words: flags for words, flags in self.phrases.items() if " ".join(words) not in self.leave}
        return Names(
            words=kept,
            family={word: self.root(word) for word in kept},
            phrases={
                w: tuple(f and x not in self.leave for f, x in zip(flags, w, strict=True))
                for w, flags in chains.items()
            },
            literals=frozenset(text for text in self.literals if folded(text) not in self.leave),
            spelling={word: _usual(seen.spelt) for word, seen in self.seen.items()},
            weak={side: types for side, types in self.weak.items() if folded(side) not in self.leave},
            named=frozenset(word for word in kept if word in self.seen and self.seen[word].named),
            leave=self.leave,
        )

    def add(self, word: str, how: How) -> None:
        """Take a word for a name."""
        if (
            word in self.declared.reserved
            or (word in FUNCTION and how != "weak")
            or (len(word) < 2 and not _wide(word))
        ):
            return
        if word in self.rows:
            return
        rank = ("weak", "cased", "any")
        if rank.index(how) >= rank.index(self.words.get(word, "weak")):
            self.words[word] = how

    def side(self, side: str, types: Sequence[str]) -> None:
        """A party, coalition or mediator by its id."""
        words = [t.word for t in tokens(side)]
        if all(w in FUNCTION or w in self.declared.reserved or (len(w) == 1 and not _wide(w)) for w in words):
            self.weak[side] = types
            if len(words) == 1 and len(words[0]) > 1:
                self.add(words[0], "weak")
            return
        for token in tokens(side):
            self.letters(token, "any")

    def letters(self, token: Token, how: How) -> None:
        """A word, or, where words are written without spaces between them, its characters wherever they stand."""
        if token.caseless:
            if len(token.text) > 1:
                self.literals.add(token.text)
        else:
            self.add(token.word, how)

    def region(self, region: str) -> None:
        """A parcel of land by its key or its name."""
        found = list(tokens(region))
        plain = " ".join(region.split())
        if any(c.isdigit() for c in plain) or not found:
            if len(plain) > 1 and not plain.isdigit():
                self.literals.add(plain)
            return
        if all(is_ordinary(t.word) for t in found):
            self.phrase(found)
            return
        for token in found:
            if not is_ordinary(token.word):
                self.letters(token, "any")

    def person(self, name: str, *, in_full: bool) -> None:
        """Somebody who speaks, relays or is spoken to."""
        for token in tokens(name):
            word = token.word
            if word in TITLES or word in _CONNECTORS:
                continue
            if token.caseless:
                self.letters(token, "any")
            elif token.capital:
                self.add(word, "cased" if is_ordinary(word) else "any")
            elif in_full and not is_ordinary(word):
                self.add(word, "any")

    def called(self, side: str, name: str) -> None:
        """The name in full of a party: something of it must change."""
        found = list(tokens(name))
        for token in found:
            if token.caseless or not is_ordinary(token.word):
                self.letters(token, "any")
            elif len(found) == 1:
                self.add(token.word, "any")
        if len(found) > 1 and not any(t.word in self.words or t.caseless for t in found):
            self.phrase(found)
        others = {t.word for other in self.declared.sides if other != side for t in tokens(other)}
        strong = [t.word for t in found if t.word in self.words and t.word not in others]
        ids = [t.word for t in tokens(side) if t.word in self.words]
        if strong and ids and not any(w in self.family or w in strong for w in ids):
            self.join(ids[0], strong[0])

    def phrase(self, found: Sequence[Token]) -> None:
        """Several words that are a name together; single letters and words of grammar stay in it."""
        words = tuple(t.word for t in found)
        flags = tuple(len(w) > 1 and w not in FUNCTION and w not in self.declared.reserved for w in words)
        if len(words) == 1 and flags[0]:
            self.add(words[0], "any")
        elif any(flags):
            self.phrases[words] = flags

    def gazetteer(self) -> None:
        """Known places, peoples and powers, with or without a capital."""
        known = families()
        for word, seen in self.seen.items():
            if word in known:
                ambiguous = word in HOMOGRAPHS or word in FUNCTION
                self.family.setdefault(word, known[word])
                if not ambiguous:
                    self.add(word, "any")
                elif seen.inside or seen.titled or (seen.first and not seen.small):
                    self.add(word, "cased")
        starts = {phrase[0] for phrase in phrases()}
        for passage in self.passages:
            line = [t.word for t in tokens(passage.text)]
            for k, word in enumerate(line):
                if word in starts:
                    for length in range(2, 6):
                        chain = tuple(line[k : k + length])
                        if chain in phrases():
                            self.phrases[chain] = tuple(w not in FUNCTION for w in chain)

    def is_name(self, word: str, seen: _Seen) -> bool:
        """Whether a word that nobody declared is taken for a name."""
        if word in FUNCTION or word in TITLES or word in ACRONYMS or word in self.declared.reserved:
            return False
        if is_ordinary(word):
            # a capital inside a sentence is a name's, unless the word is also written without
            return seen.inside > 0 and not seen.small + seen.small_name
        if seen.inside:
            return not (seen.small > seen.inside and seen.small > 1)
        if seen.titled and not seen.first:
            return not seen.small + seen.small_name
        return seen.first > 0 and not seen.small

    def sequence(self, run: Sequence[Token]) -> None:
        """Words with capitals side by side: ordinary ones among them are names there and nowhere else."""
        plain: list[Token] = []
        for k, token in enumerate([*run, None]):
            ordinary = token is not None and token.word not in self.words and token.word not in TITLES
            if token is not None and (ordinary or (plain and token.word in _CONNECTORS)):
                plain.append(token)
                continue
            while plain and not plain[-1].capital:
                plain.pop()
            if len(plain) > 1:
                self.phrase(plain)
            elif plain:
                before = run[k - 2] if k > 1 else None
                if before is not None and before.word in self.words:
                    words = (before.word, plain[0].word)
                    self.phrases.setdefault(words, (False, words[1] not in FUNCTION))
                elif token is not None and token.word in self.words and k == 1 and plain[0].word not in FUNCTION:
                    self.phrases.setdefault((plain[0].word, token.word), (True, False))
            plain = []
        for k, token in enumerate(run[1:], 1):
            if token.word in _PARTICLES and not token.capital and run[k - 1].word in self.words:
                end = next((j for j in range(k, len(run)) if run[j].capital), len(run))
                chain = tuple(t.word for t in run[k - 1 : end + 1])
                if end < len(run):
                    self.phrases[chain] = tuple(w in _PARTICLES for w in chain)

    def particles(self) -> None:
        """What stands before a name in other languages than English (von Tarlenheim, al-Assad)."""
        for passage in self.passages:
            line = list(tokens(passage.text))
            for token, after in pairwise(line):
                gap = passage.text[token.end : after.start]
                if token.word in _FOREIGN and after.capital and after.word in self.words and gap in (" ", "-"):
                    self.phrases.setdefault((token.word, after.word), (True, False))

    def wanted(self, text: str) -> None:
        """What the user names: as a whole, wherever it stands."""
        found = list(tokens(text))
        if not found or any(t.caseless for t in found) or any(c.isdigit() for c in text):
            if text.strip():
                self.literals.add(" ".join(text.split()))
            return
        words = tuple(t.word for t in found)
        if len(words) == 1:
            self.words[words[0]] = "any"
        else:
            self.phrases[words] = tuple(True for _ in words)

    # ------------------------------------------------ what is made from names

    def derived(self) -> None:
        """Words made from names: Russian, Russians, prorussian; of which the ordinary are left."""
        bases = sorted((w for w, how in self.words.items() if how == "any" and len(w) > 2), key=lambda w: (len(w), w))
        stems: dict[str, list[str]] = {}
        for base in bases:
            for cut in range(3):
                stem = base[: len(base) - cut]
                if len(stem) >= max(3, len(base) - 2) and (cut == 0 or stem + base[-cut:] == base):
                    stems.setdefault(stem, []).append(base)
        for word in sorted(self.seen, key=lambda w: (len(w), w)):
            found = self.base(word, stems)
            if found is None:
                continue
            if word not in self.words and word not in self.leave:
                self.add(word, "any")
            if word in self.words and word != found:
                self.join(word, found)
        for word, how in list(self.words.items()):
            if how == "cased" and word.endswith("s") and word[:-1] in self.words:
                self.join(word, word[:-1])

    def base(self, word: str, stems: Mapping[str, Sequence[str]]) -> str | None:
        """The name that a word is made from."""
        declared = {t.word for side in self.declared.sides for t in tokens(side)}
        for length in range(len(word), 2, -1):
            for base in stems.get(word[:length], ()):
                rest = word[length:]
                if base == word:
                    continue
                whole = length == len(base)
                if whole and rest in ("s", "es"):
                    return base
                if is_ordinary(word) and not (base in declared and rest in _SUFFIXES):
                    continue
                if rest in _SUFFIXES or (whole and len(base) >= 5):
                    return base
        for prefix in sorted(PREFIXES):
            behind = word.removeprefix(prefix)
            if behind == word or len(behind) < 4 or is_ordinary(word):
                continue
            if self.words.get(behind) == "any":
                return behind
            made = self.base(behind, stems) if len(behind) > 4 else None
            if made is not None:
                return made
        plural = f"{word}s"
        if len(word) > 3 and self.words.get(plural) == "any" and (plural in declared or not is_ordinary(word)):
            return plural
        return None

    def root(self, word: str) -> str:
        """The word that stands for a family."""
        while word in self.family and self.family[word] != word:
            word = self.family[word]
        return word

    def join(self, word: str, other: str) -> None:
        """Put two words in one family."""
        a, b = self.root(word), self.root(other)
        if a != b:
            self.family[a] = b


def _usual(spelt: Counter[str]) -> str:
    """How a word is spelt most often; of equals, with one capital."""
    return max(sorted(spelt), key=lambda text: (spelt[text], text[:1].isupper(), not text.isupper()))


def _wide(word: str) -> bool:
    """Whether a single letter is a word, as an ideograph is."""
    return any(t.caseless for t in tokens(word))
