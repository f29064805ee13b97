"""Scenario files, ledgers and texts as passages with the place of every character, so that names can be replaced in
them and all else stays as it was written: comments, quotes, escapes, line ends (floor 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from summitry.evidence.masking import Kind, Passage
from summitry.formats.yaml_tree import PROSE
from summitry.scenario.language import schema
from summitry.scenario.vocabulary import key_of

Path = tuple[str | int, ...]
Role = Literal["words", "label", "whole", "fixed"]
"""Words: names and dates in it are replaced; label: the same, and it may be named in formulas; whole: it is replaced
as a whole, such as a citation; fixed: a word of the language or of the program."""


@dataclass(frozen=True)
class Written:
    """A passage of a file: where its characters stand, and where it stands in the file's structure."""

    passage: Passage
    at: Sequence[int]
    """Code point of the file at which each character begins, and where the last ends; [characters + 1]."""
    path: Path = ()
    role: Role = "words"
    start: int = 0
    """Code point at which it begins in the file, with what stands around it (quotes, `>-`)."""
    end: int = 0


# ---------------------------------------------------------------- scenarios

_NAMED_BY = frozenset("step stage proposal threat promise chance vote announce name".split())
_LISTED = frozenset("options levels plans amounts".split())
_FIXED = frozenset(
    ("base_rate", "rule", "chooses", "settle", "summitry", "article", "secret ballot", "in turn", "may", "automatic",
     "may withhold", "not")
)  # fmt: skip
_SIDES = frozenset(
    ("parties", "coalitions", "mediators", "worth", "payoffs", "prior_of", "costs of", "odds of", "carried out",
     "backed down", "kept", "broken", "discount", "precision", "holds", "leaves")
)  # fmt: skip


@cache
def keywords() -> frozenset[str]:
    """Keys that are words of the language."""
    found = {
        "shortlist", "regions", "per area", "per people", "per unit", "whole", "worth", "assumption", "odds", "value",
        "unit", "when", "otherwise", "rest",
    }  # fmt: skip

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            found.update(value.get("properties", {}))
            for inner in value.values():
                gather(inner)
        elif isinstance(value, list):
            for inner in value:
                gather(inner)

    gather(schema())
    return frozenset(found)


@dataclass(frozen=True)
class _Scalar:
    """A scalar of a YAML file."""

    path: Path
    key: bool
    start: int
    end: int
    style: str


def scenario_passages(text: str, sides: Iterable[str] = ()) -> list[Written]:
    """The passages of a scenario file that was read without errors: keys, values and comments, in order.

    `sides` are the ids of parties, coalitions and mediators: as keys they are names, whatever word they are.
    """
    known = {key_of(side) for side in sides}
    scalars = list(_scalars(text))
    found = [_scalar(text, scalar, known) for scalar in scalars]
    found += _comments(text, scalars)
    return sorted(found, key=lambda w: w.start)


def _scalars(text: str) -> Iterator[_Scalar]:
    """The scalars of a file; sentences that run on over commas inside braces are put together again."""
    events = iter(YAML(typ="safe", pure=True).parse(text))
    out: list[_Scalar] = []

    def scalar(event: ScalarEvent, path: Path, key: bool) -> _Scalar:
        return _Scalar(path, key, event.start_mark.index, event.end_mark.index, event.style or "")

    def value(event: Any, path: Path) -> None:
        if isinstance(event, ScalarEvent):
            out.append(scalar(event, path, False))
        elif isinstance(event, SequenceStartEvent):
            for k, inner in enumerate(iter(lambda: next(events), None)):
                if isinstance(inner, SequenceEndEvent):
                    return
                value(inner, (*path, k))
        elif isinstance(event, MappingStartEvent):
            mapping(path, bool(event.flow_style))

    def mapping(path: Path, flow: bool) -> None:
        last = ""
        while True:
            event = next(events)
            if isinstance(event, MappingEndEvent):
                return
            following = next(events)
            empty = isinstance(following, ScalarEvent) and following.start_mark.index == following.end_mark.index
            if flow and last in PROSE and empty and out and out[-1].path == (*path, last) and not out[-1].style:
                before = out.pop()
                out.append(_Scalar(before.path, False, before.start, event.end_mark.index, ""))
                continue
            last = str(event.value)
            out.append(scalar(event, (*path, last), True))
            value(following, (*path, last))

    for event in events:
        value(event, ())
    yield from (s for s in out if s.end > s.start)


def _scalar(text: str, scalar: _Scalar, sides: set[str]) -> Written:
    decoded, at = _decoded(text, scalar)
    kind, role = _role(scalar, decoded, sides)
    return Written(Passage(decoded, kind), at, scalar.path, role, scalar.start, scalar.start + len(_span(text, scalar)))


