"""The command `information`: what it would be worth to know a type, or a number."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(information)


@reported
def information(
    scenario: o.ScenarioArg,
    of: o.Of = None,
    lever: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="A number that the analyst can set: what knowing each other number first would add to the event.",
            show_default=False,
        ),
    ] = None,
    lower: Annotated[bool, typer.Option("--lower", help="The lever is to make the event less likely.")] = False,
    draws: Annotated[
        int | None,
        typer.Option(
            min=1, max=1 << 20, help="Draws of the uncertain numbers: 64, with --lever 512.", show_default=False
        ),
    ] = None,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Say what knowing another's type would be worth to each party, secretly and openly; or a number to the analyst."""
    import summitry

    case = summitry.load(scenario)
    with o.ProgressLine() as progress:
        study = summitry.information(
            case, of, lever=lever, lower=lower, draws=draws or (64 if lever is None else 512), seed=seed,
            settings=parse_settings(settings or []), fixes=fixes or [], workers=workers, progress=progress.tell,
        )  # fmt: skip
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)
