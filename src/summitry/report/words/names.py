"""What things are called in a sentence: parties, types, events, options, histories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summitry.report.texts import catalogue, entries
from summitry.report.words.phrase import Phrase, fill, given, join, plain, quoted
from summitry.scenario.model import AtOnce, Choice, Proposal, Rounds, Scenario, Step, Threat

UNCOUNTED = ("ss", "us", "is")


def label(scenario: Scenario, name: str) -> str:
    """The label of a party, coalition or mediator; its name where there is none."""
    for party in scenario.parties:
        if party.name == name:
            return party.label or party.name
    for mediator in scenario.mediators:
        if mediator.name == name:
            return mediator.label or mediator.name
    return name


def plural(scenario: Scenario, name: str) -> bool:
    """Whether a party's label takes a plural verb (`European allies`)."""
    return plural_words(label(scenario, name))


def plural_words(words: str) -> bool:
    """Whether words end in a plural noun, as far as English shows it."""
    last = words.split()[-1] if words.split() else ""
    if " and " in words:
        return True
    return (
        last.endswith("s")
        and not last.endswith(UNCOUNTED)
        and last not in entries("language.not_plural")
        and last.islower()
    )


def party(scenario: Scenario, name: str) -> Phrase:
    """A party in a sentence, with its article: `the United States`, `Russia`, `the European allies`."""
    words = label(scenario, name)
    parts = words.split() or [words]
    article = next((p.article for p in scenario.parties if p.name == name), None)
    if article is None and (
        parts[0] in entries("language.the_first")
        or parts[-1] in entries("language.the_last")
        or (parts[-1].islower() and parts[-1].isascii())
    ):
        article = "the"
    if article and words.lower().startswith(f"{article.lower()} "):
        article = ""
    return plain(f"{article} " if article else "") + given(words)


def possessive(scenario: Scenario, name: str) -> Phrase:
    """`Russia’s`, `the United States’`."""
    words = party(scenario, name)
    return words + plain("’" if str(words).endswith("s") else "’s")


def article(word: str) -> str:
    """`a` or `an`."""
    return "an" if word[:1].lower() in "aeiou" else "a"


def typed(scenario: Scenario, name: str, kind: str, following: bool = False) -> Phrase:
    """`a serious Russia`, or `a stalling one` when it follows."""
    if not kind:
        return party(scenario, name)
    if plural(scenario, name):
        return fill("why.other_types", type=given(kind)) if following else given(f"{kind} {label(scenario, name)}")
    if following:
        return fill("why.other_type", article=article(kind), type=given(kind))
    return fill("why.type_subject", article=article(kind), type=given(kind), party=given(label(scenario, name)))


def is_are(scenario: Scenario, name: str) -> str:
    """The verb `be` for a party."""
    return "are" if plural(scenario, name) else "is"


def event_plural(name: str) -> bool:
    """Whether an event takes a plural verb (`consequences`, `talks without a deal`)."""
    if is_clause(name):
        return False
    words = name.split()
    stop = next((i for i, w in enumerate(words) if i and w in entries("language.prepositions")), len(words))
    head = words[stop - 1] if words else ""
    return head.endswith("s") and not head.endswith(UNCOUNTED)


def is_clause(name: str) -> bool:
    """Whether an event's name is a whole clause (`the war goes on`), which is then quoted."""
    words = name.split()
    if words and (words[0].endswith("ed") or words[0].lower() in entries("language.not_nouns")):
        return True
    if len(words) < 2:
        return False
    if words[0] in entries("language.quantifiers") or words[-1] in entries("language.clause_ends"):
        return True
    if words[-1].endswith("ed") or any(w in entries("language.clause_words") for w in words[1:]):
        return True
    if words[0].islower() and words[0].endswith("s") and words[1] not in entries("language.prepositions"):
        return True
    after = words[2:] if words[0] in entries("language.article_words") else words[1:]
    stop = next((i for i, w in enumerate(after) if w in entries("language.prepositions")), len(after))
    return any(w.endswith("s") and not w.endswith(UNCOUNTED) for w in after[: min(stop, len(after) - 1)])


