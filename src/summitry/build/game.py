"""The game of a scenario: one static tree, and its numbers for any block of draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from summitry.build.ground import Ground, Grounder, Values
from summitry.build.priors import joint_priors
from summitry.build.program import Program, Propose
from summitry.build.size import Size
from summitry.build.unfold import Unfolded
from summitry.build.walk import Book
from summitry.errors import InputError, Problem
from summitry.game import Draws, Tree
from summitry.quantities import Law, Sample
from summitry.scenario import model as m

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Game:
    """A scenario's tree with what its endings mean, ready to be filled with numbers.

    >>> game = summitry.build(summitry.load("sanctions-threat"))
    >>> game.tree.parties
    ('sender', 'target')
    """

    scenario: m.Scenario
    program: Program
    grounder: Grounder
    unfolded: Unfolded
    size: Size
    book: Book
    shortlists: Mapping[str, tuple[tuple[int, ...], ...]]
    """Proposal -> packages (option per issue, -1 where unsettled) that can be proposed at least once."""
    changed: int = 0
    """By how many packages shortlists were lengthened."""

    @property
    def shortlisted(self) -> bool:
        """Whether packages of some proposal are chosen by the program."""
        return any(
            isinstance(op, Propose) and op.proposal is not None and op.proposal.shortlist is not None
            for op in self.program.operations
        )

    @property
    def tree(self) -> Tree:
        """The static tree."""
        return self.unfolded.tree

    @cached_property
    def matrices(self) -> tuple[sparse.csr_matrix, ...]:
        """Per party [R, U]: which contributions make up which payoff row."""
        out = []
        rows, total = self.unfolded.rows, len(self.unfolded.contributions)
        for party in range(len(self.scenario.parties)):
            lengths = np.array([len(r[party]) for r in rows])
            columns = np.fromiter((c for r in rows for c in r[party]), np.int64, int(lengths.sum()))
            starts = np.concatenate([[0], np.cumsum(lengths)])
            matrix = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), total))
            matrix.sum_duplicates()
            out.append(matrix)
        return tuple(out)

    def contributions(self, values: Values) -> Floats:
        """[U, B] what each distinct part of a payoff is worth in each draw, discounts included."""
        table = np.empty((len(self.unfolded.contributions), values.size))
        for u, (party, name, sign, ground, discounts) in enumerate(self.unfolded.contributions):
            value = sign * values.of(ground)
            for factor in discounts:
                value = value * values.of(factor)
            if not np.isfinite(value).all():
                raise _bad(
                    self.scenario,
                    f"'{name}' of {self.scenario.parties[party].name} is not a finite number in some draws",
                    "finite payoffs",
                )
            table[u] = value
        return table

    def draws(self, numbers: Mapping[str, Floats], size: int) -> Draws:
        """Payoffs [B, R, P], chances [B, C, P + 1] and precisions [B, P] of a block of draws.

        `numbers` maps paths to [B] values (see `numbers_of`). Raises `InputError` where odds leave (0, 1) or a payoff
        is not finite.
        """
        values = Values(numbers, size)
        parties = self.scenario.parties
        table = self.contributions(values)
        payoffs = np.empty((size, max(len(self.unfolded.rows), 1), len(parties)))
        for k, matrix in enumerate(self.matrices):
            payoffs[:, :, k] = (matrix @ table).T
        return Draws(payoffs=payoffs, chance=self._chances(values), precision=self.precisions(values))

    def _chances(self, values: Values) -> Floats:
        tree, parties = self.tree, self.scenario.parties
        chance = np.empty((values.size, tree.slots, len(parties) + 1))
        types = len(self.unfolded.profiles) if len(self.unfolded.profiles) > 1 else 0
        if types:
            chance[:, :types, :] = joint_priors(self.scenario, self.grounder, self.unfolded.profiles, values)
        for c, odds in enumerate(self.unfolded.slots):
            analyst = values.of(odds[""])
            chance[:, types + c, -1] = analyst
            for k, party in enumerate(parties):
                chance[:, types + c, k] = values.of(odds[party.name]) if party.name in odds else analyst
        bad = ~((chance > 0) & (chance < 1)).all(axis=(0, 2))
        if bad.any():
            c = int(np.flatnonzero(bad)[0])
            lowest, highest = chance[:, c].min(), chance[:, c].max()
            what = "chances of types" if c < types else "odds"
            raise _bad(
                self.scenario,
                f"{what} that lie between {lowest:.4g} and {highest:.4g} in some draws",
                "chances strictly inside (0, 1)",
            )
        return chance

    def precisions(self, values: Values) -> Floats:
        """[B, P] precisions; `InputError` where one is below 0 in some draw."""
        facts = self.program.variables.empty()
        out = np.empty((values.size, len(self.scenario.parties)))
        for k, party in enumerate(self.scenario.parties):
            expr = party.precision if party.precision is not None else self.scenario.precision
            out[:, k] = values.of(self.grounder.ground(expr, facts))
        if not np.isfinite(out).all() or (out < 0).any():
            raise _bad(self.scenario, "precisions below 0 in some draws", "precisions of 0 or more")
        return out

    def value(self, path: str, numbers: Mapping[str, Floats], size: int) -> Floats:
        """[B] a number of the file by its path, derived ones worked out (with no facts on the path)."""
        ground: Ground = self.grounder.reference(path, self.program.variables.empty())
        return Values(numbers, size).of(ground)


def laws_of(scenario: m.Scenario) -> dict[str, Law]:
    """The laws that are drawn, by path or by the name of a joint law."""
    return {(q.joint or path): q.law for path, q in scenario.quantities.items() if q.expr is None and not q.rest_of}


def numbers_of(scenario: m.Scenario, sample: Sample) -> dict[str, Floats]:
    """[B] values of every drawn number of the file, by path."""
    return {
        path: np.ascontiguousarray(sample.values[q.joint or path][:, q.index])
        for path, q in scenario.quantities.items()
        if q.expr is None and not q.rest_of
    }


def _bad(scenario: m.Scenario, found: str, expected: str) -> InputError:
    return InputError([Problem(scenario.file, 0, 0, found, expected)])
