"""Maps: stripes cover the share that they stand for; words give what passes."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

import summitry
from scenario.test_regions import LAND, SQUARES
from summitry.report.charts import territory
from summitry.report.charts.render import svg
from summitry.report.charts.territory import _stripes
from summitry.report.words.territory import passings


def study(tmp_path: Path, drawn: bool) -> summitry.Study:
    (tmp_path / "land.geojson").write_text(json.dumps(SQUARES))
    more = "    outlines: {file: land.geojson, key: id}\n" if drawn else ""
    (tmp_path / "land.yaml").write_text(LAND.replace("    held by: south\n", "    held by: south\n" + more))
    return summitry.run(summitry.load(tmp_path / "land.yaml"), draws=8, variants=False)


@pytest.mark.parametrize("angle", [0.0, 45.0, 90.0, 135.0])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.33, 0.75, 1.0])
def test_stripes_cover_their_share(share: float, angle: float) -> None:
    square = [(10.0, 10.0), (310.0, 10.0), (310.0, 310.0), (10.0, 310.0), (10.0, 10.0)]
    hole = [(100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 200.0), (100.0, 100.0)]
    rows = _stripes([square, hole], share, angle, "ink")
    covered = sum(((r["x2"] - r["x"]) ** 2 + (r["y2"] - r["y"]) ** 2) ** 0.5 * r["width"] for r in rows)
    # of a small share few stripes are left; whole ones overlap a little
    assert covered / (300**2 - 100**2) == pytest.approx(share, rel=0.25 if share < 0.05 else 0.13)
    for r in rows:
        assert all(9.9 <= r[k] <= 310.1 for k in ("x", "x2", "y", "y2"))


def test_the_page_with_a_map_and_without(tmp_path: Path) -> None:
    with_map, without = study(tmp_path, True), study(tmp_path, False)
    for case, maps in ((with_map, 3), (without, 0)):
        html = summitry.report(case, {}, "", "summitry run land.yaml")
        assert (
            html.count('aria-label="As things stand')
            + html.count('aria-label="Exchange')
            + html.count('aria-label="Return')
            == maps
        )
        assert "(in hills) pass from the south to the north" in html.replace("<bdi>", "").replace("</bdi>", "")
        assert "Two sides and three parcels" in html
    assert "endorse no claim" in summitry.report(with_map, {}, "", "x")
    issue = with_map.scenario.issues[0]
    for plan in (None, 0, 1, 2):
        assert svg(territory(with_map, issue, plan, 300)).startswith("<svg")
    assert "map-land-exchange" in summitry.figures(with_map)


def test_what_passes() -> None:
    issue = summitry.load(LAND.encode()).issues[0]
    assert passings(issue, 0) == ()
    to_north, to_south = sorted(passings(issue, 1), key=lambda x: x.receiver)
    assert (to_north.giver, to_north.regions, to_north.area) == ("south", ("hills",), pytest.approx(2.0))
    assert (to_south.giver, to_south.regions, to_south.people) == ("north", ("valley",), pytest.approx(0.2))
    assert {x.receiver for x in itertools.chain(passings(issue, 2))} == {"north", "south"}
