"""Frontiers and points of 200 random problems against negmas, which lists all outcomes.

Its Kalai-Smorodinsky point is that with the most equal shares of the best, ours that with the largest smallest share; they
agree on sets without gaps. Ours is held against enumeration in `test_domain`.
"""

from __future__ import annotations

import numpy as np
import pytest

from deals import plain
from summitry.deals import points

negmas = pytest.importorskip("negmas", reason="negmas is not installed (test extra)")


@pytest.mark.parametrize("seed", range(200))
def test_frontier_and_points_equal_those_of_negmas(seed: int) -> None:
    from negmas.preferences.ops import kalai_points, max_welfare_points, nash_points, pareto_frontier

    case = plain.domain(seed, together=False, barred=False)
    functions = _functions(case)
    # of negmas's outcomes only those that leave nobody below no agreement are looked at
    theirs, _ = pareto_frontier(functions)
    mine = case.frontier(rational=True).worth
    assert len(mine) == len(theirs)
    np.testing.assert_allclose(np.array(sorted(map(tuple, mine.tolist()))), np.array(sorted(theirs)), atol=1e-9)
    found = points(case)
    if found["nash"] is None:
        assert len(theirs) == 0
        return
    ideal = np.max(theirs, axis=0)
    ranges = list(zip(case.reserve.tolist(), ideal.tolist(), strict=True))
    space = functions[0].outcome_space
    for name, theirs_of in (
        ("nash", nash_points),
        ("egalitarian", kalai_points),
        ("utilitarian", max_welfare_points),
    ):
        answer = theirs_of(functions, theirs, ranges=ranges, outcome_space=space)
        if len(answer) == 0:
            # negmas has no point where nobody's range is wider than its resolution
            continue
        gains, theirs_gains = found[name].utilities - case.reserve, np.array(answer[0][0]) - case.reserve
        assert _score(name, gains) == pytest.approx(_score(name, theirs_gains), abs=1e-9)


def _score(name: str, gains: np.ndarray) -> float:
    return float({"nash": np.prod, "egalitarian": np.min, "utilitarian": np.sum}[name](gains))


def _functions(case) -> list:
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
