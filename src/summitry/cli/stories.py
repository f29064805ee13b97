"""The command `stories`: what would have to be true for an event to be likely."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(stories)


@reported
def stories(
    scenario: o.ScenarioArg,
    of: o.Of = None,
    target: Annotated[float, typer.Option(help="The chance that is to be reached, between 0 and 1.")] = 0.5,
    draws: o.Draws = 512,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Tell the most plausible numbers under which an event reaches a chance, and a rule for all such draws."""
    import summitry

    case = summitry.load(scenario)
    with o.ProgressLine() as progress:
        study = summitry.stories(
            case, of, target=target, draws=draws, seed=seed, settings=parse_settings(settings or []),
            fixes=fixes or [], workers=workers, progress=progress.tell,
        )  # fmt: skip
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)
