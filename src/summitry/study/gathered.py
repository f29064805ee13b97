"""The blocks of a study put together, and the ways in which figures are averaged over draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.quantities.draws import SCRAMBLES
from summitry.scenario import Scenario
from summitry.solve import Status
from summitry.study.findings import Chance, Given, Range, StatedChance
from summitry.study.measures import Measures
from summitry.study.solving import Block

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gathered:
    """All draws of a study, solved and measured."""

    game: Game
    measures: Measures
    status: npt.NDArray[np.int8]
    """[B]"""
    folded: npt.NDArray[np.bool_]
    residual: Floats
    regret_ratio: Floats
    values: Floats
    """[B, P]"""
    values_analyst: Floats
    events: Floats
    """[B, K, T] by the analyst's odds."""
    own: dict[int, Floats]
    """Party -> [B, K, T]."""
    strategy: Floats
    """[B, W]"""
    endings: Floats
    """[Z] mean chance of each ending."""
    sets: Floats
    """[H] mean chance of each information set."""
    watched: npt.NDArray[np.int64]
    """Information sets whose strategies are kept."""

    @property
    def solved(self) -> npt.NDArray[np.bool_]:
        """[B] which draws have an answer."""
        return np.asarray(self.status == Status.SOLVED)

    def event(self, *name: str) -> Floats:
        """[B] chance of an event by the analyst's odds, NaN where unsolved."""
        return np.asarray(self.events[:, self.measures.index(*name)].sum(axis=1))


@dataclass(frozen=True, eq=False)
class Whole:
    """What is kept of every draw of a run, however many there are."""

    measures: Measures
    status: npt.NDArray[np.int8]
    """[B]"""
    folded: npt.NDArray[np.bool_]
    residual: Floats
    regret_ratio: Floats
    values: Floats
    """[B, P]"""
    values_analyst: Floats
    main: Floats
    """[B, E]"""

    @property
    def solved(self) -> npt.NDArray[np.bool_]:
        """[B] which draws have an answer."""
        return np.asarray(self.status == Status.SOLVED)

    def event(self, *name: str) -> Floats:
        """[B] chance of a main event by the analyst's odds, NaN where unsolved."""
        places = {column: e for e, column in enumerate(self.measures.main.tolist())}
        return np.asarray(self.main[:, places[self.measures.index(*name)]])


def gather_whole(measures: Measures, parts: Sequence[Block]) -> Whole:
    """What every block has, in their order."""

    def joined(name: str) -> npt.NDArray[Any]:
        return np.concatenate([getattr(b, name) for b in parts])

    names = ("status", "folded", "residual", "regret_ratio", "values", "values_analyst", "main")
    return Whole(measures, *(joined(name) for name in names))


def gather(game: Game, measures: Measures, parts: Sequence[Block], watched: npt.NDArray[np.int64]) -> Gathered:
    """Put blocks together, in their order."""

    def joined(name: str) -> npt.NDArray[np.float64]:
        return np.concatenate([getattr(b, name) for b in parts])

    solved = max(int(sum((b.status == Status.SOLVED).sum() for b in parts)), 1)
    endings, sets = np.zeros_like(parts[0].endings), np.zeros_like(parts[0].sets)
    for b in parts:
        endings += b.endings
        sets += b.sets
    return Gathered(
        game=game,
        measures=measures,
        status=joined("status").astype(np.int8),
        folded=joined("folded").astype(np.bool_),
        residual=joined("residual"),
        regret_ratio=joined("regret_ratio"),
        values=joined("values"),
        values_analyst=joined("values_analyst"),
        events=joined("events"),
        own={p: np.concatenate([b.own[p] for b in parts]) for p in parts[0].own},
        strategy=joined("strategy"),
        endings=endings / solved,
        sets=sets / solved,
        watched=watched,
    )


def spread(x: Floats) -> Range:
    """Mean with 5th and 95th percentile over the solved draws; NaN if there is none."""
    x = x[~np.isnan(x)]
    if not len(x):
        return Range(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(x, [0.05, 0.95])
    return Range(float(x.mean()), float(low), float(high))


def ratio(part: Floats, whole: Floats) -> Range | None:
    """A conditional figure: ratio of sums over draws, percentiles of the ratios; None where the event never happens."""
    keep = ~np.isnan(part) & ~np.isnan(whole) & (whole > 1e-12)
    if not keep.any():
        return None
    part, whole = part[keep], whole[keep]
    low, high = np.quantile(part / whole, [0.05, 0.95])
    return Range(float(part.sum() / whole.sum()), float(low), float(high))


def by_draw(part: Floats, whole: Floats) -> Floats:
    """A conditional figure [B] draw by draw; NaN where the event does not happen."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 1e-12)


def given_markers(scenario: Scenario, event: Callable[..., Floats]) -> tuple[Given, ...]:
    """Every outcome given every marker; `event` gives chances [B] by kind and name, `both` by marker and outcome."""
    out = []
    for marker in scenario.markers:
        whole = event("marker", marker.name)
        for outcome in scenario.outcomes:
            figures = ratio(event("both", marker.name, outcome.name), whole)
            if figures is not None:
                out.append(Given(marker.name, outcome.name, figures.mean, figures.low, figures.high))
    return tuple(out)


def stated_chances(scenario: Scenario) -> tuple[StatedChance, ...]:
    """What people said the chances were, as the file has it."""
    return tuple(
        StatedChance(s.who, s.of, s.low, s.high, s.ground.rows, s.ground.note, s.opposite) for s in scenario.stated
    )


def monte_carlo_error(x: Floats) -> float:
    """Standard error of a mean over draws, from the spread of the scrambles' means (rows in order of scramble)."""
    means = [part[~np.isnan(part)].mean() for part in np.array_split(x, SCRAMBLES) if (~np.isnan(part)).any()]
    if len(means) < 2:
        return float("nan")
    return float(np.std(means, ddof=1) / np.sqrt(len(means)))


def chance(name: str, x: Floats, text: str = "") -> Chance:
    """The chance [B] of one event over draws."""
    good = x[~np.isnan(x)]
    lost = len(x) - len(good)
    total = float(good.sum())
    figures = spread(x)
    return Chance(
        name=name,
        mean=figures.mean,
        median=float(np.median(good)) if len(good) else float("nan"),
        low=figures.low,
        high=figures.high,
        mc_error=monte_carlo_error(x),
        if_unsolved=(total / len(x), (total + lost) / len(x)),
        by_draw=x,
        text=text,
    )
