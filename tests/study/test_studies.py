"""Levers, variants, tipping points, information and stories on cases that are known in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import summitry
from study.closed import BET, BLUFF, DEMAND, TWO_CHANCES, case
from summitry.errors import InputError
from summitry.quantities import draw
from summitry.scenario import with_variant
from summitry.study.experiment import event_of, experiment
from summitry.study.indices import sobol_indices
from summitry.study.lever_study import base_samples

CASE = case(TWO_CHANCES)
GAME = case(BLUFF)


# ---------------------------------------------------------------- indices


def product_shares() -> tuple[float, float, float]:
    """First indices of both factors and the interaction's share, of first * second."""
    mean, var = (0.5, 0.5), (0.6**2 / 12, 0.2**2 / 12)
    parts = (mean[1] ** 2 * var[0], mean[0] ** 2 * var[1], var[0] * var[1])
    return tuple(p / sum(parts) for p in parts)  # type: ignore[return-value]


def test_indices_derivatives_and_ends_of_a_product() -> None:
    found = summitry.levers(CASE, draws=1024)
    one, two, both = product_shares()
    effect = {e.name: e for e in found.effects}
    for name, first in (("first", one), ("second", two)):
        e = effect[name]
        assert e.first.low <= first <= e.first.high
        assert e.total.low <= first + both <= e.total.high
        assert e.first.high - e.first.low < 0.35
    assert effect["idle"].total.value == pytest.approx(0, abs=1e-12)
    assert [e.name for e in found.effects][:2] == ["first", "second"]
    # the mean derivative by the first is the mean of the second
    assert effect["first"].slopes["first"].mean == pytest.approx(0.5, abs=0.02)
    assert effect["second"].slopes["second"].mean == pytest.approx(0.5, abs=0.06)
    assert effect["idle"].slopes["idle"].mean == pytest.approx(0, abs=1e-9)
    ends = effect["first"].ends
    assert ends is not None
    assert (ends.low, ends.high) == (0.2, 0.8)
    assert ends.at_high / ends.at_low == pytest.approx(4)
    assert found.solved.unsolved == 0
    assert found.variance == pytest.approx(sum((0.25 * 0.03, 0.25 * 0.04 / 12, 0.03 * 0.04 / 12)), rel=0.05)


def test_indices_are_those_of_salib_and_do_not_depend_on_the_order_of_rows() -> None:
    from SALib.analyze import sobol

    e = experiment(CASE)
    a, b = base_samples(e, 64, 3)
    names = list(e.cube.names)
    rows = [e.at(a), e.at(b)]
    for name in names:
        mixed = a.copy()
        mixed[:, e.cube.columns([name])] = b[:, e.cube.columns([name])]
        rows.append(e.at(mixed))
    found = sobol_indices(rows[0], rows[1], np.array(rows[2:]))
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    y = np.column_stack([rows[0], *rows[2:], rows[1]]).ravel()
    oracle = sobol.analyze(problem, y, calc_second_order=False, num_resamples=2, seed=1)
    np.testing.assert_allclose(found.first, oracle["S1"], atol=1e-10)
    np.testing.assert_allclose(found.total, oracle["ST"], atol=1e-10)
    shuffled = np.random.default_rng(0).permutation(64)
    again = sobol_indices(rows[0][shuffled], rows[1][shuffled], np.array(rows[2:])[:, shuffled])
    for name in ("first", "total", "first_half", "total_half"):
        np.testing.assert_array_equal(getattr(found, name), getattr(again, name))


def test_an_unsolved_point_drops_its_whole_row() -> None:
    rng = np.random.default_rng(1)
    a, b, mixed = rng.random(32), rng.random(32), rng.random((3, 32))
    broken = mixed.copy()
    broken[1, 5] = np.nan
    found = sobol_indices(a, b, broken)
    keep = np.arange(32) != 5
    again = sobol_indices(a[keep], b[keep], mixed[:, keep])
    assert (found.blocks, found.dropped) == (31, 1)
    np.testing.assert_array_equal(found.total, again.total)


def test_what_nothing_moves_has_no_shares() -> None:
    text = TWO_CHANCES.replace("yes: first", "yes: 0.5").replace("yes: second", "yes: 0.5")
    found = summitry.levers(case(text), draws=16)
    assert all(e.total.value == 0 for e in found.effects)
    assert "the same in all" in summitry.study_text(found)


