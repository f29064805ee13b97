"""The study store: a study's draws as a zarr group that xarray alone can open."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr


def write(parts: Iterable[xr.Dataset], path: str | os.PathLike[str]) -> None:
    """Write the draws, some at a time, to a new folder; `OSError` where that cannot be done."""
    import zarr

    for number, data in enumerate(parts):
        # format 3 of zarr has no settled codec for texts yet
        if number:
            data.to_zarr(path, append_dim="draw", zarr_format=2, consolidated=False)
        else:
            data.to_zarr(path, mode="w", zarr_format=2, consolidated=False)
    zarr.consolidate_metadata(os.fspath(path), zarr_format=2)


def read(path: str | os.PathLike[str]) -> xr.Dataset:
    """The draws of a stored study."""
    import xarray as xr

    data: xr.Dataset = xr.open_zarr(path, chunks=None)
    return data
