"""Parts that Gambit's two formats share: signature, lists of names, payoffs, probabilities; and a game put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from summitry.formats.game_words import TEXT, WORD, Spot, Words
from summitry.game.named import NamedGame, summed


def read_signature(words: Words, which: str, version: str) -> None:
    """`EFG 2 R` or `NFG 1 R`; the old letter D means the same."""
    expected = f"{which} {version} R, with which the file begins"
    for value, fix in ((which, ""), (version, f"only version {version} is known"), ("R", "")):
        if words.kind != WORD or words.value not in ((value, "D") if value == "R" else (value,)):
            words.stray(expected, fix)
        words.advance()


def read_names(words: Words, expected: str, one: str) -> list[str]:
    """A list of texts in braces."""
    words.mark("{", expected)
    names = []
    while words.kind == TEXT:
        names.append(words.value)
        words.advance()
    if not words.is_mark("}"):
        fix = "names are separated by blanks" if words.is_mark(",") else ""
        words.stray(one, fix or ("put it in quotes" if words.kind == WORD else ""))
    words.advance()
    return names


def read_payoffs(words: Words, players: int) -> tuple[float, ...]:
    """Payoffs in braces, one for each player, with or without commas."""
    at = words.at
    words.mark("{", "the payoffs in { }")
    payoffs, commas = read_numbers(words, f"a payoff, or }} after {players}")
    close_payoffs(words)
    if len(payoffs) != players:
        fix = "decimals have a point, not a comma" if commas and len(payoffs) == 2 * players else ""
        words.problem(at, many(len(payoffs), "payoff"), f"{players}, one for each player", fix)
    return payoffs


def close_payoffs(words: Words) -> None:
    """The brace behind payoffs."""
    if not words.is_mark("}"):
        words.stray("a payoff, or }", "numbers stand without quotes" if words.kind == TEXT else "")
    words.advance()


def read_numbers(words: Words, expected: str) -> tuple[tuple[float, ...], int]:
    """Numbers up to the next brace or text, and how many commas stood between them."""
    numbers: list[float] = []
    commas = 0
    while words.kind == WORD:
        numbers.append(words.number(expected))
        if words.is_mark(","):
            commas += 1
            words.advance()
    return tuple(numbers), commas


def check_sum(words: Words, at: Spot, chances: Sequence[Fraction | None]) -> None:
    """Probabilities must sum to one exactly."""
    total = Fraction(0)
    for chance in chances:
        if chance is None:
            return
        total += chance
    if total != 1:
        off = abs(total - 1)
        if off < Fraction(1, 10**6):
            found = f"1 {'+' if total > 1 else '-'} {float(off):.3g}"
        elif total.denominator == 1 or len(str(total)) > 20:
            found = f"{float(total):.6g}"
        else:
            found = f"{total}, about {float(total):.6g}"
        fix = "write rounded decimals as fractions, such as 1/3" if off < Fraction(1, 50) else ""
        words.problem(at, f"probabilities that sum to {found}", "a sum of exactly 1", fix)


def settled(game: NamedGame, words: Words) -> NamedGame:
    """The game with its payoffs summed along each path; raises `InputError` where they leave what doubles hold."""
    rows, payoffs = summed(game.tree, game.node_outcome, game.outcome_payoffs)
    with np.errstate(over="ignore", invalid="ignore"):
        span = payoffs.max(axis=0) - payoffs.min(axis=0) if payoffs.size else np.zeros(0)
    for p in np.flatnonzero(~np.isfinite(span)).tolist():
        words.problem(
            0,
            f"payoffs of {game.player_name(p)} that lie further apart than 1.8e308, the largest number a double holds",
            "payoffs of moderate size",
            "choose a larger unit",
        )
    if words.problems:
        words.stop()
    return replace(game, tree=replace(game.tree, payoff_row=rows), payoffs=payoffs)


def many(count: int, what: str) -> str:
    """A number of things, in words."""
    return f"{'no' if count == 0 else count} {what if count == 1 else what + 's'}"
