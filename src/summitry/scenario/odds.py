"""Odds of chance events: laws that sum to 1, or arithmetic and cases by type with a rest."""

from __future__ import annotations

from summitry.scenario import model as m
from summitry.scenario.context import is_ground
from summitry.scenario.expressions import read_number
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, chance_between, inner, number
from summitry.scenario.options import Options
from summitry.scenario.parties import distribution
from summitry.scenario.vocabulary import Vocabulary, key_of


class Odds(Options):
    """Reads the odds of the chance events of one stage."""

    def odds_of(
        self, node: Node | None, name: str, keys: tuple[str, ...], labels: tuple[str, ...]
    ) -> dict[str, tuple[m.Expr, ...]]:
        """Odds of parties of their own."""
        out = {}
        for key, item in node.items() if node is not None else ():
            if is_ground(key, item):
                continue
            entry = self.ctx.key(key, item, ("party",), "the name of a party")
            if entry is not None:
                out[entry.name] = self.odds(item, name, (*keys, entry.name), labels, entry.name, self.ctx.ground(node))
        return out

    def odds(
        self, node: Node, name: str, keys: tuple[str, ...], labels: tuple[str, ...], holder: str, ground: m.Ground
    ) -> tuple[m.Expr, ...]:
        """The chances of a chance event."""
        ctx = self.ctx
        role = (
            inner(ctx, node, Role("odds", holder, chance_between, ground=ground))
            if node.is_map
            else Role("odds", holder, chance_between, ground=ground)
        )
        if node.is_text and key_of(node.text) == "evenly":
            return tuple(m.Const(1 / len(labels)) for _ in labels)
        paths = {label: key_of(self.path(name, *keys, label)) for label in labels}
        if node.is_text or (node.is_map and node.get("value") is not None and "value" not in map(key_of, labels)):
            distribution(ctx, node, self.path(name, *keys), paths, {}, node, role)
            return tuple(m.Ref(p) for p in paths.values())
        given = {}
        for key, item in node.items():
            if not is_ground(key, item):
                label = ctx.label(item, labels, f"outcome of {name!r}", text=key, key=True)
                if label is not None:
                    given[label] = item
        if all(_plain(item) for item in given.values()):
            distribution(ctx, node, self.path(name, *keys), paths, given, None, role)
            return tuple(m.Ref(p) for p in paths.values())
        return self.free_odds(node, paths, given, role)

    def free_odds(self, node: Node, paths: dict[str, str], given: dict[str, Node], role: Role) -> tuple[m.Expr, ...]:
        """Odds that depend on types or are arithmetic; a rest is what the others leave."""
        exprs = {
            label: number(self.ctx, item, paths[label], role)
            for label, item in given.items()
            if key_of(item.text) != "rest"
        }
        left = [label for label in paths if label not in exprs]
        if not left:
            values = list(exprs.values())
            if all(isinstance(v, m.ByType) for v in values):
                # by type for all: the sums are checked per draw
                return tuple(exprs[label] for label in paths)
            node.trouble("odds without a rest", "`rest` for one of them", key=True)
        total: m.Expr = m.Const(1.0)
        for expr in exprs.values():
            total = m.Op("-", (total, expr))
        share = total if len(left) <= 1 else m.Op("/", (total, m.Const(float(len(left)))))
        return tuple(exprs.get(label, share) for label in paths)


def _plain(node: Node) -> bool:
    """Whether odds are written as a law or a number, so that their sum can be checked here."""
    value = node.get("value") if node.is_map else node
    if value is None or not value.is_text:
        return False
    if node.is_map and node.get("when") is not None:
        return False
    read, flaws = read_number(value.text, Vocabulary())
    return (
        key_of(value.text) == "rest"
        or (bool(flaws) and _looks_plain(value.text))
        or (read is not None and not flaws and not isinstance(read, m.Expr))
    )


def _looks_plain(text: str) -> bool:
    return not any(c.isalpha() for c in text.replace("to", ""))
