"""From moving a slider of the Alaska case to its first picture, in headless Chromium, and the server under load.

A move is a change of one number's slider to another value. Its time runs, in the page, from the event to the frame in
which the first picture stands: words and strips, and then the chart that Vega draws. Moves follow one another while the
draws of the last one are still being refined, as when somebody drags. Before anything is timed, a settled page is
compared with `summitry run --set` of the same value. Needs Debian's chromium and playwright.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from table import Row, main

CASE = "alaska-2025"
LEVER = "payoffs.us.peacemaker"
NODES = 38_605
WATCH = """(() => {
  window.moves = [];
  const done = () => performance.now();
  const look = (place, name) => new MutationObserver(() => {
    const now = window.moves.at(-1);
    const count = document.querySelector('#count').textContent;
    if (now && !now[name] && (name !== 'words' || /^First picture/.test(count))) {
      now[name] = -1;
      requestAnimationFrame(() => setTimeout(() => { now[name] = done() - now.at; }));
    }
  }).observe(place, { childList: true, subtree: true, characterData: true });
  look(document.querySelector('#count'), 'words');
  look(document.querySelector('.live-chart'), 'chart');
})()"""
MOVE = """([path, value]) => {
  const slider = document.querySelector(`[data-path="${path}"] input[type=range]`);
  slider.value = value;
  window.moves.push({ at: performance.now() });
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}"""


@contextmanager
def served() -> Iterator[str]:
    """A workbench on a free port."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    program = "from summitry.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", CASE, "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def moved(address: str, moves: int) -> list[dict[str, float]]:
    """Milliseconds to words and to the chart of every move."""
    from playwright.sync_api import sync_playwright

    browser_file = os.environ.get("SUMMITRY_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=browser_file, args=["--no-sandbox", "--headless"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(600_000)
        page.goto(address)
        page.locator(".live-chart svg").first.wait_for()
        for value in (0.7, 0.8):  # a first move of each kind, that is not counted
            page.evaluate(MOVE.replace("window.moves.push({ at: performance.now() });", ""), [LEVER, str(value)])
            page.wait_for_function(
                "() => /^First picture|solved and checked/.test(document.querySelector('#count').textContent)"
            )
        page.evaluate(WATCH)
        for k in range(moves):
            page.evaluate(MOVE, [LEVER, str(round(0.6 + 0.4 * ((k * 0.618) % 1), 3))])
            page.wait_for_function("() => window.moves.at(-1).words > 0 && window.moves.at(-1).chart > 0")
            page.wait_for_timeout(120)
        found: list[dict[str, float]] = page.evaluate("window.moves")
        browser.close()
    return found


def agrees(address: str) -> str:
    """Compare the last picture of a value with a run; says how."""
    import summitry

    last: dict[str, Any] = {}
    for said in asked(address, {LEVER: "0.75"}):
        last = said.get("done") or last
    study = summitry.run(summitry.load(CASE), draws=2048, settings={LEVER: "0.75"}, variants=False)
    mine = {c["name"]: c["mean"] for c in (*last["markers"], *last["outcomes"])}
    off = max(abs(mine[c.name] - c.mean) for c in (*study.findings.markers, *study.findings.outcomes))
    assert off < 1e-12, off
    return f"2,048 draws equal to `summitry run` within {off:.0e}"


def asked(address: str, settings: dict[str, str], until_first: bool = False) -> Iterator[dict[str, Any]]:
    """What the server says of some settings, as it says it."""
    with urllib.request.urlopen(address) as page:
        found = re.search(r'summitry-token" content="([^"]+)"', page.read().decode())
    assert found
    body = json.dumps({"doc": "", "settings": settings, "session": os.urandom(8).hex()}).encode()
    headers = {"content-type": "application/json", "x-summitry-token": found[1]}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/live", body, headers), timeout=900) as answer:
        for line in answer:
            yield json.loads(line)
            if until_first:
                return


def crowd(address: str, pages: int, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds to first pictures of several pages that move at once, and of plain requests meanwhile."""
    firsts: list[float] = []
    plain: list[float] = []
    ended = threading.Event()

    def person(number: int) -> None:
        for k in range(rounds):
            begun = time.perf_counter()
            next(asked(address, {LEVER: str(0.6 + 0.01 * (number + 7 * k))}, until_first=True))
            firsts.append(1000 * (time.perf_counter() - begun))

    def watch() -> None:
        while not ended.is_set():
            begun = time.perf_counter()
            urllib.request.urlopen(f"{address}/static/app.css").read()
            plain.append(1000 * (time.perf_counter() - begun))
            ended.wait(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    people = [threading.Thread(target=person, args=(n,)) for n in range(pages)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    ended.set()
    watcher.join()
    return firsts, plain


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def rows(quick: bool = False) -> list[Row]:
    """The table."""
    out: list[Row] = []
    with served() as address:
        compared = "not compared (quick)" if quick else agrees(address)
        found = moved(address, 8 if quick else 60)
        load = f"load {os.getloadavg()[0]:.1f}"
        for name, what in (("words", "words and strips"), ("chart", "the chart as well")):
            values = [m[name] for m in found]
            for share, figure in (("median", statistics.median(values)), ("95th percentile", p95(values))):
                reach = "≤ 150" if share.startswith("95") and name == "words" else ""
                out.append(
                    {"what": f"slider to first picture, {what}: {share}", "nodes": NODES, "parties": 4, "draws": "≥ 64",
                     "threads": 2, "figure": figure, "unit": "ms", "reach": reach, "compared": f"{compared}; {load}"}
                )  # fmt: skip
        for pages in (1, 2, 4, 8):
            firsts, plain = crowd(address, pages, 3 if quick else 8)
            out.append(
                {"what": f"{pages} pages move at once: first picture, median and 95th percentile", "nodes": NODES,
                 "parties": 4, "draws": "≥ 64", "threads": 2, "unit": "ms",
                 "figure": f"{statistics.median(firsts):,.0f}, {p95(firsts):,.0f}",
                 "compared": f"plain requests meanwhile: {statistics.median(plain):.0f}, {p95(plain):.0f} ms"}
            )  # fmt: skip
    return out


if __name__ == "__main__":
    raise SystemExit(main(rows, __doc__))
