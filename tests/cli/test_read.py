"""The commands `read`, `review` and `draft`, one after another as they are used."""

import io
import json
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from formats.test_documents import pdf
from summitry import load_ledger
from summitry.cli.main import app

pytest.importorskip("spacy", reason="the extra `text` is not installed")

TEXT = """Geneva, 14 August 2025

Spanish Foreign Minister Ana Ruiz said on Thursday that the port would reopen. “We will never cede the island,” Ruiz said.

Moroccan envoy Omar Tazi rejected the plan. He said there was a 25 percent chance that the talks would not resume.

Tazi said he would count a second meeting as a success. The first session will not include the island, he said.
"""
SEED = next(iter(Path(__file__).parents[2].parent.glob("shared/seed/*.txt")), None)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talks.txt").write_text(TEXT, encoding="utf-8")


def test_reading_a_file_gives_a_ledger_that_its_text_bears_out() -> None:
    Path("out").mkdir()
    assert run("read", "talks.txt", "-o", "out/l.jsonl").stdout == "out/l.jsonl: 6 rows\n"
    rows = load_ledger("out/l.jsonl").rows
    assert [(row.speaker.name, row.speaker.party, row.kind[0]) for row in rows] == [
        ("Ana Ruiz", "Spain", "prediction"),
        ("Ana Ruiz", "Spain", "red line"),
        ("Omar Tazi", "Morocco", "rejection"),
        ("Omar Tazi", "Morocco", "probability"),
        ("Omar Tazi", "Morocco", "success marker"),
        ("Omar Tazi", "Morocco", "agenda limit"),
    ]
    assert {row.document.date for row in rows} == {"2025-08-14"}
    assert {row.target.source for row in rows} == {"../talks.txt"}
    chance = next(row.probability for row in rows if row.probability is not None)
    assert (chance.stated_p, chance.p, chance.basis) == (0.25, 0.75, "numeric")
    assert run("check", "out/l.jsonl").exit_code == 0
    Path("talks.txt").write_text(TEXT + "x", encoding="utf-8")
    assert "orphaned" in run("check", "out/l.jsonl").stdout


def test_standard_input_several_files_and_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(b"Envoy Ana Ruiz said the port would reopen.\r\n")

    monkeypatch.setattr("summitry.formats.documents.sys.stdin", Piped)
    Path("b.pdf").write_bytes(pdf(["Envoy Omar Tazi said the port would stay shut."]))
    from summitry import read

    rows = read(["-", "b.pdf"], date="2025-01-02").rows
    assert [(row.id, row.document.id, row.date) for row in rows] == [
        ("s01", "standard input", "2025-01-02"),
        ("s02", "b.pdf", "2025-01-02"),
    ]
    assert rows[0].target.source.startswith("urn:sha256:")


def test_a_file_named_twice_is_read_once() -> None:
    Path("again.txt").symlink_to("talks.txt")
    done = run("read", "talks.txt", "./talks.txt", "again.txt", "-o", "l.jsonl")
    assert (done.exit_code, done.stdout) == (0, "l.jsonl: 6 rows\n")


def test_a_review_is_not_lost_to_reading_again() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    # nobody has looked at it yet
    assert run("read", "talks.txt", "-o", "l.jsonl").exit_code == 0
    run("export", "l.jsonl", "-o", "before.jsonld")
    run("review", "l.jsonl", stdin="a\nr\nq\n")
    before = Path("l.jsonl").read_bytes()
    for command in (("read", "talks.txt"), ("import", "before.jsonld")):
        done = run(*command, "-o", "l.jsonl")
        assert done.exit_code == 2
        assert "l.jsonl:0:0: a ledger with 2 reviewed rows" in done.stderr
        assert "--replace" in done.stderr
        assert Path("l.jsonl").read_bytes() == before
    run("export", "l.jsonl", "-o", "after.jsonld")
    assert run("import", "after.jsonld", "-o", "l.jsonl").exit_code == 0
    Path("notes.md").write_text("Mine.")
    assert run("read", "talks.txt", "-o", "notes.md").exit_code == 2
    assert run("read", "talks.txt", "-o", "l.jsonl", "--replace").exit_code == 0
    assert {row.provenance.review for row in load_ledger("l.jsonl")} == {"waiting"}
    assert run("read", "talks.txt", "-o", "talks.txt", "--replace").exit_code == 2


