"""A register of eight doubles as a numba value: eight draws that go through the same arithmetic at once.

Numba leaves eight-lane inner loops scalar (its arrays may alias), so the vector type of LLVM is made reachable
here: load, store, arithmetic, and an exponential that never leaves the registers. All lanes see the same
instructions, so a draw's bits do not depend on its neighbours.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.core.datamodel import PrimitiveModel
from numba.extending import intrinsic, register_model

LANES = 8

_F64 = ir.DoubleType()
_I64 = ir.IntType(64)
_VECTOR = ir.VectorType(_F64, LANES)
_INTEGERS = ir.VectorType(_I64, LANES)


class Lanes(types.Type):
    """Numba type of the register."""

    def __init__(self) -> None:
        super().__init__(name="SummitryLanes8")


lanes = Lanes()


@register_model(Lanes)
class _LanesModel(PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, _VECTOR)


def aligned(rows: int) -> npt.NDArray[np.float64]:
    """Zeros [rows, 8] that start on a cache line."""
    raw = np.zeros(max(rows, 1) * LANES + LANES)
    skip = (-raw.ctypes.data // 8) % LANES
    return raw[skip : skip + max(rows, 1) * LANES].reshape(-1, LANES)


def _address(context, builder, array_type, array, row):
    if isinstance(array_type, types.Integer):
        first = builder.inttoptr(array, _F64.as_pointer())
        offset = builder.mul(row, ir.Constant(row.type, LANES))
        return builder.bitcast(builder.gep(first, [offset]), _VECTOR.as_pointer())
    struct = context.make_array(array_type)(context, builder, array)
    offset = builder.mul(row, ir.Constant(row.type, LANES))
    return builder.bitcast(builder.gep(struct.data, [offset]), _VECTOR.as_pointer())


@njit(inline="always")
def address(array):  # pragma: no cover
    """Where a contiguous array begins."""
    return array.ctypes.data


@intrinsic
def load(typingctx, array, row):
    """Row `row` of a contiguous [rows, 8] array, given as an array or by its address.

    Addresses keep numba from counting references to arrays in inner loops, which costs more than the arithmetic.
    """

    def codegen(context, builder, signature, args):
        row = context.cast(builder, args[1], signature.args[1], types.int64)
        return builder.load(_address(context, builder, signature.args[0], args[0], row), align=8)

    return lanes(array, row), codegen


@intrinsic
def store(typingctx, array, row, value):
    """Write a register into row `row` of a contiguous [rows, 8] array."""

    def codegen(context, builder, signature, args):
        row = context.cast(builder, args[1], signature.args[1], types.int64)
        builder.store(args[2], _address(context, builder, signature.args[0], args[0], row), align=8)
        return context.get_dummy_value()

    return types.none(array, row, value), codegen


@intrinsic
def peek(typingctx, address, index):
    """Entry `index` of a contiguous int32 array, given by its address."""

    def codegen(context, builder, signature, args):
        index = context.cast(builder, args[1], signature.args[1], types.int64)
        first = builder.inttoptr(args[0], ir.IntType(32).as_pointer())
        return builder.sext(builder.load(builder.gep(first, [index])), _I64)

    return types.int64(address, index), codegen


@intrinsic
def fill(typingctx, value):
    """One number in all lanes."""

    def codegen(context, builder, signature, args):
        number = context.cast(builder, args[0], signature.args[0], types.float64)
        return _splat(builder, number)

    return lanes(value), codegen


def _splat(builder, number):
    first = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), number, ir.Constant(ir.IntType(32), 0))
    mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, ir.Constant(_VECTOR, ir.Undefined), mask)


def _binary(name):
    @intrinsic
    def op(typingctx, a, b):
        def codegen(context, builder, signature, args):
            return getattr(builder, name)(args[0], args[1])

        return lanes(a, b), codegen

    return op


add, subtract, multiply, divide = (_binary(name) for name in ("fadd", "fsub", "fmul", "fdiv"))


def _call(builder, name, kinds, args):
    module = builder.module
    function = cgutils.get_or_insert_function(module, ir.FunctionType(_VECTOR, kinds), f"llvm.{name}.v8f64")
    return builder.call(function, args)


@intrinsic
def fused(typingctx, a, b, c):
    """A b + c, rounded once."""

    def codegen(context, builder, signature, args):
        return _call(builder, "fma", [_VECTOR] * 3, args)

    return lanes(a, b, c), codegen


@intrinsic
def larger(typingctx, a, b):
    """The larger number of each lane."""

    def codegen(context, builder, signature, args):
        return builder.select(builder.fcmp_ordered(">", args[0], args[1]), args[0], args[1])

    return lanes(a, b), codegen


@intrinsic
def size(typingctx, a):
    """Absolute value."""

    def codegen(context, builder, signature, args):
        return _call(builder, "fabs", [_VECTOR], args)

    return lanes(a), codegen


@intrinsic
def where_negative(typingctx, sign, a, b):
    """A in lanes where `sign` is negative, else b."""

    def codegen(context, builder, signature, args):
        zero = ir.Constant(_VECTOR, [0.0] * LANES)
        return builder.select(builder.fcmp_ordered("<", args[0], zero), args[1], args[2])

    return lanes(sign, a, b), codegen


@intrinsic
def _power_of_two(typingctx, a):
    """2**a for whole a, by the shifted sum a + 1.5 * 2**52 whose low bits are the integer."""

    def codegen(context, builder, signature, args):
        bits = builder.bitcast(args[0], _INTEGERS)
        bias = ir.Constant(_INTEGERS, [1023] * LANES)
        shift = ir.Constant(_INTEGERS, [52] * LANES)
        return builder.bitcast(builder.shl(builder.add(bits, bias), shift), _VECTOR)

    return lanes(a), codegen


@intrinsic
def any_below(typingctx, a, bound):
    """Whether some lane lies below a number, or is no number."""

    def codegen(context, builder, signature, args):
        number = _splat(builder, args[1])
        low = builder.fcmp_unordered("<", args[0], number)
        bits = builder.bitcast(low, ir.IntType(LANES))
        return builder.icmp_unsigned("!=", bits, ir.Constant(ir.IntType(LANES), 0))

    return types.boolean(a, types.float64), codegen


_SHIFT = 1.5 * 2.0**52
_LOG2E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10


@njit(inline="always")
def exp(x):  # pragma: no cover
    """e**x for x <= 0 (clamped at -700): n ln 2 split off in two parts, then a polynomial of degree 12."""
    x = larger(x, fill(-700.0))
    shifted = fused(x, fill(_LOG2E), fill(_SHIFT))
    n = subtract(shifted, fill(_SHIFT))
    r = fused(n, fill(-_LN2_HIGH), x)
    r = fused(n, fill(-_LN2_LOW), r)
    r2 = multiply(r, r)
    r4 = multiply(r2, r2)
    r8 = multiply(r4, r4)
    p01 = add(r, fill(1.0))
    p23 = fused(r, fill(1.0 / 6.0), fill(0.5))
    p45 = fused(r, fill(1.0 / 120.0), fill(1.0 / 24.0))
    p67 = fused(r, fill(1.0 / 5040.0), fill(1.0 / 720.0))
    p89 = fused(r, fill(1.0 / 362880.0), fill(1.0 / 40320.0))
    p1011 = fused(r, fill(1.0 / 39916800.0), fill(1.0 / 3628800.0))
    low = fused(p23, r2, p01)
    middle = fused(p67, r2, p45)
    high = fused(fused(r2, fill(1.0 / 479001600.0), p1011), r2, p89)
    return multiply(fused(high, r8, fused(middle, r4, low)), _power_of_two(shifted))
