"""Studies in words: levers, process variants, tipping points, comparisons, information, stories."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from summitry.report.texts import text
from summitry.report.words import names
from summitry.report.words.numbers import number_name
from summitry.report.words.phrase import (
    WITHHELD,
    Phrase,
    fill,
    given,
    join,
    plain,
    quoted,
    row_name,
    sentences,
    withheld,
)
from summitry.report.words.rounding import cell, half_up, plain_number
from summitry.scenario.model import Scenario
from summitry.study.comparison import Comparison, Paired, Shift
from summitry.study.experiment import Interval, Solved
from summitry.study.information import InformationStudy, TypeInformation
from summitry.study.lever_study import ENDS, Effect, LeverStudy
from summitry.study.process import ProcessStudy, Reason, VariantResult
from summitry.study.stories import Limit, StoryStudy, Told
from summitry.study.tipping import Crossing, LeastChange, Lever, TipMap, TipStudy

LEAST_TOTAL = 0.01
MOST_EFFECTS = 12
NEAR_MIDDLE = 0.1
MOST_TOLD = 8
MOST_CHANGES = 30
HALF_POINT = 0.005


@dataclass(frozen=True)
class Part:
    """A lead, points under it, and remarks after them."""

    lead: Phrase
    points: tuple[Phrase, ...] = ()
    notes: tuple[Phrase, ...] = ()


# ---------------------------------------------------------------- figures


def whole_points(x: float) -> str:
    """A difference of chances in points: `8`, `−2`."""
    return str(half_up(100 * x)).replace("-", "−") if math.isfinite(x) else "?"


def points(difference: Interval, size: bool = False) -> Phrase:
    """`8 points [−2 to 21]`; of its size alone where the words say the direction."""
    value, low, high = difference.value, difference.low, difference.high
    if size and value < 0:
        value, low, high = -value, -high, -low
    key = "no_points" if abs(value) < HALF_POINT else "point" if half_up(100 * abs(value)) == 1 else "points"
    return fill(f"studies.{key}", n=whole_points(value), low=whole_points(low), high=whole_points(high))


def share(x: Interval) -> Phrase:
    """`36 % [24 to 48]`; an index may come out a little below 0."""
    return fill("studies.share", n=whole_points(x.value), low=whole_points(x.low), high=whole_points(x.high))


def stake(x: Interval) -> str:
    """A payoff with its interval: `+0.05 [−0.01 to +0.12]`."""
    value, low, high = signed_alike((x.value, x.low, x.high))
    return f"{value} [{low} to {high}]"


def signed_alike(values: Sequence[float]) -> list[str]:
    """Payoffs with as many decimals as the largest of them needs for two digits, from two to four."""
    most = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    decimals = 2 if most >= 0.095 or most == 0 else 3 if most >= 0.0095 else 4
    return [f"{v:+.{decimals}f}".replace("-", "−") if math.isfinite(v) else "?" for v in values]


def quantity(scenario: Scenario, path: str, value: float) -> Phrase:
    """A number of the file as a reader would write it; chances in 100."""
    if path == WITHHELD:
        return withheld()
    known = scenario.quantities.get(path)
    if known is not None and known.kind in ("chance", "prior", "odds") and 0 <= value <= 1:
        return fill("count.in100", n=cell(value))
    return plain(plain_number(value))


def name_of(scenario: Scenario, path: str) -> Phrase:
    """What a number is called."""
    return withheld() if path == WITHHELD else given(number_name(scenario, path))


def ground(rows: Sequence[str], assumptions: Sequence[str]) -> Phrase:
    """What a number rests on."""
    fields: dict[str, Phrase | str | int] = {
        "rows": join([row_name(r) for r in rows]),
        "texts": join([given(a.rstrip(".")) for a in assumptions], "language.comma"),
    }
    key = "both" if rows and assumptions else "source" if rows else "assumed" if assumptions else ""
    return fill(f"studies.{key}", **fields) if key else Phrase()


def counted(solved: Solved) -> Phrase:
    """How many points were solved."""
    if solved.unsolved:
        return fill("studies.unsolved", u=f"{solved.unsolved:,}", n=f"{solved.points:,}")
    return fill("studies.solved", n=f"{solved.points:,}")


def held(scenario: Scenario) -> Phrase:
    """Rules to which parties are held."""
    if not scenario.fixes:
        return Phrase()
    return fill("studies.fixed", rules=join([quoted(rule) for rule in scenario.fixes]))


def _notes(scenario: Scenario, *notes: Phrase) -> tuple[Phrase, ...]:
    return tuple(note for note in (*notes, held(scenario)) if note)


# ---------------------------------------------------------------- levers


def effect_name(scenario: Scenario, effect: Effect) -> Phrase:
    """The number, or the first of those that are drawn together."""
    if len(effect.paths) > 1:
        return fill("studies.lever_many", name=name_of(scenario, effect.paths[0]), n=len(effect.paths) - 1)
    return name_of(scenario, effect.paths[0] if effect.paths else effect.name)


def levers(s: LeverStudy) -> tuple[Part, ...]:
    """Which numbers matter most, and whose they are."""
    common: dict[str, Phrase | str | int] = {"event": names.event(s.of), "draws": f"{s.draws:,}"}
    notes = [counted(s.solved)]
    if s.blocks < s.draws:
        notes.append(fill("studies.levers_blocks", blocks=s.blocks, draws=s.draws))
    if s.variance <= 0:
        return (Part(fill("studies.levers_flat", **common), (), _notes(s.scenario, *notes)),)
    shown = [e for e in s.effects if e.total.value >= LEAST_TOTAL][:MOST_EFFECTS] or list(s.effects[:1])
    rest = len(s.effects) - len(shown)
    if rest and all(e.total.value < LEAST_TOTAL for e in s.effects[len(shown) :]):
        notes.insert(0, fill("studies.levers_rest_one" if rest == 1 else "studies.levers_rest", n=rest))
    notes.append(fill("studies.levers_ends", n=ENDS))
    if any(e.first.value > e.total.value + 0.005 for e in shown):
        notes.append(fill("studies.levers_few"))
    without = sum(s.derivatives.values()) - max((x.draws for e in s.effects for x in e.slopes.values()), default=0)
    if without:
        notes.append(fill("studies.levers_folds", n=without, all=sum(s.derivatives.values())))
    lead = fill("studies.levers_lead", comes=names.comes(s.of), n=cell(s.mean), **common)
    parts = [Part(lead, tuple(_lever(s, e) for e in shown), _notes(s.scenario, *notes))]
    if s.parties:
        lines = tuple(
            fill(
                "studies.levers_party",
                party=names.party(s.scenario, p.party).capital(),
                first=share(p.first),
                total=share(p.total),
                n=len(p.names),
            )
            for p in s.parties
        )
        parts.append(Part(fill("studies.levers_parties"), lines))
    return tuple(parts)


def _lever(s: LeverStudy, e: Effect) -> Phrase:
    ends = slope = Phrase()
    path = e.paths[0] if e.paths else e.name
    if e.ends is not None:
        ends = fill(
            "studies.lever_ends",
            low=quantity(s.scenario, path, e.ends.low),
            high=quantity(s.scenario, path, e.ends.high),
            event=names.event(s.of),
            comes=names.comes(s.of),
            at_low=cell(e.ends.at_low),
            at_high=cell(e.ends.at_high),
        )
        if path in e.slopes:
            x, tenth = e.slopes[path], (e.ends.high - e.ends.low) / 10
            slope = fill(
                "studies.lever_slope",
                mean=_fine(x.mean * tenth),
                low=_fine(x.low * tenth),
                high=_fine(x.high * tenth),
            )
    return fill(
        "studies.lever",
        name=effect_name(s.scenario, e).capital(),
        first=share(e.first),
        total=share(e.total),
        ends=ends,
        slope=slope,
        source=ground(e.rows, e.assumptions),
    )


def _fine(x: float) -> str:
    """A small difference of chances in points, to a tenth."""
    return f"{100 * x:+.1f}".replace("-", "−")


# ---------------------------------------------------------------- process


def change_of(result: VariantResult) -> str:
    """What a variant changes, in words."""
    v = result.variant
    if v.text:
        return v.text
    said: list[str] = []
    for name, keys in v.stages.items():
        said += [f"{name}: {key} {_listed(value)}" for key, value in keys.items()]
    for name, keys in v.steps.items():
        said += [f"{name}: {key} {_listed(value)}" for key, value in keys.items()]
    if v.order:
        said.append(f"order of stages: {', '.join(v.order)}")
    said += [f"{step} {where} {other}" for step, (where, other) in v.move.items()]
    said += [f"without {name}" for name in v.without]
    said += [text("page.withheld") if path == WITHHELD else f"{path} = {value}" for path, value in v.set.items()]
    said += [f"held to: {rule}" for rule in v.fix]
    return "; ".join(said)


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def process(s: ProcessStudy) -> tuple[Part, ...]:
    """A ranked list of variants."""
    if not s.variants and not s.untried:
        return (Part(fill("studies.process_none"), (), _notes(s.scenario)),)
    lead = fill(
        "studies.process_lead",
        event=names.event(s.of),
        comes=names.comes(s.of),
        n=cell(s.base.value),
        draws=f"{s.draws:,}",
    )
    proposed = sum(v.proposed for v in s.variants)
    key = "process_proposed" if proposed == len(s.variants) else "process_some_proposed"
    notes = [fill(f"studies.{key}", n=proposed)] if proposed else []
    notes += [fill("studies.process_untried", name=quoted(u.name), why=given(u.why)) for u in s.untried]
    lines = tuple(variant_line(s, v) for v in s.variants)
    return (Part(lead, lines, _notes(s.scenario, *notes, counted(s.solved))),)


def variant_line(s: ProcessStudy, v: VariantResult) -> Phrase:
    """`Ukraine at the first table raises it by 8 points [−2 to 21], to 70 in 100, mostly because …`."""
    d = v.difference
    key = "process_same" if abs(d.value) < HALF_POINT else "process_more" if d.value > 0 else "process_less"
    fields: dict[str, Phrase | str | int] = {
        "name": quoted(v.variant.name).capital(),
        "points": points(d, size=key != "process_same"),
    }
    if key != "process_same":
        # so that what is written adds up
        there = max(0, min(100, half_up(100 * s.base.value) + half_up(100 * d.value)))
        fields |= {"n": str(there), "because": _because(s.scenario, v.reason, d.value)}
    return fill(f"studies.{key}", **fields)


def _because(scenario: Scenario, reason: Reason | None, difference: float) -> Phrase:
    if reason is None or abs(reason.mean - reason.base) < HALF_POINT:
        return Phrase()
    more = reason.mean > reason.base
    return fill(
        "studies.process_because" if more else "studies.process_because_less",
        much=text("studies.mostly" if 2 * abs(reason.share) >= abs(difference) else "studies.partly"),
        move=names.happened(scenario, reason.text),
        after=cell(reason.mean),
        before=cell(reason.base),
    )


# ---------------------------------------------------------------- tipping points


def tip(s: TipStudy) -> tuple[Part, ...]:
    """Where a chance crosses its target along one lever."""
    target, path = cell(s.target), s.lever.path

    def at(x: float) -> Phrase:
        return quantity(s.scenario, path, x)

    lead = fill(
        "studies.tip_lead",
        event=names.event(s.of).capital(),
        lever=quoted(name_of(s.scenario, path)),
        low=at(s.lever.low),
        high=at(s.lever.high),
        target=target,
    )
    lines = [_crossing(s, c) for c in s.mean]
    if not s.mean and len(s.curve) and ((s.curve[:, 0] >= s.target).all() or (s.curve[:, 0] < s.target).all()):
        side = text("studies.above") if s.curve[0, 0] >= s.target else text("studies.below")
        lines.append(
            fill(
                "studies.tip_mean_none",
                side=side,
                target=target,
                **{"from": cell(float(s.curve[0, 0])), "to": cell(float(s.curve[-1, 0]))},
            )
        )
    if s.first is None:
        lines.append(fill("studies.tip_share_none"))
    else:
        lines.append(
            fill(
                "studies.tip_share",
                k=half_up(s.share * s.followed),
                n=s.followed,
                at=at(s.first.value),
                low=at(s.first.low),
                high=at(s.first.high),
            )
        )
    lines += [
        fill(f"studies.{key}", n=half_up(x * s.followed))
        for key, x in (("tip_above", s.above), ("tip_several", s.several), ("tip_jumping", s.jumping))
        if x > 0
    ]
    notes = [fill("studies.tip_followed", k=s.followed, n=s.draws)] if s.followed < s.draws else []
    return (Part(lead, tuple(lines), _notes(s.scenario, *notes, counted(s.solved))),)


def _crossing(s: TipStudy, c: Crossing) -> Phrase:
    jump = fill("studies.tip_jump", n=whole_points(abs(c.jump))) if c.jump else Phrase()
    return fill(
        "studies.tip_mean" if c.up else "studies.tip_mean_down",
        target=cell(s.target),
        at=quantity(s.scenario, s.lever.path, c.at),
        jump=jump,
    )


def tip_map(s: TipMap) -> tuple[Part, ...]:
    """Where a chance meets its target over two levers."""
    one, two = (lever.path for lever in s.levers)
    lead = fill(
        "studies.map_lead",
        event=names.event(s.of).capital(),
        first=quoted(name_of(s.scenario, one)),
        second=quoted(name_of(s.scenario, two)),
        target=cell(s.target),
    )
    finite = s.chance[~(s.chance != s.chance)]
    if not s.contour:
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (math.nan, math.nan)
        line = fill("studies.map_none", low=cell(low), high=cell(high))
    else:
        longest = max(s.contour, key=len)
        places = sorted({0, len(longest) // 2, len(longest) - 1})
        pairs = join(
            [
                fill(
                    "studies.map_pair",
                    x=quantity(s.scenario, one, float(longest[k, 0])),
                    y=quantity(s.scenario, two, float(longest[k, 1])),
                )
                for k in places
            ]
        )
        key = "map_line" if len(s.contour) == 1 else "map_lines"
        line = fill(f"studies.{key}", pairs=pairs, n=len(s.contour))
    return (Part(lead, (line,), _notes(s.scenario, counted(s.solved))),)


def least(s: LeastChange) -> tuple[Part, ...]:
    """The smallest joint change of some levers."""
    key = "least_lead" if s.reached else "least_no"
    lead = fill(
        f"studies.{key}",
        event=names.event(s.of),
        target=cell(s.target),
        size=f"{s.size:.2f}",
        before=cell(s.before),
        after=cell(s.after),
    )
    lines = tuple(_least(s, k, lever) for k, lever in enumerate(s.levers))
    return (Part(lead, lines, _notes(s.scenario, counted(s.solved))),)


def _least(s: LeastChange, k: int, lever: Lever) -> Phrase:
    name = quoted(name_of(s.scenario, lever.path)).capital()
    start = quantity(s.scenario, lever.path, float(s.start[k]))
    if abs(float(s.change[k])) < HALF_POINT:
        return fill("studies.least_stay", lever=name, start=start)
    return fill(
        "studies.least_move",
        lever=name,
        start=start,
        at=quantity(s.scenario, lever.path, float(s.at[k])),
        change=f"{100 * float(s.change[k]):+.0f} %".replace("-", "−"),
    )


# ---------------------------------------------------------------- comparison


def comparison(s: Comparison) -> tuple[Part, ...]:
    """Two cases side by side."""
    lead = fill(
        "studies.compare_lead", first=given(s.names[0]).capital(), second=given(s.names[1]), draws=f"{s.draws:,}"
    )
    lines = [paired(s, p) for p in s.paired]
    lines += [fill("studies.compare_only", event=quoted(event), case=given(case)) for event, case in s.only]
    notes = [fill("studies.compare_used", k=s.used, n=s.draws)] if s.used < s.draws else []
    parts = [Part(lead, tuple(lines), (*notes, counted(s.solved)))]
    if s.changed:
        rows = tuple(
            withheld()
            if c.what == WITHHELD
            else fill(
                "studies.compare_change",
                what=given(c.what),
                first=given(c.first or text("studies.not_there")),
                second=given(c.second or text("studies.not_there")),
            )
            for c in s.changed[:MOST_CHANGES]
        )
        rest = len(s.changed) - MOST_CHANGES
        more = (fill("studies.compare_more", n=rest),) if rest > 0 else ()
        parts.append(Part(fill("studies.compare_changes"), rows, more))
    else:
        parts.append(Part(fill("studies.compare_same")))
    shifts = tuple(shift(s.first, x) for x in s.shifts)
    parts.append(Part(fill("studies.compare_strategies"), shifts) if shifts else Part(fill("studies.compare_no_shift")))
    return tuple(parts)


def compare_title(s: Comparison) -> Phrase:
    """Which chance differs most."""
    events = [p for p in s.paired if p.kind != "value" and math.isfinite(p.difference.value)]
    top = max(events, key=lambda p: abs(p.difference.value), default=None)
    if top is None or abs(top.difference.value) < HALF_POINT:
        return fill("studies.compare_title_none")
    return fill("studies.compare_title", event=names.event(top.name), points=points(top.difference))


def paired(s: Comparison, p: Paired) -> Phrase:
    """One event, or one party's expected payoff, in both cases."""
    if p.kind == "value":
        d = p.difference
        return fill(
            "studies.compare_value",
            party=names.party(s.first, p.name),
            first=f"{p.first:+.2f}".replace("-", "−"),
            second=f"{p.second:+.2f}".replace("-", "−"),
            d=f"{d.value:+.2f}".replace("-", "−"),
            low=f"{d.low:+.2f}".replace("-", "−"),
            high=f"{d.high:+.2f}".replace("-", "−"),
        )
    return fill(
        "studies.compare_event",
        event=names.event(p.name).capital(),
        first=cell(p.first),
        second=cell(p.second),
        points=points(p.difference),
    )


