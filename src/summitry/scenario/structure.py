"""Whether a file has the keys that may be written; the nearest known key for those it may not."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from summitry.scenario.language import STEP_MODELS, ScenarioKeys
from summitry.scenario.troubles import COMMA_HINT, Path, Report, Trouble, did_you_mean, listed


def structure(source: Any, report: Report) -> Any:
    """Report what is wrong with the keys of a file; return it without those parts, for the resolver to go on with."""
    paths: dict[int, Path] = {}
    _index(source, (), paths)
    context: dict[str, Any] = {"paths": paths, "unknown": []}
    bad: list[Path] = []
    try:
        ScenarioKeys.model_validate(source, context=context)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            path, trouble = _trouble(source, dict(item))
            report.add(trouble)
            if path:
                bad.append(path)
    for path, name, known, bare in context["unknown"]:
        report.add(
            Trouble(
                (*path, name),
                f"unknown key {name!r}",
                f"one of {listed(known, 12)}",
                did_you_mean(name, known) or (COMMA_HINT if bare else ""),
                key=True,
            )
        )
        bad.append((*path, name))
    return _pruned(source, (), set(bad)) if isinstance(source, dict) else {}


def _index(value: Any, path: Path, paths: dict[int, Path]) -> None:
    if isinstance(value, dict):
        paths[id(value)] = path
        for k, v in value.items():
            _index(v, (*path, k), paths)
    elif isinstance(value, list):
        for k, v in enumerate(value):
            _index(v, (*path, k), paths)


def _pruned(value: Any, path: Path, bad: set[Path]) -> Any:
    if isinstance(value, dict):
        return {k: _pruned(v, (*path, k), bad) for k, v in value.items() if (*path, k) not in bad}
    if isinstance(value, list):
        return [None if (*path, k) in bad else _pruned(v, (*path, k), bad) for k, v in enumerate(value)]
    return value


_WANTED = {
    "string_type": "a text", "list_type": "a list", "dict_type": "a mapping", "model_type": "a mapping with fixed keys",
    "model_attributes_type": "a mapping with fixed keys",
    "names": "a name or a list of names", "too_short": "at least one entry",
}  # fmt: skip


def _trouble(source: Any, error: dict[str, Any]) -> tuple[Path, Trouble]:
    """The trouble of one pydantic error, and the path to leave out."""
    path, at, rest = _walk(source, error["loc"])
    kind = str(error["type"])
    if kind == "missing" and not rest:
        # the key is there, with nothing under it
        return path, Trouble(path, f"nothing under `{path[-1]}`", f"the key `{path[-1]}` with a value", key=True)
    if kind == "missing":
        name = str(rest[-1])
        return (), Trouble(path, f"no `{name}`", f"the key `{name}`{_here(path, source)}", key=True)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        if any(isinstance(p, int) for p in path[-1:]) and isinstance(at, dict):
            near = next((fix for k in at if (fix := did_you_mean(k, STEP_MODELS))), "")
            return path, Trouble(
                path, f"a step with the keys {listed(at)}", f"one of the keys {listed(STEP_MODELS, 12)}", near
            )
        return path, Trouble(
            path,
            _what(at),
            "a text or a mapping"
            if not isinstance(path[-1], int)
            else f"a step with one of the keys {listed(STEP_MODELS, 12)}",
        )
    if kind == "string_pattern_mismatch":
        return path, Trouble(path, f"{at!r}", "yes or no")
    if kind == "literal_error":
        return path, Trouble(path, f"version {at!r}", "version 1 of the language")
    return path, Trouble(path, _what(at), _WANTED.get(kind, str(error["msg"]).lower()), key=False)


def _walk(source: Any, loc: tuple[str | int, ...]) -> tuple[Path, Any, tuple[str | int, ...]]:
    """The part of an error's place that is keys of the file (pydantic also names the member of a union)."""
    at: Any = source
    path: list[str | int] = []
    for index, part in enumerate(loc):
        in_steps = len(path) > 1 and isinstance(path[-1], int) and path[-2] in ("steps", "at once")
        if in_steps and part in STEP_MODELS and loc[index - 1] == path[-1] and index < len(loc) - 1:
            # the kind of the step, which is also one of its keys
            continue
        if (isinstance(at, dict) and part in at) or (isinstance(at, list) and isinstance(part, int) and part < len(at)):
            container: Any = at
            at = container[part]
            path.append(part)
        elif index == len(loc) - 1:
            return tuple(path), at, (part,)
    return tuple(path), at, ()


def _here(path: Path, source: Any) -> str:
    return "" if path else " at the top level"


def _what(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "nothing" if value is None else f"the text {str(value)[:40]!r}"
