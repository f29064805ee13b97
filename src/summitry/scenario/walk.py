"""Walks over the steps, conditions and arithmetic of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from summitry.scenario import model as m


def steps(inside: Iterable[m.Step]) -> Iterator[m.Step]:
    """All steps, those inside blocks after their block."""
    for step in inside:
        yield step
        if isinstance(step, m.AtOnce | m.Rounds):
            yield from steps(step.steps)


def options(step: m.Step) -> tuple[m.Option, ...]:
    """The options of a step that has any."""
    return step.options if isinstance(step, m.Choice | m.Chance | m.Vote) else ()


def with_options(step: m.Step, change: Callable[[m.Option], m.Option]) -> m.Step:
    """The step with each option changed, blocks included."""
    if isinstance(step, m.AtOnce | m.Rounds):
        return replace(step, steps=tuple(with_options(s, change) for s in step.steps))
    if isinstance(step, m.Choice | m.Chance | m.Vote):
        return replace(step, options=tuple(map(change, step.options)))
    return step


def conditions(cond: m.Cond) -> Iterator[m.Cond]:
    """A condition and all inside it."""
    yield cond
    if isinstance(cond, m.And | m.Or | m.Count):
        for part in cond.of:
            yield from conditions(part)
    elif isinstance(cond, m.Not):
        yield from conditions(cond.of)
    elif isinstance(cond, m.Agreed) and cond.having is not None:
        yield from conditions(cond.having)


def expressions(expr: m.Expr) -> Iterator[m.Expr]:
    """Arithmetic and all inside it."""
    yield expr
    parts: tuple[m.Expr, ...] = ()
    if isinstance(expr, m.Op):
        parts = expr.args
    elif isinstance(expr, m.ByType):
        parts = (*(e for _, e in expr.cases), expr.otherwise)
    elif isinstance(expr, m.When):
        parts = (expr.value,)
    for part in parts:
        yield from expressions(part)


def rests_on(expr: m.Expr, quantities: Mapping[str, m.Quantity]) -> set[str]:
    """Paths of the numbers that arithmetic rests on, those behind derived numbers included."""
    found: set[str] = set()
    todo = [expr]
    while todo:
        for part in expressions(todo.pop()):
            if isinstance(part, m.Ref) and part.path not in found:
                found.add(part.path)
                derived = quantities[part.path].expr if part.path in quantities else None
                if derived is not None:
                    todo.append(derived)
    return found


def all_expressions(expr: m.Expr, quantities: Mapping[str, m.Quantity]) -> Iterator[m.Expr]:
    """Arithmetic and all inside it, behind derived numbers too."""
    yield from expressions(expr)
    for path in rests_on(expr, quantities):
        derived = quantities[path].expr if path in quantities else None
        if derived is not None:
            yield from expressions(derived)


def shared_expressions(scenario: m.Scenario) -> Iterator[tuple[str, m.Expr]]:
    """Arithmetic that no shift may touch, with what it is for."""
    yield "a precision", scenario.precision
    for party in scenario.parties:
        if party.precision is not None:
            yield "a precision", party.precision
    for link in scenario.links:
        yield "an odds ratio", link.odds
    for stage in scenario.stages:
        for expr in stage.discount.values():
            yield "a discount", expr
        for step in steps(stage.steps):
            if isinstance(step, m.Rounds):
                yield from (("a discount", e) for e in step.discount.values())
            if isinstance(step, m.Chance):
                for case in step.odds:
                    yield from (("odds", e) for e in case.odds)
                    for odds in case.odds_of.values():
                        yield from (("odds", e) for e in odds)


def payoff_expressions(scenario: m.Scenario) -> Iterator[tuple[str, m.Expr]]:
    """Arithmetic that enters payoffs, with the party whose payoff it enters."""
    for term in scenario.terms:
        yield term.party, term.value
    for worth in scenario.worth.values():
        yield from ((worth.party, e) for e in worth.expressions)
    for stage in scenario.stages:
        for step in steps(stage.steps):
            for option in options(step):
                yield from option.costs.items()
            if isinstance(step, m.Proposal):
                yield from step.costs.items()
            if isinstance(step, m.Threat):
                yield from step.carried_out.items()
                yield from step.backed_down.items()