def shift(scenario: Scenario, x: Shift) -> Phrase:
    """How often a choice is made, in both cases."""
    after = Phrase()
    if x.history:
        after = fill("studies.compare_after", history=names.history(scenario, x.history, x.party))
    return fill(
        "studies.compare_shift",
        who=names.typed(scenario, x.party, x.type).capital(),
        after=after,
        does=names.act(scenario, x.step, x.option, names.plural(scenario, x.party)),
        first=cell(x.first.value),
        second=cell(x.second.value),
    )


# ---------------------------------------------------------------- information


def information(s: InformationStudy) -> tuple[Part, ...]:
    """Who would gain by knowing what."""
    if s.lever:
        assert s.all_known is not None
        idle = abs(s.best_chance - s.worst_chance) < HALF_POINT
        lead = fill(
            "studies.information_idle" if idle else "studies.information_lever",
            lever=quoted(name_of(s.scenario, s.lever)).capital(),
            best=quantity(s.scenario, s.lever, s.best),
            event=names.event(s.of),
            n=cell(s.best_chance),
            worst=quantity(s.scenario, s.lever, s.worst),
            m=cell(s.worst_chance),
            points=points(s.all_known),
        )
        telling = [x for x in s.numbers if x.gain.value >= HALF_POINT]
        lines = [
            fill("studies.information_number", name=name_of(s.scenario, x.path).capital(), points=points(x.gain))
            for x in telling[:MOST_EFFECTS]
        ]
        if not lines:
            lines = [fill("studies.information_number_none")]
        return (Part(lead, tuple(lines), _notes(s.scenario, counted(s.solved))),)
    if not s.types:
        return (Part(fill("studies.information_none"), (), _notes(s.scenario)),)
    lead = fill("studies.information_lead", draws=f"{s.draws:,}")
    return (Part(lead, tuple(_known(s, x) for x in s.types), _notes(s.scenario, counted(s.solved))),)


