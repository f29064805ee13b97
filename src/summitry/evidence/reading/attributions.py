"""Who says, thinks or wants what, by the grammar of a parsed paragraph.

An attribution has a source, a cue and a content, as in PARC and PolNeAR (Newell, Cowlishaw, Man 2018): the grammar of
each cue says which part of the sentence is which. Positions are those of the parsed paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cues import ADJECTIVES, NOUNS, PEOPLE, VERBS, Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_ASIDE = ("relcl", "acl", "advcl", "parataxis", "punct", "appos")
_DISMISSED = frozenset(
    {("turn", "down"), ("throw", "out"), ("brush", "aside"), ("brush", "off"), ("shoot", "down"), ("knock", "back")}
)
"""Verbs with an adverb by which somebody rejects a thing."""
MOST_SPEAKER_WORDS = 12


@dataclass(frozen=True)
class Attribution:
    """A statement as the text attributes it; tokens by their place in the paragraph."""

    source: Token | None
    """The head of who speaks; None where nobody is named."""
    cue: Token
    entry: Cue
    content: tuple[tuple[int, int], ...]
    """Runs of tokens, from the first to one past the last."""
    object: Token | None = None
    """Who is told or asked."""
    how: str = ""
    """Which construction it is."""


def attributions(
    doc: Doc, quoted: Sequence[tuple[int, int]] = (), whole: Sequence[tuple[int, int]] | None = None
) -> list[Attribution]:
    """The attributions of a paragraph in the reporter's words, in the order of their cues.

    `quoted` are the quoted runs, by characters of the paragraph: what is said inside one is no matter of grammar here.
    Words that are mostly within one of `whole`, by default any run, belong to the quotation.
    """
    edges = [edge for span in quoted for edge in span]
    taken = edges if whole is None else [edge for span in whole for edge in span]
    found = [
        one
        for one in _all(doc)
        if not bisect_right(edges, one.cue.idx) % 2
        and one.content
        and _speaks(one)
        and _unquoted(doc, one.content, taken)
    ]
    return [
        one
        for one in found
        if not any(_holds(other, one) for other in found)
        or (
            one.how == "clause" and (one.entry.quotes or one.cue.lemma_ in ("show", "find", "indicate")) and _named(one)
        )
        or (one.how == "relative" and one.source is not None and one.source.pos_ == "PROPN")
    ]


def outer_of(one: Attribution, all_of: Sequence[Attribution]) -> Attribution | None:
    """The attribution in whose content another stands, if there is one."""
    return next((other for other in all_of if _holds(other, one)), None)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether an attribution stands in what another one says."""
    return outer is not inner and any(a <= inner.cue.i < b for a, b in outer.content) and outer.cue.i != inner.cue.i


def _named(one: Attribution) -> bool:
    """Whether it is told who speaks, and that it was said, not that it might be."""
    return one.source is not None and not any(c.lower_ in ("if", "whether", "not", "n't") for c in one.cue.children)


def _speaks(one: Attribution) -> bool:
    """Whether a statement is made: not what is to be said, nor words that a relative pronoun stands for."""
    cue = one.cue
    above, steps = cue, 0
    while above.head != above and steps < 6:
        if above.dep_ in ("advcl", "ccomp") and any(
            c.dep_ == "mark" and c.lower_ in ("if", "whether", "unless") for c in above.children
        ):
            return False
        if above.dep_ == "ccomp":
            break
        above, steps = above.head, steps + 1
    if cue.tag_ == "VB" and any(c.lower_ == "to" for c in cue.children):
        return cue.head.lemma_.lower() in ("continue", "go", "begin", "be", "say", "vow", "seem", "appear", "have")
    doc = cue.doc
    if one.how in ("object", "infinitive") and any(
        doc[i].tag_ in ("WP", "WDT") for a, b in one.content[:1] for i in range(a, min(b, a + 1))
    ):
        return False
    if one.how == "clause" and len(one.content) == 1 and doc[one.content[0][0]].lower_ == "what":
        a, b = one.content[0]
        if b - a < 8:
            return False  # `recalled what a herder had told her`
    if one.how == "object" and one.source is not None:
        head = one.source
        return (
            head.pos_ in ("PROPN", "PRON")
            # a name at the head of a sentence that the parser takes for a noun
            or (head.tag_ == "NN" and head.text[:1].isupper() and not head.n_lefts)
            or head.lemma_.lower() in PEOPLE
            or head.ent_type_ in ("PERSON", "ORG", "NORP", "GPE")
        )
    return True


