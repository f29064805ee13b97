"""The best mediation of a conflict between two sides that may be strong or weak, by a linear program.

A mediator hears both sides and recommends a split of one pie, or steps back and war follows. To tell the truth and obey
must be best for each side, also against lying and then obeying or not as suits it (double deviations). A best mechanism
is no play of a given tree, so this is a program of its own and not the scenario language.

References
----------
Hörner, Morelli & Squintani 2015, Mediation and Peace, Review of Economic Studies 82(4): 1483-1501,
doi:10.1093/restud/rdv022
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

_WEAK, _STRONG = 0, 1


def best_mediation(q: float, p: float, theta: float, steps: int = 100) -> Mapping[str, float]:
    """Chances of peace under the mediator's best plan: in all, between unequals (`mixed`), between two strong ones.

    `q` is the chance that a side is strong, `p` that a strong one wins against a weak one, `theta` what a war leaves of
    a pie of 1. Splits are recommended in `steps` equal steps. Raises `ValueError` where the program has no answer.

    >>> from summitry.validate.mediation import best_mediation
    >>> round(best_mediation(0.2, 0.9, 0.7)["peace"], 5)
    0.87415
    """
    odds = np.array([1 - q, q])
    wins = np.array([[0.5, 1 - p], [p, 0.5]])
    war = wins * theta  # [own type, other type] what a war leaves to the first
    splits = np.linspace(0.0, 1.0, steps + 1)
    reports = list(product((_WEAK, _STRONG), repeat=2))
    column = {(r, k): i for i, (r, k) in enumerate(product(reports, range(steps + 1)))}
    # what a liar takes from each recommendation: the better of obeying and fighting
    lies = [(side, true) for side in (0, 1) for true in (_WEAK, _STRONG)]
    taken = {(lie, k): len(column) + i for i, (lie, k) in enumerate(product(lies, range(steps + 1)))}
    rows: list[dict[int, float]] = []
    bounds: list[float] = []

    def at_most(row: dict[int, float], bound: float) -> None:
        rows.append(row)
        bounds.append(bound)

    def told(side: int, own: int, other: int) -> tuple[int, int]:
        return (own, other) if side == 0 else (other, own)

    def share(side: int, k: int) -> float:
        return float(splits[k] if side == 0 else 1 - splits[k])

    for report in reports:
        at_most({column[report, k]: 1.0 for k in range(steps + 1)}, 1.0)
    for side, true in lies:
        lie = 1 - true
        honest: dict[int, float] = {}
        for k in range(steps + 1):
            obey: dict[int, float] = {}
            for other in (_WEAK, _STRONG):
                i = column[told(side, true, other), k]
                gain = odds[other] * (share(side, k) - war[true, other])
                obey[i] = -gain
                honest[i] = honest.get(i, 0.0) - gain
                j = column[told(side, lie, other), k]
                # war follows where nothing is recommended: what is taken replaces it
                honest[j] = honest.get(j, 0.0) - odds[other] * war[true, other]
            at_most(obey, 0.0)
            t = taken[(side, true), k]
            for value in ("obeys", "fights"):
                row = {t: -1.0}
                for other in (_WEAK, _STRONG):
                    worth = share(side, k) if value == "obeys" else war[true, other]
                    row[column[told(side, lie, other), k]] = odds[other] * worth
                at_most(row, 0.0)
            honest[t] = 1.0
        at_most(honest, 0.0)
    weights = {report: odds[report[0]] * odds[report[1]] for report in reports}
    aim = np.zeros(len(column) + len(taken))
    for (report, _), i in column.items():
        aim[i] = -weights[report]
    data = [(r, c, v) for r, row in enumerate(rows) for c, v in row.items()]
    r, c, v = zip(*data, strict=True)
    matrix = csr_matrix((v, (r, c)), shape=(len(rows), len(aim)))
    found = linprog(aim, A_ub=matrix, b_ub=bounds, bounds=(0, None), method="highs")
    if not found.success:
        raise ValueError(f"no best mediation was found: {found.message}")
    peace = {report: sum(float(found.x[column[report, k]]) for k in range(steps + 1)) for report in reports}
    return {
        "peace": -float(found.fun),
        "mixed": (peace[_WEAK, _STRONG] + peace[_STRONG, _WEAK]) / 2,
        "strong": peace[_STRONG, _STRONG],
    }
