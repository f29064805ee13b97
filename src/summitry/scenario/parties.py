"""Parties, their types and what is believed of them; coalitions, mediators, links and precision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from summitry.quantities import Beta, Constant, Dirichlet
from summitry.scenario import model as m
from summitry.scenario.context import Context, is_ground
from summitry.scenario.expressions import read_number
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, above_zero, by_party, chance_between, number
from summitry.scenario.troubles import Trouble, did_you_mean, listed
from summitry.scenario.vocabulary import key_of

DEFAULT_PRECISION = "4 to 20"
"""What a file without `precision` is given."""


def parties(ctx: Context, top: Node) -> tuple[m.Party, ...]:
    """All parties."""
    node = top.get("parties")
    return (
        tuple(party(ctx, name, item) for name, item in node.items() if ctx.vocabulary.get(name))
        if node is not None
        else ()
    )


def party(ctx: Context, name: str, node: Node) -> m.Party:
    """One party."""
    base = f"parties.{name}"
    names = ctx.types.get(name, ())
    types_node = node.get("types")
    ground = ctx.ground(node)
    types: list[m.Type] = []
    given: dict[str, Node] = {}
    for label, item in types_node.items() if types_node is not None else ():
        if label not in names:
            continue
        types.append(m.Type(label, item.word("means"), ctx.ground(item, ground)))
        chance = item.get("chance")
        if chance is not None:
            given[label] = chance
    whole = node.get("chances")
    paths = tuple(key_of(f"{base}.types.{t}.chance") for t in names)
    role = Role("chance", name, chance_between, ground=ground, laws_only=True)
    where = whole or types_node or node
    if whole is not None and not names:
        whole.trouble("`chances` without `types`", "types", key=True)
    if names:
        distribution(ctx, where, f"{base}.chances", dict(zip(names, paths, strict=True)), given, whole, role)
    priors: dict[str, tuple[str, ...]] = {}
    beliefs = node.get("prior_of")
    for other, item in beliefs.items() if beliefs is not None else ():
        entry = ctx.key(other, item, ("party",), "the name of a party")
        if entry is None:
            continue
        if entry.name == name:
            item.trouble(f"a prior of {name} over its own types", "another party", key=True)
            continue
        if not names:
            item.trouble(f"a prior over the types of {name}, which has none", "`types` beside `prior_of`", key=True)
            continue
        own = {t: key_of(f"{base}.prior_of.{entry.name}.{t}") for t in names}
        prior(
            ctx,
            item,
            key_of(f"{base}.prior_of.{entry.name}"),
            own,
            Role("prior", entry.name, chance_between, laws_only=True),
        )
        priors[entry.name] = tuple(own.values())
    known_to = tuple(p for p in ctx.parties(node.get("known to")) if p != name)
    precision = node.get("precision")
    own_precision = (
        number(ctx, precision, f"{base}.precision", Role("precision", name, above_zero))
        if precision is not None
        else None
    )
    article = str(node.value.get("article") or "") if node.is_map and "article" in node.value else None
    return m.Party(
        name,
        node.word("name") or name,
        article,
        tuple(types),
        paths if names else (),
        priors,
        known_to,
        own_precision,
        ground,
    )


def prior(ctx: Context, node: Node, path: str, paths: Mapping[str, str], role: Role) -> None:
    """What one party believes of the types of another: by type, or one dirichlet."""
    role = replace(role, ground=ctx.ground(node))
    if node.is_text or (node.is_map and node.get("value") is not None):
        distribution(ctx, node, path, paths, {}, node, role)
        return
    given: dict[str, Node] = {}
    for key, item in node.items():
        if is_ground(key, item):
            continue
        label = ctx.label(item, paths, "type", text=key, key=True)
        if label is not None:
            given[label] = item
    distribution(ctx, node, path, paths, given, None, role)


def is_rest(node: Node) -> bool:
    """Whether a chance is written as `rest`."""
    value = node.get("value") if node.is_map else node
    return value is not None and key_of(value.text) == "rest"


def distribution(
    ctx: Context,
    where: Node,
    joint: str,
    paths: Mapping[str, str],
    given: Mapping[str, Node],
    whole: Node | None,
    role: Role,
) -> None:
    """Enter chances that sum to 1: given one by one with a rest, or as one dirichlet."""
    if whole is not None:
        for item in given.values():
            item.trouble("a chance beside a law for all types", "one or the other", key=True)
        _joint(ctx, whole, joint, paths, role)
        return
    left = [label for label in paths if label not in given or is_rest(given[label])]
    said = [label for label in given if is_rest(given[label])]
    for label in said[1:]:
        given[label].trouble("a second `rest`", "one `rest`", "leave all of them out to share the rest in equal parts")
    unsaid = [label for label in left if label not in given]
    if said and unsaid:
        given[said[0]].trouble(
            f"`rest`, which leaves nothing for {listed(unsaid)}",
            "a chance for each of the others",
            "leave `rest` out: types without a chance share the rest",
        )
    fixed: list[str] = []
    for label, item in given.items():
        if label in left and paths[label] not in ctx.settings:
            continue
        if len(paths) == 1 and item.is_text and item.text.strip() in ("1", "1.0"):
            continue
        number(ctx, item, paths[label], role)
        fixed.append(label)
    for label in [x for x in unsaid if paths[x] in ctx.settings]:
        # a setting of a chance that the file leaves to the rest
        number(ctx, Node(ctx.settings[paths[label]], where.path, where.report, where.each), paths[label], role)
        fixed.append(label)
    left = [label for label in paths if label not in fixed]
    known = {label: ctx.quantities.get(paths[label]) for label in fixed}
    for label in left:
        ctx.paths.setdefault(paths[label], given[label].path if label in given else where.path)
        rest_of = tuple(sorted(paths[x] for x in fixed))
        ground = ctx.ground(given[label], role.ground) if label in given else role.ground
        ctx.quantities[paths[label]] = m.Quantity(
            paths[label],
            Constant(1.0 / len(left)),
            "rest",
            None,
            "",
            ground,
            role.kind,
            role.holder,
            rest_of,
            1.0 / len(left),
        )
    _sums(ctx, where, {k: q for k, q in known.items() if q is not None}, bool(left), paths)


def _sums(ctx: Context, where: Node, known: Mapping[str, m.Quantity], rest: bool, paths: Mapping[str, str]) -> None:
    """Chances that are given must leave room for the rest, or sum to 1 when all are given."""
    setting = next((paths[x] for x in paths if paths[x] in ctx.settings), "")

    def trouble(found: str, expected: str, fix: str = "") -> None:
        ctx.report.add(
            Trouble(
                where.path,
                found,
                expected,
                fix,
                key=not setting and where.path != () and len(where.path) > 0,
                setting=setting,
            )
        )

    if not known or any(chance_between(q) for q in known.values()):
        return
    upper = sum(q.law.ends[1] for q in known.values())
    total = sum(q.law.middle for q in known.values())
    propose = f"`dirichlet({', '.join('2' for _ in paths)})` in the order {listed(paths)}"
    if rest:
        open_end = len(known) == 1 and isinstance(next(iter(known.values())).law, Beta)
        if upper >= 1 - 1e-12 and not open_end:
            trouble(
                f"chances whose upper ends add up to {upper:g}",
                "less than 1, so that something is left for the rest",
                f"narrow them, or write {propose}",
            )
    elif all(q.law.certain for q in known.values()):
        if abs(total - 1) > 1e-6:
            trouble(f"chances that sum to {total:g}", "a sum of 1", "write `rest` for one of them")
    elif len(known) > 1:
        uncertain = next(k for k, q in known.items() if not q.law.certain)
        trouble(
            "uncertain chances for all",
            "`rest` for one of them",
            f"write `rest` for one other than {uncertain!r}, or {propose}",
        )


def _joint(ctx: Context, node: Node, joint: str, paths: Mapping[str, str], role: Role) -> None:
    """One dirichlet for all."""
    joint = key_of(joint)
    ctx.paths.setdefault(joint, node.path)
    value = node.get("value") if node.is_map else node
    setting = joint if joint in ctx.settings else ""
    if setting:
        ctx.used.add(joint)
    text = ctx.settings.get(joint, value.text if value is not None else "")
    read, flaws = read_number(text, ctx.vocabulary)

    def trouble(found: str, expected: str, fix: str = "", offset: int = 0) -> None:
        ctx.report.add(Trouble((value or node).path, found, expected, fix, offset, setting=setting))

    for flaw in flaws:
        trouble(flaw.found, flaw.expected, flaw.fix, flaw.offset)
    if not isinstance(read, Dirichlet):
        if not flaws:
            trouble(f"{text!r}", f"dirichlet with {len(paths)} numbers, in the order {listed(paths)}")
        read = Dirichlet((1.0,) * max(2, len(paths)))
    elif len(read.weights) != len(paths):
        trouble(f"dirichlet with {len(read.weights)} numbers", f"{len(paths)}, in the order {listed(paths)}")
    ground = ctx.ground(node, role.ground)
    for index, path in enumerate(paths.values()):
        ctx.paths.setdefault(path, node.path)
        ctx.quantities[path] = m.Quantity(
            path,
            read,
            " ".join(text.split()),
            None,
            role.unit,
            ground,
            role.kind,
            role.holder,
            joint=joint,
            index=index,
        )


# ---------------------------------------------------------------- who decides together


def coalition(ctx: Context, name: str, node: Node, extra: Node | None = None) -> m.Coalition:
    """A coalition from `{members, rule, veto}`, a list of parties, or the name of one party or coalition."""
    if node.is_text:
        entry = ctx.name(node, ("party", "coalition"), "the name of a party or a coalition")
        if entry is not None and entry.kind == "party":
            return m.Coalition(entry.name, (entry.name,), 1)
        return named_coalition(ctx, entry.name if entry else "")
    rules = extra if node.is_list and extra is not None else node
    members_node = node if node.is_list else node.get("members")
    members = _members(ctx, members_node)
    rule_node = rules.get("rule")
    rule = key_of(rule_node.text) if rule_node is not None else "all"
    needed: int | None = len(members)
    counted = re.fullmatch(r"at least (\d+)", rule)
    if rule == "majority":
        needed = None
    elif rule == "any":
        needed = 1
    elif counted:
        needed = int(counted[1])
        if not 1 <= needed <= len(members) and rule_node is not None:
            rule_node.trouble(f"at least {needed} of {len(members)} members", f"a number from 1 to {len(members)}")
    elif rule not in ("all", "one veto") and rule_node is not None:
        words = ("all", "majority", "one veto", "any", "at least 2")
        rule_node.trouble(f"unknown rule {rule_node.clean!r}", f"one of {listed(words)}", did_you_mean(rule, words))
    veto_node = rules.get("veto")
    veto = ctx.parties(veto_node)
    for party_name in veto:
        if party_name not in members and veto_node is not None:
            veto_node.trouble(f"{party_name!r}, which is no member", f"one of {listed(members)}")
    return m.Coalition(name, members, needed, veto, rule)


def _members(ctx: Context, node: Node | None) -> tuple[str, ...]:
    return ctx.parties(node, expected="the name of a party")


def named_coalition(ctx: Context, name: str) -> m.Coalition:
    """The coalition of that name, resolved before the steps."""
    found = ctx.coalitions.get(name)
    return found if found is not None else m.Coalition(name, (), 0)


def coalitions(ctx: Context, top: Node) -> tuple[m.Coalition, ...]:
    """All coalitions."""
    node = top.get("coalitions")
    for name, item in node.items() if node is not None else ():
        made = coalition(ctx, name, item) if not item.is_text else m.Coalition(name, (), 0)
        if not made.members:
            item.trouble(f"the coalition {name!r} without members", "members: names of parties", key=True)
        ctx.coalitions[name] = made
    return tuple(ctx.coalitions.values())


def mediators(ctx: Context, top: Node) -> tuple[m.Mediator, ...]:
    """All mediators."""
    node = top.get("mediators")
    out = []
    for name, item in node.items() if node is not None else ():
        chooses = item.get("chooses")
        if chooses is not None and key_of(chooses.text) != "evenly":
            chooses.trouble(f"{chooses.clean!r}", "`evenly`: a mediator has no aims")
        out.append(m.Mediator(name, item.word("name") or name))
    return tuple(out)


# ---------------------------------------------------------------- links and precision


def links(ctx: Context, top: Node) -> tuple[m.Link, ...]:
    """Odds ratios between types of different parties."""
    node = top.get("linked")
    items = list(node.each_item()) if node is not None else []
    out = []
    for k, item in enumerate(items, 1):
        base = "linked" if len(items) == 1 else f"linked.{k}"
        types_node, odds = item.get("types"), item.get("odds")
        pairs: list[tuple[str, str]] = []
        for one in types_node.each_item() if types_node is not None else ():
            pair = _pair(ctx, one)
            if pair is not None and any(p == pair[0] for p, _ in pairs):
                one.trouble(f"two types of {pair[0]}", "types of different parties")
            if pair is not None:
                pairs.append(pair)
        if types_node is not None and len(list(types_node.each_item())) < 2:
            types_node.trouble("one type", "two types or more, such as [russia stalling, ukraine firm]")
        if odds is None:
            continue
        ratio = number(ctx, odds, f"{base}.odds", Role("odds ratio", "", above_zero, ground=ctx.ground(item)))
        out.append(m.Link(tuple(pairs), ratio, ctx.ground(item)))
    return tuple(out)


def _pair(ctx: Context, node: Node) -> tuple[str, str] | None:
    known = {key_of(f"{p} {t}"): (p, t) for p, names in ctx.types.items() for t in names}
    found = known.get(key_of(node.text))
    if found is None:
        node.trouble(
            f"unknown type {node.clean!r}",
            "a party and its type, such as `russia stalling`",
            did_you_mean(node.clean, known),
        )
    return found


def precision(ctx: Context, top: Node, found: tuple[m.Party, ...]) -> tuple[m.Expr, tuple[m.Party, ...]]:
    """The scenario's precision, and the parties with their own where the mapping names them."""
    node = top.get("precision")
    if node is None:
        return number(
            ctx, Node(DEFAULT_PRECISION, (), ctx.report), "precision", Role("precision", "", above_zero)
        ), found
    each = by_party(ctx, node, "precision", Role("precision", "", above_zero))
    values = list(each.values())
    if not values:
        return m.Const(10.0), found
    if all(v == values[0] for v in values) and len(each) == len(ctx.all_parties):
        return values[0], found
    names = {key_of(k): n for k, n in node.items()}
    missing = [p.name for p in found if p.name not in each and p.precision is None]
    if missing:
        node.trouble(f"no precision for {listed(missing)}", "one for each party, or `otherwise`", key=True)
    rest = next((v for p, v in each.items() if key_of(p) not in names), values[0])
    return rest, tuple(replace(p, precision=p.precision or each.get(p.name)) for p in found)
