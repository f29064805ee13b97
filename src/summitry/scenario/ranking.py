"""A ranking of things: which stands where, and the worths of one issue's options of which no more is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summitry.quantities import Law, Ranking
from summitry.scenario import model as m
from summitry.scenario.context import Context, is_ground
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, number
from summitry.scenario.troubles import listed
from summitry.scenario.vocabulary import key_of


@dataclass(frozen=True, eq=False)
class Ranked:
    """Options of an issue (or packages) in an order from best to worst."""

    issue: str
    """Empty for packages."""
    options: tuple[str, ...]
    places: dict[str, int]
    """0 the best; all places from 0 are taken."""
    nodes: dict[str, Node]
    path: str
    role: Role
    node: Node
    over: Node | None = None

    @property
    def ranks(self) -> tuple[int, ...]:
        """Places in the order of the options."""
        return tuple(self.places[o] for o in self.options)

    @property
    def groups(self) -> list[list[str]]:
        """Options by place."""
        return [[o for o in self.nodes if self.places[o] == k] for k in range(max(self.places.values()) + 1)]

    @property
    def text(self) -> str:
        """As one line, for people."""
        return "rank " + " > ".join(" = ".join(o for o in self.options if o in group) for group in self.groups)

    def enter(self, ctx: Context, option: str, law: Law, joint: str, index: int, scale: m.Expr) -> m.Expr:
        """Enter the worth of one option as a component of a joint law; its worth in all."""
        own = key_of(f"{self.path}.{option}")
        ctx.paths.setdefault(own, self.nodes[option].path)
        ctx.quantities[own] = m.Quantity(
            own,
            law,
            self.text,
            None,
            self.role.unit,
            self.role.ground,
            "worth",
            self.role.holder,
            joint=joint,
            index=index,
        )
        return m.Op("*", (scale, m.Ref(own)))


def order_of(rank: Node, name: Callable[[Node], str | None], what: str) -> tuple[dict[str, int], dict[str, Node]]:
    """Places and nodes of the things in a list from best to worst; equals stand in a list of their own."""
    places: dict[str, int] = {}
    nodes: dict[str, Node] = {}
    if not rank.is_list:
        rank.trouble("no list", f"the {what}s from best to worst; equals in a list of their own")
        return places, nodes
    place = 0
    for group in rank.each_item():
        before = len(places)
        for item in group.each_item():
            label = name(item)
            if label is None:
                continue
            if label in places:
                item.trouble(f"{label!r} twice in the ranking", f"each {what} once")
                continue
            places[label], nodes[label] = place, item
        place += len(places) > before
    return places, nodes


def ranked(ctx: Context, issue: m.Issue, node: Node, path: str, role: Role) -> Ranked | None:
    """The ranking of an issue's options; None where it is at fault."""
    for key, item in node.items():
        if not is_ground(key, item) and key not in ("rank", "over"):
            item.trouble(f"unknown key {key!r}", "`rank` and `over`", key=True)
    rank = node.at("rank")
    places, nodes = order_of(rank, lambda item: ctx.label(item, issue.options, f"option of {issue.name!r}"), "option")
    missing = [o for o in issue.options if o not in places]
    if missing:
        if rank.is_list:
            rank.trouble(
                f"a ranking without {listed(missing)}",
                f"all options of {issue.name!r}",
                "equals share a place in a list of their own",
            )
        return None
    ctx.paths.setdefault(key_of(path), node.path)
    return Ranked(issue.name, issue.options, places, nodes, key_of(path), role, node, node.get("over"))


def alone(ctx: Context, order: Ranked) -> dict[tuple[str, str], m.Expr]:
    """Worths of an issue that nothing ties to others: best `over` (1 by default), worst 0, uniform between."""
    over = number(ctx, order.over, f"{order.path}.over", order.role) if order.over is not None else m.Const(1.0)
    law = Ranking(order.ranks)
    return {
        (order.issue, option): order.enter(ctx, option, law, order.path, index, over)
        for index, option in enumerate(order.options)
    }
