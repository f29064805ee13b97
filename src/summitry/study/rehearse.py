"""Rehearsing a case: people take seats, the model plays the others by its equilibrium strategies, chance is seeded.

One set of numbers is played: every uncertain one at the middle of its law. A `Play` is a frozen state; `choose` gives
the next one. Move k of a seed is drawn by the same random number whoever sits where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from summitry.build import Game, build, laws_of, numbers_of, walker_of
from summitry.build.ground import Values
from summitry.build.program import EnterStage, Operation
from summitry.build.unfold import answers_told, said, starts
from summitry.build.walk import Branching, Path, Walker
from summitry.errors import GameError, InputError, Problem
from summitry.game import CHANCE, Draws
from summitry.quantities import Sample
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.scenario.troubles import did_you_mean, listed
from summitry.solve import Solution, Status, beliefs, solve
from summitry.study.reasons import node_values

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """A case solved at the middle of its numbers, ready to be played.

    >>> case = summitry.rehearse(summitry.load("sanctions-threat"))
    >>> case.game.tree.parties
    ('sender', 'target')
    """

    game: Game
    draws: Draws
    numbers: Mapping[str, Floats]
    """Path -> [1]."""
    solution: Solution
    walker: Walker

    @property
    def scenario(self) -> Scenario:
        """The case."""
        return self.game.scenario

    @property
    def parties(self) -> tuple[str, ...]:
        """Names of those who can be sat for."""
        return tuple(p.name for p in self.scenario.parties)

    @cached_property
    def values(self) -> Values:
        """The numbers, to evaluate arithmetic on."""
        return Values(self.numbers, 1)

    @cached_property
    def worth(self) -> Floats:
        """[P, N] what each party can expect from each node on, chance weighed by its own odds."""
        strategy, payoffs = self.solution.strategy, self.draws.payoffs[0]
        return np.array(
            [
                node_values(self.game, self.draws.chance[:, :, p], strategy, payoffs[:, p : p + 1])[:, 0]
                for p in range(len(self.parties))
            ]
        )

    @cached_property
    def held(self) -> Floats:
        """[N] belief of whoever moves that it stands at this node of its information set; 0 at other nodes."""
        tree = self.game.tree
        out = np.zeros(tree.size)
        found = beliefs(tree, self.draws, log_strategy=self.solution.log_strategy)[0]
        out[np.flatnonzero(tree.owner >= 0)] = found
        return out

    @cached_property
    def profile(self) -> npt.NDArray[np.int64]:
        """[N] number of the type profile of each node, -1 at the root where there are several."""
        tree = self.game.tree
        if len(self.game.unfolded.profiles) == 1:
            return np.zeros(tree.size, np.int64)
        out = np.full(tree.size, -1, np.int64)
        for n in range(1, tree.size):
            up = tree.parent[n]
            out[n] = out[up] if up else n - tree.first_child[0]
        return out

    def seat(self, name: str) -> str:
        """The party of that name; `InputError` with the nearest one."""
        if name in self.parties:
            return name
        near = did_you_mean(name, self.parties)
        raise InputError([Problem("--as", 0, 0, f"unknown party {name!r}", f"one of {listed(self.parties)}", near)])


def rehearse(scenario: Scenario, *, settings: Mapping[str, str] | None = None, fixes: Sequence[str] = ()) -> Rehearsal:
    """Solve a case at the middle of its numbers, so that it can be played.

    Raises what `summitry.build` raises, and `GameError` with advice where that one draw has no answer.

    >>> summitry.rehearse(summitry.load("sanctions-threat")).solution.solved.tolist()
    [True]
    """
    changed = with_fixes(with_values(scenario, settings) if settings else scenario, fixes)
    game = build(changed, written=scenario)
    sample = Sample({name: law.centre for name, law in laws_of(changed).items()}, 1, 1)
    numbers = numbers_of(changed, sample)
    draws = game.draws(numbers, 1)
    solution = solve(game.tree, draws)
    if not solution.solved[0]:
        advice = Status(int(solution.status[0])).advice
        raise GameError(f"the model has no answer at the middle of the numbers, so nobody can be played: {advice}")
    return Rehearsal(game, draws, numbers, solution, walker_of(game, scenario))


@dataclass(frozen=True)
class Sight:
    """Something that a party has seen."""

    stage: str
    step: str
    round: int
    text: str
    """As a condition (`call is goes home`); empty where the stage itself begins."""
    answers: tuple[tuple[str, bool], ...] = ()
    """(party, whether it accepts) of answers to a proposal that are told together."""


@dataclass(frozen=True)
class Move:
    """Something that was decided."""

    stage: str
    step: str
    round: int
    by: str
    """Party; empty: chance."""
    option: str
    how: str
    """person | model | chance | facilitator."""
    chance: float
    """Of the option: by the party's equilibrium strategy, or by the analyst's odds of chance."""
    node: int
    index: int


@dataclass(frozen=True)
class News:
    """What a facilitator tells on the way; it changes nothing in the model."""

    text: str
    to: tuple[str, ...]
    """Parties; empty: all."""
    after: int
    """Number of moves made before."""


@dataclass(frozen=True)
class Turn:
    """A choice that a person has to make."""

    party: str
    type: str
    stage: str
    step: str
    round: int
    what: str
    """choice | proposal | answer | vote | threat made | threat due."""
    options: tuple[str, ...]
    infoset: int
    node: int


@dataclass(frozen=True, eq=False)
class Play:
    """One rehearsal as it stands: who sits where, and all that was decided.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> play.choose(0).moves[0].how
    'person'
    """

    case: Rehearsal
    seats: tuple[str, ...]
    """Parties that people play."""
    seed: int
    types: Mapping[str, str]
    """Types of all parties that have one; secret but for their own."""
    profile: int
    choices: tuple[int, ...] = ()
    """Option taken at each branching so far."""
    moves: tuple[Move, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Step -> option that a facilitator has set for when it comes up."""
    news: tuple[News, ...] = ()

    @cached_property
    def _here(self) -> tuple[Path, Branching | None, int]:
        """Where the game stands: the path, what branches there, and the node."""
        walker, tree = self.case.walker, self.case.game.tree
        path = starts(walker)[self.profile]
        node = int(tree.first_child[0]) + self.profile if len(self.case.game.unfolded.profiles) > 1 else 0
        branching = walker.advance(path)
        for k in self.choices:
            assert branching is not None
            walker.choose(path, branching, k)
            node = int(tree.first_child[node]) + k
            branching = walker.advance(path)
        return path, branching, node

    @property
    def node(self) -> int:
        """The node of the tree at which it stands."""
        return self._here[2]

    @property
    def over(self) -> bool:
        """Whether nothing is left to decide."""
        return self._here[1] is None

    @property
    def stage(self) -> str:
        """The stage of the last thing that was seen by anybody."""
        found = [s for party in self.case.parties for s in self.seen(party)]
        stages = [s.name for s in self.case.scenario.stages]
        return max((s.stage for s in found if s.stage in stages), key=stages.index, default=stages[0])

    @property
    def turn(self) -> Turn | None:
        """Whose turn it is, of those who sit; None at the end."""
        _, branching, node = self._here
        if branching is None:
            return None
        about = self.case.game.unfolded.about[int(self.case.game.tree.infoset[node])]
        return Turn(
            about.party,
            about.type,
            about.stage,
            about.step,
            about.round,
            about.what,
            branching.labels,
            int(self.case.game.tree.infoset[node]),
            node,
        )

    def seen(self, party: str) -> tuple[Sight, ...]:
        """All that a party has seen, oldest first, without its own type."""
        walker, (path, _, _) = self.case.walker, self._here
        at, out = path.seen[walker.index[party]], []
        while at:
            at, (where, code) = walker.book.trail[at]
            if where > -2:
                op = walker.program.operations[where]
                text = said(walker.program, walker.book, where, code)
                out.append(Sight(op.stage, op.step, op.round, text, answers_told(walker.program, where, code)))
            else:
                holder = self.case.scenario.parties[-2 - where]
                if holder.name != party:
                    out.append(Sight("", "", 0, f"{holder.name} is {holder.types[code].name}"))
        return tuple(reversed(out))

    def told(self, party: str) -> tuple[News, ...]:
        """What the facilitator has told a party."""
        return tuple(n for n in self.news if not n.to or party in n.to)

    def choose(self, option: int | str) -> Play:
        """Take an option (its number from 0, or its label) for whoever's turn it is, and play on to the next turn.

        Raises `InputError` for no such option, or where nothing is left to decide.
        """
        turn = self.turn
        if turn is None:
            raise InputError([Problem("choice", 0, 0, "a choice after the end", "none: the rehearsal is over")])
        if isinstance(option, str):
            if option not in turn.options:
                near = did_you_mean(option, turn.options)
                expected = f"one of {listed(turn.options)}"
                raise InputError([Problem("choice", 0, 0, f"unknown option {option!r}", expected, near)])
            option = turn.options.index(option)
        if not 0 <= option < len(turn.options):
            found, expected = f"option {option + 1}", f"a number from 1 to {len(turn.options)}"
            raise InputError([Problem("choice", 0, 0, found, expected)])
        return self._with(option, "person")._on()

    def tell(self, text: str, to: Sequence[str] = ()) -> Play:
        """News for some parties, or for all; it changes nothing in the model. `InputError` for an unknown party."""
        parties = tuple(self.case.seat(p) for p in to)
        return replace(self, news=(*self.news, News(text, parties, len(self.moves))))

    def fix(self, step: str, option: str) -> Play:
        """Set how a step of chance or of a party that the model plays comes out when it comes up.

        An empty option takes the setting back. Raises `InputError` for an unknown step or option, or a person's step.
        """
        open_steps = fixable(self)
        if step not in open_steps:
            expected = f"a step of chance or of a party that the model plays: {listed(list(open_steps)) or 'none is'}"
            near = did_you_mean(step, list(open_steps))
            raise InputError([Problem("event", 0, 0, f"the step {step!r}", expected, near)])
        rest = {k: v for k, v in self.fixed.items() if k != step}
        if not option:
            return replace(self, fixed=rest)
        if option not in open_steps[step]:
            near = did_you_mean(option, open_steps[step])
            expected = f"one of {listed(open_steps[step])}"
            raise InputError([Problem("event", 0, 0, f"unknown option {option!r} of {step!r}", expected, near)])
        return replace(self, fixed={**rest, step: option})

    def _with(self, k: int, how: str) -> Play:
        """One decision more."""
        _, branching, node = self._here
        assert branching is not None
        op: Operation = branching.operation
        by = self.case.parties[branching.party] if branching.party >= 0 else ""
        move = Move(
            op.stage, op.step, op.round, by, branching.labels[k], how, float(self._odds(branching, node)[k]), node, k
        )
        return replace(self, choices=(*self.choices, k), moves=(*self.moves, move))

    def _odds(self, branching: Branching, node: int) -> Floats:
        """Chances of the options of a branching."""
        tree, first = self.case.game.tree, int(self.case.game.tree.first_child[node])
        if tree.owner[node] == CHANCE:
            slots = tree.chance_slot[first : first + len(branching.options)]
            return np.asarray(self.case.draws.chance[0, slots, -1])
        start = int(tree.infoset_start[tree.infoset[node]])
        return np.asarray(self.case.solution.strategy[0, start : start + len(branching.options)])

    def _on(self) -> Play:
        """Let chance and the model move until a person's turn or the end."""
        play = self
        while True:
            _, branching, node = play._here
            if branching is None:
                return play
            if branching.party >= 0 and play.case.parties[branching.party] in play.seats:
                return play
            wanted = play.fixed.get(branching.operation.step)
            if wanted in branching.labels:
                play = play._with(branching.labels.index(wanted), "facilitator")
                continue
            odds = play._odds(branching, node)
            k = _pick(odds, np.random.default_rng([play.seed, 1 + len(play.choices)]))
            play = play._with(k, "model" if branching.party >= 0 else "chance")


