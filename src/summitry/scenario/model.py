"""The nouns of a scenario after reading: every name resolved, every text parsed, every number on its path name.

`language` (what may be written) is turned into these by `resolve`; `build` unfolds them. All immutable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from summitry.catalog import BaseRate
from summitry.quantities import Law

# ---------------------------------------------------------------- grounds and numbers


@dataclass(frozen=True)
class Ground:
    """On what something rests: ledger rows, stated assumptions, a note."""

    rows: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    note: str = ""
    team: bool = False
    """Kept to those who work on the case (`keep: team`)."""

    @property
    def given(self) -> bool:
        """Whether any row or assumption is named."""
        return bool(self.rows or self.assumptions)


@dataclass(frozen=True)
class Quantity:
    """One uncertain or plain number of the file, under its path name."""

    path: str
    law: Law
    """What is drawn; a plain number is a `Constant`; ignored where `expr` is given."""
    text: str
    """As written, for people."""
    expr: Expr | None = None
    """Arithmetic, cases by type, conditions: the number is derived from others (`Ref(path)` gives its value; a shift
    multiplies it)."""
    unit: str = ""
    ground: Ground = Ground()
    kind: str = "number"
    """number | chance | prior | odds | odds ratio | precision | discount | payoff | cost | worth | threat | factor."""
    holder: str = ""
    """The party whose number it is (its worth, cost, belief), where there is one."""
    rest_of: tuple[str, ...] = ()
    """Of a `rest` chance: the paths whose sum it completes to 1 (its law is then ignored). A single
    type has the plain chance 1."""
    rest_share: float = 1.0
    """The part of the rest it takes, when several share it."""
    joint: str = ""
    """Name of the joint law (a dirichlet, a ranking) of which this is component `index`; `law` is then the joint law,
    the same for all components, drawn once under this name."""
    index: int = 0


# ---------------------------------------------------------------- arithmetic (over draws) and conditions (over paths)


class Expr:
    """Arithmetic over draws; the subclasses below are all there is."""

    __slots__ = ()


@dataclass(frozen=True)
class Const(Expr):
    """A literal inside arithmetic (no path name of its own: the whole text has one)."""

    value: float


@dataclass(frozen=True)
class Ref(Expr):
    """A drawn quantity, by its path."""

    path: str


@dataclass(frozen=True)
class Op(Expr):
    """`+ - * / ^ neg min max exp log sqrt abs` of its arguments."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True)
class WorthOf(Expr):
    """What the agreed package is worth to a party (0 where nothing is agreed)."""

    party: str


@dataclass(frozen=True)
class ShareOf(Expr):
    """A party's share of an issue that a bargaining solution splits, by the package that is agreed."""

    issue: str
    party: str


@dataclass(frozen=True)
class Round(Expr):
    """The number of the current or last round (0 before any)."""


@dataclass(frozen=True)
class NumberOf(Expr):
    """The number by which the option is called that was chosen at a step, the latest time (0 before any)."""

    step: str


@dataclass(frozen=True)
class CountOf(Expr):
    """How often the occurrences of a condition came out true."""

    of: Cond


@dataclass(frozen=True)
class ByType(Expr):
    """Cases by the type of a party; a type that is not there is worth `otherwise`."""

    party: str
    cases: tuple[tuple[str, Expr], ...]
    otherwise: Expr


@dataclass(frozen=True)
class When(Expr):
    """A number that counts only where a condition holds, else 0."""

    value: Expr
    when: Cond


class Cond:
    """A condition on what happened; the subclasses below are all there is."""

    __slots__ = ()


@dataclass(frozen=True)
class StepIs(Cond):
    """The step (or vote, chance event, announcement, proposal withheld or not) took place and came out as one of these
    (`negated`: as none of these).

    `step` may be a family (a `for each` step's common part): then it speaks of its members' occurrences and
    stands only inside counts.
    """

    step: str
    options: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Happened(Cond):
    """The step, stage or proposal took place."""

    name: str


@dataclass(frozen=True)
class TypeIs(Cond):
    """A party's type is one of these."""

    party: str
    types: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class IssueIs(Cond):
    """The issue is settled as one of these options (in a red line: would be); ordered comparisons are written out."""

    issue: str
    options: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class ShareIs(Cond):
    """The issue is settled and a bargaining solution gives the party a share of it between two bounds (`negated`: one
    that is not). True or not by draw; it stands in markers only.
    """

    issue: str
    party: str
    low: float
    high: float
    negated: bool = False


@dataclass(frozen=True)
class Agreed(Cond):
    """The proposal was accepted (in its latest round), its package covering `on` and satisfying `having` if given."""

    proposal: str
    on: tuple[str, ...] = ()
    having: Cond | None = None


