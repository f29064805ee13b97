"""Blocks on other machines: a running Dask cluster computes them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from summitry.errors import InputError, Problem

RETRIES = 3
"""How often a block whose worker died is begun anew."""
TIMEOUT = 20.0
"""Seconds for the scheduler to answer."""
SCHEMES = ("tcp", "tls")


class Cluster:
    """Work for the cluster behind a scheduler's address (`tcp://host:8786`); its machines need the same Summitry.

    Raises `InputError` where no scheduler answers, or where `distributed` is not installed.

    >>> try:
    ...     summitry.Cluster("no address")
    ... except summitry.InputError as error:
    ...     print(error.problems[0].expected)
    the address of a running Dask scheduler, such as tcp://10.0.0.5:8786
    """

    def __init__(self, address: str) -> None:
        expected = "the address of a running Dask scheduler, such as tcp://10.0.0.5:8786"
        try:
            from distributed import Client
        except ModuleNotFoundError:
            fix = "`pip install summitry[cluster]`"
            raise InputError([Problem("--scheduler", 0, 0, "distributed is not installed", expected, fix)]) from None
        try:
            place = urlsplit(address)
            host, port = place.hostname, place.port
        except ValueError:
            host, port = None, None
        if host is None or port is None or place.scheme not in SCHEMES:
            raise InputError([Problem("--scheduler", 0, 0, repr(address), expected)])
        try:
            # a client that finds nobody would keep its threads and this process for ever
            socket.create_connection((host, port), timeout=TIMEOUT).close()
        except OSError as error:
            found = f"no scheduler at {address} ({error.strerror or error})"
            raise InputError([Problem("--scheduler", 0, 0, found, expected)]) from error
        try:
            self.client: Any = Client(address, timeout=TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call,unused-ignore]
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            found = f"no scheduler at {address} ({str(error).splitlines()[0][:80]})"
            raise InputError([Problem("--scheduler", 0, 0, found, expected)]) from error

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Begin a call on the cluster."""
        return self.client.submit(fn, *args, pure=False, retries=RETRIES, **kwargs)

    @property
    def workers(self) -> int:
        """How many calls the cluster takes at once."""
        threads: dict[str, int] = self.client.nthreads()
        return max(1, sum(threads.values()))

    def close(self) -> None:
        """Leave the cluster."""
        self.client.close()