def _known(s: InformationStudy, x: TypeInformation) -> Phrase:
    who, about = names.party(s.scenario, x.informed).capital(), names.party(s.scenario, x.about)
    if x.open is None:
        return fill("studies.information_secret", who=who, about=about, secret=stake(x.secret), why=given(x.why))
    event = Phrase()
    if x.event is not None and abs(x.event.value) >= HALF_POINT:
        key = "information_event" if x.event.value > 0 else "information_event_less"
        event = fill(
            f"studies.{key}",
            event=names.event(s.of).capital(),
            comes=names.comes(s.of),
            points=points(x.event, size=True),
        )
    return fill(
        "studies.information_type", who=who, about=about, secret=stake(x.secret), open=stake(x.open), event=event
    )


# ---------------------------------------------------------------- stories


def stories(s: StoryStudy) -> tuple[Part, ...]:
    """What would have to be true."""
    fields: dict[str, Phrase | str | int] = {
        "event": names.event(s.of),
        "comes": names.comes(s.of),
        "target": cell(s.target),
        "usual": cell(s.usual),
    }
    rule = Part(_rule(s), (), _notes(s.scenario, counted(s.solved)))
    if s.distance < 1e-9 and s.reached:
        return (Part(fill("studies.stories_already", **fields)), rule)
    told = [t for t in s.told if abs(t.score) >= NEAR_MIDDLE][:MOST_TOLD]
    if not s.reached and s.distance < 1e-9:
        return (Part(fill("studies.stories_idle", **fields)), rule)
    lead = sentences(
        fill("studies.stories_lead", **fields),
        fill(
            "studies.stories_reached" if s.reached else "studies.stories_not",
            distance=f"{s.distance:.1f}",
            n=cell(s.chance),
        ),
    )
    rest = [fill("studies.stories_rest")] if len(told) < MOST_TOLD else []
    parts = [Part(lead, tuple(_told(s, t) for t in told), tuple(rest))]
    if s.moves:
        parts.append(Part(fill("studies.stories_moves"), tuple(_move(s, m) for m in s.moves)))
    return (*parts, rule)


