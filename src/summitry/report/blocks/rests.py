"""What does it rest on: numbers in order of influence, each with its statement or the admission that there is none."""

from __future__ import annotations

from summitry.report.blocks.html import BAR, Page, esc, fold, note, section, show
from summitry.report.blocks.likely import words_of
from summitry.report.blocks.ordered import ordered
from summitry.report.ledger import LedgerRow, document_of, title_of
from summitry.report.texts import text
from summitry.report.words import levers, names
from summitry.report.words.numbers import is_chance
from summitry.report.words.phrase import WITHHELD, Phrase, fill, given, plain
from summitry.study import Study
from summitry.study.findings import Number

OPEN = 5


def needed(study: Study) -> list[str]:
    """All row ids that the page may point to, in the order of their use."""
    f, s = study.findings, study.scenario
    rows = [r for n in f.numbers for r in n.rows] + [r for x in f.stated for r in x.rows]
    grounds = [g.ground for group in (s.terms, s.red_lines, s.markers, s.outcomes, s.stages, s.parties) for g in group]
    grounds += [r.bottom.ground for r in s.red_lines if r.bottom is not None]
    grounds += [r.ground for issue in s.issues for r in issue.regions]
    grounds += [x.ground for w in s.worth.values() for x in w.statements]
    return list(dict.fromkeys(rows + [r for g in grounds for r in g.rows]))


def quote(page: Page, row: LedgerRow, done: set[str]) -> str:
    """One row: exact words, who, what kind, where; its anchor stands only at its first showing."""
    party = f", {names.label(page.study.scenario, row.speaker_party)}" if row.speaker_party else ""
    by = fill(
        "rests.by",
        speaker=given(row.speaker_name),
        party=given(party),
        kind=given(", ".join(row.kind)),
        mode=given(row.mode),
    )
    place = fill("rests.at", a=f"{row.start:,}", b=f"{row.end:,}")
    where = show(place)
    if page.source and row.quote and page.source[row.start : row.end] == row.quote:
        where = f'<a href="#at-{page.anchor(row.id)}">{where}</a>'
    doc = document_of(row, titled=len(sources(page)) > 1)
    anchor = f' id="{page.anchor(row.id)}"' if row.id not in done else ""
    done.add(row.id)
    return (
        f'<div class="q1"{anchor}><blockquote><bdi>{words_of(row)}</bdi></blockquote><p class="by">{show(by)} '
        f'<span class="tag"><bdi>{esc(row.id)}</bdi></span> {where}'
        f"{' · <bdi>' + esc(doc) + '</bdi>' if doc else ''}</p></div>"
    )


def sources(page: Page) -> list[str]:
    """Titles of the documents that the rows on the page come from."""
    return list(dict.fromkeys(t for r in page.ledger.values() if r.id in page.shown and (t := title_of(r))))


def _grounds(page: Page, number: Number, done: set[str]) -> str:
    out = [quote(page, page.ledger[r], done) for r in number.rows if r in page.ledger]
    out += [
        f'<p class="none">{BAR if r == WITHHELD else show(fill("rests.missing", row=given(r)))}</p>'
        for r in number.rows
        if r not in page.ledger
    ]
    whys = [a for a in number.assumptions if a] or ([number.note] if number.note else [])
    if not number.rows or number.assumptions:
        if whys:
            key = "rests.besides" if number.rows else "rests.none_because"
            out += [f'<p class="none">{show(fill(key, why=given(a.rstrip("."))))}.</p>' for a in whys]
        else:
            out.append(f'<p class="none">{esc(text("rests.none"))}</p>')
    return "".join(out)


def _bar(number: Number) -> str:
    if not is_chance(number) or number.low == number.high:
        return ""
    a, b = 100 * number.low, 100 * number.high
    return (
        '<svg class="s rb" height="6" aria-hidden="true"><line x1="0" x2="100%" y1="3" y2="3" stroke="var(--rule)"/>'
        f'<line x1="{a:.1f}%" x2="{b:.1f}%" y1="3" y2="3" stroke="var(--ink)" stroke-width="5"/></svg>'
    )


