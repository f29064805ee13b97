"""Geometry: no two texts meet, no mark covers a text, parents stand amid their children, sets are joined."""

from __future__ import annotations

import itertools

import games
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import report.tree.trees as trees
import summitry
from summitry.report.tree.links import RADIUS
from summitry.report.tree.shapes import Layout
from summitry.report.tree.widths import ELLIPSIS, clean, cut, text_width, wrap

PLAIN = ("left", "right", "in between")
CASES = list(itertools.product(trees.ROOTS, (PLAIN, trees.LABELS), (True, False), (15, 90)))


def picture(name: str, labels: tuple[str, ...], solve: bool, most: int) -> summitry.TreePicture:
    tree, result = (trees.solved if solve else trees.numbers)(name)
    return summitry.draw_tree(tree, result, words=trees.words(tree, labels), most=most, notes=[trees.LONG])


def meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def marks(layout: Layout) -> list[tuple[float, ...]]:
    reach = {
        "circle": (RADIUS, RADIUS, RADIUS),
        "diamond": (RADIUS, RADIUS, RADIUS),
        "fold": (0, 13, 8),
        "end": (1, 1, 5),
    }
    out = []
    for mark in (*layout.key, *(m for p in layout.placed for m in p.marks)):
        left, right, high = reach[mark.kind]
        out.append((mark.x - left, mark.y - high, mark.x + right, mark.y + high))
    return out


@pytest.mark.parametrize(("name", "labels", "solve", "most"), CASES)
def test_nothing_overlaps(name: str, labels: tuple[str, ...], solve: bool, most: int) -> None:
    keeps_apart(picture(name, labels, solve, most).layout)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 6), st.integers(5, 60), st.lists(st.text(), min_size=1))
def test_nothing_overlaps_in_any_game(seed: int, players: int, depth: int, most: int, labels: list[str]) -> None:
    root = games.random_game(np.random.default_rng(seed), players, depth, own_odds=True)
    tree, pays, odds = games.flatten(root, players)
    given = games.draws(pays * 10.0 ** (seed % 11 - 5), odds, 1.0)
    keeps_apart(summitry.draw_tree(tree, given, words=trees.words(tree, tuple(labels)), most=most).layout)


def keeps_apart(layout: Layout) -> None:
    boxes = [label.box for label in layout.labels if label.runs]
    for a, b in itertools.combinations(boxes, 2):
        assert not meet(a, b)
    signs = marks(layout)
    assert not [(a, b) for a in boxes for b in signs if meet(a, b)]
    for a, b in itertools.combinations(signs, 2):
        assert not meet(a, b)
    for left, top, right, bottom in (*boxes, *signs):
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height


@pytest.mark.parametrize(("name", "labels", "solve", "most"), CASES)
def test_straight_dashes_pass_no_text(name: str, labels: tuple[str, ...], solve: bool, most: int) -> None:
    layout = picture(name, labels, solve, most).layout
    boxes = [label.box for label in layout.labels if label.runs]
    straight = [(k.x0 - 1, k.y0, k.x1 + 1, k.y1) for k in layout.links if k.x0 == k.x1]
    assert not [(a, b) for a in boxes for b in straight if meet(a, b)]


@pytest.mark.parametrize("name", trees.ROOTS)
def test_parents_stand_amid_their_children(name: str) -> None:
    shown = picture(name, PLAIN, True, 90)
    placed = shown.layout.placed
    for i in range(len(placed)):
        below = [placed[j] for j, other in enumerate(shown.rows) if other.parent == i]
        if not below:
            continue
        assert placed[i].y == pytest.approx((below[0].y + below[-1].y) / 2)
        for a, b in itertools.pairwise(below):
            assert a.bottom <= b.top + 1e-9
        assert placed[i].top - 1e-9 <= below[0].top
        assert below[-1].bottom <= placed[i].bottom + 1e-9
        assert {b.x > placed[i].x for b in below} == {True}
        for j, other in enumerate(shown.rows):
            if other.parent == i:
                branch = placed[j].branch
                assert branch is not None
                assert branch.y0 == placed[i].y
                assert branch.y1 == placed[j].y


@pytest.mark.parametrize("name", ["kuhn", "across", "signalling", "many"])
def test_the_nodes_of_a_set_are_joined_and_no_others(name: str) -> None:
    shown = picture(name, PLAIN, True, 200)
    placed, rows = shown.layout.placed, shown.rows

    def node(x: float, y: float) -> int:
        """The decision node on whose height, and at or left of which, a line ends."""
        here = [i for i, p in enumerate(placed) if p.y == y and p.x <= x + 1e-6 and rows[i].kind == "decision"]
        return max(here, key=lambda i: placed[i].x)

    groups = {i: {i} for i, row in enumerate(rows) if row.kind == "decision"}
    for link in shown.layout.links:
        if link.rings:
            met = [node(*ring) for ring in link.rings]
        elif link.x0 == link.x1:
            met = [i for i in groups if placed[i].x == link.x0 and link.y0 <= placed[i].y <= link.y1]
        else:
            met = [node(link.x0, link.y0), node(link.x1, link.y1)]
        assert len(met) > 1
        whole = set().union(*(groups[i] for i in met))
        groups.update(dict.fromkeys(whole, whole))
    sets: dict[int, set[int]] = {}
    for i in groups:
        sets.setdefault(rows[i].infoset, set()).add(i)
    assert groups == {i: sets[rows[i].infoset] for i in groups}
    assert len(sets) < len(groups)


def test_likelier_branches_are_thicker() -> None:
    shown = picture("signalling", PLAIN, True, 90)
    pairs = [
        (row.probability, p.branch.thick) for row, p in zip(shown.rows, shown.layout.placed, strict=True) if p.branch
    ]
    assert [t for _, t in sorted(pairs)] == sorted(t for _, t in pairs)
    assert len({t for _, t in pairs}) > 5


def test_the_layout_depends_on_rows_alone() -> None:
    one, other = (picture("own odds", PLAIN, True, 60) for _ in range(2))
    assert one.layout == other.layout


def test_deep_and_wide_trees_are_laid_out() -> None:
    trees.ROOTS["long line"] = trees.line(3000), 2
    try:
        tree, draws = trees.numbers("long line")
        assert len(summitry.draw_tree(tree, draws, most=20_000).rows) == tree.size == 6001
    finally:
        del trees.ROOTS["long line"]


@given(st.text(), st.floats(10, 200))
def test_a_cut_text_fits(words: str, room: float) -> None:
    whole = clean(words)
    short = cut(whole, room, 12)
    assert text_width(short, 12) <= max(room, text_width(ELLIPSIS, 12))
    assert short == whole or (short.endswith(ELLIPSIS) and whole.startswith(short[:-1]))


@given(st.text(), st.floats(40, 400))
def test_wrapped_lines_fit(words: str, room: float) -> None:
    assert all(text_width(line, 12) <= room for line in wrap(clean(words), room, 12))


def test_an_accent_stays_with_its_letter() -> None:
    words = "e\u0301" * 50
    short = cut(words, 60, 12)
    assert short[-2] == "\u0301"
