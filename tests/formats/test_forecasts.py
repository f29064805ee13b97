"""Files of forecasts: every mistake with its place, all at once; what is there stays as it is."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import InputError
from summitry.evidence import Forecast, Resolution
from summitry.formats import forecasts as files

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(lambda t: t.strip())
chances = st.floats(0, 1)
records = st.builds(
    Forecast,
    question=words,
    who=words,
    date=st.sampled_from(["", "2025-08-14"]),
    p=chances,
    range=st.none() | st.tuples(chances, chances).map(lambda r: (min(r), max(r))),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    source=st.just({})
    | st.just({"seed": 7, "draws": 64, "scenario": "ä", "share": 0.5, "rows": ["s1"], "stated": True}),
)


@given(st.lists(records, max_size=6, unique_by=lambda f: f.content))
def test_written_and_read_is_the_same(made: list[Forecast]) -> None:
    there = files.loads(files.dumps(made))
    assert [f.content for f in there] == [f.content for f in made]
    assert files.dumps(there) == files.dumps(made)


def test_a_file_by_hand() -> None:
    text = """
{"question": "rain on Monday", "who": "Ann", "p": 0.7}
{"question": "rain on Monday", "who": "Bo", "range": [0.2, 0.4], "date": "2025-08-14", "source": "a letter"}

{"question": "Rain on  monday", "outcome": "yes", "source": "the garden"}
"""
    there = files.loads(text)
    ann, bo = there
    assert (ann.chance, bo.chance) == (0.7, pytest.approx(0.3))
    assert bo.source == {"note": "a letter"}
    assert there.outcome(ann) == there.outcome(bo) == "yes"


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ('{"question": "a", "who": "b", "p": 70}', "2:36", "70 in 100 is 0.7"),
        ('{"question": "a", "who": "b", "p": true}', "2:36", "a number from 0 to 1"),
        ('{"question": "a", "who": "b"}', "2:1", "neither `p` nor `range`"),
        ('{"question": "a", "p": 0.5}', "2:1", "no `who`"),
        ('{"question": " ", "who": "b", "p": 0.5}', "2:14", "`question`"),
        ('{"question": "a", "who": "b", "range": [0.5, 0.2]}', "2:40", "the lower end first"),
        ('{"question": "a", "who": "b", "range": 0.5}', "2:40", "[low, high]"),
        ('{"question": "a", "who": "b", "p": 0.5, "date": "14 May"}', "2:49", "a date such as 2025-08-14"),
        ('{"question": "a", "who": "b", "p": 0.5, "dat": "2025-08-14"}', "2:48", "did you mean 'date'?"),
        ('{"question": "a", "who": "b", "p": 0.5, "among": ["c", "d"]}', "2:50", "without the question itself"),
        ('{"question": "first", "outcome": "maybe"}', "2:34", "yes, no or void"),
        ('{"question": "furst", "outcome": "yes"}', "2:14", "did you mean 'first'?"),
        ('{"question": "a" "who": "b"}', "2:18", "a comma or }"),
        ('["a"]', "2:1", "no object"),
        ('{"question": "first", "who": "Ann", "p": 0.5}', "2:1", "of line 1 again"),
    ],
)
def test_mistakes_have_their_place(line: str, place: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        files.loads('{"question": "first", "who": "Ann", "p": 0.5}\n' + line + "\n", "f.jsonl")
    assert any(str(p).startswith(f"f.jsonl:{place}:") and said in str(p) for p in error.value.problems), str(
        error.value
    )


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        files.loads('{"question": "a", "p": 2}\n{"who": "b", "p": -1}\nx\n')
    assert {p.line for p in error.value.problems} == {1, 2, 3}
    assert len(error.value.problems) == 5


def test_a_change_of_mind_must_be_meant() -> None:
    text = '{"question": "a", "who": "b", "p": 0.5}\n{"question": "a", "outcome": "yes"}\n'
    with pytest.raises(InputError, match=r':3:30: .*"again": true'):
        files.loads(text + '{"question": "a", "outcome": "no"}\n', "f")
    there = files.loads(text + '{"question": "a", "outcome": "no", "again": true}\n')
    assert there.outcome(there.forecasts[0]) == "no"
    assert len(there.resolutions) == 2


def test_two_of_a_set_cannot_come_true() -> None:
    lines = [{"question": q, "who": "b", "p": 0.5, "among": ["x", "y"]} for q in "xy"]
    text = "".join(json.dumps(x) + "\n" for x in (*lines, *({"question": q, "outcome": "yes"} for q in "xy")))
    with pytest.raises(InputError, match="exclude each other"):
        files.loads(text)


def test_adding_leaves_every_byte(tmp_path: Path) -> None:
    file = tmp_path / "f.jsonl"
    before = b'\xef\xbb\xbf{"question":"a",  "who":"b","p":0.5}\r\n\n{"question": "a", "outcome": "no"}'
    file.write_bytes(before)
    files.append(file, [Forecast(question="c", who="d", p=1.0), Resolution(question="c", outcome="void", source="s")])
    after = file.read_bytes()
    assert after.startswith(before + b"\n{")
    assert len(files.read(file)) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["f.jsonl"]


def test_files_that_answer_differently(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text('{"question": "a", "who": "b", "p": 0.5}\n{"question": "a", "outcome": "yes"}\n')
    two.write_text('{"question": "a", "outcome": "no"}\n')
    with pytest.raises(InputError, match=r"where .*one\.jsonl has 'yes'"):
        files.read_all([one, two])
    two.write_text('{"question": "a", "outcome": "yes"}\n')
    assert len(files.read_all([one, two])) == 1


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(InputError):
            files.read(path)
