"""Which deals could all accept: packages in words, and the zone of agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_uppercase

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given, join, plain, sentences
from summitry.report.words.rounding import FEW, count, fraction, half_up, number_word
from summitry.scenario.model import Scenario
from summitry.study import Study
from summitry.study.findings import Deal, DealSummary, Near, Range

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
        if best is not None and not good and not d.near:
            nearest = fill("deals.nearest", package=given(best.label))
    return sentences(first, empty, nearest)


def near(study: Study) -> Phrase:
    """What would open an empty zone, and whose change it would be."""
    d = study.findings.deals
    assert d is not None
    return sentences(*(_near(study.scenario, x) for x in d.near))


def _near(scenario: Scenario, miss: Near) -> Phrase:
    who = names.typed(scenario, *key_party(scenario, miss.key))
    share = count(miss.share)
    if miss.by is None:
        return fill("deals.near_line", who=who, package=given(miss.label), share=share)
    return fill("deals.near_wants", who=who, package=given(miss.label), by=fraction(miss.by.mean), share=share)


def blockers(study: Study) -> Phrase:
    """Who alone can stop any package."""
    d = study.findings.deals
    assert d is not None
    if not d.blockers:
        return fill("deals.block_none")
    who = join([names.party(study.scenario, p) for p in d.blockers]).capital()
    return fill("deals.block_one" if len(d.blockers) == 1 else "deals.block", list=who)


def bargain(study: Study, point: str) -> Phrase:
    """What each party gets by a bargaining point and gives up for it."""
    d = study.findings.deals
    assert d is not None
    s = study.scenario
    found = next((b for b in d.bargains if b.point == point), None)
    if found is None:
        return Phrase()
    parts = []
    for party, (gets, gives) in found.parties.items():
        many = names.plural(s, party)
        key = "deals.bargain_part" if gives > 1e-9 else "deals.bargain_nothing"
        parts.append(
            fill(
                key,
                party=names.party(s, party),
                gets="get" if many else "gets",
                gives="give" if many else "gives",
                gain=fraction(gets),
                loss=fraction(gives),
            )
        )
    listed_ = parts[0]
    for part in parts[1:]:
        listed_ = listed_ + plain("; ") + part
    return fill("deals.bargain", package=given(found.label), list=listed_)


def better(study: Study) -> Phrase:
    """Whether something is better for all than the package that is agreed most often."""
    d = study.findings.deals
    assert d is not None
    if d.better is None or d.better.share < FEW:
        return Phrase()
    return fill(
        "deals.improved",
        tentative=given(d.better.tentative),
        package=given(d.better.label),
        n=count(d.better.share),
    )


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
    """Where the bargaining points at the mean gains under the likeliest types lie."""
    out, names_ = [], letters(deals.deals)
    for point in ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian"):
        at = [names_[d.label] for d in deals.deals if point in d.points]
        if at:
            out.append(fill("deals.points", point=fill(f"deals.{point}"), package=join([plain(x) for x in at])))
    return tuple(out)
