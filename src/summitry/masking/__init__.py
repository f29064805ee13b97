"""Masking a case: names, places and dates replaced in all its files, reversible only with a key (floor 7)."""

from .masked import Masked, Replaced, mask
from .undo import Unmasked, unmask

__all__ = ["Masked", "Replaced", "Unmasked", "mask", "unmask"]
