"""Two cases on the same draws: paired differences, what changed in the files, which strategies changed most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.build import laws_of
from summitry.quantities.draws import SCRAMBLES, draw_together, rounded
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.scenario.vocabulary import key_of
from summitry.solve import PathOptions, Status
from summitry.study.experiment import Experiment, Interval, Progress, Solved, experiment
from summitry.study.gathered import Gathered, gather, monte_carlo_error
from summitry.study.solving import PILOT, actions_of, results, submit, watched_sets

Floats = npt.NDArray[np.float64]

MOST_STRATEGIES = 12
LEAST_SHIFT = 0.01
"""A choice that changes by less is not told."""


@dataclass(frozen=True)
class Paired:
    """An event, or a party's expected payoff, in both cases."""

    kind: str
    """marker | outcome | value."""
    name: str
    first: float
    second: float
    difference: Interval
    """Second less first: mean over draws, with the 5th and 95th percentile of the paired differences."""
    error: float
    """Monte Carlo error of the mean difference."""


@dataclass(frozen=True)
class Changed:
    """A place of the file at which the two cases differ."""

    what: str
    first: str
    """Empty: not there."""
    second: str


@dataclass(frozen=True)
class Shift:
    """How often a party makes a choice in a situation, in both cases."""

    party: str
    type: str
    step: str
    option: str
    history: tuple[str, ...]
    first: Interval
    second: Interval
    reached: float
    """Chance of the situation, the mean of both cases."""


@dataclass(frozen=True)
class Comparison:
    """Two cases side by side.

    >>> case = summitry.load("sanctions-threat")
    >>> found = summitry.compare(case, case, draws=16, second_settings={"precision": "6"})
    >>> [change.what for change in found.changed]
    ['precision']
    """

    first: Scenario
    second: Scenario
    names: tuple[str, str]
    """What the cases are called."""
    paired: tuple[Paired, ...]
    only: tuple[tuple[str, str], ...]
    """(event, the case that has it) of events that one case alone has."""
    changed: tuple[Changed, ...]
    shifts: tuple[Shift, ...]
    """By change times chance of the situation, descending."""
    draws: int
    used: int
    """Draws solved in both cases."""
    seed: int
    solved: Solved


def compare(
    first: Scenario,
    second: Scenario,
    *,
    draws: int = 256,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    second_settings: Mapping[str, str] | None = None,
    second_fixes: Sequence[str] = (),
    names: tuple[str, str] = ("first", "second"),
    workers: int = 2,
    progress: Progress | None = None,
) -> Comparison:
    """Solve two cases on common draws, numbers of one path name being the same in both where their laws are.

    `settings` and `fixes` hold for the first case, `second_settings` and `second_fixes` for the second. Raises
    `InputError` for bad input and `SizeError` for a tree too large.

    >>> case = summitry.load("sanctions-threat")
    >>> held = ["answer is stands firm"]
    >>> found = summitry.compare(case, case, draws=8, second_fixes=held)
    >>> round({p.name: p.second for p in found.paired}["the target gives way"], 9)
    0.0
    """
    cases = (
        with_fixes(with_values(first, settings) if settings else first, fixes),
        with_fixes(with_values(second, second_settings) if second_settings else second, second_fixes),
    )
    size = rounded(draws)
    experiments = [
        experiment(case, None, written=written, workers=workers, progress=progress, expected=size, events=True)
        for case, written in zip(cases, (first, second), strict=True)
    ]
    samples = draw_together([laws_of(case) for case in cases], size, seed)
    found = [_solved(e, e.of_sample(sample), name) for e, sample, name in zip(experiments, samples, names, strict=True)]
    both = np.asarray(found[0].solved & found[1].solved)
    pairs, only = _events(experiments, found, both, names)
    return Comparison(
        first=cases[0],
        second=cases[1],
        names=names,
        paired=(*pairs, *_values(experiments, found, both)),
        only=only,
        changed=tuple(changes(*cases)),
        shifts=_shifts(found, both),
        draws=size,
        used=int(both.sum()),
        seed=seed,
        solved=Solved(2 * size, int(sum((~g.solved).sum() for g in found))),
    )


