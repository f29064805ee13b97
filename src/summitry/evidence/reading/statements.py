"""The statements of a text, one form after another: whose words, where, and how they are told."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summitry.evidence.ledger import Mode

from .attributions import Attribution, attributions, lemma_of, name_span, outer_of, subject
from .carry import spoken_text
from .chances import chances
from .cues import PEOPLE, VERBS
from .forms import Form, Turn
from .layout import Paragraph
from .people import People
from .quotation import Span, inner_quotations, quotations
from .sentences import sentences
from .speakers import Spoken

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True)
class Voice:
    """Who speaks, as the text names them and as it was resolved."""

    mention: str
    name: str = ""
    role: str = ""
    party: str = ""
    at: Span = (0, 0)


@dataclass(frozen=True)
class Statement:
    """Words that somebody says."""

    passages: tuple[Span, ...]
    voice: Voice
    mode: Mode
    cue: str
    cue_kind: str
    sentence: Span
    """The sentence of the text that the words stand in."""
    relayed_by: Voice | None = None
    addressee: Voice | None = None
    own_words: bool = False
    """Whether the speaker is `I` and `we` in them."""
    confidence: float = 0.8


_GREETING = re.compile(
    r"^\W*(?:thank(?:s| you)|good (?:morning|afternoon|evening)|hello|welcome|please|next question|yes|no|okay|ok|well|sure|right|go ahead|(?:yes|no), (?:please|go ahead)|ladies and gentlemen|(?:i(?:'ll|’ll| will)|let me) (?:be clear|take|start|begin|turn|hand)|that(?:'s| is) all|you(?:'re| are) welcome|last question|we (?:have|only have) time|any (?:other )?questions?)\b[^.]{0,60}[.!?]?$",
    re.I,
)
_FILLER = re.compile(r"^\W*(?:i (?:don't|don’t|do not) (?:know|recall)|no comment|you know|look|listen)\W*$", re.I)


class Reader:
    """Reads one text; kept together because pronouns ask for what was read before."""

    def __init__(self, text: str, smooth: str, form: Form, docs: Sequence[Doc], people: People) -> None:
        self.text, self.smooth, self.form, self.docs, self.people = text, smooth, form, docs, people
        self.parts = [Paragraph(t.start, t.end) for t in form.turns]
        self.quotes = quotations(text, self.parts)
        self.opens = [span[0] for span in self.quotes]

    def statements(self) -> Iterator[Statement]:
        """All statements, in the order of the text."""
        runs: dict[int, list[Spoken]] = {}
        if self.form.kind in ("article", "memo", "communique"):
            for run in spoken_text(self.text, self.parts, self.docs, self.quotes):
                k = bisect_right([p.start for p in self.parts], run.span[0]) - 1
                runs.setdefault(k, []).append(run)
        for k, (turn, doc) in enumerate(zip(self.form.turns, self.docs, strict=True)):
            if self.form.kind == "transcript":
                found = list(self._turn(turn, doc))
            elif turn.heading and not runs.get(k):
                found = []
                self.people.notice(self.smooth[turn.start : turn.end])
            else:
                found = list(self._paragraph(turn, doc, runs.get(k, [])))
            yield from sorted(found, key=lambda s: s.passages[0])

    # ------------------------------------------------------------------------------------------------ articles

    def _paragraph(self, turn: Turn, doc: Doc, runs: Sequence[Spoken]) -> Iterator[Statement]:
        off = turn.start
        here = [(r.span[0] - off, r.span[1] - off) for r in runs]
        whole = [(r.span[0] - off, r.span[1] - off) for r in runs if r.whole and r.speaker is not None]
        found = attributions(doc, here, whole)
        if self.form.kind == "communique":
            found = []  # each point is a statement of those who issue it
        covered: list[Span] = []
        by_sentence: dict[int, list[Attribution]] = {}
        for one in found:
            by_sentence.setdefault(one.cue.sent.start, []).append(one)
        pending = list(runs)
        for sent in doc.sents:
            low, high = sent.start_char + off, sent.end_char + off
            for one in by_sentence.get(sent.start, []):
                for statement in self._attributed(one, off, found, sent):
                    covered += statement.passages
                    yield statement
            while pending and pending[0].span[0] < high:
                run = pending.pop(0)
                yield from self._quoted(run, runs, covered, (low, high), off)
            own = list(self._own(turn, sent, off, covered))
            covered += [p for s in own for p in s.passages]
            yield from own
            self._after(sent, off)
        for run in pending:
            yield from self._quoted(run, runs, covered, (run.span[0], run.span[1]), off)

    def _after(self, sent, off: int) -> None:  # type: ignore[no-untyped-def]
        """Note whom a sentence names outside quotations, its subject last."""
        self.people.notice("".join(t.text_with_ws if self._outside(t, off) else " " for t in sent))
        root = sent.root
        head = subject(root) if root.pos_ in ("VERB", "AUX") else None
        if head is not None and head.pos_ in ("PROPN", "NOUN") and self._outside(head, off):
            named = next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), None)
            head = named if head.pos_ == "NOUN" and named is not None else head
            a, b = name_span(head)
            self.people.resolve(head.doc[a:b].text)

    def _outside(self, token: Token, off: int) -> bool:
        """Whether a token stands in no quotation: names within one are not those whom a pronoun outside means."""
        at = token.idx + off
        k = bisect_right(self.opens, at) - 1
        return k < 0 or at >= self.quotes[k][1]

    def _voice(self, head: Token | None, off: int, freely: bool = False) -> Voice | None:
        """Who a token names, unless it is no one who speaks."""
        if head is None or head.pos_ == "NUM" or head.lower_ in _PROVERB or head.lemma_.lower() in _PROVERB:
            return None
        a, b = name_span(head)
        doc = head.doc
        span = doc[a].idx + off, doc[b - 1].idx + len(doc[b - 1]) + off
        mention = self.text[span[0] : span[1]]
        if head.lower_ in ("we", "us", "our", "i", "my", "both") or (
            self.form.kind == "communique" and _ISSUERS.match(mention)
        ):
            if self.form.kind in ("memo", "communique") and self.form.author:
                name = self.form.author if self.form.author.lower() not in ("we", mention.lower()) else ""
                return Voice(mention, name, "", self.people.party(name), span)
        known = head.text[:1].isupper() and head.text in self.people.people  # a name that the parser takes for a noun
        if not known and not _may_speak(head, mention) and not (freely and head.pos_ in ("NOUN", "PROPN")):
            return None
        named = next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), None)
        if named is not None and head.pos_ == "NOUN":
            c, d = name_span(named)
            name, role, party = self.people.resolve(doc[c:d].text)
            return Voice(mention, name or doc[c:d].text, role, party or self.people.party(mention), span)
        if head.lower_ in ("his", "her", "their") and head.dep_ == "poss":
            nearer = [
                t.text for t in doc[head.sent.start : head.i] if t.text in self.people.people and self._outside(t, off)
            ]
            if nearer:
                self.people.resolve(nearer[-1])
        if head.lower_ in ("he", "she", "they", "who"):
            # somebody named earlier in the same sentence is the likelier one
            earlier = [
                t
                for t in doc[head.sent.start : head.i]
                if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "PROPN" and self._outside(t, off)
            ]
            unnamed = next(
                (
                    t
                    for t in doc[head.sent.start : head.i]
                    if t.dep_ in ("nsubj", "nsubjpass")
                    and t.pos_ == "NOUN"
                    and t.lemma_.lower() in PEOPLE
                    and self._outside(t, off)
                    and any(c.lower_ in ("a", "an", "another", "one") for c in t.children)
                ),
                None,
            )
            if unnamed is not None and not earlier and head.lower_ != "they":
                return self._voice(unnamed, off)  # `a second envoy was gloomier: …, he said`
            if not earlier and head.lower_ in ("he", "she"):
                # `I told the minister, and he said`: whom the sentence names by an office
                for token in reversed(doc[head.sent.start : head.i]):
                    if token.lemma_.lower() in PEOPLE and token.pos_ in ("NOUN", "PROPN") and self._outside(token, off):
                        if any(c.lower_ == "the" for c in token.children):
                            c, d = name_span(token)
                            self.people.resolve(doc[c:d].text)
                            break
            for token in earlier[:1] if head.lower_ != "they" else ():
                c, d = name_span(token)
                self.people.resolve(doc[c:d].text)
        name, role, party = self.people.resolve(mention)
        return Voice(mention, name, role, party, span)

    def _attributed(self, one: Attribution, off: int, all_of: Sequence[Attribution], sent) -> Iterator[Statement]:  # type: ignore[no-untyped-def]
        doc = one.cue.doc
        voice = self._voice(one.source, off, one.how == "clause" and one.entry.quotes)
        if voice is None:
            return
        passages = self._passages(one, off)
        if not passages or sum(len(re.findall(r"\w+", self.text[a:b])) for a, b in passages) < 2:
            return
        passages = _past_colon(self.text, passages, one, off)
        words = " ".join(self.text[a:b] for a, b in passages)
        if _UNNAMED.search(words):
            return
        if one.how == "object" and len(re.findall(r"\w+", words)) < 2:
            return
        quoted = [q for q in self.quotes if any(a < q[1] and q[0] < b for a, b in passages)]
        mode: Mode = "mixed" if quoted else "reported"
        outer = outer_of(one, all_of)
        relayed = None
        if outer is not None:
            relayed = self._voice(outer.source, off)
            if relayed is not None and (relayed.name or relayed.mention) != (voice.name or voice.mention):
                mode = "nested"
            else:
                relayed = None
        told = None
        if one.object is not None and one.cue.lemma_ in (
            "tell",
            "urge",
            "ask",
            "warn",
            "inform",
            "assure",
            "remind",
            "press",
            "order",
        ):
            told = self._voice(one.object, off)
        if any(c.dep_ == "neg" for c in one.cue.children) and one.entry.kind not in ("rejection",):
            return
        first = any(t.lower_ in ("i", "we", "my", "our") for a, b in one.content for t in doc[a:b])
        kind = one.entry.kind
        if one.cue.lemma_ == "suggest" and one.how == "object":
            kind = "proposal"
        elif one.cue.lemma_ == "call" and one.how in ("preposition", "infinitive"):
            kind = "demand"
        sentence = sent.start_char + off, sent.end_char + off
        for some in _parted(self.text, passages):
            yield Statement(some, voice, mode, one.cue.lemma_.lower(), kind, sentence, relayed, told, first, 0.75)

    def _passages(self, one: Attribution, off: int) -> tuple[Span, ...]:
        """The runs of an attribution in the text, widened to whole quotations, with no more than stops left out."""
        doc = one.cue.doc
        found: list[Span] = []
        for a, b in one.content:
            start, end = doc[a].idx + off, doc[b - 1].idx + len(doc[b - 1]) + off
            for q in self.quotes:
                if q[0] < end <= q[1] and end >= q[1] - 2:
                    end = q[1]
                if start == q[0] + 1 or (q[0] <= start < q[1] and start - q[0] <= 2):
                    start = q[0]
            start += len(self.text[start:end]) - len(self.text[start:end].lstrip(",;: "))
            if found and not re.search(r"\w", self.text[found[-1][1] : start]):
                found[-1] = (found[-1][0], end)
            elif re.search(r"\w", self.text[start:end]):
                found.append((start, end))
        return tuple(found)

    def _quoted(
        self, run: Spoken, runs: Sequence[Spoken], covered: Sequence[Span], sentence: Span, off: int
    ) -> Iterator[Statement]:
        a, b = run.span
        inner = _inside(self.text, run.span)
        recalled = _WORDS_OF.search(self.text, max(0, a - 100), a)
        if recalled is not None:
            name, role, party = self.people.resolve(recalled["who"])
            who = Voice(recalled["who"], name, role, party, recalled.span("who"))
            yield Statement((inner,), who, "direct", "say", "claim", sentence, own_words=True, confidence=0.7)
            return
        if run.speaker is None or not re.search(r"\w", self.text[slice(*inner)]):
            return
        if any(c <= a + 1 and b - 1 <= d for c, d in covered):
            return
        if _is_title(self.text, run.span, inner):
            return
        words = len(re.findall(r"\w+", self.text[slice(*inner)]))
        if not run.whole and (words < 3 or (run.cue is not None and not self._governs(run))):
            return
        before = [r for r in runs if r.span[1] <= a]
        if (
            before
            and (run.whole or self.text[before[-1].span[1] : a].rstrip().endswith(","))
            and before[-1].whole
            and before[-1].name == run.name
            and _goes_on(self.text, before[-1].span, run.span)
        ):
            return  # told with the run before it
        voice = self._voice(
            run.speaker, run.name[0] - run.speaker.idx if run.how in ("carried", "announced") else off, True
        )
        if voice is None:
            return
        if run.how in ("carried", "announced"):
            voice = Voice(self.text[run.name[0] : run.name[1]], voice.name, voice.role, voice.party, run.name)
        cue = run.cue.lemma_.lower() if run.cue is not None else ""
        kind = VERBS[cue].kind if cue in VERBS else "claim"
        if not run.whole:
            yield Statement((run.span,), voice, "mixed", cue, kind, sentence, None, None, False, 0.6)
            return
        following = [r for r in runs if r.span[0] >= b]
        parts = sentences(self.text, *inner)
        for k, part in enumerate(parts):
            passages: tuple[Span, ...] = (part,)
            if (
                k == len(parts) - 1
                and following
                and following[0].name == run.name
                and _goes_on(self.text, run.span, following[0].span)
            ):
                rest = sentences(self.text, *_inside(self.text, following[0].span))
                passages = (part, rest[0])
                parts += rest[1:]
                following = []
            yield from self._spoken(passages, voice, cue, kind)

    def _spoken(self, passages: tuple[Span, ...], voice: Voice, cue: str, kind: str) -> Iterator[Statement]:
        """A sentence of direct speech, and what it quotes of others."""
        words = " ".join(self.text[a:b] for a, b in passages)
        if _GREETING.match(words) or _FILLER.match(words) or len(re.findall(r"\w+", words)) < 3:
            return
        yield Statement(
            passages, voice, "direct", cue, kind, (passages[0][0], passages[-1][1]), own_words=True, confidence=0.9
        )
        for span in passages:
            for quote in inner_quotations(self.text, (span[0] - 1, span[1] + 1)):
                yield from self._within(quote, span, voice)

    def _within(self, quote: Span, span: Span, voice: Voice) -> Iterator[Statement]:
        """A quotation within a quotation, if somebody else is named as its speaker."""
        before = self.text[span[0] : quote[0]]
        match = re.search(
            r"(?P<who>(?:[Tt]he |[Hh]is |[Hh]er |[Mm]y )?[A-Z]?[\w’'-]+(?: [A-Z][\w’'-]+){0,3}) (?:said|says|told \w+|asked|replied|answered|wrote|warned)(?: \w+){0,2}[,:]?\s*$",
            before,
        )
        if match is None or match["who"].lower() in ("i", "we"):
            return
        at = span[0] + match.start("who"), span[0] + match.end("who")
        name, role, party = self.people.resolve(match["who"])
        inner = quote[0] + 1, quote[1] - 1
        yield Statement(
            (inner,),
            Voice(match["who"], name, role, party, at),
            "nested",
            "say",
            "claim",
            span,
            voice,
            own_words=True,
            confidence=0.7,
        )

    def _governs(self, run: Spoken) -> bool:
        """Whether the cue of a few quoted words is a verb of saying, and stands in their sentence."""
        assert run.cue is not None
        lemma = run.cue.lemma_.lower()
        return lemma in VERBS or run.cue.lower_ == "according"

    # ---------------------------------------------------------------------- transcripts, memos and communiqués

    def _turn(self, turn: Turn, doc: Doc) -> Iterator[Statement]:
        if not turn.speaker or turn.asks:
            self.people.notice(self.smooth[turn.start : turn.end])
            return
        mention = self.text[turn.name[0] : turn.name[1]]
        shown = mention.title() if mention.isupper() and len(mention) > 3 else mention
        name, role, party = self.people.resolve(shown)
        voice = Voice(mention, name or _bare(shown), role, party or self.people.party(shown), turn.name)
        self.people.speaking = name
        for a, b in sentences(self.text, turn.start, turn.end):
            if self.text[a:b].rstrip('"”’) ').endswith("?"):
                continue
            yield from self._spoken(((a, b),), voice, "say", "claim")
        for one in attributions(doc):
            if one.source is None or one.source.lower_ in ("i", "we", "you", "one") or not one.entry.quotes:
                continue
            said = self._voice(one.source, turn.start)
            passages = self._passages(one, turn.start)
            if said is not None and passages and one.how in ("clause", "infinitive"):
                yield Statement(
                    passages,
                    said,
                    "nested",
                    one.cue.lemma_.lower(),
                    one.entry.kind,
                    (passages[0][0], passages[-1][1]),
                    voice,
                    confidence=0.6,
                )
        self.people.speaking = ""
        self.people.notice(doc.text)

    def _own(self, turn: Turn, sent, off: int, covered: Sequence[Span]) -> Iterator[Statement]:  # type: ignore[no-untyped-def]
        """A sentence that nobody is named for: the author's own in memos and communiqués."""
        a, b = sent.start_char + off, sent.end_char + off
        inner = self.text[a:b]
        a, b = a + len(inner) - len(inner.lstrip()), a + len(inner.rstrip())
        point = re.match(r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|[-*•–])\s+", self.text[a:b], re.I)
        a += point.end() if point else 0
        words = self.text[a:b]
        if len(re.findall(r"\w+", words)) < 3 or words.rstrip().endswith(("?", ":")):
            return
        if self.form.kind != "communique" and any(c < b and a < d for c, d in covered):
            return
        if self.form.kind == "article":
            odds = next(iter(chances(self.smooth[a:b], {})), None)
            if odds is not None and lemma_of(sent.root) in ODDS_VERBS:
                head = subject(sent.root)
                who = self._voice(head, off) if head is not None else None
                if head is not None and who is not None:
                    start = sent.root.idx + len(sent.root) + off
                    start += len(self.text[start:b]) - len(self.text[start:b].lstrip())
                    yield Statement(
                        ((start, b),), who, "reported", lemma_of(sent.root), "claim", (a, b), confidence=0.7
                    )
                    return
            holder = re.match(r"For (?P<who>(?:the )?[A-Z][\w.’' -]{1,60}?), ", words)
            if holder is not None and _IS_SUCCESS.search(words):
                name, role, party = self.people.resolve(holder["who"])
                at = a + holder.start("who"), a + holder.end("who")
                who = Voice(self.text[at[0] : at[1]], name, role, party, at)
                yield Statement(((a + holder.end(), b),), who, "reported", "", "claim", (a, b), confidence=0.6)
                return
            if _NARRATED.search(words) and _TALKS.search(words):
                yield Statement(((a, b),), Voice("the text"), "narrator", "", "claim", (a, b), confidence=0.5)
            return
        if self.form.kind == "memo":
            if not _MEMO_WORDS.search(re.sub(r"[\"“][^\"”]*[\"”]", " ", words)) or _LEADS_ON.match(words):
                return
            voice = Voice(self.form.author or "we", "", "", "", self.form.author_at)
            yield Statement(((a, b),), voice, "direct", "", "assessment", (a, b), own_words=True, confidence=0.7)
            return
        head = subject(sent.root) if sent.root.pos_ in ("VERB", "AUX") else None
        verb = sent.root.lemma_.lower()
        if head is not None and head.lower_ == "it":
            head = None
        ahead = any(t.lower_ in ("will", "shall") for t in sent.root.children)
        if _COURTESY.search(words) or (verb in _SCENE and not ahead) or not (turn.point or _COMMITS.search(words)):
            return
        who = self._voice(head, off) if head is not None else None
        issued = who is None or _ISSUERS.match(who.mention) is not None
        kind = VERBS[verb].kind if verb in VERBS else "claim"
        if who is not None and ahead and not any(c.dep_ in ("neg", "auxpass") for c in sent.root.children):
            kind = "promise"
        if who is None or issued:
            author = self.form.author or "the communiqué"
            voice = Voice(
                who.mention if who is not None else author,
                author if author != (who.mention if who is not None else "") else "",
                "",
                "",
                who.at if who is not None else self.form.author_at,
            )
        else:
            voice = who
        yield Statement(((a, b),), voice, "direct", verb, kind, (a, b), own_words=True, confidence=0.7)