def test_a_sharp_signalling_game_has_its_semi_separating_chance() -> None:
    found = summitry.levers(GAME, draws=64)
    (effect,) = found.effects
    assert effect.name == "parties.sender.types.strong.chance"
    assert effect.first.value == pytest.approx(1, abs=0.3)
    assert effect.slopes[effect.name].mean == pytest.approx(2, abs=0.06)
    assert effect.ends is not None
    assert (effect.ends.at_low, effect.ends.at_high) == pytest.approx((0.4, 0.8), abs=0.01)


# ---------------------------------------------------------------- tipping points


def test_crossings_of_a_product() -> None:
    found = summitry.tip(CASE, "first", target=0.3, draws=64, seed=2)
    e = experiment(CASE)
    second = e.of_sample(draw(e.laws, 64, 2))["second"]
    places = 0.3 / second
    inside = places < 0.8
    at = [c[0].at for c in found.by_draw if c]
    np.testing.assert_allclose(sorted(at), sorted(places[inside]), atol=1e-5)
    assert found.share == inside.mean()
    assert [c.up for c in found.mean] == [True]
    assert found.mean[0].at == pytest.approx(0.3 / second.mean(), abs=1e-4)
    assert found.first is not None
    assert found.first.value == pytest.approx(np.median(places[inside]), abs=1e-5)
    assert found.jumping == 0


def test_the_bluff_tips_where_it_should() -> None:
    found = summitry.tip(GAME, "parties.sender.types.strong.chance", target=0.6, draws=8)
    assert found.mean[0].at == pytest.approx(0.3, abs=0.005)
    assert found.share == 1


STRONG = "parties.b.types.strong.chance"


def risked_below(cost_of_a: float | np.ndarray) -> float | np.ndarray:
    """The chance of a strong opponent below which the bold demand pays; the sweetener is given in either deal."""
    return (0.35 - 0.05) / (0.35 + cost_of_a - 0.02)


def test_the_bold_demand_tips_with_prior_cost_and_stakes() -> None:
    demand = case(DEMAND)
    found = summitry.tip(demand, STRONG, target=0.5, draws=32)
    e = experiment(demand)
    costs = e.of_sample(draw(e.laws, 32, 0))["cost_of_a"]
    at = np.array([c[0].at for c in found.by_draw])
    assert found.share == 1
    np.testing.assert_allclose(np.sort(at), np.sort(risked_below(costs)), atol=0.012)
    assert all(not c[0].up for c in found.by_draw)
    # what is at stake changes nothing; the cost of fighting does
    stakes = summitry.tip(demand, "stakes", target=0.5, draws=8)
    assert stakes.share == 0
    cost = summitry.tip(demand, "cost_of_a", target=0.5, draws=8, settings={STRONG: "0.6"})
    assert cost.share == 1
    assert cost.mean[0].at == pytest.approx(0.3 / 0.6 - 0.33, abs=0.01)


def test_the_shares_of_prior_and_cost_in_the_bold_demand() -> None:
    found = summitry.levers(case(DEMAND), draws=512)
    effect = {e.name: e for e in found.effects}
    q, c = np.meshgrid(np.linspace(0.3, 0.9, 2001), np.linspace(0.05, 0.25, 401), indexing="ij")
    bold = (q < risked_below(c)).astype(float)
    variance = bold.var()
    by_q, by_c = bold.mean(axis=1).var() / variance, bold.mean(axis=0).var() / variance
    for name, first, other in ((STRONG, by_q, by_c), ("cost_of_a", by_c, by_q)):
        e = effect[name]
        assert e.first.low - 0.03 <= first <= e.first.high + 0.03
        assert e.total.low - 0.03 <= 1 - other <= e.total.high + 0.03
    assert found.mean == pytest.approx(bold.mean(), abs=0.03)


def test_two_levers_and_the_smallest_change() -> None:
    found = summitry.tip_map(CASE, ("first", "second"), target=0.3, draws=8)
    (line,) = found.contour
    np.testing.assert_allclose(line[:, 0] * line[:, 1], 0.3, atol=2e-3)
    least = summitry.least_change(CASE, ["first", "second"], target=0.3, draws=8)
    assert least.reached
    assert least.after == pytest.approx(0.3, abs=1e-3)
    # nearest point of the hyperbola in units of the ranges
    x = np.linspace(0.2, 0.8, 200_001)
    y = 0.3 / x
    size = np.where(y <= 0.6, np.hypot((x - 0.5) / 0.6, (y - 0.5) / 0.2), np.inf)
    assert least.size == pytest.approx(size.min(), abs=2e-3)
    far = summitry.least_change(CASE, ["first"], target=0.9, draws=8)
    assert not far.reached
    assert far.at[0] == pytest.approx(0.8, abs=1e-6)


