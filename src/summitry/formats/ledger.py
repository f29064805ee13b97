"""Ledgers as JSON lines: one statement a line, every problem of a file reported at once (floor 6)."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger, Row
from summitry.formats.files import decoded, write_whole

MOST_BYTES = 16 * 2**20
"""A ledger file is at most this large."""
MOST_LINE = 64 * 2**10
"""A line has at most this many characters."""
MOST_ROWS = 100_000
"""A ledger has at most this many rows."""

_ROW = TypeAdapter(Row)
_DECODER = json.JSONDecoder()


def read(path: str | os.PathLike[str]) -> Ledger:
    """The ledger in a file of JSON lines.

    Raises
    ------
    InputError
        With all problems of the file: what cannot be read, is no JSON, does not fit the schema, has an id twice, links
        to a row that is not there, or cites one document with two digests.
    """
    name = os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError([Problem(name, 0, 0, error.strerror or str(error), "a ledger that can be read")]) from error
    return loads(data, name)


def loads(data: bytes | str, name: str = "ledger") -> Ledger:
    """The ledger in a text of JSON lines; `name` is what the problems call the file."""
    if isinstance(data, bytes):
        data = _decode(data, name)
    problems: list[Problem] = []
    rows: list[tuple[int, str, Row]] = []
    # Not `splitlines`: a JSON string may hold the separators U+2028 and U+0085 as they are.
    for number, line in enumerate(data.removeprefix("\ufeff").split("\n"), start=1):
        if line.strip(" \t\r"):
            rows += ((number, line, row) for row in _read_line(line.rstrip("\r"), name, number, problems))
    if len(rows) > MOST_ROWS:
        problems.append(Problem(name, 0, 0, f"{len(rows)} rows", f"at most {MOST_ROWS}", "split the ledger"))
    problems += _across(rows, name)
    if problems:
        raise InputError(sorted(problems))
    return Ledger(tuple(row for _, _, row in rows))


def schema() -> dict[str, Any]:
    """The JSON Schema of one row of a ledger, which is one line of its file.

    >>> sorted(summitry.ledger_schema()["required"])[:3]
    ['document', 'id', 'kind']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A row of a Summitry ledger: one statement, one line of JSON",
        **{key: value for key, value in _ROW.json_schema().items() if key != "title"},
    }


def dumps(ledger: Ledger) -> str:
    """The ledger as JSON lines; reading them gives the same ledger, and the same bytes when written again."""
    lines = (json.dumps(as_json(row), ensure_ascii=False, separators=(",", ":")) for row in ledger)
    return "".join(line + "\n" for line in lines)


def as_json(row: Row) -> dict[str, Any]:
    """A row as a JSON object, in which nothing stands that is empty."""
    whole = _ROW.dump_python(row, mode="json")
    if row.keep == "public":
        del whole["keep"]
    full = _filled(whole)
    assert isinstance(full, dict)
    return full


def _filled(value: Any) -> Any:
    """A value without what is empty in it."""
    if isinstance(value, dict):
        filled = {key: _filled(one) for key, one in value.items()}
        return {key: one for key, one in filled.items() if one not in (None, "", [], {})} | (
            {"mention": ""} if value.get("mention") == "" else {}
        )
    return [_filled(one) for one in value] if isinstance(value, list) else value


def write(ledger: Ledger, path: str | os.PathLike[str]) -> None:
    """Write a ledger as JSON lines, whole or not at all; with the line ends and the mark of a file that is replaced."""
    text = dumps(ledger)
    try:
        with open(path, "rb") as file:
            first = file.readline(MOST_LINE)
    except OSError:
        first = b""
    if first.endswith(b"\r\n"):
        text = text.replace("\n", "\r\n")  # in a row they are escaped
    write_whole(path, ("\ufeff" if first.startswith(codecs.BOM_UTF8) else "") + text)


def _decode(data: bytes, name: str) -> str:
    """The bytes as text."""
    if len(data) > MOST_BYTES:
        raise InputError([Problem(name, 0, 0, f"more than {MOST_BYTES} bytes", "a smaller file", "split the ledger")])
    return decoded(data, name)


