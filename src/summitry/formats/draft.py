"""A scenario to begin with, drafted from a ledger: each line is tied to its rows, each guess is marked (floor 6)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from summitry.errors import InputError, Problem
from summitry.evidence import Ledger, Row

FILL = "to be filled"
"""How a guess is marked: in an assumption, and in a comment behind the line."""
_MOST_PARTIES = 4
_MOST_ISSUES = 4
_NO_ISSUE = ("a deal", "second meeting", "")
_TAKEN = frozenset(
    """and or not is are in of over rest otherwise everything nothing all any deal agreed first last worth chance yes
    no""".split()
)
_SURE = 0.99


def draft(ledger: Ledger, name: str = "ledger.jsonl", *, title: str = "") -> str:
    """A scenario file in words, drafted from the rows of a ledger that nobody rejected.

    Parties, issues, what is off the agenda, markers of success and stated chances are taken from the rows, and their
    `because` names them. What no row tells (worth, order of moves, which condition a marker has) is a guess and is
    marked `to be filled`. The file passes `check`; that is all that is said for it.

    Parameters
    ----------
    name
        The ledger's file, as seen from the scenario's.

    Raises
    ------
    InputError
        Where no row is left to draft from.

    Examples
    --------
    >>> ledger = summitry.ledger_of("alaska-2025", summitry.load("alaska-2025"))
    >>> "second meeting" in summitry.draft(ledger)
    True
    """
    rows = [row for row in ledger if row.provenance.review != "rejected"]
    if not rows:
        raise InputError([Problem(name, 0, 0, "no row that is not rejected", "a ledger with statements")])
    parties = _parties(rows)
    keys = {key for key, _, _ in parties}
    issues = _issues(rows, keys)
    markers = _markers(rows, keys | {key for key, _ in issues})
    limited = [row for row in rows if "agenda limit" in row.kind]
    lines = [
        "# yaml-language-server: $schema=scenario.schema.json",
        f"# Drafted from {len(rows)} statements. Every line marked `{FILL}` is a guess that no statement bears out.",
        "summitry: 1",
        f"title: {_text(title or _title(rows))}    # {FILL}",
    ]
    dates = sorted(row.date for row in rows if row.date)
    lines += [f"as_of: {_text(dates[-1])}"] if dates else []
    lines += [f"question: {_text('What follows?')}    # {FILL}", f"ledger: {_text(name)}", "", "parties:"]
    lines += [f"  {key}: {{name: {_text(label)}}}    # {_ids(those)}" for key, label, those in parties]
    if len(parties) < 2:
        lines.append(f"  other_side: {{name: The other side}}    # {FILL}: the rows name fewer than two parties")
        parties.append(("other_side", "The other side", []))
    lines += [
        "",
        "precision: {value: 4 to 20, because: {assumption: " + _text(f"{FILL}: how sharply they choose") + "}}",
    ]
    lines += ["", "issues:"]
    for key, those in issues:
        because = _because(those, "the options")
        lines.append(f"  {_key(key)}: {{levels: [as now, changed], because: {because}}}    # levels {FILL}")
    lines += ["", f"worth:    # all numbers {FILL}"]
    for key, _, those in parties:
        lines += [f"  {key}:", f"    because: {_because(_telling(those), 'what it is worth')}"]
        lines += [f"    # {row.id} {', '.join(row.kind)}: {_short(row)}" for row in _telling(those)[:8]]
        lines += [f"    {_key(issue)}: {{changed: 0 to 0.5}}" for issue, _ in issues]
    lines += ["", *_stages(parties, issues, limited), ""]
    if markers:
        lines.append("markers:")
        for key, those in markers:
            lines.append(f"  {_key(key)}: {{when: deal agreed, because: {_because(those, 'the condition')}}}")
        lines.append("")
    lines += [
        f"outcomes:    # {FILL}: the first that fits",
        "  a deal: deal agreed",
        "  no deal: otherwise",
    ]
    stated = list(_stated(rows, markers))
    lines += ["", "stated:", *stated] if stated else []
    return "\n".join(lines) + "\n"


def _parties(rows: Sequence[Row]) -> list[tuple[str, str, list[Row]]]:
    """The parties that most rows speak for, with their rows, in the order of the text."""
    count = Counter(row.speaker.party for row in rows if row.speaker.party)
    chosen = {party for party, _ in count.most_common(_MOST_PARTIES)}
    found: dict[str, tuple[str, list[Row]]] = {}
    for row in rows:
        if row.speaker.party in chosen:
            found.setdefault(_slug(row.speaker.party), (row.speaker.party, []))[1].append(row)
    return [(key, label, those) for key, (label, those) in found.items()]


def _issues(rows: Sequence[Row], taken: set[str]) -> list[tuple[str, list[Row]]]:
    """What most rows are about, besides agreement itself."""
    about: dict[str, list[Row]] = {}
    for row in rows:
        name = _name(row.issue)
        if row.issue not in _NO_ISSUE and name not in taken and "success marker" not in row.kind:
            about.setdefault(name, []).append(row)
    most = sorted(about.items(), key=lambda x: -len(x[1]))[:_MOST_ISSUES]
    return most or [("terms", [])]


def _markers(rows: Sequence[Row], taken: set[str]) -> list[tuple[str, list[Row]]]:
    """What counts as success, by the rows that say so."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if "success marker" in row.kind:
            name = _name(row.issue) if row.issue and row.issue != "a deal" else "success"
            found.setdefault(f"{name} settled" if name in taken else name, []).append(row)
    return list(found.items())


