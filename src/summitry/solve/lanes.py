"""A register of eight doubles as a numba value: eight draws that go through the same arithmetic at once.

Numba leaves eight-lane inner loops scalar (its arrays may alias), so the vector type of LLVM is made reachable
here: load, store, arithmetic, and an exponential that never leaves the registers. All lanes see the same
instructions, so a draw's bits do not depend on its neighbours.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.core.datamodel import PrimitiveModel
from numba.extending import intrinsic, register_model

LANES = 8


def entry(function):
    """Compile a function that Python calls; kept on disk until any file of this folder changes.

    Numba itself would look at the function's own file only and go on using old versions of all that it calls.
    """
    made = njit(nogil=True, cache=True, error_model="numpy")(function)
    kept = getattr(made._cache, "_cache_file", None)
    if kept is not None:
        files = sorted(Path(__file__).parent.glob("*.py"))
        kept._source_stamp = tuple((f.name, f.stat().st_mtime, f.stat().st_size) for f in files)
    return made


kernel = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""Decorates functions that only other compiled functions call: without wrappers they compile in half the time."""

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
def peek_float(typingctx, address, index):
    """Entry `index` of a contiguous float64 array, given by its address."""

    def codegen(context, builder, signature, args):
        index = context.cast(builder, args[1], signature.args[1], types.int64)
        first = builder.inttoptr(args[0], _F64.as_pointer())
        return builder.load(builder.gep(first, [index]))

    return types.float64(address, index), codegen


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


@intrinsic
def exp(typingctx, x):
    """e**x for x <= 0 (clamped at -700): n ln 2 split off in two parts, then a polynomial of degree 12."""

    def codegen(context, builder, signature, args):
        def number(value):
            return ir.Constant(_VECTOR, [value] * LANES)

        def fma(a, b, c):
            return _call(builder, "fma", [_VECTOR] * 3, [a, b, c])

        low = number(-700.0)
        x = builder.select(builder.fcmp_ordered(">", args[0], low), args[0], low)
        # Adding 1.5 * 2**52 leaves the nearest whole number in the low bits.
        shifted = fma(x, number(_LOG2E), number(_SHIFT))
        n = builder.fsub(shifted, number(_SHIFT))
        r = fma(n, number(-_LN2_LOW), fma(n, number(-_LN2_HIGH), x))
        # Estrin's scheme: neighbouring terms in pairs, then pairs by rising powers.
        terms = [number(1.0 / math.factorial(k)) for k in range(13)]
        pairs = [fma(r, terms[k + 1], terms[k]) for k in range(0, 12, 2)] + [terms[12]]
        r2 = builder.fmul(r, r)
        fours = [fma(pairs[k + 1], r2, pairs[k]) for k in range(0, 6, 2)] + [pairs[6]]
        r4 = builder.fmul(r2, r2)
        eights = [fma(fours[k + 1], r4, fours[k]) for k in (0, 2)]
        whole = fma(eights[1], builder.fmul(r4, r4), eights[0])
        bits = builder.add(builder.bitcast(shifted, _INTEGERS), ir.Constant(_INTEGERS, [1023] * LANES))
        power = builder.shl(bits, ir.Constant(_INTEGERS, [52] * LANES))
        return builder.fmul(whole, builder.bitcast(power, _VECTOR))

    return lanes(x), codegen
