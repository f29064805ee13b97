"""Play drawn from a model at given coefficients: to plan a study, or to see what a fit would recover."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError, Problem
from summitry.fit import crisis, ultimatum
from summitry.fit.design import refuse, regressors
from summitry.fit.likelihood import Sample
from summitry.fit.model import Decision, FitModel
from summitry.fit.table import Table
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]


def simulate(
    model: FitModel, data: Table, coefficients: Mapping[str, float], *, seed: int = 0, times: int = 1
) -> Table:
    """The data with columns of outcomes drawn from the model at these coefficients, by path name.

    `times` plays are drawn for each row; more than one needs a model that observes `counts`. Columns that the model
    observes are replaced. In the crisis game a row with several equilibria plays one of them, each as often. Raises
    `InputError` for unknown or missing coefficients.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... steps: [{step: entry, by: firm, options: [out, in]}]
    ... utilities: {firm: {in: constant + demand}}
    ... observed: {outcome: entry}
    ... ''')
    >>> true = {"firm.in.constant": 0.2, "firm.in.demand": 1.0}
    >>> summitry.simulate(model, summitry.Table.of({"demand": [-9, 9]}), true).columns["entry"]
    ('out', 'in')
    """
    known = model.coefficients
    problems = [
        Problem("coefficients", 0, 0, f"unknown {name!r}", f"one of {listed(known, 20)}", did_you_mean(name, known))
        for name in coefficients
        if name not in known
    ]
    problems += [
        Problem("coefficients", 0, 0, f"no {name!r}", "every coefficient") for name in known if name not in coefficients
    ]
    if times != 1 and not model.observed.counts:
        problems.append(Problem("times", 0, 0, f"{times} plays a row", "1, or a model with `observed: {counts: …}`"))
    refuse(problems)
    rng = np.random.default_rng(seed)
    designs, fixed = regressors(model, data)
    sample = Sample(model, designs, fixed, np.ones((data.rows, 1)))
    beta = np.array([coefficients[name] for name in known])
    observed = model.observed
    if model.game == "ultimatum":
        offer, accepted = _offers(sample, beta, rng)
        data = data.with_numbers(observed.offer, offer)
        if observed.accepted:
            data = data.with_texts(observed.accepted, [str(int(a)) for a in accepted])
        return data
    chances = np.exp(_log_chances(sample, beta, rng))
    drawn = rng.multinomial(times, chances / chances.sum(axis=1, keepdims=True))
    if observed.weight:
        data = data.with_numbers(observed.weight, np.ones(data.rows))
    if observed.counts:
        for k, name in enumerate(model.outcomes):
            data = data.with_numbers(observed.counts[name], drawn[:, k].astype(np.float64))
        return data
    place = drawn.argmax(axis=1).tolist()
    if observed.outcome:
        cells = {name: cell for cell, name in observed.values.items()}
        said = [cells.get(name, name) for name in model.outcomes]
        return data.with_texts(observed.outcome, [said[k] for k in place])
    return _choices(model, data, place)


def _offers(sample: Sample, beta: Floats, rng: np.random.Generator) -> tuple[Floats, npt.NDArray[np.bool_]]:
    linear = sample.indices(beta, bend=False)
    proposer, responder = sample.model.parties
    mine, theirs = (linear.utility(p, sample.model.outcomes[0]).value for p in (proposer, responder))
    scales = []
    for party in (proposer, responder):
        scale = linear.scale(party)
        scales.append(np.full(sample.rows, scale) if isinstance(scale, float) else scale.value)
    return ultimatum.simulate(sample.model, mine, theirs, scales[0], scales[1], rng)


def _log_chances(sample: Sample, beta: Floats, rng: np.random.Generator) -> Floats:
    """[N, O] log probability of each outcome at an equilibrium of each row."""
    linear = sample.indices(beta, bend=False)
    if sample.model.game != "crisis":
        return np.column_stack([p.value for p in sample.parts(sample.logs(), beta, bend=False)])
    from summitry.fit.npl import log_outcomes

    u = crisis.worths(sample.model, linear)
    game, x = crisis.equilibria(u)
    counts = np.bincount(game, minlength=sample.rows)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    picked = first + np.minimum((rng.random(sample.rows) * counts).astype(np.int64), counts - 1)
    return np.column_stack(log_outcomes(u, x[picked]))


def _choices(model: FitModel, data: Table, place: list[int]) -> Table:
    """Columns of choices that lead to the outcomes drawn; steps that were not reached are left empty."""
    ways: dict[int, list[dict[str, str]]] = {}

    def walk(below: Decision | int, path: dict[str, str]) -> None:
        if isinstance(below, int):
            ways.setdefault(below, []).append(path)
            return
        for option, after in zip(below.options, below.after, strict=True):
            walk(after, {**path, below.step: option})

    assert model.tree is not None
    walk(model.tree, {})
    if any(len(w) > 1 for w in ways.values()):
        raise InputError([Problem(model.file, 0, 0, "outcomes that several paths share, observed by choices",
                                  "an outcome for each path, to draw choices")])  # fmt: skip
    for step, column in model.observed.choices.items():
        data = data.with_texts(column, [ways[k][0].get(step, "") for k in place])
    return data
