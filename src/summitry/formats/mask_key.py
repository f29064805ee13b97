"""The key of a mask: the secret, what stands for what, and what each file held where it was changed (floor 6)."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from summitry.errors import InputError, Problem
from summitry.formats.files import read_bytes

MOST_BYTES = 256 << 20
_STRICT = ConfigDict(extra="forbid", strict=True)
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Edit = tuple[int, int, str]
"""Code points from a place in the masked file, how many, and what stood there."""


@dataclass(frozen=True, config=_STRICT, kw_only=True)
class MaskedFile:
    """A file that was masked."""

    name: str
    was: str
    """Its name before, as it is named beside the scenario."""
    kind: str
    """`scenario`, `ledger` or `text`."""
    sha256: Digest
    """Of the masked bytes."""
    was_sha256: Digest
    edits: tuple[Edit, ...]


@dataclass(frozen=True, config=_STRICT, kw_only=True)
class MaskedCase:
    """A scenario that was masked, with its ledger and texts."""

    files: tuple[MaskedFile, ...]
    anchor: int
    """The year of dates without a year."""
    month_words: bool = True
    weekday_words: bool = True
    """Whether months and days of the week kept names."""
    wholes: tuple[tuple[str, str], ...] = ()
    """Names of files and the like that were replaced as a whole: after, before."""
    dated: dict[str, tuple[tuple[str, str], ...]] = Field(default_factory=dict)
    """Names of the scenario that hold dates, masked: each date, after and before."""
    digests: tuple[tuple[str, str], ...] = ()
    """Digests of texts: after, before."""


@dataclass(frozen=True, config=_STRICT, kw_only=True)
class MaskKey:
    """All that leads back."""

    summitry_mask_key: int
    secret: Digest
    days: int | None = None
    """By how many days dates move; none before the first case."""
    given: dict[str, str] = Field(default_factory=dict)
    stems: dict[str, str] = Field(default_factory=dict)
    spelling: dict[str, str] = Field(default_factory=dict)
    cases: tuple[MaskedCase, ...] = ()


_KEY: TypeAdapter[MaskKey] = TypeAdapter(MaskKey)


def new_key() -> MaskKey:
    """A key with a secret that nobody has seen."""
    return MaskKey(summitry_mask_key=1, secret=secrets.token_hex(32))


def read_key(path: Path, name: str) -> MaskKey:
    """The key in a file; `InputError` where it is none."""
    data = read_bytes(path, name, what="a key that `summitry mask` wrote", most=MOST_BYTES)
    try:
        return _KEY.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        found = f"no key of a mask ({where}: {first['msg'].lower()})"
        fix = "name another file: one that is there is not overwritten"
        raise InputError([Problem(name, 0, 0, found, "a key that `summitry mask` wrote, or a new name", fix)]) from None


def key_text(key: MaskKey) -> str:
    """A key as it is written."""
    return json.dumps(_KEY.dump_python(key, mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
