"""Published estimates, from the data where they lie beside the repository."""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr

import summitry
from summitry.fit import crisis

SANCTIONS = b"""
fit: 1
title: Threats of sanctions
citation: Crisman-Cox & Gibilisco 2019, Political Science Research and Methods, doi:10.1017/psrm.2019.58
game: crisis
parties: {challenger: sender, target: target}
utilities:
  sender:
    status quo: sqrt(senderecondep) + senderdemocracy + contig + ally
    concession: constant + anticipatedsendercosts
    stand firm: constant + sqrt(senderecondep) + senderdemocracy + lncaprat
    back down: constant + senderdemocracy
  target:
    concession: constant + sqrt(targetecondep) + anticipatedtargetcosts + contig + ally
    stand firm: constant + targetdemocracy + lncaprat
observed: {counts: {status quo: sq, concession: cd, stand firm: sf, back down: bd}}
"""


@pytest.mark.slow
def test_sanctions_by_nested_pseudo_likelihood(shared_data: Path) -> None:
    """Crisman-Cox & Gibilisco 2019, table 3, and the probabilities that their package sigInt ships with the data."""
    table = summitry.load_table(shared_data / "sanctions_dyads.csv")
    fit = summitry.fit(summitry.load_fit_model(SANCTIONS), table, starts=20, seed=7)
    assert fit.null_log_likelihood == pytest.approx(-4023.2100, abs=1e-4)
    assert fit.log_likelihood == pytest.approx(-3932.447, abs=0.01)
    assert sum(abs(s.log_likelihood + 3932.447) <= 0.01 and s.converged for s in fit.starts) >= 18
    assert len(fit.coefficients) == 20
    assert fit.x is not None
    np.testing.assert_allclose(ndtr(fit.x), table.numbers("PRnpl"), atol=2e-4)
    u = crisis.worths(fit.model, fit.sample.indices(fit.beta, bend=False))
    np.testing.assert_allclose(crisis.firm(u, fit.x), table.numbers("PFnpl"), atol=2e-4)


@pytest.mark.slow
def test_the_likeliest_equilibria_fit_sanctions_better(shared_data: Path) -> None:
    """Maximum likelihood lies above the pseudo-likelihood's fixed point, which is one of the points it chooses among."""
    table = summitry.load_table(shared_data / "sanctions_dyads.csv")
    fit = summitry.fit(summitry.load_fit_model(SANCTIONS), table, starts=2, method="ml")
    assert fit.converged
    assert fit.log_likelihood > -3932.447


def test_the_three_equilibria_of_lewis_and_schultz() -> None:
    """Jo 2011; Crisman-Cox & Gibilisco 2019, section 2: (B resists, A challenges, A fights)."""
    sa, va, wa, a, cb, wb, vb = (np.array([x]) for x in (0.0, 1.0, -1.9, -1.2, 0.0, -2.8, 1.0))
    u = crisis.Worths(sa=sa, va=va, wa=wa, a=a, cb=cb, wb=wb, vb=vb)
    _, places = crisis.equilibria(u)
    found = []
    for x in places:
        at = np.array([x])
        c = crisis.threshold(u, at)
        challenge = 1 - ndtr(c - wa) * ndtr(c - a)
        found.append([ndtr(x), challenge[0], crisis.firm(u, at)[0]])
    expected = [[0.296452, 0.961725, 0.306244], [0.472423, 0.582385, 0.268038], [0.874031, 0.179311, 0.202198]]
    np.testing.assert_allclose(found, expected, atol=1e-6)


OCHS = b'NFG 1 R "Matching pennies" { "Row" "Column" } { 2 2 } 1.1141 0 0 1.1141 0 1.1141 0.2785 0'