def test_a_steep_stretch_is_no_jump() -> None:
    found = summitry.tip(
        case(DEMAND), STRONG, target=0.5, draws=8, span=(1e-6, 0.999999), settings={"precision": "3000"}
    )
    assert found.share == 1
    assert found.jumping == 0


def test_the_reason_is_that_of_the_event_that_is_asked_for() -> None:
    text = TWO_CHANCES.replace(
        "markers: {both: early is yes and late is yes}",
        "markers: {both: early is yes and late is yes, asleep: nap is sleeps}",
    )
    text += "variants: {awake: {set: {idle: -2}}}\n"
    asleep = summitry.process(case(text), "asleep", draws=8).variants[0]
    both = summitry.process(case(text), "both", draws=8).variants[0]
    assert asleep.difference.value < -0.3
    assert asleep.reason is None  # the step is the event in other words
    assert both.difference.value == pytest.approx(0, abs=1e-12)
    assert both.reason is None


def test_what_is_certain_has_no_story_but_the_rest() -> None:
    certain = case(
        TWO_CHANCES.replace(
            "markers: {both: early is yes and late is yes}", "markers: {both: early is yes or early is no}"
        )
    )
    study = summitry.full(summitry.run(certain, draws=8, variants=False), certain)
    assert [type(x).__name__ for x in study.further] == ["LeverStudy", "ProcessStudy", "TipStudy"]


def test_a_rule_of_two_steps_holds_one_type_at_both() -> None:
    rule = "law is passes a law and sanctions made and sender is resolved"
    held = summitry.load("sanctions-threat", fixes=[rule]).held
    assert [(line.who, line.type) for line in held] == [("sender", "resolved"), ("sender", "resolved")]
    with pytest.raises(InputError, match="two conditions on 'sender'"):
        summitry.load("sanctions-threat", fixes=["sanctions made and sender is resolved and sender is reluctant"])


def test_a_jump_is_marked_as_one() -> None:
    """A game whose branch turns back: the answer jumps as the lever passes the turn."""
    text = BLUFF.replace("precision: 150", "precision: 60").replace(
        "{value: -1, when: answer is concedes}", "{value: -price, when: answer is concedes}"
    )
    text = text.replace("numbers: {humiliation: 1}", "numbers: {humiliation: 1, price: 0.5 to 1.5}")
    found = summitry.tip(case(text), "price", target=0.5, draws=8)
    for mine in found.by_draw:
        for crossing in mine:
            assert crossing.jump == 0 or abs(crossing.jump) > 0.02


# ---------------------------------------------------------------- information


def test_what_it_is_worth_to_know_whether_it_is_a_bluff() -> None:
    found = summitry.information(GAME, draws=64)
    known = {(t.informed, t.about): t for t in found.types}
    target = known["target", "sender"]
    # in secret it resists the bluffs, of which there are as many as strong challenges: p in the mean, 0.2 to 0.4
    assert target.secret.value == pytest.approx(0.3, abs=0.01)
    assert target.secret.low == pytest.approx(0.21, abs=0.015)
    # openly nobody bluffs: it loses p where it lost 2 p
    assert target.open is not None
    assert target.open.value == pytest.approx(0.3, abs=0.02)
    assert target.event is not None
    assert target.event.value == pytest.approx(-0.3, abs=0.02)


def test_what_a_number_is_worth_to_who_sets_the_lever() -> None:
    found = summitry.information(case(BET), lever="setting", draws=1024)
    assert found.all_known is not None
    gain = 0.998 * 0.225
    assert found.all_known.low - 0.01 <= gain <= found.all_known.high + 0.01
    best, *rest = found.numbers
    assert best.path == "theta"
    assert best.gain.value == pytest.approx(gain, abs=0.015)
    assert all(abs(x.gain.value) < 0.01 for x in rest)


# ---------------------------------------------------------------- stories