def _stages(
    parties: Sequence[tuple[str, str, list[Row]]], issues: Sequence[tuple[str, list[Row]]], limited: Sequence[Row]
) -> Iterator[str]:
    """A first table with what is on its agenda, and a second one where something was kept off it."""
    names = [key for key, _, _ in parties]
    off = [key for key, _ in issues if any(_name(row.issue) == key for row in limited)]
    on = [key for key, _ in issues if key not in off]
    by, *others = names
    table = [
        f"    attend: [{', '.join(names)}]    # {FILL}",
    ]
    offer = [
        f"        by: {by}    # {FILL}",
        "        from: all",
        "        may withhold: yes",
        f"        accepted by: [{', '.join(others)}]    # {FILL}",
    ]
    yield f"stages:    # {FILL}: who sits where, and who moves first"
    said = f"    # {_ids(limited)}" if limited else f"    # {FILL}"
    if off and on:
        yield from ("  - stage: first table", *table, f"    agenda: [{', '.join(map(_key, on))}]{said}", "    steps:")
        yield from ("      - proposal: first offer", *offer)
        yield from ("  - stage: second table", *table, "    steps:", "      - proposal: deal", *offer)
        return
    yield from ("  - stage: table", *table, f"    agenda: [{', '.join(_key(key) for key, _ in issues)}]{said}")
    yield from ("    steps:", "      - proposal: deal", *offer)


def _stated(rows: Sequence[Row], markers: Sequence[tuple[str, list[Row]]]) -> Iterator[str]:
    """Chances that people stated, each of a marker or an outcome."""
    for row in rows:
        p = row.probability
        if p is None:
            continue
        words = f"{p.event} {p.reading} {row.issue}".lower()
        of = next((key for key, _ in markers if key in words), "")
        of = of or (
            max(markers, key=lambda m: len(m[1]))[0]
            if markers and re.search(r"\b(?:success|successful|meeting)\b", words)
            else "a deal"
        )
        if p.range is not None:
            value = f"[{_inside(p.range[0]):g}, {_inside(p.range[1]):g}]"
            denied = False
        else:
            assert p.p is not None
            denied = abs(p.p - p.stated_p) > 1e-9 and abs(1 - p.p - p.stated_p) < 1e-9
            value = f"{_inside(p.stated_p if denied else p.p):g}"
        note = f"{FILL}: whether {_quoted(p.event)} is what is meant here"
        yield f"  - who: {_text(row.speaker_name or 'somebody')}"
        yield f"    of: {_text(of)}    # {FILL}"
        yield f"    p: {value}"
        if denied:
            yield "    not: yes"
        yield f"    because: {row.id}"
        yield f"    note: {_text(note)}"


def _inside(p: float) -> float:
    """A chance that is no certainty."""
    return min(max(p, 1 - _SURE), _SURE)


def _telling(rows: Iterable[Row]) -> list[Row]:
    """Rows that say what somebody wants."""
    kinds = {"demand", "proposal", "promise", "threat", "red line", "rejection"}
    return [row for row in rows if kinds & set(row.kind)]


def _because(rows: Sequence[Row], what: str) -> str:
    """The rows, and that the rest is a guess."""
    guess = "{assumption: " + _text(f"{FILL}: {what}") + "}"
    return f"[{', '.join([row.id for row in rows[:12]] + [guess])}]"


def _ids(rows: Sequence[Row]) -> str:
    shown = ", ".join(row.id for row in rows[:12])
    return shown + (", …" if len(rows) > 12 else "") if rows else FILL


def _short(row: Row) -> str:
    words = " ".join(row.words.split())
    return words if len(words) <= 90 else words[:89] + "…"


def _quoted(words: str) -> str:
    return f"“{' '.join(words.split())[:120]}”"


def _title(rows: Sequence[Row]) -> str:
    return next((row.title for row in rows if row.title), "A case drafted from statements")


def _text(words: str) -> str:
    """A text as YAML writes it, plain where it can be."""
    words = " ".join(words.split())
    plain = re.fullmatch(r"[A-Za-z][\w ,'’éèáíóúüöäçñ-]*[\w]", words) is not None
    if plain and words.lower() not in ("yes", "no", "true", "false", "null", "on", "off") and ", " not in words:
        return words
    return json.dumps(words, ensure_ascii=False)


def _slug(words: str) -> str:
    """A name for a party: small letters, digits and underscores."""
    slug = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    return slug if slug[:1].isalpha() and slug not in _TAKEN else f"party_{slug}".rstrip("_")


def _name(words: str) -> str:
    """A name for an issue or a marker: words as the scenario language takes them."""
    name = re.sub(r"[^a-z0-9 _-]+", " ", words.lower())
    name = " ".join(re.sub(r"[_-]+", " ", name).split()[:4])
    return name if name[:1].isalpha() and name not in _TAKEN else f"issue {name}".strip()


def _key(name: str) -> str:
    return name if re.fullmatch(r"[a-z][a-z0-9_ ]*", name) else json.dumps(name)
