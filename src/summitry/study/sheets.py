"""Role sheets: what a party of one type wants, knows and may do, and nobody else's secrets.

Amounts are at the middle of the scenario's numbers, so that a class can play and score without the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from summitry.build.ground import ZERO
from summitry.scenario import Scenario
from summitry.scenario import model as m
from summitry.scenario.saying import said
from summitry.study.rehearse import Rehearsal


@dataclass(frozen=True)
class Amount:
    """So much of one's stake, under a condition."""

    value: float
    """Not a number where it depends on the course of events: then `formula` says how."""
    when: str = ""
    """A condition of the language; empty: always."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Other parties' types for which it holds; empty: whatever they are."""
    formula: str = ""


@dataclass(frozen=True)
class Wanted:
    """One named part of what a party wants."""

    name: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True)
class Choosable:
    """One option of a step, with what it costs or brings oneself."""

    label: str
    means: str
    amounts: tuple[Amount, ...]
    """Of gain: a cost is below 0."""
    when: str = ""


@dataclass(frozen=True)
class Task:
    """A step at which the party chooses."""

    stage: str
    step: str
    kind: str
    """choice | proposal | answer | vote | threat | promise."""
    rounds: int
    """How often at most."""
    when: str
    options: tuple[Choosable, ...]
    by: str = ""
    """Of an answer: who proposes."""


@dataclass(frozen=True)
class Sitting:
    """A stage as everybody knows it from the calendar."""

    stage: str
    attend: tuple[str, ...]
    agenda: tuple[str, ...]
    when: str
    note: str
    mine: bool
    factor: float
    """By which all that comes after counts less to the party; 1: not at all."""


@dataclass(frozen=True)
class Sheet:
    """What one seat holds."""

    title: str
    question: str
    party: str
    type: str
    means: str
    others: Mapping[str, Mapping[str, tuple[str, float]]]
    """Other party -> type -> what it means and how likely the seat holds it; empty for one known type."""
    knows: Mapping[str, str]
    """Other party -> type, where that secret is shared with the seat."""
    wants: tuple[Wanted, ...]
    worth: Mapping[str, Mapping[str, tuple[Amount, ...]]]
    """Issue -> option -> worth to the party."""
    extras: tuple[tuple[str, tuple[Amount, ...]], ...]
    """Combination of options -> extra worth."""
    bends: tuple[str, ...]
    """How worth bends: `aspires`, `averse`."""
    lines: tuple[tuple[str, str | None], ...]
    """(declared red line, where it would really stop: None there, empty: nowhere)."""
    sittings: tuple[Sitting, ...]
    tasks: tuple[Task, ...]
    suffers: tuple[Wanted, ...]
    """What others' acts bring it or cost it."""


def sheets(case: Rehearsal) -> tuple[Sheet, ...]:
    """A sheet for every party and type, in the order of the scenario.

    >>> [(s.party, s.type) for s in summitry.sheets(summitry.rehearse(summitry.load("sanctions-threat")))]
    [('sender', 'resolved'), ('sender', 'reluctant'), ('target', 'exposed'), ('target', 'sheltered')]
    """
    return tuple(
        sheet(case, party.name, kind)
        for party in case.scenario.parties
        for kind in ([t.name for t in party.types] or [""])
    )


def sheet(case: Rehearsal, party: str, kind: str = "") -> Sheet:
    """The sheet of one seat."""
    return _Writing(case, party, kind).sheet()