_MEMO_WORDS = re.compile(
    r"\b(?:we|our)\b|\b(?:will|would|may|might|could|likely|unlikely|probabl[ey]|certain(?:ly)?|chance|odds|probability|likelihood|possibility|prospects?|should|must|risk|success|successful|if|unless)\b",
    re.I,
)
_COMMITS = re.compile(
    r"\b(?:agree|reaffirm|affirm|commit|undertake|pledge|call|urge|demand|reject|condemn|welcome|express|decide|resolve|recogni[sz]e|stress|note|emphasi[sz]e|underline|invite|request|declare|confirm|reiterate|propose|recommend|support|endorse|oppose|acknowledge|regret|deplore|shall|will|must|should|may|would|not|no|never|success|successful|progress)\w*\b",
    re.I,
)
ODDS_VERBS = frozenset("put give rate peg see place set estimate offer lay make quote have reckon".split())
"""Verbs by which somebody puts a chance at something."""
_UNNAMED = re.compile(r"\b(?:to be (?:named|identified|quoted)|anonymity|not authori[sz]ed to)\b", re.I)
_IS_SUCCESS = re.compile(
    r"\b(?:test|measure|marker|yardstick|sign|proof|success)\b.{0,20}\b(?:is|was|will be|would be|of)\b", re.I
)
_TALKS = re.compile(
    r"\b(?:deal|agreement|accord|treaty|truce|ceasefire|cease-fire|peace|talks|negotiations?|summit|round|settlement|concessions?|sanctions|compromise|pact)\b",
    re.I,
)
_NARRATED = re.compile(
    r"\b(?:nowhere (?:close|near)|no closer|far apart|far from|still far|within reach|deadlock(?:ed)?|stalemate)\b"
    r"|\bif\b[^.]*\b(?:could|may|might|would)\b|\b(?:could|may|might|would)\b[^.]*\bif\b"
    r"|\b(?:marker|measure|test|yardstick) of (?:success|progress)\b|\bwould (?:include|exclude)\b|\bred lines\b",
    re.I,
)
_WORDS_OF = re.compile(
    r"\bwords of (?P<who>(?:the )?(?:late |former )?[A-Z][\w’'-]*(?: (?:of|de|van|von|al|[A-Z][\w’'-]*)){0,5}),?:?\s*$"
)
"""Whom an author quotes by `in the words of …`."""
_PROVERB = frozenset("saying proverb adage maxim dictum motto cliché cliche aphorism".split())
"""What is said to say something, and nobody says."""
_WORK = re.compile(
    r"\b(?:songs?|operas?|operettas?|novels?|books?|films?|movies?|poems?|albums?|hymns?|ballads?|musicals?|paintings?|pieces?|waltz(?:es)?|symphon(?:y|ies)|ships?|ferr(?:y|ies)|documentar(?:y|ies)|entitled|titled)(?: \w+)?,?\s*$",
    re.I,
)
"""What has a title."""
_SMALL = frozenset("a an and as at but by for from in into is it nor of on or over the to up with without".split())


