"""Articles and transcripts as text, with what their files say of title and date (floor 6).

Of `.txt` and `.md` the text is the file's, so that positions are those in the file; of `.html`, `.docx` and `.pdf` it
is what their readers take out, always in the same way, so that positions hold as long as the file does. Positions count
code points; a byte-order mark is none of the text, carriage returns are.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger
from summitry.formats.files import decoded, read_bytes

MOST_BYTES = 64 * 2**20
"""A document's file is at most this large."""
PLAIN = (".txt", ".md", ".markdown", ".text")
SUFFIXES = (*PLAIN, ".html", ".htm", ".docx", ".pdf")
_EXTRA = "install it with `pip install 'summitry[text]'`"


@dataclass(frozen=True)
class Source:
    """A text and what is known of it before anybody reads it."""

    name: str
    """The file's name, which becomes the document's id."""
    text: str
    title: str = ""
    date: str = ""
    url: str = ""
    path: str = ""
    """Where the file is; empty for standard input."""
    marked_up: bool = False
    """Whether the text holds Markdown."""


def read_source(path: str) -> Source:
    """The text of a file, or of standard input where the path is `-`.

    Raises
    ------
    InputError
        Where it cannot be read, is of an unknown kind, is no text, or is empty.
    """
    if path == "-":
        text = _plain(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")
        return _filled(Source("standard input", text, marked_up=False))
    kind = Path(path).suffix.lower()
    data = read_bytes(Path(path), path, what="a text", most=MOST_BYTES, suffixes=SUFFIXES)
    name = Path(path).name
    if kind in PLAIN:
        return _filled(Source(name, _plain(data, path), path=path, marked_up=kind in (".md", ".markdown")))
    if kind in (".html", ".htm"):
        return _filled(_html(data, path, name))
    if kind == ".docx":
        return _filled(_docx(data, path, name))
    if kind == ".pdf":
        return _filled(_pdf(data, path, name))
    found = f"the ending {kind!r}" if kind else "a name without an ending"
    fix = "or give the text on standard input"
    raise InputError([Problem(path, 0, 0, found, "one of " + ", ".join(SUFFIXES), fix)])


def texts_of(ledger: Ledger, folder: Path, given: Sequence[str] = ()) -> Mapping[str, str]:
    """The texts of a ledger's documents that are at hand, by document id.

    Looked for are the files given, by their name or by their digest, then the file that a row's source names, seen from
    `folder` and from here.
    """
    from summitry.evidence import sha256

    found: dict[str, str] = {}
    handed = [read_source(path) for path in given]
    for row in ledger:
        document = row.document
        if document.id in found:
            continue
        digests = {sha256(one.text): one.text for one in handed}
        names = {one.name: one.text for one in handed}
        if document.sha256 in digests:
            found[document.id] = digests[document.sha256]
        elif document.id in names:
            found[document.id] = names[document.id]
        elif len(handed) == 1 and len(ledger.documents) == 1:
            found[document.id] = handed[0].text
        elif ":" not in row.target.source.partition("/")[0]:
            for place in (folder / unquote(row.target.source), Path(unquote(row.target.source))):
                if place.is_file():
                    found[document.id] = read_source(str(place)).text
                    break
    return found


def reference(path: str, folder: Path | None) -> str:
    """A file as a relative reference, seen from a folder where there is one."""
    if folder is not None:
        try:
            path = os.path.relpath(path, folder)
        except ValueError:
            path = Path(path).name
    return quote(Path(path).as_posix())


def _filled(source: Source) -> Source:
    """A source, unless there is nothing in it."""
    if not source.text.strip():
        raise InputError([Problem(source.path or source.name, 0, 0, "no text", "a text with statements in it")])
    return source


def _plain(data: bytes, name: str) -> str:
    """Bytes as text: UTF-8, or UTF-16 where its byte-order mark stands first."""
    if len(data) > MOST_BYTES:
        raise InputError([Problem(name, 0, 0, f"more than {MOST_BYTES:,} bytes", "a smaller text")])
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError([Problem(name, 0, 0, str(error), "text in UTF-16, as its first bytes say")]) from None
    return decoded(data, name)


# ------------------------------------------------------------------------------------------------------------- HTML

_BLOCKS = set(
    "address article aside blockquote body dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_UNREAD = set("script style noscript template nav footer aside form button select svg iframe head figure".split())


def _html(data: bytes, path: str, name: str) -> Source:
    """The words of a page's article, a paragraph a block, blocks parted by an empty line."""
    try:
        from lxml import html
        from lxml.etree import ParserError
    except ImportError:
        raise InputError([Problem(path, 0, 0, "lxml is missing", "the reader of .html", _EXTRA)]) from None
    try:
        text = decoded(data, path)
        top = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except InputError:
        try:
            top = html.fromstring(data)
        except (ParserError, ValueError) as error:
            raise InputError([Problem(path, 0, 0, str(error).lower(), "a page in HTML")]) from None
    except (ParserError, ValueError) as error:
        raise InputError([Problem(path, 0, 0, str(error).lower(), "a page in HTML")]) from None
    title = _first(top, "//meta[@property='og:title']/@content") or _first(top, "//title/text()")
    date = _first(top, "//meta[@property='article:published_time' or @name='date']/@content")
    date = date or _first(top, "//time/@datetime")
    url = _first(top, "//link[@rel='canonical']/@href")
    whole = _blocks(top)
    for where in ("//article", "//main", "//*[@role='main']"):
        parts = [words for one in top.xpath(where) for words in _blocks(one)]
        if 2 * sum(map(len, parts)) > sum(map(len, whole)):
            whole = parts
            break
    found = re.match(r"\d{4}-\d{2}-\d{2}", date)
    return Source(
        name, "\n\n".join(whole), title.strip(), found.group() if found else "", url if "://" in url else "", path
    )


def _first(top: Any, path: str) -> str:
    """The first text that a path leads to."""
    found = top.xpath(path)
    return str(found[0]) if found else ""


def _blocks(top: Any) -> list[str]:
    """The texts of the blocks below an element, white space folded as a browser folds it."""
    runs: list[list[str]] = [[]]

    def walk(element: Any) -> None:
        stack: list[tuple[Any, bool]] = [(element, True)]
        while stack:
            one, entering = stack.pop()
            tag = one.tag if isinstance(one.tag, str) else "!"
            block = tag in _BLOCKS
            if entering:
                if block:
                    runs.append([])
                elif tag == "br":
                    runs[-1].append("\v")
                stack.append((one, False))
                if tag != "!" and tag not in _UNREAD:
                    runs[-1].append(one.text or "")
                    stack.extend((child, True) for child in reversed(list(one)))
            else:
                if block:
                    runs.append([])
                if one is not element:
                    runs[-1].append(one.tail or "")

    walk(top)
    lines = (
        line for run in runs for line in re.sub(r"[ \t\n\r\f]+", " ", "".join(run)).replace("\v", "\n").splitlines()
    )
    return [line.strip(" ") for line in lines if line.strip()]


# ------------------------------------------------------------------------------------------------------ Word and PDF


def _docx(data: bytes, path: str, name: str) -> Source:
    """The paragraphs of a Word document, those in tables too, parted by an empty line."""
    try:
        import docx
        from docx.table import Table
    except ImportError:
        raise InputError([Problem(path, 0, 0, "python-docx is missing", "the reader of .docx", _EXTRA)]) from None
    try:
        document = docx.Document(io.BytesIO(data))

        def paragraphs(holder: Any) -> Iterator[str]:
            for item in holder.iter_inner_content():
                if isinstance(item, Table):
                    for row in item.rows:
                        for cell in dict.fromkeys(row.cells):
                            yield from paragraphs(cell)
                elif item.text.strip():
                    yield item.text

        text = "\n\n".join(paragraphs(document))
        title = document.core_properties.title or ""
    except Exception as error:
        # what a spoilt archive raises is not told by the reader
        raise InputError([Problem(path, 0, 0, f"no Word document: {error}", "a .docx file")]) from None
    return Source(name, text, title, path=path)


def _pdf(data: bytes, path: str, name: str) -> Source:
    """The text of a PDF, page after page, its lines as they are laid out."""
    try:
        import logging

        import pypdf
    except ImportError:
        raise InputError([Problem(path, 0, 0, "pypdf is missing", "the reader of .pdf", _EXTRA)]) from None
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except Exception as error:
        # what a spoilt file raises is not told by the reader
        raise InputError([Problem(path, 0, 0, f"no PDF that can be read: {error}", "a .pdf file")]) from None
    finally:
        log.setLevel(level)
    if not text.strip():
        raise InputError([Problem(path, 0, 0, "no text: the pages are pictures", "a PDF with text in it")])
    return Source(name, text, title, path=path)
