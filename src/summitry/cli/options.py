"""Options that several commands share, and how a long command tells what it does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from summitry.cli.sources import NOT_CONVERGED

if TYPE_CHECKING:
    from types import TracebackType

ScenarioArg = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A scenario file, or a name of the catalog.", show_default=False)
]
Of = Annotated[
    str | None,
    typer.Option(
        "--of", metavar="EVENT", help="A marker or an outcome; the first marker by default.", show_default=False
    ),
]
Draws = Annotated[
    int, typer.Option(min=1, max=1 << 22, help="Draws of the uncertain numbers; rounded up to 8 times a power of 2.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed of the draws.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Replace a number of the file; may be repeated.", show_default=False
    ),
]
Fixes = Annotated[
    list[str] | None,
    typer.Option(
        "--fix",
        metavar="RULE",
        help='Hold a party to a rule, such as "opening is restates demands"; may be repeated.',
        show_default=False,
    ),
]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Threads; the result does not depend on them.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Out = Annotated[Path | None, typer.Option(help="File to which the JSON object is written.", show_default=False)]
AllowUnsolved = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Share of points that may stay unsolved before the command ends with 3.")
]
ALLOWED = 0.005
"""Share of points that may stay unsolved, by default."""


def dates(given: Mapping[str, str | None]) -> None:
    """Raise `InputError` with every option whose text is no day of the calendar."""
    import datetime

    from summitry import InputError, Problem

    problems = []
    for option, text in given.items():
        if text is None:
            continue
        try:
            fine = datetime.date.fromisoformat(text).isoformat() == text
        except ValueError:
            fine = False
        if not fine:
            problems.append(Problem(option, 0, 0, repr(text), "a date such as 2025-08-14"))
    if problems:
        raise InputError(problems)


class ProgressLine:
    """A line on stderr that says what is being done; silent where nobody watches."""

    def __init__(self, first: str = "building the game (the first run compiles its kernels)") -> None:
        self.quiet = not sys.stderr.isatty()
        self.first = first
        self.task: Any = None

    def __enter__(self) -> ProgressLine:
        if not self.quiet:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.bar.start()
            self.task = self.bar.add_task(self.first, total=None, rate="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.quiet:
            self.bar.stop()

    @property
    def tell(self) -> Callable[[str, int, int], None]:
        """What a study reports its progress to."""
        seen: list[str] = []

        def told(what: str, done: int, total: int) -> None:
            if self.quiet:
                return
            if seen != [what]:
                seen[:] = [what]
                self.bar.reset(self.task, total=total, description=what, rate="")
            speed = self.bar.tasks[0].speed
            self.bar.update(
                self.task, description=what, completed=done, total=total, rate=f"{speed:,.0f}/s" if speed else ""
            )

        return told

    def note(self, what: str) -> None:
        """Say what goes on without a count."""
        if not self.quiet and what:
            self.bar.update(self.task, description=what, total=None, rate="")


def finish(study: Any, *, as_json: bool, allow_unsolved: float) -> None:
    """Print a study, and end with 3 where too many points have no answer."""
    import summitry

    if as_json:
        typer.echo(summitry.json_text(summitry.study_json(study)), nl=False)
    else:
        typer.echo(summitry.study_text(study), nl=False)
    solved = study.solved
    if solved.share > allow_unsolved:
        unsolved(solved.unsolved, solved.points)


def unsolved(count: int, of: int) -> NoReturn:
    """Say how many points have no answer, and end with 3."""
    typer.echo(f"{count:,} of {of:,} points have no answer", err=True)
    raise typer.Exit(NOT_CONVERGED)
