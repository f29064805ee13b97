"""Ledgers as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), there and back without loss (floor 6).

One annotation a row. Several selectors of one target stand, in that model, for the same words; so each passage of a
split quotation is a target of its own, with its position and its quotation. Kinds are tagging bodies, a paraphrase is a
describing body, the row's link to another stays in the row; what the model has no word for stands under
`summitry:row`, a term that the context declares.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger, Row
from summitry.formats.files import decoded, read_bytes, write_whole
from summitry.formats.json_tree import Value, read_json
from summitry.formats.ledger import MOST_BYTES, as_json

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"summitry": "urn:summitry:"}]
"""What the keys of an annotation mean; `urn:summitry:` is ours."""
_PREFIX = "urn:summitry:row:"
_TAG, _WORDS = "tagging", "describing"
_ROW = TypeAdapter(Row)


def page(ledger: Ledger) -> dict[str, Any]:
    """A ledger as a page of Web Annotations.

    >>> page = summitry.annotation_page(summitry.ledger_of("alaska-2025", summitry.load("alaska-2025")))
    >>> page["type"], len(page["items"])
    ('AnnotationPage', 41)
    """
    return {
        "@context": CONTEXT,
        "id": "urn:summitry:ledger",
        "type": "AnnotationPage",
        "items": [_annotation(row) for row in ledger],
    }


def dumps(ledger: Ledger) -> str:
    """The page of annotations as JSON."""
    return json.dumps(page(ledger), ensure_ascii=False, indent=1) + "\n"


def write(ledger: Ledger, path: str | os.PathLike[str]) -> None:
    """Write the page of annotations, whole or not at all."""
    write_whole(path, dumps(ledger))


def read(path: str | os.PathLike[str]) -> Ledger:
    """The ledger in a file of annotations; `InputError` with every problem."""
    name = os.fspath(path)
    return loads(read_bytes(Path(path), name, what="a page of annotations", most=4 * MOST_BYTES), name)


def loads(data: bytes | str, name: str = "annotations") -> Ledger:
    """The ledger in a page, or a list, of annotations, or in a single one; `InputError` with every problem."""
    tree = read_json(decoded(data, name) if isinstance(data, bytes) else data, name)
    problems: list[Problem] = []
    rows: list[Row] = []
    first: dict[str, int] = {}
    items = tree.members.get("items", tree)
    for item in items.value if isinstance(items.value, list) else [items]:
        try:
            row = _ROW.validate_json(json.dumps(_row(item, name)))
        except InputError as error:
            problems += error.problems
            continue
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = ".".join(map(str, detail["loc"])) or "the row"
                problems.append(Problem(name, item.line, item.col, f"{where}: {detail['msg']}", "a row that fits"))
            continue
        if row.id in first:
            found = f"the id {row.id} of line {first[row.id]} again"
            problems.append(Problem(name, item.line, item.col, found, "each id once", "rename one"))
            continue
        first[row.id] = item.line
        rows.append(row)
    for row in rows:
        for _, _, other in row.links:
            if (other not in first or other == row.id) and not problems:
                found = f"a link of {row.id} to {other}"
                problems.append(Problem(name, first[row.id], 1, found, "the id of another annotation"))
    if problems:
        raise InputError(sorted(problems))
    return Ledger(tuple(rows))


def _annotation(row: Row) -> dict[str, Any]:
    """A row as an annotation."""
    kept = as_json(row)
    del kept["target"]
    name = kept.pop("id")
    tags = [{"type": "TextualBody", "purpose": _TAG, "value": kind} for kind in kept.pop("kind")]
    words = kept.pop("paraphrase", "")
    said = [{"type": "TextualBody", "purpose": _WORDS, "value": words}] if words else []
    targets = []
    for position, quotation in row.target.passages:
        place: dict[str, Any] = {"type": position.type, "start": position.start, "end": position.end}
        if position.sha256 is not None:
            place["summitry:sha256"] = position.sha256
        selectors = [place]
        if quotation is not None:
            around = {"prefix": quotation.prefix, "suffix": quotation.suffix}
            selectors.append(
                {"type": quotation.type, "exact": quotation.exact, **{k: v for k, v in around.items() if v}}
            )
        targets.append({"type": "SpecificResource", "source": row.target.source, "selector": selectors})
    return {
        "@context": CONTEXT[0],
        "id": _PREFIX + name,
        "type": "Annotation",
        "motivation": "classifying",
        "body": tags + said,
        "target": targets,
        "summitry:row": kept,
    }


def _row(item: Value, name: str) -> dict[str, Any]:
    """What an annotation says, as the JSON of a row; `InputError` with what it lacks."""
    lacks: list[Problem] = []

    def lack(at: Value, found: str, expected: str) -> None:
        lacks.append(Problem(name, at.line, at.col, found, expected))

    members = item.members
    if not isinstance(_plain(members.get("type", item)), str) or members["type"].value != "Annotation":
        lack(item, "no annotation", "an object with the type Annotation")
        raise InputError(lacks)
    ours = members.get("summitry:row")
    if ours is None or not isinstance(ours.value, dict):
        lack(item, "no summitry:row", "an annotation that Summitry exported: nothing else says who spoke, and when")
        raise InputError(lacks)
    row = dict(_plain(ours))
    bodies = [b for b in _each(members.get("body")) if b.members]
    row["kind"] = [_plain(b.members["value"]) for b in bodies if _is(b, _TAG) and "value" in b.members]
    words = [_plain(b.members["value"]) for b in bodies if _is(b, _WORDS) and "value" in b.members]
    if words:
        row["paraphrase"] = words[0]
    identity = members.get("id")
    row["id"] = str(_plain(identity)).removeprefix(_PREFIX) if identity is not None else ""
    selectors: list[Any] = []
    sources: list[Any] = []
    for target in _each(members.get("target")):
        if "source" not in target.members or "selector" not in target.members:
            lack(target, "a target without source and selector", "a specific resource with both")
            continue
        sources.append(_plain(target.members["source"]))
        for selector in _each(target.members["selector"]):
            plain = _plain(selector)
            if isinstance(plain, dict):
                plain = {key.removeprefix("summitry:"): one for key, one in plain.items()}
            selectors.append(plain)
    if len({json.dumps(source) for source in sources}) > 1:
        lack(members["target"], "targets in several sources", "one source for a row")
    if not sources and not lacks:
        lack(item, "no target", "where the words stand")
    if lacks:
        raise InputError(lacks)
    row["target"] = {"source": sources[0], "selector": selectors}
    return row


def _is(body: Value, purpose: str) -> bool:
    """Whether a body serves a purpose."""
    return "purpose" in body.members and body.members["purpose"].value == purpose


def _each(value: Value | None) -> Iterator[Value]:
    """What stands alone or in a list."""
    if value is not None:
        yield from value.value if isinstance(value.value, list) else [value]


def _plain(value: Value) -> Any:
    """A value without its place."""
    if isinstance(value.value, dict):
        return {key: _plain(one) for key, one in value.value.items()}
    if isinstance(value.value, list):
        return [_plain(one) for one in value.value]
    if value.text:
        return json.loads(value.text)
    return value.value
