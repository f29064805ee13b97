"""Which deals could all accept: packages in words beside strips, and the zone."""

from __future__ import annotations

from summitry.report import before, charts
from summitry.report.blocks.html import Bar, Page, esc, fold, numbered, picture, section, show, strip, table, who
from summitry.report.blocks.html import figure as framed
from summitry.report.blocks.red_lines import red_lines
from summitry.report.blocks.territory import territory
from summitry.report.charts.zone import SIZE
from summitry.report.texts import text
from summitry.report.words import deals as words
from summitry.report.words import names
from summitry.report.words.names import label
from summitry.report.words.phrase import fill, given, join, plain, sentences
from summitry.report.words.rounding import cell, signed
from summitry.study.findings import Deal, DealSummary

MOST = 10
MOST_PROVISIONS = 60


def _cell(page: Page, deal: Deal, party: str, reach: float) -> str:
    s = page.study.scenario
    parts = words.gains_of(s, deal, party)
    bars = [
        Bar(r, page.mark(party), k > 0, was=before.gain(page.other, deal.label, f"{party} {kind}".strip()))
        for k, (kind, r) in enumerate(parts)
    ]
    alt = "; ".join(
        f"{label(s, party)}{' ' + kind if kind else ''}: {signed(r.mean)}, from {signed(r.low)} to {signed(r.high)}"
        for kind, r in parts
    )
    name = f'<span class="lb" aria-hidden="true">{who(page, party)}</span>'
    body = strip(bars, alt, (-reach, reach), "g50") if bars else "–"
    return f'<td role="cell" class="g">{name}{body}</td>'


def _table(page: Page, found: DealSummary) -> str:
    s, parties = page.study.scenario, words.columns(page.study)
    shown = found.deals[:MOST] + tuple(d for d in found.deals[MOST:] if d.points)
    letters = words.letters(found.deals)
    every = [v for d in shown for r in d.gains.values() for v in (r.low, r.high)]
    reach = max((abs(v) for v in every), default=1.0) or 1.0
    accept = text("deals.both_accept" if len(found.accepters) == 2 else "deals.all_accept")
    head = f'<th scope="col" class="q" role="columnheader">{esc(text("deals.package"))}</th>'
    for p in parties:
        ends = (
            f'<small class="wb" aria-hidden="true"><i>'
            f"{esc(text('deals.worse'))}</i><i>{esc(text('deals.better'))}</i></small>"
        )
        head += f'<th scope="col" role="columnheader">{who(page, p)}{ends}</th>'
    head += (
        f'<th scope="col" class="q" role="columnheader">{show(join([given(label(s, a)) for a in found.accepters]))}: '
        f"{esc(accept)}</th>"
    )
    rows = ""
    for d in shown:
        agreed = f"{text('deals.agreed')}: {cell(d.agreed.mean)}"
        cells = "".join(_cell(page, d, p, reach) for p in parties)
        rows += (
            f'<tr role="row"><th scope="row" role="rowheader"><b>{letters[d.label]}</b>'
            f"<bdi>{esc(d.label)}</bdi></th>"
            f'{cells}<td role="cell"><span class="lb il">{esc(accept)}: </span>'
            f'<span class="big">{cell(d.by_all)}</span> '
            f"{esc(text('endings.in100'))}<small>{esc(agreed)}</small></td></tr>"
        )
    cols = '<col class="w">' + "<col>" * len(parties) + '<col class="o">'
    return (
        f'<table class="dl" role="table"><caption class="vh">'
        f"{show(fill('deals.caption'))}</caption><colgroup>{cols}</colgroup>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">'
        f"{rows}</tbody></table>"
    )


def _proof(page: Page, found: DealSummary) -> str:
    letters = words.letters(found.deals)
    heads = [text("deals.package"), text("deals.all_accept"), text("deals.agreed")]
    lines = [[f"{letters[d.label]}  {d.label}", cell(d.by_all), cell(d.agreed.mean)] for d in found.deals]
    issues = list(dict.fromkeys(i for d in found.deals for i in d.settles))
    top = found.deals[:8]
    out = table(fill("deals.caption"), heads, lines)
    if issues and top:
        provisions = [[i, *(_level(page, d, i) for d in top)] for i in issues]
        out += table(fill("deals.provisions"), ["", *(letters[d.label] for d in top)], provisions)
    return out


def _level(page: Page, deal: Deal, issue: str) -> str:
    """How a package settles an issue; what a bargaining solution splits, with the shares."""
    level = deal.settles.get(issue, "–")
    shares = [f"{label(page.study.scenario, p)} {cell(r.mean)}" for p, r in deal.shares.get(issue, {}).items()]
    return f"{level}: {', '.join(shares)}" if shares else level


