"""A workbench on a free port for the tests of a file, and Chromium where there is one."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_pages import CASE, SOURCE, Bench, free_port, row

CHROMIUM = os.environ.get("SUMMITRY_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--headless", "--disable-background-networking"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bench")
    digest = hashlib.sha256(SOURCE.encode()).hexdigest()
    (place / "visit.yaml").write_text(CASE, "utf-8")
    rows = [row(k, w, digest) for k, w in enumerate(("we want a pause", "No land", "perhaps"), 1)]
    (place / "visit.ledger.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    (place / "talk.txt").write_text(SOURCE, "utf-8")
    return place


@pytest.fixture(scope="module")
def bench(folder: Path) -> Iterator[Bench]:
    made = Bench(folder / "visit.yaml", free_port())
    made.start()
    yield made
    made.stop()


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[tuple[str, str]]:
    """Address and token of a workbench that listens on all addresses."""
    made = Bench(folder / "visit.yaml", free_port(), extra=["--host", "0.0.0.0"])
    made.start()
    found = re.search(r"\?token=(\S+)", made.told)
    assert found
    yield made.address, found[1]
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()
