"""The study store: a study's draws as a zarr group that xarray alone can open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr


def write(data: xr.Dataset, path: str | os.PathLike[str]) -> None:
    """Write the draws to a new folder; `OSError` where that cannot be done."""
    # format 3 of zarr has no settled codec for texts yet
    data.to_zarr(path, mode="w", zarr_format=2, consolidated=True)


def read(path: str | os.PathLike[str]) -> xr.Dataset:
    """The draws of a stored study."""
    import xarray as xr

    data: xr.Dataset = xr.open_zarr(path)
    return data
