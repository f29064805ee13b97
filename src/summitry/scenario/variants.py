"""The same case with something of its process changed: who attends, what is on the agenda, who moves first, who hears.

A variant replaces keys of stages and steps in what was written, moves steps or leaves them out; the result is resolved
like any file.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from summitry.scenario import model as m
from summitry.scenario.context import Context
from summitry.scenario.declare import STEP_KINDS
from summitry.scenario.node import Node
from summitry.scenario.troubles import Path, listed
from summitry.scenario.vocabulary import key_of

Moved = dict[Path, Path]
"""Key path in what was changed -> the place in the variant that it comes from."""
CHANGES = ("stages", "steps", "order", "move", "without", "set", "fix")
STEPS = ("step", "proposal", "threat", "promise")


def variants(ctx: Context, top: Node) -> tuple[m.Variant, ...]:
    """All variants, in the order of the file."""
    node = top.get("variants")
    return tuple(_variant(ctx, name, item) for name, item in node.items()) if node is not None else ()


def _variant(ctx: Context, name: str, node: Node) -> m.Variant:
    if not any(node.get(key) for key in CHANGES):
        node.trouble("nothing that changes", listed(CHANGES), key=True)
    moves = {}
    for step, at, item in _named(ctx, node, "move", STEPS, "the name of a step"):
        word = next((k for k in ("before", "after") if item.get(k) is not None), "")
        if item.get("before") is not None and item.get("after") is not None:
            item.trouble("both `before` and `after`", "one of the two")
        other = ctx.name(item.at(word), STEPS, f"the name of a step after `{word}`") if word else None
        if not word:
            item.trouble("no place", "{before: a step} or {after: a step}")
        elif other is not None:
            if other.name == step:
                at.trouble(f"{step!r} moved next to itself", "another step")
            moves[step] = (word, other.name)
    order = []
    for item in _list(node.get("order")):
        entry = ctx.name(item, ("stage",), "the name of a stage")
        if entry is not None:
            order.append(entry.name)
    if node.get("order") is not None and len(order) < 2:
        node.at("order").trouble(f"{len(order)} stages in an order", "two or more")
    without = []
    for item in _list(node.get("without")):
        entry = ctx.name(item, ("stage", *STEPS), "the name of a stage or a step")
        if entry is not None:
            without.append(entry.name)
    values = node.get("set")
    return m.Variant(
        name=name,
        stages={n: dict(i.value) for n, _, i in _named(ctx, node, "stages", ("stage",), "the name of a stage")},
        steps={n: dict(i.value) for n, _, i in _named(ctx, node, "steps", STEPS, "the name of a step")},
        order=tuple(order),
        move=moves,
        without=tuple(without),
        set={path: item.text for path, item in values.items()} if values is not None else {},
        fix=tuple(item.text for item in _list(node.get("fix"))),
        ground=ctx.ground(node),
        text=node.word("note"),
    )


def _list(node: Node | None) -> Iterator[Node]:
    return node.each_item() if node is not None else iter(())


def _named(ctx: Context, node: Node, key: str, kinds: tuple[str, ...], what: str) -> Iterator[tuple[str, Node, Node]]:
    """Names as declared, with their nodes and what stands under them."""
    group = node.get(key)
    for name, item in group.items() if group is not None else ():
        entry = ctx.key(name, item, kinds, what)
        if entry is None:
            continue
        if not item.is_map:
            item.trouble("no keys", "the keys that change, with what stands under them instead", key=True)
            continue
        yield entry.name, item, item


def varied(source: Any, variant: m.Variant) -> tuple[Any, Moved]:
    """What was written with the variant's changes, and where in the variant its new parts stand."""
    changed = copy.deepcopy({k: v for k, v in source.items() if k != "variants"})
    here: Path = ("variants", variant.name)
    touched: list[tuple[Any, str, Path]] = []
    for key, group in (("stages", variant.stages), ("steps", variant.steps)):
        for name, keys in group.items():
            for item in _found(changed, name, stage=key == "stages"):
                for k, value in keys.items():
                    if value is None:
                        item.pop(k, None)
                    else:
                        item[k] = copy.deepcopy(value)
                        touched.append((item, k, (*here, key, name, k)))
    for name, (word, other) in variant.move.items():
        for step, holder in [(s, h) for s, h in _steps(changed) if _is(s, name)][:1]:
            holder.remove(step)
            for _, there in [(s, h) for s, h in _steps(changed) if _is(s, other)][:1]:
                at = next(k for k, s in enumerate(there) if _is(s, other))
                there.insert(at + (word == "after"), step)
    for name in variant.without:
        stages = changed["stages"]
        stages[:] = [s for s in stages if not _is(s, name, "stage")]
        for step, holder in [(s, h) for s, h in _steps(changed) if _is(s, name)]:
            holder.remove(step)
    if variant.order:
        stages = changed["stages"]
        places = [k for k, s in enumerate(stages) if any(_is(s, name, "stage") for name in variant.order)]
        wanted = [next((s for s in stages if _is(s, name, "stage")), None) for name in variant.order]
        for place, stage in zip(places, [s for s in wanted if s is not None], strict=False):
            stages[place] = stage
    changed["stages"] = [_without_empty(s) for s in changed["stages"]]
    paths = {id(value): path for value, path in _paths(changed)}
    moved = {(*paths[id(item)], k): origin for item, k, origin in touched if id(item) in paths}
    return changed, moved


def origin(path: Path, moved: Moved, variant: str) -> tuple[Path, bool]:
    """Where in the variant a place of the changed file comes from, and whether exactly; the variant itself if not."""
    for length in range(len(path), 0, -1):
        if path[:length] in moved:
            return (*moved[path[:length]], *path[length:]), True
    return ("variants", variant), False


def _is(item: Any, name: str, kind: str = "") -> bool:
    """Whether a stage or a step has this name (as written, or as its `for each` block has it)."""
    if not isinstance(item, dict):
        return False
    for key in (kind,) if kind else STEP_KINDS:
        said = item.get(key)
        if isinstance(said, str) and key_of(" ".join(said.split())) == key_of(name):
            return True
    return False


def _found(source: Any, name: str, *, stage: bool) -> list[Any]:
    if stage:
        return [s for s in source["stages"] if _is(s, name, "stage")]
    return [s for s, _ in _steps(source) if _is(s, name)]


def _steps(source: Any) -> list[tuple[Any, list[Any]]]:
    """All steps with the lists that hold them."""
    out: list[tuple[Any, list[Any]]] = []

    def inside(steps: Any) -> None:
        for step in list(steps) if isinstance(steps, list) else ():
            if isinstance(step, dict):
                out.append((step, steps))
                inside(step.get("steps"))
                inside(step.get("at once"))

    for stage in source["stages"]:
        if isinstance(stage, dict):
            inside(stage.get("steps"))
    return out


def _without_empty(item: Any) -> Any:
    """A stage or a block without lists of steps in which nothing is left."""
    for key in ("steps", "at once"):
        if isinstance(item, dict) and isinstance(item.get(key), list):
            kept = [_without_empty(s) for s in item[key]]
            item[key] = [
                s for s in kept if not (isinstance(s, dict) and any(s.get(k) == [] for k in ("steps", "at once")))
            ]
    return item


def _paths(value: Any, path: Path = ()) -> Iterator[tuple[Any, Path]]:
    if isinstance(value, dict):
        yield value, path
        for k, v in value.items():
            yield from _paths(v, (*path, k))
    elif isinstance(value, list):
        for k, v in enumerate(value):
            yield from _paths(v, (*path, k))
