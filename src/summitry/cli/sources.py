"""What commands share: where a scenario comes from, and how what is wrong with it is said."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from summitry.errors import Problem
    from summitry.scenario import Remark, Scenario

FINE, REMARKS, ERRORS = 0, 1, 2
"""Exit codes."""

F = TypeVar("F", bound=Callable[..., Any])


def scenario_path(argument: str) -> Path:
    """The file that an argument means: a path, or the name of a scenario of the catalog.

    Raises
    ------
    InputError
        When it is neither; names the nearest of both.
    """
    from summitry.errors import InputError, Problem
    from summitry.scenario.troubles import did_you_mean

    if os.path.lexists(argument):
        return Path(argument)
    from summitry import catalog

    if argument in catalog.names():
        return Path(str(catalog.path(argument)))
    if not argument.strip():
        raise InputError(
            [Problem("(no name)", 0, 0, "an empty name", "a scenario file, or the name of one of the catalog")]
        )
    beside = Path(argument).parent
    try:
        files = [str(beside / p.name) for p in beside.iterdir() if p.suffix in (".yaml", ".yml")]
    except (OSError, ValueError):
        files = []
    near = did_you_mean(argument, [*files, *catalog.names()])
    raise InputError(
        [Problem(argument, 0, 0, "no such file", "a scenario file, or the name of one of the catalog", near)]
    )


def load_scenario(argument: str, settings: Sequence[str] = ()) -> Scenario:
    """The scenario of a path or a catalog name, with `PATH=VALUE` settings; `InputError` with every problem."""
    from summitry.formats.scenario_yaml import read
    from summitry.scenario import with_values

    path = scenario_path(argument)
    scenario = read(path, argument if str(path) == argument else path.name)
    return with_values(scenario, parse_settings(settings))


def parse_settings(settings: Sequence[str]) -> Mapping[str, str]:
    """`PATH=VALUE` texts as a mapping; `InputError` for one without `=`."""
    from summitry.errors import InputError, Problem

    problems, values = [], {}
    for line, text in enumerate(settings, 1):
        path, sign, value = text.partition("=")
        if not sign:
            problems.append(Problem("--set", line, 1, repr(text), "PATH=VALUE, such as month=0.9"))
        values[path.strip()] = value
    if problems:
        raise InputError(problems)
    return values


def json_text(problems: Sequence[Problem], remarks: Sequence[Remark] = (), file: str = "") -> str:
    """Problems and remarks as one JSON object."""
    errors = [
        {
            "file": p.file,
            "line": p.line,
            "col": p.col,
            "found": p.found,
            "expected": p.expected,
            "fix": p.fix,
            "message": str(p),
        }
        for p in problems
    ]
    said = [{"file": file, "line": r.line, "col": r.col, "kind": r.kind, "text": r.text} for r in remarks]
    return json.dumps({"errors": errors, "remarks": said}, ensure_ascii=False, indent=2)


def stop(problems: Sequence[Problem], *, json_wanted: bool = False) -> NoReturn:
    """Say what is wrong and end with code 2."""
    if json_wanted:
        typer.echo(json_text(problems))
    for problem in problems:
        typer.echo(str(problem), err=True)
    raise typer.Exit(ERRORS)


def reported(command: F) -> F:
    """Wrap a command so that errors raised on purpose are said on stderr and end with code 2."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        from summitry.errors import InputError, SummitryError

        try:
            return command(*args, **kwargs)
        except InputError as error:
            stop(error.problems, json_wanted=bool(kwargs.get("as_json", False)))
        except SummitryError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(ERRORS) from None

    return wrapped  # type: ignore[return-value]
