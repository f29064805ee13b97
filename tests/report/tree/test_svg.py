"""The SVG: well formed, labels as text and nothing else, the same in every scheme, readable by those who cannot see it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

import report.tree.trees as trees
import summitry
from summitry.report.marks import TOKENS
from summitry.report.tree.figures import amount, probability

NAMES = {"svg", "title", "desc", "style", "rect", "g", "text", "tspan", "path", "circle"}
SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(root: ET.Element) -> str:
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("scheme", ["auto", "light", "dark"])
@pytest.mark.parametrize("name", trees.ROOTS)
def test_labels_stay_text(name: str, scheme: str) -> None:
    tree, solution = trees.solved(name)
    svg = summitry.draw_tree(tree, solution, words=trees.words(tree)).svg(scheme)
    root = read(svg)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= NAMES
    assert not [a for node in root.iter() for a in node.attrib if a.startswith("on") or "href" in a]
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", svg)


def test_a_hostile_label_is_seen_whole_where_one_points() -> None:
    tree, solution = trees.solved("signalling")
    words = summitry.TreeWords(actions=[trees.HOSTILE] * tree.actions, title=trees.HOSTILE)
    root = read(summitry.draw_tree(tree, solution, words=words).svg())
    shown = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert '<script>alert("1")</script>&amp;' in shown[0]
    assert any('<script>alert("1")</script>&amp; ' in tip and "]]> -->" in tip for tip in shown[1:])


def test_a_cut_label_is_whole_where_one_points() -> None:
    tree, solution = trees.solved("kuhn")
    root = read(summitry.draw_tree(tree, solution, words=trees.words(tree, (trees.LONG,))).svg())
    rows = [g for g in root.iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    assert not [g for g in rows if trees.LONG in texts(g)]
    assert any(trees.LONG in (title.text or "") for title in list(root.iter(f"{SVG}title"))[1:])


@pytest.mark.parametrize("dark", [False, True])
def test_a_fixed_scheme_needs_no_style(dark: bool) -> None:
    tree, solution = trees.solved("across")
    svg = summitry.draw_tree(tree, solution).svg("dark" if dark else "light")
    assert "<style" not in svg
    assert "class=" not in svg.replace('class="summitry-tree"', "")
    assert TOKENS["--paper"][dark] in svg
    assert TOKENS["--paper"][not dark] not in svg


def test_dark_screens_change_every_colour() -> None:
    tree, solution = trees.solved("across")
    svg = summitry.draw_tree(tree, solution).svg()
    rules = svg[svg.index("<style>") : svg.index("</style>")]
    used = {(m[1], m[2]) for m in re.finditer(r'class="(?:[fs]-\w+ )?([fs])-(\w+)"', svg)}
    assert used
    for what, token in used:
        assert f".{what}-{token}{{{ {'f': 'fill', 's': 'stroke'}[what] }:{TOKENS[f'--{token}'][1]}}}" in rules


def test_what_is_written_at_a_node() -> None:
    tree, solution = trees.solved("signalling")
    words = summitry.TreeWords(
        players=("Ann", "Bo"),
        actions=[f"act {k}" for k in range(tree.actions)],
        branches={1: "tough"},
        chances={0: "kind"},
    )
    picture = summitry.draw_tree(tree, solution, words=words)
    shown = texts(read(picture.svg()))
    first = picture.rows[1]
    assert "tough" in shown
    assert "kind" in shown
    assert probability(first.probability) in shown
    for row in picture.rows:
        if row.kind == "decision":
            assert f"{('Ann', 'Bo')[row.player]}\u00a0\u00a0{row.player + 1}:{row.number}" in shown
            assert "\u00a0\u00a0".join(amount(v) for v in row.values) in shown
        if row.belief == row.belief:
            assert f"[{probability(row.belief)}]" in shown
        if row.kind == "ending":
            assert "\u00a0\u00a0".join(amount(v, 4) for v in row.values) in shown
    assert "precision 3." in shown
    assert "regret ratio" in shown


def test_odds_of_a_party_are_named_where_they_differ() -> None:
    tree, solution = trees.solved("fan")
    shown = texts(read(summitry.draw_tree(tree, solution).svg()))
    differing = [row.own for row in summitry.draw_tree(tree, solution).rows if row.own]
    # the second party and the analyst agree on no number but those that mirror onto themselves
    assert differing
    assert {p for own in differing for p, _ in own} == {1}
    for own in differing:
        assert f"p1 {probability(own[0][1])}" in shown


def test_a_fold_says_what_lies_below() -> None:
    tree, solution = trees.solved("kuhn")
    picture = summitry.draw_tree(tree, solution, most=20)
    shown = texts(read(picture.svg()))
    for row in picture.rows:
        if row.folded:
            assert f"{row.nodes} nodes, {row.endings} endings" in shown
            assert f"reached {probability(row.reach)}" in shown
            assert "\u00a0\u00a0".join(amount(v) for v in row.values) in shown
    assert f"{len(picture.rows)} of 55 nodes are shown" in shown


def test_a_bundle_says_how_many_branches_it_holds() -> None:
    tree, solution = trees.solved("fan")
    assert "19 other branches" in texts(read(summitry.draw_tree(tree, solution, most=50).svg()))


def test_without_an_answer_the_caption_says_so() -> None:
    tree, draws = trees.numbers("kuhn")
    shown = texts(read(summitry.draw_tree(tree, draws).svg()))
    assert "Not solved: payoffs only." in shown
    shown = texts(read(summitry.draw_tree(tree, trees.failed(summitry.solve(tree, draws))).svg()))
    assert "The branch could not be told from a neighbouring one" in shown.replace("\n", " ")
    assert "?" not in shown
    assert "nan" not in shown


def test_the_description_tells_the_likeliest_course() -> None:
    tree, solution = trees.solved("signalling")
    words = summitry.TreeWords(actions=[f"act {k}" for k in range(tree.actions)], branches={1: "a", 2: "b", 3: "c"})
    root = read(summitry.draw_tree(tree, solution, words=words).svg())
    said = root.findtext(f"{SVG}desc") or ""
    assert "22 nodes, 12 endings" in said
    assert re.search(r": [abc] → act \d → act \d+ \(reached with probability 0\.\d+\)", said)


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.5, "0.50"), (0.4249, "0.42"), (0.0994, "0.099"), (0.00312, "0.0031"), (3.14e-5, "3.1e−5"), (0.0, "<1e−99"),
        (0.99, "0.990"), (0.9969, "0.997"), (0.99999, ">0.999"), (1.0, "1"),
    ],
)  # fmt: skip
def test_probabilities(p: float, said: str) -> None:
    assert probability(p) == said


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (0.0, "0"), (-0.0, "0"), (3.0, "3"), (-12.0, "−12"), (0.12345, "0.123"), (-0.0012345, "−0.00123"),
        (12345.678, "12,346"), (999.6, "1,000"), (1e9, "1.0e9"), (-2e-7, "−2.0e−7"), (1234567.0, "1,234,567"),
    ],
)  # fmt: skip
def test_amounts(x: float, said: str) -> None:
    assert amount(x) == said
