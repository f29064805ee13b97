"""Beliefs after events are Bayes' rule by hand: types for everybody, numbers by weighted draws."""

from __future__ import annotations

import numpy as np
import pytest

from study.closed import BLUFF, case
from summitry.errors import InputError
from summitry.study.run import run
from summitry.study.update import UpdateStudy, update

SIGNALS = """
parties:
  a: {types: {strong: {chance: 0.2}, weak: {chance: rest}}, prior_of: {b: {strong: 0.5}}}
  b: {}
  c: {}
precision: 4
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - chance: first
        odds: {loud: 0.3, quiet: rest}
        odds given: [{when: a is strong, odds: {loud: 0.9, quiet: rest}}]
      - chance: second
        odds: {high: 0.4, low: rest}
        odds given: [{when: a is strong, odds: {high: 0.8, low: rest}}]
        told to: [c]
      - {step: nap, by: b, options: [sleeps, wakes]}
markers: {both: first is loud and second is high}
outcomes: {noise: first is loud, calm: otherwise}
"""
"""Chances of both signals by type are given: all that follows from them is arithmetic."""

THETA = """
parties: {a: {types: {strong: {chance: 0.2 to 0.8}, weak: {chance: rest}}}, b: {}}
numbers: {theta: 0.2 to 0.8, idle: 0 to 1}
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - {chance: coin, odds: {heads: theta, tails: rest}}
      - chance: tone
        odds: {loud: 0.25, quiet: rest}
        odds given: [{when: a is strong, odds: {loud: 0.75, quiet: rest}}]
      - {step: nap, by: b, options: [sleeps, wakes]}
markers: {heads and loud: coin is heads and tone is loud}
outcomes: {heads: coin is heads, tails: otherwise}
payoffs: {b: {rest: {value: idle, when: nap is sleeps}}}
"""


def strong(s: UpdateStudy, holder: str, moment: int = -1) -> float:
    return s.moments[moment].conviction(holder, "a").types["strong"].mean


def test_one_signal_by_hand() -> None:
    s = update(case(SIGNALS), ["first is loud"])
    assert strong(s, "", 0) == pytest.approx(0.2)
    assert strong(s, "b", 0) == pytest.approx(0.5)
    # .2 x .9 against .8 x .3; by the own prior of b .5 x .9 against .5 x .3; c hears nothing and has the analyst's prior
    assert strong(s, "") == pytest.approx(0.18 / 0.42, abs=1e-12)
    assert strong(s, "b") == pytest.approx(0.75, abs=1e-12)
    assert strong(s, "c") == pytest.approx(0.2, abs=1e-12)
    assert s.after.seen_by == ("a", "b")
    assert s.after.together.mean == pytest.approx(0.42, abs=1e-12)
    assert s.certain
    assert s.draws == 8
    # both signals given the first one: P(high | loud)
    assert s.after.likelihood("both").range.mean == pytest.approx((0.18 * 0.8 + 0.24 * 0.4) / 0.42, abs=1e-12)
    assert s.after.likelihood("calm").range.mean == 0.0


def test_events_one_after_the_other_by_hand() -> None:
    s = update(case(SIGNALS), ["2025-03-01: first is loud", "2025-03-04: second is high"])
    assert [m.event.date for m in s.moments[1:] if m.event] == ["2025-03-01", "2025-03-04"]
    assert strong(s, "", 1) == pytest.approx(0.18 / 0.42, abs=1e-12)
    assert strong(s, "") == pytest.approx(0.144 / (0.144 + 0.096), abs=1e-12)
    # each of b and c has heard one of the two
    assert strong(s, "b") == pytest.approx(0.75, abs=1e-12)
    assert strong(s, "c") == pytest.approx(0.16 / (0.16 + 0.32), abs=1e-12)
    assert s.after.chance.mean == pytest.approx((0.144 + 0.096) / 0.42, abs=1e-12)
    assert s.after.together.mean == pytest.approx(0.24, abs=1e-12)


