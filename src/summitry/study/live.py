"""A case whose numbers are being moved: a first picture at once, then all draws, each solved from precision 0.

The tree does not depend on numbers, so that a changed value costs no building. The draws are those of a run with the
same seed: the first picture takes the first few of every scramble, and the last one has the chances that
`summitry run --set` finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from summitry.build import Game, build, laws_of, numbers_of
from summitry.build.ground import Values
from summitry.quantities import Constant, Law, Sample
from summitry.quantities.draws import SCRAMBLES, allotment, points, rounded
from summitry.scenario import Scenario, with_values
from summitry.scenario.vocabulary import key_of
from summitry.solve import PathOptions, Status, glance, reach_of_groups
from summitry.solve.first import compile_together
from summitry.study.findings import Certificate, Findings
from summitry.study.gathered import chance, given_markers, stated_chances
from summitry.study.measures import measures_of
from summitry.study.solving import Block, Solver, prepare
from summitry.study.study import Study
from summitry.version import VERSION

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FIRST = 10
"""Draws of every scramble in a first picture: more than are needed, as what is hard is left for later."""
LEAST = 64
"""Draws that a first picture has, where the case has so many that can be followed quickly."""
DRAWS = 2048
_BLOCK = 64
_NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Picture:
    """What is known so far under some settings.

    >>> for picture in summitry.live(summitry.load("sanctions-threat"), draws=8).pictures({}):
    ...     last = picture
    >>> last.done, last.checked
    (8, True)
    """

    study: Study
    """With the chances of outcomes and markers, and nothing else."""
    done: int
    """Draws with an answer."""
    tried: int
    """Draws that were looked at: those without an answer yet among them."""
    draws: int
    """Draws in the end."""
    checked: bool
    """Whether the answers carry their certificates; those of a first picture do not yet."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.checked and self.tried == self.draws