def _taken(shares: tuple[float, float, float]) -> str:
    """`refused`, or `tradeable 92, refused 8`."""
    told = [(text(f"deals.{word}"), x) for word, x in zip(("accepted", "tradeable", "refused"), shares, strict=True)]
    sure = [word for word, x in told if x >= 1.0]
    if sure:
        return sure[0]
    return ", ".join(f"{word} {cell(x)}" for word, x in sorted(told, key=lambda item: -item[1]) if x > 0)


def _provisions(page: Page, found: DealSummary) -> str:
    """How each provision is taken by each party or type, folded."""
    s = page.study.scenario
    keys = list(dict.fromkeys(k for p in found.provisions for k in p.attitudes))
    columns = set(words.columns(page.study))
    keys = [k for k in keys if words.key_party(s, k)[0] in columns]
    if not keys:
        return ""
    heads = [
        text("deals.provision"),
        *(" ".join(filter(None, (label(s, p), t))) for p, t in (words.key_party(s, k) for k in keys)),
    ]
    rows = [
        [f"{p.issue}: {p.option}", *(_taken(p.attitudes[k]) for k in keys)] for p in found.provisions[:MOST_PROVISIONS]
    ]
    body = (
        f'<p class="fs">{show(fill("deals.provisions_unit"))}</p>{table(fill("deals.provisions_title"), heads, rows)}'
    )
    return f'<div class="wide">{fold(fill("deals.provisions_title"), body)}</div>'


def _zone(page: Page, found: DealSummary) -> str:
    s = page.study.scenario
    a, b = found.accepters
    n = page.figure()
    alt = f"{words.zone_text(found)} " + " ".join(str(p) for p in words.points(found))
    plot = picture(charts.zone(page.study, SIZE), alt, "dp")
    unit = fill("deals.zone_unit", x=names.party(s, a), y=names.party(s, b))
    more = "".join(
        f'<p class="pp">{show(p)}</p>'
        for p in [
            words.zone_text(found),
            sentences(*words.points(found)),
            words.bargain(page.study, "nash"),
        ]
        if p
    )
    letters = words.letters(found.deals)
    keys = list(dict.fromkeys(k for d in found.deals for k in d.gains if words.key_party(s, k)[0] in (a, b)))
    lines = [[letters[d.label], *(signed(d.gains[k].mean) if k in d.gains else "–" for k in keys)] for d in found.deals]
    proof = table(
        fill("deals.caption"),
        ["", *(" ".join(filter(None, (label(s, p), t))) for k in keys for p, t in [words.key_party(s, k)])],
        lines,
    )
    return (
        f'<figure class="wide two" data-figure="zone"><div class="chart">{plot}</div><figcaption>{numbered(n)}'
        f'<p class="ft">{show(words.zone_title(found))}</p><p class="fs">{show(unit)}</p>{more}'
        f"{fold(fill('page.figure_text', n=n), proof)}</figcaption></figure>"
    )


def deals(page: Page) -> str:
    """The block; absent without packages."""
    found = page.findings.deals
    if found is None or not found.deals:
        return ""
    s = page.study.scenario
    firsts = [(p, t) for p in words.columns(page.study) for t in _types(page, p)]
    unit = fill("deals.unit")
    if firsts:
        named = join([plain(f"{label(s, p)} ") + given(t) for p, t in firsts])
        unit = sentences(unit, fill("deals.types_unit", first=named))
    left = fill("deals.left_out", n=found.packages) if found.packages > len(found.deals) else plain("")
    told = (words.near(page.study), words.blockers(page.study), words.better(page.study))
    remark = show(sentences(*words.red_lines(page.study), *told, left))
    body = framed(
        page,
        words.figure_title(page.study),
        unit,
        _table(page, found),
        _proof(page, found),
        remark,
        long=True,
        key="deals",
    )
    placed = all(words.gains_of(s, d, a) for d in found.deals for a in found.accepters)
    if len(found.accepters) == 2 and placed:
        body += _zone(page, found)
    body += _provisions(page, found)
    body += territory(page)
    body += red_lines(page)
    key = "deals.heading_two" if len(found.accepters) == 2 else "deals.heading"
    return section("deals", fill(key), words.lead(page.study), body)


def _types(page: Page, party: str) -> list[str]:
    found = page.findings.deals
    kinds = [k for k, _ in words.gains_of(page.study.scenario, found.deals[0], party)] if found else []
    return kinds[:1] if len(kinds) > 1 else []
