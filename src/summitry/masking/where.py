"""Where masked files and their key may lie, and how they get there: all of them or none."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from summitry.errors import InputError, Problem


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a file lies, or would lie, in a folder or below it, whatever links and `..` lead there."""
    root = Path(os.path.realpath(folder))
    itself = Path(os.path.realpath(path.parent)) / path.name
    for place in (itself, Path(os.path.realpath(path))):
        for above in (place, *place.parents):
            if above == root or _same(above, root):
                return True
    return False


def _same(a: Path, b: Path) -> bool:
    try:
        return os.path.samefile(a, b)
    except OSError:
        return False


def key_problems(key: Path, folder: Path, what: str) -> Iterator[Problem]:
    """What is wrong with the place of a key."""
    if lies_in(key, folder):
        yield Problem(
            str(key), 0, 0, f"a key in {what} {str(folder)!r}", "a key elsewhere",
            "whoever is given the folder would be given the key",
        )  # fmt: skip
    elif not Path(os.path.realpath(key)).parent.is_dir():
        yield Problem(str(key), 0, 0, "a folder that is not there", "a key in a folder that is there")


def folder_problems(folder: Path) -> Iterator[Problem]:
    """What is wrong with a folder that is to receive files: it must be new or empty."""
    try:
        info = os.stat(folder)
    except FileNotFoundError:
        if os.path.lexists(folder):
            yield Problem(str(folder), 0, 0, "a link that leads nowhere", "a new or an empty folder")
        return
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Problem(str(folder), 0, 0, f"cannot write there ({why})", "a new or an empty folder")
        return
    if not stat.S_ISDIR(info.st_mode):
        yield Problem(str(folder), 0, 0, "a file", "a new or an empty folder")
        return
    held = sorted(os.listdir(folder))
    if held:
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        yield Problem(
            str(folder), 0, 0, f"a folder that holds {held[0]!r}{more}", "a new or an empty folder",
            "masked and other files are never written into one folder",
        )  # fmt: skip


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A folder beside another, in which files are made ready; it goes when it is left."""
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".summitry-", dir=target.parent))
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        work = made / "files"
        work.mkdir()  # with the rights of a folder that a user makes
        yield work
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_all(work: Path, files: Mapping[str, bytes]) -> None:
    """Write files by name into a folder; names may lead into folders below it."""
    for name, data in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(data)


def put(work: Path, folder: Path, key: Path | None = None, text: str = "") -> None:
    """Put a folder of finished files in its place, and a key, that only its owner can read, in its own.

    If either fails, both are as before; raises `InputError`.
    """
    target = Path(os.path.realpath(folder))
    place = Path(os.path.realpath(key)) if key is not None else None
    before = place.read_bytes() if place is not None and place.exists() else None
    written = False
    try:
        if place is not None:
            _write_secret(place, text.encode())
            written = True
        _move(work, target)
    except BaseException as error:
        if place is not None and written:
            if before is None:
                place.unlink(missing_ok=True)
            else:
                _write_secret(place, before)
        if isinstance(error, OSError):
            raise unwritable(folder if written or place is None else key or folder, error) from error
        raise


def _move(work: Path, target: Path) -> None:
    if target.is_dir():
        target.rmdir()  # it is empty, or this fails
    os.rename(work, target)


def _write_secret(place: Path, data: bytes) -> None:
    """Write a file of mode 0600, whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o600)
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def unwritable(place: Path, error: OSError) -> InputError:
    """The error that says so."""
    why = error.strerror or str(error)
    return InputError([Problem(str(place), 0, 0, f"cannot write there ({why})", "a place that can be written to")])
