"""GeniusWeb's JSON domains and linear additive profiles as tables of worth.

A package is worth the sum over issues of weight times utility; values that a profile leaves out are worth 0. No
agreement is worth what the reservation bid is, or 0. After GeniusWeb's `LinearAdditiveUtilitySpace`,
`DiscreteValueSetUtilities` and `NumberValueSetUtilities` (https://tracinsy.ewi.tudelft.nl/pubtrac/GeniusWeb).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from summitry.formats.genius import DomainIssue, Profile
from summitry.formats.genius_values import MOST_OPTIONS, Gathering, shown
from summitry.formats.json_tree import Value
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]

_SPACE = "LinearAdditiveUtilitySpace"
_NAMED = ("DiscreteValueSetUtilities", "discreteutils")
_NUMBERED = ("NumberValueSetUtilities", "numberutils")


def read_domain(root: Value, said: Gathering) -> list[DomainIssue]:
    """The issues of `issuesValues`, in the order of the file; of a profile, those of its `domain`."""
    holder = root.members.get(_SPACE, root)
    holder = holder.members.get("domain", holder)
    issues = _member(holder, "issuesValues", said, "the issues, each with its values")
    found = []
    for name, node in issues.members.items() if issues is not None else ():
        values = node.members.get("values")
        span = node.members.get("range")
        if values is not None and isinstance(values.value, list):
            options = [v.value for v in values.value]
            names = [o for o in options if isinstance(o, str)]
            if len(names) < len(options) or len(set(names)) < len(names) or not names:
                said.at(values, f"values of {shown(name)} that are none, or not texts that differ", '["a", "b"]')
                continue
            found.append(DomainIssue(name, "", "discrete", tuple(names), np.empty(0)))
        elif span is not None:
            numbers = _range(span, name, said)
            if numbers is not None:
                labels = tuple(repr(v).removesuffix(".0") for v in numbers.tolist())
                found.append(DomainIssue(name, "", "number", labels, numbers))
        else:
            said.at(
                node,
                f"the issue {shown(name)} without values",
                '{"values": ["a", "b"]}, or {"range": [low, high, step]}',
            )
    if issues is not None and not issues.members:
        said.at(issues, "no issue", '{"price": {"values": ["low", "high"]}}')
    return found


def _range(node: Value, name: str, said: Gathering) -> Floats | None:
    items = node.value if isinstance(node.value, list) else []
    numbers = [_number(v) for v in items]
    if len(numbers) != 3 or any(math.isnan(x) for x in numbers) or numbers[0] > numbers[1] or numbers[2] <= 0:
        said.at(node, f"a range of {shown(name)} that is none", "[lowest, highest, step], the step above 0")
        return None
    low, high, step = numbers
    many = (high - low) / step
    if not many < MOST_OPTIONS:
        said.at(node, f"{many:.3g} values of {shown(name)}", f"at most {MOST_OPTIONS:,} options of an issue")
        return None
    # decimals in doubles: the last value may fall short of the end by a rounding
    return np.asarray(low + step * np.arange(math.floor(many * (1 + 1e-12)) + 1), np.float64)


def read_profile(root: Value, issues: list[DomainIssue], said: Gathering) -> Profile | None:
    """A linear additive profile that fits a domain; None where problems were said."""
    space = root.members.get(_SPACE)
    if space is None:
        fix = did_you_mean(next(iter(root.members), ""), [_SPACE])
        said.at(root, f"a profile that is no {_SPACE}", f'{{"{_SPACE}": {{…}}}}', fix)
        return None
    utilities = _member(space, "issueUtilities", said, "the utilities of each issue's values")
    weights = _member(space, "issueWeights", said, "the weight of each issue")
    if utilities is None or weights is None:
        return None
    known = [issue.name for issue in issues]
    tables = []
    for part in (utilities, weights):
        for name, node in part.members.items():
            if name not in known:
                expected = f"an issue of the domain: {listed(known)}"
                said.at(node, f"the issue {shown(name)}", expected, did_you_mean(name, known))
    for issue in issues:
        mine, weight = utilities.members.get(issue.name), weights.members.get(issue.name)
        if mine is None:
            said.at(utilities, f"no utilities for {shown(issue.name)}", "every issue of the domain")
        if weight is None:
            said.at(weights, f"no weight for {shown(issue.name)}", "every issue of the domain")
        factor = math.nan if weight is None else _number(weight)
        if weight is not None and not factor >= 0:
            said.at(weight, f"a weight of {shown(issue.name)} that is none", "a number of 0 or more")
        table = None if mine is None else _table(mine, issue, said)
        if mine is not None and table is not None and factor >= 0:
            with np.errstate(over="ignore", invalid="ignore"):
                tables.append(factor * table)
            if not np.isfinite(tables[-1]).all():
                said.at(mine, f"a worth of {shown(issue.name)} beyond 1.8e308", "numbers of moderate size")
    reserve = _reserve(space, issues, tables, said)
    return None if said.problems else Profile(tuple(tables), reserve, 1.0)


def _table(node: Value, issue: DomainIssue, said: Gathering) -> Floats | None:
    """[options] utilities of one issue."""
    named = next((node.members[k] for k in _NAMED if k in node.members), None)
    numbered = next((node.members[k] for k in _NUMBERED if k in node.members), None)
    if named is not None:
        values = _member(named, "valueUtilities", said, "the utility of each value")
        if values is None:
            return None
        table = np.zeros(len(issue.options))
        place = {option: k for k, option in enumerate(issue.options)}
        for option, value in values.members.items():
            number = _number(value)
            if option not in place:
                expected = f"a value of {shown(issue.name)}: {listed(place)}"
                said.at(value, f"the value {shown(option)}", expected, did_you_mean(option, place))
            elif math.isnan(number):
                said.at(value, f"a utility of {shown(option)} that is none", "a number")
            else:
                table[place[option]] = number
        return table
    if numbered is not None and issue.kind == "number":
        keys = ("lowValue", "lowUtility", "highValue", "highUtility")
        ends = [_member(numbered, key, said, "a number") for key in keys]
        numbers = [math.nan if end is None else _number(end) for end in ends]
        if any(math.isnan(x) for x in numbers) or not numbers[0] < numbers[2]:
            said.at(numbered, f"a line of {shown(issue.name)} that is none", f"numbers for {listed(keys)}, low first")
            return None
        low, at_low, high, at_high = numbers
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(at_low + (issue.values - low) / (high - low) * (at_high - at_low))
    expected = _NUMBERED[0] if issue.kind == "number" else _NAMED[0]
    said.at(node, f"utilities of {shown(issue.name)} of another kind", f'{{"{expected}": {{…}}}}')
    return None


def _reserve(space: Value, issues: list[DomainIssue], tables: list[Floats], said: Gathering) -> float:
    """What the reservation bid is worth; issues that it leaves out count as 0."""
    node = space.members.get("reservationBid")
    if node is None or node.value is None:
        return 0.0
    bid = _member(node, "issuevalues", said, "the values of the reservation bid")
    total = 0.0
    by_name = {issue.name: k for k, issue in enumerate(issues)}
    for name, value in bid.members.items() if bid is not None else ():
        k = by_name.get(name, -1)
        options: Iterable[str] = issues[k].options if k >= 0 else ()
        written = value.value if isinstance(value.value, str) else repr(value.value).removesuffix(".0")
        if written not in options:
            expected = f"a value of the issue: {listed(options)}" if k >= 0 else f"an issue: {listed(by_name)}"
            said.at(value, f"{shown(written)} for {shown(name)} in the reservation bid", expected)
        elif not said.problems:
            total += float(tables[k][issues[k].options.index(written)])
    return total


def _member(node: Value, key: str, said: Gathering, what: str) -> Value | None:
    found = node.members.get(key)
    if found is None:
        near = next((k for k in node.members if did_you_mean(k, [key])), "")
        said.at(node, f"no {key!r}", f'"{key}", {what}', f"it says {near!r}" if near else "")
    return found


def _number(node: Value) -> float:
    """A finite number, also in quotes as GeniusWeb writes ranges; nan for anything else."""
    value = node.value
    try:
        number = float(value) if isinstance(value, str | float) and not isinstance(value, bool) else math.nan
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan
