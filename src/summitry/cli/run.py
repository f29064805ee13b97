"""The command `run`: solve a scenario for many draws and say what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import NOT_CONVERGED, parse_settings, reported

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from summitry import BlockStore, Scenario, Study


INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


@reported
def run(
    scenario: o.ScenarioArg,
    draws: o.Draws = 2048,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="CASE",
            help="Compare with another scenario, or with PATH=VALUE of the same one, on the same draws.",
            show_default=False,
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Levers, process variants, tipping point and stories as well.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for report.html, summary.json, manifest.json, figures and draws.")
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Keep finished draws there and go on with those that are there; the report goes there too.",
            show_default=False,
        ),
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry-failed", help="With --resume: try draws without an answer again, harder.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A running Dask scheduler whose workers solve.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Threads or processes; the result does not depend on them.")
    ] = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:
    """Run a scenario: chances, strategies, beliefs, deals. Ends with 0, 2 (bad input) or 3 (unsolved draws)."""
    import summitry

    values = parse_settings(settings or [])
    case = summitry.load(scenario)
    ledger = summitry.ledger_of(scenario, case)
    other = _other(scenario, against) if against is not None else None
    if retry and resume is None:
        raise _bad("--retry-failed", "no --resume beside it", "--resume DIR with draws to try again")
    if (resume is not None and not resume.strip()) or (out is not None and not str(out).strip()):
        raise _bad("--resume" if resume is not None else "--out", "an empty name", "the name of a folder")
    if out is None and resume is not None and "://" not in resume:
        out = Path(resume)
    if out is not None and out.exists() and not out.is_dir():
        raise _bad(str(out), "a file", "a folder, or a name that is free")
    if out is not None:
        summitry.keep_apart(out, scenario, ledger=case.ledger, among=summitry.result_files())
        if against is not None and other is not None:
            summitry.keep_apart(out, against, ledger=other[0].ledger, among=summitry.result_files())
    store = summitry.BlockStore(resume) if resume is not None else None
    if store is not None and (there := len(store.known())):
        typer.echo(f"{there} blocks of draws are there already", err=True)
    cluster = summitry.Cluster(scheduler) if scheduler is not None else None
    with o.ProgressLine() as progress:
        try:
            study = summitry.run(
                case,
                draws=draws,
                seed=seed,
                settings=values,
                fixes=fixes or [],
                workers=cluster.workers if cluster is not None else workers,
                store=store,
                retry=retry,
                pool=(lambda: cluster) if cluster is not None else None,
                progress=progress.tell,
            )
        except KeyboardInterrupt:
            raise _stopped(progress, store, resume) from None
        finally:
            if cluster is not None:
                cluster.close()
        if full:
            study = summitry.full(study, case, workers=workers, progress=progress.tell)
        if other is not None:
            study = _compared(study, case, other, workers, progress.tell)
        progress.note("writing the report" if out is not None else "")
        if out is not None:
            command = _command(scenario, study.draws, seed, settings or [], fixes or [], against, full)
            summitry.save(study, out, ledger=ledger, command=command)
    if study.draws != draws:
        typer.echo(f"{draws} draws were rounded up to {study.draws} (8 scrambles of a power of 2)", err=True)
    if as_json:
        typer.echo(summitry.json_text(summitry.summary(study)), nl=False)
    else:
        typer.echo(summitry.text(study), nl=False)
        for extra in study.further:
            typer.echo("\n" + summitry.study_text(extra), nl=False)
        if out is not None:
            typer.echo(f"\nReport: {out / 'report.html'}")
    certificate = study.findings.certificate
    if certificate.unsolved > allow_unsolved * certificate.draws:
        typer.echo(f"{certificate.unsolved} of {certificate.draws} draws are unsolved:", err=True)
        for advice, count in certificate.statuses.items():
            typer.echo(f"  {count}: {advice}", err=True)
        raise typer.Exit(NOT_CONVERGED)


def _bad(what: str, found: str, expected: str) -> Exception:
    from summitry import InputError, Problem

    return InputError([Problem(what, 0, 0, found, expected)])


def _stopped(progress: o.ProgressLine, store: BlockStore | None, resume: str | None) -> typer.Exit:
    """After Ctrl-C: what is kept, and how to go on."""
    progress.__exit__(None, None, None)
    if store is None:
        typer.echo("stopped; nothing was kept (--resume DIR keeps finished draws)", err=True)
    else:
        typer.echo(
            f"stopped; {len(store.known())} blocks of draws are kept: run the same command again, with "
            f"--resume {resume}, to go on",
            err=True,
        )
    return typer.Exit(INTERRUPTED)


def _other(scenario: str, against: str) -> tuple[Scenario, Mapping[str, str], str]:
    """The case to compare with, its settings, and what it is called."""
    import os

    import summitry

    if "=" in against and not os.path.lexists(against):
        return summitry.load(scenario), parse_settings([against]), against
    return summitry.load(against), {}, Path(against).stem


def _compared(
    study: Study,
    case: Scenario,
    other: tuple[Scenario, Mapping[str, str], str],
    workers: int,
    tell: Callable[[str, int, int], None],
) -> Study:
    """The study with the other case beside it, on the same draws."""
    import summitry

    base, settings, name = other
    # what is compared is this case: its differences from the other
    return summitry.beside(
        study, case, base, settings=settings, names=(name, "this case"), workers=workers, progress=tell
    )


def _command(
    scenario: str, draws: int, seed: int, settings: list[str], fixes: list[str], against: str | None, full: bool
) -> str:
    """The command that gives this study again, without any path of this machine."""
    import shlex

    parts = ["summitry", "run", Path(scenario).name, "--draws", str(draws), "--seed", str(seed)]
    for setting in settings:
        parts += ["--set", setting]
    for rule in fixes:
        parts += ["--fix", rule]
    if against is not None:
        parts += ["--against", against if "=" in against else Path(against).name]
    if full:
        parts.append("--full")
    return shlex.join(parts)
