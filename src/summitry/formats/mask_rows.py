"""Rows of a ledger as passages, with the place of every character in their JSON (floor 6)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summitry.evidence.masking import Kind, Passage
from summitry.formats.mask_passages import Path, Role, Written

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
FIXED_KEYS = frozenset(
    "mode kind polarity modality stance relation how review type keep sha256 source scale version".split()
)
"""Keys of a row under which words of the format stand, digests, or how it was read."""
_FORMULAS = frozenset("party issue resolved event id row".split())


@dataclass(frozen=True)
class Leaf:
    """A text or a number of a line of JSON: where it stands and what it is."""

    path: Path
    start: int
    end: int
    value: Any


def leaves(line: str, offset: int = 0) -> Iterator[Leaf]:
    """The texts and numbers of a line of JSON that was read without errors; places count from `offset`."""
    stack: list[str | int | None] = []
    kinds: list[str] = []
    key_next: list[bool] = []
    for match in _TOKEN.finditer(line):
        token = match.group()
        if token in "{[":
            kinds.append(token)
            stack.append(None if token == "{" else 0)
            key_next.append(token == "{")
        elif token in "}]":
            kinds.pop(), stack.pop(), key_next.pop()
        elif token == ",":
            if kinds[-1] == "[":
                last = stack[-1]
                stack[-1] = (last if isinstance(last, int) else 0) + 1
            else:
                key_next[-1] = True
        elif token == ":":
            key_next[-1] = False
        elif kinds and key_next[-1]:
            stack[-1] = json.loads(token)
        else:
            path = tuple(p for p in stack if p is not None)
            yield Leaf(path, offset + match.start(), offset + match.end(), json.loads(token))


_JSON_ESCAPE = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)")
_JSON_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def json_characters(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """The characters of a JSON string from its opening to its closing quotes, and where each begins."""
    out, at, k = [], [], start + 1
    while k < end - 1:
        escape = _JSON_ESCAPE.match(text, k, end - 1) if text[k] == "\\" else None
        at.append(k)
        if escape is None:
            out.append(text[k])
            k += 1
            continue
        if escape[1]:
            out.append(chr(0x10000 + ((int(escape[1], 16) - 0xD800) << 10) + int(escape[2], 16) - 0xDC00))
        else:
            out.append(chr(int(escape[3], 16)) if escape[3] else _JSON_NAMED.get(escape[4], escape[4]))
        k = escape.end()
    return "".join(out), [*at, end - 1]


def ledger_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a ledger that hold a row, each with where it begins."""
    at = 0
    for line in text.split("\n"):
        if line.strip(" \t\r\ufeff"):
            yield at, line
        at += len(line) + 1


def row_passages(line: str, offset: int, text: str) -> Iterator[Written]:
    """The passages of a row of a ledger, but for its digests and places."""
    for leaf in leaves(line, offset):
        words = [p for p in leaf.path if isinstance(p, str)]
        if not isinstance(leaf.value, str) or not words or words[-1] in FIXED_KEYS or not leaf.value:
            continue
        if words[-1] == "basis" and leaf.value in ("numeric", "verbal"):
            continue
        decoded, at = json_characters(text, leaf.start, leaf.end)
        refers = words[-1] in _FORMULAS or words[0] == "links"
        kind: Kind = "formula" if refers and words[0] != "document" else "prose"
        role: Role = "words"
        if words[0] == "document" and words[-1] in ("id", "title", "url"):
            kind, role = "title", "whole"
        yield Written(Passage(decoded, kind), at, leaf.path, role, leaf.start, leaf.end)
