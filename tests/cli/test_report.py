"""The command `report`: the same bytes again, other forms, a brief, and nothing of what is kept to the team."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

import summitry
from summitry.cli.main import app
from summitry.errors import SummitryError
from summitry.formats import browser_pdf
from summitry.report.redaction import redacted

SECRETS = ("told us in confidence that it is about a quarter", "an intercepted cable of the target says so")


def said(*words: str, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, [*words])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "out"
    said("run", "sanctions-threat", "--draws", "16", "--against", "precision=3", "--out", str(out))
    return out


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a case in which two numbers are kept to the team, one of them set on the command line."""
    there = tmp_path_factory.mktemp("kept")
    text = Path(str(summitry.catalog.path("sanctions-threat"))).read_text("utf-8")
    text = text.replace(
        "because: {assumption: about a quarter of what the demand is worth and seldom more than a half}",
        f"keep: team\n    because: {{assumption: {SECRETS[0]}}}",
    ).replace(
        "because: {assumption: the target thinks a little less of the sender's resolve; mean 0.3}",
        f"keep: team, because: {{assumption: {SECRETS[1]}}}",
    )
    assert all(secret in text for secret in SECRETS)
    (there / "case.yaml").write_text(text, "utf-8")
    case = summitry.load(there / "case.yaml")
    study = summitry.run(case, draws=64, settings={"audience_cost": "0.2345"}, variants=False)
    summitry.save(
        summitry.full(study, case), there / "out", command="summitry run case.yaml --set audience_cost=0.2345"
    )
    return there


def test_written_again_it_is_the_same(folder: Path, tmp_path: Path) -> None:
    before = (folder / "report.html").read_bytes()
    assert said("report", str(folder))[0] == f"{folder / 'report.html'}\n"
    assert (folder / "report.html").read_bytes() == before
    said("report", str(folder), "-o", str(tmp_path))
    other = (tmp_path / "report.html").read_text("utf-8")
    # alone in its folder it links to no file
    assert "draws.parquet" not in other
    assert 'href="draws.parquet"' in before.decode()


def test_markdown_has_headings_tables_and_pictures_and_no_html(folder: Path, tmp_path: Path) -> None:
    done = json.loads(said("report", str(folder), "--format", "md,html", "-o", str(tmp_path), "--json")[0])
    assert done == {"files": [str(tmp_path / "report.md"), str(tmp_path / "report.html")], "withheld": None}
    text = (tmp_path / "report.md").read_text("utf-8")
    assert text.startswith("**Summitry**")
    assert len(re.findall(r"^# ", text, re.M)) == 1
    pictures = re.findall(r"\]\((figures/[\w-]+\.png)\)", text)
    assert "figures/likely.png" in pictures
    assert all((tmp_path / p).read_bytes()[:4] == b"\x89PNG" for p in pictures)
    assert not re.search(r"<[a-z/]", text)
    assert "| --- |" in text


def test_brief_is_short_and_names_the_other_case(folder: Path, tmp_path: Path) -> None:
    said("report", str(folder), "--brief", "-o", str(tmp_path))
    brief = (tmp_path / "brief.html").read_text("utf-8")
    assert len(brief) < len((folder / "report.html").read_text("utf-8")) / 3
    assert "precision=3" in brief
    assert 'class="was"' in brief


