"""What all tests share: one look of the terminal, one source of chance, and the things that may be absent."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

settings.register_profile(
    "summitry",
    deadline=None,  # the first example may compile
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("summitry")


@pytest.fixture(autouse=True, scope="session")
def plain_terminal() -> Iterator[None]:
    """No colour and 100 columns, so that what commands print is the same everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS"):
            patch.delenv(name, raising=False)
        for name, value in {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "LINES": "50"}.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator that starts the same in every test."""
    return np.random.default_rng(20250815)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Other people's data, which is not part of the repository."""
    folder = Path(os.environ.get("SUMMITRY_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the data in {folder}, which is not part of the repository")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium that playwright can start (`executable_path`)."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("SUMMITRY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium, or set SUMMITRY_CHROMIUM)")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """One Chromium for the tests of a file."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as p:
        started = p.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--headless", "--disable-background-networking"]
        )
        yield started
        started.close()
