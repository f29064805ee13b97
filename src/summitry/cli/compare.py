"""The command `compare`: two cases on the same draws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported

if TYPE_CHECKING:
    from summitry import Study


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(compare)


@reported
def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A scenario file, or a name of the catalog.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another, or the same with --set or --fix.")],
    draws: o.Draws = 256,
    seed: o.Seed = 0,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a number of B; may be repeated.", show_default=False),
    ] = None,
    fixes: Annotated[
        list[str] | None,
        typer.Option(
            "--fix", metavar="RULE", help='Hold a party of B to a rule, such as "opening is restates demands".',
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder for a report of B with the marks of A beside its own.", show_default=False
        ),
    ] = None,
    as_json: o.Json = False,
    workers: o.Workers = 2,
    allow_unsolved: o.AllowUnsolved = o.ALLOWED,
) -> None:  # fmt: skip
    """Solve two cases on the same draws: paired differences, what changed in the files, whose choices change most."""
    import summitry

    a, b = summitry.load(first), summitry.load(second)
    if out is not None:
        for file, case in ((first, a), (second, b)):
            summitry.keep_apart(out, file, ledger=case.ledger, among=summitry.result_files())
    names = (Path(first).stem, Path(second).stem)
    if names[0] == names[1]:
        names = (names[0], f"{names[1]} (changed)")
    values = parse_settings(settings or [])
    with o.ProgressLine() as progress:
        if out is None:
            study = summitry.compare(
                a, b, draws=draws, seed=seed, second_settings=values, second_fixes=fixes or [], names=names,
                workers=workers, progress=progress.tell,
            )  # fmt: skip
        else:
            common: dict[str, Any] = {"workers": workers, "progress": progress.tell}
            whole = summitry.run(b, draws=draws, seed=seed, settings=values, fixes=fixes or [], **common)
            whole = summitry.beside(whole, b, a, names=names, **common)
            summitry.save(whole, out, ledger=summitry.ledger_of(second, b), command=_command(first, second, whole))
            study = whole.further[-1]
    if out is not None:
        typer.echo(f"report: {out / 'report.html'}", err=True)
    o.finish(study, as_json=as_json, allow_unsolved=allow_unsolved)


def _command(first: str, second: str, study: Study) -> str:
    """The command that gives this report again, without any path of this machine."""
    import shlex

    parts = ["summitry", "compare", Path(first).name, Path(second).name, "--draws", str(study.draws)]
    parts += ["--seed", str(study.seed)]
    for path, value in study.settings.items():
        parts += ["--set", f"{path}={value}"]
    for rule in study.scenario.fixes:
        parts += ["--fix", rule]
    return shlex.join(parts)
