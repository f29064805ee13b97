"""Joint draws of many named quantities: scrambled Sobol points, one coordinate a name."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.quantities.laws import Law

Floats = npt.NDArray[np.float64]

SCRAMBLES = 8
"""Independent scrambles of the Sobol sequence; their spread is the Monte Carlo error."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Draws of laws by name: `values[name]` is [B, size of the law]; the scrambles own equal runs of rows, in order."""

    values: Mapping[str, Floats]
    size: int
    scrambles: int = SCRAMBLES


def rounded(draws: int, scrambles: int = SCRAMBLES) -> int:
    """How many draws are taken when so many are asked for: a power of 2 for each scramble, never fewer."""
    per = max(1, -(-draws // scrambles))
    return scrambles * (1 << (per - 1).bit_length())


def points(names: Sequence[str], draws: int, seed: int, *, scrambles: int = SCRAMBLES) -> Floats:
    """Uniform coordinates [draws, len(names)] strictly inside (0, 1).

    Coordinate k is the k-th Sobol dimension with a digital shift that depends on the seed, the scramble and the *name*
    only; `draws` must be `scrambles` times a power of 2. Sobol (1967), Owen (1998).
    """
    return points_of(names, draws, seed, np.arange(draws), scrambles=scrambles)


def points_of(
    names: Sequence[str], draws: int, seed: int, rows: npt.NDArray[np.int64], *, scrambles: int = SCRAMBLES
) -> Floats:
    """Some rows of `points`, in ascending order, without the others: whole rows of 10^6 draws would fill the memory."""
    from scipy.stats import qmc

    per = draws // scrambles
    out = np.empty((len(rows), len(names)))
    for scramble in np.unique(rows // per).tolist():
        mine = np.flatnonzero(rows // per == scramble)
        within = rows[mine] - scramble * per
        generator = np.random.default_rng([seed, scramble])
        engine = qmc.Sobol(max(len(names), 1), scramble=True, rng=generator)
        first, last = int(within[0]), int(within[-1])
        if first:
            engine.fast_forward(first)
        # a sequence that is begun in its middle is no less balanced: it is part of a whole one
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            drawn = engine.random(last - first + 1)
        out[mine] = drawn[within - first][:, : len(names)]
    return np.clip(out, 2.0**-53, 1 - 2.0**-53)


def draw(
    laws: Mapping[str, Law],
    draws: int,
    seed: int,
    *,
    scrambles: int = SCRAMBLES,
    names: Sequence[str] | None = None,
    rows: npt.NDArray[np.int64] | None = None,
) -> Sample:
    """Draw all laws jointly; names in sorted order own the coordinates, so the order of a file changes nothing.

    `names` (default: those of `laws`) fixes which names take part in the allotment, so that replacing a law leaves the
    draws of all others as they were. `rows` (ascending) are those that are wanted, by default all.
    """
    slots, own = allotment(laws, names)
    wanted = np.arange(draws) if rows is None else rows
    u = points_of(slots, draws, seed, wanted, scrambles=scrambles)
    return Sample({name: law.values(u[:, own[name]]) for name, law in laws.items()}, len(wanted), scrambles)


def allotment(laws: Mapping[str, Law], names: Sequence[str] | None = None) -> tuple[tuple[str, ...], dict[str, slice]]:
    """The coordinates in their order, and by name the ones that a law owns; names are taken in sorted order."""
    slots: list[str] = []
    own: dict[str, slice] = {}
    for name in sorted(names if names is not None else laws):
        # a plain number owns a coordinate too: making it uncertain then moves no other draw
        count = max(1, laws[name].coordinates)
        own[name] = slice(len(slots), len(slots) + count)
        slots.extend(f"{name}#{k}" for k in range(count))
    return tuple(slots), own


def draw_together(
    laws: Sequence[Mapping[str, Law]], draws: int, seed: int, *, scrambles: int = SCRAMBLES
) -> list[Sample]:
    """Draw several sets of laws on common coordinates: those of one name are the same in all.

    The first set is drawn as `draw` draws it alone; what only others have takes coordinates behind.
    """
    slots: dict[str, int] = {}
    for mine in laws:
        for name in sorted(mine):
            for k in range(max(1, mine[name].coordinates)):
                slots.setdefault(f"{name}#{k}", len(slots))
    u = points(list(slots), draws, seed, scrambles=scrambles)
    return [
        Sample(
            {
                name: law.values(u[:, [slots[f"{name}#{k}"] for k in range(max(1, law.coordinates))]])
                for name, law in mine.items()
            },
            draws,
            scrambles,
        )
        for mine in laws
    ]


def fingerprint(text: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()
