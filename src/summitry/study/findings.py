"""What a study found, in the shapes that the report, the terminal and `summary.json` share.

Plain frozen values: every figure that a reader sees is in here, so that pages and words hold no analysis.
`low` and `high` are the 5th and 95th percentiles over solved draws (input uncertainty), never a standard error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from summitry.catalog import BaseRate
from summitry.study.ordered import Ordered

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Range:
    """A mean over draws with its 5th and 95th percentile."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Chance:
    """The chance of one event."""

    name: str
    mean: float
    median: float
    low: float
    high: float
    mc_error: float
    """Standard error of the mean from the spread between scrambles."""
    if_unsolved: tuple[float, float]
    """The mean with the unsolved draws at 0 and at 1."""
    by_draw: Floats
    """[B] chance in each draw, NaN where unsolved."""
    text: str = ""
    """The condition as written."""


@dataclass(frozen=True)
class Given:
    """The chance of an outcome given an event: a ratio of sums over draws."""

    event: str
    outcome: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class StatedChance:
    """What somebody said the chance was, beside the model's."""

    who: str
    event: str
    low: float
    high: float
    rows: tuple[str, ...]
    note: str = ""
    opposite: bool = False
    """The words spoke of the event's opposite."""


@dataclass(frozen=True)
class Strategy:
    """What a party does at one information set."""

    party: str
    type: str
    """Empty where the party has one known type."""
    stage: str
    step: str
    round: int
    """0 outside rounds."""
    history: tuple[str, ...]
    """What it has seen before, as conditions, oldest first (`opening is offers a ceasefire`)."""
    options: Mapping[str, Range]
    reached: float
    """Mean chance over draws, by the analyst's odds, that the set is reached (this type's chance included)."""
    gains: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """option -> payoff term -> mean advantage over the average of the other options, in the party's stake."""


@dataclass(frozen=True)
class Belief:
    """What a party holds about another party's type after something it saw."""

    party: str
    about: str
    after: str
    """Empty: at the start; else the condition it saw come true (`call is goes home`)."""
    stage: str
    step: str
    option: str
    at_table: bool
    """Whether it attends the stage (else it was told)."""
    types: Mapping[str, Range]
    chance: float
    """Mean chance of the event, by the analyst's odds."""


@dataclass(frozen=True)
class StepFlow:
    """How often a step takes place and how it comes out, in the mean over draws by the analyst's odds."""

    step: str
    kind: str
    """choice | chance | vote | announcement | proposal | threat."""
    by: str
    """Party, coalition or mediator; empty for chance."""
    chance: float
    """That it takes place (at least once)."""
    options: Mapping[str, float]
    """Absolute chances of each (last) result; they sum to `chance`. Of proposals: `agreed`, `refused`, `withheld`."""
    told: tuple[str, ...]
    """Parties that learn the result."""


@dataclass(frozen=True)
class StageFlow:
    """One stage of the case as it runs in the model."""

    stage: str
    attend: tuple[str, ...]
    agenda: tuple[str, ...]
    chance: float
    steps: tuple[StepFlow, ...]
    note: str = ""


@dataclass(frozen=True)
class Flow:
    """Part of 100 cases that goes from one place to the next: a stage to the next one, or to an outcome."""

    source: str
    target: str
    chance: float


@dataclass(frozen=True)
class Word:
    """Whether a threat or promise is believed and kept."""

    name: str
    promise: bool
    maker: str
    against: tuple[str, ...]
    made: Range
    due: Range
    """Chance that it is due."""
    carried_out: Range
    """Given due, by the analyst's odds."""
    believed: Mapping[str, Range]
    """Given due, as each party it is against reckons with its own odds."""
    cost_of_carrying_out: Range
    """What carrying out costs the maker (positive: a loss), in its stake."""
    cost_of_backing_down: Range
    automatic: bool = False


@dataclass(frozen=True)
class Deal:
    """One package: who could live with it, and how often it is agreed."""

    label: str
    settles: Mapping[str, str]
    gains: Mapping[str, Range]
    """By party (`ukraine`) or party and type (`ukraine firm`): worth more than no agreement by so much."""
    acceptable: Mapping[str, float]
    """Same keys: share of draws in which it prefers the package to no agreement and no red line forbids it."""
    by_all: float
    """Share of draws and type profiles (by the analyst's odds) in which those whose acceptance it takes prefer it."""
    agreed: Range
    """Chance that it is what is agreed at the end of the path."""
    shortlisted: bool
    forbidden: tuple[str, ...] = ()
    """Keys of parties or types whose red line (or bottom line, where one is given) rules it out."""
    declared: tuple[str, ...] = ()
    """Keys of those who have declared that they would stop short of it, and would not by their bottom line."""
    shares: Mapping[str, Mapping[str, Range]] = field(default_factory=dict)
    """Issue that a bargaining solution splits -> party -> its share, over draws and types."""
    points: tuple[str, ...] = ()
    """Bargaining points it is in the median draw: nash, kalai-smorodinsky, egalitarian, utilitarian."""


@dataclass(frozen=True)
class Provision:
    """How one option of an issue is taken by those who must agree."""

    issue: str
    option: str
    attitudes: Mapping[str, tuple[float, float, float]]
    """By party, or party and type: the shares of draws (and of the others' types) in which every package with the
    option is better than no agreement (accepted), some are (tradeable), none is (refused)."""


