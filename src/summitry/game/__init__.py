"""Games as static trees in flat arrays, with payoffs and chances per draw (floor 2)."""

from summitry.game.named import NamedGame
from summitry.game.payoffs import Draws
from summitry.game.tree import CHANCE, TERMINAL, Tree

__all__ = ["CHANCE", "TERMINAL", "Draws", "NamedGame", "Tree"]
