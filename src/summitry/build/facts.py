"""What can be known of a path: one integer variable per fact, and conditions compiled to tests on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from summitry.scenario import model as m

Facts = list[int]
Test = Callable[[Facts], bool]
Tally = Callable[[Facts], tuple[int, int]]

NOT_YET = -1
"""Value of a fact about something that did not happen."""
WITHHELD = -2
"""Result of a proposal that was not made."""


@dataclass(eq=False)
class Variables:
    """Numbers the facts of a scenario; filled while its program is laid out, then only read."""

    index: dict[tuple[str, ...], int] = field(default_factory=dict)
    results: dict[str, list[int]] = field(default_factory=dict)
    """Step or family -> result variables of all its occurrences, in order."""
    labels: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Result variable -> option labels (none for proposals)."""
    agreed: dict[int, int] = field(default_factory=dict)
    """Result variable of a proposal -> variable that says whether it was accepted."""
    latest: dict[int, int] = field(default_factory=dict)
    """Result or acceptance variable -> variable that holds the latest one of its step (itself, if the only one)."""
    packages: list[tuple[int, ...]] = field(default_factory=list)
    """Package id -> option index per issue, -1 where it settles nothing."""
    package_ids: dict[tuple[int, ...], int] = field(default_factory=dict)

    def add(self, *key: str) -> int:
        """The variable of that name, made on first use."""
        return self.index.setdefault(key, len(self.index))

    def result(self, step: m.Step, occurrence: str, labels: tuple[str, ...]) -> int:
        """A result variable for one occurrence of a step."""
        variable = self.add("result", step.name, occurrence)
        for name in {step.name, step.family} - {""}:
            self.results.setdefault(name, []).append(variable)
        self.labels[variable] = labels
        return variable

    def name_latest(self) -> None:
        """Give every step that can take place several times a variable for its latest result."""
        for name, results in self.results.items():
            mine = [r for r in results if ("result", name) == self._key(r)[:2]]
            for kind, variables in (
                ("latest", mine),
                ("latest agreed", [self.agreed[r] for r in mine if r in self.agreed]),
            ):
                one = variables[0] if len(variables) == 1 else self.add(kind, name) if variables else -1
                self.latest.update(dict.fromkeys(variables, one))

    def _key(self, variable: int) -> tuple[str, ...]:
        return next(key for key, v in self.index.items() if v == variable)

    def put(self, facts: Facts, variable: int, code: int) -> None:
        """Note a result (or an acceptance), also as the latest one of its step."""
        facts[variable] = code
        facts[self.latest[variable]] = code

    def package(self, options: tuple[int, ...]) -> int:
        """The id of a package."""
        found = self.package_ids.get(options)
        if found is None:
            found = self.package_ids[options] = len(self.packages)
            self.packages.append(options)
        return found

    def empty(self) -> Facts:
        """Nothing happened yet."""
        return [NOT_YET] * len(self.index)


