"""A worker process: tasks come in on stdin and answers go out on stdout, in lines of JSON.

Tasks are generators, so that several can be under way: the one that has said least goes on first.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from collections.abc import Generator
from dataclasses import dataclass
from typing import IO, Any


@dataclass(eq=False)
class _Running:
    number: int
    session: str
    steps: Generator[dict[str, Any], None, None]
    said: int = 0


def main() -> None:
    """Do tasks until stdin closes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # whatever prints must not break the lines
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with contextlib.suppress(AttributeError, OSError):
        os.nice(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    incoming: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, incoming), daemon=True).start()
    running: list[_Running] = []
    from summitry.app.tasks import Desk

    desk = Desk()
    while True:
        if not _take_in(desk, incoming, running, answers):
            return
        if not running:
            continue
        task = min(running, key=lambda t: (t.said, -t.number))
        try:
            said = next(task.steps)
        except StopIteration:
            said = {"error": "the task ended without an answer"}
        except Exception as error:
            said = told(error)
        task.said += 1
        if said.keys() & {"done", "problems", "error"}:
            running.remove(task)
        _say(answers, {"id": task.number, **said})


def told(error: Exception) -> dict[str, Any]:
    """What went wrong, for the page: problems with their places, else a sentence."""
    from summitry import InputError, SummitryError

    if isinstance(error, InputError):
        keys = ("file", "line", "col", "found", "expected", "fix")
        return {"problems": [{**{k: getattr(p, k) for k in keys}, "message": str(p)} for p in error.problems]}
    if isinstance(error, SummitryError):
        return {"error": str(error)}
    if isinstance(error, MemoryError):
        return {"error": "not enough memory for this"}
    return {"error": f"something failed that should not ({type(error).__name__}: {error})"}


def _listen(stream: IO[bytes], incoming: queue.Queue[dict[str, Any] | None]) -> None:
    for line in stream:
        incoming.put(json.loads(line))
    incoming.put(None)


def _take_in(
    desk: Any, incoming: queue.Queue[dict[str, Any] | None], running: list[_Running], answers: IO[bytes]
) -> bool:
    """Take in what has come, waiting where there is nothing else to do; False at the end of the input."""
    while True:
        try:
            found = incoming.get(block=not running)
        except queue.Empty:
            return True
        if found is None:
            return False
        if "cancel" in found:
            for task in [t for t in running if t.number == found["cancel"]]:
                running.remove(task)
                task.steps.close()
            _say(answers, {"id": found["cancel"], "left": True})
            continue
        session = str(found["args"].pop("session", ""))
        for task in [t for t in running if session and t.session == session]:
            # the latest value wins
            running.remove(task)
            task.steps.close()
            _say(answers, {"id": task.number, "error": "overtaken"})
        running.append(_Running(found["id"], session, desk.steps(found["task"], found["args"])))


def _say(answers: IO[bytes], what: dict[str, Any]) -> None:
    answers.write(json.dumps(what, allow_nan=False, default=float).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
