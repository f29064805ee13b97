"""What a study leaves for other programs: xarray alone, pandas, notebooks, figures for papers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import summitry
from summitry.errors import InputError


@pytest.fixture(scope="module")
def study() -> summitry.Study:
    return summitry.run(summitry.load("sanctions-threat"), draws=64, variants=False)


def test_xarray_alone_opens_the_store(study: summitry.Study, tmp_path: Path) -> None:
    summitry.save(study, tmp_path / "out")
    draws = xr.open_zarr(tmp_path / "out" / "study.zarr")
    assert dict(draws.sizes) == {"draw": 64, "path": 19, "ending": 4, "event": 3, "party": 2}
    assert draws.attrs["seed"] == 0
    assert draws["marker"].dims == ("draw", "event")
    assert all("long_name" in draws[name].attrs for name in draws.data_vars)
    (first, *_) = study.findings.markers
    np.testing.assert_array_equal(draws["marker"].sel(event=first.name), first.by_draw)
    assert list(np.unique(draws["scramble"])) == list(range(8))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_one_row_a_draw(study: summitry.Study, tmp_path: Path, ending: str) -> None:
    file = summitry.save_draws(study, tmp_path / f"draws.{ending}")
    table = pd.read_csv(file) if ending == "csv" else pd.read_parquet(file)
    assert len(table) == 64
    assert list(table["draw"]) == list(range(64))
    for event in (*study.findings.markers, *study.findings.outcomes):
        kind = "marker" if event in study.findings.markers else "outcome"
        np.testing.assert_allclose(table[f"{kind}.{event.name}"], event.by_draw, rtol=1e-12)
    assert {"number.audience_cost", "value.sender", "value_analyst.target", "status", "folded"} <= set(table)
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_the_same_rows_whether_written_in_parts_or_at_once(
    study: summitry.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    whole = summitry.save_draws(study, tmp_path / "whole.csv").read_text()
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["summitry.study.dataset"], "PART", 16)
        assert summitry.save_draws(study, tmp_path / "parts.csv").read_text() == whole
        summitry.save(study, tmp_path / "out")
        assert replace(study).data is not None
        assert dict(replace(study).data.sizes)["draw"] == 64
    draws = xr.open_zarr(tmp_path / "out" / "study.zarr")
    xr.testing.assert_equal(draws.load(), study.data)


def test_what_cannot_be_written(study: summitry.Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ends in \.csv or \.parquet"):
        summitry.save_draws(study, tmp_path / "draws.xlsx")
    with pytest.raises(InputError, match="cannot write there"):
        summitry.save_draws(study, tmp_path / "nowhere" / "draws.csv")
    with pytest.raises(InputError, match="without draws"):
        summitry.save_draws(replace(study, parts=None), tmp_path / "draws.csv")
    with pytest.raises(InputError, match="did you mean 'endings'"):
        summitry.save_figure(study, "endngs", tmp_path / "x.svg")
    with pytest.raises(InputError, match=r"\.svg, \.png or \.pdf"):
        summitry.save_figure(study, "endings", tmp_path / "x.gif")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_figure_by_one_call(study: summitry.Study, tmp_path: Path, ending: str, begins: bytes) -> None:
    file = summitry.save_figure(study, "likely", tmp_path / f"likely.{ending}")
    assert file.read_bytes().startswith(begins)


def test_a_notebook_shows_chances(study: summitry.Study) -> None:
    html = study._repr_html_()
    assert "<table>" in html
    assert all(event.name in html for event in study.findings.outcomes)
    hostile = replace(study, scenario=replace(study.scenario, title="<script>"))
    assert "<script>" not in hostile._repr_html_()
