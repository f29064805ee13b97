"""Compiling is told when it happens, once, and not for what is compiled already."""

from numba import njit

from summitry.solve.compiling import told_when_compiling


def test_the_first_call_is_told_and_the_second_not() -> None:
    @njit
    def twice(x: float) -> float:
        return 2.0 * x

    @njit
    def more(x: float) -> float:
        return twice(x) + 1.0

    told: list[str] = []
    with told_when_compiling(lambda: told.append("compiling")):
        assert more(1.0) == 3.0
    assert told == ["compiling"]
    with told_when_compiling(lambda: told.append("again")):
        assert more(2.0) == 5.0
    assert told == ["compiling"]
    more(1)  # another type, outside: nobody is told
    assert told == ["compiling"]
