"""What a worker can do: every task is a generator of parts for the page, the last of which has `done`.

There is no analysis here: each task calls public names and turns what they give into plain values.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, TypeVar

import summitry

Said = dict[str, Any]
T = TypeVar("T")

_SNIPPET = "window.vegaEmbed = vegaEmbed;"
MOST_NODES = 600_000
"""Nodes of a tree whose numbers can be moved here; larger ones are for `summitry run`."""
STUDY_DRAWS = 256
HELD = {"tip": 32, "process": 64, "levers": 32, "information": 32, "stories": 128, "compare": 128}
"""Draws of long studies."""


class Stopped(Exception):
    """Nobody waits for this any more."""


class Kept:
    """A few things that were worked out last."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.things: OrderedDict[str, Any] = OrderedDict()

    def get(self, key: str, make: Callable[[], T]) -> T:
        """The thing under a key, made if it is not there."""
        if key not in self.things:
            self.things[key] = make()
            while len(self.things) > self.most:
                self.things.popitem(last=False)
        self.things.move_to_end(key)
        found: T = self.things[key]
        return found


class Desk:
    """The tasks of one worker, with what it keeps between them."""

    def __init__(self) -> None:
        self.cases, self.lives, self.studies, self.plays = Kept(6), Kept(3), Kept(4), Kept(3)

    def steps(self, task: str, args: Mapping[str, Any]) -> Generator[Said, None, None]:
        """The parts of a task."""
        # nothing happens before the first part is asked for, so that what fails is told like all else
        yield from getattr(self, f"do_{task}")(**args)

    # ------------------------------------------------------------ cases

    def case(self, doc: Mapping[str, Any]) -> summitry.Scenario:
        """The scenario of a document: the served file, a changed text of it, or a text that was brought."""

        def read() -> summitry.Scenario:
            if doc["file"] and not doc["text"]:
                return summitry.load(doc["file"])
            if doc["file"]:
                return summitry.reread(doc["text"], doc["file"], self.case({**doc, "text": ""}))
            return summitry.load(doc["text"].encode())

        return self.cases.get(_key(doc), read)

    def ledger(self, doc: Mapping[str, Any]) -> summitry.Ledger | None:
        """The ledger beside the served file, if the case names it."""
        if not doc["file"]:
            return None
        original = self.case({**doc, "text": ""})
        case = self.case(doc)
        return summitry.ledger_of(doc["file"], original) if case.ledger == original.ledger else None

    def live(self, doc: Mapping[str, Any]) -> summitry.Live:
        """The case ready to be moved."""
        return self.lives.get(_key(doc), lambda: summitry.live(self.case(doc), most=MOST_NODES))

    def do_style(self) -> Iterator[Said]:
        """The style sheet of the report."""
        yield {"done": {"text": summitry.report_style()}}

    def do_vega(self) -> Iterator[Said]:
        """The libraries that draw charts, as one script."""
        import vl_convert

        yield {"done": {"text": vl_convert.javascript_bundle(_SNIPPET)}}

    def do_open(self, doc: Mapping[str, Any]) -> Iterator[Said]:
        """What the page needs to know of a case."""
        case = self.case(doc)
        yield {"done": {**_summary(case), "text": case.text, "editable": True}}

    def do_check(self, doc: Mapping[str, Any]) -> Iterator[Said]:
        """Problems and remarks of a text."""
        case = self.case(doc)
        remarks = [{"line": r.line, "col": r.col, "kind": r.kind, "text": r.text} for r in summitry.check(case)]
        yield {"done": {"remarks": remarks, "title": case.title}}

    def do_save(self, doc: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[Said]:
        """The text of the file under settings."""
        yield {"done": {"text": summitry.rewritten(self.case(doc), settings)}}

    # ------------------------------------------------------------ numbers that are moved

    def do_glance(self, doc: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[Said]:
        """The first picture."""
        pictures = self.live(doc).pictures(settings)
        yield {"done": summitry.picture_json(next(pictures))}

    def do_refine(self, doc: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[Said]:
        """Further pictures, each with its certificate."""
        last: Said = {}
        for picture in self.live(doc).pictures(settings):
            last = summitry.picture_json(picture)
            if picture.checked and not picture.complete:
                yield {"part": last}
        yield {"done": last}

    # ------------------------------------------------------------ views

    def do_views(self, doc: Mapping[str, Any], settings: Mapping[str, str], draws: int) -> Iterator[Said]:
        """Blocks of the report."""
        case = self.case(doc)
        key = f"{_key(doc)} {sorted(settings.items())} {draws}"
        if key not in self.studies.things:

            def run(tell: Callable[[str, int, int], None]) -> dict[str, str]:
                study = summitry.run(case, draws=draws, settings=settings, variants=False, progress=tell)
                ledger = self.ledger(doc)
                return summitry.report_parts(study, ledger.rows if ledger is not None else ())

            parts: dict[str, str] = yield from with_progress(run)
            self.studies.get(key, lambda: parts)
        yield {"done": {"parts": self.studies.get(key, dict)}}

    def do_job(
        self, doc: Mapping[str, Any], settings: Mapping[str, str], kind: str, options: Mapping[str, Any]
    ) -> Iterator[Said]:
        """A long study."""
        case, draws = self.case(doc), HELD[kind]

        def run(tell: Callable[[str, int, int], None]) -> Said:
            common: dict[str, Any] = {"draws": draws, "progress": tell}
            of = options.get("of") or None
            study: Any
            match kind:
                case "levers":
                    study = summitry.levers(case, of, settings=settings, **common)
                case "process":
                    study = summitry.process(case, of, settings=settings, **common)
                case "tip":
                    target = float(options["target"])
                    study = summitry.tip(case, str(options["lever"]), of, target=target, settings=settings, **common)
                case "information":
                    study = summitry.information(case, of, settings=settings, **common)
                case "stories":
                    study = summitry.stories(case, of, settings=settings, **common)
                case _:
                    study = summitry.compare(
                        case, case, settings=dict(options["first"]), second_settings=dict(options["second"]),
                        names=(str(options["names"][0]), str(options["names"][1])), **common,
                    )  # fmt: skip
            return _shown(case, settings, study)

        found = yield from with_progress(run)
        yield {"done": found}

    def do_tree(self, doc: Mapping[str, Any], settings: Mapping[str, str], node: int) -> Iterator[Said]:
        """A node and what can follow."""
        case = self._rehearsal(doc, settings)
        if node >= case.game.tree.size:
            yield {"error": f"there is no node {node:,}: the tree has {case.game.tree.size:,}, counted from 0"}
            return
        here, *children = (vars(b) for b in summitry.branch(case, node))
        yield {"done": {"node": here, "children": children, "nodes": case.game.tree.size}}

    def do_ledger(
        self, doc: Mapping[str, Any], verdicts: Mapping[str, Mapping[str, Any]], write: bool
    ) -> Iterator[Said]:
        """The statements under a review; written to the ledger's own file where that is asked for."""
        ledger = self.ledger(doc)
        case = self.case(doc)
        if ledger is None:
            yield {"done": {"rows": [], "file": "", "own": False, "text": ""}}
            return
        seen = summitry.reviewed(ledger, verdicts)
        file = summitry.source(doc["file"]).parent / case.ledger
        own = doc["file"] not in summitry.catalog.names()
        if write and own:
            summitry.save_ledger(seen, file)
        uses: dict[str, list[str]] = {}
        for handle in summitry.handles(case):
            for row in handle["rows"]:
                uses.setdefault(row, []).append(handle["name"])
        rows = [{**row, "uses": uses.get(row["id"], [])} for row in summitry.statements_json(seen)]
        yield {"done": {"rows": rows, "file": file.name, "own": own, "text": summitry.ledger_text(seen)}}

    def do_forecasts(self, doc: Mapping[str, Any], settings: Mapping[str, str], date: str) -> Iterator[Said]:
        """The model's chances as dated records beside those that people stated, and the score of earlier ones."""
        case = self.case(doc)
        summitry.forecast_date(case, date)  # told before the case is solved

        def run(tell: Callable[[str, int, int], None]) -> Said:
            study = summitry.run(case, draws=STUDY_DRAWS, settings=settings, variants=False, progress=tell)
            made = summitry.forecasts(study, ledger=self.ledger(doc), date=date, resolve_by="", who="model")
            file = summitry.source(doc["file"]).parent / "forecasts.jsonl" if doc["file"] else None
            scored = ""
            if file is not None and file.is_file():
                scored = summitry.score_text(summitry.score(summitry.load_forecasts(file)))
            return {**summitry.forecasts_json(made), "lines": summitry.forecast_lines(made), "scored": scored}

        found = yield from with_progress(run)
        yield {"done": found}

    # ------------------------------------------------------------ rehearsing

    def _rehearsal(self, doc: Mapping[str, Any], settings: Mapping[str, str]) -> summitry.Rehearsal:
        key = f"{_key(doc)} {sorted(settings.items())}"
        return self.plays.get(key, lambda: summitry.rehearse(self.case(doc), settings=settings))

    def _play(self, game: Mapping[str, Any]) -> summitry.Play:
        """A rehearsal from its beginning and all that was done."""
        case = self._rehearsal(game["doc"], game["settings"])
        play = summitry.begin(case, game["seats"], seed=game["seed"], types=game["types"])
        for what, *args in game["acts"]:
            match what:
                case "choose":
                    play = play.choose(args[0])
                case "tell":
                    play = play.tell(args[0], args[1])
                case "fix":
                    play = play.fix(args[0], args[1])
        return play

    def do_play(self, game: Mapping[str, Any], view: str) -> Iterator[Said]:
        """What a seat, or the facilitator (an empty name), sees of a rehearsal."""
        play = self._play(game)
        found = summitry.seat_json(play, view) if view else summitry.facilitator_json(play)
        if play.over:
            end = summitry.debrief(play)
            found["end"] = [{"heading": h, "lines": lines} for h, lines in summitry.debrief_lines(play, end)]
            found["transcript"] = summitry.transcript_text(play, end)
            found["place"] = _place(end.place)
        yield {"done": found}

    def do_advice(self, game: Mapping[str, Any], view: str) -> Iterator[Said]:
        """The model's advice to the seat whose turn it is."""
        play = self._play(game)
        turn = play.turn
        if turn is None or turn.party != view:
            yield {"error": "it is not this seat's turn"}
            return
        yield {"done": {"lines": summitry.advice_lines(play, summitry.advise(play))}}

    def do_sheet(self, game: Mapping[str, Any], view: str) -> Iterator[Said]:
        """The role sheet of a seat."""
        play = self._play(game)
        mine = [s for s in summitry.sheets(play.case) if (s.party, s.type) == (view, play.types.get(view, ""))]
        yield {"done": summitry.sheets_json(play.case.scenario, mine)["sheets"][0]}

    def do_sheets(self, doc: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[Said]:
        """All role sheets as one page to be printed."""
        case = self._rehearsal(doc, settings)
        yield {"done": {"page": summitry.sheets_html(case.scenario, summitry.sheets(case))}}


def _key(doc: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{doc['file']}\0{doc['text']}".encode()).hexdigest()


def _summary(case: summitry.Scenario) -> Said:
    return {
        "title": case.title,
        "question": case.question,
        "as_of": case.as_of,
        "file": case.file.rsplit("/", 1)[-1],
        "parties": summitry.party_marks(case),
        "types": {p.name: [t.name for t in p.types] for p in case.parties if p.types},
        "events": [e.name for e in (*case.markers, *case.outcomes)],
        "numbers": summitry.handles(case),
    }


def _shown(case: summitry.Scenario, settings: Mapping[str, str], study: Any) -> Said:
    """A long study as the block of the report that shows it, and as text."""
    base = summitry.run(case, draws=8, settings=settings, variants=False)
    return {"html": summitry.study_part(base, study), "text": summitry.study_text(study)}


def _place(place: Any) -> Said | None:
    if place is None:
        return None
    return {
        "parties": list(place.parties),
        "all": [dict(g) for g in place.all_gains],
        "here": dict(place.gains),
        "agreed": place.agreed,
    }


def with_progress(work: Callable[[Callable[[str, int, int], None]], T]) -> Generator[Said, None, T]:
    """Do something that reports its progress; yields the progress, and returns what was found.

    When the generator is closed, the work stops at its next report.
    """
    told: queue.Queue[Any] = queue.Queue()
    left = threading.Event()

    def tell(what: str, done: int, total: int) -> None:
        if left.is_set():
            raise Stopped
        told.put((what, done, total))

    def run() -> None:
        try:
            told.put({"found": work(tell)})
        except Stopped:
            pass
        except Exception as error:
            told.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        while True:
            said = told.get()
            # what is there now, and no more: work may report faster than anybody reads
            for _ in range(told.qsize()):
                if not isinstance(said, tuple):
                    break
                said = told.get()
            if isinstance(said, Exception):
                raise said
            if isinstance(said, dict):
                found: T = said["found"]
                return found
            yield {"progress": {"what": said[0], "done": said[1], "total": said[2]}}
    finally:
        left.set()
