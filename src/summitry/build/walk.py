"""One path through a program: where it stands, what happened, what each party has seen, and what can happen next.

`advance` runs a path to its next branching (or its end); `choose` takes one branch. Counting and unfolding are both
walks over these two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from summitry.build.facts import NOT_YET, WITHHELD, Facts, Test
from summitry.build.ground import Ground, Grounder, Shifts
from summitry.build.program import (
    Announcement,
    Ballot,
    Decide,
    Due,
    EnterRound,
    EnterStage,
    Hold,
    Make,
    Operation,
    Program,
    Propose,
    Release,
    Tally,
)
from summitry.errors import InputError, Problem
from summitry.scenario import model as m

Seen = tuple[int, int]
"""(position, value) of something seen."""
Discounts = tuple[tuple[Ground, ...], ...]
"""Per party: factors in force."""
Packages = Callable[[m.Proposal, tuple[int, ...], Facts], tuple[int, ...]]
"""(proposal, open issues, facts) -> package ids that can be proposed."""

MAKES, HOLDS_BACK = "makes it", "does not make it"
CARRIES_OUT, BACKS_DOWN = "carries it out", "backs down"
KEEPS, BREAKS = "keeps it", "breaks it"
WITHHOLDS = "makes no proposal"
ACCEPTS, REFUSES = "accepts", "refuses"


@dataclass(eq=False)
class Path:
    """A path in progress; copied at every branching."""

    position: int
    facts: Facts
    seen: list[int]
    """Per party: id of all that it has seen so far."""
    held: list[tuple[tuple[int, ...], Seen]] | None
    depth: int
    """How many `at once` blocks are open."""
    shifts: Shifts
    discounts: Discounts
    costs: tuple[tuple[int, ...], ...]
    """Per party: ids of what it has paid or gained on the way."""

    def copy(self) -> Path:
        """A path of its own from here."""
        return Path(
            self.position,
            self.facts.copy(),
            self.seen.copy(),
            None if self.held is None else self.held.copy(),
            self.depth,
            self.shifts,
            self.discounts,
            self.costs,
        )


@dataclass(frozen=True, eq=False)
class Branching:
    """What can happen next: `options[k]` are codes, with labels for people."""

    operation: Operation
    party: int
    """-1 for chance."""
    options: tuple[int, ...]
    labels: tuple[str, ...]
    weights: tuple[Mapping[str, Ground] | Ground, ...] = ()
    """Of chance: per option the analyst's odds, or all odds by holder (`""` is the analyst)."""


