"""Scenarios whose levers are known in closed form."""

from summitry.formats.scenario_yaml import read
from summitry.scenario import Scenario


def case(text: str) -> Scenario:
    return read(f"summitry: 1\ntitle: A test\n{text}".encode(), "case.yaml")


TWO_CHANCES = """
parties: {a: {}}
numbers: {first: 0.2 to 0.8, second: 0.4 to 0.6, idle: 0 to 1}
stages:
  - stage: hall
    attend: [a]
    steps:
      - {chance: early, odds: {yes: first, no: rest}}
      - {chance: late, odds: {yes: second, no: rest}}
      - {step: nap, by: a, options: [sleeps, wakes]}
markers: {both: early is yes and late is yes}
outcomes: {a good end: both, another: otherwise}
payoffs: {a: {rest: {value: idle, when: nap is sleeps}}}
"""
"""`both` has the chance first * second, independent of what a does."""

BLUFF = """
parties:
  sender: {types: {strong: {chance: 0.2 to 0.4}, weak: {chance: rest}}}
  target: {}
precision: 150
numbers: {humiliation: 1}
stages:
  - stage: crisis
    attend: [sender, target]
    steps:
      - {step: challenge, by: sender, options: [challenges, stays out]}
      - {step: answer, by: target, options: [concedes, resists], when: challenge is challenges}
markers: {crisis breaks out: challenge is challenges}
outcomes: {conceded: answer is concedes, resisted: answer is resists, peace: otherwise}
payoffs:
  sender:
    prize: {value: 1, when: answer is concedes}
    fight: {value: {strong: 0.5, weak: -humiliation}, when: answer is resists}
  target:
    loss: {value: -1, when: answer is concedes}
    war: {value: -2, when: answer is resists and sender is strong}
"""
"""The weak bluff so often that the target is indifferent: a crisis has the chance 2 p, p being that of the strong."""

BET = """
parties: {a: {}}
numbers: {theta: 0.05 to 0.95, setting: 0.001 to 0.999, noise: 0 to 1}
stages:
  - stage: hall
    attend: [a]
    steps:
      - {chance: draw, odds: {won: setting * theta + (1 - setting) * (1 - theta), lost: rest}}
      - {step: nap, by: a, options: [sleeps, wakes]}
markers: {win: draw is won}
outcomes: {won: win, lost: otherwise}
payoffs: {a: {rest: {value: noise, when: nap is sleeps}}}
"""
"""Who knows theta before the setting wins max(theta, 1 - theta) in place of one half."""

DEMAND = """
parties:
  a: {}
  b: {types: {strong: {chance: 0.3 to 0.9}, weak: {chance: rest}}}
precision: 300
numbers: {stakes: 1, odds_of_a: 0.5, cost_of_a: 0.05 to 0.25, cost_of_strong: 0.05, cost_of_weak: 0.35, sweetener: 0.02}
stages:
  - stage: crisis
    attend: [a, b]
    steps:
      - {step: demand, by: a, options: [modest, bold]}
      - {step: answer, by: b, options: [accepts, fights]}
markers: {a bold demand: demand is bold}
outcomes: {war: answer is fights, settled: otherwise}
payoffs:
  a:
    modest deal: {value: stakes * odds_of_a + cost_of_strong - sweetener, when: answer is accepts and demand is modest}
    bold deal: {value: stakes * odds_of_a + cost_of_weak - sweetener, when: answer is accepts and demand is bold}
    war: {value: stakes * odds_of_a - cost_of_a, when: answer is fights}
  b:
    modest deal: {value: stakes * (1 - odds_of_a) - cost_of_strong + sweetener, when: answer is accepts and demand is modest}
    bold deal: {value: stakes * (1 - odds_of_a) - cost_of_weak + sweetener, when: answer is accepts and demand is bold}
    war: {value: {strong: stakes * (1 - odds_of_a) - cost_of_strong, weak: stakes * (1 - odds_of_a) - cost_of_weak}, when: answer is fights}
"""
"""Fearon (1995): a risks a bold demand where the chance q of a strong b is below (c_weak - c_strong) / (c_weak + c_a)."""
