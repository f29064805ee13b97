"""The certificate of an answer: plain loops from the definition, by a way of its own.

For party i at information set h, Q(h, a) is i's conditional expected payoff of action a under everybody's
strategies and i's own odds. The residual is the largest |log-odds - precision x difference in Q|. At an exact logit
response among k options the regret (best Q minus mean Q) is at most W((k - 1) / e) / precision, Lambert's W.

The loops go over the tree's own arrays, not over the solver's program, and beliefs are worked out in logs. Draws go
through them side by side, or one alone; a draw's bits do not depend on its company.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import lambertw

from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve.calling import by_address, call
from summitry.solve.lanes import (
    CONSTANTS,
    LANES,
    add,
    address,
    aligned,
    divide,
    entry,
    exp,
    fused,
    larger,
    load,
    multiply,
    peek,
    peek_float,
    rows,
    spread,
    store,
    subtract,
    where_negative,
)
from summitry.solve.profile import check_profile

Floats = npt.NDArray[np.float64]

_VANISHING = -700.0
"""Log of a belief over the largest of its set below which it counts as 0."""
_HUGE = 1e300


@dataclass(frozen=True, eq=False)
class Certificate:
    """How far strategies are from a logit equilibrium."""

    residual: Floats
    """[B] largest |log-odds - precision x payoff difference|."""
    regret_ratio: Floats
    """[B] largest regret over its bound at that precision; 0 for parties of precision 0."""
    values: Floats
    """[B, P] expected payoff of each party by its own odds."""
    values_analyst: Floats
    """[B, P] the same by the analyst's odds."""


def certify(tree: Tree, draws: Draws, log_strategy: Floats) -> Certificate:
    """Check log strategies [B, A] from the definition; NaN where they hold NaN or leave a set without beliefs.

    Raises `GameError` on wrong shapes.
    """
    check_profile(tree, draws, log_strategy, None)
    b, parties = draws.size, len(tree.parties)
    out = Certificate(np.empty(b), np.empty(b), np.empty((b, parties)), np.empty((b, parties)))
    widths = np.arange(int(np.diff(tree.infoset_start).max(initial=1)) + 1)
    # With one option or none there is nothing to regret.
    bound = np.where(widths > 1, lambertw((widths - 1) / math.e).real, np.inf)
    inner = np.flatnonzero(tree.children > 0).astype(np.int32)
    # Where a node's worths stand: inner nodes first, then the payoffs of endings.
    place = len(inner) + tree.payoff_row
    place[inner] = np.arange(len(inner), dtype=np.int32)
    lanes = 1 if b == 1 else LANES
    payoffs, chance = np.ascontiguousarray(draws.payoffs), np.ascontiguousarray(draws.chance)
    sizes = (
        (len(inner) + payoffs.shape[1]) * parties, len(inner), *(chance.shape[1] * (parties + 1),) * 2,
        *(tree.actions,) * 3, *(tree.infosets,) * 2, *(parties,) * 3, 3,
    )  # fmt: skip
    ends = np.cumsum(sizes).tolist()
    whole = aligned(ends[-1], lanes)
    space = tuple(whole[end - size : end] for end, size in zip(ends, sizes, strict=True))
    _certify(
        _check(lanes), len(inner), tree.infosets,
        (
            inner, place, tree.owner, tree.first_child, tree.children, tree.infoset, tree.chance_slot,
            tree.infoset_party, tree.infoset_start,
        ),
        space, payoffs, chance, draws.precision,
        np.ascontiguousarray(log_strategy), bound, CONSTANTS, out.residual, out.regret_ratio, out.values,
        out.values_analyst,
    )  # fmt: skip
    return out


