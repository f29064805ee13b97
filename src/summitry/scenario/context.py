"""What the parts of the resolver share: names, numbers found so far, and how small texts are read in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from summitry.scenario import model as m
from summitry.scenario.expressions import read_condition
from summitry.scenario.node import Node
from summitry.scenario.troubles import COMMA_HINT, Path, Report, did_you_mean, listed
from summitry.scenario.vocabulary import Entry, Vocabulary, key_of

NO_GROUND = m.Ground()
GROUNDS = ("because", "note", "unit")
KEEP = ("team", "public")
"""Who may see a number: those who work on the case, or everybody."""
ROW = re.compile(r"[A-Za-z0-9][\w.-]*")


def is_ground(key: str, item: Node) -> bool:
    """Whether a key of a mapping says on what it rests or who may see it; `keep` with any other word is a label."""
    return key in GROUNDS or (key == "keep" and item.is_text and key_of(item.text) in KEEP)


@dataclass
class Context:
    """The state of one resolution."""

    report: Report
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    settings: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Settings that met a number."""
    paths: dict[str, Path] = field(default_factory=dict)
    """Where each number stands, by its path name (groups of numbers by type included)."""
    quantities: dict[str, m.Quantity] = field(default_factory=dict)
    named: dict[str, m.Expr] = field(default_factory=dict)
    """Top-level numbers that count only under a condition, by lower-case name."""
    places: dict[str, tuple[Path, bool]] = field(default_factory=dict)
    """Where named things are declared, and whether the key is meant."""
    rows: list[tuple[str, Node]] = field(default_factory=list)
    """Ledger rows that are named, for `check`."""
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Type names by party."""
    coalitions: dict[str, m.Coalition] = field(default_factory=dict)
    """Coalitions by name."""
    issues: dict[str, m.Issue] = field(default_factory=dict)
    """Issues by name."""
    shifts: list[tuple[str, Node]] = field(default_factory=list)
    """Path names that are shifted, for `check`."""
    timed: list[tuple[Node, m.Cond, str]] = field(default_factory=list)
    """Conditions that are seen before a step or a stage, for `check`."""

    # ------------------------------------------------------------ texts

    def condition(self, node: Node | None, at: str = "", *, by_draw: bool = False) -> m.Cond | None:
        """The condition written at a node; None when there is none or it cannot be read.

        `at` names the step or stage before which it is seen; later steps are then troubles. `by_draw`: it may rest on
        shares that differ from draw to draw.
        """
        if node is None:
            return None
        if not node.is_text:
            node.trouble("no condition", "a text such as `opening is offers a ceasefire`")
            return None
        cond, flaws = read_condition(node.text, self.vocabulary, by_draw=by_draw)
        for flaw in flaws:
            node.trouble(flaw.found, flaw.expected, flaw.fix, offset=flaw.offset)
        if at and cond is not None and not flaws:
            self.timed.append((node, cond, at))
        return cond

    def ground(self, node: Node | None, outer: m.Ground = NO_GROUND) -> m.Ground:
        """The `because` and `note` of a mapping, or what holds for all around it."""
        if node is None or not node.is_map:
            return outer
        rows: list[str] = []
        assumptions: list[str] = []
        because = node.get("because")
        for item in because.each_item() if because is not None else ():
            if item.is_map:
                text = item.word("assumption")
                if not text:
                    item.trouble("no assumption", "{assumption: why}")
                assumptions.append(text)
                for key, extra in item.items():
                    if key != "assumption":
                        extra.trouble(
                            f"unknown key {key!r}",
                            "`assumption`",
                            did_you_mean(key, ["assumption"]) or (COMMA_HINT if extra.value is None else ""),
                            key=True,
                        )
            elif item.is_list:
                item.trouble("a list in a list", "a row of the ledger, or {assumption: why}")
            elif not ROW.fullmatch(item.clean):
                item.trouble(
                    f"{item.clean[:40]!r}",
                    "a row of the ledger such as s12",
                    "write {assumption: why} for a reason of your own",
                )
            else:
                rows.append(item.clean)
                self.rows.append((item.clean, item))
        note = node.word("note")
        keep = node.get("keep")
        seen_by = key_of(keep.text) if keep is not None and keep.is_text else ""
        team = seen_by == "team" or (seen_by != "public" and outer.team)
        if not rows and not assumptions:
            return m.Ground(outer.rows, outer.assumptions, note or outer.note, team)
        return m.Ground(tuple(rows), tuple(assumptions), note, team)

    # ------------------------------------------------------------ names

    def name(self, node: Node, kinds: Iterable[str], expected: str) -> Entry | None:
        """The declared thing that a text names."""
        kinds = tuple(kinds)
        text = node.clean
        if not node.is_text or not text:
            node.trouble(
                "no name" if not node.is_map and not node.is_list else "a mapping" if node.is_map else "a list",
                expected,
            )
            return None
        entry = self.vocabulary.get(text)
        if entry is None:
            known = self.vocabulary.of_kind(*kinds)
            node.trouble(f"unknown name {text!r}", expected, did_you_mean(text, known))
        elif entry.kind not in kinds:
            node.trouble(f"{entry.name!r}, which is a {entry.kind}", expected)
            return None
        return entry

    def key(self, key: str, node: Node, kinds: Iterable[str], expected: str, words: Iterable[str] = ()) -> Entry | None:
        """The declared thing that the key of a node names; `words` are keys that may also stand there."""
        kinds = tuple(kinds)
        entry = self.vocabulary.get(key)
        if entry is None or entry.kind not in kinds:
            found = f"unknown name {key!r}" if entry is None else f"{entry.name!r}, which is a {entry.kind}"
            node.trouble(found, expected, did_you_mean(key, [*self.vocabulary.of_kind(*kinds), *words]), key=True)
            return None
        return entry

    def parties(
        self,
        node: Node | None,
        *,
        words: Mapping[str, tuple[str, ...]] | None = None,
        expected: str = "names of parties",
    ) -> tuple[str, ...]:
        """A list of parties; coalitions stand for their members, `words` (by default `everyone`) for what they mean."""
        out: list[str] = []
        for item in node.each_item() if node is not None else ():
            known = {"everyone": self.all_parties} if words is None else words
            if item.is_text and key_of(item.text) in known:
                out.extend(known[key_of(item.text)])
                continue
            entry = self.name(item, ("party", "coalition", "mediator"), expected)
            if entry is not None and entry.kind != "mediator":
                out.extend(entry.members if entry.kind == "coalition" else (entry.name,))
        return tuple(dict.fromkeys(out))

    @property
    def all_parties(self) -> tuple[str, ...]:
        """Names of all parties, in the order of the file."""
        return tuple(self.vocabulary.of_kind("party"))

    def label(
        self, node: Node, labels: Iterable[str], what: str, *, text: str | None = None, key: bool = False
    ) -> str | None:
        """A label as declared, from the text or the key of a node."""
        wanted = text if text is not None else node.clean
        labels = tuple(labels)
        for label in labels:
            if key_of(label) == key_of(wanted):
                return label
        kind, sign, of = what.partition(" of ")
        node.trouble(
            f"unknown {kind} {wanted!r}{sign}{of}",
            f"one of {listed(labels)}" if labels else "none here",
            did_you_mean(wanted, labels),
            key=key,
        )
        return None

    def flag(self, node: Node | None, default: bool = False) -> bool:
        """`yes` or `no`."""
        if node is None:
            return default
        known = {"yes": True, "no": False, "true": True, "false": False}
        if key_of(node.text) not in known:
            node.trouble(f"{node.clean!r}" if node.is_text else "no text", "yes or no")
        return known.get(key_of(node.text), default)

    def whole(self, node: Node | None, low: int, high: int, what: str) -> int | None:
        """A whole number between two ends."""
        if node is None:
            return None
        if not re.fullmatch(r"\d{1,9}", node.clean) or not low <= int(node.clean) <= high:
            node.trouble(
                f"{node.clean!r}" if node.is_text else "no number", f"{what}, a whole number from {low} to {high}"
            )
            return None
        return int(node.clean)

    def place(self, name: str, node: Node, *, key: bool = True) -> None:
        """Remember where something is declared."""
        self.places.setdefault(key_of(name), (node.path, key))


Check = Callable[[m.Quantity], tuple[str, str, str] | None]
"""What is wrong with a number where it stands: found, expected, fix."""
