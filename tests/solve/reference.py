"""A slow solver written from the definition: recursion over nodes, differences for derivatives, tiny arclength steps.

Shares no code with the package; small games only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from games import Node


class Reference:
    """One game with payoffs and odds in the nodes, and a precision per party."""

    def __init__(self, root: Node, parties: int, precision: Any) -> None:
        self.root, self.parties = root, parties
        self.precision = np.broadcast_to(np.asarray(precision, float), parties)
        self.sets: dict[Any, tuple[int, int]] = {}
        self._collect(root)
        self.start = dict[Any, int]()
        at = 0
        for name, (_, k) in self.sets.items():
            self.start[name] = at
            at += k - 1
        self.free = at

    def _collect(self, node: Node) -> None:
        if node.owner >= 0:
            self.sets.setdefault(node.name, (node.owner, len(node.below)))
        for child in node.below:
            self._collect(child)

    def strategy(self, x: np.ndarray) -> dict[Any, np.ndarray]:
        out = {}
        for name, (_, k) in self.sets.items():
            z = np.concatenate(([0.0], x[self.start[name] : self.start[name] + k - 1]))
            e = np.exp(z - z.max())
            out[name] = e / e.sum()
        return out

    def payoffs(self, x: np.ndarray) -> dict[Any, np.ndarray]:
        """Q(h, .) of every set: sums over its nodes of s(n) c_i(n) V_i(child) over sums of s(n) c_i(n)."""
        sigma = self.strategy(x)
        top = {name: np.zeros(k) for name, (_, k) in self.sets.items()}
        low = dict.fromkeys(self.sets, 0.0)

        def walk(node: Node, s: float, c: np.ndarray) -> np.ndarray:
            if node.owner == -2:
                return np.asarray(node.pay, float)
            if node.owner == -1:
                odds = node.odds if node.odds.ndim == 2 else np.repeat(node.odds[:, None], self.parties + 1, 1)
                worth = [walk(b, s, c * odds[k, : self.parties]) for k, b in enumerate(node.below)]
                return sum(odds[k, : self.parties] * worth[k] for k in range(len(worth)))
            q = sigma[node.name]
            worth = [walk(b, s * q[k], c) for k, b in enumerate(node.below)]
            i = node.owner
            top[node.name] += s * c[i] * np.array([v[i] for v in worth])
            low[node.name] += s * c[i]
            return sum(q[k] * worth[k] for k in range(len(worth)))

        walk(self.root, 1.0, np.ones(self.parties))
        return {name: top[name] / low[name] for name in self.sets}

    def f(self, y: np.ndarray) -> np.ndarray:
        x, t = y[:-1], y[-1]
        out = np.empty(self.free)
        for name, q in self.payoffs(x).items():
            at, (i, k) = self.start[name], self.sets[name]
            out[at : at + k - 1] = x[at : at + k - 1] - t * self.precision[i] * (q[1:] - q[0])
        return out

    def jacobian(self, y: np.ndarray) -> np.ndarray:
        columns = []
        for j in range(len(y)):
            e = np.zeros(len(y))
            e[j] = 1e-6
            columns.append((self.f(y + e) - self.f(y - e)) / 2e-6)
        return np.array(columns).T

    def trace(self, step: float, most: int = 100_000) -> tuple[np.ndarray, list[float]]:
        """Log-odds where t first reaches 1, and the t of the turning points before."""
        y = np.zeros(self.free + 1)
        weight = np.ones(self.free + 1)
        # t is stretched, so that steps are of one kind in both directions.
        weight[-1] = self.precision.max()
        way = np.zeros(self.free + 1)
        way[-1] = 1.0
        turns = []
        for _ in range(most):
            j = self.jacobian(y) / weight
            tangent = np.linalg.svd(j)[2][-1]
            if tangent @ (way * 1.0) < 0:
                tangent = -tangent
            if way[-1] * tangent[-1] < 0:
                turns.append(float(y[-1]))
            way = tangent
            new = y + step * tangent / weight
            for _ in range(20):
                a = np.vstack((self.jacobian(new) / weight, tangent))
                r = np.append(self.f(new), 0.0)
                d = np.linalg.solve(a, -r)
                new = new + d / weight
                if np.abs(d).max() < 1e-12:
                    break
            if new[-1] >= 1.0:
                share = (1.0 - y[-1]) / (new[-1] - y[-1])
                point = y + share * (new - y)
                point[-1] = 1.0
                for _ in range(30):
                    d = np.linalg.solve(self.jacobian(point)[:, :-1], -self.f(point))
                    point[:-1] += d
                    if np.abs(d).max() < 1e-13:
                        break
                return point[:-1], turns
            y = new
        raise AssertionError("the reference did not arrive")

    def flat(self, x: np.ndarray, labels: tuple[str, ...]) -> np.ndarray:
        """[A] probabilities in the order of the tree's set labels."""
        sigma = {str(name): v for name, v in self.strategy(x).items()}
        return np.concatenate([sigma[name] for name in labels])