def _is_title(text: str, span: Span, inner: Span) -> bool:
    """Whether quoted words are the title of a work: behind a word for one, or in capitals with no verb of saying beside."""
    words = re.findall(r"[^\W\d_][\w’'-]*", text[slice(*inner)])
    before = text[max(0, span[0] - 60) : span[0]]
    if _WORK.search(before):
        return True
    telling = [w for w in words if w.lower() not in _SMALL]
    if not 1 < len(words) < 9 or not telling or not all(w[0].isupper() for w in (words[0], *telling)):
        return False
    if len(telling) < 2 and len(words) < 3:
        return False
    if text[span[0] : span[1] + 1].rstrip('"”’» ')[-1:] in ",!?" or text[span[1] : span[1] + 1] == ",":
        return False
    said = re.search(r"(\w+)[,:]?\s*$", before)
    return said is None or said[1].lower() not in _SAID


_SAID = frozenset(
    "said says say saying replied replies answered added asked wrote writes shouted declared chanted called".split()
)
_LEADS_ON = re.compile(
    r"(?:(?:these|the following) )?(?:one|two|three|four|five|six|several|some|many|a (?:few|number of|couple of)) (?:\w+ ){0,2}?(?:things?|points?|factors?|reasons?|considerations?|developments?|observations?)\s+(?:drives?|matters?|stands? out|follows?|explains?|supports?|shapes?|informs?|underlies?|underlie|leads?|suggests?|guides?|lie|lies|deserves?)\b[^.;:]{0,60}\.?$",
    re.I,
)
"""A sentence that only says that others follow: `two points shape our view`."""
_COURTESY = re.compile(
    r"\b(?:thank(?:s|ed|ing)?|gratitude|grateful|appreciation)\b[^.;]*\b(?:hospitality|welcome|hosting|reception|organi[sz]ation|arrangements)\b|\btexts are equally authentic\b|\bauthentic texts\b",
    re.I,
)
_ISSUERS = re.compile(
    r"(?:the (?:parties|sides|two|three|four|ministers|leaders|delegations|participants|heads|presidents)|both|they|we|it)\b",
    re.I,
)
_SCENE = frozenset("meet gather convene hold arrive attend".split())


