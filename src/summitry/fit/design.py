"""From a table to the arrays of a sample, or every problem of the data with its row and column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from summitry.errors import InputError, Problem
from summitry.fit.likelihood import Sample, scaled
from summitry.fit.model import Decision, Equation, FitModel
from summitry.fit.table import Table
from summitry.fit.ultimatum import Offers
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DROP = "--missing drop leaves such rows out"
_YES = {"1": True, "yes": True, "true": True, "accepted": True, "0": False, "no": False, "false": False,
        "rejected": False}  # fmt: skip
_SAME = 1e-9
"""Relative size of a singular value below which columns count as collinear."""


def sample_of(model: FitModel, table: Table, *, drop: bool = False) -> tuple[Sample, Table]:
    """The sample, with columns in units of their root mean square, and the rows that it is made of.

    `drop` leaves rows with missing values out. Raises `InputError` with every problem.
    """
    refuse(_unknown_columns(model, table))
    if not table.rows:
        raise InputError([Problem(table.file, 1, 1, "no rows", "one row or more below the names of the columns")])
    missing = _missing(model, table)
    problems: list[Problem] = []
    if drop:
        gone = np.logical_or.reduce([m for _, m in missing]) if missing else np.zeros(table.rows, bool)
        table = table.keep(~gone)
        if not table.rows:
            raise InputError([Problem(table.file, 1, 1, "a missing value in every row", "rows without missing values")])
    else:
        problems += (p for name, bad in missing for p in table.problems(name, bad, "a value", DROP))
    observed = model.observed
    numbers = [name for name in (*observed.counts.values(), observed.weight, observed.offer) if name]
    problems += _odd_numbers(table, [*_regressors(model), *numbers])
    weights, offers = _seen(model, table, problems)
    refuse(problems)
    designs, fixed = _arrays(model, table, problems)
    refuse(problems)
    kept = weights.sum(axis=1) > 0
    if not kept.any():
        raise InputError([Problem(table.file, 1, 1, "rows that count nothing", "counts or weights above 0")])
    refuse(_never(model, weights, table))
    for equation, design in zip(model.equations, designs, strict=True):
        problems += _collinear(model, equation, design[kept], table)
    refuse(problems)
    return scaled(Sample(model, designs, fixed, weights, offers)), table


def regressors(model: FitModel, table: Table) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """[N, m] columns of each equation's terms and [N] what is added; `InputError` where a cell is no number."""
    refuse(_unknown(model, table, [(column, e.path) for e in model.equations for column in sorted(e.columns)]))
    problems: list[Problem] = []
    for name in _regressors(model):
        problems += table.problems(name, np.isnan(table.numbers(name)), "a number")
    refuse(problems)
    found = _arrays(model, table, problems)
    refuse(problems)
    return found


def _arrays(model: FitModel, table: Table, problems: list[Problem]) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    designs, fixed = [], []
    for equation in model.equations:
        columns = [_defined(equation, term.text, term.part.of(table), table, problems) for term in equation.terms]
        designs.append(np.column_stack(columns) if columns else np.zeros((table.rows, 0)))
        known = equation.fixed
        value = known.part.of(table) if known else np.zeros(table.rows)
        fixed.append(_defined(equation, known.text, value, table, problems) if known else value)
    return tuple(designs), tuple(fixed)


def refuse(problems: Iterator[Problem] | list[Problem]) -> None:
    """Raise what was found, if anything."""
    found = list(problems)
    if found:
        raise InputError(sorted(set(found)))


def _unknown_columns(model: FitModel, table: Table) -> Iterator[Problem]:
    named = [(column, e.path) for e in model.equations for column in sorted(e.columns)]
    return _unknown(model, table, [*named, *((column, ("observed",)) for column in model.observed.columns)])


def _unknown(model: FitModel, table: Table, named: list[tuple[str, tuple[str | int, ...]]]) -> Iterator[Problem]:
    known = list(table.columns)
    for column, path in named:
        if column not in table.columns:
            yield Problem(
                model.file, *model.place(path), f"the column {column!r}, which {table.file} does not have",
                f"one of {listed(known, 20)}", did_you_mean(column, known),
            )  # fmt: skip


def _regressors(model: FitModel) -> list[str]:
    """Columns that utilities and scales read as numbers, in order."""
    found: dict[str, None] = {}
    for equation in model.equations:
        for term in (*equation.terms, *((equation.fixed,) if equation.fixed else ())):
            found.update(dict.fromkeys(sorted(term.part.columns() - term.part.labelled())))
    return list(found)


