"""Files of forecasts: one JSON object a line, forecasts and resolutions, only ever added to (floor 6)."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from summitry.errors import InputError, Problem
from summitry.evidence import Forecast, Forecasts, Resolution, joined
from summitry.evidence.forecasts import OUTCOMES, is_date, question_key
from summitry.formats.files import decoded, read_bytes, write_whole
from summitry.formats.json_tree import Value, read_json
from summitry.scenario.troubles import did_you_mean, listed

MOST_BYTES = 64 * 2**20
"""A file of forecasts is at most this large."""
FORECAST = ("id", "question", "who", "date", "p", "range", "text", "among", "resolve_by", "source")
RESOLUTION = ("question", "outcome", "source", "date", "again")
"""Keys of either kind of line; one with `outcome` is a resolution."""

Line = tuple[Value, Forecast | Resolution]


def read(path: str | os.PathLike[str]) -> Forecasts:
    """The forecasts of a file; `InputError` with all its problems."""
    return loads(_bytes(Path(path), os.fspath(path)), os.fspath(path))


def loads(data: bytes | str, name: str = "forecasts") -> Forecasts:
    """The forecasts in a text of JSON lines; `name` is what the problems call the file."""
    text = decoded(data, name) if isinstance(data, bytes) else data
    problems: list[Problem] = []
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = _placed(read_json(line.rstrip("\r"), name), number)
        except InputError as error:
            problems += [replace(p, line=number) for p in error.problems]
            continue
        reader = _Reader(name, found, problems)
        record = reader.record()
        if record is not None:
            lines.append((found, record))
    problems += _across(lines, name)
    if problems:
        raise InputError(sorted(problems))
    records = [record for _, record in lines]
    return Forecasts().adding(*records)


def read_all(paths: Sequence[str | os.PathLike[str]]) -> Forecasts:
    """The forecasts of several files as one; a question that two files answer differently is a problem as well."""
    found: list[tuple[str, Forecasts]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append((os.fspath(path), read(path)))
        except InputError as error:
            problems += error.problems
    answers: dict[str, tuple[str, Resolution]] = {}
    for name, one in found:
        for key, resolution in one.latest.items():
            before = answers.setdefault(key, (name, resolution))
            if before[1].outcome != resolution.outcome:
                said = f"the outcome {resolution.outcome!r} of {resolution.question!r} where {before[0]} has"
                problems.append(Problem(name, 0, 0, f"{said} {before[1].outcome!r}", "one outcome of a question"))
    if problems:
        raise InputError(sorted(problems))
    return joined(one for _, one in found)


def dumps(records: Iterable[Forecast | Resolution]) -> str:
    """Records as JSON lines; a forecast with its id in front."""
    return "".join(
        json.dumps(
            {"id": r.id, **r.plain()} if isinstance(r, Forecast) else r.plain(), ensure_ascii=False, allow_nan=False
        )
        + "\n"
        for r in records
    )


def append(path: str | os.PathLike[str], records: Sequence[Forecast | Resolution]) -> None:
    """Put records behind what a file holds, byte for byte as it was; whole or not at all. `OSError` if it cannot be."""
    target = Path(path)
    before = _bytes(target, os.fspath(path)) if target.exists() else b""
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    write_whole(target, before + gap + dumps(records).encode())


def _bytes(path: Path, name: str) -> bytes:
    return read_bytes(
        path, name, what="a file of forecasts, one JSON object a line", most=MOST_BYTES, suffixes=(".jsonl",)
    )


def _placed(value: Value, line: int) -> Value:
    """The value of one line where it stands in the file."""
    value.line = line
    inside: Iterable[Value] = value.members.values()
    if isinstance(value.value, list):
        inside = value.value
    for one in inside:
        _placed(one, line)
    return value


class _Reader:
    """Reads one line, noting all that is wrong with it."""

    def __init__(self, name: str, value: Value, problems: list[Problem]) -> None:
        self.name, self.value, self.problems = name, value, problems
        self.count = len(problems)

    def trouble(self, at: Value, found: str, expected: str, fix: str = "") -> None:
        self.problems.append(Problem(self.name, at.line, at.col, found, expected, fix))

    def record(self) -> Forecast | Resolution | None:
        """The record of the line, None if it is none."""
        if not isinstance(self.value.value, dict):
            self.trouble(self.value, "no object", 'a forecast {"question": …, "who": …, "p": …} or a resolution')
            return None
        resolution = "outcome" in self.value.members
        known = RESOLUTION if resolution else FORECAST
        for key, value in self.value.members.items():
            if key not in known:
                kind = "resolution" if resolution else "forecast"
                self.trouble(
                    value,
                    f"the unknown key {key!r}",
                    f"the keys of a {kind}: {listed(known, 12)}",
                    did_you_mean(key, known),
                )
        made = self._resolution() if resolution else self._forecast()
        return made if len(self.problems) == self.count else None

    def _forecast(self) -> Forecast:
        p, span = self.value.members.get("p"), self.value.members.get("range")
        if p is None and span is None:
            self.trouble(self.value, "neither `p` nor `range`", "a chance p from 0 to 1, or a range [low, high]")
        return Forecast(
            question=self._text("question", required=True),
            who=self._text("who", required=True),
            date=self._date("date"),
            p=None if p is None else self._chance(p),
            range=None if span is None else self._range(span),
            text=self._text("text"),
            among=self._among(),
            resolve_by=self._date("resolve_by"),
            source=self._source(),
            given_id=self._text("id"),
        )

    def _resolution(self) -> Resolution:
        outcome = self.value.members["outcome"]
        word = outcome.value if isinstance(outcome.value, str) else outcome.text
        if word not in OUTCOMES:
            self.trouble(outcome, f"the outcome {word!r}", "yes, no or void", did_you_mean(str(word), OUTCOMES))
        again = self.value.members.get("again")
        if again is not None and not isinstance(again.value, bool):
            self.trouble(again, "`again` that is neither true nor false", "true or false")
        return Resolution(
            question=self._text("question", required=True),
            outcome=word if word in OUTCOMES else "void",
            source=self._text("source"),
            date=self._date("date"),
            again=again is not None and again.value is True,
        )

    def _text(self, key: str, *, required: bool = False) -> str:
        at = self.value.members.get(key)
        if at is None:
            if required:
                self.trouble(self.value, f"no `{key}`", "this key", f'add "{key}"')
            return ""
        if not isinstance(at.value, str) or (required and not at.value.strip()):
            self.trouble(at, f"`{key}` that is {'empty' if at.value == '' else 'no text'}", "a text")
            return ""
        return at.value

    def _date(self, key: str) -> str:
        text = self._text(key)
        if text and not is_date(text):
            self.trouble(self.value.members[key], f"{text!r}", "a date such as 2025-08-14")
        return text

    def _chance(self, at: Value) -> float:
        if isinstance(at.value, bool) or not isinstance(at.value, float) or not 0 <= at.value <= 1:
            self.trouble(at, f"the chance {at.text or at.value!r}", "a number from 0 to 1", _percent(at))
            return math.nan
        return at.value

    def _range(self, at: Value) -> tuple[float, float]:
        if not isinstance(at.value, list) or len(at.value) != 2:
            self.trouble(at, "a range that is no pair", "[low, high]")
            return 0.0, 1.0
        low, high = self._chance(at.value[0]), self._chance(at.value[1])
        if low > high:
            self.trouble(at, f"the range from {low:g} to {high:g}", "the lower end first")
        return low, high

    def _among(self) -> tuple[str, ...]:
        at = self.value.members.get("among")
        if at is None:
            return ()
        items = at.value if isinstance(at.value, list) else []
        if len(items) < 2 or not all(isinstance(i.value, str) for i in items):
            self.trouble(at, "`among` that is no list of questions", "two questions or more of which one comes true")
            return ()
        found = tuple(str(i.value) for i in items)
        question = self.value.members.get("question")
        keys = [question_key(q) for q in found]
        if question is not None and question_key(str(question.value)) not in keys:
            self.trouble(at, "`among` without the question itself", "all questions of which one comes true")
        if len(set(keys)) < len(keys):
            self.trouble(at, "a question twice in `among`", "each once")
        return found

    def _source(self) -> dict[str, Any]:
        at = self.value.members.get("source")
        if at is None:
            return {}
        if isinstance(at.value, str):
            return {"note": at.value}
        if not isinstance(at.value, dict):
            self.trouble(at, "`source` that is no object", "an object or a text")
            return {}
        return {key: _plain(value) for key, value in at.members.items()}


def _plain(value: Value) -> Any:
    if isinstance(value.value, dict):
        return {key: _plain(one) for key, one in value.value.items()}
    if isinstance(value.value, list):
        return [_plain(one) for one in value.value]
    # a seed is written without a point and stays a whole number
    return int(value.text) if value.text.lstrip("-").isdigit() else value.value


def _percent(at: Value) -> str:
    number = at.value
    inside = isinstance(number, float) and 1 < number <= 100
    return f"{number:g} in 100 is {float(number) / 100:g}" if inside and isinstance(number, float) else ""


def _across(lines: Sequence[Line], name: str) -> Iterator[Problem]:
    """What is wrong between lines: an id twice, a question unknown or resolved twice, two of a set that came true."""
    ids: dict[str, tuple[int, Forecast]] = {}
    known: dict[str, Forecast] = {}
    for value, record in lines:
        if isinstance(record, Forecast):
            before = ids.setdefault(record.id, (value.line, record))
            if before[1] is not record:
                at = value.members.get("id", value)
                found = f"the id {record.id!r} of line {before[0]} again"
                yield Problem(
                    name, at.line, at.col, found, "each forecast once", "take the line out, or give it its own id"
                )
            known.setdefault(question_key(record.question), record)
    answers: dict[str, tuple[int, Resolution]] = {}
    for value, record in lines:
        if not isinstance(record, Resolution):
            continue
        key = question_key(record.question)
        at = value.members["question"]
        if known and key not in known:
            # a file without forecasts holds the outcomes of another one's
            near = did_you_mean(record.question, [f.question for f in known.values()])
            found = f"an outcome of {record.question!r}"
            yield Problem(name, at.line, at.col, found, "a question that is forecast", near)
        earlier = answers.get(key)
        if earlier is not None and earlier[1].outcome != record.outcome and not record.again:
            yield Problem(
                name, value.members["outcome"].line, value.members["outcome"].col,
                f"the outcome {record.outcome!r} where line {earlier[0]} has {earlier[1].outcome!r}",
                "one outcome of a question", 'add "again": true if the later one holds',
            )  # fmt: skip
        answers[key] = (value.line, record)
    for value, record in lines:
        if isinstance(record, Resolution) and answers[question_key(record.question)][1] is record:
            yield from _excluded(value, record, known, answers, name)


def _excluded(
    value: Value, record: Resolution, known: dict[str, Forecast], answers: dict[str, tuple[int, Resolution]], name: str
) -> Iterator[Problem]:
    mine = known.get(question_key(record.question))
    for other in mine.among if mine is not None and record.outcome == "yes" else ():
        key = question_key(other)
        line, answer = answers.get(key, (0, None))
        if key == question_key(record.question) or answer is None:
            continue
        if answer.outcome == "yes" and line < value.line:
            at = value.members["outcome"]
            found = f"{record.question!r} came about, and {other!r} on line {line}"
            yield Problem(name, at.line, at.col, found, "one of those that exclude each other")
