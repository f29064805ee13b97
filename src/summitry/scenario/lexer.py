"""Cuts the small texts of a scenario into tokens; after `is`, the words are the labels of what is spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark import Token

from summitry.scenario.vocabulary import Entry, Vocabulary

MOST_CHARACTERS = 4_000
MOST_TOKENS = 600
MOST_DEPTH = 40

NUMBER_WORDS = {w: str(n) for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
FUNCTIONS = ("min", "max", "exp", "log", "sqrt", "abs")
LAWS = ("pert", "triangular", "beta", "normal", "lognormal", "choice", "dirichlet")

_SINGLE = "and or not is with on agreed made kept broken happened left otherwise round exactly all any none of to"
_KEYWORDS = (
    ("AT_LEAST", r"at\s+least"),
    ("AT_MOST", r"at\s+most"),
    ("ONE_OF", r"one\s+of"),
    ("CARRIED_OUT", r"carried\s+out"),
    ("BACKED_DOWN", r"backed\s+down"),
    ("WORTH_OF", r"worth\s+of"),
    ("NUMBER_OF", r"number\s+of"),
    ("SHARE_OF", r"share\s+of"),
    ("IN", r"in"),
    ("COUNT", r"count(?=\s*\()"),
    ("FUNCTION", rf"(?:{'|'.join(FUNCTIONS)})(?=\s*\()"),
    ("LAW", rf"(?:{'|'.join(LAWS)})(?=\s*\()"),
    *((w.upper(), w) for w in _SINGLE.split()),
)
KEYWORDS = [(kind, re.compile(rf"{words}(?![\w]|['’]\w)", re.IGNORECASE)) for kind, words in _KEYWORDS]
NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?!\w)", re.IGNORECASE)
MARKS = {
    "+": "PLUS",
    "-": "MINUS",
    "−": "MINUS",
    "*": "STAR",
    "/": "SLASH",
    "^": "CARET",
    "(": "LPAR",
    ")": "RPAR",
    ",": "COMMA",
}
SPACE = re.compile(r"\s*")
_ENDS_NAME = re.compile(
    r"\s+(?:is|and|or|not|agreed|made|kept|broken|happened|left|carried\s+out|backed\s+down|to)(?!\w)", re.IGNORECASE
)
_IN = re.compile(r"\s+in(?!\w)", re.IGNORECASE)
_ENDS_LABEL = re.compile(r"\s+(?:and|or)(?!\w)", re.IGNORECASE)
_NOT_IN_NAME = re.compile(r"[,()+*/^<>=]|\s+[-−]\s")


@dataclass(frozen=True)
class Flaw:
    """Something wrong inside a text, at an offset."""

    offset: int
    found: str
    expected: str
    fix: str = ""


class TextFault(Exception):
    """A text that cannot be cut or parsed at all."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(flaw.found)


def fault(offset: int, found: str, expected: str, fix: str = "") -> TextFault:
    """A text fault with its flaw."""
    return TextFault(Flaw(offset, found, expected, fix))


