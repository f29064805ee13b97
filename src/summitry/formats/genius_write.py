"""A bargaining problem as GENIUS's XML: the domain, and a profile for each party."""

from __future__ import annotations

from collections.abc import Iterator
from math import nextafter
from xml.sax.saxutils import quoteattr

from summitry.deals.named import Bargaining
from summitry.errors import GameError


def domain_text(case: Bargaining) -> str:
    """The domain. `GameError` where a name holds characters that XML has no place for."""
    lines = ["<negotiation_template>", f'<utility_space number_of_issues="{len(case.issues)}">']
    for k, options in enumerate(case.options):
        lines.append(_issue(case, k))
        lines += [f'<item index="{o}" value={_quoted(option)}/>' for o, option in enumerate(options, 1)]
        lines.append("</issue>")
    lines[2:2] = [_objective(case)]
    return "\n".join([*lines, "</objective>", "</utility_space>", "</negotiation_template>", ""])


def profile_text(case: Bargaining, party: int) -> str:
    """The profile of a party: an issue's weight is the largest worth in it, and evaluations are parts of that.

    GENIUS takes a utility above 1 for 1 and means evaluations to be 0 or more: `GameError` where the problem is not
    `scaled`. Read back, each worth is the same double or one next to it.
    """
    if not case.scaled:
        raise GameError("GENIUS has worths of 0 or more and utilities up to 1; `rescaled()` makes them so")
    return "\n".join(_profile(case, party)) + "\n"


def _profile(case: Bargaining, party: int) -> Iterator[str]:
    yield "<utility_space>"
    yield _objective(case)
    weights = [float(table[:, party].max()) for table in case.worth]
    for k, (options, weight) in enumerate(zip(case.options, weights, strict=True)):
        yield _issue(case, k)
        for o, (option, worth) in enumerate(zip(options, case.worth[k][:, party].tolist(), strict=True), 1):
            yield f'<item index="{o}" value={_quoted(option)} evaluation="{_part(worth, weight)!r}"/>'
        yield "</issue>"
    for k, weight in enumerate(weights, 1):
        yield f'<weight index="{k}" value="{weight!r}"/>'
    yield "</objective>"
    assert case.discount is not None
    # without it, negmas takes a discount of 0
    yield f'<discount_factor value="{float(case.discount[party])!r}"/>'
    yield f'<reservation value="{float(case.reserve[party])!r}"/>'
    yield "</utility_space>"


def _part(worth: float, weight: float) -> float:
    """The part that gives back the worth when it is multiplied by the weight, as nearly as doubles can."""
    if weight == 0.0:
        return 0.0
    part = worth / weight
    near = (part, nextafter(part, 0.0), nextafter(part, 1.0))
    return min(near, key=lambda x: abs(weight * x - worth))


def _objective(case: Bargaining) -> str:
    name = _quoted(case.title or "domain")
    return f'<objective index="0" etype="objective" type="objective" description="" name={name}>'


def _issue(case: Bargaining, k: int) -> str:
    name = _quoted(case.issues[k])
    return f'<issue index="{k + 1}" etype="discrete" type="discrete" vtype="discrete" name={name}>'


def _quoted(text: str) -> str:
    for c in text:
        if (c < " " and c not in "\t\n\r") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff":
            raise GameError(f"the name {text!r} holds a character that XML has no place for")
    return quoteattr(text)
