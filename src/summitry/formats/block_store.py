"""The blocks of a long run in a folder, or at an address: each a small zarr group, known once it is whole.

A block is written first and then marked; one without its mark is not there. So a run that is killed loses the blocks
in work alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError, Problem
from summitry.study.blocks import Task
from summitry.study.solving import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = "run.json"
FOLDER = "blocks"
SUMS = ("endings", "sets")
"""Arrays of a block that are summed over its draws."""


class BlockStore:
    """A place for the blocks of one run: a folder, or an address that fsspec knows (`s3://…`, `memory://…`).

    >>> store = summitry.BlockStore("run")
    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=16, variants=False, store=store)
    >>> sorted(store.known())
    [0]
    """

    def __init__(self, address: str | os.PathLike[str]) -> None:
        self.address = os.fspath(address)
        if not self.address.strip():
            raise InputError([Problem("(no name)", 0, 0, "an empty name", "a folder, or an address that fsspec knows")])
        self.place: _Folder | _Address = _Address(self.address) if "://" in self.address else _Folder(self.address)

    def begin(self, task: Task) -> None:
        """Begin or go on; `InputError` where the place holds another run, or something that is none."""
        said = {
            "key": task.key,
            "scenario": task.scenario.sha256,
            "title": task.scenario.title,
            "settings": dict(sorted(task.scenario.settings.items())),
            "fixes": list(task.scenario.fixes),
            "draws": task.draws,
            "seed": task.seed,
            "draws_in_a_block": task.size,
        }
        with _told(self.address):
            there = self.place.read(RUN)
            if there is None:
                if not self.place.empty():
                    raise InputError(
                        [
                            Problem(
                                self.address, 0, 0, "a folder that holds something else", "one that is absent or empty"
                            )
                        ]
                    )
                self.place.write(RUN, json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n")
                return
        try:
            known = json.loads(there)
            same = known["key"] == task.key
        except (ValueError, KeyError, TypeError):
            raise InputError(
                [Problem(self.address, 0, 0, f"a {RUN} that cannot be read", "the store of a run")]
            ) from None
        if not same:
            differs = [k for k in said if k != "key" and known.get(k) != said[k]] or ["version of summitry"]
            what = ", ".join(f"{k} {known[k]!r}" if k in known and k != "scenario" else k for k in differs)
            raise InputError(
                [Problem(self.address, 0, 0, f"another run ({what})", "the same scenario, settings, draws and seed")]
            )

    def known(self) -> frozenset[int]:
        """Numbers of the blocks that are whole."""
        names = self.place.names(FOLDER)
        return frozenset(int(name[:-5]) for name in names if _MARK.fullmatch(name))

    def get(self, k: int) -> Block | None:
        """A block; None where what is there is not what was written."""
        import zarr

        try:
            group = zarr.open_group(self.place.store(f"{FOLDER}/{k:05}.zarr"), mode="r", zarr_format=2)
            layout: Any = group.attrs["layout"]
            table = np.asarray(group["draws"])
            sums = np.asarray(group["sums"])
            if self.place.read(f"{FOLDER}/{k:05}.done") != _hash(table, sums):
                return None
            arrays = {}
            at = 0
            for name, shape in layout["draws"]:
                width = int(np.prod(shape, dtype=np.int64))
                arrays[name] = table[:, at : at + width].reshape(len(table), *shape)
                at += width
            at = 0
            for name, width in layout["sums"]:
                arrays[name] = sums[at : at + width]
                at += width
            return Block.of_arrays(arrays)
        # whatever a spoilt file makes a reader say: the block is then computed anew
        except (OSError, KeyError, ValueError, TypeError, RuntimeError):
            return None

    def put(self, k: int, block: Block) -> None:
        """Keep a block, whole or not at all; `InputError` where it cannot be written."""
        import numcodecs
        import zarr

        arrays = block.arrays()
        sums = {name: arrays.pop(name) for name in SUMS}
        layout: Any = {
            "draws": [[name, list(x.shape[1:])] for name, x in arrays.items()],
            "sums": [[name, len(x)] for name, x in sums.items()],
        }
        size = len(block.status)
        table = np.concatenate([x.reshape(size, -1) for x in arrays.values()], axis=1)
        total = np.concatenate(list(sums.values()))
        with _told(self.address):
            self.place.remove(f"{FOLDER}/{k:05}.done")
            group = zarr.open_group(self.place.store(f"{FOLDER}/{k:05}.zarr"), mode="w", zarr_format=2)
            for name, x in (("draws", table), ("sums", total)):
                made = group.create_array(
                    name,
                    shape=x.shape,
                    chunks=tuple(max(1, n) for n in x.shape),
                    dtype=x.dtype,
                    compressors=numcodecs.Zstd(level=1),
                    fill_value=0.0,
                )
                made[...] = x
            group.attrs["layout"] = layout
            self.place.write(f"{FOLDER}/{k:05}.done", _hash(table, total))


_MARK = re.compile(r"[0-9]{5,}\.done")


def _hash(*arrays: npt.NDArray[np.float64]) -> bytes:
    """What a whole block comes to: a chunk that is gone is read as zeros, and only this tells."""
    found = hashlib.sha256()
    for x in arrays:
        found.update(np.ascontiguousarray(x).tobytes())
    return found.hexdigest().encode() + b"\n"


class _told:
    """Turns what an operating system says into one clear error."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            why = error.strerror or str(error)
            raise InputError(
                [Problem(self.address, 0, 0, f"cannot write there ({why})", "a place that can be written to")]
            ) from error


