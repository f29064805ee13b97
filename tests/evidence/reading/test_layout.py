"""Paragraphs, letters of one kind, quotation marks, sentences."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.evidence.reading.layout import Paragraph, paragraphs, smoothed
from summitry.evidence.reading.quotation import inner_quotations, quotations
from summitry.evidence.reading.sentences import sentences


@given(st.text(max_size=300), st.booleans())
def test_smoothing_moves_nothing(text: str, marked_up: bool) -> None:
    assert len(smoothed(text, marked_up)) == len(text)


@given(st.text(alphabet=st.sampled_from("ab. “”\"'\n\r\t:1)—"), max_size=200))
def test_paragraphs_and_quotations_lie_apart_and_within(text: str) -> None:
    parts = paragraphs(text)
    assert all(0 <= a.start < a.end <= len(text) for a in parts)
    assert all(a.end <= b.start for a, b in itertools.pairwise(parts))
    runs = quotations(text, parts)
    assert all(any(p.start <= a < b <= p.end for p in parts) for a, b in runs)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(runs))
    for p in parts:
        assert all(p.start <= a < b <= p.end for a, b in sentences(text, p.start, p.end))


def test_wrapped_lines_are_one_paragraph_and_single_lines_are_each_their_own() -> None:
    wrapped = "The ministers met in the old customs house and spoke\nfor two hours about the river and its fish, and\nthen they left.\n\nNobody spoke."
    assert [wrapped[p.start : p.end][-5:] for p in paragraphs(wrapped)] == ["left.", "poke."]
    lines = "The first paragraph is a long one that ends in a stop and is not wrapped at all, whatever its length may be, since it goes on and on far past the width of any page.\nShort.\nAnother."
    assert len(paragraphs(lines)) == 3
    listed = "1. The parties met in Lugano and agreed on\nthe crossing.\n2. They left."
    assert len(paragraphs(listed)) == 2


def runs(text: str) -> list[str]:
    return [text[a:b] for a, b in quotations(text, [Paragraph(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"One," he said. "Two."', ['"One,"', '"Two."']),
        ("''One,'' he said. ''Don't.''", ["''One,''", "''Don't.''"]),
        ("“It goes on into the next paragraph", ["“It goes on into the next paragraph"]),
        ("‘We are ready,’ she said, ‘and we don’t wait.’", ["‘We are ready,’", "‘and we don’t wait.’"]),
        ('a 6\'2" man and a 5" nail', []),
        ("„Nein“, sagte er.", ["„Nein“"]),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert runs(text) == found


def test_marks_within_marks() -> None:
    text = "“He told me, ‘The port stays shut,’ and left,” she said."
    (whole,) = quotations(text, [Paragraph(0, len(text))])
    assert [text[a:b] for a, b in inner_quotations(text, whole)] == ["‘The port stays shut,’"]


def test_sentences_do_not_end_in_titles_and_short_ones_join() -> None:
    text = "Mr. Holt met Gen. A. Varga of the U.S. Army. He left! Why? Nobody knows it."
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == [
        "Mr. Holt met Gen. A. Varga of the U.S. Army. He left! Why?",
        "Nobody knows it.",
    ]
