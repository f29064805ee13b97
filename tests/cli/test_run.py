"""`run` and `catalog` as a person or a script calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from summitry import catalog

SUMMITRY = str(Path(sys.executable).with_name("summitry"))


def summitry(*words: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SUMMITRY, *words], capture_output=True, text=True, timeout=300, **kwargs)


def answer(*words: str, **kwargs: Any) -> dict[str, Any]:
    done = summitry(*words, "--json", **kwargs)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "" or "rounded up" in done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_json_has_the_shape_that_is_promised() -> None:
    found = answer("run", "sanctions-threat", "--draws", "64", "--seed", "1")
    for key in (
        "scenario draws seed solved unsolved folded nodes max_residual max_regret_ratio outcomes markers given values "
        "values_analyst stated levers strategies beliefs elapsed_s"
    ).split():
        assert key in found, key
    assert set(found["scenario"]) == {"title", "sha256"}
    assert (found["draws"], found["seed"], found["solved"], found["unsolved"]) == (64, 1, 64, 0)
    assert found["max_residual"] <= 1e-8
    assert 0 < found["max_regret_ratio"] <= 1 + 1e-6
    assert sum(o["mean"] for o in found["outcomes"].values()) == pytest.approx(1, abs=1e-9)
    for event in (*found["outcomes"].values(), *found["markers"].values()):
        assert set(event) == {"mean", "median", "low", "high", "mc_error", "if_unsolved"}
        assert event["low"] <= event["median"] <= event["high"]
        assert len(event["if_unsolved"]) == 2
    for strategy in found["strategies"]:
        assert set(strategy) >= {"party", "type", "stage", "step", "history", "options", "reached"}
        assert sum(o["mean"] for o in strategy["options"].values()) == pytest.approx(1, abs=1e-9)
    for belief in found["beliefs"]:
        assert set(belief) >= {"party", "after", "about", "types"}
    assert set(found["elapsed_s"]) == {"build", "solve", "total"}
    assert set(found["values"]) == set(found["values_analyst"])


def test_twice_the_same_bytes_apart_from_time(tmp_path: Path) -> None:
    one, two = (answer("run", "pledge-round", "--draws", "64", "--workers", w, cwd=tmp_path) for w in ("1", "2"))
    one.pop("elapsed_s")
    two.pop("elapsed_s")
    assert json.dumps(one) == json.dumps(two)


def test_the_folder_holds_what_is_promised(tmp_path: Path) -> None:
    done = summitry("run", "sanctions-threat", "--draws", "64", "--out", "there/results", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "there" / "results"
    made = {p.name for p in folder.iterdir()}
    assert made == {
        "report.html",
        "summary.json",
        "manifest.json",
        "scenario.yaml",
        "figures",
        "study.json",
        "study.zarr",
        "draws.parquet",
    }
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["counts"]["solved"] == 64
    assert manifest["command"] == "summitry run sanctions-threat --draws 64 --seed 0"
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix in {".html", ".json", ".yaml", ".svg"}:
            assert str(tmp_path) not in file.read_text(encoding="utf-8")
    import xarray as xr

    data = xr.open_zarr(folder / "study.zarr")
    assert data.sizes["draw"] == 64
    # a second run replaces its own files and leaves others alone
    (folder / "notes.txt").write_text("mine")
    assert summitry("run", "sanctions-threat", "--draws", "64", "--out", str(folder)).returncode == 0
    assert (folder / "notes.txt").read_text() == "mine"
    assert not [p for p in folder.iterdir() if p.name.startswith(".")]


def test_summary_fits_80_columns_and_has_no_colour_codes(tmp_path: Path) -> None:
    done = summitry("run", "sanctions-threat", "--draws", "64", env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "\x1b" not in done.stdout + done.stderr


def test_settings_change_the_answer_and_bad_ones_are_told() -> None:
    plain = answer("run", "sanctions-threat", "--draws", "64")
    sharp = answer("run", "sanctions-threat", "--draws", "64", "--set", "precision=40")
    assert plain["outcomes"] != sharp["outcomes"]
    done = summitry("run", "sanctions-threat", "--set", "precison=40", "--set", "nonsense")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "PATH=VALUE" in done.stderr
    done = summitry("run", "sanctions-threat", "--set", "precison=40")
    assert done.returncode == 2
    assert "precision" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "no-such-case"], "no such file"),
        (["run", "alaska-2024"], "alaska-2025"),
        (["run", "sanctions-threat", "--draws", "0"], "draws"),
        (["run", "sanctions-threat", "--draws", "many"], "draws"),
        (["run", "sanctions-threat", "--seed", "-1"], "seed"),
        (["run"], "SCENARIO"),
    ],
)
def test_bad_input_ends_with_2(words: list[str], said: str) -> None:
    done = summitry(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_out_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = summitry("run", "sanctions-threat", "--draws", "8", "--out", "taken", cwd=tmp_path)
    assert done.returncode == 2
    assert "taken" in done.stderr
    assert (tmp_path / "taken").read_text() == "a file"


EXPLODES = """
summitry: 1
title: Too large
parties: {a: {}, b: {}}
stages:
  - stage: s
    attend: [a, b]
    steps:
      - rounds: 30
        until: cry is stop it
        steps:
          - {step: ask, by: a, options: [x, y, z]}
          - {step: cry, by: b, options: [go on, stop it, wait]}
outcomes: {all of it: otherwise}
payoffs: {a: {p: 1}, b: {p: 1}}
"""


def test_a_tree_that_explodes_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text(EXPLODES)
    done = summitry("run", "big.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "nodes" in done.stderr
    assert "'ask'" in done.stderr or "'cry'" in done.stderr
    remarked = summitry("check", "big.yaml", cwd=tmp_path)
    assert remarked.returncode == 1
    assert "nodes" in remarked.stdout


def test_unsolved_draws_end_with_3_and_are_counted() -> None:
    """A budget of one sweep solves nothing: the run must say so and average nothing in."""
    code = """
import sys
from summitry.solve import PathOptions
import summitry.study.solving as room
plain = room.solve
room = sys.modules['summitry.study.solving']
room.solve = lambda tree, draws, plan=None, path=None: plain(tree, draws, plan=plan, path=PathOptions(budget=1))
sys.argv = ['summitry', 'run', 'sanctions-threat', '--draws', '8', '--json']
from summitry.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 3, done.stderr
    found = json.loads(done.stdout)
    assert found["unsolved"] > 0
    assert found["solved"] + found["unsolved"] == 8
    for event in found["outcomes"].values():
        low, high = event["if_unsolved"]
        assert high - low == pytest.approx(found["unsolved"] / 8)
    assert "unsolved" in done.stderr


def test_catalog_lists_the_cases() -> None:
    done = summitry("catalog", "--json")
    assert done.returncode == 0
    rows = json.loads(done.stdout)
    assert [r["name"] for r in rows] == list(catalog.names())
    assert len(rows) >= 3
    assert all(r["citation"] and r["question"] and r["parts"] and r["nodes"] and r["seconds"] for r in rows)
    assert {r["kind"] for r in rows} == {"case", "historical", "teaching", "published"}
    text = summitry("catalog").stdout
    assert "alaska-2025" in text
    assert max(len(line) for line in text.splitlines()) <= 80
