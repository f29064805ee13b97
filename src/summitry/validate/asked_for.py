"""Which of some named things are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from summitry.errors import InputError, Problem
from summitry.scenario.troubles import did_you_mean, listed


def asked_for(names: Iterable[str], known: Collection[str], what: str) -> list[str]:
    """The names, each once and in their order, or all that are known; `InputError` with every name that is not."""
    wanted, there = list(dict.fromkeys(names)), list(dict.fromkeys(known))
    wrong = [
        Problem(name, 0, 0, what, f"one of {listed(there, 40)}", did_you_mean(name, there))
        for name in wanted
        if name not in there
    ]
    if wrong:
        raise InputError(wrong)
    return wanted or there
