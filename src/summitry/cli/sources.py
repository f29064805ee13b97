"""What commands share: settings, and how what is wrong is said."""

from __future__ import annotations

import functools
import sys
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


class InputLines:
    """Standard input line by line, as UTF-8 whatever the system's own encoding is."""

    def __init__(self) -> None:
        self.number = 0
        """Of the line that was read last, from 1."""

    def next(self) -> str:
        """The next line, empty at the end; `InputError` with the place of a byte that is no UTF-8."""
        source: Any = getattr(sys.stdin, "buffer", sys.stdin)
        line = source.readline()
        self.number += 1
        if isinstance(line, str):
            return line
        try:
            return str(line, "utf-8")
        except UnicodeDecodeError as error:
            found = f"byte 0x{line[error.start]:02x} that is not UTF-8"
            raise self.problem(found, "text in UTF-8", len(str(line[: error.start], "utf-8")) + 1) from None

    def problem(self, found: str, expected: str, col: int = 1) -> Exception:
        """The error that tells what is wrong with the line that was read last."""
        from summitry import InputError, Problem

        return InputError([Problem("standard input", self.number, col, found, expected)])


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
