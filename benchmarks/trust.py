"""The tables of docs/trust.md and docs/historical.md, from what `validate` and `hindcast` find.

`python benchmarks/trust.py --write` replaces them; a test holds the pages against the same functions.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import summitry

DOCS = Path(__file__).parents[1] / "docs"
MARK = "<!-- table -->"


def placed(page: str, table: str) -> str:
    """The page with the table between its mark and the next heading."""
    before, after = page.split(f"{MARK}\n", 1)
    return f"{before}{MARK}\n\n{table}\n{after[after.index('## ') :]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the tables in the pages")
    arguments = parser.parse_args()
    tables = {
        "trust.md": summitry.validation_markdown(summitry.validate()),
        "historical.md": summitry.hindcast_markdown(summitry.hindcast()),
    }
    for name, table in tables.items():
        print(table)
        if arguments.write:
            file = DOCS / name
            file.write_text(placed(file.read_text("utf-8"), table), encoding="utf-8")


if __name__ == "__main__":
    main()
