"""The ledger: its schema, its file, its anchors."""

import contextlib
import dataclasses
import hashlib
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summitry.errors import InputError
from summitry.evidence import (
    Condition,
    Document,
    Ledger,
    Links,
    Position,
    Probability,
    Provenance,
    Quotation,
    Row,
    Speaker,
    Target,
    sha256,
    verify,
)
from summitry.formats import ledger as files

TEXT = "The envoy said: “We will talk — 𝔰oon.” Nobody else spoke, at least not aloud.\n"
DOCUMENT = Document(id="d", sha256=sha256(TEXT), title="A text", date="2026-02-28")


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def quoting(*quotes: str, **changes: object) -> Row:
    selectors: list[Position | Quotation] = []
    for words in quotes:
        start, end = place(words)
        selectors += [
            Position(type="TextPositionSelector", start=start, end=end),
            Quotation(type="TextQuoteSelector", exact=words),
        ]
    row = Row(
        id="s01",
        document=DOCUMENT,
        target=Target(source="urn:d", selector=tuple(selectors)),
        speaker=Speaker(mention="the envoy", name="A. Envoy", party="un"),
        mode="direct",
        kind=("promise",),
        provenance=Provenance(how="by hand"),
    )
    return dataclasses.replace(row, **changes)


def paraphrasing(words: str, said: str, **changes: object) -> Row:
    start, end = place(words)
    position = Position(type="TextPositionSelector", start=start, end=end, sha256=sha256(words))
    row = quoting("We will talk")
    return dataclasses.replace(
        row, id="s02", target=Target(source="urn:d", selector=(position,)), paraphrase=said, mode="narrator", **changes
    )


def as_json(row: Row) -> dict:
    return json.loads(files.dumps(Ledger((row,))))


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        files.loads(text, "l.jsonl")
    return [str(p) for p in caught.value.problems]


def test_conveniences_of_a_row():
    row = quoting("We will talk", "𝔰oon.", time="2026-02-27")
    assert row.quote == row.words == "We will talk … 𝔰oon."
    assert (row.start, row.end) == (TEXT.index("We"), TEXT.index("”"))
    assert (row.speaker_name, row.speaker_party, row.title, row.date) == ("A. Envoy", "un", "A text", "2026-02-27")
    told = paraphrasing("Nobody else spoke", "The others kept quiet.", speaker=Speaker(mention="the text"))
    assert (told.quote, told.words) == ("", "The others kept quiet.")
    assert (told.speaker_name, told.speaker_party, told.date) == ("the text", "", "2026-02-28")


def test_ledger_finds_rows_and_only_grows():
    first, second = quoting("We will talk"), paraphrasing("Nobody else spoke", "Quiet.")
    ledger = Ledger((first,))
    longer = ledger.adding(second)
    assert len(ledger) == 1
    assert list(longer) == [first, second]
    assert longer["s02"] is second
    assert "s02" in longer
    assert "s02" not in ledger
    assert longer.ids == {"s01", "s02"}
    assert longer.documents == (DOCUMENT,)
    with pytest.raises(ValueError, match="same id"):
        ledger.adding(first)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Position(type="TextPositionSelector", start=3, end=3), "not before end"),
        (lambda: Target(source="x", selector=(Quotation(type="TextQuoteSelector", exact="a"),)), "follow its position"),
        (lambda: Target(source="x", selector=(Position(type="TextPositionSelector", start=0, end=1),)), "sha256"),
        (
            lambda: Target(
                source="x",
                selector=(
                    Position(type="TextPositionSelector", start=0, end=2),
                    Quotation(type="TextQuoteSelector", exact="a"),
                ),
            ),
            "1 code points quoted where the position spans 2",
        ),
        (
            lambda: Target(
                source="x",
                selector=(
                    Position(type="TextPositionSelector", start=0, end=2, sha256="0" * 64),
                    Position(type="TextPositionSelector", start=1, end=3, sha256="0" * 64),
                ),
            ),
            "starts before the last one ends",
        ),
        (lambda: Document(id="d", sha256="0" * 64, title="", date="2026-02-30"), "no day of the calendar"),
        (lambda: quoting("We will talk", time="2026-13-01"), "no day of the calendar"),
        (lambda: quoting("We will talk", kind=("probability",)), "come together"),
        (lambda: paraphrasing("Nobody", ""), "quoted words or a paraphrase"),
        (lambda: Probability(stated_event="e", stated_p=0.5, event="m", basis="numeric"), "either p or range"),
        (
            lambda: Probability(stated_event="e", stated_p=0.5, event="m", basis="numeric", range=(0.6, 0.2)),
            "runs backwards",
        ),
        (
            lambda: Probability(stated_event="e", stated_p=1.5, event="m", basis="numeric", p=0.5),
            "less than or equal to 1",
        ),
        (lambda: quoting("We will talk", kind=("opinion",)), "Input should be"),
    ],
)
def test_what_the_schema_refuses(make, message):
    with pytest.raises(ValidationError, match=message):
        make()


