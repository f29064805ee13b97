"""From what was written, as plain mappings, lists and texts, to a `Scenario`; every trouble is gathered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summitry.scenario import check, declare, ends, issues, parties, reference, steps, variants, walk
from summitry.scenario import model as m
from summitry.scenario.context import Context
from summitry.scenario.fixes import held
from summitry.scenario.node import Node
from summitry.scenario.numbers import named_numbers
from summitry.scenario.structure import structure
from summitry.scenario.troubles import Path, Report, TooMany, Trouble, did_you_mean
from summitry.scenario.vocabulary import Vocabulary, key_of

UNSHIFTED = ("prior", "chance", "odds", "odds ratio", "precision", "discount", "factor")


@dataclass(frozen=True)
class Resolved:
    """A scenario with the key paths of its things, or the troubles that stand in its way."""

    scenario: m.Scenario | None
    troubles: tuple[Trouble, ...]
    places: Mapping[str, tuple[Path, bool]]
    """Key path of named things and numbers, and whether the key is meant."""
    vocabulary: Vocabulary
    """The names of the file, for texts from outside it."""


def resolve(
    source: Any,
    *,
    settings: Mapping[str, str] | None = None,
    fixes: Sequence[str] = (),
    rows: Collection[str] | None = None,
    rejected: Collection[str] = (),
    try_variants: bool = True,
) -> Resolved:
    """Resolve a file read as plain mappings, lists and texts.

    `settings` replace numbers by path name; `fixes` hold parties to rules; of `rows`, `because` names none that are
    `rejected`. `try_variants`: whether the case is also
    resolved under each of its variants, so that what is wrong there is known.
    """
    report = Report()
    ctx = Context(report, settings={key_of(k): v for k, v in (settings or {}).items()})
    try:
        scenario = _resolved(source, ctx, rows, rejected, fixes)
        if try_variants and not report.troubles:
            _try_variants(source, scenario, report, rows)
    except TooMany:
        scenario = None
    places = {**{k: (p, True) for k, p in ctx.paths.items()}, **ctx.places}
    return Resolved(None if report.troubles else scenario, tuple(report.troubles), places, ctx.vocabulary)


def _resolved(
    source: Any, ctx: Context, rows: Collection[str] | None, rejected: Collection[str], fixes: Sequence[str]
) -> m.Scenario:
    pruned = structure(source, ctx.report)
    top = Node(pruned, (), ctx.report)
    declare.declare_parties(ctx, top)
    issues.issues(ctx, top)
    declare.declare_rest(ctx, top)
    ends.by_draw(ctx, top)
    rate = reference.reference(ctx, top)
    numbers = named_numbers(ctx, top.get("numbers"))
    found = parties.parties(ctx, top)
    groups = parties.coalitions(ctx, top)
    precision, found = parties.precision(ctx, top, found)
    scenario = m.Scenario(
        title=top.word("title"),
        as_of=_date(top.get("as_of")),
        question=top.word("question"),
        citation=top.word("citation"),
        ledger=top.word("ledger"),
        reference=rate,
        parties=found,
        coalitions=groups,
        mediators=parties.mediators(ctx, top),
        links=parties.links(ctx, top),
        precision=precision,
        issues=tuple(ctx.issues.values()),
        worth=issues.worths(ctx, top),
        red_lines=issues.red_lines(ctx, top),
        stages=steps.stages(ctx, top),
        markers=ends.events(ctx, top, "marker"),
        outcomes=ends.events(ctx, top, "outcome"),
        terms=ends.terms(ctx, top),
        stated=ends.stated(ctx, top),
        quantities=dict(sorted(ctx.quantities.items())),
        numbers=numbers,
        source=source,
        settings=dict(ctx.settings),
        fixes=tuple(fixes),
        variants=variants.variants(ctx, top),
    )
    scenario = replace(scenario, held=held(ctx, scenario.stages, fixes))
    _settings(ctx)
    scenario = _shifted(ctx, scenario)
    check.check(ctx, top, scenario, rows, rejected)
    return scenario


def _try_variants(source: Any, scenario: m.Scenario, report: Report, rows: Collection[str] | None) -> None:
    """What would be wrong with the case under each of its variants."""
    for variant in scenario.variants:
        changed, moved = variants.varied(source, variant)
        settings = {**scenario.settings, **{key_of(k): v for k, v in variant.set.items()}}
        for trouble in resolve(changed, settings=settings, fixes=(*scenario.fixes, *variant.fix), rows=rows).troubles:
            path, exact = variants.origin(trouble.path, moved, variant.name)
            if exact:
                report.add(replace(trouble, path=path, setting=""))
            else:
                where = ".".join(str(p) for p in trouble.path)
                what = f"under the variant {variant.name!r}: {trouble.found}{f' (in {where})' if where else ''}"
                report.add(Trouble(path, what, trouble.expected, trouble.fix, key=True))


def _date(node: Node | None) -> str:
    """A date as written, if it is one."""
    import datetime

    if node is None:
        return ""
    try:
        return datetime.date.fromisoformat(node.clean).isoformat()
    except ValueError:
        node.trouble(f"{node.clean!r}", "a date such as 2025-08-14")
        return ""


def _settings(ctx: Context) -> None:
    """Settings that met no number are unknown."""
    for path in ctx.settings:
        if path not in ctx.used:
            fix = did_you_mean(path, ctx.paths)
            if not fix:
                near = [p for p in ctx.paths if p.split(".")[-1] == path.split(".")[-1]]
                fix = f"did you mean {near[0]!r}?" if near else ""
            ctx.report.add(
                Trouble((), f"unknown number {path!r}", "the path name of a number of the file", fix, setting=path)
            )


def _shifted(ctx: Context, scenario: m.Scenario) -> m.Scenario:
    """What is shifted, from names and groups to the paths that arithmetic rests on."""
    targets = {path: _targets(ctx, path, node) for path, node in ctx.shifts}

    def change(option: m.Option) -> m.Option:
        pairs = tuple((one, factor) for path, factor in option.shifts for one in targets.get(path, ()))
        return replace(option, shifts=pairs) if option.shifts else option

    stages = tuple(replace(s, steps=tuple(walk.with_options(x, change) for x in s.steps)) for s in scenario.stages)
    return replace(scenario, stages=stages)


def _targets(ctx: Context, path: str, node: Node) -> tuple[str, ...]:
    if path not in ctx.paths:
        known = [p for p, q in ctx.quantities.items() if q.kind not in UNSHIFTED]
        node.trouble(f"unknown number {path!r}", "the path name of a number", did_you_mean(path, known), key=True)
        return ()
    below = [path] if path in ctx.quantities else [p for p in ctx.quantities if p.startswith(path + ".")]
    wrong = next((ctx.quantities[p] for p in below if ctx.quantities[p].kind in UNSHIFTED), None)
    if wrong is not None:
        node.trouble(
            f"a shift of a {wrong.kind}",
            "a payoff, a cost, a worth or a named number",
            "priors, chances, precisions and discounts cannot be shifted",
            key=True,
        )
        return ()
    if not below:
        node.trouble(
            f"a shift of {path!r}, which is arithmetic",
            "a number that is drawn",
            "name it under `numbers` and shift the name",
            key=True,
        )
    return tuple(below)
