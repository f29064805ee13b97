"""Numbers of a scenario's file replaced where they stand: everything else keeps its bytes, comments among them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from summitry.errors import InputError, Problem
from summitry.formats.scenario_yaml import read
from summitry.formats.yaml_tree import read_tree
from summitry.scenario import Scenario, resolve, with_values
from summitry.scenario.vocabulary import key_of

_PLAIN = re.compile(r"[\w+\-.][\w+\-.*/^() ]*")


def written(scenario: Scenario, settings: Mapping[str, str]) -> str:
    """The text of a scenario's file with numbers replaced by path name; nothing else in it changes.

    Raises `InputError` for settings that are none, and where a number has no place of its own in the file.
    """
    if not settings:
        return scenario.text
    wanted = {key_of(path): text.strip() for path, text in settings.items()}
    changed = with_values(scenario, wanted)
    text = scenario.text
    root = YAML(typ="rt", pure=True).compose(text)
    edits: list[tuple[int, int, str]] = []
    problems: list[Problem] = []
    for path, value in wanted.items():
        place = scenario.places.get(path)
        node = _value_at(root, (place[0] - 1, place[1] - 1)) if place is not None and root is not None else None
        if node is None:
            problems.append(_no_place(scenario, path))
            continue
        start, end = node.start_mark.index, node.end_mark.index
        edits.append((start, end, value if _PLAIN.fullmatch(value) else _quoted(value)))
    if problems:
        raise InputError(problems)
    for start, end, value in sorted(set(edits), reverse=True):
        # the end of a plain scalar may lie behind blanks
        kept = text[start:end]
        text = text[:start] + value + kept[len(kept.rstrip()) :] + text[end:]
    again = with_values(scenario, {}) if text == scenario.text else _read_alone(text, scenario)
    for path, quantity in changed.quantities.items():
        other = again.quantities.get(path)
        # the text of a number by type shows those of its types, which `with_values` leaves as they were
        same = other is not None and other.expr == quantity.expr and other.law == quantity.law
        if not same or (quantity.expr is None and other is not None and other.text != quantity.text):
            raise InputError([_no_place(scenario, path)])
    return text


def reread(data: bytes, like: Scenario, folder: Path, rows: Collection[str] | None) -> Scenario:
    """A changed text of a scenario's file.

    What lies in the file's `folder` is used under those names only that the file itself gives: outlines, and the
    `rows` of its ledger. A text from elsewhere can open no file. Raises `InputError` as `read` does.
    """
    value = read_tree(data, like.file).value
    whole = value if isinstance(value, dict) else {}
    known = {issue.outlines.file for issue in like.issues if issue.outlines is not None}
    named = (
        {
            str(issue["outlines"].get("file"))
            for issue in (whole.get("issues") or {}).values()
            if isinstance(issue, dict) and isinstance(issue.get("outlines"), dict)
        }
        if isinstance(whole.get("issues"), dict)
        else set()
    )
    same_ledger = bool(like.ledger) and whole.get("ledger") == like.ledger
    beside = folder if named and named <= known else None
    return read(data, name=like.file, rows=rows if same_ledger else None, outlines_in=beside)


def _read_alone(text: str, like: Scenario) -> Scenario:
    """The text's numbers; outlines are taken from the scenario, since no file is opened."""
    tree = read_tree(text.encode(), like.file)
    resolved = resolve(tree.value)
    if tree.problems or resolved.scenario is None:
        found, expected = "a text that is no longer a scenario", "values that can be written into the file"
        raise InputError([Problem(like.file, 0, 0, found, expected)])
    return resolved.scenario


def _no_place(scenario: Scenario, path: str) -> Problem:
    return Problem(
        scenario.file,
        *scenario.places.get(path, (0, 0)),
        f"the number {path!r} has no value of its own in the file",
        "a number that stands under its own key",
        "change it in the text",
    )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _value_at(node: Node, place: tuple[int, int]) -> ScalarNode | None:
    """The scalar under the key, or in the item, that begins at a line and column."""
    match node:
        case MappingNode():
            if _at(node, place):
                inner = _inner(node)
                if inner is not None:
                    return inner
            for key, value in node.value:
                if _at(key, place):
                    return value if isinstance(value, ScalarNode) else _inner(value)
                found = _value_at(value, place)
                if found is not None:
                    return found
        case SequenceNode():
            for item in node.value:
                found = _value_at(item, place)
                if found is not None:
                    return found
    return None


def _inner(node: Node) -> ScalarNode | None:
    """The scalar under `value`, `chance` or `p` of a mapping."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == "value" and isinstance(value, ScalarNode):
                return value
    return None


def _at(node: Node, place: tuple[int, int]) -> bool:
    return (node.start_mark.line, node.start_mark.column) == place
