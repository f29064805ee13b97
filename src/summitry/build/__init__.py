"""From a scenario to a game: the stages unfold once into one static tree (floor 4)."""

from __future__ import annotations

import dataclasses

from summitry.build.game import Game, laws_of, numbers_of
from summitry.build.ground import Grounder, Values
from summitry.build.named import named
from summitry.build.packages import SAMPLE, Shortlists, Worths
from summitry.build.program import lay_out
from summitry.build.settle import Bare
from summitry.build.size import LARGE, MOST_NODES, Size, count, refuse_if_too_large
from summitry.build.unfold import InfosetAbout, Unfolded, profiles_of, starts, unfold
from summitry.build.walk import Book, Walker
from summitry.quantities import draw
from summitry.scenario import Scenario

__all__ = [
    "LARGE",
    "MOST_NODES",
    "Game",
    "InfosetAbout",
    "Size",
    "Unfolded",
    "build",
    "laws_of",
    "measure",
    "named",
    "numbers_of",
    "walker_of",
]


def walker_of(game: Game, written: Scenario | None = None) -> Walker:
    """Walks the same program as the game's tree, so that option k of a branching leads to the node's child k.

    `written` is the scenario before settings, as `build` had it.
    """
    return _walker(game.scenario, written or game.scenario, game.changed)


def _walker(scenario: Scenario, own: Scenario, longer: int) -> Walker:
    program = lay_out(scenario)
    grounder = Grounder(scenario, program.conditions, Bare(program))
    sample = draw(laws_of(own), SAMPLE, 0)
    values = Values(numbers_of(own, sample), SAMPLE)
    # derived numbers come from the file as it was written, so that `--set` keeps the shortlist
    worths = Worths(own, program, Grounder(own, program.conditions, Bare(program)))
    packages = Shortlists(own, program, worths, values, profiles_of(scenario), longer)
    index = {p.name: k for k, p in enumerate(scenario.parties)}
    return Walker(program, grounder, packages, Book(scenario), index=index)


def measure(scenario: Scenario, *, longer: int = 0) -> Size:
    """How large the tree of a scenario is, without building it.

    Raises `SizeError` where it cannot even be counted, `InputError` where a type is left without options.
    """
    return _measure(_walker(scenario, scenario, longer))


def _measure(walker: Walker) -> Size:
    counting = dataclasses.replace(walker, keep=False)
    return count(counting, starts(counting))


def build(scenario: Scenario, *, written: Scenario | None = None, longer: int = 0, most: int = MOST_NODES) -> Game:
    """Unfold a scenario into its game.

    `written` is the scenario before settings (`--set`): shortlists of packages are chosen on its numbers, and are made
    longer by `longer` packages. Raises `SizeError` (the tree is counted before memory is taken), or `InputError` where
    a type is left without options, options differ within an information set, or an ending has no outcome.

    >>> summitry.build(summitry.load("sanctions-threat")).size.nodes
    109
    """
    walker = _walker(scenario, written or scenario, longer)
    size = _measure(walker)
    refuse_if_too_large(size, most)
    unfolded = unfold(walker, size.nodes)
    assert isinstance(walker.packages, Shortlists)
    lists: dict[str, dict[tuple[int, ...], None]] = {}
    for (name, _, _), ids in walker.packages.known.items():
        for i in ids:
            lists.setdefault(name, {})[walker.program.variables.packages[i]] = None
    return Game(
        scenario=scenario,
        program=walker.program,
        grounder=walker.grounder,
        unfolded=unfolded,
        size=size,
        book=walker.book,
        shortlists={k: tuple(x) for k, x in lists.items()},
        changed=longer,
    )
