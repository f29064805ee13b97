"""Process as a lever: the same case under other tables, agendas, orders and audiences, on common draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summitry.build import laws_of
from summitry.errors import InputError, SizeError
from summitry.quantities.draws import draw_together, rounded
from summitry.scenario import Scenario, walk, with_fixes, with_values, with_variant
from summitry.scenario import model as m
from summitry.study.experiment import Event, Experiment, Interval, Progress, Solved, experiment
from summitry.study.gathered import Gathered, monte_carlo_error

Floats = npt.NDArray[np.float64]

LEAST_MOVED = 0.01
"""A move whose chance changes by less is no reason."""
MOST_PROPOSED = 24
"""Most variants that the program proposes."""


@dataclass(frozen=True)
class Reason:
    """A move that is made more or less often, and goes with the event."""

    text: str
    """As a condition."""
    base: float
    """Mean chance that it is made."""
    mean: float
    """Under the variant."""
    share: float
    """What the change in it accounts for, in chances of the event, at the base's chance of the event given the move."""


@dataclass(frozen=True)
class VariantResult:
    """A variant beside the case as it is, draw by draw."""

    variant: m.Variant
    mean: float
    difference: Interval
    """Mean over draws of the paired difference, with its 5th and 95th percentile."""
    error: float
    """Monte Carlo error of the mean difference."""
    reason: Reason | None
    nodes: int
    draws: int
    """Draws solved in both."""
    proposed: bool
    """By the program; else written in the file."""


@dataclass(frozen=True)
class Untried:
    """A variant that could not be built."""

    name: str
    why: str


@dataclass(frozen=True)
class ProcessStudy:
    """A case under its variants.

    >>> found = summitry.process(summitry.load("envoy-draft"), draws=8)
    >>> len(found.variants) > 0
    True
    """

    scenario: Scenario
    of: str
    base: Interval
    variants: tuple[VariantResult, ...]
    """By difference, descending."""
    untried: tuple[Untried, ...]
    draws: int
    seed: int
    solved: Solved


