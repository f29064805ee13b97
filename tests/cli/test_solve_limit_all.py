"""`summitry solve --limit` and `--all`: what they print, and how they end."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import summitry
from summitry.cli.main import app

MEET = 'NFG 1 R "Meet" { "Ann" "Bo" } { 2 2 } 2 1 0 0 0 0 1 2'
TREMBLE = """EFG 2 R "Trust" { "Ann" "Bo" }
p "" 1 1 "start" { "out" "in" "in twice" } 0
t "" 1 "" { 2 2 }
p "" 2 1 "asked" { "keep" "share" } 0
t "" 2 "" { 0 3 }
t "" 3 "" { 1 1 }
p "" 2 1 "asked" { "keep" "share" } 0
t "" 4 "" { 0 0 }
t "" 5 "" { 1 2 }
"""


def _solve(tmp_path: Path, text: str, *options: str) -> Result:
    (tmp_path / "game.efg").write_text(text, "utf-8")
    return CliRunner().invoke(app, ["solve", str(tmp_path / "game.efg"), *options])


def test_limit(tmp_path: Path) -> None:
    found = json.loads(_solve(tmp_path, TREMBLE, "--limit", "--json").stdout)
    assert found["status"] == "solved"
    assert found["settled"]
    assert found["regret"] <= 1e-4
    assert found["polished"]["strategies"][0]["probs"] == [1, 0, 0]
    (held,) = (b for b in found["beliefs"] if b["player"] == 2)
    assert (held["infoset"], held["label"]) == (1, "asked")
    assert sum(held["probs"]) == pytest.approx(1)
    assert set(found["elapsed_s"]) == {"read", "compile", "solve"}
    plain = _solve(tmp_path, TREMBLE, "--limit")
    assert plain.exit_code == 0
    assert max(map(len, plain.stdout.splitlines())) <= 80
    assert "belief" in plain.stdout


def test_a_limit_that_is_not_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how far the branch was followed and what is regretted there, not to lower a precision."""
    follow = summitry.limit

    def short(game: summitry.NamedGame, tolerance: float) -> summitry.Limit:
        """As where the budget ends early: what a looser limit found."""
        return replace(follow(game, tolerance=0.05), status=summitry.Status.BUDGET, tolerance=tolerance)

    monkeypatch.setattr(summitry, "limit", short)
    found = _solve(tmp_path, TREMBLE, "--limit", "--tolerance", "1e-6")
    assert found.exit_code == 3
    assert re.search(r"followed to λ=[0-9.]+, where [0-9.e-]+ of a player's payoff range", found.stderr)
    assert "1e-06 was asked for" in found.stderr
    assert "longer than the budget allows." in found.stderr
    assert "lower the precision" not in found.stderr


def test_all(tmp_path: Path) -> None:
    options = ("--all", "--precision", "5", "--starts", "8", "--seed", "4", "--json")
    found = json.loads(_solve(tmp_path, MEET, *options).stdout)
    assert (found["precision"], found["starts"], found["failed"], found["status"]) == (5, 8, 0, "solved")
    assert [e["principal"] for e in found["equilibria"]] == [True, False, False]
    assert [e["stable"] for e in found["equilibria"]] == [False, True, True]
    assert sum(e["starts"] for e in found["equilibria"]) == 8
    again = json.loads(_solve(tmp_path, MEET, *options).stdout)
    assert again["equilibria"] == found["equilibria"]
    plain = _solve(tmp_path, MEET, "--all", "--precision", "5", "--starts", "8")
    assert plain.exit_code == 0
    assert max(map(len, plain.stdout.splitlines())) <= 80


def test_options_that_exclude_each_other(tmp_path: Path) -> None:
    for options in (("--limit", "--all"), ("--limit", "--precision", "2"), ("--all", "--precision", "1", "2")):
        assert _solve(tmp_path, MEET, *options).exit_code == 2
    assert _solve(tmp_path, MEET, "--limit", "--tolerance", "0").exit_code == 2