@dataclass(frozen=True, eq=False)
class Conditions:
    """Compiles conditions of one scenario; `reads` says which variables a condition depends on."""

    variables: Variables
    issues: Mapping[str, m.Issue]
    parties: Mapping[str, m.Party]
    events: Mapping[str, m.Cond]
    """What the name of a marker or an outcome stands for."""

    def test(self, cond: m.Cond | None) -> Test:
        """A function from facts to truth; no condition is true."""
        if cond is None:
            return _yes
        return self._test(cond, None)

    def reads(self, cond: m.Cond | None) -> frozenset[int]:
        """Variables that the truth of the condition depends on."""
        return frozenset() if cond is None else frozenset(self._reads(cond))

    def _test(self, cond: m.Cond, package: int | None) -> Test:
        """Compile; `package` is the result variable of a proposal whose package issues speak of."""
        v = self.variables
        match cond:
            case m.Always():
                return _yes
            case m.Named(name):
                return self._test(self.events[name], None)
            case m.Not(of):
                inner = self._test(of, package)
                return lambda f: not inner(f)
            case m.And(of):
                tests = [self._test(c, package) for c in of]
                return lambda f: all(t(f) for t in tests)
            case m.Or(of):
                tests = [self._test(c, package) for c in of]
                return lambda f: any(t(f) for t in tests)
            case m.TypeIs(party, types, negated):
                names = [t.name for t in self.parties[party].types]
                wanted = frozenset(names.index(t) for t in types)
                variable = v.add("type", party)
                return _member(variable, wanted, negated)
            case m.IssueIs(issue, options, negated):
                codes = frozenset(self.issues[issue].options.index(o) for o in options)
                if package is not None:
                    return self._of_package(issue, codes, negated, package)
                return _member(v.add("settled", issue), codes, negated)
            case m.ShareIs(issue):
                # by draw; what can be said of a path alone is that the issue is settled
                return _member(v.add("settled", issue), frozenset(), True)
            case m.Left(party):
                variable = v.add("left", party)
                return lambda f: f[variable] == 1
            case m.ThreatIs(threat, what):
                variable = v.add("made" if what.endswith("made") else "done", threat)
                value = 0 if what in ("backed down", "not made") else 1
                return lambda f: f[variable] == value
            case m.RoundIs(first, last):
                variable = v.add("round")
                return lambda f: first <= f[variable] <= last
            case m.Happened(name):
                happened = self.latest(name)
                return lambda f: f[happened] != NOT_YET
            case m.StepIs(step, _, _):
                return self._one(cond, v.results[step][0], self.latest(step))
            case m.Agreed(proposal, _, _):
                return self._one(cond, v.results[proposal][0], self.latest(proposal))
            case m.Count(of, low, high):
                tallies = [self.tally(c) for c in of]
                return _count(tallies, low, high)
        raise TypeError(f"unknown condition {cond!r}")

    def latest(self, name: str) -> int:
        """The variable of a step's latest result, or of a stage."""
        results = self.variables.results.get(name)
        return self.variables.latest[results[0]] if results else self.variables.add("stage", name)

    def number(self, step: str) -> Callable[[Facts], float]:
        """A function from facts to the number by which the option is called that was chosen at a step."""
        variable = self.latest(step)
        numbers = tuple(map(float, self.variables.labels[self.variables.results[step][0]]))
        return lambda f: numbers[f[variable]] if f[variable] >= 0 else 0.0

    def _of_package(self, issue: str, codes: frozenset[int], negated: bool, result: int) -> Test:
        place = list(self.issues).index(issue)
        packages = self.variables.packages

        def test(f: Facts) -> bool:
            option = packages[f[result]][place] if f[result] >= 0 else NOT_YET
            return option >= 0 and (option in codes) != negated

        return test

    def _one(self, cond: m.StepIs | m.Agreed, occurrence: int, result: int) -> Test:
        """The condition on one result variable; `occurrence` tells what its codes mean."""
        v = self.variables
        if isinstance(cond, m.StepIs):
            labels = v.labels[occurrence]
            proposal = occurrence in v.agreed
            codes = frozenset(
                WITHHELD if proposal else labels.index(x) for x in cond.options if proposal or x in labels
            )
            return _member(result, codes, cond.negated)
        own = v.agreed[occurrence]
        agreed = own if result == occurrence else v.latest[own]
        places = [list(self.issues).index(i) for i in cond.on]
        having = self._test(cond.having, result) if cond.having is not None else _yes

        def test(f: Facts) -> bool:
            if f[agreed] != 1 or f[result] < 0:
                return False
            return all(v.packages[f[result]][k] >= 0 for k in places) and having(f)

        return test

    def _occurrences(self, cond: m.StepIs | m.Agreed) -> list[tuple[int, Test]]:
        """(result variable, test) of each time the step can take place."""
        name = cond.step if isinstance(cond, m.StepIs) else cond.proposal
        return [(o, self._one(cond, o, o)) for o in self.variables.results.get(name, ())]

    def tally(self, cond: m.Cond) -> Tally:
        """A function from facts to (how many occurrences came out true, how many took place)."""
        if isinstance(cond, m.StepIs | m.Agreed):
            tests = self._occurrences(cond)

            def over_occurrences(f: Facts) -> tuple[int, int]:
                seen = [value(f) for o, value in tests if f[o] != NOT_YET]
                return sum(seen), len(seen)

            return over_occurrences
        one = self._test(cond, None)
        return lambda f: (int(one(f)), 1)

    def counted(self, cond: m.Cond) -> Iterable[int]:
        """Variables that a tally depends on: every occurrence, not the latest alone."""
        if not isinstance(cond, m.StepIs | m.Agreed):
            yield from self._reads(cond)
            return
        for o, _ in self._occurrences(cond):
            yield o
            if o in self.variables.agreed:
                yield self.variables.agreed[o]

    def _reads(self, cond: m.Cond) -> Iterable[int]:
        v = self.variables
        match cond:
            case m.Named(name):
                yield from self._reads(self.events[name])
            case m.Not(of):
                yield from self._reads(of)
            case m.And(of) | m.Or(of):
                for c in of:
                    yield from self._reads(c)
            case m.Count():
                for c in cond.of:
                    yield from self.counted(c)
            case m.TypeIs():
                yield v.add("type", cond.party)
            case m.IssueIs():
                yield v.add("settled", cond.issue)
            case m.ShareIs():
                yield from (v.add("settled", name) for name in self.issues)
                yield from (v.add("type", name) for name in self.parties)
            case m.Left():
                yield v.add("left", cond.party)
            case m.ThreatIs():
                yield v.add("made" if cond.what.endswith("made") else "done", cond.threat)
            case m.RoundIs():
                yield v.add("round")
            case m.Happened(name):
                yield self.latest(name)
            case m.StepIs():
                yield self.latest(cond.step)
            case m.Agreed():
                yield self.latest(cond.proposal)
                yield v.latest[v.agreed[v.results[cond.proposal][0]]]


def _yes(f: Facts) -> bool:
    return True


def _member(variable: int, codes: frozenset[int], negated: bool) -> Test:
    if negated:
        return lambda f: f[variable] != NOT_YET and f[variable] not in codes
    if len(codes) == 1:
        (code,) = codes
        return lambda f: f[variable] == code
    return lambda f: f[variable] in codes


def _count(tallies: list[Tally], low: int | None, high: int | None) -> Test:
    def test(f: Facts) -> bool:
        true = total = 0
        for tally in tallies:
            t, n = tally(f)
            true += t
            total += n
        if low is None:
            return total > 0 and true == total
        return true >= low and (high is None or true <= high)

    return test
