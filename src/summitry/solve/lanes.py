"""A register of doubles as a numba value: several draws that go through the same arithmetic at once, or one alone.

Numba leaves eight-lane inner loops scalar (its arrays may alias), so the vector type of LLVM is made reachable here:
load, store, arithmetic, and an exponential that never leaves the registers. Every function works for any number of
lanes and rounds each lane alike, so a draw's bits do not depend on its neighbours or on how many there are.

How many lanes stand side by side is told by a tuple with one entry for each, `WIDE` or `NARROW`: numba compiles
a function anew for each length.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from llvmlite import binding, ir
from numba import njit, types
from numba.core import cgutils
from numba.core.datamodel import PrimitiveModel
from numba.extending import intrinsic, register_model

LANES = 8
WIDE = (0,) * LANES
NARROW = (0,)
REGISTER = 8 if binding.get_host_cpu_features().get("avx512f") else 4
"""Doubles in a register of this machine; eight lanes take two registers where it holds four."""


def key_on_folder(made):
    """Make numba's cache of a function void when any file of this folder changes, and return the function.

    Numba itself would look at the function's own file only and go on using old versions of all that it calls.
    """
    kept = getattr(made._cache, "_cache_file", None)
    if kept is not None:
        files = sorted(Path(__file__).parent.glob("*.py"))
        kept._source_stamp = tuple((f.name, f.stat().st_mtime, f.stat().st_size) for f in files)
        kept._load_index = _or(kept._load_index, {})
        kept.load = _or(kept.load, None)
    return made


def _or(load, nothing):
    """`load`, but what cannot be read counts as not there.

    Numba looks at the stamp only after unpickling, which fails where an older version had other classes.
    """

    def loaded(*key):
        try:
            return load(*key)
        except Exception:
            return nothing

    return loaded


def is_kept(made: object) -> bool | None:
    """Whether an entry's compiled code is on disk; None where it cannot be."""
    kept = getattr(getattr(made, "_cache", None), "_cache_file", None)
    return None if kept is None else bool(kept._load_index())


def entry(function):
    """Compile a function that Python calls; kept on disk until any file of this folder changes."""
    return key_on_folder(njit(nogil=True, cache=True, error_model="numpy")(function))


kernel = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""Decorates functions that only other compiled functions call: without wrappers they compile in half the time."""

inlined = njit(inline="always", nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""Decorates functions that become part of their caller before it is compiled, which is then done once."""

_F64 = ir.DoubleType()
INT64 = ir.IntType(64)
INT32 = ir.IntType(32)


def shape(width):
    """LLVM's type of `width` doubles."""
    return _F64 if width == 1 else ir.VectorType(_F64, width)


class Lanes(types.Type):
    """Numba type of a register."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"SummitryLanes{width}")


class Rows(types.Type):
    """Numba type of an address of rows of `width` doubles."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"SummitryRows{width}")


@register_model(Lanes)
class _LanesModel(PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, shape(fe_type.width))


@register_model(Rows)
class _RowsModel(PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, _F64.as_pointer())


lanes = Lanes(LANES)


