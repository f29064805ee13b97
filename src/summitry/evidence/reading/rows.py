"""The rows of the ledger that a parsed text gives (floor 4; no files, no network, and the parser is handed in)."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summitry.evidence.anchors import sha256
from summitry.evidence.ledger import (
    Condition,
    Document,
    Kind,
    Links,
    Position,
    Probability,
    Provenance,
    Quotation,
    Row,
    Speaker,
    Target,
)

from .chances import Chance, chances, defines_scale, own_scale
from .forms import form_of
from .kinds import classify, condition_in
from .layout import paragraphs, smoothed, unmarked
from .people import Party, People, parties_of
from .places import places_in
from .statements import ODDS_VERBS, Reader, Statement, Voice

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parser = Callable[[Iterable[str]], Iterable["Doc"]]
"""Parses texts, one after another."""

VERSION = "1"
"""Of the rules, told in each row's provenance."""
AROUND = 32
"""Code points of context on either side of a quotation."""
MOST_WORDS = 4000
_DATE = re.compile(
    r"\b(?:(?P<d>\d{1,2})\s+(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+(?P<y>\d{4})|(?P<m2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<d2>\d{1,2}),?\s+(?P<y2>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))\b"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


@dataclass(frozen=True)
class Known:
    """What a scenario tells a reader: its parties by key and name, and the names of its issues and events."""

    parties: Mapping[str, str]
    things: tuple[str, ...] = ()


def read_text(
    text: str,
    parser: Parser,
    *,
    document: Document | None = None,
    source: str = "",
    known: Known | None = None,
    marked_up: bool = False,
    first: int = 1,
) -> tuple[Row, ...]:
    """The statements of a text as rows whose ids count from `first`; all wait for review.

    Parameters
    ----------
    parser
        What parses English paragraphs, `nlp.pipe` of a spaCy pipeline.
    source
        What the rows name as their source; by default the text's digest.
    known
        Parties that speakers are resolved to; without any, the countries that they speak for.
    """
    plain = unmarked(text) if marked_up else text
    smooth = smoothed(plain)
    form = form_of(plain, paragraphs(plain))
    docs = list(parser([smooth[turn.start : turn.end] for turn in form.turns]))
    parties: Sequence[Party] = parties_of(known.parties) if known is not None else ()
    people = People(smooth, docs, [turn.start for turn in form.turns], parties)
    digest = sha256(text)
    about = document or Document(id="text", sha256=digest, date=date_in(smooth[:600]))
    scale = own_scale(smooth)
    made: list[tuple[Row, Statement]] = []
    before: list[tuple[Row, Statement]] = []
    for statement in _apart(Reader(text, smooth, form, docs, people).statements()):
        sentence = smooth[slice(*statement.sentence)]
        if defines_scale(sentence):
            continue
        row = _row(text, smooth, statement, sentence, scale, about, source or f"urn:sha256:{digest}", before, known)
        if row is not None:
            before.append((row, statement))
            made.append((row, statement))
    width = max(2, len(str(first + len(made) - 1)))
    named = [(replace(row, id=f"s{first + k:0{width}d}"), statement) for k, (row, statement) in enumerate(made)]
    return _linked(_with_issues(text, named, known))


def date_in(words: str) -> str:
    """The first full date in some words, as ISO 8601; empty where there is none."""
    for match in _DATE.finditer(words):
        if match["iso"]:
            year, month, day = map(int, match["iso"].split("-"))
        else:
            year = int(match["y"] or match["y2"])
            month = _MONTHS.index((match["m"] or match["m2"]).lower()) + 1
            day = int(match["d"] or match["d2"])
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def _apart(statements: Iterable[Statement]) -> list[Statement]:
    """Statements in the order of the text, the same words of the same speaker once."""
    found: list[Statement] = []
    seen: dict[tuple[int, int], Statement] = {}
    for one in statements:
        span = one.passages[0][0], one.passages[-1][1]
        clash = next(
            (
                o
                for s, o in seen.items()
                if _overlap(s, span) > 0.8
                and (o.voice.name or o.voice.mention) == (one.voice.name or one.voice.mention)
            ),
            None,
        )
        if clash is None:
            seen[span] = one
            found.append(one)
    return found


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def _row(
    text: str,
    smooth: str,
    statement: Statement,
    sentence: str,
    scale: dict[str, tuple[float, float]],
    document: Document,
    source: str,
    before: Sequence[tuple[Row, Statement]],
    known: Known | None,
) -> Row | None:
    words = _joined(smooth, statement.passages)
    if len(words) > MOST_WORDS:
        return None
    condition = condition_in(words) or _beside(statement, smooth, sentence)
    reading = classify(
        words,
        statement.cue_kind,
        statement.cue,
        sentence,
        first_person=statement.own_words,
        conditional=condition is not None,
        own_side=_own_side(words, condition, statement.voice.party),
    )
    chance = next(iter(chances(words, scale)), None)
    if statement.mode in ("reported", "mixed") and (
        (chance is None and statement.cue in ODDS_VERBS)
        or (
            chance is not None
            and chance.event == "it"
            and re.match(r"\s*(?:when )?(?:asked|pressed|questioned)\b", sentence, re.I)
        )
    ):
        # `he put the odds at one in four that …`: the figure stands with the cue, the event may be in a question before
        chance = next(iter(chances(sentence, scale, words=False)), chance)
    if chance is not None and not chance.numeric and statement.mode == "narrator":
        chance = None
    kinds: list[Kind] = list(reading.kinds)
    if chance is not None:
        # `a chance that we will not finish` rejects nothing
        denial = chance.denied and statement.cue_kind != "rejection"
        kinds = ["probability", *(k for k in kinds if k != "claim" and not (denial and k == "rejection"))]
    if statement.mode == "narrator" and kinds == ["claim"]:
        return None
    return Row(
        id="s0",
        document=document,
        target=Target(source=source, selector=_selectors(text, statement)),
        speaker=_speaker(statement.voice),
        relayed_by=_speaker(statement.relayed_by) if statement.relayed_by is not None else None,
        addressee=_speaker(statement.addressee) if statement.addressee is not None else None,
        mode=statement.mode,
        kind=tuple(kinds),
        polarity=reading.polarity,
        modality=reading.modality,
        stance=reading.stance,
        condition=_condition(condition, before, smooth),
        probability=_probability(chance, before, smooth) if chance is not None else None,
        time=_day(sentence, document.date),
        provenance=Provenance(how="rules", version=VERSION, confidence=statement.confidence),
    )


def _joined(smooth: str, passages: Sequence[tuple[int, int]]) -> str:
    """The words of a statement, with a comma where one parts its passages: `if …, he said, they will …`."""
    found = ""
    for (a, b), end in zip(passages, (0, *(p[1] for p in passages)), strict=False):
        comma = bool(found) and smooth[end : end + 1] == "," and not found.endswith(",")
        found += f"{',' if comma else ''}{' ' if found else ''}{smooth[a:b]}"
    return found


def _own_side(words: str, condition: tuple[str, bool] | None, party: str) -> bool:
    """Whether the speaker's country is the first that what hangs on the condition names."""
    rest = words.replace(condition[0], " ") if condition is not None else words
    return bool(party) and places_in(rest)[:1] == [party]


def _beside(statement: Statement, smooth: str, sentence: str) -> tuple[str, bool] | None:
    """A condition that the reporter sets before or behind what is said: `if …, he said, the army will …`."""
    if statement.mode not in ("reported", "mixed", "narrator"):
        return None
    found = condition_in(sentence)
    if found is None:
        return None
    at = smooth.find(found[0], *statement.sentence)
    touching = any(abs(at - end) < 4 or abs(at + len(found[0]) - start) < 4 for start, end in statement.passages)
    return found if touching or at - statement.sentence[0] < 4 else None


def _selectors(text: str, statement: Statement) -> tuple[Position | Quotation, ...]:
    found: list[Position | Quotation] = []
    for start, end in statement.passages:
        found.append(Position(type="TextPositionSelector", start=start, end=end))
        found.append(
            Quotation(
                type="TextQuoteSelector",
                exact=text[start:end],
                prefix=text[max(0, start - AROUND) : start],
                suffix=text[end : end + AROUND],
            )
        )
    return tuple(found)


def _speaker(voice: Voice) -> Speaker:
    at = voice.at if voice.at[0] < voice.at[1] else None
    return Speaker(mention=voice.mention[:500], name=voice.name[:500], party=voice.party, role=voice.role[:500], at=at)


def _condition(
    found: tuple[str, bool] | None, before: Sequence[tuple[Row, Statement]], smooth: str
) -> Condition | None:
    """A condition, resolved where it points at something said before."""
    if found is None:
        return None
    text, points = found
    resolved = ""
    if points and before:
        said = smooth[before[-1][1].passages[0][0] : before[-1][1].passages[-1][1]]
        mark = re.match(
            r"(?:if|unless|anything short of|short of|without|absent|until|provided that|provided|as long as|only if|should)\b",
            text,
            re.I,
        )
        resolved = f"{mark.group().lower() if mark else 'if'}: {said}"[:500]
    return Condition(text=text, resolved=resolved)


def _probability(chance: Chance, before: Sequence[tuple[Row, Statement]], smooth: str) -> Probability:
    low, high = chance.p
    event, stated = chance.event, chance.stated_event
    reading = ""
    pointing = re.fullmatch(r"(?:it|that|this|so|them|of it|of that)", event, re.I) is not None and bool(before)
    earlier = next((row.probability for row, _ in reversed(before[-4:]) if row.probability is not None), None)
    if pointing and earlier is not None:
        event = earlier.event
        reading = f"{chance.event!r} stands for the event of the chance before"
    elif pointing:
        event = smooth[before[-1][1].passages[0][0] : before[-1][1].passages[-1][1]][:400]
        reading = f"{chance.event!r} stands for what was said before"
    if chance.denied:
        reading = "; ".join(x for x in (reading, "the stated event denies the event: 1 minus the stated chance") if x)
    middle = round((chance.low + chance.high) / 2, 6)
    return Probability(
        stated_event=stated or event,
        stated_p=middle,
        event=event[:500],
        p=low if low == high else None,
        range=None if low == high else (low, high),
        basis="numeric" if chance.numeric else "verbal",
        scale=chance.scale,
        reading=reading,
    )


def _day(sentence: str, date: str) -> str:
    """The day of a statement: a weekday within the week before the document's date."""
    if not date:
        return ""
    match = re.search(
        r"\b(?:said|told|added|warned|announced|wrote|speaking|on|late|early)\b[^.;]{0,40}\b("
        + "|".join(_DAYS)
        + r")\b(?! ?['’]s)",
        sentence,
        re.I,
    )
    if match is None:
        return ""
    day = datetime.date.fromisoformat(date)
    return (day - datetime.timedelta((day.weekday() - _DAYS.index(match[1].lower())) % 7)).isoformat()


# ------------------------------------------------------------------------------------------------ issues and links

_TOPICS = (
    ("second meeting", r"\b(?:second|next|follow-up|another) (?:meeting|summit|round)\b"),
    ("ceasefire", r"\b(?:cease-?\s?fire|truce|halt to (?:the )?fighting|pause in (?:the )?fighting)\b"),
    ("territory", r"\b(?:territor\w+|land(?: swaps?)?|annex\w*|borders?|boundar\w+|lands)\b"),
    ("sanctions", r"\bsanctions?\b"),
    ("security guarantees", r"\bsecurity guarantees?\b"),
    ("prisoners", r"\b(?:prisoners?|detainees|hostages?|captives)\b"),
    ("withdrawal", r"\b(?:withdraw\w*|pull(?:ing)? (?:back|out))\b"),
    ("humanitarian access", r"\b(?:humanitarian|aid|corridors?|convoys?|relief)\b"),
    ("monitoring", r"\b(?:monitor\w*|observers?|inspect\w*|verification)\b"),
    ("nuclear programme", r"\b(?:nuclear|enrich\w*|uranium)\b"),
    ("tariffs", r"\b(?:tariffs?|duties|quotas?)\b"),
    ("fishing", r"\b(?:fishing|fisheries|fish)\b"),
    ("water", r"\b(?:dam|river|water|reservoir)s?\b"),
    ("trade", r"\btrade\b"),
    ("a deal", r"\b(?:deal|agreement|accord|treaty|peace)\b"),
)


def _with_issues(text: str, rows: Sequence[tuple[Row, Statement]], known: Known | None) -> list[tuple[Row, Statement]]:
    """Each row with the issue its words are about: one of the scenario, else a topic that negotiations have."""
    found = []
    for row, statement in rows:
        words = " ".join(text[a:b] for a, b in statement.passages)
        issue = ""
        if known is not None:
            best = Counter({thing: _shared(thing, words) for thing in known.things}).most_common(1)
            issue = best[0][0] if best and best[0][1] > 0 else ""
        if not issue:
            issue = next((name for name, pattern in _TOPICS if re.search(pattern, words, re.I)), "")
        found.append((replace(row, issue=issue), statement))
    return found


def _shared(thing: str, words: str) -> float:
    """The share of a name's words that stand in some words; 0 where fewer than two thirds do."""
    mine = {w.rstrip("s") for w in re.findall(r"[a-z]{3,}", thing.lower())}
    theirs = {w.rstrip("s") for w in re.findall(r"[a-z]{3,}", words.lower())}
    share = len(mine & theirs) / len(mine) if mine else 0.0
    return share if share >= 0.66 else 0.0


_OPPOSED: dict[Kind, tuple[Kind, ...]] = {"rejection": ("proposal", "demand"), "red line": ("proposal", "demand")}


def _linked(rows: Sequence[tuple[Row, Statement]]) -> tuple[Row, ...]:
    """Rows with what they answer, revise and define, where the text lets it be seen."""
    done: list[Row] = []
    for row, _ in rows:
        responds: list[str] = []
        revises: list[str] = []
        defines: list[str] = []
        who = row.speaker.party or row.speaker.name or row.speaker.mention
        for kind, targets in _OPPOSED.items():
            if kind in row.kind:
                other = next(
                    (
                        o
                        for o in reversed(done[-6:])
                        if (o.speaker.party or o.speaker.name or o.speaker.mention) != who
                        and set(targets) & set(o.kind)
                        and (not row.issue or not o.issue or o.issue == row.issue or kind == "rejection")
                    ),
                    None,
                )
                if other is not None and other.id not in responds:
                    responds.append(other.id)
        if row.speaker.name:
            for other in reversed(done):
                if (
                    other.speaker.name == row.speaker.name
                    and other.issue == row.issue
                    and row.issue
                    and other.polarity != row.polarity
                ):
                    if {"prediction", "assessment", "probability"} & set(other.kind) & set(row.kind):
                        revises.append(other.id)
                        break
        if "success marker" in row.kind and row.issue:
            defines = [o.id for o in done if o.issue == row.issue and "success marker" not in o.kind][:5]
        done.append(
            replace(
                row, links=Links(responds_to=tuple(responds), revises=tuple(revises), defines_success=tuple(defines))
            )
        )
    return tuple(done)
