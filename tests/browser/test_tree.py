"""Trees in Chromium: real letters fit the room that was kept for them, nothing is fetched, nothing runs."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import report.tree.trees as trees
import summitry

pytestmark = pytest.mark.browser

BOXES = """[...document.querySelectorAll('text')].map(t => { const b = t.getBBox();
    return [b.x, b.y + 2, b.x + b.width, b.y + b.height - 2, t.textContent] }).filter(b => b[2] > b[0])"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["kuhn", "across", "own odds", "fan"])
def test_letters_fit(browser, tmp_path: Path, name: str, scheme: str) -> None:
    tree, solution = trees.solved(name)
    picture = summitry.draw_tree(tree, solution, words=trees.words(tree))
    (tmp_path / "tree.svg").write_text(picture.svg(), encoding="utf-8")
    context = browser.new_context(color_scheme=scheme)
    view = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.goto((tmp_path / "tree.svg").as_uri())
    boxes = view.evaluate(BOXES)
    paper = view.evaluate("getComputedStyle(document.querySelector('rect')).fill")
    context.close()
    assert paper == {"light": "rgb(251, 251, 249)", "dark": "rgb(20, 24, 27)"}[scheme]
    assert len(asked) == 1
    assert said == []
    assert len(boxes) > 20
    met = [
        (a[4], b[4])
        for a, b in itertools.combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert met == []
    assert all(b[0] >= 0 and b[2] <= picture.layout.width for b in boxes)
