"""The server of the workbench: one page, its parts, and what it may ask for."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import secrets
import socket
import webbrowser
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from summitry import InputError, Problem
from summitry.app.crew import Crew, Said
from summitry.app.guard import COOKIE, MOST_BODY, Guard, Tokens, TooLargeError, loopback
from summitry.app.tables import MOST_TEXT, Game, TableError, Tables

PORT = 8642
MOST_DOCS = 60
MOST_SCENARIO = 1 << 20
MOST_SETTINGS = 500
MOST_JOBS = 2
HOLD = 25.0
"""Seconds for which a question for news is held open."""
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
JOBS = ("levers", "process", "tip", "information", "stories", "compare")
DRAWS = (64, 256, 2048)


class Wrong(Exception):
    """A request that is not what it should be."""


@dataclass(eq=False)
class Bench:
    """What the server keeps."""

    file: str
    """The served scenario: a path or a name of the catalog, from the command line."""
    crew: Crew = field(default_factory=Crew)
    tables: Tables = field(default_factory=Tables)
    tokens: Tokens = field(default_factory=Tokens)
    docs: OrderedDict[str, dict[str, str]] = field(default_factory=OrderedDict)

    def doc(self, name: object) -> dict[str, str]:
        """A document by the name that the page was given for it."""
        if name == "":
            return {"file": self.file, "text": ""}
        found = self.docs.get(name) if isinstance(name, str) else None
        if found is None:
            raise Wrong("this text is not known here any more; open it again")
        return found

    def keep(self, text: str, beside: bool) -> str:
        """Keep a text that a page holds; returns its name."""
        if len(text.encode()) > MOST_SCENARIO:
            raise Wrong(f"a scenario has at most {MOST_SCENARIO:,} bytes")
        name = hashlib.sha256(f"{beside}\0{text}".encode()).hexdigest()[:24]
        self.docs[name] = {"file": self.file if beside else "", "text": text}
        self.docs.move_to_end(name)
        while len(self.docs) > MOST_DOCS:
            self.docs.popitem(last=False)
        return name


Handler = Callable[[Request, Mapping[str, Any]], Coroutine[Any, Any, Response]]


def make_app(file: str, *, host: str = "127.0.0.1", port: int = 8642, entry: str = "") -> Guard:
    """The application for one scenario; `entry` is the token without which nobody gets in."""
    bench = Bench(file, tokens=Tokens(entry))
    page = _Pages(bench, host, port)
    api = _Api(bench)

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.ensure_future(bench.crew.quick.one("open", doc=bench.doc("")))
        yield
        warming.cancel()
        await bench.crew.close()

    names = [name.removeprefix("post_") for name in dir(api) if name.startswith("post_")]
    routes = [
        Route("/", page.index),
        Route("/static/vega.js", page.vega),
        Route("/static/report.css", page.style),
        Route("/static/{name}", page.static),
        *(Route(f"/api/{n}", _posted(getattr(api, f"post_{n}")), methods=["POST"]) for n in names),
    ]
    return Guard(Starlette(routes=routes, lifespan=life), bench.tokens, host, port)


def _posted(handler: Handler) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """Read the JSON of a request, and answer what is wrong with it in words."""

    async def answer(request: Request) -> Response:
        try:
            found = _read(await request.body())
            return await handler(request, found)
        except TooLargeError:
            return JSONResponse({"error": f"at most {MOST_BODY:,} bytes"}, 413, headers={"connection": "close"})
        except RecursionError:
            return JSONResponse({"error": _NO_JSON}, 400)
        except (Wrong, TableError) as error:
            return JSONResponse({"error": str(error)}, 400)
        except ClientDisconnect:
            return Response(status_code=400)

    return answer


_NO_JSON = "JSON is expected"


def _read(body: bytes) -> dict[str, Any]:
    """The object of a request; `Wrong` for what is none, and for text that could not be handed on."""
    try:
        found = json.loads(body, parse_constant=_no_number)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Wrong(_NO_JSON) from None
    except ValueError:
        # Python reads no whole number of more than some thousands of digits
        raise Wrong("a number is too long") from None
    if not isinstance(found, dict):
        raise Wrong("an object is expected")
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Wrong("a text holds half a character: a surrogate without its other half") from None
    return found


def _no_number(text: str) -> float:
    """`NaN` and `Infinity` are not JSON."""
    raise Wrong(f"{_NO_JSON}, which has no {text}")


class _Pages:
    """The page and its parts."""

    def __init__(self, bench: Bench, host: str, port: int) -> None:
        self.bench = bench
        self.address = f"{host}:{port}"
        self.folder = files("summitry.app") / "static"
        self.names = {entry.name for entry in self.folder.iterdir()}
        self.made: dict[str, bytes] = {}

    async def index(self, request: Request) -> Response:
        """The page, with a token of its own; elsewhere than on loopback only to whoever has the token of the server."""
        given = request.query_params.get("token", "")
        if self.bench.tokens.entry:
            if given and self.bench.tokens.enters(given):
                answer = RedirectResponse("/", 303)
                answer.set_cookie(COOKIE, given, httponly=True, samesite="strict")
                return answer
            if not self.bench.tokens.enters(request.cookies.get(COOKIE, "")):
                text = (
                    "<!doctype html><title>Summitry</title><p>Open the address with the token that the server printed."
                )
                return HTMLResponse(text, 401)
        page = (self.folder / "index.html").read_text(encoding="utf-8")
        page = page.replace("%TOKEN%", self.bench.tokens.for_page())
        return HTMLResponse(page, headers={"cache-control": "no-store"})

    async def static(self, request: Request) -> Response:
        """One of the files that ship; nothing else has a name here."""
        name = request.path_params["name"]
        kind = KINDS.get(os.path.splitext(name)[1])
        if name not in self.names or kind is None:
            return Response(status_code=404)
        return Response((self.folder / name).read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})

    async def style(self, request: Request) -> Response:
        """The style sheet of the report."""
        return await self._made("style", "text/css", "no-cache")

    async def vega(self, request: Request) -> Response:
        """Vega, Vega-Lite and their interpreter, bundled once by vl-convert."""
        return await self._made("vega", "text/javascript", "max-age=86400")

    async def _made(self, what: str, kind: str, keeping: str) -> Response:
        """A part that a worker makes, once: making it here would hold all else up."""
        if what not in self.made:
            crew = self.bench.crew
            said = await (crew.quick if what == "style" else crew.study).one(what)
            if "done" not in said:
                return Response(status_code=503)
            self.made[what] = str(said["done"]["text"]).encode()
        return Response(self.made[what], media_type=kind, headers={"cache-control": keeping})


class _Api:
    """What the page may ask for: each `post_X` answers `/api/X`."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.crew = bench.crew

    # ------------------------------------------------------------ the case

    async def post_open(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Open the served file, or a text: a changed one of that file (`beside`), or one that was brought."""
        name = ""
        if body.get("text") is not None:
            name = self.bench.keep(_text(body, "text", MOST_SCENARIO), body.get("beside") is True)
        elif body.get("doc"):
            name = str(body["doc"])
        said = await self.crew.quick.one("open", doc=self.bench.doc(name))
        return _last(said, doc=name)

    async def post_check(self, request: Request, body: Mapping[str, Any]) -> Response:
        """What is wrong with a text as it stands."""
        text = _text(body, "text", MOST_SCENARIO)
        doc = {"file": self.bench.file if body.get("beside") is True else "", "text": text}
        return _last(await self.crew.study.one("check", doc=doc, session=f"check {_session(body)}"))

    async def post_save(self, request: Request, body: Mapping[str, Any]) -> Response:
        """The text of the file with the numbers as they are set; the page hands it to the person."""
        return _last(await self.crew.quick.one("save", doc=self._doc(body), settings=_settings(body)))

    # ------------------------------------------------------------ numbers that are moved, views, long studies

    async def post_live(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Pictures as they come: the first at once, the others refined."""
        doc, settings, session = self._doc(body), _settings(body), _session(body)

        async def pictures() -> AsyncGenerator[Said, None]:
            with self.crew.deep.held():
                first = await self.crew.quick.one("glance", doc=doc, settings=settings, session=f"glance {session}")
            yield first
            if "done" not in first or first["done"]["complete"]:
                return
            async for said in self.crew.deep.ask("refine", doc=doc, settings=settings, session=f"refine {session}"):
                yield said

        return _stream(pictures())

    async def post_views(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Blocks of the report."""
        draws = body.get("draws", 256)
        if draws not in DRAWS:
            raise Wrong(f"draws are one of {DRAWS}")
        asked = self.crew.study.ask(
            "views", doc=self._doc(body), settings=_settings(body), draws=draws, session=f"views {_session(body)}"
        )
        return _stream(asked)

    async def post_job(self, request: Request, body: Mapping[str, Any]) -> Response:
        """A long study in a process of its own; whoever stops listening stops it."""
        kind = body.get("kind")
        if kind not in JOBS:
            raise Wrong(f"a study is one of {', '.join(JOBS)}")
        if len(self.crew.jobs) >= MOST_JOBS:
            raise Wrong(f"{MOST_JOBS} long studies are under way; wait for one, or stop one")
        options = _options(str(kind), body.get("options") or {})
        doc, settings = self._doc(body), _settings(body)
        name = os.urandom(6).hex()
        worker = self.crew.job(name)

        async def steps() -> AsyncGenerator[Said, None]:
            try:
                async for said in worker.ask("job", doc=doc, settings=settings, kind=kind, options=options):
                    yield said
            finally:
                self.crew.jobs.pop(name, None)
                worker.stop()

        return _stream(steps())

    async def post_forecasts(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Dated forecasts of the case as it is set."""
        date = _text({"date": "", **body}, "date", 10)
        asked = self.crew.study.ask(
            "forecasts", doc=self._doc(body), settings=_settings(body), date=date, session=f"views {_session(body)}"
        )
        return _stream(asked)

    async def post_tree(self, request: Request, body: Mapping[str, Any]) -> Response:
        """A node of the tree and what can follow."""
        node = body.get("node", 0)
        if not isinstance(node, int) or isinstance(node, bool) or not 0 <= node < 10_000_000:
            raise Wrong("a node is a number")
        return _last(await self.crew.table.one("tree", doc=self._doc(body), settings=_settings(body), node=node))

    async def post_ledger(self, request: Request, body: Mapping[str, Any]) -> Response:
        """The statements with the page's review of them; `write` puts it into the ledger beside the served file."""
        verdicts = body.get("verdicts") or {}
        if not isinstance(verdicts, dict) or any(not isinstance(v, dict) for v in verdicts.values()):
            raise Wrong("a review is an object by row")
        write = body.get("write") is True
        return _last(await self.crew.quick.one("ledger", doc=self._doc(body), verdicts=verdicts, write=write))

    # ------------------------------------------------------------ rehearsing

    async def post_sheets(self, request: Request, body: Mapping[str, Any]) -> Response:
        """All role sheets as a page."""
        return _last(await self.crew.table.one("sheets", doc=self._doc(body), settings=_settings(body)))

    async def post_game_new(self, request: Request, body: Mapping[str, Any]) -> Response:
        """A new rehearsal; whoever makes it facilitates."""
        doc, settings = self._doc(body), _settings(body)
        opened = await self.crew.quick.one("open", doc=doc)
        if "done" not in opened:
            return _last(opened)
        seed, types = body.get("seed", 0), body.get("types") or {}
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**63:
            raise Wrong("a seed is a whole number from 0")
        if not isinstance(types, dict) or any(t not in opened["done"]["types"].get(p, []) for p, t in types.items()):
            raise Wrong("there is no such type")
        game = self.bench.tables.open(doc, settings, tuple(opened["done"]["parties"]), seed, dict(types))
        return JSONResponse({"done": {"code": game.code, "key": game.key, "seats": _seats(game)}})

    async def post_game_seats(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Seats of a rehearsal, and the case that it is of, for whoever has its code."""
        game = self._game(body)
        opened = await self.crew.quick.one("open", doc=game.doc)
        if "done" not in opened:
            return _last(opened)
        shown = {k: opened["done"][k] for k in ("title", "question", "parties")}
        return JSONResponse({"done": {**shown, "seats": _seats(game), "begun": game.begun}})

    async def post_game_take(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Take a seat."""
        game = self._game(body)
        return JSONResponse({"done": {"key": game.take(_text(body, "party", 200)), "seats": _seats(game)}})

    async def post_game_begin(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Begin, as the facilitator."""
        game, view = self._seated(body)
        if view != "":
            raise Wrong("the facilitator begins")
        game.begin()
        return JSONResponse({"done": {}})

    async def post_game_view(self, request: Request, body: Mapping[str, Any]) -> Response:
        """What a seat or the facilitator sees; held open until there is something newer than `since`."""
        game, view = self._seated(body)
        since = body.get("since", -1)
        if isinstance(since, int) and since >= game.version:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HOLD):
                    await game.changed.wait()
        version = game.version
        if isinstance(since, int) and since >= version:
            return JSONResponse({"done": {"version": version, "same": True}})
        shown: Said = {"version": version, "seats": _seats(game), "begun": game.begun, "view": view}
        if not game.begun:
            return JSONResponse({"done": shown})
        said = await self.crew.table.one("play", game=game.told, view=view)
        if "done" in said:
            said["done"] |= shown
        return _last(said)

    async def post_game_sheet(self, request: Request, body: Mapping[str, Any]) -> Response:
        """The role sheet of one's own seat."""
        game, view = self._playing(body)
        return _last(await self.crew.table.one("sheet", game=game.told, view=view))

    async def post_game_advice(self, request: Request, body: Mapping[str, Any]) -> Response:
        """The model's advice at one's own turn."""
        game, view = self._playing(body)
        return _last(await self.crew.table.one("advice", game=game.told, view=view))

    async def post_game_choose(self, request: Request, body: Mapping[str, Any]) -> Response:
        """Choose at one's own turn; a choice that was made for an older state is refused."""
        game, view = self._playing(body)
        if body.get("version") != game.version:
            raise Wrong("the rehearsal has moved on; look again")
        now = await self.crew.table.one("play", game=game.told, view=view)
        if "done" not in now:
            return _last(now)
        turn = now["done"]["turn"]
        if turn is None:
            raise Wrong("it is not this seat's turn")
        option = _text(body, "option", 2000)
        if option not in [o["label"] for o in turn["options"]]:
            raise Wrong("there is no such option")
        if body.get("version") != game.version:
            raise Wrong("the rehearsal has moved on; look again")
        game.act("choose", option)
        return JSONResponse({"done": {}})

    async def post_game_tell(self, request: Request, body: Mapping[str, Any]) -> Response:
        """News from the facilitator."""
        game, view = self._seated(body)
        to = body.get("to") or []
        if view != "" or not game.begun:
            raise Wrong("the facilitator tells news, once the rehearsal has begun")
        if not isinstance(to, list) or any(p not in game.parties for p in to):
            raise Wrong("there is no such seat")
        game.act("tell", _text(body, "text", MOST_TEXT), to)
        return JSONResponse({"done": {}})

    async def post_game_fix(self, request: Request, body: Mapping[str, Any]) -> Response:
        """An event that the facilitator sets."""
        game, view = self._seated(body)
        if view != "" or not game.begun:
            raise Wrong("the facilitator sets events, once the rehearsal has begun")
        act = ["fix", _text(body, "step", 2000), _text(body, "option", 2000)]
        tried = await self.crew.table.one("play", game={**game.told, "acts": [*game.acts, act]}, view="")
        if "done" not in tried:
            return _last(tried)
        game.act(*act)
        return JSONResponse({"done": {}})

    # ------------------------------------------------------------ parts of requests

    def _doc(self, body: Mapping[str, Any]) -> dict[str, str]:
        return self.bench.doc(body.get("doc", ""))

    def _game(self, body: Mapping[str, Any]) -> Game:
        return self.bench.tables.find(_text(body, "code", 20))

    def _seated(self, body: Mapping[str, Any]) -> tuple[Game, str]:
        game = self._game(body)
        view = game.view_of(_text(body, "key", 100))
        if view is None:
            raise Wrong("this is not your seat")
        return game, view

    def _playing(self, body: Mapping[str, Any]) -> tuple[Game, str]:
        game, view = self._seated(body)
        if not view:
            raise Wrong("the facilitator has no seat")
        if not game.begun:
            raise Wrong("the rehearsal has not begun")
        return game, view


def _seats(game: Game) -> dict[str, bool]:
    """Seat -> whether it is taken."""
    return {party: party in game.taken for party in game.parties}


def _text(body: Mapping[str, Any], key: str, most: int) -> str:
    found = body.get(key)
    if not isinstance(found, str) or len(found) > most:
        raise Wrong(f"`{key}` is a text of at most {most:,} characters")
    return found


def _session(body: Mapping[str, Any]) -> str:
    return _text({"session": "", **body}, "session", 64)


def _settings(body: Mapping[str, Any]) -> dict[str, str]:
    return _mapping(body.get("settings") or {}, "settings")


def _mapping(found: object, what: str) -> dict[str, str]:
    if not isinstance(found, dict) or len(found) > MOST_SETTINGS:
        raise Wrong(f"`{what}` are at most {MOST_SETTINGS} numbers by path")
    if any(not isinstance(v, str) or len(v) > 300 or len(k) > 1000 for k, v in found.items()):
        raise Wrong(f"`{what}` are texts by path")
    return dict(found)


def _options(kind: str, found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise Wrong("options are an object")
    out: dict[str, Any] = {"of": _text({"of": "", **found}, "of", 1000)}
    if kind == "tip":
        target = found.get("target", 0.5)
        if not isinstance(target, int | float) or not 0 < target < 1:
            raise Wrong("a target lies between 0 and 1")
        out |= {"lever": _text(found, "lever", 1000), "target": target}
    if kind == "compare":
        names = found.get("names") or ["first", "second"]
        if not isinstance(names, list) or len(names) != 2 or any(not isinstance(n, str) or len(n) > 80 for n in names):
            raise Wrong("two names of at most 80 characters")
        out |= {
            "first": _mapping(found.get("first") or {}, "first"),
            "second": _mapping(found.get("second") or {}, "second"),
            "names": names,
        }
    return out


def _last(said: Said, **more: Any) -> Response:
    """The last word of a worker as an answer."""
    if "done" in said:
        return JSONResponse({"done": {**said["done"], **more}})
    # what is wrong with an input is an answer, and no failure of the request
    return JSONResponse(said)


def _stream(parts: AsyncGenerator[Said, None]) -> Response:
    """What a worker says as it says it: a line of JSON each."""

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for said in parts:
                yield json.dumps(said).encode() + b"\n"
        finally:
            await parts.aclose()

    return StreamingResponse(lines(), media_type="application/x-ndjson", headers={"cache-control": "no-store"})


def serve(
    scenario: str,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    browser: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve the workbench for a scenario until Ctrl-C; `tell` is given its address when it listens.

    Without a `port` it is 8642, or the next free one. Elsewhere than on this machine a token is asked for. Raises
    `InputError` where the scenario is none, or nobody can listen there.

    >>> summitry.serve("no-such-case")
    Traceback (most recent call last):
        ...
    summitry.errors.InputError: no-such-case:0:0: no such file; expected a scenario file, ...
    """
    import uvicorn

    import summitry

    summitry.load(scenario)
    at = port if port is not None else _free(host)
    _listen(host, at)
    entry = "" if loopback(host) else secrets.token_urlsafe(18)
    shown = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host
    address = f"http://{shown}:{at}/" + (f"?token={entry}" if entry else "")

    class Told(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if not self.started:
                return
            tell(f"The workbench is at {address}  (Ctrl-C ends it)")
            if entry:
                tell("Whoever has this address can use it. It goes unencrypted: use it in networks that you trust.")
            if browser:
                await asyncio.to_thread(webbrowser.open, address)

        async def shutdown(self, sockets: Any = None) -> None:
            # a request that the end cuts off is no failure that anybody has to hear of
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            await super().shutdown(sockets)

    config = uvicorn.Config(
        make_app(scenario, host=host, port=at, entry=entry), host=host, port=at, ws="none", log_level="warning",
        server_header=False, date_header=False, timeout_graceful_shutdown=2, limit_concurrency=200,
        h11_max_incomplete_event_size=64 * 1024,
    )  # fmt: skip
    # once all is closed the server raises the signal that ended it again
    with contextlib.suppress(KeyboardInterrupt):
        Told(config).run()


def _free(host: str) -> int:
    """The first free port from the usual one on."""
    for port in range(PORT, PORT + 20):
        with contextlib.suppress(InputError):
            _listen(host, port)
            return port
    return PORT


def _listen(host: str, port: int) -> None:
    """Raise `InputError` where nobody can listen there."""
    try:
        kind, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(where)
    except OSError as error:
        found = f"cannot listen there ({error.strerror or error})"
        raise InputError([Problem(f"{host}:{port}", 0, 0, found, "a free port of this machine (`--port`)")]) from error
