"""The command `tree`: what it draws and prints, and how it ends."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import summitry
from summitry.cli.main import app

GAME = """EFG 2 R "An offer" { "Ann" "Bo" } "made up"
c "weather" 1 "weather" { "fair" 1/4 "foul" 3/4 } 0
p "" 1 7 "offer" { "high" "low" } 0
p "" 2 1 "answer to high" { "takes" "leaves" } 0
t "" 1 "a deal" { 1 2 }
t "" 2 "no deal" { 0 0 }
p "" 2 2 "answer to low" { "takes" "leaves" } 0
t "" 3 "a deal" { 2 1/2 }
t "" 2
p "" 1 7 0
p "" 2 1 0
t "" 1
t "" 2
p "" 2 2 0
t "" 3
t "" 2
"""

FORGETS = """EFG 2 R "Forgets" { "Ann" }
p "" 1 1 "" { "a" "b" } 0
p "" 1 2 "" { "c" "d" } 0
t "" 1 "" { 1 }
t "" 0
p "" 1 2 0
t "" 0
t "" 1
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["tree", *arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("offer.efg").write_text(GAME)


def test_a_game_is_drawn() -> None:
    done = run("offer.efg", "-o", "offer.svg")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "offer.svg: 15 of 15 nodes\n"
    shown = "\n".join("".join(t.itertext()) for t in ET.parse("offer.svg").iter("{http://www.w3.org/2000/svg}text"))
    # the file's own numbers and names; 10 over the widest range of payoffs
    for words in ("An offer", "1:7\u00a0\u00a0offer", "answer to low", "weather", "foul", "precision 5.", "a deal"):
        assert words in shown
    assert [p.name for p in Path().iterdir() if p.name.startswith(".")] == []


def test_what_is_drawn_as_json() -> None:
    done = run("offer.efg", "--json", "--precision", "2")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["players"] == ["Ann", "Bo"]
    assert data["precision"] == [2, 2]
    assert data["status"] == "solved"
    assert data["max_regret_ratio"] <= 1 + 1e-6
    assert len(data["nodes"]) == data["nodes_shown"] == data["nodes_in_all"] == 15
    game = summitry.load_game("offer.efg")
    solution = summitry.solve(game.tree, game.draws(2))
    actions = {"high": 0, "low": 1, "takes": None}
    for row in data["nodes"]:
        if row["label"] in ("high", "low"):
            assert row["probability"] == pytest.approx(solution.strategy[0, actions[row["label"]]])
    assert data["nodes"][0]["values"] == pytest.approx(solution.values[0].tolist())
    offer = [row for row in data["nodes"] if row["name"] == "offer"]
    assert [(row["player"], row["infoset"], row["belief"]) for row in offer] == [
        (1, 7, pytest.approx(0.25)), (1, 7, pytest.approx(0.75)),
    ]  # fmt: skip


def test_a_scenario_is_drawn_at_the_middle_of_its_numbers() -> None:
    done = run("sanctions-threat", "--json", "-o", "threat.svg", "--set", "precision=4", "--most", "30")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.startswith("threat.svg: ")
    data = json.loads(done.stdout)
    assert data["precision"] == [4, 4]
    assert data["nodes_shown"] <= 30 < data["nodes_in_all"]
    first = data["nodes"][1]
    assert first["label"] == "sender resolved, target exposed"
    # beta(4, 6) and 0.3 to 0.7 at their medians; the target has a prior of its own
    assert first["probability"] == pytest.approx(0.3931 * 0.5, abs=1e-3)
    assert [own["player"] for own in first["own_odds"]] == [2]
    svg = Path("threat.svg").read_text()
    assert "Uncertain numbers stand at their middle values" in svg
    assert "Set: precision=4." in svg


def test_bare() -> None:
    done = run("offer.efg", "--no-solve", "--json")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["status"], data["precision"]) == (None, None)
    assert {row["belief"] for row in data["nodes"]} == {None}
    assert [row["values"] for row in data["nodes"] if row["kind"] == "ending"][:2] == [[1, 2], [0, 0]]


@pytest.mark.parametrize(("name", "start"), [("t.png", b"\x89PNG"), ("t.pdf", b"%PDF"), ("t.SVG", b"<svg")])
def test_formats(name: str, start: bytes) -> None:
    done = run("offer.efg", "-o", name)
    assert done.exit_code == 0, done.stderr
    assert Path(name).read_bytes().startswith(start)


