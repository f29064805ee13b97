"""What a study says of small cases, against sums and Bayes by hand."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from small import SIGNAL, case, changed, choices
from summitry.study import remarks, run
from summitry.study.findings import Findings
from summitry.study.gathered import chance, monte_carlo_error, ratio, spread
from summitry.study.levers import rank_correlation

UNSURE = changed(
    changed(SIGNAL, "warm: {chance: 0.4}", "warm: {chance: 0.2 to 0.6}"), "precision: 5", "precision: 2 to 8"
)
TALKS = UNSURE.replace("outcomes:", "markers: {meeting: answer is invites}\noutcomes:")
TABLE = """
parties:
  a: {}
  b: {types: {firm: {chance: 0.4}, soft: {chance: rest}}, prior_of: {a: {firm: 0.2}}}
precision: 6
issues: {land: {options: [line, swap, all of it]}, aid: {levels: [none, some]}}
worth:
  a: {land: {swap: 0.4, all of it: 1}, aid: {some: -0.1}}
  b: {land: {swap: -0.2, all of it: -0.9}, aid: {some: 0.4}}
red_lines: [{who: b, type: firm, never: land is all of it}]
stages:
  - stage: table
    attend: [a, b]
    steps:
      - {threat: walk out, by: a, against: b, due when: not deal agreed, carried out: {a: -0.1, b: -0.3}, backed down: {a: -0.05}}
      - rounds: 2
        steps: [{proposal: deal, by: a, from: {shortlist: 3}, accepted by: [b]}]