def event(name: str) -> Phrase:
    """An event in a sentence: `a second meeting`, `consequences`, `“the war goes on”`."""
    words = name.split()
    if not words:
        return given(name)
    if is_clause(name):
        return quoted(name)
    bare = words[0].lower() in entries("language.article_words") or event_plural(name)
    if bare or words[0] in entries("language.mass") or not words[0][0].islower() or not words[0].isascii():
        return given(name)
    return plain(f"{article(name)} ") + given(name)


def comes(name: str) -> str:
    """`comes` or `come`, for an event."""
    return "come" if event_plural(name) else "comes"


def is_verb(option: str) -> bool:
    """Whether an option's label reads as a verb in the third person (`offers a ceasefire`)."""
    first = option.split()[0] if option.split() else ""
    return (len(first) > 3 and first.islower() and first.endswith("s") and not first.endswith(UNCOUNTED)) or first in (
        "goes",
        "does",
    )


def base_verb(option: str) -> str:
    """`lobbies hard` as a plural or an infinitive has it: `lobby hard`."""
    first, _, rest = option.partition(" ")
    irregular = {"goes": "go", "does": "do", "has": "have", "is": "are"}
    if first in irregular:
        first = irregular[first]
    elif first.endswith("ies") and len(first) > 4:
        first = first[:-3] + "y"
    elif first.endswith(("sses", "shes", "ches", "xes", "zzes")):
        first = first[:-2]
    else:
        first = first.removesuffix("s")
    return f"{first} {rest}".strip()


def act(scenario: Scenario, step: str, option: str, many: bool = False) -> Phrase:
    """What a party does at a step, as the verb of a sentence; `it` is spelt out for threats and promises."""
    threat = next((x for _, x in steps(scenario) if x.name == step and isinstance(x, Threat)), None)
    if threat and re.search(r"\bit\b", option):
        made = dict(zip(("makes it", "does not make it"), _making(threat), strict=True))
        words = made.get(option) or re.sub(r"\bit\b", "“{name}”", option)
        before, _, behind = (base_verb(words) if many else words).partition("{name}")
        return plain(before) + given(step) + plain(behind)
    done = does(option, many, is_proposal(scenario, step) and option not in entries("language.answers"))
    return done + _where(scenario, step, step_by(scenario, step), option)


def does(option: str, many: bool = False, proposal: bool = False) -> Phrase:
    """What is done, as the verb of a sentence: `offers a ceasefire`, `chooses “high”`."""
    if proposal:
        return fill("why.propose" if many else "why.proposes", option=given(option))
    if is_verb(option):
        return given(base_verb(option) if many else option)
    return fill("why.choose" if many else "why.chooses", option=given(option))


def steps(scenario: Scenario) -> Iterator[tuple[str, Step]]:
    """Every step with the name of its stage, blocks opened."""

    def walk(stage: str, items: tuple[Step, ...]) -> Iterator[tuple[str, Step]]:
        for step in items:
            yield stage, step
            if isinstance(step, (AtOnce, Rounds)):
                yield from walk(stage, step.steps)

    for stage in scenario.stages:
        yield from walk(stage.name, stage.steps)


def step_by(scenario: Scenario, name: str) -> str:
    """Who moves at a step; empty if it is no party's."""
    for _, step in steps(scenario):
        if step.name == name and isinstance(step, (Choice, Proposal, Threat)):
            return step.by
    return ""


def is_proposal(scenario: Scenario, name: str) -> bool:
    """Whether a step is a proposal."""
    return any(step.name == name and isinstance(step, Proposal) for _, step in steps(scenario))


def split_condition(scenario: Scenario, condition: str) -> tuple[str, str]:
    """`opening is offers a ceasefire` as step and option; an empty step where it is no such condition."""
    for name in sorted({step.name for _, step in steps(scenario)}, key=len, reverse=True):
        if condition.lower().startswith(f"{name.lower()} is "):
            return name, condition[len(name) + 4 :]
    return "", condition


