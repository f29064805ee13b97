"""The command `run`: solve a scenario for many draws and say what follows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.sources import NOT_CONVERGED, parse_settings, reported

if TYPE_CHECKING:
    from collections.abc import Callable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


@reported
def run(
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
    out: Annotated[
        Path | None, typer.Option(help="Folder for report.html, summary.json, manifest.json, figures and draws.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Threads; the result does not depend on them.")] = 2,
    allow_unsolved: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Share of draws that may stay unsolved before the command ends with 3."),
    ] = 0.005,
) -> None:
    """Run a scenario: chances, strategies, beliefs, deals. Ends with 0, 2 (bad input) or 3 (unsolved draws)."""
    import summitry

    values = parse_settings(settings or [])
    case = summitry.load(scenario)
    ledger = summitry.ledger_of(scenario, case)
    if out is not None and out.exists() and not out.is_dir():
        raise summitry.InputError([summitry.Problem(str(out), 0, 0, "a file", "a folder, or a name that is free")])
    with _Progress(quiet=not sys.stderr.isatty()) as progress:
        study = summitry.run(case, draws=draws, seed=seed, settings=values, workers=workers, progress=progress.tell)
        progress.note("writing the report" if out is not None else "")
        if out is not None:
            summitry.save(study, out, ledger=ledger, command=_command(scenario, study.draws, seed, settings or []))
    if study.draws != draws:
        typer.echo(f"{draws} draws were rounded up to {study.draws} (8 scrambles of a power of 2)", err=True)
    if as_json:
        typer.echo(summitry.json_text(summitry.summary(study)), nl=False)
    else:
        typer.echo(summitry.text(study), nl=False)
        if out is not None:
            typer.echo(f"\nReport: {out / 'report.html'}")
    certificate = study.findings.certificate
    if certificate.unsolved > allow_unsolved * certificate.draws:
        typer.echo(f"{certificate.unsolved} of {certificate.draws} draws are unsolved:", err=True)
        for advice, count in certificate.statuses.items():
            typer.echo(f"  {count}: {advice}", err=True)
        raise typer.Exit(NOT_CONVERGED)


def _command(scenario: str, draws: int, seed: int, settings: list[str]) -> str:
    """The command that gives this study again, without any path of this machine."""
    import shlex

    parts = ["summitry", "run", Path(scenario).name, "--draws", str(draws), "--seed", str(seed)]
    for setting in settings:
        parts += ["--set", setting]
    return shlex.join(parts)


class _Progress:
    """A line on stderr that says what is being done; silent where nobody watches."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.task: object = None
        self.what = ""

    def __enter__(self) -> _Progress:
        if not self.quiet:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.bar.start()
            self.task = self.bar.add_task("building the game (the first run compiles its kernels)", total=None)
        return self

    def __exit__(self, *exc: object) -> None:
        if not self.quiet:
            self.bar.stop()

    @property
    def tell(self) -> Callable[[str, int, int], None]:
        """What a study reports its progress to."""

        def told(what: str, done: int, total: int) -> None:
            if not self.quiet:
                self.bar.update(self.task, description=what, completed=done, total=total)  # type: ignore[arg-type]

        return told

    def note(self, what: str) -> None:
        """Say what goes on without a count."""
        if not self.quiet and what:
            self.bar.update(self.task, description=what, total=None)  # type: ignore[arg-type]
