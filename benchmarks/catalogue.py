"""Gambit's own catalogue, game by game: `python benchmarks/catalogue.py [--write] [--limit SECONDS]`.

Prints the table of docs/catalogue.md; `--write` replaces it there. Exit 1 where an answer differs from one of Gambit's
that it should equal, or a game with perfect recall has no certified answer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "solve"))

from gambit_catalogue import CLOSE, PRECISIONS, Verdict, compare
from oracle import NEAR, catalogue

PAGE = Path(__file__).parents[1] / "docs" / "catalogue.md"
_MARK = "<!-- the table is written by benchmarks/catalogue.py -->\n"


def line(verdict: Verdict) -> str:
    """One row of the table."""
    cells = [f"`{verdict.name}`"]
    tree = None if verdict.game is None else verdict.game.tree
    cells += ["", "", ""] if tree is None else [str(n) for n in (len(tree.parties), tree.size, tree.infosets)]
    cells += [_cell(verdict, b) for b in range(len(PRECISIONS))]
    cells.append(_limit(verdict))
    cells.append(_remark(verdict))
    return "| " + " | ".join(cells) + " |"


def _cell(verdict: Verdict, b: int) -> str:
    if verdict.refused:
        return "refused"
    if not verdict.certified(b):
        return "no answer"
    if not verdict.trusted(b):
        return "certified"
    apart = verdict.apart(b)
    return f"same, {apart:.0e}" if apart <= CLOSE else f"differs by {apart:.1e}"


def _limit(verdict: Verdict) -> str:
    if verdict.end is None:
        return "refused"
    regret = verdict.end.regret.max(initial=0.0)
    # Below what rounding leaves of a payoff, the figure says nothing more.
    where = f"{regret:.0e}" if regret > 1e-16 else "0"
    where += f" at λ = {verdict.end.precision:.3g}"
    return where if verdict.settled() else f"not reached: {where}"


def _remark(verdict: Verdict) -> str:
    said = [verdict.refused] if verdict.refused else []
    if not verdict.refused:
        odd = [a for b, a in enumerate(verdict.answers) if not verdict.trusted(b) and a is not None]
        met = ", ".join(f"{a.asked:g}" for a in odd if a.bifurcations)
        if met:
            said.append(f"Gambit reports a bifurcation on the way to λ = {met}")
        said += [
            f"Gambit returned λ = {a.returned:.4g} for {a.asked:g}" for a in odd if abs(a.returned - a.asked) > NEAR
        ]
        if verdict.silence:
            said.append(f"Gambit: {verdict.silence}")
        said += [f"{kind} at λ = {at:.6g}" for kind, at in verdict.events()]
    return "; ".join(said)


def main(argv: Sequence[str] | None = None) -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the table in docs/catalogue.md")
    parser.add_argument("--limit", type=float, default=180.0, help="seconds for Gambit, all three precisions together")
    chosen = parser.parse_args(argv)
    verdicts = [compare(name, file, chosen.limit) for name, file in catalogue().items()]
    names = ["game", "players", "nodes", "sets", *(f"λ = {p:g}" for p in PRECISIONS), "regret at the limit", "remarks"]
    table = "\n".join(["| " + " | ".join(names) + " |", "|" + "---|" * len(names), *map(line, verdicts)]) + "\n"
    print(table, end="")
    if chosen.write:
        kept = PAGE.read_text(encoding="utf-8").partition(_MARK)[0]
        PAGE.write_text(kept + _MARK + "\n" + table, encoding="utf-8")
    return 0 if all(v.sound() for v in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