@dataclass(frozen=True)
class ThreatIs(Cond):
    """A threat or promise was `made`, `not made` (when it could be), `carried out` (= kept) or `backed down`
    (= broken).
    """

    threat: str
    what: str


@dataclass(frozen=True)
class Left(Cond):
    """A party has left."""

    party: str


@dataclass(frozen=True)
class RoundIs(Cond):
    """The round number compares so: `low <= round <= high`."""

    low: int
    high: int


@dataclass(frozen=True)
class Count(Cond):
    """`low <= n <= high` of the listed conditions, each over all occurrences; `high` None: as many as there
    are; `low` None: all.
    """

    of: tuple[Cond, ...]
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Named(Cond):
    """A marker or outcome, by name."""

    name: str


@dataclass(frozen=True)
class Not(Cond):
    """Negation."""

    of: Cond


@dataclass(frozen=True)
class And(Cond):
    """All of these."""

    of: tuple[Cond, ...]


@dataclass(frozen=True)
class Or(Cond):
    """Any of these."""

    of: tuple[Cond, ...]


@dataclass(frozen=True)
class Always(Cond):
    """`otherwise`."""


# ---------------------------------------------------------------- parties


@dataclass(frozen=True)
class Type:
    """A private type; its chance by the analyst and by each other party."""

    name: str
    means: str
    ground: Ground = Ground()


@dataclass(frozen=True)
class Party:
    """A party; `chance` and `priors` are paths of quantities in the order of `types`."""

    name: str
    label: str
    article: str | None = None
    """In a sentence; None: `the` where the name asks for it."""
    types: tuple[Type, ...] = ()
    """Empty: one known type."""
    chance: tuple[str, ...] = ()
    priors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By other party: its own prior over this party's types; who is missing holds the analyst's."""
    known_to: tuple[str, ...] = ()
    precision: Expr | None = None
    """Its own, else the scenario's."""
    ground: Ground = Ground()


@dataclass(frozen=True)
class Coalition:
    """Who decides together, and by what rule."""

    name: str
    members: tuple[str, ...]
    needed: int | None
    """Votes in favour that carry; None: a majority of those who vote; len(members) or more: all of those who vote."""
    veto: tuple[str, ...] = ()
    rule: str = "all"
    """As written, for people."""


@dataclass(frozen=True)
class Mediator:
    """Someone without aims who makes proposals by chance."""

    name: str
    label: str


@dataclass(frozen=True)
class Link:
    """An odds ratio between types of different parties."""

    types: tuple[tuple[str, str], ...]
    """(party, type) pairs."""
    odds: Expr
    ground: Ground = Ground()


# ---------------------------------------------------------------- issues and worth


@dataclass(frozen=True)
class Region:
    """A parcel of land, of which parties hold shares."""

    key: str
    label: str
    area: float | None
    """Thousand square kilometres."""
    people: float | None
    """Million."""
    holds: Mapping[str, float]
    """Party -> share held now; they sum to 1."""
    ground: Ground = Ground()


@dataclass(frozen=True)
class Outline:
    """The outline of one region, or of one around them."""

    key: str
    """Empty for what is no region of the issue."""
    rings: tuple[tuple[tuple[float, float], ...], ...]
    """Closed rings of longitude and latitude; what lies within an odd number of them is inside."""


@dataclass(frozen=True)
class Outlines:
    """Where the outlines of regions are found, and what was found there."""

    file: str
    """A GeoJSON file beside the scenario, or one that ships."""
    key: str
    """The property that holds a region's key."""
    drawn: tuple[Outline, ...] = ()


@dataclass(frozen=True)
class Issue:
    """One thing to settle, with its options in order."""

    name: str
    options: tuple[str, ...]
    ordered: bool = False
    kind: str = "options"
    """options | levels | shares | money | regions."""
    among: tuple[str, ...] = ()
    """Of shares and regions: the parties; of money: (payer, receiver)."""
    amounts: tuple[tuple[float, ...], ...] = ()
    """Per option: each party's share (shares) or the amount paid (money, one entry)."""
    ground: Ground = Ground()
    regions: tuple[Region, ...] = ()
    plans: tuple[tuple[tuple[float, ...], ...], ...] = ()
    """Of regions: [option, region, party of `among`] the share held under each plan."""
    outlines: Outlines | None = None
    rest_with: str = ""
    """Of regions: the party that holds what nothing is said of."""
    settle: str = ""
    """Of shares: the bargaining solution that splits it; empty: one of the options does."""


