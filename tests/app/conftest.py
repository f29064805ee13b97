"""A workbench on a free port for the tests of a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_pages import CASE, SOURCE, Bench, free_port, row


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