def test_every_file_that_cannot_be_read_is_told_and_nothing_is_written() -> None:
    done = run("read", "none.txt", "talks.rtf", "talks.txt", "-o", "l.jsonl")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 2
    assert not Path("l.jsonl").exists()
    done = run("read", "talks.txt", "--llm", "http://127.0.0.1:9", "--date", "yesterday")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 2
    done = run("read", "talks.txt", "--date", "2025-13-45", "--url", "x")
    assert done.exit_code == 2
    assert done.stderr.startswith("--date:0:0: '2025-13-45'; expected a date such as 2025-08-14\n--url:0:0: ")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    model = import_module("summitry.formats.language_model")
    model.language_model.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy", None)
    done = run("read", "talks.txt")
    assert done.exit_code == 2
    assert "pip install 'summitry[text]'" in done.stderr
    monkeypatch.undo()
    model.language_model.cache_clear()


def test_other_files_of_the_model_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = import_module("summitry.formats.language_model")
    model.language_model.cache_clear()
    monkeypatch.setattr(model, "SHA256", "0" * 64)
    done = run("read", str(tmp_path / "talks.txt"))
    assert (done.exit_code, "language model files whose sha256" in done.stderr) == (2, True)
    model.language_model.cache_clear()


def test_reviewing_row_by_row_keeps_each_answer() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    rows = len(load_ledger("l.jsonl"))
    done = run("review", "l.jsonl", stdin="a\nr not so\ne kind=claim, demand; party=eu; keep=team\ns\nb\nq\n")
    assert done.exit_code == 0, done.stderr
    assert f"l.jsonl: 3 reviewed, {rows - 3} waiting" in done.stdout
    assert "said on Thursday" in done.stdout
    one, two, three, four = load_ledger("l.jsonl").rows[:4]
    assert [r.provenance.review for r in (one, two, three, four)] == ["accepted", "rejected", "edited", "waiting"]
    assert (two.provenance.note, three.kind, three.speaker.party, three.keep) == (
        "not so",
        ("claim", "demand"),
        "eu",
        "team",
    )
    done = run("review", "l.jsonl", stdin="e kind=gossip\n")
    assert done.exit_code == 2
    assert "kind" in done.stderr
    # the end of the input is the end of the review
    assert "0 reviewed" in run("review", "l.jsonl", stdin="").stdout


def test_wrong_answers_have_their_place_and_lose_nothing() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    for given, place in (
        (b"a\ns\nb\nr \xc3\xa4\xff\nq\n", "standard input:4:4: byte 0xff that is not UTF-8; expected text in UTF-8\n"),
        (b"s\ne speaker= ;party=eu\n", "standard input:2:1: an empty speaker: "),
    ):
        done = CliRunner().invoke(app, ["review", "l.jsonl"], input=given, catch_exceptions=False)
        assert done.exit_code == 2
        assert done.stderr.startswith(place)
        assert len(done.stderr.splitlines()) == 1
    assert [r.provenance.review for r in load_ledger("l.jsonl").rows[:2]] == ["accepted", "waiting"]
    assert all(row.speaker.mention for row in load_ledger("l.jsonl"))


def test_a_review_keeps_the_line_ends_and_the_mark_of_the_ledger() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    Path("l.jsonl").write_bytes(b"\xef\xbb\xbf" + Path("l.jsonl").read_bytes().replace(b"\n", b"\r\n"))
    before = Path("l.jsonl").read_bytes().split(b"\n")
    run("review", "l.jsonl", stdin="s\nr\nq\n")
    after = Path("l.jsonl").read_bytes().split(b"\n")
    assert [k for k, (x, y) in enumerate(zip(before, after, strict=True)) if x != y] == [1]


