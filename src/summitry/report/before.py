"""What another case, solved on the same draws, has in place of a mark: for the small ring beside it."""

from __future__ import annotations

from collections.abc import Iterable

from summitry.scenario.vocabulary import key_of
from summitry.study import Study
from summitry.study.findings import Strategy

NOWHERE = float("nan")
"""The other case has nothing of the kind."""


def choice_key(x: Strategy) -> tuple[object, ...]:
    """By which a situation is found again in another case."""
    return (key_of(x.party), key_of(x.type), key_of(x.step), x.round, tuple(key_of(h) for h in x.history))


def chance(other: Study | None, name: str) -> float:
    """The mean chance of an event."""
    if other is None:
        return NOWHERE
    events = (*other.findings.markers, *other.findings.outcomes)
    return _first(c.mean for c in events if key_of(c.name) == key_of(name))


def choice(other: Study | None, key: tuple[object, ...], option: str) -> float:
    """How often an option is chosen in a situation."""
    if other is None:
        return NOWHERE
    there = (x for x in other.findings.strategies if choice_key(x) == key)
    return _first(r.mean for x in there for o, r in x.options.items() if key_of(o) == key_of(option))


def word(other: Study | None, name: str, target: str = "") -> float:
    """How often a threat or promise is carried out, in the model or as a target believes."""
    if other is None:
        return NOWHERE
    there = [w for w in other.findings.words if key_of(w.name) == key_of(name)]
    if not target:
        return _first(w.carried_out.mean for w in there)
    return _first(w.believed[target].mean for w in there if target in w.believed)


def gain(other: Study | None, label: str, key: str) -> float:
    """What a package is worth to a party, or a party and type, over no agreement."""
    if other is None or other.findings.deals is None:
        return NOWHERE
    return _first(d.gains[key].mean for d in other.findings.deals.deals if d.label == label and key in d.gains)


def after(other: Study | None, step: str, option: str) -> float:
    """The chance of the main event after an observable move."""
    if other is None:
        return NOWHERE
    there = (w for w in other.findings.watch if (key_of(w.step), key_of(w.option)) == (key_of(step), key_of(option)))
    return _first(w.after.mean for w in there)


def _first(found: Iterable[float]) -> float:
    return next(iter(found), NOWHERE)
