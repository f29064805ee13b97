"""A worker: the latest of a session wins, what is left stops, and a process that hangs is ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal

import pytest
from app_pages import CASE

from summitry.app import crew as crews
from summitry.app.crew import Worker
from summitry.app.tasks import Kept, Stopped, with_progress

DOC = {
    "file": "",
    "text": CASE.replace("because: r1", "because: {assumption: x}").replace("ledger: visit.ledger.jsonl\n", ""),
}


def test_tasks_answer_in_words_where_something_is_wrong() -> None:
    async def go() -> None:
        worker = Worker("test")
        try:
            said = await worker.one("open", doc={"file": "", "text": "summitry: 1"})
            assert said["problems"][0]["line"] == 1
            said = await worker.one("check", doc=DOC)
            assert said["done"]["title"] == "A pause & an invitation"
            assert "failed that should not" in (await worker.one("open"))["error"]
            said = await worker.one("tree", doc=DOC, settings={}, node=999_999)
            assert said["error"].startswith("there is no node 999,999: the tree has ")
            said = await worker.one("forecasts", doc=DOC, settings={}, date="2025-02-30")
            assert said["problems"][0]["message"] == "--date:0:0: '2025-02-30'; expected a date such as 2025-08-14"
            assert json.dumps(said)
        finally:
            await worker.close()

    asyncio.run(go())


def test_a_worker_that_hangs_is_ended_and_a_new_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "GRACE", 0.2)

    async def go() -> None:
        worker = Worker("test")
        try:
            await worker.one("check", doc=DOC)
            assert worker.process is not None
            first = worker.process
            os.kill(first.pid, signal.SIGSTOP)
            steps = worker.ask("check", doc=DOC)
            waiting = asyncio.ensure_future(anext(steps))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            await steps.aclose()
            await first.wait()
            assert "done" in await worker.one("check", doc=DOC)
            assert worker.process.pid != first.pid
        finally:
            await worker.close()

    asyncio.run(go())


def test_who_is_patient_no_longer_is_told() -> None:
    async def go() -> None:
        worker = Worker("test", patience=600)
        try:
            await worker.one("check", doc=DOC)
            assert worker.process is not None
            os.kill(worker.process.pid, signal.SIGSTOP)
            worker.patience = 0.2
            assert "was stopped" in (await worker.one("check", doc=DOC))["error"]
        finally:
            await worker.close()

    asyncio.run(go())


def test_work_stops_at_its_next_report_when_nobody_listens() -> None:
    seen: list[str] = []

    def work(tell) -> int:
        try:
            for k in range(10**9):
                tell("counting", k, 10**9)
        except Stopped:
            seen.append("stopped")
            raise
        return 1

    steps = with_progress(work)
    assert next(steps)["progress"]["what"] == "counting"
    steps.close()
    import threading

    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(30)
    assert seen == ["stopped"]
    found = with_progress(lambda tell: 7)
    with pytest.raises(StopIteration) as end:
        next(found)
    assert end.value.value == 7


def test_only_a_few_things_are_kept() -> None:
    kept = Kept(2)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "b"):
        kept.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