def test_ctrl_c_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    answers = iter(["a\n"])

    def line() -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    class Piped(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            return line()

    review = import_module("summitry.cli.review")
    monkeypatch.setattr(review.sys, "stdin", Piped())
    review.review(ledger="l.jsonl", text=None, everything=False)
    assert [r.provenance.review for r in load_ledger("l.jsonl").rows[:2]] == ["accepted", "waiting"]


def test_a_draft_is_a_scenario_tied_to_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("summitry.study.remarks"), "remarks", lambda case: [])
    run("read", "talks.txt", "-o", "l.jsonl")
    done = run("draft", "l.jsonl", "-o", "case.yaml")
    assert done.exit_code == 0, done.stderr
    text = Path("case.yaml").read_text()
    assert "spain: " in text
    assert "second meeting: {when: deal agreed, because: [s" in text
    assert "p: 0.25" in text
    assert "not: yes" in text
    assert run("check", "case.yaml").exit_code in (0, 1)
    assert run("draft", "l.jsonl", "-o", "case.yaml").exit_code == 2
    assert Path("case.yaml").read_text() == text


def test_nothing_rests_on_a_rejected_row() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    run("draft", "l.jsonl", "-o", "case.yaml")
    first = load_ledger("l.jsonl").rows[1].id
    assert f"[{first}" in Path("case.yaml").read_text()
    run("review", "l.jsonl", stdin="s\nr\n")
    done = run("check", "case.yaml")
    assert done.exit_code == 2
    assert f"the row '{first}', which a reviewer rejected" in done.stderr


def test_a_draft_from_orphaned_rows_says_so() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    assert run("draft", "l.jsonl").stderr == ""
    run("review", "l.jsonl", stdin="r\nq\n")
    Path("talks.txt").write_text("Nothing of it was said.", encoding="utf-8")
    done = run("draft", "l.jsonl")
    assert done.exit_code == 0
    assert done.stdout.startswith("# yaml")
    # the rejected row is not drafted from
    assert done.stderr.startswith(
        "l.jsonl: 5 of the 5 rows drafted from are orphaned, their text has changed: s02, s03,"
    )
    assert run("draft", "l.jsonl", "-o", "case.yaml").stderr == done.stderr


def test_a_ledger_of_rejected_rows_drafts_nothing() -> None:
    run("read", "talks.txt", "-o", "l.jsonl")
    run("review", "l.jsonl", stdin="r\n" * 20)
    assert run("draft", "l.jsonl").exit_code == 2


@pytest.mark.skipif(SEED is None, reason="the report lies not beside the repository")
def test_the_report_that_the_project_began_with() -> None:
    assert SEED is not None
    run("read", str(SEED), "--parties", "alaska-2025", "-o", "l.jsonl")
    rows = load_ledger("l.jsonl").rows
    text = SEED.read_bytes().decode()
    assert len(rows) >= 30
    for row in rows:
        for position, quotation in row.target.passages:
            assert quotation is not None
            assert text[position.start : position.end] == quotation.exact

    def one(kind: str, party: str, words: str) -> bool:
        return any(kind in r.kind and r.speaker.party == party and words in r.quote for r in rows)

    assert one("success marker", "us", "a second meeting")
    assert one("rejection", "ukraine", "a proposal")
    assert one("agenda limit", "europe", "would not include")
    assert one("red line", "us", "red lines")
    threat = next(r for r in rows if "severe consequences" in r.quote)
    assert (threat.kind, threat.speaker.party) == (("threat",), "us")
    assert threat.condition is not None
    assert "a meeting where they make a deal" in threat.condition.resolved
    chance = next(r.probability for r in rows if r.probability is not None)
    assert (chance.stated_p, chance.p, chance.event) == (0.25, 0.75, "this meeting will be a successful meeting")
    assert json.loads(run("schema", "--ledger").stdout)
