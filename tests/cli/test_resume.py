"""Long runs: kept block by block, killed, stopped, resumed to the same bytes, on processes and on a cluster."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import summitry
from summitry.cli.main import app
from summitry.errors import InputError

CASE = "sanctions-threat"
DRAWS = 32_768
"""Two blocks in three are without details."""


def command(folder: Path, *more: str, draws: int = DRAWS) -> list[str]:
    program = "from summitry.cli import main; main()"
    return [sys.executable, "-c", program, "run", CASE, "--draws", str(draws), "--resume", str(folder), *more]


def content(folder: Path) -> dict[str, str]:
    """Every file with the hash of its bytes."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def wait_for_blocks(run: subprocess.Popen[bytes], folder: Path, number: int) -> None:
    """Until as many blocks are written or the run has ended: by what is done, not by a clock that a busy machine upsets."""
    while run.poll() is None and len(list(folder.glob("blocks/*.done"))) < number:
        time.sleep(0.01)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("long") / "run"
    subprocess.run(command(folder), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    whole = content(folder)
    assert "report.html" in whole
    assert sum(name.endswith(".done") for name in whole) == DRAWS // 512
    return whole


@pytest.mark.slow
def test_killed_at_ten_random_moments_and_resumed_to_the_same_bytes(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    dice = random.Random(7)
    cut = 0
    for attempt in range(10):
        folder = tmp_path / str(attempt)
        with subprocess.Popen(
            command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as run:
            wait_for_blocks(run, folder, dice.randrange(DRAWS // 512 // 2))
            time.sleep(dice.uniform(0.0, 0.1))
            killed = run.poll() is None
            if killed:
                os.killpg(run.pid, signal.SIGKILL)
        done = len(list(folder.glob("blocks/*.done")))
        cut += killed and 0 < done < DRAWS // 512
        subprocess.run(command(folder), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert content(folder) == undisturbed
    assert cut  # at least one of them in the middle of solving


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    draws = 1 << 19  # far more than are solved before the signal comes
    with subprocess.Popen(
        command(folder, draws=draws),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # who runs the tests in the background may have Ctrl-C ignored, which a child would take over
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        until = time.monotonic() + 120
        while not list(folder.glob("blocks/*.done")) and time.monotonic() < until:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=120)[1]
    assert run.returncode == 130
    assert f"--resume {folder}" in said
    assert "Traceback" not in said
    kept = {p.name for p in folder.glob("blocks/*.done")}
    assert 0 < len(kept) < draws // 512
    store = summitry.BlockStore(folder)
    assert all(store.get(k) is not None for k in store.known())


def small(store: summitry.BlockStore | None = None, **more: object) -> dict[str, object]:
    study = summitry.run(summitry.load(CASE), draws=4096, variants=False, store=store, **more)  # type: ignore[arg-type]
    return {k: v for k, v in summitry.summary(study).items() if k != "elapsed_s"}


def test_a_block_that_is_lost_or_spoilt_is_computed_anew(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    first = small(summitry.BlockStore(folder))
    (folder / "blocks" / "00001.done").unlink()
    assert small(summitry.BlockStore(folder)) == first
    assert small(summitry.BlockStore("memory://a/run")) == first
    for file in (folder / "blocks" / "00002.zarr" / "draws").iterdir():
        file.write_bytes(b"\x00")
    (folder / "blocks" / "00003.zarr" / "draws" / "0.0").unlink()
    (folder / "blocks" / "00007.done").write_text("no such block")
    assert small(summitry.BlockStore(folder)) == first


def test_details_are_kept_of_some_draws_and_chances_of_all() -> None:
    study = summitry.run(summitry.load(CASE), draws=DRAWS, variants=False)
    assert study.data is not None
    assert study.data.sizes["draw"] == DRAWS
    (marker, *_) = study.findings.markers
    assert len(marker.by_draw) == DRAWS
    assert float(study.data["marker"].sel(event=marker.name).mean()) == pytest.approx(marker.mean)
    assert study.findings.certificate.draws == DRAWS
    # the smaller run of the same seed begins each scramble with the same draws
    fewer = summitry.run(summitry.load(CASE), draws=16_384, variants=False)
    assert [s.options for s in study.findings.strategies] == [s.options for s in fewer.findings.strategies]


def test_a_place_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear all")
    with pytest.raises(InputError, match="something else"):
        small(summitry.BlockStore(tmp_path))
    folder = tmp_path / "run"
    small(summitry.BlockStore(folder))
    with pytest.raises(InputError, match=r"another run \(seed 0\)"):
        small(summitry.BlockStore(folder), seed=3)
    with pytest.raises(InputError, match="another run"):
        small(summitry.BlockStore(folder), settings={"precision": "5"})
    (folder / "run.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        small(summitry.BlockStore(folder))
    assert (tmp_path / "letter.txt").read_text() == "dear all"
    with pytest.raises(InputError, match="fsspec knows"):
        summitry.BlockStore("nowhere://x")


def test_bad_options_end_with_2() -> None:
    run = CliRunner().invoke
    done = run(app, ["run", CASE, "--draws", "8", "--retry-failed"])
    assert (done.exit_code, "--resume" in done.stderr) == (2, True)
    for address in ("here", "foo://x", "tcp://", "tcp://127.0.0.1:9", "://"):
        done = run(app, ["run", CASE, "--draws", "8", "--scheduler", address])
        assert (done.exit_code, "Dask" in done.stderr) == (2, True)
    done = run(app, ["run", CASE, "--draws", "8", "--resume", " "])
    assert (done.exit_code, "empty name" in done.stderr) == (2, True)
    done = run(app, ["run", CASE, "--draws", "8", "--set", "audience_cost=1e999"])
    assert (done.exit_code, "beyond all measure" in done.stderr) == (2, True)


def test_failed_draws_are_tried_again_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from summitry.solve import Status
    from summitry.study import solving

    solution = solving.Solver.solution

    def some_fail(self: solving.Solver, rows: np.ndarray) -> object:
        found = solution(self, rows)
        if not self.path.last_resort:
            found.status[::7] = Status.BUDGET
        return found

    whole = small()
    folder = tmp_path / "run"
    with monkeypatch.context() as patch:
        patch.setattr(solving.Solver, "solution", some_fail)
        failed = small(summitry.BlockStore(folder))
        assert failed["unsolved"] == 4 * len(range(0, 1024, 7))
        assert small(summitry.BlockStore(folder), retry=True)["unsolved"] == 0
    again = small(summitry.BlockStore(folder))
    assert again["unsolved"] == 0
    first, second = whole["markers"], again["markers"]
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    for name in first:
        assert second[name]["mean"] == pytest.approx(first[name]["mean"], abs=1e-9)


@pytest.mark.slow
def test_processes_and_a_cluster_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    whole = small(workers=1)
    monkeypatch.setattr(sys.modules["summitry.study.run"], "MUCH", 0)
    assert small(workers=2) == whole
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as machines:
        cluster = summitry.Cluster(machines.scheduler_address)
        assert cluster.workers == 2
        assert small(pool=lambda: cluster, workers=cluster.workers) == whole
        cluster.close()


def test_a_worker_that_dies_costs_its_block_alone() -> None:
    """A pool that breaks twice: the blocks that were at work are begun anew in another one."""
    from concurrent.futures import BrokenExecutor, Future

    whole = small(workers=1)
    made: list[int] = []

    class Frail:
        """Computes at once; one call of each of the first two pools finds its worker dead."""

        def __init__(self) -> None:
            made.append(0)
            self.number = len(made)
            self.calls = 0

        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            self.calls += 1
            future: Future[object] = Future()
            if self.calls == {1: 3, 2: 1}.get(self.number):
                future.set_exception(BrokenExecutor("a worker died"))
            else:
                future.set_result(fn(*args, **kwargs))
            return future

    assert small(pool=Frail, workers=2) == whole
    assert len(made) == 3


def test_a_block_that_kills_every_worker_ends_the_run() -> None:
    from concurrent.futures import BrokenExecutor, Future

    class Deadly:
        """Every call finds its worker dead, or cannot even be given to it."""

        calls = 0

        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            Deadly.calls += 1
            if Deadly.calls % 3 == 0:
                raise BrokenExecutor("a worker died before")
            future: Future[object] = Future()
            future.set_exception(BrokenExecutor("a worker died"))
            return future

    with pytest.raises(summitry.WorkerError, match="lost its worker 4 times"):
        small(pool=Deadly, workers=1)


def test_another_variant_is_another_run(tmp_path: Path) -> None:
    from summitry.scenario import with_variant

    case = summitry.load("alaska-2025")
    other = with_variant(case, case.variants[2])
    from summitry.study.blocks import Task

    keys = {Task(c, w, 8, 0, 8, ()).key for c, w in ((case, case), (other, case), (other, other))}
    assert len(keys) == 3


def test_manifest_names_no_place_of_this_machine(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["run", CASE, "--draws", "16", "--resume", str(tmp_path / "run")])
    assert done.exit_code == 0, done.output
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert str(tmp_path) not in json.dumps(manifest)