def aligned(rows: int, width: int = LANES) -> npt.NDArray[np.float64]:
    """Zeros [rows, width] that start on a cache line."""
    raw = np.zeros(max(rows, 1) * width + 8)
    skip = (-raw.ctypes.data // 8) % 8
    return raw[skip : skip + max(rows, 1) * width].reshape(max(rows, 1), width)


@njit(inline="always")
def address(array):  # pragma: no cover
    """Where a contiguous array begins."""
    return array.ctypes.data


@intrinsic
def rows(typingctx, start, side_by_side):
    """Rows at an address, as wide as a tuple with one entry for each lane."""

    def codegen(context, builder, signature, args):
        return builder.inttoptr(args[0], _F64.as_pointer())

    return Rows(side_by_side.count)(types.int64, side_by_side), codegen


def width_of(kind):
    """Lanes in what is loaded from rows or a [rows, 8] array."""
    return kind.width if isinstance(kind, Rows) else LANES


def row_pointer(builder, start, row, width):
    """LLVM pointer to a row of `width` doubles from an address; both are LLVM's int64."""
    first = builder.inttoptr(start, _F64.as_pointer())
    at = builder.gep(first, [builder.mul(row, INT64(width))])
    return builder.bitcast(at, shape(width).as_pointer())


def place(context, builder, kind, array, row):
    """LLVM pointer to a row (an LLVM int64) of rows or of a [rows, 8] array."""
    if isinstance(kind, Rows):
        first = array
    elif isinstance(kind, types.Integer):
        first = builder.inttoptr(array, _F64.as_pointer())
    else:
        first = context.make_array(kind)(context, builder, array).data
    width = width_of(kind)
    at = builder.gep(first, [builder.mul(row, INT64(width))])
    return builder.bitcast(at, shape(width).as_pointer())


@intrinsic
def load(typingctx, array, row):
    """Row `row` of `rows`, or of a contiguous [rows, 8] array, given as an array or by its address.

    Addresses keep numba from counting references to arrays in inner loops, which costs more than the arithmetic.
    """

    def codegen(context, builder, signature, args):
        row = context.cast(builder, args[1], signature.args[1], types.int64)
        return builder.load(place(context, builder, signature.args[0], args[0], row), align=8)

    return Lanes(width_of(array))(array, row), codegen


@intrinsic
def store(typingctx, array, row, value):
    """Write a register into row `row` of `rows` or of a contiguous [rows, 8] array."""

    def codegen(context, builder, signature, args):
        row = context.cast(builder, args[1], signature.args[1], types.int64)
        builder.store(args[2], place(context, builder, signature.args[0], args[0], row), align=8)
        return context.get_dummy_value()

    return types.none(array, row, value), codegen


def _element(kind, bits):
    """Reads entry `index` of a contiguous array of numbers, given by its address."""

    @intrinsic
    def read(typingctx, address, index):
        def codegen(context, builder, signature, args):
            index = context.cast(builder, args[1], signature.args[1], types.int64)
            first = builder.inttoptr(args[0], bits.as_pointer())
            found = builder.load(builder.gep(first, [index]))
            return builder.sext(found, INT64) if bits is INT32 else found

        return kind(address, index), codegen

    return read


peek = _element(types.int64, INT32)
"""Entry of an int32 array."""
peek_long = _element(types.int64, INT64)
"""Entry of an int64 array."""
peek_float = _element(types.float64, _F64)
"""Entry of a float64 array."""


@intrinsic
def poke_float(typingctx, address, index, value):
    """Write an entry of a float64 array, given by its address."""

    def codegen(context, builder, signature, args):
        index = context.cast(builder, args[1], signature.args[1], types.int64)
        first = builder.inttoptr(args[0], _F64.as_pointer())
        builder.store(args[2], builder.gep(first, [index]))
        return context.get_dummy_value()

    return types.none(address, index, types.float64), codegen


def splat(builder, number, width):
    """One LLVM number in all lanes."""
    if width == 1:
        return number
    vector = shape(width)
    first = builder.insert_element(ir.Constant(vector, ir.Undefined), number, INT32(0))
    mask = ir.Constant(ir.VectorType(INT32, width), [0] * width)
    return builder.shuffle_vector(first, ir.Constant(vector, ir.Undefined), mask)


def constant(value, width):
    """One Python number in all lanes."""
    return ir.Constant(_F64, value) if width == 1 else ir.Constant(shape(width), [value] * width)


@intrinsic
def fill(typingctx, value):
    """One number in eight lanes."""

    def codegen(context, builder, signature, args):
        return splat(builder, context.cast(builder, args[0], signature.args[0], types.float64), LANES)

    return lanes(value), codegen


@intrinsic
def spread(typingctx, value, like):
    """One number in as many lanes as `like`, a register or rows, has."""

    def codegen(context, builder, signature, args):
        return splat(builder, context.cast(builder, args[0], signature.args[0], types.float64), like.width)

    return Lanes(like.width)(value, like), codegen


def _binary(name):
    @intrinsic
    def op(typingctx, a, b):
        def codegen(context, builder, signature, args):
            return getattr(builder, name)(args[0], args[1])

        return a(a, b), codegen

    return op


add, subtract, multiply, divide = (_binary(name) for name in ("fadd", "fsub", "fmul", "fdiv"))


def _call(builder, name, width, args):
    suffix = "f64" if width == 1 else f"v{width}f64"
    kind = ir.FunctionType(shape(width), [shape(width)] * len(args))
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.{suffix}"), args)


def fma(builder, a, b, c, width):
    """LLVM's a b + c, rounded once."""
    return _call(builder, "fma", width, [a, b, c])


@intrinsic
def fused(typingctx, a, b, c):
    """A b + c, rounded once."""

    def codegen(context, builder, signature, args):
        return fma(builder, args[0], args[1], args[2], signature.return_type.width)

    return a(a, b, c), codegen


@intrinsic
def larger(typingctx, a, b):
    """The larger number of each lane."""

    def codegen(context, builder, signature, args):
        return builder.select(builder.fcmp_ordered(">", args[0], args[1]), args[0], args[1])

    return a(a, b), codegen


@intrinsic
def smaller(typingctx, a, b):
    """The smaller number of each lane."""

    def codegen(context, builder, signature, args):
        return builder.select(builder.fcmp_ordered("<", args[0], args[1]), args[0], args[1])

    return a(a, b), codegen


@intrinsic
def size(typingctx, a):
    """Absolute value."""

    def codegen(context, builder, signature, args):
        return _call(builder, "fabs", signature.return_type.width, args)

    return a(a), codegen


@intrinsic
def where_negative(typingctx, sign, a, b):
    """A in lanes where `sign` is negative, else b."""

    def codegen(context, builder, signature, args):
        zero = constant(0.0, signature.return_type.width)
        return builder.select(builder.fcmp_ordered("<", args[0], zero), args[1], args[2])

    return a(sign, a, b), codegen


def any_lane(builder, flags, width):
    """Whether some lane's LLVM flag is set."""
    if width == 1:
        return flags
    bits = ir.IntType(width)
    return builder.icmp_unsigned("!=", builder.bitcast(flags, bits), bits(0))


@intrinsic
def any_below(typingctx, a, bound):
    """Whether some lane lies below a number, or is no number."""

    def codegen(context, builder, signature, args):
        width = signature.args[0].width
        low = builder.fcmp_unordered("<", args[0], splat(builder, args[1], width))
        return any_lane(builder, low, width)

    return types.boolean(a, types.float64), codegen


_LIMIT = 700.0
_SHIFT = 1.5 * 2.0**52 + 1023.0
_LOG2E = 1.4426950408889634
_LN2 = 0.6931471805599453
_TERMS = (
    1.0, 1.0, 0.5000000000000001, 0.16666666666666669, 0.04166666666662413, 0.008333333333330062,
    0.0013888888917213717, 0.00019841269863053618, 2.4801521295954376e-05, 2.7557268459997064e-06,
    2.7620088445409746e-07, 2.510038549551032e-08,
)  # fmt: skip
"""Polynomial for e**r that is right to 2e-17 on [-ln 2 / 2, ln 2 / 2]; Taylor's would take a term more."""


CONSTANTS = np.array([-_LIMIT, _LIMIT, _LOG2E, _SHIFT, -_LN2, *_TERMS])
"""What exponentials need: read from memory, or there would be no registers left for anything else."""


def exponentials(builder, values, width, constants):
    """LLVM's e**x of several numbers in step, x clamped to [-700, 700]; `constants` is the address of `CONSTANTS`."""
    # An empty instruction hides that the address is always the same: else all would be loaded early and spilled.
    hidden = builder.asm(ir.FunctionType(INT64, [INT64]), "", "=r,0", [constants], True)
    first = builder.inttoptr(hidden, _F64.as_pointer())

    def number(k):
        return splat(builder, builder.load(builder.gep(first, [INT64(k)])), width)

    def multiply_add(many_a, many_b, c):
        return [fma(builder, a, b, c, width) for a, b in zip(many_a, many_b, strict=True)]

    def term(k):
        return number(5 + k)

    low, high = number(0), number(1)
    values = [builder.select(builder.fcmp_ordered(">", x, low), x, low) for x in values]
    values = [builder.select(builder.fcmp_ordered("<", x, high), x, high) for x in values]
    # Adding 1.5 * 2**52 leaves the nearest whole number in the low bits, here with the bias of exponents.
    shifted = multiply_add(values, [number(2)] * len(values), number(3))
    whole = [builder.fsub(s, number(3)) for s in shifted]
    # The error of ln 2 times a whole number stays below half of a unit in the last place of x.
    rest = [fma(builder, n, number(4), x, width) for n, x in zip(whole, values, strict=True)]
    squares = [builder.fmul(r, r) for r in rest]
    even, odd = [term(10)] * len(values), [term(11)] * len(values)
    for k in range(8, -2, -2):
        even, odd = multiply_add(even, squares, term(k)), multiply_add(odd, squares, term(k + 1))
    found = [fma(builder, o, r, e, width) for o, r, e in zip(odd, rest, even, strict=True)]
    bits = INT64 if width == 1 else ir.VectorType(INT64, width)
    shift = INT64(52) if width == 1 else ir.Constant(bits, [52] * width)
    powers = [builder.bitcast(builder.shl(builder.bitcast(s, bits), shift), shape(width)) for s in shifted]
    return [builder.fmul(f, power) for f, power in zip(found, powers, strict=True)]


@intrinsic
def exp(typingctx, x, constants):
    """e**x for |x| <= 700 (clamped there): a multiple of ln 2 split off, then a polynomial of degree 11."""

    def codegen(context, builder, signature, args):
        return exponentials(builder, [args[0]], signature.return_type.width, args[1])[0]

    return x(x, types.int64), codegen
