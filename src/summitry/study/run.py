"""Run a study: draw all numbers, solve every draw, summarise."""

from __future__ import annotations

import math
import multiprocessing
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
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
from summitry.study.blocks import Pool, Store, Task, finished, keep_solver, size_of_blocks, tried_again
from summitry.study.dataset import datasets
from summitry.study.deals import deals
from summitry.study.findings import (
    BesideBaseRate,
    Certificate,
    Chance,
    Findings,
    Range,
    Sensitivity,
)
from summitry.study.flow import flows, stage_flows
from summitry.study.gathered import Gathered, Whole, chance, gather, gather_whole, given_markers, spread, stated_chances
from summitry.study.grounds import grounds
from summitry.study.levers import levers
from summitry.study.measures import measures_of
from summitry.study.questions import ordered
from summitry.study.reasons import reasons
from summitry.study.solving import PILOT, Block, Solver, prepare, results, submit, watched_sets
from summitry.study.strategies import strategies
from summitry.study.study import Study
from summitry.study.watch import watch
from summitry.study.words import words
from summitry.version import VERSION

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]
"""(what is being done, done, of how many)."""

MUCH = 4e8
"""Nodes times draws from which processes compute the blocks: threads share one interpreter, processes begin slowly."""
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
    store: Store | None = None,
    retry: bool = False,
    pool: Callable[[], Pool] | None = None,
    progress: Progress | None = None,
) -> Study:
    """Solve a scenario for many draws of its uncertain numbers and summarise what follows.

    `draws` is rounded up to eight scrambles of a power of two; `settings` replaces numbers by path; `fixes` hold
    parties to rules such as `opening is restates demands`; `variants` also tries halved and doubled precision, and
    shortlists with two packages fewer and more. Finished blocks of draws go to `store`, and those that it has are not
    solved again (with `retry` those draws are that have no answer). `pool` makes whoever computes blocks: by default
    `workers` threads, or processes where there is much to do. The same seed gives the same bytes whoever computes.
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
    measures = measures_of(game)
    built = time.perf_counter()
    # one draw on the last resort costs as much as hundreds of others: it is counted as unsolved instead
    solver = prepare(game, measures, {}, path=PathOptions(last_resort=False))
    tell("solving", 0, wanted)
    watched, why = _pilot(solver, wanted, seed)
    size = size_of_blocks(game.tree.size, wanted)
    task = Task(changed, scenario, wanted, seed, size, tuple(watched.tolist()))
    keep_solver(task, solver)
    with _Making(pool, workers, game.tree.size * wanted) as makers:
        trials = _variants(makers.threads, scenario, changed, solver, wanted, seed) if variants else []
        blocks = _blocks(task, store, retry, makers.pool, workers, tell)
        solved = time.perf_counter()
        tell("trying other modelling choices", 0, len(trials))
        others = tuple(trial.found() for trial in trials)
    whole = gather_whole(measures, blocks)
    kept = [k for k in range(task.count) if task.detailed(k)]
    rows = np.concatenate([task.rows(k) for k in kept])
    g = gather(game, measures, [blocks[k] for k in kept], watched)
    numbers = numbers_of(changed, draw(laws_of(changed), wanted, seed, rows=rows))
    findings = _findings(g, whole, numbers, why, others)
    return Study(
        scenario=changed,
        findings=findings,
        draws=wanted,
        seed=seed,
        version=VERSION,
        settings=dict(settings or {}),
        parts=partial(datasets, task, whole, VERSION),
        elapsed={"build": built - begun, "solve": solved - built, "total": time.perf_counter() - begun},
    )


class _Making:
    """Whoever computes: threads for small things, and threads or processes for blocks."""

    def __init__(self, pool: Callable[[], Pool] | None, workers: int, work: float) -> None:
        self.workers, self.given = max(1, workers), pool
        self.threads = ThreadPoolExecutor(max_workers=self.workers)
        self.processes: list[ProcessPoolExecutor] = []
        self.many = work > MUCH and self.workers > 1

    def __enter__(self) -> _Making:
        return self

    def __exit__(self, *exc: object) -> None:
        self.threads.shutdown(cancel_futures=True)
        for made in self.processes:
            made.shutdown(cancel_futures=True)

    def pool(self) -> Pool:
        """A pool for blocks; a new one where the last one broke."""
        if self.given is not None:
            return self.given()
        if not self.many:
            return self.threads
        made = ProcessPoolExecutor(
            max_workers=self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=_without_interrupt
        )
        self.processes.append(made)
        return made


def _without_interrupt() -> None:
    """Leave Ctrl-C to the process that gives the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _blocks(
    task: Task, store: Store | None, retry: bool, pool: Callable[[], Pool], workers: int, tell: Progress
) -> list[Block]:
    """All blocks in order: those that are kept, and the others as they are computed and kept."""
    found: dict[int, Block] = {}
    if store is not None:
        store.begin(task)
        for k in sorted(store.known() & set(range(task.count))):
            kept = store.get(k)
            if kept is None or len(kept.status) != len(task.rows(k)):
                continue
            found[k] = kept
            if retry and (kept.status != Status.SOLVED).any():
                found[k] = tried_again(task, k, kept)
                store.put(k, found[k])
    done = sum(len(b.status) for b in found.values())
    tell("solving", done, task.draws)
    for k, fresh in finished(task, [k for k in range(task.count) if k not in found], pool, max(1, workers)):
        again = retry and (fresh.status != Status.SOLVED).any()
        block = tried_again(task, k, fresh) if again else fresh
        found[k] = block
        if store is not None:
            store.put(k, block)
        done += len(block.status)
        tell("solving", done, task.draws)
    return [found[k] for k in range(task.count)]


