"""Forecasters by their record: who is scored on what, and what is left out and why (floor 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from summitry.evidence.forecasts import Forecast, Forecasts, question_key
from summitry.evidence.scores import (
    ENOUGH,
    Coverage,
    Decomposition,
    Floats,
    Paired,
    brier,
    certain,
    coverage,
    decomposition,
    log_score,
    multi_brier,
    multi_log,
    paired,
    skill,
)

SUMS_TO_ONE = 0.01
"""By how much chances of events that exclude each other may miss 1, as rounded ones do; they are then scaled to it."""


@dataclass(frozen=True)
class Skill:
    """A score against that of always giving one chance."""

    base_rate: float
    observed: bool
    """Whether it is the frequency of the very events that are scored, which nobody knew beforehand."""
    brier: float | None
    """None where the reference makes no mistake."""
    log: float | None


@dataclass(frozen=True)
class Exclusive:
    """Scores over events of which exactly one comes true."""

    n: int
    brier: float
    """From 0 to 2 (Brier 1950)."""
    log: float
    incomplete: int
    """Resolved sets that the forecaster did not cover whole, or with chances that do not sum to 1."""


@dataclass(frozen=True)
class Forecaster:
    """One forecaster's record; scores are None where nothing is resolved."""

    who: str
    questions: int
    """Different ones."""
    resolved: int
    """Answered by yes or no, and scored."""
    void: int
    open: int
    late: int
    """Forecasts dated after the answer was known, left out."""
    superseded: int
    """Forecasts followed by a later one of the same question, left out."""
    brier: float | None
    log: float | None
    certain: int
    """Chances that the log score moves away from 0 or 1."""
    decomposition: Decomposition | None
    skill: Skill | None
    coverage: Coverage | None
    """Of the ranges; None where none was given."""
    exclusive: Exclusive | None

    @property
    def share_void(self) -> float | None:
        """Of the questions with an answer, those that were void."""
        known = self.resolved + self.void
        return self.void / known if known else None

    @property
    def few(self) -> bool:
        """Whether fewer than ten are resolved, too few to say anything of the forecaster."""
        return self.resolved < ENOUGH


@dataclass(frozen=True)
class Rivals:
    """Two forecasters on the questions that both are scored on."""

    first: str
    second: str
    brier: Paired
    log: Paired

    @property
    def few(self) -> bool:
        """Whether they have fewer than ten questions in common."""
        return self.brier.n < ENOUGH


@dataclass(frozen=True)
class Scores:
    """All forecasters of some files, and each two of them.

    >>> made = summitry.Forecast(question="rain", who="Ann", p=0.7)
    >>> known = summitry.Resolution(question="rain", outcome="yes")
    >>> round(summitry.score(summitry.Forecasts((made,), (known,))).forecasters[0].brier, 9)
    0.09
    """

    forecasters: tuple[Forecaster, ...]
    """By name."""
    rivals: tuple[Rivals, ...]
    questions: int
    resolved: int
    void: int


def score(forecasts: Forecasts, *, base_rate: float | None = None) -> Scores:
    """Score every forecaster on what is resolved.

    The last forecast of a question counts that is not dated after the answer was known. `base_rate` is the chance of
    the reference for skill, by default the frequency of the events that a forecaster is scored on.

    >>> made = [summitry.Forecast(question=f"day {k}", who="Ann", p=p) for k, p in enumerate((0.1, 0.9, 0.8, 0.3))]
    >>> known = [summitry.Resolution(question=f"day {k}", outcome=y) for k, y in enumerate(("no", "yes", "yes", "no"))]
    >>> round(summitry.score(summitry.Forecasts(tuple(made), tuple(known))).forecasters[0].brier, 4)
    0.0375
    """
    names = sorted({f.who for f in forecasts})
    chosen = {who: _Chosen(forecasts, [f for f in forecasts if f.who == who]) for who in names}
    keys = {question_key(f.question): forecasts.outcome(f) for f in forecasts}
    return Scores(
        forecasters=tuple(chosen[who].record(who, base_rate) for who in names),
        rivals=tuple(
            found
            for first, second in combinations(names, 2)
            if (found := _rivals(first, chosen[first], second, chosen[second])) is not None
        ),
        questions=len(keys),
        resolved=sum(outcome in ("yes", "no") for outcome in keys.values()),
        void=sum(outcome == "void" for outcome in keys.values()),
    )


