"""What would change it: numbers by how far they move the main event, and other modelling choices."""

from __future__ import annotations

import math

from summitry.report.texts import entries, has
from summitry.report.words import names
from summitry.report.words.finding import main_chance
from summitry.report.words.numbers import is_chance, number_phrase, number_title, unit_of
from summitry.report.words.phrase import WITHHELD, Phrase, fill, given, plain
from summitry.report.words.rounding import cell, count, plain_number
from summitry.study import Study
from summitry.study.findings import Lever, Number, Sensitivity

MOST, TELLING, FLAT = 8, 0.10, 0.005
NOBODY = ("precision", "chance", "odds", "odds ratio", "discount", "factor")


def shown(study: Study) -> tuple[tuple[Lever, ...], tuple[Lever, ...]]:
    """At most eight levers, longest first, and the rest."""
    every = sorted(study.findings.levers, key=lambda v: -abs(v.at_high - v.at_low))
    moving = [v for v in every if abs(v.at_high - v.at_low) >= FLAT and told(v)]
    return tuple(moving[:MOST]), tuple(v for v in every if v not in moving[:MOST])


def told(lever: Lever) -> bool:
    """Whether what a number does is more than an accident of the draws: its correlation's interval leaves out 0."""
    return not lever.correlation.low < 0 < lever.correlation.high


def number_of(study: Study, path: str) -> Number | None:
    """The number of the file under a path."""
    return next((n for n in study.findings.numbers if n.path == path), None)


def value(study: Study, number: Number | None, low: float, high: float) -> Phrase:
    """`15 to 45 in 100`, `10 to 35 % of Russia’s stake`, `4 to 20`."""
    if number is not None and is_chance(number):
        same = cell(low) == cell(high)
        ends = cell(low) if same else fill("count.to", low=cell(low), high=cell(high))
        return fill("count.in100", n=ends)
    if number is not None and number.unit.startswith("share of "):
        a, b = plain_number(100 * low), plain_number(100 * high)
        return (plain(a) if a == b else fill("count.to", low=a, high=b)) + plain(" % of ") + given(number.unit[9:])
    stake = number is not None and (
        number.unit.endswith("stake") or (not number.unit and number.kind in ("payoff", "cost", "worth", "threat"))
    )
    scale, unit = (100.0, "") if stake else (1.0, unit_of(number) if number else "")
    a, b = plain_number(low * scale), plain_number(high * scale)
    out = plain(a) if a == b else fill("count.to", low=a, high=b)
    if not stake or number is None:
        return out + given(unit)
    if number.unit:
        whose = number.unit.replace("'s ", "’s ").replace("s' ", "s’ ")
        return out + plain(" % of ") + given(whose)
    return out + fill(
        "levers.stake", whose=names.possessive(study.scenario, number.holder) if number.holder else plain("one’s")
    )


def name(study: Study, path: str) -> Phrase:
    """The number's name, with a capital."""
    return number_title(study.scenario, path)


def line(study: Study, lever: Lever) -> Phrase:
    """Range, direction and holder: `10 to 35 % of Russia’s stake; the more, the likelier. Nobody’s to move`."""
    if lever.path == WITHHELD:
        return Phrase()
    number = number_of(study, lever.path)
    gap = lever.at_high - lever.at_low
    key = "levers.flat" if abs(gap) < FLAT else "levers.likelier" if gap > 0 else "levers.less_likely"
    return fill(
        "levers.span",
        low=value(study, number, lever.low, lever.high),
        direction=fill(key),
        holder=holder(study, number),
    )


def holder(study: Study, number: Number | None) -> Phrase:
    """Who could move it."""
    if number is None or not number.holder or number.kind in NOBODY:
        return fill("levers.nobody")
    who = names.party(study.scenario, number.holder)
    return fill("levers.belief_of" if number.kind == "prior" else "levers.held", party=who)


def lead(study: Study) -> Phrase:
    """What moves it most, from where to where."""
    top = shown(study)[0]
    chance = main_chance(study.findings)
    if not top:
        return Phrase()
    return fill(
        "levers.lead",
        lever=number_phrase(study.scenario, top[0].path).capital(),
        event=names.event(chance.name),
        comes=names.comes(chance.name),
        low=count(top[0].at_low, chance.low, chance.high),
        high=count(top[0].at_high, chance.low, chance.high),
    )


def figure_title(study: Study) -> Phrase:
    """How many numbers matter."""
    uncertain = sum(n.uncertain for n in study.findings.numbers) or len(study.findings.levers)
    telling = sum(abs(v.at_high - v.at_low) >= TELLING for v in study.findings.levers)
    if not telling:
        return fill("levers.title_none")
    key = "levers.title_one" if telling == 1 else "levers.title"
    return fill(key, k=telling, n=uncertain)


def choice(sensitivity: Sensitivity) -> Phrase:
    """Another modelling choice, in words."""
    key = f"levers.{sensitivity.what}"
    return fill(key) if has(key) else given(sensitivity.what).capital()


def watch_lines(study: Study) -> tuple[Phrase, ...]:
    """Observable moves, each with the chance of the main event after it and now."""
    s, chance = study.scenario, main_chance(study.findings)
    now = count(chance.mean, chance.low, chance.high)
    return tuple(
        fill(
            "brief.after",
            move=names.happened(s, names.condition(w.step, w.option)).capital(),
            n=count(w.after.mean, w.after.low, w.after.high),
            m=now,
        )
        for w in study.findings.watch
    )


def watch_sentences(study: Study) -> tuple[Phrase, ...]:
    """Observable moves, each with what it would tell of the types."""
    s, out = study.scenario, []
    for w in study.findings.watch:
        move = names.happened(s, names.condition(w.step, w.option)).capital() + plain(".")
        ratio = Phrase()
        if w.likelier:
            first, second, k = w.likelier
            many = names.plural(s, w.by)
            if 0 < k < 1:
                first, second, k = second, first, 1 / k
            key = "watch.same" if k <= 1.25 else "watch.more"
            fields: dict[str, Phrase | str] = {
                "subject": names.typed(s, w.by, first).capital(),
                "does": "do" if many else "does",
                "other": names.typed(s, w.by, second, following=True),
            }
            if k > 1.25:
                fields["k"] = str(min(entries("watch.times"), key=lambda t: abs(math.log(t[0] / k)))[1])
            ratio = fill(key, **fields)
        out.append(move + plain(" ") + ratio + plain(" " if ratio else "") + fill("watch.made", n=count(w.chance)))
    return tuple(out)