def _span(text: str, scalar: _Scalar) -> str:
    """The text of a scalar with its quotes, without the line ends behind it."""
    return text[scalar.start : scalar.end].rstrip(" \t\r\n")


def _role(scalar: _Scalar, decoded: str, sides: set[str]) -> tuple[Kind, Role]:
    """What a scalar is to the masker."""
    path = scalar.path
    words = [str(p) for p in path if isinstance(p, str)]
    last = words[-1] if words else ""
    if scalar.key:
        above = words[-2] if len(words) > 1 else ""
        named = key_of(last) in sides and above in _SIDES and (above != "precision" or len(words) > 1)
        return ("name", "fixed" if last in keywords() and not named else "label")
    if last in _FIXED or path == ("base_rate", "name") or (last == "keep" and decoded in ("team", "public")):
        return "name", "fixed"
    if path in (("base_rate", "source"), ("base_rate", "url")):
        return "title", "whole"
    if last == "citation" and len(path) == 1:
        return "title", "whole"
    if (last in ("ledger",) and len(path) == 1) or "outlines" in words[-2:-1]:
        return "name", "whole"
    if last == "name" or last in _NAMED_BY or (last in _LISTED and isinstance(path[-1], int)):
        return "name", "label"
    if last in PROSE or last == "as_of" or (last == "who" and words[0] == "stated"):
        return "prose", "words"
    return "formula", "words"


_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?:\r?\n[ \t]*)*")
_LINES = re.compile(r"(?:\r?\n[ \t]*)+")
_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n[ \t]*)|(.))", re.DOTALL)
_NAMED_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}


def _decoded(text: str, scalar: _Scalar) -> tuple[str, list[int]]:
    """The characters of a scalar and where each begins in the file."""
    span, out, at = _span(text, scalar), [], []
    k, end = 0, len(span)
    if scalar.style in ("'", '"'):
        k, end = 1, len(span) - 1
    elif scalar.style in ("|", ">"):
        header = _HEADER.match(span)
        k = header.end() if header else 0
    while k < end:
        step, char = 1, span[k]
        if scalar.style in ("|", ">"):
            if char in "\r\n":
                match = _LINES.match(span, k)
                step = match.end() - k if match else 1
                char = " " if scalar.style == ">" and span.count("\n", k, k + step) == 1 else "\n"
        elif scalar.style == "'" and span.startswith("''", k):
            step, char = 2, "'"
        elif scalar.style == '"' and (escape := _ESCAPE.match(span, k)):
            step = escape.end() - k
            code = escape[1] or escape[2] or escape[3]
            char = chr(int(code, 16)) if code else "" if escape[4] else _NAMED_ESCAPES.get(escape[5], escape[5])
        elif fold := _FOLD.match(span, k):
            step, char = fold.end() - k, " "
        for c in char:
            out.append(c)
            at.append(scalar.start + k)
        k += step
    return "".join(out), [*at, scalar.start + end]


_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)
_NEXT_LINE = re.compile(r"[ \t]*\r?\n[ \t]*#+[ \t]?")
_DIRECTIVE = re.compile(r"#[ \t]*yaml-language-server:")


def _comments(text: str, scalars: Sequence[_Scalar]) -> Iterator[Written]:
    """Comments; lines of comment below each other are one text."""
    gaps, at = [], 0
    for scalar in scalars:
        start, end = scalar.start, scalar.start + len(_span(text, scalar))
        gaps.append((at, start))
        if scalar.style in ("|", ">") and (header := _HEADER.match(text, start)):
            gaps.append((start, header.end()))
        at = end
    gaps.append((at, len(text)))
    blocks: list[tuple[int, int]] = []
    for start, end in gaps:
        for match in _COMMENT.finditer(text, start, end):
            if _DIRECTIVE.match(match.group()):
                continue
            joins = blocks and _NEXT_LINE.fullmatch(text, blocks[-1][1], match.start() + 1)
            if joins and _alone(text, match.start()) and _alone(text, blocks[-1][0]):
                blocks[-1] = (blocks[-1][0], match.end())
            else:
                blocks.append((match.start(), match.end()))
    for start, end in blocks:
        out, places, k = [], [], start + 1
        while k < end:
            line = _NEXT_LINE.match(text, k, end)
            out.append("\n" if line else text[k])
            places.append(k)
            k = line.end() if line else k + 1
        yield Written(Passage("".join(out)), [*places, end], (), "words", start, end)


def _alone(text: str, start: int) -> bool:
    """Whether nothing but spaces stands before a comment on its line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def text_passage(text: str) -> Written:
    """A whole text as one passage."""
    return Written(Passage(text), range(len(text) + 1), (), "words", 0, len(text))
