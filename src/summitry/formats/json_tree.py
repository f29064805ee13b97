"""JSON as values that know their line and column (RFC 8259)."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NoReturn

from summitry.errors import InputError, Problem

_DEEPEST = 50
_BLANKS = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_HALVES = re.compile("[\ud800-\udfff]")
_DECODER = json.JSONDecoder()
_WORDS = {"true": True, "false": False, "null": None}


@dataclass
class Value:
    """A value with its place."""

    value: dict[str, Value] | list[Value] | str | float | bool | None
    line: int
    col: int
    text: str = ""
    """Of a number: as it is written."""

    @property
    def members(self) -> dict[str, Value]:
        """What is in an object; nothing in what is none."""
        return self.value if isinstance(self.value, dict) else {}


def read_json(text: str, name: str) -> Value:
    """The value of a text; `InputError` at the first place where it is no JSON, or a key comes twice."""
    return _Reader(text, name).whole()


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self.at = text, name, 0
        self.lines = [0, *(m.end() for m in re.finditer("\n", text))]

    def whole(self) -> Value:
        found = self.read(0)
        if self.next():
            self.refuse("more text", "the end of the file")
        return found

    def place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.lines, at)
        return line, at - self.lines[line - 1] + 1

    def refuse(self, found: str, expected: str, at: int | None = None) -> NoReturn:
        line, col = self.place(self.at if at is None else at)
        raise InputError([Problem(self.name, line, col, found, expected)])

    def next(self) -> str:
        """The next character that is no blank, the end as an empty text."""
        match = _BLANKS.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return self.text[self.at : self.at + 1]

    def take(self, mark: str, expected: str) -> None:
        if self.next() != mark:
            self.refuse(self.found(), expected)
        self.at += 1

    def found(self) -> str:
        return repr(self.text[self.at : self.at + 12]) if self.at < len(self.text) else "the end of the file"

    def read(self, depth: int) -> Value:
        if depth > _DEEPEST:
            self.refuse(f"more than {_DEEPEST} levels", "a file of fewer levels")
        mark = self.next()
        out = Value(None, *self.place(self.at))
        if mark == "{":
            out.value = self.object(depth)
        elif mark == "[":
            out.value = self.list(depth)
        elif mark == '"':
            out.value = self.string()
        elif match := _NUMBER.match(self.text, self.at):
            out.value, out.text, self.at = float(match[0]), match[0], match.end()
        else:
            word = next((w for w in _WORDS if self.text.startswith(w, self.at)), None)
            if word is None:
                self.refuse(self.found(), "JSON: {, [, a text in double quotes, a number, true, false or null")
            out.value = _WORDS[word]
            self.at += len(word)
        return out

    def object(self, depth: int) -> dict[str, Value]:
        self.at += 1
        out: dict[str, Value] = {}
        if self.next() == "}":
            self.at += 1
            return out
        while True:
            if self.next() != '"':
                self.refuse(self.found(), "a key in double quotes")
            at = self.at
            key = self.string()
            if key in out:
                self.refuse(f"the key {key!r} a second time", "each key once", at)
            self.take(":", "a colon behind a key")
            out[key] = self.read(depth + 1)
            if self.next() == "}":
                self.at += 1
                return out
            self.take(",", "a comma or }")

    def list(self, depth: int) -> list[Value]:
        self.at += 1
        out: list[Value] = []
        if self.next() == "]":
            self.at += 1
            return out
        while True:
            out.append(self.read(depth + 1))
            if self.next() == "]":
                self.at += 1
                return out
            self.take(",", "a comma or ]")

    def string(self) -> str:
        at = self.at
        try:
            text, self.at = _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            self.refuse(error.msg.lower(), "a text that ends in double quotes", min(error.pos, len(self.text)))
        if _HALVES.search(text):
            self.refuse("half of a character (a lone surrogate)", "whole characters", at)
        return str(text)
