"""YAML as plain mappings, lists and texts with the place of each: a strict part of YAML 1.2, every fault reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from summitry.errors import Problem

MOST_BYTES = 1 << 20
MOST_DEPTH = 40
MOST_PROBLEMS = 200

PROSE = frozenset({"assumption", "note", "means", "unit", "name", "title", "question", "citation"})
"""Keys of sentences: inside { } they run on over commas, where YAML would begin a key without a value."""
WORDS = PROSE | {"value", "because", "when", "chance", "who", "of", "p", "type", "never", "odds"}
"""Keys that are no part of a sentence even without a value."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spot:
    """Where a key and what stands under it begin: indexes into the text."""

    key: int
    value: int
    style: str = ""
    """Of a scalar: plain (empty), ' or ", | or >."""


@dataclass
class Tree:
    """A parsed file."""

    text: str
    value: Any = None
    spots: dict[Path, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    name: str = ""
    _starts: list[int] = field(default_factory=list)

    def line_col(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of an index into the text."""
        import bisect

        if not self._starts:
            self._starts = [0, *(m.end() for m in re.finditer("\n", self.text))]
        line = bisect.bisect_right(self._starts, index) - 1
        return line + 1, index - self._starts[line] + 1

    def problem(self, index: int, found: str, expected: str, fix: str = "") -> None:
        """Keep a problem."""
        self.problems.append(Problem(self.name, *self.line_col(index), found, expected, fix))

    def place(self, path: Path, *, key: bool = False, offset: int = 0) -> tuple[int, int]:
        """Line and column of a key, or of an offset inside the text under it; else of the nearest thing above."""
        while path and path not in self.spots:
            path, key, offset = path[:-1], True, 0
        spot = self.spots.get(path)
        if spot is None:
            return 1, 1
        return self.line_col(spot.key if key else inside(self.text, spot.value, spot.style, offset))


def inside(text: str, start: int, style: str, offset: int) -> int:
    """The index in the text of a character of a scalar: quotes, escapes and folded lines are stepped over."""
    at = start
    if style in ("|", ">"):
        line = text.find("\n", at)
        at = line + 1 if line >= 0 else at
        indent = re.compile(r"[ \n\r]*").match(text, at)
        first = indent.end() if indent else at
        width = first - (text.rfind("\n", 0, first) + 1)
        at = first
        for _ in range(offset):
            if at >= len(text):
                break
            at += 1
            if text[at - 1] == "\n":
                at = min(at + width, len(text))
        return at
    if style in ("'", '"'):
        at += 1
    for _ in range(offset):
        if at >= len(text):
            break
        at = _next(text, at, style)
    return min(at, max(len(text) - 1, start))


_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")


def _next(text: str, at: int, style: str) -> int:
    if style == "'" and text.startswith("''", at):
        return at + 2
    if style == '"' and (match := _ESCAPE.match(text, at)):
        return match.end()
    if fold := _FOLD.match(text, at):
        return fold.end()
    return at + 1


# ---------------------------------------------------------------- reading


def read_tree(data: bytes, name: str) -> Tree:
    """Parse bytes; what is wrong stands in `problems`, and `value` is then not to be trusted."""
    tree = Tree("", name=name)
    if len(data) > MOST_BYTES:
        tree.problems.append(Problem(name, 0, 0, f"a file of {len(data):,} bytes", f"at most {MOST_BYTES:,} bytes"))
        return tree
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        other = " (it looks like UTF-16)" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        tree.problems.append(
            Problem(
                name,
                line,
                column,
                f"the byte 0x{data[error.start]:02x}, which is not UTF-8{other}",
                "UTF-8 text",
                "save the file as UTF-8",
            )
        )
        return tree
    tree.text = text
    _characters(tree)
    if not tree.problems:
        _compose(tree)
    if len(tree.problems) > MOST_PROBLEMS:
        more = len(tree.problems) - MOST_PROBLEMS
        tree.problems[MOST_PROBLEMS:] = [
            Problem(name, tree.problems[MOST_PROBLEMS].line, 1, f"{more} more problems", "none")
        ]
    return tree


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")
_TAB = re.compile(r"^[ ]*\t", re.MULTILINE)


def _characters(tree: Tree) -> None:
    """Characters that may not stand in a scenario, and tabs in indentation."""
    for match in _CONTROL.finditer(tree.text):
        tree.problem(match.start(), f"the control character U+{ord(match.group()):04X}", "printable text", "delete it")
        if len(tree.problems) > MOST_PROBLEMS:
            return
    for match in _TAB.finditer(tree.text):
        rest = tree.text[match.end() : match.end() + 200].split("\n", 1)[0]
        if rest.strip():
            tree.problem(match.end() - 1, "a tab in the indentation", "spaces")


def _compose(tree: Tree) -> None:
    events: Iterator[Event] = iter(())
    try:
        events = iter(YAML(typ="safe", pure=True).parse(tree.text))
        _Composer(tree, events).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index = min(int(getattr(mark, "index", 0) or 0), len(tree.text))
        index = _index_of(tree.text, mark.line, mark.column) if mark is not None else index
        tree.problem(
            index,
            _plain_words(str(error.problem or error.context or "a fault"), str(error.context or "")),
            "YAML",
            _yaml_fix(str(error.problem), tree.text, index),
        )
    except YAMLError as error:
        tree.problem(0, str(error).split("\n")[0], "YAML")
    except _TooDeep as deep:
        tree.problem(deep.index, f"nesting deeper than {MOST_DEPTH}", f"at most {MOST_DEPTH} levels")
    except (ValueError, RecursionError, ArithmeticError, LookupError, AttributeError) as error:
        # the parser itself trips over some malformed input
        tree.problem(0, f"text that is no YAML ({type(error).__name__})", "YAML")


def _index_of(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line):
        newline = text.find("\n", at)
        if newline < 0:
            return len(text)
        at = newline + 1
    return min(at + column, len(text))


def _plain_words(problem: str, context: str) -> str:
    return problem if not context or context in problem else f"{problem} ({context})"


def _yaml_fix(problem: str, text: str, index: int) -> str:
    if "mapping values are not allowed" in problem:
        return "a text with `: ` in it must be quoted, or a line above is indented wrongly"
    if "cannot start any token" in problem and index < len(text) and text[index] in "@`%":
        return f"quote a text that begins with {text[index]}"
    if "expected <block end>" in problem:
        return "check the indentation of this line"
    if "could not find expected ':'" in problem:
        return "a key needs a `:` after it"
    return ""


class _TooDeep(Exception):
    def __init__(self, index: int) -> None:
        self.index = index


class _Composer:
    """Builds plain values from events; aliases are refused before anything could be expanded."""

    def __init__(self, tree: Tree, events: Iterator[Event]) -> None:
        self.tree = tree
        self.events = events

    def document(self) -> None:
        """The one document of a file."""
        seen = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                seen += 1
                if event.version not in (None, (1, 2)):
                    self.tree.problem(event.start_mark.index, f"%YAML {'.'.join(map(str, event.version))}", "YAML 1.2")
                if event.tags:
                    self.tree.problem(event.start_mark.index, "a %TAG directive", "no tags")
                if seen == 2:
                    self.tree.problem(
                        event.start_mark.index, "a second document", "one document", "delete the line `---`"
                    )
                    return
            elif isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent | AliasEvent):
                self.tree.value = self.value(event, (), event.start_mark.index, 0)

    def value(self, event: Event, path: Path, key: int, depth: int) -> Any:
        """The value that begins with an event."""
        start = event.start_mark.index
        if depth > MOST_DEPTH:
            raise _TooDeep(start)
        if isinstance(event, AliasEvent):
            self.tree.problem(
                start, f"the alias *{event.anchor}", "the thing itself", "write it out: a scenario says each thing once"
            )
            return None
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.tree.problem(start, f"the anchor &{anchor}", "no anchors", "delete it")
        tag = getattr(event, "tag", None)
        if tag:
            self.tree.problem(start, f"the tag {tag}", "no tags", "delete it")
        if isinstance(event, ScalarEvent):
            style = event.style or ""
            self.tree.spots[path] = Spot(key, self.past_properties(start, bool(anchor or tag)), style)
            return None if not style and event.value in ("", "~", "null") else event.value
        self.tree.spots[path] = Spot(key, start)
        flow = bool(getattr(event, "flow_style", False))
        return (
            self.mapping(path, depth, flow)
            if isinstance(event, MappingStartEvent)
            else self.sequence(path, depth, flow)
        )

    def unclosed(self, path: Path, value: Any, tail: str = "") -> bool:
        """Whether a plain text inside { } or [ ] was cut at a comma: between parentheses, or in prose."""
        spot = self.tree.spots.get(path)
        if not isinstance(value, str) or spot is None or spot.style:
            return False
        return value.count("(") > value.count(")") or bool(tail and path[-1] in PROSE and tail not in WORDS)

    def run_on(self, path: Path, end: int) -> str:
        """The text at a path up to an index, which takes in what a comma between parentheses cut off."""
        return " ".join(self.tree.text[self.tree.spots[path].value : end].split())

    def past_properties(self, start: int, there: bool) -> int:
        """The start of a scalar, past an anchor or a tag."""
        match = re.compile(r"(?:[&!]\S*\s+)*").match(self.tree.text, start) if there else None
        return match.end() if match else start

    def sequence(self, path: Path, depth: int, flow: bool) -> list[Any]:
        """A list."""
        out: list[Any] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            last = (*path, len(out) - 1)
            if flow and out and _plain(event) and self.unclosed(last, out[-1]):
                out[-1] = self.run_on(last, event.end_mark.index)
                continue
            out.append(self.value(event, (*path, len(out)), event.start_mark.index, depth + 1))
        return out

    def mapping(self, path: Path, depth: int, flow: bool) -> dict[str, Any]:
        """A mapping."""
        out: dict[str, Any] = {}
        last = ""
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            start = event.start_mark.index
            if flow and last and _plain(event) and self.unclosed((*path, last), out[last], event.value):
                following = next(self.events)
                if _plain(following) and not following.value and following.start_mark.index == following.end_mark.index:
                    out[last] = self.run_on((*path, last), event.end_mark.index)
                    continue
            else:
                following = None
            key = self.value(event, (*path, "\0key"), start, depth + 1)
            self.tree.spots.pop((*path, "\0key"), None)
            if not isinstance(key, str):
                if not isinstance(event, AliasEvent):
                    self.tree.problem(
                        start, "an empty key" if key is None else "a key that is no text", "a text as key"
                    )
                key = f"\0{len(out)}"
            elif key == "<<" and not getattr(event, "style", None):
                self.tree.problem(
                    start,
                    "the merge key <<",
                    "the things themselves",
                    "write them out: a scenario says each thing once",
                )
                key = f"\0{len(out)}"
            elif key in out:
                line, _ = self.tree.line_col(self.tree.spots[(*path, key)].key)
                self.tree.problem(start, f"the key {key!r} twice (first in line {line})", "each key once")
                key = f"\0{len(out)}"
            following = following or next(self.events)
            out[key] = self.value(following, (*path, key), start, depth + 1)
            last = key
        return out


def _plain(event: Event) -> TypeGuard[ScalarEvent]:
    return isinstance(event, ScalarEvent) and not event.style