@dataclass(frozen=True, eq=False)
class Walker:
    """Walks the program of one scenario."""

    program: Program
    grounder: Grounder
    packages: Packages
    book: Book
    keep: bool = True
    """Whether sights, costs and odds are kept (unfolding) or only what shapes the tree (counting)."""
    index: Mapping[str, int] = field(default_factory=dict)

    def start(self) -> Path:
        """A path with nothing on it (types still open)."""
        parties = len(self.program.scenario.parties)
        return Path(0, self.program.variables.empty(), [0] * parties, None, 0, (), ((),) * parties, ((),) * parties)

    # ------------------------------------------------------------ moving on

    def advance(self, path: Path) -> Branching | None:
        """Run to the next branching, None at the end of the path."""
        operations = self.program.operations
        while path.position < len(operations):
            operation = operations[path.position]
            if not operation.test(path.facts):
                path.position = operation.skip
                continue
            found = self._arrive(path, operation)
            if found is None:
                continue
            if len(found.options) > 1:
                return found
            if found.party >= 0 and self.keep:
                self.book.forced(path, found)
            self.choose(path, found, 0)
        return None

    def _arrive(self, path: Path, op: Operation) -> Branching | None:
        """What branches here; None where the path just moved on."""
        f = path.facts
        match op:
            case EnterStage():
                f[op.variable] = 1
                self._enter(path, op.discount)
                self._tell(path, tuple(self.index), (path.position, 0), everyone=True)
            case EnterRound():
                if op.number > 1 and ((op.ended is not None and op.ended(f)) or any(f[a] == 1 for a in op.agreed)):
                    path.position = op.skip
                    return None
                f[op.variable] = op.number
                self._enter(path, op.discount)
            case Hold():
                path.depth += 1
                path.held = path.held if path.held is not None else []
            case Release():
                path.depth -= 1
                if path.depth == 0:
                    held, path.held = path.held or [], None
                    for parties, seen in held:
                        self._see(path, parties, seen)
            case Decide():
                return self._decide(path, op)
            case Propose():
                return self._propose(path, op)
            case Ballot():
                return self._ballot(path, op)
            case Tally():
                self._tally(path, op)
                return None
            case Announcement():
                for k, (_, test) in enumerate(op.says):
                    if test(f):
                        self.program.variables.put(f, op.variable, k)
                        self._tell(path, op.told, (path.position, k))
                        break
            case Make():
                assert op.threat is not None
                if f[self.program.variables.index["left", op.threat.by]] == 1:
                    path.position = op.skip
                    return None
                if op.threat.may:
                    return self._own(path, op, op.threat.by, (1, 0), (MAKES, HOLDS_BACK), op.variable)
                f[op.variable] = 1
                self._tell(path, op.told, (path.position, 1))
            case Due():
                assert op.threat is not None
                if f[op.made] != 1:
                    path.position = op.skip
                    return None
                if not op.threat.automatic:
                    labels = (KEEPS, BREAKS) if op.threat.promise else (CARRIES_OUT, BACKS_DOWN)
                    return self._own(path, op, op.threat.by, (1, 0), labels, op.variable)
                f[op.variable] = 1
                self._gain(path, op.threat.carried_out, 1)
        path.position += 1
        return None

    def choose(self, path: Path, branching: Branching, k: int) -> None:
        """Take option k on this path."""
        op, code, f = branching.operation, branching.options[k], path.facts
        seen: Seen = (path.position, code)
        if branching.party >= 0:
            self._see(path, (branching.party,), seen)
        match op:
            case Decide():
                self.program.variables.put(f, op.variable, code)
                option = op.options[code]
                self._gain(path, option.costs, -1)
                self._effects(path, option)
                self._tell(path, op.told, seen, but=branching.party)
            case Propose():
                self.program.variables.put(f, op.variable, code)
                self._tell(path, op.told, seen, but=branching.party)
                if code == WITHHELD:
                    path.position = op.accept
                    return
                assert op.proposal is not None
                self._gain(path, op.proposal.costs, -1)
            case Ballot():
                f[op.variable] = code
                if op.told:
                    self._tell(path, op.told, seen, but=branching.party)
                if op.stop and code == 1:
                    path.position = op.skip
                    return
            case Make():
                f[op.variable] = code
                self._tell(path, op.told, seen, but=branching.party)
            case Due():
                assert op.threat is not None
                f[op.variable] = code
                self._gain(path, op.threat.carried_out if code == 1 else op.threat.backed_down, 1)
        path.position += 1

    # ------------------------------------------------------------ what branches

    def _decide(self, path: Path, op: Decide) -> Branching | None:
        f = path.facts
        if op.by and f[self.program.variables.index["left", op.by]] == 1:
            path.position = op.skip
            return None
        codes = tuple(k for k, opens in enumerate(op.opens) if opens(f))
        if not op.by:
            case = next((c for test, c in op.cases if test(f)), None)
            if case is None or not codes:
                path.position = op.skip
                return None
            weights = tuple(self._odds(path, case, k) for k in codes) if self.keep else ()
            return Branching(op, -1, codes, tuple(op.options[k].label for k in codes), weights)
        if not codes:
            raise _stuck(self.program, path, op, op.by, "no option of this step is open")
        return self._own(path, op, op.by, codes, tuple(op.options[k].label for k in codes), op.variable)

    def _odds(self, path: Path, case: m.OddsCase, k: int) -> Mapping[str, Ground]:
        weights = {"": self.grounder.ground(case.odds[k], path.facts)}
        for party, odds in case.odds_of.items():
            weights[party] = self.grounder.ground(odds[k], path.facts)
        return weights

    def _own(
        self, path: Path, op: Operation, by: str, codes: tuple[int, ...], labels: tuple[str, ...], variable: int
    ) -> Branching:
        """A party's options without those behind its red lines."""
        lines = self._lines(path, by)
        if lines:
            allowed = [k for k, code in enumerate(codes) if not self._would_cross(path.facts, lines, {variable: code})]
            if not allowed:
                raise _stuck(self.program, path, op, by, "its red lines leave it no option")
            codes = tuple(codes[k] for k in allowed)
            labels = tuple(labels[k] for k in allowed)
        return Branching(op, self.index[by], codes, labels)

    def _lines(self, path: Path, by: str) -> list[Test]:
        """Red lines of a party's type that are not crossed already."""
        lines = self.program.red_lines.get(by)
        if not lines:
            return []
        mine = path.facts[self.program.variables.index["type", by]]
        return [test for code, test, _ in lines if code in (-1, mine) and not test(path.facts)]

    def _crosses(self, path: Path, lines: list[Test], package: tuple[int, ...], op: Propose, code: int) -> bool:
        """Whether agreeing on the package would cross one of the red lines."""
        then = {op.variable: code, self.program.variables.agreed[op.variable]: 1}
        then.update({s: o for s, o in zip(op.settled, package, strict=True) if o >= 0})
        return self._would_cross(path.facts, lines, then)

    def _would_cross(self, f: Facts, lines: list[Test], then: Mapping[int, int]) -> bool:
        """Whether one of the red lines would be crossed if these facts came true as well."""
        latest = self.program.variables.latest
        facts = {**then, **{latest[v]: code for v, code in then.items() if v in latest}}
        before = {v: f[v] for v in facts}
        for variable, code in facts.items():
            f[variable] = code
        crossed = any(test(f) for test in lines)
        for variable, code in before.items():
            f[variable] = code
        return crossed

    def _propose(self, path: Path, op: Propose) -> Branching | None:
        assert op.proposal is not None
        f, v = path.facts, self.program.variables
        free = tuple(i for i in op.agenda if f[op.settled[i]] == NOT_YET or i in op.reopened)
        if any(f[v.index["left", p]] == 1 for p in op.needed) or all(
            f[v.index["left", p]] == 1
            for p in op.proposal.accepted_by.members  # type: ignore[union-attr]
        ):
            path.position = op.skip
            return None
        codes = self.packages(op.proposal, free, f)
        if not codes:
            path.position = op.skip
            return None
        if not op.mediator:
            lines = self._lines(path, op.by)
            if lines:
                codes = tuple(c for c in codes if not self._crosses(path, lines, v.packages[c], op, c))
            if op.proposal.may_withhold:
                codes = (*codes, WITHHELD)
            if not codes:
                raise _stuck(self.program, path, op, op.by, "its red lines leave it no package to propose")
        labels = tuple(WITHHOLDS if c == WITHHELD else self.book.package_label(v.packages[c]) for c in codes)
        if op.mediator:
            even: Ground = ("c", 1.0 / len(codes))
            return Branching(op, -1, codes, labels, tuple({"": even} for _ in codes) if self.keep else ())
        return Branching(op, self.index[op.by], codes, labels)

    def _ballot(self, path: Path, op: Ballot) -> Branching | None:
        f, v = path.facts, self.program.variables
        if f[v.index["left", op.by]] == 1:
            path.position += 1
            return None
        codes: tuple[int, ...] = (0, 1)
        labels: tuple[str, ...] = op.labels
        if op.package >= 0:
            lines = self._lines(path, op.by)
            propose = self._proposal_of(path)
            code = f[op.package]
            if lines and self._crosses(path, lines, v.packages[code], propose, code):
                codes, labels = (1,), (op.labels[1],)
        else:
            # in a vote the act is one's own voice: a red line on the result bars the voice for it
            lines = self._lines(path, op.by)
            allowed = [code for code in codes if not (lines and self._would_cross(f, lines, {op.vote: code}))]
            if not allowed:
                raise _stuck(self.program, path, op, op.by, "its red lines leave it no vote")
            codes, labels = tuple(allowed), tuple(op.labels[c] for c in allowed)
        return Branching(op, self.index[op.by], codes, labels)

    def _proposal_of(self, path: Path) -> Propose:
        position = path.position
        while True:
            position -= 1
            operation = self.program.operations[position]
            if isinstance(operation, Propose):
                return operation

    def _tally(self, path: Path, op: Tally) -> None:
        assert op.coalition is not None
        f, v = path.facts, self.program.variables
        if op.package >= 0 and f[op.package] < 0:
            path.position = op.skip
            return
        present = [(p, b) for p, b in op.ballots if f[v.index["left", p]] != 1]
        # who has no ballot is the proposer: it has accepted by proposing
        cast = {p: f[b] if f[b] != NOT_YET else 0 for p, b in present}
        yes = sum(1 for value in cast.values() if value == 0)
        needed = op.coalition.needed
        enough = 2 * yes > len(cast) if needed is None else yes >= min(needed, len(cast))
        carried = bool(cast) and enough and not any(cast.get(p) == 1 for p in op.coalition.veto)
        if op.package >= 0:
            v.put(f, op.variable, int(carried))
            if carried:
                for variable, option in zip(op.settled, v.packages[f[op.package]], strict=True):
                    if option >= 0:
                        f[variable] = option
        else:
            v.put(f, op.variable, 0 if carried else 1)
            self._gain(path, op.options[f[op.variable]].costs, -1)
            self._effects(path, op.options[f[op.variable]])
        code = int(carried)
        if not op.secret and len(cast) > 1:
            for k, (member, _) in enumerate(op.ballots):
                code |= (cast.get(member, NOT_YET) + 1) << (2 * k + 1)
        self._tell(path, op.told, (path.position, code))
        path.position += 1

    # ------------------------------------------------------------ effects and sight

    def _enter(self, path: Path, discount: Mapping[str, m.Expr]) -> None:
        if not discount or not self.keep:
            return
        factors = list(path.discounts)
        for party, expr in discount.items():
            k = self.index[party]
            factors[k] = (*factors[k], self.grounder.ground(expr, path.facts))
        path.discounts = tuple(factors)

    def _gain(self, path: Path, amounts: Mapping[str, m.Expr], sign: int) -> None:
        if not amounts or not self.keep:
            return
        costs = list(path.costs)
        operation = self.program.operations[path.position]
        for party, expr in amounts.items():
            k = self.index[party]
            ground = self.grounder.ground(expr, path.facts, path.shifts)
            name = operation.step
            costs[k] = (*costs[k], self.book.contribution(k, name, sign, ground, path.discounts[k]))
        path.costs = tuple(costs)

    def _effects(self, path: Path, option: m.Option) -> None:
        if option.shifts and self.keep:
            path.shifts = (
                *path.shifts,
                *((name, self.grounder.ground(factor, path.facts)) for name, factor in option.shifts),
            )
        if option.leaves:
            path.facts[self.program.variables.index["left", option.leaves]] = 1

    def _tell(self, path: Path, told: tuple[str, ...], seen: Seen, *, but: int = -1, everyone: bool = False) -> None:
        if not self.keep:
            return
        everyone = everyone or len(told) == len(self.index)
        left, f = self.program.variables.index, path.facts
        parties = tuple(
            k
            for k in (self.index[p] for p in told)
            if k != but and (everyone or f[left["left", self.book.names[k]]] != 1)
        )
        if path.held is not None:
            path.held.append((parties, seen))
        else:
            self._see(path, parties, seen)

    def _see(self, path: Path, parties: tuple[int, ...], seen: Seen) -> None:
        if not self.keep:
            return
        for k in parties:
            path.seen[k] = self.book.sight(path.seen[k], seen)


