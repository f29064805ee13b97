"""Every example of README.md and docs/ is run: what a page shows is what happens."""

import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summitry.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
LIMIT = 600  # seconds for one command


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    line: int
    """Of its first line of text, from 1."""


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for fence in re.finditer(r"^```(\w*)[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        yield Block(fence[1], fence[2], page[: fence.start(2)].count("\n") + 1)


def write_file(block: Block) -> None:
    """Write a block whose first line is `# name.ext` to that file; others are none of ours."""
    if name := re.match(r"# ([\w./-]+\.\w+)$", block.text.partition("\n")[0]):
        Path(name[1]).write_text(block.text, encoding="utf-8")


def run_python(block: Block, page: Path, names: dict[str, object]) -> None:
    """Execute a block; with `>>>`, compare what it shows."""
    if ">>>" not in block.text:
        exec(compile("\n" * (block.line - 1) + block.text, str(page), "exec"), names)
        return
    example = doctest.DocTestParser().get_doctest(block.text, names, page.name, str(page), block.line - 1)
    said = io.StringIO()
    result = doctest.DocTestRunner(optionflags=FLAGS).run(example, out=said.write, clear_globs=False)
    names.update(example.globs)
    assert not result.failed, said.getvalue()


def run_command(command: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a line: a plain call of ours in this process, which begins three seconds sooner, all else in a shell."""
    if command.startswith("summitry ") and not re.search(r"[|<>&;$*`~]", command):
        done = CliRunner().invoke(app, shlex.split(command.replace("\\\n", " "), comments=True)[1:])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return subprocess.CompletedProcess(command, done.exit_code, done.stdout, done.stderr)
    return subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        env=environment,
        timeout=LIMIT,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def run_console(block: Block, page: Path) -> None:
    """Run each line after `$`; compare its output with what is shown, if anything is."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for call in re.finditer(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE):
        command, shown = call[1], call[2]
        where = f"{page.name}:{block.line + block.text[: call.start()].count(chr(10))}: {command}"
        done = run_command(command, environment)
        expected = int(code[1]) if (code := re.search(r"# exit (\d+)$", command)) else 0
        assert done.returncode == expected, f"{where}\nexit {done.returncode}\n{done.stdout}{done.stderr}"
        got = done.stdout + (done.stderr if expected else "")
        if shown.strip():
            assert doctest.OutputChecker().check_output(shown, got, FLAGS), f"{where}\nshown:\n{shown}\ngot:\n{got}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page.read_text(encoding="utf-8")):
        match block.language:
            case "python":
                run_python(block, page, names)
            case "console":
                run_console(block, page)
            case "sh" | "text":
                pass
            case "yaml" | "json":
                write_file(block)
            case other:
                pytest.fail(
                    f"{page.name}:{block.line}: a block in {other or 'no language'}, which this test does not know"
                )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!\w+:)([^)#\s]+)", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in pages if f"]({name})" not in index} == set()


def test_decisions_stay_under_a_page() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [record.name for record in records if len(record.read_text("utf-8").splitlines()) > 60] == []
    assert [record.name[:4] for record in records] == [f"{n:04}" for n in range(1, len(records) + 1)]


def test_wrong_examples_are_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.md"
    text = "```console\n$ echo one\none\n$ echo two\nthree\n```\n"
    with pytest.raises(AssertionError, match=r"page\.md:4: echo two"):
        run_console(next(blocks(text)), page)
    with pytest.raises(AssertionError, match="Expected:"):
        run_python(Block("python", ">>> 1 + 1\n3\n", 1), page, {})
    with pytest.raises(AssertionError, match="exit 1"):
        run_console(Block("console", "$ false\n", 1), page)
    run_console(Block("console", "$ false  # exit 1\n", 1), page)
