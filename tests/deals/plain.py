"""Random bargaining problems and plain enumeration, which answers are held against."""

from __future__ import annotations

import itertools

import numpy as np

from summitry.deals import Domain


def domain(seed: int, *, bent: bool = False, together: bool = True, barred: bool = True) -> Domain:
    """2 to 4 parties, 1 to 4 issues; some with worths together, options out of the question, or attitudes."""
    rng = np.random.default_rng(seed)
    parties, issues = int(rng.integers(2, 5)), int(rng.integers(1, 5))
    worth = [rng.random((int(rng.integers(2, 5)), parties)) for _ in range(issues)]
    both = []
    if together and issues > 1 and seed % 2:
        for _ in range(int(rng.integers(1, 3))):
            a, b = (int(k) for k in rng.choice(issues, 2, replace=False))
            both.append(((a, b), rng.normal(0, 0.5, (len(worth[a]), len(worth[b]), parties))))
    if barred and seed % 5 == 0:
        worth[0][int(rng.integers(len(worth[0]))), int(rng.integers(parties))] = -np.inf
    more = {}
    if bent:
        more = {
            "aspiration": rng.uniform(0.2, 1, parties) * issues,
            "beyond": rng.uniform(0.1, 1, parties),
            "risk_aversion": rng.choice([0.0, 0.5, 2.0, -1.0], parties),
        }
    return Domain(worth, rng.random(parties) * issues * 0.3, tuple(both), **more)


def packages(case: Domain) -> np.ndarray:
    """[D, K] all of them."""
    return np.array(list(itertools.product(*(range(len(table)) for table in case.worth))))


def utilities(case: Domain) -> np.ndarray:
    """[D, P] worked out one by one, from the definitions."""
    found = []
    for package in packages(case).tolist():
        row = []
        for p in range(case.parties):
            x = sum(table[o, p] for table, o in zip(case.worth, package, strict=True))
            x += sum(table[tuple(package[k] for k in issues)][p] for issues, table in case.together)
            level, less, r = case.aspiration[p], case.beyond[p], case.risk_aversion[p]
            x = min(x, level) + less * max(x - level, 0.0)
            row.append(x if r == 0 or x == -np.inf else (1 - np.exp(-r * x)) / r)
        found.append(row)
    return np.array(found)


def undominated(worth: np.ndarray) -> np.ndarray:
    """[D] by looking at all pairs; rows that are not finite are out."""
    inside = np.isfinite(worth).all(axis=1)
    worth = np.where(inside[:, None], worth, -1e300)
    as_good = (worth[None] >= worth[:, None] - 1e-12).all(axis=2)
    better = (worth[None] > worth[:, None] + 1e-12).any(axis=2)
    return inside & ~(as_good & better).any(axis=1)
