"""The commands `update`, `forecast`, `resolve` and `score`: objects, texts of eighty columns, files, exit codes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summitry.cli.main import app

run = CliRunner().invoke
UPDATE = [
    "update",
    "sanctions-threat",
    "--event",
    "2025-03-01: law is passes a law",
    "--event",
    "2025-03-08: sanctions made",
]


def test_update_object_and_text() -> None:
    done = run(app, [*UPDATE, "--draws", "64", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {"events", "chance", "types", "chances", "numbers", "timeline", "effective", "unsolved", "draws"} <= set(
        found
    )
    assert [e["date"] for e in found["events"]] == ["2025-03-01", "2025-03-08"]
    assert len(found["timeline"]) == 3
    assert {t["holder"] for t in found["types"]} == {"analyst", "sender", "target"}
    assert {c["name"]: c["after"]["mean"] for c in found["chances"]}["a threat"] == 1.0
    assert 20 <= found["effective"] < 64
    said = run(app, [*UPDATE, "--draws", "64"])
    assert said.exit_code == 0
    assert max(map(len, said.stdout.splitlines())) <= 80
    assert "{" not in said.stdout
    assert "nan" not in said.stdout
    assert "2025-03-08 sanctions made" in said.stdout
    assert f"as much as {found['effective']:.0f} that count alike" in " ".join(said.stdout.split())


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".json", b"{")])
def test_timeline(tmp_path: Path, ending: str, start: bytes) -> None:
    chart = tmp_path / f"beliefs{ending}"
    done = run(app, [*UPDATE, "--draws", "64", "--chart", str(chart)])
    assert done.exit_code == 0, done.output
    content = chart.read_bytes()
    assert content.startswith(start)
    if ending == ".json":
        spec = json.loads(content)
        assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
        # two parties with types, the main event, the legend
        assert len(spec["vconcat"]) == 4
        assert "var(--" not in content.decode()
    if ending == ".svg":
        assert "2025-03-08" in content.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["update", "sanctions-threat"], "no event"),
        (["update", "sanctions-threat", "--event", "law is passs a law"], "did you mean 'passes a law'"),
        ([*UPDATE, "--draws", "8"], "effective draws of 8"),
        ([*UPDATE, "--chart", "beliefs.gif"], ".svg"),
        (["forecast", "sanctions-threat", "--draws", "8"], "as_of"),
        (["forecast", "sanctions-threat", "--date", "1 May"], "a date such as 2025-08-14"),
        (["forecast", "alaska-2025", "--resolve-by", "2025-08-13"], "a day not before 2025-08-14"),
        (["forecast", "sanctions-threat", "--date", "2025-02-01", "--resolve-by", "2025-01-01"], "a day not before"),
        (["score", "none.jsonl"], "no such file"),
        (["resolve", "none.jsonl", "x", "yes", "--source", "s"], "no such file"),
    ],
)
def test_bad_input_ends_with_2(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(app, arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not done.stdout
    assert list(tmp_path.iterdir()) == []


def test_from_forecast_to_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["forecast", "sanctions-threat", "--date", "2025-01-01", "--draws", "8"]
    done = run(app, command)
    assert done.exit_code == 0, done.output
    file = Path("forecasts.jsonl")
    first = file.read_bytes()
    rows = [json.loads(line) for line in first.splitlines()]
    assert len(rows) == 7
    assert all(r["date"] == "2025-01-01" and r["source"]["seed"] == 0 for r in rows)
    # the same again adds nothing; another seed does
    again = run(app, [*command, "--json"])
    assert file.read_bytes() == first
    assert "7 were there already" in again.stderr
    assert [f["id"] for f in json.loads(again.stdout)["forecasts"]] == [r["id"] for r in rows]
    assert run(app, [*command, "--seed", "3"]).exit_code == 0
    assert file.read_bytes().startswith(first)
    assert len(file.read_bytes().splitlines()) == 14

    ending = next(r for r in rows if r["question"].endswith("nothing happens"))
    done = run(app, ["resolve", str(file), ending["id"], "yes", "--source", "the record", "--date", "2025-06-01"])
    assert done.exit_code == 0, done.output
    before = file.read_bytes()
    same = run(app, ["resolve", str(file), ending["id"], "yes", "--source", "the record", "--json"])
    assert json.loads(same.stdout)["entered"] is None
    assert run(app, ["resolve", str(file), ending["question"], "no", "--source", "s"]).exit_code == 2
    assert file.read_bytes() == before
    changed = run(app, ["resolve", str(file), ending["question"], "no", "--source", "s", "--again"])
    assert changed.exit_code == 0
    assert file.read_bytes().startswith(before)
    assert run(app, ["resolve", str(file), ending["id"], "yes", "--source", "s", "--again"]).exit_code == 0

    # a correction of the same answer: its source alone, then its day
    def lines() -> list[dict[str, object]]:
        return [json.loads(line) for line in file.read_bytes().splitlines()]

    named = ["resolve", str(file), ending["id"], "yes", "--source"]
    before = file.read_bytes()
    assert "nothing was entered" in run(app, [*named, "s", "--again"]).stdout
    tomorrow = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    assert "a day that has come" in run(app, [*named, "s", "--date", tomorrow, "--again"]).stderr
    assert file.read_bytes() == before
    day = lines()[-1]["date"]
    assert run(app, [*named, "the record", "--again"]).exit_code == 0
    assert lines()[-1] | {"question": ""} == {
        "question": "", "outcome": "yes", "source": "the record", "date": day, "again": True,
    }  # fmt: skip
    assert run(app, [*named, "the record", "--date", "2025-06-02", "--again"]).exit_code == 0
    assert lines()[-1]["date"] == "2025-06-02"
    assert file.read_bytes().startswith(before)
    assert len(lines()) == before.count(b"\n") + 2

    scored = run(app, ["score", str(file), "--json"])
    (model,) = json.loads(scored.stdout)["forecasters"]
    # the ending answers the other three as well, and the set is scored as one
    assert (model["resolved"], model["open"], model["superseded"]) == (4, 3, 7)
    assert model["exclusive"]["n"] == 1
    assert model["too_few"]
    latest = {json.loads(x)["question"]: json.loads(x).get("p") for x in file.read_bytes().splitlines()[:14]}
    chances = [latest[q] for q in ending["among"]]
    true = ending["among"].index(ending["question"])
    expected = sum((p - (k == true)) ** 2 for k, p in enumerate(chances))
    assert model["exclusive"]["brier"] == pytest.approx(expected, abs=1e-12)
    assert model["brier"] == pytest.approx(expected / 4, abs=1e-12)
    text = run(app, ["score", str(file)])
    assert "too few" in text.stdout
    assert max(map(len, text.stdout.splitlines())) <= 80


def test_lines_alone_on_stdout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(app, ["forecast", "sanctions-threat", "--date", "2025-01-01", "--draws", "8", "-o", "-"])
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 7
    assert list(tmp_path.iterdir()) == []


def test_scores_in_words(tmp_path: Path) -> None:
    file = tmp_path / "hand.jsonl"
    lines: list[dict[str, object]] = []
    for k in range(12):
        lines.append({"question": f"day {k}", "who": "Ann", "p": 0.8, "range": [0.7, 0.9]})
        lines.append({"question": f"day {k}", "who": "Bo", "p": 0.5})
        lines.append({"question": f"day {k}", "outcome": "yes" if k < 9 else "no" if k < 11 else "void"})
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = run(app, ["score", str(file), "--base-rate", "0.5"])
    text = " ".join(done.stdout.split())
    assert done.exit_code == 0, done.output
    # 9 of 11: (9 x .04 + 2 x .64) / 11 = .149; ranges of .7 to .9 hold .818
    assert "Brier score 0.149" in text
    assert "Skill against always saying 50 in 100 (the base rate given): 0.40 by Brier score" in text
    assert "Said 80 in 100: came about in 82 of 100 (11 forecasts)" in text
    assert "82 of 100 came about, inside" in text
    assert "1 void (8 of 100 answered)" in text
    assert "Ann and Bo, 11 in common: Brier scores 0.149 and 0.250" in text
    assert max(map(len, done.stdout.splitlines())) <= 80