def _solved(e: Experiment, numbers: Mapping[str, Floats], name: str) -> Gathered:
    """All draws, with the strategies of the information sets that matter."""
    from concurrent.futures import ThreadPoolExecutor
    from dataclasses import replace

    size = len(next(iter(numbers.values())))
    solver = replace(e.solver, numbers=numbers)
    per = size // SCRAMBLES
    rows = np.concatenate([np.arange(min(per, max(1, PILOT // SCRAMBLES))) + s * per for s in range(SCRAMBLES)])
    quick = replace(solver, path=PathOptions(budget=500, last_resort=False))
    pilot = quick.solution(rows)
    nothing = np.zeros(0, np.int64)
    sets = quick.measure(pilot, rows, nothing).sets / max(int((pilot.status == Status.SOLVED).sum()), 1)
    watched = watched_sets(e.game, sets)
    with ThreadPoolExecutor(max_workers=max(1, e.workers)) as pool:
        waiting = submit(pool, solver, np.arange(size), actions_of(e.game, watched), 256)
        blocks = results(waiting, lambda done: e.tell(name, done, size))
    return gather(e.game, solver.measures, blocks, watched)


def _interval(x: Floats) -> Interval:
    if not len(x):
        return Interval(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(x, [0.05, 0.95])
    return Interval(float(x.mean()), float(low), float(high))


def _paired(kind: str, name: str, a: Floats, b: Floats, both: npt.NDArray[np.bool_]) -> Paired:
    gap = np.where(both, b - a, np.nan)
    return Paired(
        kind=kind,
        name=name,
        first=float(a[both].mean()) if both.any() else float("nan"),
        second=float(b[both].mean()) if both.any() else float("nan"),
        difference=_interval(gap[both]),
        error=monte_carlo_error(gap),
    )


def _events(
    experiments: Sequence[Experiment], found: Sequence[Gathered], both: npt.NDArray[np.bool_], names: tuple[str, str]
) -> tuple[list[Paired], tuple[tuple[str, str], ...]]:
    known = [
        {
            key_of(event.name): (kind, event.name)
            for kind, group in (("marker", e.scenario.markers), ("outcome", e.scenario.outcomes))
            for event in group
        }
        for e in experiments
    ]
    pairs = [
        _paired(kind, name, found[0].event(kind, name), found[1].event(*known[1][key]), both)
        for key, (kind, name) in known[0].items()
        if key in known[1]
    ]
    only = [(name, names[0]) for key, (_, name) in known[0].items() if key not in known[1]]
    only += [(name, names[1]) for key, (_, name) in known[1].items() if key not in known[0]]
    return pairs, tuple(only)


def _values(
    experiments: Sequence[Experiment], found: Sequence[Gathered], both: npt.NDArray[np.bool_]
) -> Iterator[Paired]:
    places = [{p.name: k for k, p in enumerate(e.scenario.parties)} for e in experiments]
    for name, k in places[0].items():
        if name in places[1]:
            yield _paired("value", name, found[0].values[:, k], found[1].values[:, places[1][name]], both)


# ---------------------------------------------------------------- strategies


def _choices(g: Gathered, both: npt.NDArray[np.bool_]) -> dict[tuple[Any, ...], tuple[Floats, float]]:
    """(party, type, step, history, option) -> its probability in the draws solved in both, and how often it is due."""
    out = {}
    start = g.game.tree.infoset_start
    column = 0
    for h in g.watched.tolist():
        about = g.game.unfolded.about[h]
        for k in range(start[h + 1] - start[h]):
            key = (about.party, about.type, about.step, about.history, about.options[k])
            out[key] = (g.strategy[both, column], float(g.sets[h]))
            column += 1
    return out


def _shifts(found: Sequence[Gathered], both: npt.NDArray[np.bool_]) -> tuple[Shift, ...]:
    if not both.any():
        return ()
    first, second = (_choices(g, both) for g in found)
    shifts: dict[tuple[Any, ...], tuple[float, Shift]] = {}
    for key, (a, often) in first.items():
        if key not in second:
            continue
        b, then = second[key]
        reached = 0.5 * (often + then)
        party, kind, step, history, option = key
        change = float((b - a).mean())
        # of two options whose changes are opposite, the one that is taken more often
        weight = (abs(change) + (1e-9 if change > 0 else 0)) * reached
        shift = Shift(party, kind, step, option, history, _interval(a), _interval(b), reached)
        here = (party, kind, step, history)  # of one situation, the option that changed most
        if weight > 1e-4 and abs(change) >= LEAST_SHIFT and (here not in shifts or weight > shifts[here][0]):
            shifts[here] = (weight, shift)
    ordered = sorted(shifts.values(), key=lambda pair: (-pair[0], pair[1].party, pair[1].step, pair[1].option))
    return tuple(shift for _, shift in ordered[:MOST_STRATEGIES])


# ---------------------------------------------------------------- files


def changes(first: Scenario, second: Scenario) -> Iterator[Changed]:
    """Where two cases differ: places of their files, settings and rules included."""
    a, b = _places(first), _places(second)
    for path in [*a, *[p for p in b if p not in a]]:
        if a.get(path, "") != b.get(path, ""):
            yield Changed(path, a.get(path, ""), b.get(path, ""))
    for path in dict.fromkeys([*first.settings, *second.settings]):
        if _set(first, path) != _set(second, path):
            yield Changed(path, _set(first, path), _set(second, path))
    for rule in [*first.fixes, *[r for r in second.fixes if r not in first.fixes]]:
        if (rule in first.fixes) != (rule in second.fixes):
            yield Changed("held to a rule", rule if rule in first.fixes else "", rule if rule in second.fixes else "")


_WORDS = ("because", "note", "means", "title", "question", "citation", "variants", "ledger", "summitry")
"""Keys under which nothing changes an answer."""


def _places(scenario: Scenario) -> dict[str, str]:
    """Every text of a file by a readable path; stages and steps go by their names."""
    out: dict[str, str] = {}

    def enter(value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                if key in _WORDS:
                    continue
                enter(below, path if key == "value" else (*path, str(key)))
        elif isinstance(value, list):
            if all(not isinstance(item, dict | list) for item in value):
                out[".".join(path)] = ", ".join(map(str, value))
                return
            for k, item in enumerate(value):
                enter(item, (*path[:-1], _name(item) or f"{path[-1]} {k + 1}") if path else (str(k),))
        elif value is not None:
            out[".".join(path)] = str(value)

    enter(scenario.source, ())
    return out


def _set(scenario: Scenario, path: str) -> str:
    """A number as it is set, or as the file has it."""
    if path in scenario.settings:
        return scenario.settings[path]
    return scenario.quantities[path].text if path in scenario.quantities else AS_WRITTEN


AS_WRITTEN = "as in the file"
"""Of several numbers below one name, which a setting replaces at once."""


def _name(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    for key in ("stage", "step", "proposal", "threat", "promise", "chance", "vote", "announce", "who"):
        if isinstance(item.get(key), str):
            return str(item[key])
    return ""
