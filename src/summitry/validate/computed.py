"""What published results need besides play: the continuous games, and the deals of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from summitry import catalog
from summitry.deals import adjusted_winner, curve_points
from summitry.errors import GameError
from summitry.fit.table import Table
from summitry.scenario import Scenario
from summitry.scenario import model as m
from summitry.validate.cheap_talk import most_informative
from summitry.validate.crisis import Stakes, crisis_equilibria
from summitry.validate.mediation import best_mediation
from summitry.validate.offers import endless_share, first_share
from summitry.validate.sealed_bids import linear_bids

Found = Mapping[str, float | tuple[float, ...]]


def _offers(first: float, second: float, offers: int = 1) -> Found:
    return {"first": first_share(first, second, offers), "endless": endless_share(first, second)}


def _cheap_talk(bias: float) -> Found:
    found = most_informative(bias)
    cuts = {f"cut {k}": cut for k, cut in enumerate(found.cuts, 1)}
    return {"intervals": len(found.cuts) + 1, "receiver": found.receiver, "sender": found.sender, **cuts}


def _crisis(**stakes: float) -> Found:
    found = crisis_equilibria(Stakes(**stakes))
    return {"equilibria": len(found), **{str(k): triple for k, triple in enumerate(found, 1)}}


def _parabola() -> Found:
    found = curve_points(lambda u: 2 * (1 - u**2), 0, 1)
    assert found is not None
    return {name: u for name, (u, _) in found.items()}


ANALYTIC: Mapping[str, Callable[..., Found]] = {
    "offers": _offers,
    "cheap talk": _cheap_talk,
    "sealed bids": lambda: dict(linear_bids()),
    "mediation": lambda **game: dict(best_mediation(**game)),
    "crisis": _crisis,
    "parabola": _parabola,
}


def worth_of_all(scenario: Scenario) -> tuple[tuple[str, ...], list[list[float]]]:
    """Issues that are split between the two parties, and [2, K] what all of each is worth, at the middle."""
    issues = [i for i in scenario.issues if i.kind == "shares"]
    worth = [
        [_middle(scenario, scenario.worth[p.name].by_option[i.name, _all(i, k)]) for i in issues]
        for k, p in enumerate(scenario.parties)
    ]
    return tuple(i.name for i in issues), worth


def _all(issue: m.Issue, party: int) -> str:
    """The option by which a party has all of an issue."""
    return issue.options[[row[party] for row in issue.amounts].index(1.0)]


def _middle(scenario: Scenario, expr: m.Expr) -> float:
    if isinstance(expr, m.Op) and expr.name == "*":
        return float(np.prod([_middle(scenario, a) for a in expr.args]))
    if isinstance(expr, m.Const):
        return expr.value
    assert isinstance(expr, m.Ref)
    law = scenario.quantities[expr.path].law
    assert law is not None
    return float(np.ravel(law.centre)[0])


def division(scenario: Scenario) -> Found:
    """Points by Adjusted Winner, how many issues it divides, and the package that is best for whoever gets least."""
    from summitry.study.deal_analysis import deal_analysis

    _, worth = worth_of_all(scenario)
    found = adjusted_winner(worth)
    points = 100 * (np.array(worth) * np.stack([found.share, 1 - found.share])).sum(axis=1)
    divided = int(((found.share > 1e-9) & (found.share < 1 - 1e-9)).sum())
    analysis = deal_analysis(scenario)
    settled = analysis.settles(analysis.points["egalitarian"])
    names = [party.label for party in scenario.parties]
    # options that are worth nothing have no number
    tables = [scenario.worth[party.name].by_option for party in scenario.parties]
    best = [100 * sum(_middle(scenario, table[pair]) for pair in settled.items() if pair in table) for table in tables]
    return {
        **{f"points of {name}": float(x) for name, x in zip(names, points, strict=True)},
        "divided": divided,
        **{
            f"egalitarian of {name}": float(x)
            for name, x in zip((p.label for p in scenario.parties), best, strict=True)
        },
    }


def nash_point(scenario: Scenario) -> Found:
    """Each party's gain at the Nash point of all packages."""
    from summitry.study.deal_analysis import deal_analysis

    found = deal_analysis(scenario)
    gains = dict(zip(found.parties, found.utilities[found.points["nash"]].tolist(), strict=True))
    return {f"gain of {name}": gain for name, gain in gains.items()}


def fitted(model: str, table: Table) -> Found:
    """Log-likelihoods of a model of the catalog fitted to data: of its optimum, and of the shares of outcomes alone."""
    from summitry.fit.estimate import fit
    from summitry.formats.fit_yaml import read

    found = fit(read(catalog.content(model)), table)
    if not found.converged or found.null_log_likelihood is None:
        raise GameError("the fit reached no maximum")
    return {"log-likelihood": found.log_likelihood, "null log-likelihood": found.null_log_likelihood}


DEALS: Mapping[str, Callable[[Scenario], Found]] = {"division": division, "nash point": nash_point}
