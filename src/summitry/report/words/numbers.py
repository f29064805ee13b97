"""What the numbers of a scenario are called, made from their path names."""

from __future__ import annotations

import re

from summitry.report.texts import text
from summitry.report.words.names import label, party, plural
from summitry.report.words.phrase import WITHHELD, Phrase, given, plain, quoted, withheld
from summitry.scenario.model import Scenario
from summitry.study.findings import Number

FIXED = ("costs", "costs of", "carried out", "backed down", "kept", "broken", "odds", "discount", "shifts")


def _type(scenario: Scenario, parts: list[str]) -> str:
    """`, if stalling`; `, if Russia is stalling` where another party's type is meant."""
    words = " ".join(parts)
    for one in scenario.parties:
        if one.types and words.startswith(f"{one.name} "):
            words = f"{party(scenario, one.name)} is {words[len(one.name) + 1 :]}"
            break
    return f", if {words}" if words else ""


def _choose(scenario: Scenario, name: str) -> str:
    return "choose" if plural(scenario, name) else "chooses"


def _with_labels(scenario: Scenario, words: str) -> str:
    """The words of a name, in which a party goes by its label: `war cost of Ukraine`."""
    known = {p.name.replace("_", " "): label(scenario, p.name) for p in scenario.parties if p.label}
    if not known:
        return words
    names = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda found: known[found[0]], words)


def number_name(scenario: Scenario, path: str) -> str:
    """A readable name of the number under `path`: `chance that Russia is serious`."""
    if path == WITHHELD:
        return text("page.withheld")
    p = path.split(".")
    head, rest = p[0], p[1:]

    def who(name: str) -> str:
        return str(party(scenario, name))

    if head == "parties" and len(p) >= 5 and p[2] == "types":
        return f"chance that {who(p[1])} is {p[3]}"
    if head == "parties" and len(p) >= 5 and p[2] == "prior_of":
        return f"belief of {who(p[3])} that {who(p[1])} is {'.'.join(p[4:])}"
    if head == "parties" and p[-1] == "precision":
        return f"how sharply {who(p[1])} {_choose(scenario, p[1])}"
    if head == "precision":
        if rest == ["otherwise"]:
            return "how sharply the other parties choose"
        return "how sharply parties choose" if not rest else f"how sharply {who(rest[0])} {_choose(scenario, rest[0])}"
    if head == "worth" and len(p) >= 3:
        if p[2] == "together":
            return f"extra worth of a combination to {who(p[1])}"
        return f"worth to {who(p[1])} of {p[2]}{': ' + p[3] if len(p) > 3 else ''}{_type(scenario, p[4:])}"
    if head == "payoffs" and len(p) >= 3:
        return f"{p[2]}, for {who(p[1])}{_type(scenario, p[3:])}"
    if len(p) == 1:
        return _with_labels(scenario, head.replace("_", " "))
    for i, key in enumerate(p):
        if key in FIXED and i:
            step, what = p[i - 1], p[i + 1 :]
            if key == "costs" and what:
                return f"cost of “{what[0]}” ({step}){_type(scenario, what[1:])}"
            if key == "costs of" and len(what) > 1:
                return f"cost to {who(what[0])} of “{what[1]}” ({step}){_type(scenario, what[2:])}"
            if key in ("carried out", "backed down", "kept", "broken"):
                whose = who(what[0]) if what else "its maker"
                return f"{step} {key}: what it means for {whose}{_type(scenario, what[1:])}"
            if key == "discount":
                return f"discount on entering {step}{' for ' + who(what[0]) if what else ''}"
            return f"{step}: {key} {' '.join(what)}".strip()
    if any(" ".join(rest) in (t.name, f"{one.name} {t.name}") for one in scenario.parties for t in one.types):
        return _with_labels(scenario, head.replace("_", " ")) + _type(scenario, rest)
    return _with_labels(scenario, ": ".join(p).replace("_", " "))


ARTICLE = ("chance that", "belief of", "cost of", "cost to", "worth to", "extra worth", "discount on")


def number_phrase(scenario: Scenario, path: str) -> Phrase:
    """The number in a sentence: `the chance that Russia is serious`, `“sanctions pain”`."""
    if path == WITHHELD:
        return withheld()
    name = number_name(scenario, path)
    if name.startswith(ARTICLE):
        return plain("the ") + given(name)
    return given(name) if name.startswith("how ") else quoted(name)


def number_title(scenario: Scenario, path: str) -> Phrase:
    """The number's name as it stands at the head of a line."""
    return withheld() if path == WITHHELD else given(number_name(scenario, path)).capital()


def unit_of(number: Number) -> str:
    """The unit as it follows a figure, with its space."""
    return f" {number.unit}" if number.unit and number.unit != "discount" else ""


def is_chance(number: Number) -> bool:
    """Whether the number is itself a chance, shown in 100."""
    return number.kind in ("chance", "prior", "odds") and 0 <= number.low <= number.high <= 1
