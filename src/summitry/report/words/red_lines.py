"""Where each side says it stops, and where the scenario assumes that it would."""

from __future__ import annotations

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given
from summitry.scenario.model import RedLine, Scenario


def declared(scenario: Scenario, line: RedLine) -> Phrase:
    """What a party has declared."""
    key = "red_lines.declared_plural" if names.plural(scenario, line.who) else "red_lines.declared"
    return fill(key, who=names.typed(scenario, line.who, line.type).capital(), never=given(line.text))


def bottom(line: RedLine) -> Phrase:
    """What binds it in its place; empty where that is the red line itself."""
    if line.bottom is None:
        return Phrase()
    if line.bottom.never is None:
        return fill("red_lines.none")
    return fill("red_lines.bottom", never=given(line.bottom.text))
