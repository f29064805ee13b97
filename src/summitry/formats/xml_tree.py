"""XML as elements that know their line and column; no entities, no document type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from summitry.errors import InputError, Problem

_DEEPEST = 50


@dataclass
class Element:
    """A tag with its attributes and what lies in it; texts between tags are left out."""

    tag: str
    attributes: dict[str, str]
    line: int
    col: int
    inner: list[Element] = field(default_factory=list)

    def each(self, *tags: str) -> Iterator[Element]:
        """Elements directly inside that have one of these tags."""
        return (e for e in self.inner if e.tag in tags)

    def first(self, tag: str) -> Element | None:
        """The first element directly inside with a tag."""
        return next(self.each(tag), None)


class _Refused(Exception):
    """What is not taken, with the place of the parser."""


def read_xml(data: bytes, name: str) -> Element:
    """The root element; `InputError` where the text is no XML, holds a document type, or nests too deep."""
    parser = expat.ParserCreate()
    # files begin with blank lines now and then, which XML allows only where it is not declared
    text = data.lstrip(b" \t\r\n")
    skipped = data[: len(data) - len(text)].count(b"\n")
    open_tags: list[Element] = []
    roots: list[Element] = []

    def refuse(found: str, expected: str, fix: str = "") -> NoReturn:
        raise _Refused(found, expected, fix, parser.CurrentLineNumber + skipped, parser.CurrentColumnNumber)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if len(open_tags) >= _DEEPEST:
            refuse(f"more than {_DEEPEST} tags inside one another", "a file of fewer levels")
        element = Element(tag, attributes, parser.CurrentLineNumber + skipped, parser.CurrentColumnNumber + 1)
        (open_tags[-1].inner if open_tags else roots).append(element)
        open_tags.append(element)

    def no_doctype(*_: object) -> None:
        refuse("a document type (<!DOCTYPE …>)", "none: entities are not expanded", "leave the declaration out")

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: open_tags.pop()
    parser.StartDoctypeDeclHandler = no_doctype
    found, expected, fix = "", "XML", ""
    try:
        parser.Parse(text, True)
        return roots[0]
    except _Refused as refused:
        found, expected, fix, line, col = refused.args
    except expat.ExpatError as error:
        found, line, col = expat.ErrorString(error.code), error.lineno + skipped, error.offset
        if not text:
            found, line, col = "an empty file", 1, 0
    except (LookupError, ValueError) as error:
        # an encoding that Python does not know, or one of several bytes a character
        found, fix, line, col = str(error), "save the file with the encoding UTF-8", 1, 0
    raise InputError([Problem(name, line, col + 1, found, expected, fix)])
