"""Stages and steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from summitry.scenario import model as m
from summitry.scenario.context import Context, is_ground
from summitry.scenario.declare import step_kind, step_name, unfolded
from summitry.scenario.node import Node
from summitry.scenario.numbers import Role, by_party, discount_between, inner, number
from summitry.scenario.odds import Odds
from summitry.scenario.packages import package
from summitry.scenario.parties import coalition
from summitry.scenario.troubles import did_you_mean
from summitry.scenario.vocabulary import key_of

MOST_ROUNDS = 50


def stages(ctx: Context, top: Node) -> tuple[m.Stage, ...]:
    """All stages, in the order of the file."""
    node = top.get("stages")
    return tuple(stage(ctx, item) for item in node.each_item() if item.word("stage")) if node is not None else ()


def stage(ctx: Context, node: Node) -> m.Stage:
    """One stage."""
    name = node.word("stage")
    attend = ctx.parties(node.get("attend"))
    rounds = [s for s in walk_nodes(ctx, node.get("steps")) if step_kind(s) == "rounds"]
    maker = _Steps(ctx, name, attend, len(rounds) > 1)
    return m.Stage(
        name,
        attend,
        _issues(ctx, node.get("agenda"), tuple(ctx.issues)),
        _issues(ctx, node.get("reopens"), ()),
        ctx.condition(node.get("when"), at=name),
        by_party(
            ctx,
            node.get("discount"),
            f"{name}.discount",
            Role("discount", "", discount_between, ground=ctx.ground(node)),
        ),
        maker.steps(node.get("steps")),
        ctx.ground(node),
        node.word("note"),
    )


def walk_nodes(ctx: Context, steps: Node | None) -> Iterator[Node]:
    """The nodes of all steps of a list, blocks and what is in them."""
    for node in unfolded(ctx, steps):
        yield node
        if step_kind(node) in ("at once", "rounds"):
            yield from walk_nodes(ctx, node.get("at once") or node.get("steps"))


def _issues(ctx: Context, node: Node | None, default: tuple[str, ...]) -> tuple[str, ...]:
    if node is None:
        return default
    out: list[str] = []
    for item in node.each_item():
        word = key_of(item.text)
        if word in ("everything", "nothing"):
            out.extend(ctx.issues if word == "everything" else ())
            continue
        entry = ctx.name(item, ("issue",), "the name of an issue, `everything` or `nothing`")
        if entry is not None:
            out.append(entry.name)
    return tuple(dict.fromkeys(out))


class _Steps(Odds):
    """Makes the steps of one stage."""

    def __init__(self, ctx: Context, stage: str, attend: tuple[str, ...], many_rounds: bool) -> None:
        super().__init__(ctx, stage, attend)
        self.many_rounds = many_rounds
        self.rounds = 0

    def steps(self, node: Node | None) -> tuple[m.Step, ...]:
        """The steps of a list."""
        made = []
        for item in unfolded(self.ctx, node, quiet=False):
            step = self.one(item)
            if step is not None:
                made.append(step)
        return tuple(made)

    def one(self, node: Node) -> m.Step | None:
        """One step of any kind."""
        kind = step_kind(node)
        if not kind:
            return None
        makers: dict[str, Any] = {
            "step": self.choice, "chance": self.chance, "vote": self.vote, "announce": self.announce,
            "proposal": self.proposal, "threat": self.threat, "promise": self.threat, "at once": self.at_once,
            "rounds": self.rounds_,
        }  # fmt: skip
        name, family = step_name(node, kind) if kind not in ("at once", "rounds") else ("", "")
        if not name and kind not in ("at once", "rounds"):
            return None
        entry = self.ctx.vocabulary.get(family) if family else None
        shared = {
            "name": name,
            "family": entry.name if entry is not None else family,
            "when": self.ctx.condition(node.get("when"), at=name),
            "told_to": self.told_to(node.get("told to")),
            "ground": self.ctx.ground(node),
        }
        step = makers[kind](node, shared)
        assert isinstance(step, m.Step)
        return step

    # ------------------------------------------------------------ kinds of steps

    def choice(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """A choice."""
        by = self.mover(node)
        labels = self.labels(shared["name"])
        written = node.get("options")
        if written is not None and len(labels) < 2 and not written.is_text:
            written.trouble("fewer than two options", "two or more")
        return m.Choice(**shared, by=by, options=self.options(node, shared["name"], labels, by, written))

    def chance(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """A chance event."""
        name = shared["name"]
        labels = self.labels(name)
        odds, given, own = node.get("odds"), node.get("odds given"), node.get("odds of")
        cases: list[m.OddsCase] = []
        items = list(given.each_item()) if given is not None else []
        for k, item in enumerate(items, 1):
            keys = ("odds given",) if len(items) == 1 else ("odds given", str(k))
            if not item.is_map or item.get("when") is None or item.get("odds") is None:
                item.trouble("no case", "{when: condition, odds: {…}}")
                continue
            cond = self.ctx.condition(item.get("when"), at=name)
            main = self.odds(item.at("odds"), name, (*keys, "odds"), labels, "", self.ctx.ground(item))
            cases.append(
                m.OddsCase(
                    cond or m.Always(), main, self.odds_of(item.get("odds of"), name, (*keys, "odds of"), labels)
                )
            )
        if odds is not None:
            cases.append(
                m.OddsCase(
                    None,
                    self.odds(odds, name, ("odds",), labels, "", self.ctx.ground(node)),
                    self.odds_of(own, name, ("odds of",), labels),
                )
            )
        numbers = node.get("options")
        if odds is not None and len(labels) < 2 and not (numbers is not None and numbers.is_text):
            odds.trouble("fewer than two outcomes", "two or more")
        return m.Chance(**shared, options=self.options(node, name, labels, "", None), odds=tuple(cases))

    def vote(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """A vote."""
        by = node.get("by")
        group = coalition(self.ctx, shared["name"], by, node) if by is not None else None
        if group is not None and by is not None:
            for party in group.members:
                self.attends(by, party)
        labels = self.labels(shared["name"])
        written = node.get("options")
        if written is not None and len(labels) != 2:
            written.trouble(f"{len(labels)} options of a vote", "two: what is carried, and what is not")
        return m.Vote(
            **shared,
            by=group,
            options=self.options(node, shared["name"], labels, "", written),
            secret=self.ctx.flag(node.get("secret ballot")),
        )

    def announce(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """An announcement."""
        says = node.get("says")
        items = list(says.items()) if says is not None else []
        out: list[tuple[str, m.Cond]] = []
        for place, (label, item) in enumerate(items, 1):
            if item.is_text and key_of(item.text) == "otherwise":
                if place < len(items):
                    item.trouble("`otherwise` before the last", "the last place")
                out.append((label, m.Always()))
                continue
            cond = self.ctx.condition(item, at=shared["name"])
            if cond is not None:
                out.append((label, cond))
        return m.Announce(**shared, says=tuple(out))

    def proposal(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """A proposal."""
        ctx = self.ctx
        name = shared["name"]
        by = self.mover(node, mediators=True)
        accepted = node.get("accepted by")
        group = coalition(ctx, name, accepted, accepted) if accepted is not None else None
        if group is not None and accepted is not None:
            for party in group.members:
                self.attends(accepted, party)
        shortlist, packages = self.packages(node.get("from"))
        costs: dict[str, m.Expr] = {}
        own = node.get("costs")
        is_party = (e := ctx.vocabulary.get(by)) is not None and e.kind == "party"
        if own is not None and is_party:
            costs[by] = number(ctx, own, self.path(name, "costs"), Role("cost", by, sums=True))
        for party, expr in by_party(
            ctx, node.get("costs of"), self.path(name, "costs of"), Role("cost", "", sums=True)
        ).items():
            costs[party] = m.Op("+", (costs[party], expr)) if party in costs else expr
        return m.Proposal(
            **shared, by=by, shortlist=shortlist, packages=packages, may_withhold=ctx.flag(node.get("may withhold")),
            accepted_by=group, in_turn=ctx.flag(node.get("in turn")), costs=costs,
        )  # fmt: skip

    def packages(self, node: Node | None) -> tuple[int | None, tuple[m.Package, ...]]:
        """Where the packages of a proposal come from."""
        if node is None or (node.is_text and key_of(node.text) in ("all", "everything")):
            return None, ()
        if node.is_text:
            node.trouble(f"{node.clean!r}", "`all`, {shortlist: 4}, or a list of packages")
            return None, ()
        if node.is_map and node.get("shortlist") is not None:
            for key, item in node.items():
                if key != "shortlist":
                    item.trouble(f"unknown key {key!r}", "`shortlist`", key=True)
            return self.ctx.whole(node.at("shortlist"), 1, 1000, "a number of packages"), ()
        if node.is_map and not any(self.ctx.vocabulary.get(k) for k, _ in node.items()):
            key, item = next(iter(node.items()))
            item.trouble(f"unknown key {key!r}", "`shortlist`", did_you_mean(key, ["shortlist"]), key=True)
            return None, ()
        return None, tuple(package(self.ctx, item, k) for k, item in enumerate(node.each_item(), 1))

    def threat(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """A threat or a promise."""
        ctx = self.ctx
        name = shared["name"]
        promise = node.get("promise") is not None
        by = self.mover(node)
        words = ("kept", "broken") if promise else ("carried out", "backed down")
        effects = []
        for word, other in zip(words, ("carried out", "backed down") if promise else ("kept", "broken"), strict=True):
            wrong = node.get(other)
            if wrong is not None:
                wrong.trouble(f"`{other}` of a {'promise' if promise else 'threat'}", f"`{word}`", key=True)
            effects.append(self.effects(node.get(word), name, word))
        due = ctx.condition(node.get("due when")) or m.Always()
        against = ctx.parties(
            node.get("against", "to"), words={"everyone": tuple(p for p in ctx.all_parties if p != by)}
        )
        return m.Threat(
            **shared, by=by, against=against, promise=promise, may=ctx.flag(node.get("may")),
            automatic=ctx.flag(node.get("automatic")), due=due, carried_out=effects[0], backed_down=effects[1],
        )  # fmt: skip

    def effects(self, node: Node | None, name: str, word: str) -> dict[str, m.Expr]:
        """What the end of a threat adds to payoffs."""
        if node is None:
            return {}
        if not node.is_map:
            node.trouble("no mapping", "{party: a number, …}")
            return {}
        role = inner(self.ctx, node, Role("threat", sums=True))
        out = {}
        for key, item in node.items():
            if is_ground(key, item):
                continue
            entry = self.ctx.key(key, item, ("party",), "the name of a party")
            if entry is not None:
                out[entry.name] = number(
                    self.ctx, item, self.path(name, word, entry.name), replace(role, holder=entry.name)
                )
        return out

    def at_once(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """Simultaneous steps."""
        steps = self.steps(node.get("at once"))
        for item in walk_nodes(self.ctx, node.get("at once")):
            kind = step_kind(item)
            if kind in ("at once", "rounds", "proposal", "announce"):
                item.trouble(f"`{kind}` inside `at once`", "choices, votes, threats or chance events")
        return m.AtOnce(**shared, steps=tuple(s for s in steps if not isinstance(s, m.AtOnce | m.Rounds)))

    def rounds_(self, node: Node, shared: dict[str, Any]) -> m.Step:
        """A repeated block."""
        self.rounds += 1
        keys = ("rounds", str(self.rounds)) if self.many_rounds else ("rounds",)
        most = self.ctx.whole(node.get("rounds"), 1, MOST_ROUNDS, "the most rounds") or 1
        discount = by_party(
            self.ctx,
            node.get("discount"),
            ".".join((self.stage, *keys, "discount")),
            Role("discount", "", discount_between),
        )
        steps = self.steps(node.get("steps"))
        if any(isinstance(s, m.Rounds) for s in steps):
            node.trouble("`rounds` inside `rounds`", "one block of rounds")
        return m.Rounds(
            **shared, most=most, until=self.ctx.condition(node.get("until")), discount=discount, steps=steps
        )
