"""Rows that a language model proposes by way of an OpenAI-compatible endpoint, held against the text (floor 6).

A model may say what it likes; a row is made only of words that stand in the text. Plain HTTP by the standard library;
the key comes from the environment and is written nowhere.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from summitry.errors import InputError, Problem
from summitry.evidence import Document, Ledger, Position, Provenance, Quotation, Row, Speaker, Target, sha256
from summitry.evidence.ledger import Condition, Kind, Modality, Mode, Polarity, Stance
from summitry.evidence.reading.layout import paragraphs, smoothed
from summitry.evidence.reading.rows import AROUND, Known
from summitry.formats.documents import Source, reference
from summitry.formats.reading import document_of, known_of, read, sources_of
from summitry.scenario import Scenario

KEYS = ("SUMMITRY_LLM_KEY", "OPENAI_API_KEY")
"""Environment variables that may hold the endpoint's key, the first that is set counts."""
MOST_LETTERS = 12_000
"""A text is sent in pieces of whole paragraphs of about this length."""
TIMEOUT = 120
_NEAR = 0.9
"""From this likeness on, words that are not the text's own are shown to a person instead of being dropped."""
_PROMPT = """\
You find statements in a text about a negotiation. Answer with one JSON object
{{"rows": [...]}} and nothing else. Each row:
"quote": the exact words of the statement, copied letter for letter from the text, at most two sentences;
"speaker": who says it, as the text names them; "name": the full name if the text gives it;
"party": one of {parties} or "";
"mode": one of {modes}; "kind": a list of {kinds};
"polarity": "positive" or "negative"; "modality": one of {modalities}; "stance": one of {stances};
"condition": the words of a condition, or "". Leave out whatever only looks like a statement."""


def read_with_model(
    paths: Sequence[str],
    url: str,
    model: str,
    *,
    scenario: Scenario | None = None,
    folder: str | None = None,
    date: str = "",
    file_url: str = "",
    title: str = "",
    tell: Callable[[str, int, int], None] | None = None,
) -> tuple[Ledger, tuple[str, ...]]:
    """The rows that rules find and those that a model proposes besides, with a line for all that was rejected.

    Parameters
    ----------
    url, model
        An OpenAI-compatible endpoint such as `http://localhost:8000/v1`, and the model it is to use.

    Raises
    ------
    InputError
        Where a text cannot be read, or the endpoint does not answer in the way of OpenAI's chat completions.

    Examples
    --------
    >>> with open("talks.txt", "w") as file:
    ...     _ = file.write("The envoy left.")
    >>> summitry.read_with_model(["talks.txt"], "http://127.0.0.1:9", "any")
    Traceback (most recent call last):
        ...
    summitry.errors.InputError: http://127.0.0.1:9...
    """
    log: list[str] = []
    try:
        rows = list(read(paths, scenario=scenario, folder=folder, date=date, url=file_url, title=title, tell=tell))
    except InputError as error:
        if any(problem.expected != "the extra `text`" for problem in error.problems):
            raise
        log.append(f"no rows by rules: {error.problems[0]}")
        rows = []
    sources, _ = sources_of(paths)
    known = known_of(scenario)
    names: set[str] = set()
    for source in sources:
        document = document_of(source, names, date=date, url=file_url, title=title)
        names.add(document.id)
        pieces = list(_pieces(source.text))
        for done, piece in enumerate(pieces):
            if tell is not None:
                tell(f"asking {model} about {source.name}", done, len(pieces))
            for proposal in _proposals(_ask(url, model, piece, known), url):
                row = _row(proposal, source, document, folder, model, known, log)
                if row is None:
                    continue
                if any(_same(row, other) for other in rows):
                    continue
                rows.append(row)
    return Ledger(tuple(_numbered(rows))), tuple(log)


def _numbered(rows: Sequence[Row]) -> Iterator[Row]:
    """Proposed rows get the ids after those of the rules, whose links keep theirs."""
    import dataclasses

    taken = [row for row in rows if row.id != "s0"]
    width = max(2, len(str(len(rows))))
    yield from taken
    for k, row in enumerate((row for row in rows if row.id == "s0"), len(taken) + 1):
        yield dataclasses.replace(row, id=f"s{k:0{width}d}")


