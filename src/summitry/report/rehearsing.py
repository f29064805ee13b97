"""A rehearsal in words: what a seat knows, its options, the model's advice and why, and what was hidden, at the end."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from summitry.report.words import names
from summitry.report.words.rounding import fraction, half_up, together
from summitry.scenario.model import Scenario
from summitry.study.advice import Advice, Debrief, Place
from summitry.study.rehearse import Move, News, Play, Sight, Turn, fixable

LITTLE = 0.003
"""Part of a stake below which a reason is not worth a word."""


def points(value: float) -> str:
    """A payoff in hundredths of a stake: `+20`, `−6`, `0`."""
    if math.isnan(value):
        return "?"
    n = half_up(abs(100 * value))
    return "0" if not n else f"{'+' if value > 0 else '−'}{n}"


def who(scenario: Scenario, party: str) -> str:
    """A party's label; `chance` for none."""
    return names.label(scenario, party) if party else "chance"


def typed(scenario: Scenario, party: str, kind: str) -> str:
    """`Ukraine (firm)`."""
    return f"{who(scenario, party)} ({kind})" if kind else who(scenario, party)


def did(scenario: Scenario, sight: Sight, reader: str) -> str:
    """Something seen, as a sentence; empty for the calendar."""
    if not sight.text:
        return ""
    ballot = re.fullmatch(r"(\S+) (accepts|refuses|votes .+?)(?: \(round (\d+)\))?", sight.text)
    if ballot and ballot[1] in {p.name for p in scenario.parties}:
        again = f" (round {ballot[3]})" if ballot[3] else ""
        subject = "You" if ballot[1] == reader else names.party(scenario, ballot[1]).capital()
        verb = names.base_verb(ballot[2]) if subject == "You" or names.plural(scenario, ballot[1]) else ballot[2]
        return f"{subject} {verb}{again}."
    step, option = names.split_condition(scenario, sight.text)
    by = names.step_by(scenario, step) if step else ""
    if by == reader and by and names.is_verb(option):
        return f"You {names.base_verb(option)}."
    words = names.happened(scenario, sight.text, reader).capital()
    text = str(words)
    if text.startswith("It ") and reader:
        verb, _, rest = text[3:].partition(" ")
        text = f"You {names.base_verb(verb)} {rest}".strip()
    if text.startswith("“"):
        text = f"{sight.step}: {text}" if sight.step else text
    return f"{text}."


def known(play: Play, party: str) -> list[tuple[str, list[str]]]:
    """(stage, what was seen there) for one seat, in order; news where the facilitator told it."""
    scenario, out = play.case.scenario, list[tuple[str, list[str]]]()
    sights = play.seen(party)
    apart = {(s.step, s.round, s.text) for s in sights if not s.answers}
    for sight in sights:
        if not out or (sight.stage and sight.stage != out[-1][0]):
            out.append((sight.stage, []))
        if sight.answers:
            out[-1][1].extend(_counted(scenario, sight, party, apart))
            continue
        text = did(scenario, sight, party)
        if text:
            out[-1][1].append(text)
    told = [n.text for n in play.told(party)]
    if told:
        out.append(("news from the facilitator", told))
    return out


def _counted(scenario: Scenario, sight: Sight, reader: str, apart: Collection[tuple[str, int, str]]) -> list[str]:
    """Answers that are told together, without those that were seen one by one, and what came of them."""
    again = f" (round {sight.round})" if sight.round else ""
    agreed = " agreed" in sight.text.removeprefix(sight.step)
    out = []
    for member, yes in sight.answers:
        text = f"{member} {'accepts' if yes else 'refuses'}{again}"
        # where all is agreed nobody asks who accepted
        if (sight.step, sight.round, text) not in apart and not (agreed and yes):
            out.append(did(scenario, Sight(sight.stage, sight.step, sight.round, text), reader))
    if agreed or not out:
        result = f"{sight.step} {'agreed' if agreed else 'refused'}{again}"
        out.append(did(scenario, Sight(sight.stage, sight.step, sight.round, result), reader))
    return out


