"""Beliefs after events: over types for each party and the analyst, and over the uncertain numbers for the analyst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from summitry.build import build, laws_of, numbers_of
from summitry.errors import InputError, Problem
from summitry.quantities.draws import draw, rounded
from summitry.scenario import Observed, Scenario, observed, with_fixes, with_values
from summitry.scenario.observed import FILE
from summitry.solve import PathOptions
from summitry.solve.first import compile_together
from summitry.study.experiment import BLOCK, Progress, Solved, listed_paths
from summitry.study.findings import Range
from summitry.study.gathered import Gathered, gather
from summitry.study.sequence import Measured, course_of, measured
from summitry.study.solving import prepare, results, submit
from summitry.study.weighting import LEAST_EFFECTIVE, effective, mean_error, weighted_range

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Conviction:
    """What somebody holds about a party's type at a moment."""

    holder: str
    """A party; empty: the analyst."""
    about: str
    types: Mapping[str, Range]
    """Over draws, each as much as it made the events likely by the analyst's odds."""
    by_own: Mapping[str, Mapping[str, Range]] = field(default_factory=dict)
    """The holder's own type -> the same; a party knows its own type."""


@dataclass(frozen=True)
class Likelihood:
    """The chance of a marker or an outcome at a moment."""

    kind: str
    name: str
    range: Range
    error: float
    """Monte Carlo error of the mean."""


@dataclass(frozen=True)
class Moment:
    """What is believed before anything was seen, or once an event was."""

    event: Observed | None
    seen_by: tuple[str, ...]
    """Parties that learn of the event, wholly."""
    chance: Range
    """Of the event, given those before it."""
    together: Range
    """Of all events so far."""
    effective: float
    """Effective number of draws."""
    convictions: tuple[Conviction, ...]
    chances: tuple[Likelihood, ...]

    def conviction(self, holder: str, about: str) -> Conviction:
        """What somebody (empty: the analyst) holds about a party; `KeyError` if nothing is kept of it."""
        for one in self.convictions:
            if (one.holder, one.about) == (holder, about):
                return one
        raise KeyError((holder, about))

    def likelihood(self, name: str) -> Likelihood:
        """The chance of a marker or an outcome; `KeyError` if there is none of that name."""
        for one in self.chances:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True)
class NumberAfter:
    """An uncertain number before and after the events, by the analyst."""

    path: str
    before: Range
    after: Range
    shift: float
    """Of the mean, in standard deviations before."""
    error: float
    """Monte Carlo error of the shift, in the same unit."""
    narrowing: float
    """Standard deviation after over that before."""
    rows: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether its mean moved by a tenth of a standard deviation, and by twice the error of that."""
        return abs(self.shift) >= max(0.1, 2 * self.error)


@dataclass(frozen=True)
class UpdateStudy:
    """What is believed after some events.

    >>> found = summitry.update(summitry.load("sanctions-threat"), ["law is passes a law"], draws=64)
    >>> found.after.conviction("", "sender").types["resolved"].mean > 0.4
    True
    """

    scenario: Scenario
    moments: tuple[Moment, ...]
    """The first is before any event."""
    numbers: tuple[NumberAfter, ...]
    """By the size of their shift, descending."""
    draws: int
    seed: int
    solved: Solved
    certain: bool
    """Nothing in the file is uncertain: all draws are the same, and any number of them says all."""
    settings: Mapping[str, str] = field(default_factory=dict)
    fixes: tuple[str, ...] = ()

    @property
    def before(self) -> Moment:
        """Before any event."""
        return self.moments[0]

    @property
    def after(self) -> Moment:
        """After all events."""
        return self.moments[-1]


def update(
    scenario: Scenario,
    events: Sequence[str],
    *,
    draws: int = 512,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> UpdateStudy:
    """What is believed after events that came about, each a condition such as `opening is offers a ceasefire`.

    A date may stand before an event: `2025-08-15: opening is …`. Each draw is solved once; within it, types are
    updated by Bayes' rule from the strategies, by each party's own prior from those events that it learns, and draws
    are weighed by the chance that they gave the events by the analyst's odds. Draws without an answer are left out.
    Raises `InputError` for bad input, for events that cannot come about, alone or together, and where fewer than
    `LEAST_EFFECTIVE` effective draws are left; `SizeError` for a tree too large.

    >>> found = summitry.update(summitry.load("two-sided-bargaining"), ["agreed at once"], draws=64)
    >>> [moment.likelihood("agreed at once").range.mean for moment in found.moments][1]
    1.0
    """
    if not events:
        raise InputError([Problem(FILE, 0, 0, "no event", 'at least one, such as --event "opening is …"')])
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    seen = observed(changed, events)
    certain = all(law.certain for law in laws_of(changed).values())
    wanted = rounded(1 if certain else draws)
    compile_together(len(changed.parties), wanted)
    course = course_of(changed, seen)
    game = build(course.marked, written=scenario)
    found = measured(game, course)
    tell = progress or (lambda what, done, total: None)
    numbers = numbers_of(changed, draw(laws_of(changed), wanted, seed))
    # one draw on the last resort costs as much as hundreds of others: it is counted as unsolved instead
    solver = prepare(game, found.measures, numbers, path=PathOptions(last_resort=False))
    nothing = np.zeros(0, np.int64)
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting = submit(pool, solver, np.arange(wanted), nothing, BLOCK)
        blocks = results(waiting, lambda done: tell("solving", done, wanted))
    g = gather(game, found.measures, blocks, nothing)
    start = np.where(g.solved, 1.0, np.nan)
    weights = [start, *(g.events[:, found.column(k)].sum(axis=1) for k in range(1, len(seen) + 1))]
    _refuse_if_too_few(seen, weights, wanted, certain)
    moments = tuple(_moment(g, found, k, weights) for k in range(len(seen) + 1))
    return UpdateStudy(
        scenario=changed,
        moments=moments,
        numbers=_numbers(changed, numbers, weights[-1]),
        draws=wanted,
        seed=seed,
        solved=Solved(wanted, int((~g.solved).sum())),
        certain=certain,
        settings=dict(settings or {}),
        fixes=tuple(fixes),
    )


def _refuse_if_too_few(seen: Sequence[Observed], weights: Sequence[Floats], draws: int, certain: bool) -> None:
    for k, w in enumerate(weights):
        left = effective(w)
        # where nothing is uncertain one draw says as much as many
        if left >= LEAST_EFFECTIVE or (certain and left > 0):
            continue
        after = f"after {seen[k - 1].text!r}" if k else "before any event"
        unsolved = int(np.isnan(w).sum())
        lost = f" ({unsolved} without an answer)" if unsolved else ""
        more = rounded(int(np.ceil(1.5 * draws * LEAST_EFFECTIVE / left))) if left else 8 * draws
        raise InputError(
            [
                Problem(
                    FILE,
                    k,
                    0,
                    f"{left:.1f} effective draws of {draws:,}{lost} {after}",
                    f"{LEAST_EFFECTIVE} or more, so that the 5th and 95th percentile have a draw beyond them",
                    f"--draws {min(more, 1 << 22)} may be enough"
                    + ("" if left else "; no draw gives the events a chance that can be counted"),
                )
            ]
        )


def _moment(g: Gathered, s: Measured, k: int, weights: Sequence[Floats]) -> Moment:
    weight = weights[k]
    step = _share(weight, weights[k - 1]) if k else weight
    return Moment(
        event=s.course.seen[k - 1] if k else None,
        seen_by=s.course.seen_by[k],
        chance=weighted_range(step, weights[k - 1] if k else weight),
        together=weighted_range(weight, np.where(np.isnan(weight), np.nan, 1.0)),
        effective=effective(weight),
        convictions=_convictions(g, s, k, weight),
        chances=tuple(
            Likelihood(kind, name, weighted_range(share, weight), mean_error(share, weight))
            for kind, name, column in s.chances(k)
            for share in [_share(g.events[:, column].sum(axis=1), weight)]
        ),
    )


def _share(part: Floats, whole: Floats) -> Floats:
    """[B] part of whole, no number where there is nothing to share."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, np.clip(part / whole, 0.0, 1.0), np.nan)


