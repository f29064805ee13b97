"""The command `ask`: which further comparison of worths would narrow the findings most."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli.sources import NOT_CONVERGED, parse_settings, reported


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ask)


@reported
def ask(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A scenario file, or a name of the catalog.", show_default=False)
    ],
    draws: Annotated[
        int,
        typer.Option(min=1, max=1 << 22, help="Draws of the uncertain numbers; rounded up to 8 times a power of 2."),
    ] = 2048,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed of the draws.")] = 0,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a number of the file; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Threads; the result does not depend on them.")] = 2,
    allow_unsolved: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Share of draws that may stay unsolved before the command ends with 3."),
    ] = 0.005,
) -> None:
    """Say which comparison of worths to ask for next. Ends with 0, 2 (bad input) or 3 (unsolved draws)."""
    import summitry

    case = summitry.load(scenario)
    study = summitry.run(
        case, draws=draws, seed=seed, settings=parse_settings(settings or []), workers=workers, variants=False
    )
    if as_json:
        typer.echo(summitry.json_text(summitry.questions_json(study)), nl=False)
    else:
        typer.echo(summitry.questions_text(study), nl=False)
    certificate = study.findings.certificate
    if certificate.unsolved > allow_unsolved * certificate.draws:
        typer.echo(f"{certificate.unsolved} of {certificate.draws} draws are unsolved", err=True)
        raise typer.Exit(NOT_CONVERGED)
