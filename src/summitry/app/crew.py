"""Worker processes: one that solves for ever is stopped without the page noticing.

A worker reads tasks and answers in lines of JSON. It is started when it is first needed, and again after its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Said = dict[str, Any]

LAST = {"done", "problems", "error", "ended"}
"""What is said last of a task."""
MOST_LINE = 1 << 27
"""Bytes of one answer of a worker."""
GRACE = 60.0
"""Seconds in which a worker may leave a task that nobody waits for, before it is stopped: a tree may be in the making,
which the next task needs as well."""
TRIES = 2
"""How often a task is tried where its process ends, be it because of another task."""


@dataclass(eq=False)
class Worker:
    """One process that does one thing after another."""

    role: str
    nice: int = 0
    """By how much others go before it."""
    patience: float = 600.0
    """Seconds without a word from a task after which it is stopped."""
    process: asyncio.subprocess.Process | None = None
    waiting: dict[int, tuple[asyncio.subprocess.Process, asyncio.Queue[Said]]] = field(default_factory=dict)
    """Number of a task -> who does it, and what it said."""
    number: int = 0
    reader: asyncio.Task[None] | None = None
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    holds: int = 0
    """How many want it to hold still."""

    async def ask(self, task: str, **args: Any) -> AsyncGenerator[Said]:
        """What the worker says of a task, part by part; the last part has `done`, `problems` or `error`.

        Whoever stops listening ends the task: first kindly, then with the process.
        """
        for turn in range(TRIES):
            async with contextlib.aclosing(self._asked(task, args)) as parts:
                async for said in parts:
                    if "ended" not in said:
                        yield said
                    elif turn == TRIES - 1:
                        yield {"error": "the process that computed this has ended twice; it may need too much memory"}
                    else:
                        break
                else:
                    return

    async def _asked(self, task: str, args: Mapping[str, Any]) -> AsyncGenerator[Said]:
        """The same of one process; its end is told as `ended`."""
        process = await self._process()
        self.number += 1
        number = self.number
        queue: asyncio.Queue[Said] = asyncio.Queue()
        self.waiting[number] = process, queue
        ended = False
        try:
            await self._send(process, {"id": number, "task": task, "args": args})
            while not ended:
                try:
                    said = await asyncio.wait_for(queue.get(), self.patience)
                except TimeoutError:
                    ended = True
                    self.stop()
                    yield {"error": f"it took longer than {self.patience:.0f} seconds and was stopped"}
                    return
                ended = bool(said.keys() & LAST)
                yield said
        finally:
            self.waiting.pop(number, None)
            if not ended and process.returncode is None:
                leaving = asyncio.ensure_future(self._leave(process, number))
                _KEPT.add(leaving)
                leaving.add_done_callback(_KEPT.discard)

    async def one(self, task: str, **args: Any) -> Said:
        """The last thing that the worker says of a task."""
        last: Said = {"error": "the worker said nothing"}
        async for said in self.ask(task, **args):
            last = said
        return last

    async def _leave(self, process: asyncio.subprocess.Process, number: int) -> None:
        """Ask the worker to leave a task; stop it if it does not."""
        queue: asyncio.Queue[Said] = asyncio.Queue()
        self.waiting[number] = process, queue
        try:
            await self._send(process, {"cancel": number})
            async with asyncio.timeout(GRACE):
                while not (await queue.get()).keys() & (LAST | {"left"}):
                    pass
        except TimeoutError:
            if process is self.process:
                self.stop()
        finally:
            self.waiting.pop(number, None)

    async def _send(self, process: asyncio.subprocess.Process, what: Said) -> None:
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError, RuntimeError):
            process.stdin.write(json.dumps(what).encode() + b"\n")
            await process.stdin.drain()

    async def _process(self) -> asyncio.subprocess.Process:
        async with self.starting:
            if self.process is None or self.process.returncode is not None:
                environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
                self.process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "summitry.app.worker", str(self.nice),
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL, limit=MOST_LINE, env=environment, start_new_session=True,
                )  # fmt: skip
                self.reader = asyncio.ensure_future(self._read(self.process))
            return self.process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        with contextlib.suppress(ValueError, ConnectionError):
            while line := await process.stdout.readline():
                said = json.loads(line)
                found = self.waiting.get(said.pop("id", -1))
                if found is not None:
                    found[1].put_nowait(said)
        await process.wait()
        if process is self.process:
            self.process = None
        for doing, queue in self.waiting.values():
            if doing is process:
                queue.put_nowait({"ended": True})

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the process still, where the system can, so that another has both cores for a moment."""
        self.holds += 1
        self._signal("SIGSTOP")
        try:
            yield
        finally:
            self.holds -= 1
            if not self.holds:
                self._signal("SIGCONT")

    def _signal(self, name: str) -> None:
        number = getattr(signal, name, None)
        if number is not None and self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def stop(self) -> None:
        """End the process at once; what waits is told."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    async def close(self) -> None:
        """End the process and wait for its end."""
        self.stop()
        if self.reader is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self.reader


_KEPT: set[asyncio.Future[None]] = set()
"""Tasks of no one, which must not be collected."""


@dataclass(eq=False)
class Crew:
    """The workers: `quick` answers at once, the others give way to it."""

    quick: Worker = field(default_factory=lambda: Worker("quick", 0, 300))
    deep: Worker = field(default_factory=lambda: Worker("deep", 10))
    study: Worker = field(default_factory=lambda: Worker("study", 8))
    table: Worker = field(default_factory=lambda: Worker("table", 5, 300))
    jobs: dict[str, Worker] = field(default_factory=dict)
    """Long studies, one process each, so that each can be stopped at once."""

    def job(self, name: str) -> Worker:
        """A worker for one long study."""
        self.jobs[name] = Worker(f"job {name}", 12, 3600)
        return self.jobs[name]

    async def close(self) -> None:
        """End all of them."""
        for worker in (self.quick, self.deep, self.study, self.table, *self.jobs.values()):
            await worker.close()
