"""What each party would do, and why: sentences paired over types or over what was seen before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from summitry.report.before import choice_key
from summitry.report.words import names
from summitry.report.words.phrase import Phrase, as_phrase, fill, given, join, plain, quoted, sentences
from summitry.report.words.rounding import count, fraction
from summitry.scenario.model import Scenario
from summitry.study import Study
from summitry.study.findings import Range, Strategy

REACHED, MOST, LITTLE, ALIKE = 0.05, 8, 0.003, 0.05


@dataclass(frozen=True)
class Bar:
    """One mark with its bar: the label at the bar, the range, and whether it is the second (hollow) one."""

    label: str
    range: Range
    hollow: bool
    key: tuple[object, ...] = ()
    """By which the situation is found in another case."""


@dataclass(frozen=True)
class Row:
    """One sentence and the strips beside it."""

    party: str
    step: str
    round: int
    option: str
    sentence: Phrase
    reason: Phrase
    bars: tuple[Bar, ...]
    rows: tuple[str, ...]
    """Ledger rows behind the reason."""
    assumed: bool
    weight: float
    strategies: tuple[Strategy, ...]


def grounds(study: Study, party: str, term: str) -> tuple[tuple[str, ...], bool]:
    """Ledger rows behind a payoff term, and whether some number in it rests on none."""
    keys = (f"payoffs.{party}.{term}".lower(), term.lower())
    numbers = [n for n in study.findings.numbers if n.path.lower().startswith(keys)]
    rows = tuple(dict.fromkeys(r for n in numbers for r in n.rows))
    ground = next((t.ground for t in study.scenario.terms if t.party == party and t.name == term), None)
    rows += tuple(r for r in (ground.rows if ground else ()) if r not in rows)
    return rows, bool(numbers) and not rows


def reason(study: Study, strategies: Iterable[Strategy], option: str) -> tuple[Phrase, tuple[str, ...], bool]:
    """The largest payoff term for an option and the largest against it, with its grounds."""
    for strategy in strategies:
        gains = {t: v for t, v in strategy.gains.get(option, {}).items() if v == v}
        if not gains:
            continue
        if max(abs(v) for v in gains.values()) < LITTLE:
            return fill("why.little"), (), False
        best = max(gains, key=lambda t: gains[t])
        worst = min(gains, key=lambda t: gains[t])
        out = Phrase()
        rows: tuple[str, ...] = ()
        assumed = False
        if gains[best] >= LITTLE:
            out = fill("why.for", term=_part(study, strategy, best), share=fraction(gains[best]))
            rows, assumed = grounds(study, strategy.party, best)
        if gains[worst] <= -LITTLE:
            out = sentences(out, fill("why.against", term=_part(study, strategy, worst)).capital())
        return out, rows, assumed
    return Phrase(), (), False


def _part(study: Study, strategy: Strategy, part: str) -> Phrase:
    """A part of a payoff: a term of the file in its words, or what a step costs."""
    s = study.scenario
    if any(t.name == part and t.party == strategy.party for t in s.terms):
        return quoted(part)
    if part == strategy.step:
        return fill("why.its_cost")
    if any(step.name == part for _, step in names.steps(s)):
        return fill("why.cost_at", step=given(part))
    return fill("why.agreed") if part == "what is agreed" else quoted(part)


def _pair(study: Study, group: list[Strategy], option: str, seen: Phrase) -> tuple[Phrase, tuple[Bar, ...]]:
    """Sentence and bars over the types of a party."""
    s = study.scenario
    first, *others = group
    many = names.plural(s, first.party)
    act = names.act(s, first.step, option, many)
    r = first.options[option]
    bars = tuple(Bar(x.type, x.options[option], i > 0, choice_key(x)) for i, x in enumerate(group))
    subject = names.typed(s, first.party, first.type)
    when = fill("why.when", what=seen) if seen else Phrase()
    if not others:
        n = count(r.mean, r.low, r.high)
        return fill("why.lead_one", subject=subject if seen else subject.capital(), does=act, n=n, when=when), bars
    other = others[0]
    q = other.options[option]
    n, m = count(r.mean, r.low, r.high), count(q.mean, q.low, q.high)
    out = fill(
        "why.lead_two",
        when=when,
        subject=subject if seen else subject.capital(),
        does=act,
        n=n,
        other=names.typed(s, other.party, other.type, following=True),
        m=m,
    )
    return out, bars


def _by_history(study: Study, group: list[Strategy], option: str) -> tuple[Phrase, tuple[Bar, ...]]:
    """Sentence and bars of one party over what it has seen."""
    s = study.scenario
    many = names.plural(s, group[0].party)
    act = names.act(s, group[0].step, option, many)
    means = [x.options[option].mean for x in group]
    if len(group) > 1 and max(means) - min(means) < ALIKE:
        r = group[0].options[option]
        steady = count(r.mean, r.low, r.high)
        said = fill("why.always", who=names.party(s, group[0].party).capital(), does=act, n=steady)
        return said, (Bar("", r, False, choice_key(group[0])),)
    differing = _differing(group)
    if len(group) > 3:
        ends = (max(means), min(means))
        chosen = [means.index(m) for m in ends]
        group, differing = [group[i] for i in chosen], [differing[i] for i in chosen]
    parts, bars = [], []
    for i, item in enumerate(group[:3]):
        seen = names.history(s, differing[i], item.party)
        when = fill("why.after", what=seen) if seen else Phrase()
        r = item.options[option]
        n = as_phrase(count(r.mean, r.low, r.high))
        n = fill("count.cases", n=n) if i == 0 else n
        parts.append(plain("in ") + n + (plain(" ") + when if when else Phrase()))
        bars.append(Bar(_short(s, differing[i]), r, i > 0, choice_key(item)))
    head = names.party(s, group[0].party).capital()
    return head + plain(" ") + act + plain(" ") + join(parts) + plain("."), tuple(bars)


def _short(scenario: Scenario, conditions: tuple[str, ...]) -> str:
    """The last two things seen, as short as a label at a bar must be."""
    parts = []
    for condition in conditions[-2:]:
        step, option = names.split_condition(scenario, condition)
        _, _, package = condition.partition(": ")
        known = next((p.name for p in scenario.parties if p.types and condition.startswith(f"{p.name} is ")), "")
        parts.append(package or (option if step else condition.removeprefix(f"{known} is ")))
    return ", ".join(parts)


def _differing(group: list[Strategy]) -> list[tuple[str, ...]]:
    """Of each history, what the others of the group do not share (the last thing seen if nothing differs)."""
    shared = set.intersection(*(set(x.history) for x in group)) if len(group) > 1 else set()
    out = []
    for item in group:
        left = tuple(h for h in item.history if h not in shared)
        out.append(left or item.history[-1:])
    return out


def _told_apart(groups: dict[tuple[object, ...], list[Strategy]]) -> dict[tuple[object, ...], tuple[str, ...]]:
    """For each group, the part of its history that tells it from others at the same step (else the last thing seen)."""
    out: dict[tuple[object, ...], tuple[str, ...]] = {}
    for key, group in groups.items():
        others = [set(g[0].history) for k, g in groups.items() if k[:4] == key[:4]]
        shared = set.intersection(*others)
        own = tuple(h for h in group[0].history if h not in shared)
        out[key] = own or group[0].history[-1:]
    return out


def _telling(group: list[Strategy]) -> str:
    """The option to speak of: where the group differs most, weighted by how often it is chosen."""
    shared = [o for o in group[0].options if all(o in x.options for x in group)] or list(group[0].options)

    if len(shared) == 2:
        return shared[0]

    def score(option: str) -> tuple[float, float]:
        means = [x.options[option].mean for x in group if option in x.options]
        return (round(max(means) - min(means), 2) if len(means) > 1 else 0.0, max(means))

    return max(shared, key=score)


def rows(study: Study) -> tuple[Row, ...]:
    """All rows, the most telling first; each pairs types, or what was seen."""
    s = study.scenario
    groups: dict[tuple[object, ...], list[Strategy]] = {}
    for item in study.findings.strategies:
        if len(item.options) < 2 or item.reached < 0.0005:
            continue
        same = (item.party, item.stage, item.step, item.round)
        groups.setdefault((*same, item.history) if item.type else same, []).append(item)
    seen = _told_apart(groups)
    out = []
    for key, group in groups.items():
        order = {t.name: i for p in s.parties if p.name == group[0].party for i, t in enumerate(p.types)}
        if group[0].type:
            group = sorted(group, key=lambda x: order.get(x.type, 9))
        option = _telling(group)
        group = [x for x in group if option in x.options]
        if group[0].type:
            sentence, bars = _pair(study, group, option, names.history(s, seen[key], group[0].party))
        else:
            sentence, bars = _by_history(study, group, option)
        why, ledger_rows, assumed = reason(study, group, option)
        means = [b.range.mean for b in bars]
        reached = sum(x.reached for x in group)
        weight = reached * (0.1 + max(means) - min(means))
        first = group[0]
        out.append(
            Row(
                first.party,
                first.step,
                first.round,
                option,
                sentence,
                why,
                bars,
                ledger_rows,
                assumed,
                weight if max(x.reached for x in group) >= REACHED or reached >= REACHED else -1.0,
                tuple(group),
            )
        )
    return tuple(sorted(out, key=lambda r: -r.weight))


def _alike(row: Row, other: Row) -> bool:
    """Whether a row says the same as one already shown: same choice, all counts within a few in 100."""
    same = (row.party, row.step, row.round, row.option) == (other.party, other.step, other.round, other.option)
    pairs = list(zip(row.bars, other.bars, strict=False))
    near = all(abs(a.range.mean - b.range.mean) < ALIKE and a.label == b.label for a, b in pairs)
    return same and len(row.bars) == len(other.bars) and near


def shown(study: Study) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows on the page, grouped by party in the order of the stages, and the rest."""
    every = rows(study)
    top: list[Row] = []
    for row in every:
        if row.weight >= 0 and len(top) < MOST and not any(_alike(row, other) for other in top):
            top.append(row)
    order = [step.name for _, step in names.steps(study.scenario)]

    def place(row: Row) -> tuple[int, int, str]:
        return (order.index(row.step) if row.step in order else len(order), row.round, row.party)

    return tuple(sorted(top, key=place)), tuple(r for r in every if r not in top)


def lead(study: Study) -> Phrase:
    """The most telling sentence."""
    every = rows(study)
    return every[0].sentence if every else Phrase()


def figure_title(study: Study) -> Phrase:
    """Which choice tells the types apart most, if any does."""
    typed = [r for r in rows(study) if r.weight >= 0 and len(r.bars) > 1 and r.strategies[0].type]
    gaps = [(abs(r.bars[0].range.mean - r.bars[1].range.mean), i) for i, r in enumerate(typed)]
    if gaps and max(gaps)[0] >= 2 * ALIKE:
        row = typed[max(gaps)[1]]
        who = plain("the types of ") + names.party(study.scenario, row.party)
        return fill("why.title_gap", types=who, option=given(row.option)).capital()
    return fill("why.title_plain")


def group_title(scenario: Scenario, row: Row) -> tuple[Phrase, Phrase]:
    """The party and what it decides at."""
    step = given(row.step)
    return given(names.label(scenario, row.party)), step + (plain(f", round {row.round}") if row.round else Phrase())
