"""Time one sweep of the solver's kernel.

Each row is a bargaining tree: nodes, parties, lanes, nanoseconds per node and lane, and the gigabytes a second that
must move (payoffs once, log-odds in and out, the program once), beside a triad timed in the same run. The peer is
the same sweep in plain numba, one draw at a time; answers are compared before anything is timed. Times are of the
thread's processor, the least of several, on one core.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from bargaining import bargaining, independent
from numba import njit
from table import Row, main

from summitry.game import Draws
from summitry.solve import plan
from summitry.solve.desk import Desk, desk, seat, sweep
from summitry.solve.lanes import LANES, REGISTER, aligned
from summitry.solve.plan import Plan

FAMILIES = ((4, 3, 2), (5, 4, 2), (5, 4, 3), (5, 4, 4), (6, 5, 2))
"""Offers, rounds and parties: 1,093, 9,985 (three times) and 118,181 nodes."""
LARGE = ((6, 6, 2),)
"""709,157 nodes."""


@njit(nogil=True, error_model="numpy")
def sweeps(table, x, g, times):  # type: ignore[no-untyped-def]
    for _ in range(times):
        sweep(table, x, g, 1)


@njit(nogil=True, error_model="numpy")
def triad(a, b, c):  # type: ignore[no-untyped-def]
    for i in range(len(a)):
        a[i] = b[i] + 3.0 * c[i]


@njit(nogil=True, error_model="numpy")
def peer(  # type: ignore[no-untyped-def]
    owner, parent, first, children, infoset, slot, row, party, start, set_order, members, member_start, payoffs,
    chance, precision, x, out, reach, worth, chosen, q,
):  # fmt: skip
    """The same sweep over the tree's own arrays, without registers, layout or schedule."""
    parties = payoffs.shape[1]
    for h in range(len(party)):
        top, total = 0.0, 0.0
        for a in range(start[h], start[h + 1]):
            top = max(top, x[a])
        for a in range(start[h], start[h + 1]):
            chosen[a] = np.exp(x[a] - top)
            total += chosen[a]
        for a in range(start[h], start[h + 1]):
            chosen[a] /= total
    for p in range(parties):
        reach[0, p] = 1.0
    for n in range(1, len(owner)):
        up = parent[n]
        for p in range(parties):
            if owner[up] >= 0:
                reach[n, p] = reach[up, p] * chosen[start[infoset[up]] + n - first[up]]
            else:
                reach[n, p] = reach[up, p] * chance[slot[n], p]
        if children[n] == 0:
            for p in range(parties):
                worth[n, p] = payoffs[row[n], p]
    for h in set_order:
        i, k = party[h], start[h + 1] - start[h]
        total = 0.0
        for a in range(k):
            q[a] = 0.0
        for m in range(member_start[h], member_start[h + 1]):
            n = members[m]
            total += reach[n, i]
            for a in range(k):
                q[a] += reach[n, i] * worth[first[n] + a, i]
        top, total_odds = 0.0, 0.0
        for a in range(k):
            out[start[h] + a] = precision[i] * (q[a] - q[0]) / total
            top = max(top, out[start[h] + a])
        for a in range(k):
            q[a] = np.exp(out[start[h] + a] - top)
            total_odds += q[a]
        for m in range(member_start[h], member_start[h + 1]):
            n = members[m]
            for p in range(parties):
                value = 0.0
                for a in range(k):
                    value += q[a] / total_odds * worth[first[n] + a, p]
                worth[n, p] = value


def least(act: Callable[[], object], times: int, tries: int = 9) -> float:
    """Seconds of processor time of one of `times` repeats, the best of some tries."""
    act()
    best = np.inf
    for _ in range(tries):
        begun = time.thread_time()
        act()
        best = min(best, time.thread_time() - begun)
    return best / times


def triad_bandwidth() -> float:
    """Bytes a second of a = b + 3 c out of cache, 24 bytes an entry."""
    a, b, c = (np.ones(4_000_000) for _ in range(3))
    return 24 * len(a) / least(lambda: triad(a, b, c), 1)


