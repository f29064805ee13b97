"""What form a text has: an article, a transcript, a communiqué, a memo; and who speaks where no cue says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .layout import Paragraph

_TURN = re.compile(
    r"^(?P<name>(?:(?:MR|MS|MRS|DR|AMB|GEN|SEN|REP)\.?\s+)?[A-Z][\w.’'\-]*(?:[ \t]+(?:[A-Z][\w.’'\-]*|of|the|de|van|von|al|and|for)){0,8}(?:\s*\([^)\n]{1,60}\))?(?:,[^:\n]{1,60})?)\s*:\s+(?=\S)"
)
_BOLD = re.compile(r"^\W*(?P<name>[A-Z][^:\n]{1,60}?)\W*:\W+")
_ASKS = re.compile(
    r"^(?:Q|QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|PRESS|MODERATOR|Moderator|HOST|INTERVIEWER|Interviewer|CORRESPONDENT|STAFF|Operator|OPERATOR)\b"
)
_NO_NAME = re.compile(
    r"^(?:Note|NOTE|Editor|Source|Sources|Photo|Correction|Update|Subject|SUBJECT|Re|RE|Date|DATE|From|FROM|To|TO|Cc|CC|Title|Place|Time|Background|Summary|Bottom line|BOTTOM LINE|Key judg[e]?ments?|Assessment|Outlook|Risks?|Recommendations?|Conclusion|Annex|Contact|Embargo|Classification|Distribution|Location|Participants|Present|Part|Section|Scenario|Chapter|Day|Week|Figure|Table|Option|Fact|Facts|Example|Read more|Also|Related|http)\b"
)
_POINT = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)]|[-*•–])\s+", re.I)
_JUDGE = re.compile(
    r"\b(?:we|our)\b[^.]{0,40}\b(?:assess|judge|judg[e]?ment|estimate|expect|believe|think|put|see|rate|anticipate|doubt|recommend|consider|assume|view|suspect|note|conclude|remain|assign|find|would|advise|rest)",
    re.I,
)
_MEMO = re.compile(
    r"(?im)^\W*(?:memo(?:randum)?|to|from|subject|re|prepared (?:by|for)|key judg[e]?ments?|bottom line)\b\s*:?"
)
_FROM = re.compile(r"(?im)^\W*(?:from|prepared by|by|author)\s*:\s*(?P<who>[^\n]{2,100})$")
_COMMUNIQUE = re.compile(
    r"\b(?:communiqu[ée]|joint (?:statement|declaration|press statement)|declaration|agreed minutes|conclusions|protocol|resolution|statement by)\b",
    re.I,
)
_PARTIES = re.compile(
    r"\b(?:the (?:two |three |four |both )?(?:parties|sides|delegations|governments|leaders|ministers|heads of state|heads of delegation|participants|presidents|foreign ministers|mediators?|members|council|signatories|states|co-chairs|guarantors|heads)|both (?:sides|parties|delegations)|we)\b",
    re.I,
)


@dataclass(frozen=True)
class Turn:
    """A paragraph with who speaks it, where its form tells; `start` is where the words begin."""

    start: int
    end: int
    speaker: str = ""
    name: tuple[int, int] = (0, 0)
    """Where the speaker is named."""
    asks: bool = False
    """Whether it is a question of the press."""
    heading: bool = False
    point: bool = False
    """Whether it is a numbered point, whose number stands before `start`."""


@dataclass(frozen=True)
class Form:
    """The form of a text."""

    kind: str
    """article, transcript, communique or memo"""
    turns: tuple[Turn, ...]
    author: str = ""
    """Who speaks where nobody else does; empty for a reporter."""
    author_at: tuple[int, int] = (0, 0)


def form_of(text: str, parts: Sequence[Paragraph]) -> Form:
    """The form of a text, by how its paragraphs begin and by who `we` is."""
    named = [_turn(text, p) for p in parts]
    speakers = [t.speaker for t in named if t.speaker]
    repeated = len(speakers) - len(set(speakers))
    if len(speakers) >= 3 and (repeated >= 1 or sum(t.asks for t in named) >= 1) and len(speakers) * 4 >= len(parts):
        return Form("transcript", tuple(_carried(text, named)))
    plain = tuple(Turn(_past_dateline(text, p), p.end, heading=_heading(text, p)) for p in parts)
    head = text[: parts[0].end + 400] if parts else ""
    outside = re.sub(r"[“\"][^”\"]*[”\"]", "", text)
    judged = len(_JUDGE.findall(outside))
    headed = len(_MEMO.findall(text))
    if judged and headed and not re.search(r"\b[Ww]e, the\b", text):
        return _memo(text, outside, plain)
    points = sum(_POINT.match(text, p.start, p.end) is not None for p in parts)
    if (points >= 3 and points * 2 >= len(parts) - 2 and _PARTIES.search(text)) or (
        _COMMUNIQUE.search(head[:300])
        and (points >= 2 or len(_PARTIES.findall(text)) >= 4)
        and '"' not in text
        and "“" not in text
    ):
        who = _PARTIES.search(text)
        named_by = _issuers(text, parts)
        plain = tuple(_pointed(text, turn) for turn in plain)
        return Form(
            "communique",
            plain,
            named_by[0] or (who.group() if who and who.group().lower() != "we" else ""),
            named_by[1],
        )
    return _memo(text, outside, plain) if judged >= 3 else Form("article", plain)


def _pointed(text: str, turn: Turn) -> Turn:
    """A point without its number."""
    match = _POINT.match(text, turn.start, turn.end)
    return turn if match is None else Turn(match.end(), turn.end, point=True)


def _memo(text: str, outside: str, turns: tuple[Turn, ...]) -> Form:
    """A memo, whose author a line names or who is only `we`."""
    author = _FROM.search(text)
    if author is not None:
        return Form("memo", turns, author["who"].strip(" *_"), author.span("who"))
    start, end = _where(text, "we")
    return Form("memo", turns, text[start:end], (start, end))


_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,}(?:,\s+[A-Z][\w .]+?)?(?:,?\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2})(?:,?\s+\d{4})?)?\s*(?:\([^)\n]{2,40}\)\s*)?[-–—]{1,2}\s+(?=\S)"
)


def _past_dateline(text: str, part: Paragraph) -> int:
    """Where a paragraph begins to speak: behind `GENEVA, March 3 (Agency) -`."""
    match = _DATELINE.match(text, part.start, part.end)
    return match.end() if match is not None and match.end() - part.start < 90 else part.start


def _where(text: str, word: str) -> tuple[int, int]:
    match = re.search(rf"\b{word}\b", text, re.I)
    return match.span() if match else (0, 0)


def _turn(text: str, part: Paragraph) -> Turn:
    words = text[part.start : part.end]
    match = _TURN.match(words) or (_BOLD.match(words) if words[:1] in "*_" else None)
    if match is None or _NO_NAME.match(match["name"]) or len(match["name"].split()) > 10:
        return Turn(part.start, part.end, heading=_heading(text, part))
    name = match["name"].strip()
    span = part.start + match.start("name"), part.start + match.end("name")
    return Turn(part.start + match.end(), part.end, name, span, _ASKS.match(name) is not None)


def _carried(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """Paragraphs without a name go on with the speaker before; notes in brackets speak for nobody."""
    found: list[Turn] = []
    last: Turn | None = None
    for turn in turns:
        words = text[turn.start : turn.end].strip()
        if turn.speaker:
            last = turn
        elif last is not None and not re.fullmatch(r"[(\[].*[)\]]", words, re.S) and not turn.heading:
            turn = Turn(turn.start, turn.end, last.speaker, last.name, last.asks)
        found.append(turn)
    return found


def _heading(text: str, part: Paragraph) -> bool:
    """Whether a paragraph is a title: short, and no sentence."""
    words = text[part.start : part.end].strip()
    return len(words) < 110 and not re.search(r"[.!?:;,][\"”’)*]*$", words)


def _issuers(text: str, parts: Sequence[Paragraph]) -> tuple[str, tuple[int, int]]:
    """Who issues a communiqué, from its opening: `The delegations of A and B met in …`."""
    title = re.search(
        r"(?i:\b(?:statement|declaration|communiqu[ée]|conclusions) (?:by|of) )(?P<who>(?:the )?[A-Z][^\n,.:;]{2,80})",
        text[: parts[0].end + 200] if parts else "",
    )
    for part in parts[:4]:
        listed = re.match(
            r"\s*We, (?P<who>the [^.:;]*?\bof (?:the )?[A-Z][\w ’'-]*(?:, [A-Z][\w ’'-]*)*(?:,? and (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)?)",
            text[part.start : part.end],
        )
        if listed is not None:
            return listed["who"], (part.start + listed.start("who"), part.start + listed.end("who"))
        match = re.search(
            r"\b(?P<who>(?:we, )?(?:the )?(?:heads of (?:state|government|delegation)|foreign ministers|ministers|leaders|presidents|delegations|representatives|governments|parties|sides|prime ministers|members)\b[^.;:]{0,40}?\bof (?:the )?[A-Z][^,.;:()]*?(?:,? and (?:the )?[A-Z][\w ’'-]*?)?)(?=,|\s+(?:met|held|meeting|gathered|agreed|issued|welcome|convened|having|on \d|in [A-Z])|\.)",
            text[part.start : part.end],
            re.I,
        )
        if match is not None:
            return match["who"], (part.start + match.start("who"), part.start + match.end("who"))
    if title is not None:
        return title["who"].strip(), title.span("who")
    return "", (0, 0)
