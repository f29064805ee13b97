"""What data cannot tell apart: terms in every utility of a party, and choices that columns foretell without fail."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from summitry.errors import Problem
from summitry.fit.duals import Dual, exp
from summitry.fit.likelihood import Linear, Logs, Sample
from summitry.fit.model import CRISIS_OUTCOMES, SCALE, Decision, FitModel
from summitry.fit.steps import log_probabilities
from summitry.scenario.troubles import listed

Floats = npt.NDArray[np.float64]

_BLIND = 1e-9
"""Relative size of a singular value of the probabilities' derivative below which a direction is not identified."""


def unidentified(sample: Sample, logs: Logs, starts: list[Floats]) -> list[Problem]:
    """A direction of the coefficients that moves no probability in any row, at any of some places."""
    blind: Floats | None = None
    for beta in starts:
        with np.errstate(all="ignore"):
            parts = sample.parts(logs, beta, bend=False)
            rows = np.concatenate([sample.by_row(np.exp(0.5 * np.minimum(p.value, 0)) * p.slope) for p in parts])
        if not np.isfinite(rows).all() or not rows.shape[1]:
            continue
        norms = np.sqrt(np.square(rows).sum(axis=0))
        if (norms == 0).any():
            direction = np.where(norms == 0, 1.0, 0.0)
        else:
            shape = rows / norms
            lengths = np.linalg.eigvalsh(shape.T @ shape)
            if lengths[0] > 1e-12 * lengths[-1]:
                return []
            # only where that is near do the columns themselves have to tell
            _, sizes, axes = np.linalg.svd(np.linalg.qr(shape, mode="r"))
            if sizes[-1] > _BLIND * sizes[0]:
                return []
            direction = axes[-1]
        blind = direction
    if blind is None:
        return []
    model = sample.model
    names = [name for name, c in zip(model.coefficients, blind, strict=True) if abs(c) > 1e-4]
    shared = _everywhere(model)
    found = f"coefficients that the data cannot tell apart: {listed(names, 20)}"
    fix = "leave one of them out"
    if shared:
        party, text, after = shared
        found = f"the term {text!r} in every utility of {party!r} after {after!r}, so that only differences matter"
        fix = "leave it out of one of them, which is then the yardstick"
    equation = next(e for e in model.equations if names and names[0] in e.names)
    return [Problem(model.file, *model.place(equation.path), found, "coefficients that move some probability", fix)]


def _everywhere(model: FitModel) -> tuple[str, str, str] | None:
    """A term that stands in all utilities of a party that its move decides between (Lewis & Schultz 2003)."""
    moves: list[tuple[str, str, list[str]]] = []
    if model.game == "crisis":
        moves = [(model.parties[0], "its challenge", list(model.outcomes)),
                 (model.parties[1], "its answer", list(model.outcomes[1:]))]  # fmt: skip
    elif model.tree is not None:
        for d in model.tree.decisions():
            moves.append((d.party, d.step, [model.outcomes[k] for k in sorted(d.outcomes())]))
    for party, step, outcomes in moves:
        terms = []
        for outcome in outcomes:
            equation = model.equation(party, outcome)
            terms.append({term.text for term in equation.terms} if equation else set())
        common = set.intersection(*terms) if terms else set()
        if common:
            return party, min(common), step
    return None


def separated(sample: Sample, linear: Linear) -> Iterator[Problem]:
    """Choices that a sum of terms foretells without fail, at the probabilities of what follows them.

    A linear program looks for a direction along which every choice that was seen gets better or stays as it is (Konis
    2007): along it the likelihood rises for ever (Albert & Anderson 1984, doi:10.1093/biomet/71.1.1).
    """
    model = sample.model
    if model.tree is None:
        return
    with np.errstate(all="ignore"):
        for decision in model.tree.decisions():
            yield from _separated(sample, linear, decision)


def _separated(sample: Sample, linear: Linear, decision: Decision) -> Iterator[Problem]:
    model = sample.model
    mine = [
        (k, e) for k, e in enumerate(model.equations) if e.party == decision.party and e.outcome != SCALE and e.terms
    ]
    if not mine:
        return
    options = [_expected(sample, linear, decision, o, [k for k, _ in mine]) for o in range(len(decision.options))]
    seen = [_took(sample, decision, o) for o in range(len(decision.options))]
    names = [f"{e.name}.{term.text}" for _, e in mine for term in e.terms]
    yield from _foretold(model, options, seen, names, mine[0][1].path, repr(decision.step))