def _seated(compiled: Plan, draws: Draws) -> tuple[Desk, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    space, w = desk(compiled), compiled.wiring
    for lane in range(LANES):
        none, one = np.zeros(w.parties), np.ones(w.parties)
        seat(space.table, lane, draws.payoffs[lane], draws.chance[lane], none, one)
        space.precision[:, lane] = draws.precision[lane]
    x = aligned(compiled.felt)
    x[:] = np.random.default_rng(0).normal(0.0, 0.3, x.shape)
    return space, x, aligned(compiled.felt)


def measure(offers: int, rounds: int, parties: int) -> dict[str, float]:
    """One row of the table."""
    tree = bargaining(offers, rounds, parties=parties)
    compiled = plan(tree)
    draws = independent(tree, LANES, 2.0)
    w = compiled.wiring
    space, x, g = _seated(compiled, draws)
    nodes = np.flatnonzero(tree.owner >= 0)
    members = nodes[np.argsort(tree.infoset[nodes], kind="stable")]
    member_start = np.searchsorted(tree.infoset[members], np.arange(tree.infosets + 1))
    # Sets of later rounds have higher numbers in this family, so that backwards is a solving order.
    set_order = np.arange(tree.infosets)[::-1].copy()
    out, full, odds = np.zeros(tree.actions), np.zeros(tree.actions), np.zeros(tree.actions)
    free = np.ones(tree.actions, bool)
    free[w.start[:-1]] = False
    sizes = (tree.size, parties)
    widest = int(np.diff(tree.infoset_start).max())
    work = (np.zeros(sizes), np.zeros(sizes), np.zeros(tree.actions), np.zeros(widest))

    def plain() -> None:
        peer(
            tree.owner, tree.parent, tree.first_child, tree.children, tree.infoset, tree.chance_slot, tree.payoff_row,
            tree.infoset_party, tree.infoset_start, set_order, members, member_start, draws.payoffs[0],
            draws.chance[0], draws.precision[0], odds, out, *work,
        )  # fmt: skip

    # Answers first: lane 0 against the plain sweep, from the same log-odds.
    unknown = np.zeros(compiled.free)
    unknown[compiled.unknowns] = x[:, 0]
    full[free] = unknown
    odds[compiled.actions] = full
    plain()
    sweeps(space.table, x, g, 1)
    found = np.zeros(tree.actions)
    answers = space.odds[: compiled.free, 0].copy()
    answers[compiled.unknowns] = g[:, 0]
    found[free] = answers
    worst = float(np.abs(found - out[compiled.actions]).max())
    if not worst < 1e-10:
        raise SystemExit(f"{tree.size} nodes: the plain sweep differs by {worst}")
    times = max(1, int(2e6 / tree.size / LANES))
    spent = least(lambda: sweeps(space.table, x, g, times), times)
    moved = 8 * LANES * (parties * tree.rows + compiled.felt + compiled.free) + 4 * len(w.program.code)
    slow = least(plain, 1, 5)
    return {
        "nodes": tree.size, "parties": parties, "lanes": LANES, "ns": 1e9 * spent / tree.size / LANES,
        "gigabytes_per_second": moved / spent / 1e9, "plain_ns": 1e9 * slow / tree.size, "difference": worst,
    }  # fmt: skip


def _reach(nodes: int) -> str:
    """The figure to reach, by the size of the tree and the width of the machine's registers."""
    if nodes > 500_000:
        return "≤ 1.6, or half of triad"
    return "" if nodes > 10_000 else "≤ 1.0" if REGISTER == 8 else "≤ 1.3"


def rows(quick: bool) -> list[Row]:
    """One row a tree; `compared` also says what share of the triad's bandwidth the bytes that must move come to."""
    bandwidth = triad_bandwidth() / 1e9
    found: list[Row] = []
    for family in FAMILIES + (() if quick else LARGE):
        one = measure(*family)
        share = one["gigabytes_per_second"] / bandwidth
        found.append(
            {"what": "one sweep, per node and draw", "nodes": int(one["nodes"]), "parties": int(one["parties"]),
             "draws": LANES, "threads": 1, "figure": one["ns"], "unit": "ns",
             "reach": _reach(int(one["nodes"])),
             "compared": f"plain numba ({one['plain_ns']:.1f} ns) equal to {one['difference']:.0e}; "
             f"{share:.0%} of a triad of {bandwidth:.0f} GB/s", **one}
        )  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main(rows, __doc__))
