"""Role sheets in Chromium: one sheet on one side of A4, whatever the case."""

from __future__ import annotations

import re

import pytest

from summitry import catalog
from summitry.formats.scenario_yaml import read
from summitry.report.role_sheets import sheets_html
from summitry.study.rehearse import rehearse
from summitry.study.sheets import sheets

pytestmark = pytest.mark.browser


CASES = (
    "alaska-2025",
    "biased-mediator",
    "envoy-draft",
    "kuhn-1950",
    "pledge-round",
    "rubinstein-1982",
    "three-vetoes",
)


@pytest.mark.parametrize("name", CASES)
def test_every_sheet_prints_on_one_page(browser, tmp_path, name: str) -> None:
    case = rehearse(read(catalog.path(name).read_bytes()))
    every = sheets(case)
    file = tmp_path / "sheets.html"
    file.write_text(sheets_html(case.scenario, every), "utf-8")
    view = browser.new_page()
    view.goto(file.as_uri())
    pdf = view.pdf(format="A4", prefer_css_page_size=True)
    view.close()
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == len(every)