def test_a_text_bears_out_its_ledger():
    ledger = Ledger((quoting("We will talk", "𝔰oon."), paraphrasing("Nobody else spoke", "Quiet.")))
    assert verify(ledger, TEXT) == ()
    assert verify(ledger, {"d": TEXT}) == ()
    assert verify(ledger, {"another": "x"}) == ()


def test_a_changed_text_orphans_every_row_of_it():
    ledger = Ledger((quoting("We will talk"), paraphrasing("Nobody else spoke", "Quiet.")))
    orphans = verify(ledger, TEXT.replace("aloud", "loudly"))
    assert [orphan.id for orphan in orphans] == ["s01", "s02"]
    assert all("another one" in orphan.why for orphan in orphans)


def test_wrong_places_orphan_a_row():
    def moved(row: Row, by: int) -> Row:
        selectors = tuple(
            dataclasses.replace(s, start=s.start + by, end=s.end + by) if isinstance(s, Position) else s
            for s in row.target.selector
        )
        return dataclasses.replace(row, target=Target(source="x", selector=selectors))

    def around(**context: str) -> Row:
        start, end = place("We will talk")
        quotation = Quotation(type="TextQuoteSelector", exact="We will talk", **context)
        position = Position(type="TextPositionSelector", start=start, end=end)
        return quoting("We will talk", target=Target(source="x", selector=(position, quotation)))

    def why(row: Row) -> str:
        return verify(Ledger((row,)), TEXT)[0].why

    assert "not the words quoted" in why(moved(quoting("We will talk"), 1))
    assert "other words than were read" in why(moved(paraphrasing("Nobody", "Quiet."), -1))
    assert "past the end" in why(moved(quoting("not aloud."), 2))
    assert "prefix" in why(around(prefix="‘"))
    assert "suffix" in why(around(suffix="."))
    assert verify(Ledger((around(prefix="“", suffix=" —"),)), TEXT) == ()


def test_one_text_cannot_stand_for_two_documents():
    other = dataclasses.replace(DOCUMENT, id="e")
    ledger = Ledger((quoting("We will talk"), paraphrasing("Nobody", "Quiet.", document=other)))
    with pytest.raises(ValueError, match="2 documents"):
        verify(ledger, TEXT)


FULL = quoting(
    "We will talk",
    relayed_by=Speaker(mention="a clerk"),
    addressee=Speaker(mention="the press", role="press"),
    kind=("promise", "probability"),
    polarity="mixed",
    modality="conditional",
    issue="talks",
    stance="for",
    condition=Condition(text="if asked", resolved="call is made"),
    probability=Probability(
        stated_event="talks", stated_p=0.5, event="talks", range=(0.4, 0.6), basis="verbal", reading="as said"
    ),
    time="2026-02-27",
    links=Links(responds_to=("s02",)),
    keep="team",
    provenance=Provenance(how="model", version="1", confidence=0.25, review="rejected"),
)


