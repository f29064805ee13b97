"""The command `process`: the same case under other tables, agendas, orders and audiences."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(process)


@reported
def process(
    scenario: o.ScenarioArg,
    of: o.Of = None,
    propose: Annotated[
        bool | None,
        typer.Option(
            "--propose/--no-propose",
            help="Whether the program proposes changes of its own, one at a time; by default where the file has none.",
            show_default=False,
        ),
    ] = None,
    draws: o.Draws = 256,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Compare the case with its variants (who attends, agenda, order, audience), all on the same draws."""
    import summitry

    case = summitry.load(scenario)
    with o.ProgressLine() as progress:
        study = summitry.process(
            case, of, draws=draws, seed=seed, settings=parse_settings(settings or []), fixes=fixes or [],
            propose=propose, workers=workers, progress=progress.tell,
        )  # fmt: skip
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)
