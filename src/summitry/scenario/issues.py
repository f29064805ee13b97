"""Issues, what packages are worth, and red lines."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.scenario import model as m
from summitry.scenario.context import GROUNDS, Context, is_ground
from summitry.scenario.declare import declare, labels_of
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, above_zero, not_negative, number
from summitry.scenario.packages import pairs_of
from summitry.scenario.preferences import Preferring, wanted
from summitry.scenario.ranking import Ranked, alone, ranked
from summitry.scenario.regions import WORDS, regions_issue, regions_worth
from summitry.scenario.troubles import did_you_mean, listed
from summitry.scenario.vocabulary import Entry, key_of

ATTITUDES = ("aspires to", "beyond", "risk aversion")
"""Keys beside a party's issues that say how the sum of its worths counts."""
_WORDS = ("together", "rank", "prefers", "over", *ATTITUDES)
RULES = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")
"""Bargaining solutions that may split shares."""
MOST_SHARES = 10_000
"""The largest number of ways to split that one issue may have."""


def issues(ctx: Context, top: Node) -> None:
    """Enter all issues."""
    node = top.get("issues")
    for name, item in node.items() if node is not None else ():
        issue = _issue(ctx, name, item)
        ctx.issues[name] = issue
        known = bool(issue.options)
        declare(
            ctx,
            name,
            item,
            Entry(
                name,
                "issue",
                issue.options if known else None,
                ordered=issue.ordered,
                loose=not known,
                shares=tuple(zip(issue.among, zip(*issue.amounts, strict=True), strict=True))
                if issue.kind == "shares" and issue.amounts
                else (),
                split=issue.among if issue.settle else (),
            ),
        )


def _issue(ctx: Context, name: str, node: Node) -> m.Issue:
    ground = ctx.ground(node)
    if node.is_text:
        if key_of(node.text) != "yes or no":
            node.trouble(
                f"{node.clean!r}", "`yes or no`, or a mapping with `levels`, `options`, `shares among` or `amounts`"
            )
        return m.Issue(name, ("no", "yes"), True, "levels", ground=ground)
    if node.is_list:
        node.trouble("a list", "{levels: […]} or {options: […]}", "`levels` when they have an order")
        return m.Issue(name, ())
    if node.get("regions") is not None:
        return regions_issue(ctx, name, node, ground)
    for word in ("held by", "outlines"):
        if (there := node.get(word)) is not None:
            there.trouble(f"`{word}` without `regions`", "regions with shares that parties hold", key=True)
    ways = [k for k in ("levels", "options", "plans", "shares among", "from", "amounts") if node.get(k) is not None]
    if not ways or ways in (["from"], ["amounts"]):
        if ways:
            node.trouble(
                f"a payment without `{'amounts' if ways == ['from'] else 'from'}`",
                "{from: a, to: b, amounts: [0, 0.1]}",
                key=True,
            )
        else:
            node.trouble(
                "no options",
                "`levels`, `options`, `shares among`, `regions` and `plans`, or `from`, `to`, `amounts`",
                key=True,
            )
        return m.Issue(name, ())
    if "levels" in ways:
        return m.Issue(name, labels_of(ctx, node.get("levels"), "a level") or (), True, "levels", ground=ground)
    if "options" in ways or "plans" in ways:
        return m.Issue(
            name, labels_of(ctx, node.get("options", "plans"), "an option") or (), False, "options", ground=ground
        )
    return _shares(ctx, name, node, ground) if "shares among" in ways else _money(ctx, name, node, ground)


