"""The command `fit`: a model's coefficients to data, or the precision of a game's play to counts of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import NOT_CONVERGED, parse_settings, reported

if TYPE_CHECKING:
    from summitry import FitModel, Game, NamedGame, Problem


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(fit)


@reported
def fit(
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL", help="A model (`fit: 1`), a scenario, a name of the catalog, or a game (.efg, .nfg).",
            show_default=False,
        ),
    ],
    data: Annotated[
        str, typer.Argument(metavar="DATA.csv", help="Observations; for a scenario or a game counts of choices.",
                            show_default=False),
    ],
    starts: Annotated[
        int | None,
        typer.Option(
            min=1, help="Starts of the climb; of the crisis game 20 (npl) or 8 (ml), else 5.", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed of the starts.")] = 0,
    se: Annotated[str, typer.Option(help="Standard errors: hessian, sandwich, or cluster:COLUMN.")] = "hessian",
    level: Annotated[float, typer.Option(help="Coverage of intervals and bands.")] = 0.9,
    method: Annotated[
        str,
        typer.Option(
            help="Of the crisis game: npl (nested pseudo-likelihood) or ml (in each row the likeliest equilibrium).",
            show_default=False,
        ),
    ] = "",
    missing: Annotated[str, typer.Option(help="Rows with missing values: `refuse`, or `drop` them.")] = "refuse",
    along: Annotated[
        str | None,
        typer.Option("--along", metavar="COLUMN", help="Predicted probabilities along a column.", show_default=False),
    ] = None,
    values: Annotated[
        str | None,
        typer.Option(metavar="V,V,…", help="With --along: its values; by default 25 from least to largest.",
                     show_default=False),
    ] = None,
    effects: Annotated[bool, typer.Option("--effects", help="Average marginal effects of every column.")] = False,
    settings: o.Settings = None,
    latex: Annotated[bool, typer.Option("--latex", help="Print a LaTeX table.")] = False,
    as_json: o.Json = False,
) -> None:  # fmt: skip
    """Fit a model to data, or λ to counts of choices. Ends with 0, 2 (bad input) or 3 (no maximum was reached)."""
    import summitry

    problems = []
    if latex and as_json:
        problems.append(summitry.Problem("--latex", 0, 0, "--latex with --json", "one of them"))
    if missing not in ("refuse", "drop"):
        problems.append(summitry.Problem("--missing", 0, 0, repr(missing), "refuse or drop"))
    if values is not None and along is None:
        problems.append(summitry.Problem("--values", 0, 0, "--values without --along", "--along COLUMN with it"))
    places = _values(values, problems)
    if problems:
        raise summitry.InputError(problems)
    subject = summitry.to_fit(model)
    if isinstance(subject, summitry.FitModel):
        if settings:
            raise summitry.InputError([summitry.Problem("--set", 0, 0, "--set with a model", "--set with a scenario")])
        _model(
            subject, data, starts, seed, se, level, method, missing == "drop", along, places, effects, latex, as_json
        )
        return
    drops = missing == "drop"
    given = {"--along": along, "--method": method, "--effects": effects, "--starts": starts, "--missing drop": drops}
    problems = [
        summitry.Problem(name, 0, 0, f"{name} with a game", "it with a model (`fit: 1`)")
        for name, x in given.items()
        if x
    ]
    if se != "hessian":
        problems.append(summitry.Problem("--se", 0, 0, "--se with a game", "none: the interval is of the likelihood"))
    if problems:
        raise summitry.InputError(problems)
    game: NamedGame | Game
    if isinstance(subject, summitry.NamedGame):
        game = subject
    else:
        case = summitry.load(model, settings=parse_settings(settings)) if settings else subject
        game = summitry.build(case, written=subject)
    _precision(game, data, level, latex, as_json)


def _model(
    model: FitModel, data: str, starts: int | None, seed: int, se: str, level: float, method: str, drop: bool,
    along: str | None, values: list[float] | None, effects: bool, latex: bool, as_json: bool,
) -> None:  # fmt: skip
    import summitry

    table = summitry.load_table(data)
    with o.ProgressLine("fitting"):
        found = summitry.fit(model, table, starts=starts, seed=seed, se=se, level=level, method=method, drop=drop)
        path = summitry.along(found, along, values=values) if along is not None else None
        moved = summitry.marginal_effects(found) if effects else []
    if as_json:
        typer.echo(summitry.json_text(summitry.fit_json(found, path=path, effects=moved)), nl=False)
    elif latex:
        typer.echo(summitry.fit_latex(found), nl=False)
    else:
        typer.echo(summitry.fit_text(found, path=path, effects=moved), nl=False)
    if not found.converged:
        typer.echo(f"{model.file}: no maximum was reached from {len(found.starts)} starts; more --starts, "
                   "fewer terms, or another --method may help", err=True)  # fmt: skip
        raise typer.Exit(NOT_CONVERGED)


def _precision(game: NamedGame | Game, counts: str, level: float, latex: bool, as_json: bool) -> None:
    import summitry

    play = summitry.play_of(game, summitry.load_table(counts))
    with o.ProgressLine("following the branch (the first run compiles its kernels)"):
        found = summitry.fit_precision(game, play, level=level)
    if as_json:
        typer.echo(summitry.json_text(summitry.precision_json(found)), nl=False)
    elif latex:
        typer.echo(summitry.precision_latex(found), nl=False)
    else:
        typer.echo(summitry.precision_text(found), nl=False)


def _values(text: str | None, problems: list[Problem]) -> list[float] | None:
    import summitry

    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        problems.append(summitry.Problem("--values", 0, 0, repr(text), "numbers joined by commas, such as 0,0.5,1"))
        return None
