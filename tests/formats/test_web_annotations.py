"""Ledgers as Web Annotations, there and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.test_ledger import FULL, paraphrasing, quoting
from summitry import catalog
from summitry.errors import InputError
from summitry.evidence import Ledger
from summitry.formats import ledger as files
from summitry.formats import web_annotations as annotations

SMALL = Ledger(
    (FULL, paraphrasing("Nobody else spoke", "Quiet\u2028indeed."), quoting("We will talk", "𝔰oon.", id="s03"))
)


def problems(page: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        annotations.loads(json.dumps(page), "a.jsonld")
    return [str(p) for p in caught.value.problems]


@pytest.mark.parametrize("ledger", [Ledger(), SMALL])
def test_nothing_is_lost(ledger: Ledger, tmp_path) -> None:
    annotations.write(ledger, tmp_path / "a.jsonld")
    back = annotations.read(tmp_path / "a.jsonld")
    assert back == ledger
    assert files.dumps(back) == files.dumps(ledger)


def test_the_shipped_ledger_survives() -> None:
    ledger = files.read(catalog.path("alaska-2025").parent / "alaska-2025.ledger.jsonl")
    assert annotations.loads(annotations.dumps(ledger).encode()) == ledger


@given(st.text(min_size=1, max_size=40).filter(lambda t: t.strip() and not any("\ud800" <= c <= "\udfff" for c in t)))
def test_any_words_survive(words: str) -> None:
    ledger = Ledger((paraphrasing("Nobody", words),))
    assert annotations.loads(annotations.dumps(ledger)) == ledger


def test_a_split_quotation_is_a_target_for_each_passage() -> None:
    """Selectors of one target stand for the same words (Web Annotation Data Model, 4.2)."""
    page = annotations.page(SMALL)
    split = page["items"][2]
    assert [[s["type"] for s in t["selector"]] for t in split["target"]] == [
        ["TextPositionSelector", "TextQuoteSelector"]
    ] * 2
    assert split["body"] == [{"type": "TextualBody", "purpose": "tagging", "value": "promise"}]
    assert page["items"][1]["body"][1]["purpose"] == "describing"


def test_a_single_annotation_and_a_list_are_read() -> None:
    items = annotations.page(SMALL)["items"]
    assert annotations.loads(json.dumps(items)) == SMALL
    assert annotations.loads(json.dumps(items[2])) == Ledger((SMALL["s03"],))


def test_every_problem_of_annotations_at_once() -> None:
    items = annotations.page(SMALL)["items"]
    foreign = {"type": "Annotation", "body": [], "target": "https://example.org"}
    wrong = json.loads(json.dumps(items[2]))
    wrong["target"][0]["selector"][0]["start"] = 90
    found = problems([foreign, wrong, items[2], items[2], {"type": "Note"}, {**items[1], "target": ["x"]}])
    for words in (
        "no summitry:row",
        "not before end",
        "s03 of line 1 again",
        "no annotation",
        "without source and selector",
    ):
        assert any(words in line for line in found), (words, found)
    assert "a link of s01 to s02" in problems([items[0]])[0]