def _pilot(solver: Solver, size: int, seed: int) -> tuple[npt.NDArray[np.int64], dict[int, list[dict[str, float]]]]:
    """Information sets worth watching, and the reasons for the choices there, from a few draws of every scramble."""
    numbers, rows = _some(solver.game.scenario, size, seed, PILOT)
    # what is hard to solve may be left out here
    quick = replace(solver, numbers=numbers, path=PathOptions(budget=_QUICK, last_resort=False))
    first = quick.solution(rows)
    sets = quick.measure(first, rows, np.zeros(0, np.int64)).sets / max(int((first.status == Status.SOLVED).sum()), 1)
    watched = watched_sets(solver.game, sets)
    return watched, reasons(quick, first, rows, watched)


def _some(scenario: Scenario, size: int, seed: int, wanted: int) -> tuple[dict[str, Floats], npt.NDArray[np.int64]]:
    """Numbers of a few draws of every scramble, and their row numbers among these."""
    rows = _even(size, wanted)
    return numbers_of(scenario, draw(laws_of(scenario), size, seed, rows=rows)), np.arange(len(rows))


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


def _variants(
    pool: Executor, written: Scenario, scenario: Scenario, solver: Solver, size: int, seed: int
) -> list[_Trial]:
    """Precision halved and doubled, shortlists shorter and longer by two; hard draws are given up early."""
    numbers, rows = _some(scenario, size, seed, VARIANT_DRAWS)
    main = replace(solver, numbers=numbers)
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
    g: Gathered,
    w: Whole,
    numbers: Mapping[str, Floats],
    why: dict[int, list[dict[str, float]]],
    others: tuple[Sensitivity, ...],
) -> Findings:
    """What was found: chances and values over all draws, everything else over those of which details are kept."""
    scenario = g.game.scenario
    outcomes = tuple(chance(e.name, w.event("outcome", e.name), e.text) for e in scenario.outcomes)
    markers = tuple(chance(e.name, w.event("marker", e.name), e.text) for e in scenario.markers)
    main_kind = "marker" if scenario.markers else "outcome"
    main = (scenario.markers or scenario.outcomes)[0].name
    uncertain = [
        p
        for p, q in sorted(scenario.quantities.items())
        if q.expr is None and not q.rest_of and not (q.law.certain and not q.joint)
    ]
    ranking = levers(g.event(main_kind, main), numbers, uncertain)
    noted: dict[str, list[Floats]] = {name: [] for name in ("beliefs", "word", "deals")}
    packages = deals(g, numbers, noted["deals"])
    names = [p.name for p in scenario.parties]
    found = Findings(
        main=main,
        outcomes=outcomes,
        markers=markers,
        given=given_markers(scenario, w.event),
        values={name: spread(w.values[:, k]) for k, name in enumerate(names)},
        values_analyst={name: spread(w.values_analyst[:, k]) for k, name in enumerate(names)},
        stated=stated_chances(scenario),
        base_rate=_beside(scenario, (*markers, *outcomes)),
        levers=ranking,
        strategies=strategies(g, why),
        beliefs=beliefs(g, noted["beliefs"]),
        stages=stage_flows(g),
        flows=flows(g),
        words=words(g, numbers, noted["word"]),
        watch=watch(g, (markers or outcomes)[0].mean),
        deals=packages,
        ordered=ordered(g, numbers, packages, main),
        sensitivities=others,
        numbers=numbers_of_file(g, numbers, ranking),
        assumptions=assumptions(g.game),
        certificate=_certificate(
            g, w, g.game.precisions(Values(numbers, len(g.status))), [c.mc_error for c in (*outcomes, *markers)]
        ),
    )
    ends = [g.event("outcome", e.name) for e in scenario.outcomes]
    noted |= {"likely": [g.event(main_kind, main)], "endings": ends, "course": ends}
    # a choice counts for as much as its situation is due
    weights = np.repeat(np.sqrt(g.sets[g.watched]), np.diff(g.game.tree.infoset_start)[g.watched])
    noted["why"] = list((g.strategy * weights).T)
    return replace(found, grounds=grounds(noted, numbers, uncertain))


def _beside(scenario: Scenario, chances: tuple[Chance, ...]) -> BesideBaseRate | None:
    """The chance of the event that is put beside a base rate, where there is one."""
    if scenario.reference is None:
        return None
    event = next(c for c in chances if c.name == scenario.reference.of)
    return BesideBaseRate(event.name, scenario.reference.rate, Range(event.mean, event.low, event.high))


def _certificate(g: Gathered, w: Whole, precision: Floats, errors: list[float]) -> Certificate:
    solved = int(w.solved.sum())
    codes, counts = np.unique(w.status, return_counts=True)
    known = [e for e in errors if not np.isnan(e)]
    residual = w.residual[w.solved]
    ratio_ = w.regret_ratio[w.solved]
    return Certificate(
        draws=len(w.status),
        solved=solved,
        unsolved=len(w.status) - solved,
        folded=int(w.folded[w.solved].sum()),
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
    most = float(np.real(lambertw((widths.max() - 1) / math.e)))
    lowest = precision[g.solved][:, movers].min(axis=1)
    with np.errstate(divide="ignore"):
        return float((g.regret_ratio[g.solved] * most / lowest).max())
