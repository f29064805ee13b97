"""Every word of a report and of a brief, as Markdown beside this file, to be read aloud when it changes.

After a change of words: `python tests/report/test_golden.py`, then read what differs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("golden")
NAMES = ("report", "brief")


def spoken(name: str) -> str:
    sys.path.insert(0, str(Path(__file__).parent))
    import example

    from summitry.report.markdown import markdown
    from summitry.report.page import page

    command = "summitry run summit.yaml"
    written = page(example.study(), example.LEDGER, command=command, brief=name == "brief")
    return markdown(written, ())


@pytest.mark.parametrize("name", NAMES)
def test_words_are_those_that_were_read_aloud(name: str) -> None:
    assert spoken(name) == (GOLDEN / f"{name}.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for one in NAMES:
        (GOLDEN / f"{one}.md").write_text(spoken(one), encoding="utf-8")
