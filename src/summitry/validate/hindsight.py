"""Cases whose end is known: the model's chances beside base rates, plain baselines and what happened, with scores.

What happened stands in a file that no scenario reads. Scores are those of a forecast p of an event: Brier's (p - o)^2
with o = 1 where it happened and 0 where not, and the logarithmic -ln of the chance given to what happened; less is
better.

References
----------
Brier 1950, Monthly Weather Review 78(1): 1-3, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
Good 1952, Journal of the Royal Statistical Society B 14(1): 107-114, doi:10.1111/j.2517-6161.1952.tb00104.x
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from summitry import catalog
from summitry.evidence.scores import brier, log_score
from summitry.jobs import load
from summitry.study.findings import Findings
from summitry.study.run import run
from summitry.validate.asked_for import asked_for

FORECASTERS = ("model", "base rate", "no change", "coin")
CERTAIN = 0.95
"""How sure the baseline `no change` is that things stay as they are: who is certain may have no finite log score."""
WARNING = (
    "Few cases prove little: a handful of events, chosen because they were written about and by people who knew how "
    "they ended, cannot tell a good model from a lucky one."
)


@dataclass(frozen=True)
class WhatHappened:
    """What became of an event of a historical case, with its source.

    >>> happened = summitry.what_happened()[0]
    >>> happened.case, happened.event, happened.happened
    ('canal-treaties-1977', 'the Senate consents', True)
    """

    case: str
    event: str
    happened: bool
    change: bool
    """Whether the event would be a change from how things stood on the case's date."""
    by: str
    """Until when it was looked at."""
    what: str
    source: str


@dataclass(frozen=True)
class Score:
    """How far a forecast was off; less is better."""

    brier: float
    log: float
    """In nats: minus the natural logarithm of the chance given to what happened."""


def score(chance: float, happened: bool) -> Score:
    """The scores of one forecast, by the rules of `summitry score`: chances are kept a little inside 0 and 1.

    >>> from summitry.validate.hindsight import score
    >>> score(0.75, True)
    Score(brier=0.0625, log=0.2876820724517809)
    """
    p, y = np.array([chance]), np.array([float(happened)])
    return Score(float(brier(p, y)[0]), float(log_score(p, y)[0]))


@dataclass(frozen=True)
class Hindsight:
    """One event: what each forecaster gave it, beside what happened."""

    known: WhatHappened
    title: str
    chances: Mapping[str, float]
    """By forecaster; `base rate` only where the case names one for this event."""
    low: float
    """Of the model, 5th and 95th percentile over draws."""
    high: float
    base_rate: str
    """The title of the class, empty where there is none."""

    def scores(self) -> dict[str, Score]:
        """Scores by forecaster."""
        return {name: score(chance, self.known.happened) for name, chance in self.chances.items()}


@dataclass(frozen=True)
class Hindcast:
    """All events, with what the scores come to.

    >>> found = summitry.hindcast(["rambouillet-1999"], draws=8)
    >>> [(row.known.event, row.known.happened) for row in found.rows]
    [('both sign', False)]
    """

    rows: tuple[Hindsight, ...]
    draws: int
    seed: int

    @property
    def compared(self) -> tuple[Hindsight, ...]:
        """Rows in which all forecasters have a number."""
        return tuple(row for row in self.rows if len(row.chances) == len(FORECASTERS))

    def means(self) -> dict[str, Score]:
        """Mean scores by forecaster over the rows in which all have a number."""
        rows = [row.scores() for row in self.compared]
        return {
            name: Score(float(np.mean([r[name].brier for r in rows])), float(np.mean([r[name].log for r in rows])))
            for name in (FORECASTERS if rows else ())
        }

    def against(self, name: str) -> tuple[float, float]:
        """The model's mean Brier score less another's, and the standard error of that difference; NaN for under two."""
        rows = [row.scores() for row in self.compared]
        away = [r["model"].brier - r[name].brier for r in rows]
        if len(away) < 2:
            return (away[0] if away else math.nan), math.nan
        return float(np.mean(away)), float(np.std(away, ddof=1) / math.sqrt(len(away)))


@cache
def what_happened() -> tuple[WhatHappened, ...]:
    """What became of the historical cases, from the file that no scenario reads.

    >>> {known.case for known in summitry.what_happened()} <= set(summitry.catalog.names())
    True
    """
    return tuple(WhatHappened(**entry) for entry in catalog.table("outcomes.toml")["outcome"])


def hindcast(
    names: Iterable[str] = (),
    *,
    draws: int = 64,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Hindcast:
    """Run historical cases, all of them or those named, and hold the chances against what happened.

    Raises `InputError` for cases without a known end.

    >>> [round(s.brier, 2) for s in summitry.hindcast(["camp-david-1978"], draws=8).rows[0].scores().values()][-1]
    0.25
    """
    cases = [known.case for known in what_happened()]
    rows: list[Hindsight] = []
    for case in asked_for(names, cases, "no case whose end is known"):
        scenario = load(case)
        findings = run(scenario, draws=draws, seed=seed, workers=workers, variants=False).findings
        rows += [_row(known, scenario.title, findings) for known in what_happened() if known.case == case]
        if progress is not None:
            progress(case)
    return Hindcast(tuple(rows), draws, seed)


def _row(known: WhatHappened, title: str, findings: Findings) -> Hindsight:
    event = next(c for c in (*findings.markers, *findings.outcomes) if c.name == known.event)
    chances = {"model": event.mean}
    beside = findings.base_rate
    if beside is not None and beside.of == known.event:
        chances["base rate"] = beside.rate.rate
    chances["no change"] = 1 - CERTAIN if known.change else CERTAIN
    chances["coin"] = 0.5
    name = beside.rate.title if beside is not None and "base rate" in chances else ""
    return Hindsight(known, title, chances, event.low, event.high, name)
