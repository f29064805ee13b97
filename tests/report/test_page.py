"""The page, the terminal text, the figures and `summary.json`."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from report import example
from summitry.report.charts.endings import shades
from summitry.report.charts.likely import dots
from summitry.report.charts.render import coloured, svg
from summitry.report.figures import figures, specs
from summitry.report.marks import marks
from summitry.report.page import page
from summitry.report.summary import summary_json
from summitry.report.text import columns, summary

VARIANTS = example.variants()
VOID = {"meta", "br", "img", "col", "input", "link"}


def made(name: str) -> str:
    rows = example.hostile()[1] if name == "hostile" else example.LEDGER
    return page(VARIANTS[name], rows, example.TEXT, "summitry run alaska.yaml --seed 1")


class Outline(HTMLParser):
    """Checks nesting and gathers tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, k, v or "") for k, v in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("name", VARIANTS)
def test_page_is_well_formed_and_closed_to_the_outside(name: str) -> None:
    html = made(name)
    outline = Outline()
    outline.feed(html)
    assert outline.wrong == []
    assert outline.open == []
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("main") == 1
    assert not {"script", "img", "link", "iframe", "form", "object"} & set(outline.tags)
    assert not [a for a in outline.attributes if a[1].startswith("on")]
    links = [v for t, k, v in outline.attributes if k in ("href", "src", "xlink:href")]
    assert all(v.startswith("#") for v in links)
    assert "Content-Security-Policy" in html
    assert len(html.encode()) < 600_000


def test_hostile_markup_is_shown_and_never_run() -> None:
    html = made("hostile")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_blocks_without_numbers_are_absent() -> None:
    ids = re.findall(r'<section id="(\w+)"', made("bare"))
    assert ids == ["likely", "endings", "trust", "again"]
    full = re.findall(r'<section id="(\w+)"', made("study"))
    assert full == [
        "likely", "endings", "course", "why", "beliefs", "word", "watch", "levers", "deals", "rests", "trust", "again",
    ]  # fmt: skip


def test_unsolved_draws_stand_first_and_in_bold() -> None:
    html = made("unsolved")
    assert re.search(r'class="cert"><h3>Certificate: 205 of 2,048 .*?<dt>Solved</dt><dd><b>205 of 2,048', html)


def test_exact_quote_stands_with_the_stated_chance() -> None:
    html = made("study")
    assert "“There is a 25 percent chance this meeting will not be a successful meeting”" in html
    assert 'href="#row-s41"' in html
    assert "Row <bdi>s99</bdi> is not in the ledger" in html


def test_quotes_link_into_the_text_only_where_they_match() -> None:
    html = made("study")
    assert 'href="#at-row-s06"' in html
    assert 'href="#at-row-s05"' not in html


def test_page_without_ledger_still_stands() -> None:
    html = page(VARIANTS["study"])
    assert "No row of the ledger holds the words." in html
    assert 'href="#row-' not in html


def test_same_study_gives_same_bytes() -> None:
    assert made("study") == made("study")


def test_colours_go_by_the_order_of_the_file() -> None:
    drawn = marks(VARIANTS["crowd"].scenario)
    assert [drawn[n].token for n in ("us", "russia", "ukraine", "europe", "p0", "p1")] == [
        "--p1", "--p2", "--p3", "--p4", "--ink2", "--ink2",
    ]  # fmt: skip
    assert drawn["p9"].shape == "bar"


def test_fifty_dots_and_a_hundred_shades() -> None:
    chance = VARIANTS["study"].findings.markers[0]
    plot = dots(chance, 40)
    assert len(plot.places) == 50
    assert sorted(plot.values) == list(plot.values)
    assert plot.left == sum(v < 0.5 for v in plot.values)
    shade = shades(chance)
    assert shade == sorted(shade, reverse=True)
    assert len(shade) == 100
    assert shades(VARIANTS["all"].findings.markers[0]) == [1.0] * 100
    assert shades(VARIANTS["none"].findings.markers[0]) == [0.0] * 100


def test_tokens_reach_the_page_and_not_the_files() -> None:
    spec = specs(VARIANTS["study"])["zone"]
    assert "var(--p2)" in svg(spec)
    assert "var(--" not in json.dumps(coloured(spec))


def test_figures_are_specs_svg_and_png() -> None:
    found = figures(VARIANTS["study"])
    assert list(found) == ["likely", "endings", "course", "why", "beliefs", "word", "levers", "deals", "zone"]
    for spec, drawing, png in found.values():
        assert spec["$schema"].endswith("v5.json")
        assert drawing.startswith("<svg")
        assert "var(--" not in drawing
        assert png.startswith(b"\x89PNG")
    assert list(figures(VARIANTS["bare"])) == ["likely", "endings"]


@pytest.mark.parametrize("width", [80, 60, 40, 24, 5])
@pytest.mark.parametrize("name", VARIANTS)
def test_terminal_text_keeps_its_width(name: str, width: int) -> None:
    for line in summary(VARIANTS[name], width).splitlines():
        assert columns(line) <= max(24, width) + (200 if name == "rtl" else 0)
        assert "\x1b" not in line


def test_terminal_text_cannot_be_driven_by_a_scenario() -> None:
    study = VARIANTS["study"]
    scenario = study.scenario
    parties = tuple(replace(p, label=f"{p.label}\x1b[2J\u202e") for p in scenario.parties)
    text = summary(replace(study, scenario=replace(scenario, parties=parties)))
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("name", VARIANTS)
def test_summary_json_is_json(name: str) -> None:
    found = summary_json(VARIANTS[name])
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    keys = {
        "scenario", "draws", "seed", "solved", "unsolved", "folded", "nodes", "max_residual", "max_regret_ratio",
        "outcomes", "markers", "given", "values", "values_analyst", "stated", "levers", "strategies", "beliefs",
        "elapsed_s",
    }  # fmt: skip
    assert keys <= set(found)
    for chance in found["outcomes"].values():
        assert set(chance) == {"mean", "median", "low", "high", "mc_error", "if_unsolved"}
    assert set(found["elapsed_s"]) == {"build", "solve", "total"}


def test_nan_becomes_null() -> None:
    study = VARIANTS["study"]
    chance = replace(study.findings.markers[0], mean=float("nan"))
    findings = replace(study.findings, markers=(chance,))
    assert summary_json(replace(study, findings=findings))["markers"]["second meeting"]["mean"] is None


def test_unsolved_draws_of_another_choice_are_told() -> None:
    study = next(s for s in VARIANTS.values() if s.findings.sensitivities)
    first, *others = study.findings.sensitivities
    lacking = replace(first, solved=first.draws - 3)
    html = page(replace(study, findings=replace(study.findings, sensitivities=(lacking, *others))))
    assert f"only {first.draws - 3} of {first.draws} have an answer" in html
    assert "have an answer" not in page(
        replace(
            study,
            findings=replace(study.findings, sensitivities=tuple(replace(s, solved=s.draws) for s in (first, *others))),
        )
    )
