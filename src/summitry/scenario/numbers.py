"""Numbers: from any of the five ways of writing one to arithmetic over quantities with path names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from summitry.quantities import Constant, Dirichlet, Law
from summitry.scenario import model as m
from summitry.scenario.context import KEEP, NO_GROUND, Check, Context, is_ground
from summitry.scenario.expressions import read_number
from summitry.scenario.node import Node
from summitry.scenario.troubles import COMMA_HINT, Trouble, did_you_mean, listed
from summitry.scenario.vocabulary import key_of
from summitry.scenario.walk import expressions

LONGEST_CHAIN = 50
MOST_TERMS = 100
OBJECT_KEYS = ("value", "unit", "because", "note", "when", "keep")


@dataclass(frozen=True)
class Role:
    """What a number is for: its kind, whose it is, and what is allowed of it."""

    kind: str
    holder: str = ""
    check: Check | None = None
    sums: bool = False
    """A list is a sum."""
    ground: m.Ground = NO_GROUND
    unit: str = ""
    laws_only: bool = False
    """Arithmetic, cases by type and conditions are not allowed (chances of types)."""
    top: bool = False
    """A top-level named number."""
    setting: str = ""
    """The path of the setting that replaces what is written."""


def number(ctx: Context, node: Node, path: str, role: Role) -> m.Expr:
    """The number written at a node, its parts entered under `path`."""
    path = key_of(path)
    role = _setting(ctx, path, role)
    ctx.paths.setdefault(path, node.path)
    if node.is_list:
        return _sum(ctx, node, path, role)
    if node.is_map:
        if node.get("value") is not None or any(k == "when" for k, _ in node.items()):
            return _object(ctx, node, path, role)
        return by_type(ctx, node, path, role)
    if not node.is_text:
        node.trouble("nothing", "a number")
        return m.Const(0.0)
    return _text(ctx, node, path, role)


def _setting(ctx: Context, path: str, role: Role) -> Role:
    if path in ctx.settings:
        ctx.used.add(path)
        return replace(role, setting=path)
    return role


def _sum(ctx: Context, node: Node, path: str, role: Role) -> m.Expr:
    """A list of numbers, in places where that is their sum."""
    if not role.sums:
        node.trouble("a list", "one number", "only payoffs, costs and worths can be sums")
        return m.Const(0.0)
    items = list(node.each_item())
    terms = [
        number(ctx, item, path if len(items) == 1 else f"{path}.{k}", replace(role, sums=False))
        for k, item in enumerate(items, 1)
    ]
    if not terms or len(terms) > MOST_TERMS:
        node.trouble(f"a sum of {len(terms)} numbers" if terms else "an empty list", f"from 1 to {MOST_TERMS} numbers")
        return m.Const(0.0)
    total = terms[0]
    for term in terms[1:]:
        total = m.Op("+", (total, term))
    return total


def inner(ctx: Context, node: Node, role: Role) -> Role:
    """The role of the numbers inside a mapping: its ground and unit hold for them."""
    return replace(role, ground=ctx.ground(node, role.ground), unit=node.word("unit") or role.unit)


def _object(ctx: Context, node: Node, path: str, role: Role) -> m.Expr:
    """`{value: …, unit: …, because: …, note: …, when: …}`."""
    for key, item in node.items():
        if key not in OBJECT_KEYS:
            item.trouble(
                f"unknown key {key!r}",
                f"one of {listed(OBJECT_KEYS)}",
                did_you_mean(key, OBJECT_KEYS) or (COMMA_HINT if item.value is None else ""),
                key=True,
            )
    keep = node.get("keep")
    if keep is not None and key_of(keep.text) not in KEEP:
        keep.trouble(f"{keep.clean!r}" if keep.is_text else "no text", "team or public", did_you_mean(keep.text, KEEP))
    value = node.get("value")
    if value is None:
        node.trouble("`when` without `value`", "{value: …, when: …}")
        return m.Const(0.0)
    if value.is_map and (value.get("value") is not None):
        value.trouble("a `value` inside a `value`", "one number")
        return m.Const(0.0)
    expr = number(ctx, value, path, replace(inner(ctx, node, role), sums=False))
    ctx.paths[key_of(path)] = node.path
    when = node.get("when")
    if when is None:
        return expr
    if role.laws_only or role.kind == "discount":
        when.trouble("`when`", f"no condition on a {role.kind}", key=True)
        return expr
    cond = ctx.condition(when)
    return expr if cond is None else m.When(expr, cond)


def type_key(ctx: Context, key: str, holder: str) -> tuple[str, str] | None:
    """The party and the type that a key such as `serious` or `russia serious` means."""
    wanted = key_of(key)
    for name in ctx.types.get(holder, ()):
        if key_of(name) == wanted:
            return holder, name
    for party, names in ctx.types.items():
        for name in names:
            if key_of(f"{party} {name}") == wanted:
                return party, name
    return None


def by_type(ctx: Context, node: Node, path: str, role: Role) -> m.Expr:
    """`{serious: 0.1, stalling: 0.2 to 0.3}`."""
    labels = [(k, item) for k, item in node.items() if not is_ground(k, item)]
    if role.laws_only:
        node.trouble("a mapping", f"a number or a law; a {role.kind} cannot depend on types")
        return m.Const(0.0)
    if not labels:
        node.trouble("no number", "a number")
        return m.Const(0.0)
    role = inner(ctx, node, role)
    cases: list[tuple[str, m.Expr]] = []
    party = ""
    otherwise: m.Expr = m.Const(0.0)
    for key, item in labels:
        if key_of(key) == "otherwise":
            otherwise = number(ctx, item, f"{path}.otherwise", role)
            continue
        found = type_key(ctx, key, role.holder)
        if found is None:
            known = [
                *ctx.types.get(role.holder, ()),
                *(f"{p} {t}" for p, names in ctx.types.items() if p != role.holder for t in names),
            ]
            other = next((f"{p} {t}" for p, names in ctx.types.items() for t in names if key_of(t) == key_of(key)), "")
            fix = f"did you mean {other!r}?" if other else did_you_mean(key, [*known, "value"])
            item.trouble(
                f"unknown type {key!r}",
                f"a type ({listed(known)})" if known else "a number, or a mapping with `value`",
                fix,
                key=True,
            )
            continue
        if party and found[0] != party:
            item.trouble(
                f"a type of {found[0]}",
                f"types of {party}, as beside it",
                "nest one mapping in the other, or add two terms",
                key=True,
            )
            continue
        party = found[0]
        if any(name == found[1] for name, _ in cases):
            item.trouble(f"the type {found[1]!r} twice", "each type once", key=True)
            continue
        cases.append((found[1], number(ctx, item, f"{path}.{key}", role)))
    return m.ByType(party, tuple(cases), otherwise) if party else otherwise


def _text(ctx: Context, node: Node, path: str, role: Role) -> m.Expr:
    """A plain number, a law or arithmetic."""
    text = ctx.settings[role.setting] if role.setting else node.text
    read, flaws = read_number(text, ctx.vocabulary)

    def trouble(found: str, expected: str, fix: str = "", offset: int = 0) -> None:
        ctx.report.add(Trouble(node.path, found, expected, fix, offset, setting=role.setting))

    for flaw in flaws:
        hint = flaw.fix
        if not hint and re.fullmatch(r"\s*[\d.]+\s*%.*", text):
            hint = "write 25 % as 0.25"
        trouble(flaw.found, flaw.expected, hint, flaw.offset)
    if read is None or (flaws and isinstance(read, Law)):
        read = Constant(0.0)
        role = replace(role, check=None)
    if isinstance(read, Dirichlet):
        trouble(
            "dirichlet for one number",
            "a law of one number",
            "dirichlet stands beside `types`, as a whole prior, or as the odds of a chance event",
        )
        read = Constant(0.0)
    if isinstance(read, Law):
        if path in ctx.quantities:
            trouble(
                f"a second number with the path name {path!r}", "a path name once", "rename a step, a stage or a number"
            )
        quantity = m.Quantity(path, read, " ".join(text.split()), None, role.unit, role.ground, role.kind, role.holder)
        wrong = role.check(quantity) if role.check else None
        if wrong:
            trouble(*wrong)
        ctx.quantities[path] = quantity
        return m.Ref(path)
    if role.laws_only:
        trouble("arithmetic", f"a number or a law for a {role.kind}")
        return m.Const(0.0)
    # top-level numbers are linked together, once all are known
    expr = read if role.top else linked(ctx, read)
    if isinstance(expr, m.Ref) and expr.path != path and not role.top:
        # the bare name of a number needs no number of its own
        return expr
    return derived(ctx, path, expr, " ".join(text.split()), role)


def derived(ctx: Context, path: str, expr: m.Expr, text: str, role: Role) -> m.Expr:
    """Enter a number that follows from others."""
    ctx.quantities[path] = m.Quantity(path, Constant(0.0), text, expr, role.unit, role.ground, role.kind, role.holder)
    return m.Ref(path)


def linked(ctx: Context, expr: m.Expr) -> m.Expr:
    """Arithmetic with the names of conditional numbers replaced by what they mean."""
    if isinstance(expr, m.Ref):
        return ctx.named.get(expr.path, expr)
    if isinstance(expr, m.Op):
        return m.Op(expr.name, tuple(linked(ctx, a) for a in expr.args))
    if isinstance(expr, m.ByType):
        return m.ByType(expr.party, tuple((t, linked(ctx, e)) for t, e in expr.cases), linked(ctx, expr.otherwise))
    return m.When(linked(ctx, expr.value), expr.when) if isinstance(expr, m.When) else expr


def by_party(ctx: Context, node: Node | None, path: str, role: Role) -> dict[str, m.Expr]:
    """One number for all parties, or a mapping by party (`otherwise` for the rest)."""
    if node is None:
        return {}
    names = [k for k, item in node.items() if not is_ground(k, item)]
    one_each = (
        node.is_map
        and node.get("value") is None
        and any((e := ctx.vocabulary.get(k)) is not None and e.kind == "party" for k in names)
    )
    if not one_each:
        shared = number(ctx, node, path, role)
        return dict.fromkeys(ctx.all_parties, shared)
    # a setting of the whole sets each party's number
    role = inner(ctx, node, _setting(ctx, key_of(path), role))
    out: dict[str, m.Expr] = {}
    otherwise = None
    for key, item in node.items():
        if is_ground(key, item):
            continue
        if key_of(key) == "otherwise":
            otherwise = number(ctx, item, f"{path}.otherwise", role)
            continue
        entry = ctx.key(key, item, ("party",), "the name of a party")
        if entry is not None:
            out[entry.name] = number(ctx, item, f"{path}.{entry.name}", replace(role, holder=entry.name))
    if otherwise is not None:
        out = {**dict.fromkeys(ctx.all_parties, otherwise), **out}
    return out


def named_numbers(ctx: Context, node: Node | None) -> tuple[str, ...]:
    """The top-level numbers, in any order of reference; those that rest on themselves are troubles."""
    nodes = {key_of(key): item for key, item in node.items()} if node is not None else {}
    for name, item in nodes.items():
        role = Role("number", top=True)
        expr = number(ctx, item, name, role)
        known = ctx.quantities.get(name)
        if isinstance(expr, m.When) and expr.value == m.Ref(name) and known is not None:
            if known.expr is not None:
                ctx.quantities[name] = replace(known, expr=m.When(known.expr, expr.when))
            else:
                # drawn under its own name: the condition goes wherever the name is used
                ctx.named[name] = expr
        elif expr != m.Ref(name):
            derived(ctx, name, expr, written(item), replace(role, ground=ctx.ground(item), unit=item.word("unit")))
    for name, quantity in ctx.quantities.items():
        if quantity.expr is not None:
            ctx.quantities[name] = replace(quantity, expr=linked(ctx, quantity.expr))
    _rings(ctx, nodes)
    return tuple(name for name in nodes if name in ctx.quantities)


def _rings(ctx: Context, nodes: Mapping[str, Node]) -> None:
    """Named numbers that rest on each other."""
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> bool:
        if name in trail:
            ring = [*trail[trail.index(name) :], name]
            nodes[name].trouble(f"numbers that rest on each other: {' → '.join(ring)}", "no ring", key=True)
            return True
        quantity = ctx.quantities.get(name)
        if name in done or quantity is None or quantity.expr is None:
            return False
        if len(trail) > LONGEST_CHAIN:
            nodes[name].trouble(
                f"numbers that rest on each other over more than {LONGEST_CHAIN} steps", "a shorter chain", key=True
            )
            return True
        named = [e.path for e in expressions(quantity.expr) if isinstance(e, m.Ref) and e.path in nodes]
        rings = [visit(path, [*trail, name]) for path in named]
        done.add(name)
        return any(rings)

    for name in nodes:
        if visit(name, []):
            # what follows must be able to walk through numbers
            quantity = ctx.quantities[name]
            ctx.quantities[name] = replace(quantity, expr=m.Const(0.0))


def written(node: Node) -> str:
    """A number as written, for people."""
    if node.is_text:
        return node.clean
    if node.is_list:
        return " + ".join(written(item) for item in node.each_item())
    value = node.get("value")
    if value is not None:
        when = node.word("when")
        return written(value) + (f" when {when}" if when else "")
    return ", ".join(f"{key}: {written(item)}" for key, item in node.items() if not is_ground(key, item))


# ---------------------------------------------------------------- what is allowed where


def chance_between(quantity: m.Quantity) -> tuple[str, str, str] | None:
    """Chances lie strictly inside (0, 1)."""
    low, high = quantity.law.ends
    from summitry.quantities import Beta

    if isinstance(quantity.law, Beta) or (low > 0 and high < 1):
        return None
    return f"a chance of {quantity.text}", "chances strictly between 0 and 1", ""


def above_zero(quantity: m.Quantity) -> tuple[str, str, str] | None:
    """Precisions, odds ratios and factors are positive (or at least never negative)."""
    low, _ = quantity.law.ends
    if low < 0 or (low == 0 and quantity.law.certain):
        return f"{quantity.text}", f"a {quantity.kind} above 0", ""
    return None


def discount_between(quantity: m.Quantity) -> tuple[str, str, str] | None:
    """Discounts lie in (0, 1]."""
    low, high = quantity.law.ends
    if low < 0 or high > 1 or (low == 0 and quantity.law.certain):
        return f"a discount of {quantity.text}", "a number above 0 and at most 1", ""
    return None


def not_negative(quantity: m.Quantity) -> tuple[str, str, str] | None:
    """Factors of shifts are not negative."""
    return (f"{quantity.text}", "a factor of 0 or more", "") if quantity.law.ends[0] < 0 else None
