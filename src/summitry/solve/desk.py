"""Working space of the lanes: put draws in, sweep, read answers.

All compiled code here takes the desk's table of addresses, so that callers need not hand on dozens of arrays, which
takes numba longer to compile than the arithmetic.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from summitry.solve.calling import call
from summitry.solve.lanes import CONSTANTS, LANES, address, aligned, entry, kernel, peek, peek_float, poke_float
from summitry.solve.plan import Plan
from summitry.solve.sweep import code
from summitry.solve.table import Table, read

_MOST_PARTIES = 4
"""Number of parties up to which loops over them are written out."""


class Desk(NamedTuple):
    """Numbers and working space of all lanes; the second axis is the lane."""

    precision: npt.NDArray[np.float64]
    """[P] precision of each party at the current point of the path."""
    worth: npt.NDArray[np.float64]
    """[(U + S + X) P] worth of bases, decision nodes and sums to each party, by its own odds."""
    weight: npt.NDArray[np.float64]
    """[K P] each party's own odds of each class of chance moves."""
    reach: npt.NDArray[np.float64]
    """[S] product of all parties' choices on the path."""
    chosen: npt.NDArray[np.float64]
    """Probabilities of sets with unknowns, `widest` rows for each block."""
    odds: npt.NDArray[np.float64]
    """[A - H] responses of the last full sweep, of the sets that do not count."""
    scratch: npt.NDArray[np.float64]
    """[2 widest] payoffs and exponentials of one set."""
    rescue: npt.NDArray[np.float64]
    """Log reach of the nodes of one set, in one lane."""
    table: npt.NDArray[np.int64]
    """A `Table` of all these and the wiring; both must outlive it."""


def sweep_of(lanes: int, parties: int) -> int:
    """Address of the sweep, compiled if need be."""
    return code(lanes, parties if parties <= _MOST_PARTIES else 0)


def desk(plan: Plan, lanes: int = LANES) -> Desk:
    """Working space for a plan, for 8 lanes, for one, or for none, which nothing is compiled for."""
    w, program = plan.wiring, plan.wiring.program
    classes, bases = len(w.class_slot), len(w.term_start) - 1
    nodes = bases + program.sums
    arrays = (
        aligned(w.parties, lanes),
        aligned((nodes + program.seats) * w.parties, lanes),
        aligned(classes * w.parties, lanes),
        aligned(program.seats, lanes),
        aligned(program.spots * plan.widest, lanes),
        aligned(plan.free, lanes),
        aligned(2 * plan.widest, lanes),
        np.zeros(int(np.diff(w.member).max(initial=1))),
    )
    wired = (
        program.code, w.start, w.member, w.above, w.action, w.set_of, w.felt, program.spot, w.class_parent,
        w.class_slot, w.term_start, w.term_row, w.term_class,
    )  # fmt: skip
    sweep = sweep_of(lanes, w.parties) if lanes else 0
    sizes = (sweep, len(program.code), w.parties, plan.widest, nodes, lanes, len(w.party), classes, bases)
    table = Table(*sizes, *(a.ctypes.data for a in (*arrays, CONSTANTS, *wired)))
    return Desk(*arrays, np.array(table, np.int64))


@kernel
def sit(table, lane, payoffs, chance, centre, scale):  # pragma: no cover
    """Put one draw ([R, P] payoffs, [C, P + 1] chances) into a lane, payoffs centred and scaled by party."""
    t = read(address(table))
    pays, odds, middle, factor = address(payoffs), address(chance), address(centre), address(scale)
    parties, lanes = t.parties, t.lanes
    for k in range(t.classes):
        up, slot = peek(t.class_parent, k), peek(t.class_slot, k)
        for p in range(parties):
            own = 1.0
            if up >= 0:
                own = peek_float(t.weights, (up * parties + p) * lanes + lane)
                own *= peek_float(odds, slot * (parties + 1) + p)
            poke_float(t.weights, (k * parties + p) * lanes + lane, own)
    begin = peek(t.term_start, 0)
    for u in range(t.bases):
        stop = peek(t.term_start, u + 1)
        for p in range(parties):
            off, times, total = peek_float(middle, p), peek_float(factor, p), 0.0
            for j in range(begin, stop):
                worth = (peek_float(pays, peek(t.term_row, j) * parties + p) - off) * times
                total += peek_float(t.weights, (peek(t.term_class, j) * parties + p) * lanes + lane) * worth
            poke_float(t.worth, (u * parties + p) * lanes + lane, total)
        begin = stop


@entry
def seat(table, lane, payoffs, chance, centre, scale):  # pragma: no cover
    """`sit` for callers that are not compiled."""
    sit(table, lane, payoffs, chance, centre, scale)


@kernel
def sweep(table, x, g, full):  # pragma: no cover
    """Write into `g` the logit responses to the log-odds `x`, both those that count; if 1 the others into the desk."""
    call(read(address(table)).sweep, (address(table), address(x), address(g), full))


@kernel
def collect(table, x, lane, out):  # pragma: no cover
    """Write all log-odds of one lane: unknowns as they went into the last sweep, the others as they came out."""
    t = read(address(table))
    for h in range(t.sets):
        at, first = peek(t.felt, h), peek(t.start, h)
        to = first - h
        for a in range(peek(t.start, h + 1) - first - 1):
            out[to + a] = x[at + a, lane] if at >= 0 else peek_float(t.odds, (to + a) * t.lanes + lane)
