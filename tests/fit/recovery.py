"""Models with true coefficients, and how often intervals hold them when their play is simulated and fitted."""

import numpy as np

import summitry

STEPS12 = """
steps:
  - {step: attack, by: market, options: [holds, attacks]}
  - {step: answer, by: government, options: [devalues, defends], when: attack is attacks}
utilities:
  market: {holds: x1 + x2, devalues: constant, defends: constant + x3}
  government: {defends: constant + z1 + x1}
observed: {outcome: y}
"""
TRUE12 = {
    "market.holds.x1": 0.7, "market.holds.x2": -0.5, "market.devalues.constant": 0.8, "market.defends.constant": -0.6,
    "market.defends.x3": 0.9, "government.defends.constant": 0.2, "government.defends.z1": 0.8,
    "government.defends.x1": -0.5,
}  # fmt: skip
STEPS122 = """
steps:
  - {step: one, by: a, options: [left, right]}
  - {step: after left, by: b, options: [takes, leaves], when: one is left}
  - {step: after right, by: b, options: [gives, keeps], when: one is right}
utilities:
  a: {takes: constant + x1, leaves: x2, keeps: constant + x3}
  b: {leaves: constant + z1, keeps: constant + z2}
observed: {choices: {one: c1, after left: c2, after right: c3}}
"""
TRUE122 = {
    "a.takes.constant": 0.5, "a.takes.x1": 0.8, "a.leaves.x2": -0.7, "a.keeps.constant": 0.4, "a.keeps.x3": 0.8,
    "b.leaves.constant": 0.2, "b.leaves.z1": -0.7, "b.keeps.constant": -0.3, "b.keeps.z2": 0.8,
}  # fmt: skip
STEPS123 = """
steps:
  - {step: one, by: a, options: [stays, goes]}
  - {step: two, by: b, options: [yields, resists], when: one is goes}
  - {step: three, by: c, options: [looks on, joins], when: two is resists}
utilities:
  a: {stays: constant + x1, looks on: x2, joins: constant}
  b: {looks on: constant + z1, joins: constant}
  c: {joins: constant + z2}
observed: {outcome: y}
"""
TRUE123 = {
    "a.stays.constant": 0.3, "a.stays.x1": 0.8, "a.looks on.x2": 0.9, "a.joins.constant": -0.7,
    "b.looks on.constant": 0.8, "b.looks on.z1": 0.9, "b.joins.constant": -0.4, "c.joins.constant": 0.2,
    "c.joins.z2": 0.7,
}  # fmt: skip
THREE_WAYS = """
errors: agent
link: logit
steps:
  - {step: offer, by: a, options: [hard, soft, none]}
  - {step: answer, by: b, options: [yes, no], when: offer is not none}
outcomes: {hard deal: offer is hard and answer is yes, soft deal: offer is soft and answer is yes, no deal: otherwise}
utilities:
  a: {hard deal: constant + x1, soft deal: constant + x2}
  b: {hard deal: constant + z1, soft deal: constant + z2}
observed: {counts: {hard deal: h, soft deal: s, no deal: n}}
"""
TRUE_WAYS = {
    "a.hard deal.constant": 1.2, "a.hard deal.x1": 0.8, "a.soft deal.constant": 0.7, "a.soft deal.x2": -0.7,
    "b.hard deal.constant": -0.4, "b.hard deal.z1": 0.9, "b.soft deal.constant": 0.8, "b.soft deal.z2": 0.7,
}  # fmt: skip
ULTIMATUM = """
game: ultimatum
offers: 0 to 15
utilities: {proposer: {no deal: constant + x1}, responder: {no deal: constant + z1}}
observed: {offer: y, accepted: yes}
"""
TRUE_ULTIMATUM = {
    "proposer.no deal.constant": 5.0, "proposer.no deal.x1": 2.0, "responder.no deal.constant": 6.0,
    "responder.no deal.z1": 1.5, "proposer.scale.constant": 1.0, "responder.scale.constant": 0.0,
}  # fmt: skip
CRISIS = """
game: crisis
utilities:
  challenger: {status quo: x1, concession: constant, stand firm: constant + x2, back down: constant}
  target: {concession: constant + z1, stand firm: constant + z2}
observed: {counts: {status quo: sq, concession: cd, stand firm: sf, back down: bd}}
"""
TRUE_CRISIS = {
    "challenger.status quo.x1": 0.4, "challenger.concession.constant": 1.0, "challenger.stand firm.constant": -0.8,
    "challenger.stand firm.x2": 0.5, "challenger.back down.constant": -1.2, "target.concession.constant": -0.5,
    "target.concession.z1": 0.4, "target.stand firm.constant": -0.6, "target.stand firm.z2": 0.5,
}  # fmt: skip
SCALED = """
scale: w
errors: private
steps:
  - {step: attack, by: market, options: [holds, attacks]}
  - {step: answer, by: government, options: [devalues, defends], when: attack is attacks}
utilities:
  market: {holds: x1, devalues: constant, defends: constant}
  government: {defends: constant + z1}
observed: {outcome: y}
"""
TRUE_SCALED = {
    "market.holds.x1": 1.0, "market.devalues.constant": 0.9, "market.defends.constant": -0.8,
    "government.defends.constant": 0.3, "government.defends.z1": 0.8, "scale.w": 0.3,
}  # fmt: skip

