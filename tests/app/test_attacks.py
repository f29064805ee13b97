"""What other sites, and hostile texts, can do to a workbench: nothing."""

from __future__ import annotations

import json
import re
import signal
import socket
from pathlib import Path

import httpx
import pytest
from app_pages import Bench, free_port

from summitry.app.guard import MOST_BODY, Tokens, loopback

pytestmark = pytest.mark.slow


def test_a_foreign_host_is_refused(bench) -> None:
    for host in (
        "evil.example",
        f"evil.example:{bench.port}",
        f"127.0.0.1.evil.example:{bench.port}",
        "127.0.0.1:1",
        "",
    ):
        assert httpx.get(bench.address, headers={"host": host}).status_code == 421
    for host in (f"localhost:{bench.port}", f"127.0.0.1:{bench.port}", f"[::1]:{bench.port}"):
        assert httpx.get(bench.address, headers={"host": host}).status_code == 200


def test_two_host_headers_are_refused(bench) -> None:
    with socket.create_connection(("127.0.0.1", bench.port)) as wire:
        wire.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{bench.port}\r\nHost: evil.example\r\n\r\n".encode())
        assert wire.recv(200).split()[1] in (b"400", b"421")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"x-summitry-token": "guess"},
        {"x-summitry-token": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
    ],
)
def test_a_cross_site_post_is_refused(bench, headers: dict[str, str]) -> None:
    sent = {"x-summitry-token": bench.token(), "content-type": "application/json", **headers}
    answer = httpx.post(f"{bench.address}/api/open", content=b"{}", headers=sent)
    assert answer.status_code in (403, 415)
    assert "access-control-allow-origin" not in answer.headers


def test_a_preflight_and_other_methods_are_refused(bench) -> None:
    asked = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    assert httpx.options(f"{bench.address}/api/open", headers=asked).status_code == 403
    assert httpx.put(f"{bench.address}/api/open", headers={"x-summitry-token": bench.token()}).status_code == 405
    assert httpx.get(f"{bench.address}/api/open").status_code == 405


def test_no_web_socket_is_opened(bench) -> None:
    for path in ("/", "/api/live", "/ws"):
        for origin in ("http://evil.example", bench.address):
            with socket.create_connection(("127.0.0.1", bench.port)) as wire:
                wire.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{bench.port}\r\nOrigin: {origin}\r\nConnection: Upgrade\r\n"
                    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
                )
                assert b" 101 " not in wire.recv(100)


@pytest.mark.parametrize(
    "path",
    ["/static/../server.py", "/static/..%2fserver.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd", "/static/server.py",
     "/static/..\\server.py", "/etc/passwd", "/../../../../etc/passwd", "/static/index.html%00.js", "/static/.css"],
)  # fmt: skip
def test_no_path_leads_out(bench, path: str) -> None:
    with socket.create_connection(("127.0.0.1", bench.port)) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{bench.port}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := wire.recv(65536):
            answer += part
    assert answer.split()[1] in (b"404", b"400")
    assert b"root:" not in answer
    assert b"import" not in answer


def test_a_scenario_from_the_page_opens_no_file(bench, folder: Path) -> None:
    (folder / "secret.jsonl").write_text("SECRET\n", "utf-8")
    text = (folder / "visit.yaml").read_text("utf-8")
    for name in ("secret.jsonl", "../secret.jsonl", "/etc/passwd"):
        changed = re.sub("because: r1", "because: {assumption: x}", text.replace("visit.ledger.jsonl", name))
        for beside in (True, False):
            said = bench.ask("open", {"text": changed, "beside": beside})
            assert "SECRET" not in said.text
            assert "root:" not in said.text
            opened = said.json()["done"]["doc"]
            assert bench.ask("ledger", {"doc": opened}).json()["done"]["rows"] == []