def _pieces(text: str) -> Iterator[str]:
    """Whole paragraphs, as many as fit."""
    start = end = 0
    for part in paragraphs(text):
        if end > start and part.end - start > MOST_LETTERS:
            yield text[start:end]
            start = part.start
        end = part.end
    if text[start:end].strip():
        yield text[start:end]


def _ask(url: str, model: str, text: str, known: Known | None) -> str:
    """What the model answers."""
    address = url.rstrip("/")
    address = address if address.endswith("/chat/completions") else address + "/chat/completions"
    if not re.match(r"https?://", address):
        raise InputError([Problem(url, 0, 0, "no web address", "one that starts with http:// or https://")])
    prompt = _PROMPT.format(
        parties=json.dumps(list(known.parties) if known else []),
        modes=json.dumps(get_args(Mode)),
        kinds=json.dumps([kind for kind in get_args(Kind) if kind != "probability"]),
        modalities=json.dumps(get_args(Modality)),
        stances=json.dumps(get_args(Stance)),
    )
    messages = [{"role": "system", "content": prompt}, {"role": "user", "content": text}]
    body = json.dumps({"model": model, "messages": messages, "temperature": 0}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    key = next((value for name in KEYS if (value := os.environ.get(name))), "")
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        request = urllib.request.Request(address, data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            data = json.loads(answer.read(8 * 2**20))
        content = data["choices"][0]["message"]["content"]
        if not isinstance(content, str):
            raise TypeError
    except urllib.error.HTTPError as error:
        error.close()
        fix = f"set {KEYS[0]} to the endpoint's key" if error.code in (401, 403) else ""
        raise InputError([Problem(url, 0, 0, f"the answer {error.code} {error.reason}", "an answer", fix)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError([Problem(url, 0, 0, f"no answer ({reason})", "an OpenAI-compatible endpoint")]) from None
    except (KeyError, IndexError, TypeError):
        raise InputError(
            [Problem(url, 0, 0, "an answer without choices[0].message.content", "an OpenAI-compatible endpoint")]
        ) from None
    return content


def _proposals(answer: str, url: str) -> list[Any]:
    """The proposed rows in an answer, which may stand in a fence or among words."""
    start = min((at for at in (answer.find("{"), answer.find("[")) if at >= 0), default=-1)
    try:
        if start < 0:
            raise ValueError("no JSON in it")
        value, _ = json.JSONDecoder().raw_decode(answer, start)
    except (ValueError, RecursionError) as error:
        raise InputError([Problem(url, 0, 0, f"an answer that is no JSON ({error})", "an object with rows")]) from None
    found = value.get("rows", [value] if "quote" in value else []) if isinstance(value, dict) else value
    return found if isinstance(found, list) else []


def _row(
    proposal: Any,
    source: Source,
    document: Document,
    folder: str | None,
    model: str,
    known: Known | None,
    log: list[str],
) -> Row | None:
    """The row of a proposal, or a line in the log."""
    shown = json.dumps(proposal, ensure_ascii=False)[:160]

    def rejected(why: str) -> None:
        log.append(f"rejected: {why}: {shown}")

    if not isinstance(proposal, dict) or not isinstance(proposal.get("quote"), str) or not proposal["quote"].strip():
        rejected("no quote")
        return None
    kinds = proposal.get("kind", ["claim"])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    allowed = [kind for kind in get_args(Kind) if kind != "probability"]
    if not isinstance(kinds, list) or not kinds or any(kind not in allowed for kind in kinds):
        rejected("no kind of statement")
        return None
    place = _find(source.text, proposal["quote"])
    if place is None:
        rejected("its words do not stand in the text")
        return None
    start, end, note = place

    def one_of(key: str, values: tuple[Any, ...], default: str) -> Any:
        return proposal.get(key) if proposal.get(key) in values else default

    def words(key: str) -> str:
        value = proposal.get(key)
        return value.strip()[:500] if isinstance(value, str) else ""

    party = words("party")
    if known is not None and party and party not in known.parties:
        note = "; ".join(x for x in (note, f"the party {party!r} is none of the scenario") if x)
        party = ""
    mention = words("speaker")
    if mention and mention not in source.text:
        note = "; ".join(x for x in (note, f"the speaker {mention!r} is not named so in the text") if x)
    condition = words("condition")
    return Row(
        id="s0",
        document=document,
        target=Target(
            source=reference(source.path, Path(folder) if folder is not None else None)
            if source.path
            else f"urn:sha256:{sha256(source.text)}",
            selector=(
                Position(type="TextPositionSelector", start=start, end=end),
                Quotation(
                    type="TextQuoteSelector",
                    exact=source.text[start:end],
                    prefix=source.text[max(0, start - AROUND) : start],
                    suffix=source.text[end : end + AROUND],
                ),
            ),
        ),
        speaker=Speaker(mention=mention, name=words("name"), party=party),
        mode=one_of("mode", get_args(Mode), "reported"),
        kind=tuple(dict.fromkeys(kinds)),
        polarity=one_of("polarity", get_args(Polarity), "positive"),
        modality=one_of("modality", get_args(Modality), "asserted"),
        stance=one_of("stance", get_args(Stance), "neutral"),
        condition=Condition(text=condition) if condition else None,
        provenance=Provenance(how="model", version=model[:500], confidence=0.4 if note else 0.6, note=note[:500]),
    )


def _find(text: str, quote: str) -> tuple[int, int, str] | None:
    """Where a quote stands, with what a reviewer has to be told; None where it does not.

    Looked for as it is, then without the marks around it, then with quotation marks, dashes and white space of one
    kind, and last by likeness.
    """
    for words in dict.fromkeys((quote, quote.strip(), quote.strip().strip("\"'“”‘’«»").strip())):
        if len(words) > 1 and (count := text.count(words)):
            start = text.index(words)
            return start, start + len(words), "" if count == 1 else f"ambiguous: the words stand in {count} places"
    folded, places = _folded(text)
    wanted = _folded(quote.strip().strip("\"'“”‘’«»"))[0].strip()
    if len(wanted) > 3 and (count := folded.count(wanted)):
        at = folded.index(wanted)
        note = "found with other marks or blanks" + (f"; ambiguous: in {count} places" if count > 1 else "")
        return places[at], places[at + len(wanted) - 1] + 1, note
    return _near(text, folded, places, wanted)


def _folded(text: str) -> tuple[str, list[int]]:
    """A text with one kind of marks, dashes and single blanks, and where each letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(smoothed(text)):
        letter = "-" if letter in "–—−" else "'" if letter == '"' else letter.lower()
        if letter == "…":
            for dot in "...":
                letters.append(dot)
                places.append(at)
            continue
        for part in letter if len(letter) > 1 else (letter,):
            if part == " " and letters and letters[-1] == " ":
                continue
            letters.append(part)
            places.append(at)
    return "".join(letters), places


def _near(text: str, folded: str, places: Sequence[int], wanted: str) -> tuple[int, int, str] | None:
    """The passage most like some words, if it is like enough; it always goes to review."""
    if not 12 <= len(wanted) <= 1000:
        return None
    matcher = difflib.SequenceMatcher(None, folded, wanted, autojunk=False)
    block = matcher.find_longest_match(0, len(folded), 0, len(wanted))
    if block.size < 8:
        return None
    start = max(0, block.a - block.b)
    end = min(len(folded), start + len(wanted))
    ratio = difflib.SequenceMatcher(None, folded[start:end], wanted, autojunk=False).ratio()
    if ratio < _NEAR:
        return None
    return places[start], places[end - 1] + 1, f"not the text's words, {ratio:.0%} alike"


def _same(a: Row, b: Row) -> bool:
    """Whether two rows are of the same words."""
    if a.document.id != b.document.id:
        return False
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.8 * max(a.end - a.start, b.end - b.start)
