"""Bytes of input files, and bytes as text: what every format asks of a file before it reads it."""

from __future__ import annotations

import difflib
import os
import stat
import tempfile
from collections.abc import Collection
from pathlib import Path

from summitry.errors import InputError, Problem


def read_bytes(path: Path, name: str, *, what: str, most: int, suffixes: Collection[str] = ()) -> bytes:
    """The bytes of a regular file of at most `most` bytes; anything else is an `InputError`.

    `name` is what messages call the file, `what` what it should be (`a scenario file`); a missing file is
    compared with its neighbours that end in one of `suffixes`.
    """

    def refuse(found: str, expected: str, fix: str = "") -> InputError:
        return InputError([Problem(name, 0, 0, found, expected, fix)])

    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise refuse("a directory", what)
        if not stat.S_ISREG(info.st_mode):
            # a pipe or a device would block, or never end
            raise refuse("no regular file", what)
        if info.st_size > most:
            raise refuse(f"a file of {info.st_size:,} bytes", f"at most {most:,} bytes")
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise refuse("no such file", what, _near_file(path, suffixes)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refuse(reason.lower(), "a file that can be read") from None


def decoded(data: bytes, name: str) -> str:
    """UTF-8 as text, a byte-order mark left out; `InputError` at the first byte that is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].rsplit(b"\n", 1)[-1].decode("utf-8-sig", "replace")
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x} that is not UTF-8"
        fix = "save the file with the encoding UTF-8"
        raise InputError([Problem(name, line, len(before) + 1, found, "text in UTF-8", fix)]) from error


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write bytes, or a text as UTF-8, whole or not at all; raises `OSError`."""
    target = Path(path)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        os.close(handle)
        Path(temporary).write_bytes(content.encode() if isinstance(content, str) else content)
        # mkstemp gives 0600; the file is to be as readable as others of its folder.
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _near_file(path: Path, suffixes: Collection[str]) -> str:
    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix in suffixes]
    except (OSError, ValueError):
        return ""
    match = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    return f"did you mean {str(path.with_name(match[0]))!r}?" if match else ""