MODELS = {
    "steps 12, agent probit": (STEPS12, TRUE12, 1000, 1),
    "steps 12, private probit": ("errors: private\n" + STEPS12, TRUE12, 1000, 1),
    "steps 12, agent logit": ("link: logit\n" + STEPS12, TRUE12, 1000, 1),
    "steps 122, agent probit": (STEPS122, TRUE122, 1000, 1),
    "steps 122, private probit": ("errors: private\n" + STEPS122, TRUE122, 1000, 1),
    "steps 123, agent logit": ("link: logit\n" + STEPS123, TRUE123, 1000, 1),
    "steps 123, private probit": ("errors: private\n" + STEPS123, TRUE123, 1500, 1),
    "three ways, logit": (THREE_WAYS, TRUE_WAYS, 300, 5),
    "scale by a column": (SCALED, TRUE_SCALED, 1500, 1),
    "ultimatum": (ULTIMATUM, TRUE_ULTIMATUM, 500, 1),
    "crisis, npl": ("method: npl\n" + CRISIS, TRUE_CRISIS, 200, 20),
    "crisis, ml": ("method: ml\n" + CRISIS, TRUE_CRISIS, 200, 20),
}
"""Name -> text of the model, true coefficients, rows, plays a row."""


def model_of(name: str) -> summitry.FitModel:
    return summitry.load_fit_model(f"fit: 1\ntitle: {name}\n{MODELS[name][0]}".encode(), name)


def columns(rows: int, seed: int) -> summitry.Table:
    """Independent standard normal columns, the same for every simulation of a model."""
    rng = np.random.default_rng(seed)
    return summitry.Table.of({name: rng.normal(size=rows) for name in ("x1", "x2", "x3", "z1", "z2", "w")})


def coverage(name: str, times: int, *, starts: int = 1, se: str = "hessian") -> tuple[float, int]:
    """Share of the true coefficients within their 90 % intervals, and how many fits converged."""
    model, (_, true, rows, plays) = model_of(name), MODELS[name]
    data = columns(rows, 0)
    inside, converged = [], 0
    for seed in range(times):
        drawn = summitry.simulate(model, data, true, seed=seed, times=plays)
        fit = summitry.fit(model, drawn, starts=starts, se=se)
        converged += fit.converged
        if fit.converged:
            inside += [c.low <= true[c.name] <= c.high for c in fit.coefficients]
    return float(np.mean(inside)), converged
