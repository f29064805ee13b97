"""Predictions and effects against closed forms and simulation, tables for papers, and the command."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit
from typer.testing import CliRunner

import summitry
from fit.recovery import MODELS, columns, model_of
from summitry.cli.main import app

LOGIT = b"""
fit: 1
title: Entry & exit
link: logit
steps: [{step: entry, by: firm, options: [out, in]}]
utilities: {firm: {in: constant + x + region is coast}}
observed: {outcome: y}
"""


def drawn() -> summitry.Table:
    rng = np.random.default_rng(3)
    data = summitry.Table.of({"x": rng.normal(size=500), "region": rng.choice(["coast", "inland", "north"], size=500)})
    true = {"firm.in.constant": -0.3, "firm.in.x": 0.9, "firm.in.region is coast": 0.6}
    return summitry.simulate(summitry.load_fit_model(LOGIT), data, true, seed=1)


def test_a_logit_has_its_known_effects() -> None:
    """β mean(p(1 - p)) per unit; the change of the mean for labels; bands that hold the mean, within 0 and 1."""
    data = drawn()
    fit = summitry.fit(summitry.load_fit_model(LOGIT), data)
    b = {c.term: c.estimate for c in fit.coefficients}
    coast = np.array([label == "coast" for label in data.labels("region")])
    p = expit(b["constant"] + b["x"] * data.numbers("x") + b["region is coast"] * coast)
    effects = {(e.column, e.change, e.of): e.estimate for e in summitry.marginal_effects(fit)}
    base = max(("inland", "north"), key=data.labels("region").count)
    assert effects["x", "per unit", "in"] == pytest.approx(b["x"] * np.mean(p * (1 - p)), rel=1e-5)
    both = [np.mean(expit(b["constant"] + b["x"] * data.numbers("x") + c)) for c in (0, b["region is coast"])]
    assert effects["region", f"from {base} to coast", "in"] == pytest.approx(both[1] - both[0])
    path = summitry.along(fit, "x", values=[-6.0, 0.0, 6.0])
    assert all(0 < low < mean < high < 1 for rows in zip(path.low, path.mean, path.high, strict=True)
               for low, mean, high in zip(*rows, strict=True))  # fmt: skip
    assert path.at("in")[1] == pytest.approx(np.mean(expit(b["constant"] + b["region is coast"] * coast)))
    assert summitry.along(fit, "region").values == ("coast", "inland", "north")
    with pytest.raises(summitry.InputError, match="one that the model reads: x, region"):
        summitry.along(fit, "z")


def test_expected_offers_are_those_of_play() -> None:
    """Quadrature against 400,000 simulated offers: within four standard errors."""
    model, true = model_of("ultimatum"), MODELS["ultimatum"][1]
    fit = summitry.fit(model, summitry.simulate(model, columns(400, 0), true), starts=1)
    path = summitry.along(fit, "x1", values=[0.5])
    found = {c.name: c.estimate for c in fit.coefficients}
    rows = columns(400, 0).with_numbers("x1", np.full(400, 0.5))
    offers, accepted = [], []
    for seed in range(1000):
        again = summitry.simulate(model, rows, found, seed=seed)
        offers.append(again.numbers("y").mean())
        accepted.append(again.numbers("yes").mean())
    for name, seen in (("offer", offers), ("accepted", accepted)):
        assert path.at(name)[0] == pytest.approx(np.mean(seen), abs=4 * np.std(seen) / np.sqrt(len(seen)))


@pytest.mark.parametrize("name", ["crisis, npl", "steps 12, private probit", "ultimatum"])
def test_delta_method_is_that_of_the_gradient(name: str) -> None:
    """The prediction's derivative by each coefficient equals a difference of predictions."""
    from dataclasses import replace

    from summitry.fit.effects import predict

    model, (_, true, _, plays) = model_of(name), MODELS[name]
    fit = summitry.fit(model, summitry.simulate(model, columns(80, 0), true, times=plays), starts=1)
    here = predict(fit, fit.table)
    np.testing.assert_allclose(here.values[: len(model.outcomes)].sum(), 1, atol=1e-9) if name != "ultimatum" else None
    for k in range(len(fit.beta)):
        h = np.zeros(len(fit.beta))
        h[k] = 1e-5
        up, down = (predict(replace(fit, beta=fit.beta + s * h), fit.table).values for s in (1, -1))
        np.testing.assert_allclose(here.gradient[:, k], (up - down) / 2e-5, rtol=2e-4, atol=2e-6)


def test_tables_say_what_a_paper_needs() -> None:
    fit = summitry.fit(summitry.load_fit_model(LOGIT), drawn(), se="cluster:region")
    text = summitry.fit_text(fit, effects=summitry.marginal_effects(fit), path=summitry.along(fit, "x", points=3))
    for words in ("firm: in", "region is coast", "clustered by region (3 clusters)", "AIC, BIC", "only 3 clusters"):
        assert words in text
    latex = summitry.fit_latex(fit)
    assert r"\caption{Entry \& exit}" in latex
    assert latex.count(r"\\") == 10  # head, title, 3 terms, 5 sums
    found = json.loads(summitry.json_text(summitry.fit_json(fit)))
    assert [c["name"] for c in found["coefficients"]] == list(fit.model.coefficients)
    assert np.sqrt(np.diag(found["covariance"])) == pytest.approx([c["se"] for c in found["coefficients"]])
    assert found["aic"] == pytest.approx(6 - 2 * found["log_likelihood"])
    assert found["bic"] == pytest.approx(3 * np.log(500) - 2 * found["log_likelihood"])