def test_order_and_joining_of_events_change_nothing_in_the_end() -> None:
    one = update(case(SIGNALS), ["first is loud", "second is high"]).after
    for texts in (["second is high", "first is loud"], ["first is loud and second is high"], ["both"]):
        other = update(case(SIGNALS), texts).after
        for a, b in zip(one.convictions, other.convictions, strict=True):
            assert a.types["strong"].mean == pytest.approx(b.types["strong"].mean, abs=1e-12)


def test_a_compound_event_is_learnt_as_far_as_its_parts_are() -> None:
    """Of an either-or nobody learns a part; of a both each learns its own."""
    s = update(case(SIGNALS), ["first is loud or second is high"])
    # P(strong, neither) = .2 x .1 x .2, P(weak, neither) = .8 x .7 x .6
    assert strong(s, "") == pytest.approx((0.2 - 0.004) / (1 - 0.004 - 0.336), abs=1e-12)
    assert (strong(s, "b"), strong(s, "c")) == (pytest.approx(0.5), pytest.approx(0.2))
    assert s.after.seen_by == ()


def test_choices_are_read_by_the_solved_strategies() -> None:
    """One choice between payoffs: logit by hand, then Bayes."""
    text = """
parties: {a: {types: {eager: {chance: 0.3}, calm: {chance: rest}}}, b: {}}
precision: 5
stages:
  - stage: hall
    attend: [a, b]
    steps: [{step: move, by: a, options: [goes, stays]}]
outcomes: {gone: move is goes, still: otherwise}
payoffs: {a: {going: {value: {eager: 0.4, calm: -0.2}, when: move is goes}}}
"""
    eager, calm = 1 / (1 + np.exp(-5 * 0.4)), 1 / (1 + np.exp(5 * 0.2))
    s = update(case(text), ["move is goes"])
    expected = 0.3 * eager / (0.3 * eager + 0.7 * calm)
    assert s.after.conviction("b", "a").types["eager"].mean == pytest.approx(expected, abs=1e-9)
    assert s.after.conviction("", "a").types["eager"].mean == pytest.approx(expected, abs=1e-9)


def test_numbers_are_weighed_by_the_chance_of_the_event() -> None:
    """theta is uniform on [.2, .8] and the event has the chance theta: E theta² / E theta = .28 / .5."""
    s = update(case(THETA), ["coin is heads"], draws=1024)
    theta = next(n for n in s.numbers if n.path == "theta")
    assert theta.before.mean == pytest.approx(0.5, abs=1e-3)
    assert theta.after.mean == pytest.approx(0.56, abs=1e-3)
    # the density is proportional to theta: its distribution function is (x² - .04) / .6
    assert theta.after.low == pytest.approx(np.sqrt(0.04 + 0.05 * 0.6), abs=3e-3)
    assert theta.after.high == pytest.approx(np.sqrt(0.04 + 0.95 * 0.6), abs=3e-3)
    spread = np.sqrt(0.03)
    assert theta.shift == pytest.approx(0.06 / spread, abs=5e-3)
    # E theta³ / E theta = (.8⁴ - .2⁴) / 4 / .6 / .5
    assert theta.narrowing == pytest.approx(np.sqrt((0.4080 / 2.4) / 0.5 - 0.56**2) / spread, abs=5e-3)
    assert s.after.effective == pytest.approx(1024 * 0.25 / 0.28, rel=2e-3)
    assert s.numbers[0] is theta
    assert theta.moved
    assert not next(n for n in s.numbers if n.path == "idle").moved


