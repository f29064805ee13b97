"""Arithmetic on a path: an expression with everything that the path decides put in, and its values over draws.

A grounded expression is a nested tuple: `("c", value)`, `("r", path)`, or `(operator, argument, …)`. Equal tuples are
equal numbers in every draw, so each distinct one is evaluated once a block of draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.build.facts import NOT_YET, Conditions, Facts
from summitry.deals import split
from summitry.scenario import model as m

Floats = npt.NDArray[np.float64]
Ground = tuple[Any, ...]
Shifts = tuple[tuple[str, Ground], ...]

ZERO: Ground = ("c", 0.0)
ONE: Ground = ("c", 1.0)
SHARE_TOLERANCE = 1e-9
"""By how much a share that a bargaining solution splits may miss a bound that it meets."""


@dataclass(frozen=True, eq=False)
class Grounder:
    """Puts the facts of a path into expressions."""

    scenario: m.Scenario
    conditions: Conditions
    bare: Callable[[str, Facts], tuple[Facts, Facts]] | None = None
    """The path with nothing but what is settled on a path, and that without it, for an issue that is split."""
    _tests: dict[m.Cond, Any] = field(default_factory=dict)
    _tallies: dict[m.Cond, Any] = field(default_factory=dict)
    _numbers: dict[str, Any] = field(default_factory=dict)
    _reads: dict[m.Expr, frozenset[int]] = field(default_factory=dict)
    _known: dict[int, tuple[m.Expr, tuple[int, ...], dict[tuple[Any, ...], Ground]]] = field(default_factory=dict)

    def ground(self, expr: m.Expr, facts: Facts, shifts: Shifts = ()) -> Ground:
        """The expression on a path with these facts, under these shifts of numbers.

        Paths that agree on what the expression reads share one grounded form. Expressions are known by identity:
        to hash a deep one takes as long as to ground it.
        """
        kept = self._known.get(id(expr))
        if kept is None:
            kept = self._known[id(expr)] = (expr, tuple(sorted(self.reads(expr))), {})
        key = (shifts, *[facts[v] for v in kept[1]])
        found = kept[2].get(key)
        if found is None:
            found = kept[2][key] = self._ground(expr, facts, shifts)
        return found

    def _ground(self, expr: m.Expr, facts: Facts, shifts: Shifts) -> Ground:
        match expr:
            case m.Const(value):
                return ("c", float(value))
            case m.Ref(path):
                return self.reference(path, facts, shifts)
            case m.Op(name, args):
                return simplified(name, tuple(self._ground(a, facts, shifts) for a in args))
            case m.ByType(party, cases, otherwise):
                names = [t.name for t in self.conditions.parties[party].types]
                value = facts[self.conditions.variables.index["type", party]]
                mine = names[value] if value >= 0 else ""
                return self._ground(dict(cases).get(mine, otherwise), facts, shifts)
            case m.When(value, when):
                test = self._tests.get(when) or self._tests.setdefault(when, self.conditions.test(when))
                return self._ground(value, facts, shifts) if test(facts) else ZERO
            case m.CountOf(of):
                tally = self._tallies.get(of) or self._tallies.setdefault(of, self.conditions.tally(of))
                return ("c", float(tally(facts)[0]))
            case m.NumberOf(step):
                number = self._numbers.get(step) or self._numbers.setdefault(step, self.conditions.number(step))
                return ("c", number(facts))
            case m.Round():
                return ("c", float(max(facts[self.conditions.variables.index["round",]], 0)))
            case m.WorthOf(party):
                return self.worth(party, facts, shifts)
            case m.ShareOf(issue, party):
                return self.share(issue, party, facts, shifts)
        raise TypeError(f"unknown expression {expr!r}")

    def reference(self, path: str, facts: Facts, shifts: Shifts = ()) -> Ground:
        """A number of the file by its path, with its shifts."""
        quantity = self.scenario.quantities[path]
        if quantity.rest_of:
            given = simplified("+", tuple(self.reference(p, facts, shifts) for p in quantity.rest_of))
            value = simplified("*", (simplified("-", (ONE, given)), ("c", quantity.rest_share)))
        elif quantity.expr is not None:
            value = self._ground(quantity.expr, facts, shifts)
        else:
            value = ("r", path)
        factors = tuple(factor for name, factor in shifts if name == path)
        return simplified("*", (value, *factors)) if factors else value

    def share(self, issue: str, party: str, facts: Facts, shifts: Shifts = ()) -> Ground:
        """A party's share of an issue that a bargaining solution splits."""
        assert self.bare is not None
        (split,) = (i for i in self.scenario.issues if i.name == issue)
        then, nothing = self.bare(issue, facts)
        args: list[Ground] = []
        for member in split.among:
            worth = self.scenario.worth.get(member)
            whole = worth.by_option.get((issue, split.options[0])) if worth is not None else None
            assert whole is None or isinstance(whole, m.Op)
            args.append(ZERO if whole is None else self._ground(whole.args[1], then, shifts))
            # the share itself is left out of what else the agreement brings
            with_it = self._utility(member, then, shifts, without=issue)
            args.append(simplified("-", (with_it, self._utility(member, nothing, shifts))))
        return (f"share {split.among.index(party)} {split.settle}", *args)

    def truth(self, cond: m.Cond, facts: Facts) -> Ground:
        """A condition on a path as a number that is 1 or 0, by draw where it rests on a share that is split."""
        match cond:
            case m.Named(name):
                return self.truth(self.conditions.events[name], facts)
            case m.Not(of):
                return simplified("-", (ONE, self.truth(of, facts)))
            case m.And(of):
                return simplified("*", tuple(self.truth(c, facts) for c in of))
            case m.Or(of):
                parts = tuple(self.truth(c, facts) for c in of)
                return ONE if ONE in parts else simplified("max", parts)
            case m.ShareIs(issue, party, low, high, negated):
                if not self.conditions.test(cond)(facts):
                    return ZERO
                inside = (f"within {low} {high}", self.share(issue, party, facts))
                return simplified("-", (ONE, inside)) if negated else inside
        return ONE if self.conditions.test(cond)(facts) else ZERO

    def _utility(self, party: str, facts: Facts, shifts: Shifts, without: str = "") -> Ground:
        """Worth and payoffs on a path."""
        parts = [self.worth(party, facts, shifts, without)]
        for term in self.scenario.terms:
            if term.party == party and self.conditions.test(term.when)(facts):
                parts.append(self._ground(term.value, facts, shifts))
        return simplified("+", tuple(parts))

    def worth(self, party: str, facts: Facts, shifts: Shifts = (), without: str = "") -> Ground:
        """What the settled issues, but for one, are worth to a party."""
        worth = self.scenario.worth.get(party)
        if worth is None:
            return ZERO
        index = self.conditions.variables.index
        settled: dict[str, str] = {}
        for name, issue in self.conditions.issues.items():
            code = facts[index["settled", name]]
            if code >= 0 and name != without:
                settled[name] = issue.options[code]
        parts = [self._ground(worth.by_option[k], facts, shifts) for k in settled.items() if k in worth.by_option]
        for needed, extra in worth.together:
            if all(settled.get(issue) == option for issue, option in needed):
                parts.append(self._ground(extra, facts, shifts))
        if not parts:
            return ZERO
        total = simplified("+", tuple(parts))
        if worth.aspires_to is not None:
            level, less = self._ground(worth.aspires_to, facts, shifts), self._ground(worth.beyond, facts, shifts)
            above = simplified("max", (simplified("-", (total, level)), ZERO))
            total = simplified("+", (simplified("min", (total, level)), simplified("*", (less, above))))
        if worth.risk_aversion is not None:
            total = simplified("averse", (total, self._ground(worth.risk_aversion, facts, shifts)))
        return total

    def reads(self, expr: m.Expr) -> frozenset[int]:
        """Variables that the grounded form depends on (shifts apart)."""
        found = self._reads.get(expr)
        if found is None:
            found = self._reads[expr] = frozenset(self._read(expr))
        return found

    def _read(self, expr: m.Expr) -> set[int]:
        index = self.conditions.variables.index
        match expr:
            case m.Ref(path):
                quantity = self.scenario.quantities[path]
                inner = {v for p in quantity.rest_of for v in self.reads(m.Ref(p))}
                return inner | (set(self.reads(quantity.expr)) if quantity.expr is not None else set())
            case m.Op(_, args):
                return {v for a in args for v in self.reads(a)}
            case m.ByType(party, cases, otherwise):
                below = {v for _, e in cases for v in self.reads(e)}
                return below | set(self.reads(otherwise)) | {index["type", party]}
            case m.When(value, when):
                return set(self.reads(value)) | set(self.conditions.reads(when))
            case m.CountOf(of):
                return set(self.conditions.counted(of))
            case m.NumberOf(step):
                return {self.conditions.latest(step)}
            case m.Round():
                return {index["round",]}
            case m.ShareOf():
                known = {index["type", p.name] for p in self.scenario.parties}
                return known | {index["settled", name] for name in self.conditions.issues}
            case m.WorthOf(party):
                worth = self.scenario.worth.get(party)
                if worth is None:
                    return set()
                inner = {v for e in worth.expressions for v in self.reads(e)}
                return inner | {index["settled", name] for name in self.conditions.issues}
        return set()


