"""The tables of the documentation are what is found."""

from pathlib import Path

import pytest

import summitry

DOCS = Path(__file__).parents[2] / "docs"


def table(page: str) -> str:
    text = (DOCS / page).read_text("utf-8").split("<!-- table -->\n\n", 1)[1]
    return text[: text.index("\n## ")]


@pytest.mark.slow
def test_how_far_to_trust_it() -> None:
    found = summitry.validate()
    assert found.missed == ()
    assert table("trust.md") == summitry.validation_markdown(found)


@pytest.mark.slow
def test_cases_whose_end_is_known() -> None:
    assert table("historical.md") == summitry.hindcast_markdown(summitry.hindcast())


def test_each_published_result_has_its_rows() -> None:
    rows = table("trust.md").splitlines()[2:]
    assert len(rows) == sum(len(result.expected) for result in summitry.published_results())
    assert all(any(result.title in row for row in rows) for result in summitry.published_results())
