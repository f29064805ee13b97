"""Summitry: what follows when it is given who sits at which table, what each side wants, refuses and threatens.

The names below are all that command line and workbench use; each is imported when it is first asked for, so that
`import summitry` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from summitry.version import VERSION

__version__ = VERSION


# name -> (module, name there); an empty name is the module itself
_HOMES = {
    "catalog": ("summitry.catalog", ""),
    "schema": ("summitry.scenario.language", "schema"),
    "figures": ("summitry.report.figures", "figures"),
    "report": ("summitry.report.page", "page"),
    "run": ("summitry.study.run", "run"),
    "summary": ("summitry.report.summary", "summary_json"),
    "text": ("summitry.report.text", "summary"),
    **{
        name: (module, name)
        for module, names in {
            "summitry.build": "Game build",
            "summitry.errors": "GameError InputError Problem SizeError SummitryError",
            "summitry.evidence": "Ledger",
            "summitry.game": "Draws Tree",
            "summitry.jobs": "check json_text ledger_of load save solve source",
            "summitry.scenario": "Remark Scenario",
            "summitry.solve": "PathOptions Solution Status best_response",
            "summitry.study": "Findings Study",
        }.items()
        for name in names.split()
    },
}

__all__ = [
    "Draws",
    "Findings",
    "Game",
    "GameError",
    "InputError",
    "Ledger",
    "PathOptions",
    "Problem",
    "Remark",
    "Scenario",
    "SizeError",
    "Solution",
    "Status",
    "Study",
    "SummitryError",
    "Tree",
    "best_response",
    "build",
    "catalog",
    "check",
    "figures",
    "json_text",
    "ledger_of",
    "load",
    "report",
    "run",
    "save",
    "schema",
    "solve",
    "source",
    "summary",
    "text",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summitry' has no attribute {name!r}")
    module, there = _HOMES[name]
    found = import_module(module)
    value = getattr(found, there) if there else found
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Public names, asked for or not."""
    return sorted({*globals(), *_HOMES})


class _Package(ModuleType):
    """Keeps `summitry.build` and the like the verbs that they are documented to be.

    Importing the room `summitry.build` would otherwise put the room in the verb's place;
    `from summitry.build import …` finds the room all the same.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, ModuleType) and _HOMES.get(name, ("", ""))[1]:
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

if TYPE_CHECKING:
    from summitry import catalog as catalog
    from summitry.build import Game as Game
    from summitry.build import build as build
    from summitry.errors import GameError as GameError
    from summitry.errors import InputError as InputError
    from summitry.errors import Problem as Problem
    from summitry.errors import SizeError as SizeError
    from summitry.errors import SummitryError as SummitryError
    from summitry.evidence import Ledger as Ledger
    from summitry.game import Draws as Draws
    from summitry.game import Tree as Tree
    from summitry.jobs import check as check
    from summitry.jobs import json_text as json_text
    from summitry.jobs import ledger_of as ledger_of
    from summitry.jobs import load as load
    from summitry.jobs import save as save
    from summitry.jobs import solve as solve
    from summitry.jobs import source as source
    from summitry.report.figures import figures as figures
    from summitry.report.page import page as report
    from summitry.report.summary import summary_json as summary
    from summitry.report.text import summary as text
    from summitry.scenario import Remark as Remark
    from summitry.scenario import Scenario as Scenario
    from summitry.scenario.language import schema as schema
    from summitry.solve import PathOptions as PathOptions
    from summitry.solve import Solution as Solution
    from summitry.solve import Status as Status
    from summitry.solve import best_response as best_response
    from summitry.study import Findings as Findings
    from summitry.study import Study as Study
    from summitry.study.run import run as run