def _averse(worth: Any, aversion: Any) -> Any:
    """What worth counts under constant absolute risk aversion (Pratt 1964); without any, as much as it is."""
    some = np.where(aversion == 0, 1.0, aversion)
    return np.where(aversion == 0, worth, -np.expm1(-some * worth) / some)


_FUNCTIONS: Mapping[str, Any] = {
    "averse": _averse,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "neg": np.negative,
    "-": np.subtract,
    "/": np.divide,
    "^": np.power,
}


def simplified(name: str, args: tuple[Ground, ...]) -> Ground:
    """An operation with constants folded and units of sums and products dropped."""
    if all(a[0] == "c" for a in args):
        with np.errstate(all="ignore"):
            return ("c", float(_apply(name, [np.float64(a[1]) for a in args])))
    if name == "+":
        args = tuple(a for a in args if a != ZERO)
        return args[0] if len(args) == 1 else (name, *args)
    if name == "*":
        if ZERO in args:
            return ZERO
        args = tuple(a for a in args if a != ONE)
        return args[0] if len(args) == 1 else (name, *args)
    return (name, *args)


def _apply(name: str, values: list[Any]) -> Any:
    if name.startswith("share "):
        _, place, rule = name.split(" ")
        worth, besides = np.broadcast_arrays(*values)[::2], np.broadcast_arrays(*values)[1::2]
        return split(rule, np.stack(worth, axis=-1), np.stack(besides, axis=-1))[..., int(place)]
    if name.startswith("within "):
        low, high = map(float, name.split(" ")[1:])
        return ((values[0] >= low - SHARE_TOLERANCE) & (values[0] <= high + SHARE_TOLERANCE)).astype(np.float64)
    if name in ("+", "*", "min", "max"):
        join = {"+": np.add, "*": np.multiply, "min": np.minimum, "max": np.maximum}[name]
        total = values[0]
        for value in values[1:]:
            total = join(total, value)
        return total
    return _FUNCTIONS[name](*values)


@dataclass(frozen=True, eq=False)
class Values:
    """Values of grounded expressions over the draws of one block."""

    numbers: Mapping[str, Floats]
    """Path -> [B]."""
    size: int
    _known: dict[Ground, Floats] = field(default_factory=dict)

    def of(self, ground: Ground) -> Floats:
        """[B] values; not finite where the arithmetic is not (a logarithm of a negative number)."""
        found = self._known.get(ground)
        if found is None:
            kind = ground[0]
            if kind == "c":
                found = np.full(self.size, ground[1])
            elif kind == "r":
                found = self.numbers[ground[1]]
            else:
                with np.errstate(all="ignore"):
                    found = np.asarray(_apply(kind, [self.of(a) for a in ground[1:]]), dtype=np.float64)
            self._known[ground] = found
        return found


def paths_in(ground: Ground) -> set[str]:
    """Paths of the numbers that a grounded expression uses."""
    if ground[0] == "r":
        return {ground[1]}
    if ground[0] == "c":
        return set()
    return {p for a in ground[1:] for p in paths_in(a)}


__all__ = ["NOT_YET", "ONE", "ZERO", "Ground", "Grounder", "Shifts", "Values", "paths_in", "simplified"]
