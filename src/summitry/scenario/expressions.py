"""Laws, arithmetic and conditions: one small grammar over the tokens of `lexer`, and the nouns of `model` it yields."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lark import Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from summitry.quantities import Constant, Law
from summitry.scenario import model as m
from summitry.scenario.grammar import WORDS, parser
from summitry.scenario.lawmaking import LawFault, make_law
from summitry.scenario.lexer import Flaw, Lexer, TextFault
from summitry.scenario.troubles import did_you_mean, listed
from summitry.scenario.vocabulary import Entry, Vocabulary, key_of

PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
"""A label that is a plain number."""
NO_LIMIT = 1_000_000
"""The upper end of `round is at least n`."""
LARGEST = 1e100
"""From here on a number is taken for a slip."""


@dataclass
class Reader:
    """Turns parse trees into nouns, collecting flaws as it goes."""

    vocabulary: Vocabulary
    flaws: list[Flaw] = field(default_factory=list)
    by_draw: bool = False
    """Whether conditions may rest on shares that differ from draw to draw."""

    # ------------------------------------------------------------ names

    def flaw(self, token: Token, found: str, expected: str, fix: str = "") -> None:
        """Keep a flaw at a token."""
        self.flaws.append(Flaw(token.start_pos or 0, found, expected, fix))

    def entry(self, token: Token, kinds: Sequence[str], expected: str) -> Entry | None:
        """The thing that a name token means, if it is of one of these kinds."""
        entry = self.vocabulary.get(str(token))
        if entry is None:
            everything = [e.name for e in self.vocabulary.entries.values()]
            near = did_you_mean(str(token), self.vocabulary.of_kind(*kinds)) or did_you_mean(str(token), everything)
            self.flaw(token, f"unknown name {_short(token)!r}", expected, near)
        elif entry.kind not in kinds and not entry.loose:
            self.flaw(token, f"{entry.name!r}, which is {_a(entry.kind)}", expected)
            return None
        return entry

    def label(self, entry: Entry, token: Token) -> str:
        """A label of a thing, as declared."""
        known = entry.label(str(token))
        if known is None and entry.labels is not None and not entry.loose:
            what = "type" if entry.kind == "party" else "option"
            expected = f"one of {listed(entry.labels)}" if entry.labels else f"no `is` after {_a(entry.kind)}"
            fix = did_you_mean(str(token), entry.labels)
            self.flaw(token, f"unknown {what} {_short(token)!r} of {entry.name!r}", expected, fix)
        return known if known is not None else " ".join(str(token).split())

    # ------------------------------------------------------------ numbers

    def number(self, tree: Tree[Token]) -> Law | m.Expr:
        """A law, or arithmetic."""
        (child,) = tree.children
        if isinstance(child, Tree) and child.data == "law":
            return self.law(child)
        value = self.expr(child)
        known = constant(value)
        if known is not None and not abs(known) < LARGEST:
            found = "arithmetic without a result" if math.isnan(known) else "a number beyond all measure"
            self.flaws.append(Flaw(0, found, "a number"))
            return Constant(0.0)
        return value if known is None else Constant(known)

    def law(self, tree: Tree[Token]) -> Law:
        """An uncertain number."""
        first = tree.children[0]
        args = [(_signed(c), _start(c)) for c in tree.children if isinstance(c, Tree)]
        name = str(first).lower() if isinstance(first, Token) else "to"
        place = (first.start_pos or 0) if isinstance(first, Token) else args[0][1]
        try:
            return make_law(name, [value for value, _ in args])
        except LawFault as wrong:
            offset = args[wrong.which][1] if wrong.which is not None else place
            self.flaws.append(Flaw(offset, wrong.found, wrong.expected, wrong.fix))
            return Constant(0.0)

    def expr(self, tree: Tree[Token] | Token) -> m.Expr:
        """Arithmetic."""
        assert isinstance(tree, Tree)
        kids = [c for c in tree.children if isinstance(c, Tree)]
        tokens = [c for c in tree.children if isinstance(c, Token)]
        match str(tree.data):
            case "literal":
                return m.Const(_float(tokens[0]))
            case "named_number":
                entry = self.entry(tokens[0], ("number",), "a number, a law, or the name of a number")
                return m.Ref(key_of(entry.name if entry else str(tokens[0])))
            case "round":
                return m.Round()
            case "worth":
                entry = self.entry(tokens[1], ("party",), "the name of a party after `worth of`")
                return m.WorthOf(entry.name if entry else str(tokens[1]))
            case "number_of":
                return self.number_of(tokens[1])
            case "count":
                return m.CountOf(self.cond(kids[0], counted=True))
            case "negative":
                return m.Op("neg", (self.expr(kids[0]),))
            case "binary":
                return m.Op(str(tokens[0]).replace("−", "-"), (self.expr(kids[0]), self.expr(kids[1])))
            case "function":
                name = str(tokens[0]).lower()
                if name not in ("min", "max") and len(kids) != 1:
                    self.flaw(tokens[0], f"{len(kids)} numbers in {name}()", "one")
                return m.Op(name, tuple(map(self.expr, kids)))
        return self.expr(kids[0])

    def number_of(self, token: Token) -> m.Expr:
        """`number of claim`: the number by which the option is called that was chosen."""
        entry = self.entry(token, ("step",), "the name of a step after `number of`")
        if entry is None or entry.loose or entry.labels is None:
            return m.NumberOf(entry.name if entry is not None else str(token))
        wrong = next((label for label in entry.labels if not PLAIN.fullmatch(label)), None)
        if entry.family:
            fix = f"write `number of {entry.members[0]}`" if entry.members else ""
            self.flaw(token, f"{entry.name!r}, the common name of several steps", "one of them", fix)
        elif wrong is not None:
            self.flaw(
                token,
                f"{entry.name!r}, whose option {wrong!r} is no number",
                "a step whose options are plain numbers, such as `options: 0 to 1 by 0.1`",
            )
        return m.NumberOf(entry.name)

    # ------------------------------------------------------------ conditions

    def cond(self, tree: Tree[Token] | Token, counted: bool = False) -> m.Cond:
        """A condition; `counted` allows the common name of repeated steps."""
        assert isinstance(tree, Tree)
        kids = [c for c in tree.children if isinstance(c, Tree)]
        tokens = [c for c in tree.children if isinstance(c, Token)]
        match str(tree.data):
            case "any_of":
                parts = tuple(self.cond(c, counted) for c in kids)
                return parts[0] if len(parts) == 1 else m.Or(parts)
            case "all_of":
                return _joined([(self.cond(c, counted), c) for c in kids])
            case "negated":
                return m.Not(self.cond(kids[0], counted))
            case "group":
                return self.cond(kids[0], counted)
            case "counting":
                return self.counting(tokens, kids[0])
            case "round_is":
                return self.round_is(tokens)
            case "share_is":
                return self.share_is(tokens)
        return self.statement(str(tree.data), tokens, kids, counted)

    def counting(self, tokens: list[Token], tree: Tree[Token]) -> m.Cond:
        """How many of some conditions came true."""
        by_draw, self.by_draw = self.by_draw, False  # counts are of what happened
        of = tuple(self.cond(c, True) for c in tree.children if isinstance(c, Tree))
        self.by_draw = by_draw
        n = self.whole(tokens[1]) if tokens[1].type == "NUMBER" else 0
        ends = {"AT_LEAST": (n, None), "AT_MOST": (0, n), "EXACTLY": (n, n), "ALL": (None, None), "ANY": (1, None)}
        low, high = ends.get(tokens[0].type, (0, 0))
        return m.Count(of, low, high)

    def round_is(self, tokens: list[Token]) -> m.Cond:
        """`round is [not] [at least | at most] n`."""
        n = self.whole(tokens[-1])
        kinds = {t.type for t in tokens}
        low, high = (n, NO_LIMIT) if "AT_LEAST" in kinds else (1, n) if "AT_MOST" in kinds else (n, n)
        cond = m.RoundIs(low, high)
        return m.Not(cond) if "NOT" in kinds else cond

    def share_is(self, tokens: list[Token]) -> m.Cond:
        """`share of a in water is [not] at least 0.5`: the options by which it is so."""
        party, at, number = tokens[1], tokens[3], tokens[-1]
        entry = self.entry(at, ("issue",), "the name of an issue after `in`")
        who = self.entry(party, ("party",), "the name of a party after `share of`")
        kinds = {t.type for t in tokens}
        options: tuple[str, ...] = ()
        if entry is not None and who is not None and not entry.loose:
            shares = dict(entry.shares)
            if entry.split:
                return self.split_is(tokens, entry, who)
            if not shares:
                self.flaw(
                    at, f"{entry.name!r}, which is not split in `steps`", "an issue with `shares among` and `steps`"
                )
            elif who.name not in shares:
                self.flaw(party, f"{who.name!r}, which has no share of {entry.name!r}", f"one of {listed(shares)}")
            else:
                bound = _float(number)
                if not 0 <= bound <= 1:
                    self.flaw(number, f"{number}", "a share from 0 to 1")
                sign = 1 if "AT_LEAST" in kinds else -1
                pairs = zip(entry.labels or (), shares[who.name], strict=True)
                options = tuple(option for option, share in pairs if sign * (share - bound) >= -1e-9)
        return m.IssueIs(entry.name if entry is not None else str(at), options, "NOT" in kinds)

    def split_is(self, tokens: list[Token], entry: Entry, who: Entry) -> m.Cond:
        """The same of an issue that a bargaining solution splits: true or not by draw."""
        kinds, bound = {t.type for t in tokens}, _float(tokens[-1])
        if who.name not in entry.split:
            self.flaw(tokens[1], f"{who.name!r}, which has no share of {entry.name!r}", f"one of {listed(entry.split)}")
        if not 0 <= bound <= 1:
            self.flaw(tokens[-1], f"{tokens[-1]}", "a share from 0 to 1")
        if not self.by_draw:
            self.flaw(
                tokens[3],
                f"{entry.name!r}, whose split differs from draw to draw",
                "an issue that is split in `steps`",
                "only markers may rest on what a bargaining solution splits",
            )
        low, high = (bound, 1.0) if "AT_LEAST" in kinds else (0.0, bound)
        return m.ShareIs(entry.name, who.name, low, high, "NOT" in kinds)

    def whole(self, token: Token) -> int:
        """A whole number."""
        value = _float(token)
        if value != int(value) or value > NO_LIMIT:
            self.flaw(token, f"{token}", "a whole number")
            return 0
        return int(value)

    def statement(self, kind: str, tokens: list[Token], kids: list[Tree[Token]], counted: bool) -> m.Cond:
        """What is said of one thing."""
        first = tokens[0]
        cond: m.Cond
        if kind == "named":
            entry = self.entry(first, ("marker", "outcome"), "a condition, a marker or an outcome")
            if entry is not None and entry.by_draw and not self.by_draw:
                self.flaw(
                    first,
                    f"{entry.name!r}, a marker that differs from draw to draw",
                    "a condition on what happened",
                    "only other markers may rest on a share that a bargaining solution splits",
                )
            return m.Named(entry.name if entry else str(first))
        if kind == "came":
            entry, cond = self.came(first, tokens[1])
        elif kind.startswith("agreed"):
            entry, cond = self.agreed(first, tokens, kids)
        else:
            entry = self.entry(first, ("step", "issue", "party", "proposal"), "the name of a step, an issue or a party")
            cond = self.is_(entry, tokens)
        if entry is not None and entry.family and not counted:
            fix = f"write `{entry.members[0]}`, or `any of {entry.name} …`" if entry.members else ""
            found = f"{entry.name!r}, the common name of several steps"
            self.flaw(first, found, "one of them, or a count of them", fix)
        return cond

    def agreed(self, first: Token, tokens: list[Token], kids: list[Tree[Token]]) -> tuple[Entry | None, m.Cond]:
        """`deal agreed`, `… with …`, `… on …`."""
        entry = self.entry(first, ("proposal",), "the name of a proposal before `agreed`")
        issues = [
            self.entry(t, ("issue",), "the name of an issue after `agreed on`") for t in tokens[3:] if t.type == "NAME"
        ]
        having = self.cond(kids[0]) if kids else None
        if having is not None and not about_issues(having):
            found = "something other than issues after `with`"
            self.flaw(tokens[2], found, "what the package settles, such as `ceasefire is general`")
        on = tuple(e.name for e in issues if e is not None)
        return entry, m.Agreed(entry.name if entry else str(first), on, having)

    def is_(self, entry: Entry | None, tokens: list[Token]) -> m.Cond:
        """`step is option`, `issue is at least level`, `party is type`."""
        labels = [t for t in tokens if t.type == "LABEL"]
        negated = any(t.type == "NOT" for t in tokens)
        if entry is None:
            return m.StepIs(str(tokens[0]), tuple(map(str, labels)), negated)
        names = tuple(self.label(entry, t) for t in labels)
        along = next((t for t in tokens if t.type in ("AT_LEAST", "AT_MOST")), None)
        if along is not None:
            if not (entry.kind == "issue" and entry.ordered) and not entry.loose:
                word = " ".join(str(along).lower().split())
                self.flaw(along, f"`{word}` of {entry.name!r}, which has no order", "an issue with `levels`")
            order = list(entry.labels or ())
            if names[0] in order:
                at = order.index(names[0])
                names = tuple(order[at:] if along.type == "AT_LEAST" else order[: at + 1])
        if entry.kind == "issue":
            return m.IssueIs(entry.name, names, negated)
        if entry.kind == "party":
            return m.TypeIs(entry.name, names, negated)
        return m.StepIs(entry.name, names, negated)

    def came(self, name: Token, word: Token) -> tuple[Entry | None, m.Cond]:
        """`happened`, `left`, `made`, `carried out`, ….

        A threat is carried out or backed down, a promise kept or broken.
        """
        if word.type == "HAPPENED":
            entry = self.entry(name, ("step", "stage", "proposal"), "the name of a step or a stage before `happened`")
            return entry, m.Happened(entry.name if entry else str(name))
        if word.type == "LEFT":
            entry = self.entry(name, ("party",), "the name of a party before `left`")
            return entry, m.Left(entry.name if entry else str(name))
        kinds = {"MADE": ("threat", "promise"), "KEPT": ("promise",), "BROKEN": ("promise",)}.get(
            word.type, ("threat",)
        )
        words = " ".join(str(word).lower().split())
        entry = self.entry(name, kinds, f"the name of a {' or a '.join(kinds)} before `{words}`")
        what = {"MADE": "made", "KEPT": "carried out", "CARRIED_OUT": "carried out"}.get(word.type, "backed down")
        return entry, m.ThreatIs(entry.name if entry else str(name), what)


# ---------------------------------------------------------------- entry points


def read_number(text: str, vocabulary: Vocabulary) -> tuple[Law | m.Expr | None, list[Flaw]]:
    """A law or arithmetic from its text, with what is wrong with it; None when nothing could be made of it."""
    reader = Reader(vocabulary)
    found: tuple[Law | m.Expr | None, list[Flaw]] = _read(text, "number", reader, reader.number)
    return found


def read_condition(text: str, vocabulary: Vocabulary, *, by_draw: bool = False) -> tuple[m.Cond | None, list[Flaw]]:
    """A condition from its text, with what is wrong with it; None when nothing could be made of it.

    `by_draw` lets it rest on shares that differ from draw to draw.
    """
    reader = Reader(vocabulary, by_draw=by_draw)
    found: tuple[m.Cond | None, list[Flaw]] = _read(text, "condition", reader, reader.cond)
    return found


def _read(text: str, start: str, reader: Reader, make: Callable[[Any], Any]) -> tuple[Any, list[Flaw]]:
    if not text.strip():
        return None, [Flaw(0, "nothing", "a number, a law or arithmetic" if start == "number" else "a condition")]
    try:
        tokens: Any = Lexer(text, reader.vocabulary).run()
        tree = parser().parse(tokens, start=start)
    except TextFault as fault:
        return None, [fault.flaw]
    except UnexpectedInput as error:
        return None, [_unexpected(error, text, reader.vocabulary, start)]
    return make(tree), reader.flaws


def _unexpected(error: UnexpectedInput, text: str, vocabulary: Vocabulary, start: str) -> Flaw:
    """The flaw of a text that does not parse."""
    token = getattr(error, "token", None)
    wanted = sorted(set(error.accepts or error.expected)) if isinstance(error, UnexpectedToken) else []
    expected = listed(dict.fromkeys(WORDS.get(w, f"`{_words(w)}`") for w in wanted)) or "more"
    if token is None or token.type == "$END":
        return Flaw(len(text.rstrip()), "the end of the text", expected)
    place = token.start_pos or 0
    if token.type == "NAME" and vocabulary.get(str(token)) is None:
        known = [_words(w) for w in wanted if w not in WORDS]
        known += [e.name for e in vocabulary.entries.values()] if "NAME" in wanted else []
        return Flaw(place, f"unknown word {_short(token)!r}", expected, did_you_mean(str(token), known))
    fix = ""
    if start == "number" and set(wanted) <= {"MINUS", "NUMBER"}:
        fix = "the numbers of a law are plain numbers"
    elif start == "number" and token.type in ("TO", "LAW"):
        fix = "a law stands alone: name it under `numbers` and use the name"
    elif token.type == "OTHERWISE":
        fix = "`otherwise` stands alone"
    return Flaw(place, repr(_short(token)), expected, fix)


# ---------------------------------------------------------------- pieces


def constant(value: m.Expr) -> float | None:
    """The number of arithmetic that rests on nothing drawn (not a number where it has no result), or None."""
    if isinstance(value, m.Const):
        return value.value
    if not isinstance(value, m.Op):
        return None
    args = [constant(a) for a in value.args]
    a = [x for x in args if x is not None]
    if len(a) < len(args):
        return None
    plain: dict[str, Callable[[], float]] = {
        "+": lambda: a[0] + a[1], "-": lambda: a[0] - a[1], "*": lambda: a[0] * a[1], "/": lambda: a[0] / a[1],
        "^": lambda: math.pow(a[0], a[1]), "neg": lambda: -a[0], "min": lambda: min(a), "max": lambda: max(a),
        "exp": lambda: math.exp(a[0]), "log": lambda: math.log(a[0]), "sqrt": lambda: math.sqrt(a[0]),
        "abs": lambda: abs(a[0]),
    }  # fmt: skip
    try:
        result = plain[value.name]()
    except (ArithmeticError, ValueError):
        return math.nan
    return result if math.isfinite(result) else math.nan


def about_issues(cond: m.Cond) -> bool:
    """Whether a condition speaks of nothing but issues."""
    if isinstance(cond, m.And | m.Or):
        return all(map(about_issues, cond.of))
    return about_issues(cond.of) if isinstance(cond, m.Not) else isinstance(cond, m.IssueIs)


def _joined(parts: list[tuple[m.Cond, Tree[Token]]]) -> m.Cond:
    """Join with `and`; `agreed with` takes the issues that follow it."""
    out: list[m.Cond] = []
    open_end = False
    for cond, tree in parts:
        if open_end and about_issues(cond):
            out[-1] = _absorbed(out[-1], cond)
            continue
        out.append(cond)
        open_end = _ends_with_having(tree)
    return out[0] if len(out) == 1 else m.And(tuple(out))


def _ends_with_having(tree: Tree[Token]) -> bool:
    while tree.data == "negated":
        tree = next(c for c in tree.children if isinstance(c, Tree))
    return tree.data == "agreed_with"


def _absorbed(cond: m.Cond, more: m.Cond) -> m.Cond:
    if isinstance(cond, m.Not):
        return m.Not(_absorbed(cond.of, more))
    assert isinstance(cond, m.Agreed)
    having = cond.having.of if isinstance(cond.having, m.And) else (cond.having,) if cond.having is not None else ()
    return m.Agreed(cond.proposal, cond.on, m.And((*having, more)))


def _float(token: Token) -> float:
    return min(float(str(token)), 1e300)


def _signed(tree: Tree[Token]) -> float:
    value = float(str(tree.children[-1]))
    return -value if len(tree.children) == 2 else value


def _start(tree: Tree[Token]) -> int:
    first = tree.children[0]
    return (first.start_pos or 0) if isinstance(first, Token) else 0


def _words(kind: str) -> str:
    return kind.lower().replace("_", " ")


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= 60 else text[:57] + "…"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
