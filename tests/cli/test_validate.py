"""`summitry validate` on the command line."""

import json

from typer.testing import CliRunner

from summitry.cli.main import app

runner = CliRunner()


def test_table_and_json_of_some_results() -> None:
    shown = runner.invoke(app, ["validate", "kuhn-1950", "parabola"])
    assert shown.exit_code == 0, shown.output
    for word in ("expected", "found", "difference", "time", "kuhn-1950", "5 of 5 published numbers reproduced"):
        assert word in shown.stdout
    answer = json.loads(runner.invoke(app, ["validate", "parabola", "--json"]).stdout)
    assert (answer["passed"], answer["missed"]) == (4, 0)
    assert {"name", "what", "expected", "found", "difference", "seconds", "citation", "where", "hit"} <= set(
        answer["checks"][0]
    )


def test_an_unknown_result() -> None:
    shown = runner.invoke(app, ["validate", "khun-1950"])
    assert shown.exit_code == 2
    assert "did you mean 'kuhn-1950'?" in shown.stderr