def situation(turn: Turn, scenario: Scenario) -> str:
    """What is to be decided, as a question."""
    again = f", round {turn.round}" if turn.round else ""
    where = f" ({turn.stage}{again})" if turn.stage else again
    match turn.what:
        case "proposal":
            return f"What do you propose at “{turn.step}”{where}?"
        case "answer":
            return f"Do you accept what is proposed at “{turn.step}”{where}?"
        case "vote":
            return f"How do you vote on “{turn.step}”{where}?"
        case "threat made":
            return f"Do you make “{turn.step}”{where}?"
        case "threat due":
            return f"“{turn.step}” is due. What do you do?"
    return f"What do you do at “{turn.step}”{where}?"


def means(play: Play, turn: Turn) -> dict[str, str]:
    """Option -> what the scenario says that it means."""
    for _, step in names.steps(play.case.scenario):
        if step.name == turn.step:
            return {o.label: o.means for o in getattr(step, "options", ()) if getattr(o, "means", "")}
    return {}


def turn_text(play: Play) -> str:
    """A turn for the terminal: what you know, and your options by number. Empty at the end.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> "What you know:" in summitry.turn_text(play)
    True
    """
    turn = play.turn
    if turn is None:
        return ""
    scenario = play.case.scenario
    lines = [f"You are {typed(scenario, turn.party, turn.type)}.", "", "What you know:"]
    for stage, seen in known(play, turn.party):
        lines.append(f"  {stage or 'from the start'}")
        lines += [f"    {text}" for text in seen]
    lines += ["", situation(turn, scenario)]
    meant = means(play, turn)
    lines += [f"  {k}. {o}{f' ({meant[o]})' if o in meant else ''}" for k, o in enumerate(turn.options, 1)]
    return "\n".join(lines) + "\n"


def shares(chances: Mapping[str, float]) -> dict[str, str]:
    """Chances of everything that can be, as counts that sum to 100: `about 8`, `fewer than 1`."""
    rounded = together(list(chances.values()), 1)
    return {
        k: "fewer than 1" if x < 0.005 else "more than 99" if x > 0.995 else f"about {n}"
        for (k, x), n in zip(chances.items(), rounded, strict=True)
    }


def why(gains: Mapping[str, float]) -> str:
    """The largest term for an option, and the largest against it."""
    known_ = {t: v for t, v in gains.items() if not math.isnan(v)}
    if not known_ or max(abs(v) for v in known_.values()) < LITTLE:
        return "hardly anything speaks for or against it"
    best, worst = max(known_, key=lambda t: known_[t]), min(known_, key=lambda t: known_[t])
    parts = []
    if known_[best] >= LITTLE:
        parts.append(f"for it: “{best}”, {fraction(known_[best], 'your')} more than with the other options")
    if known_[worst] <= -LITTLE:
        parts.append(f"against it: “{worst}”, {fraction(known_[worst], 'your')} less")
    return "; ".join(parts)


def advice_lines(play: Play, advice: Advice) -> list[str]:
    """The model's advice and why, in sentences.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> len(summitry.advice_lines(play, summitry.advise(play)))
    4
    """
    scenario, turn = play.case.scenario, play.turn
    kind = typed(scenario, turn.party, turn.type) if turn else ""
    lines = [f"In this model {kind} takes, in 100 such cases:"]
    for option, chance in shares(advice.options).items():
        lines.append(f"  {option}: {chance} (worth {points(advice.worth[option])}; {why(advice.gains[option])})")
    for party, held in advice.beliefs.items():
        likely = ", ".join(f"{t} {x}" for t, x in shares(held).items())
        lines.append(f"After what you have seen, the model holds of {who(scenario, party)}, in 100: {likely}.")
    return lines


def advice_text(play: Play, advice: Advice) -> str:
    """The model's advice for the terminal.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> summitry.advice_text(play, summitry.advise(play)).startswith("In this model")
    True
    """
    return "\n".join(advice_lines(play, advice)) + "\n"


def moved(scenario: Scenario, move: Move) -> str:
    """One decision as a line of the transcript."""
    again = f", round {move.round}" if move.round else ""
    how = {"person": "by a person", "model": "by the model", "chance": "by the odds"}
    by = who(scenario, move.by) if move.by else "Chance"
    return f"{by} – {move.step}{again}: {move.option} ({how.get(move.how, 'set by the facilitator')})"


def _worths(parts: Mapping[str, float]) -> str:
    return ", ".join(f"{o} {points(x)}" for o, x in parts.items())