def test_types_and_their_uncertain_prior_are_updated_together() -> None:
    """The prior q is uniform on [.2, .8], the event has the chance .75 q + .25 (1 - q)."""
    s = update(case(THETA), ["tone is loud"], draws=1024)
    expected = 0.75 * 0.5 / 0.5
    assert strong(s, "") == pytest.approx(expected, abs=1e-3)
    q = next(n for n in s.numbers if n.path == "parties.a.types.strong.chance")
    # E q (.25 + .5 q) / .5 = (.125 + .14) / .5
    assert q.after.mean == pytest.approx(0.53, abs=1e-3)
    # b has no prior of its own and holds the analyst's of the draw
    assert strong(s, "b") == pytest.approx(expected, abs=1e-3)


def test_linked_types_are_told_by_own_type() -> None:
    """Margins of a half and an odds ratio of 3: the joint chance x of both strong solves x² = 3 (.5 - x)²."""
    text = """
parties:
  a: {types: {strong: {chance: 0.5}, weak: {chance: rest}}}
  b: {types: {strong: {chance: 0.5}, weak: {chance: rest}}}
linked: [{types: [a strong, b strong], odds: 3}]
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - chance: tone
        odds: {loud: 0.25, quiet: rest}
        odds given: [{when: b is strong, odds: {loud: 0.75, quiet: rest}}]
      - {step: nap, by: a, options: [sleeps, wakes]}
outcomes: {loud: tone is loud, quiet: otherwise}
"""
    x = 0.5 * np.sqrt(3) / (1 + np.sqrt(3))
    s = update(case(text), ["tone is loud"])
    before, after = (m.conviction("a", "b") for m in (s.before, s.after))
    assert before.types["strong"].mean == pytest.approx(0.5, abs=1e-9)
    assert before.by_own["strong"]["strong"].mean == pytest.approx(2 * x, abs=1e-9)
    assert before.by_own["weak"]["strong"].mean == pytest.approx(1 - 2 * x, abs=1e-9)
    assert after.by_own["strong"]["strong"].mean == pytest.approx(
        0.75 * 2 * x / (0.75 * 2 * x + 0.25 * (1 - 2 * x)), abs=1e-9
    )


def test_a_party_that_knows_a_secret_believes_nothing_of_it() -> None:
    text = SIGNALS.replace("prior_of: {b: {strong: 0.5}}", "known to: [c]")
    s = update(case(text), ["first is loud"])
    assert {c.holder for c in s.after.convictions} == {"", "b"}


def test_an_event_may_rest_on_a_share_that_is_split_draw_by_draw() -> None:
    text = """
parties: {a: {}, b: {types: {firm: {chance: 0.4}, soft: {chance: rest}}}}
precision: 3
issues: {pie: {shares among: [a, b], settle: nash}}
worth: {a: {pie: {whole: 1}}, b: {pie: {whole: {firm: 2, soft: 1}}}}
stages:
  - stage: hall
    attend: [a, b]
    steps: [{proposal: deal, by: a, from: [{pie: by nash}], may withhold: yes, accepted by: [b]}]
markers: {good for a: share of a in pie is at least 0.45}
outcomes: {a deal: deal agreed, none of it: otherwise}
payoffs:
  b: {outside: {value: {firm: 0.1 to 0.7, soft: 0.1}, when: not deal agreed}}
  a: {outside: {value: 0.1, when: not deal agreed}}
"""
    found = run(case(text), draws=64, variants=False).findings
    for event in ("good for a", "share of a in pie is at least 0.45"):
        s = update(case(text), [event], draws=64)
        assert s.after.together.mean == pytest.approx(found.markers[0].mean, abs=1e-12)
        assert s.after.likelihood("good for a").range.mean == pytest.approx(1.0, abs=1e-12)
        assert s.after.likelihood("a deal").range.mean == pytest.approx(1.0, abs=1e-12)


