"""The numbers of a scenario as handles to be moved: what each is called, where it lies, how it is distributed."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry.report.words.names import label
from summitry.report.words.numbers import number_name
from summitry.scenario.model import Quantity, Scenario

GROUPS = {
    "precision": "How sharply parties choose",
    "chance": "Who is of which type",
    "prior": "What parties believe of each other",
    "odds": "Chance events",
    "odds ratio": "Chance events",
    "number": "Named numbers",
    "payoff": "What parties want",
    "worth": "What agreements are worth",
    "cost": "What acts cost",
    "threat": "Threats and promises",
    "factor": "What acts shift",
    "discount": "How the future counts",
}
"""Headings by kind of number, in the order in which they are shown."""
_SHARES = np.concatenate(([0.005], np.arange(0.025, 1.0, 0.025), [0.995]))[:, None]


def handles(scenario: Scenario) -> list[dict[str, Any]]:
    """Every number of the file, derived ones included, in the order of `GROUPS` and then by path.

    Of each `path`, `name`, `group`, `kind`, `text`, `unit`, `holder`, `because`, `rows`, whether it is `movable` by
    itself, and if so `low`, `middle`, `high` of its law, `from` and `to` of a slider, and `quantiles` where it is
    uncertain.

    >>> [h["path"] for h in summitry.handles(summitry.load("sanctions-threat"))][0]
    'precision.otherwise'
    """
    out = []
    order = list(GROUPS)
    kinds = sorted(
        scenario.quantities.values(),
        key=lambda q: (order.index(q.kind) if q.kind in order else len(order), q.path),
    )
    for q in kinds:
        grounds = [*q.ground.rows, *q.ground.assumptions, *([q.ground.note] if q.ground.note else [])]
        entry: dict[str, Any] = {
            "path": q.path,
            "name": _name(scenario, q.path),
            "group": GROUPS.get(q.kind, "Others"),
            "kind": q.kind,
            "text": q.text,
            "unit": q.unit,
            "holder": label(scenario, q.holder) if q.holder else "",
            "because": [str(x) for x in grounds],
            "rows": list(q.ground.rows),
            "movable": q.expr is None and not q.rest_of and not q.joint,
        }
        if entry["movable"]:
            entry |= _law(q)
        out.append(entry)
    return out


def _name(scenario: Scenario, path: str) -> str:
    """What the number is called; precision has a key for all who have none of their own."""
    return "how sharply all others choose" if path == "precision.otherwise" else number_name(scenario, path)


def _law(q: Quantity) -> dict[str, Any]:
    if q.law.certain:
        value = float(np.ravel(q.law.centre)[0])
        low, high = (min(0.0, 2 * value), max(0.0, 2 * value)) if value else (-1.0, 1.0)
        found: dict[str, Any] = {"low": value, "middle": value, "high": value, "quantiles": []}
    else:
        values = np.ravel(q.law.values(_SHARES))
        a, b = float(values[0]), float(values[-1])
        if np.isfinite(q.law.ends).all():
            a, b = (float(x) for x in np.ravel(q.law.ends)[:2])
        low, high = a - 0.5 * (b - a), b + 0.5 * (b - a)
        if a >= 0 > low:
            low = 0.0
        if b <= 0 < high:
            high = 0.0
        middle = float(np.ravel(q.law.centre)[0])
        found = {"low": a, "middle": middle, "high": b, "quantiles": [round(float(v), 6) for v in values]}
    if q.kind in ("chance", "prior", "odds"):
        low, high = max(low, 0.01), min(max(high, 0.02), 0.99)
    if q.kind == "precision":
        low = max(low, 0.0)
    return found | {"from": float(f"{low:.3g}"), "to": float(f"{high:.3g}")}
