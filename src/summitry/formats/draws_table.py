"""A study's draws as a tidy table, one row a draw: CSV or Parquet, written some draws at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

ENDINGS = (".csv", ".parquet")
PLAIN = ("scramble", "status", "folded", "residual", "regret_ratio")
"""Columns without names of their own."""
NAMED = {"outcome": "ending", "marker": "event", "value": "party", "value_analyst": "party", "number": "path"}
"""Variables of several columns, and the coordinate that names these."""


def frame(part: xr.Dataset) -> pd.DataFrame:
    """Some draws as columns `draw`, `status`, …, `outcome.NAME`, `marker.NAME`, `value.PARTY`, `number.PATH`."""
    import pandas as pd

    columns = {"draw": part["draw"].values} | {name: part[name].values for name in PLAIN}
    for variable, coordinate in NAMED.items():
        table = part[variable].values
        for k, name in enumerate(part[coordinate].values.tolist()):
            columns[f"{variable}.{name}"] = table[:, k]
    return pd.DataFrame(columns)


def write(parts: Iterable[xr.Dataset], path: Path) -> None:
    """Write all draws to a new file, by its ending; `OSError` where that cannot be done."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            for number, part in enumerate(parts):
                frame(part).to_csv(file, index=False, header=number == 0, lineterminator="\n")
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer: pq.ParquetWriter | None = None
    try:
        for part in parts:
            table = pa.Table.from_pandas(frame(part), preserve_index=False)
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()
