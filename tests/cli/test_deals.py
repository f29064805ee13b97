"""The command `deals`, and `export` to a folder of GENIUS files."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from formats.genius_files import DOMAIN, PROFILE
from small import HEAD, SIGNAL, ULTIMATUM
from summitry import load_bargaining
from summitry.cli.main import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("domain.xml").write_text(DOMAIN)
    Path("ann.xml").write_text(PROFILE)
    other = PROFILE.replace('evaluation="3"', 'evaluation="1"').replace(
        'slope="0.15" offset="0.4"', 'slope="-0.2" offset="1"'
    )
    Path("bo.xml").write_text(other)
    Path("case.yaml").write_text(HEAD + ULTIMATUM)


def test_json_of_a_domain_against_a_plain_listing() -> None:
    done = run("deals", "--domain", "domain.xml", "--profiles", "ann.xml", "bo.xml", "--steps", "4", "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert list(found)[:6] == ["packages", "acceptable", "frontier", "points", "nearest_miss", "table"]
    case = load_bargaining("domain.xml", ["ann.xml", "bo.xml"], steps=4)
    every = list(itertools.product(*(range(len(o)) for o in case.options)))
    worth = case.utilities(every)
    assert found["packages"] == len(every) == 3 * 5 * 4
    assert found["acceptable"] == int((worth > 0.25).all(axis=1).sum())
    best = [
        d
        for d in range(len(every))
        if not ((worth >= worth[d] - 1e-12).all(1) & (worth > worth[d] + 1e-12).any(1)).any()
    ]
    assert [entry["package"] for entry in found["frontier"]] == [case.settles(every[d]) for d in best]
    for entry, d in zip(found["frontier"], best, strict=True):
        assert list(entry["utilities"].values()) == pytest.approx(worth[d].tolist(), abs=1e-12)
    assert set(found["points"]) >= {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}
    nash = found["points"]["nash"]["utilities"]
    assert (nash["ann"] - 0.25) * (nash["bo"] - 0.25) == pytest.approx(
        max(np.prod(w) for w in worth - 0.25 if (w >= 0).all()), abs=1e-12
    )
    assert found["nearest_miss"] is None
    assert found["reserve"] == {"ann": 0.25, "bo": 0.25}
    assert len(found["table"]) == 3 + 5 + 4
    assert all(sum(taken.values()) == 1 for row in found["table"] for taken in row["parties"].values())
    assert "Price is real from 10 to 40; it is taken at 4 values" in done.stderr


def test_an_empty_zone_tells_who_is_nearest() -> None:
    for name in ("ann", "bo"):
        Path(f"{name}.xml").write_text(Path(f"{name}.xml").read_text().replace('"0.25"', '"0.96"'))
    done = run("deals", "--domain=domain.xml", "--profiles", "ann.xml", "--profiles", "bo.xml", "--json")
    found = json.loads(done.stdout)
    assert (found["acceptable"], found["points"]["nash"]) == (0, None)
    assert {miss["party"] for miss in found["nearest_miss"] if miss["kind"] == "wants less"} <= {"ann", "bo"}
    assert all(miss["by"] > 0 for miss in found["nearest_miss"])
    assert set(found["exchange"]) == set(found["points"])
    text = run("deals", "--domain=domain.xml", "--profiles=ann.xml", "bo.xml").stdout
    assert "so that there is no point" in text
    assert "would have to want" in text


@pytest.mark.parametrize(
    "arguments",
    [("case.yaml",), ("alaska-2025",), ("--domain", "domain.xml", "--profiles", *["ann.xml", "bo.xml"] * 5)],
)
def test_what_is_shown_fits_eighty_columns(arguments: tuple[str, ...]) -> None:
    done = run("deals", *arguments)
    assert done.exit_code == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "better than no agreement for all" in done.stdout
    assert "nash" in done.stdout
    assert "\x1b" not in done.stdout


def test_settings_change_what_no_agreement_is_worth() -> None:
    plain, changed = (
        json.loads(run("deals", "case.yaml", "--json", *more).stdout)
        for more in ((), ("--set", "payoffs.b.war.weak=0.4"))
    )
    assert plain["acceptable"] == 1
    assert changed["frontier"][0]["utilities"]["b"] == pytest.approx(plain["frontier"][0]["utilities"]["b"] - 0.15)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "neither a scenario nor a domain; expected either SCENARIO, or --domain and --profiles"),
        (["case.yaml", "--domain", "domain.xml"], "'case.yaml' and files of a domain"),
        (["--domain", "domain.xml"], "domain.xml alone; expected --profiles with it"),
        (["--profiles", "ann.xml"], "--profiles alone"),
        (["--domain", "domain.xml", "--profiles", "ann.xml", "--set", "a=1"], "--set with a domain"),
        (["case.yaml", "--steps", "3"], "--steps without a domain"),
        (["--domain", "domain.xml", "--profiles", "ann.xml", "--steps", "1"], "1 steps; expected 2 or more"),
        (["--domain", "domian.xml", "--profiles", "ann.xml"], "did you mean 'domain.xml'?"),
        (["--domain", "ann.xml", "--profiles", "case.yaml"], "case.yaml:1:"),
        (["cose.yaml"], "did you mean 'case.yaml'?"),
        (["alaska-2025", "--set", "nonsense=1"], "nonsense"),
    ],
)
def test_wrong_words_end_with_2(arguments: list[str], words: str) -> None:
    done = run("deals", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    spoilt = run("deals", *arguments, "--json")
    assert spoilt.exit_code == 2
    assert json.loads(spoilt.stdout)["errors"]


def test_scenarios_without_packages_end_with_2() -> None:
    Path("case.yaml").write_text(HEAD + SIGNAL)
    done = run("deals", "case.yaml")
    assert (done.exit_code, done.stderr) == (2, "no package of issues is proposed in this scenario\n")


def test_a_scenario_as_genius_files() -> None:
    done = run("export", "case.yaml", "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(Path("out") / n) for n in ("domain.xml", "b tough.xml", "b weak.xml", "a.xml")
    ]
    assert done.stderr == "case.yaml: to each party its worst package is worth 0 and its best 1, as GENIUS has it\n"
    case = load_bargaining("out/domain.xml", ["out/b weak.xml", "out/a.xml"])
    assert case.issues == ("share",)
    # worth of what b gets, less 0.1, over the whole pie: no agreement lies at 0.1 of the range, for a at 0.4
    assert case.worth[0][:, 0] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert case.reserve == pytest.approx([0.1, 0.4])
    found = json.loads(
        run("deals", "--domain", "out/domain.xml", "--profiles", "out/b weak.xml", "out/a.xml", "--json").stdout
    )
    assert found["acceptable"] == 2


def test_red_lines_are_told_on_the_way_out() -> None:
    done = run("export", "alaska-2025", "-o", "out")
    assert "packages that a red line of Ukraine firm rules out are worth no more than no agreement to it" in done.stderr
    assert Path("out/Ukraine flexible.xml").is_file()
    case = load_bargaining("out/domain.xml", ["out/Russia serious.xml", "out/Ukraine firm.xml"])
    k = case.issues.index("territory")
    for option in ("swap", "withdrawal from Donetsk"):
        rest = sum(table[:, 1].max() for j, table in enumerate(case.worth) if j != k)
        assert case.worth[k][case.options[k].index(option), 1] + rest <= case.reserve[1] + 1e-12