def _stuck(program: Program, path: Path, op: Operation, by: str, why: str) -> InputError:
    types = {
        p.name: p.types[path.facts[program.variables.index["type", p.name]]].name
        for p in program.scenario.parties
        if p.types and path.facts[program.variables.index["type", p.name]] >= 0
    }
    way = path_in_words(program, path.facts)
    line, col = program.scenario.places.get(op.step, (0, 0))
    who = f"{by} ({types[by]})" if by in types else by
    return InputError(
        [
            Problem(
                program.scenario.file,
                line,
                col,
                f"{who} has nothing left to choose at '{op.step}' ({why}) when {way or 'the game begins'}",
                "at least one option for every type",
                "relax a red line, or give the step a `when` that leaves this path out",
            )
        ]
    )


def path_in_words(program: Program, facts: Facts) -> str:
    """What happened on a path, as conditions joined by `and`."""
    parts: list[str] = []
    for party in program.scenario.parties:
        code = facts[program.variables.index["type", party.name]]
        if party.types and code >= 0:
            parts.append(f"{party.name} is {party.types[code].name}")
    for key, variable in program.variables.index.items():
        if key[0] == "result" and facts[variable] != NOT_YET:
            labels = program.variables.labels[variable]
            code = facts[variable]
            if labels:
                parts.append(f"{key[1]} is {labels[code]}")
            elif code == WITHHELD:
                parts.append(f"{key[1]} is withheld")
            else:
                accepted = facts[program.variables.agreed[variable]]
                parts.append(f"{key[1]} {'agreed' if accepted == 1 else 'refused' if accepted == 0 else 'made'}")
        if key[0] == "made" and facts[variable] == 1:
            parts.append(f"{key[1]} made")
    return " and ".join(parts)


