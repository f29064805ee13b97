"""What is kept to those who work on a case (`keep: team`) taken out of a study, before a word of it is written.

A number that is kept loses its name, value, note and sources; what the model makes of it stays: how far it moves the
event, and the chances. What would give its value away goes with it: the belief that is a prior, the cost that is a
threat's, the worth of packages to a party. A statement that is kept loses its words, its speaker and its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from summitry.report.ledger import LedgerRow
from summitry.report.words.phrase import WITHHELD
from summitry.scenario import Scenario
from summitry.scenario.model import Variant
from summitry.scenario.vocabulary import key_of
from summitry.scenario.walk import rests_on
from summitry.study import Study
from summitry.study.comparison import Changed, Comparison
from summitry.study.findings import DealSummary, Findings, Number, Range, StatedChance, Word
from summitry.study.information import InformationStudy
from summitry.study.lever_study import Effect, LeverStudy
from summitry.study.process import ProcessStudy
from summitry.study.stories import Limit, StoryStudy
from summitry.study.tipping import LeastChange, TipMap, TipStudy

NOTHING = Range(float("nan"), float("nan"), float("nan"))
LEAST_WORDS = 12
"""Characters of a text that is kept from which its appearance on a page is no accident."""


@dataclass(frozen=True)
class WithheldStudy:
    """In place of a study that was about a number that is kept."""

    kind: type


@dataclass(frozen=True)
class Redacted:
    """A study and its ledger without what is kept."""

    study: Study
    rows: tuple[LedgerRow, ...]
    hidden: frozenset[str]
    """Ids of statements that are kept."""
    numbers: int
    """How many numbers are kept."""
    words: tuple[str, ...]
    """Texts that may stand nowhere in what is written."""

    @property
    def statements(self) -> int:
        """How many statements are kept."""
        return len(self.hidden)

    def leaks(self, written: str) -> list[str]:
        """Kept texts that a page holds all the same, looked for by other means than those that took them out."""
        page = " ".join(re.sub(r"<[^>]*>", " ", written).split()).casefold()
        return [w for w in self.words if " ".join(w.split()).casefold() in page]


def redacted(study: Study, rows: Iterable[LedgerRow]) -> Redacted:
    """The study and its ledger without the numbers and statements that are marked `keep: team`."""
    every = tuple(rows)
    hidden = frozenset(r.id for r in every if getattr(r, "keep", "") == "team")
    cut = _Cut(study.scenario, hidden)
    scenario = study.scenario
    team = [q for q in scenario.quantities.values() if q.ground.team]
    # a note or a quotation that also stands somewhere public is no secret
    open_texts = {q.ground.note for q in study.scenario.quantities.values() if not q.ground.team}
    open_texts |= {a for q in study.scenario.quantities.values() if not q.ground.team for a in q.ground.assumptions}
    secret = [t for q in team for t in (q.ground.note, *q.ground.assumptions) if t not in open_texts]
    secret += [getattr(r, "quote", "") for r in every if r.id in hidden]
    secret += [getattr(r, "paraphrase", "") for r in every if r.id in hidden]
    return Redacted(
        study=cut.study(study),
        rows=tuple(r for r in every if r.id not in hidden),
        hidden=hidden,
        numbers=len({scenario.quantities[p].joint or p for p in cut.kept}),
        words=tuple(dict.fromkeys(t for t in secret if len(t) >= LEAST_WORDS)),
    )


def kept_numbers(scenario: Scenario) -> set[str]:
    """Paths of numbers that are marked, and of those that tell them: a rest, parts of one law, what is worked out."""
    every = scenario.quantities
    kept = {path for path, q in every.items() if q.ground.team}
    joint = {every[p].joint for p in kept} - {""}
    for path, q in every.items():
        rests = rests_on(q.expr, every) if q.expr is not None else set(q.rest_of)
        if rests & kept or (q.joint and q.joint in joint):
            kept.add(path)
    return kept


class _Cut:
    def __init__(self, scenario: Scenario, hidden: frozenset[str]) -> None:
        self.scenario = scenario
        self.hidden = hidden
        self.kept = kept_numbers(scenario)

    def has(self, path: str) -> bool:
        """Whether a number, or one below its name, is kept."""
        key = key_of(path)
        return key in self.kept or any(k.startswith(f"{key}.") for k in self.kept)

    def rows(self, rows: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(WITHHELD if r in self.hidden else r for r in rows))

    def study(self, study: Study) -> Study:
        return replace(
            study,
            findings=self.findings(study.findings),
            settings=self.settings(study.settings),
            parts=None,
            further=tuple(self.further(x) for x in study.further),
        )

    # ------------------------------------------------------------ findings

    def findings(self, f: Findings) -> Findings:
        return replace(
            f,
            numbers=tuple(self.number(n) for n in f.numbers),
            levers=tuple(
                replace(v, path=WITHHELD, low=NOTHING.low, high=NOTHING.high) if self.has(v.path) else v
                for v in f.levers
            ),
            stated=tuple(self.stated(s) for s in f.stated if not self.gone(s)),
            beliefs=tuple(b for b in f.beliefs if not self.prior(b.party, b.about)),
            strategies=tuple(
                replace(
                    x,
                    gains={o: {t: v for t, v in g.items() if not self.term(x.party, t)} for o, g in x.gains.items()},
                )
                for x in f.strategies
            ),
            words=tuple(self.word(w) for w in f.words),
            deals=self.deals(f.deals),
            ordered=None if f.ordered is not None and any(self.worth(o.party) for o in f.ordered.orders) else f.ordered,
            grounds={k: tuple(WITHHELD if self.has(p) else p for p in v) for k, v in f.grounds.items()},
        )

    def number(self, n: Number) -> Number:
        if not self.has(n.path):
            return replace(n, rows=self.rows(n.rows))
        return Number(WITHHELD, "", "", "", "", (), (), "", NOTHING.low, NOTHING.high, n.uncertain, n.influence)

    def gone(self, s: StatedChance) -> bool:
        return bool(s.rows) and all(r in self.hidden for r in s.rows)

    def stated(self, s: StatedChance) -> StatedChance:
        return replace(s, rows=self.rows(s.rows))

    def prior(self, party: str, about: str) -> bool:
        """Whether what a party believes of another starts from a chance that is kept."""
        own = f"parties.{about}.prior_of.{party}"
        falls = not any(k.startswith(key_of(own)) for k in self.scenario.quantities)
        return self.has(own) or (falls and self.has(f"parties.{about}.types"))

    def term(self, party: str, term: str) -> bool:
        return self.has(f"payoffs.{party}.{term}") or self.has(term) or any(k.startswith(f"{term}.") for k in self.kept)

    def word(self, w: Word) -> Word:
        secret = any(self.scenario.quantities[k].kind in ("threat", "cost") and w.name.lower() in k for k in self.kept)
        return replace(w, cost_of_carrying_out=NOTHING, cost_of_backing_down=NOTHING) if secret else w

    def worth(self, party: str) -> bool:
        """Whether what packages are worth to a party is kept, in part at least."""
        every = self.scenario.quantities
        return any(every[p].kind == "worth" and every[p].holder == party for p in self.kept)

    def deals(self, d: DealSummary | None) -> DealSummary | None:
        if d is None:
            return None
        secret = [p.name for p in self.scenario.parties if self.worth(p.name)]
        if not secret:
            return d

        def open_only(values: Mapping[str, Any]) -> dict[str, Any]:
            return {k: v for k, v in values.items() if not any(k == p or k.startswith(f"{p} ") for p in secret)}

        return replace(
            d,
            deals=tuple(replace(x, gains=open_only(x.gains), acceptable=open_only(x.acceptable)) for x in d.deals),
            provisions=tuple(replace(p, attitudes=open_only(p.attitudes)) for p in d.provisions),
            near=tuple(n for n in d.near if open_only({n.key: 0})),
            bargains=tuple(replace(b, parties=open_only(b.parties)) for b in d.bargains),
        )

    # ------------------------------------------------------------ other studies

    def further(self, x: Any) -> Any:
        match x:
            case LeverStudy():
                return replace(
                    x,
                    effects=tuple(self.effect(e) for e in x.effects),
                    parties=tuple(
                        replace(p, names=tuple(WITHHELD if self.has(n) else n for n in p.names)) for p in x.parties
                    ),
                )
            case TipStudy() if self.has(x.lever.path):
                return WithheldStudy(TipStudy)
            case TipMap() | LeastChange() if any(self.has(lever.path) for lever in x.levers):
                return WithheldStudy(type(x))
            case StoryStudy():
                told = tuple(
                    replace(t, path=WITHHELD, value=NOTHING.mean, usual=NOTHING.mean) if self.has(t.path) else t
                    for t in x.told
                )
                rule = x.rule and replace(
                    x.rule,
                    limits=tuple(
                        Limit(WITHHELD, NOTHING.low, NOTHING.high) if self.has(y.path) else y for y in x.rule.limits
                    ),
                )
                return replace(x, told=told, rule=rule)
            case ProcessStudy():
                return replace(x, variants=tuple(replace(v, variant=self.variant(v.variant)) for v in x.variants))
            case Comparison():
                return replace(
                    x, changed=tuple(Changed(WITHHELD, "", "") if self.place(c.what) else c for c in x.changed)
                )
            case InformationStudy() if x.lever and (self.has(x.lever) or any(self.has(n.path) for n in x.numbers)):
                return WithheldStudy(InformationStudy)
        return x

    def settings(self, values: Mapping[str, str]) -> dict[str, str]:
        """Numbers that are set, those that are kept without name and value."""
        return {WITHHELD if self.has(p) else p: "" if self.has(p) else v for p, v in values.items()}

    def variant(self, v: Variant) -> Variant:
        return replace(v, text="", set=self.settings(v.set)) if any(self.has(p) for p in v.set) else v

    def effect(self, e: Effect) -> Effect:
        if any(self.has(p) for p in e.paths):
            return replace(
                e, name=WITHHELD, paths=(WITHHELD,), slopes={}, ends=None, holder="", rows=(), assumptions=()
            )
        return replace(e, rows=self.rows(e.rows))

    def place(self, what: str) -> bool:
        """Whether a place of the file, as a comparison names it, is a number that is kept or stands around one."""
        key = key_of(what)
        return self.has(what) or any(
            key.endswith(f".{k}") or k.endswith(f".{key}") or k.startswith(f"{key}.") for k in self.kept
        )