def _unquoted(doc: Doc, content: tuple[tuple[int, int], ...], edges: Sequence[int]) -> bool:
    """Whether less than half of the words are quoted."""
    words = [t for a, b in content for t in doc[a:b] if t.is_alpha]
    first, last = doc[content[0][0]].idx, doc[content[0][0] : content[-1][1]].end_char
    if any(
        first < a and b <= last + 2 and doc.text[:a].rstrip().endswith(":")
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ):
        return False  # `others were gloomier: “…,” said one`
    return not words or 2 * sum(bisect_right(edges, t.idx) % 2 for t in words) < len(words)


def _all(doc: Doc) -> Iterator[Attribution]:
    for token in doc:
        lemma = lemma_of(token)
        if token.lower_ == "according":
            yield from _according(token)
        elif token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            cue = VERBS.get(lemma)
            if cue is not None:
                yield from _of_verb(token, cue)
            elif lemma == "rule" and any(child.lower_ == "out" for child in token.children):
                yield from _of_verb(token, Cue("rejection", frozenset(("n", "s"))))
            elif any(child.dep_ == "prt" and (lemma, child.lower_) in _DISMISSED for child in token.children):
                yield from _of_verb(token, Cue("rejection", frozenset("n")))
            elif any(
                c.dep_ == "dobj"
                and c.lemma_.lower() == "line"
                and c.tag_ != "NNP"
                and any(d.lower_ == "red" for d in c.children)
                for c in token.children
            ):
                yield from _red_line(token)
            elif lemma == "make" and any(child.lower_ == "clear" for child in token.subtree):
                yield from _made_clear(token)
            elif lemma in ("be", "feel", "seem", "sound", "remain", "appear", "become"):
                yield from _of_adjective(token)
        elif token.pos_ == "NOUN" and lemma in NOUNS:
            yield from _of_noun(token, NOUNS[lemma])


def lemma_of(token: Token) -> str:
    """The dictionary form in small letters; `hoping` is no form of `hop`, as the parser's rules have it."""
    lemma = token.lemma_.lower()
    if lemma == "rat" and not token.lower_.startswith("ratt"):
        return "rate"
    return "hope" if lemma == "hop" and not token.lower_.startswith("hopp") else lemma


def subject(verb: Token) -> Token | None:
    """Who does what a verb says: its own subject, or that of the verb that it hangs on."""
    if (
        verb.tag_ == "VBG"
        and verb.i
        and verb.doc[verb.i - 1].lower_ == "to"
        and any(t.lower_ == "from" for t in verb.sent)
    ):
        verb = verb.sent.root  # `has swung from hope to saying`
    for _ in range(6):
        own = next((c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "csubj"), None)
        if own is not None:
            if own.tag_ in ("WDT", "WP") or own.lower_ == "that":
                if verb.dep_ == "relcl":
                    return verb.head
                return own if own.lower_ == "who" else None
            return own
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return verb.head
        if verb.dep_ in ("conj", "xcomp", "advcl", "dep", "pcomp", "parataxis") and verb.head != verb:
            if verb.dep_ == "advcl" and verb.tag_ not in ("VBG", "VBN"):
                return None
            verb = verb.head
            if verb.dep_ == "prep":
                verb = verb.head
        else:
            return None
    return None


