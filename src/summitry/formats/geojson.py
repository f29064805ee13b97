"""Outlines of regions from GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from summitry.scenario import Scenario
from summitry.scenario import model as m
from summitry.scenario.troubles import Trouble, did_you_mean, listed

MOST_BYTES = 8 << 20
_MOST_POINTS = 400_000


def with_outlines(scenario: Scenario, folder: Path | None) -> tuple[Scenario, list[Trouble]]:
    """The scenario with the outlines that its issues name, from files in its folder or among those that ship."""
    troubles: list[Trouble] = []
    issues = []
    for issue in scenario.issues:
        if issue.outlines is not None:
            at = ("issues", issue.name)
            drawn, found = _read(issue, folder, at)
            troubles += found
            issue = replace(issue, outlines=replace(issue.outlines, drawn=drawn))
        issues.append(issue)
    return (replace(scenario, issues=tuple(issues)) if issues else scenario), troubles


def _read(issue: m.Issue, folder: Path | None, at: tuple[str, ...]) -> tuple[tuple[m.Outline, ...], list[Trouble]]:
    assert issue.outlines is not None
    name, key = issue.outlines.file, issue.outlines.key
    where = (*at, "outlines", "file")
    if name != Path(name).name or not name.endswith((".geojson", ".json")):
        return (), [Trouble(where, f"{name!r}", "the name of a .geojson file beside the scenario, without a folder")]
    try:
        data = _bytes(name, folder)
        if data is None:
            return (), [
                Trouble(where, f"no file {name!r}", "a file beside the scenario, or one that ships with Summitry")
            ]
        value = json.loads(data.decode("utf-8"))
        features = [
            (str(f.get("properties", {}).get(key, "")), tuple(_rings(f["geometry"]))) for f in value["features"]
        ]
        if sum(len(ring) for _, rings in features for ring in rings) > _MOST_POINTS:
            return (), [Trouble(where, f"more than {_MOST_POINTS:,} points", "coarser outlines")]
    except OSError as error:
        return (), [Trouble(where, f"{name!r}: {error.strerror or error}", "a file that can be read")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return (), [Trouble(where, f"{name!r}", "GeoJSON: a FeatureCollection of Polygons and MultiPolygons")]
    known = [k for k, _ in features if k]
    if not known:
        return (), [Trouble((*at, "outlines", "key"), f"{key!r}", "a property that the features have")]
    missing = [r.key for r in issue.regions if r.key not in known]
    troubles = [
        Trouble(
            (*at, "regions", k), f"region {k!r}, of which {name} has no outline", f"one of {listed(known, 12)}",
            did_you_mean(k, known), key=True,
        )
        for k in missing
    ]  # fmt: skip
    mine = {r.key for r in issue.regions}
    return tuple(m.Outline(k if k in mine else "", rings) for k, rings in features), troubles


def _bytes(name: str, folder: Path | None) -> bytes | None:
    file = folder / name if folder is not None else None
    if file is not None and file.is_file():
        if file.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        return file.read_bytes()
    shipped = files("summitry.catalog") / name
    return shipped.read_bytes() if shipped.is_file() else None


def _rings(geometry: Any) -> Iterator[tuple[tuple[float, float], ...]]:
    kind, places = geometry["type"], geometry["coordinates"]
    polygons = {"Polygon": [places], "MultiPolygon": places}[kind]
    for polygon in polygons:
        for ring in polygon:
            points = tuple((float(p[0]), float(p[1])) for p in ring)
            if len(points) < 4 or not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
                raise ValueError("no ring")
            yield points