def _shares(ctx: Context, name: str, node: Node, ground: m.Ground) -> m.Issue:
    among = ctx.parties(node.get("shares among"))
    rule = node.get("settle")
    if rule is not None:
        return _settled(ctx, name, node, rule, among, ground)
    steps = ctx.whole(node.get("steps"), 1, 1000, "the number of equal pieces")
    if node.get("steps") is None:
        expected = "steps: the number of equal pieces, or settle: a bargaining solution"
        node.trouble("`shares among` without `steps`", expected, key=True)
    if len(among) < 2 or steps is None:
        if len(among) < 2:
            node.at("shares among").trouble("fewer than two parties", "two parties or more")
        return m.Issue(name, ())
    splits = []
    for split in _splits(steps, len(among)):
        splits.append(split)
        if len(splits) > MOST_SHARES:
            node.trouble(f"more than {MOST_SHARES} ways to split", "fewer pieces", key=True)
            return m.Issue(name, ())
    labels = tuple("-".join(map(str, split)) for split in splits)
    return m.Issue(
        name, labels, False, "shares", among, tuple(tuple(k / steps for k in split) for split in splits), ground
    )


def _settled(ctx: Context, name: str, node: Node, rule: Node, among: tuple[str, ...], ground: m.Ground) -> m.Issue:
    """Shares that a bargaining solution finds once it is agreed that there is to be a split."""
    steps = node.get("steps")
    if steps is not None:
        steps.trouble("`steps` beside `settle`", "one of the two", key=True)
    if key_of(rule.text) not in RULES:
        rule.trouble(f"{rule.clean!r}", f"one of {listed(RULES)}", did_you_mean(rule.clean, RULES))
        return m.Issue(name, ())
    if len(among) < 2:
        node.at("shares among").trouble("fewer than two parties", "two parties or more")
        return m.Issue(name, ())
    word = key_of(rule.text)
    return m.Issue(name, (f"by {word}",), False, "shares", among, (), ground, settle=word)


def _splits(pieces: int, parties: int) -> Iterator[tuple[int, ...]]:
    if parties == 1:
        yield (pieces,)
        return
    for first in range(pieces, -1, -1):
        for others in _splits(pieces - first, parties - 1):
            yield (first, *others)


def _money(ctx: Context, name: str, node: Node, ground: m.Ground) -> m.Issue:
    ends = []
    for key in ("from", "to"):
        end = node.get(key)
        if end is None:
            node.trouble(f"a payment without `{key}`", "{from: a, to: b, amounts: [0, 0.1]}", key=True)
            continue
        entry = ctx.name(end, ("party",), "the name of a party")
        if entry is not None:
            ends.append(entry.name)
    if len(ends) == 2 and ends[0] == ends[1]:
        node.at("to").trouble(f"a payment from {ends[0]} to itself", "two parties")
    amounts: list[float] = []
    labels: list[str] = []
    listed_amounts = node.get("amounts")
    for item in listed_amounts.each_item() if listed_amounts is not None else ():
        try:
            amount = float(item.clean)
            if not 0 <= amount < 1e300:
                raise ValueError
        except ValueError:
            item.trouble(f"{item.clean!r}", "an amount of 0 or more, known exactly")
            continue
        if amount in amounts:
            item.trouble(f"the amount {item.clean} twice", "each amount once")
            continue
        amounts.append(amount)
        labels.append(item.clean)
    if len(ends) < 2 or not amounts:
        return m.Issue(name, ())
    order = sorted(range(len(amounts)), key=amounts.__getitem__)
    return m.Issue(
        name,
        tuple(labels[k] for k in order),
        True,
        "money",
        (ends[0], ends[1]),
        tuple((amounts[k],) for k in order),
        ground,
    )


# ---------------------------------------------------------------- worth


