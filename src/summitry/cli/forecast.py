"""The command `forecast`: the model's chances as dated records beside those that people stated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(forecast)


@reported
def forecast(
    scenario: o.ScenarioArg,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="File that records are added to; - for stdout alone.")
    ] = Path("forecasts.jsonl"),
    date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the forecasts are made; the scenario's as_of by default."),
    ] = None,
    resolve_by: Annotated[
        str | None, typer.Option(metavar="DATE", help="When the outcome should be known.", show_default=False)
    ] = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="What the model is called among forecasters.")] = "model",
    draws: o.Draws = 2048,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as one JSON object.")] = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Write dated forecasts of markers and outcomes, and the chances that people stated; records there are kept."""
    import summitry

    o.dates({"--date": date, "--resolve-by": resolve_by})
    case = summitry.load(scenario)
    summitry.forecast_date(case, date or "", resolve_by or "")
    ledger = summitry.ledger_of(scenario, case)
    to_file = str(out) != "-"
    if to_file:
        summitry.keep_apart(out, scenario, ledger=case.ledger)
    if to_file and out.exists():
        # what is wrong with the file is said before the case is solved
        summitry.load_forecasts(out)
    with o.ProgressLine() as progress:
        study = summitry.run(
            case, draws=draws, seed=seed, settings=parse_settings(settings or []), fixes=fixes or [],
            workers=workers, variants=False, progress=progress.tell,
        )  # fmt: skip
    made = summitry.forecasts(study, ledger=ledger, date=date or "", resolve_by=resolve_by or "", who=who)
    added = summitry.add_forecasts(out, made) if to_file else 0
    if as_json:
        typer.echo(summitry.json_text(summitry.forecasts_json(made)), nl=False)
    elif not to_file:
        typer.echo(summitry.forecast_lines(made), nl=False)
    else:
        typer.echo(summitry.forecasts_text(made), nl=False)
    if to_file:
        there = len(made) - added
        typer.echo(f"{added} forecasts added to {out}" + (f", {there} were there already" if there else ""), err=True)
    certificate = study.findings.certificate
    if certificate.unsolved > allow_unsolved * certificate.draws:
        o.unsolved(certificate.unsolved, certificate.draws)
