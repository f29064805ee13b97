"""Issues over regions: parcels with an area and people, who holds what share of them, and plans that assign shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from summitry.scenario import model as m
from summitry.scenario.context import Context, is_ground
from summitry.scenario.declare import labels_of
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, number
from summitry.scenario.troubles import did_you_mean, listed
from summitry.scenario.vocabulary import key_of

NOW = "now"
WORDS = ("regions", "per area", "per people")
"""Keys of a worth over regions beside the plans."""
MOST_REGIONS = 200
_SUM = 1e-9

Shares = Mapping[str, float]


def regions_issue(ctx: Context, name: str, node: Node, ground: m.Ground) -> m.Issue:
    """An issue whose options are plans that assign shares of regions."""
    holder = _holder(ctx, node.get("held by"))
    regions: list[m.Region] = []
    given = node.get("regions")
    for key, item in given.items() if given is not None else ():
        if len(regions) >= MOST_REGIONS:
            item.trouble(f"more than {MOST_REGIONS} regions", "fewer", key=True)
            break
        held = _shares(ctx, item.get("holds"), holder, item, key)
        region = m.Region(key, item.word("name", key), _size(item, "area"), _size(item, "people"), held or {})
        regions.append(replace(region, ground=ctx.ground(item, ground)))
    if not regions and given is not None:
        given.trouble("no regions", "regions, each {area: …, people: …, holds: {party: share}}", key=True)
    plans, node_of_plans = [], node.get("plans")
    if node_of_plans is None or not node_of_plans.is_map:
        (node_of_plans or node).trouble(
            "no plans" if node_of_plans is None else "plans without shares",
            "plans, each `now` or {region: {party: share}}",
            key=node_of_plans is None,
        )
        return m.Issue(name, ())
    options = labels_of(ctx, node_of_plans, "a plan") or ()
    known = {key_of(x): x for x in options}
    for key, item in node_of_plans.items():
        if key_of(key) in known:
            plans.append(_plan(ctx, item, regions, holder))
    among = tuple(
        dict.fromkeys(p for r in regions for shares in (r.holds, *(x.get(r.key, {}) for x in plans)) for p in shares)
    )
    table = tuple(tuple(tuple(plan.get(r.key, r.holds).get(p, 0.0) for p in among) for r in regions) for plan in plans)
    there = node.get("outlines")
    drawn = m.Outlines(there.word("file"), there.word("key")) if there is not None and there.is_map else None
    return m.Issue(name, options, False, "regions", among, (), ground, tuple(regions), table, drawn, holder)


def _holder(ctx: Context, node: Node | None) -> str:
    if node is None:
        return ""
    entry = ctx.name(node, ("party",), "the party that holds what others do not")
    return entry.name if entry is not None else ""


def _size(node: Node, key: str) -> float | None:
    item = node.get(key)
    if item is None:
        return None
    try:
        size = float(item.clean)
        if not 0 < size < 1e12:
            raise ValueError
    except ValueError:
        item.trouble(f"{item.clean!r}" if item.is_text else "no number", "a number above 0, known exactly")
        return None
    return size


def _shares(ctx: Context, node: Node | None, holder: str, at: Node, region: str) -> Shares | None:
    """Shares of one region by party, the rest with who holds it; None where they cannot be known."""
    found: dict[str, float] = {}
    if node is not None and node.is_text:
        entry = ctx.name(node, ("party",), "the party that holds all of it, or {party: share}")
        return {entry.name: 1.0} if entry is not None else None
    if node is not None and not node.is_map:
        node.trouble(
            "a list" if node.is_list else "nothing", "a party that holds all of it, or {party: share}", key=True
        )
        return None
    sound = True
    for key, item in node.items() if node is not None else ():
        entry = ctx.key(key, item, ("party",), "the name of a party")
        share = _share(item)
        if entry is None or share is None:
            sound = False
        elif entry.name in found:
            item.trouble(f"{entry.name!r} twice", "each party once", key=True)
        else:
            found[entry.name] = share
    total = sum(found.values())
    where = node if node is not None else at
    if total > 1 + _SUM:
        where.trouble(f"shares of {region!r} that add up to {total:.6g}", "at most 1", key=True)
        return None
    if total < 1 - _SUM and sound:
        if not holder:
            where.trouble(
                f"shares of {region!r} that add up to {total:.6g}", "1", "`held by` names who holds the rest", key=True
            )
            return None
        found[holder] = found.get(holder, 0.0) + 1 - total
    return found if sound else None


def _share(node: Node) -> float | None:
    try:
        share = float(node.clean)
        if not 0 <= share <= 1:
            raise ValueError
    except ValueError:
        node.trouble(f"{node.clean!r}" if node.is_text else "no number", "a share from 0 to 1, known exactly")
        return None
    return share


def _plan(ctx: Context, node: Node, regions: list[m.Region], holder: str) -> dict[str, Shares]:
    """Shares of the regions that a plan names; the others stay as they are."""
    if node.is_text and key_of(node.text) == NOW:
        return {}
    if not node.is_map:
        what = f"{node.clean!r}" if node.is_text else "a list" if node.is_list else "nothing"
        node.trouble(what, "`now`, or {region: {party: share}}", key=not node.is_text)
        return {}
    found: dict[str, Shares] = {}
    known = {key_of(r.key): r.key for r in regions} | {key_of(r.label): r.key for r in regions}
    for key, item in node.items():
        if is_ground(key, item):
            continue
        region = known.get(key_of(key))
        if region is None:
            names = [r.key for r in regions] + [r.label for r in regions if r.label != r.key]
            item.trouble(f"unknown region {key!r}", f"one of {listed(names, 12)}", did_you_mean(key, names), key=True)
            continue
        shares = _shares(ctx, item, holder, item, region)
        if shares is not None:
            found[region] = shares
    return found


def regions_worth(
    ctx: Context, issue: m.Issue, node: Node, path: str, role: Role
) -> dict[tuple[str, str], list[m.Expr]]:
    """What plans are worth by the regions, the area and the people that a party gains or loses under them."""
    parts: dict[tuple[str, str], list[m.Expr]] = {}
    place = issue.among.index(role.holder) if role.holder in issue.among else None
    before = [region.holds.get(role.holder, 0.0) for region in issue.regions]
    change = [
        [0.0 if place is None else shares[place] - held for shares, held in zip(plan, before, strict=True)]
        for plan in issue.plans
    ]

    def add(expr: m.Expr, sizes: list[float]) -> None:
        for o, option in enumerate(issue.options):
            much = sum(size * gain for size, gain in zip(sizes, change[o], strict=True))
            if much:
                parts.setdefault((issue.name, option), []).append(m.Op("*", (m.Const(much), expr)))

    each = node.get("regions")
    known = {key_of(r.key): k for k, r in enumerate(issue.regions)}
    known |= {key_of(r.label): k for k, r in enumerate(issue.regions)}
    for key, item in each.items() if each is not None else ():
        if is_ground(key, item):
            continue
        k = known.get(key_of(key))
        if k is None:
            names = [r.key for r in issue.regions]
            item.trouble(f"unknown region {key!r}", f"one of {listed(names, 12)}", did_you_mean(key, names), key=True)
            continue
        expr = number(ctx, item, f"{path}.regions.{issue.regions[k].key}", role)
        add(expr, [1.0 if r == k else 0.0 for r in range(len(issue.regions))])
    of_all = {"per area": [r.area for r in issue.regions], "per people": [r.people for r in issue.regions]}
    for word, sizes in of_all.items():
        value = node.get(word)
        if value is None:
            continue
        missing = [r.key for r, size in zip(issue.regions, sizes, strict=True) if size is None]
        if missing:
            what = word.removeprefix("per ")
            value.trouble(f"`{word}`, but {listed(missing)} without `{what}`", f"{what} of every region", key=True)
            continue
        add(number(ctx, value, f"{path}.{word}", role), [size or 0.0 for size in sizes])
    if place is None and any(node.get(word) is not None for word in WORDS):
        node.trouble(
            f"{role.holder!r}, which holds nothing now or under a plan", f"one of {listed(issue.among)}", key=True
        )
    return parts