def separated_crisis(sample: Sample, firm: Floats) -> Iterator[Problem]:
    """The same of the crisis game: resistance, where the target expects this firmness [N], and standing firm after it.

    A challenge weighs what it may come to in a way that is not linear, and is not looked at.
    """
    model = sample.model
    a, b = model.parties
    _, cd, sf, bd = CRISIS_OUTCOMES
    one, over = np.ones(sample.rows), 1.0 / firm
    _, conceded, stood, backed = sample.weights.T
    choices = [
        (b, "the target's answer", {sf: one, bd: over - one, cd: -over}, [conceded, stood + backed]),
        (a, "standing firm after resistance", {sf: one, bd: -one}, [backed, stood]),
    ]
    for party, what, weights, seen in choices:
        mine = [(k, e) for k, e in enumerate(model.equations) if e.party == party and e.outcome in weights and e.terms]
        if mine:
            columns = [sample.designs[k] * weights[e.outcome][:, None] for k, e in mine]
            index = np.concatenate(columns, axis=1)
            names = [f"{e.name}.{term.text}" for _, e in mine for term in e.terms]
            yield from _foretold(model, [np.zeros_like(index), index], seen, names, mine[0][1].path, what)


def _foretold(
    model: FitModel, options: list[Floats], seen: list[Floats], names: list[str], path: tuple[str | int, ...], what: str
) -> Iterator[Problem]:
    """A direction along which every choice that was seen gets better, given each option's columns [N, m]."""
    from scipy.optimize import linprog

    rows = [
        options[o][seen[o] > 0] - options[other][seen[o] > 0]
        for o in range(len(options))
        for other in range(len(options))
        if other != o
    ]
    matrix = np.unique(np.round(np.concatenate(rows), 12), axis=0)
    if not len(matrix):
        return
    gain = matrix.sum(axis=0)
    found = linprog(-gain, A_ub=-matrix, b_ub=np.zeros(len(matrix)), bounds=(-1.0, 1.0), method="highs")
    if found.status != 0 or -found.fun <= 1e-7 * max(float(np.abs(gain).max()), 1.0):
        return
    involved = [name for name, c in zip(names, found.x, strict=True) if abs(c) > 1e-7]
    yield Problem(
        model.file,
        *model.place(path),
        f"separation: {listed(involved, 20)} foretell the choice at {what} without fail in "
        f"{'all' if (matrix @ found.x > 1e-9).all() else 'some'} rows, so that the likelihood rises for ever",
        "choices that the columns do not settle",
        "leave a term out, or gather more observations",
    )


def _expected(sample: Sample, linear: Linear, decision: Decision, option: int, equations: list[int]) -> Floats:
    """[N, m] the columns behind the worth of an option, weighed by what follows it."""
    below = decision.after[option]
    model = sample.model
    if isinstance(below, int):
        weights: dict[int, Floats] = {below: np.ones(sample.rows)}
    else:
        part = _subgame(model, linear, below)
        weights = {k: exp(p).value for k, p in part.items()}
    columns = []
    for k in equations:
        place = model.outcomes.index(model.equations[k].outcome)
        columns.append(sample.designs[k] * weights.get(place, np.zeros(sample.rows))[:, None])
    return np.concatenate(columns, axis=1)


def _subgame(model: FitModel, linear: Linear, below: Decision) -> dict[int, Dual]:
    from dataclasses import replace

    reached = sorted(below.outcomes())
    renamed = {k: place for place, k in enumerate(reached)}

    def moved(decision: Decision) -> Decision:
        after = tuple(renamed[b] if isinstance(b, int) else moved(b) for b in decision.after)
        return replace(decision, after=after)

    small = replace(model, tree=moved(below), outcomes=tuple(model.outcomes[k] for k in reached))
    return dict(zip(reached, log_probabilities(small, linear), strict=True))


def _took(sample: Sample, decision: Decision, option: int) -> Floats:
    """[N] how often a row ended where only this option leads; ends that other paths share say nothing."""
    assert sample.model.tree is not None
    counts: dict[int, int] = {}
    for d in sample.model.tree.decisions():
        for b in d.after:
            if isinstance(b, int):
                counts[b] = counts.get(b, 0) + 1
    below = decision.after[option]
    own = {below} if isinstance(below, int) else below.outcomes()
    sure = [k for k in own if counts[k] == 1]
    return np.asarray(sample.weights[:, sure].sum(axis=1))