def test_before_any_event_all_is_as_a_run_has_it() -> None:
    found = run(case(THETA), draws=64, seed=5, variants=False).findings
    s = update(case(THETA), ["coin is heads"], draws=64, seed=5)
    for chance in (*found.markers, *found.outcomes):
        mine = s.before.likelihood(chance.name)
        assert (mine.range.mean, mine.range.low, mine.range.high) == pytest.approx(
            (chance.mean, chance.low, chance.high), abs=1e-12
        )
        assert mine.error == pytest.approx(chance.mc_error, abs=1e-12)
    # and after it as the run has it given the event: ratios of sums
    given = {(g.event, g.outcome): g.mean for g in found.given}
    s = update(case(THETA), ["heads and loud"], draws=64, seed=5)
    assert s.after.likelihood("heads").range.mean == pytest.approx(given["heads and loud", "heads"], abs=1e-12)


def test_the_same_seed_gives_the_same_whoever_computes() -> None:
    one, two = (update(case(THETA), ["coin is heads"], draws=64, workers=w) for w in (1, 2))
    assert one.moments == two.moments
    assert one.numbers == two.numbers


def test_too_few_effective_draws_are_refused() -> None:
    rare = THETA.replace("heads: theta", "heads: 0.00001 + 0.9 * theta ^ 10")
    with pytest.raises(InputError, match=r"effective draws of 64 after 'coin is heads'; expected 20 or more.*--draws"):
        update(case(rare), ["coin is heads"], draws=64)
    with pytest.raises(InputError, match="effective draws of 16 before any event"):
        update(case(THETA), ["coin is heads"], draws=16)


def test_draws_without_an_answer_are_counted_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import summitry.study.update as module
    from summitry.solve import PathOptions

    bluff = case(BLUFF.replace("precision: 150", "precision: 1 to 60"))
    whole = update(bluff, ["challenge is challenges"], draws=128)
    assert whole.solved.unsolved == 0
    # a path that may take few steps loses the draws of high precision
    monkeypatch.setattr(module, "PathOptions", lambda **_: PathOptions(budget=20, last_resort=False))
    some = update(bluff, ["challenge is challenges"], draws=128)
    left = 128 - some.solved.unsolved
    assert 20 < left < 128
    assert some.before.effective == pytest.approx(left)
    assert some.after.effective < left
    assert some.after.likelihood("peace").range.mean == 0.0
    lost, all_of = (next(n for n in s.numbers if n.path == "precision").before.mean for s in (some, whole))
    assert lost < all_of - 5
    monkeypatch.setattr(module, "PathOptions", lambda **_: PathOptions(budget=8, last_resort=False))
    with pytest.raises(InputError, match=r"of 128 \(\d+ without an answer\) before any event"):
        update(bluff, ["challenge is challenges"], draws=128)


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([], "no event"),
        (["first is lound"], "did you mean 'loud'"),
        (["frst is loud"], "did you mean 'first'"),
        (
            ["first is loud", "first is quiet"],
            "'first is quiet', which cannot come about together with 'first is loud'",
        ),
        (["noise and calm"], "cannot come about in this case"),
        (["1 May 2025: first is loud"], "a date such as 2025-08-15"),
        (["2025-02-30: first is loud"], "a date such as 2025-08-15"),
        (["2025-03-02: first is loud", "2025-03-01: second is high"], "put the earlier one first"),
        (["2025-03-02:"], "nothing"),
        (["first is loud", "first is loud or", "nobody is loud"], "--event:3:1"),
    ],
)
def test_bad_events(events: list[str], words: str) -> None:
    with pytest.raises(InputError) as error:
        update(case(SIGNALS), events)
    assert words in str(error.value)


def test_three_events_that_only_together_contradict() -> None:
    text = SIGNALS.replace("markers: {both", "markers: {either: first is loud or second is high, both")
    with pytest.raises(InputError, match="together with the events before it"):
        update(case(text), ["either", "first is quiet", "second is low"])


def test_a_rule_that_rules_an_event_out_is_named() -> None:
    with pytest.raises(InputError, match="parties are held to nap is sleeps"):
        update(case(SIGNALS), ["nap is wakes"], fixes=["nap is sleeps"])
