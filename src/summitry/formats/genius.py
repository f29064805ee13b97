"""GENIUS's XML domains and preference profiles as tables of worth, or every problem with its line and column.

A package is worth the sum over issues of weight times evaluation. Evaluations of named options are divided by the
largest of their issue; those of integer and real issues come from a function with values between 0 and 1. After
GENIUS 10.4, `AdditiveUtilitySpace.getUtility` and `EvaluatorDiscrete.normalize`; Lin et al. (2014),
doi:10.1111/j.1467-8640.2012.00463.x.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.formats.genius_values import Gathering, attribute, bounds, evaluated, number, shown
from summitry.formats.xml_tree import Element
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]

KINDS = ("discrete", "integer", "real")
_SMALLEST = 1e-5
"""Where the largest evaluation is smaller than this, GENIUS takes all of the issue for 0."""
_TAGS = ("issue", "objective", "weight", "item", "range", "evaluator", "reservation", "discount_factor")


@dataclass(frozen=True, eq=False)
class DomainIssue:
    """An issue of a domain."""

    name: str
    index: str
    """By which weights refer to it; empty where the file gives none."""
    kind: str
    options: tuple[str, ...]
    values: Floats
    """[options] numbers of an integer or real issue; empty for named options."""


@dataclass(frozen=True, eq=False)
class Profile:
    """What one party makes of a domain."""

    worth: tuple[Floats, ...]
    """[K] of [options]."""
    reserve: float
    discount: float


def read_domain(root: Element, said: Gathering, steps: int) -> list[DomainIssue]:
    """The issues of a <negotiation_template>, in the order of the file; real ones at `steps` equally spaced values."""
    found: list[DomainIssue] = []
    for element in _issues(root, said, "negotiation_template"):
        name = attribute(said, element, "name", "the name of the issue")
        kind = _kind(element, said)
        if name is None or kind is None:
            continue
        if name in [issue.name for issue in found]:
            said.at(element, f"a second issue {shown(name)}", "each issue once")
            continue
        read = _named(element, said, name) if kind == "discrete" else _numbered(element, said, kind, steps)
        if read is not None:
            found.append(DomainIssue(name, element.attributes.get("index", ""), kind, *read))
    if not found and not said.problems:
        said.at(root, "no <issue>", "<utility_space><objective><issue …>")
    return found


def _named(element: Element, said: Gathering, name: str) -> tuple[tuple[str, ...], Floats] | None:
    options: dict[str, None] = {}
    items = list(element.each("item"))
    for item in items:
        value = attribute(said, item, "value", "the name of the option")
        if value is not None and value in options:
            said.at(item, f"the option {shown(value)} a second time", f"each option of {shown(name)} once")
        elif value is not None:
            options[value] = None
    if not items:
        said.at(element, f"the issue {shown(name)} without an <item>", "at least one option")
    return (tuple(options), np.empty(0)) if options else None


def _numbered(element: Element, said: Gathering, kind: str, steps: int) -> tuple[tuple[str, ...], Floats] | None:
    found = bounds(said, element, whole=kind == "integer")
    if found is None:
        return None
    low, high = found
    count = int(high - low) + 1 if kind == "integer" else steps if high > low else 1
    values = np.linspace(low, high, count)
    labels = tuple(repr(v).removesuffix(".0") for v in values.tolist())
    if len(set(labels)) < count:
        said.at(element, f"{count} values from {low!r} to {high!r}", "values that differ", "take fewer steps")
        return None
    return labels, values


def read_profile(root: Element, issues: list[DomainIssue], said: Gathering) -> Profile | None:
    """A <utility_space> that fits a domain; None where problems were said."""
    if _by_constraints(root, said):
        return None
    tables: dict[str, Floats] = {}
    indices: dict[str, str] = {}
    by_name = {issue.name: issue for issue in issues}
    for element in _issues(root, said, "utility_space"):
        name = attribute(said, element, "name", "the name of an issue of the domain")
        if name is None:
            continue
        issue = by_name.get(name)
        if issue is None:
            expected = f"an issue of the domain: {listed(by_name)}"
            said.at(element, f"the issue {shown(name)}", expected, did_you_mean(name, by_name))
            continue
        if name in indices:
            said.at(element, f"a second issue {shown(name)}", "each issue once")
            continue
        index = element.attributes.get("index", issue.index)
        if issue.index and index != issue.index:
            said.at(element, f"the issue {shown(name)} with the index {shown(index)}", f"{issue.index!r} as the domain")
        indices[name] = index
        table = _table(element, issue, said)
        if table is not None:
            tables[name] = table
    space = _space(root)
    if not indices and not said.problems:
        said.at(space, "no <issue>", f"the issues of the domain: {listed(by_name)}")
    missing = [repr(name) for name in by_name if name not in indices]
    if missing and indices:
        said.at(space, f"no evaluation of {listed(missing)}", "every issue of the domain")
    weights = _weights(root, indices, said)
    reserve = _setting(root, "reservation", said, 0.0)
    discount = _setting(root, "discount_factor", said, 1.0)
    if reserve is None or discount is None or said.problems:
        return None
    worth = []
    for issue in issues:
        with np.errstate(over="ignore"):
            worth.append(weights[issue.name] * tables[issue.name])
        if not np.isfinite(worth[-1]).all():
            said.at(space, f"a worth of {shown(issue.name)} beyond 1.8e308", "numbers of moderate size")
            return None
    # GENIUS takes a discount of 0 for none
    return Profile(tuple(worth), reserve, discount or 1.0)


def _table(element: Element, issue: DomainIssue, said: Gathering) -> Floats | None:
    """[options] evaluations of one issue, the largest of named options being 1."""
    kind = _kind(element, said)
    if kind is None:
        return None
    items = list(element.each("item"))
    if kind != issue.kind and not (kind == "discrete" and issue.kind == "integer" and items):
        said.at(element, f"a {kind} issue {shown(issue.name)}", f"a {issue.kind} one as in the domain")
        return None
    if kind == "discrete":
        return _evaluations(element, items, issue, said)
    before = len(said.problems)
    given = element.first("range") is not None or "lowerbound" in element.attributes
    found = bounds(said, element, whole=kind == "integer") if given else None
    ends = (float(issue.values[0]), float(issue.values[-1]))
    if found is not None and found != ends:
        expected = f"{ends[0]:g} to {ends[1]:g} as in the domain"
        said.at(element, f"a range from {found[0]:g} to {found[1]:g} of {shown(issue.name)}", expected)
    table = evaluated(said, element, issue.values, whole=kind == "integer")
    return table if len(said.problems) == before else None


def _evaluations(element: Element, items: list[Element], issue: DomainIssue, said: Gathering) -> Floats | None:
    place = {option: k for k, option in enumerate(issue.options)}
    table = np.full(len(place), np.nan)
    bad = set()
    for item in items:
        option = attribute(said, item, "value", "the name of an option")
        if option is None:
            continue
        if option not in place:
            expected = f"an option of {shown(issue.name)}: {listed(place)}"
            said.at(item, f"the option {shown(option)}", expected, did_you_mean(option, place))
            continue
        if not np.isnan(table[place[option]]):
            said.at(item, f"the option {shown(option)} a second time", f"each option of {shown(issue.name)} once")
        value = number(said, item, "evaluation", f"a number, what {shown(option)} is worth")
        if value is None:
            bad.add(option)
        else:
            table[place[option]] = value
    missing = [repr(option) for option, k in place.items() if np.isnan(table[k]) and option not in bad]
    if missing:
        said.at(element, f"no evaluation of {listed(missing)}", f"every option of {shown(issue.name)}")
    if missing or bad or np.isnan(table).any():
        return None
    largest = float(table.max())
    if largest < _SMALLEST and table.min() < 0:
        said.at(element, f"a largest evaluation of {largest:g}", "an evaluation above 0, by which all are divided")
        return None
    return table / largest if largest >= _SMALLEST else np.zeros(len(table))


def _weights(root: Element, indices: dict[str, str], said: Gathering) -> dict[str, float]:
    """Weights by issue; those of objectives say nothing in GENIUS."""
    names = {index: name for name, index in indices.items()}
    objectives = {e.attributes.get("index") for e in _objectives(_space(root))}
    found: dict[str, float] = {}
    for objective in _objectives(_space(root)):
        for element in objective.each("weight"):
            index = attribute(said, element, "index", "the index of an issue")
            value = number(said, element, "value", "a number, the weight")
            name = names.get(index or "")
            if index is None or (name is None and index in objectives):
                continue
            if name is None:
                known = listed(f"{i} ({n})" for i, n in names.items())
                said.at(element, f"a weight for the issue {shown(index)}", f"the index of an issue: {known}")
            elif name in found:
                said.at(element, f"a second weight for {shown(name)}", "one weight an issue")
            elif value is not None and value < 0:
                said.at(element, f"the weight {value:g}", "a weight of 0 or more")
            found.setdefault(name or "", 0.0 if value is None else value)
    if missing := [f"{n!r} (index {i})" for n, i in indices.items() if n not in found]:
        said.at(_space(root), f"no weight for {listed(missing)}", "a <weight index=… value=…> for every issue")
    return found


def _setting(root: Element, tag: str, said: Gathering, default: float) -> float | None:
    for parent in (_space(root), *_objectives(_space(root))):
        element = parent.first(tag)
        if element is not None:
            value = number(said, element, "value", "a number")
            if tag == "discount_factor" and value is not None and not 0 <= value <= 1:
                said.at(element, f"a discount factor of {value:g}", "a number from 0 to 1")
                return None
            return value
    return default


def _kind(element: Element, said: Gathering) -> str | None:
    kind = element.attributes.get("type", element.attributes.get("vtype", "discrete")).lower()
    if kind in KINDS:
        return kind
    said.at(element, f"an issue of the type {shown(kind)}", f"one of {', '.join(KINDS)}", did_you_mean(kind, KINDS))
    return None


def _space(root: Element) -> Element:
    return root if root.tag == "utility_space" else root.first("utility_space") or root


def _objectives(space: Element) -> list[Element]:
    """All objectives, the outer ones first; the space itself may hold issues too."""
    found = [space]
    for element in found:
        found.extend(element.each("objective"))
    return found


def _issues(root: Element, said: Gathering, expected: str) -> Iterator[Element]:
    """All issues in the order of the file; what has no place in such a file is a problem."""
    if root.tag not in ("utility_space", "negotiation_template") or _space(root).tag != "utility_space":
        fix = did_you_mean(root.tag, ("utility_space", "negotiation_template"))
        found = f"<{root.tag}>" if root.tag != "negotiation_template" else "no <utility_space>"
        said.at(root, found, f"<{expected}>, with which such a file begins", fix)
        return
    waiting = [_space(root)]
    while waiting:
        element = waiting.pop()
        if element.tag == "issue":
            yield element
            _unknown(element, said)
        else:
            _unknown(element, said)
            waiting.extend(e for e in reversed(element.inner) if e.tag in ("objective", "issue"))


def _by_constraints(root: Element, said: Gathering) -> bool:
    """Whether utilities are no sums over issues; said once, as nothing else is then where it should be."""
    space = _space(root)
    if space.tag != "utility_space":
        return False
    kind = space.attributes.get("type", "")
    if kind.lower() not in ("nonlinear", "constraint"):
        inner = (f for e in _objectives(space) for f in e.each("utility_function", "ufun"))
        space = next(inner, None) or space
        if space.tag == "utility_space":
            return False
    said.at(space, "utilities by constraints, which are no sums over issues", "weights and evaluations of issues")
    return True


def _unknown(element: Element, said: Gathering) -> None:
    """Tags that look like a slip; others may stand in such a file and mean nothing here."""
    for inner in element.inner:
        if inner.tag not in _TAGS and (near := did_you_mean(inner.tag, _TAGS)):
            said.at(inner, f"<{inner.tag}>", f"one of {', '.join(_TAGS)}", near)