@dataclass(frozen=True)
class Statement:
    """One thing that is said of the order of worths."""

    text: str
    """As written: `P over Q`, or a ranking."""
    ground: Ground = Ground()


@dataclass(frozen=True)
class Worth:
    """What packages are worth to one party: additive over issues, with extras for combinations; then its attitudes."""

    party: str
    by_option: Mapping[tuple[str, str], Expr]
    """(issue, option) -> worth; missing: 0. Shares and money are already multiplied out."""
    together: tuple[tuple[tuple[tuple[str, str], ...], Expr], ...] = ()
    """((issue, option), …) -> extra worth."""
    statements: tuple[Statement, ...] = ()
    """Rankings and comparisons that hold several issues, or whole packages, together."""
    aspires_to: Expr | None = None
    """The sum up to which worth counts whole."""
    beyond: Expr = Const(0.5)
    """What a unit of worth beyond that counts."""
    risk_aversion: Expr | None = None
    """Constant absolute risk aversion r: a sum of x counts (1 - exp(-r x)) / r."""

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """All arithmetic in it."""
        attitudes = (self.aspires_to, self.beyond, self.risk_aversion)
        return (*self.by_option.values(), *(e for _, e in self.together), *(e for e in attitudes if e is not None))


@dataclass(frozen=True)
class BottomLine:
    """Where a party would really stop, as whoever wrote the scenario thinks, in place of what it declared."""

    never: Cond | None
    """None: it would not stop anywhere."""
    text: str
    ground: Ground = Ground()


@dataclass(frozen=True)
class RedLine:
    """What a party (or one type of it) says that it never proposes, accepts or does."""

    who: str
    type: str
    """Empty: every type."""
    never: Cond
    text: str
    ground: Ground = Ground()
    bottom: BottomLine | None = None
    """None: it stops where it says."""

    @property
    def binds(self) -> Cond | None:
        """What removes options: the bottom line if there is one, else the red line itself."""
        return self.never if self.bottom is None else self.bottom.never


# ---------------------------------------------------------------- steps


@dataclass(frozen=True)
class Step:
    """What all steps share."""

    name: str
    family: str = ""
    """Common name of a `for each` step, else empty."""
    when: Cond | None = None
    told_to: tuple[str, ...] | None = None
    """Party names; None: those who attend."""
    ground: Ground = Ground()


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    label: str
    means: str = ""
    when: Cond | None = None
    costs: Mapping[str, Expr] = field(default_factory=dict)
    """By party; positive is a loss."""
    shifts: tuple[tuple[str, Expr], ...] = ()
    """(path of a number, factor)."""
    leaves: str = ""
    """A party that leaves when this is chosen."""


@dataclass(frozen=True)
class Choice(Step):
    """A party chooses among options."""

    by: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Chance(Step):
    """A chance event."""

    options: tuple[Option, ...] = ()
    odds: tuple[OddsCase, ...] = ()
    """Cases in order; the last has no condition."""


