"""Which parts of the language a scenario uses, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.quantities import Ranking
from summitry.scenario import model as m
from summitry.scenario import walk


def parts(scenario: m.Scenario) -> tuple[str, ...]:
    """The parts of the language that a scenario uses beside parties, stages, choices and outcomes, in a fixed order.

    >>> summitry.parts(summitry.load("ochs-1995"))
    ('simultaneous choices',)
    """
    return tuple(dict.fromkeys(_parts(scenario)))


def _parts(scenario: m.Scenario) -> Iterator[str]:
    steps = [s for stage in scenario.stages for s in walk.steps(stage.steps)]
    # each word stands where the page of the language has it
    tests = {
        "private types": any(len(p.types) > 1 for p in scenario.parties),
        "own priors": any(p.priors for p in scenario.parties),
        "shared secrets": any(p.known_to for p in scenario.parties),
        "linked types": bool(scenario.links),
        "coalitions": bool(scenario.coalitions),
        "mediators": bool(scenario.mediators),
        "several stages": len(scenario.stages) > 1,
        "agendas": any(set(s.agenda) != {i.name for i in scenario.issues} for s in scenario.stages if s.attend),
        "reopened issues": any(s.reopens for s in scenario.stages),
        "discounts": any(s.discount for s in scenario.stages)
        or any(isinstance(s, m.Rounds) and s.discount for s in steps),
        **_issues(scenario),
        "red lines": bool(scenario.red_lines),
        "bottom lines": any(line.bottom is not None for line in scenario.red_lines),
        **_steps(steps),
        "numbers as options": any(
            isinstance(e, m.NumberOf)
            for _, expr in walk.payoff_expressions(scenario)
            for e in walk.all_expressions(expr, scenario.quantities)
        ),
        "stated chances": bool(scenario.stated),
        "a base rate": scenario.reference is not None,
        "a ledger": bool(scenario.ledger),
        "variants": bool(scenario.variants),
    }
    yield from (name for name, used in tests.items() if used)


def _issues(scenario: m.Scenario) -> dict[str, bool]:
    kinds = {issue.kind for issue in scenario.issues}
    return {
        "issues": bool(kinds - {"shares", "money", "regions"}),
        "shares": "shares" in kinds,
        "a bargaining solution": any(issue.settle for issue in scenario.issues),
        "payments": "money" in kinds,
        "regions": any(issue.regions for issue in scenario.issues),
        "rankings": any(isinstance(q.law, Ranking) for q in scenario.quantities.values())
        or any(w.statements for w in scenario.worth.values()),
        "aspirations": any(w.aspires_to is not None for w in scenario.worth.values()),
        "risk aversion": any(w.risk_aversion is not None for w in scenario.worth.values()),
    }


def _steps(steps: list[m.Step]) -> dict[str, bool]:
    threats = [s for s in steps if isinstance(s, m.Threat)]
    proposals = [s for s in steps if isinstance(s, m.Proposal)]
    options = [o for s in steps for o in walk.options(s)]
    return {
        "proposals": bool(proposals),
        "answers in turn": any(s.in_turn for s in proposals),
        "rounds": any(isinstance(s, m.Rounds) for s in steps),
        "simultaneous choices": any(isinstance(s, m.AtOnce) for s in steps),
        "votes": any(isinstance(s, m.Vote) for s in steps),
        "threats": any(not s.promise for s in threats),
        "promises": any(s.promise for s in threats),
        "chance events": any(isinstance(s, m.Chance) for s in steps),
        "own odds": any(isinstance(s, m.Chance) and any(case.odds_of for case in s.odds) for s in steps),
        "announcements": any(isinstance(s, m.Announce) for s in steps),
        "restricted sight": any(s.told_to is not None for s in steps),
        "shifted numbers": any(o.shifts for o in options),
        "parties that leave": any(o.leaves for o in options),
    }
