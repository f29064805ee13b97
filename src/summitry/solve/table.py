"""What compiled code knows of a tree and of the space it works in: sizes, and addresses of arrays."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from summitry.solve.lanes import INT64


class Table(NamedTuple):
    """Sizes, and addresses of the arrays of a `Desk`, of a `Wiring` and of its program."""

    sweep: int
    """Address of the compiled sweep."""
    length: int
    parties: int
    widest: int
    nodes: int
    """First row of worths of nodes."""
    lanes: int
    sets: int
    classes: int
    bases: int
    precision: int
    worth: int
    weights: int
    reach: int
    chosen: int
    odds: int
    scratch: int
    rescue: int
    constants: int
    program: int
    start: int
    member: int
    above: int
    action: int
    set_of: int
    felt: int
    spot: int
    class_parent: int
    class_slot: int
    term_start: int
    term_row: int
    term_class: int


@intrinsic
def read(typingctx, address):
    """The `Table` at an address; what is not used of it is not read."""
    count = len(Table._fields)
    kind = types.NamedUniTuple(types.int64, count, Table)

    def codegen(context, builder, signature, args):
        first = builder.inttoptr(context.cast(builder, args[0], signature.args[0], types.int64), INT64.as_pointer())
        words = [builder.load(builder.gep(first, [INT64(j)])) for j in range(count)]
        return cgutils.pack_array(builder, words)

    return kind(address), codegen
