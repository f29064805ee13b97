"""A workbench for tests: its case, the server, its pages, and knowing when they have settled."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 300_000
"""Milliseconds for which something on a page is waited for: at first use kernels are compiled."""
VIEWS = {
    "levers": ".figs .lead",
    "outcomes": ".report h2",
    "course": ".report h2",
    "strategies": ".report h2",
    "beliefs": ".report h2",
    "deals": ".report h2",
    "basis": ".report h2",
    "studies": ".studies button",
    "compare": ".cmp .lead",
    "tree": ".node",
    "forecasts": "#fc-date",
    "ledger": "article.row",
    "text": "#text-found h3",
    "rehearse": "#seed",
}
"""View -> what is there when it is ready."""


def open_page(
    browser: Any, bench: Any, view: str = "levers", *, width: int = 1400, scheme: str = "light"
) -> tuple[Any, list[str]]:
    """A page in a browser of its own, and what its console complains of."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.set_default_navigation_timeout(PATIENCE)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.on(
        "request", lambda r: troubles.append(r.url) if not r.url.startswith((bench.address, "data:", "blob:")) else None
    )
    page.goto(f"{bench.address}/#{view}")
    return page, troubles


def settled(page: Any) -> None:
    """Wait until all draws of the numbers as they are set are done."""
    page.wait_for_function(
        """() => { const c = document.querySelector('#count'); return c && c.textContent.startsWith('Done:'); }""",
        polling=100,
    )


CASE = """summitry: 1
title: A pause & an invitation
question: Does the guest come back?
ledger: visit.ledger.jsonl
parties:
  host: {name: Host}
  guest:
    name: Guest
    types:
      serious: {means: would stop on bearable terms, chance: {value: 0.3 to 0.6, because: r1}}
      stalling: {means: wants time, chance: rest}
precision: 4 to 12                  # how sharply
issues:
  border: {levels: [closed, open]}
  trade: {levels: [none, some]}
worth:
  host: {border: {open: 0.3}, trade: {some: -0.1}}
  guest: {border: {open: -0.1}, trade: {some: 0.3}}
stages:
  - stage: visit
    attend: [host, guest]
    steps:
      - step: opening
        by: guest
        options: [offers a pause, stays general]
        costs: {offers a pause: {serious: 0.02, stalling: 0.1 to 0.2}}
      - step: answer
        by: host
        options: [invites again, goes home]
  - stage: talks
    attend: [host, guest]
    agenda: everything
    when: answer is invites again
    steps:
      - {chance: weather, odds: {calm: 0.7, rough: 0.3}}
      - {proposal: plan, by: host, accepted by: [guest]}
markers: {second meeting: answer is invites again}
outcomes: {a plan: plan agreed, talks go on: second meeting, talks end: otherwise}
payoffs:
  guest:
    time won: {value: {serious: 0.1, stalling: 0.3}, when: second meeting}
  host:
    progress: {value: {guest serious: 0.4, guest stalling: -0.3 to -0.1}, when: second meeting}
"""
SOURCE = "The minister said 🕊️ that \u201cwe want a pause\u201d. The envoy: \u201cNo land\u201d. A third: \u201cperhaps\u201d.\n"


def row(number: int, words: str, digest: str) -> str:
    start = SOURCE.index(words)
    selector = [
        {"type": "TextPositionSelector", "start": start, "end": start + len(words)},
        {"type": "TextQuoteSelector", "exact": words},
    ]
    return json.dumps(
        {
            "id": f"r{number}",
            "document": {"id": "talk", "sha256": digest, "title": "A talk", "date": "2025-01-01"},
            "target": {"source": f"urn:sha256:{digest}", "selector": selector},
            "speaker": {"mention": "The minister", "party": "guest"},
            "mode": "direct",
            "kind": ["claim"],
            "provenance": {"how": "by hand"},
        }
    )


@dataclass
class Bench:
    """A running workbench."""

    file: Path
    port: int
    process: Any = None
    told: str = ""
    extra: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable,
            "-c",
            "from summitry.cli import main; main()",
            "serve",
            str(self.file),
            "--no-browser",
        ]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.extra],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.told = self.process.stdout.readline()
        assert "The workbench is at" in self.told, self.told

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            self.process.stdout.close()

    def token(self) -> str:
        found = re.search(
            r'name="summitry-token" content="([^"]+)"', httpx.get(self.address, timeout=PATIENCE / 1000).text
        )
        assert found
        return found[1]

    def ask(self, what: str, body: dict[str, Any], **headers: str) -> httpx.Response:
        sent = {"x-summitry-token": self.token(), **headers}
        return httpx.post(f"{self.address}/api/{what}", json=body, headers=sent, timeout=PATIENCE / 1000)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