@entry
def _certify(
    code, inner, sets, whole, space, payoffs, chance, precision, log_strategy, bound, constants, residual,
    regret_ratio, values, values_analyst,
):  # fmt: skip  # pragma: no cover
    worth, reach, odds, log_odds, logs, strategy, q, highest, total, analyst, centre, precisions, verdict = space
    order, place, owner, first_child, children, infoset, chance_slot, party, start = whole
    draws, endings, parties = payoffs.shape
    lanes, slots, actions = worth.shape[1], chance.shape[1], log_strategy.shape[1]
    for begun in range(0, draws, lanes):
        for lane in range(lanes):
            # Lanes that are left over repeat the last draw.
            b = min(begun + lane, draws - 1)
            for r in range(endings):
                for p in range(parties):
                    worth[(inner + r) * parties + p, lane] = payoffs[b, r, p]
            for s in range(slots):
                for p in range(parties + 1):
                    odds[s * (parties + 1) + p, lane] = chance[b, s, p]
                    log_odds[s * (parties + 1) + p, lane] = np.log(chance[b, s, p])
            for a in range(actions):
                logs[a, lane] = log_strategy[b, a]
                strategy[a, lane] = np.exp(log_strategy[b, a])
            for p in range(parties):
                precisions[p, lane] = precision[b, p]
        sizes = (inner, parties, sets, actions, endings)
        trees = (
            address(order), address(place), address(owner), address(first_child), address(children),
            address(infoset), address(chance_slot), address(party), address(start),
        )  # fmt: skip
        numbers = (
            address(worth), address(reach), address(odds), address(log_odds), address(logs), address(strategy),
            address(q), address(highest), address(total), address(analyst), address(centre), address(precisions),
            address(verdict), address(bound), address(constants),
        )  # fmt: skip
        call(code, (*sizes, *trees, *numbers))
        for lane in range(min(lanes, draws - begun)):
            b = begun + lane
            # NaN where anything is no number.
            broken = verdict[2, lane]
            residual[b] = verdict[0, lane] + broken
            regret_ratio[b] = verdict[1, lane] + broken
            for p in range(parties):
                values[b, p] = worth[place[0] * parties + p, lane] + centre[p, lane] + broken
                values_analyst[b, p] = analyst[p, lane] + centre[p, lane] + broken


