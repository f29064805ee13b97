"""Red lines and bottom lines, with their sources."""

from __future__ import annotations

from summitry.report.blocks.html import Page, esc, show, tags
from summitry.report.texts import text
from summitry.report.words import red_lines as words
from summitry.scenario.model import Ground


def red_lines(page: Page) -> str:
    """A part of the block on deals; empty where no side has drawn a line."""
    scenario = page.study.scenario
    items = []
    for line in scenario.red_lines:
        said = f"{show(words.declared(scenario, line))}{_tags(page, line.ground)}"
        if line.bottom is not None:
            said += f" {show(words.bottom(line))}{_tags(page, line.bottom.ground)}"
        items.append(f"<li>{said}</li>")
    if not items:
        return ""
    return f'<h3 class="sh">{esc(text("red_lines.heading"))}</h3><ul class="lim">{"".join(items)}</ul>'


def _tags(page: Page, ground: Ground) -> str:
    return tags(page, ground.rows, assumed=bool(ground.assumptions) or not ground.rows)
