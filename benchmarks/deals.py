"""Frontier and bargaining points of additive packages, beside negmas, which lists them; same answers first.

negmas is given the outcomes' utilities in its own additive functions; both find the frontier and then the Nash point.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from table import Row, best, main

from summitry import Domain, count_above, points

NEGMAS = "negmas 0.16"


def domain(issues: int, options: int, parties: int, seed: int = 1) -> Domain:
    """Worths drawn uniformly; no agreement is worth 0.3 of what an issue brings at best."""
    rng = np.random.default_rng(seed)
    return Domain(tuple(rng.random((options, parties)) for _ in range(issues)), np.full(parties, 0.3 * issues))


def peers(case: Domain):
    """The same problem as additive functions of negmas."""
    from negmas import LinearAdditiveUtilityFunction, make_issue
    from negmas.outcomes import make_os
    from negmas.preferences.value_fun import TableFun

    space = make_os([make_issue(list(range(len(t))), f"i{k}") for k, t in enumerate(case.worth)])
    return [
        LinearAdditiveUtilityFunction(
            values=[TableFun(dict(enumerate(t[:, p].tolist()))) for t in case.worth],
            weights=[1.0] * len(case.worth),
            outcome_space=space,
            reserved_value=float(case.reserve[p]),
        )
        for p in range(case.parties)
    ]


def theirs(functions) -> tuple[np.ndarray, np.ndarray]:
    """The frontier [F, P] of what leaves nobody below no agreement, and the Nash point [P], of negmas."""
    from negmas.preferences.ops import nash_points, pareto_frontier

    frontier, _ = pareto_frontier(functions)
    nash = nash_points(functions, frontier, outcome_space=functions[0].outcome_space)
    return np.array(frontier), np.array(nash[0][0])


def ours(case: Domain) -> tuple[np.ndarray, np.ndarray]:
    """The same of ours."""
    return case.frontier(rational=True).worth, points(case)["nash"].utilities


def rows(quick: bool) -> list[Row]:
    """Seconds of ours, and how many times as long negmas takes."""
    found: list[Row] = []
    for issues, options, parties in ((6, 10, 3), (12, 6, 2), (12, 6, 3)):
        case = domain(issues, options, parties)
        spent = best(lambda case=case: (case.frontier(), points(case)), 3)
        at = points(case)
        assert all(at.values())
        reach = {(6, 3): "< 1", (12, 2): "< 10"}.get((issues, parties), "")
        found.append(
            {"what": f"frontier and all points, {issues} issues of {options} options", "parties": parties, "draws": 1,
             "threads": 1, "packages": case.size, "figure": spent, "unit": "s", "reach": reach,
             "compared": f"{case.size:,} packages, {len(case.frontier().worth):,} undominated"}
        )  # fmt: skip
    case = domain(12, 6, 2)
    spent = best(lambda: count_above(case.worth, case.reserve), 3)
    found.append(
        {"what": "packages that suit both, counted", "parties": 2, "draws": 1, "threads": 1, "packages": case.size,
         "figure": spent, "unit": "s", "compared": f"{count_above(case.worth, case.reserve):,} of {case.size:,}"}
    )  # fmt: skip
    for issues in (3, 4, 5) if quick else (3, 4, 5, 6):
        case = domain(issues, 10, 2)
        functions = peers(case)
        started = time.process_time()
        frontier, nash = theirs(functions)
        peer = time.process_time() - started
        mine, at = ours(case)
        np.testing.assert_allclose(mine[np.lexsort(mine.T)], frontier[np.lexsort(frontier.T)], atol=1e-9)
        np.testing.assert_allclose(at, nash, atol=1e-9)
        spent = best(lambda case=case: ours(case), 5)
        found.append(
            {"what": f"frontier and Nash point of {case.size:,} packages", "parties": 2, "draws": 1, "threads": 1,
             "packages": case.size, "figure": peer / spent, "unit": f"× {NEGMAS}",
             "reach": "≥ 100" if issues >= 5 else "", "compared": f"equal to 1e-9; ours {spent * 1e3:.3g} ms"}
        )  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
