"""Role sheets as text and as a page that prints one sheet on one side of A4."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from summitry.report.rehearsing import points, shares, who
from summitry.scenario.model import Scenario
from summitry.study.sheets import Amount, Sheet, Task

Block = tuple[str, list[str]]


def amount(scenario: Scenario, a: Amount) -> str:
    """`+20 if deal agreed`; a formula where it depends."""
    worth = a.formula.replace("_", " ").strip("()") if math.isnan(a.value) else points(a.value)
    types = " and ".join(f"{who(scenario, p)} is {t}" for p, t in a.types.items())
    when = " and ".join(x for x in (types, a.when) if x)
    return f"{worth}{f' if {when}' if when else ''}"


def _amounts(scenario: Scenario, some: Iterable[Amount]) -> str:
    return "; ".join(amount(scenario, a) for a in some)


def blocks(scenario: Scenario, sheet: Sheet) -> list[Block]:
    """(heading, lines) of a sheet."""
    everyone = {p.name for p in scenario.parties}
    out: list[Block] = [("You are", [_self(scenario, sheet)])]
    others = []
    for party, types in sheet.others.items():
        if types:
            counts = shares({name: chance for name, (_, chance) in types.items()})
            held = "; ".join(
                f"{name}{f' ({meant})' if meant else ''} {counts[name]}" for name, (meant, _) in types.items()
            )
            if party in sheet.knows:
                others.append(f"{who(scenario, party)}: you are told which it is. {held} in 100")
            else:
                others.append(f"{who(scenario, party)}: you do not know which it is. You hold, in 100: {held}")
        else:
            others.append(who(scenario, party))
    out.append(("Who else takes part", others))
    tables = []
    for s in sheet.sittings:
        at = "all" if set(s.attend) == everyone else ", ".join(who(scenario, p) for p in s.attend) or "nobody"
        all_issues = len(s.agenda) > 1 and len(s.agenda) == len(scenario.issues)
        agenda = f"; agenda: {'everything' if all_issues else ', '.join(s.agenda)}" if s.agenda else ""
        when = f"; held if {s.when}" if s.when else ""
        less = f"; all that comes after counts {s.factor:.2g} times as much to you" if s.factor != 1 else ""
        tables.append(f"{s.stage}: {at}{' (not you)' if not s.mine else ''}{agenda}{when}{less}")
    out.append(("What comes when", tables))
    wants = [f"{w.name}: {_amounts(scenario, w.amounts)}" for w in sheet.wants]
    for issue, by_option in sheet.worth.items():
        parts = ", ".join(f"{o} {_amounts(scenario, a) or '0'}" for o, a in by_option.items())
        wants.append(f"agreed on {issue}: {parts}")
    wants += [f"agreed together, {what}: {_amounts(scenario, a)}" for what, a in sheet.extras]
    wants += [_BENDS[b] for b in sheet.bends]
    out.append(
        ("What you want, in points (100 is the whole of what is at stake for you)", wants or ["(no number is given)"])
    )
    lines = []
    for text, bottom in sheet.lines:
        line = f"You have said: never {text}."
        if bottom is not None:
            line += f" Really you would stop only at: {bottom}." if bottom else " Really you would not stop there."
        lines.append(line)
    if lines:
        out.append(("Where you stop", lines))
    out.append(
        ("What you may do", [line for task in sheet.tasks for line in _task(scenario, task)] or ["Nothing: you watch."])
    )
    if sheet.suffers:
        out.append(
            ("What others' acts bring you", [f"{w.name}: {_amounts(scenario, w.amounts)}" for w in sheet.suffers])
        )
    return out


_BENDS = {
    "aspires": "Above a certain sum, more of what is agreed counts less to you.",
    "averse": "The more of what is agreed you have, the less more of it counts.",
}


def _self(scenario: Scenario, sheet: Sheet) -> str:
    kind = f", {sheet.type}" if sheet.type else ""
    meant = f": {sheet.means}" if sheet.means else ""
    secret = ". Tell nobody." if sheet.type else "."
    return f"{who(scenario, sheet.party)}{kind}{meant}{secret}"


def _task(scenario: Scenario, task: Task) -> list[str]:
    times = f", up to {task.rounds} times" if task.rounds > 1 else ""
    when = f" [{task.when}]" if task.when else ""
    lead = {
        "proposal": "propose a package",
        "answer": f"answer what {who(scenario, task.by)} proposes" if task.by else "answer what is proposed",
        "vote": "vote",
        "threat": "your threat",
        "promise": "your promise",
    }.get(task.kind, "choose")
    out = [f"{task.stage} – {task.step}: {lead}{times}{when}"]
    for o in task.options:
        cost = _amounts(scenario, o.amounts)
        meant = f" ({o.means})" if o.means else ""
        opens = f", open if {o.when}" if o.when else ""
        out.append(f"  · {o.label}{meant}{f': {cost}' if cost else ''}{opens}")
    return out


def sheet_text(scenario: Scenario, sheet: Sheet) -> str:
    """One sheet as plain text."""
    head = [scenario.title, scenario.question] if scenario.question else [scenario.title]
    parts = ["\n".join(head)]
    parts += [heading + "\n" + "\n".join(f"  {line}" for line in lines) for heading, lines in blocks(scenario, sheet)]
    return "\n\n".join(parts) + "\n"


def sheets_text(scenario: Scenario, sheets: Sequence[Sheet]) -> str:
    """All sheets as plain text, a form feed between them, so that each is printed on a page of its own.

    >>> case = summitry.rehearse(summitry.load("sanctions-threat"))
    >>> summitry.sheets_text(case.scenario, summitry.sheets(case)).count(chr(12))
    3
    """
    return "\f".join(sheet_text(scenario, s) for s in sheets)


def sheet_html(scenario: Scenario, sheet: Sheet) -> str:
    """One sheet as HTML, all given words escaped; the type grows smaller as there is more to say."""
    found = blocks(scenario, sheet)
    size = _size(found, scenario)
    out = [
        f'<article class="sheet {size}"><header><p class="case"><bdi>{escape(scenario.title)}</bdi></p>'
        f"<h2><bdi>{escape(who(scenario, sheet.party))}</bdi>"
        f"{f' <small><bdi>{escape(sheet.type)}</bdi></small>' if sheet.type else ''}</h2>"
        f'<p class="ask"><bdi>{escape(scenario.question)}</bdi></p></header><div class="cols">'
    ]
    for heading, lines in found:
        items = []
        for line in lines:
            if line.startswith("  · "):
                items.append(f'<li class="o"><bdi>{escape(line[4:])}</bdi></li>')
            else:
                items.append(f"<li><bdi>{escape(line)}</bdi></li>")
        out.append(f"<section><h3>{escape(heading)}</h3><ul>{''.join(items)}</ul></section>")
    out.append("</div></article>")
    return "".join(out)


def _size(found: list[Block], scenario: Scenario) -> str:
    """Size of type by the lines that a sheet takes in two columns."""
    wide = 52
    lines = sum(2.2 + sum(-(-len(line) // wide) for line in some) for _, some in found) + len(scenario.title) / 40
    for name, most in (("l", 62), ("m", 84), ("s", 122), ("xs", 190)):
        if lines <= most:
            return name
    return "xxs"


STYLE = """:root{color-scheme:light}
body{margin:0;background:#fff;color:#1b2125;
font:10.5pt/1.36 Inter,system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
.sheet{box-sizing:border-box;max-width:186mm;margin:0 auto 12mm;overflow-wrap:anywhere}
.sheet h2{font:700 2em/1.1 Charter,"Bitstream Charter",Cambria,Georgia,serif;margin:.1em 0 .15em}
.sheet small{font:400 .62em/1 inherit;color:#58626a}.case,.ask{margin:0;color:#58626a}.ask{font-style:italic}
.sheet header{border-bottom:1.5pt solid #1b2125;padding-bottom:2mm;margin-bottom:3mm}
.cols{columns:2;column-gap:8mm}.sheet section{break-inside:auto;margin:0 0 .8em}
.sheet h3{font-size:1em;margin:0 0 .2em;break-after:avoid}.sheet ul{list-style:none;margin:0;padding:0}
.sheet li{margin:0 0 .22em;padding-left:.9em;text-indent:-.9em}.sheet li.o{padding-left:1.8em;text-indent:-.7em}
.sheet li.o::before{content:"· "}
.l{font-size:11.5pt}.m{font-size:10pt}.s{font-size:8.4pt}.xs{font-size:6.9pt}.xxs{font-size:5.4pt}
@page{size:A4;margin:12mm}
@media print{.sheet{break-after:page;margin:0;max-width:none}.sheet:last-child{break-after:auto}}
@media screen{body{padding:8mm}}@media screen and (max-width:640px){.cols{columns:1}}"""
"""Of a page of sheets."""


def sheets_html(scenario: Scenario, sheets: Sequence[Sheet]) -> str:
    """All sheets as one page without a script, each on one side of A4 in print.

    >>> case = summitry.rehearse(summitry.load("sanctions-threat"))
    >>> summitry.sheets_html(case.scenario, summitry.sheets(case)).count("<article")
    4
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{policy}"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Role sheets: {escape(scenario.title)}</title><style>{STYLE}</style></head><body><main>"
        f'<h1 style="position:absolute;clip-path:inset(50%)">Role sheets</h1>'
        f"{''.join(sheet_html(scenario, s) for s in sheets)}</main></body></html>\n"
    )


def sheets_json(scenario: Scenario, sheets: Sequence[Sheet]) -> dict[str, Any]:
    """All sheets as plain values: headings and lines.

    >>> case = summitry.rehearse(summitry.load("sanctions-threat"))
    >>> [s["type"] for s in summitry.sheets_json(case.scenario, summitry.sheets(case))["sheets"]]
    ['resolved', 'reluctant', 'exposed', 'sheltered']
    """
    return {
        "title": scenario.title,
        "question": scenario.question,
        "sheets": [
            {
                "party": s.party,
                "label": who(scenario, s.party),
                "type": s.type,
                "blocks": [{"heading": h, "lines": [x.strip() for x in lines]} for h, lines in blocks(scenario, s)],
            }
            for s in sheets
        ],
    }
