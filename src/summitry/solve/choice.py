"""What happens at one information set, with a body for each usual number of actions.

Payoffs, log-odds and probabilities of all actions stay in registers, one for each action, and loops over actions are
written out. LLVM's instructions are written here one by one: numba would take seconds to bring Python that far.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from summitry.solve.lanes import (
    INT32,
    INT64,
    REGISTER,
    any_lane,
    constant,
    exponentials,
    fma,
    row_pointer,
    shape,
    splat,
)

STEEP = 600.0
"""Log-odds above which the largest is taken off, or exponentials would overflow."""
RARE = 1e-200
"""A set reached with less weight than this is worked out in logs, for that lane alone."""
MOST = 6
"""Number of actions up to which there is a body for each."""


class _Code:
    """Writes LLVM instructions on registers of one width, with the addresses that a sweep's table holds."""

    def __init__(self, builder, width, kind, table):
        self.builder, self.width = builder, width
        self.at = dict(zip(kind.fields, cgutils.unpack_tuple(builder, table), strict=True))

    def load(self, array, row):
        return self.builder.load(row_pointer(self.builder, array, row, self.width), align=8)

    def store(self, array, row, value):
        self.builder.store(value, row_pointer(self.builder, array, row, self.width), align=8)

    def fma(self, a, b, c):
        return fma(self.builder, a, b, c, self.width)

    def plus(self, number, more):
        return self.builder.add(number, INT64(more))

    def words(self, first, count):
        """Neighbouring words of the program."""
        builder = self.builder
        array = builder.inttoptr(self.at["program"], INT32.as_pointer())
        where = [builder.gep(array, [self.plus(first, a)]) for a in range(count)]
        return [builder.sext(builder.load(at), INT64) for at in where]

    def put(self, array, first, values):
        """Write neighbouring rows."""
        for a, value in enumerate(values):
            self.store(array, self.plus(first, a), value)

    def softmax(self, odds):
        """Probabilities of all actions from log-odds over the first."""
        builder, width = self.builder, self.width
        first = one = constant(1.0, width)
        if len(odds) > 1:
            # Only where several odds are huge does their order of size matter.
            top = odds[0]
            for other in odds[1:]:
                top = builder.select(builder.fcmp_ordered(">", other, top), other, top)
            huge = builder.fcmp_ordered(">", top, constant(STEEP, width))
            calm = builder.block
            with builder.if_then(any_lane(builder, huge, width), likely=False):
                off = builder.select(huge, top, constant(0.0, width))
                lowered = [builder.fsub(value, off) for value in odds]
                (rest,) = self.exponentials([builder.fsub(constant(0.0, width), off)])
                steep = builder.block
            merged = []
            for usual, other in zip([one, *odds], [rest, *lowered], strict=True):
                phi = builder.phi(shape(width))
                phi.add_incoming(usual, calm)
                phi.add_incoming(other, steep)
                merged.append(phi)
            first, *odds = merged
        powers = [first]
        # Two registers at a time: one leaves the processor waiting, more would not fit.
        step = max(2 * REGISTER // width, 1) if width > 1 else 2
        for k in range(0, len(odds), step):
            powers += self.exponentials(odds[k : k + step])
        total = powers[0]
        for power in powers[1:]:
            total = builder.fadd(total, power)
        inverse = builder.fdiv(one, total)
        return [inverse if power is one else builder.fmul(power, inverse) for power in powers]

    def exponentials(self, values):
        return exponentials(self.builder, values, self.width, self.at["constants"])

    def payoffs(self, k, first, n, owner):
        """What each action is worth to the owner and the weight of the set, unnormalised, and whether that is rare."""
        builder, worth = self.builder, self.at["worth"]
        total, *q = [cgutils.alloca_once(builder, shape(self.width)) for _ in range(k + 1)]
        rare = cgutils.alloca_once(builder, ir.IntType(1))
        with builder.if_else(builder.icmp_signed("==", n, INT64(1))) as (alone, several):
            with alone:
                weight, *sources = self.words(self.plus(first, 1), k + 1)
                builder.store(self.load(self.at["weights"], weight), total)
                for slot, source in zip(q, sources, strict=True):
                    builder.store(self.load(worth, builder.add(source, owner)), slot)
                builder.store(rare.type.pointee(0), rare)
            with several:
                for slot in (total, *q):
                    builder.store(constant(0.0, self.width), slot)
                with self.members(k, first, n) as (seat, weight, sources):
                    reach = self.load(self.at["reach"], seat)
                    rows = [(self.at["weights"], weight)]
                    rows += [(worth, builder.add(source, owner)) for source in sources]
                    for slot, (array, row) in zip((total, *q), rows, strict=True):
                        builder.store(self.fma(reach, self.load(array, row), builder.load(slot)), slot)
                bound = splat(builder, constant(RARE, 1), self.width)
                low = builder.fcmp_unordered("<", builder.load(total), bound)
                builder.store(any_lane(builder, low, self.width), rare)
        return [builder.load(slot) for slot in q], builder.load(total), builder.load(rare)

    @contextmanager
    def members(self, k, first, n) -> Iterator[tuple[Any, ...]]:
        """For each node of a set its seat, the row of its weight and those of its edges."""
        with cgutils.for_range(self.builder, n) as loop:
            seat, weight, *sources = self.words(
                self.builder.add(first, self.builder.mul(loop.index, INT64(k + 2))), k + 2
            )
            yield seat, weight, sources

    def settle(self, to, sources, chosen, parties):
        """Write the worth of a decision node to every party: what its edges are worth, by their probabilities."""
        builder, worth = self.builder, self.at["worth"]

        def act(p):
            value = builder.fmul(chosen[0], self.load(worth, builder.add(sources[0], p)))
            for share, source in zip(chosen[1:], sources[1:], strict=True):
                value = self.fma(share, self.load(worth, builder.add(source, p)), value)
            self.store(worth, builder.add(to, p), value)

        if isinstance(parties, int):
            for p in range(parties):
                act(INT64(p))
        else:
            with cgutils.for_range(builder, parties) as loop:
                act(loop.index)

    def respond(self, k, at, n, g, full, parties):
        """Conditional payoffs, log-odds, probabilities and worth of a set; returns an LLVM flag: whether it is done."""
        builder = self.builder
        owner, counted, place, _, settles = self.words(self.plus(at, 3), 5)
        first = self.plus(at, 8)
        q, total, rare = self.payoffs(k, first, n, owner)
        done = builder.not_(rare)
        with builder.if_then(done, likely=True):
            factor = builder.fdiv(self.load(self.at["precision"], owner), total)
            odds = [builder.fmul(factor, builder.fsub(other, q[0])) for other in q[1:]]
            counts = builder.icmp_signed(">=", counted, INT64(0))
            with builder.if_then(counts):
                self.put(g, counted, odds)
            with builder.if_then(builder.icmp_signed(">", full, builder.zext(counts, INT64))):
                self.put(self.at["odds"], place, odds)
            with builder.if_then(builder.icmp_signed("!=", settles, INT64(0))):
                chosen = self.softmax(odds)
                count = INT64(parties) if isinstance(parties, int) else parties
                with self.members(k, first, n) as (seat, _, sources):
                    to = builder.mul(builder.add(self.at["nodes"], seat), count)
                    self.settle(to, sources, chosen, parties)
        return done

    def by_number(self, k, act):
        """Act by the number of actions; returns an LLVM flag: what the act returned, or 0 where there is no body."""
        builder = self.builder
        done = cgutils.alloca_once(builder, ir.IntType(1))
        builder.store(done.type.pointee(0), done)
        after = builder.append_basic_block("done")
        switch = builder.switch(k, after)
        for count in range(2, MOST + 1):
            block = builder.append_basic_block(f"actions{count}")
            switch.add_case(INT64(count), block)
            builder.position_at_end(block)
            builder.store(act(count), done)
            builder.branch(after)
        builder.position_at_end(after)
        return builder.load(done)


@intrinsic
def respond(typingctx, lanes, parties, t, at, k, n, g, full):
    """Logit response of a set; whether it is done: not where actions are many or some lane hardly reaches it.

    `lanes` is a tuple with an entry for each lane; `parties` is one likewise or, for any number, an integer.
    """

    def codegen(context, builder, signature, args):
        _, some, table, at, k, n, g, full = args
        code = _Code(builder, lanes.count, t, table)
        known = parties.count if isinstance(parties, types.UniTuple) else some
        return code.by_number(k, lambda count: code.respond(count, at, n, g, full, known))

    return types.boolean(lanes, parties, t, *[types.int64] * 5), codegen


@intrinsic
def choose(typingctx, lanes, t, first, odds, place, k):
    """Write probabilities of a set's actions from its log-odds; whether that is done: not where actions are many."""

    def codegen(context, builder, signature, args):
        _, table, first, odds, place, k = args
        code = _Code(builder, lanes.count, t, table)

        def act(count):
            found = [code.load(odds, code.plus(place, a)) for a in range(count - 1)]
            code.put(code.at["chosen"], first, code.softmax(found))
            return ir.IntType(1)(1)

        return code.by_number(k, act)

    return types.boolean(lanes, t, *[types.int64] * 4), codegen
