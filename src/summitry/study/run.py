"""Run a study: draw all numbers, solve every draw, summarise."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from summitry.build import build, laws_of, numbers_of
from summitry.build.ground import Values
from summitry.quantities import draw
from summitry.quantities.draws import SCRAMBLES, rounded
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.solve import PathOptions, Status
from summitry.solve.first import compile_together
from summitry.study.assumptions import assumptions, numbers_of_file
from summitry.study.beliefs import beliefs
from summitry.study.dataset import dataset
from summitry.study.deals import deals
from summitry.study.findings import Certificate, Findings, Given, Sensitivity, StatedChance
from summitry.study.flow import flows, stage_flows
from summitry.study.gathered import Gathered, chance, gather, ratio, spread
from summitry.study.levers import levers
from summitry.study.measures import measures_of
from summitry.study.questions import ordered
from summitry.study.reasons import reasons
from summitry.study.solving import PILOT, Block, Solver, actions_of, prepare, results, submit, watched_sets
from summitry.study.strategies import strategies
from summitry.study.study import Study
from summitry.study.watch import watch
from summitry.study.words import words
from summitry.version import VERSION

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]
"""(what is being done, done, of how many)."""

VARIANT_DRAWS = 64
"""Draws (evenly over the scrambles) on which other modelling choices are tried."""
_QUICK = 500
"""Sweeps after which a trial or the pilot gives a draw up: at doubled precision some branches are very long."""


def run(
    scenario: Scenario,
    *,
    draws: int = 2048,
    seed: int = 0,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    workers: int = 2,
    variants: bool = True,
    progress: Progress | None = None,
) -> Study:
    """Solve a scenario for many draws of its uncertain numbers and summarise what follows.

    `draws` is rounded up to eight scrambles of a power of two; `settings` replaces numbers by path; `fixes` hold
    parties to rules such as `opening is restates demands`; `variants` also tries halved and doubled precision, and
    shortlists with two packages fewer and more. The same seed gives the same bytes whatever the number of workers.
    Raises `InputError` for bad input and `SizeError` for a tree too large.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=16, settings={"precision": "6"}, variants=False)
    >>> study.settings
    {'precision': '6'}
    """
    begun = time.perf_counter()
    tell = progress or (lambda what, done, total: None)
    wanted = rounded(draws)
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    compile_together(len(changed.parties), wanted)
    game = build(changed, written=scenario)
    numbers = numbers_of(changed, draw(laws_of(changed), wanted, seed))
    measures = measures_of(game)
    built = time.perf_counter()
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        # one draw on the last resort costs as much as hundreds of others: it is counted as unsolved instead
        solver = prepare(game, measures, numbers, path=PathOptions(last_resort=False))
        tell("solving", 0, wanted)
        watched, why = _pilot(solver, wanted)
        waiting = submit(pool, solver, np.arange(wanted), actions_of(game, watched))
        trials = _variants(pool, scenario, changed, solver, wanted) if variants else []
        g = gather(game, measures, results(waiting, lambda n: tell("solving", n, wanted)), watched)
        solved = time.perf_counter()
        tell("trying other modelling choices", 0, len(trials))
        others = tuple(trial.found() for trial in trials)
    findings = _findings(g, numbers, why, others)
    return Study(
        scenario=changed,
        findings=findings,
        draws=wanted,
        seed=seed,
        version=VERSION,
        settings=dict(settings or {}),
        table=partial(dataset, g, numbers, seed, VERSION),
        elapsed={"build": built - begun, "solve": solved - built, "total": time.perf_counter() - begun},
    )


def _pilot(solver: Solver, size: int) -> tuple[npt.NDArray[np.int64], dict[int, list[dict[str, float]]]]:
    """Information sets worth watching, and the reasons for the choices there, from a few draws of every scramble."""
    rows = _even(size, PILOT)
    # what is hard to solve may be left out here
    quick = replace(solver, path=PathOptions(budget=_QUICK, last_resort=False))
    first = quick.solution(rows)
    sets = solver.measure(first, rows, np.zeros(0, np.int64)).sets / max(int((first.status == Status.SOLVED).sum()), 1)
    watched = watched_sets(solver.game, sets)
    return watched, reasons(solver, first, rows, watched)


def _even(size: int, wanted: int) -> npt.NDArray[np.int64]:
    """Row numbers of about `wanted` draws, the first ones of every scramble."""
    per = size // SCRAMBLES
    take = min(per, max(1, wanted // SCRAMBLES))
    return np.concatenate([np.arange(take) + s * per for s in range(SCRAMBLES)])


@dataclass(frozen=True, eq=False)
class _Trial:
    """Another modelling choice that is being tried on some of the draws."""

    what: str
    solver: Solver
    draws: int
    waiting: list[Future[Block]]

    def found(self) -> Sensitivity:
        """What it comes to."""
        game = self.solver.game
        g = gather(game, self.solver.measures, results(self.waiting), np.zeros(0, np.int64))
        names = [("outcome", e.name) for e in game.scenario.outcomes]
        names += [("marker", e.name) for e in game.scenario.markers]
        chances = {name: spread(g.event(kind, name)) for kind, name in names}
        return Sensitivity(what=self.what, chances=chances, solved=int(g.solved.sum()), draws=self.draws)


def _variants(pool: Executor, written: Scenario, scenario: Scenario, main: Solver, size: int) -> list[_Trial]:
    """Precision halved and doubled, shortlists shorter and longer by two; hard draws are given up early."""
    rows = _even(size, VARIANT_DRAWS)
    quick = PathOptions(budget=_QUICK, last_resort=False)
    solvers = {
        "precision halved": replace(main, scale=0.5, path=quick),
        "precision doubled": replace(main, scale=2.0, path=quick),
    }
    if main.game.shortlisted:
        for what, longer in (("two fewer packages", -2), ("two more packages", 2)):
            other = build(scenario, written=written, longer=longer)
            if other.shortlists != main.game.shortlists:
                solvers[what] = prepare(other, measures_of(other), main.numbers, path=quick)
    nothing = np.zeros(0, np.int64)
    return [
        _Trial(what, s, len(rows), submit(pool, s, rows, nothing, VARIANT_DRAWS // 2)) for what, s in solvers.items()
    ]


def _findings(
    g: Gathered, numbers: Mapping[str, Floats], why: dict[int, list[dict[str, float]]], others: tuple[Sensitivity, ...]
) -> Findings:
    scenario = g.game.scenario
    outcomes = tuple(chance(e.name, g.event("outcome", e.name), e.text) for e in scenario.outcomes)
    markers = tuple(chance(e.name, g.event("marker", e.name), e.text) for e in scenario.markers)
    main_kind = "marker" if scenario.markers else "outcome"
    main = (scenario.markers or scenario.outcomes)[0].name
    given = []
    for marker in scenario.markers:
        whole = g.event("marker", marker.name)
        for event in scenario.outcomes:
            figures = ratio(g.event("both", marker.name, event.name), whole)
            if figures is not None:
                given.append(Given(marker.name, event.name, figures.mean, figures.low, figures.high))
    uncertain = [
        p
        for p, q in sorted(scenario.quantities.items())
        if q.expr is None and not q.rest_of and not (q.law.certain and not q.joint)
    ]
    ranking = levers(g.event(main_kind, main), numbers, uncertain)
    packages = deals(g, numbers)
    names = [p.name for p in scenario.parties]
    return Findings(
        main=main,
        outcomes=outcomes,
        markers=markers,
        given=tuple(given),
        values={name: spread(g.values[:, k]) for k, name in enumerate(names)},
        values_analyst={name: spread(g.values_analyst[:, k]) for k, name in enumerate(names)},
        stated=tuple(
            StatedChance(s.who, s.of, s.low, s.high, s.ground.rows, s.ground.note, s.opposite) for s in scenario.stated
        ),
        levers=ranking,
        strategies=strategies(g, why),
        beliefs=beliefs(g),
        stages=stage_flows(g),
        flows=flows(g),
        words=words(g, numbers),
        watch=watch(g, (markers or outcomes)[0].mean),
        deals=packages,
        ordered=ordered(g, numbers, packages, main),
        sensitivities=others,
        numbers=numbers_of_file(g, numbers, ranking),
        assumptions=assumptions(g.game),
        certificate=_certificate(
            g, g.game.precisions(Values(numbers, len(g.status))), [c.mc_error for c in (*outcomes, *markers)]
        ),
    )


def _certificate(g: Gathered, precision: Floats, errors: list[float]) -> Certificate:
    solved = int(g.solved.sum())
    codes, counts = np.unique(g.status, return_counts=True)
    known = [e for e in errors if not np.isnan(e)]
    residual = g.residual[g.solved]
    ratio_ = g.regret_ratio[g.solved]
    return Certificate(
        draws=len(g.status),
        solved=solved,
        unsolved=len(g.status) - solved,
        folded=int(g.folded[g.solved].sum()),
        statuses={Status(int(c)).advice: int(n) for c, n in zip(codes, counts, strict=True)},
        nodes=g.game.tree.size,
        infosets=g.game.tree.infosets,
        max_residual=float(residual.max()) if solved else float("nan"),
        max_regret_ratio=float(ratio_.max()) if solved else float("nan"),
        max_gain=_max_gain(g, precision),
        mc_error=max(known) if known else float("nan"),
    )


def _max_gain(g: Gathered, precision: Floats) -> float:
    """A bound of the gain from the best deviation at any information set: its share of W((k - 1) / e) / precision."""
    from scipy.special import lambertw

    widths = np.diff(g.game.tree.infoset_start)
    movers = np.unique(g.game.tree.infoset_party)
    if not len(widths) or not g.solved.any():
        return 0.0
    most = float(np.real(lambertw((widths.max() - 1) / np.e)))
    lowest = precision[g.solved][:, movers].min(axis=1)
    with np.errstate(divide="ignore"):
        return float((g.regret_ratio[g.solved] * most / lowest).max())