class _Writing:
    def __init__(self, case: Rehearsal, party: str, kind: str) -> None:
        self.case, self.name, self.kind = case, party, kind
        self.scenario: Scenario = case.scenario
        self.party = self.scenario.party(party)
        self.place = case.parties.index(party)
        self.grounder = case.game.grounder
        v = self.grounder.conditions.variables
        self.type_of = {v.index["type", p.name]: p.name for p in self.scenario.parties}
        own = [t.name for t in self.party.types].index(kind) if kind else -1
        self.paths = []
        for profile in case.game.unfolded.profiles:
            if profile[self.place] == own:
                facts = v.empty()
                for k, p in enumerate(self.scenario.parties):
                    facts[v.index["type", p.name]] = profile[k]
                self.paths.append((profile, facts))

    def sheet(self) -> Sheet:
        own = next((t for t in self.party.types if t.name == self.kind), None)
        worth = self.scenario.worth.get(self.name)
        return Sheet(
            title=self.scenario.title,
            question=self.scenario.question,
            party=self.name,
            type=self.kind,
            means=own.means if own else "",
            others=self._others(),
            knows={p.name: "" for p in self.scenario.parties if self.name in p.known_to},
            wants=tuple(self._wants()),
            worth=self._worth(worth),
            extras=tuple(
                (" and ".join(f"{i} {o}" for i, o in combination), amounts)
                for combination, e in (worth.together if worth else ())
                if (amounts := self.amounts(e))
            ),
            bends=tuple(
                name for name, e in (("aspires", worth.aspires_to), ("averse", worth.risk_aversion)) if e is not None
            )
            if worth
            else (),
            lines=tuple(
                (line.text, None if line.bottom is None else line.bottom.text if line.bottom.never is not None else "")
                for line in self.scenario.red_lines
                if line.who == self.name and line.type in ("", self.kind)
            ),
            sittings=tuple(self._sittings()),
            tasks=tuple(self._tasks()),
            suffers=tuple(self._suffers()),
        )

    # ------------------------------------------------------------ amounts

    def amounts(self, expr: m.Expr, sign: int = 1, when: str = "") -> tuple[Amount, ...]:
        """What a number comes to for this seat, split by conditions and by others' types; nothing where it is 0."""
        match expr:
            case m.When(value, cond):
                return self.amounts(value, sign, " and ".join(t for t in (when, said(cond)) if t))
            case m.Op("+", args) if any(isinstance(a, m.When) for a in args):
                return tuple(x for a in args for x in self.amounts(a, sign, when))
            case m.Ref(path) if isinstance(self.scenario.quantities[path].expr, m.When | m.Op):
                inner = self.scenario.quantities[path].expr
                assert inner is not None
                return self.amounts(inner, sign, when)
        beyond = self.grounder.reads(expr) - set(self.type_of)
        if beyond:
            return (Amount(float("nan"), when, {}, ("−" if sign < 0 else "") + self._formula(expr)),)
        values = []
        for profile, facts in self.paths:
            ground = self.grounder.ground(expr, facts)
            if ground == ZERO:
                values.append((profile, 0.0))
            else:
                values.append((profile, sign * float(self.case.values.of(ground)[0])))
        return tuple(x for x in self._by_types(values, when) if x.value != 0.0)

    def _by_types(self, values: list[tuple[tuple[int, ...], float]], when: str) -> list[Amount]:
        """As few amounts as tell all profiles apart."""
        if len({round(v, 12) for _, v in values}) == 1:
            return [Amount(values[0][1], when)]
        parties = self.scenario.parties
        matter = [
            k
            for k in range(len(parties))
            if parties[k].types
            and any(
                abs(v - w) > 1e-12
                for p, v in values
                for q, w in values
                if all(a == b for j, (a, b) in enumerate(zip(p, q, strict=True)) if j != k)
            )
        ]
        found: dict[tuple[int, ...], Amount] = {}
        for profile, value in values:
            key = tuple(profile[k] for k in matter)
            types = {parties[k].name: parties[k].types[profile[k]].name for k in matter}
            found.setdefault(key, Amount(value, when, types))
        return list(found.values())

    def _formula(self, expr: m.Expr) -> str:
        """Arithmetic in words, with numbers that the course of events does not touch worked out."""
        if not self.grounder.reads(expr) - set(self.type_of):
            found = {round(float(self.case.values.of(self.grounder.ground(expr, f))[0]), 12) for _, f in self.paths}
            if len(found) == 1:
                return f"{found.pop():.2g}"
        match expr:
            case m.WorthOf(party):
                return f"worth to {self.scenario.party(party).label or party} of what is agreed"
            case m.ShareOf(issue, party):
                return f"share of {self.scenario.party(party).label or party} in {issue}"
            case m.Round():
                return "round"
            case m.CountOf(of):
                return f"how often {said(of)}"
            case m.When(value, cond):
                return f"({self._formula(value)} when {said(cond)})"
            case m.Op(name, args):
                parts = [self._formula(a) for a in args]
                sign = {"*": " × ", "+": " + ", "-": " − ", "/": " / ", "^": " ^ "}.get(name)
                if name == "neg":
                    return f"−{parts[0]}"
                return f"({sign.join(parts)})" if sign else f"{name}({', '.join(parts)})"
            case m.Ref(path):
                inner = self.scenario.quantities[path].expr
                return self._formula(inner) if inner is not None else path
            case m.ByType(party, cases, _):
                mine = dict(cases).get(self.kind) if party == self.name else None
                if mine is not None:
                    return self._formula(mine)
        return "it depends"

    # ------------------------------------------------------------ parts of the sheet

    def _others(self) -> dict[str, dict[str, tuple[str, float]]]:
        out: dict[str, dict[str, tuple[str, float]]] = {}
        profiles = self.case.game.unfolded.profiles
        odds = self.case.draws.chance[0, :, self.place] if len(profiles) > 1 else np.ones(1)
        fitting = [i for i, p in enumerate(profiles) if p[self.place] == self.paths[0][0][self.place]]
        total = float(odds[fitting].sum())
        for k, party in enumerate(self.scenario.parties):
            if k != self.place:
                out[party.name] = {
                    t.name: (t.means, sum(float(odds[i]) for i in fitting if profiles[i][k] == code) / total)
                    for code, t in enumerate(party.types)
                }
        return out

    def _wants(self) -> list[Wanted]:
        found: dict[str, list[Amount]] = {}
        for term in self.scenario.terms:
            if term.party == self.name:
                found.setdefault(term.name, []).extend(self.amounts(term.value, when=said(term.when)))
        return [Wanted(name, tuple(x)) for name, x in found.items() if x]

    def _worth(self, worth: m.Worth | None) -> dict[str, dict[str, tuple[Amount, ...]]]:
        if worth is None:
            return {}
        out: dict[str, dict[str, tuple[Amount, ...]]] = {}
        for issue in self.scenario.issues:
            found = {
                o: self.amounts(worth.by_option[issue.name, o]) if (issue.name, o) in worth.by_option else ()
                for o in issue.options
            }
            if any(found.values()):
                out[issue.name] = found
        return out

    def _sittings(self) -> list[Sitting]:
        out = []
        for stage in self.scenario.stages:
            factor = stage.discount.get(self.name)
            known = [] if factor is None else self.amounts(factor)
            out.append(
                Sitting(
                    stage.name, stage.attend, stage.agenda, said(stage.when), stage.note, self.name in stage.attend,
                    known[0].value if known else 1.0,
                )
            )  # fmt: skip
        return out

    def _tasks(self) -> list[Task]:
        out: list[Task] = []
        for stage in self.scenario.stages:
            for step, rounds, whens in _steps(stage.steps, 1, ()):
                out += self._task(stage.name, step, rounds, " and ".join(said(w) for w in (*whens, step.when) if w))
        return out

    def _task(self, stage: str, step: m.Step, rounds: int, when: str) -> list[Task]:
        match step:
            case m.Choice() if step.by == self.name:
                return [Task(stage, step.name, "choice", rounds, when, tuple(self._option(o) for o in step.options))]
            case m.Vote() if step.by is not None and self.name in step.by.members:
                return [Task(stage, step.name, "vote", rounds, when, tuple(self._option(o) for o in step.options))]
            case m.Proposal():
                out = []
                if step.by == self.name:
                    packages = self.case.game.shortlists.get(step.name, ())
                    labels = [self.case.game.book.package_label(p) for p in packages]
                    cost = self.amounts(step.costs[self.name], -1) if self.name in step.costs else ()
                    options = [Choosable(x, "", cost) for x in labels]
                    if step.may_withhold:
                        options.append(Choosable("makes no proposal", "", ()))
                    out.append(Task(stage, step.name, "proposal", rounds, when, tuple(options)))
                if step.accepted_by is not None and self.name in step.accepted_by.members and step.by != self.name:
                    both = (Choosable("accepts", "", ()), Choosable("refuses", "", ()))
                    out.append(Task(stage, step.name, "answer", rounds, when, both, by=step.by))
                return out
            case m.Threat() if step.by == self.name:
                return [self._threat(stage, step, when)]
        return []

    def _option(self, option: m.Option) -> Choosable:
        cost = self.amounts(option.costs[self.name], -1) if self.name in option.costs else ()
        return Choosable(option.label, option.means, cost, said(option.when))

    def _threat(self, stage: str, step: m.Threat, when: str) -> Task:
        kept = self.amounts(step.carried_out[self.name]) if self.name in step.carried_out else ()
        broken = self.amounts(step.backed_down[self.name]) if self.name in step.backed_down else ()
        do, leave = ("keeps it", "breaks it") if step.promise else ("carries it out", "backs down")
        options = (
            [Choosable(do, "", kept)] if step.automatic else [Choosable(do, "", kept), Choosable(leave, "", broken)]
        )
        due = f"due when {said(step.due)}"
        kind = "promise" if step.promise else "threat"
        return Task(stage, step.name, kind, 1, "; ".join(t for t in (when, due) if t), tuple(options))

    def _suffers(self) -> list[Wanted]:
        """What others' options, proposals and threats bring this party."""
        out = []
        for stage in self.scenario.stages:
            for step, _, _ in _steps(stage.steps, 1, ()):
                if getattr(step, "by", "") == self.name:
                    continue
                for label, amounts in self._from(step):
                    if amounts:
                        out.append(Wanted(f"{step.name}: {label}", amounts))
        return out

    def _from(self, step: m.Step) -> list[tuple[str, tuple[Amount, ...]]]:
        match step:
            case m.Choice() | m.Chance():
                with_cost = [o for o in step.options if self.name in o.costs]
                return [(o.label, self.amounts(o.costs[self.name], -1)) for o in with_cost]
            case m.Threat():
                ends = (("carried out", step.carried_out), ("backed down", step.backed_down))
                if step.promise:
                    ends = (("kept", step.carried_out), ("broken", step.backed_down))
                return [(word, self.amounts(x[self.name])) for word, x in ends if self.name in x]
        return []


def _steps(
    steps: tuple[m.Step, ...], rounds: int, whens: tuple[m.Cond, ...]
) -> list[tuple[m.Step, int, tuple[m.Cond, ...]]]:
    """Every step with how often it can take place and the conditions of the blocks around it."""
    out: list[tuple[m.Step, int, tuple[m.Cond, ...]]] = []
    for step in steps:
        inner = (*whens, step.when) if step.when is not None else whens
        match step:
            case m.AtOnce():
                out += _steps(step.steps, rounds, inner)
            case m.Rounds():
                out += _steps(step.steps, rounds * step.most, inner)
            case _:
                out.append((step, rounds, whens))
    return out
