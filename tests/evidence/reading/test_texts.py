"""Texts of five forms, made up, with the statements that a person found in them.

The second and fourth of each form were not looked at while the rules were first written.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from summitry.evidence import Ledger, Row, verify
from summitry.evidence.reading.rows import read_text

pytest.importorskip("spacy", reason="the extra `text` is not installed")

FOLDER = Path(__file__).parent / "texts"
FORMS = sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def read(form: str) -> list[tuple[dict, tuple[Row, ...]]]:
    from summitry.formats.language_model import language_model

    texts = tomllib.loads((FOLDER / f"{form}.toml").read_text(encoding="utf-8"))["text"]
    return [(t, read_text(t["body"], language_model().pipe, marked_up="**" in t["body"])) for t in texts]


def holding(phrase: str, text: str, rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in rows if phrase in re.sub(r"\s+", " ", text[row.start : row.end])]


@pytest.mark.parametrize("form", FORMS)
def test_statements_are_found_and_little_else(form: str) -> None:
    there = found = told = kinds = rows_all = right = 0
    for text, rows in read(form):
        hit: set[str] = set()
        for phrase, who, kind in text["statements"]:
            those = holding(phrase, text["body"], rows)
            last = who.split()[-1].lower()
            named = [row for row in those if last in f"{row.speaker.name} {row.speaker.mention}".lower()]
            there, found, told = there + 1, found + bool(those), told + bool(named)
            kinds += any(kind in row.kind for row in named)
            hit |= {row.id for row in those}
        rows_all, right = rows_all + len(rows), right + len(hit)
    assert found / there >= 0.9
    assert right / rows_all >= 0.85
    assert told / there >= 0.75
    assert kinds / there >= 0.6


@pytest.mark.parametrize("form", FORMS)
def test_what_only_looks_like_a_statement_is_none(form: str) -> None:
    for text, rows in read(form):
        for trap in text["traps"]:
            assert [row.quote for row in holding(trap, text["body"], rows)] == []


@pytest.mark.parametrize("form", FORMS)
def test_every_place_is_exact(form: str) -> None:
    for text, rows in read(form):
        assert verify(Ledger(rows), text["body"]) == ()
        for row in rows:
            if row.speaker.at is not None:
                start, end = row.speaker.at
                assert text["body"][start:end] == row.speaker.mention


def rows_of(text: str, **options: object) -> tuple[Row, ...]:
    from summitry.formats.language_model import language_model

    return read_text(text, language_model().pipe, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "options"),
    [
        (lambda t: t.replace("\n", "\r\n"), {}),
        (lambda t: "😀 " + t, {}),
        (lambda t: t.replace(" said", "\u00a0said"), {}),
        (lambda t: t.replace("Perez", "Pe\u0301rez"), {}),
        (lambda t: "# Talks\n\n" + t.replace("Perez", "**Perez**"), {"marked_up": True}),
    ],
)
def test_odd_letters_keep_places_exact(change, options) -> None:
    text = change(
        "Envoy Ana Perez said the port would reopen in May.\n\n“We will not wait,” Perez said. “The ships leave on Friday.”\n"
    )
    rows = rows_of(text, **options)
    assert len(rows) == 3
    assert verify(Ledger(rows), text) == ()
    assert [text[row.start : row.end] for row in rows[1:]] == ["We will not wait", "The ships leave on Friday."]


def test_the_inner_speaker_speaks_and_the_outer_relays() -> None:
    (row,) = (
        r
        for r in rows_of("Envoy Ana Perez said that Minister Karl Holt had told the council that the port would close.")
        if r.mode == "nested"
    )
    assert (row.speaker.name, row.quote) == ("Karl Holt", "that the port would close")
    assert row.relayed_by is not None
    assert row.relayed_by.name == "Ana Perez"


def test_roles_and_pronouns_find_their_people() -> None:
    rows = rows_of(
        "Ukrainian President Volodymyr Zelenskyy met Chancellor Friedrich Merz in Berlin. "
        "The Ukrainian president said the offer was a trick. He urged European allies to wait.\n\n"
        "European allies said they would wait."
    )
    assert [(row.speaker.name or row.speaker.mention, row.speaker.party) for row in rows] == [
        ("Volodymyr Zelenskyy", "Ukraine"),
        ("Volodymyr Zelenskyy", "Ukraine"),
        ("European allies", "Europe"),
    ]


def test_a_threat_with_its_condition_resolved() -> None:
    rows = rows_of(
        '"The convoy must reach the valley by Sunday," Minister Ana Perez said. '
        'Anything short of that, the minister warned, would bring "severe consequences".'
    )
    threat = rows[-1]
    assert (threat.kind, threat.modality, threat.mode) == (("threat",), "conditional", "mixed")
    assert threat.condition is not None
    assert threat.condition.text == "Anything short of that"
    assert threat.condition.resolved == "anything short of: The convoy must reach the valley by Sunday"


def test_red_lines_set_and_declined() -> None:
    rows = rows_of(
        "The Kestrian government drew a red line at the river. Norland officials have resisted setting red lines."
    )
    assert [(row.kind, row.polarity) for row in rows] == [(("red line",), "positive"), (("red line",), "negative")]


def test_a_text_that_is_nobodys_gives_no_rows() -> None:
    assert rows_of("The tram was late. It rained in the valley, and nobody came.") == ()
    assert rows_of("“”\n\n“\n\n”””\n\n:\n\n...") == ()


def test_odds_are_put_at_what_was_asked_and_pointed_at() -> None:
    rows = rows_of(
        "Dutch envoy Karl Holt met the press. Asked how likely a truce was by May, Holt put the odds at one in five. "
        "A second envoy, who spoke on condition of anonymity, was gloomier: 70-30 against, she said."
    )
    assert [
        (r.speaker.name or r.speaker.mention, r.probability and (r.probability.event, r.probability.p)) for r in rows
    ] == [
        ("Karl Holt", ("a truce by May", 0.2)),
        ("A second envoy", ("a truce by May", 0.3)),
    ]


def test_nobody_named_only_inside_a_quotation_is_its_speaker() -> None:
    rows = rows_of(
        "Danish envoy Karl Brandt came early. His opposite number, Spanish negotiator Elisa Prado, smiled. "
        '"Two to one? Karl called it a dead end," she said. "Karl is late," Prado added. Karl said the dam would hold.'
    )
    assert [r.speaker.name for r in rows] == ["Elisa Prado"] * (len(rows) - 1) + ["Karl Brandt"]
    assert {r.speaker.party for r in rows} == {"Spain", "Denmark"}


def test_a_name_called_out_in_a_quotation_is_no_speaker() -> None:
    rows = rows_of(
        "Joint press conference by President Luis Prado of Peru and Prime Minister Emma Holt of New Zealand\n\n"
        "PRIME MINISTER HOLT: Good evening to all. I asked the President about it and he told me, "
        '"Emma, nobody is digging there at all."\n\n'
        "Q: Is that so?\n\nPRESIDENT PRADO: The mine stays shut for now.\n\nPRIME MINISTER HOLT: The mine was never open.\n"
    )
    (nested,) = (r for r in rows if r.mode == "nested")
    assert nested.speaker.name == "Luis Prado"
    assert {(r.speaker.name, r.speaker.party) for r in rows} == {("Luis Prado", "Peru"), ("Emma Holt", "New Zealand")}


@pytest.mark.parametrize(
    ("text", "name", "party"),
    [
        ('Italy\'s Carla Monti was late. "That is hard," Monti said.', "Carla Monti", "Italy"),
        ("Mart Oder, deputy to Estonia's foreign minister, said the draft was thin.", "Mart Oder", "Estonia"),
        ("Danish chief negotiator Erik Voss was there. Voss said the draft was fine.", "Erik Voss", "Denmark"),
        (
            "Peruvian Foreign Minister Rosa Vidal was ill. Vidal's deputy, Juan Soto, said the text was bad.",
            "Juan Soto",
            "Peru",
        ),
        (
            "Slovenia, which looks on, is worried. Its envoy, Maja Hribar, doubts that the draft survives.",
            "Maja Hribar",
            "Slovenia",
        ),
    ],
)
def test_the_country_of_whom_a_text_names(text: str, name: str, party: str) -> None:
    (row,) = rows_of(text)
    assert (row.speaker.name, row.speaker.party) == (name, party)