markers: {swap made: deal agreed with land is swap}
outcomes: {a deal: deal agreed, none made: otherwise}
payoffs: {b: {pride: {value: 0.1, when: not deal agreed}}}
"""


@pytest.fixture(scope="module")
def talks() -> Findings:
    return run(case(TALKS), draws=128, seed=3).findings


def test_chances_are_chances(talks: Findings) -> None:
    assert sum(c.mean for c in talks.outcomes) == pytest.approx(1, abs=1e-12)
    for c in (*talks.outcomes, *talks.markers):
        assert 0 <= c.low <= c.median <= c.high <= 1
        assert c.if_unsolved == (pytest.approx(c.mean), pytest.approx(c.mean))
        assert 0 < c.mc_error < 0.01
        assert len(c.by_draw) == 128
    assert talks.main == "meeting"


def test_given_the_marker(talks: Findings) -> None:
    rows = {g.outcome: g for g in talks.given}
    assert rows["talks"].mean == pytest.approx(1)
    assert rows["end"].mean == 0


def test_beliefs_are_bayes() -> None:
    findings = run(case(SIGNAL), draws=8, variants=False).findings
    played = choices(case(SIGNAL))
    warm, cold = (played["guest", t, "tone", "0"]["kind"] for t in ("warm", "cold"))
    row = next(b for b in findings.beliefs if b.after == "tone is kind" and b.party == "host")
    assert row.types["warm"].mean == pytest.approx(0.4 * warm / (0.4 * warm + 0.6 * cold), abs=1e-12)
    assert row.chance == pytest.approx(0.4 * warm + 0.6 * cold, abs=1e-12)
    assert row.at_table


def test_strategies_carry_reasons(talks: Findings) -> None:
    tone = next(s for s in talks.strategies if s.type == "cold")
    assert sum(r.mean for r in tone.options.values()) == pytest.approx(1)
    # being kind costs the cold guest 0.3 and wins it some of the time
    assert tone.gains["kind"]["tone"] == pytest.approx(-0.3, abs=1e-9)
    assert tone.gains["kind"]["time"] > 0
    assert tone.reached == pytest.approx(0.6, abs=0.01)


def test_the_same_bytes_whatever_the_workers() -> None:
    one, two = (run(case(TALKS), draws=256, seed=5, workers=w, variants=False) for w in (1, 2))
    assert one.data is not None
    assert two.data is not None
    for name in one.data:
        assert one.data[name].values.tobytes() == two.data[name].values.tobytes(), name
    assert one.findings.strategies == two.findings.strategies
    assert one.findings.levers == two.findings.levers
    other = run(case(TALKS), draws=256, seed=6, variants=False)
    assert other.findings.markers[0].mean != one.findings.markers[0].mean


def test_settings_leave_other_draws_alone() -> None:
    plain = run(case(TALKS), draws=64, seed=1, variants=False)
    fixed = run(case(TALKS), draws=64, seed=1, variants=False, settings={"precision": "4"})
    assert plain.data is not None
    assert fixed.data is not None
    name = "parties.guest.types.warm.chance"
    assert np.array_equal(plain.data.number.sel(path=name), fixed.data.number.sel(path=name))
    assert np.unique(fixed.data.number.sel(path="precision")).tolist() == [4.0]
    assert [lever.path for lever in fixed.findings.levers] == [name]
    assert fixed.settings == {"precision": "4"}


def test_variants_scale_the_precision() -> None:
    doubled = next(
        s for s in run(case(TALKS), draws=64, seed=3).findings.sensitivities if s.what == "precision doubled"
    )
    assert (doubled.solved, doubled.draws) == (64, 64)
    direct = run(case(TALKS), draws=64, seed=3, variants=False, settings={"precision": "4 to 16"}).findings
    assert doubled.chances["meeting"].mean == pytest.approx(direct.markers[0].mean, abs=1e-9)


def test_deals_words_and_flows() -> None:
    findings = run(case(TABLE), draws=64, seed=2).findings
    deals = findings.deals
    assert deals is not None
    assert deals.packages == 6
    rows = {d.label: d for d in deals.deals}
    swap = rows["land swap, aid some"]
    assert swap.gains["b soft"].mean == pytest.approx(-0.2 + 0.4 - 0.1)
    assert swap.gains["a"].mean == pytest.approx(0.3)
    assert swap.by_all == pytest.approx(1)
    assert sum(d.shortlisted for d in deals.deals) == 3
    assert all("b firm" in d.forbidden for d in deals.deals if "all of it" in d.label)
    agreed = sum(d.agreed.mean for d in deals.deals)
    assert agreed == pytest.approx(findings.outcomes[0].mean, abs=1e-9)
    (word,) = findings.words
    assert word.due.mean == pytest.approx(findings.outcomes[1].mean, abs=1e-9)
    share = 1 / (1 + np.exp(6 * 0.05))
    assert word.carried_out.mean == pytest.approx(share, abs=1e-9)
    assert word.believed["b"].mean == pytest.approx(share, abs=1e-9)
    assert word.cost_of_carrying_out.mean == pytest.approx(0.1)
    assert sum(f.chance for f in findings.flows) == pytest.approx(1)
    assert {s.what for s in findings.sensitivities} >= {"two fewer packages", "two more packages"}
    (stage,) = findings.stages
    (step,) = [s for s in stage.steps if s.kind == "proposal"]
    assert sum(step.options.values()) == pytest.approx(step.chance)


def test_own_prior_moves_own_values() -> None:
    same = run(case(changed(TABLE, ", prior_of: {a: {firm: 0.2}}", "")), draws=8, variants=False).findings
    own = run(case(TABLE), draws=8, variants=False).findings
    assert same.values["a"].mean == pytest.approx(same.values_analyst["a"].mean, abs=1e-12)
    assert own.values["a"].mean > own.values_analyst["a"].mean + 1e-5


def test_unsolved_draws_are_counted_and_never_averaged() -> None:
    x = np.array([0.2, np.nan, 0.6, 0.4] * 2)
    c = chance("x", x)
    assert c.mean == pytest.approx(0.4)
    assert c.if_unsolved == (pytest.approx(0.3), pytest.approx(0.55))
    assert spread(np.array([np.nan])).mean != spread(np.array([np.nan])).mean
    assert ratio(np.array([0.1, np.nan]), np.array([0.2, np.nan])).mean == pytest.approx(0.5)  # type: ignore[union-attr]
    assert ratio(np.zeros(3), np.zeros(3)) is None


def test_monte_carlo_error_is_the_spread_of_scrambles() -> None:
    x = np.repeat(np.arange(8.0), 4)
    assert monte_carlo_error(x) == pytest.approx(np.std(np.arange(8.0), ddof=1) / np.sqrt(8))


def test_rank_correlation() -> None:
    from scipy.stats import spearmanr

    rng = np.random.default_rng(1)
    x = rng.integers(0, 9, 60).astype(float)
    y = x + rng.normal(size=60) * 3
    assert rank_correlation(x, y) == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)
    assert rank_correlation(x, np.ones(60)) == 0


ODD = """
parties:
  a: {types: {x: {chance: 0.5}, y: {chance: rest}}}
  b: {}
