"""A scenario's stages laid out as a straight list of operations, rounds unrolled, so that a path is a position in it.

Two passes: the first numbers every occurrence of every step (so that conditions may speak of any of them), the second
compiles conditions and writes the operations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from summitry.build.facts import Conditions, Test, Variables
from summitry.scenario import model as m


@dataclass(eq=False)
class Operation:
    """One position of the program; `next` is where it goes on, `skip` where if it does not take place."""

    stage: str
    step: str
    round: int
    test: Test
    """Whether it takes place (structural condition)."""
    skip: int = -1
    reads: frozenset[int] = frozenset()
    """Variables that decide what happens here."""


@dataclass(eq=False)
class EnterStage(Operation):
    """A stage begins: everybody sees that it does."""

    variable: int = 0
    discount: Mapping[str, m.Expr] = field(default_factory=dict)


@dataclass(eq=False)
class EnterRound(Operation):
    """A round begins, unless the block has ended."""

    number: int = 1
    variable: int = 0
    ended: Test | None = None
    agreed: tuple[int, ...] = ()
    """Acceptance variables of proposals in the round before: an agreement ends the block."""
    discount: Mapping[str, m.Expr] = field(default_factory=dict)


@dataclass(eq=False)
class Hold(Operation):
    """From here on others do not see choices until they are released (an `at once` block)."""


@dataclass(eq=False)
class Release(Operation):
    """What was held back is seen."""


@dataclass(eq=False)
class Decide(Operation):
    """A party or chance picks one of the options; the result is told."""

    by: str = ""
    """Party name; empty for chance."""
    variable: int = 0
    options: tuple[m.Option, ...] = ()
    opens: tuple[Test, ...] = ()
    """Per option: whether it is open."""
    told: tuple[str, ...] = ()
    cases: tuple[tuple[Test, m.OddsCase], ...] = ()
    """Of chance."""
    label: str = ""
    """Verb of what is decided, for people: empty for the step itself."""


@dataclass(eq=False)
class Propose(Operation):
    """A package is put on the table (by a party, or by chance for a mediator)."""

    by: str = ""
    mediator: bool = False
    proposal: m.Proposal | None = None
    variable: int = 0
    agenda: tuple[int, ...] = ()
    """Places of issues that may be proposed."""
    reopened: frozenset[int] = frozenset()
    settled: tuple[int, ...] = ()
    """Variables of all issues, in order."""
    needed: tuple[str, ...] = ()
    """Who must be there for it to take place."""
    told: tuple[str, ...] = ()
    accept: int = -1
    """Position behind the answers, where it goes on when it is withheld."""


@dataclass(eq=False)
class Ballot(Operation):
    """One member of a coalition says yes (0) or no (1)."""

    by: str = ""
    variable: int = 0
    package: int = -1
    """Result variable of the proposal that is answered, -1 for a vote."""
    labels: tuple[str, str] = ("yes", "no")
    told: tuple[str, ...] = ()
    """Who sees it at once (answers in turn)."""
    stop: bool = False
    """Whether a no leads straight to the tally."""
    vote: int = -1
    """Result variable of the vote, -1 for an answer."""


@dataclass(eq=False)
class Tally(Operation):
    """The answers are counted and the result is told."""

    coalition: m.Coalition | None = None
    ballots: tuple[tuple[str, int], ...] = ()
    variable: int = 0
    """The acceptance variable of a proposal, or the result variable of a vote."""
    package: int = -1
    options: tuple[m.Option, ...] = ()
    settled: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    secret: bool = False


@dataclass(eq=False)
class Announcement(Operation):
    """A result is told without the choices behind it."""

    variable: int = 0
    says: tuple[tuple[str, Test], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(eq=False)
class Make(Operation):
    """A threat or promise is made, as given or by choice."""

    threat: m.Threat | None = None
    variable: int = 0
    told: tuple[str, ...] = ()


@dataclass(eq=False)
class Due(Operation):
    """A threat or promise that is due is carried out or not."""

    threat: m.Threat | None = None
    made: int = 0
    variable: int = 0


@dataclass(frozen=True, eq=False)
class Program:
    """The operations of a scenario, its variables and its compiled red lines."""

    scenario: m.Scenario
    variables: Variables
    conditions: Conditions
    operations: tuple[Operation, ...]
    red_lines: Mapping[str, tuple[tuple[int, Test, m.RedLine], ...]]
    """By party: (code of the type or -1 for all, test, line)."""
    reads: tuple[frozenset[int], ...]
    """Per position: variables that decide what happens there or later."""


Op = TypeVar("Op", bound=Operation)


def lay_out(scenario: m.Scenario) -> Program:
    """Write the program of a scenario."""
    return _Layout(scenario).program()


class _Layout:
    def __init__(self, scenario: m.Scenario) -> None:
        self.scenario = scenario
        self.variables = Variables()
        self.parties = {p.name: p for p in scenario.parties}
        self.issues = {i.name: i for i in scenario.issues}
        events = {e.name: e.when for e in scenario.markers}
        # an outcome's name stands for it being the first that fits
        for k, event in enumerate(scenario.outcomes):
            events[event.name] = m.And((*(m.Not(e.when) for e in scenario.outcomes[:k]), event.when))
        self.conditions = Conditions(self.variables, self.issues, self.parties, events)
        self.operations: list[Operation] = []
        self.threats: list[m.Threat] = []
        self.stage = scenario.stages[0] if scenario.stages else None
        self.compile = False
        self.everyone = tuple(p.name for p in scenario.parties)

    def program(self) -> Program:
        v = self.variables
        for party in self.scenario.parties:
            v.add("type", party.name)
            v.add("left", party.name)
        for issue in self.scenario.issues:
            v.add("settled", issue.name)
        v.add("round")
        self.settled = tuple(v.index["settled", i.name] for i in self.scenario.issues)
        # pass one numbers the occurrences, pass two compiles
        self._stages()
        v.name_latest()
        self.operations.clear()
        self.threats.clear()
        self.compile = True
        self._stages()
        red: dict[str, list[tuple[int, Test, m.RedLine]]] = {}
        red_reads: set[int] = set()
        for line in (*self.scenario.red_lines, *self.scenario.held):
            if line.binds is None:
                continue
            names = [t.name for t in self.parties[line.who].types]
            code = names.index(line.type) if line.type else -1
            red.setdefault(line.who, []).append((code, self.conditions.test(line.binds), line))
            red_reads |= self.conditions.reads(line.binds) | {v.index["type", line.who]}
        reads: list[frozenset[int]] = []
        later: frozenset[int] = frozenset(red_reads)
        for operation in reversed(self.operations):
            later = later | operation.reads
            reads.append(later)
        return Program(
            self.scenario,
            v,
            self.conditions,
            tuple(self.operations),
            {k: tuple(x) for k, x in red.items()},
            tuple(reversed(reads)),
        )

    # ------------------------------------------------------------ stages, rounds, blocks

    def _add(self, operation: Op) -> Op:
        self.operations.append(operation)
        return operation

    def _test(self, cond: m.Cond | None) -> Test:
        return self.conditions.test(cond) if self.compile else _no

    def _reads(self, *conds: m.Cond | None) -> frozenset[int]:
        if not self.compile:
            return frozenset()
        return frozenset(v for c in conds for v in self.conditions.reads(c))

    def _stages(self) -> None:
        for stage in self.scenario.stages:
            self.stage = stage
            variable = self.variables.add("stage", stage.name)
            enter = self._add(
                EnterStage(
                    stage.name,
                    "",
                    0,
                    self._test(stage.when),
                    reads=self._reads(stage.when),
                    variable=variable,
                    discount=stage.discount,
                )
            )
            for step in stage.steps:
                self._step(step, "", 0)
            enter.skip = len(self.operations)
        for threat in self.threats:
            made = self.variables.index["made", threat.name]
            done = self.variables.add("done", threat.name)
            self._add(
                Due(
                    "",
                    threat.name,
                    0,
                    self._test(threat.due),
                    reads=self._reads(threat.due) | {made},
                    threat=threat,
                    made=made,
                    variable=done,
                )
            )
            self.operations[-1].skip = len(self.operations)

    def _step(self, step: m.Step, occurrence: str, number: int) -> None:
        match step:
            case m.Rounds():
                self._rounds(step, occurrence)
            case m.AtOnce():
                self._at_once(step, occurrence, number)
            case m.Choice() | m.Chance():
                self._decide(step, occurrence, number)
            case m.Vote():
                self._vote(step, occurrence, number)
            case m.Announce():
                self._announce(step, occurrence, number)
            case m.Proposal():
                self._proposal(step, occurrence, number)
            case m.Threat():
                self._threat(step, number)
            case _:
                raise TypeError(f"unknown step {step!r}")

    def _rounds(self, block: m.Rounds, occurrence: str) -> None:
        enters: list[EnterRound] = []
        agreed_before: tuple[int, ...] = ()
        variable = self.variables.index["round",]
        for k in range(1, block.most + 1):
            enter = EnterRound(
                self._stage.name,
                block.name,
                k,
                self._test(block.when) if k == 1 else _always,
                reads=self._reads(block.when if k == 1 else block.until) | frozenset(agreed_before),
                number=k,
                variable=variable,
                ended=self._test(block.until) if k > 1 and block.until is not None else None,
                agreed=agreed_before,
                discount=block.discount if k > 1 else {},
            )
            enters.append(self._add(enter))
            first = len(self.operations)
            for step in block.steps:
                self._step(step, f"{occurrence}/{k}", k)
            agreed_before = tuple(
                op.variable for op in self.operations[first:] if isinstance(op, Tally) and op.package >= 0
            )
        for enter in enters:
            enter.skip = len(self.operations)

    def _at_once(self, block: m.AtOnce, occurrence: str, number: int) -> None:
        hold = self._add(
            Hold(self._stage.name, block.name, number, self._test(block.when), reads=self._reads(block.when))
        )
        for step in block.steps:
            self._step(step, occurrence, number)
        self._add(Release(self._stage.name, block.name, number, _always))
        hold.skip = len(self.operations)

    # ------------------------------------------------------------ single steps

    @property
    def _stage(self) -> m.Stage:
        assert self.stage is not None
        return self.stage

    def _told(self, step: m.Step) -> tuple[str, ...]:
        return self._stage.attend if step.told_to is None else step.told_to

    def _decide(self, step: m.Choice | m.Chance, occurrence: str, number: int) -> None:
        variable = (
            self.variables.result(step, occurrence, tuple(o.label for o in step.options))
            if not self.compile
            else self._known(step, occurrence)
        )
        cases: tuple[tuple[Test, m.OddsCase], ...] = ()
        reads = self._reads(step.when, *(o.when for o in step.options))
        if isinstance(step, m.Chance):
            cases = tuple((self._test(c.when), c) for c in step.odds)
            reads |= self._reads(*(c.when for c in step.odds))
        by = step.by if isinstance(step, m.Choice) else ""
        if by:
            reads |= {self.variables.index["left", by]}
        self._add(
            Decide(
                self._stage.name,
                step.name,
                number,
                self._test(step.when),
                skip=len(self.operations) + 1,
                reads=reads,
                by=by,
                variable=variable,
                options=step.options,
                opens=tuple(self._test(o.when) for o in step.options),
                told=self._told(step),
                cases=cases,
            )
        )

    def _known(self, step: m.Step, occurrence: str) -> int:
        return self.variables.index["result", step.name, occurrence]

    def _ballots(
        self,
        coalition: m.Coalition,
        step: m.Step,
        occurrence: str,
        number: int,
        *,
        package: int,
        vote: int,
        in_turn: bool,
        labels: tuple[str, str],
        proposer: str = "",
    ) -> tuple[tuple[str, int], ...]:
        ballots: list[tuple[str, int]] = []
        positions: list[Ballot] = []
        for member in coalition.members:
            variable = self.variables.add("ballot", step.name, occurrence, member)
            ballots.append((member, variable))
            if member == proposer:
                continue
            reads = {self.variables.index["left", member]} | ({package} if package >= 0 else set())
            ballot = Ballot(
                self._stage.name,
                step.name,
                number,
                _always,
                skip=len(self.operations) + 1,
                reads=frozenset(reads),
                by=member,
                variable=variable,
                package=package,
                labels=labels,
                told=self._told(step) if in_turn else (),
                vote=vote,
            )
            positions.append(self._add(ballot))
        if in_turn and coalition.needed is not None and coalition.needed >= len(coalition.members):
            for ballot in positions:
                ballot.stop = True
        return tuple(ballots)

    def _vote(self, step: m.Vote, occurrence: str, number: int) -> None:
        assert step.by is not None
        labels = tuple(o.label for o in step.options)
        variable = self._known(step, occurrence) if self.compile else self.variables.result(step, occurrence, labels)
        # a vote that does not take place is jumped over as a whole
        gate = self._add(Hold(self._stage.name, step.name, number, self._test(step.when), reads=self._reads(step.when)))
        ballots = self._ballots(
            step.by, step, occurrence, number, package=-1, vote=variable, in_turn=False, labels=(labels[0], labels[1])
        )
        self._add(Release(self._stage.name, step.name, number, _always))
        self._add(
            Tally(
                self._stage.name,
                step.name,
                number,
                _always,
                skip=len(self.operations) + 1,
                reads=frozenset(b for _, b in ballots),
                coalition=step.by,
                ballots=ballots,
                variable=variable,
                options=step.options,
                told=self._told(step),
                secret=step.secret,
            )
        )
        gate.skip = len(self.operations)

    def _announce(self, step: m.Announce, occurrence: str, number: int) -> None:
        labels = tuple(label for label, _ in step.says)
        variable = self._known(step, occurrence) if self.compile else self.variables.result(step, occurrence, labels)
        self._add(
            Announcement(
                self._stage.name,
                step.name,
                number,
                self._test(step.when),
                skip=len(self.operations) + 1,
                reads=self._reads(step.when, *(c for _, c in step.says)),
                variable=variable,
                says=tuple((label, self._test(c)) for label, c in step.says),
                told=self._told(step),
            )
        )

    def _proposal(self, step: m.Proposal, occurrence: str, number: int) -> None:
        assert step.accepted_by is not None
        v = self.variables
        if not self.compile:
            variable = v.result(step, occurrence, ())
            v.agreed[variable] = v.add("agreed", step.name, occurrence)
        else:
            variable = self._known(step, occurrence)
        names = list(self.issues)
        mediator = step.by in {md.name for md in self.scenario.mediators}
        answering = step.accepted_by.members
        # all must agree: each of them has to be there; otherwise the coalition votes with those who are
        all_must = step.accepted_by.needed is not None and step.accepted_by.needed >= len(answering)
        needed = tuple(answering) if all_must else ()
        if not mediator:
            needed = (*needed, step.by)
        left = frozenset(v.index["left", p] for p in {*needed, *answering})
        told = tuple(dict.fromkeys((*self._told(step), *answering, *(() if mediator else (step.by,)))))
        propose = self._add(
            Propose(
                self._stage.name,
                step.name,
                number,
                self._test(step.when),
                reads=self._reads(step.when) | left | frozenset(self.settled),
                by=step.by,
                mediator=mediator,
                proposal=step,
                variable=variable,
                agenda=tuple(names.index(i) for i in self._stage.agenda),
                reopened=frozenset(names.index(i) for i in self._stage.reopens),
                settled=self.settled,
                needed=needed,
                told=told,
            )
        )
        hold = None
        if not step.in_turn:
            hold = self._add(Hold(self._stage.name, step.name, number, _always))
        ballots = self._ballots(
            step.accepted_by,
            step,
            occurrence,
            number,
            package=variable,
            vote=-1,
            in_turn=step.in_turn,
            labels=("accepts", "refuses"),
            proposer="" if mediator else step.by,
        )
        if hold is not None:
            self._add(Release(self._stage.name, step.name, number, _always))
            hold.skip = len(self.operations)
        tally = self._add(
            Tally(
                self._stage.name,
                step.name,
                number,
                _always,
                skip=len(self.operations) + 1,
                reads=frozenset(b for _, b in ballots) | {variable},
                coalition=step.accepted_by,
                ballots=ballots,
                variable=v.agreed[variable],
                package=variable,
                settled=self.settled,
                told=told,
            )
        )
        propose.skip = propose.accept = len(self.operations)
        if step.in_turn:
            for op in self.operations:
                if isinstance(op, Ballot) and op.package == variable and op.stop:
                    op.skip = len(self.operations) - 1
        assert tally.skip == len(self.operations)

    def _threat(self, step: m.Threat, number: int) -> None:
        variable = self.variables.add("made", step.name)
        told = step.told_to if step.told_to is not None else tuple(dict.fromkeys((*self._stage.attend, *step.against)))
        if all(t.name != step.name for t in self.threats):
            self.threats.append(step)
        self._add(
            Make(
                self._stage.name,
                step.name,
                number,
                self._test(step.when),
                skip=len(self.operations) + 1,
                reads=self._reads(step.when) | {self.variables.index["left", step.by]},
                threat=step,
                variable=variable,
                told=told,
            )
        )


def _no(f: list[int]) -> bool:
    return False


def _always(f: list[int]) -> bool:
    return True
