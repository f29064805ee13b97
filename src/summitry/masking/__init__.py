"""Masking a case: names, places and dates replaced in all its files, reversible only with a key (floor 7)."""

from .masked import mask
from .results import Masked, Replaced, Unmasked
from .undo import unmask

__all__ = ["Masked", "Replaced", "Unmasked", "mask", "unmask"]
