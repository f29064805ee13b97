"""How large a tree would be, counted without building it.

Paths that agree on every fact that later operations read have equal subtrees, so they are counted once. Exact for
any size: a tree of 10^12 nodes is counted in moments.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from summitry.build.walk import Branching, Path, Walker
from summitry.errors import SizeError

MOST_NODES = 5_000_000
LARGE = 300_000
"""From here on a remark says that the tree is large."""
_STATES = 400_000


@dataclass(frozen=True)
class Size:
    """Nodes in all, and by the step at which they branch or (under an empty name) end."""

    nodes: int
    by_step: dict[str, int]

    @property
    def step(self) -> str:
        """The step with most nodes."""
        named = {k: n for k, n in self.by_step.items() if k}
        return max(named, key=lambda k: named[k]) if named else ""


def count(walker: Walker, starts: list[Path]) -> Size:
    """Count the nodes below these paths, one node for the root included where there are several."""
    reads = [tuple(sorted(r)) for r in walker.program.reads]
    pick: list[Any] = [itemgetter(*r) if len(r) > 1 else (lambda f, r=r: tuple(f[v] for v in r)) for r in reads]
    known: dict[Any, Counter[str]] = {}

    def key(path: Path) -> Any:
        if path.position >= len(pick):
            return None
        return path.position, path.depth, pick[path.position](path.facts)

    total: Counter[str] = Counter()
    if len(starts) > 1:
        total["the types"] = 1
    for start in starts:
        total.update(_below(walker, start, key, known))
    return Size(sum(total.values()), dict(total))


def _below(walker: Walker, start: Path, key: Any, known: dict[Any, Counter[str]]) -> Counter[str]:
    """Counts below one path, by an explicit stack (paths can be longer than Python's own allows)."""
    results: list[Counter[str]] = []
    # a frame is [key, branching, path, next option, counts so far]
    stack: list[list[Any]] = []

    def arrive(path: Path) -> None:
        here = key(path)
        found = known.get(here) if here is not None else None
        if found is not None:
            results.append(found)
            return
        branching = walker.advance(path)
        if branching is None:
            ended = Counter({"": 1})
            if here is not None:
                known[here] = ended
            results.append(ended)
        else:
            stack.append([here, branching, path, 0, Counter({branching.operation.step: 1})])
        if len(known) > _STATES:
            raise SizeError(
                f"the tree has too many different situations to count ({_STATES:,}); the step that multiplies them is "
                f"'{branching.operation.step if branching else ''}': give it fewer options or rounds"
            )

    arrive(start)
    while stack:
        frame = stack[-1]
        if results:
            frame[4].update(results.pop())
        branching: Branching = frame[1]
        if frame[3] < len(branching.options):
            k = frame[3]
            frame[3] += 1
            path = frame[2].copy()
            walker.choose(path, branching, k)
            arrive(path)
        else:
            stack.pop()
            if frame[0] is not None:
                known[frame[0]] = frame[4]
            results.append(frame[4])
    return results.pop()


def refuse_if_too_large(size: Size, most: int = MOST_NODES) -> None:
    """Raise `SizeError` where the tree would have more than `most` nodes."""
    if size.nodes > most:
        share = size.by_step[size.step]
        raise SizeError(
            f"the tree would have {size.nodes:,} nodes, more than the {most:,} that are taken; "
            f"the step that makes it so is '{size.step}' ({share:,} nodes branch there): "
            "give it fewer options, a shorter shortlist, or fewer rounds"
        )
