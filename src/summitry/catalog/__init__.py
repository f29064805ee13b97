"""The scenarios that ship, each with its citation; data and the way to it, nothing else.

>>> "alaska-2025" in summitry.catalog.names()
True
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

__all__ = [
    "KINDS",
    "BaseRate",
    "base_rate",
    "base_rates",
    "content",
    "index",
    "kind",
    "names",
    "path",
    "read_text",
    "table",
    "title",
]

KINDS = {
    "": "cases",
    "historical": "cases from published studies, with what happened apart",
    "teaching": "cases that teach",
    "published": "published games, which `summitry validate` holds against their results",
}
"""Folders of the catalog, in the order in which they are listed, and what lies in them."""

_TITLE = re.compile(r"^title: *(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class BaseRate:
    """How often something came about in a named class of past cases; shown beside an answer, never mixed into it."""

    name: str
    title: str
    event: str
    n: int
    """Cases in which the event came about."""
    N: int
    """Cases of the class."""
    period: str
    definition: str
    """How the class and the event were coded, so that the count can be repeated."""
    source: str
    url: str
    no_yardstick: str
    """Why the rate is no measure of the case at hand."""

    @property
    def rate(self) -> float:
        """`n` of `N`."""
        return self.n / self.N


@cache
def _files() -> dict[str, tuple[str, Traversable]]:
    """File name -> the folder it lies in and the file itself; also inside a zip."""
    found = {}
    for folder in KINDS:
        for entry in (files(__name__) / folder if folder else files(__name__)).iterdir():
            if entry.is_file() and not entry.name.endswith((".py", ".pyc")):
                found[entry.name] = (folder, entry)
    return found


@cache
def names(kind: str | None = None) -> tuple[str, ...]:
    """The names of the scenarios, sorted; of one kind (a key of `KINDS`) where it is given."""
    found = (name.removesuffix(".yaml") for name in _files() if name.endswith(".yaml"))
    return tuple(sorted(name for name in found if kind is None or _files()[f"{name}.yaml"][0] == kind))


def kind(name: str) -> str:
    """The folder in which a scenario lies, a key of `KINDS`; as for `read_text`."""
    return _files()[path(name).name][0]


def read_text(name: str) -> str:
    """The text of a scenario by its name, or of another file of the catalog by its file name.

    Raises
    ------
    KeyError
        With the names there are.
    """
    return path(name).read_text(encoding="utf-8")


def path(name: str) -> Traversable:
    """The file itself; as for `read_text`."""
    file_name = f"{name}.yaml" if f"{name}.yaml" in _files() else name
    if file_name not in _files():
        raise KeyError(f"no scenario {name!r} in the catalog; there are {', '.join(names())}")
    return _files()[file_name][1]


def content(name: str) -> bytes:
    """The bytes of a file of the catalog; as for `read_text`."""
    return read_text(name).encode()


def table(name: str) -> dict[str, Any]:
    """A table of the catalog by its file name (`published.toml`, `outcomes.toml`); as for `read_text`."""
    return tomllib.loads(read_text(name))


def title(name: str) -> str:
    """The title of a scenario, as its file says."""
    found = _TITLE.search(read_text(name))
    return found.group(1) if found else name


def index() -> dict[str, str]:
    """The titles by name."""
    return {name: title(name) for name in names()}


@dataclass(frozen=True)
class Measured:
    """How large a case is and how long it took, on the machine and day that `measured.json` names."""

    nodes: int
    seconds: float
    """To build it and solve 64 draws, without compiling."""


def measured(name: str) -> Measured | None:
    """Size and time of a case, as last measured (`benchmarks/catalog_cases.py`); None if it was not."""
    found = _measured()["cases"].get(name)
    return Measured(**found) if found is not None else None


def measured_on() -> str:
    """On which machine and day sizes and times were measured."""
    return str(_measured()["on"])


@cache
def _measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text("measured.json"))
    return found


@cache
def base_rates() -> tuple[str, ...]:
    """The names of the base rates."""
    return tuple(_base_rates())


def base_rate(name: str) -> BaseRate:
    """A base rate by name; `KeyError` with the names there are."""
    try:
        return _base_rates()[name]
    except KeyError:
        raise KeyError(f"no base rate {name!r}; there are {', '.join(base_rates())}") from None


@cache
def _base_rates() -> dict[str, BaseRate]:
    """All base rates by name."""
    return {name: BaseRate(name=name, **fields) for name, fields in json.loads(read_text("base_rates.json")).items()}