def test_a_ledger_survives_its_file(tmp_path):
    ledger = Ledger((FULL, paraphrasing("Nobody else spoke", "Quiet\u2028indeed.")))
    path = tmp_path / "l.jsonl"
    files.write(ledger, path)
    assert files.read(path) == ledger
    assert files.read(path)["s01"] == FULL
    before = path.read_bytes()
    files.write(files.read(path), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["l.jsonl"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "l.jsonl"
    path.write_text("before")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        files.write(Ledger((FULL,)), path)
    assert [p.name for p in tmp_path.iterdir()] == ["l.jsonl"]
    assert path.read_text() == "before"


def test_windows_line_ends_blank_lines_and_a_byte_order_mark_are_read():
    line = files.dumps(Ledger((quoting("We will talk"),))).strip()
    assert len(files.loads(f"\ufeff{line}\r\n\r\n".encode())) == 1
    assert files.loads("") == Ledger()


def test_every_problem_at_once_with_its_place():
    good = as_json(quoting("We will talk"))
    wrong = json.loads(json.dumps(good)) | {"id": "s02", "mode": "shouted", "colour": "red"}
    wrong["target"]["selector"][0]["start"] = -1
    del wrong["speaker"]["mention"]
    lines = [
        json.dumps(good),
        json.dumps(wrong),
        '{"id": "s03",',
        json.dumps(good),
        json.dumps(good | {"id": "s05", "links": {"revises": ["s99"]}}),
        json.dumps(good | {"id": "s06", "document": good["document"] | {"sha256": "0" * 64}}),
        '{"id": "s07", "id": "s08"}',
        '{"id": NaN}',
        json.dumps(good | {"id": "s09", "probability": 1}),
        "[]",
    ]
    found = problems("\n".join(lines))
    places = [line.split(": ")[0] for line in found]
    assert places == sorted(places, key=lambda p: [int(n) for n in p.split(":")[1:]])

    def at(line: int, text: str) -> str:
        return f"l.jsonl:{line}:{lines[line - 1].index(text) + 1}: "

    expected = [
        (at(2, '"shouted"'), "mode", "'direct', 'mixed'"),
        (at(2, '"red"'), "unknown key colour", "take it out"),
        (at(2, "-1"), "target.selector.0.start is -1", "greater than or equal to 0"),
        (at(2, '{"name": "A. Envoy"'), "no speaker.mention", 'add "mention"'),
        ("l.jsonl:3:", "", "JSON"),
        (at(4, '"s01"'), "the id s01 of line 1 again", "each id once"),
        (at(5, '"s99"'), "a link to s99", "another row"),
        (at(6, '"' + "0" * 64), "another sha256", "an id of its own"),
        ("l.jsonl:7:1: ", "the key 'id' stands twice", "each key once"),
        ("l.jsonl:8:1: ", "the number NaN", "finite"),
        ("l.jsonl:9:", "probability", ""),
        ("l.jsonl:10:1: ", "the row", ""),
    ]
    for start, what, hint in expected:
        assert any(line.startswith(start) and what in line and hint in line for line in found), (start, what, found)


def test_a_rule_between_fields_is_told_in_words():
    row = as_json(paraphrasing("Nobody", "Quiet."))
    row["target"]["selector"][0].pop("sha256")
    assert any("needs the sha256 of its passage" in line for line in problems(json.dumps(row)))


def test_not_utf8_names_the_byte_and_its_place():
    assert problems(b'{"a": 1}\n{"b": "\xff"}') == [
        "l.jsonl:2:8: byte 0xff that is not UTF-8; expected text in UTF-8; save the file with the encoding UTF-8"
    ]


def test_limits_on_size(monkeypatch, tmp_path):
    assert "a line of" in problems("x" * (files.MOST_LINE + 1))[0]
    assert "nested too deeply" in problems("[" * 60_000)[0]
    row = files.dumps(Ledger((quoting("We will talk"),)))
    monkeypatch.setattr(files, "MOST_ROWS", 0)
    assert any("1 rows" in line for line in problems(row))
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    path = tmp_path / "l.jsonl"
    path.write_text(row)
    with pytest.raises(InputError, match="more than 10 bytes"):
        files.read(path)


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        files.read(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="Is a directory"):
        files.read(tmp_path)


@given(st.text(max_size=200))
def test_any_text_gives_a_ledger_or_problems(text):
    with contextlib.suppress(InputError):
        assert isinstance(files.loads(text.encode("utf-8", "surrogatepass")), Ledger)


@given(
    st.recursive(
        st.none() | st.integers() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_gives_problems(value):
    assert problems(json.dumps(value))


@given(st.text(min_size=1, max_size=300).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)), st.data())
def test_positions_count_code_points(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document(id="d", sha256=hashlib.sha256(text.encode()).hexdigest(), title="", date="2026-01-01")
    row = quoting("We will talk")
    position = Position(type="TextPositionSelector", start=start, end=end)
    quotation = Quotation(type="TextQuoteSelector", exact=text[start:end])
    row = dataclasses.replace(row, document=document, target=Target(source="x", selector=(position, quotation)))
    ledger = files.loads(files.dumps(Ledger((row,))))
    assert verify(ledger, text) == ()


def test_rows_as_they_were_written_before_are_read():
    older = as_json(FULL) | {"links": [{"relation": "answers", "row": "s02"}, {"relation": "repeats", "row": "s02"}]}
    older["keep"] = False
    older["provenance"]["review"] = "refused"
    del older["probability"]["reading"]
    older["probability"]["basis"] = "as they said it"
    other = as_json(paraphrasing("Nobody else spoke", "Quiet.")) | {"keep": True}
    row, kept = files.loads(json.dumps(older) + "\n" + json.dumps(other))
    assert row.links == Links(responds_to=("s02",), repeats=("s02",))
    assert (row.keep, kept.keep, row.provenance.review) == ("team", "public", "rejected")
    assert row.probability is not None
    assert (row.probability.basis, row.probability.reading) == ("numeric", "as they said it")
    assert '"repeats":["s02"]' in files.dumps(Ledger((row, kept)))


def test_the_schema_takes_what_is_written_and_refuses_what_is_not():
    schema = files.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(as_json(FULL))) == []
    for wrong in ({"mode": "shouted"}, {"keep": "secret"}, {"links": {"likes": ["s02"]}}, {"colour": "red"}):
        assert list(validator.iter_errors(as_json(FULL) | wrong)), wrong


def test_a_row_stays_with_its_review():
    ledger = Ledger((FULL, paraphrasing("Nobody else spoke", "Quiet.")))
    assert ledger.rejected == {"s01"}
    back = ledger.with_row(dataclasses.replace(FULL, provenance=Provenance(how="by hand", review="edited")))
    assert back.rejected == set()
    assert [row.id for row in back] == ["s01", "s02"]
    with pytest.raises(KeyError):
        ledger.with_row(dataclasses.replace(FULL, id="s09"))
