"""A small scenario in parts, so that a test changes one part and leaves the rest."""

from summitry.formats.scenario_yaml import read
from summitry.scenario import Scenario

PARTS = {
    "head": "summitry: 1\ntitle: A test\n",
    "parties": """\
parties:
  us: {name: United States}
  russia:
    types:
      serious: {means: would stop, chance: 0.15 to 0.45}
      stalling: {means: wants time, chance: rest}
  ukraine: {}
""",
    "issues": """\
issues:
  ceasefire: {levels: [none, local, general]}
  territory: {options: [line of contact, swap]}
""",
    "worth": "",
    "numbers": "numbers: {month: 0.9 to 0.98, pain: 0.1 to 0.3}\n",
    "stages": """\
stages:
  - stage: table
    attend: [us, russia, ukraine]
    steps:
      - {step: opening, by: russia, options: [offers, demands]}
      - {proposal: deal, by: us, from: all, accepted by: [russia]}
""",
    "markers": "markers: {good start: opening is offers}\n",
    "outcomes": "outcomes: {a deal: deal agreed, no deal: otherwise}\n",
    "payoffs": "payoffs: {us: {peace: {value: 1, when: deal agreed}}}\n",
    "more": "",
}


def text(**parts: str) -> str:
    """The file with some parts replaced."""
    assert set(parts) <= set(PARTS)
    return "".join({**PARTS, **parts}.values())


def scenario(**parts: str) -> Scenario:
    """The scenario with some parts replaced."""
    return read(text(**parts).encode(), "test.yaml")


def with_steps(steps: str, attend: str = "[us, russia, ukraine]", *, deal: bool = True, stage: str = "") -> str:
    """The `stages` part with other steps, each a line of flow YAML or an indented block."""
    lines = "".join(f"      {line}\n" for line in steps.strip("\n").split("\n"))
    end = "      - {proposal: deal, by: us, from: all, accepted by: [russia]}\n" if deal else ""
    more = "".join(f"    {line}\n" for line in stage.split("\n") if line)
    return f"stages:\n  - stage: table\n    attend: {attend}\n{more}    steps:\n{lines}{end}"