def place_lines(scenario: Scenario, place: Place) -> list[str]:
    """Where it ended on the frontier, in sentences."""

    def all_of(gains: Mapping[str, float]) -> str:
        return ", ".join(f"{who(scenario, p)} {points(x)}" for p, x in gains.items())

    if not place.agreed:
        n = {0: "No package", 1: "One package"}.get(place.zone, f"{place.zone:,} packages")
        lines = [f"Nothing was agreed. {n} would have suited all who must agree."]
    else:
        where = "lies on the frontier" if place.on_frontier else "lies below the frontier"
        suits = "is better than no agreement for all" if place.suits_all else "is not better than no agreement for all"
        lines = [f"“{place.agreed}” {where} and {suits}. Over no agreement: {all_of(place.gains)}."]
    for label, gains in place.better:
        lines.append(f"Worse for nobody: “{label}” ({all_of(gains)}).")
    for name, (label, gains) in place.points.items():
        if name in ("nash", "egalitarian"):
            lines.append(f"The {name.capitalize() if name == 'nash' else name} point is “{label}” ({all_of(gains)}).")
    return lines


def debrief_lines(play: Play, found: Debrief) -> list[tuple[str, list[str]]]:
    """(heading, lines) of what was hidden and what came of it.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), [])
    >>> [heading for heading, _ in summitry.debrief_lines(play, summitry.debrief(play))][:2]
    ['How it ended', 'What everybody held']
    """
    scenario = play.case.scenario
    reached = f" Came true: {', '.join(found.markers)}." if found.markers else ""
    out = [("How it ended", [f"Outcome: {found.outcome}.{reached}"])]
    if found.types:
        meant = {(p.name, t.name): t.means for p in scenario.parties for t in p.types}
        out.append(
            (
                "What everybody held",
                [
                    f"{who(scenario, p)}: {t}{f' ({meant[p, t]})' if meant[p, t] else ''}"
                    for p, t in found.types.items()
                ],
            )
        )
    course = []
    for k, move in enumerate(play.moves):
        course += [_news(scenario, n) for n in play.news if n.after == k]
        course.append(moved(scenario, move))
    course += [_news(scenario, n) for n in play.news if n.after >= len(play.moves)]
    out.append(("What happened", course))
    looked = []
    for x in found.decisions:
        if x.move.how == "person":
            again = f", round {x.move.round}" if x.move.round else ""
            looked.append(f"{who(scenario, x.move.by)} at “{x.move.step}”{again} chose “{x.move.option}”.")
            looked.append(f"  by what it could know then: {_worths(x.reckoned)}")
            looked.append(f"  with all secrets known:     {_worths(x.knowing)}")
    if looked:
        out.append(("What each option would have been worth, in hundredths of the stake", looked))
    scores = []
    for party, parts in found.payoffs.items():
        detail = f" ({_worths(parts)})" if parts else ""
        scores.append(
            f"{who(scenario, party)}: {points(sum(parts.values()))}, at the start the model expected "
            f"{points(found.expected[party])}{detail}"
        )
    out.append(("What it came to, in hundredths of each party's stake", scores))
    if found.place is not None:
        out.append(("Where it ended on the frontier", place_lines(scenario, found.place)))
    return out


def _news(scenario: Scenario, news: News) -> str:
    to = f" (to {', '.join(who(scenario, p) for p in news.to)})" if news.to else ""
    return f"News{to}: {news.text}"


def debrief_text(play: Play, found: Debrief) -> str:
    """The end for the terminal.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), [])
    >>> print(summitry.debrief_text(play, summitry.debrief(play)).splitlines()[0])
    How it ended
    """
    parts = [heading + "\n" + "\n".join(f"  {line}" for line in lines) for heading, lines in debrief_lines(play, found)]
    return "\n\n".join(parts) + "\n"


def transcript_text(play: Play, found: Debrief | None = None) -> str:
    """All of a rehearsal as a text file; before the end without what is hidden.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"], seed=4)
    >>> print(summitry.transcript_text(play).splitlines()[1])
    Seats taken by people: sender. Seed 4.
    """
    scenario = play.case.scenario
    seats = ", ".join(who(scenario, p) for p in play.seats) or "nobody"
    head = f"{scenario.title}\nSeats taken by people: {seats}. Seed {play.seed}.\n\n"
    if found is None:
        return head + "\n".join(_course(play, None)) + "\n\n(stopped before the end)\n"
    return head + debrief_text(play, found)


