"""Texts out of files: plain, Markdown, HTML, Word, PDF; and what is none."""

from pathlib import Path

import pytest

from summitry.errors import InputError
from summitry.formats.documents import read_source

PARAGRAPHS = ["The envoy said: “We will talk.”", "Nobody else spoke 😀."]


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with one line of text below the other."""
    stream = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(body)
    body += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return (body + f"startxref\n{start}\n%%EOF\n").encode("latin-1")


def test_plain_text_is_the_files_own_without_its_byte_order_mark(tmp_path: Path) -> None:
    text = "\r\n".join(PARAGRAPHS) + "\r\n"
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_source(str(tmp_path / "a.txt")).text == text
    (tmp_path / "b.md").write_bytes(text.encode("utf-16"))
    source = read_source(str(tmp_path / "b.md"))
    assert (source.text, source.marked_up, source.name) == (text, True, "b.md")


def test_html_gives_the_article_its_title_and_date(tmp_path: Path) -> None:
    page = f"""<!doctype html><html><head><title>Talks</title><script>var x = "no";</script>
    <meta property="article:published_time" content="2025-08-14T08:00:00Z"></head><body><nav>Home</nav>
    <article><h1>Talks  open</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}<br>Then <b>rain</b>.</p></article>
    <footer>Imprint</footer></body></html>"""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    source = read_source(str(tmp_path / "a.html"))
    assert source.text == "\n\n".join(["Talks open", *PARAGRAPHS, "Then rain."])
    assert (source.title, source.date) == ("Talks", "2025-08-14")


def test_word_documents_give_their_paragraphs_and_tables(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="the extra `text` is not installed")
    document = docx.Document()
    document.add_paragraph(PARAGRAPHS[0])
    document.add_table(1, 1).cell(0, 0).text = "In a table."
    document.add_paragraph(PARAGRAPHS[1])
    document.save(str(tmp_path / "a.docx"))
    assert read_source(str(tmp_path / "a.docx")).text == "\n\n".join([PARAGRAPHS[0], "In a table.", PARAGRAPHS[1]])


def test_pdfs_give_their_lines(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="the extra `text` is not installed")
    (tmp_path / "a.pdf").write_bytes(pdf(["The envoy said the talks", "would go on."]))
    assert read_source(str(tmp_path / "a.pdf")).text.strip() == "The envoy said the talks\nwould go on."


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"caf\xe9", "byte 0xe9 that is not UTF-8"),
        ("a.txt", b" \n", "no text"),
        ("a.rtf", b"x", "the ending '.rtf'"),
        ("a", b"x", "a name without an ending"),
        ("a.docx", b"no archive", "no Word document"),
        ("a.pdf", b"no pdf", "no PDF that can be read"),
        ("a.html", b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_source(str(tmp_path / name))
    assert words in str(caught.value)


def test_a_missing_file_is_told_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text("x")
    with pytest.raises(InputError, match="did you mean"):
        read_source(str(tmp_path / "talk.txt"))