@by_address
def _check(lanes: int):
    """Reach, beliefs, worths and what is wrong with the responses of some draws side by side, from the definition."""
    wide = (0,) * lanes

    def run(
        inner, parties, sets, actions, endings, order, place, owner, first_child, children, infoset, chance_slot,
        party, start, worths, reaches, odds, log_odds, logs, strategy, qs, highests, totals, analysts, centres,
        precisions, verdict, bound, constants,
    ):  # fmt: skip  # pragma: no cover
        worth, reach, log = rows(worths, wide), rows(reaches, wide), rows(logs, wide)
        chance, log_chance = rows(odds, wide), rows(log_odds, wide)
        share, q = rows(strategy, wide), rows(qs, wide)
        highest, total, analyst = rows(highests, wide), rows(totals, wide), rows(analysts, wide)
        centre, precision, found = rows(centres, wide), rows(precisions, wide), rows(verdict, wide)
        nothing, lowest = spread(0.0, worth), spread(-np.inf, worth)
        for h in range(sets):
            store(highest, h, lowest)
            store(total, h, nothing)
        for a in range(actions):
            store(q, a, nothing)
        # Equal numbers taken off every ending change no difference and save digits.
        for p in range(parties):
            middle = nothing
            for r in range(inner * parties + p, (inner + endings) * parties, parties):
                middle = add(middle, load(worth, r))
            middle = divide(middle, spread(float(endings), worth))
            store(centre, p, middle)
            for r in range(inner * parties + p, (inner + endings) * parties, parties):
                store(worth, r, subtract(load(worth, r), middle))
            store(analyst, p, nothing if inner else load(worth, peek(place, 0) * parties + p))
            if inner:
                store(worth, p, nothing)
        if inner:
            store(reach, 0, spread(1.0, worth))
        # Down the tree: log of the chance that each party gives to reaching a node, and the likeliest node of a set.
        for m in range(inner):
            n = peek(order, m)
            first, own, count = peek(first_child, n), peek(owner, n), peek(children, n)
            here = load(reach, m)
            if own >= 0:
                h = peek(infoset, n)
                begin = peek(start, h)
                store(highest, h, larger(load(worth, m * parties + own), load(highest, h)))
                for k in range(count):
                    to = peek(place, first + k)
                    there = multiply(here, load(share, begin + k))
                    if to < inner:
                        store(reach, to, there)
                        step = load(log, begin + k)
                        for p in range(parties):
                            store(worth, to * parties + p, add(load(worth, m * parties + p), step))
                    else:
                        for p in range(parties):
                            store(analyst, p, fused(there, load(worth, to * parties + p), load(analyst, p)))
            else:
                for k in range(count):
                    to, slot = peek(place, first + k), peek(chance_slot, first + k) * (parties + 1)
                    there = multiply(here, load(chance, slot + parties))
                    if to < inner:
                        store(reach, to, there)
                        for p in range(parties):
                            step = load(log_chance, slot + p)
                            store(worth, to * parties + p, add(load(worth, m * parties + p), step))
                    else:
                        for p in range(parties):
                            store(analyst, p, fused(there, load(worth, to * parties + p), load(analyst, p)))
        # Up the tree: worth of each node, in the place of its logs, and its owner's belief times what actions lead to.
        for m in range(inner - 1, -1, -1):
            n = peek(order, m)
            first, own, count = peek(first_child, n), peek(owner, n), peek(children, n)
            if own >= 0:
                h = peek(infoset, n)
                begin = peek(start, h)
                lower = subtract(load(worth, m * parties + own), load(highest, h))
                # Exponentials are clamped: what is smaller vanishes, and what is no number stays none.
                belief = fused(lower, nothing, exp(lower, constants))
                belief = where_negative(subtract(lower, spread(_VANISHING, lower)), nothing, belief)
                store(total, h, add(load(total, h), belief))
                for k in range(count):
                    gain = load(worth, peek(place, first + k) * parties + own)
                    store(q, begin + k, fused(belief, gain, load(q, begin + k)))
                for p in range(parties):
                    value = nothing
                    for k in range(count):
                        value = fused(load(share, begin + k), load(worth, peek(place, first + k) * parties + p), value)
                    store(worth, m * parties + p, value)
            else:
                for p in range(parties):
                    value = nothing
                    for k in range(count):
                        slot = peek(chance_slot, first + k) * (parties + 1)
                        value = fused(load(chance, slot + p), load(worth, peek(place, first + k) * parties + p), value)
                    store(worth, m * parties + p, value)
        # At every set: how far the log-odds are from the logit response, and what a better action would gain.
        residual, ratio, broken = nothing, nothing, nothing
        for h in range(sets):
            begin, stop = peek(start, h), peek(start, h + 1)
            lam, inverse = load(precision, peek(party, h)), divide(spread(1.0, worth), load(total, h))
            zero, least = load(q, begin), load(log, begin)
            best, low, high, regret = lowest, nothing, nothing, nothing
            for a in range(begin, stop):
                best = larger(load(q, a), best)
                gain = multiply(inverse, subtract(load(q, a), zero))
                gap = subtract(subtract(load(log, a), least), multiply(lam, gain))
                low, high = where_negative(subtract(gap, low), gap, low), larger(gap, high)
                # Infinite gaps are numbers.
                gap = where_negative(add(gap, spread(_HUGE, gap)), nothing, gap)
                gap = where_negative(subtract(spread(_HUGE, gap), gap), nothing, gap)
                broken = fused(gap, nothing, broken)
            residual = larger(subtract(high, low), residual)
            for a in range(begin, stop):
                regret = fused(load(share, a), subtract(best, load(q, a)), regret)
            most = spread(peek_float(bound, stop - begin), worth)
            ratio = larger(divide(multiply(multiply(regret, inverse), lam), most), ratio)
        store(found, 0, residual)
        store(found, 1, ratio)
        store(found, 2, broken)

    return run
