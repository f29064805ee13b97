"""What the model would do at a turn and why, and after the end: what each option would have been worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build.ground import Values
from summitry.build.packages import Worths, packages_on, parties_to
from summitry.deals import POINTS, point, undominated
from summitry.errors import SizeError
from summitry.solve import PathOptions
from summitry.study.deal_space import widest
from summitry.study.measures import Measures
from summitry.study.reasons import reasons
from summitry.study.rehearse import Move, Play, Rehearsal, Turn
from summitry.study.solving import Solver

Floats = npt.NDArray[np.float64]

_MOST = 20_000
"""Packages that are looked at for the frontier at most."""


@dataclass(frozen=True)
class Advice:
    """What the model would do at a turn.

    >>> play = summitry.begin(
    ...     summitry.rehearse(summitry.load("sanctions-threat")), ["target"], types={"target": "exposed"}
    ... )
    >>> list(summitry.advise(play).beliefs)
    ['sender']
    """

    options: Mapping[str, float]
    """Option -> how often its party would take it."""
    worth: Mapping[str, float]
    """Option -> what it expects from it, by its own odds and what it has seen."""
    gains: Mapping[str, Mapping[str, float]]
    """Option -> payoff term -> advantage over the mean of the other options."""
    beliefs: Mapping[str, Mapping[str, float]]
    """Other party -> type -> what it holds likely at this point."""


@dataclass(frozen=True)
class Looked:
    """One decision, looked back at."""

    move: Move
    reckoned: Mapping[str, float]
    """Option -> what it was worth by what its party knew then."""
    knowing: Mapping[str, float]
    """Option -> what it was worth with all secrets known."""


@dataclass(frozen=True)
class Place:
    """Where a rehearsal ended among all packages, with the types as they were."""

    agreed: str
    """The package that stands at the end; empty: none."""
    parties: tuple[str, ...]
    """Who answers, then who proposes."""
    gains: Mapping[str, float]
    """Party -> gain over no agreement of what was agreed."""
    on_frontier: bool
    suits_all: bool
    better: tuple[tuple[str, Mapping[str, float]], ...]
    """Packages on the frontier that are worse for nobody and better for some, with their gains; at most three."""
    points: Mapping[str, tuple[str, Mapping[str, float]]]
    """Bargaining point -> package and gains; without those that no package reaches."""
    all_gains: tuple[Mapping[str, float], ...]
    """Gains of every package that no red line forbids, for a plot."""
    zone: int
    """How many packages suit all."""


@dataclass(frozen=True)
class Debrief:
    """What was hidden during a rehearsal, and what came of it.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), [], types={"sender": "resolved"})
    >>> summitry.debrief(play).types["sender"]
    'resolved'
    """

    types: Mapping[str, str]
    outcome: str
    markers: tuple[str, ...]
    """Those that came true."""
    payoffs: Mapping[str, Mapping[str, float]]
    """Party -> part of its payoff -> what it came to."""
    expected: Mapping[str, float]
    """Party -> what it could expect at the start, by its own odds and type."""
    decisions: tuple[Looked, ...]
    place: Place | None
    """None where no packages are proposed, or they are too many."""


def advise(play: Play, turn: Turn | None = None) -> Advice:
    """The model's advice at a turn: by default the one that is due. Raises `ValueError` at the end.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> round(sum(summitry.advise(play).options.values()), 9)
    1.0
    """
    turn = turn or play.turn
    if turn is None:
        raise ValueError("the rehearsal is over")
    case, h = play.case, turn.infoset
    tree = case.game.tree
    start, end = int(tree.infoset_start[h]), int(tree.infoset_start[h + 1])
    solver = Solver(case.game, Measures(case.game, (), (), (), (), ()), case.numbers, path=PathOptions())
    why = reasons(solver, case.solution, np.zeros(1, np.int64), np.array([h]))[h]
    return Advice(
        options=dict(zip(turn.options, case.solution.strategy[0, start:end].tolist(), strict=True)),
        worth=_reckoned(case, h, turn.options),
        gains={
            o: dict(sorted(parts.items(), key=lambda kv: -abs(kv[1])))
            for o, parts in zip(turn.options, why, strict=True)
        },
        beliefs=believed(case, h),
    )


def _reckoned(case: Rehearsal, h: int, options: tuple[str, ...]) -> dict[str, float]:
    """What each option of an information set is worth by the beliefs held there."""
    tree = case.game.tree
    nodes = np.flatnonzero(tree.infoset == h)
    p = int(tree.infoset_party[h])
    held = case.held[nodes]
    return {o: float(held @ case.worth[p, tree.first_child[nodes] + k]) for k, o in enumerate(options)}


def believed(case: Rehearsal, h: int) -> dict[str, dict[str, float]]:
    """Other party -> type -> what whoever moves at an information set holds likely."""
    tree = case.game.tree
    nodes = np.flatnonzero(tree.infoset == h)
    weights = np.bincount(case.profile[nodes], case.held[nodes], minlength=len(case.game.unfolded.profiles))
    own = int(tree.infoset_party[h])
    out: dict[str, dict[str, float]] = {}
    for k, party in enumerate(case.scenario.parties):
        if party.types and k != own:
            codes = np.array([profile[k] for profile in case.game.unfolded.profiles])
            out[party.name] = {t.name: float(weights[codes == c].sum()) for c, t in enumerate(party.types)}
    return out


def debrief(play: Play) -> Debrief:
    """What the others held, what each option would have been worth, and where it ended on the frontier.

    Raises `ValueError` before the end.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), [], seed=1)
    >>> play.over, summitry.debrief(play).outcome != ""
    (True, True)
    """
    if not play.over:
        raise ValueError("the rehearsal is not over")
    case = play.case
    game, tree, unfolded = case.game, case.game.tree, case.game.unfolded
    z = int(np.flatnonzero(unfolded.leaves == play.node)[0])
    true = [
        event.name
        for j, event in enumerate(case.scenario.markers)
        if unfolded.markers[z, j]
        and (j not in unfolded.by_draw or case.values.of(unfolded.weights[unfolded.by_draw[j][z]])[0] > 0.5)
    ]
    table = game.contributions(case.values)[:, 0]
    row = unfolded.rows[int(tree.payoff_row[play.node])]
    payoffs: dict[str, dict[str, float]] = {}
    for p, party in enumerate(case.parties):
        mine = payoffs.setdefault(party, {})
        for u in row[p]:
            name = unfolded.contributions[u][1]
            mine[name] = mine.get(name, 0.0) + float(table[u])
    looked = []
    for move in play.moves:
        if not move.by:
            continue
        h = int(tree.infoset[move.node])
        options = unfolded.about[h].options
        first, p = int(tree.first_child[move.node]), int(tree.infoset_party[h])
        knowing = {o: float(case.worth[p, first + k]) for k, o in enumerate(options)}
        looked.append(Looked(move, _reckoned(case, h, options), knowing))
    return Debrief(
        types=play.types,
        outcome=case.scenario.outcomes[int(unfolded.outcome[z])].name,
        markers=tuple(true),
        payoffs=payoffs,
        expected=_expected(play),
        decisions=tuple(looked),
        place=_place(play, z),
    )


def _expected(play: Play) -> dict[str, float]:
    """What each party could expect when it knew its own type alone, by its own odds."""
    case = play.case
    tree, profiles = case.game.tree, case.game.unfolded.profiles
    if len(profiles) == 1:
        return {party: float(case.worth[p, 0]) for p, party in enumerate(case.parties)}
    first, out = int(tree.first_child[0]), {}
    for p, party in enumerate(case.parties):
        mine = [t for t, profile in enumerate(profiles) if profile[p] == profiles[play.profile][p]]
        odds = case.draws.chance[0, mine, p]
        out[party] = float(odds @ case.worth[p, [first + t for t in mine]] / odds.sum())
    return out


def _place(play: Play, z: int) -> Place | None:
    case = play.case
    game, scenario = case.game, case.scenario
    proposal, free = widest(game.program)
    if proposal is None or proposal.accepted_by is None:
        return None
    index = game.program.variables.index
    settled = tuple(int(game.unfolded.facts[z, index["settled", i.name]]) for i in scenario.issues)
    try:
        packages = packages_on(scenario.issues, free)
    except SizeError:
        return None
    if len(packages) > _MOST:
        return None
    if any(o >= 0 for o in settled) and settled not in packages:
        packages = [*packages, settled]
    parties = parties_to(scenario, proposal)
    worths = Worths(scenario, game.program, game.grounder)
    profile = game.unfolded.profiles[play.profile]
    space = worths.space(proposal, parties, packages, profile, Values(case.numbers, 1))
    gains: Floats = space.gains[0]
    allowed = np.flatnonzero(~space.forbidden.any(axis=1))
    suits: npt.NDArray[np.bool_] = np.asarray(space.zone[0])
    ended = packages.index(settled) if settled in packages and any(o >= 0 for o in settled) else -1

    def named(d: int) -> tuple[str, dict[str, float]]:
        return game.book.package_label(packages[d]), dict(zip(parties, gains[d].tolist(), strict=True))

    here = gains[ended] if ended >= 0 else np.zeros(len(parties))
    better = [int(d) for d in allowed if (gains[d] >= here - 1e-12).all() and (gains[d] > here + 1e-9).any()]
    best = {int(allowed[k]) for k in np.flatnonzero(undominated(gains[allowed]))} if len(allowed) else set()
    # a package that is better for all is itself bettered by one on the frontier
    better = sorted(set(better) & best, key=lambda d: (-float((gains[d] - here).min()), -float(gains[d].sum())))
    open_gains = np.where(space.forbidden, -np.inf, gains)
    marks = {name: point(name, open_gains) for name in POINTS}
    return Place(
        agreed=named(ended)[0] if ended >= 0 else "",
        parties=parties,
        gains=dict(zip(parties, here.tolist(), strict=True)),
        on_frontier=ended in best,
        suits_all=bool(suits[ended]) if ended >= 0 else False,
        better=tuple(named(d) for d in better[:3]),
        points={name: named(d) for name, d in marks.items() if d >= 0},
        all_gains=tuple(dict(zip(parties, gains[d].tolist(), strict=True)) for d in allowed.tolist()),
        zone=int(suits.sum()),
    )
