"""Worths that hold several issues together: rankings of packages and statements `P over Q`.

A package is worth the sum of its options to a party. Of the issues that it ranks, the worst option is worth 0 and the
best ones together what is at stake (`over`, by default 1), or, where an issue has an `over` of its own, that. What a
party prefers are inequalities between such sums. Where a party ranks no issue, its ranking is of whole packages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from summitry.quantities import Constant, Law, Preferences
from summitry.scenario import model as m
from summitry.scenario.context import GROUNDS, Context
from summitry.scenario.contradiction import Compared, Row, contradicted
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, number
from summitry.scenario.packages import Known, Pairs, known_packages, pairs_of
from summitry.scenario.ranking import Ranked, order_of
from summitry.scenario.troubles import listed
from summitry.scenario.vocabulary import key_of

KEYS = ("rank", "prefers", "over")


def wanted(node: Node) -> tuple[str, ...]:
    """The keys beside a party's issues that tie them together; empty where there is none."""
    return tuple(key for key in KEYS if node.get(key) is not None)


@dataclass(frozen=True, eq=False)
class Preferring:
    """What one party says of its order of worths."""

    ctx: Context
    top: Node
    node: Node
    role: Role
    orders: list[Ranked]
    """Rankings of single issues."""
    whole: bool
    """Whether it ranks no issue, and so whole packages."""

    def into(
        self, worths: dict[tuple[str, str], m.Expr], together: list[tuple[Pairs, m.Expr]]
    ) -> tuple[m.Statement, ...]:
        """Enter the worths that fit, beside those that are given in numbers; what was said, for people."""
        compared = self._compared()
        # draws must not depend on the order of the file
        orders = self._packages() if self.whole else sorted(self.orders, key=lambda order: key_of(order.issue))
        if not orders:
            return ()
        over = self.node.get("over")
        whole = (
            number(self.ctx, over, f"{self._path}.over", replace(self.role, sums=True))
            if over is not None
            else m.Const(1.0)
        )
        scales = [
            whole if order.over is None else number(self.ctx, order.over, f"{order.path}.over", order.role)
            for order in orders
        ]
        rows = [self._row(orders, scales, c, worths, together) for c in compared]
        pairs = [(row, c) for row, c in zip(rows, compared, strict=True) if row is not None]
        if len(pairs) < len(compared) or contradicted(self.ctx, self.role.holder, orders, pairs):
            return ()
        law = Preferences(
            tuple(order.ranks for order in orders),
            tuple(order.over is None for order in orders),
            tuple(tuple(map(float, row)) for row, c in pairs if not c.tie),
            tuple(tuple(map(float, row)) for row, c in pairs if c.tie),
        )
        self._enter(orders, scales, law, worths, together)
        said = [m.Statement(c.words, self.ctx.ground(c.node, self.role.ground)) for c in compared]
        return (*(m.Statement(order.text, order.role.ground) for order in orders), *said)

    @property
    def _path(self) -> str:
        return key_of(f"worth.{self.role.holder}")

    def _enter(
        self,
        orders: list[Ranked],
        scales: list[m.Expr],
        law: Law,
        worths: dict[tuple[str, str], m.Expr],
        together: list[tuple[Pairs, m.Expr]],
    ) -> None:
        index = 0
        self.ctx.paths.setdefault(self._path, self.node.path)
        for order, scale in zip(orders, scales, strict=True):
            for option in order.options:
                expr = order.enter(self.ctx, option, law, self._path, index, scale)
                if order.issue:
                    worths[order.issue, option] = expr
                else:
                    together.append((self._whole[option], expr))
                index += 1

    # ------------------------------------------------------------ what is said

    @cached_property
    def _known(self) -> Known:
        return known_packages(self.ctx, self.top)

    @cached_property
    def _whole(self) -> dict[str, Pairs]:
        """Packages that are ranked, by the text that names them."""
        return {}

    def _package(self, node: Node) -> Pairs | None:
        """The package that one item of a ranking means."""
        if node.is_map:
            return pairs_of(self.ctx, node, ("because", "note")) or None
        pairs, flaw = self._known.read(node.text)
        if flaw is not None:
            node.trouble(flaw.found, flaw.expected, flaw.fix, offset=flaw.offset)
            return None
        return pairs

    def _words(self, node: Node) -> str:
        return node.clean if node.is_text else " and ".join(f"{k} is {v.clean}" for k, v in node.items())

    def _compared(self) -> list[Compared]:
        out: list[Compared] = []
        rank = self.node.get("rank")
        if rank is not None and not self.whole:
            found: dict[str, Pairs] = {}

            def name(item: Node) -> str | None:
                pairs = self._package(item)
                if pairs is None:
                    return None
                words = self._words(item)
                found[words] = pairs
                return words

            places, nodes = order_of(rank, name, "package")
            names = list(places)
            for a, b in pairwise(names):
                tie = places[a] == places[b]
                words = f"{a} as good as {b}" if tie else f"{a} over {b}"
                out.append(Compared(found[a], found[b], tie, nodes[b], words))
        prefers = self.node.get("prefers")
        for item in prefers.each_item() if prefers is not None else ():
            text = item
            if item.is_map:
                for key, extra in item.items():
                    if key not in (*GROUNDS, "prefers"):
                        extra.trouble(f"unknown key {key!r}", "`prefers`, `because` and `note`", key=True)
                inner = item.get("prefers")
                if inner is None:
                    item.trouble("no `prefers`", "{prefers: P over Q, because: …}")
                    continue
                text = inner
            pair = self._sides(text)
            if pair is not None:
                out.append(Compared(*pair, False, item, text.clean))
        return out

    def _sides(self, node: Node) -> tuple[Pairs, Pairs] | None:
        """The two packages of `P over Q`."""
        if not node.is_text:
            node.trouble("no text", "`P over Q`, of two packages")
            return None
        cuts = list(re.finditer(r"\s+over\s+", node.text, re.IGNORECASE))
        if not cuts:
            node.trouble(f"{node.clean!r}", "`P over Q`, of two packages")
            return None
        read = [
            (self._known.read(node.text[: cut.start()]), self._known.read(node.text[cut.end() :]), cut) for cut in cuts
        ]
        good = [(a, b) for (a, x), (b, y), _ in read if x is None and y is None]
        if len(good) == 1:
            return good[0]
        if good:
            node.trouble(f"{node.clean!r}, which can be read in {len(good)} ways", "`P over Q`, of two packages")
            return None
        (_, left), (_, right), cut = read[0]
        for flaw, start in ((left, 0), (right, cut.end())):
            if flaw is not None:
                node.trouble(flaw.found, flaw.expected, flaw.fix, offset=start + flaw.offset)
        return None

    def _packages(self) -> list[Ranked]:
        """The ranking of whole packages, where no issue is ranked."""
        rank = self.node.get("rank")
        if rank is None:
            self.node.trouble(
                f"`{wanted(self.node)[0]}` without a ranking",
                "`rank: […]` for the issues that it speaks of, or for whole packages",
                key=True,
            )
            return []

        def name(item: Node) -> str | None:
            pairs = self._package(item)
            if pairs is None:
                return None
            words = self._words(item)
            for other, known in self._whole.items():
                if other != words and (set(known) <= set(pairs) or set(pairs) <= set(known)):
                    item.trouble(f"{words!r}, which holds all of {other!r} or is part of it", "packages that differ")
                    return None
            self._whole[words] = pairs
            return words

        places, nodes = order_of(rank, name, "package")
        if not places:
            return []
        have = {frozenset(pairs) for pairs in self._whole.values()}
        missing = [p.name for p in self._known.named.values() if frozenset(p.settles) not in have]
        if self._known.unlisted or missing:
            found = (
                f"a ranking of whole packages, while {self._known.unlisted[0]!r} takes others"
                if self._known.unlisted
                else f"a ranking without {listed(missing)}"
            )
            rank.trouble(found, "all packages that can be proposed", "or rank the options of each issue")
            return []
        return [Ranked("", tuple(places), places, nodes, self._path, self.role, rank)]

    # ------------------------------------------------------------ as numbers

    def _row(
        self,
        orders: list[Ranked],
        scales: list[m.Expr],
        compared: Compared,
        worths: dict[tuple[str, str], m.Expr],
        together: list[tuple[Pairs, m.Expr]],
    ) -> Row | None:
        """What the difference of two packages weighs each ranked option; None where it cannot be said so."""
        row = np.zeros(sum(len(order.options) for order in orders))
        at = 0
        used: list[tuple[slice, m.Expr]] = []
        for order in orders:
            here = slice(at, at + len(order.options))
            for pairs, sign in ((compared.first, 1.0), (compared.second, -1.0)):
                if order.issue:
                    label = dict(pairs).get(order.issue)
                    if label is not None:
                        row[at + order.options.index(label)] += sign
                    continue
                same = [k for k, o in enumerate(order.options) if set(self._whole[o]) == set(pairs)]
                if not same:
                    compared.node.trouble(
                        f"{compared.words!r} of a package that is not ranked", f"two of {listed(order.options)}"
                    )
                    return None
                row[at + same[0]] += sign
            if row[here].any():
                used.append((here, scales[orders.index(order)]))
            at = here.stop
        if not self._in_ranks(compared, worths, together):
            return None
        if not used and not compared.tie:
            compared.node.trouble(
                f"{compared.words!r}, which differ in nothing that {self.role.holder} ranks",
                f"packages that differ in {listed(o.issue for o in orders if o.issue)}",
            )
            return None
        if len({id(scale) for _, scale in used}) > 1:
            for here, scale in used:
                plain = self._plain(scale)
                if plain is None or plain <= 0:
                    compared.node.trouble(
                        f"{compared.words!r} across issues whose `over` is not a plain number above 0",
                        "plain numbers",
                        "or one `over` for the party instead of those of its issues",
                    )
                    return None
                row[here] *= plain
        return row

    def _in_ranks(
        self, compared: Compared, worths: dict[tuple[str, str], m.Expr], together: list[tuple[Pairs, m.Expr]]
    ) -> bool:
        """Whether what the two packages differ in is given by rank, or is nothing to the party."""
        first, second = dict(compared.first), dict(compared.second)
        for issue in {**first, **second}:
            a, b = (worths.get((issue, side.get(issue, ""))) for side in (first, second))
            if first.get(issue) != second.get(issue) and (a is not None or b is not None):
                compared.node.trouble(
                    f"{compared.words!r}, which differ in {issue!r}, whose worth is given in numbers",
                    "issues given by `rank`",
                )
                return False
        for needed, _ in together:
            if (set(needed) <= set(compared.first)) != (set(needed) <= set(compared.second)):
                compared.node.trouble(
                    f"{compared.words!r}, of which one has a worth of its own under `together`",
                    "packages whose worth is given by `rank`",
                )
                return False
        return True

    def _plain(self, expr: m.Expr) -> float | None:
        if isinstance(expr, m.Const):
            return expr.value
        quantity = self.ctx.quantities.get(expr.path) if isinstance(expr, m.Ref) else None
        known = quantity is not None and quantity.expr is None and isinstance(quantity.law, Constant)
        return quantity.law.value if known and quantity is not None and isinstance(quantity.law, Constant) else None