def _course(play: Play, party: str | None) -> Iterable[str]:
    for seat in play.seats if party is None else (party,):
        yield f"What {who(play.case.scenario, seat)} has seen:"
        for stage, seen in known(play, seat):
            yield f"  {stage or 'from the start'}"
            yield from (f"    {text}" for text in seen)


def transcript_json(play: Play, found: Debrief | None = None) -> dict[str, Any]:
    """All of a rehearsal as plain values; before the end without types and moves, which are secret.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> summitry.transcript_json(play)["over"], "types" in summitry.transcript_json(play)
    (False, False)
    """
    out: dict[str, Any] = {
        "title": play.case.scenario.title,
        "scenario_sha256": play.case.scenario.sha256,
        "settings": dict(play.case.scenario.settings),
        "seats": list(play.seats),
        "seed": play.seed,
        "over": play.over,
        "seen": {p: [asdict(s) for s in play.seen(p) if s.text] for p in play.seats},
        "news": [{"text": n.text, "to": list(n.to), "after": n.after} for n in play.news],
    }
    if found is not None:
        out |= {
            "types": dict(found.types),
            "moves": [_move(m) for m in play.moves],
            "outcome": found.outcome,
            "markers": list(found.markers),
            "payoffs": {p: dict(x) for p, x in found.payoffs.items()},
            "totals": {p: sum(x.values()) for p, x in found.payoffs.items()},
            "expected_at_start": dict(found.expected),
            "decisions": [
                {**_move(x.move), "worth_reckoned": dict(x.reckoned), "worth_knowing": dict(x.knowing)}
                for x in found.decisions
            ],
            "frontier": place_json(found.place),
        }
    return out


def place_json(place: Place | None) -> dict[str, Any] | None:
    """Where it ended, as plain values."""
    if place is None:
        return None
    return {
        "agreed": place.agreed,
        "gains": dict(place.gains),
        "on_frontier": place.on_frontier,
        "suits_all": place.suits_all,
        "zone": place.zone,
        "better": [{"label": label, "gains": dict(gains)} for label, gains in place.better],
        "points": {name: {"label": label, "gains": dict(gains)} for name, (label, gains) in place.points.items()},
    }


def _move(move: Move) -> dict[str, Any]:
    return {k: v for k, v in asdict(move).items() if k not in ("node", "index")}


def seat_json(play: Play, party: str) -> dict[str, Any]:
    """What a page shows to one seat: what it has seen, its turn if it is, and nothing else.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> summitry.seat_json(play, "sender")["turn"]["options"][0]["label"]
    'passes a law'
    """
    scenario, turn = play.case.scenario, play.turn
    mine = turn is not None and turn.party == party
    out: dict[str, Any] = {
        "party": party,
        "label": who(scenario, party),
        "type": play.types.get(party, ""),
        "over": play.over,
        "known": [{"stage": stage or "from the start", "seen": seen} for stage, seen in known(play, party)],
        "turn": None,
    }
    if mine and turn is not None:
        meant = means(play, turn)
        options = [{"label": o, "means": meant.get(o, "")} for o in turn.options]
        out["turn"] = {
            "question": situation(turn, scenario),
            "options": options,
            "step": turn.step,
            "round": turn.round,
        }
    return out


def facilitator_json(play: Play) -> dict[str, Any]:
    """What a page shows to whoever facilitates: all of it.

    >>> play = summitry.begin(summitry.rehearse(summitry.load("sanctions-threat")), ["sender"])
    >>> sorted(summitry.facilitator_json(play)["types"])
    ['sender', 'target']
    """
    scenario, turn = play.case.scenario, play.turn
    return {
        "over": play.over,
        "types": {p: {"label": who(scenario, p), "type": t} for p, t in play.types.items()},
        "moves": [moved(scenario, m) for m in play.moves],
        "waiting": typed(scenario, turn.party, turn.type) + f": {turn.step}" if turn is not None else "",
        "known": {
            p: [{"stage": stage or "from the start", "seen": seen} for stage, seen in known(play, p)]
            for p in play.case.parties
        },
        "fixable": {step: list(options) for step, options in fixable(play).items()},
        "fixed": dict(play.fixed),
        "news": [_news(scenario, n) for n in play.news],
    }
