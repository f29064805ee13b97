"""Numbers set from outside a file: the same scenario under other values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from summitry.errors import InputError, Problem
from summitry.scenario.model import Scenario, Variant
from summitry.scenario.resolve import resolve
from summitry.scenario.variants import varied
from summitry.scenario.vocabulary import key_of

FILE = "--set"
"""What messages call the place of a setting."""
FIXES = "--fix"
"""What messages call the place of a rule."""


def with_values(scenario: Scenario, values: Mapping[str, str | float]) -> Scenario:
    """The scenario with numbers replaced, by path name; a name with types below it sets each of them.

    Raises `InputError` for unknown path names and for values that are no numbers; the line is the place among the
    settings and the column counts in `PATH=VALUE`.
    """
    if not values:
        return scenario
    texts = {path: value if isinstance(value, str) else repr(float(value)) for path, value in values.items()}
    settings = {**scenario.settings, **{key_of(path): text for path, text in texts.items()}}
    resolved = resolve(scenario.source, settings=settings, fixes=scenario.fixes, try_variants=False)
    if resolved.scenario is None:
        order = {key_of(path): (line, path) for line, path in enumerate(texts, 1)}
        problems = set()
        for trouble in resolved.troubles:
            line, path = order.get(trouble.setting, (0, ""))
            unknown = (
                trouble.found.startswith("unknown number") and key_of(path) in trouble.found and not trouble.offset
            )
            column = 0 if not line else 1 if unknown else len(path) + 2 + trouble.offset
            found = ": ".join(x for x in (trouble.found, ", ".join(repr(w) for w, _ in trouble.among)) if x)
            problems.add(Problem(FILE, line, column, found, trouble.expected, trouble.fix))
        raise InputError(sorted(problems))
    return _as_read(scenario, resolved.scenario)


def with_fixes(scenario: Scenario, fixes: Sequence[str]) -> Scenario:
    """The scenario with parties held to rules, such as `opening is restates demands` (of one type: `… and a is firm`).

    Raises `InputError` where a rule is none; the line is its place among the rules.
    """
    if not fixes:
        return scenario
    whole = (*scenario.fixes, *fixes)
    resolved = resolve(scenario.source, settings=scenario.settings, fixes=whole, try_variants=False)
    if resolved.scenario is None:
        raise InputError(
            sorted(
                {
                    Problem(
                        FIXES,
                        fixes.index(t.setting) + 1 if t.setting in fixes else 0,
                        t.offset + 1,
                        t.found,
                        t.expected,
                        t.fix,
                    )
                    for t in resolved.troubles
                }
            )
        )
    return _as_read(scenario, resolved.scenario)


def with_variant(scenario: Scenario, variant: Variant) -> Scenario:
    """The scenario under a variant; `InputError` where it cannot be."""
    changed, _ = varied(scenario.source, variant)
    settings = {**scenario.settings, **{key_of(path): text for path, text in variant.set.items()}}
    resolved = resolve(changed, settings=settings, fixes=(*scenario.fixes, *variant.fix), try_variants=False)
    if resolved.scenario is None:
        raise InputError(
            [Problem(scenario.file, 0, 0, f"{variant.name}: {t.found}", t.expected, t.fix) for t in resolved.troubles]
        )
    return _as_read(scenario, resolved.scenario)


def with_known(scenario: Scenario, holder: str, knower: str) -> Scenario:
    """The scenario in which one party also knows another's type, and all know that it does."""
    party = scenario.party(holder)
    source = dict(scenario.source)
    written = dict(source["parties"])
    mine = dict(written[next(k for k in written if key_of(k) == key_of(holder))])
    mine["known to"] = [*party.known_to, knower]
    written[next(k for k in written if key_of(k) == key_of(holder))] = mine
    source["parties"] = written
    resolved = resolve(source, settings=scenario.settings, fixes=scenario.fixes, try_variants=False)
    if resolved.scenario is None:
        raise InputError([Problem(scenario.file, 0, 0, t.found, t.expected, t.fix) for t in resolved.troubles])
    return _as_read(scenario, resolved.scenario)


def _as_read(scenario: Scenario, resolved: Scenario) -> Scenario:
    """The same file resolved anew, with what is known of the file."""
    kept = {name: getattr(scenario, name) for name in ("file", "sha256", "text", "places")}
    # outlines were read from files once
    drawn = {issue.name: issue.outlines for issue in scenario.issues}
    issues = tuple(replace(issue, outlines=drawn.get(issue.name)) for issue in resolved.issues)
    return replace(resolved, issues=issues, **kept)