def _may_speak(head: Token, mention: str) -> bool:
    """Whether a noun is somebody, or a body or paper that speaks."""
    if head.pos_ == "PRON":
        return head.lower_ not in ("it", "this", "that", "these", "those", "which", "what", "there", "you")
    if head.ent_type_ in ("PERSON", "ORG", "NORP", "GPE", "FAC"):
        return True
    return head.pos_ == "PROPN" or head.lemma_.lower() in PEOPLE or head.lower_.rstrip("s") in PEOPLE


def _inside(text: str, span: Span) -> Span:
    """A quoted run without its marks."""
    a, b = span
    while a < b and text[a] in "“”„«»\"＂'‘’`":
        a += 1
    while b > a + 1 and text[b - 1] == ",":
        b -= 1
    while (
        b > a
        and text[b - 1] in "“”„«»\"＂'’`"
        and not (text[b - 1] in "’'" and b < span[1] - 1 and text[b - 2].isalpha())
    ):
        b -= 1
    return a, b - (text[b - 1 : b] == "," and b - a > 1)


def _past_colon(text: str, passages: tuple[Span, ...], one: Attribution, off: int) -> tuple[Span, ...]:
    """What stands behind a colon, where the reporter leads up to it: `the envoy was gloomier: two to one against, he said`."""
    if len(passages) != 1 or one.how != "clause" or one.source is None or one.source.pos_ != "PRON":
        return passages
    ((a, b),) = passages
    colon = text.find(": ", a, b)
    if colon < 0 or one.cue.idx + off < b or any(mark in text[a:b] for mark in '"“”'):
        return passages
    return ((colon + 2, b),) if len(re.findall(r"\w+", text[colon:b])) > 1 else passages


