"""Results in files: the folder of a study, its report in several forms, figures and draws (floor 7)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitry.errors import InputError, Problem
from summitry.jobs import json_text

if TYPE_CHECKING:
    from summitry.evidence import Ledger
    from summitry.report.tree.picture import TreePicture
    from summitry.study import Study
    from summitry.study.update import UpdateStudy

STUDY, DRAWS, TABLE, MANIFEST, LEDGER, SCENARIO = (
    "study.json", "study.zarr", "draws.parquet", "manifest.json", "ledger.jsonl", "scenario.yaml"
)  # fmt: skip
PICTURES = (".svg", ".png", ".pdf")
"""Endings of files that hold a figure."""
TIMELINES = (*PICTURES, ".json")
"""Endings of files that hold a timeline."""
FORMS = ("html", "pdf", "md")
"""Forms of a report."""
_STORED = "a folder that `summitry run --out` wrote"


@dataclass(frozen=True)
class Results:
    """A finished study as it lies in a folder.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.stored(summitry.save(study, "results")).ledger is None
    True
    """

    study: Study
    ledger: Ledger | None
    command: str
    """That gives the study again."""
    folder: Path


def save(
    study: Study,
    folder: str | os.PathLike[str],
    *,
    ledger: Ledger | None = None,
    command: str = "",
) -> Path:
    """Write report, summary, manifest, figures and the study itself to a folder; all of it or nothing.

    Files of the same names are replaced, others left alone. Raises `InputError` where the folder cannot be written.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> (summitry.save(study, "results") / "report.html").is_file()
    True
    """
    from summitry.formats import draws_table, stored_study, study_store
    from summitry.formats import ledger as ledgers
    from summitry.report.figures import figures
    from summitry.report.page import page
    from summitry.report.summary import summary_json

    target = Path(folder)
    kept = study.parts is not None
    beside = frozenset({"summary.json", "figures", *({TABLE} if kept else ())})
    texts = {
        "report.html": page(study, ledger.rows if ledger is not None else (), command=command, beside=beside),
        # the same seed and scenario give the same files; how long it took is told where it is run
        "summary.json": json_text({k: v for k, v in summary_json(study).items() if k != "elapsed_s"}),
        SCENARIO: study.scenario.text,
    }
    if kept:
        texts[STUDY] = stored_study.dumps(study)
    if ledger is not None:
        texts[LEDGER] = ledgers.dumps(ledger)
    pictures = figures(study)
    with _told(folder):
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".summitry-", dir=target) as made:
            work = Path(made)
            for name, text in texts.items():
                (work / name).write_text(text, encoding="utf-8", newline="")
            (work / "figures").mkdir()
            for name, (spec, svg, png) in pictures.items():
                (work / "figures" / f"{name}.vl.json").write_text(json_text(spec), encoding="utf-8")
                (work / "figures" / f"{name}.svg").write_text(svg, encoding="utf-8")
                (work / "figures" / f"{name}.png").write_bytes(png)
            if study.parts is not None:
                study_store.write(study.parts(), work / DRAWS)
                draws_table.write(study.parts(), work / TABLE)
            (work / MANIFEST).write_text(json_text(_manifest(study, ledger, command, work)), encoding="utf-8")
            _move_in(work, target)
    return target


def result_files() -> tuple[str, ...]:
    """Names of the files that `save` writes into a folder, beside those in `figures` and the draws.

    >>> summitry.result_files()[0]
    'report.html'
    """
    return ("report.html", "summary.json", SCENARIO, STUDY, LEDGER, TABLE, MANIFEST)


def stored(folder: str | os.PathLike[str]) -> Results:
    """The study that a folder holds, with its ledger; nothing is solved.

    Raises `InputError` where a file is missing, spoilt, or belongs to another study.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.stored(summitry.save(study, "results")).study.draws
    8
    """
    from summitry.formats import ledger as ledgers
    from summitry.formats import stored_study, study_store

    place = Path(folder)
    missing = [n for n in (MANIFEST, STUDY, DRAWS) if not (place / n).exists()]
    if missing:
        found = "no such folder" if not place.exists() else f"no {' and no '.join(missing)} there"
        raise InputError([Problem(str(folder), 0, 0, found, _STORED)])
    text = _text(place / STUDY)
    try:
        manifest = json.loads(_text(place / MANIFEST))
        command, whole = str(manifest["command"]), manifest["files"][STUDY]
        named = manifest["ledger"] is not None
    except (ValueError, KeyError, TypeError):
        raise InputError([Problem(str(place / MANIFEST), 0, 0, "no manifest of a study", _STORED)]) from None
    if whole != hashlib.sha256(text.encode("utf-8")).hexdigest():
        raise InputError(
            [
                Problem(
                    str(place / STUDY), 0, 0, "a study that was changed, or of another run", "the one of the manifest"
                )
            ]
        )
    try:
        draws = study_store.read(place / DRAWS)
    except (OSError, KeyError, ValueError) as error:
        raise InputError(
            [Problem(str(place / DRAWS), 0, 0, f"draws that cannot be read ({error})", _STORED)]
        ) from error
    study = stored_study.loads(text, draws, str(place / STUDY))
    return Results(study, ledgers.read(place / LEDGER) if named else None, command, place)


@dataclass(frozen=True)
class Written:
    """What came of writing a report.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.save_report(summitry.stored(summitry.save(study, "results")), redact=True).numbers
    0
    """

    files: tuple[Path, ...]
    numbers: int
    """Numbers that are withheld."""
    statements: int
    """Statements that are withheld."""
    places: int
    """Places of the page at which something is withheld."""


def save_report(
    results: Results,
    folder: str | os.PathLike[str] | None = None,
    *,
    forms: Sequence[str] = ("html",),
    brief: bool = False,
    redact: bool = False,
) -> Written:
    """Write a report again from a stored study, as `html`, `pdf` or `md`, into its folder or another; all or nothing.

    The files are `report.*`, or `brief.*` for one page. `pdf` takes a Chromium, Chrome or Edge. Raises `InputError` for
    another form, where no browser prints, or where the folder cannot be written.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> again = summitry.stored(summitry.save(study, "results"))
    >>> [file.name for file in summitry.save_report(again, forms=("html", "md"), brief=True).files]
    ['brief.html', 'brief.md']
    """
    from summitry.formats import browser_pdf
    from summitry.report.blocks.html import BAR
    from summitry.report.charts.render import standalone
    from summitry.report.figures import specs
    from summitry.report.markdown import markdown
    from summitry.report.page import page, redacted_page
    from summitry.report.redaction import redacted
    from summitry.scenario.troubles import did_you_mean

    unknown = [f for f in forms if f not in FORMS]
    if unknown or not forms:
        found = f"the form {unknown[0]!r}" if unknown else "no form"
        fix = did_you_mean(unknown[0], FORMS) if unknown else ""
        raise InputError([Problem("--format", 0, 0, found, f"one or more of {', '.join(FORMS)}", fix)])
    target = results.folder if folder is None else Path(folder)
    study, rows = results.study, results.ledger.rows if results.ledger is not None else ()
    beside = [n for n in ("summary.json", "figures", TABLE) if (target / n).exists()]
    cut = redacted(study, rows) if redact else None
    if cut is not None:
        whole = redacted_page(cut, results.command, brief=brief)
    else:
        whole = page(study, rows, command=results.command, beside=beside, brief=brief)
    name = "brief" if brief else "report"
    content: dict[str, bytes] = {}
    for form in dict.fromkeys(forms):
        if form == "pdf":
            content[f"{name}.pdf"] = browser_pdf.pdf(whole)
        elif form == "md":
            drawn = specs(cut.study if cut is not None else study)
            text = markdown(whole, drawn)
            content[f"{name}.md"] = text.encode("utf-8")
            for figure, spec in drawn.items():
                if f"](figures/{figure}.png)" in text:
                    content[f"figures/{figure}.png"] = standalone(spec)[1]
        else:
            content[f"{name}.html"] = whole.encode("utf-8")
    with _told(target):
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".summitry-", dir=target) as made:
            for file, data in content.items():
                (Path(made) / file).parent.mkdir(exist_ok=True)
                (Path(made) / file).write_bytes(data)
            for file in content:
                (target / file).parent.mkdir(exist_ok=True)
                os.replace(Path(made) / file, target / file)
    return Written(
        files=tuple(target / file for file in content if "/" not in file),
        numbers=cut.numbers if cut is not None else 0,
        statements=cut.statements if cut is not None else 0,
        places=whole.count(BAR),
    )


def save_text(text: str, file: str | os.PathLike[str]) -> Path:
    """Write a text to a file, whole or not at all; raises `InputError` where the file cannot be written.

    >>> summitry.save_text("a transcript", "talks.txt").name
    'talks.txt'
    """
    return _whole(file, text)


def save_draws(study: Study, file: str | os.PathLike[str]) -> Path:
    """Write a study's draws as a table, one row a draw, to `.csv` or `.parquet`; whole or not at all.

    Columns are `draw`, `scramble`, `status`, `folded`, `residual`, `regret_ratio`, then `outcome.NAME`, `marker.NAME`,
    `value.PARTY`, `value_analyst.PARTY`, `number.PATH`. Raises `InputError` for another ending, for a study without
    draws, or where the file cannot be written.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.save_draws(study, "draws.csv").read_text().splitlines()[0][:25]
    'draw,scramble,status,fold'
    """
    from summitry.formats import draws_table

    target = Path(file)
    if target.suffix not in draws_table.ENDINGS:
        raise _unknown_ending(file, draws_table.ENDINGS)
    if study.parts is None:
        raise InputError([Problem(str(file), 0, 0, "a study without draws", "one that was run")])
    draft = target.with_name(f".{target.name}.draft{target.suffix}")
    try:
        draws_table.write(study.parts(), draft)
        os.replace(draft, target)
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def save_figure(study: Study, name: str, file: str | os.PathLike[str]) -> Path:
    """Write one figure of a report as `.svg`, `.png` or `.pdf`, whole or not at all.

    Names are those of `summitry.figures`: likely, endings, course, why, beliefs, word, levers, deals, zone, tip, … as
    far as the study has the numbers. Raises `InputError` for another name or ending, or where it cannot be written.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.save_figure(study, "likely", "likely.pdf").read_bytes()[:4]
    b'%PDF'
    """
    from summitry.report.charts.render import rendered_as
    from summitry.report.figures import specs
    from summitry.scenario.troubles import did_you_mean, listed

    known = specs(study)
    if name not in known:
        raise InputError(
            [Problem(name, 0, 0, f"no figure {name!r}", f"one of {listed(known, 20)}", did_you_mean(name, known))]
        )
    return _whole(file, rendered_as(known[name], _ending(file, PICTURES)))


def save_picture(picture: TreePicture, file: str | os.PathLike[str]) -> Path:
    """Write a picture of a tree as `.svg`, `.png` or `.pdf`, whole or not at all.

    Raises `InputError` for another ending, or where the file cannot be written.

    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> summitry.save_picture(summitry.draw_tree(game, summitry.middle_draw(game)), "tree.svg").name
    'tree.svg'
    """
    ending = _ending(file, picture.ENDINGS)
    return _whole(file, {".svg": lambda: picture.svg().encode(), ".png": picture.png, ".pdf": picture.pdf}[ending]())


def save_timeline(study: UpdateStudy, file: str | os.PathLike[str]) -> Path:
    """Write the course of beliefs over events as `.svg`, `.png`, `.pdf` or `.json` (Vega-Lite), whole or not at all.

    Raises `InputError` for another ending, or where it cannot be written.

    >>> study = summitry.update(summitry.load("two-sided-bargaining"), ["agreed at once"], draws=64)
    >>> summitry.save_timeline(study, "beliefs.svg").read_text()[:4]
    '<svg'
    """
    from summitry.report.charts.render import coloured, rendered_as
    from summitry.report.charts.timeline import timeline

    ending = _ending(file, TIMELINES)
    spec = timeline(study)
    return _whole(file, json_text(coloured(spec)) if ending == ".json" else rendered_as(spec, ending))


def _ending(file: str | os.PathLike[str], known: Sequence[str]) -> str:
    """The ending of a file's name, in lower case; `InputError` where it is none of those that are known."""
    ending = Path(file).suffix.lower()
    if ending not in known:
        raise _unknown_ending(file, known)
    return ending