def test_precision_of_matching_pennies() -> None:
    """Ochs 1995, doi:10.1006/game.1995.1030, as fitted in Gambit's documentation: 128 plays a side."""
    game = summitry.load_game(OCHS)
    shares = (0.527, 0.366)
    counts = summitry.Table.of({
        "player": [1, 1, 2, 2], "infoset": [1, 1, 1, 1], "action": [1, 2, 1, 2],
        "count": [128 * p for s in shares for p in (s, 1 - s)],
    })  # fmt: skip
    fit = summitry.fit_precision(game, summitry.play_of(game, counts))
    assert fit.precision == pytest.approx(1.845610, abs=2e-6)
    assert fit.log_likelihood == pytest.approx(-174.764532, abs=1e-6)


CURRENCY = """
fit: 1
title: Speculative attacks
citation: Leblang 2003, as in Kenkel & Signorino 2014, doi:10.18637/jss.v056.i08, section 3
errors: private
{scale}
steps:
  - {{step: attack, by: market, options: [no attack, attack]}}
  - {{step: answer, by: government, options: [devaluation, defense], when: attack is attack}}
utilities:
  market: {{no attack: {peace}, devaluation: {loss}, defense: {draw}}}
  government: {{defense: {defense}}}
observed: {{outcome: outcome}}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "log_likelihood", "coefficients"),
    [
        (
            {
                "scale": "", "loss": "constant", "draw": "constant",
                "peace": "capcont + lreserves + overval + creditgrow + USinterest + service + contagion + prioratt",
                "defense": "constant + unifgov + lexports + preelec + postelec + rightgov + realinterest + capcont + lreserves",
            },
            -482.02,
            {"market.no attack.capcont": -0.4525, "market.devaluation.constant": -3.6648, "government.defense.preelec": 1.6632},
        ),
        (
            {"scale": "scale: prioratt", "peace": "lreserves + overval", "loss": "constant", "draw": "constant",
             "defense": "constant + preelec + realinterest"},
            -495.37,
            {"market.no attack.lreserves": 0.2264, "scale.prioratt": 0.0427, "market.defense.constant": -2.8410},
        ),
        (
            {"scale": "scale: estimated", "peace": "1", "loss": "-1", "draw": "0", "defense": "1"},
            -646.54,
            {"scale.constant": -1.0513},
        ),
    ],
)  # fmt: skip
def test_currency_crises(
    shared_data: Path, parts: dict[str, str], log_likelihood: float, coefficients: dict[str, float]
) -> None:
    file = shared_data / "leblang2003.csv"
    if not file.exists():
        pytest.skip(f"needs {file}, the data set leblang2003 of the R package games as CSV")
    model = summitry.load_fit_model(CURRENCY.format(**parts).encode())
    fit = summitry.fit(model, summitry.load_table(file), starts=2)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=0.006)
    found = {c.name: c.estimate for c in fit.coefficients}
    assert {name: round(found[name], 4) for name in coefficients} == pytest.approx(coefficients, abs=2e-4)


def test_classroom_offers(shared_data: Path) -> None:
    """Kenkel & Signorino 2014, section 3.3; two estimates there are short of the top by 0.04."""
    file = shared_data / "student_offers.csv"
    if not file.exists():
        pytest.skip(f"needs {file}, the data set student_offers of the R package games as CSV")
    model = summitry.load_fit_model(b"""
fit: 1
title: Offers in a classroom
game: ultimatum
offers: 0 to 100
utilities: {proposer: {no deal: constant + gender1}, responder: {no deal: constant + gender2}}
scale: {responder: 3}
observed: {offer: offer, accepted: accept}
""")
    fit = summitry.fit(model, summitry.load_table(file))
    assert fit.log_likelihood == pytest.approx(-292.14, abs=0.006)
    assert [c.estimate for c in fit.coefficients] == pytest.approx([62.198, -25.409, 37.684, -0.897, 3.934], abs=0.05)
    assert [c.se for c in fit.coefficients] == pytest.approx([18.734, 39.290, 1.616, 1.150, 0.430], abs=0.02)
