"""Who speaks a quotation, by what stands around it in its paragraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .attributions import name_span, subject
from .cues import PEOPLE, QUOTING, VERBS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Span = tuple[int, int]


@dataclass(frozen=True)
class Spoken:
    """A quoted run with who speaks it."""

    span: Span
    """In the text, marks included."""
    speaker: Token | None
    """The head of the speaker's name."""
    cue: Token | None
    name: Span
    """Where the speaker is named, in the text."""
    how: str
    """By which rule."""
    whole: bool
    """Whether the run is a sentence of its own, not words within the reporter's sentence."""


QUOTED_AFTER = frozenset("said says say wrote asked added replied saying tweeted declared".split())


@dataclass(frozen=True)
class _Candidate:
    cue: Token
    head: Token
    name: Span
    at: int
    end: int


def spoken(doc: Doc, offset: int, quotes: Sequence[Span]) -> list[Spoken]:
    """Each quoted run of a paragraph with its speaker, where the paragraph tells; `offset` is where it starts.

    A speaker is looked for, in this order, right behind the run (`”, she said`), right before it (`he said: “`), in the
    rest of its sentence, and in the run before it where nothing but a full stop parts the two.
    """
    starts = [token.idx + offset for token in doc]
    candidates = _candidates(doc, offset, quotes)
    found: list[Spoken] = []
    for k, (a, b) in enumerate(quotes):
        first, last = bisect_left(starts, a), max(bisect_right(starts, b - 1) - 1, 0)
        if first > last or first >= len(doc):
            continue
        before_end = quotes[k - 1][1] if k else offset
        after_start = quotes[k + 1][0] if k + 1 < len(quotes) else offset + len(doc.text)
        whole = _is_whole(doc, first, last)
        chosen = _choose(doc, offset, candidates, (a, b), before_end, after_start, (first, last), whole)
        if chosen is not None:
            candidate, how = chosen
            if candidate.name[0] < b and candidate.name[1] > a:
                chosen = None
            else:
                found.append(Spoken((a, b), candidate.head, candidate.cue, candidate.name, how, whole))
        if chosen is None:
            if found and found[-1].speaker is not None and k and whole and found[-1].span == quotes[k - 1]:
                last_one = found[-1]
                gap = doc.text[quotes[k - 1][1] - offset : a - offset]
                if (
                    last_one.whole and not any(c.at >= quotes[k - 1][1] for c in candidates if c.at < a)
                ) or not gap.strip(" ,.—-…"):
                    found.append(Spoken((a, b), last_one.speaker, last_one.cue, last_one.name, "goes on", whole))
                    continue
            found.append(Spoken((a, b), None, None, (0, 0), "", whole))
    return found


def _is_whole(doc: Doc, first: int, last: int) -> bool:
    """Whether a quoted run begins like a sentence or is a long one."""
    words = [t for t in doc[first : last + 1] if not t.is_punct and not t.is_space]
    if not words:
        return False
    before = doc.text[: doc[first].idx].rstrip()
    if (
        words[0].text[:1].islower()
        and before
        and before[-1:] not in ",:-–—.!?;"
        and before.rsplit(" ", 1)[-1].lower() not in QUOTED_AFTER
    ):
        return False
    return (words[0].text[:1].isupper() and len(words) > 2 and any(t.pos_ in ("VERB", "AUX") for t in words)) or len(
        words
    ) > 12


def _candidates(doc: Doc, offset: int, quotes: Sequence[Span]) -> list[_Candidate]:
    """Cues outside the quoted runs, each with the head of who speaks."""
    found: list[_Candidate] = []
    bounds = [edge for span in quotes for edge in span]
    closes = [span[1] for span in quotes]
    for token in doc:
        lemma = token.lemma_.lower()
        at = token.idx + offset
        if lemma not in QUOTING and lemma not in VERBS and token.lower_ != "according":
            # any verb may stand right behind a quotation that a comma ends: `”, the host started`
            k = bisect_right(closes, at) - 1
            if (
                k < 0
                or token.pos_ != "VERB"
                or at - closes[k] > 60
                or not _set_in(doc.text, closes[k] - offset, at - offset)
            ):
                continue
        if bisect_right(bounds, at) % 2:
            continue
        if token.lower_ == "according":
            head = next(
                (p for t in doc[token.i + 1 : token.i + 3] if t.lower_ == "to" for p in t.children if p.dep_ == "pobj"),
                None,
            )
        elif token.pos_ not in ("VERB", "AUX"):
            continue
        else:
            head = speaker_of(token, bounds, offset)
        if head is None or head.lower_ in ("it", "that", "this", "which", "there", "what"):
            if head is None or head.lower_ != "it":
                continue
        start, end = name_span(head)
        name = (doc[start].idx + offset, doc[end - 1].idx + len(doc[end - 1]) + offset)
        inside = bisect_right(bounds, name[0]) % 2 or bisect_right(bounds, name[1] - 1) % 2
        if inside:
            name = (head.idx + offset, head.idx + len(head) + offset)
            if bisect_right(bounds, name[0]) % 2:
                continue
        found.append(_Candidate(token, head, name, at, at + len(token)))
    return found


