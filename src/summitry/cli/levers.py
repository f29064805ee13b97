"""The command `levers`: which uncertain numbers move an event."""

from __future__ import annotations

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(levers)


@reported
def levers(
    scenario: o.ScenarioArg,
    of: o.Of = None,
    draws: o.Draws = 256,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Rank the uncertain numbers by how far they move an event, alone and with others, with what they rest on."""
    import summitry

    case = summitry.load(scenario)
    with o.ProgressLine() as progress:
        study = summitry.levers(
            case, of, draws=draws, seed=seed, settings=parse_settings(settings or []), fixes=fixes or [],
            workers=workers, progress=progress.tell,
        )  # fmt: skip
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)