precision: 20
stages:
  - stage: talk
    attend: [a, b]
    steps:
      - {step: word, by: a, options: [sweet, sour]}
      - {threat: blow, by: b, against: a, due when: yield is no way, carried out: {b: -2}, backed down: {}}
      - {step: yield, by: a, options: [fine, no way], costs: {fine: {x: 0.1, y: 0.2}}}
  - {stage: never, attend: [a], when: yield is fine and yield is no way, steps: [{step: idle, by: a, options: [p, q]}]}
outcomes: {good: yield is fine, bad: otherwise}
payoffs: {a: {land: {value: 0.3, when: yield is no way}}}
"""


def test_remarks_of_a_careful_colleague() -> None:
    found = {
        (r.kind, r.text.split("'")[1] if "'" in r.text else "") for r in remarks(case(ODD.replace("never,", "attic,")))
    }
    assert ("stage not reached", "attic") in found
    assert ("step not reached", "idle") in found
    assert ("silent message", "word") in found
    assert ("empty threat", "blow") in found
    assert ("ending without payoff", "good") in found
    assert not [r for r in remarks(case(TABLE)) if r.kind == "empty threat"]


def test_types_alike_are_remarked_on() -> None:
    text = changed(changed(SIGNAL, "{warm: 0.02, cold: 0.3}", "0.1"), "{warm: 0.3, cold: 0.4}", "0.3")
    assert "types alike" in {r.kind for r in remarks(case(text))}
    assert "types alike" not in {r.kind for r in remarks(case(SIGNAL))}


def test_a_large_tree_is_remarked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    # the room has a function of the module's name
    monkeypatch.setattr(sys.modules["summitry.study.remarks"], "LARGE", 10)
    (remark,) = remarks(case(TABLE))
    assert remark.kind == "size"
    assert "'deal'" in remark.text
    assert replace(remark, text="").line > 0


def test_what_to_watch_is_bayes(talks: Findings) -> None:
    findings = run(case(SIGNAL), draws=8, variants=False).findings
    played = choices(case(SIGNAL))
    (kind,) = [w for w in findings.watch if w.option == "kind"]
    warm, cold = (played["guest", t, "tone", "0"]["kind"] for t in ("warm", "cold"))
    assert kind.after.mean == pytest.approx(played["host", "", "answer", "0", "tone is kind"]["invites"], abs=1e-12)
    assert kind.likelier is not None
    assert kind.likelier[:2] == ("warm", "cold")
    assert kind.likelier[2] == pytest.approx(warm / cold, abs=1e-9)
    # the answer settles whether they talk: there is nothing to watch for in it
    assert {w.step for w in findings.watch} == {"tone"}
    shifts = [abs(w.after.mean - talks.markers[0].mean) for w in talks.watch]
    assert shifts == sorted(shifts, reverse=True)


HALL = """
parties: {a: {}, b: {}, c: {}}
coalitions: {council: {members: [a, b, c], rule: majority, veto: [b]}}
precision: 4
issues: {land: {options: [x, y, z]}}
worth: {a: {land: {x: 0.3, y: -0.3, z: 0.2}}, b: {land: {x: 0.2, y: 0.5, z: -0.1}}, c: {land: {x: -0.5, y: 0.4, z: 0.4}}}
mediators: {un: {name: UN envoy}}
stages:
  - stage: hall
    attend: [a, b, c]
    steps:
      - {vote: motion, by: council, options: [adopt, reject]}
      - {proposal: plan, by: un, accepted by: council}
      - {announce: news, says: {good: plan agreed, bad: otherwise}}
