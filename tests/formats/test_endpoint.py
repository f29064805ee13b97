"""Rows proposed by a model: a server on this machine plays the model."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from summitry.errors import InputError
from summitry.evidence import verify
from summitry.formats import endpoint, ledger

TEXT = "Envoy Ana Perez: “We – will\u00a0talk.” The port stays shut. The river rose. The port stays shut. Holt left the old hall.\n"


@contextmanager
def model(answer: object, code: int = 200) -> Iterator[tuple[str, list[dict]]]:
    """An endpoint that always gives one answer, and what it was asked."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "key": self.headers.get("Authorization"), **json.loads(body)})
            content = answer if isinstance(answer, str) else json.dumps(answer)
            data = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, no rules, no key."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(endpoint, "read", lambda *_, **__: ())
    for name in endpoint.KEYS:
        monkeypatch.delenv(name, raising=False)


def proposal(quote: str, **more: object) -> dict:
    return {"quote": quote, "speaker": "Ana Perez", "kind": ["claim"], **more}


def test_each_quote_must_stand_in_the_text() -> None:
    rows = [
        proposal("The river rose.", mode="reported", kind="claim", name="Ana Perez"),
        proposal('"We - will talk."'),
        proposal("The port stays shut."),
        proposal("Holt left the odd hall."),
        proposal("The tower fell down and nobody saw it."),
        proposal("The river rose.", kind=["gossip"]),
        {"speaker": "Ana Perez"},
        "nonsense",
    ]
    with model({"rows": rows}) as (url, asked):
        found, log = endpoint.read_with_model(["a.txt"], url, "small")
    assert verify(found, TEXT) == ()
    assert [(row.id, row.quote, row.provenance.note) for row in found] == [
        ("s01", "The river rose.", ""),
        ("s02", "We – will\u00a0talk.", "found with other marks or blanks"),
        ("s03", "The port stays shut.", "ambiguous: the words stand in 2 places"),
        ("s04", "Holt left the old hall.", "not the text's words, 96% alike"),
    ]
    assert {row.provenance.review for row in found} == {"waiting"}
    assert {(row.provenance.how, row.provenance.version) for row in found} == {("model", "small")}
    assert [line.split(": ")[1] for line in log] == [
        "its words do not stand in the text",
        "no kind of statement",
        "no quote",
        "no quote",
    ]
    (request,) = asked
    assert (request["path"], request["model"], request["key"]) == ("/v1/chat/completions", "small", None)
    assert request["messages"][1]["content"] == TEXT.strip()


def test_fences_and_words_around_the_answer_are_borne() -> None:
    with model('Here you are:\n```json\n{"rows": [{"quote": "The river rose.", "kind": "claim"}]}\n```') as (url, _):
        found, log = endpoint.read_with_model(["a.txt"], url + "/chat/completions", "m")
    assert (len(found), log) == (1, ())


def test_the_key_comes_from_the_environment_and_is_written_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMITRY_LLM_KEY", "hush-hush")
    with model({"rows": [proposal("The river rose."), proposal("Not there at all, no.")]}) as (url, asked):
        found, log = endpoint.read_with_model(["a.txt"], url, "m")
    assert asked[0]["key"] == "Bearer hush-hush"
    assert "hush" not in ledger.dumps(found) + "".join(log)


def test_parties_are_those_of_the_scenario() -> None:
    from summitry import load

    with model(
        {"rows": [proposal("The river rose.", party="russia"), proposal("Holt left the old hall.", party="mars")]}
    ) as (url, _):
        found, _ = endpoint.read_with_model(["a.txt"], url, "m", scenario=load("alaska-2025"))
    assert [(row.speaker.party, "none of the scenario" in row.provenance.note) for row in found] == [
        ("russia", False),
        ("", True),
    ]


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [("no rows today", 200, "no JSON"), ({"rows": []}, 401, "SUMMITRY_LLM_KEY"), ({"rows": []}, 500, "the answer 500")],
)
def test_answers_that_are_none(answer: object, code: int, words: str) -> None:
    with model(answer, code) as (url, _), pytest.raises(InputError) as caught:
        endpoint.read_with_model(["a.txt"], url, "m")
    assert words in str(caught.value)


def test_nobody_answers() -> None:
    with model("x") as (url, _):
        pass
    with pytest.raises(InputError, match="no answer"):
        endpoint.read_with_model(["a.txt"], url, "m")
    with pytest.raises(InputError, match="no web address"):
        endpoint.read_with_model(["a.txt"], "ftp://x", "m")


def test_long_texts_are_sent_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MOST_LETTERS", 40)
    Path("a.txt").write_text("The river rose in the night.\n\nThe port stays shut today.\n\nHolt left.\n")
    with model({"rows": [proposal("The river rose in the night.")]}) as (url, asked):
        found, _ = endpoint.read_with_model(["a.txt"], url, "m")
    assert [one["messages"][1]["content"] for one in asked] == [
        "The river rose in the night.",
        "The port stays shut today.\n\nHolt left.",
    ]
    assert len(found) == 1


def test_by_the_command() -> None:
    from typer.testing import CliRunner

    from summitry.cli.main import app

    with model({"rows": [proposal("The river rose."), proposal("It never was said by anybody.")]}) as (url, _):
        done = CliRunner().invoke(app, ["read", "a.txt", "--llm", url, "--model", "m", "-o", "l.jsonl"])
    assert (done.exit_code, done.stdout) == (0, "l.jsonl: 1 rows\n")
    assert done.stderr.startswith("rejected: its words do not stand in the text: ")
    assert ledger.read("l.jsonl")["s01"].target.source == "a.txt"