def test_a_huge_upload_is_refused(bench) -> None:
    token = bench.token()
    headers = {"x-summitry-token": token, "content-type": "application/json"}
    assert httpx.post(f"{bench.address}/api/open", content=b" " * (MOST_BODY + 1), headers=headers).status_code == 413

    def endless():
        for _ in range(64):
            yield b" " * (1 << 20)

    try:
        answer = httpx.post(f"{bench.address}/api/open", content=endless(), headers=headers, timeout=60)
        assert answer.status_code == 413
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        pass  # the server hung up before all was sent
    assert bench.ask("open", {"text": "a" * ((1 << 20) + 1)}).status_code == 400
    assert bench.ask("open", {}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [[], 1, {"doc": 7}, {"doc": "../x"}, {"settings": {"precision": 3}}, {"settings": [1]}, {"settings": {"x": "y" * 400}},
     {"session": "x" * 100}],
)  # fmt: skip
def test_what_is_no_request_is_refused_in_words(bench, body) -> None:
    headers = {"x-summitry-token": bench.token(), "content-type": "application/json"}
    answer = httpx.post(f"{bench.address}/api/live", content=json.dumps(body), headers=headers, timeout=60)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_deeply_nested_body_and_a_broken_one(bench) -> None:
    headers = {"x-summitry-token": bench.token(), "content-type": "application/json"}
    for content in (b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b"{"):
        assert httpx.post(f"{bench.address}/api/open", content=content, headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("what", "body", "word"),
    [
        ("open", r'{"text": "\ud800"}', "half a character"),
        ("check", r'{"text": "x", "session": "\udfff"}', "half a character"),
        ("game_view", r'{"key": "\ud800", "code": "abcdef"}', "half a character"),
        ("game_tell", r'{"text": "secret \ud800", "code": "abcdef", "key": "x"}', "half a character"),
        ("live", r'{"settings": {"\ud800": "1"}}', "half a character"),
        ("open", f'{{"doc": {"9" * 6000}}}', "too long"),
        ("job", '{"kind": NaN}', "NaN"),
    ],
)
def test_text_and_numbers_that_could_not_be_handed_on_are_refused(bench, what: str, body: str, word: str) -> None:
    headers = {"x-summitry-token": bench.token(), "content-type": "application/json"}
    answer = httpx.post(f"{bench.address}/api/{what}", content=body, headers=headers, timeout=60)
    assert (answer.status_code, word in answer.json()["error"]) == (400, True)
    # the two halves of one character are that character
    answer = httpx.post(f"{bench.address}/api/check", content=r'{"text": "\ud83d\ude00"}', headers=headers, timeout=240)
    assert answer.status_code == 200


@pytest.mark.parametrize("computing", [False, True])
def test_ctrl_c_ends_it_with_0_and_without_a_traceback(folder: Path, computing: bool) -> None:
    made = Bench(folder / "visit.yaml", free_port())
    made.start()
    if computing:
        headers = {"x-summitry-token": made.token()}
        body = {"settings": {}, "draws": 2048}
        with httpx.stream("POST", f"{made.address}/api/views", json=body, headers=headers, timeout=240) as answer:
            next(answer.iter_raw())
            made.process.send_signal(signal.SIGINT)
            assert made.process.wait(60) == 0
    else:
        made.process.send_signal(signal.SIGINT)
        assert made.process.wait(60) == 0
    assert made.process.stdout.read() == ""
    made.process.stdout.close()


EXPLODES = """summitry: 1
title: Too much
parties: {a: {}, b: {}}
precision: 3
stages:
  - stage: s
    attend: [a, b]
    steps:
      - rounds: 12
        steps:
          - {step: x, by: a, options: [p, q, r, s, t, u, v, w]}
          - {step: y, by: b, options: [p, q, r, s, t, u, v, w]}
outcomes: {end: otherwise}
payoffs: {a: {v: {value: 1, when: x is p}}, b: {v: {value: 1, when: y is p}}}
"""


def test_a_scenario_that_explodes_does_not_stop_the_page(bench) -> None:
    opened = bench.ask("open", {"text": EXPLODES}).json()["done"]["doc"]
    answer = bench.ask("live", {"doc": opened, "settings": {}})
    last = json.loads(answer.text.splitlines()[-1])
    assert "nodes" in last["error"] or "larger" in last["error"]
    assert bench.ask("open", {}).status_code == 200


def test_answers_carry_a_strict_policy(bench) -> None:
    for path in ("/", "/static/app.js", "/static/report.css", "/nowhere"):
        headers = httpx.get(f"{bench.address}{path}", timeout=240).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert httpx.get(bench.address).headers["cache-control"] == "no-store"


def test_the_page_and_its_parts_ask_for_nothing_from_outside(bench) -> None:
    static = Path(__file__).parents[2] / "src/summitry/app/static"
    for file in static.iterdir():
        text = file.read_text("utf-8")
        outside = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)) - {"//www.w3.org"}
        assert {x for x in outside if not x.endswith("w3.org")} == set()
        assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)


def test_elsewhere_than_on_loopback_a_token_is_needed(elsewhere) -> None:
    address, entry = elsewhere
    if address:
        assert httpx.get(address).status_code == 401
        assert httpx.get(f"{address}/?token=guess").status_code == 401
        assert httpx.post(f"{address}/api/open", json={}).status_code == 401
        with httpx.Client() as person:
            assert person.get(f"{address}/?token={entry}", follow_redirects=True).status_code == 200
            found = re.search(r'summitry-token" content="([^"]+)"', person.get(address).text)
            assert found
            assert person.post(f"{address}/api/open", json={}).status_code == 403
            headers = {"x-summitry-token": found[1]}
            assert person.post(f"{address}/api/open", json={}, headers=headers, timeout=240).status_code == 200
        assert httpx.post(f"{address}/api/open", json={}, headers=headers).status_code == 401
        assert httpx.get(address, headers={"host": "rebound.example"}).status_code == 421


def test_hosts_and_tokens() -> None:
    assert loopback("127.0.0.1")
    assert loopback("::1")
    assert loopback("[::1]")
    assert not loopback("0.0.0.0")
    assert not loopback("127.0.0.1.evil.example")
    tokens = Tokens()
    first = tokens.for_page()
    for _ in range(1000):
        tokens.for_page()
    assert not tokens.known(first)
    assert not tokens.known("")