def worths(ctx: Context, top: Node) -> dict[str, m.Worth]:
    """What packages are worth to each party that says so, or that pays or is paid."""
    node = top.get("worth")
    by_option: dict[str, dict[tuple[str, str], m.Expr]] = {}
    together: dict[str, list[tuple[tuple[tuple[str, str], ...], m.Expr]]] = {}
    statements: dict[str, tuple[m.Statement, ...]] = {}
    attitudes: dict[str, dict[str, m.Expr]] = {}
    stated: set[tuple[str, str]] = set()
    for name, item in node.items() if node is not None else ():
        entry = ctx.key(name, item, ("party",), "the name of a party")
        if entry is None:
            continue
        party = entry.name
        ground = ctx.ground(item)
        mine = by_option.setdefault(party, {})
        extras = together.setdefault(party, [])
        joint = wanted(item)
        orders: list[Ranked | None] = []
        for key, below in item.items():
            if is_ground(key, below) or key in joint:
                continue
            if key == "together":
                extras += _together(ctx, party, below, ground)
                continue
            if key in ATTITUDES:
                attitudes.setdefault(party, {})[key.replace(" ", "_")] = _attitude(ctx, party, item, key, ground)
                continue
            issue_entry = ctx.key(
                key, below, ("issue",), f"the name of an issue, or one of {listed(_WORDS, len(_WORDS))}", words=_WORDS
            )
            if issue_entry is None:
                continue
            issue = ctx.issues[issue_entry.name]
            stated.add((party, issue.name))
            role = Role("worth", party, sums=True, ground=ctx.ground(below, ground), unit=below.word("unit"))
            path = f"worth.{party}.{issue.name}"
            if joint and issue.options and issue.kind not in ("shares", "money") and below.get("rank") is not None:
                orders.append(ranked(ctx, issue, below, path, role))
            else:
                mine.update(_issue_worth(ctx, issue, below, path, role))
        if joint:
            role = Role("worth", party, ground=ground, unit=item.word("unit"))
            sound = [order for order in orders if order is not None]
            statements[party] = Preferring(ctx, top, item, role, sound, not orders).into(mine, extras)
    for issue in ctx.issues.values():
        if issue.kind == "money":
            for party, sign in zip(issue.among, (-1.0, 1.0), strict=True):
                if (party, issue.name) not in stated:
                    plain = {
                        (issue.name, o): m.Const(sign * a[0])
                        for o, a in zip(issue.options, issue.amounts, strict=True)
                        if a[0]
                    }
                    by_option.setdefault(party, {}).update(plain)
    names = [p for p in ctx.all_parties if p in by_option or p in together]
    return {
        p: m.Worth(p, by_option.get(p, {}), tuple(together.get(p, ())), statements.get(p, ()), **attitudes.get(p, {}))
        for p in names
    }


def _attitude(ctx: Context, party: str, node: Node, key: str, ground: m.Ground) -> m.Expr:
    below = node.at(key)
    if key == "beyond" and node.get("aspires to") is None:
        below.trouble("`beyond` without `aspires to`", "the worth to which the party aspires", key=True)
    check = {"aspires to": above_zero, "beyond": not_negative}.get(key)
    return number(
        ctx, below, f"worth.{party}.{key}", Role("worth", party, check=check, ground=ctx.ground(below, ground))
    )


def _issue_worth(ctx: Context, issue: m.Issue, node: Node, path: str, role: Role) -> dict[tuple[str, str], m.Expr]:
    if not issue.options:
        return {}
    if not node.is_map:
        node.trouble(
            "a number for a whole issue" if node.is_text else "a list", f"a worth for each of {listed(issue.options)}"
        )
        return {}
    if issue.kind in ("shares", "money"):
        return _scaled(ctx, issue, node, path, role)
    parts = regions_worth(ctx, issue, node, path, role) if issue.kind == "regions" else {}
    if node.get("rank") is not None:
        order = ranked(ctx, issue, node, path, role)
        return alone(ctx, order) if order is not None else {}
    out: dict[tuple[str, str], m.Expr] = {}
    for key, item in node.items():
        if is_ground(key, item) or (issue.kind == "regions" and key in WORDS):
            continue
        label = ctx.label(item, issue.options, f"option of {issue.name!r}", text=key, key=True)
        if label is None:
            continue
        if (issue.name, label) in out:
            item.trouble(f"{label!r} twice", "each option once", key=True)
            continue
        out[issue.name, label] = number(ctx, item, f"{path}.{label}", role)
    for option, more in parts.items():
        out[option] = m.Op("+", (*more, out[option])) if option in out else m.Op("+", tuple(more))
    return out


