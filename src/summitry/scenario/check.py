"""What is wrong with a scenario that needs no tree to see, beyond single names and numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from summitry.scenario import model as m
from summitry.scenario import walk
from summitry.scenario.context import Context
from summitry.scenario.declare import step_kind
from summitry.scenario.node import Node
from summitry.scenario.numbers import LONGEST_CHAIN, above_zero, chance_between, discount_between
from summitry.scenario.troubles import Trouble, did_you_mean, listed
from summitry.scenario.vocabulary import key_of

MOST_TYPED_PARTIES = 6
MOST_PROFILES = 4_096
MOST_PACKAGES = 100_000


def check(
    ctx: Context, top: Node, scenario: m.Scenario, rows: Collection[str] | None, rejected: Collection[str] = ()
) -> None:
    """Report what is wrong; `rows` are the row ids of the ledger, None when not at hand, `rejected` some of them."""
    _rows(ctx, rows, rejected)
    _rings(top, scenario)
    _order(ctx, scenario)
    _limits(top, scenario)
    _agendas(ctx, top, scenario)
    _worth_of_worth(top, scenario)
    _settled(top, scenario)
    _shared(ctx, scenario)


def _rows(ctx: Context, rows: Collection[str] | None, rejected: Collection[str]) -> None:
    if rows is None:
        return
    for row, node in ctx.rows:
        if row in rejected:
            node.trouble(f"the row {row!r}, which a reviewer rejected", "a row that was not rejected")
        elif row not in rows:
            node.trouble(f"unknown row {row!r}", "the id of a row of the ledger", did_you_mean(row, rows))


def _rings(top: Node, scenario: m.Scenario) -> None:
    """Markers and outcomes that rest on each other."""
    events = {
        e.name: (kind, e)
        for kind, group in (("markers", scenario.markers), ("outcomes", scenario.outcomes))
        for e in group
    }
    mentions = {
        name: [c.name for c in walk.conditions(e.when) if isinstance(c, m.Named)] for name, (_, e) in events.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            ring = trail[trail.index(name) :]
            kind = events[name][0]
            group = top.get(kind)
            node = next((n for k, n in group.items() if k == name), top) if group is not None else top
            node.trouble(f"conditions that rest on each other: {' → '.join([*ring, name])}", "no ring", key=True)
            return
        if name in done or name not in mentions or len(trail) > LONGEST_CHAIN:
            # a longer chain is no ring yet, and every ring in it is met from a later start
            return
        for other in mentions[name]:
            visit(other, [*trail, name])
        done.add(name)

    for name in mentions:
        visit(name, [])


# ---------------------------------------------------------------- what can have happened


@dataclass
class _Order:
    """Where each step stands: its place, the rounds and the simultaneous block it is in."""

    place: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    block: dict[str, int] = field(default_factory=dict)
    families: dict[str, list[str]] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)

    def can_precede(self, name: str, at: str) -> bool:
        """Whether a step can have taken place when `at` (a step or a stage) begins."""
        members = self.families.get(name, [name])
        return any(self._precedes(one, at) for one in members)

    def _precedes(self, name: str, at: str) -> bool:
        here = self.stages.get(at, self.place.get(at))
        there = self.stages.get(name, self.place.get(name))
        if here is None or there is None:
            return True
        if name in self.rounds and self.rounds.get(name) == self.rounds.get(at):
            return True
        if name in self.block and self.block.get(name) == self.block.get(at):
            return False
        return there <= here if name in self.stages and name != at else there < here


def _ordered(scenario: m.Scenario) -> _Order:
    order = _Order()
    count = 0

    def enter(steps: tuple[m.Step, ...], rounds: int, block: int) -> None:
        nonlocal count
        for step in steps:
            count += 1
            if isinstance(step, m.Rounds):
                enter(step.steps, count, block)
            elif isinstance(step, m.AtOnce):
                enter(step.steps, rounds, count)
            else:
                order.place[step.name] = count
                if rounds:
                    order.rounds[step.name] = rounds
                if block:
                    order.block[step.name] = block
                if step.family:
                    order.families.setdefault(step.family, []).append(step.name)

    for stage in scenario.stages:
        count += 1
        order.stages[stage.name] = count
        enter(stage.steps, 0, 0)
    return order


def _mentions(cond: m.Cond) -> Iterator[tuple[str, str]]:
    """Steps of which a condition speaks, and the word for what would have to have happened."""
    for part in walk.conditions(cond):
        if isinstance(part, m.StepIs):
            yield part.step, "decided"
        elif isinstance(part, m.Happened):
            yield part.name, "happened"
        elif isinstance(part, m.Agreed):
            yield part.proposal, "agreed"
        elif isinstance(part, m.ThreatIs):
            yield part.threat, part.what


def _order(ctx: Context, scenario: m.Scenario) -> None:
    """Conditions of steps and stages may speak only of what can have happened before them."""
    order = _ordered(scenario)
    for node, cond, at in ctx.timed:
        for name, what in _mentions(cond):
            offset = max(0, node.text.lower().find(name.lower()))
            if what in ("carried out", "backed down"):
                node.trouble(
                    f"`{name} {what}`, which is decided only at the end of the path",
                    "what can have happened before",
                    offset=offset,
                )
            elif not order.can_precede(name, at):
                node.trouble(
                    f"{name!r}, which cannot have happened before {at!r}",
                    "what can have happened before",
                    "move the step, or the condition",
                    offset=offset,
                )


# ---------------------------------------------------------------- limits, agendas, worth


def _limits(top: Node, scenario: m.Scenario) -> None:
    typed = [p for p in scenario.parties if len(p.types) > 1]
    parties = top.get("parties") or top
    if len(typed) > MOST_TYPED_PARTIES:
        parties.trouble(f"{len(typed)} parties with types", f"at most {MOST_TYPED_PARTIES}", key=True)
    profiles = math.prod(len(p.types) for p in typed)
    if profiles > MOST_PROFILES:
        parties.trouble(
            f"{profiles:,} type profiles",
            f"at most {MOST_PROFILES:,}",
            "fewer types or fewer parties with types",
            key=True,
        )


def _step_nodes(ctx: Context, top: Node) -> Iterator[tuple[Node, Node]]:
    """(stage, proposal) nodes."""
    from summitry.scenario.steps import walk_nodes

    stages = top.get("stages")
    for stage in stages.each_item() if stages is not None else ():
        for node in walk_nodes(ctx, stage.get("steps")):
            if step_kind(node) == "proposal":
                yield stage, node


def _agendas(ctx: Context, top: Node, scenario: m.Scenario) -> None:
    """What is proposed must be on the agenda."""
    sizes = {i.name: len(i.options) for i in scenario.issues}
    by_name = {key_of(s.name): s for s in scenario.stages}
    proposals = {key_of(p.name): p for s in scenario.stages for p in walk.steps(s.steps) if isinstance(p, m.Proposal)}
    from summitry.scenario.declare import step_name

    for stage_node, node in _step_nodes(ctx, top):
        stage = by_name.get(key_of(stage_node.word("stage")))
        proposal = proposals.get(key_of(step_name(node, "proposal")[0]))
        if stage is None or proposal is None:
            continue
        at = node.at("proposal")
        if not stage.agenda:
            at.trouble(
                f"a proposal at the stage {stage.name!r}, on whose agenda nothing stands",
                "an issue",
                "write `agenda: everything`, or define `issues`",
            )
        source = node.get("from")
        for pack, item in zip(proposal.packages, source.each_item() if source is not None else (), strict=False):
            off = [issue for issue, _ in pack.settles if issue not in stage.agenda]
            if off:
                item.trouble(
                    f"{off[0]!r}, which is not on the agenda of {stage.name!r}",
                    f"one of {listed(stage.agenda)}" if stage.agenda else "an issue on the agenda",
                )
        size = math.prod(sizes.get(i, 1) for i in stage.agenda)
        if not proposal.packages and size > MOST_PACKAGES:
            (source or at).trouble(
                f"{size:,} packages", f"at most {MOST_PACKAGES:,}", "a shorter agenda, or fewer options"
            )
        if proposal.accepted_by is not None and not proposal.accepted_by.members:
            node.at("accepted by").trouble("nobody who accepts", "names of parties, or a coalition")


def _worth_of_worth(top: Node, scenario: m.Scenario) -> None:
    """A worth cannot rest on the worth of the package it is part of."""
    for party, worth in scenario.worth.items():
        if any(
            isinstance(e, m.WorthOf)
            for expr in worth.expressions
            for e in walk.all_expressions(expr, scenario.quantities)
        ):
            group = top.get("worth")
            node = next((n for k, n in group.items() if key_of(k) == key_of(party)), top) if group is not None else top
            node.trouble(
                f"a worth of {party} that rests on `worth of`",
                "numbers",
                "write it as a term under `payoffs`",
                key=True,
            )


def _settled(top: Node, scenario: m.Scenario) -> None:
    """What a bargaining solution splits needs a worth to each, plain sums, and no other such issue beside it."""
    split = {i.name: i for i in scenario.issues if i.settle}
    group = top.get("issues")
    if not split or group is None:
        return
    for name, issue in split.items():
        node = next(n for k, n in group.items() if k == name).at("settle")
        key = (name, issue.options[0])
        without = [p for p in issue.among if p not in scenario.worth or key not in scenario.worth[p].by_option]
        if without:
            node.trouble(
                f"a split among {listed(issue.among)} without a worth to {listed(without)}",
                f"worth: {{{without[0]}: {{{name}: {{whole: a number}}}}}}",
            )
        bent = [
            p
            for p in issue.among
            if (w := scenario.worth.get(p)) is not None and (w.aspires_to is not None or w.risk_aversion is not None)
        ]
        if bent:
            node.trouble(
                f"a split among parties of whom {listed(bent)} aspires to a level or is averse to risk",
                "worths that count as they are", "or `steps`, which makes options of the shares",
            )  # fmt: skip
    for stage in scenario.stages:
        mine = [i for i in stage.agenda if i in split]
        if len(mine) > 1:
            node = next(n for k, n in group.items() if k == mine[1]).at("settle")
            node.trouble(
                f"{listed(mine)} on the agenda of {stage.name!r}, each split by a bargaining solution",
                "one such issue at a stage", "or `steps` for the others",
            )  # fmt: skip


def _shared(ctx: Context, scenario: m.Scenario) -> None:
    """No shift touches numbers in precisions, odds ratios, discounts and odds; the first two depend on no path."""
    shifted = dict(ctx.shifts)
    for what, expr in walk.shared_expressions(scenario):
        for path in walk.rests_on(expr, scenario.quantities) & set(shifted):
            shifted[path].trouble(
                f"a shift of {path!r}, on which {what} rests",
                "a number of payoffs, costs or worths",
                "priors, chances, precisions and discounts cannot be shifted",
                key=True,
            )
    allowed = {
        "a discount": discount_between,
        "odds": chance_between,
        "a precision": above_zero,
        "an odds ratio": above_zero,
    }
    for what, expr in walk.shared_expressions(scenario):
        quantity = scenario.quantities.get(expr.path) if isinstance(expr, m.Ref) else None
        if quantity is not None and quantity.kind == "number" and quantity.expr is None:
            wrong = allowed[what](quantity)
            if wrong is not None:
                setting = quantity.path if quantity.path in ctx.settings else ""
                found = f"{quantity.text} for {quantity.path!r}, which is used as {what}"
                ctx.report.add(Trouble(ctx.paths[quantity.path], found, wrong[1], key=True, setting=setting))
    for what, path, expr in [
        ("the precision", "precision", scenario.precision),
        *(
            ("a precision", f"parties.{key_of(p.name)}.precision", p.precision)
            for p in scenario.parties
            if p.precision is not None
        ),
        *(("an odds ratio", "linked.odds", k.odds) for k in scenario.links),
    ]:
        if any(
            isinstance(e, m.WorthOf | m.Round | m.CountOf | m.NumberOf | m.When)
            for e in walk.all_expressions(expr, scenario.quantities)
        ):
            Node("", ctx.paths.get(path, ("linked",)), ctx.report).trouble(
                f"{what} that depends on what happens", "numbers", key=True
            )