def test_the_nearest_story_of_a_product() -> None:
    found = summitry.stories(CASE, target=0.4, draws=256)
    assert found.reached
    assert found.chance == pytest.approx(0.4, abs=2e-3)
    from scipy.special import ndtr

    # the nearest point in standard normal scores, by a fine grid
    z = np.linspace(-3, 3, 1201)
    first, second = 0.2 + 0.6 * ndtr(z)[:, None], 0.4 + 0.2 * ndtr(z)[None]
    size = np.where(first * second >= 0.4, np.hypot(z[:, None], z[None]), np.inf)
    assert found.distance == pytest.approx(size.min(), abs=0.03)
    told = {t.path: t.value for t in found.told}
    assert told["first"] * told["second"] == pytest.approx(0.4, abs=2e-3)
    assert told["idle"] == pytest.approx(0.5, abs=0.02)
    assert found.rule is not None
    assert {limit.path for limit in found.rule.limits} <= {"first", "second"}
    assert found.rule.density > 0.8


def test_a_story_that_needs_no_change_and_one_that_cannot_be_told() -> None:
    easy = summitry.stories(CASE, target=0.2, draws=64)
    assert easy.reached
    assert easy.distance == 0
    hard = summitry.stories(CASE, target=0.9, draws=64)
    assert not hard.reached
    assert hard.chance == pytest.approx(0.48, abs=0.01)


# ---------------------------------------------------------------- comparison and rules


def test_a_case_compared_with_itself_under_another_number() -> None:
    found = summitry.compare(CASE, CASE, draws=32, second_settings={"second": "0.5"})
    paired = {p.name: p for p in found.paired}
    e = experiment(CASE)
    numbers = e.of_sample(draw(e.laws, 32, 0))
    gap = numbers["first"] * (0.5 - numbers["second"])
    assert paired["both"].difference.value == pytest.approx(gap.mean(), abs=1e-9)
    assert paired["both"].difference.low == pytest.approx(np.quantile(gap, 0.05), abs=1e-9)
    assert [(c.what, c.first, c.second) for c in found.changed] == [("second", "0.4 to 0.6", "0.5")]


def test_what_is_the_same_differs_in_nothing() -> None:
    found = summitry.compare(GAME, GAME, draws=8)
    assert all(p.difference.value == p.difference.low == 0 for p in found.paired)
    assert found.changed == ()
    assert found.shifts == ()


def test_a_party_is_held_to_a_rule() -> None:
    held = summitry.compare(GAME, GAME, draws=8, second_fixes=["challenge is stays out and sender is weak"])
    paired = {p.name: p for p in held.paired}
    # only the strong challenge then: 2 p becomes p
    assert paired["crisis breaks out"].second == pytest.approx(paired["crisis breaks out"].first / 2, abs=0.01)
    study = summitry.run(GAME, draws=8, fixes=["answer is resists"], variants=False)
    assert {o.name: o.mean for o in study.findings.outcomes}["conceded"] == 0.0


