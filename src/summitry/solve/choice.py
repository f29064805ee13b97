"""What happens at one information set, for a number of actions that is known when the code is made.

Payoffs, log-odds and probabilities of all actions stay in registers: tuples of them, one entry per action, for which
all loops are written out. `k` is a tuple of that length; `parties` is a tuple likewise or, for any number, an integer.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from summitry.solve.lanes import INT32, INT64, REGISTER, Lanes, any_lane, constant, exponentials, fma, place, shape

STEEP = 600.0
"""Log-odds above which the largest is taken off, or exponentials would overflow."""


class _Code:
    """Writes LLVM instructions on the registers of one width."""

    def __init__(self, context, builder, kind):
        self.context, self.builder, self.kind, self.width = context, builder, kind, kind.width

    def load(self, rows, row):
        return self.builder.load(place(self.context, self.builder, self.kind, rows, row), align=8)

    def store(self, rows, row, value):
        self.builder.store(value, place(self.context, self.builder, self.kind, rows, row), align=8)

    def fma(self, a, b, c):
        return fma(self.builder, a, b, c, self.width)

    def entries(self, start, first, count):
        """`count` neighbouring entries of an int32 array at an address."""
        array = self.builder.inttoptr(start, INT32.as_pointer())
        first = [self.builder.gep(array, [self.builder.add(first, INT64(a))]) for a in range(count)]
        return [self.builder.sext(self.builder.load(at), INT64) for at in first]

    def pack(self, values):
        return cgutils.pack_array(self.builder, values, shape(self.width))

    def unpack(self, values):
        return cgutils.unpack_tuple(self.builder, values)


def _tuple(rows, count):
    return types.UniTuple(Lanes(rows.width), count)


@intrinsic
def nothing(typingctx, rows, k):
    """Zeros."""
    count = k.count

    def codegen(context, builder, signature, args):
        return _Code(context, builder, rows).pack([constant(0.0, rows.width)] * count)

    return _tuple(rows, count)(rows, k), codegen


@intrinsic
def gather(typingctx, q, s, worth, sources, edge, owner):
    """Add s times what each edge is worth to the owner."""

    def codegen(context, builder, signature, args):
        q, s, worth_, sources, edge, owner = args
        code = _Code(context, builder, worth)
        out = []
        for value, source in zip(code.unpack(q), code.entries(sources, edge, len(signature.args[0])), strict=True):
            out.append(code.fma(s, code.load(worth_, builder.add(source, owner)), value))
        return code.pack(out)

    return q(q, s, worth, types.int64, types.int64, types.int64), codegen


@intrinsic
def look(typingctx, worth, k, sources, edge, owner):
    """What each edge of one node is worth to the owner."""
    count = k.count

    def codegen(context, builder, signature, args):
        worth_, _, sources, edge, owner = args
        code = _Code(context, builder, worth)
        rows = code.entries(sources, edge, count)
        return code.pack([code.load(worth_, builder.add(row, owner)) for row in rows])

    return _tuple(worth, count)(worth, k, types.int64, types.int64, types.int64), codegen


@intrinsic
def differences(typingctx, q, factor):
    """Differences to the first entry, times a factor."""
    out = types.UniTuple(q.dtype, q.count - 1)

    def codegen(context, builder, signature, args):
        first, *others = cgutils.unpack_tuple(builder, args[0])
        values = [builder.fmul(args[1], builder.fsub(other, first)) for other in others]
        return cgutils.pack_array(builder, values, shape(q.dtype.width))

    return out(q, factor), codegen


@intrinsic
def softmax(typingctx, z, constants):
    """Probabilities of all actions from log-odds over the first; `constants` is the address of `CONSTANTS`."""
    width = z.dtype.width
    out = types.UniTuple(z.dtype, z.count + 1)

    def codegen(context, builder, signature, args):
        odds = cgutils.unpack_tuple(builder, args[0])
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
                (rest,) = exponentials(builder, [builder.fsub(constant(0.0, width), off)], width, args[1])
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
            powers += exponentials(builder, odds[k : k + step], width, args[1])
        total = powers[0]
        for power in powers[1:]:
            total = builder.fadd(total, power)
        inverse = builder.fdiv(one, total)
        values = [inverse if power is one else builder.fmul(power, inverse) for power in powers]
        return cgutils.pack_array(builder, values, shape(width))

    return out(z, types.int64), codegen


@intrinsic
def settle(typingctx, worth, to, sources, edge, chosen, parties):
    """Write the worth of a decision node to every party: what its edges are worth, by their probabilities."""

    def codegen(context, builder, signature, args):
        worth_, to, sources, edge, chosen_, parties_ = args
        code = _Code(context, builder, worth)
        weights = code.unpack(chosen_)
        rows = code.entries(sources, edge, len(weights))

        def act(p):
            value = builder.fmul(weights[0], code.load(worth_, builder.add(rows[0], p)))
            for weight, row in zip(weights[1:], rows[1:], strict=True):
                value = code.fma(weight, code.load(worth_, builder.add(row, p)), value)
            code.store(worth_, builder.add(to, p), value)

        if isinstance(parties, types.UniTuple):
            for p in range(parties.count):
                act(INT64(p))
        else:
            with cgutils.for_range(builder, parties_) as loop:
                act(loop.index)
        return context.get_dummy_value()

    return types.none(worth, types.int64, types.int64, types.int64, chosen, parties), codegen


@intrinsic
def put(typingctx, rows, first, values):
    """Write neighbouring rows."""

    def codegen(context, builder, signature, args):
        code = _Code(context, builder, rows)
        for a, value in enumerate(code.unpack(args[2])):
            code.store(args[0], builder.add(args[1], INT64(a)), value)
        return context.get_dummy_value()

    return types.none(rows, types.int64, values), codegen


@intrinsic
def get(typingctx, rows, first, k):
    """Read as many neighbouring rows as a tuple has entries."""
    count = k.count

    def codegen(context, builder, signature, args):
        code = _Code(context, builder, rows)
        return code.pack([code.load(args[0], builder.add(args[1], INT64(a))) for a in range(count)])

    return _tuple(rows, count)(rows, types.int64, k), codegen


@intrinsic
def count_of(typingctx, parties):
    """Number of parties, a constant where `parties` is a tuple."""
    known = parties.count if isinstance(parties, types.UniTuple) else None

    def codegen(context, builder, signature, args):
        return args[0] if known is None else INT64(known)

    return types.int64(parties), codegen