class _Chosen:
    """The forecasts of one forecaster that count, by question."""

    def __init__(self, all_of: Forecasts, mine: Sequence[Forecast]) -> None:
        self.all_of = all_of
        self.late = self.superseded = 0
        self.kept: dict[str, Forecast] = {}
        self.asked = {question_key(f.question) for f in mine}
        self.void = {question_key(f.question) for f in mine if all_of.outcome(f) == "void"}
        # undated forecasts come first, then by date; those of one day in the order of the file
        for f in sorted(mine, key=lambda f: f.date):
            known = all_of.resolution(f)
            if known is not None and known.date and f.date > known.date:
                self.late += 1
                continue
            key = question_key(f.question)
            self.superseded += key in self.kept
            self.kept[key] = f
        self.scored = {k: f for k, f in self.kept.items() if all_of.outcome(f) in ("yes", "no")}

    def arrays(self, keys: Sequence[str]) -> tuple[Floats, Floats]:
        """Chances and outcomes [n] of these questions."""
        p = np.array([self.scored[k].chance for k in keys])
        return p, np.array([float(self.all_of.outcome(self.scored[k]) == "yes") for k in keys])

    def record(self, who: str, base_rate: float | None) -> Forecaster:
        """The record of who made them."""
        keys = list(self.scored)
        p, y = self.arrays(keys)
        some = bool(keys)
        known = {k for k, f in self.kept.items() if self.all_of.outcome(f) is not None}
        ranges = [k for k in keys if self.scored[k].range is not None]
        return Forecaster(
            who=who,
            questions=len(self.asked),
            resolved=len(keys),
            void=len(self.void),
            open=len(self.kept.keys() - known),
            late=self.late,
            superseded=self.superseded,
            brier=float(brier(p, y).mean()) if some else None,
            log=float(log_score(p, y).mean()) if some else None,
            certain=certain(p),
            decomposition=decomposition(p, y) if some else None,
            skill=_skill(p, y, base_rate) if some else None,
            coverage=self._coverage(ranges) if ranges else None,
            exclusive=self._exclusive(),
        )

    def _coverage(self, keys: Sequence[str]) -> Coverage:
        ends = np.array([self.scored[k].range for k in keys], np.float64)
        return coverage(ends[:, 0], ends[:, 1], self.arrays(keys)[1])

    def _exclusive(self) -> Exclusive | None:
        """Sets of questions of which one came true: each once, whole."""
        rows: list[tuple[list[float], int]] = []
        incomplete = 0
        sets: dict[frozenset[str], tuple[str, ...]] = {}
        for f in self.kept.values():
            if f.among:
                keys = tuple(question_key(q) for q in f.among)
                sets.setdefault(frozenset(keys), keys)
        for keys in sets.values():
            came = [k for k in keys if (r := self.all_of.latest.get(k)) is not None and r.outcome == "yes"]
            if len(came) != 1:
                continue
            p = [self.scored[k].chance for k in keys if k in self.scored]
            if len(p) < len(keys) or abs(sum(p) - 1) > SUMS_TO_ONE:
                incomplete += 1
                continue
            rows.append(([x / sum(p) for x in p], keys.index(came[0])))
        if not rows and not incomplete:
            return None
        briers = [float(multi_brier(np.array([p]), np.array([w]))[0]) for p, w in rows]
        logs = [float(multi_log(np.array([p]), np.array([w]))[0]) for p, w in rows]
        n = len(rows)
        return Exclusive(n, sum(briers) / n if n else float("nan"), sum(logs) / n if n else float("nan"), incomplete)


def _skill(p: Floats, y: Floats, base_rate: float | None) -> Skill:
    rate = float(y.mean()) if base_rate is None else base_rate
    always = np.full_like(p, rate)
    by_brier = skill(float(brier(p, y).mean()), float(brier(always, y).mean()))
    # where all events came out alike the reference knows them: there is nothing to be better than
    known = base_rate is None and rate in (0.0, 1.0)
    by_log = None if known else skill(float(log_score(p, y).mean()), float(log_score(always, y).mean()))
    return Skill(rate, base_rate is None, by_brier, by_log)


def _rivals(first: str, a: _Chosen, second: str, b: _Chosen) -> Rivals | None:
    keys = [k for k in a.scored if k in b.scored]
    if not keys:
        return None
    (p, y), (q, _) = a.arrays(keys), b.arrays(keys)
    return Rivals(first, second, paired(brier(p, y), brier(q, y)), paired(log_score(p, y), log_score(q, y)))
