"""All other studies of a case at once: levers, variants, tipping point, stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from summitry.scenario import Scenario
from summitry.study.experiment import Progress
from summitry.study.lever_study import LeverStudy, levers
from summitry.study.process import process
from summitry.study.stories import stories
from summitry.study.study import Study
from summitry.study.tipping import paths_of, tip


def full(
    study: Study,
    written: Scenario,
    *,
    of: str | None = None,
    target: float = 0.5,
    workers: int = 2,
    progress: Progress | None = None,
) -> Study:
    """A study with levers, process variants, the tipping point of the strongest lever, and stories besides.

    `written` is the scenario before settings and rules; `target` is the chance that is to be crossed or reached.

    >>> case = summitry.load("sanctions-threat")
    >>> whole = summitry.full(summitry.run(case, draws=16, variants=False), case)
    >>> len(whole.further)
    4
    """
    common: dict[str, Any] = {
        "seed": study.seed,
        "settings": study.settings,
        "fixes": study.scenario.fixes,
        "workers": workers,
        "progress": progress,
    }
    found: list[Any] = []

    def add(make: Callable[..., Any], *args: Any, **more: Any) -> Any:
        found.append(make(written, *args, **more, **common))
        return found[-1]

    strongest: LeverStudy = add(levers, of)
    add(process, of)
    alone = set(paths_of(study.scenario))
    lever = next((e.paths[0] for e in strongest.effects if len(e.paths) == 1 and e.paths[0] in alone), None)
    if lever is not None:
        add(tip, lever, of, target=target)
    if strongest.mean < 1 - 1e-9:  # what is certain has no story, nor what was never solved
        add(stories, of, target=_above(strongest.mean, target))
    return replace(study, further=(*study.further, *found))


def _above(mean: float, target: float) -> float:
    """The target, or where the event is likelier than that already, half of the way from there to certainty."""
    return target if mean < target else 0.5 * (mean + 1)


__all__ = ["full"]
