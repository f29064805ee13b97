"""The command `deals`: which packages all could live with, of a scenario or of a domain with its profiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from summitry.cli import options as o
from summitry.cli.sources import parse_settings, reported

if TYPE_CHECKING:
    from summitry import Bargaining, Scenario


class _ManyProfiles(TyperCommand):
    """Lets one `--profiles` be followed by several files."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat `--profiles` before each of the files behind it."""
        out: list[str] = []
        taking = False
        for word in args:
            if word.startswith("-") and word != "-":
                taking = word.partition("=")[0] == "--profiles"
                if word != "--profiles":
                    out.append(word)
                continue
            out += ["--profiles", word] if taking else [word]
        if args and args[-1] == "--profiles":
            out.append("--profiles")
        return super().parse_args(ctx, out)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=_ManyProfiles)(deals)


@reported
def deals(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help="A scenario file, or a name of the catalog.", show_default=False),
    ] = None,
    domain: Annotated[
        Path | None,
        typer.Option(
            metavar="DOMAIN",
            help="Instead of a scenario: a domain of GENIUS (.xml) or GeniusWeb (.json).",
            show_default=False,
        ),
    ] = None,
    profiles: Annotated[
        list[Path] | None,
        typer.Option(metavar="PROFILE …", help="Its profiles, one a party; several may follow.", show_default=False),
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Values of a real issue (21).", show_default=False)] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Replace a number of the scenario; may be repeated."),
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Find undominated packages, bargaining points and what each party would take; no game is solved."""
    import summitry

    case = _case(scenario, domain, profiles or [], steps, settings or [])
    found = summitry.deal_analysis(case)
    for note in found.notes:
        typer.echo(note, err=True)
    if as_json:
        typer.echo(summitry.json_text(summitry.deal_json(found)), nl=False)
    else:
        typer.echo(summitry.deal_text(found), nl=False)


def _case(
    scenario: str | None, domain: Path | None, profiles: list[Path], steps: int | None, settings: list[str]
) -> Bargaining | Scenario:
    import summitry

    problems = []
    either = "either SCENARIO, or --domain and --profiles"
    if scenario is None and domain is None:
        found = "--profiles alone" if profiles else "neither a scenario nor a domain"
        problems.append(summitry.Problem("deals", 0, 0, found, either))
    elif scenario is not None and (domain is not None or profiles):
        fix = "repeat --profiles before each file that follows another option" if profiles else ""
        problems.append(summitry.Problem("deals", 0, 0, f"{scenario!r} and files of a domain", either, fix))
    elif domain is not None and not profiles:
        problems.append(summitry.Problem("--domain", 0, 0, f"{domain} alone", "--profiles with it, one a party"))
    if settings and domain is not None:
        problems.append(summitry.Problem("--set", 0, 0, "--set with a domain", "--set with a scenario"))
    if steps is not None and domain is None:
        problems.append(summitry.Problem("--steps", 0, 0, "--steps without a domain", "--steps with --domain"))
    if problems:
        raise summitry.InputError(problems)
    if domain is not None:
        return summitry.load_bargaining(domain, profiles, steps=21 if steps is None else steps)
    assert scenario is not None
    return summitry.load(scenario, settings=parse_settings(settings))
