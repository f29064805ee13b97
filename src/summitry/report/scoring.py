"""Scores of forecasters, as a JSON object and as text for a terminal."""

from __future__ import annotations

import dataclasses
import math
import textwrap
from collections.abc import Iterator
from typing import Any

from summitry.evidence import Scores
from summitry.evidence.scores import ENOUGH, NEAREST, Paired
from summitry.evidence.scoring import Forecaster, Rivals
from summitry.report.finite import finite
from summitry.report.text import clean
from summitry.report.texts import text
from summitry.report.words.phrase import Phrase, fill, given, sentences
from summitry.report.words.rounding import half_up


def score_json(scores: Scores) -> dict[str, Any]:
    """The object that `summitry score --json` prints.

    >>> summitry.score_json(summitry.score(summitry.Forecasts()))["forecasters"]
    []
    """
    return {
        "questions": scores.questions,
        "resolved": scores.resolved,
        "void": scores.void,
        "enough": ENOUGH,
        "nearest": NEAREST,
        "forecasters": [_forecaster(f) for f in scores.forecasters],
        "pairs": [_rivals(r) for r in scores.rivals],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return finite(value) if isinstance(value, float) else value


def _forecaster(f: Forecaster) -> dict[str, Any]:
    return {
        "who": f.who,
        "questions": f.questions,
        "resolved": f.resolved,
        "void": f.void,
        "share_void": finite(f.share_void),
        "open": f.open,
        "late": f.late,
        "superseded": f.superseded,
        "too_few": f.few,
        "brier": finite(f.brier),
        "log": finite(f.log),
        "certain": f.certain,
        "calibration": None if f.decomposition is None else _plain(dataclasses.asdict(f.decomposition)),
        "skill": None if f.skill is None else _plain(dataclasses.asdict(f.skill)),
        "coverage": None
        if f.coverage is None
        else {**_plain(dataclasses.asdict(f.coverage)), "inside": f.coverage.inside},
        "exclusive": None if f.exclusive is None else _plain(dataclasses.asdict(f.exclusive)),
    }


def _rivals(r: Rivals) -> dict[str, Any]:
    return {
        "first": r.first,
        "second": r.second,
        "n": r.brier.n,
        "too_few": r.few,
        "brier": _paired(r.brier),
        "log": _paired(r.log),
    }


def _paired(p: Paired) -> dict[str, Any]:
    found: dict[str, Any] = _plain(dataclasses.asdict(p))
    return {key: value for key, value in found.items() if key != "n"}


def score_text(scores: Scores, width: int = 80) -> str:
    """Scores for a terminal.

    >>> print(summitry.score_text(summitry.score(summitry.Forecasts())), end="")
    There are no forecasts.
    """
    return "".join(f"{line}\n" for line in _lines(scores, width))


def _lines(scores: Scores, width: int) -> Iterator[str]:
    if not scores.forecasters:
        yield text("score.none")
        return
    key = "lead_one" if scores.questions == 1 else "lead"
    yield from _wrapped(
        fill(f"score.{key}", questions=scores.questions, resolved=scores.resolved, void=scores.void), width
    )
    for f in scores.forecasters:
        yield ""
        yield from _wrapped(
            fill("score.who", who=given(f.who), n=f.resolved, questions=f.questions, left=_left(f)), width
        )
        for point in _points(f):
            yield from _wrapped(point, width, "• ", "  ")
    if scores.rivals:
        yield ""
        yield from _wrapped(fill("score.rivals"), width)
        for r in scores.rivals:
            yield from _wrapped(_pair(r), width, "• ", "  ")


def _wrapped(words: Phrase, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(clean(words), width, initial_indent=first, subsequent_indent=rest)


def _left(f: Forecaster) -> Phrase:
    """What is not scored, and why."""
    said = Phrase()
    if f.void:
        said += fill("score.left_void", n=f.void, share=half_up(100 * (f.share_void or 0.0)))
    for key, n in (("open", f.open), ("late", f.late), ("superseded", f.superseded)):
        if n:
            said += fill(f"score.left_{key}", n=n)
    return said


def _points(f: Forecaster) -> Iterator[Phrase]:
    if f.brier is None or f.log is None:
        yield fill("score.nothing")
        return
    clipped = fill("score.clipped", n=f.certain) if f.certain else Phrase()
    yield sentences(fill("score.brier", brier=_three(f.brier), log=_three(f.log)), clipped)
    if f.few:
        yield fill("score.few")
    else:
        yield from _calibration(f)
    e = f.exclusive
    if e is not None and e.n:
        rest = fill("score.exclusive_rest", k=e.incomplete) if e.incomplete else Phrase()
        key = "exclusive_one" if e.n == 1 else "exclusive"
        yield fill(f"score.{key}", brier=_three(e.brier), log=_three(e.log), n=e.n, rest=rest)
    elif e is not None:
        yield fill("score.exclusive_none")


def _calibration(f: Forecaster) -> Iterator[Phrase]:
    if f.skill is not None:
        yield fill(
            "score.skill",
            rate=_hundred(f.skill.base_rate),
            kind=text("score.observed" if f.skill.observed else "score.given"),
            skill=_two(f.skill.brier),
            log=_two(f.skill.log),
        )
    d = f.decomposition
    if d is not None:
        within = fill("score.within", x=_three(d.within)) if abs(d.within) >= 0.0005 else ""
        yield fill(
            "score.parts", rel=_three(d.reliability), res=_three(d.resolution), unc=_three(d.uncertainty), within=within
        )
        for b in d.bins:
            yield fill("score.bin", mean=_hundred(b.mean), frequency=_hundred(b.frequency), n=b.n)
    c = f.coverage
    if c is not None:
        yield fill(
            "score.coverage",
            n=c.n,
            low=_hundred(c.low),
            high=_hundred(c.high),
            frequency=_hundred(c.frequency),
            inside=text("score.inside" if c.inside else "score.outside"),
            covered=c.covered,
            bins=c.bins,
            share=_hundred(c.share),
        )


def _pair(r: Rivals) -> Phrase:
    interval = ""
    if math.isfinite(r.brier.low):
        interval = str(fill("score.interval", low=_three(r.brier.low), high=_three(r.brier.high)))
    return fill(
        "score.pair",
        first=given(r.first),
        second=given(r.second),
        n=r.brier.n,
        a=_three(r.brier.first),
        b=_three(r.brier.second),
        d=_three(r.brier.difference),
        interval=interval,
        c=_three(r.log.first),
        e=_three(r.log.second),
        f=_three(r.log.difference),
        few=fill("score.pair_few") if r.few else "",
    )


def _three(x: float) -> str:
    return f"{x:.3f}".replace("-", "−")


def _two(x: float | None) -> str:
    return text("score.no_skill") if x is None else f"{x:.2f}".replace("-", "−")


def _hundred(x: float) -> int:
    return half_up(100 * x)