def _unknown_ending(file: str | os.PathLike[str], known: Sequence[str]) -> InputError:
    suffix = Path(file).suffix
    found = f"the ending '{suffix}'" if suffix else "a name without an ending"
    expected = f"a name that ends in {', '.join(known[:-1])} or {known[-1]}"
    return InputError([Problem(str(file), 0, 0, found, expected)])


def _whole(file: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file, whole or not at all; `InputError` where that cannot be done."""
    from summitry.formats.files import write_whole

    try:
        write_whole(file, content)
    except OSError as error:
        raise _unwritable(file, error) from error
    return Path(file)


def _unwritable(
    file: str | os.PathLike[str], error: OSError, expected: str = "a file in a folder that can be written to"
) -> InputError:
    why = error.strerror or str(error)
    return InputError([Problem(str(file), 0, 0, f"cannot write there ({why})", expected)])


@contextmanager
def _told(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Turns what the system says of a folder into one clear error."""
    try:
        yield
    except OSError as error:
        raise _unwritable(folder, error, "a folder that can be written to") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError([Problem(str(file), 0, 0, f"a file that cannot be read ({error})", _STORED)]) from error


def _move_in(work: Path, target: Path) -> None:
    for made in sorted(work.iterdir()):
        there = target / made.name
        if made.is_dir() and there.exists():
            shutil.rmtree(there)
        os.replace(made, there)


def _manifest(study: Study, ledger: Ledger | None, command: str, work: Path) -> dict[str, Any]:
    certificate = study.findings.certificate
    files = {
        str(p.relative_to(work)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(work.rglob("*"))
        if p.is_file() and "study.zarr" not in p.parts and p.name != "summary.json"
    }
    return {
        "summitry": study.version,
        "command": command,
        "scenario": {"title": study.scenario.title, "sha256": study.scenario.sha256},
        "ledger": None if ledger is None else {"sha256": files[LEDGER], "rows": len(ledger.rows)},
        "settings": dict(study.settings),
        "seed": study.seed,
        "draws": study.draws,
        "counts": {
            "solved": certificate.solved,
            "unsolved": certificate.unsolved,
            "folded": certificate.folded,
            "nodes": certificate.nodes,
            "information_sets": certificate.infosets,
        },
        "files": files,
    }
