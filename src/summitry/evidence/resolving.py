"""Entering what came of a question: what is accepted, and what stands against it (floor 4)."""

from __future__ import annotations

import datetime
import difflib

from summitry.errors import InputError, Problem
from summitry.evidence.forecasts import OUTCOMES, Forecasts, Outcome, Resolution, is_date, question_key


def resolution_of(
    forecasts: Forecasts, name: str, outcome: str, *, source: str, date: str = "", again: bool = False
) -> Resolution | None:
    """The resolution that is to be added, None where it stands there already.

    `name` is a question or the id of one of its forecasts; `date` is today, or of a correction of the same outcome the
    day that stands there, unless it is given. Raises `InputError` with all that is wrong.
    """
    problems = []
    today = datetime.date.today().isoformat()
    mine = forecasts.of(name)
    if not mine:
        near = difflib.get_close_matches(name, [*(f.question for f in forecasts), *(f.id for f in forecasts)], 1)
        fix = f"did you mean {near[0]!r}?" if near else ""
        problems.append(Problem("ID", 0, 0, f"unknown forecast {name!r}", "the id of a forecast, or its question", fix))
    word: Outcome | None = next((o for o in OUTCOMES if o == outcome.strip().lower()), None)
    if word is None:
        problems.append(Problem("OUTCOME", 0, 0, f"the outcome {outcome!r}", "yes, no or void"))
    if not source.strip():
        problems.append(Problem("--source", 0, 0, "no source", "where the outcome can be looked up"))
    if date and not is_date(date):
        problems.append(Problem("--date", 0, 0, f"{date!r}", "a date such as 2025-09-01"))
    elif date > today:
        problems.append(Problem("--date", 0, 0, f"{date!r}", f"a day that has come: today is {today}"))
    if problems or word is None:
        raise InputError(problems)
    question = mine[0].question
    before = forecasts.latest.get(question_key(question))
    if before is not None and before.outcome == word:
        when = date or before.date or today
        if not again or (before.source, before.date) == (source.strip(), when):
            return None
        return Resolution(question=question, outcome=word, source=source.strip(), date=when, again=True)
    if before is not None and not again:
        found = f"{word!r} for {question!r}, which has the outcome {before.outcome!r}"
        fix = "--again enters it all the same; the earlier one stays in the file"
        raise InputError([Problem("OUTCOME", 0, 0, found, "one outcome of a question", fix)])
    others = {q for f in mine for q in f.among if question_key(q) != question_key(question)} if word == "yes" else set()
    for other in sorted(others):
        known = forecasts.latest.get(question_key(other))
        if known is not None and known.outcome == "yes":
            found = f"'yes' for {question!r}, which {other!r} excludes"
            raise InputError(
                [Problem("OUTCOME", 0, 0, found, "one of them that came about", "resolve the other with --again first")]
            )
    return Resolution(
        question=question, outcome=word, source=source.strip(), date=date or today, again=before is not None
    )
