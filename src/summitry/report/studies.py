"""Studies besides a run, as JSON objects and as text for a terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy.typing as npt

from summitry.report.finite import finite
from summitry.report.text import clean
from summitry.report.updating import update_json, update_tables
from summitry.report.words import studies as words
from summitry.report.words.update import update
from summitry.study.comparison import Comparison, Shift
from summitry.study.experiment import Interval, Solved
from summitry.study.information import InformationStudy
from summitry.study.lever_study import LeverStudy
from summitry.study.process import ProcessStudy
from summitry.study.stories import StoryStudy
from summitry.study.tipping import Crossing, LeastChange, Lever, TipMap, TipStudy
from summitry.study.update import UpdateStudy

AnyStudy = (
    LeverStudy
    | ProcessStudy
    | TipStudy
    | TipMap
    | LeastChange
    | Comparison
    | InformationStudy
    | StoryStudy
    | UpdateStudy
)


def study_parts(study: AnyStudy) -> tuple[words.Part, ...]:
    """A study in words: leads, points and remarks."""
    makers: dict[type, Callable[[Any], tuple[words.Part, ...]]] = {
        LeverStudy: words.levers,
        ProcessStudy: words.process,
        TipStudy: words.tip,
        TipMap: words.tip_map,
        LeastChange: words.least,
        Comparison: words.comparison,
        InformationStudy: words.information,
        StoryStudy: words.stories,
        UpdateStudy: update,
    }
    return makers[type(study)](study)


def study_text(study: AnyStudy, width: int = 80) -> str:
    """A study for a terminal.

    >>> found = summitry.tip(summitry.load("sanctions-threat"), "audience_cost", draws=8)
    >>> print(summitry.study_text(found).splitlines()[0])
    A threat and “audience cost”, from 0 to 0.63: where does the chance cross 50 in
    """
    return "".join(f"{line}\n" for line in _lines(study, width))


def _lines(study: AnyStudy, width: int) -> Iterator[str]:
    for number, part in enumerate(study_parts(study)):
        if number:
            yield ""
        yield from textwrap.wrap(clean(part.lead), width)
        for point in part.points:
            yield from textwrap.wrap(clean(point), width, initial_indent="• ", subsequent_indent="  ")
        if part.notes:
            yield ""
        for note in part.notes:
            yield from textwrap.wrap(clean(note), width)
    if isinstance(study, UpdateStudy):
        yield from update_tables(study, width)


KEYS: dict[type, str] = {
    LeverStudy: "levers",
    ProcessStudy: "process",
    TipStudy: "tip",
    TipMap: "tip_map",
    LeastChange: "least",
    Comparison: "comparison",
    InformationStudy: "information",
    StoryStudy: "stories",
    UpdateStudy: "update",
}
"""What a study is called in `summary.json`, under `studies`."""


def studies_json(studies: Iterable[AnyStudy]) -> dict[str, Any]:
    """Other studies of a case by kind; the last of several of one kind."""
    return {KEYS[type(study)]: study_json(study) for study in studies}


def study_json(study: AnyStudy) -> dict[str, Any]:
    """The object that a study's command prints with `--json`.

    >>> found = summitry.process(summitry.load("two-sided-bargaining"), draws=8)
    >>> sorted(summitry.study_json(found))[:3]
    ['base', 'base_interval', 'draws']
    """
    makers: dict[type, Callable[[Any], dict[str, Any]]] = {
        LeverStudy: _levers,
        ProcessStudy: _process,
        TipStudy: _tip,
        TipMap: _map,
        LeastChange: _least,
        Comparison: _comparison,
        InformationStudy: _information,
        StoryStudy: _stories,
        UpdateStudy: update_json,
    }
    return makers[type(study)](study)


def _numbers(x: npt.NDArray[Any]) -> list[Any]:
    return [_numbers(y) if getattr(y, "ndim", 0) else finite(float(y)) for y in x]


def _value(x: Interval) -> dict[str, float | None]:
    return {"value": finite(x.value), "low": finite(x.low), "high": finite(x.high)}


def _mean(x: Interval) -> dict[str, float | None]:
    return {"mean": finite(x.value), "low": finite(x.low), "high": finite(x.high)}


def _solved(x: Solved) -> dict[str, int]:
    return {"points": x.points, "unsolved": x.unsolved}


def _levers(s: LeverStudy) -> dict[str, Any]:
    return {
        "of": s.of,
        "draws": s.draws,
        "seed": s.seed,
        "mean": finite(s.mean),
        "variance": finite(s.variance),
        "rows": s.blocks,
        "rows_dropped": s.draws - s.blocks,
        **_solved(s.solved),
        "fixes": list(s.fixes),
        "numbers": [
            {
                "name": e.name,
                "words": str(words.effect_name(s.scenario, e)),
                "paths": list(e.paths),
                "holder": e.holder,
                "first": _value(e.first),
                "total": _value(e.total),
                "derivatives": {
                    path: {"mean": x.mean, "low": x.low, "high": x.high, "draws": x.draws}
                    for path, x in e.slopes.items()
                },
                "ends": None
                if e.ends is None
                else {
                    "low": e.ends.low,
                    "high": e.ends.high,
                    "at_low": finite(e.ends.at_low),
                    "at_high": finite(e.ends.at_high),
                },
                "rows": list(e.rows),
                "assumptions": list(e.assumptions),
            }
            for e in s.effects
        ],
        "parties": [
            {"party": p.party, "numbers": list(p.names), "first": _value(p.first), "total": _value(p.total)}
            for p in s.parties
        ],
        "derivatives": dict(s.derivatives),
    }


def _process(s: ProcessStudy) -> dict[str, Any]:
    return {
        "of": s.of,
        "base": finite(s.base.value),
        "base_interval": _mean(s.base),
        "draws": s.draws,
        "seed": s.seed,
        **_solved(s.solved),
        "variants": [
            {
                "name": v.variant.name,
                "change": words.change_of(v),
                "mean": finite(v.mean),
                "difference": _mean(v.difference),
                "mc_error": finite(v.error),
                "words": str(words.variant_line(s, v)),
                "because": None
                if v.reason is None
                else {"move": v.reason.text, "base": v.reason.base, "mean": v.reason.mean, "share": v.reason.share},
                "nodes": v.nodes,
                "draws": v.draws,
                "proposed": v.proposed,
                "rows": list(v.variant.ground.rows),
                "assumptions": list(v.variant.ground.assumptions),
            }
            for v in s.variants
        ],
        "untried": [{"name": u.name, "why": u.why} for u in s.untried],
    }


def _lever(x: Lever) -> dict[str, Any]:
    return {"path": x.path, "low": x.low, "high": x.high, "numbers": list(x.paths)}


def _crossing(c: Crossing) -> dict[str, Any]:
    return {"at": c.at, "direction": "up" if c.up else "down", "jump": c.jump}


def _tip(s: TipStudy) -> dict[str, Any]:
    return {
        "of": s.of,
        "lever": _lever(s.lever),
        "target": s.target,
        "mean": {"crossings": [_crossing(c) for c in s.mean]},
        "share": finite(s.share),
        "above": finite(s.above),
        "first": None
        if s.first is None
        else {"median": finite(s.first.value), "low": finite(s.first.low), "high": finite(s.first.high)},
        "several": finite(s.several),
        "jumping": finite(s.jumping),
        "by_draw": [[_crossing(c) for c in mine] for mine in s.by_draw],
        "curve": [
            {"at": float(x), "mean": finite(row[0]), "low": finite(row[1]), "high": finite(row[2])}
            for x, row in zip(s.grid, s.curve, strict=True)
        ],
        "draws": s.draws,
        "followed": s.followed,
        "seed": s.seed,
        **_solved(s.solved),
    }


def _map(s: TipMap) -> dict[str, Any]:
    return {
        "of": s.of,
        "levers": [_lever(x) for x in s.levers],
        "target": s.target,
        "grids": [_numbers(g) for g in s.grids],
        "chance": _numbers(s.chance),
        "contour": [_numbers(line) for line in s.contour],
        "draws": s.draws,
        "seed": s.seed,
        **_solved(s.solved),
    }


def _least(s: LeastChange) -> dict[str, Any]:
    return {
        "of": s.of,
        "target": s.target,
        "reached": s.reached,
        "size": finite(s.size),
        "before": finite(s.before),
        "after": finite(s.after),
        "levers": [
            {**_lever(x), "start": float(s.start[k]), "at": float(s.at[k]), "change": float(s.change[k])}
            for k, x in enumerate(s.levers)
        ],
        "draws": s.draws,
        "seed": s.seed,
        **_solved(s.solved),
    }


def _shift(x: Shift) -> dict[str, Any]:
    return {
        "party": x.party,
        "type": x.type,
        "step": x.step,
        "option": x.option,
        "history": list(x.history),
        "first": _mean(x.first),
        "second": _mean(x.second),
        "reached": x.reached,
    }


def _comparison(s: Comparison) -> dict[str, Any]:
    return {
        "first": {"name": s.names[0], "title": s.first.title, "sha256": s.first.sha256},
        "second": {"name": s.names[1], "title": s.second.title, "sha256": s.second.sha256},
        "draws": s.draws,
        "used": s.used,
        "seed": s.seed,
        **_solved(s.solved),
        "events": [
            {
                "kind": p.kind,
                "name": p.name,
                "first": finite(p.first),
                "second": finite(p.second),
                "difference": _mean(p.difference),
                "mc_error": finite(p.error),
            }
            for p in s.paired
        ],
        "only": [{"event": event, "case": case} for event, case in s.only],
        "changed": [{"what": c.what, "first": c.first, "second": c.second} for c in s.changed],
        "strategies": [_shift(x) for x in s.shifts],
    }


def _information(s: InformationStudy) -> dict[str, Any]:
    return {
        "of": s.of,
        "draws": s.draws,
        "seed": s.seed,
        **_solved(s.solved),
        "types": [
            {
                "informed": t.informed,
                "about": t.about,
                "secret": _mean(t.secret),
                "open": None if t.open is None else _mean(t.open),
                "open_mc_error": finite(t.open_error),
                "event": None if t.event is None else _mean(t.event),
                "draws": t.draws,
                "why": t.why,
            }
            for t in s.types
        ],
        "lever": None
        if not s.lever
        else {
            "path": s.lever,
            "best": finite(s.best),
            "chance": finite(s.best_chance),
            "worst": finite(s.worst),
            "worst_chance": finite(s.worst_chance),
            "all_known": None if s.all_known is None else _value(s.all_known),
        },
        "numbers": [
            {"path": n.path, "gain": _value(n.gain), "rows": list(n.rows), "assumptions": list(n.assumptions)}
            for n in s.numbers
        ],
    }


def _stories(s: StoryStudy) -> dict[str, Any]:
    return {
        "of": s.of,
        "target": s.target,
        "reached": s.reached,
        "chance": finite(s.chance),
        "usual": finite(s.usual),
        "distance": finite(s.distance),
        "numbers": [
            {
                "path": t.path,
                "value": t.value,
                "usual": t.usual,
                "score": t.score,
                "below": t.below,
                "holder": t.holder,
                "rows": list(t.rows),
                "assumptions": list(t.assumptions),
            }
            for t in s.told
        ],
        "moves": [
            {"party": m.party, "step": m.step, "option": m.option, "usual": m.first.value, "story": m.second.value}
            for m in s.moves
        ],
        "rule": None
        if s.rule is None
        else {
            "limits": [
                {
                    "path": x.path,
                    "low": None if math.isinf(x.low) else x.low,
                    "high": None if math.isinf(x.high) else x.high,
                }
                for x in s.rule.limits
            ],
            "density": s.rule.density,
            "coverage": s.rule.coverage,
            "overall": s.rule.overall,
            "draws": s.rule.draws,
        },
        "draws": s.draws,
        "seed": s.seed,
        **_solved(s.solved),
    }
