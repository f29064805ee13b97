"""Which further comparison of worths would narrow the findings most, and what holds in how many draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from summitry.build.ground import Values
from summitry.deals import narrowing
from summitry.quantities import Preferences, Ranking
from summitry.scenario import model as m
from summitry.scenario.vocabulary import key_of
from summitry.scenario.walk import steps
from summitry.study.findings import DealSummary
from summitry.study.gathered import Gathered
from summitry.study.ordered import Holding, Order, Ordered, Question

Floats = npt.NDArray[np.float64]
Pairs = tuple[tuple[str, str], ...]

MOST_PACKAGES = 24
"""Packages of which all pairs are tried, the first that can be proposed."""
MOST_QUESTIONS = 2_000
SHOWN = 10
"""Questions that are kept: the best for the main event, and the best for each other one."""


def ordered(g: Gathered, numbers: Mapping[str, Floats], deals: DealSummary | None, main: str) -> Ordered | None:
    """Findings about worths given by order; None where every worth is given in numbers."""
    scenario = g.game.scenario
    orders = tuple(order for party in scenario.parties if (order := _order(scenario, party.name)) is not None)
    if not orders:
        return None
    events = [*(("marker", e.name) for e in scenario.markers), *(("outcome", e.name) for e in scenario.outcomes)]
    chances = {name: g.event(kind, name) for kind, name in events}
    tried = [one for order in orders for one in _tried(g, numbers, order.party)][:MOST_QUESTIONS]
    return Ordered(orders, _holds(g, chances, deals), _questions(tried, chances, main), len(tried))


def _by_order(scenario: m.Scenario, party: str) -> dict[str, m.Quantity]:
    """Numbers of a party's worth that are given by order alone."""
    return {
        path: q
        for path, q in scenario.quantities.items()
        if q.kind == "worth" and q.holder == party and isinstance(q.law, Ranking | Preferences)
    }


def _order(scenario: m.Scenario, party: str) -> Order | None:
    drawn = _by_order(scenario, party)
    if not drawn:
        return None
    said = [s.text for s in scenario.worth[party].statements]
    return Order(party, tuple(said or dict.fromkeys(q.text for q in drawn.values())))


def _holds(g: Gathered, chances: Mapping[str, Floats], deals: DealSummary | None) -> tuple[Holding, ...]:
    scenario, solved = g.game.scenario, g.solved
    if not solved.any():
        return ()
    out = [
        Holding("likelier than not", e.name, float((chances[e.name][solved] > 0.5).mean())) for e in scenario.markers
    ]
    table = np.array([chances[e.name][solved] for e in scenario.outcomes])
    first = table.argmax(axis=0)
    out += [Holding("likeliest", e.name, float((first == k).mean())) for k, e in enumerate(scenario.outcomes)]
    if deals is not None:
        out.append(Holding("some deal", "", 1 - deals.zone_empty))
        out += [Holding("all accept", d.label, d.by_all) for d in deals.deals if d.shortlisted]
    return tuple(out)


# ---------------------------------------------------------------- questions


def _tried(g: Gathered, numbers: Mapping[str, Floats], party: str) -> Iterator[tuple[str, str, str, Floats]]:
    """(party, first, second, difference of worths [B]) of comparisons that the language could state."""
    game = g.game
    worth, drawn = game.scenario.worth[party], _by_order(game.scenario, party)
    values, facts = Values(numbers, len(g.status)), game.program.variables.empty()

    def of(expr: m.Expr) -> Floats:
        return values.of(game.grounder.ground(expr, facts))

    def ranked(expr: m.Expr) -> bool:
        return isinstance(expr, m.Op) and any(isinstance(a, m.Ref) and a.path in drawn for a in expr.args)

    options = {pair: of(expr) for pair, expr in worth.by_option.items() if ranked(expr)}
    whole = {pairs: of(expr) for pairs, expr in worth.together if ranked(expr)}
    seen: set[bytes] = set()

    def one(first: str, second: str, difference: Floats) -> Iterator[tuple[str, str, str, Floats]]:
        signs = np.sign(difference)
        flipped = min(signs.tobytes(), (-signs).tobytes())
        if flipped not in seen and len(np.unique(signs)) > 1:
            seen.add(flipped)
            # it reads more easily where the answer is more often yes
            if (signs > 0).mean() < 0.5:
                first, second, difference = second, first, -difference
            yield party, first, second, difference

    def told(pair: tuple[str, str]) -> str:
        return f"{pair[0]} is {pair[1]}"

    for a, b in combinations(options, 2):
        if a[0] != b[0]:
            yield from one(told(a), told(b), options[a] - options[b])
    issues = {issue for issue, _ in options}
    numbered = {issue for issue, _ in worth.by_option} - issues
    for (first, x), (second, y) in combinations(_packages(g).items(), 2):
        if whole:
            if x in whole and y in whole:
                yield from one(first, second, whole[x] - whole[y])
            continue
        differ = {issue for issue, _ in set(x) ^ set(y)}
        extra = any((set(t) <= set(x)) != (set(t) <= set(y)) for t, _ in worth.together)
        if differ & issues and not differ & numbered and not extra:
            better = sum((options[p] for p in x if p in options), np.zeros(len(g.status)))
            yield from one(first, second, better - sum(options[p] for p in y if p in options))


def _packages(g: Gathered) -> dict[str, Pairs]:
    """Packages that can be proposed, by the text that means them in a statement."""
    scenario = g.game.scenario
    names: dict[Pairs, str] = {}
    for stage in scenario.stages:
        for step in steps(stage.steps):
            for listed in step.packages if isinstance(step, m.Proposal) else ():
                names.setdefault(tuple(sorted(listed.settles)), listed.name)
    out: dict[str, Pairs] = {}
    for packages in g.game.shortlists.values():
        for package in packages[:MOST_PACKAGES]:
            pairs = tuple((i.name, i.options[o]) for i, o in zip(scenario.issues, package, strict=True) if o >= 0)
            text = names.get(tuple(sorted(pairs)), "")
            if not text or " over " in f" {key_of(text)} ":
                text = " and ".join(f"{issue} is {option}" for issue, option in pairs)
            out.setdefault(text, pairs)
    return dict(list(out.items())[:MOST_PACKAGES])


def _questions(
    tried: Sequence[tuple[str, str, str, Floats]], chances: Mapping[str, Floats], main: str
) -> tuple[Question, ...]:
    if not tried:
        return ()
    names = [main, *(name for name in chances if name != main)]
    found = narrowing(np.array([chances[n] for n in names]).T, np.array([one[3] for one in tried]).T)
    kept = [int(q) for q in found.order(0)[:SHOWN]]
    for f in range(1, len(names)):
        kept += [int(q) for q in found.order(f)[:1] if int(q) not in kept]
    sure = bool(kept)
    if not sure:
        kept = [int(found.reduction[0].argmax())]
    out = []
    for q in kept:
        party, first, second, _ = tried[q]
        told = [f for f in range(len(names)) if found.reduction[f, q] > found.noise] if sure else [0]
        out.append(
            Question(
                party,
                first,
                second,
                float(found.yes[q]),
                {names[f]: float(found.reduction[f, q]) for f in told},
                {names[f]: (float(found.means[f, q, 0]), float(found.means[f, q, 1])) for f in told},
                sure,
            )
        )
    return tuple(out)