def _of_verb(verb: Token, cue: Cue) -> Iterator[Attribution]:
    children = list(verb.children)
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return  # `people briefed on the talks` say nothing
    if (
        verb.dep_ == "advcl"
        and verb.tag_ in ("VBN", "VBD")
        and verb.lemma_.lower() in _PUT_TO
        and not any(c.dep_ in SUBJECTS for c in children)
    ):
        return  # `asked how likely a truce was, she …`: others asked her
    if verb.lemma_.lower() in ("ask", "press", "question") and verb.i > 1 and verb.nbor(-1).text == ",":
        asked = next((c for c in children if c.dep_ in SUBJECTS and c.i < verb.i), None)
        if asked is not None and not any(c.dep_ in ("appos", "relcl", "acl", "conj") for c in asked.children):
            return  # `the envoy, asked how likely a truce was, said …`
    source = subject(verb)
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in children)
    if passive:
        agent = next((c for c in children if c.dep_ == "agent"), None)
        source = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    clauses = [c for c in children if c.dep_ in ("ccomp",) and _is_clause(c)]
    marked = (c for c in clauses if c.i > verb.i and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children))
    clause = next(marked, next(iter(clauses), None))  # `she wants more: she demands that …`
    if clause is not None and any(t.text == ";" for t in verb.doc[min(clause.i, verb.i) : max(clause.i, verb.i)]):
        clause = None
    elif clause is None and "s" in cue.takes:
        clause = _parenthetical(verb)
    if source is None and not passive:
        source = _after(verb, clause)
    if source is None and not passive and verb.dep_ == "ROOT" and "s" in cue.takes:
        source = _astray(verb)
    if source is None or source.lower_ in ("it", "there", "this", "that", "which", "what"):
        if source is None or source.dep_ == "expl" or source.lower_ != "it":
            return
    objects = [c for c in children if c.dep_ in ("dobj", "dative") and c != source]
    told = next(iter(objects), None)
    if clause is not None:
        yield Attribution(source, verb, cue, _clause_of(clause, verb, source), told, "clause")
        return
    if "s" in cue.takes:
        that = _far_that(verb)
        if that is not None:
            below = set(range(that.i, that.sent.end))
            yield Attribution(source, verb, cue, _trimmed_runs(verb.doc, below), told, "clause")
            return
    if "x" in cue.takes or verb.lower_ == "wants":
        wish = next((c for c in children if c.dep_ in ("xcomp", "ccomp", "advcl") and _infinitive(c)), None)
        if wish is not None:
            yield Attribution(source, verb, cue, _clause_runs(wish, verb, source), told, "infinitive")
            return
    for child in children:
        if child.dep_ == "prep" and child.lower_ in (cue.takes | ({"for"} if verb.lemma_ == "call" else set())):
            content = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if content is not None:
                yield Attribution(source, verb, cue, _clause_runs(content, verb, source), told, "preposition")
                return
    if (
        verb.dep_ == "relcl"
        and told is None
        and "n" in cue.takes
        and any(c.dep_ == "nsubj" and c.tag_[0] != "W" for c in children)
    ):
        # `a proposal that the president has rejected`
        start = min(t.i for t in verb.head.lefts) if verb.head.n_lefts else verb.head.i
        yield Attribution(source, verb, cue, ((start, max(t.i for t in verb.subtree) + 1),), None, "relative")
        return
    thing = next((c for c in reversed(objects) if c.dep_ == "dobj"), None)
    if thing is not None and "n" in cue.takes:
        told = thing
        predicate = next(
            (
                c
                for c in children
                if c.dep_ in ("oprd", "xcomp") or (c.dep_ == "prep" and c.lower_ in ("as", "for", "over"))
            ),
            None,
        )
        runs = _clause_runs(told, verb, source)
        if predicate is not None:
            runs = _merged(runs + _clause_runs(predicate, verb, source))
        yield Attribution(source, verb, cue, runs, None, "object")


def _astray(verb: Token) -> Token | None:
    """The subject that the parser hung elsewhere: the last person before the verb, in a sentence whose verb has none."""
    for token in reversed(list(verb.doc[verb.sent.start : verb.i])):
        if (
            token.dep_ not in ("poss", "compound")
            and (token.ent_type_ == "PERSON" or token.lemma_.lower() in PEOPLE)
            and token.pos_ in ("NOUN", "PROPN")
        ):
            if token.head.pos_ == "ADP" and token.dep_ == "pobj":
                continue
            return token
    return None