@dataclass(frozen=True)
class Near:
    """A change by one party that would open an empty zone."""

    kind: str
    """wants less | red line."""
    label: str
    """The package that then suits all."""
    key: str
    """The party, or party and type, whose change it is."""
    by: Range | None
    """How much less it would have to want over no agreement; None for a red line."""
    share: float
    """Of the draws and type profiles in which the zone is empty: those in which this is the smallest such change."""


@dataclass(frozen=True)
class Bargain:
    """What a bargaining point means to each party, at the mean gains under the likeliest types."""

    point: str
    label: str
    parties: Mapping[str, tuple[float, float]]
    """What it gets over no agreement, and what it gives up against its best package of those that suit all."""


@dataclass(frozen=True)
class Better:
    """A package that would be better for all than one that is agreed first."""

    tentative: str
    label: str
    share: float
    """Of draws and type profiles."""


@dataclass(frozen=True)
class DealSummary:
    """The packages as a whole."""

    accepters: tuple[str, ...]
    """Parties who must accept."""
    packages: int
    """All packages on the issues."""
    deals: tuple[Deal, ...]
    """Shortlisted first, then those nearest to being acceptable; by `by_all`, descending."""
    zone_empty: float
    """Share of draws and type profiles in which no package is preferred by all who must accept."""
    zone_size: Range
    """Number of packages in the zone."""
    provisions: tuple[Provision, ...] = ()
    blockers: tuple[str, ...] = ()
    """Parties whose refusal alone stops any package."""
    near: tuple[Near, ...] = ()
    bargains: tuple[Bargain, ...] = ()
    better: Better | None = None
    """Than the package that is agreed most often."""


@dataclass(frozen=True)
class Lever:
    """How one uncertain number moves the main event."""

    path: str
    correlation: Range
    """Spearman's rank correlation over draws (`mean`) with a 90 % interval (by the scrambles)."""
    at_low: float
    """Mean chance of the event in the fifth of draws where the number is lowest."""
    at_high: float
    low: float
    """5th percentile of the number."""
    high: float


@dataclass(frozen=True)
class Sensitivity:
    """The main result under another modelling choice."""

    what: str
    """`precision halved`, `precision doubled`, `two fewer packages`, `two more packages`."""
    chances: Mapping[str, Range]
    """By outcome and marker."""
    solved: int
    draws: int


@dataclass(frozen=True)
class Number:
    """One number of the file as the report lists it."""

    path: str
    text: str
    unit: str
    holder: str
    kind: str
    rows: tuple[str, ...]
    assumptions: tuple[str, ...]
    note: str
    low: float
    high: float
    uncertain: bool
    influence: float
    """Absolute rank correlation with the main event; 0 for plain numbers."""


@dataclass(frozen=True)
class Watch:
    """An observable move, and what it would mean for the main event."""

    stage: str
    step: str
    option: str
    by: str
    chance: float
    """Mean chance that the move is made, by the analyst's odds."""
    after: Range
    """Chance of the main event given the move: a ratio of sums over draws."""
    likelier: tuple[str, str, float] | None = None
    """(type, other type, how many times as often the first makes the move as the second)."""


@dataclass(frozen=True)
class Assumption:
    """A modelling assumption in words, such as whose prior falls back on the analyst's."""

    text: str
    kind: str


@dataclass(frozen=True)
class Certificate:
    """How far the computation can be trusted."""

    draws: int
    solved: int
    unsolved: int
    folded: int
    statuses: Mapping[str, int]
    """Status sentence -> number of draws."""
    nodes: int
    infosets: int
    max_residual: float
    max_regret_ratio: float
    max_gain: float
    """Bound of any party's gain from the best deviation at one information set, in its stake."""
    mc_error: float
    """Largest Monte Carlo error of a reported chance."""


@dataclass(frozen=True)
class BesideBaseRate:
    """How often something of the kind came about in a class of past cases, beside the model's chance of the event."""

    of: str
    """A marker or an outcome of the scenario."""
    rate: BaseRate
    chance: Range
    """The model's; the base rate is not mixed into it."""


@dataclass(frozen=True)
class Findings:
    """All that a study found.

    >>> findings = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False).findings
    >>> round(sum(outcome.mean for outcome in findings.outcomes), 9)
    1.0
    """

    main: str
    """The event the study is about: the first marker, else the first outcome."""
    outcomes: tuple[Chance, ...]
    markers: tuple[Chance, ...]
    given: tuple[Given, ...]
    values: Mapping[str, Range]
    values_analyst: Mapping[str, Range]
    stated: tuple[StatedChance, ...]
    levers: tuple[Lever, ...]
    """By absolute rank correlation with `main`, descending."""
    strategies: tuple[Strategy, ...]
    """By `reached`, descending."""
    beliefs: tuple[Belief, ...]
    """In the order of the stages; the rows with an empty `after` are the priors."""
    stages: tuple[StageFlow, ...]
    flows: tuple[Flow, ...]
    words: tuple[Word, ...]
    deals: DealSummary | None
    sensitivities: tuple[Sensitivity, ...]
    numbers: tuple[Number, ...]
    assumptions: tuple[Assumption, ...]
    certificate: Certificate
    base_rate: BesideBaseRate | None = None
    """Where the scenario names a class of past cases."""
    watch: tuple[Watch, ...] = ()
    """Observable moves, by how far they shift the main event, descending."""
    grounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Part of the study (likely, endings, course, why, beliefs, word, deals) -> the numbers that move it most."""
    ordered: Ordered | None = None
    """Where a party gives worths by order alone: what holds in how many draws, and what to ask."""