def _written_out(steps: Iterable[m.Stage | m.Step]) -> Iterator[m.Package]:
    """Packages written out by hand in any proposal."""
    for step in steps:
        if isinstance(step, m.Proposal):
            yield from step.packages
        elif isinstance(step, m.Stage | m.AtOnce | m.Rounds):
            yield from _written_out(step.steps)


def _options(scenario: m.Scenario, package: m.Package) -> tuple[int, ...]:
    settles = dict(package.settles)
    return tuple(i.options.index(settles[i.name]) if i.name in settles else -1 for i in scenario.issues)


class Book:
    """Interns what repeats over paths: sights, contributions, labels."""

    def __init__(self, scenario: m.Scenario) -> None:
        self.names = [p.name for p in scenario.parties]
        self.issues = scenario.issues
        self.sights: dict[tuple[int, Seen], int] = {}
        self.trail: list[tuple[int, Seen]] = [(-1, (-1, -1))]
        self.contributions: dict[tuple[int, str, int, Ground, tuple[Ground, ...]], int] = {}
        self.actions_at: dict[tuple[int, int, int], tuple[int, ...]] = {}
        self._labels = {_options(scenario, p): p.name for p in _written_out(scenario.stages) if p.name}

    def sight(self, before: int, seen: Seen) -> int:
        """The id of having seen this after that."""
        found = self.sights.get((before, seen))
        if found is None:
            found = self.sights[before, seen] = len(self.trail)
            self.trail.append((before, seen))
        return found

    def contribution(self, party: int, name: str, sign: int, ground: Ground, discounts: tuple[Ground, ...]) -> int:
        """The id of one part of a payoff: sign times the number times its discounts."""
        return self.contributions.setdefault((party, name, sign, ground, discounts), len(self.contributions))

    def forced(self, path: Path, branching: Branching) -> None:
        """Remember that a party had one option only, so that its information set can be compared."""
        key = (path.position, branching.party, path.seen[branching.party])
        self.actions_at.setdefault(key, branching.options)

    def package_label(self, package: tuple[int, ...]) -> str:
        """A package in words: its name, or `ceasefire general, territory swap`."""
        found = self._labels.get(package)
        if found is None:
            found = ", ".join(f"{i.name} {i.options[o]}" for i, o in zip(self.issues, package, strict=True) if o >= 0)
            self._labels[package] = found
        return found
