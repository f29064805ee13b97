"""How a case ends: markers, outcomes, payoffs, and the chances that people stated."""

from __future__ import annotations

import re
from dataclasses import replace

from summitry.scenario import model as m
from summitry.scenario import walk
from summitry.scenario.context import Context, is_ground
from summitry.scenario.expressions import read_condition
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, number, written


def events(ctx: Context, top: Node, kind: str) -> tuple[m.Event, ...]:
    """Markers or outcomes, in the order of the file."""
    node = top.get(f"{kind}s")
    items = list(node.items()) if node is not None else []
    out: list[m.Event] = []
    for place, (name, item) in enumerate(items, 1):
        entry = ctx.vocabulary.get(name)
        when = item.get("when") if item.is_map else item
        if when is None:
            item.trouble("no condition", "a condition, or {when: condition}", key=True)
            continue
        if when.is_text and when.clean.lower() == "otherwise":
            cond: m.Cond | None = m.Always()
            if kind == "marker":
                when.trouble("`otherwise` for a marker", "a condition; `otherwise` closes the outcomes")
            elif place < len(items):
                when.trouble(
                    "`otherwise` before the last outcome",
                    "the last place",
                    f"those after {name!r} could never come true",
                )
        else:
            cond = ctx.condition(when, by_draw=kind == "marker")
        if cond is not None and entry is not None and entry.kind == kind:
            out.append(m.Event(name, cond, when.clean, ctx.ground(item)))
    return tuple(out)


def by_draw(ctx: Context, top: Node) -> None:
    """Enter which markers rest, by way of others too, on shares that a bargaining solution splits."""
    node = top.get("markers")
    if not any(issue.settle for issue in ctx.issues.values()):
        return
    texts = {}
    for name, item in node.items() if node is not None else ():
        when = item.get("when") if item.is_map else item
        if when is not None and when.is_text:
            texts[name] = read_condition(when.text, ctx.vocabulary, by_draw=True)[0]
    found: set[str] = set()
    while True:
        more = {
            name
            for name, cond in texts.items()
            if cond is not None
            and any(
                isinstance(c, m.ShareIs) or (isinstance(c, m.Named) and c.name in found) for c in walk.conditions(cond)
            )
        }
        if more == found:
            break
        found = more
    for name in found:
        entry = ctx.vocabulary.get(name)
        if entry is not None and entry.kind == "marker":
            ctx.vocabulary.add(replace(entry, by_draw=True))


def terms(ctx: Context, top: Node) -> tuple[m.Term, ...]:
    """Named parts of payoffs."""
    node = top.get("payoffs")
    out: list[m.Term] = []
    for key, item in node.items() if node is not None else ():
        entry = ctx.key(key, item, ("party",), "the name of a party")
        if entry is None:
            continue
        if not item.is_map:
            item.trouble("no terms", "terms, each with a name and a number")
            continue
        ground = ctx.ground(item)
        for name, below in item.items():
            if not is_ground(name, below):
                out.append(_term(ctx, entry.name, name, below, ground))
    return tuple(out)


def _term(ctx: Context, party: str, name: str, node: Node, ground: m.Ground) -> m.Term:
    bad = sorted(set(name) & set(".,:[]{}"))
    if bad:
        node.trouble(
            f"the character {bad[0]!r} in the name {name!r}",
            "letters, digits, spaces, hyphens and apostrophes",
            key=True,
        )
    expr = number(ctx, node, f"payoffs.{party}.{name}", Role("payoff", party, sums=True, ground=ground))
    when: m.Cond | None = None
    if isinstance(expr, m.When) and node.is_map:
        when, expr = expr.when, expr.value
    ctx.place(f"payoffs.{party}.{name}", node)
    return m.Term(party, name, expr, when, written(node), ctx.ground(node, ground))


def stated(ctx: Context, top: Node) -> tuple[m.Stated, ...]:
    """What people said the chances were."""
    node = top.get("stated")
    out = []
    for item in node.each_item() if node is not None else ():
        of, p = item.get("of"), item.get("p")
        if of is None or p is None:
            continue
        entry = ctx.name(of, ("marker", "outcome"), "the name of a marker or an outcome")
        ends = [_chance(one) for one in p.each_item()]
        if any(e is None for e in ends):
            continue
        if len(ends) not in (1, 2) or (len(ends) == 2 and ends[0] > ends[1]):  # type: ignore[operator]
            p.trouble(
                f"{len(ends)} numbers" if len(ends) not in (1, 2) else "the upper end first",
                "one number, or two: [low, high]",
            )
            continue
        low, high = float(ends[0] or 0), float(ends[-1] or 0)
        opposite = ctx.flag(item.get("not"))
        if opposite:
            low, high = 1 - high, 1 - low
        if entry is not None:
            out.append(m.Stated(item.word("who"), entry.name, low, high, ctx.ground(item), opposite))
    return tuple(out)


def _chance(node: Node) -> float | None:
    if not re.fullmatch(r"(\d+\.?\d*|\.\d+)(e-?\d+)?", node.clean, re.IGNORECASE) or not 0 <= float(node.clean) <= 1:
        node.trouble(f"{node.clean!r}", "a chance from 0 to 1")
        return None
    return float(node.clean)