def _pick(odds: Floats, rng: np.random.Generator) -> int:
    place = int(np.searchsorted(np.cumsum(odds) / odds.sum(), rng.random(), side="right"))
    return min(place, len(odds) - 1)


def begin(case: Rehearsal, seats: Sequence[str], *, seed: int = 0, types: Mapping[str, str] | None = None) -> Play:
    """Begin a rehearsal: draw the types (those not asked for) by the analyst's odds, and play to the first turn.

    Raises `InputError` for unknown parties or types, all at once.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"], seed=3)
    >>> play.turn.options
    ('passes a law', 'keeps a free hand')
    """
    problems: list[Problem] = []
    for name in seats:
        if name not in case.parties:
            near = did_you_mean(name, case.parties)
            problems.append(Problem("--as", 0, 0, f"unknown party {name!r}", f"one of {listed(case.parties)}", near))
    wanted: dict[int, int] = {}
    for name, kind in (types or {}).items():
        if name not in case.parties:
            near = did_you_mean(name, case.parties)
            problems.append(Problem("--type", 0, 0, f"unknown party {name!r}", f"one of {listed(case.parties)}", near))
            continue
        k = case.parties.index(name)
        kinds = [t.name for t in case.scenario.parties[k].types]
        if kind not in kinds:
            expected = f"one of {listed(kinds)}" if kinds else "no type: it has one known type"
            near = did_you_mean(kind, kinds)
            problems.append(Problem("--type", 0, 0, f"unknown type {kind!r} of {name}", expected, near))
            continue
        wanted[k] = kinds.index(kind)
    if problems:
        raise InputError(problems)
    profiles = case.game.unfolded.profiles
    fitting = [i for i, p in enumerate(profiles) if all(p[k] == code for k, code in wanted.items())]
    chances = case.draws.chance[0, : len(profiles), -1] if len(profiles) > 1 else np.ones(1)
    profile = fitting[_pick(chances[fitting], np.random.default_rng([seed, 0]))]
    drawn = {
        p.name: p.types[code].name
        for p, code in zip(case.scenario.parties, profiles[profile], strict=True)
        if code >= 0
    }
    return Play(case, tuple(dict.fromkeys(seats)), seed, drawn, profile)._on()


def fixable(play: Play) -> dict[str, tuple[str, ...]]:
    """Steps that a facilitator can decide, with their options: those of chance and of parties the model plays."""
    game, seats = play.case.game, play.seats
    out: dict[str, dict[str, None]] = {}
    for about in game.unfolded.about:
        if about.party not in seats:
            out.setdefault(about.step, {}).update(dict.fromkeys(about.options))
    for step, labels in game.unfolded.chances.values():
        out.setdefault(step, {}).update(dict.fromkeys(labels))
    taken = {about.step for about in game.unfolded.about if about.party in seats}
    return {step: tuple(options) for step, options in out.items() if step not in taken}


def stages_seen(play: Play, party: str) -> tuple[str, ...]:
    """Stages that have begun, as everybody knows from the calendar."""
    operations = play.case.walker.program.operations
    begun = {op.stage for op in operations if isinstance(op, EnterStage)}
    return tuple(dict.fromkeys(s.stage for s in play.seen(party) if s.stage in begun))
