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
    events: Mapping[str, m.Event]

    def test(self, cond: m.Cond | None) -> Test:
        """A function from facts to truth; no condition is true."""
        if cond is None:
            return _yes
        return self._test(cond, None)

    def reads(self, cond: m.Cond | None) -> frozenset[int]:
        """Variables that the truth of the condition depends on."""
        return frozenset() if cond is None else frozenset(self._reads(cond))

    def _latest(self, name: str) -> tuple[int, ...]:
        return tuple(reversed(self.variables.results.get(name, ())))

    def _test(self, cond: m.Cond, package: tuple[int, ...] | None) -> Test:
        """Compile; `package` holds result variables (latest first) of a proposal whose package issues speak of."""
        v = self.variables
        match cond:
            case m.Always():
                return _yes
            case m.Named(name):
                return self._test(self.events[name].when, None)
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
            case m.Left(party):
                variable = v.add("left", party)
                return lambda f: f[variable] == 1
            case m.ThreatIs(threat, what):
                variable = v.add("made" if what == "made" else "done", threat)
                value = 0 if what == "backed down" else 1
                return lambda f: f[variable] == value
            case m.RoundIs(first, last):
                variable = v.add("round")
                return lambda f: first <= f[variable] <= last
            case m.Happened(name):
                occurrences = self._latest(name) or (v.add("stage", name),)
                return lambda f: any(f[o] != NOT_YET for o in occurrences)
            case m.StepIs() | m.Agreed():
                latest = self._occurrences(cond)
                return lambda f: next((value(f) for seen, value in latest if f[seen] != NOT_YET), False)
            case m.Count(of, low, high):
                tallies = [self.tally(c) for c in of]
                return _count(tallies, low, high)
        raise TypeError(f"unknown condition {cond!r}")

    def _of_package(self, issue: str, codes: frozenset[int], negated: bool, occurrences: tuple[int, ...]) -> Test:
        place = list(self.issues).index(issue)
        packages = self.variables.packages

        def test(f: Facts) -> bool:
            for o in occurrences:
                if f[o] >= 0:
                    option = packages[f[o]][place]
                    return option >= 0 and (option in codes) != negated
            return False

        return test

    def _occurrences(self, cond: m.StepIs | m.Agreed) -> list[tuple[int, Test]]:
        """(result variable, test) of each occurrence, latest first."""
        v = self.variables
        out: list[tuple[int, Test]] = []
        if isinstance(cond, m.StepIs):
            for o in self._latest(cond.step):
                labels = v.labels[o]
                codes = frozenset(
                    WITHHELD if o in v.agreed else labels.index(x) for x in cond.options if x in labels or o in v.agreed
                )
                out.append((o, _member(o, codes, cond.negated)))
            return out
        for o in self._latest(cond.proposal):
            agreed = v.agreed[o]
            parts: list[Test] = [lambda f, a=agreed: f[a] == 1]  # type: ignore[misc]
            places = [list(self.issues).index(i) for i in cond.on]
            if places:
                parts.append(lambda f, o=o, places=places: f[o] >= 0 and all(v.packages[f[o]][k] >= 0 for k in places))  # type: ignore[misc]
            if cond.having is not None:
                parts.append(self._test(cond.having, (o,)))
            out.append((o, lambda f, parts=parts: all(p(f) for p in parts)))  # type: ignore[misc]
        return out

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

    def _reads(self, cond: m.Cond) -> Iterable[int]:
        v = self.variables
        match cond:
            case m.Named(name):
                yield from self._reads(self.events[name].when)
            case m.Not(of):
                yield from self._reads(of)
            case m.And(of) | m.Or(of):
                for c in of:
                    yield from self._reads(c)
            case m.Count():
                for c in cond.of:
                    yield from self._reads(c)
            case m.TypeIs():
                yield v.add("type", cond.party)
            case m.IssueIs():
                yield v.add("settled", cond.issue)
            case m.Left():
                yield v.add("left", cond.party)
            case m.ThreatIs():
                yield v.add("made" if cond.what == "made" else "done", cond.threat)
            case m.RoundIs():
                yield v.add("round")
            case m.Happened(name):
                yield from self._latest(name) or (v.add("stage", name),)
            case m.StepIs():
                yield from self._latest(cond.step)
            case m.Agreed():
                for o in self._latest(cond.proposal):
                    yield o
                    yield v.agreed[o]


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
