"""What each party does: its choices at the information sets that matter."""

from __future__ import annotations

import numpy as np

from summitry.study.findings import Strategy
from summitry.study.gathered import Gathered, spread


def strategies(g: Gathered, reasons: dict[int, list[dict[str, float]]]) -> tuple[Strategy, ...]:
    """Watched information sets by how often they are reached, descending."""
    out: list[Strategy] = []
    at = 0
    for h in g.watched:
        about = g.game.unfolded.about[h]
        count = len(about.options)
        columns = range(at, at + count)
        at += count
        gains = reasons.get(int(h), [])
        out.append(
            Strategy(
                party=about.party,
                type=about.type,
                stage=about.stage,
                step=about.step,
                round=about.round,
                history=about.history,
                options={label: spread(g.strategy[:, c]) for label, c in zip(about.options, columns, strict=True)},
                reached=float(g.sets[h]),
                gains={
                    label: dict(sorted(parts.items(), key=lambda kv: -abs(kv[1])))
                    for label, parts in zip(about.options, gains, strict=False)
                },
            )
        )
    order = np.argsort([-s.reached for s in out], kind="stable")
    return tuple(out[k] for k in order)