def _told(s: StoryStudy, t: Told) -> Phrase:
    if t.path == WITHHELD:
        return withheld()
    above = t.score > 0
    return fill(
        "studies.stories_number",
        name=name_of(s.scenario, t.path).capital(),
        value=quantity(s.scenario, t.path, t.value),
        usual=quantity(s.scenario, t.path, t.usual),
        n=cell(t.below if above else 1 - t.below),
        side=text("studies.lower" if above else "studies.higher"),
    )


def _move(s: StoryStudy, m: Shift) -> Phrase:
    return fill(
        "studies.stories_move",
        move=names.happened(s.scenario, names.condition(m.step, m.option)).capital(),
        first=cell(m.first.value),
        second=cell(m.second.value),
    )


def _rule(s: StoryStudy) -> Phrase:
    if s.rule is None:
        key = "stories_no_rule" if s.found else "stories_nowhere"
        return fill(f"studies.{key}", draws=f"{s.draws:,}", target=cell(s.target), k=s.found)
    return fill(
        "studies.stories_rule",
        event=names.event(s.of).capital(),
        density=half_up(10 * s.rule.density),
        limits=join([_limit(s, x) for x in s.rule.limits]),
        target=cell(s.target),
        coverage=half_up(10 * s.rule.coverage),
        overall=cell(s.rule.overall),
        draws=f"{s.draws:,}",
    )


def _limit(s: StoryStudy, x: Limit) -> Phrase:
    if x.path == WITHHELD:
        return withheld()
    key = "at_most" if math.isinf(x.low) else "at_least" if math.isinf(x.high) else "between"
    return fill(
        f"studies.{key}",
        name=quoted(name_of(s.scenario, x.path)),
        low=quantity(s.scenario, x.path, x.low),
        high=quantity(s.scenario, x.path, x.high),
    )
