"""Games from files and to files, whichever of Gambit's formats they have."""

from __future__ import annotations

import os
import re
from pathlib import Path

from summitry.errors import InputError, Problem
from summitry.formats.efg import read_efg
from summitry.formats.efg_write import efg_text
from summitry.formats.files import decoded, read_bytes, write_whole
from summitry.formats.nfg import nfg_text, read_nfg
from summitry.game.named import NamedGame

MOST_BYTES = 1 << 30
"""A game file is at most this large."""

_READERS = {"efg": read_efg, "nfg": read_nfg}
_WRITERS = {"efg": efg_text, "nfg": nfg_text}
_SIGNATURE = re.compile(r"\s*([A-Za-z#]+)")


def load_game(source: str | os.PathLike[str] | bytes, *, format: str = "", name: str = "") -> NamedGame:
    """Read a game in extensive (.efg) or strategic form (.nfg) from a file or from its bytes.

    The first word of the file tells its format; `format` (`efg` or `nfg`) insists on one, and `name` is what messages
    call the file. A strategic game becomes a tree of simultaneous moves. Absent-minded players are refused, imperfect
    recall is read (`NamedGame.forgotten` tells it, solving refuses it). Raises `InputError` with every problem.

    >>> summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1').tree.size
    7
    >>> summitry.load_game(b'EFG 2 R "Nothing" { "Ann" } c "" 1 "" { "a" 1/2 "b" 1/3 } 0 t "" 0 t "" 0')
    Traceback (most recent call last):
        ...
    summitry.errors.InputError: game:1:39: probabilities that sum to 5/6, about 0.833333; expected a sum of exactly 1
    """
    if isinstance(source, bytes):
        name, data = name or "game", source
    else:
        name = name or os.fspath(source)
        data = read_bytes(Path(source), name, what="a game file", most=MOST_BYTES, suffixes=(".efg", ".nfg"))
    if len(data) > MOST_BYTES:
        raise InputError([Problem(name, 0, 0, f"a file of {len(data):,} bytes", f"at most {MOST_BYTES:,} bytes")])
    text = decoded(data, name)
    return _READERS[format or _format(text, name)](text, name)


def game_text(game: NamedGame, format: str = "efg") -> str:
    """A game as the text of an .efg or .nfg file.

    What is read from it is the same game, its numbers the same doubles. Raises `GameError` for `nfg` where the game
    is not one of simultaneous moves.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> print(summitry.game_text(game))
    EFG 2 R "Coins" { "Ann" "Bo" }
    p "" 1 1 "" { "1" "2" } 0
    p "" 2 1 "" { "1" "2" } 0
    t "" 1 "" { 1, -1 }
    ...
    """
    return _WRITERS[format](game)


def save_game(game: NamedGame, path: str | os.PathLike[str]) -> Path:
    """Write a game to a file whose name ends in .efg or .nfg, whole or not at all.

    Raises `InputError` where it cannot be written, `GameError` as `game_text` does.

    >>> summitry.save_game(summitry.load_game(b'NFG 1 R "" { "Ann" } { 1 } 0'), "one.efg").name
    'one.efg'
    """
    target = Path(path)
    format = target.suffix.removeprefix(".").lower()
    if format not in _WRITERS:
        expected = "a name that ends in .efg or .nfg"
        raise InputError([Problem(os.fspath(path), 0, 0, f"the ending {target.suffix!r}", expected)])
    text = game_text(game, format)
    try:
        write_whole(target, text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError([Problem(os.fspath(path), 0, 0, reason, "a place where a file can be written")]) from error
    return target


def _format(text: str, name: str) -> str:
    """The format that the first word of a file tells."""
    match = _SIGNATURE.match(text)
    word = match[1] if match else ""
    if word.lower() in _READERS:
        return word.lower()
    expected = "EFG or NFG, the first word of a game file"
    if not text.strip():
        raise InputError([Problem(name, 1, 1, "an empty file", expected)])
    fix = ""
    if word in ("#AGG", "#BAGG"):
        fix = "action-graph games are not read; Gambit can convert them to .nfg"
    elif re.search(r"^summitry\s*:", text, re.MULTILINE):
        fix = "this is a scenario: `summitry run` solves it"
    elif text.lstrip().startswith("<?xml"):
        fix = "in Gambit's window, save the game as .efg or .nfg"
    at = len(text) - len(text.lstrip())
    line, col = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    first = text.split(None, 1)[0][:20]
    raise InputError([Problem(name, line, col, repr(first), expected, fix)])
