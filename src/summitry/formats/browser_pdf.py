"""A page as PDF, printed by the Chromium, Chrome or Edge of this machine (floor 6).

A page of ours is laid out by style sheets for print; a browser follows them, and no library that installs from the
package index alone does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from summitry.errors import InputError, Problem

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"
)  # fmt: skip
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
VARIABLE = "SUMMITRY_CHROMIUM"
"""Environment variable that names the browser, where it is none of these."""
_PRINT = f"print report.html from any browser, or name one in {VARIABLE}"
_DATE = re.compile(rb"\(D:(\d{14}[^)]*)\)")
_LONGEST = 120.0
"""Seconds after which a browser that does not end is given up."""


def browser() -> str | None:
    """The browser that prints; None where there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        return shutil.which(named)
    return next((found for name in (*NAMES, *PLACES) if (found := shutil.which(name))), None)


def pdf(page: str) -> bytes:
    """A page of HTML as PDF; `InputError` where no browser prints it."""
    program = browser()
    if program is None:
        raise InputError(
            [
                Problem(
                    "--format pdf", 0, 0, "no browser that prints it", "Chromium, Chrome or Edge on this machine",
                    _PRINT,
                )
            ]
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="summitry-") as made:
        work = Path(made)
        (work / "page.html").write_text(page, encoding="utf-8")
        command = [
            program, "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            f"--user-data-dir={work / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={work / 'page.pdf'}",
            # a browser that root starts has no sandbox; the page holds no script and fetches nothing
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            (work / "page.html").as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)
            return _DATE.sub(_undated, (work / "page.pdf").read_bytes())
        except subprocess.TimeoutExpired:
            said = f"no answer within {_LONGEST:.0f} seconds"
        except OSError:
            said = "no PDF"
    raise InputError([Problem("--format pdf", 0, 0, f"{said} from {program}", "a browser that prints", _PRINT)])


def _undated(found: re.Match[bytes]) -> bytes:
    """The same page gives the same bytes: a date of the same length for that of printing."""
    return b"(D:" + b"20000101000000+00'00'"[: len(found[1])].ljust(len(found[1]), b"0") + b")"
