"""A page as Markdown that word processors take over: headings, paragraphs, pictures, tables, no HTML."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

DROPPED = ("nav", "style", "script", "head", ".skip", ".ends", ".axl", ".wb", ".lb", ".srow.h", "svg", ".vl", ".hm")
"""What has no place on paper, or stands there as a picture or in words."""
_POINT = re.compile(r"(?<=\S)(\d)\\\.")
"""A number before a full stop is a list's only at the beginning of a line."""
BLANK = re.compile(r"\n{3,}")


def markdown(page: str, pictures: Collection[str], folder: str = "figures") -> str:
    """A report as Markdown; figures among `pictures` are linked as PNG files in `folder`.

    What the scenario says stays text: characters that mean something in Markdown or HTML are escaped. Links within the
    page are left out, as they lead nowhere in a document.
    """
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    soup = BeautifulSoup(page, "html.parser")
    for picture in soup.select("figure[data-figure]"):
        _put_picture(soup, picture, pictures, folder)
    for selector in DROPPED:
        for tag in soup.select(selector):
            tag.decompose()
    for tag in soup.select("details > summary"):
        tag.name = "strong"
        tag.wrap(soup.new_tag("p"))
    for tag in soup.select("a[href^='#']"):
        tag.unwrap()
    for tag in soup.select("caption"):
        _before_table(soup, tag)
    for tag in soup.select("dt"):
        tag.name = "strong"
        tag.wrap(soup.new_tag("p"))
    for tag in soup.select("dd"):
        tag.name = "p"
    made: str = MarkdownConverter(
        heading_style="ATX",
        bullets="-",
        escape_misc=True,
        escape_asterisks=True,
        escape_underscores=True,
        table_infer_header=True,
        newline_style="spaces",
        strip_document="strip",
    ).convert_soup(soup.body or soup)
    lines = "\n".join(_POINT.sub(r"\1.", line.rstrip()) for line in made.splitlines())
    return BLANK.sub("\n\n", lines).strip() + "\n"


def _put_picture(soup: BeautifulSoup, figure: Tag, pictures: Collection[str], folder: str) -> None:
    """Number and title, the picture, then the unit: as figures stand in a document."""
    name = str(figure["data-figure"])
    chart = figure.select_one(".chart")
    if chart is None or name not in pictures:
        return
    drawn = [tag for tag in chart.select("[role=img]") if tag.get("aria-label")]
    words: Any = "; ".join(dict.fromkeys(str(tag["aria-label"]) for tag in drawn if "n" not in _classes(tag)))
    image = soup.new_tag("img", src=f"{folder}/{name}.png", alt=words)
    paragraph = soup.new_tag("p")
    paragraph.append(image)
    chart.insert_before(paragraph)


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class")
    return found if isinstance(found, list) else []


def _before_table(soup: BeautifulSoup, caption: Tag) -> None:
    table = caption.find_parent("table")
    if table is None:
        return
    title = soup.new_tag("p")
    title.append(" ".join(caption.get_text().split()))
    caption.decompose()
    table.insert_before(title)
