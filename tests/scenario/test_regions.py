"""Issues over regions: what is read, what plans are worth, and what is wrong at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import summitry
from summitry.errors import InputError

LAND = """summitry: 1
title: Two sides and three parcels
parties: {north: {}, south: {}}
precision: 3
issues:
  land:
    held by: south
    regions:
      hills: {area: 4, people: 0.1, holds: {north: 0.5}}
      coast: {name: Coast road, area: 6, people: 0.9}
      valley: {area: 10, people: 0.5, holds: north}
    plans:
      as it is: now
      exchange: {hills: north, valley: {north: 0.6}}
      return: {hills: south, valley: south, Coast road: {north: 0.1, south: 0.9}}
worth:
  north: {land: {per area: 0.05, regions: {Coast road: 1, hills: 0.2}}}
  south: {land: {per people: 0.5, return: 0.1}}
stages:
  - stage: table
    attend: [north, south]
    steps: [{proposal: deal, by: north, accepted by: [south], from: all}]
outcomes: {a deal: deal agreed, none made: otherwise}
"""


def load(text: str) -> summitry.Scenario:
    return summitry.load(text.encode())


def test_shares_of_plans() -> None:
    issue = load(LAND).issues[0]
    assert (issue.kind, issue.options, issue.among) == (
        "regions",
        ("as it is", "exchange", "return"),
        ("north", "south"),
    )
    assert issue.plans[0] == ((0.5, 0.5), (0.0, 1.0), (1.0, 0.0))
    assert issue.plans[1][0] == (1.0, 0.0)
    assert issue.plans[1][2] == pytest.approx((0.6, 0.4))
    assert issue.plans[2] == ((0.0, 1.0), (0.1, 0.9), (0.0, 1.0))


def test_worth_by_region_area_and_people() -> None:
    space = summitry.space_of(load(LAND))
    worth = dict(zip(space.parties, space.gains.T, strict=True))
    north = [0, 0.05 * (2 - 4) + 0.2 * 0.5, 0.05 * (-2 - 10 + 0.6) + 0.1 * 1 - 0.2 * 0.5]
    south = [0, 0.5 * (-0.05 + 0.2), 0.5 * (0.05 + 0.5 - 0.09) + 0.1]
    assert worth["north"] == pytest.approx(north)
    assert worth["south"] == pytest.approx(south)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("holds: {north: 0.5}", "holds: {north: 1.5}", 9, ("1.5", "0 to 1")),
        ("holds: {north: 0.5}", "holds: {north: 0.7, south: 0.6}", 9, ("1.3", "at most 1")),
        ("holds: {north: 0.5}", "holds: {nort: 0.5}", 9, ("'nort'", "did you mean 'north'")),
        ("    held by: south\n", "", 8, ("add up to 0.5", "`held by`")),
        ("holds: {north: 0.5}", "holds: []", 9, ("a list",)),
        ("      exchange: {hills: north, valley: {north: 0.6}}", "      exchange:", 14, ("nothing", "`now`")),
        ("    held by: south\n", "    held by: east\n", 7, ("'east'",)),
        ("area: 4", "area: much", 9, ("'much'", "above 0")),
        ("exchange: {hills", "exchange: {hils", 14, ("unknown region 'hils'", "did you mean 'hills'")),
        ("as it is: now", "as it is: later", 13, ("'later'", "`now`")),
        ("regions: {Coast road: 1", "regions: {Cost: 1", 17, ("unknown region 'Cost'",)),
        ("area: 6, ", "", 17, ("coast without `area`",)),
        ("return: 0.1", "retrun: 0.1", 18, ("'retrun'", "did you mean 'return'")),
        ("    plans:\n      as it is: now\n      exchange: {hills: north, valley: {north: 0.6}}\n"
         "      return: {hills: south, valley: south, Coast road: {north: 0.1, south: 0.9}}\n", "", 6, ("no plans",)),
        ("    held by: south\n", "    held by: south\n    outlines: {file: ../x.geojson, key: id}\n", 8, ("without a folder",)),
        ("    held by: south\n", "    held by: south\n    outlines: {file: none.geojson, key: id}\n", 8, ("no file",)),
        ("    held by: south\n", "    held by: south\n    outlines: {file: ukraine_oblasts.geojson, key: ID}\n", 8, ("'ID'",)),
        ("    held by: south\n", "    held by: south\n    outlines: {file: ukraine_oblasts.geojson, key: ISO}\n", 10, ("no outline",)),
    ],
)  # fmt: skip
def test_the_problem_is_found_where_it_is(old: str, new: str, line: int, words: tuple[str, ...]) -> None:
    assert old in LAND
    with pytest.raises(InputError) as caught:
        load(LAND.replace(old, new, 1))
    mine = [p for p in caught.value.problems if p.line == line]
    assert any(all(word in str(p) for word in words) for p in mine), str(caught.value)


def test_held_by_without_regions() -> None:
    text = LAND.replace("issues:\n  land:\n", "issues:\n  other: {options: [x, y], held by: south}\n  land:\n")
    with pytest.raises(InputError, match="`held by` without `regions`"):
        load(text)


SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]},
        }
        for x, name in enumerate(["hills", "coast", "valley", "beyond"])
    ],
}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "FeatureCollection"),
        (b"[]", "FeatureCollection"),
        (b"\xff\xfe", "FeatureCollection"),
        (json.dumps({**SQUARES, "features": [{"properties": None, "geometry": None}]}).encode(), "FeatureCollection"),
        (json.dumps(SQUARES).replace("[0, 0]", "[0, 400]").encode(), "FeatureCollection"),
        (json.dumps(SQUARES).replace('"hills"', '"hils"').encode(), "did you mean 'hils'"),
        (("[" * 100_000).encode(), "FeatureCollection"),
    ],
)
def test_outlines_that_are_none(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "land.geojson").write_bytes(data)
    (tmp_path / "land.yaml").write_text(
        LAND.replace("    held by: south\n", "    held by: south\n    outlines: {file: land.geojson, key: id}\n")
    )
    with pytest.raises(InputError, match=words):
        summitry.load(tmp_path / "land.yaml")


def test_outlines_stay_under_other_numbers(tmp_path: Path) -> None:
    (tmp_path / "land.geojson").write_text(json.dumps(SQUARES))
    (tmp_path / "land.yaml").write_text(
        LAND.replace("    held by: south\n", "    held by: south\n    outlines: {file: land.geojson, key: id}\n")
    )
    case = summitry.load(tmp_path / "land.yaml", settings={"worth.south.land.return": "0.3"})
    outlines = case.issues[0].outlines
    assert outlines is not None
    assert [o.key for o in outlines.drawn] == ["hills", "coast", "valley", ""]


def test_worths_that_are_not_finite() -> None:
    with pytest.raises(summitry.GameError, match="not finite"):
        summitry.space_of(load(LAND.replace("  south: {land", "  south: {risk aversion: -1e6, land")))