def test_the_same_seed_gives_the_same_bytes() -> None:
    model = summitry.load_fit_model(LOGIT)
    texts = {summitry.json_text(summitry.fit_json(summitry.fit(model, drawn(), seed=5))) for _ in range(2)}
    assert len(texts) == 1


def test_the_command_ends_as_it_should(tmp_path: Path) -> None:
    model, data, game, counts = (tmp_path / n for n in ("m.yaml", "d.csv", "g.efg", "c.csv"))
    model.write_bytes(LOGIT)
    data.write_text(summitry.table_text(drawn()))
    game.write_text('EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    counts.write_text("player,infoset,action,count\n1,1,a,75\n1,1,b,25\n")
    calls: list[tuple[list[str], int]] = [
        ([str(model), str(data), "--json"], 0),
        ([str(game), str(counts), "--json"], 0),
        ([str(model), str(data), "--json", "--latex"], 2),
        ([str(model), str(data), "--missing", "keep"], 2),
        ([str(game), str(counts), "--along", "x"], 2),
        ([str(model), str(tmp_path / "none.csv")], 2),
        (["no-such-model", str(data)], 2),
    ]
    answers = []
    for arguments, code in calls:
        done = CliRunner().invoke(app, ["fit", *arguments])
        assert done.exit_code == code, done.output
        answers.append(done)
    assert json.loads(answers[0].stdout)["kind"] == "model"
    assert json.loads(answers[1].stdout)["lambda"] == pytest.approx(np.log(3), abs=1e-6)


def test_payoffs_in_columns_leave_the_scale(tmp_path: Path) -> None:
    """Known payoffs and logistic errors: one over the scale is λ, as fitted to the same play in one game."""
    text = """
title: Trust
link: logit
errors: agent
scale: estimated
steps:
  - {step: first, by: a, options: [keeps, trusts]}
  - {step: second, by: b, options: [takes, shares], when: first is trusts}
utilities:
  a: {keeps: 1, takes: {fixed: -pay / 4}, shares: {fixed: pay}}
  b: {takes: {fixed: pay + 1}, shares: {fixed: pay}}
observed: {counts: {keeps: k, takes: t, shares: s}}
"""
    model = summitry.load_fit_model(f"fit: 1{text}".encode())
    data = summitry.Table.of({"pay": [2], "k": [35], "t": [40], "s": [25]})
    fit = summitry.fit(model, data)
    game = summitry.load_game(b'EFG 2 R "" { "a" "b" } p "" 1 1 "" { "k" "t" } 0 t "" 1 "" { 1, 0 } '
                              b'p "" 2 1 "" { "t" "s" } 0 t "" 2 "" { -0.5, 3 } t "" 3 "" { 2, 2 }')  # fmt: skip
    rows = [(1, 1, "k", 35), (1, 1, "t", 65), (2, 1, "t", 40), (2, 1, "s", 25)]
    counts = summitry.Table.of(
        dict(zip(("player", "infoset", "action", "count"), zip(*rows, strict=True), strict=True))
    )
    found = summitry.fit_precision(game, summitry.play_of(game, counts))
    assert fit.log_likelihood == pytest.approx(found.log_likelihood, abs=1e-6)
    assert np.exp(-fit.coefficients[0].estimate) == pytest.approx(found.precision, rel=1e-4)
    # a file that forgot its first key is still told as a model
    (tmp_path / "m.yaml").write_text(text)
    with pytest.raises(summitry.InputError, match="no key `fit`"):
        summitry.to_fit(tmp_path / "m.yaml")


def test_a_game_of_counts_drops_no_rows_and_a_model_of_one_answer_nests_nothing(tmp_path: Path) -> None:
    game = tmp_path / "g.efg"
    game.write_text('EFG 2 R "" { "A" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    counts = tmp_path / "c.csv"
    counts.write_text("player,infoset,action,count\n1,1,a,3\n1,1,b,1\n")
    said = CliRunner().invoke(app, ["fit", str(game), str(counts), "--missing", "drop"])
    assert (said.exit_code, "--missing drop with a game" in said.stderr) == (2, True)


def test_what_stands_side_by_side_fits_a_screen(tmp_path: Path) -> None:
    """Names of any length: what does not fit stands below, each column under its own name."""
    outcomes = ["no answer at all from anybody", "yes", "no, said at length and in writing"]
    model = tmp_path / "m.yaml"
    model.write_text(
        "fit: 1\ntitle: T\ngame: steps\nsteps:\n"
        "  - {step: one, by: a, options: [stop, go]}\n"
        "  - {step: two, by: b, options: [yes, no], when: one is go}\n"
        f'outcomes:\n  "{outcomes[0]}": one is stop\n  "{outcomes[1]}": two is yes\n  "{outcomes[2]}": otherwise\n'
        f'utilities:\n  a: {{"{outcomes[0]}": x, "{outcomes[1]}": 0.5, "{outcomes[2]}": 0}}\n'
        f'  b: {{"{outcomes[1]}": constant}}\n'
        f'observed:\n  counts: {{"{outcomes[0]}": n0, "{outcomes[1]}": n1, "{outcomes[2]}": n2}}\n'
    )
    data = tmp_path / "d.csv"
    data.write_text("x,n0,n1,n2\n0,40,30,30\n1,60,15,25\n")
    said = CliRunner().invoke(app, ["fit", str(model), str(data), "--along", "x", "--values", "0,1"])
    assert said.exit_code == 0, said.stderr
    part = said.stdout[said.stdout.index("predicted along") :].splitlines()
    assert max(map(len, part)) <= 80
    assert [sum(name in line for line in part) for name in outcomes] == [1, 1, 1]
