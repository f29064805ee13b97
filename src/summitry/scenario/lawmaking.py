"""Laws of uncertain numbers from their names and numbers as written."""

from __future__ import annotations

import math
from collections.abc import Callable

from summitry.quantities import Beta, Choice, Dirichlet, Law, Lognormal, Normal, Pert, Triangular, Uniform


class LawFault(Exception):
    """A law whose numbers do not make one."""

    def __init__(self, found: str, expected: str, which: int | None = None, fix: str = "") -> None:
        self.found, self.expected, self.which, self.fix = found, expected, which, fix
        super().__init__(found)


_WANTED = {
    "to": ("low", "high"),
    "pert": ("low", "mode", "high"),
    "triangular": ("low", "mode", "high"),
    "beta": ("a", "b"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
}


def make_law(name: str, args: list[float]) -> Law:
    """The law of that name; raises `LawFault`."""
    for k, value in enumerate(args):
        if not math.isfinite(value):
            raise LawFault("a number without end", "a finite number", k)
    wanted = _WANTED.get(name)
    if wanted and len(args) != len(wanted):
        raise LawFault(f"{name} with {len(args)} numbers", f"{name}({', '.join(wanted)})")
    if name in ("to", "pert", "triangular"):
        if args[0] > args[-1]:
            turned = f"{args[-1]:g} to {args[0]:g}" if name == "to" else ""
            raise LawFault(
                f"{args[0]:g} above {args[-1]:g}",
                "the lower end first",
                0,
                f"did you mean `{turned}`?" if turned else "",
            )
        if len(args) == 3 and not args[0] <= args[1] <= args[2]:
            raise LawFault(f"the most likely value {args[1]:g}", f"one from {args[0]:g} to {args[2]:g}", 1)
    elif name == "choice":
        if len(args) < 2:
            raise LawFault("choice with one number", "two or more")
    else:
        positive = {"normal": (), "lognormal": (0,)}.get(name, tuple(range(len(args))))
        for k in positive:
            if not args[k] > 0:
                raise LawFault(f"{args[k]:g} in {name}", "a number above 0", k)
        if name in ("normal", "lognormal") and args[1] < 0:
            raise LawFault(f"{args[1]:g} in {name}", "0 or more", 1)
        if name == "dirichlet" and len(args) < 2:
            raise LawFault("dirichlet with one number", "two or more")
    made: dict[str, Callable[[], Law]] = {
        "to": lambda: Uniform(*args), "pert": lambda: Pert(*args), "triangular": lambda: Triangular(*args),
        "beta": lambda: Beta(*args), "normal": lambda: Normal(*args), "lognormal": lambda: Lognormal(*args),
        "choice": lambda: Choice(tuple(args)), "dirichlet": lambda: Dirichlet(tuple(args)),
    }  # fmt: skip
    return made[name]()
