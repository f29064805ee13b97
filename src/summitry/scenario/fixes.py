"""Rules to which a party is held from outside a file (`--fix`): it always does one thing at a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry.scenario import model as m
from summitry.scenario import walk
from summitry.scenario.context import Context
from summitry.scenario.expressions import read_condition
from summitry.scenario.troubles import Trouble, listed

EXPECTED = "a choice or a threat, such as `opening is restates demands`"
_FIX = "votes, answers and packages are not held; a red line in the file removes them"


def held(ctx: Context, stages: Sequence[m.Stage], fixes: Sequence[str]) -> tuple[m.RedLine, ...]:
    """The options that rules take away, as red lines; what is wrong with a rule is a trouble at its place."""
    steps = {step.name: step for stage in stages for step in walk.steps(stage.steps)}
    out: list[m.RedLine] = []
    for text in fixes:
        cond, flaws = read_condition(text, ctx.vocabulary)
        for flaw in flaws:
            ctx.report.add(Trouble((), flaw.found, flaw.expected, flaw.fix, flaw.offset, setting=text))
        if cond is not None and not flaws:
            out += _Rule(ctx, steps, text).lines(cond)
    return tuple(out)


class _Rule:
    def __init__(self, ctx: Context, steps: dict[str, m.Step], text: str) -> None:
        self.ctx, self.steps, self.text = ctx, steps, text

    def trouble(self, found: str, expected: str = EXPECTED, fix: str = "") -> None:
        self.ctx.report.add(Trouble((), found, expected, fix, setting=self.text))

    def lines(self, cond: m.Cond) -> Iterator[m.RedLine]:
        """One red line for each step and type that the rule speaks of."""
        parts = cond.of if isinstance(cond, m.And) else (cond,)
        rules = [part for part in parts if not isinstance(part, m.TypeIs)]
        types: dict[str, m.TypeIs] = {}
        for part in parts:
            if isinstance(part, m.TypeIs):
                if part.party in types:
                    self.trouble(f"two conditions on {part.party!r}", "one, such as `a is one of firm, soft`")
                types[part.party] = part
        used: set[str] = set()
        if not rules:
            self.trouble(f"{self.text!r}, which names no step")
        for part in rules:
            found = self.never(part)
            if found is None:
                continue
            who, never = found
            mine = types.get(who)
            used.add(who)
            for kind in ("",) if mine is None else self.types(mine):
                yield m.RedLine(who, kind, never, self.text)
        for party in types.keys() - used if rules else ():
            self.trouble(f"{party!r}, who does not act there", "the types of who is held")

    def types(self, cond: m.TypeIs) -> list[str]:
        """The types that a condition names."""
        return [t for t in self.ctx.types.get(cond.party, ()) if (t in cond.types) != cond.negated]

    def never(self, part: m.Cond) -> tuple[str, m.Cond] | None:
        """Who is held, and the condition of all that it may not do."""
        match part:
            case m.StepIs(name, options, negated) if isinstance(step := self.steps.get(name), m.Choice):
                labels = [option.label for option in step.options]
                others = tuple(label for label in labels if (label in options) == negated)
                if not others or len(others) == len(labels):
                    self.trouble(
                        f"{self.text!r}, which leaves all or nothing of {listed(labels)}", "some of its options"
                    )
                    return None
                return step.by, m.StepIs(name, others)
            case m.ThreatIs(name, what) if isinstance(step := self.steps.get(name), m.Threat):
                if (what == "made" and not step.may) or (what != "made" and step.automatic):
                    self.trouble(f"{name!r}, which is no choice", "a threat with `may`, or one that is not automatic")
                    return None
                other = {"made": "not made", "carried out": "backed down", "backed down": "carried out"}[what]
                return step.by, m.ThreatIs(name, other)
            case m.Not(m.ThreatIs(name, "made")) if isinstance(step := self.steps.get(name), m.Threat) and step.may:
                return step.by, m.ThreatIs(name, "made")
        self.trouble(repr(self.text), EXPECTED, _FIX)
        return None
