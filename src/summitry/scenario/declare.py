"""The first pass: every name of the file into one namespace, with the labels that can follow `is`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summitry.scenario.context import Context, is_ground
from summitry.scenario.node import EACH, Node
from summitry.scenario.troubles import TooMany, listed
from summitry.scenario.vocabulary import RESERVED_LABELS, Entry, key_of, naming_fault

STEP_KINDS = ("step", "threat", "promise", "proposal", "chance", "vote", "announce")
BLOCKS = ("at once", "for each", "rounds")
TOP_WORDS = frozenset({"parties", "payoffs", "precision", "linked"})
"""Words that begin path names and so cannot name a stage or a number."""
MOST_LABELS = 200
_DECIMAL = r"(?:\d+\.?\d*|\.\d+)"
RANGE = re.compile(rf"([-+]?{_DECIMAL})\s+to\s+([-+]?{_DECIMAL})\s+by\s+({_DECIMAL})")
MOST_NAMES = 2_000
WITHHELD = "withheld"
"""What a proposal is when its maker proposes nothing."""


def declare(ctx: Context, name: str, node: Node, entry: Entry, *, key: bool = True) -> None:
    """Enter a name; a clash or a bad name is a trouble."""
    wrong = naming_fault(name)
    if wrong:
        node.trouble(
            wrong, "a name of letters, digits, spaces, hyphens and apostrophes that is no word of the language", key=key
        )
        return
    if key_of(name) in TOP_WORDS and entry.kind in ("stage", "number"):
        node.trouble(f"the word {name!r} as the name of a {entry.kind}", "a name that is no top-level key", key=key)
    known = ctx.vocabulary.get(name)
    if known is not None:
        if known.family and entry.family and known.kind == entry.kind:
            entry = Entry(
                known.name,
                known.kind,
                known.labels,
                True,
                members=(*known.members, *entry.members),
                detail=known.detail,
            )
            ctx.vocabulary.add(entry)
            return
        node.trouble(
            f"the name {name!r} twice (it is already {'an' if known.kind[0] in 'aeiou' else 'a'} {known.kind})",
            "a name that means one thing in a file",
            key=key,
        )
        return
    if len(ctx.vocabulary.entries) >= MOST_NAMES:
        node.trouble(f"more than {MOST_NAMES:,} names", "fewer parties, steps, issues and numbers", key=key)
        raise TooMany
    ctx.vocabulary.add(entry)
    if not entry.family:
        ctx.place(name, node, key=key)


def labels_of(ctx: Context, node: Node | None, what: str) -> tuple[str, ...] | None:
    """Labels from a list or from the keys of a mapping; None when they cannot be known."""
    if node is None or not (node.is_map or node.is_list):
        return None
    out: list[str] = []
    pairs = [(k, n, True) for k, n in node.items()] if node.is_map else [(n.clean, n, False) for n in node.each_item()]
    for label, item, key in pairs:
        if not key and not item.is_text:
            item.trouble("no label", f"the label of {what}")
            continue
        if not label or key_of(label) in RESERVED_LABELS:
            item.trouble(
                f"the reserved word {label!r} as a label" if label else "an empty label",
                f"the label of {what}",
                key=key,
            )
            continue
        bad = sorted(set(label) & set(',()[]{}"#$:'))
        if bad:
            item.trouble(
                f"the character {bad[0]!r} in the label {label!r}", 'a label without `, : ( ) [ ] { } " # $`', key=key
            )
            continue
        if any(key_of(label) == key_of(known) for known in out):
            item.trouble(f"the label {label!r} twice", "each label once", key=key)
            continue
        out.append(label)
        if len(out) > MOST_LABELS:
            node.trouble(f"more than {MOST_LABELS} labels", "fewer", key=True)
            break
    return tuple(out)


def _range_of_numbers(node: Node) -> tuple[str, ...] | None:
    """The labels of `0 to 1 by 0.25`: 0, 0.25, 0.5, 0.75, 1."""
    found = RANGE.fullmatch(node.clean)
    if found is None:
        node.trouble(f"the text {node.clean!r}", "a list of labels, or numbers such as `0 to 1 by 0.1`")
        return None
    low, high, step = map(Decimal, found.groups())
    if step <= 0 or high <= low:
        node.trouble(f"the numbers {node.clean!r}", "a smaller number, a larger one and a step above 0")
        return None
    count = int((high - low) / step) + 1
    if low + (count - 1) * step != high:
        node.trouble(f"{high} that is no whole number of steps of {step} above {low}", "an end that is reached exactly")
        return None
    if count > MOST_LABELS:
        node.trouble(f"{count:,} options", f"at most {MOST_LABELS}", "a larger step")
        return None
    return tuple(format((low + k * step).normalize() + 0, "f") for k in range(count))


def unfolded(ctx: Context, steps: Node | None, *, quiet: bool = True) -> Iterator[Node]:
    """The steps of a list, `for each` blocks written out for every party."""
    for node in steps.each_item() if steps is not None else ():
        block = node.get("for each")
        if block is None:
            yield node
            continue
        if node.each:
            if not quiet:
                block.trouble("`for each` inside `for each`", "one block over parties", key=True)
            continue
        inner = node.get("steps")
        for party in ctx.parties(block):
            if inner is not None:
                yield from unfolded(ctx, inner.for_party(party), quiet=quiet)


def step_kind(node: Node) -> str:
    """The key that says what kind of step this is, or an empty string."""
    return next((k for k in (*STEP_KINDS, *BLOCKS) if node.get(k) is not None), "")


def step_name(node: Node, kind: str) -> tuple[str, str]:
    """The name of a step and, inside `for each`, the common part of the names."""
    raw = " ".join(str(node.value[kind]).split()) if not isinstance(node.value[kind], dict | list) else ""
    if not node.each or not raw:
        return raw, ""
    if EACH not in raw:
        return f"{raw} of {node.each}", raw
    common = re.sub(r"\s*(?:\b(?:of|by|for|from|to)\s+)?\$each(?:['’]s)?\s*", " ", raw)
    return raw.replace(EACH, node.each), " ".join(common.split())


def declare_steps(ctx: Context, steps: Node | None) -> None:
    """Enter the names of the steps of a list and of the blocks inside it."""
    for node in unfolded(ctx, steps):
        kind = step_kind(node)
        if kind in ("at once", "rounds"):
            declare_steps(ctx, node.get("at once" if kind == "at once" else "steps"))
            continue
        if not kind:
            continue
        name, family = step_name(node, kind)
        at = node.at(kind)
        if not name:
            at.trouble("no name", f"the name of a {kind}")
            continue
        entry = _step_entry(ctx, node, kind, name)
        declare(ctx, name, at, entry, key=False)
        if family:
            declare(
                ctx,
                family,
                at,
                Entry(family, entry.kind, entry.labels, True, members=(name,), detail=entry.detail),
                key=False,
            )


def _step_entry(ctx: Context, node: Node, kind: str, name: str) -> Entry:
    labels: tuple[str, ...] | None
    if kind == "proposal":
        return Entry(name, "proposal", (WITHHELD,))
    if kind in ("threat", "promise"):
        return Entry(name, kind, ())
    if kind == "chance":
        written = node.get("options")
        if written is not None and written.is_text:
            return Entry(name, "step", _range_of_numbers(written), detail="chance")
        odds = written or node.get("odds")
        labels = labels_of(ctx, _without_grounds(odds), "an outcome of the chance event")
        return Entry(name, "step", labels, detail="chance")
    if kind == "announce":
        return Entry(name, "step", labels_of(ctx, node.get("says"), "what is announced"), detail="announce")
    written = node.get("options")
    numbers = written is not None and written.is_text and kind == "step"
    labels = _range_of_numbers(node.at("options")) if numbers else labels_of(ctx, written, "an option")
    return Entry(name, "step", labels, detail="vote" if kind == "vote" else "choice")


def _without_grounds(node: Node | None) -> Node | None:
    if node is None or not node.is_map:
        return node
    kept = {k: v for k, v in node.value.items() if not is_ground(k, Node(v, node.path, node.report, node.each))}
    return Node(kept, node.path, node.report, node.each)


def declare_parties(ctx: Context, top: Node) -> None:
    """Enter parties with their types, coalitions and mediators."""
    parties = top.get("parties")
    for name, node in parties.items() if parties is not None else ():
        types = node.get("types")
        labels = labels_of(ctx, types, "a type") or ()
        declare(ctx, name, node, Entry(name, "party", labels))
        if labels:
            ctx.types[name] = labels
        for label, item in types.items() if types is not None else ():
            ctx.places.setdefault(key_of(f"{name} {label}"), (item.path, True))
    coalitions = top.get("coalitions")
    for name, node in coalitions.items() if coalitions is not None else ():
        declare(
            ctx,
            name,
            node,
            Entry(name, "coalition", (), members=ctx.parties(node.get("members"))),
        )
    mediators = top.get("mediators")
    for name, node in mediators.items() if mediators is not None else ():
        declare(ctx, name, node, Entry(name, "mediator", ()))


def declare_rest(ctx: Context, top: Node) -> None:
    """Enter numbers, stages, steps, markers and outcomes."""
    numbers = top.get("numbers")
    for name, node in numbers.items() if numbers is not None else ():
        declare(ctx, name, node, Entry(name, "number", ()))
    stages = top.get("stages")
    for stage in stages.each_item() if stages is not None else ():
        named = stage.get("stage")
        if named is not None and named.is_text:
            declare(ctx, named.clean, named, Entry(named.clean, "stage", ()), key=False)
        declare_steps(ctx, stage.get("steps"))
    for kind in ("marker", "outcome"):
        events = top.get(f"{kind}s")
        for name, node in events.items() if events is not None else ():
            declare(ctx, name, node, Entry(name, kind, ()))


__all__ = ["declare_parties", "declare_rest", "labels_of", "listed", "step_kind", "step_name", "unfolded"]