def _convictions(g: Gathered, s: Measured, k: int, weight: Floats) -> tuple[Conviction, ...]:
    """Bayes' rule within each draw: of the profiles under which the events can be seen, those with a type."""
    scenario, profiles = s.course.scenario, np.array(g.game.unfolded.profiles)
    places = {p.name: place for place, p in enumerate(scenario.parties)}
    by_analyst = g.events[:, s.column(k)]
    out: list[Conviction] = []
    for about in scenario.parties:
        if len(about.types) < 2:
            continue
        kinds = [(t.name, profiles[:, places[about.name]] == code) for code, t in enumerate(about.types)]

        def believed(
            chances: Floats, weights: Floats, kinds: list[tuple[str, npt.NDArray[np.bool_]]] = kinds
        ) -> dict[str, Range]:
            whole = chances.sum(axis=1)
            return {name: weighted_range(_share(chances[:, mine].sum(axis=1), whole), weights) for name, mine in kinds}

        out.append(Conviction("", about.name, believed(by_analyst, weight)))
        for holder in scenario.parties:
            if holder.name == about.name or holder.name in about.known_to:
                continue
            mine = g.own[places[holder.name]][:, s.known(k, holder.name)]
            own: dict[str, Mapping[str, Range]] = {}
            for code, kind in enumerate(holder.types if len(holder.types) > 1 else ()):
                inside = profiles[:, places[holder.name]] == code
                own[kind.name] = believed(np.where(inside, mine, 0.0), weight)
            out.append(Conviction(holder.name, about.name, believed(mine, weight), own))
    return tuple(out)


def _numbers(scenario: Scenario, numbers: Mapping[str, Floats], weight: Floats) -> tuple[NumberAfter, ...]:
    """Every uncertain number of the file, those first that moved most."""
    even = np.where(np.isnan(weight), np.nan, 1.0)
    out = []
    for path in listed_paths(scenario):
        x, quantity = numbers[path], scenario.quantities[path]
        before, after = weighted_range(x, even), weighted_range(x, weight)
        spread, narrowed = _deviation(x, even), _deviation(x, weight)
        out.append(
            NumberAfter(
                path=path,
                before=before,
                after=after,
                shift=(after.mean - before.mean) / spread if spread > 0 else 0.0,
                error=mean_error(x, weight) / spread if spread > 0 else 0.0,
                narrowing=narrowed / spread if spread > 0 else 1.0,
                rows=quantity.ground.rows,
                assumptions=quantity.ground.assumptions,
            )
        )
    return tuple(sorted(out, key=lambda n: (-abs(n.shift), n.path)))


def _deviation(x: Floats, weights: Floats) -> float:
    keep = ~np.isnan(weights)
    x, w = x[keep], weights[keep] / weights[keep].sum()
    return float(np.sqrt(w @ (x - w @ x) ** 2))
