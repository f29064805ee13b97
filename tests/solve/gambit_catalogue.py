"""Each game of Gambit's own catalogue, solved here and by Gambit's logit solver, and how the two compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from oracle import NEAR, Answer, ask, difference

import summitry
from summitry import InputError, NamedGame, Solution
from summitry.solve import certify, solve
from summitry.solve.limit import Limit, limit

PRECISIONS = (0.5, 2.0, 10.0)
"""In units of the file's payoffs."""
CLOSE = 1e-6
REGRET = 1e-4
"""Largest regret at the limit, in units of the player's range of payoffs."""
UNFIT = ("absent-mindedness", "imperfect recall")
"""Kinds of forgetting, which the solver refuses."""


@dataclass(frozen=True)
class Verdict:
    """One game."""

    name: str
    game: NamedGame | None
    refused: str
    """Why it is not solved, or empty."""
    solution: Solution | None
    """One draw for each precision."""
    end: Limit | None
    """Where the branch goes as the precision grows."""
    answers: tuple[Answer | None, ...]
    """Gambit's, for each precision."""
    silence: str
    """Why Gambit gave no answer to some."""

    def trusted(self, b: int) -> bool:
        """Whether Gambit's answer is one to agree with: what was asked for, with no bifurcation on the way."""
        answer = self.answers[b]
        return answer is not None and not answer.bifurcations and abs(answer.returned - answer.asked) <= NEAR

    def apart(self, b: int) -> float:
        """Largest difference of a choice probability from Gambit's answer."""
        answer = self.answers[b]
        if answer is None or self.solution is None or self.game is None:
            return float("inf")
        return difference(self.game.tree, self.solution.strategy[b], answer)

    def certified(self, b: int) -> bool:
        """Whether our answer stands by itself."""
        s = self.solution
        return s is not None and bool(s.solved[b] and s.residual[b] <= 1e-8 and s.regret_ratio[b] <= 1 + 1e-6)

    def sound(self) -> bool:
        """Whether every answer is certified and equals Gambit's where it should; refusals must have a known reason."""
        if self.refused:
            return self.refused in UNFIT
        every = range(len(self.answers))
        return self.settled() and all(
            self.certified(b) and (not self.trusted(b) or self.apart(b) <= CLOSE) for b in every
        )

    def settled(self) -> bool:
        """Whether the point that stands for the limit is an equilibrium in which nobody regrets more than a little."""
        if self.end is None or not self.end.reached:
            return False
        certificate = certify(self.end.tree, self.end.draws, self.end.log_strategy[None])
        return bool(self.end.regret.max(initial=0.0) <= REGRET and certificate.residual[0] <= 1e-6)

    def events(self) -> list[tuple[str, float]]:
        """Turning points and bifurcations up to the highest precision."""
        return [] if self.solution is None else [(e.kind, e.precision) for e in self.solution.events[-1]]


def compare(name: str, file: Path, seconds: float, precisions: Sequence[float] = PRECISIONS) -> Verdict:
    """Solve a game of a file by both, giving Gambit so many seconds."""
    answers, silence = ask(file.read_text(encoding="utf-8"), file.suffix[1:], precisions, seconds)
    by_precision = {a.asked: a for a in answers}
    theirs = tuple(by_precision.get(p) for p in precisions)
    try:
        game = summitry.load_game(file)
    except InputError as error:
        return Verdict(name, None, _short(str(error)), None, None, theirs, silence)
    forgotten = game.forgotten()
    if forgotten:
        return Verdict(name, game, _short(str(forgotten[0])), None, None, theirs, silence)
    solution = solve(game.tree, game.draws(np.asarray(precisions)))
    return Verdict(name, game, "", solution, limit(game.tree, game.draws(1.0)), theirs, silence)


def _short(message: str) -> str:
    """The kind of trouble that a message names."""
    return next((kind for kind in UNFIT if kind in message), message)