def test_depth() -> None:
    data = json.loads(run("offer.efg", "--json", "--no-solve", "--depth", "1").stdout)
    assert [row["folded"] for row in data["nodes"]] == [None, *[{"nodes": 6, "endings": 4, "branches": 1}] * 2]


def test_all_that_is_wrong_with_the_options_is_said_at_once() -> None:
    done = run("offer.efg", "-o", "offer.gif", "--set", "a=1")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "offer.gif:0:0: the ending '.gif'; expected a name that ends in .svg, .png or .pdf",
        "--set:0:0: a setting beside a game; expected a scenario: a game's numbers have no names",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("offer.efg",), "no picture is asked for"),
        (("sanctions-threat", "--precision", "3", "-o", "t.svg"), "`--set precision=L`"),
        (("offer.efg", "-o", "picture"), "a name without an ending"),
        (("offer.efg", "-o", "none/t.svg"), "none/t.svg:0:0: cannot write there"),
        (("offer.efg", "-o", "folder.svg"), "folder.svg:0:0: cannot write there"),
        (("none.efg", "-o", "t.svg"), "none.efg:0:0: no such file"),
        (("forgets.efg", "-o", "t.svg"), "forgets.efg:6:1: imperfect recall"),
        (("alaska-2052", "-o", "t.svg"), "did you mean"),
        (("broken.efg", "-o", "t.svg"), "broken.efg:1:"),
    ],
)
def test_bad_input_ends_with_2(arguments: tuple[str, ...], said: str) -> None:
    Path("folder.svg").mkdir()
    Path("broken.efg").write_text('EFG 2 R "x" { "Ann" } t')
    Path("forgets.efg").write_text(FORGETS)
    before = sorted(Path().iterdir())
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert sorted(Path().iterdir()) == before


def test_a_game_that_is_not_solved_is_drawn_bare_and_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    equilibria = summitry.equilibria

    def unsolved(*arguments: object, **options: object) -> summitry.Equilibria:
        found = equilibria(*arguments, **options)
        nothing = {k: np.full_like(getattr(found.solution, k), np.nan) for k in ("log_strategy", "residual", "values")}
        status = np.full_like(found.solution.status, summitry.Status.BUDGET)
        return dataclasses.replace(found, solution=dataclasses.replace(found.solution, status=status, **nothing))

    monkeypatch.setattr(summitry, "equilibria", unsolved)
    done = run("offer.efg", "-o", "offer.svg", "--json")
    assert done.exit_code == 3
    assert "not solved: The branch was longer than the budget allows" in done.stderr
    data = json.loads(done.stdout)
    assert (data["status"], data["residual"]) == ("budget", None)
    assert "Not solved: " in Path("offer.svg").read_text()


def test_a_picture_is_replaced_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("offer.svg").write_text("as it was")
    game = summitry.load_game("offer.efg")
    picture = summitry.draw_tree(game, game.draws())

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(summitry.InputError, match="No space left on device"):
        summitry.save_picture(picture, "offer.svg")
    assert Path("offer.svg").read_text() == "as it was"
    assert sorted(p.name for p in Path().iterdir()) == ["offer.efg", "offer.svg"]


def test_the_picture_of_the_documentation_is_what_its_command_draws() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = (docs / "tree.md").read_text(encoding="utf-8")
    Path("visit.yaml").write_text(page.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert run("visit.yaml", "-o", "visit.svg").exit_code == 0

    def steady(picture: Path) -> str:
        # the last digits of the certificate differ between machines
        return re.sub(r"Residual \S+, regret ratio [\d.]+", "", picture.read_text(encoding="utf-8"))

    assert steady(Path("visit.svg")) == steady(docs / "tree.svg")


def test_a_game_that_cannot_be_solved_can_be_drawn_bare() -> None:
    Path("forgets.efg").write_text(FORGETS)
    done = run("forgets.efg", "-o", "forgets.svg", "--no-solve")
    assert done.exit_code == 0, done.stderr
    assert "stroke-dasharray" in Path("forgets.svg").read_text()


def test_a_game_on_standard_input() -> None:
    done = CliRunner().invoke(app, ["tree", "-", "--json", "--no-solve"], input=GAME)
    assert json.loads(done.stdout)["title"] == "An offer"
