"""The command `review`: a ledger row by row, in its context, one key a row."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.sources import InputLines, reported

if TYPE_CHECKING:
    from rich.console import Console

    from summitry import Row

KEYS = "[a]ccept  [e]dit  [r]eject  [s]kip  [b]ack  [q]uit"
AROUND = 300
"""Code points of context shown before and behind the words."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)


@reported
def review(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="A ledger (.jsonl).", show_default=False)],
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text", metavar="FILE", help="A text that the ledger cites; may be repeated.", show_default=False
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show reviewed rows too, not only those that wait.")
    ] = False,
) -> None:
    """Go through the rows of a ledger: accept, edit or reject each, its words shown where they stand.

    One key a row; each answer is written to the file at once, so that Ctrl-C loses nothing. Through a pipe, one answer
    a line: `a`, `r`, `r why`, `e field=value; field=value`, `s`, `b`, `q`. Orphaned rows are shown as such.
    """
    from rich.console import Console

    import summitry

    rows = summitry.load_ledger(ledger)
    texts = summitry.texts_of_ledger(rows, ledger, text or [])
    orphans = {one.id: one.why for one in summitry.orphans(rows, ledger, text or [])}
    waiting = [row.id for row in rows if everything or row.provenance.review == "waiting"]
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
    given = InputLines()
    done = 0
    at = 0
    try:
        while at < len(waiting):
            row = rows[waiting[at]]
            _show(console, row, texts.get(row.document.id, ""), orphans.get(row.id, ""), at + 1, len(waiting))
            try:
                new, step = _answer(row, console, given)
            except ValueError as error:
                console.print(f"  {error}", style="red", markup=False)
                if not sys.stdin.isatty():
                    raise given.problem(str(error), "an answer such as a, r, s or q") from None
                continue
            if new is not None:
                rows = rows.with_row(new)
                summitry.save_ledger(rows, ledger)
                done += 1
            if step is None:
                break
            at = max(0, at + step)
    except (KeyboardInterrupt, EOFError):
        console.print()
    left = sum(row.provenance.review == "waiting" for row in rows)
    console.print(f"{ledger}: {done} reviewed, {left} waiting", markup=False)


def _show(console: Console, row: Row, text: str, orphan: str, number: int, of: int) -> None:
    """A row with its words highlighted where they stand."""
    from rich.text import Text

    console.rule(Text(f"{number} of {of}   {row.id}   {row.document.title or row.document.id}   {row.date}"))
    if orphan:
        console.print(f"orphaned: {orphan}", style="bold red", markup=False)
    if text and not orphan:
        start, end = max(0, row.start - AROUND), min(len(text), row.end + AROUND)
        shown = Text(text[start:end].replace("\r", " "))
        for position, _ in row.target.passages:
            shown.stylize("reverse", position.start - start, position.end - start)
        if row.speaker.at is not None:
            shown.stylize("underline", max(0, row.speaker.at[0] - start), max(0, row.speaker.at[1] - start))
        console.print(shown)
    console.print()
    console.print(f"“{row.words}”" if row.quote else row.words, style="bold", markup=False)
    who = " / ".join(x for x in (row.speaker.mention, row.speaker.name, row.speaker.role) if x)
    lines = [("speaker", who), ("party", row.speaker.party or "none"), ("kind", ", ".join(row.kind))]
    lines += [("how", f"{row.mode}, {row.polarity}, {row.modality}, {row.stance}"), ("issue", row.issue)]
    if row.relayed_by is not None:
        lines.append(("relayed by", row.relayed_by.name or row.relayed_by.mention))
    if row.condition is not None:
        lines.append(("condition", " = ".join(x for x in (row.condition.text, row.condition.resolved) if x)))
    if row.probability is not None:
        p = row.probability
        value = f"{p.p:g}" if p.p is not None else f"{p.range[0]:g} to {p.range[1]:g}" if p.range else ""
        lines.append(("chance", f"{value} of: {p.event}" + (f" ({p.scale})" if p.scale else "")))
    lines += [(name, ", ".join(ids)) for name, ids in _links(row).items()]
    sure = f"{row.provenance.confidence:.0%}" if row.provenance.confidence is not None else ""
    made = ", ".join(x for x in (row.provenance.how, sure, row.provenance.review, row.provenance.note) if x)
    lines.append(("made", made))
    for name, value in lines:
        if value:
            console.print(f"  {name:<11}{value}", markup=False)


def _links(row: Row) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for relation, _, other in row.links:
        found.setdefault(relation.replace("_", " "), []).append(other)
    return found


def _answer(row: Row, console: Console, given: InputLines) -> tuple[Row | None, int | None]:
    """The row as reviewed, if it was, and how far to go on; None to stop. `ValueError` for an answer that is none."""
    import summitry

    if sys.stdin.isatty():
        console.print(KEYS, markup=False, style="dim")
        word, rest = typer.getchar().lower(), ""
        if word == "\x03":
            raise KeyboardInterrupt
        if word == "e":
            rest = input(
                "  field=value; … (kind, speaker, name, party, role, mode, polarity, modality, issue, stance, "
                "condition, keep): "
            )
            if not rest.strip():
                return None, 0
        elif word == "r":
            rest = input("  why (may be empty): ")
    else:
        line = given.next()
        if not line:
            return None, None
        word, _, rest = line.strip().partition(" ")
        console.print(f"> {line.strip()}", markup=False)
    actions: dict[str, Callable[[], tuple[Row | None, int | None]]] = {
        "a": lambda: (summitry.accept(row), 1),
        "e": lambda: (summitry.edit(row, _changes(rest)), 1),
        "r": lambda: (summitry.reject(row, rest.strip()), 1),
        "s": lambda: (None, 1),
        "b": lambda: (None, -1),
        "q": lambda: (None, None),
    }
    action = actions.get(word[:1].lower() if word else "s")
    if action is None or word.lower() not in (word[:1].lower(), *_WHOLE):
        raise ValueError(f"{word!r} is no answer: {KEYS}")
    return action()


_WHOLE = ("accept", "edit", "reject", "skip", "back", "quit")


def _changes(text: str) -> dict[str, str]:
    """`field=value; field=value` as a mapping."""
    changes: dict[str, str] = {}
    for part in text.split(";"):
        name, sign, value = part.partition("=")
        if part.strip() and not sign:
            raise ValueError(f"{part.strip()!r} is no field=value")
        if sign:
            changes[name.strip()] = value
    if not changes:
        raise ValueError("nothing to change: write field=value")
    return changes