def process(
    scenario: Scenario,
    of: str | None = None,
    *,
    draws: int = 256,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    propose: bool | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> ProcessStudy:
    """The variants of a file beside the case as it is; where it has none (or with `propose`), the program's own.

    Raises `InputError` for bad input and `SizeError` where the case itself is too large.

    >>> found = summitry.process(summitry.load("two-sided-bargaining"), draws=8, propose=True)
    >>> all(result.difference.low <= result.difference.high for result in found.variants)
    True
    """
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    written = list(changed.variants)
    own = [
        v
        for v in (proposals(changed) if propose or (propose is None and not written) else ())
        if all((v.stages, v.steps, v.order, v.move) != (w.stages, w.steps, w.order, w.move) for w in written)
    ]
    size = rounded(draws)
    base = experiment(changed, of, written=scenario, workers=workers, progress=progress, expected=size, events=True)
    untried: list[Untried] = []
    cases: list[tuple[m.Variant, bool, Experiment]] = []
    for variant in [*written, *own]:
        if any(variant.name == known.name for known, _, _ in cases):
            continue
        try:
            cases.append((variant, variant in own, _under(base, scenario, variant)))
        except (InputError, SizeError) as error:
            why = error.problems[0] if isinstance(error, InputError) else error
            untried.append(Untried(variant.name, str(why)))
    samples = draw_together([laws_of(e.scenario) for e in (base, *[e for _, _, e in cases])], size, seed)
    first = base.solve(base.of_sample(samples[0]), "as it is")
    chance = _event(base, first)
    unsolved = int(np.isnan(chance).sum())
    results = []
    for (variant, proposed, e), sample in zip(cases, samples[1:], strict=True):
        found = e.solve(e.of_sample(sample), variant.name)
        there = _event(e, found)
        unsolved += int(np.isnan(there).sum())
        both = ~(np.isnan(chance) | np.isnan(there))
        if not both.any():
            untried.append(Untried(variant.name, "no draw has an answer"))
            continue
        results.append(
            VariantResult(
                variant=variant,
                mean=float(there[both].mean()),
                difference=_interval(there[both] - chance[both]),
                error=monte_carlo_error(there - chance),
                reason=_reason(first, found, base.event, float(there[both].mean() - chance[both].mean())),
                nodes=e.game.tree.size,
                draws=int(both.sum()),
                proposed=proposed,
            )
        )
    good = chance[~np.isnan(chance)]
    return ProcessStudy(
        scenario=changed,
        of=base.event.name,
        base=_interval(good) if len(good) else Interval(float("nan"), float("nan"), float("nan")),
        variants=tuple(sorted(results, key=lambda r: (-r.difference.value, r.variant.name))),
        untried=tuple(untried),
        draws=size,
        seed=seed,
        solved=Solved(size * (len(cases) + 1), unsolved),
    )


def _under(base: Experiment, written: Scenario, variant: m.Variant) -> Experiment:
    """The case under a variant; shortlists rest on the file's own numbers, as everywhere."""
    changed = with_variant(base.scenario, variant)
    plain = with_variant(written, replace(variant, set={})) if base.scenario is not written or variant.set else changed
    return experiment(changed, base.event.name, written=plain, workers=base.workers, progress=base.tell, events=True)


def _event(e: Experiment, found: Gathered) -> Floats:
    return np.where(found.solved, found.event(e.event.kind, e.event.name), np.nan)


def _interval(x: Floats) -> Interval:
    low, high = np.quantile(x, [0.05, 0.95])
    return Interval(float(x.mean()), float(low), float(high))


def moves_of(g: Gathered, event: Event) -> dict[str, tuple[str, float, float, float]]:
    """What can be seen -> its step, its mean chance, that of the event with it, and that of the event."""
    out = {}
    whole = g.solved
    if not whole.any():
        return {}
    all_ = float(g.event(event.kind, event.name)[whole].mean())
    for s in g.measures.sightings:
        if not s.by:
            continue  # a result, and no move of anybody's
        made = float(g.events[whole, s.column].sum(axis=1).mean())
        joint = float(g.events[whole, s.with_main].sum(axis=1).mean())
        out[s.text] = (s.step, made, joint, all_)
    return out


def _reason(base: Gathered, other: Gathered, event: Event, difference: float) -> Reason | None:
    """The move whose change accounts for most of the difference."""
    before, after = moves_of(base, event), moves_of(other, event)
    known = {
        text: (step, made, joint / made, (main - joint) / (1 - made))
        for text, (step, made, joint, main) in before.items()
        if 1e-9 < made < 1 - 1e-9
    }
    # where every result of a step settles the event, one way or the other, the step is the event in other words
    open_steps = {step for step, _, given, _ in known.values() if 1e-9 < given < 1 - 1e-9}
    best: Reason | None = None
    for text, (step, made, given, otherwise) in known.items():
        if step not in open_steps or text not in after or abs(after[text][1] - made) < LEAST_MOVED:
            continue
        share = (after[text][1] - made) * (given - otherwise)
        enough = share * difference > 0 and abs(share) > 0.2 * abs(difference)
        if enough and (best is None or abs(share) > abs(best.share)):
            best = Reason(text, made, after[text][1], share)
    return best


# ---------------------------------------------------------------- what the program proposes


def proposals(scenario: Scenario) -> tuple[m.Variant, ...]:
    """One change of the process at a time: who attends, what is on the agenda, what comes first, who hears."""
    out: list[m.Variant] = []
    for variant in (*_tables(scenario), *_agendas(scenario), *_orders(scenario), *_audiences(scenario)):
        if all(variant.name != known.name for known in out):
            out.append(variant)
    return tuple(out[:MOST_PROPOSED])


def _label(scenario: Scenario, name: str) -> str:
    return next((p.label or p.name for p in scenario.parties if p.name == name), name)


def _acts(stage: m.Stage) -> set[str]:
    """Parties without whom the stage cannot go as it does."""
    out: set[str] = set()
    for step in walk.steps(stage.steps):
        by = getattr(step, "by", "")
        out |= set(by.members) if isinstance(by, m.Coalition) else {by}
        if isinstance(step, m.Proposal) and step.accepted_by is not None:
            out |= set(step.accepted_by.members)
    return out


def _tables(scenario: Scenario) -> Iterator[m.Variant]:
    names = [p.name for p in scenario.parties]
    for stage in scenario.stages:
        for party in names:
            label = _label(scenario, party)
            if party not in stage.attend:
                wanted = [n for n in names if n in stage.attend or n == party]
                yield m.Variant(f"{label} at {stage.name}", {stage.name: {"attend": wanted}})
            elif party not in _acts(stage) and len(stage.attend) > 1:
                wanted = [n for n in stage.attend if n != party]
                yield m.Variant(f"{label} not at {stage.name}", {stage.name: {"attend": wanted}})


def _agendas(scenario: Scenario) -> Iterator[m.Variant]:
    for stage in scenario.stages:
        offers = [s for s in walk.steps(stage.steps) if isinstance(s, m.Proposal)]
        if not offers:
            continue
        listed = any(s.packages for s in offers)
        for issue in scenario.issues:
            if issue.name not in stage.agenda:
                agenda = [i.name for i in scenario.issues if i.name in stage.agenda or i.name == issue.name]
                yield m.Variant(f"{issue.name} on the agenda of {stage.name}", {stage.name: {"agenda": agenda}})
            elif len(stage.agenda) > 1 and not listed:
                agenda = [name for name in stage.agenda if name != issue.name]
                yield m.Variant(f"{issue.name} off the agenda of {stage.name}", {stage.name: {"agenda": agenda}})


def _orders(scenario: Scenario) -> Iterator[m.Variant]:
    for first, second in pairwise(scenario.stages):
        yield m.Variant(f"{second.name} before {first.name}", order=(second.name, first.name))
    for stage in scenario.stages:
        for first_step, second_step in _neighbours(stage.steps):
            yield m.Variant(
                f"{second_step.name} before {first_step.name}", move={second_step.name: ("before", first_step.name)}
            )


def _neighbours(steps: Sequence[m.Step]) -> Iterator[tuple[m.Step, m.Step]]:
    """Steps of different makers, one right after the other."""
    for a, b in pairwise(steps):
        makers = getattr(a, "by", ""), getattr(b, "by", "")
        if all(makers) and makers[0] != makers[1] and not a.family and not b.family:
            yield a, b
    for step in steps:
        if isinstance(step, m.Rounds):
            yield from _neighbours(step.steps)


def _audiences(scenario: Scenario) -> Iterator[m.Variant]:
    everyone = {p.name for p in scenario.parties}
    for stage in scenario.stages:
        for step in walk.steps(stage.steps):
            if not isinstance(step, m.Choice | m.Threat | m.Proposal | m.Vote) or step.family:
                continue
            told = set(stage.attend if step.told_to is None else step.told_to)
            if told != everyone:
                yield m.Variant(f"{step.name} in public", steps={step.name: {"told to": "everyone"}})
            elif set(stage.attend) != everyone:
                yield m.Variant(f"{step.name} in private", steps={step.name: {"told to": list(stage.attend)}})
