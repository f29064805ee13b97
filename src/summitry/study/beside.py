"""A study with another case beside it, solved on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from summitry.scenario import Scenario
from summitry.study.comparison import compare
from summitry.study.experiment import Progress
from summitry.study.run import run
from summitry.study.study import Study

PAIRED = 256
"""Draws on which differences are worked out by pairs."""


def beside(
    study: Study,
    written: Scenario,
    other: Scenario,
    *,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    names: tuple[str, str] = ("the other case", "this case"),
    workers: int = 2,
    progress: Progress | None = None,
) -> Study:
    """A study with another case beside it: its numbers for the same page, and the paired differences from it.

    `written` is the study's scenario before its settings and rules; `settings` and `fixes` are those of the other case;
    `names` is what the other case and this one are called. Raises what `run` raises.

    >>> case = summitry.load("sanctions-threat")
    >>> study = summitry.beside(summitry.run(case, draws=8, variants=False), case, case, settings={"precision": "3"})
    >>> study.against.draws, len(study.further)
    (8, 1)
    """
    against = run(
        other,
        draws=study.draws,
        seed=study.seed,
        settings=settings,
        fixes=fixes,
        workers=workers,
        variants=False,
        progress=progress,
    )
    found = compare(
        other,
        written,
        draws=min(study.draws, PAIRED),
        seed=study.seed,
        settings=settings,
        fixes=fixes,
        second_settings=study.settings,
        second_fixes=study.scenario.fixes,
        names=names,
        workers=workers,
        progress=progress,
    )
    return replace(study, against=against, further=(*study.further, found))
