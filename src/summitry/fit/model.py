"""What is to be fitted: who chooses what, the utilities behind it, and which columns say what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from summitry.fit.terms import CONSTANT, Term

CRISIS_OUTCOMES = ("status quo", "concession", "stand firm", "back down")
NO_DEAL = "no deal"
"""The outcome of the ultimatum game whose worth is estimated."""
SCALE = "scale"
"""Stands for an outcome in the names of scale coefficients."""


@dataclass(frozen=True)
class Decision:
    """A choice in a game where everybody sees what was done before."""

    step: str
    party: str
    options: tuple[str, ...]
    after: tuple[Decision | int, ...]
    """For each option the next decision, or the index of the outcome."""

    def decisions(self) -> Iterator[Decision]:
        """The decision itself and all below it, parents first."""
        yield self
        for below in self.after:
            if isinstance(below, Decision):
                yield from below.decisions()

    def outcomes(self) -> set[int]:
        """The outcomes that can follow."""
        found: set[int] = set()
        for below in self.after:
            found |= below.outcomes() if isinstance(below, Decision) else {below}
        return found


@dataclass(frozen=True)
class Equation:
    """A number that is linear in terms: a utility, or the log of a scale."""

    party: str
    """Empty for a scale that all share."""
    outcome: str
    """The outcome that is worth so much, or `scale`."""
    terms: tuple[Term, ...] = ()
    """Those with a coefficient to be estimated."""
    fixed: Term | None = None
    """What is added without a coefficient."""
    path: tuple[str | int, ...] = ()
    """Where it is written."""

    @property
    def name(self) -> str:
        """Its path name, `sender.concession`."""
        return f"{self.party}.{self.outcome}" if self.party else self.outcome

    @property
    def names(self) -> tuple[str, ...]:
        """The path name of each coefficient."""
        return tuple(f"{self.name}.{term.text}" for term in self.terms)

    @property
    def columns(self) -> set[str]:
        """The columns that it reads."""
        parts = [term.part for term in (*self.terms, *((self.fixed,) if self.fixed else ()))]
        return set[str]().union(*(part.columns() for part in parts))

    @property
    def has_constant(self) -> bool:
        """Whether a constant is estimated."""
        return any(term.part.kind == CONSTANT for term in self.terms)


@dataclass(frozen=True)
class Observed:
    """Which columns say what happened."""

    outcome: str = ""
    """A column with the outcome of each row."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in it for an outcome that is called otherwise: cell -> outcome."""
    counts: Mapping[str, str] = field(default_factory=dict)
    """Outcome -> the column that counts it."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Step -> the column that holds the choice."""
    weight: str = ""
    """A column that says how often a row counts."""
    offer: str = ""
    accepted: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        named = (self.outcome, *self.counts.values(), *self.choices.values(), self.weight, self.offer, self.accepted)
        return tuple(name for name in named if name)


@dataclass(frozen=True)
class FitModel:
    """A game with utilities that are linear in the data's columns, as a MODEL.yaml describes it.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... steps: [{step: entry, by: firm, options: [stays out, enters]}]
    ... utilities: {firm: {enters: constant + demand}}
    ... observed: {outcome: entry}
    ... ''')
    >>> model.coefficients
    ('firm.enters.constant', 'firm.enters.demand')
    """

    title: str
    game: str
    """steps | crisis | ultimatum."""
    parties: tuple[str, ...]
    outcomes: tuple[str, ...]
    equations: tuple[Equation, ...]
    """Utilities, then scales; a utility that is not named is 0 and has none."""
    observed: Observed
    errors: str = "agent"
    """agent | private."""
    link: str = "probit"
    """probit | logit."""
    tree: Decision | None = None
    """Of the game of steps."""
    offers: tuple[float, float] = (0.0, 1.0)
    """Smallest and largest offer of the ultimatum game."""
    method: str = ""
    """npl | ml; empty for what the game has by default."""
    question: str = ""
    citation: str = ""
    file: str = "model"
    places: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict, repr=False)
    """Line and column of what is written at a path of keys."""
    sha256: str = ""

    @property
    def coefficients(self) -> tuple[str, ...]:
        """Path names of all that is estimated, in order."""
        return tuple(name for equation in self.equations for name in equation.names)

    def equation(self, party: str, outcome: str) -> Equation | None:
        """The utility of an outcome for a party, or a party's own scale; None where nothing is written."""
        return next((e for e in self.equations if e.party == party and e.outcome == outcome), None)

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Line and column of a path of keys, or of the nearest thing above it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (0, 0))
