"""The commands of studies: shapes of their objects, texts of eighty columns, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summitry.cli.main import app

run = CliRunner().invoke
SMALL = ["--draws", "16"]
COMMANDS = {
    "levers": ["levers", "sanctions-threat", "--of", "a threat", *SMALL],
    "process": ["process", "two-sided-bargaining", *SMALL],
    "tip": ["tip", "sanctions-threat", "--lever", "audience_cost", "--target", "0.5", *SMALL],
    "map": ["tip", "sanctions-threat", "--lever", "audience_cost", "--lever", "precision.sender", *SMALL],
    "group": ["tip", "sanctions-threat", "--lever", "pain", *SMALL],
    "least": ["tip", "sanctions-threat", "--lever", "audience_cost", "--least", "--target", "0.7", *SMALL],
    "compare": ["compare", "sanctions-threat", "sanctions-threat", "--fix", "answer is stands firm", *SMALL],
    "information": ["information", "sanctions-threat", *SMALL],
    "number": ["information", "sanctions-threat", "--lever", "audience_cost", "--draws", "64"],
    "stories": ["stories", "sanctions-threat", "--target", "0.8", "--draws", "64"],
}
KEYS = {
    "levers": {"of", "mean", "variance", "numbers", "parties", "derivatives"},
    "process": {"of", "base", "variants", "untried"},
    "tip": {"of", "lever", "target", "mean", "share", "first", "curve", "by_draw"},
    "group": {"of", "lever", "curve"},
    "map": {"of", "levers", "target", "grids", "chance", "contour"},
    "least": {"of", "target", "levers", "reached", "size", "before", "after"},
    "compare": {"first", "second", "events", "changed", "strategies"},
    "information": {"of", "types", "lever", "numbers"},
    "number": {"of", "types", "lever", "numbers"},
    "stories": {"of", "target", "numbers", "moves", "rule", "reached"},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_object_and_text(name: str) -> None:
    done = run(app, [*COMMANDS[name], "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert KEYS[name] | {"draws", "seed", "points", "unsolved"} <= set(answer)
    said = run(app, COMMANDS[name])
    assert said.exit_code == 0
    assert said.stdout.strip()
    assert max(map(len, said.stdout.splitlines())) <= 80
    assert "{" not in said.stdout
    assert "nan" not in said.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["levers", "sanctions-threat", "--of", "a thret"], "did you mean 'a threat'"),
        (["tip", "sanctions-threat", "--lever", "audence_cost"], "did you mean 'audience_cost'"),
        (["tip", "sanctions-threat", "--lever", "precision.sender", "--range", "5"], "two numbers"),
        (["tip", "sanctions-threat", "--lever", "audience_cost", "--target", "1"], "between 0 and 1"),
        (["tip", "sanctions-threat", "--lever", "a", "--lever", "b", "--lever", "c"], "3 levers"),
        (["compare", "sanctions-threat", "sanction-threat"], "did you mean 'sanctions-threat'"),
        (["process", "sanctions-threat", "--fix", "answer is gives wy"], "did you mean 'gives way'"),
        (["stories", "sanctions-threat", "--target", "0"], "between 0 and 1"),
        (["run", "sanctions-threat", "--against", "nowhere"], "no such file"),
        (["information", "sanctions-threat", "--lever", "audience_cost", "--draws", "8"], "64 or more"),
    ],
)
def test_bad_input_ends_with_2(arguments: list[str], words: str) -> None:
    done = run(app, arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not done.stdout


def test_a_run_with_all_of_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = [
        "run",
        "sanctions-threat",
        "--draws",
        "16",
        "--full",
        "--against",
        "audience_cost=0.5",
        "--out",
        str(out),
    ]
    done = run(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    studies = json.loads(done.stdout)["studies"]
    assert set(studies) == {"levers", "process", "tip", "stories", "comparison"}
    assert [c["what"] for c in studies["comparison"]["changed"]] == ["audience_cost"]
    assert "--against audience_cost=0.5 --full" in json.loads((out / "manifest.json").read_text())["command"]
    kept = json.loads((out / "summary.json").read_text())
    assert kept["studies"] == studies
    assert "elapsed_s" not in kept


def test_unsolved_points_end_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from summitry.study import experiment

    chances = experiment.Experiment.chances

    def some_lost(self: experiment.Experiment, *args: object) -> np.ndarray:
        found = chances(self, *args)  # type: ignore[arg-type]
        found[::3] = np.nan
        return found

    monkeypatch.setattr(experiment.Experiment, "chances", some_lost)
    done = run(app, COMMANDS["levers"])
    assert done.exit_code == 3
    assert "have no answer" in done.stderr
    assert run(app, [*COMMANDS["levers"], "--allow-unsolved", "1"]).exit_code == 0
