"""Observations: rows and columns as they were written, and where each cell stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.errors import Problem

Floats = npt.NDArray[np.float64]

MISSING = frozenset({"", ".", "na", "n/a", "nan", "null", "none"})
"""Cells that say that nothing was recorded, in lower case."""
_NAMED = 5
"""Cells of one column that are named one by one; the others are counted."""


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of N rows with the file they came from.

    >>> table = summitry.Table.of({"x": [0.5, 1.5], "who won": ["a", "b"]})
    >>> table.rows, table.numbers("x").tolist(), table.labels("who won")
    (2, [0.5, 1.5], ('a', 'b'))
    """

    columns: Mapping[str, Sequence[str]]
    """Cells as text, in the order of the file."""
    file: str = "(data)"
    raw: tuple[str, ...] = ()
    """[N] each row as written; empty where there was no file."""
    lines: tuple[int, ...] = ()
    """[N] line of each row, from 1."""
    separator: str = ","
    order: tuple[int, ...] = ()
    """[N] number of each row in the file, from 1; empty where none was left out."""
    _numbers: dict[str, Floats] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, columns: Mapping[str, Iterable[Any]], file: str = "(data)") -> Table:
        """A table from columns of numbers or texts, such as a pandas `DataFrame`; `ValueError` for odd lengths."""
        found = {str(name): tuple(_text(cell) for cell in columns[name]) for name in columns}
        if len({len(cells) for cells in found.values()}) > 1:
            raise ValueError("columns of different lengths")
        return cls(found, file)

    @cached_property
    def rows(self) -> int:
        """Number of rows, N."""
        return len(next(iter(self.columns.values()), ()))

    def numbers(self, name: str) -> Floats:
        """[N] a column as numbers, NaN where a cell is none."""
        if name not in self._numbers:
            self._numbers[name] = np.array([_number(cell) for cell in self.columns[name]])
        return self._numbers[name]

    def labels(self, name: str) -> tuple[str, ...]:
        """[N] a column as texts; whole numbers are written without a point (1.0 is 1)."""
        return tuple(_label(cell) for cell in self.columns[name])

    def missing(self, name: str) -> npt.NDArray[np.bool_]:
        """[N] where nothing was recorded."""
        return np.array([cell.strip().lower() in MISSING for cell in self.columns[name]], bool)

    def keep(self, rows: npt.NDArray[np.bool_]) -> Table:
        """Only some rows."""
        where = np.flatnonzero(rows).tolist()

        def some(cells: Sequence[Any]) -> tuple[Any, ...]:
            return tuple(cells[i] for i in where) if cells else ()

        columns = {name: some(cells) for name, cells in self.columns.items()}
        order = tuple(self.number(i) for i in where)
        return Table(columns, self.file, some(self.raw), some(self.lines), self.separator, order)

    def number(self, row: int) -> int:
        """The number of a row in the file, from 1."""
        return self.order[row] if self.order else row + 1

    def with_numbers(self, name: str, values: Floats) -> Table:
        """The same rows with another column of numbers [N]."""
        return self.with_texts(name, [repr(v) for v in values.tolist()])

    def with_texts(self, name: str, cells: Sequence[str]) -> Table:
        """The same rows with another column of texts [N]."""
        kept = {k: v for k, v in self._numbers.items() if k != name}
        columns = {**self.columns, name: tuple(cells)}
        return Table(columns, self.file, self.raw, self.lines, self.separator, self.order, kept)

    def place(self, row: int, name: str) -> tuple[int, int]:
        """Line and column (in characters) at which a cell begins; the row's number and the column's without a file."""
        number = list(self.columns).index(name)
        if not self.raw:
            return self.number(row), number + 1
        quoted, seen, col = False, 0, 1
        for character in self.raw[row]:
            if seen == number:
                break
            quoted ^= character == '"'
            seen += character == self.separator and not quoted
            col += 1
        return self.lines[row], col

    def problems(self, name: str, bad: npt.NDArray[np.bool_], expected: str, fix: str = "") -> list[Problem]:
        """One problem for each of the first bad cells of a column, and one that counts the others."""
        where = np.flatnonzero(bad).tolist()
        out = []
        for row in where[:_NAMED]:
            cell = self.columns[name][row]
            found = "no value" if cell.strip().lower() in MISSING else repr(cell)
            out.append(
                Problem(
                    self.file,
                    *self.place(row, name),
                    f"{found} in row {self.number(row)} of column {name!r}",
                    expected,
                    fix,
                )
            )
        if len(where) > _NAMED:
            row = where[_NAMED]
            more = f"{len(where) - _NAMED} more such cells in column {name!r}, from row {self.number(row)}"
            out.append(Problem(self.file, *self.place(row, name), more, expected, fix))
        return out


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool | np.bool_):
        return str(int(cell))
    return repr(cell.item()) if isinstance(cell, np.generic) and not isinstance(cell, np.str_) else str(cell)


def _number(cell: str) -> float:
    try:
        found = float(cell) if "_" not in cell else np.nan
    except ValueError:
        return np.nan
    return found if np.isfinite(found) else np.nan


def _label(cell: str) -> str:
    words = " ".join(cell.split())
    number = _number(words)
    return str(int(number)) if np.isfinite(number) and number == int(number) and abs(number) < 1e15 else words
