"""The blocks of docs/language.md as one scenario, with the few things that they take for granted."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PAGE = Path(__file__).parents[2] / "docs" / "language.md"

TAKEN_FOR_GRANTED = """
parties:
  ukraine: {types: {firm: {chance: 0.5 to 0.8}, flexible: {chance: rest}}}
  europe: {}
  a: {}
  b: {}
  c: {}
numbers:
  month: 0.9 to 0.98
  audience_cost: 0.05 to 0.2
stages:
  - stage: earlier
    attend: everyone
    steps:
      - {step: opening, by: russia, options: [offers a ceasefire, restates demands]}
      - {step: call, by: us, options: [calls the meeting, goes home]}
      - {step: answer, by: ukraine, options: [comes, stays away, sends a deputy]}
"""


def blocks() -> list[str]:
    """The YAML blocks of the page."""
    parts = PAGE.read_text(encoding="utf-8").split("```yaml\n")[1:]
    return [part.split("```")[0] for part in parts]


def merged(*, typed: bool = False) -> dict[str, Any]:
    """All blocks in one mapping, what they take for granted first in each list; `typed` as an editor reads them."""
    yaml = YAML(typ="safe" if typed else "base", pure=True)
    whole: dict[str, Any] = {}
    for text in (TAKEN_FOR_GRANTED, *blocks()):
        for key, value in yaml.load(text).items():
            if isinstance(value, dict):
                whole[key] = {**whole.get(key, {}), **value}
            elif isinstance(value, list):
                whole[key] = [*whole.get(key, []), *value]
            else:
                whole[key] = value
    cleaned: dict[str, Any] = whole if typed else _texts(whole)
    return cleaned


def _texts(value: Any) -> Any:
    """Scalars as texts, as the reader gives them."""
    if isinstance(value, dict):
        return {str(k): _texts(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_texts(v) for v in value]
    return None if value in ("", None) else str(value)
