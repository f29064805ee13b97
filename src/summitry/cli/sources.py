"""What commands share: settings, and how what is wrong is said."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from summitry import Draws, Game, Problem, Remark

FINE, REMARKS, ERRORS, NOT_CONVERGED = 0, 1, 2, 3
"""Exit codes."""

F = TypeVar("F", bound=Callable[..., Any])


def parse_settings(settings: Sequence[str]) -> Mapping[str, str]:
    """`PATH=VALUE` texts as a mapping; `InputError` for one without `=`."""
    from summitry import InputError, Problem

    problems, values = [], {}
    for line, text in enumerate(settings, 1):
        path, sign, value = text.partition("=")
        if not sign:
            problems.append(Problem("--set", line, 1, repr(text), "PATH=VALUE, such as month=0.9"))
        values[path.strip()] = value
    if problems:
        raise InputError(problems)
    return values


def at_middle(scenario: str, settings: Sequence[str]) -> tuple[Game, Draws]:
    """A scenario's game with some numbers replaced, and its numbers at their middle values."""
    import summitry

    written = summitry.load(scenario)
    case = summitry.load(scenario, settings=parse_settings(settings)) if settings else written
    game = summitry.build(case, written=written)
    return game, summitry.middle_draw(game)


def answer(problems: Sequence[Problem], remarks: Sequence[Remark] = (), file: str = "") -> str:
    """Problems and remarks as one JSON object."""
    from summitry import json_text

    keys = ("file", "line", "col", "found", "expected", "fix")
    errors = [{**{key: getattr(p, key) for key in keys}, "message": str(p)} for p in problems]
    said = [{"file": file, "line": r.line, "col": r.col, "kind": r.kind, "text": r.text} for r in remarks]
    return json_text({"errors": errors, "remarks": said})


def stop(problems: Sequence[Problem], *, json_wanted: bool = False) -> NoReturn:
    """Say what is wrong and end with code 2."""
    if json_wanted:
        typer.echo(answer(problems), nl=False)
    for problem in problems:
        typer.echo(str(problem), err=True)
    raise typer.Exit(ERRORS)


def reported(command: F) -> F:
    """Wrap a command so that errors raised on purpose are said on stderr and end with code 2."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        from summitry import InputError, SummitryError

        try:
            return command(*args, **kwargs)
        except InputError as error:
            stop(error.problems, json_wanted=bool(kwargs.get("as_json", False)))
        except SummitryError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(ERRORS) from None

    return wrapped  # type: ignore[return-value]
