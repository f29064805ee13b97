"""Functions compiled once for each number of lanes and called by their address.

Numba would compile a caller anew with all that it calls, for each number of lanes. Called by address, vector work is
compiled apart, only for the lanes that somebody asks for, and the bookkeeping around it serves any number.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import RLock
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.ccallback import CFunc
from numba.extending import intrinsic

from summitry.solve.lanes import INT64, key_on_folder

_compiling = RLock()


def by_address(make: Callable[..., Any]) -> Callable[..., int]:
    """Turn a maker of functions of addresses and integers into one of their addresses, compiled if need be.

    The function that is made may close over numbers and tuples only, which name it in numba's cache on disk.
    """

    @cache
    def compiled(*key: int) -> CFunc:
        function = make(*key)
        signature = ((types.int64,) * function.__code__.co_argcount, types.void)
        made = CFunc(function, signature, locals={}, options={"error_model": "numpy"})
        made.enable_caching()
        key_on_folder(made)
        made.compile()
        return made

    def found(*key: int) -> int:
        with _compiling:
            return int(compiled(*key).address or 0)

    return found


@intrinsic
def call(typingctx, code, arguments):
    """Call a compiled function by its address with a tuple of integers."""

    def codegen(context, builder, signature, args):
        kinds = signature.args[1]
        given = [
            context.cast(builder, builder.extract_value(args[1], i), kind, types.int64) for i, kind in enumerate(kinds)
        ]
        kind = ir.FunctionType(ir.VoidType(), [INT64] * len(given))
        builder.call(builder.inttoptr(args[0], kind.as_pointer()), given)
        return context.get_dummy_value()

    return types.none(types.int64, arguments), codegen
