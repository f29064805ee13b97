"""Small scenarios for tests, and ways to play them."""

from __future__ import annotations

import re

import numpy as np

from summitry.build import Game, build, laws_of, numbers_of
from summitry.formats.scenario_yaml import read
from summitry.quantities import draw
from summitry.scenario import Scenario
from summitry.solve import Solution, reach, solve

HEAD = "summitry: 1\ntitle: A test\n"

SIGNAL = """
parties:
  host: {}
  guest:
    types:
      warm: {chance: 0.4}
      cold: {chance: rest}
precision: 5
stages:
  - stage: visit
    attend: [host, guest]
    steps:
      - {step: tone, by: guest, options: [kind, curt], costs: {kind: {warm: 0.02, cold: 0.3}}}
      - {step: answer, by: host, options: [invites, goes]}
outcomes: {talks: answer is invites, end: otherwise}
payoffs:
  guest:
    time: {value: {warm: 0.3, cold: 0.4}, when: talks}
  host:
    hope: {value: {guest warm: 0.5, guest cold: -0.4}, when: talks}
"""

ULTIMATUM = """
parties:
  a: {}
  b:
    types:
      tough: {chance: 0.5}
      weak: {chance: rest}
precision: 12
issues:
  share: {shares among: [a, b], steps: 4}
worth:
  a: {share: {whole: 1}}
  b: {share: {whole: 1}}
stages:
  - stage: table
    attend: [a, b]
    steps:
      - {proposal: offer, by: a, accepted by: [b]}
outcomes: {deal: offer agreed, war: otherwise}
payoffs:
  a: {war: {value: 0.4, when: not offer agreed}}
  b: {war: {value: {tough: 0.4, weak: 0.1}, when: not offer agreed}}
"""

SIMULTANEOUS = """
parties: {a: {}, b: {}}
precision: 3
stages:
  - stage: field
    attend: [a, b]
    steps:
      - at once:
          - {step: left hand, by: a, options: [up, down]}
          - {step: right hand, by: b, options: [up, down]}
outcomes: {same: left hand is up and right hand is up or left hand is down and right hand is down, other: otherwise}
payoffs:
  a: {match: {value: 1, when: same}, high: {value: 0.5, when: left hand is up}}
  b: {mismatch: {value: 1, when: not same}}
"""

BARGAIN = """
parties:
  a: {types: {keen: {chance: 0.3}, calm: {chance: rest}}}
  b: {types: {firm: {chance: 0.6}, soft: {chance: rest}}}
precision: 6
issues: {pie: {shares among: [a, b], steps: 3}}
worth: {a: {pie: {whole: 1}}, b: {pie: {whole: 1}}}
stages:
  - stage: table
    attend: [a, b]
    steps:
      - rounds: 2
        discount: {a: 0.9, b: 0.8}
        steps:
          - {proposal: offer, by: a, accepted by: [b]}
outcomes: {deal: offer agreed, none at all: otherwise}
payoffs:
  a: {outside: {value: {keen: 0.1, calm: 0.4}, when: not offer agreed}}
  b: {outside: {value: {firm: 0.5, soft: 0.1}, when: not offer agreed}}
"""

CHANCE = """
parties: {a: {}, b: {}, c: {}}
precision: {a: 4, b: 8, otherwise: 2}
stages:
  - stage: sea
    attend: [a, b, c]
    steps:
      - {chance: storm, odds: {strikes: 0.3, passes: rest}, told to: [a]}
      - {step: sail, by: a, options: [goes, stays]}
      - {step: follow, by: b, options: [joins, waits]}
      - {step: close, by: c, options: [shuts, opens], told to: nobody}
outcomes: {trade: sail is goes and follow is joins, quiet: otherwise}
payoffs:
  a: {gain: {value: 1, when: trade and storm is passes}, wreck: {value: -1, when: sail is goes and storm is strikes}}
  b: {gain: {value: 0.6, when: trade and close is opens}, loss: {value: -0.5, when: trade and storm is strikes}}
  c: {fee: {value: 0.4, when: close is opens and trade}, rest day: {value: 0.2, when: close is shuts}}
"""

SMALL = {"signal": SIGNAL, "ultimatum": ULTIMATUM, "at once": SIMULTANEOUS, "bargain": BARGAIN, "chance": CHANCE}


def case(text: str) -> Scenario:
    """A scenario from its body."""
    return read((HEAD + text).encode(), "test.yaml")


def changed(text: str, old: str, new: str) -> str:
    """The text with one part replaced, which must be there."""
    assert old in text
    return text.replace(old, new)


def played(scenario: Scenario, draws: int = 8, scale: float = 1.0) -> tuple[Game, Solution]:
    """The scenario solved for some draws; all precisions may be scaled."""
    game = build(scenario)
    numbers = numbers_of(scenario, draw(laws_of(scenario), draws, 1))
    made = game.draws(numbers, draws)
    made = type(made)(made.payoffs, made.chance, made.precision * scale)
    solution = solve(game.tree, made)
    assert solution.solved.all()
    return game, solution


def choices(scenario: Scenario, scale: float = 1.0) -> dict[tuple[str, ...], dict[str, float]]:
    """(party, type, step, what it saw …) -> option -> probability, in the first draw."""
    game, solution = played(scenario, scale=scale)
    out = {}
    for h, about in enumerate(game.unfolded.about):
        first = game.tree.infoset_start[h]
        probabilities = solution.strategy[0, first : first + len(about.options)]
        key = (about.party, about.type, about.step, str(about.round), *about.history)
        out[key] = dict(zip(about.options, probabilities, strict=True))
    return out


def outcomes(scenario: Scenario, scale: float = 1.0) -> dict[str, float]:
    """Outcome -> probability by the analyst's odds, in the first draw."""
    game, solution = played(scenario, scale=scale)
    weights = reach(game.tree, solution.draws, solution.strategy)[0, game.unfolded.leaves]
    totals = np.bincount(game.unfolded.outcome, weights, minlength=len(scenario.outcomes))
    return {e.name: float(x) for e, x in zip(scenario.outcomes, totals, strict=True)}


def renamed(text: str, names: dict[str, str]) -> str:
    """The text with words replaced all at once."""
    pattern = re.compile("|".join(rf"\b{re.escape(k)}\b" for k in sorted(names, key=len, reverse=True)))
    return pattern.sub(lambda m: names[m.group()], text)
