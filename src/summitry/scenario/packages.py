"""Packages as they are written: by hand under a proposal, by name, by their options, or as a condition."""

from __future__ import annotations

from dataclasses import dataclass

from summitry.scenario import model as m
from summitry.scenario.context import Context
from summitry.scenario.declare import step_kind, unfolded
from summitry.scenario.expressions import read_condition
from summitry.scenario.lexer import Flaw
from summitry.scenario.node import Node
from summitry.scenario.troubles import did_you_mean, listed
from summitry.scenario.vocabulary import key_of

Pairs = tuple[tuple[str, str], ...]
"""(issue, option) pairs."""


def pairs_of(ctx: Context, node: Node, others: tuple[str, ...]) -> Pairs:
    """The (issue, option) pairs of a mapping that also has other keys."""
    out = []
    for key, item in node.items():
        if key in others:
            continue
        entry = ctx.key(key, item, ("issue",), "the name of an issue")
        label = (
            ctx.label(item, entry.labels, f"option of {entry.name!r}")
            if entry is not None and entry.labels is not None
            else None
        )
        if entry is not None and label is not None:
            out.append((entry.name, label))
    return tuple(out)


def package(ctx: Context, node: Node, index: int) -> m.Package:
    """A package written out by hand."""
    pairs = pairs_of(ctx, node, ("name", "because", "note"))
    if not pairs:
        node.trouble("a package that settles nothing", "{issue: option, …}")
    named = node.get("name")
    return m.Package(named.clean if named is not None else ", ".join(o for _, o in pairs) or str(index), pairs)


@dataclass(frozen=True, eq=False)
class Known:
    """Packages of which a text can speak."""

    ctx: Context
    named: dict[str, m.Package]
    """By lower-case name, of all proposals that list them."""
    unlisted: tuple[str, ...]
    """Proposals that draw on other packages than listed ones."""

    def read(self, text: str) -> tuple[Pairs, Flaw | None]:
        """The pairs that a text means: a name, options joined by `and`, or `issue is option and …`."""
        found = self.named.get(key_of(text))
        if found is not None:
            return found.settles, None
        if not text.strip():
            return (), Flaw(0, "nothing", "a package")
        parts = [text] if self._issues_with(text) else text.split(" and ")
        issues = [self._issues_with(part) for part in parts]
        if all(len(known) == 1 for known in issues):
            return self._once([known[0] for known in issues], text)
        cond, flaws = read_condition(text, self.ctx.vocabulary)
        if flaws or cond is None:
            for part, known in zip(parts, issues, strict=True):
                if len(known) > 1:
                    names = [issue for issue, _ in known]
                    fix = f"write `{names[0]} is {known[0][1]}`"
                    return (), Flaw(
                        text.find(part), f"{part.strip()!r}, an option of {listed(names)}", "one issue", fix
                    )
            if " is " not in f" {key_of(text)} ":
                labels = [o for issue in self.ctx.issues.values() for o in issue.options]
                near = did_you_mean(text, [*(p.name for p in self.named.values()), *labels])
                return (), Flaw(
                    0, f"unknown package {text.strip()!r}", "a package: its name, or `issue is option and …`", near
                )
            return (), flaws[0] if flaws else Flaw(0, "no package", "`issue is option and …`")
        pairs = []
        for one in cond.of if isinstance(cond, m.And) else (cond,):
            if not isinstance(one, m.IssueIs) or one.negated or len(one.options) != 1:
                return (), Flaw(0, f"{text.strip()!r}", "one option for each issue, as in `issue is option and …`")
            pairs.append((one.issue, one.options[0]))
        return self._once(pairs, text)

    def _once(self, pairs: list[tuple[str, str]], text: str) -> tuple[Pairs, Flaw | None]:
        twice = next((i for k, (i, _) in enumerate(pairs) if i in [j for j, _ in pairs[:k]]), None)
        if twice is not None:
            return (), Flaw(0, f"{text.strip()!r}, which settles {twice!r} twice", "one option for each issue")
        order = list(self.ctx.issues)
        return tuple(sorted(pairs, key=lambda pair: order.index(pair[0]))), None

    def _issues_with(self, text: str) -> list[tuple[str, str]]:
        return [
            (issue.name, option)
            for issue in self.ctx.issues.values()
            for option in issue.options
            if key_of(option) == key_of(text)
        ]


def known_packages(ctx: Context, top: Node) -> Known:
    """All packages that proposals of the file list, and the proposals that do not."""
    named: dict[str, m.Package] = {}
    unlisted: list[str] = []

    def enter(steps: Node | None) -> None:
        for node in unfolded(ctx, steps):
            kind = step_kind(node)
            if kind in ("at once", "rounds"):
                enter(node.get("at once" if kind == "at once" else "steps"))
            elif kind == "proposal":
                source = node.get("from")
                if source is None or not source.is_list:
                    unlisted.append(node.word("proposal"))
                    continue
                for k, item in enumerate(source.each_item(), 1):
                    if item.is_map:
                        made = package(ctx, item, k)
                        named.setdefault(key_of(made.name), made)

    stages = top.get("stages")
    for stage in stages.each_item() if stages is not None else ():
        enter(stage.get("steps"))
    return Known(ctx, named, tuple(unlisted))
