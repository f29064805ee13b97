"""The command `play`: take a seat in the case; the model plays the others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli import options as o
from summitry.cli.sources import InputLines, parse_settings, reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summitry import Play

HELP = "(a number or a label; advice, sheet, know, or quit)"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(play)


@reported
def play(
    scenario: o.ScenarioArg,
    seats: Annotated[
        list[str] | None,
        typer.Option(
            "--as",
            metavar="PARTY",
            help="The seat to take; may be repeated. With none the model plays all.",
            show_default=False,
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="[PARTY=]TYPE",
            help="Of which type a party is; drawn by the analyst's odds by default.",
            show_default=False,
        ),
    ] = None,
    seed: o.Seed = 0,
    settings: o.Settings = None,
    fixes: o.Fixes = None,
    advice: Annotated[bool, typer.Option("--advice", help="Show the model's advice at every turn.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="File for the transcript: .json, else text.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the transcript as one JSON object; turns go to stderr.")
    ] = False,
) -> None:
    """Rehearse a case: choose for one party or more, turn by turn; works through a pipe, one choice a line.

    Ends with 0, or 2 (bad input, or an input that ends before the rehearsal does).
    """
    import summitry

    written = summitry.load(scenario)
    if out is not None:
        summitry.keep_apart(out, scenario, ledger=written.ledger)
    case = summitry.rehearse(written, settings=parse_settings(settings or []), fixes=fixes or [])
    here = summitry.begin(case, seats or [], seed=seed, types=_types(kinds or [], seats or []))
    given = InputLines()
    enough = True
    while here.turn is not None and enough:
        _say(summitry.turn_text(here), as_json)
        if advice:
            _say(summitry.advice_text(here, summitry.advise(here)), as_json)
        word = _next(here, given, as_json)
        enough = isinstance(word, int)
        if isinstance(word, int):
            here = here.choose(word)
            _say("", as_json)
        elif word == CUT:
            typer.echo("the input ended before the rehearsal did", err=True)
    found = summitry.debrief(here) if here.over else None
    if out is not None:
        asked = summitry.json_text(summitry.transcript_json(here, found)) if out.suffix == ".json" else ""
        summitry.save_text(asked or summitry.transcript_text(here, found), out)
    if as_json:
        typer.echo(summitry.json_text(summitry.transcript_json(here, found)), nl=False)
    elif found is not None:
        typer.echo(summitry.debrief_text(here, found), nl=False)
    if out is not None:
        typer.echo(f"Transcript: {out}", err=True)
    if not enough and word == CUT:
        raise typer.Exit(2)


CUT, QUIT = "cut", "quit"


def _types(kinds: list[str], seats: list[str]) -> Mapping[str, str]:
    """`PARTY=TYPE`, or a type alone where one seat is taken."""
    from summitry import InputError, Problem

    found, problems = {}, []
    for text in kinds:
        party, sign, kind = text.partition("=")
        if sign:
            found[party.strip()] = kind.strip()
        elif len(seats) == 1:
            found[seats[0]] = text.strip()
        else:
            expected = "PARTY=TYPE, such as russia=stalling, where not exactly one seat is taken"
            problems.append(Problem("--type", 0, 0, repr(text), expected))
    if problems:
        raise InputError(problems)
    return found


def _say(text: str, to_stderr: bool) -> None:
    typer.echo(text, err=to_stderr)


def _next(here: Play, given: InputLines, to_stderr: bool) -> int | str:
    """The number of the option that the person takes, or why there is none."""
    import summitry

    turn = here.turn
    assert turn is not None
    while True:
        if sys.stdin.isatty():
            typer.echo(f"Your choice {HELP}: ", nl=False, err=True)
        line = given.next()
        if not line:
            return CUT
        word = line.strip()
        if word.isdecimal() and 1 <= int(word) <= len(turn.options):
            return int(word) - 1
        near = [k for k, option in enumerate(turn.options) if option.lower() == word.lower()]
        if near:
            return near[0]
        match word.lower():
            case "":
                continue
            case "quit" | "q":
                return QUIT
            case "advice" | "a":
                _say(summitry.advice_text(here, summitry.advise(here)), to_stderr)
            case "know" | "k":
                _say(summitry.turn_text(here), to_stderr)
            case "sheet" | "s":
                mine = [s for s in summitry.sheets(here.case) if (s.party, s.type) == (turn.party, turn.type)]
                _say(summitry.sheets_text(here.case.scenario, mine), to_stderr)
            case _:
                found, expected = f"{word!r} is none of the options", f"a number from 1 to {len(turn.options)} {HELP}"
                if not sys.stdin.isatty():
                    raise given.problem(found, expected, len(line) - len(line.lstrip()) + 1)
                typer.echo(f"{found}; expected {expected}", err=True)
