"""Telling when kernels are being compiled, which happens at first use and after a change of the solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from numba.core import event


class _Listener(event.Listener):
    def __init__(self, tell: Callable[[], None]) -> None:
        self.tell = tell
        self.told = False

    def on_start(self, event: object) -> None:
        if not self.told:
            self.told = True
            self.tell()

    def on_end(self, event: object) -> None:
        """Nothing is said at the end."""


@contextmanager
def told_when_compiling(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` once when a kernel has to be compiled; kernels that are found on disk say nothing."""
    with event.install_listener("numba:compile", _Listener(tell)):
        yield
