"""All laws over one cube of unit coordinates: one stretch of coordinates a law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from summitry.quantities.draws import Sample, allotment
from summitry.quantities.laws import Law

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cube:
    """Laws over a cube; those that are certain have no coordinates."""

    laws: Mapping[str, Law]
    names: tuple[str, ...] = ()
    """Uncertain laws, sorted; by default all that are."""
    place: Mapping[str, slice] = field(default_factory=dict)
    """Their coordinates."""
    slots: tuple[str, ...] = ()
    """What the coordinates are called."""

    @classmethod
    def of(cls, laws: Mapping[str, Law]) -> Cube:
        """The cube of all uncertain ones among some laws."""
        slots, place = allotment({name: law for name, law in laws.items() if not law.certain})
        return cls(laws, tuple(place), place, slots)

    @property
    def size(self) -> int:
        """Number of coordinates."""
        return max((part.stop for part in self.place.values()), default=0)

    def sample(self, u: Floats) -> Sample:
        """Values at coordinates [B, size]; certain numbers are the same everywhere."""
        half = np.full((len(u), 1), 0.5)
        values = {
            name: law.values(u[:, self.place[name]] if name in self.place else half) for name, law in self.laws.items()
        }
        return Sample(values, len(u), 1)

    def columns(self, names: Sequence[str]) -> npt.NDArray[np.int64]:
        """Coordinates of some laws, in order."""
        parts = [np.arange(self.place[n].start, self.place[n].stop) for n in names]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
