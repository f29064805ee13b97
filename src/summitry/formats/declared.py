"""Information sets and outcomes, which a file declares once and mentions again: later mentions must say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from summitry.formats.game_parts import many
from summitry.formats.game_words import Spot, Words, shown


@dataclass(slots=True)
class DeclaredSet:
    """An information set, or a set of chance nodes, as it was first mentioned."""

    owner: int
    number: int
    label: str
    actions: tuple[str, ...]
    at: int
    chances: tuple[Fraction | None, ...] = ()
    told: bool = False
    """Whether a mention that differs was reported already."""


@dataclass(slots=True)
class DeclaredOutcome:
    """An outcome as it was first described."""

    number: int
    label: str
    payoffs: tuple[float, ...]
    at: int
    told: bool = False


def same_set(
    words: Words,
    first: DeclaredSet,
    label: str,
    label_at: Spot,
    actions: Sequence[str],
    list_at: Spot,
    what: str,
    chances: Sequence[Fraction | None] | None = None,
) -> None:
    """Report, once for each set, a later mention that differs from the first."""
    if first.told:
        return
    again = f"the same as where {what} is first mentioned, at {words.where(first.at)}"
    if label != first.label:
        words.problem(label_at, f"the name {shown(label)} for {what}", again, f"there it is {shown(first.label)}")
    elif len(actions) != len(first.actions):
        found = f"{many(len(actions), 'action')} for {what}"
        words.problem(list_at, found, again, f"there it has {len(first.actions)}")
    elif tuple(actions) != first.actions:
        k = next(k for k, (one, other) in enumerate(zip(actions, first.actions, strict=True)) if one != other)
        found = f"{shown(actions[k])} as action {k + 1} of {what}"
        words.problem(list_at, found, again, f"there it is {shown(first.actions[k])}")
    elif chances is not None and tuple(chances) != first.chances and None not in (*chances, *first.chances):
        k = next(k for k, (one, other) in enumerate(zip(chances, first.chances, strict=True)) if one != other)
        found = f"the probability {chances[k]} of {shown(actions[k])} at {what}"
        words.problem(list_at, found, again, f"there it is {first.chances[k]}")
    else:
        return
    first.told = True


def same_outcome(
    words: Words, first: DeclaredOutcome, label: str, label_at: Spot, payoffs: tuple[float, ...]
) -> None:  # fmt: skip
    """Report, once for each outcome, a later description that differs from the first."""
    if first.told or len(payoffs) != len(first.payoffs) or (label, payoffs) == (first.label, first.payoffs):
        return
    first.told = True
    again = f"the same as where it is first described, at {words.where(first.at)}"
    if label != first.label:
        found = f"the name {shown(label)} for outcome {first.number}"
        words.problem(label_at, found, again, f"there it is {shown(first.label)}")
    else:
        there = ", ".join(f"{x:g}" for x in first.payoffs)
        words.problem(label_at, f"other payoffs for outcome {first.number}", again, f"there they are {{ {there} }}")
