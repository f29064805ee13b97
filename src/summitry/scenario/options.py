"""Options of a step: who moves, what they cost, shift and end, and who learns of it."""

from __future__ import annotations

from summitry.scenario import model as m
from summitry.scenario.context import NO_GROUND, Context, is_ground
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, inner, not_negative, number
from summitry.scenario.troubles import listed
from summitry.scenario.vocabulary import key_of


class Options:
    """Reads what steps of one stage share."""

    def __init__(self, ctx: Context, stage: str, attend: tuple[str, ...]) -> None:
        self.ctx = ctx
        self.stage = stage
        self.attend = attend

    def told_to(self, node: Node | None) -> tuple[str, ...] | None:
        """Who learns of the result."""
        if node is None:
            return None
        return self.ctx.parties(
            node,
            words={"everyone": self.ctx.all_parties, "nobody": ()},
            expected="`everyone`, `nobody`, or names of parties",
        )

    def path(self, name: str, *keys: str) -> str:
        """The path name of a number of a step."""
        return ".".join((self.stage, name, *keys))

    def mover(self, node: Node, *, mediators: bool = False) -> str:
        """Who moves, which must attend."""
        by = node.get("by")
        if by is None:
            return ""
        kinds = ("party", "mediator") if mediators else ("party",)
        entry = self.ctx.name(by, kinds, "the name of a party" + (" or a mediator" if mediators else ""))
        if entry is None:
            return ""
        if entry.kind == "party":
            self.attends(by, entry.name)
        return entry.name

    def attends(self, node: Node, party: str) -> None:
        """A party that moves at a stage must attend it."""
        if party not in self.attend:
            node.trouble(
                f"{party!r}, who does not attend the stage {self.stage!r}",
                f"one of {listed(self.attend)}" if self.attend else "a party that attends",
                f"add {party} to `attend`",
            )

    def options(
        self, node: Node, name: str, labels: tuple[str, ...], payer: str, written: Node | None
    ) -> tuple[m.Option, ...]:
        """Options with what they cost, shift and end."""
        ctx = self.ctx
        costs: dict[str, dict[str, m.Expr]] = {label: {} for label in labels}
        own = node.get("costs")
        if own is not None:
            self.costs(own, name, ("costs",), labels, payer, costs)
        others = node.get("costs of")
        for key, item in others.items() if others is not None else ():
            if is_ground(key, item):
                continue
            entry = ctx.key(key, item, ("party",), "the name of a party")
            if entry is not None:
                self.costs(item, name, ("costs of", entry.name), labels, entry.name, costs, ctx.ground(others))
        shifts = self.shifts(node.get("shifts"), name, labels)
        leaves: dict[str, str] = {}
        leaving = node.get("leaves")
        for key, item in leaving.items() if leaving is not None else ():
            label = ctx.label(item, labels, f"option of {name!r}", text=key, key=True)
            entry = ctx.name(item, ("party",), "the name of a party")
            if label is not None and entry is not None:
                leaves[label] = entry.name
        details = {key_of(k): v for k, v in written.items()} if written is not None and written.is_map else {}
        out = []
        for label in labels:
            detail = details.get(key_of(label))
            when = ctx.condition(detail.get("when"), at=name) if detail is not None else None
            means = detail.word("means") if detail is not None else ""
            out.append(m.Option(label, means, when, costs[label], tuple(shifts.get(label, ())), leaves.get(label, "")))
        return tuple(out)

    def costs(
        self,
        node: Node,
        name: str,
        keys: tuple[str, ...],
        labels: tuple[str, ...],
        payer: str,
        into: dict[str, dict[str, m.Expr]],
        ground: m.Ground = NO_GROUND,
    ) -> None:
        """What options cost one party."""
        if not node.is_map:
            node.trouble(
                "no mapping", f"a cost for each of {listed(labels)}", "only those that cost something need one"
            )
            return
        role = inner(self.ctx, node, Role("cost", payer, sums=True, ground=ground))
        for key, item in node.items():
            if is_ground(key, item):
                continue
            label = self.ctx.label(item, labels, f"option of {name!r}", text=key, key=True)
            if label is None:
                continue
            expr = number(self.ctx, item, self.path(name, *keys, label), role)
            known = into[label].get(payer)
            into[label][payer] = expr if known is None else m.Op("+", (known, expr))

    def shifts(self, node: Node | None, name: str, labels: tuple[str, ...]) -> dict[str, list[tuple[str, m.Expr]]]:
        """What options multiply on the paths after them; what is shifted is settled when all numbers are known."""
        out: dict[str, list[tuple[str, m.Expr]]] = {}
        for key, item in node.items() if node is not None else ():
            label = self.ctx.label(item, labels, f"option of {name!r}", text=key, key=True)
            if label is None:
                continue
            if not item.is_map:
                item.trouble("no mapping", "{number: factor}")
                continue
            for target, factor in item.items():
                expr = number(
                    self.ctx, factor, self.path(name, "shifts", label, target), Role("factor", "", not_negative)
                )
                out.setdefault(label, []).append((key_of(target), expr))
                self.ctx.shifts.append((key_of(target), factor))
        return out

    def labels(self, name: str) -> tuple[str, ...]:
        """Labels of a step, as declared."""
        entry = self.ctx.vocabulary.get(name)
        return entry.labels or () if entry is not None else ()