_AND_THAT = re.compile(r",?\s+(?:and|but)\s+(?=that\b)")


def _parted(text: str, passages: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """Two statements where a second clause has its own `that`; what a dash adds with a cue of its own is none of it."""
    if len(passages) != 1:
        return [passages]
    ((a, b),) = passages
    dash = re.search(r"\s+[—–]\s+an?\s+\w+\s+(?:that\s+)?[A-Z]", text[a:b])
    if dash is not None:
        b = a + dash.start()
    cut = _AND_THAT.search(text, a, b)
    if cut is not None and len(text[a : cut.start()].split()) > 3 and len(text[cut.end() : b].split()) > 3:
        return [((a, cut.start()),), ((cut.end(), b),)]
    return [((a, b),)]


def _goes_on(text: str, before: Span, after: Span) -> bool:
    """Whether a quotation that a cue parts goes on as one sentence."""
    inner = text[slice(*before)].rstrip("\"”’»＂' ")
    start = text[slice(*_inside(text, after))].lstrip()
    return (
        after[0] - before[1] < 160
        and inner[-1:] in (",", "—", "-", "–")
        and "\n" not in text[before[1] : after[0]]
        and ((start[:1].islower() and inner[-1:] != ",") or text[before[1] : after[0]].rstrip().endswith(","))
    )


def _bare(name: str) -> str:
    """A name without its brackets and what follows a comma."""
    return re.sub(r"\s*\(.*?\)|,.*$", "", name).strip()
