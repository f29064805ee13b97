"""The catalogue of texts: one TOML file a language, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGE = "en"


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, dict[str, Any]]:
    """All texts of a language, by block and key."""
    return tomllib.loads((files("summitry.report") / f"texts_{language}.toml").read_text(encoding="utf-8"))


def text(key: str) -> str:
    """The template under `block.key`."""
    block, _, name = key.partition(".")
    return str(catalogue()[block][name])


def entries(key: str) -> list[Any]:
    """The list under `block.key`."""
    block, _, name = key.partition(".")
    return list(catalogue()[block][name])


def has(key: str) -> bool:
    """Whether the catalogue holds `block.key`."""
    block, _, name = key.partition(".")
    return name in catalogue().get(block, {})
