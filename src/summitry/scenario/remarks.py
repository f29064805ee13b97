"""What a careful colleague would say about a scenario that needs no tree to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summitry.scenario import model as m
from summitry.scenario import walk
from summitry.scenario.troubles import listed
from summitry.scenario.vocabulary import key_of


@dataclass(frozen=True, order=True)
class Remark:
    """Something worth saying about a scenario that is no error.

    >>> summitry.Remark(3, 5, "ground", "the number rests on nothing").kind
    'ground'
    """

    line: int
    """1-based; 0 when the whole file is meant."""
    col: int
    kind: str
    """ground | payoff | issue | type | outcome | precision | ledger | link, …."""
    text: str

    def __str__(self) -> str:
        return self.text


def remarks(scenario: m.Scenario) -> list[Remark]:
    """All remarks, in the order of the file."""
    found = {
        r for make in (_grounds, _payoffs, _issues, _types, _outcomes, _ledger, _precision) for r in make(scenario)
    }
    return sorted(found)


def _at(scenario: m.Scenario, name: str, kind: str, text: str) -> Remark:
    line, col = scenario.places.get(key_of(name), (0, 0))
    return Remark(line, col, kind, text)


def _grounds(scenario: m.Scenario) -> Iterator[Remark]:
    """Numbers without a source or an assumption."""
    told: set[str] = set()
    for path, quantity in scenario.quantities.items():
        name = quantity.joint or path
        if (
            quantity.ground.given
            or quantity.expr is not None
            or quantity.rest_of
            or name in told
            or path not in scenario.places
            or quantity.text == "rest"
        ):
            continue
        told.add(name)
        certain = "a plain number" if quantity.law.certain else "uncertain"
        yield _at(
            scenario, path, "ground", f"{name} ({quantity.text}, {certain}) rests on nothing: no row, no assumption"
        )


def _payoffs(scenario: m.Scenario) -> Iterator[Remark]:
    """Parties to whom nothing matters."""
    have = {party for party, _ in walk.payoff_expressions(scenario)}
    for party in scenario.parties:
        if party.name not in have:
            yield _at(scenario, party.name, "payoff", f"{party.name} has no payoff, worth or cost: it chooses evenly")


def _issues(scenario: m.Scenario) -> Iterator[Remark]:
    """Issues worth nothing to anybody, and issues that no proposal can settle."""
    valued = {issue for worth in scenario.worth.values() for issue, _ in worth.by_option}
    valued |= {issue for worth in scenario.worth.values() for pairs, _ in worth.together for issue, _ in pairs}
    open_issues = {
        i for s in scenario.stages if any(isinstance(x, m.Proposal) for x in walk.steps(s.steps)) for i in s.agenda
    }
    for issue in scenario.issues:
        if issue.name not in valued:
            yield _at(scenario, issue.name, "issue", f"{issue.name} is worth nothing to anybody")
        if issue.name not in open_issues:
            yield _at(
                scenario, issue.name, "issue", f"{issue.name} stands on no agenda under which something is proposed"
            )


def _types(scenario: m.Scenario) -> Iterator[Remark]:
    """Types whose numbers are the same everywhere, so that nobody could tell them apart."""
    for party in scenario.parties:
        if len(party.types) < 2:
            continue
        differs = _told_apart(scenario, party.name)
        same = [t.name for t in party.types if t.name not in differs]
        if len(same) > 1:
            yield _at(
                scenario,
                f"{party.name} {same[0]}",
                "type",
                f"the types {listed(same)} of {party.name} have the same numbers everywhere: nobody tells them apart",
            )


def _told_apart(scenario: m.Scenario, party: str) -> set[str]:
    """Types that some number, condition, red line or link names."""
    named: set[str] = set()
    exprs = [e for _, e in walk.payoff_expressions(scenario)] + [e for _, e in walk.shared_expressions(scenario)]
    conds: list[m.Cond] = [e.when for e in (*scenario.markers, *scenario.outcomes)]
    for expr in exprs:
        for part in walk.all_expressions(expr, scenario.quantities):
            if isinstance(part, m.ByType) and part.party == party:
                named |= {t for t, case in part.cases if case != part.otherwise}
            if isinstance(part, m.When):
                conds.append(part.when)
    conds += [t.when for t in scenario.terms if t.when is not None]
    conds += [r.binds for r in scenario.red_lines if r.binds is not None]
    for stage in scenario.stages:
        conds += [stage.when] if stage.when is not None else []
        for step in walk.steps(stage.steps):
            conds += [c for c in (step.when, *(o.when for o in walk.options(step))) if c is not None]
            if isinstance(step, m.Chance):
                conds += [c.when for c in step.odds if c.when is not None]
            if isinstance(step, m.Threat):
                conds.append(step.due)
            if isinstance(step, m.Announce):
                conds += [c for _, c in step.says]
    for cond in conds:
        for inner in walk.conditions(cond):
            if isinstance(inner, m.TypeIs) and inner.party == party:
                named |= set(inner.types)
    named |= {r.type for r in scenario.red_lines if r.who == party and r.type}
    return named


def _outcomes(scenario: m.Scenario) -> Iterator[Remark]:
    """Outcomes that nothing closes."""
    conds = [o.when for o in scenario.outcomes]
    if conds and not isinstance(conds[-1], m.Always) and not _covers(conds):
        yield _at(
            scenario,
            scenario.outcomes[-1].name,
            "outcome",
            "no outcome is `otherwise`: a path on which none fits would be an error",
        )


def _covers(conds: Sequence[m.Cond]) -> bool:
    """Whether some condition and its negation both stand there."""
    return any(isinstance(c, m.Not) and c.of in conds for c in conds)


def _ledger(scenario: m.Scenario) -> Iterator[Remark]:
    """Rows of a ledger that the file does not name."""
    rows = sorted({row for q in scenario.quantities.values() for row in q.ground.rows})
    if rows and not scenario.ledger:
        yield Remark(0, 0, "ledger", f"`because` points at {listed(rows, 4)}, but the file names no `ledger`")


def _precision(scenario: m.Scenario) -> Iterator[Remark]:
    """The precision that a file is given when it states none."""
    quantity = scenario.quantities.get("precision")
    if quantity is not None and "precision" not in (scenario.source or {}):
        yield Remark(0, 0, "precision", f"no `precision` is given: {quantity.text} is assumed")


__all__ = ["Remark", "remarks"]
