"""`summitry hindcast` on the command line."""

import json

from typer.testing import CliRunner

from summitry.cli.main import app

runner = CliRunner()


def test_table_and_json_of_a_case() -> None:
    shown = runner.invoke(app, ["hindcast", "rambouillet-1999", "--draws", "8"])
    assert shown.exit_code == 0, shown.output
    for word in ("model", "base rate", "no change", "coin", "happened", "Few cases prove little"):
        assert word in shown.stdout
    answer = json.loads(runner.invoke(app, ["hindcast", "rambouillet-1999", "--draws", "8", "--json"]).stdout)
    (case,) = answer["cases"]
    assert case["happened"] is False
    assert set(case["scores"]["model"]) == {"brier", "log"}


def test_a_case_without_a_known_end() -> None:
    shown = runner.invoke(app, ["hindcast", "alaska-2025"])
    assert shown.exit_code == 2
    assert "no case whose end is known" in shown.stderr