@pytest.mark.skipif(browser_pdf.browser() is None, reason="no browser that prints")
def test_pdf_is_printed_and_the_same_twice(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        said("report", str(folder), "--format", "pdf", "--brief", "-o", str(tmp_path / name))
    first = (tmp_path / "a" / "brief.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert first == (tmp_path / "b" / "brief.pdf").read_bytes()


def test_without_a_browser_it_says_what_to_do(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_pdf, "browser", lambda: None)
    out = tmp_path / "out"
    _, told = said("report", str(folder), "--format", "html,pdf", "-o", str(out), code=2)
    assert "no browser" in told
    assert "print report.html from any browser" in told
    assert not out.exists()


def test_what_is_kept_is_nowhere_in_a_redacted_report(kept: Path, tmp_path: Path) -> None:
    whole = (kept / "out" / "report.html").read_text("utf-8")
    assert all(secret in whole for secret in SECRETS)
    out, told = said("report", str(kept / "out"), "--redact", "--format", "html,md", "-o", str(tmp_path), "--json")
    withheld = json.loads(out)["withheld"]
    # the two that are marked, the rest of a prior, and what is worked out from the cost
    assert withheld["numbers"] >= 4
    assert withheld["statements"] == 0
    assert f"withheld: {withheld['numbers']} numbers" in told
    for file in tmp_path.iterdir():
        if file.is_file():
            text = unescape(file.read_text("utf-8"))
            assert not any(secret in text for secret in SECRETS)
            assert "0.2345" not in text
            assert "0.23" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.S)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.count('class="wh"') == withheld["places"] > 4
    assert f"in {withheld['places']} places" in page
    assert "belief of the target that the sender is r" in unescape(whole).lower()
    assert "belief of the target that the sender is r" not in unescape(page).lower()


def test_a_redacted_brief_does_not_tell_what_was_set(kept: Path, tmp_path: Path) -> None:
    assert "0.2345" in (kept / "out" / "report.html").read_text("utf-8")
    said("report", str(kept / "out"), "--redact", "--brief", "-o", str(tmp_path))
    brief = (tmp_path / "brief.html").read_text("utf-8")
    assert "0.2345" not in brief
    assert 'Made by <span class="wh">' in brief


def test_a_study_of_a_number_that_is_kept_is_withheld_whole(kept: Path) -> None:
    from dataclasses import replace

    case = summitry.load(kept / "case.yaml")
    study = summitry.run(case, draws=8, variants=False)
    page = summitry.report(replace(study, further=(summitry.tip(case, "audience_cost", draws=8),)), redact=True)
    assert "This part is about a number that is kept" in page
    assert 'data-figure="tip"' not in page


def test_statements_that_are_kept_go_with_their_words() -> None:
    from report import example

    rows = [_Kept(r, "team" if k == 0 else "public") for k, r in enumerate(example.LEDGER)]
    page = summitry.report(example.study(), rows, redact=True)
    assert rows[0].quote
    assert rows[0].quote not in unescape(page)
    assert redacted(example.study(), rows).statements == 1
    assert "one statement" in page
    assert 'class="wh"' in page


def test_a_leak_is_found_by_other_means_than_those_that_prevent_it() -> None:
    from report import example

    cut = redacted(example.study(), [_Kept(r, "team") for r in example.LEDGER])
    assert cut.words
    assert cut.leaks(f"<p>{cut.words[0][:5]}<b></b>\n {cut.words[0][5:]}</p>") == []
    assert cut.leaks(f"<p>He said: {cut.words[0].upper()}.</p>") == [cut.words[0]]
    loud = example.study()
    with pytest.raises(SummitryError, match="still holds"):
        summitry.report(_titled(loud, cut.words[0]), [_Kept(r, "team") for r in example.LEDGER], redact=True)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda f: (f / "study.json").unlink(), "no study.json there"),
        (lambda f: (f / "study.json").write_text("{}"), "a study that was changed"),
        (lambda f: (f / "manifest.json").write_text("[]"), "no manifest of a study"),
        (lambda f: shutil.rmtree(f / "study.zarr"), "no study.zarr there"),
        (lambda f: shutil.rmtree(f), "no such folder"),
    ],
)
def test_spoilt_folders_are_named(folder: Path, tmp_path: Path, spoil, expected: str) -> None:
    there = tmp_path / "copy"
    shutil.copytree(folder, there)
    spoil(there)
    _, told = said("report", str(there), code=2)
    assert expected in told
    assert "Traceback" not in told


def test_an_unknown_form_is_named_with_the_nearest(folder: Path) -> None:
    _, told = said("report", str(folder), "--format", "htm", code=2)
    assert "'htm'" in told
    assert "did you mean 'html'" in told


class _Kept:
    """A ledger row of the example that says who may see it."""

    def __init__(self, row: object, keep: str) -> None:
        self._row, self.keep = row, keep

    def __getattr__(self, name: str) -> object:
        return getattr(self._row, name)


def _titled(study: summitry.Study, title: str) -> summitry.Study:
    from dataclasses import replace

    return replace(study, scenario=replace(study.scenario, title=title))
