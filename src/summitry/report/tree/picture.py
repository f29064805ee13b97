"""From a game and its numbers to a picture of its tree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from summitry.build import Game
from summitry.errors import GameError
from summitry.game import Draws, Tree
from summitry.game.named import NamedGame
from summitry.report.charts.render import to_pdf, to_png
from summitry.report.marks import EXTRA, ORDER, OTHERS, marks
from summitry.report.texts import text
from summitry.report.tree.figures import amount, count, probability
from summitry.report.tree.fold import fold
from summitry.report.tree.layout import layout
from summitry.report.tree.numbers import numbers
from summitry.report.tree.rows import Row, as_json, rows
from summitry.report.tree.shapes import Layout
from summitry.report.tree.svg import AUTO, LIGHT, svg
from summitry.report.tree.words import TreeWords, completed, of_game, of_named
from summitry.report.words.phrase import fill, given
from summitry.solve import Solution, Status

MOST = 80
"""Nodes that are shown at most, unless told otherwise."""


@dataclass(frozen=True, eq=False)
class TreePicture:
    """A laid-out tree with the data behind it.

    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> picture = summitry.draw_tree(game, summitry.middle_draw(game))
    >>> picture.svg().startswith("<svg"), picture.data()["nodes_in_all"]
    (True, 109)
    """

    ENDINGS: ClassVar[tuple[str, ...]] = (".svg", ".png", ".pdf")
    """Of the files that it can be written to."""

    layout: Layout
    rows: tuple[Row, ...]
    players: tuple[str, ...]
    facts: dict[str, Any]

    def svg(self, scheme: str = AUTO) -> str:
        """As SVG text; `scheme` is `auto` (as the reader's screen), `light` or `dark`."""
        return svg(self.layout, scheme)

    def png(self) -> bytes:
        """As PNG, at twice the size of the SVG where that is not too large."""
        return to_png(self.svg(LIGHT), self.layout.width, self.layout.height)

    def pdf(self) -> bytes:
        """As PDF of one page."""
        return to_pdf(self.svg(LIGHT))

    def data(self) -> dict[str, Any]:
        """What the picture shows, for JSON: players and certificate, then a row for each node."""
        return {
            "title": self.layout.title,
            "players": list(self.players),
            **self.facts,
            "nodes": [as_json(row, place) for place, row in enumerate(self.rows)],
        }


def draw_tree(
    game: Game | NamedGame | Tree,
    result: Solution | Draws,
    *,
    draw: int = 0,
    words: TreeWords | None = None,
    depth: int | None = None,
    most: int = MOST,
    notes: Sequence[str] = (),
) -> TreePicture:
    """Draw a game's tree with probabilities, beliefs and expected payoffs; without a solution, with payoffs alone.

    Parameters
    ----------
    game
        A scenario's game, a game from a file, or a tree of your own.
    result
        A solution, or the numbers of a game that is not solved.
    draw
        Which of its draws is shown.
    words
        What things are called, where that is not known from the game.
    depth, most
        Nodes deeper than `depth` are folded, and the less likely ones once there are more than `most`.
    notes
        Sentences that are added to the caption.

    Raises `GameError` where there is no such draw, or the numbers are of another tree.

    Examples
    --------
    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> picture = summitry.draw_tree(game, summitry.solve(game, summitry.middle_draw(game)), most=20)
    >>> picture.rows[0].kind, len(picture.rows) <= 20
    ('chance', True)
    """
    tree = game if isinstance(game, Tree) else game.tree
    if most < 1 or (depth is not None and depth < 1):
        raise GameError("`most` and `depth` must be 1 or more")
    if isinstance(result, Solution):
        if result.tree.size != tree.size or result.tree.actions != tree.actions:
            raise GameError("the solution is of another tree")
    else:
        result.check(tree)
    values = numbers(tree, result, draw)
    folded = fold(tree, values.likely, most, depth)
    known = completed(tree, words or _words(game, [it.nodes[0] for it in folded]))
    found = tuple(rows(tree, values, known, folded))
    shown = sum(row.kind != "branches" for row in found)
    caption = [*_said(result, draw, known.players, values.solved), _extent(shown, tree.size, values.solved), *notes]
    endings = int(values.endings[0]) if tree.size > 1 else 1
    return TreePicture(
        layout(
            found, known.players, _paints(game, known.players), known.title, caption, _desc(found, tree, endings, known)
        ),
        found,
        tuple(known.players),
        {**_facts(result, draw), "nodes_in_all": tree.size, "endings_in_all": endings, "nodes_shown": shown},
    )


def _words(game: Game | NamedGame | Tree, nodes: Sequence[int]) -> TreeWords:
    if isinstance(game, Game):
        return of_game(game, nodes)
    return of_named(game, nodes) if isinstance(game, NamedGame) else TreeWords()


def _paints(game: Game | NamedGame | Tree, players: Sequence[str]) -> list[str]:
    """The colour of each player: as in the report of a scenario, else in their order."""
    if isinstance(game, Game):
        of = marks(game.scenario)
        return [of[party.name].token.removeprefix("--") for party in game.scenario.parties]
    palette = [*ORDER, *EXTRA]
    return [(palette[p] if p < len(palette) else OTHERS)[0].removeprefix("--") for p in range(len(players))]


def _said(it: Solution | Draws, draw: int, players: Sequence[str], solved: bool) -> list[str]:
    """How the numbers came about, and how far they are from exact."""
    if not isinstance(it, Solution):
        return [text("tree.bare")]
    if not solved:
        return [str(fill("tree.unsolved", advice=Status(int(it.status[draw])).advice))]
    precision = it.draws.precision[draw]
    same = bool(np.all(precision == precision[0]))
    each = [
        str(fill("tree.each", n=amount(float(x)), party=given(who))) for x, who in zip(precision, players, strict=True)
    ]
    out = str(
        fill(
            "tree.solved",
            precision=amount(float(precision[0])) if same else ", ".join(each),
            residual=amount(float(it.residual[draw]), 2),
            regret=f"{float(it.regret_ratio[draw]):.3g}",
        )
    )
    return [f"{out} {text('tree.turned')}" if it.folded[draw] else out]


def _extent(shown: int, whole: int, solved: bool) -> str:
    if shown == whole:
        return str(fill("tree.whole", nodes=count(whole)))
    return str(fill("tree.part" if solved else "tree.part_bare", shown=count(shown), nodes=count(whole)))


def _desc(found: Sequence[Row], tree: Tree, endings: int, words: TreeWords) -> str:
    """The picture in words: how large the game is, and the likeliest branches one after the other."""
    parties = ", ".join(words.players)
    out = str(fill("tree.desc", parties=given(parties), nodes=count(tree.size), endings=count(endings)))
    children: dict[int, list[int]] = {}
    for i, row in enumerate(found):
        children.setdefault(row.parent, []).append(i)
    here, course = 0, []
    while children.get(here) and not math.isnan(found[children[here][0]].probability):
        here = max(children[here], key=lambda i: found[i].probability)
        course.append(found[here].label)
    if not course or math.isnan(found[here].reach):
        return out
    said = fill("tree.desc_course", course=given(" → ".join(course)), p=probability(found[here].reach))
    return f"{out} {said}"


def _facts(it: Solution | Draws, draw: int) -> dict[str, Any]:
    out: dict[str, Any] = {"status": None, "precision": None, "residual": None, "max_regret_ratio": None}
    if isinstance(it, Solution):
        out["status"] = Status(int(it.status[draw])).name.lower()
        out["precision"] = it.draws.precision[draw].tolist()
        if it.solved[draw]:
            out["residual"] = float(it.residual[draw])
            out["max_regret_ratio"] = float(it.regret_ratio[draw])
    return out