outcomes: {planned: plan agreed, open: otherwise}
"""


def test_deals_follow_the_rule_of_those_who_answer() -> None:
    findings = run(case(HALL), draws=8, variants=False).findings
    assert findings.deals is not None
    # x: a and b carry it; y: b and c; z: a and c would, but b has a veto
    assert {d.label: d.by_all for d in findings.deals.deals} == {"land x": 1.0, "land y": 1.0, "land z": 0.0}


def test_votes_and_announcements_are_among_the_steps() -> None:
    (stage,) = run(case(HALL), draws=8, variants=False).findings.stages
    assert [(s.step, s.kind) for s in stage.steps] == [
        ("motion", "vote"),
        ("plan", "proposal"),
        ("news", "announcement"),
    ]
    for step in stage.steps:
        assert sum(step.options.values()) == pytest.approx(step.chance)


def test_numbers_by_type_span_what_they_are_for_all_types() -> None:
    text = changed(SIGNAL, "precision: 5\n", "precision: 5\nnumbers: {price: {guest warm: 0.1, guest cold: 0.3}}\n")
    rows = {n.path: n for n in run(case(text), draws=8, variants=False).findings.numbers}
    assert (rows["price"].low, rows["price"].high) == (pytest.approx(0.1), pytest.approx(0.3))


def test_what_was_only_declared_is_told_apart_from_what_binds() -> None:
    bottom = ", bottom line: {when: land is all of it and aid is some, because: {assumption: guessed}}"
    text = TABLE.replace("never: land is all of it}", f"never: 'land is one of swap, all of it'{bottom}}}")
    found = run(case(text.replace("{shortlist: 3}", "all")), draws=64, seed=3).findings.deals
    assert found is not None
    beyond = {d.label for d in found.deals if d.forbidden == ("b firm",)}
    said = {d.label for d in found.deals if d.declared == ("b firm",)}
    assert beyond == {"land all of it, aid some"}
    assert said == {
        d.label for d in found.deals if d.settles.get("land") in ("swap", "all of it") and d.label not in beyond
    }
    assert len(said) >= 2


def test_a_marker_over_a_share_that_is_split_holds_draw_by_draw() -> None:
    text = """
parties: {a: {}, b: {types: {firm: {chance: 0.4}, soft: {chance: rest}}}}
precision: 3
issues: {pie: {shares among: [a, b], settle: nash}}
worth: {a: {pie: {whole: 1}}, b: {pie: {whole: {firm: 2, soft: 1}}}}
stages:
  - stage: hall
    attend: [a, b]
    steps: [{proposal: deal, by: a, from: [{pie: by nash}], may withhold: yes, accepted by: [b]}]
markers:
  good for a: deal agreed and share of a in pie is at least 0.45
  firm deal: deal agreed and b is firm
  bad for a: deal agreed and not good for a
  bad too: share of a in pie is not at least 0.45
outcomes: {a deal: deal agreed, none of it: otherwise}
payoffs:
  b: {outside: {value: {firm: 0.1 to 0.7, soft: 0.1}, when: not deal agreed}}
  a: {outside: {value: 0.1, when: not deal agreed}}
"""
    found = run(case(text), draws=64, variants=False)
    marker = {e.name: e.by_draw for e in found.findings.markers}
    deal = found.findings.outcomes[0].by_draw
    assert found.data is not None
    outside = found.data["number"].sel(path="payoffs.b.outside.firm").values
    # a is given 0.55 - outside / 4 of a firm b's pie and half of a soft one's
    little = outside > 0.4
    assert 10 < little.sum() < 54
    np.testing.assert_allclose(marker["good for a"], deal - marker["firm deal"] * little, atol=1e-12)
    np.testing.assert_allclose(marker["bad for a"], marker["firm deal"] * little, atol=1e-12)
    np.testing.assert_allclose(marker["bad too"], marker["bad for a"], atol=1e-12)
    given = {(g.event, g.outcome): g.mean for g in found.findings.given}
    assert given["good for a", "a deal"] == pytest.approx(1)