@dataclass(frozen=True)
class OddsCase:
    """Odds of the options where `when` holds: by the analyst, and by the parties with odds of their own."""

    when: Cond | None
    odds: tuple[Expr, ...]
    odds_of: Mapping[str, tuple[Expr, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Vote(Step):
    """A coalition decides between two options: carried is the first."""

    by: Coalition | None = None
    options: tuple[Option, ...] = ()
    secret: bool = False


@dataclass(frozen=True)
class Announce(Step):
    """A result is told without the choices behind it."""

    says: tuple[tuple[str, Cond], ...] = ()
    """Label and condition, the first that fits; the last may be `Always`."""


@dataclass(frozen=True)
class Package:
    """A package written out by hand: name and (issue, option) pairs."""

    name: str
    settles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Proposal(Step):
    """Somebody proposes a package; others accept or refuse."""

    by: str = ""
    """A party or a mediator."""
    shortlist: int | None = None
    """At most so many packages, chosen by the program; None with no `packages`: all on the agenda."""
    packages: tuple[Package, ...] = ()
    may_withhold: bool = False
    accepted_by: Coalition | None = None
    in_turn: bool = False
    costs: Mapping[str, Expr] = field(default_factory=dict)
    """Of making it, by party."""


@dataclass(frozen=True)
class Threat(Step):
    """A threat or a promise; due at the end of a path where `due` holds and it was made."""

    by: str = ""
    against: tuple[str, ...] = ()
    promise: bool = False
    may: bool = False
    automatic: bool = False
    due: Cond = Always()
    carried_out: Mapping[str, Expr] = field(default_factory=dict)
    """What it adds to each party's payoff."""
    backed_down: Mapping[str, Expr] = field(default_factory=dict)


@dataclass(frozen=True)
class AtOnce(Step):
    """Simultaneous steps: nobody sees the others' choices within the block."""

    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Rounds(Step):
    """A block repeated at most `most` times, until something happens."""

    most: int = 1
    until: Cond | None = None
    discount: Mapping[str, Expr] = field(default_factory=dict)
    """By party, on entering each round after the first."""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A table: who sits there, on what agenda."""

    name: str
    attend: tuple[str, ...]
    agenda: tuple[str, ...]
    """Issue names."""
    reopens: tuple[str, ...] = ()
    when: Cond | None = None
    discount: Mapping[str, Expr] = field(default_factory=dict)
    """By party, on entering."""
    steps: tuple[Step, ...] = ()
    ground: Ground = Ground()
    note: str = ""


# ---------------------------------------------------------------- ends


@dataclass(frozen=True)
class Event:
    """A marker or an outcome."""

    name: str
    when: Cond
    text: str
    ground: Ground = Ground()


@dataclass(frozen=True)
class Term:
    """A named part of a party's payoff."""

    party: str
    name: str
    value: Expr
    when: Cond | None
    text: str
    ground: Ground = Ground()


@dataclass(frozen=True)
class Stated:
    """What somebody said the chance was; `p` belongs to the positively named event."""

    who: str
    of: str
    low: float
    high: float
    ground: Ground = Ground()
    opposite: bool = False
    """The words spoke of the event's opposite; `low` and `high` are already turned round."""


@dataclass(frozen=True)
class Reference:
    """A class of past cases, and the event of the scenario that is put beside it."""

    of: str
    """A marker or an outcome."""
    rate: BaseRate


@dataclass(frozen=True)
class Variant:
    """One change of the process: which keys of stages and steps are replaced, what moves, what is left out."""

    name: str
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Stage -> its keys (attend, agenda, reopens, when, discount) with what stands under them instead."""
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Step -> its keys with what stands under them instead."""
    order: tuple[str, ...] = ()
    """Stages in the order in which they then come; others keep their places."""
    move: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Step -> (before | after, another step)."""
    without: tuple[str, ...] = ()
    """Stages and steps that do not take place."""
    set: Mapping[str, str] = field(default_factory=dict)
    """Numbers by path name."""
    fix: tuple[str, ...] = ()
    """Rules to which parties are held."""
    ground: Ground = Ground()
    text: str = ""
    """What changes, in words, where the file says it (`note`)."""


@dataclass(frozen=True)
class Scenario:
    """What the analyst wrote, resolved; no tree is needed to have one.

    >>> [party.name for party in summitry.load("alaska-2025").parties]
    ['us', 'russia', 'ukraine', 'europe']
    """

    title: str
    as_of: str
    question: str
    citation: str
    ledger: str
    """File name as written, empty if none."""
    parties: tuple[Party, ...]
    coalitions: tuple[Coalition, ...]
    mediators: tuple[Mediator, ...]
    links: tuple[Link, ...]
    precision: Expr
    quantities: Mapping[str, Quantity]
    """Every number of the file by its path name, sorted."""
    issues: tuple[Issue, ...]
    worth: Mapping[str, Worth]
    red_lines: tuple[RedLine, ...]
    stages: tuple[Stage, ...]
    markers: tuple[Event, ...]
    outcomes: tuple[Event, ...]
    terms: tuple[Term, ...]
    stated: tuple[Stated, ...]
    numbers: tuple[str, ...] = ()
    """Paths of the top-level named numbers, in the order of the file."""
    file: str = "scenario"
    """What messages call the file."""
    sha256: str = ""
    """Of the text of the file."""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of things by name and of numbers by path, for remarks."""
    text: str = ""
    """The file as read."""
    source: Any = field(default=None, compare=False, repr=False)
    """The file as plain mappings, lists and texts, from which `with_values` resolves anew."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Numbers set from outside the file (`--set`), by path name."""
    fixes: tuple[str, ...] = ()
    """Rules to which parties are held from outside the file (`--fix`)."""
    held: tuple[RedLine, ...] = ()
    """The options that these rules take away."""
    reference: Reference | None = None
    """The base rate that `base_rate` names or counts."""
    variants: tuple[Variant, ...] = ()
    """The same case with something of its process changed."""

    @property
    def base_rate(self) -> str:
        """Name or title of the reference class, empty if none."""
        return (self.reference.rate.name or self.reference.rate.title) if self.reference is not None else ""

    def party(self, name: str) -> Party:
        """The party of that name; `KeyError` if there is none."""
        for party in self.parties:
            if party.name == name:
                return party
        raise KeyError(name)