class _Folder:
    """A folder of this machine."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def read(self, name: str) -> bytes | None:
        file = self.path / name
        return file.read_bytes() if file.is_file() else None

    def write(self, name: str, content: bytes) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.draft")
        draft.write_bytes(content)
        os.replace(draft, file)

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def empty(self) -> bool:
        return not self.path.exists() or not any(self.path.iterdir())

    def names(self, folder: str) -> list[str]:
        inside = self.path / folder
        return sorted(p.name for p in inside.iterdir()) if inside.is_dir() else []

    def store(self, name: str) -> Any:
        return os.fspath(self.path / name)


class _Address:
    """A place that fsspec knows."""

    def __init__(self, address: str) -> None:
        try:
            import fsspec
        except ModuleNotFoundError:
            raise InputError(
                [Problem(address, 0, 0, "an address", "a folder", "`pip install summitry[cluster]` for addresses")]
            ) from None
        try:
            self.files, self.path = fsspec.core.url_to_fs(address)
        except (ValueError, ImportError, OSError) as error:
            found = str(error) or type(error).__name__
            raise InputError([Problem(address, 0, 0, found, "an address that fsspec knows")]) from error

    def _at(self, name: str) -> str:
        return f"{self.path.rstrip('/')}/{name}"

    def read(self, name: str) -> bytes | None:
        if not self.files.exists(self._at(name)):
            return None
        content: bytes = self.files.cat_file(self._at(name))
        return content

    def write(self, name: str, content: bytes) -> None:
        self.files.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
        self.files.pipe_file(self._at(name), content)

    def remove(self, name: str) -> None:
        if self.files.exists(self._at(name)):
            self.files.rm_file(self._at(name))

    def empty(self) -> bool:
        return not self.files.exists(self.path) or not self.files.ls(self.path, detail=False)

    def names(self, folder: str) -> Iterator[str] | list[str]:
        if not self.files.exists(self._at(folder)):
            return []
        return sorted(str(p).rpartition("/")[2] for p in self.files.ls(self._at(folder), detail=False))

    def store(self, name: str) -> Any:
        from zarr.storage import FsspecStore

        files = self.files
        if not files.async_impl:
            from fsspec.implementations.asyn_wrapper import AsyncFileSystemWrapper

            files = AsyncFileSystemWrapper(files, asynchronous=True)
        return FsspecStore(files, path=self._at(name), read_only=False)
