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


SIDES = "Peruvian Foreign Minister Rosa Vidal met Norwegian envoy Karl Holt on Friday. "


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("If Oslo drills in the bay again, we will bring the case before the court.", "threat"),
        ("If they board one more boat, we will expel their consul.", "threat"),
        ("If Norway signs, we will withdraw our complaint.", "promise"),
        ("Let me guarantee one thing: if the survey is sound, Peru will lift its veto.", "promise"),
        ("If we come home with a map, that is a victory.", "success marker"),
        ("We will walk home tonight.", "prediction"),
        ("I am confident that we will find a text by May.", "prediction"),
    ],
)
def test_what_hangs_on_the_other_side_is_threat_or_promise(said: str, kind: str) -> None:
    (row,) = rows_of(f'{SIDES}"{said}" Vidal said.')
    assert row.kind[0] == kind


def test_a_threat_that_a_tag_parts_is_one_statement() -> None:
    (row,) = rows_of(f'{SIDES}"If Oslo sends frigates into the bay," Vidal said, "we will close our harbours."')
    assert (row.kind, len(row.target.selector), row.condition and row.condition.text) == (
        ("threat",),
        4,
        "If Oslo sends frigates into the bay",
    )
    farce = rows_of(f'{SIDES}"We were heard," Vidal said, calling the hearing "a farce".')
    assert [row.quote for row in farce][:1] == ["We were heard"]


def test_a_tag_set_into_a_conditional_promise() -> None:
    (row,) = rows_of(f"{SIDES}If Norway opens the bay, Vidal told us, Peru will drop its complaint.")
    assert (row.speaker.name, row.kind[0], row.condition and row.condition.text) == (
        "Rosa Vidal",
        "promise",
        "If Norway opens the bay",
    )


def test_a_demand_behind_a_colon_and_an_offer_turned_down() -> None:
    demand, rejection = rows_of(
        f"{SIDES}Vidal wants more: she demands that the fee be halved. She turned down Holt's map."
    )
    assert (demand.kind, demand.quote) == (("demand",), "that the fee be halved")
    assert (rejection.kind[0], rejection.quote, rejection.speaker.name) == ("rejection", "Holt's map", "Rosa Vidal")


@pytest.mark.parametrize(
    "text",
    [
        "Diplomats say little on Fridays. The opera on Monday was “The Pearl Fishers”.",
        "At the bar, where envoys talk, a singer played the song “We were all so young then”.",
        "“Haste makes waste,” as the proverb goes. Nobody is hasty here.",
        "The envoys went home. “Still waters run deep,” as the saying has it.",
    ],
)
def test_titles_and_proverbs_are_nobodys_statements(text: str) -> None:
    assert [row.quote for row in rows_of(text)] == []


def test_a_title_said_aloud_is_still_said() -> None:
    assert [row.quote.strip("“,”") for row in rows_of(f"{SIDES}“No Deal Today,” Vidal said.")] == ["No Deal Today"]


def test_a_memo_leaves_out_what_is_no_view() -> None:
    rows = rows_of(
        "From: Fjord Advisory\nTo: Board\nSubject: Talks\n\nWe expect a text by May. Three points shape our view. "
        "A 30 percent share of the port is on the market. The phrase “chance of a lifetime” was in the papers.\n\n"
        "By “unlikely” in this note we mean 15 to 25 percent. It is unlikely that Oslo signs.\n"
    )
    assert [row.quote.rstrip(".") for row in rows] == ["a text by May", "It is unlikely that Oslo signs"]
    assert rows[-1].probability is not None
    assert (rows[-1].probability.range, rows[-1].probability.scale) == ((0.15, 0.25), "the text's own")


def test_a_communique_thanks_without_stating() -> None:
    rows = rows_of(
        "JOINT COMMUNIQUE OF THE MINISTERS OF PERU AND CHILE\n\n1. The Ministers agreed to open the bay.\n\n"
        "2. The Ministers thanked the people of Chile for their generous hospitality.\n\n"
        "3. The Spanish and English texts are equally authentic.\n"
    )
    assert [row.quote for row in rows] == ["The Ministers agreed to open the bay."]


@pytest.mark.parametrize(
    ("said", "event", "p"),
    [
        ("Questioned about the chances of an armistice, Holt put them at 35 percent.", "an armistice", 0.35),
        (
            "Pressed on whether the lease would last, Vidal said the odds were one in six.",
            "the lease would last",
            1 / 6,
        ),
        ("Holt rated the probability of an armistice at 0.45.", "an armistice", 0.45),
        ("Holt puts the odds of an armistice at even.", "an armistice", 0.5),
    ],
)
def test_odds_that_somebody_puts(said: str, event: str, p: float) -> None:
    (row,) = rows_of(SIDES + said)
    assert row.probability is not None
    assert (row.probability.event, row.probability.p) == (event, pytest.approx(p, abs=1e-6))


def test_what_happens_even_as_somebody_speaks_is_the_reporters() -> None:
    first, second = rows_of(
        "Norwegian envoy Karl Holt said the bay would open, even as his Peruvian counterpart, Rosa Vidal, warned that Lima was ready to walk out."
    )
    assert (first.quote, second.mode, second.relayed_by) == ("the bay would open", "reported", None)


@pytest.mark.parametrize(
    ("text", "who", "kind", "quote"),
    [
        ("Vidal turned down a visit to Oslo.", "Rosa Vidal", "rejection", "a visit to Oslo"),
        ("Vidal insists that the annex be struck.", "Rosa Vidal", "demand", "that the annex be struck"),
        (
            "Holt said Peru would face the tribunal if it dug.",
            "Karl Holt",
            "threat",
            "Peru would face the tribunal if it dug",
        ),
        ("In the words of the late Ana Bru, “the sea is nobody's”.", "Ana Bru", "claim", "the sea is nobody's"),
    ],
)
def test_whose_words_and_of_what_kind(text: str, who: str, kind: str, quote: str) -> None:
    (row,) = rows_of(SIDES + text)
    assert (row.speaker.name, row.kind[0], row.quote) == (who, kind, quote)


def test_a_colleague_set_apart_by_commas_is_whom_a_pronoun_means() -> None:
    rows = rows_of(
        "By Elena Ferri\n\nAustrian envoy Karl Brandt woke early. His opposite number, Italy's Elisa Prado, laughs. "
        "“Karl called it a dead end,” she says. Brandt met his Chilean colleague, Pedro Rios. “It is late,” Rios said."
    )
    assert [(r.speaker.name, r.speaker.party) for r in rows] == [("Elisa Prado", "Italy"), ("Pedro Rios", "Chile")]


def test_what_is_not_ruled_out_is_not_rejected() -> None:
    (row,) = rows_of(f'{SIDES}"We would not rule out another round in Lima," Vidal said.')
    assert "rejection" not in row.kind


def test_according_to_somebody_another_said_it() -> None:
    rows = rows_of(f"{SIDES}According to Danish mediator Pia Lund, Holt had told her that Norway could accept a cap.")
    inner = rows[-1]
    assert (inner.speaker.name, inner.mode, inner.relayed_by and inner.relayed_by.name) == (
        "Karl Holt",
        "nested",
        "Pia Lund",
    )