def _scaled(ctx: Context, issue: m.Issue, node: Node, path: str, role: Role) -> dict[tuple[str, str], m.Expr]:
    """The worth of the whole or of a unit, multiplied out."""
    word = "whole" if issue.kind == "shares" else "per unit"
    for key, item in node.items():
        if not is_ground(key, item) and key != word:
            item.trouble(f"unknown key {key!r}", f"`{word}`", key=True)
    value = node.get(word)
    if value is None:
        node.trouble(f"no `{word}`", f"{{{word}: a number}}", key=True)
        return {}
    if issue.kind == "shares" and role.holder not in issue.among:
        node.trouble(
            f"{role.holder!r}, which has no share of {issue.name!r}", f"one of {listed(issue.among)}", key=True
        )
        return {}
    expr = number(ctx, value, f"{path}.{word}", role)
    if issue.settle:
        return {(issue.name, issue.options[0]): m.Op("*", (m.ShareOf(issue.name, role.holder), expr))}
    if issue.kind == "shares":
        at = issue.among.index(role.holder)
        parts = [shares[at] for shares in issue.amounts]
    else:
        sign = -1.0 if role.holder == issue.among[0] else 1.0
        parts = [sign * amount[0] for amount in issue.amounts]
    return {
        (issue.name, o): m.Op("*", (m.Const(part), expr)) for o, part in zip(issue.options, parts, strict=True) if part
    }


def _together(
    ctx: Context, party: str, node: Node, ground: m.Ground
) -> list[tuple[tuple[tuple[str, str], ...], m.Expr]]:
    items = list(node.each_item())
    out = []
    for k, item in enumerate(items, 1):
        if not item.is_map:
            item.trouble("no mapping", "{issue: option, …, worth: a number}")
            continue
        path = f"worth.{party}.together" + ("" if len(items) == 1 else f".{k}")
        pairs = pairs_of(ctx, item, (*GROUNDS, "worth", "when"))
        value = item.get("worth")
        if value is None:
            item.trouble("no `worth`", "worth: a number")
            continue
        expr = number(
            ctx,
            value,
            f"{path}.worth",
            Role("worth", party, sums=True, ground=ctx.ground(item, ground), unit=item.word("unit")),
        )
        cond = ctx.condition(item.get("when"))
        out.append((pairs, expr if cond is None else m.When(expr, cond)))
    return out


# ---------------------------------------------------------------- red lines


def red_lines(ctx: Context, top: Node) -> tuple[m.RedLine, ...]:
    """What removes options."""
    node = top.get("red_lines")
    out = []
    for item in node.each_item() if node is not None else ():
        who, never = item.get("who"), item.get("never")
        if who is None or never is None:
            continue
        entry = ctx.name(who, ("party",), "the name of a party")
        type_node = item.get("type")
        kind = (
            ctx.label(type_node, entry.labels or (), f"type of {entry.name!r}")
            if type_node is not None and entry is not None
            else ""
        )
        cond, bottom = ctx.condition(never), _bottom_line(ctx, item.get("bottom line"))
        if entry is not None and cond is not None:
            out.append(m.RedLine(entry.name, kind or "", cond, never.clean, ctx.ground(item), bottom))
    return tuple(out)


def _bottom_line(ctx: Context, node: Node | None) -> m.BottomLine | None:
    """Where a side would really stop: a condition, or `none`."""
    when = node.get("when") if node is not None and node.is_map else node
    if node is None or when is None:
        return None
    if when.is_text and when.clean.lower() == "none":
        return m.BottomLine(None, "none", ctx.ground(node))
    cond = ctx.condition(when)
    return None if cond is None else m.BottomLine(cond, when.clean, ctx.ground(node))


__all__ = ["issues", "red_lines", "worths"]