@dataclass(frozen=True, eq=False)
class Live:
    """A case ready for its numbers to be moved.

    >>> live = summitry.live(summitry.load("sanctions-threat"), draws=64)
    >>> [picture.done for picture in live.pictures({"audience_cost": "0.5"})][-1]
    64
    """

    written: Scenario
    game: Game
    solver: Solver
    laws: Mapping[str, Law]
    draws: int
    seed: int
    pool: ThreadPoolExecutor
    workers: int
    _points: dict[tuple[str, ...], Floats] = field(default_factory=dict)
    _laws: dict[tuple[str, str], Law] = field(default_factory=dict)
    _whole: dict[str, Live] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], dict[str, Floats]] = field(default_factory=dict)

    def pictures(self, settings: Mapping[str, str]) -> Iterator[Picture]:
        """Pictures under settings, each with more draws; the last one is complete.

        Stop reading to stop the work. Raises `InputError` where a setting is none, or chances leave (0, 1).
        """
        wanted = {key_of(path): text for path, text in settings.items()}
        if not all(self._movable(path) for path in wanted):
            yield from self._rebuilt(wanted).pictures({})
            return
        numbers, scenario = self._numbers(wanted), self.written
        solver = replace(self.solver, numbers=numbers)
        yield self._glanced(solver, scenario, wanted)
        if wanted:
            # what no single number shows, such as chances that sum to more than 1, is told with its place
            scenario = with_values(self.written, wanted)
        yield from self._solved(solver, scenario, wanted)

    def _movable(self, path: str) -> bool:
        """Whether a number is drawn on its own, so that nothing but its law changes."""
        q = self.written.quantities.get(path)
        return q is not None and q.expr is None and not q.rest_of and not q.joint

    def _rebuilt(self, settings: Mapping[str, str]) -> Live:
        """The case built anew, for numbers that others are worked out from; the last one is kept."""
        key = repr(sorted(settings.items()))
        if key not in self._whole:
            changed = with_values(self.written, settings)
            self._whole.clear()
            self._whole[key] = live(
                changed, written=self.written, draws=self.draws, seed=self.seed, workers=self.workers
            )
        return self._whole[key]

    def _law(self, path: str, text: str) -> Law:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if np.isfinite(value):
            return Constant(value)
        found = self._laws.get((path, text))
        if found is None:
            found = self._laws[path, text] = with_values(self.written, {path: text}).quantities[path].law
        return found

    def _numbers(self, settings: Mapping[str, str]) -> dict[str, Floats]:
        laws = {**self.laws, **{path: self._law(path, text) for path, text in settings.items()}}
        slots, own = allotment(laws)
        u = self._points.get(slots)
        if u is None:
            self._points.clear()
            u = self._points[slots] = points(slots, self.draws, self.seed)
        kept = self._values(slots, u, own)
        values = {name: law.values(u[:, own[name]]) if name in settings else kept[name] for name, law in laws.items()}
        return numbers_of(self.written, Sample(values, self.draws))

    def _values(self, slots: tuple[str, ...], u: Floats, own: Mapping[str, slice]) -> dict[str, Floats]:
        """Values of the laws of the file at these coordinates."""
        if slots not in self._kept:
            self._kept.clear()
            # a law that a setting replaces may need another number of coordinates; its values are then not asked for
            self._kept[slots] = {
                name: law.values(u[:, own[name]])
                for name, law in self.laws.items()
                if own[name].stop - own[name].start == max(1, law.coordinates)
            }
        return self._kept[slots]

    # ------------------------------------------------------------ the first picture

    def _rows(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Draws `first` to `last` of every scramble."""
        per = self.draws // SCRAMBLES
        within = np.arange(first, min(last, per))
        return np.sort(np.concatenate([within + s * per for s in range(SCRAMBLES)]))

    def _glanced(self, solver: Solver, scenario: Scenario, settings: Mapping[str, str]) -> Picture:
        """The first picture: more draws are taken until enough could be followed, or four times as many were tried."""
        per, main = self.draws // SCRAMBLES, []
        rows, tried = np.zeros(0, np.int64), 0
        for turn in range(4):
            more = self._rows(turn * FIRST, (turn + 1) * FIRST)
            main.append(self._look(solver, more))
            rows, tried = np.concatenate((rows, more)), tried + len(more)
            if sum(int((~np.isnan(x[:, 0])).sum()) for x in main) >= LEAST or (turn + 1) * FIRST >= per:
                break
        every = np.concatenate(main)
        order = np.argsort(rows)
        # those that are hard to follow are told apart, not counted as failures
        return self._picture(scenario, settings, every[order], None, tried, checked=False)

    def _look(self, solver: Solver, rows: npt.NDArray[np.int64]) -> Floats:
        """[b, E] chances of the main events, NaN where a draw is left for later."""
        draws = solver.draws(rows)
        assert solver.prepared is not None
        log_strategy, done = glance(solver.prepared, draws, self.pool, self.workers)
        out = np.full((len(rows), len(solver.measures.main)), np.nan)
        good = np.flatnonzero(done)

        def measure(part: npt.NDArray[np.int64]) -> None:
            tree, measures = self.game.tree, solver.measures
            some = type(draws)(draws.payoffs[part], draws.chance[part], draws.precision[part])
            alike, _ = reach_of_groups(tree, some, np.exp(log_strategy[part]), measures.alike, measures.alike_count)
            values = Values({k: x[rows[part]] for k, x in solver.numbers.items()}, len(part))
            out[part] = measures.of(alike, values)[:, measures.main].sum(axis=2)

        parts = [p for p in np.array_split(good, self.workers) if len(p)]
        for future in [self.pool.submit(measure, part) for part in parts]:
            future.result()
        return out

    # ------------------------------------------------------------ refined

    def _solved(self, solver: Solver, scenario: Scenario, settings: Mapping[str, str]) -> Iterator[Picture]:
        per, step = self.draws // SCRAMBLES, _BLOCK // SCRAMBLES
        status = np.full(self.draws, -1, np.int8)
        main = np.full((self.draws, len(solver.measures.main)), np.nan)
        worst = np.zeros(self.draws)
        folded = np.zeros(self.draws, np.bool_)
        work = [self._rows(first, first + step) for first in range(0, per, step)]

        def put(rows: npt.NDArray[np.int64], block: Block) -> None:
            status[rows], main[rows], folded[rows] = block.status, block.main, block.folded
            worst[rows] = np.where(block.status == Status.SOLVED, block.residual, 0.0)

        for k in range(0, len(work), self.workers):
            several = work[k : k + self.workers]
            for rows, future in [
                (rows, self.pool.submit(solver.block, rows, _NOTHING, detailed=False)) for rows in several
            ]:
                put(rows, future.result())
            known = np.flatnonzero(status >= 0)
            yield self._picture(
                scenario, settings, main[known], (status[known], worst[known], folded[known]), len(known), checked=True
            )

    def _picture(
        self,
        scenario: Scenario,
        settings: Mapping[str, str],
        main: Floats,
        certificate: tuple[npt.NDArray[np.int8], Floats, Bools] | None,
        tried: int,
        *,
        checked: bool,
    ) -> Picture:
        places = {column: e for e, column in enumerate(self.solver.measures.main.tolist())}

        def event(*name: str) -> Floats:
            return np.asarray(main[:, places[self.solver.measures.index(*name)]])

        outcomes = tuple(chance(e.name, event("outcome", e.name), e.text) for e in scenario.outcomes)
        markers = tuple(chance(e.name, event("marker", e.name), e.text) for e in scenario.markers)
        solved = int((~np.isnan(main[:, 0])).sum())
        codes = certificate[0] if certificate is not None else np.zeros(0, np.int8)
        statuses = {Status(int(c)).advice: int(n) for c, n in zip(*np.unique(codes, return_counts=True), strict=True)}
        errors = [c.mc_error for c in (*outcomes, *markers) if not np.isnan(c.mc_error)]
        findings = Findings(
            main=(scenario.markers or scenario.outcomes)[0].name,
            outcomes=outcomes,
            markers=markers,
            given=given_markers(scenario, event),
            values={},
            values_analyst={},
            stated=stated_chances(scenario),
            levers=(), strategies=(), beliefs=(), stages=(), flows=(), words=(), deals=None, sensitivities=(),
            numbers=(), assumptions=(),
            certificate=Certificate(
                draws=tried,
                solved=solved,
                unsolved=tried - solved,
                folded=int(certificate[2].sum()) if certificate is not None else 0,
                statuses=statuses,
                nodes=self.game.tree.size,
                infosets=self.game.tree.infosets,
                max_residual=float(certificate[1].max(initial=0.0)) if certificate is not None else float("nan"),
                max_regret_ratio=float("nan"),
                max_gain=float("nan"),
                mc_error=max(errors, default=float("nan")),
            ),
        )  # fmt: skip
        study = Study(scenario, findings, tried, self.seed, VERSION, dict(settings))
        return Picture(study, solved, tried, self.draws, checked)


def live(
    scenario: Scenario,
    *,
    written: Scenario | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    workers: int = 2,
    most: int | None = None,
) -> Live:
    """Make a case ready for its numbers to be moved; `draws` is rounded up as in `run`, `most` bounds the tree's nodes.

    Raises what `summitry.build` raises.

    >>> summitry.live(summitry.load("sanctions-threat"), draws=64).draws
    64
    """
    wanted = rounded(draws)
    compile_together(len(scenario.parties), wanted)
    bound = {} if most is None else {"most": most}
    game = build(scenario, written=written, **bound)
    measures = measures_of(game, events=False)
    solver = prepare(game, measures, {}, path=PathOptions(last_resort=False))
    pool = ThreadPoolExecutor(max(1, workers))
    return Live(scenario, game, solver, laws_of(scenario), wanted, seed, pool, max(1, workers))