def condition(step: str, option: str) -> str:
    """A move as a condition: `opening is offers a ceasefire`, `sanctions not made`, `deal agreed`."""
    return f"{step} {option}" if option in ("made", "not made", "agreed", "refused") else f"{step} is {option}"


def happened(scenario: Scenario, condition: str, reader: str = "") -> Phrase:
    """A condition as it reads after `after`: `Russia offers a ceasefire`, `“high” at pledge`."""
    threat = _threat(scenario, condition, reader)
    if threat:
        return threat
    about = next((p for p in scenario.parties for t in p.types if condition == f"{p.name} is {t.name}"), None)
    if about:
        kind = given(condition.removeprefix(f"{about.name} is "))
        return fill("why.known", who=party(scenario, about.name), type=kind, **{"is": is_are(scenario, about.name)})
    name, _, package = condition.partition(": ")
    if package and is_proposal(scenario, name):
        mover = step_by(scenario, name)
        who = plain("it") if mover == reader and not plural(scenario, mover) else party(scenario, mover)
        bare, _, when = package.partition(" (round ")
        turn = plain(f" (round {when}") if when else Phrase()
        return who + plain(" ") + does(bare, plural(scenario, mover), proposal=True) + turn
    answered = _answered(scenario, condition)
    if answered:
        return answered
    step, option = split_condition(scenario, condition)
    by = step_by(scenario, step) if step else ""
    if by and is_verb(option):
        who = plain("it") if by == reader and not plural(scenario, by) else party(scenario, by)
        return who + plain(" ") + does(option, plural(scenario, by)) + _where(scenario, step, by, option)
    return quoted(option)


def _where(scenario: Scenario, name: str, by: str, option: str) -> Phrase:
    """The step in brackets where a party may do the same at another one; else nothing."""
    elsewhere = any(
        step.name != name
        and isinstance(step, Choice)
        and step.by == by
        and any(o.label == option for o in step.options)
        for _, step in steps(scenario)
    )
    return plain(f" (“{name}”)") if by and elsewhere else Phrase()


_ANSWER = re.compile(r"(agreed|refused)(?: by (.+?))?( \(round \d+\))?")


def _answered(scenario: Scenario, condition: str) -> Phrase:
    """`deal refused by russia (round 1)` as `Russia refuses it (round 1)`; empty where no answer is meant."""
    for _, step in steps(scenario):
        if not isinstance(step, Proposal) or not condition.lower().startswith(f"{step.name.lower()} "):
            continue
        found = _ANSWER.fullmatch(condition[len(step.name) + 1 :])
        if found is None:
            continue
        what, by, turn = found.groups()
        if by:
            who = party(scenario, by)
            verb = fill(f"why.answer_{what}" if not plural(scenario, by) else f"why.answers_{what}")
            return who + verb + plain(turn or "")
        return fill(f"why.was_{what}", step=given(step.name)) + plain(turn or "")
    return Phrase()


def _making(threat: Threat) -> list[str]:
    """How one says that a threat or promise is made, and that it is not."""
    return entries("why.promise_made" if threat.promise else "why.threat_made")


def _threat(scenario: Scenario, condition: str, reader: str) -> Phrase:
    """`sanctions made` as `the sender makes “sanctions”`; empty where no threat or promise is meant."""
    for _, step in steps(scenario):
        if isinstance(step, Threat) and condition.lower().startswith(f"{step.name.lower()} "):
            what = condition[len(step.name) + 1 :]
            made = dict(zip(("made", "not made"), _making(step), strict=True))
            template = made.get(what) or catalogue()["why"]["makes"].get(what)
            if template:
                verb, _, behind = template.partition("{name}")
                many = plural(scenario, step.by)
                who = plain("it") if step.by == reader and not many else party(scenario, step.by)
                verb = base_verb(verb) if many else verb
                return who + plain(" " + verb) + given(step.name) + plain(behind)
    return Phrase()


def history(scenario: Scenario, conditions: tuple[str, ...], reader: str = "") -> Phrase:
    """What was seen, joined: at most the last two things."""
    return join([happened(scenario, c, reader) for c in conditions[-2:]])
