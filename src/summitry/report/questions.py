"""What to ask next about an order of worths: as a JSON object, and as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from summitry.report.text import clean
from summitry.report.words import ordered as words
from summitry.study import Study
from summitry.study.ordered import Ordered


def ordered_json(found: Ordered | None) -> dict[str, Any] | None:
    """Findings about worths given by order, as they stand in `summary.json`."""
    if found is None:
        return None
    return {
        "parties": [{"party": o.party, "statements": list(o.statements)} for o in found.orders],
        "holds": [{"kind": h.kind, "name": h.name, "share": h.share} for h in found.holds],
        "asked": found.asked,
        "questions": [
            {
                "party": q.party,
                "first": q.first,
                "second": q.second,
                "yes": q.yes,
                "sure": q.sure,
                "narrows": dict(q.narrows),
                "if_yes": {name: yes for name, (yes, _) in q.means.items()},
                "if_no": {name: no for name, (_, no) in q.means.items()},
            }
            for q in found.questions
        ],
    }


def questions_json(study: Study) -> dict[str, Any]:
    """The object that `summitry ask --json` prints.

    >>> study = summitry.run(summitry.load("alaska-2025"), draws=8, variants=False)
    >>> summitry.questions_json(study)["main"]
    'second meeting'
    """
    certificate = study.findings.certificate
    return {
        "main": study.findings.main,
        "draws": certificate.draws,
        "seed": study.seed,
        "solved": certificate.solved,
        **(ordered_json(study.findings.ordered) or {"parties": [], "holds": [], "asked": 0, "questions": []}),
    }


def questions_text(study: Study, width: int = 80) -> str:
    """Which comparison would narrow the findings most, in words.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> print(summitry.questions_text(study), end="")
    No party gives worths by order alone, so that there is nothing to ask.
    """
    return "".join(f"{line}\n" for line in _lines(study, width))


def _lines(study: Study, width: int) -> Iterator[str]:
    found = study.findings.ordered

    def wrapped(text: object, first: str = "", rest: str = "") -> Iterator[str]:
        yield from textwrap.wrap(clean(text), width, initial_indent=first, subsequent_indent=rest)

    if found is None:
        yield from wrapped(words.nothing())
        return
    yield from wrapped(words.lead(study))
    for number, question in enumerate(found.questions, 1):
        yield ""
        yield from wrapped(words.question(study, question), f"{number}. ", "   ")
        for event in question.narrows:
            yield from wrapped(words.narrowed(study, question, event), "   • ", "     ")
    if found.questions:
        best = found.questions[0]
        yield ""
        yield from wrapped(words.answer(study, best.party))
        yield f"  worth: {{{best.party}: {{prefers: {clean(best.first)} over {clean(best.second)}}}}}"
    yield ""
    yield from wrapped(words.holds_lead())
    for holding in found.holds:
        yield from wrapped(words.holds(study, holding), "• ", "  ")