class Lexer:
    """Tokens of one text, from left to right."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        if len(text) > MOST_CHARACTERS:
            raise fault(0, f"a text of {len(text)} characters", f"at most {MOST_CHARACTERS}")
        self.text = text
        self.vocabulary = vocabulary
        self.place = 0
        self.tokens: list[Token] = []
        self.subject: Entry | None = None
        self.labels = False
        """Labels come next."""
        self.several = False
        """Inside `is one of`: a comma may be followed by another label."""
        self.on = False
        """Inside `agreed on`: a comma or `and` may be followed by another issue."""
        self.share = False
        """After `share of`: `in` is a word, and numbers follow `is`."""

    def run(self) -> list[Token]:
        """All tokens of the text."""
        depth = prefix = 0
        while True:
            self.skip()
            if self.place >= len(self.text):
                return self.tokens
            self.next()
            last = self.tokens[-1]
            depth += {"LPAR": 1, "RPAR": -1}.get(last.type, 0)
            prefix = prefix + 1 if last.type in ("NOT", "MINUS", "CARET") else prefix
            if depth > MOST_DEPTH or prefix > 2 * MOST_DEPTH or len(self.tokens) > MOST_TOKENS:
                raise fault(
                    last.start_pos or 0,
                    "a text that is too deep or too long",
                    f"at most {MOST_DEPTH} levels of parentheses and {MOST_TOKENS} words",
                    "name its parts as markers or numbers",
                )

    def skip(self) -> None:
        """Pass over spaces."""
        self.place = SPACE.match(self.text, self.place).end()  # type: ignore[union-attr]

    def emit(self, kind: str, end: int) -> None:
        """Add the token up to `end`."""
        token = Token(kind, self.text[self.place : end], start_pos=self.place, end_pos=end)
        self.tokens.append(token)
        self.place = end

    def next(self) -> None:
        """Add the next token."""
        if self.labels:
            self.label()
            return
        text, place = self.text, self.place
        mark = MARKS.get(text[place])
        joins = mark == "COMMA" or (self.on and text[place : place + 3].lower() == "and")
        if joins and self.comma():
            return
        if mark:
            self.several = self.several and mark == "COMMA"
            self.emit(mark, place + 1)
            return
        name = self.vocabulary.pattern.match(text, place)
        keyword = next(((k, m) for k, p in KEYWORDS if (k != "IN" or self.share) and (m := p.match(text, place))), None)
        number = NUMBER.match(text, place)
        longest = (
            max(m.end() for m in (name, keyword[1] if keyword else None, number) if m)
            if name or keyword or number
            else 0
        )
        if name and name.end() == longest and self.vocabulary.get(name.group()):
            self.subject = self.vocabulary.get(name.group())
            self.emit("NAME", name.end())
        elif keyword and keyword[1].end() == longest:
            self.keyword(*keyword)
        elif number and number.end() == longest:
            self.emit("NUMBER", number.end())
        else:
            self.unknown()

    def keyword(self, kind: str, match: re.Match[str]) -> None:
        """Add a fixed word; some change what may follow."""
        before = self.tokens[-1].type if self.tokens else ""
        if kind == "ONE_OF" and before in ("AT_LEAST", "AT_MOST", "EXACTLY"):
            self.emit("NUMBER", self.place + 3)
            self.tokens[-1] = self.tokens[-1].update(value="1")
            return
        if kind == "ROUND":
            self.subject = None
        self.labels = kind == "IS" and before != "ROUND" and not self.share
        self.share = kind == "SHARE_OF" or (self.share and kind == "IN")
        self.several = False
        self.on = kind == "ON"
        self.emit(kind, match.end())

    def label(self) -> None:
        """Add a label of the subject, or one of the words that may stand before it."""
        text, place = self.text, self.place
        before = self.tokens[-1].type
        known = self.subject.label_pattern.match(text, place) if self.subject else None
        for kind, words in KEYWORDS:
            match = words.match(text, place)
            allowed = {
                "NOT": before == "IS",
                "ONE_OF": before in ("IS", "NOT"),
                "AT_LEAST": before in ("IS", "NOT"),
                "AT_MOST": before in ("IS", "NOT"),
            }
            if match and allowed.get(kind) and not (known and known.end() > match.end()):
                self.several = kind == "ONE_OF"
                self.emit(kind, match.end())
                return
        self.labels = False
        if known:
            self.emit("LABEL", known.end())
            return
        if text[place] in MARKS:
            raise fault(place, f"{text[place]!r} after `is`", "what it is")
        ends = [m.start() for p in (_ENDS_LABEL, _NOT_IN_NAME) if (m := p.search(text, place))]
        self.emit("LABEL", max(min([*ends, len(text)]), place + 1))

    def comma(self) -> bool:
        """Add a comma (or `and`) that stands between labels or issues of one list; False if it does not."""
        text, place = self.text, self.place
        width = 1 if text[place] == "," else 3
        after = SPACE.match(text, place + width).end()  # type: ignore[union-attr]
        if self.several and width == 1 and self.subject is not None:
            listed = self.subject.label_pattern.match(text, after)
            named = self.vocabulary.pattern.match(text, after)
            # an unknown word with no `is` behind it can only be a misspelt label
            alone = (
                not named
                and not re.match(r"[^,()]*\bis\b", text[after:], re.IGNORECASE)
                and text[after : after + 1] != "("
            )
            if (listed and not (named and named.end() > listed.end())) or (alone and after < len(text)):
                self.emit("LABEL_COMMA", place + 1)
                self.labels = True
                return True
        if self.on:
            named = self.vocabulary.pattern.match(text, after)
            entry = self.vocabulary.get(named.group()) if named else None
            if (
                named
                and entry
                and entry.kind == "issue"
                and not re.match(r"\s+is\b", text[named.end() :], re.IGNORECASE)
            ):
                self.emit("ISSUE_COMMA", place + width)
                return True
            self.on = False
        return False

    def unknown(self) -> None:
        """Add words that are no name in the file, or stop at a character that is nowhere allowed."""
        text, place = self.text, self.place
        before = self.tokens[-1].type if self.tokens else ""
        word = re.match(r"[^\W_]+(?!\w)", text[place:])
        if word and before in ("AT_LEAST", "AT_MOST", "EXACTLY") and word.group().lower() in NUMBER_WORDS:
            self.emit("NUMBER", place + len(word.group()))
            self.tokens[-1] = self.tokens[-1].update(value=NUMBER_WORDS[word.group().lower()])
            return
        if not (text[place].isalnum() or text[place] == "_"):
            fix = (
                "write `is`"
                if text[place] == "="
                else "write `is at least` or `is at most`"
                if text[place] in "<>"
                else ""
            )
            raise fault(
                place, f"unexpected character {text[place]!r}", "names, numbers and the words of the language", fix
            )
        stops = (_ENDS_NAME, _NOT_IN_NAME, _IN) if self.share else (_ENDS_NAME, _NOT_IN_NAME)
        ends = [m.start() for p in stops if (m := p.search(text, place))]
        self.subject = None
        self.emit("NAME", max(min([*ends, len(text)]), place + 1))