def _read_line(line: str, name: str, number: int, problems: list[Problem]) -> list[Row]:
    """The row on a line, as a list of one; its problems are added if it cannot be had."""
    if len(line) > MOST_LINE:
        found = f"a line of {len(line)} characters"
        problems.append(Problem(name, number, 1, found, f"at most {MOST_LINE}", "quote less of the text"))
        return []
    try:
        row = json.loads(line, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
        newer = _newer(row)
        return [_ROW.validate_json(line if newer == row else json.dumps(newer))]
    except json.JSONDecodeError as error:
        fix = "write each row as one JSON object on one line"
        problems.append(Problem(name, number, error.colno, _lower(error.msg), "JSON", fix))
    except ValidationError as error:
        problems += (_problem(detail, line, name, number) for detail in error.errors(include_url=False))
    except (ValueError, RecursionError) as error:
        found = "values nested too deeply" if isinstance(error, RecursionError) else str(error)
        problems.append(Problem(name, number, 1, found, "a JSON object with each key once and finite numbers"))
    return []


_OLDER = {"contradicts": "conflicts_with", "answers": "responds_to"}
"""Relations by names that they had before."""


def _newer(row: Any) -> Any:
    """A row as it was written by the first version, in the form of now; any other value as it is.

    Links were a list of relation and row, `keep` a yes or no (`no` kept a row from being used), `basis`, which need
    not be there, told in words how the stated event became the event, and a rejected row was called refused.
    """
    if not isinstance(row, dict):
        return row
    new = dict(row)
    links = new.get("links")
    if isinstance(links, list) and all(
        isinstance(one, dict) and set(one) == {"relation", "row"} and isinstance(one["relation"], str) for one in links
    ):
        named: dict[str, list[Any]] = {}
        for one in links:
            named.setdefault(_OLDER.get(one["relation"], one["relation"]), []).append(one["row"])
        new["links"] = named
    if isinstance(new.get("keep"), bool):
        new["keep"] = "public" if new["keep"] else "team"
    chance = new.get("probability")
    if isinstance(chance, dict):
        words = chance.get("basis", "")
        if isinstance(words, str) and (not words or " " in words):
            new["probability"] = {**chance, "basis": "numeric", **({"reading": words} if words else {})}
    how = new.get("provenance")
    if isinstance(how, dict) and how.get("review") == "refused":
        new["provenance"] = {**how, "review": "rejected"}
    return new


def _no_key_twice(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless a key stands in it twice: JSON readers differ on which one counts."""
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice")
    return result


def _no_constant(text: str) -> float:
    """`NaN` and `Infinity` are not JSON."""
    raise ValueError(f"the number {text}")


def _problem(detail: ErrorDetails, line: str, name: str, number: int) -> Problem:
    """A schema error as a problem with its place on the line."""
    where = ".".join(str(part) for part in detail["loc"] if part not in _TAGS) or "the row"
    col = _column(line, detail["loc"]) + 1
    kind = detail["type"]
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return Problem(name, number, col, f"no {where}", "this key", f'add "{detail["loc"][-1]}"')
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return Problem(name, number, col, f"the unknown key {where}", "a key of the ledger's schema", "take it out")
    found = f"{where} is {_shown(detail['input'])}" if not isinstance(detail["input"], dict | list) else where
    if kind == "value_error":
        return Problem(name, number, col, f"{where}: {detail['msg'].removeprefix('Value error, ')}", "a row that fits")
    return Problem(name, number, col, found, _lower(detail["msg"].removeprefix("Input should be ")))


_TAGS = ("TextPositionSelector", "TextQuoteSelector")
"""What pydantic puts into a place to say which selector it tried; no part of the JSON."""


def _lower(message: str) -> str:
    """A message as part of a sentence."""
    return message[:1].lower() + message[1:]


def _shown(value: object) -> str:
    """A value as written, cut to what a line of output bears."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _column(line: str, loc: Sequence[str | int]) -> int:
    """Where the value at a path starts in a line of JSON, as far as the path leads (0-based)."""
    at = _skip(line, 0)
    for part in loc:
        if part in _TAGS:
            continue
        members = dict(_members(line, at))
        if part not in members:
            return at
        at = members[part]
    return at


def _members(line: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Keys or positions of an object or array in valid JSON, with where their values start."""
    opening = line[at]
    if opening not in "{[":
        return
    at = _skip(line, at + 1)
    index = 0
    while line[at] not in "}]":
        key: str | int = index
        if opening == "{":
            key, at = _DECODER.raw_decode(line, at)
            at = _skip(line, at)
        yield key, at
        _, at = _DECODER.raw_decode(line, at)
        at = _skip(line, at)
        index += 1


def _skip(line: str, at: int) -> int:
    """Past white space, commas and colons, which in valid JSON only separate."""
    while line[at] in " \t\r,:":
        at += 1
    return at


def _across(rows: Sequence[tuple[int, str, Row]], name: str) -> Iterator[Problem]:
    """What is wrong between rows."""
    first: dict[str, int] = {}
    digests: dict[str, tuple[str, int]] = {}
    for number, line, row in rows:
        before = first.setdefault(row.id, number)
        if before != number:
            col = _column(line, ["id"]) + 1
            yield Problem(name, number, col, f"the id {row.id} of line {before} again", "each id once", "rename one")
        digest, at = digests.setdefault(row.document.id, (row.document.sha256, number))
        if digest != row.document.sha256:
            col = _column(line, ["document", "sha256"]) + 1
            found = f"another sha256 of {row.document.id} than on line {at}"
            yield Problem(name, number, col, found, "one text a document", "give the other text an id of its own")
    for number, line, row in rows:
        for relation, index, other in row.links:
            if other not in first or other == row.id:
                col = _column(line, ["links", relation, index]) + 1
                yield Problem(name, number, col, f"a link to {other}", "the id of another row", "mend or remove it")
