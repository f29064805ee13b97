"""Which further comparison would narrow a finding most: its variance between the two answers (floor 2, arrays only)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FALSE_ALARM = 0.01
"""How often chance alone would make the best of all questions look as if it narrowed something."""


@dataclass(frozen=True, eq=False)
class Narrowing:
    """What the answers to Q questions would do to F findings, over draws."""

    yes: Floats
    """[Q] share of draws in which the answer is yes."""
    reduction: Floats
    """[F, Q] expected part of a finding's variance over draws that goes away once the answer is known."""
    means: Floats
    """[F, Q, 2] a finding's mean where the answer is yes, and where it is no (nan where no draw is left)."""
    noise: float
    """What no question is expected to pass (but for one case in a hundred) where the answers say nothing."""

    def order(self, finding: int) -> npt.NDArray[np.int64]:
        """Questions that narrow a finding, the best first; the first of equals comes first."""
        mine = self.reduction[finding]
        best = np.argsort(-mine, kind="stable")
        return np.asarray(best[mine[best] > self.noise])


def narrowing(findings: Floats, differences: Floats) -> Narrowing:
    """How far knowing the signs of differences [B, Q] narrows findings [B, F] (nan: the draw is left out).

    The answer yes is a difference above 0. By the law of total variance a finding's variance falls on average by that
    between the two groups of draws, so each answer counts as often as it is given among the draws. The noise is the
    beta quantile of such a part for one random split, at `0.01` shared among all questions (Bonferroni).
    """
    from scipy.stats import beta

    yes = differences > 0
    draws, questions = yes.shape
    reduction = np.zeros((findings.shape[1], questions))
    means = np.full((findings.shape[1], questions, 2), np.nan)
    fewest = draws
    for f, x in enumerate(findings.T):
        known = ~np.isnan(x)
        fewest = min(fewest, int(known.sum()))
        if not known.any():
            continue
        y, sides = x[known] - x[known].mean(), yes[known]
        many = np.array([sides.sum(axis=0), (~sides).sum(axis=0)], float)
        sums = np.array([y @ sides, y @ ~sides])
        split = (many > 0).all(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            means[f] = (sums / many + x[known].mean()).T
        total = float(y @ y)
        if total > 1e-18 * max(1.0, float(np.abs(x[known]).max())) ** 2 * len(y):
            reduction[f, split] = (sums[:, split] ** 2 / many[:, split]).sum(axis=0) / total
    noise = 1.0 if fewest < 4 else float(beta.isf(_FALSE_ALARM / max(questions, 1), 0.5, (fewest - 2) / 2))
    return Narrowing(yes.mean(axis=0) if draws else np.zeros(questions), reduction, means, noise)
