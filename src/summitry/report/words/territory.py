"""What changes hands under a plan, in words: areas, people, regions."""

from __future__ import annotations

from dataclasses import dataclass

from summitry.deals import amounts, passing
from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given, join, plain, sentences
from summitry.report.words.rounding import plain_number
from summitry.scenario.model import Issue
from summitry.study import Study

LEAST = 1e-9


@dataclass(frozen=True)
class Passing:
    """What passes from one party to another under a plan."""

    giver: str
    receiver: str
    regions: tuple[str, ...]
    area: float | None
    """Thousand square kilometres; None where some area is not given."""
    people: float | None
    """Million."""


def held(issue: Issue) -> list[list[float]]:
    """[R, P] shares held now by the parties of `among`."""
    return [[region.holds.get(party, 0.0) for party in issue.among] for region in issue.regions]


def passings(issue: Issue, plan: int) -> tuple[Passing, ...]:
    """All that changes hands under a plan."""
    now, then = held(issue), [list(shares) for shares in issue.plans[plan]]
    moved = passing(now, then)
    sizes: dict[str, list[float] | None] = {}
    for what in ("area", "people"):
        given_ = [getattr(region, what) for region in issue.regions]
        sizes[what] = None if any(x is None for x in given_) else given_
    out = []
    for a, giver in enumerate(issue.among):
        for b, receiver in enumerate(issue.among):
            regions = tuple(r.label for k, r in enumerate(issue.regions) if moved[k, a, b] > LEAST)
            if not regions:
                continue
            area, people = (
                None if size is None else float(amounts(now, then, size)[a, b])
                for size in (sizes["area"], sizes["people"])
            )
            out.append(Passing(giver, receiver, regions, area, people))
    return tuple(out)


def plan_words(study: Study, issue: Issue, plan: int) -> Phrase:
    """What passes under a plan."""
    return sentences(*(_passing(study, x) for x in passings(issue, plan)))


def _passing(study: Study, x: Passing) -> Phrase:
    s = study.scenario
    sizes = []
    if x.area is not None:
        sizes.append(fill("territory.area", n=_amount(x.area * 1000)))
    if x.people is not None:
        sizes.append(_people(x.people))
    much = join(sizes) if sizes else fill("territory.land")
    return fill(
        "territory.passes",
        much=much,
        giver=names.party(s, x.giver),
        receiver=names.party(s, x.receiver),
        regions=join([given(r) for r in x.regions]),
    ).capital()


def _people(million: float) -> Phrase:
    if million >= 0.95:
        return fill("territory.people_million", n=plain_number(million))
    return fill("territory.people", n=_amount(million * 1e6))


def _amount(value: float) -> str:
    """To two significant digits, with thousands apart."""
    if value < 1:
        return plain_number(value)
    digits = max(0, len(str(int(value))) - 2)
    return f"{round(value, -digits):,.0f}"


def as_now(study: Study, issue: Issue, plan: int, letters: dict[str, str]) -> Phrase:
    """That a plan leaves things as they stand."""
    return sentences(fill("territory.as_now", plan=given(issue.options[plan])), packages(study, issue, plan, letters))


def packages(study: Study, issue: Issue, plan: int, letters: dict[str, str]) -> Phrase:
    """The listed packages that settle the issue so."""
    deals = study.findings.deals
    mine = [
        letters[d.label] for d in (deals.deals if deals else ()) if d.settles.get(issue.name) == issue.options[plan]
    ]
    return fill("territory.packages", list=join([plain(x) for x in mine[:12]])) if mine else Phrase()
