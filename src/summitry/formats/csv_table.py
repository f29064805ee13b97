"""Tables of observations: CSV in, a `Table` out, every cell with its line and column."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

from summitry.errors import InputError, Problem
from summitry.fit.table import Table
from summitry.formats.files import read_bytes

MOST_BYTES = 1 << 28
_SEPARATORS = ",;\t"


def read(source: str | os.PathLike[str] | bytes, name: str = "") -> Table:
    r"""Read a table with the names of its columns in the first line; `InputError` with every problem.

    The separator is the comma, semicolon or tab that the first line has most of. Text is UTF-8, or else Latin-1. Empty
    lines are passed over.

    >>> summitry.load_table(b"x,who won\n1.5,a\n2,b\n").numbers("x").tolist()
    [1.5, 2.0]
    """
    if isinstance(source, bytes):
        data, name = source, name or "data"
    else:
        name = name or os.fspath(source)
        data = read_bytes(Path(source), name, what="a table (.csv)", most=MOST_BYTES, suffixes=(".csv", ".tsv"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # the data archives of the field are often in Latin-1, which every byte fits
        text = data.decode("latin-1")
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    problems: list[Problem] = []
    names: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [" ".join(cell.split()) for cell in cells]
                problems += _names(names, name, line)
                continue
            if len(cells) != len(names):
                expected = f"{len(names)}, as the first line has names"
                fix = "quote a cell that holds the separator"
                problems.append(Problem(name, line, 1, f"{len(cells)} cells", expected, fix))
            rows.append(cells)
            lines.append(line)
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, 1, str(error), "a table in CSV"))
    if not names and not problems:
        problems.append(Problem(name, 1, 1, "an empty file", "a line with the names of the columns, and rows below it"))
    if problems:
        more = len(problems) - 20
        shown = problems[:20]
        if more > 0:
            shown.append(Problem(name, problems[20].line, 1, f"{more} more problems", "none"))
        raise InputError(shown)
    columns = {column: tuple(row[k] for row in rows) for k, column in enumerate(names)}
    raw = text.splitlines()
    written = tuple(raw[line - 1] if line <= len(raw) else "" for line in lines)
    return Table(columns, name, written, tuple(lines), separator)


def write(table: Table) -> str:
    """A table as CSV.

    >>> print(summitry.table_text(summitry.Table.of({"x": [1.5]})), end="")
    x
    1.5
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*table.columns.values(), strict=True))
    return out.getvalue()


def _names(names: list[str], file: str, line: int) -> list[Problem]:
    counts = Counter(names)
    out = [
        Problem(file, line, 1, f"the column {name!r} {count} times", "names that differ")
        for name, count in counts.items()
        if count > 1 and name
    ]
    if counts[""] > 1:
        out.append(Problem(file, line, 1, f"{counts['']} columns without a name", "a name for each column"))
    return out