def _set_in(text: str, close: int, at: int) -> bool:
    """Whether what stands between a closing mark and a verb may be a name: no stop, and the run ends in a comma."""
    inner = text[max(close - 2, 0) : close].rstrip("\"'”’»")[-1:]
    gap = text[close:at]
    return (
        (inner in ",?!" or gap[:1] == ",")
        and not any(mark in gap.lstrip(",")[:60] for mark in ",;:?!(")
        and gap.count(".") <= 1
    )


def speaker_of(verb: Token, bounds: Sequence[int], offset: int) -> Token | None:
    """The subject of a verb, or the noun behind it that the parser took for something else."""
    own = subject(verb)
    if own is not None and not bisect_right(bounds, own.idx + offset) % 2:
        return own
    for child in verb.rights:
        if child.dep_ in (
            "dobj",
            "attr",
            "npadvmod",
            "dep",
            "oprd",
            "nsubj",
            "ccomp",
            "appos",
            "dative",
        ) and child.pos_ in ("PROPN", "NOUN", "PRON"):
            if not bisect_right(bounds, child.idx + offset) % 2 and child.i - verb.i < 8:
                return child
    # the parser has gone astray, as it does between quotations: the noun next to the cue
    doc = verb.doc
    for step in (1, -1):
        at = verb.i + step
        while 0 <= at < len(doc) and abs(at - verb.i) < 6:
            token = doc[at]
            if bisect_right(bounds, token.idx + offset) % 2 or token.text in ",.;:\"'":
                break
            if token.pos_ in ("PROPN", "PRON") or (token.pos_ == "NOUN" and token.lemma_.lower() in PEOPLE):
                while token.dep_ == "compound" and token.head.i > token.i and step > 0 and token.head.i - verb.i < 8:
                    token = token.head
                return token
            if token.pos_ not in ("DET", "ADJ", "ADV", "AUX", "NOUN", "PART"):
                break
            at += step
    return None


def _above(doc: Doc, tokens: tuple[int, int]) -> list[int]:
    """The tokens that a run hangs on, the nearest first."""
    first, last = tokens
    top = doc[first]
    for token in doc[first : last + 1]:
        if not first <= token.head.i <= last and not token.is_punct:
            top = token
            break
    found: list[int] = []
    while top.head != top and len(found) < 6:
        top = top.head
        if top.pos_ in ("VERB", "AUX") or top.lower_ == "according":
            found.append(top.i)
    return found


def _choose(
    doc: Doc,
    offset: int,
    candidates: Sequence[_Candidate],
    span: Span,
    before_end: int,
    after_start: int,
    tokens: tuple[int, int],
    whole: bool,
) -> tuple[_Candidate, str] | None:
    """The cue that tells of a run: the nearest by weights that stand for the orders of English news."""
    a, b = span
    text = doc.text
    sentences = doc[tokens[0]].sent, doc[tokens[1]].sent
    low, high = sentences[0].start_char + offset, sentences[1].end_char + offset
    best: tuple[float, _Candidate, str] | None = None
    above = _above(doc, tokens)
    for c in candidates:
        if c.at >= b:
            gap = text[b - offset : min(c.at, c.name[0] if c.name[0] >= b else c.at) - offset]
            cost = float(len(gap))
            how = "behind"
            if c.at > after_start:
                cost += 60
            closed = text[b - 2 - offset : b - 1 - offset]
            if closed in ",?!" or text[b - offset : b - offset + 1] == ",":
                cost -= 25
            elif closed == "." or gap.lstrip()[:1] in (".", ";"):
                cost += 60
            if "." in gap.replace("Mr.", "").replace("Mrs.", "").replace("Ms.", "").replace("Dr.", ""):
                cost += 60
        elif c.end <= a:
            gap = text[max(c.end, c.name[1] if c.name[1] <= a else c.end) - offset : a - offset]
            cost = float(len(gap))
            how = "before"
            if c.at < before_end:
                cost += 40
                if text[before_end - offset : a - offset].strip(" ,.—–-…") == "" and whole:
                    cost -= 40
            if gap.rstrip().endswith((":", ",")) or gap.strip() in ("", "that"):
                cost -= 15
            if any(mark in gap for mark in (". ", "? ", "! ", "; ")):
                cost += 50
        else:
            continue
        if not low <= c.at < high:
            cost += 40
        if c.cue.lemma_.lower() == "say":
            cost -= 8
        elif c.cue.lemma_.lower() not in VERBS or not VERBS[c.cue.lemma_.lower()].quotes:
            cost += 12
        if not whole:
            if c.cue.i in above:
                cost -= 60 - 10 * above.index(c.cue.i)
            if c.cue.lemma_.lower() not in VERBS:
                cost += 20
        if (
            c.head.pos_ == "NOUN"
            and c.head.lemma_.lower() not in PEOPLE
            and c.head.ent_type_ not in ("PERSON", "ORG", "GPE", "NORP")
        ):
            cost += 12
        if best is None or cost < best[0]:
            best = (cost, c, how)
    if best is None:
        return None
    limit = 400.0 if whole else 170.0
    return (best[1], best[2]) if best[0] < limit else None