def _item(page: Page, number: Number, rank: int, done: set[str]) -> str:
    if number.path == WITHHELD:
        return f"<li><div><h3>{rank}. {BAR}</h3></div><div>{BAR}</div></li>"
    value = levers.value(page.study, number, number.low, number.high) + plain(".")
    holder = levers.holder(page.study, number)
    head = (
        f'<h3 id="{page.number_anchor(number.path)}">{rank}. {show(levers.name(page.study, number.path))}</h3>'
        f'{_bar(number)}<p class="num">{show(value)} {show(holder)}</p>'
    )
    return f"<li><div>{head}</div><div>{_grounds(page, number, done)}</div></li>"


def _source(page: Page) -> str:
    """The text itself with the quoted passages marked, where it may be shipped."""
    if not page.source:
        return ""
    spans, last = [], 0
    fits = [
        r for r in page.ledger.values() if r.quote and page.source[r.start : r.end] == r.quote and r.id in page.shown
    ]
    for row in sorted(fits, key=lambda r: (r.start, -r.end)):
        if row.start >= last:
            spans.append(
                f'{esc(page.source[last : row.start])}<mark id="at-{page.anchor(row.id)}">{esc(row.quote)}</mark>'
            )
            last = row.end
    spans.append(esc(page.source[last:]))
    return (
        f'<div class="wide">'
        f'{fold(fill("rests.source"), f"""<div class="src" dir="auto">{"".join(spans)}</div>""")}</div>'
    )


def rests(page: Page) -> str:
    """The block; absent where the study lists no numbers and nothing was said."""
    f = page.findings
    if not f.numbers and not f.stated and not f.assumptions:
        return ""
    done: set[str] = set()
    uncertain = sorted((n for n in f.numbers if n.uncertain), key=lambda n: -n.influence)
    fixed = [n for n in f.numbers if not n.uncertain]
    order = uncertain + fixed
    body = note(f'<span id="assumed"><b>{esc(text("page.assumed"))}</b></span> {esc(text("rests.assumed_note"))}')
    if len(sources(page)) == 1:
        body += f'<p class="meta">{show(fill("rests.source_one", source=given(sources(page)[0])))}</p>'
    top, rest = order[:OPEN], order[OPEN:]
    if top:
        body += f'<ol class="rest wide">{"".join(_item(page, n, k + 1, done) for k, n in enumerate(top))}</ol>'
    if rest:
        items = "".join(_item(page, n, OPEN + k + 1, done) for k, n in enumerate(rest))
        title = fill("rests.rest_one") if len(rest) == 1 else fill("rests.rest", n=len(rest))
        body += f'<div class="wide">{fold(title, f"""<ol class="rest">{items}</ol>""")}</div>'
    said = list(dict.fromkeys(r for x in f.stated for r in x.rows if r in page.ledger))
    if said:
        body += (
            f'<h3 class="sh">{esc(text("rests.stated"))}</h3><div>'
            f"{''.join(quote(page, page.ledger[r], done) for r in said)}</div>"
        )
    others = [r for r in needed(page.study) if r in page.ledger and r not in done]
    if others:
        rows = "".join(quote(page, page.ledger[r], done) for r in others)
        body += f'<div class="wide">{fold(fill("rests.other_rows"), rows)}</div>'
    if f.assumptions:
        items = "".join(f"<li><bdi>{esc(a.text)}</bdi></li>" for a in f.assumptions)
        body += f'<h3 class="sh">{esc(text("rests.assumptions"))}</h3><ul class="lim">{items}</ul>'
    body += ordered(page) + _source(page)
    return section("rests", fill("rests.heading"), _lead(len(uncertain), len(fixed)), body)


def _lead(uncertain: int, fixed: int) -> Phrase:
    if not uncertain:
        return fill("rests.lead_none") if fixed else Phrase()
    return fill(
        "rests.lead",
        n=uncertain,
        plain=fill("rests.plain_one" if fixed == 1 else "rests.plain", n=fixed) if fixed else Phrase(),
    )