def _missing(model: FitModel, table: Table) -> list[tuple[str, Bools]]:
    """Columns with missing values, and where."""
    observed = model.observed
    named = (*_regressors(model), *observed.counts.values(), observed.weight, observed.offer)
    names = dict.fromkeys(name for name in named if name)
    for equation in model.equations:
        names.update(dict.fromkeys(sorted(equation.columns)))
    for name in (observed.outcome, observed.accepted):
        if name:
            names[name] = None
    found = [(name, table.missing(name)) for name in names]
    if observed.choices and model.tree is not None:
        # a choice is missing only where the step was reached
        reached = _reached(model, table, [])
        found += [(column, reached[step] & table.missing(column)) for step, column in observed.choices.items()]
    return [(name, bad) for name, bad in found if bad.any()]


def _odd_numbers(table: Table, names: list[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(names):
        yield from table.problems(name, np.isnan(table.numbers(name)) & ~table.missing(name), "a number")


def _defined(equation: Equation, text: str, values: Floats, table: Table, problems: list[Problem]) -> Floats:
    """The values of a term, where they are finite."""
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        row = int(bad[0])
        columns = sorted(equation.columns)
        place = table.place(row, columns[0]) if columns else (table.number(row), 1)
        found = f"{text!r} is not a finite number in {len(bad)} rows, first in row {table.number(row)}"
        problems.append(Problem(table.file, *place, found, "terms that are finite in every row"))
    return values


# ---------------------------------------------------------------- what was seen


def _seen(model: FitModel, table: Table, problems: list[Problem]) -> tuple[Floats, Offers | None]:
    observed = model.observed
    weight = np.ones(table.rows)
    if observed.weight:
        weight = table.numbers(observed.weight)
        problems += table.problems(observed.weight, weight < 0, "a weight of 0 or more")
    if model.game == "ultimatum":
        return weight[:, None], _offers(model, table, problems)
    if observed.counts:
        counts = np.column_stack([table.numbers(observed.counts[name]) for name in model.outcomes])
        for k, name in enumerate(model.outcomes):
            problems += table.problems(observed.counts[name], counts[:, k] < 0, "a count of 0 or more")
        return counts * weight[:, None], None
    if observed.choices:
        return _by_choices(model, table, problems) * weight[:, None], None
    names = {name.lower(): k for k, name in enumerate(model.outcomes)}
    names |= {str(k + 1): k for k in range(len(model.outcomes))} if not observed.values else {}
    names |= {" ".join(cell.lower().split()): model.outcomes.index(name) for cell, name in observed.values.items()}
    labels = [label.lower() for label in table.labels(observed.outcome)]
    place = np.array([names.get(label, -1) for label in labels])
    said = listed([*model.outcomes, *observed.values], 12)
    fix = "`values:` under `observed:` says which cell means which outcome"
    problems += table.problems(
        observed.outcome,
        (place < 0) & ~table.missing(observed.outcome),
        f"one of the outcomes {said}, or their numbers",
        fix,
    )
    weights = np.zeros((table.rows, len(model.outcomes)))
    known = place >= 0
    weights[np.flatnonzero(known), place[known]] = weight[known]
    return weights, None


def _reached(model: FitModel, table: Table, problems: list[Problem]) -> dict[str, Bools]:
    """Step -> rows that come to it."""
    reached: dict[str, Bools] = {}

    def walk(decision: Decision | int, here: Bools) -> None:
        if isinstance(decision, int):
            return
        before = reached.get(decision.step, np.zeros(table.rows, bool))
        reached[decision.step] = before | here
        chosen = _chosen(model, table, decision)
        for option, below in enumerate(decision.after):
            walk(below, here & (chosen == option))

    assert model.tree is not None
    walk(model.tree, np.ones(table.rows, bool))
    return reached


def _chosen(model: FitModel, table: Table, decision: Decision) -> npt.NDArray[np.int64]:
    """[N] option at a step by its column: its name, or of two options 0 and 1; -1 where the cell says none."""
    names = {name.lower(): k for k, name in enumerate(decision.options)}
    if len(decision.options) == 2:
        names = {"0": 0, "1": 1, **names}
    labels = table.labels(model.observed.choices[decision.step])
    return np.array([names.get(label.lower(), -1) for label in labels], np.int64)


def _by_choices(model: FitModel, table: Table, problems: list[Problem]) -> Floats:
    weights = np.zeros((table.rows, len(model.outcomes)))

    def walk(decision: Decision | int, here: Bools) -> None:
        if isinstance(decision, int):
            weights[here, decision] += 1.0
            return
        chosen = _chosen(model, table, decision)
        numbers = ", or 0 and 1" if len(decision.options) == 2 else ""
        column = model.observed.choices[decision.step]
        expected = f"one of {listed(decision.options)}{numbers}"
        problems.extend(
            p
            for p in table.problems(column, here & (chosen < 0) & ~table.missing(column), expected)
            if p not in problems
        )
        for option, below in enumerate(decision.after):
            walk(below, here & (chosen == option))

    assert model.tree is not None
    walk(model.tree, np.ones(table.rows, bool))
    return weights


def _offers(model: FitModel, table: Table, problems: list[Problem]) -> Offers:
    low, high = model.offers
    observed = model.observed
    offer = table.numbers(observed.offer)
    problems += table.problems(observed.offer, (offer < low) | (offer > high), f"an offer from {low:g} to {high:g}")
    accepted = None
    if observed.accepted:
        said = [_YES.get(label.lower()) for label in table.labels(observed.accepted)]
        bad = np.array([answer is None for answer in said])
        problems += table.problems(
            observed.accepted, bad & ~table.missing(observed.accepted), "1 or 0, yes or no, accepted or rejected"
        )
        accepted = np.array([bool(answer) for answer in said])
        if not bad.any() and (accepted.all() or not accepted.any()):
            found = f"every offer {'accepted' if accepted.all() else 'rejected'}"
            place = table.place(0, observed.accepted)
            problems.append(Problem(table.file, *place, found, "some accepted and some rejected",
                                    "leave `accepted` out to fit the offers alone"))  # fmt: skip
    return Offers(offer, accepted)


def _never(model: FitModel, weights: Floats, table: Table) -> Iterator[Problem]:
    """Outcomes that never came about: what they are worth runs away."""
    if model.game == "ultimatum":
        return
    total = weights.sum(axis=0)
    for k in np.flatnonzero(total == 0).tolist():
        name = model.outcomes[k]
        found = f"the outcome {name!r} in none of {table.rows:,} rows"
        if (total > 0).sum() == 1:
            only = model.outcomes[int(np.argmax(total))]
            found = f"the outcome {only!r} in all rows, and {name!r} in none"
        column = model.observed.counts.get(name) or next(iter(model.observed.columns))
        yield Problem(table.file, *table.place(0, column), found,
                      "every outcome at least once, or no estimate exists (separation)",
                      "leave out the choice that leads there, or join outcomes")  # fmt: skip


def _collinear(model: FitModel, equation: Equation, design: Floats, table: Table) -> list[Problem]:
    """Terms of one equation that are a sum of others in every row."""
    if not design.shape[1]:
        return []
    where = model.place(equation.path)
    norms = np.sqrt(np.square(design).sum(axis=0))
    names = [term.text for term in equation.terms]
    out = []
    for k in np.flatnonzero(norms == 0).tolist():
        found = f"{names[k]!r} of {equation.name!r} is 0 in all rows of {table.file}"
        out.append(Problem(model.file, *where, found, "a term that varies", "leave it out"))
    if equation.has_constant:
        for k, text in enumerate(names):
            if text != "constant" and np.ptp(design[:, k]) <= _SAME * norms[k] and norms[k] > 0:
                found = (
                    f"{text!r} of {equation.name!r} is {design[0, k]:g} in all rows of {table.file}, as is a constant"
                )
                out.append(Problem(model.file, *where, found, "a term that varies", "leave it or the constant out"))
    if out:
        return out
    _, sizes, axes = np.linalg.svd(design / norms, full_matrices=False)
    if len(design) < len(names) or sizes[-1] < _SAME * sizes[0]:
        null = axes[-1] / norms
        involved = [name for name, c in zip(names, axes[-1], strict=True) if abs(c) > 1e-6]
        null = null / np.abs(null).max()
        found = f"collinear terms of {equation.name!r}: {listed(involved, 20)} (one is a sum of the others in all rows)"
        out.append(Problem(model.file, *where, found, "terms of which none follows from the others", "leave one out"))
    return out
