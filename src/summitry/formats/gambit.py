"""Games to and from pygambit's objects, by way of the text formats.

pygambit is under the GPL: this package never imports it. The user, who has it, hands in an object of it or the
module itself.
"""

from __future__ import annotations

import io
from typing import Any

from summitry.formats.efg_write import efg_text
from summitry.formats.games import load_game
from summitry.formats.nfg import is_table, nfg_text
from summitry.game.named import NamedGame


def from_pygambit(game: Any) -> NamedGame:
    """A game of pygambit, extensive or strategic, as a game of ours.

    It is written by pygambit and read like a file, so numbers and labels are those that pygambit writes. Raises
    `TypeError` for what is no game of pygambit, `InputError` for absent-mindedness.

    >>> from importlib import import_module
    >>> pygambit = import_module("pygambit")
    >>> summitry.from_pygambit(pygambit.catalog.load("journals/geb/bagwell1995")).tree.size
    15
    """
    if not (hasattr(game, "to_efg") and hasattr(game, "to_nfg")):
        raise TypeError(f"{type(game).__name__}; expected a game of pygambit, which has `to_efg` and `to_nfg`")
    # pygambit 17 has a class for trees, earlier versions a property
    tree = getattr(game, "is_tree", any(c.__name__ == "ExtensiveGame" for c in type(game).__mro__))
    text = game.to_efg() if tree else game.to_nfg()
    return load_game(text.encode(), name=str(getattr(game, "title", "")) or "game")


def to_pygambit(game: NamedGame, pygambit: Any) -> Any:
    """A game as pygambit's object: a strategic game if it is a table, else an extensive one.

    `pygambit` is the module, which you import yourself: it is under the GPL, and this package is not. Raises
    `TypeError` if it is another module; pygambit itself refuses labels that are not unique.

    >>> from importlib import import_module
    >>> pygambit = import_module("pygambit")
    >>> game = summitry.load_game(b'EFG 2 R "Choice" { "Ann" } p "" 1 7 "now" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> summitry.to_pygambit(game, pygambit).title
    'Choice'
    """
    if not (hasattr(pygambit, "read_efg") and hasattr(pygambit, "read_nfg")):
        raise TypeError(
            "expected the module pygambit: install it (pip install pygambit), import it, and hand it in as "
            "`to_pygambit(game, pygambit)`"
        )
    if is_table(game):
        return pygambit.read_nfg(io.StringIO(nfg_text(game)))
    return pygambit.read_efg(io.StringIO(efg_text(game)))
