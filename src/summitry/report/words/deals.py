"""Which deals could all accept: packages in words, and the zone of agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_uppercase

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given, join, plain, sentences
from summitry.report.words.rounding import count, half_up, number_word
from summitry.scenario.model import Scenario
from summitry.study import Study
from summitry.study.findings import Deal, DealSummary, Range

MOST_SETS = 0.5
SMALL = 0.25


def letters(deals: Sequence[Deal]) -> dict[str, str]:
    """A letter for each package shown, by its label."""
    return {d.label: letter_at(i) for i, d in enumerate(deals)}


def letter_at(i: int) -> str:
    """The letter of the i-th package: A to Z, then AA."""
    return ascii_uppercase[i] if i < 26 else letter_at(i // 26 - 1) + ascii_uppercase[i % 26]


def listed(deals: DealSummary) -> tuple[Deal, ...]:
    """The packages on the shortlist; all that are shown where none is."""
    return tuple(d for d in deals.deals if d.shortlisted) or deals.deals


def key_party(scenario: Scenario, key: str) -> tuple[str, str]:
    """A key of `gains` as party and type."""
    for party in sorted((p.name for p in scenario.parties), key=len, reverse=True):
        if key == party:
            return party, ""
        if key.startswith(f"{party} "):
            return party, key[len(party) + 1 :]
    return key, ""


def gains_of(scenario: Scenario, deal: Deal, party: str) -> tuple[tuple[str, Range], ...]:
    """What a deal is worth to a party, by type where types differ."""
    return tuple(
        (kind, r) for key, r in deal.gains.items() for name, kind in [key_party(scenario, key)] if name == party
    )


def columns(study: Study) -> tuple[str, ...]:
    """Parties with a column: in the order of the scenario, those with gains; at most five, accepters first."""
    d = study.findings.deals
    assert d is not None
    seen = {key_party(study.scenario, k)[0] for deal in d.deals for k in deal.gains}
    order = [p.name for p in study.scenario.parties if p.name in seen]
    if len(order) > 5:
        order = ([p for p in order if p in d.accepters] + [p for p in order if p not in d.accepters])[:5]
    return tuple(order)


def lead(study: Study) -> Phrase:
    """How many packages leave all better off, and what is nearest where none does."""
    d = study.findings.deals
    assert d is not None
    s, short = study.scenario, listed(d)
    good = [x for x in short if x.by_all >= MOST_SETS]
    first = fill(
        "deals.lead",
        k=number_word(len(good)).capitalize(),
        n=number_word(len(short)),
        leave="leaves" if len(good) <= 1 else "leave",
        parties=join([names.party(s, p) for p in d.accepters]),
    )
    empty = nearest = Phrase()
    if d.zone_empty >= 0.005:
        empty = fill("deals.empty", n=count(d.zone_empty))
        best = max(d.deals, key=lambda x: x.by_all, default=None)
        if best is not None and not good:
            nearest = fill("deals.nearest", package=given(best.label))
    return sentences(first, empty, nearest)


def figure_title(study: Study) -> Phrase:
    """Which packages are most often acceptable."""
    d = study.findings.deals
    assert d is not None
    names_ = letters(d.deals)
    good = [x for x in d.deals if x.by_all >= MOST_SETS and not x.forbidden][:3]
    if not good:
        return fill("deals.title_none")
    verb = {"is": "is" if len(good) == 1 else "are"}
    return fill("deals.title_some", list=join([plain(names_[x.label]) for x in good]), **verb)


def red_lines(study: Study) -> tuple[Phrase, ...]:
    """Packages that cross a red line, or one that was only declared, in words."""
    d = study.findings.deals
    assert d is not None
    s, names_ = study.scenario, letters(d.deals)

    def told(key: str, crossed: Callable[[Deal], tuple[str, ...]]) -> list[Phrase]:
        groups: dict[tuple[str, ...], list[str]] = {}
        for deal in d.deals:
            if crossed(deal):
                groups.setdefault(crossed(deal), []).append(names_[deal.label])
        return [
            fill(
                key if len(found) == 1 else f"{key}s",
                package=join([plain(x) for x in found]),
                who=join([names.typed(s, *key_party(s, k)) for k in keys]),
            )
            for keys, found in groups.items()
        ]

    return (*told("deals.red", lambda x: x.forbidden), *told("deals.declared", lambda x: x.declared))


def zone_title(deals: DealSummary) -> Phrase:
    """Whether there is a zone."""
    open_ = 1 - deals.zone_empty
    if open_ < MOST_SETS:
        return fill("deals.zone_title_none")
    small = deals.packages and deals.zone_size.mean / deals.packages < SMALL
    return fill("deals.zone_title_small" if small else "deals.zone_title_some")


def zone_text(deals: DealSummary) -> Phrase:
    """How often the zone is there and how large it is."""
    size = max(1, half_up(deals.zone_size.mean)) if deals.zone_size.mean >= 0.5 else 0
    return fill(
        "deals.zone_text",
        n=count(1 - deals.zone_empty),
        size=f"about {size}" if size else "fewer than one",
        all=deals.packages,
    )


def points(deals: DealSummary) -> tuple[Phrase, ...]:
    """Where the bargaining points of the median draw lie."""
    out, names_ = [], letters(deals.deals)
    for point in ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian"):
        at = [names_[d.label] for d in deals.deals if point in d.points]
        if at:
            out.append(fill("deals.points", point=fill(f"deals.{point}"), package=join([plain(x) for x in at])))
    return tuple(out)
