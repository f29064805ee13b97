"""How long a report takes to write, how large it is, and how soon it shows its first chart.

Alone: `python benchmarks/report.py [SCENARIO] [--draws 2048]`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import summitry


def shown(page: Path) -> float:
    """Milliseconds from navigation until the first chart is painted, in headless Chromium; the middle of five."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--headless"])
        times = []
        for _ in range(5):
            view = browser.new_page(viewport={"width": 1400, "height": 1800})
            view.goto(page.as_uri())
            times.append(
                view.evaluate(
                    # two frames after loading, all that is in sight has been painted
                    """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
                        () => done(performance.now()))))"""
                )
            )
            view.close()
        browser.close()
    return sorted(times)[2]


def main() -> None:
    """Print the table."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("scenario", nargs="?", default="alaska-2025")
    wanted.add_argument("--draws", type=int, default=2048)
    options = wanted.parse_args()
    case = summitry.load(options.scenario)
    ledger = summitry.ledger_of(options.scenario, case)
    study = summitry.run(case, draws=options.draws)
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for turn in ("first", "again"):
            begun = time.perf_counter()
            page = summitry.report(study, ledger.rows if ledger is not None else ())
            rows.append((f"page, {turn}", f"{time.perf_counter() - begun:.2f} s"))
        begun = time.perf_counter()
        summitry.save(study, made, ledger=ledger)
        rows.append(("folder: page, figures, draws, study", f"{time.perf_counter() - begun:.2f} s"))
        rows.append(("size of the page", f"{len(page.encode()) / 1e6:.2f} MB"))
        begun = time.perf_counter()
        again = summitry.stored(made)
        summitry.save_report(again)
        rows.append(("read and written again", f"{time.perf_counter() - begun:.2f} s"))
        if shutil.which("chromium"):
            rows.append(("first chart painted", f"{shown(Path(made) / 'report.html'):.0f} ms"))
    for name, value in rows:
        print(f"{name:40}{value:>10}")


if __name__ == "__main__":
    main()