def _far_that(verb: Token) -> Token | None:
    """A `that` behind a verb of saying whose clause the parser hung elsewhere."""
    if any(c.dep_ in ("dobj", "attr", "acomp", "oprd") for c in verb.children):
        return None
    for token in verb.doc[verb.i + 1 : min(verb.i + 12, verb.sent.end)]:
        if token.text in ';:"' or (token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP")):
            return None
        joins = token.tag_ in ("IN", "WDT") or (token.tag_ == "DT" and token.nbor(-1).pos_ in ("NOUN", "PROPN"))
        if token.lower_ == "that" and joins and token.i + 3 < token.sent.end:
            return token
    return None


def _is_clause(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX", "ADJ", "NOUN", "PRON", "PROPN", "ADV", "NUM") or token.tag_.startswith("VB")


def _infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _parenthetical(verb: Token) -> Token | None:
    """The clause that a verb of saying is set into: `the talks, he said, were over`."""
    if verb.dep_ in ("parataxis", "ccomp", "advcl", "dep", "conj") and verb.head.pos_ in ("VERB", "AUX"):
        head = verb.head
        if verb.dep_ == "advcl" and any(c.lower_ == "as" and c.dep_ == "mark" and c.i < verb.i for c in verb.children):
            return head
        between = verb.doc[min(verb.i, head.i) : max(verb.i, head.i)]
        if any(t.text == ";" for t in between):
            return None
        if verb.dep_ == "ccomp" and verb.i < head.i and _set_in_commas(verb):
            return head
        if verb.dep_ in ("parataxis",) and not any(c.lower_ in ("and", "but") for c in verb.children):
            return head
    return None


def _set_in_commas(verb: Token) -> bool:
    """Whether who says it stands between commas within what is said: `if …, he tells me, they will …`."""
    doc, own = verb.doc, next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if own is None:
        return False
    first = min(t.i for t in own.subtree)
    behind = next((t for t in doc[verb.i + 1 : verb.i + 5] if t.text == "," or t.pos_ in ("VERB", "AUX")), None)
    return first > 0 and doc[first - 1].text == "," and behind is not None and behind.text == ","


def _after(verb: Token, clause: Token | None) -> Token | None:
    """The noun behind a verb in a sentence turned round: `said Ms Ito`."""
    for child in verb.rights:
        if child.dep_ in ("dobj", "attr", "npadvmod", "dep", "oprd") and child.pos_ in ("PROPN", "NOUN", "PRON"):
            if clause is not None and child.lower_ not in ("himself", "herself"):
                return child
            return None
    return None


def _clause_runs(top: Token, verb: Token, source: Token | None) -> tuple[tuple[int, int], ...]:
    """The tokens below a token as runs, without the cue and its source."""
    without = {verb.i}
    if verb in top.subtree:
        without |= {t.i for t in verb.subtree}
    if source is not None and source not in top.subtree:
        pass
    inside = sorted({t.i for t in top.subtree} - without)
    if not inside:
        return ()
    doc = top.doc
    while inside and ((doc[inside[0]].is_punct and doc[inside[0]].text not in "\"'([$") or doc[inside[0]].is_space):
        inside.pop(0)
    while inside and (doc[inside[-1]].is_space or doc[inside[-1]].text in ",.;:-–—"):
        inside.pop()
    return _merged(tuple((i, i + 1) for i in inside))


def _clause_of(clause: Token, verb: Token, source: Token) -> tuple[tuple[int, int], ...]:
    """The tokens of a clause that is said: with what was moved before the cue, without what is joined to the cue."""
    inside = {t.i for t in clause.subtree}
    if verb.i in inside:
        # `the talks, he said, were over, but few believed it`: what is joined behind is the reporter's
        inside -= {t.i for t in verb.subtree}
        for child in clause.children:
            if child.i > verb.i > clause.i and child.dep_ in ("conj", "cc"):
                inside -= {t.i for t in child.subtree}
    for child in clause.children:
        # `she said she was ready and urged calm`: the second verb of saying is hers too, and no part of what she said
        if (
            child.dep_ == "conj"
            and child.i > verb.i
            and child.tag_ in ("VBD", "VBZ", "VBP")
            and child.lemma_.lower() in VERBS
            and not any(c.dep_ in SUBJECTS or c.dep_ == "mark" for c in child.children)
        ):
            inside -= {t.i for t in child.subtree}
            inside -= {c.i for c in clause.children if c.dep_ == "cc" and c.i < child.i}
    inside -= _aside(clause, inside)
    edge = min(verb.i, source.i)
    for child in verb.children:
        if child.i < edge and child.dep_ in ("advcl", "prep") and child != clause:
            below = [t.i for t in child.subtree]
            first = child.doc[below[0]].lower_
            dated = any(t.ent_type_ in ("DATE", "TIME") for t in child.subtree) and len(below) < 9
            hangs = child.dep_ == "advcl" and first in ("if", "unless")
            if (len(below) > 5 or hangs) and not dated and first not in _REPORTERS:
                inside |= set(below)
    return _trimmed_runs(clause.doc, inside)


_PUT_TO = frozenset("ask tell warn urge press remind question inform order instruct pressure".split())
"""What is done to somebody whom a participle at the head of a sentence is about."""
_REPORTERS = (
    "as",
    "while",
    "although",
    "though",
    "when",
    "after",
    "asked",
    "pressed",
    "questioned",
    "according",
    "speaking",
    "in",
    "at",
    "during",
    "citing",
)
"""How a reporter sets the scene before the cue."""


def _aside(clause: Token, inside: set[int]) -> set[int]:
    """A relative clause or a `while` clause that a comma parts off at the end: more likely the reporter's."""
    doc = clause.doc
    last = max(inside, default=clause.i)
    for token in clause.subtree:
        if token.i not in inside or token.i <= clause.i:
            continue
        if token.dep_ == "relcl" or (
            token.dep_ == "advcl"
            and any(
                c.lower_ in ("while", "though", "although")
                or (c.lower_ == "as" and c.i and c.nbor(-1).lower_ == "even")
                for c in token.children
            )
        ):
            below = [t.i for t in token.subtree if t.i in inside]
            if below and below[-1] >= last - 1 and below[0] > 0 and doc[below[0] - 1].text == ",":
                return set(below)
    return set()


def _trimmed_runs(doc: Doc, tokens: set[int]) -> tuple[tuple[int, int], ...]:
    """Tokens as runs, without stops at their ends."""
    inside = sorted(tokens)
    while inside and (doc[inside[0]].is_space or (doc[inside[0]].is_punct and doc[inside[0]].text not in "\"'([$")):
        inside.pop(0)
    while inside and (doc[inside[-1]].is_space or doc[inside[-1]].text in ",.;:-–—"):
        inside.pop()
    return _merged(tuple((i, i + 1) for i in inside))


def _merged(runs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Runs that touch made one."""
    found: list[tuple[int, int]] = []
    for a, b in sorted(runs):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return tuple(found)


def _red_line(verb: Token) -> Iterator[Attribution]:
    """Who sets a red line, or would not: `officials have resisted setting red lines`."""
    source, top = subject(verb), verb
    while top.dep_ in ("xcomp", "pcomp") and top.head != top:
        top = top.head
    if source is not None:
        runs = _trimmed_runs(verb.doc, {t.i for t in verb.subtree if t.i >= verb.i} | {top.i})
        yield Attribution(
            source, top, Cue("claim", frozenset("n")), runs[-1:] if top != verb else runs, None, "red line"
        )


def _made_clear(verb: Token) -> Iterator[Attribution]:
    source = subject(verb)
    clause = next((c for c in verb.subtree if c.dep_ in ("ccomp",) and _is_clause(c)), None)
    if source is None:
        return
    cue = Cue("claim", frozenset("s"))
    if clause is not None:
        yield Attribution(source, verb, cue, _clause_runs(clause, verb, source), None, "clause")
        return
    thing = next((c for c in verb.subtree if c.dep_ in ("dobj", "nsubj") and c.i > verb.i), None)
    colon = next((t for t in verb.sent if t.text == ":" and t.i > verb.i), None)
    if thing is not None and colon is not None:
        start = min(t.i for t in thing.subtree if t.i > verb.i)
        yield Attribution(source, verb, cue, _trimmed_runs(verb.doc, set(range(start, verb.sent.end))), None, "object")
    elif thing is not None:
        yield Attribution(source, verb, cue, _clause_runs(thing, verb, source), None, "object")


def _of_adjective(verb: Token) -> Iterator[Attribution]:
    for child in verb.children:
        if child.dep_ in ("acomp", "oprd") and child.lemma_.lower() in ADJECTIVES:
            cue = ADJECTIVES[child.lemma_.lower()]
            source = subject(verb)
            if source is None or source.lower_ in ("it", "there", "this", "that"):
                return
            for below in child.children:
                if below.dep_ in ("ccomp", "xcomp") or (below.dep_ == "prep" and below.lower_ in cue.takes):
                    if below.dep_ == "xcomp" and "x" not in cue.takes:
                        continue
                    yield Attribution(source, child, cue, _clause_runs(below, child, source), None, "adjective")
                    return


def _of_noun(noun: Token, cue: Cue) -> Iterator[Attribution]:
    source = next((c for c in noun.children if c.dep_ == "poss"), None)
    if source is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "from", "by", "among")), None)
        source = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    verb = noun.head
    if (
        source is None
        and noun.dep_ == "dobj"
        and verb.lemma_ in ("express", "voice", "make", "have", "give", "issue", "raise", "share")
    ):
        source = subject(verb)
    if source is None and noun.dep_ in ("dobj", "pobj") and any(c.dep_ in ("acl", "ccomp") for c in noun.children):
        while verb.dep_ in ("pobj", "prep", "pcomp") and verb.head != verb:
            verb = verb.head
        source = subject(verb) if verb.pos_ == "VERB" else None
    if source is None:
        return
    for child in noun.children:
        if (
            child.dep_ in ("acl", "ccomp") and (_infinitive(child) or any(c.dep_ == "mark" for c in child.children))
        ) or (child.dep_ == "prep" and child.lower_ in cue.takes):
            if _infinitive(child) and "x" not in cue.takes:
                continue
            yield Attribution(source, noun, cue, _clause_runs(child, noun, source), None, "noun")
            return


def _according(token: Token) -> Iterator[Attribution]:
    to = next((t for t in token.doc[token.i + 1 : token.i + 3] if t.lower_ == "to"), None)
    if to is None:
        return
    source = next((c for c in to.children if c.dep_ == "pobj"), None)
    if source is None:
        return
    aside = {t.i for t in token.subtree} | {token.i, to.i} | {t.i for t in source.subtree}
    top = token
    while top.head != top and top.dep_ != "relcl":
        top = top.head
    inside = [t.i for t in top.subtree if t.i not in aside]
    if not inside:
        return
    doc = token.doc
    while inside and doc[inside[0]].is_punct and doc[inside[0]].text != '"':
        inside.pop(0)
    while inside and doc[inside[-1]].text in ",.;:":
        inside.pop()
    runs = _merged(tuple((i, i + 1) for i in inside))
    yield Attribution(source, token, Cue("claim", frozenset("s"), True), runs, None, "according")


def source_span(source: Token, cue: Token) -> tuple[int, int]:
    """All that names the source, with what is told about it besides, as annotators mark it: tokens, cue left out."""
    if cue.dep_ == "relcl" and cue.head == source:
        who = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
        if who is not None and who.tag_ in ("WP", "WDT"):
            return who.i, who.i + 1
    below = {t.i for t in source.subtree}
    if cue.i in below:
        below -= {t.i for t in cue.subtree}
    for child in source.children:
        first = min(t.i for t in child.subtree)
        apart = first > 0 and child.doc[first - 1].text in ",-–—"
        if child.dep_ == "parataxis" or (child.dep_ in ("relcl", "acl") and apart and cue.i < first):
            below -= {t.i for t in child.subtree}
    doc = source.doc
    start = end = source.i
    while start - 1 in below:
        start -= 1
    while end + 1 in below:
        end += 1
    while start < source.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ in ("cc", "mark")):
        start += 1
    while end > source.i and (doc[end].is_space or doc[end].text in ",;:-–—"):
        end -= 1
    return start, end + 1


def name_span(head: Token, *, whole: bool = False) -> tuple[int, int]:
    """The tokens that name who speaks: the noun with what stands before it and a short `of` or `at` behind it.

    `whole` takes what is told about them besides. At most twelve words.
    """
    inside = {head.i}
    for child in head.children:
        if child.dep_ in _ASIDE and not (whole and child.dep_ in ("appos",)):
            continue
        if child.dep_ in ("cc", "conj") and not whole:
            if child.dep_ == "conj" or any(c.dep_ == "conj" for c in head.children):
                pass
            else:
                continue
        below = [t.i for t in child.subtree]
        if child.i > head.i and child.dep_ == "prep" and len(below) > 7 and not whole:
            continue
        inside.update(below)
    start, end = min(inside), head.i + 1
    while end in inside:
        end += 1
    while start not in inside:
        start += 1
    # a gap before the head: keep the run that the head is in
    run = head.i
    while run - 1 in inside:
        run -= 1
    start = run
    doc = head.doc
    while start > 1 and doc[start - 1].text == "-" and doc[start - 1].idx + 1 == doc[start].idx:
        start -= 2  # `Ji-won` is three tokens
    while start < head.i and (
        doc[start].is_punct or doc[start].is_space or doc[start].dep_ in ("cc", "preconj", "mark")
    ):
        start += 1
    while end - 1 > head.i and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    if sum(not t.is_punct for t in doc[start:end]) > MOST_SPEAKER_WORDS:
        end = head.i + 1
        start = max(start, end - MOST_SPEAKER_WORDS)
    return start, end
