"""Choices that were observed, matched to the information sets of a game."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.errors import InputError, Problem
from summitry.fit.table import Table
from summitry.game import NamedGame
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]

_IN_FILE = ("player", "infoset", "action", "count")
_IN_SCENARIO = ("step", "option", "count", "party", "type", "stage", "round", "history")


@dataclass(frozen=True)
class Situation:
    """Information sets that an observer could not tell apart, and how often each option was chosen there."""

    name: str
    sets: tuple[int, ...]
    options: tuple[str, ...]
    actions: tuple[tuple[int, ...], ...]
    """For each option the flat action at each set, -1 where the set does not have it."""
    counts: tuple[float, ...]
    """For each option."""


@dataclass(frozen=True, eq=False)
class ObservedPlay:
    """Counts of choices in a game.

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> counts = summitry.Table.of({"player": [1, 1], "infoset": [1, 1], "action": ["a", "b"], "count": [3, 1]})
    >>> summitry.play_of(game, counts).observations
    4.0
    """

    situations: tuple[Situation, ...]

    @property
    def observations(self) -> float:
        """How many choices were seen."""
        return float(sum(sum(s.counts) for s in self.situations))


def play_of(game: NamedGame | Game, counts: Table) -> ObservedPlay:
    """Match counts to a game's information sets.

    For a game from a file the columns are player, infoset, action, count: numbers or names. For a scenario they are
    step, option, count and, as far as they were seen, party, type, stage, round, history (parts such as `law is passes
    a law`, joined by `;`). Where several information sets fit, the observer could not tell them apart, and the
    probability of a choice is averaged over them. Raises `InputError` with every problem.

    >>> scenario = summitry.build(summitry.load("sanctions-threat"))
    >>> seen = summitry.Table.of(
    ...     {"step": ["answer", "answer"], "option": ["gives way", "stands firm"], "count": [4, 6]}
    ... )
    >>> len(summitry.play_of(scenario, seen).situations[0].sets)
    4
    """
    in_file = isinstance(game, NamedGame)
    needed = _IN_FILE if in_file else _IN_SCENARIO[:3]
    known = _IN_FILE if in_file else _IN_SCENARIO
    names = list(counts.columns)
    problems = [
        Problem(counts.file, 1, 1, f"no column {name!r}", f"the columns {listed(needed)}", did_you_mean(name, names))
        for name in needed
        if name not in names
    ]
    problems += [
        Problem(
            counts.file, 1, 1, f"the column {name!r}", f"columns among {listed(known, 10)}", did_you_mean(name, known)
        )
        for name in names
        if name not in known
    ]
    if not counts.rows:
        problems.append(Problem(counts.file, 1, 1, "no rows", "a row for each choice that was seen"))
    _refuse(problems)
    number = counts.numbers("count")
    problems = counts.problems("count", ~(number >= 0), "a count of 0 or more")
    match = _of_file(game) if isinstance(game, NamedGame) else _of_scenario(game)
    found: dict[tuple[int, ...], tuple[str, tuple[str, ...], dict[str, float]]] = {}
    for row in range(counts.rows):
        cells = {name: " ".join(counts.columns[name][row].split()) for name in names}

        def fault(column: str, what: str, expected: str, fix: str = "", row: int = row) -> None:
            problems.append(Problem(counts.file, *counts.place(row, column), f"{what} in row {row + 1}", expected, fix))

        empty = [name for name in needed if name != "count" and not cells[name]]
        for name in empty:
            fault(name, "no value", "a name or number")
        got = None if empty else match(cells, fault)
        if got is None:
            continue
        sets, name, options, option = got
        seen = found.setdefault(sets, (name, options, dict.fromkeys(options, 0.0)))[2]
        if option not in seen:
            fault("option", f"the option {option!r}", f"one of {listed(seen)}")
            continue
        seen[option] += float(number[row]) if number[row] >= 0 else 0.0
    _refuse(problems)
    starts = game.tree.infoset_start
    situations = []
    for sets, (name, options, seen) in found.items():
        actions = []
        for place, option in enumerate(options):
            if isinstance(game, NamedGame):
                actions.append(tuple(int(starts[h]) + place for h in sets))
                continue
            about = [game.unfolded.about[h].options for h in sets]
            actions.append(tuple(
                int(starts[h]) + labels.index(option) if option in labels else -1
                for h, labels in zip(sets, about, strict=True)
            ))  # fmt: skip
        situations.append(Situation(name, sets, options, tuple(actions), tuple(seen.values())))
    play = ObservedPlay(tuple(situations))
    if play.observations <= 0:
        raise InputError([Problem(counts.file, 1, 1, "counts that are all 0", "one or more choices")])
    return play


Fault = Callable[..., None]
Match = Callable[[dict[str, str], Fault], "tuple[tuple[int, ...], str, tuple[str, ...], str] | None"]


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise InputError(sorted(set(found)))


def _of_file(game: NamedGame) -> Match:
    tree = game.tree
    starts = tree.infoset_start.tolist()

    def match(cells: dict[str, str], fault: Fault) -> tuple[tuple[int, ...], str, tuple[str, ...], str] | None:
        parties = tree.parties
        who = _place(cells["player"], parties)
        if who is None:
            said = [f"{p + 1} {name}".strip() for p, name in enumerate(parties)]
            fault(
                "player",
                f"no player {cells['player']!r}",
                f"one of {listed(said)}",
                did_you_mean(cells["player"], parties),
            )
            return None
        mine = [h for h in range(tree.infosets) if tree.infoset_party[h] == who]
        numbers = [str(game.infoset_numbers[h]) for h in mine]
        labels = [tree.infoset_labels[h] if tree.infoset_labels else "" for h in mine]
        text = cells["infoset"]
        fits = [h for h, n in zip(mine, numbers, strict=True) if n == text]
        fits = fits or [h for h, label in zip(mine, labels, strict=True) if label and label == text]
        if len(fits) != 1:
            found = (
                f"{len(fits) or 'no'} information set{'s' if len(fits) > 1 else ''} {text!r} of {game.player_name(who)}"
            )
            fault("infoset", found, f"one of {listed(numbers, 12)}", did_you_mean(text, [n for n in labels if n]))
            return None
        h = fits[0]
        count = starts[h + 1] - starts[h]
        written = tree.action_labels[starts[h] : starts[h + 1]] if tree.action_labels else ("",) * count
        options = tuple(label or str(k + 1) for k, label in enumerate(written))
        if len(set(options)) < count:
            options = tuple(f"{k + 1} {label}" for k, label in enumerate(written))
        place = _place(cells["action"], written)
        if place is None:
            said = [f"{k + 1} {label}".strip() for k, label in enumerate(written)]
            fault(
                "action",
                f"no action {cells['action']!r}",
                f"one of {listed(said, 12)}",
                did_you_mean(cells["action"], written),
            )
            return None
        return (h,), game.infoset_name(h), options, options[place]

    return match


def _place(text: str, names: Sequence[str]) -> int | None:
    """The place of a name, or of a number from 1; a name comes first."""
    if text and names.count(text) == 1:
        return names.index(text)
    whole = text.removesuffix(".0")
    return int(whole) - 1 if whole.isdigit() and 1 <= int(whole) <= len(names) else None


def _of_scenario(game: Game) -> Match:
    about = game.unfolded.about
    parties = {p.name for p in game.scenario.parties}

    def match(cells: dict[str, str], fault: Fault) -> tuple[tuple[int, ...], str, tuple[str, ...], str] | None:
        steps = list(dict.fromkeys(one.step for one in about))
        if cells["step"] not in steps:
            fault(
                "step", f"no step {cells['step']!r}", f"one of {listed(steps, 12)}", did_you_mean(cells["step"], steps)
            )
            return None
        fits = [h for h, one in enumerate(about) if one.step == cells["step"]]
        said = [cells["step"]]
        for column in ("party", "type", "stage", "round"):
            text = cells.get(column, "").removesuffix(".0")
            if not text:
                continue
            possible = list(dict.fromkeys(str(getattr(about[h], column)) for h in fits))
            fits = [h for h in fits if str(getattr(about[h], column)) == text]
            if not fits:
                other = ", which is no party" if column == "party" and text not in parties else ""
                fault(column, f"no {column} {text!r} at {cells['step']!r}{other}", f"one of {listed(possible)}",
                      did_you_mean(text, possible))  # fmt: skip
                return None
            said.append(text if column != "round" else f"round {text}")
        for part in filter(None, (" ".join(p.split()) for p in re.split(r"[;]| and ", cells.get("history", "")))):
            possible = list(dict.fromkeys(p for h in fits for p in about[h].history))
            fits = [h for h in fits if part in about[h].history]
            if not fits:
                fault("history", f"{part!r} before {cells['step']!r}", f"what was seen there: {listed(possible, 12)}",
                      did_you_mean(part, possible))  # fmt: skip
                return None
            said.append(part)
        having = [h for h in fits if cells["option"] in about[h].options]
        if not having:
            possible = list(dict.fromkeys(o for h in fits for o in about[h].options))
            fault("option", f"no option {cells['option']!r} at {cells['step']!r}", f"one of {listed(possible, 12)}",
                  did_you_mean(cells["option"], possible))  # fmt: skip
            return None
        # making a threat and carrying it out share their step's name
        what = about[having[0]].what
        sets = tuple(h for h in fits if about[h].what == what)
        options = tuple(dict.fromkeys(o for h in sets for o in about[h].options))
        return sets, ", ".join(said), options, cells["option"]

    return match
