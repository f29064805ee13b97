"""Which deals both could live with, over a sample of the study's draws and all type profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.build.ground import Values
from summitry.build.packages import MOST_PACKAGES, Worths, packages_on, parties_to
from summitry.deals import POINTS, DealSpace, point
from summitry.errors import SizeError
from summitry.scenario import model as m
from summitry.study.deal_space import widest
from summitry.study.exchanges import Table, bargain, better, blockers, near, provisions
from summitry.study.findings import Deal, DealSummary, Range
from summitry.study.gathered import Gathered, spread

Floats = npt.NDArray[np.float64]

_DRAWS = 256
"""Draws over which packages are judged."""
_MOST = 2_000
"""With more packages than this, only those that can be proposed or are agreed are judged."""
_OTHERS = 8
"""Packages outside the shortlist that are listed."""


def deals(g: Gathered, numbers: Mapping[str, Floats], noted: list[Floats]) -> DealSummary | None:
    """The packages of the last proposal on the widest agenda; None where nothing can be proposed.

    What the packages shown are worth in each draw [B] (NaN where that was not worked out) is added to `noted`.
    """
    game = g.game
    proposal, free = widest(game.program)
    if proposal is None:
        return None
    listed = {p for packages in game.shortlists.values() for p in packages}
    agreed = {p: k for k, p in enumerate(g.measures.packages)}
    try:
        every = packages_on(game.scenario.issues, free)
    except SizeError:
        every = []
    total = len(every) if every else MOST_PACKAGES
    packages = every if 0 < len(every) <= _MOST else []
    packages = list(dict.fromkeys([*packages, *sorted(listed), *sorted(agreed)]))
    parties = parties_to(game.scenario, proposal)
    assert proposal.accepted_by is not None
    # where one alone answers, who proposes is the other side
    sides = parties if len(proposal.accepted_by.members) == 1 else proposal.accepted_by.members
    answering = len(sides)
    rows = np.linspace(0, len(g.status) - 1, min(_DRAWS, len(g.status))).astype(np.int64)
    values = Values({k: x[rows] for k, x in numbers.items()}, len(rows))
    worths = Worths(game.scenario, game.program, game.grounder)
    spaces = [worths.space(proposal, parties, packages, profile, values) for profile in game.unfolded.profiles]
    chances = _profile_chances(g, rows)
    in_zone = np.array([_carried(proposal.accepted_by, parties, answering, s) for s in spaces])
    by_all = np.einsum("tbd,tb->d", in_zone, chances) / len(rows)
    sizes = in_zone[:, :, : len(every)].sum(axis=2) if len(every) <= _MOST else in_zone.sum(axis=2)
    marks = _points(spaces, chances, answering)
    order = np.argsort(-by_all, kind="stable")
    shown = [int(d) for d in order if packages[d] in listed]
    others = [int(d) for d in order if packages[d] not in listed and (packages[d] in agreed or by_all[d] > 0)]
    if not proposal.packages:
        # only a list that the program chose leaves out what might have been proposed
        shown += others[:_OTHERS]
    table = Table(game, proposal.accepted_by, parties, packages, spaces, chances, in_zone)
    labels = [game.book.package_label(p) for p in packages]
    for d in shown:
        for p in range(answering):
            gain = np.full(len(g.status), np.nan)
            gain[rows] = sum(w * space.gains[:, d, p] for w, space in zip(chances, spaces, strict=True))
            noted.append(gain)
    likely = spaces[int(np.argmax(chances.mean(axis=1)))].gains.mean(axis=0)[:, :answering]
    often = max(agreed, key=lambda p: float(np.nanmean(g.event("settled", str(agreed[p])))), default=None)
    return DealSummary(
        accepters=sides,
        packages=total,
        deals=tuple(
            replace(
                _deal(
                    g, game, d, packages[d], parties, spaces, chances, by_all[d], agreed, packages[d] in listed, marks
                ),
                shares=_shares(worths, proposal, packages[d], game, values, chances),
            )
            for d in shown
        ),
        zone_empty=float(((sizes == 0) * chances).sum() / len(rows)),
        zone_size=spread((sizes * chances).sum(axis=0)),
        provisions=provisions(table),
        blockers=blockers(proposal.accepted_by, proposal.by if proposal.by in parties else ""),
        near=near(table, labels),
        bargains=tuple(bargain(name, likely, d, parties[:answering], labels[d]) for name, d in marks.items() if d >= 0),
        better=better(table, packages.index(often), labels) if often is not None else None,
    )


def _carried(coalition: m.Coalition, parties: tuple[str, ...], sides: int, space: DealSpace) -> npt.NDArray[np.bool_]:
    """[B, D] whether a package would be agreed if all accepted what is better for them: by the rule, with the vetoes.

    A package that crosses a red line of whoever proposes is out, and so is one that is not better for it where it is
    one of the `sides`.
    """
    answering = len(coalition.members)
    yes = space.acceptable
    votes = yes[:, :, :answering].sum(axis=2)
    enough = 2 * votes > answering if coalition.needed is None else votes >= min(coalition.needed, answering)
    for member in coalition.veto:
        enough &= yes[:, :, coalition.members.index(member)]
    for p in range(answering, len(parties)):
        enough &= yes[:, :, p] if p < sides else ~space.forbidden[:, p]
    return np.asarray(enough)


def _shares(
    worths: Worths, proposal: m.Proposal, package: tuple[int, ...], game: Game, values: Values, chances: Floats
) -> dict[str, dict[str, Range]]:
    """Shares that a bargaining solution finds, in the mean over types."""
    total: dict[str, dict[str, Floats]] = {}
    if not any(issue.settle for issue in game.scenario.issues):
        return {}
    for chance, profile in zip(chances, game.unfolded.profiles, strict=True):
        for issue, by_party in worths.shares(proposal, package, profile, values).items():
            mine = total.setdefault(issue, {})
            for party, share in by_party.items():
                mine[party] = mine.get(party, 0.0) + chance * share
    return {issue: {p: spread(x) for p, x in by_party.items()} for issue, by_party in total.items()}


def _profile_chances(g: Gathered, rows: npt.NDArray[np.int64]) -> Floats:
    """[T, b] chances of the type profiles by the analyst; equal parts where a draw is unsolved."""
    chances = g.events[rows][:, g.measures.index("all")].T.copy()
    chances[np.isnan(chances)] = 1.0 / len(chances)
    return np.asarray(chances / chances.sum(axis=0))


def _points(spaces: list[DealSpace], chances: Floats, answering: int) -> dict[str, int]:
    """Bargaining points of the mean gains under the likeliest profile."""
    likely = int(np.argmax(chances.mean(axis=1)))
    gains = spaces[likely].gains.mean(axis=0)[:, :answering]
    gains = np.where(spaces[likely].forbidden[:, :answering], -np.inf, gains)
    return {name: point(name, gains) for name in POINTS}


def _deal(
    g: Gathered,
    game: Game,
    d: int,
    package: tuple[int, ...],
    parties: tuple[str, ...],
    spaces: list[DealSpace],
    chances: Floats,
    by_all: float,
    agreed: dict[tuple[int, ...], int],
    listed: bool,
    marks: dict[str, int],
) -> Deal:
    scenario = game.scenario
    gains: dict[str, Range] = {}
    acceptable: dict[str, float] = {}
    forbidden: list[str] = []
    declared: list[str] = []
    for p, name in enumerate(parties):
        party = scenario.party(name)
        place = [x.name for x in scenario.parties].index(name)
        for code, kind in enumerate(party.types) if party.types else ((-1, None),):
            key = f"{name} {kind.name}" if kind is not None else name
            mine = [t for t, profile in enumerate(game.unfolded.profiles) if profile[place] == code]
            weights = chances[mine] / chances[mine].sum(axis=0)
            gain = sum(w * spaces[t].gains[:, d, p] for w, t in zip(weights, mine, strict=True))
            gains[key] = spread(np.asarray(gain))
            yes = sum(w * spaces[t].acceptable[:, d, p] for w, t in zip(weights, mine, strict=True))
            acceptable[key] = float(np.mean(yes))
            if all(spaces[t].forbidden[d, p] for t in mine):
                forbidden.append(key)
            elif all(_said(spaces[t], d, p) for t in mine):
                declared.append(key)
    happened = g.event("settled", str(agreed[package])) if package in agreed else np.where(g.solved, 0.0, np.nan)
    settles = {i.name: i.options[o] for i, o in zip(scenario.issues, package, strict=True) if o >= 0}
    return Deal(
        label=game.book.package_label(package),
        settles=settles,
        gains=gains,
        acceptable=acceptable,
        by_all=float(by_all),
        agreed=spread(happened),
        shortlisted=listed,
        forbidden=tuple(forbidden),
        declared=tuple(declared),
        points=tuple(name for name, where in marks.items() if where == d),
    )


def _said(space: DealSpace, d: int, p: int) -> bool:
    return space.declared is not None and bool(space.declared[d, p])