@pytest.mark.parametrize(
    ("rule", "col", "words"),
    [
        ("challenge is challengs", 14, ("'challengs'", "did you mean 'challenges'")),
        ("challeng is challenges", 1, ("did you mean 'challenge'",)),
        ("sender is strong", 1, ("names no step",)),
        ("challenge is one of challenges, stays out", 1, ("all or nothing",)),
        ("answer is resists and sender is strong", 1, ("'sender'", "does not act")),
        ("", 1, ("nothing",)),
    ],
)
def test_a_rule_that_is_none(rule: str, col: int, words: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        summitry.run(GAME, draws=8, fixes=["answer is resists", rule])
    (problem, *_) = caught.value.problems
    assert (problem.file, problem.line, problem.col) == ("--fix", 2, col)
    assert all(word in str(problem) for word in words)


# ---------------------------------------------------------------- variants

VARIED = (
    BLUFF.replace("attend: [sender, target]", "attend: [sender, target]\n    agenda: nothing")
    + """
variants:
  in the dark: {steps: {challenge: {told to: [sender]}, answer: {when: challenge happened}}}
  nobody concedes: {fix: answer is resists, note: the target always resists}
  a kind sender: {set: {humiliation: 2}}
"""
)


def test_variants_of_a_file_are_ranked_on_common_draws() -> None:
    found = summitry.process(case(VARIED), draws=16)
    by_name = {v.variant.name: v for v in found.variants}
    assert set(by_name) == {"in the dark", "nobody concedes", "a kind sender"}
    # where the target resists always, only the strong challenge: 2 p becomes p
    assert by_name["nobody concedes"].mean == pytest.approx(0.3, abs=0.02)
    assert by_name["nobody concedes"].difference.value == pytest.approx(-0.3, abs=0.02)
    assert by_name["a kind sender"].difference.value == pytest.approx(0, abs=0.01)
    values = [v.difference.value for v in found.variants]
    assert values == sorted(values, reverse=True)
    told = summitry.study_json(found)
    assert isinstance(told["base"], float)
    assert {"name", "change", "mean", "difference"} <= set(told["variants"][0])
    assert set(told["variants"][0]["difference"]) == {"mean", "low", "high"}
    assert {v["name"]: v["change"] for v in told["variants"]}["nobody concedes"] == "the target always resists"


def test_the_base_of_all_studies_is_that_of_a_run() -> None:
    found = summitry.process(case(VARIED), draws=16, seed=5)
    run = summitry.run(case(VARIED), draws=16, seed=5, variants=False)
    assert found.base.value == pytest.approx(run.findings.markers[0].mean, abs=1e-12)


def test_the_program_proposes_one_change_at_a_time() -> None:
    from summitry.study.process import proposals

    text = TWO_CHANCES.replace("parties: {a: {}}", "parties: {a: {}, b: {}}").replace(
        "      - {step: nap, by: a, options: [sleeps, wakes]}\n",
        "      - {step: nap, by: a, options: [sleeps, wakes]}\n  - stage: yard\n    attend: [a, b]\n    steps:\n"
        "      - {step: walk, by: b, options: [walks, stays]}\n      - {step: talk, by: a, options: [talks, waits]}\n",
    )
    names = [v.name for v in proposals(case(text))]
    assert "b at hall" in names
    assert "yard before hall" in names
    assert "talk before walk" in names
    assert "nap in public" in names
    for variant in proposals(case(text)):
        with_variant(case(text), variant)


BAD = """
variants:
  one: {stages: {hal: {attend: [a]}}}
  two: {stages: {crisis: {attend: [sender, taget]}}}
  three: {without: challenge}
  four: {note: nothing}
  five: {move: {answer: {before: answer}}}
  six: {stages: {crisis: {atend: [sender]}}}
"""


def test_every_error_of_a_variant_at_its_place() -> None:
    def problems(text: str) -> list[tuple[int, int, str]]:
        with pytest.raises(InputError) as caught:
            case(BLUFF + "variants:\n" + text)
        return [(p.line, p.col, str(p)) for p in caught.value.problems]

    last = BLUFF.count("\n") + 4  # the head of two lines, `variants:`, and the first line after it
    lines = BAD.strip().splitlines()[1:]
    expected = (
        (lines[0], 18, "unknown name 'hal'"),
        (lines[1], 44, "did you mean 'target'"),
        (lines[2], 3, "under the variant 'three'"),
        (lines[3], 3, "nothing that changes"),
        (lines[4], 25, "next to itself"),
        (lines[5], 27, "did you mean 'attend'"),
    )
    for line, col, words in expected:
        found = problems(line + "\n")
        assert any((at, column) == (last, col) and words in text for at, column, text in found), (line, found)


# ---------------------------------------------------------------- bad input


def test_names_that_are_not_there() -> None:
    with pytest.raises(InputError, match="did you mean 'both'"):
        event_of(CASE, "bth")
    with pytest.raises(InputError, match="did you mean 'first'"):
        summitry.tip(CASE, "frst", draws=8)
    with pytest.raises(InputError, match="strictly between 0 and 1"):
        summitry.tip(CASE, "first", target=1.5, draws=8)
    with pytest.raises(InputError, match="lower one first"):
        summitry.tip(CASE, "first", span=(0.6, 0.2), draws=8)
    with pytest.raises(InputError, match="twice"):
        summitry.tip_map(CASE, ("first", "first"), draws=8)


def test_workers_do_not_change_a_study() -> None:
    one = summitry.study_json(summitry.levers(GAME, draws=32, workers=1))
    two = summitry.study_json(summitry.levers(GAME, draws=32, workers=3))
    assert one == two


def test_all_of_it_is_in_the_report_and_the_summary() -> None:
    varied = case(VARIED)
    study = summitry.full(summitry.run(varied, draws=16, variants=False), varied)
    study = replace(study, further=(*study.further, summitry.compare(GAME, GAME, draws=8)))
    page = summitry.report(study)
    for anchor in ("shares", "process", "tip", "stories", "compared"):
        assert f'id="{anchor}"' in page
    assert set(summitry.summary(study)["studies"]) == {"levers", "process", "tip", "stories", "comparison"}
    plain = summitry.report(summitry.run(varied, draws=16, variants=False))
    assert 'id="shares"' not in plain
