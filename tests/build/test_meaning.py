"""What each part of the language means, by numbers worked out by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from small import HEAD, case, choices, outcomes, played
from summitry.build import build, measure
from summitry.errors import InputError, SizeError
from summitry.formats.scenario_yaml import read


def logit(precision: float, *payoffs: float) -> list[float]:
    weights = np.exp(precision * (np.array(payoffs) - max(payoffs)))
    return list(weights / weights.sum())


def only(found: dict, *key: str) -> dict[str, float]:
    (hit,) = [v for k, v in found.items() if all(part in k for part in key)]
    return hit


ONE = """
parties: {{a: {{}}, b: {{}}}}
precision: 2
{extra}
stages:
  - stage: first
    attend: [a, b]
    steps:
{steps}
outcomes: {{{outcomes}}}
payoffs:
{payoffs}
"""


def one(steps: str, outcomes: str, payoffs: str, extra: str = "") -> str:
    indent = "\n".join("      " + line for line in steps.strip("\n").split("\n"))
    return ONE.format(steps=indent, outcomes=outcomes, payoffs=payoffs, extra=extra)


def test_shift_multiplies_a_number_after_the_step_only() -> None:
    text = one(
        """
- {step: push, by: b, options: [hard, soft], shifts: {hard: {toll: 3}}, costs: {hard: toll}}
- {step: pay, by: a, options: [pays, refuses], costs: {pays: toll}}
""",
        "paid: pay is pays, unpaid: otherwise",
        "  b: {got: {value: 1, when: pay is pays}}\n  a: {peace: {value: 0.2, when: pay is pays}}",
        "numbers: {toll: 0.1}",
    )
    found = choices(case(text))
    hard = only(found, "a", "push is hard")["pays"]
    soft = only(found, "a", "push is soft")["pays"]
    assert hard == pytest.approx(logit(2, 0.2 - 0.3, 0)[0], abs=1e-12)
    assert soft == pytest.approx(logit(2, 0.2 - 0.1, 0)[0], abs=1e-12)
    assert only(found, "b", "push")["hard"] == pytest.approx(logit(2, hard - 0.1, soft)[0], abs=1e-12)


def test_discounts_by_stage_and_round_and_party() -> None:
    text = """
parties: {a: {}, b: {}}
precision: 1
stages:
  - {stage: early, attend: [a], steps: [{step: ask, by: a, options: [now, later], costs: {later: 0.3}}]}
  - stage: late
    when: ask is later
    attend: [a, b]
    discount: {a: 0.5}
    steps:
      - rounds: 2
        discount: 0.8
        until: knock is yes please
        steps: [{step: knock, by: b, options: [yes please, no thanks], costs: {no thanks: 1}}]
outcomes: {open: knock is yes please, shut: otherwise}
payoffs:
  a: {in: {value: 1, when: knock is yes please}}
  b: {in: {value: 1, when: knock is yes please}}
"""
    found = choices(case(text))
    # the cost of a round is discounted by the rounds entered before it, the second one included
    second = logit(1, 0.8, -0.8)
    b2 = second[0] * 0.8 + second[1] * -0.8
    first = logit(1, 1.0, -1 + b2)
    assert only(found, "b", "2")["yes please"] == pytest.approx(second[0], abs=1e-12)
    assert only(found, "b", "1")["yes please"] == pytest.approx(first[0], abs=1e-12)
    later = -0.3 + first[0] * 0.5 + first[1] * second[0] * 0.4
    assert only(found, "a", "ask")["later"] == pytest.approx(logit(1, 0, later)[1], abs=1e-12)


def test_links_keep_margins_in_every_prior() -> None:
    text = """
parties:
  a: {types: {x: {chance: 0.3}, y: {chance: rest}}, prior_of: {c: {x: 0.6}}}
  b: {types: {u: {chance: 0.5}, v: {chance: rest}}}
  c: {}
linked: [{types: [a x, b u], odds: 4}]
precision: 1
stages: [{stage: s, attend: [a, b, c], steps: [{step: go, by: c, options: [left, right]}]}]
outcomes: {done: otherwise}
payoffs: {c: {l: {value: 1, when: go is left}}}
"""
    _, solution = played(case(text))
    for column, x in ((0, 0.3), (2, 0.6), (3, 0.3)):
        joint = solution.draws.chance[0, :, column].reshape(2, 2)
        assert joint.sum(axis=1) == pytest.approx([x, 1 - x], abs=1e-12)
        assert joint.sum(axis=0) == pytest.approx([0.5, 0.5], abs=1e-12)
        assert joint[0, 0] * joint[1, 1] / (joint[0, 1] * joint[1, 0]) == pytest.approx(4, abs=1e-9)


def test_a_shared_secret_is_known_to_the_other() -> None:
    text = """
parties:
  a: {types: {x: {chance: 0.3}, y: {chance: rest}}, known to: [b]}
  b: {}
  c: {}
precision: 3
stages: [{stage: s, attend: [a, b, c], steps: [{step: bet, by: b, options: [yes it is, no]}, {step: guess, by: c, options: [yes it is, no], told to: nobody}]}]
outcomes: {done: otherwise}
payoffs:
  b: {right: {value: {a x: 1, a y: -1}, when: bet is yes it is}}
  c: {right: {value: {a x: 1, a y: -1}, when: guess is yes it is}}
"""
    found = choices(case(text))
    assert only(found, "b", "a is x")["yes it is"] == pytest.approx(logit(3, 1, 0)[0], abs=1e-12)
    assert len([k for k in found if k[0] == "c"]) == 2  # it saw the bet, not the type


def test_votes_by_rule_and_veto() -> None:
    body = """
parties: {{a: {{}}, b: {{}}, c: {{}}}}
precision: 1
stages:
  - stage: hall
    attend: [a, b, c]
    steps: [{{vote: motion, by: {by}, options: [adopt, reject]}}]
outcomes: {{adopted: motion is adopt, rejected: otherwise}}
payoffs: {{a: {{x: {{value: 1, when: adopted}}}}, b: {{x: {{value: 0.5, when: adopted}}}}, c: {{x: {{value: -2, when: adopted}}}}}}
"""
    chances = {}
    for name, by in {
        "all": "{members: [a, b, c], rule: all}",
        "majority": "{members: [a, b, c], rule: majority}",
        "any": "{members: [a, b, c], rule: any}",
        "two": "{members: [a, b, c], rule: at least 2}",
        "veto": "{members: [a, b, c], rule: majority, veto: [c]}",
    }.items():
        game, solution = played(case(body.format(by=by)))
        yes = [solution.strategy[0, game.tree.infoset_start[h]] for h in range(3)]
        a, b, c = yes
        two = a * b * (1 - c) + a * c * (1 - b) + b * c * (1 - a)
        expected = {
            "all": a * b * c,
            "majority": two + a * b * c,
            "any": 1 - (1 - a) * (1 - b) * (1 - c),
            "two": two + a * b * c,
            "veto": c * (1 - (1 - a) * (1 - b)),
        }[name]
        chances[name] = outcomes(case(body.format(by=by)))["adopted"]
        assert chances[name] == pytest.approx(expected, abs=1e-12)
        assert game.tree.infosets == 3
    assert chances["all"] < chances["veto"] < chances["majority"] < chances["any"]


def test_counts_thresholds_and_an_announced_result() -> None:
    text = """
parties: {a: {}, b: {}, c: {}, host: {}}
precision: 2
stages:
  - stage: hall
    attend: [a, b, c]
    steps:
      - at once:
          - for each: [a, b, c]
            steps: [{step: pledge, by: $each, options: [high, low]}]
      - announce: result
        says: {enough: at least 2 of pledge is high, short: otherwise}
        told to: everyone
  - stage: after
    attend: [host]
    steps: [{step: match, by: host, options: [pays, waits]}]
outcomes: {funded: result is enough and match is pays, not funded: otherwise}
payoffs:
  a: {good: {value: 0.2 * count(pledge is high), when: funded}}
  host: {good: {value: 0.3 * count(pledge is high), when: match is pays}, price: {value: -0.5, when: match is pays}}
"""
    found = choices(case(text))
    # the host hears the result and not the pledges
    assert sorted(k[4] for k in found if k[0] == "host") == ["result is enough", "result is short"]
    half = [0.5, 0.5]
    assert only(found, "b", "pledge of b")["high"] == pytest.approx(half[0], abs=1e-12)
    p = only(found, "a", "pledge of a")["high"]
    # b and c are indifferent: 2 or 3 high with chances that depend on a alone
    three, two = p / 4, p / 2 + (1 - p) / 4
    expected = 0.3 * (3 * three + 2 * two) / (three + two) - 0.5
    assert only(found, "host", "result is enough")["pays"] == pytest.approx(logit(2, expected, 0)[0], abs=1e-12)


def test_who_leaves_moves_and_answers_no_more() -> None:
    text = """
parties: {a: {}, b: {}}
precision: 1
issues: {pact: yes or no}
worth: {a: {pact: {yes: 1}}, b: {pact: {yes: 1}}}
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - {step: mood, by: b, options: [stays, storms out], leaves: {storms out: b}}
      - {step: word, by: b, options: [kind, curt], told to: nobody}
      - {proposal: deal, by: a, accepted by: [b]}
outcomes: {deal done: deal agreed, gone: b left, none of it: otherwise}
payoffs: {b: {pride: {value: 0.3, when: b left}}}
"""
    scenario = case(text)
    found = choices(scenario)
    assert not [k for k in found if "mood is storms out" in k]
    assert outcomes(scenario)["gone"] == pytest.approx(only(found, "b", "mood")["storms out"], abs=1e-12)


def test_red_lines_bind_who_proposes_and_who_answers_and_acts() -> None:
    text = """
parties:
  a: {}
  b: {types: {firm: {chance: 0.5}, soft: {chance: rest}}}
precision: 2
issues: {land: {options: [line, swap, all]}}
worth: {a: {land: {swap: 0.5, all: 1}}, b: {land: {swap: -0.1, all: -0.5}}}
red_lines:
  - {who: b, type: firm, never: land is not line}
  - {who: a, never: land is all}
  - {who: b, type: firm, never: visit is goes}
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - {step: visit, by: b, options: [goes, stays, writes], told to: nobody}
      - {proposal: deal, by: a, accepted by: [b]}
outcomes: {swapped: deal agreed with land is swap, line holds: deal agreed, none of it: otherwise}
payoffs: {b: {rest: {value: 0.1, when: visit is stays}}}
"""
    found = choices(case(text))
    assert list(only(found, "a", "deal")) == ["land line", "land swap"]
    assert list(only(found, "b", "firm", "visit")) == ["stays", "writes"]
    assert list(only(found, "b", "soft", "visit")) == ["goes", "stays", "writes"]
    assert not [k for k in found if "firm" in k and "deal: land swap" in k]  # refuses: nothing to choose
    soft = [v for k, v in found.items() if "soft" in k and "deal: land swap" in k]
    assert all(v["accepts"] == pytest.approx(logit(2, -0.1, 0)[0], abs=1e-12) for v in soft)
    assert len(soft) == 3


def test_worth_beyond_what_one_aspires_to_counts_less_and_risk_bends_it() -> None:
    text = """
parties: {a: {}, b: {}}
precision: 2
issues: {land: {options: [line, swap]}, aid: yes or no}
worth: {b: {land: {swap: 0.6}, aid: {yes: 0.4}, together: [{land: swap, aid: yes, worth: 0.2}]%s}}
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - {proposal: deal, by: a, from: [{land: swap, aid: yes}], accepted by: [b]}
outcomes: {a deal: deal agreed, none of it: otherwise}
payoffs: {b: {pride: {value: 0.3, when: not deal agreed}}}
"""

    def accepts(more: str) -> float:
        return only(choices(case(text % more)), "b", "deal")["accepts"]

    def expected(worth: float) -> float:
        return logit(2, worth, 0.3)[0]

    assert accepts("") == pytest.approx(expected(1.2), abs=1e-12)
    assert accepts(", aspires to: 0.8") == pytest.approx(expected(0.8 + 0.5 * 0.4), abs=1e-12)
    assert accepts(", aspires to: 0.8, beyond: 0") == pytest.approx(expected(0.8), abs=1e-12)
    assert accepts(", aspires to: 2") == pytest.approx(expected(1.2), abs=1e-12)
    bent = (1 - np.exp(-1.5 * 1.2)) / 1.5
    assert accepts(", risk aversion: 1.5") == pytest.approx(expected(bent), abs=1e-12)
    assert accepts(", risk aversion: 0") == pytest.approx(expected(1.2), abs=1e-12)
    both = (1 - np.exp(-1.5 * 1.0)) / 1.5
    assert accepts(", risk aversion: 1.5, aspires to: 0.8") == pytest.approx(expected(both), abs=1e-12)


def test_an_outcome_by_the_size_of_a_share() -> None:
    text = """
parties: {a: {}, b: {}}
precision: 1
issues: {pie: {shares among: [a, b], steps: 4}}
worth: {a: {pie: {whole: 1}}, b: {pie: {whole: 1}}}
stages:
  - stage: hall
    attend: [a, b]
    steps: [{proposal: deal, by: a, from: all, accepted by: [b]}]
outcomes:
  most for a: deal agreed and share of a in pie is at least 0.75
  most for b: deal agreed and share of b in pie is not at most 0.5
  halves: deal agreed
  none of it: otherwise
"""
    found = outcomes(case(text))
    shares = np.arange(5) / 4
    accepts = 1 / (1 + np.exp(-shares))  # b's, by its share
    worth = (1 - shares) * accepts
    offered = np.exp(worth) / np.exp(worth).sum()
    agreed = offered * accepts
    expected = [agreed[:2].sum(), agreed[3:].sum(), agreed[2], 1 - agreed.sum()]
    assert list(found.values()) == pytest.approx(expected, abs=1e-9)


def test_a_split_is_the_bargaining_solution_as_if_types_were_known() -> None:
    text = """
parties:
  a: {}
  b: {types: {firm: {chance: 0.4}, soft: {chance: rest}}}
precision: 3
issues:
  pie: {shares among: [a, b], settle: %s}
  aid: yes or no
worth:
  a: {pie: {whole: 1}}
  b: {pie: {whole: {firm: 2, soft: 1}}, aid: {yes: 0.2}}
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - {step: visit, by: a, options: [goes, stays], costs: {goes: 0.3}}
      - {proposal: deal, by: a, from: [{pie: by %s, aid: no}, {pie: by %s, aid: yes}], accepted by: [b]}
outcomes: {a deal: deal agreed, none of it: otherwise}
payoffs: {b: {outside: {value: {firm: 0.4, soft: 0.1}, when: not deal agreed}}, a: {outside: {value: 0.1, when: not deal agreed}}}
"""

    def gain(rule: str, firm: bool, aid: bool) -> float:
        """What b gains by accepting, from the choice."""
        found = choices(case(text % (rule, rule, rule)))
        package = f"by {rule}, yes" if aid else f"by {rule}, no"
        mine = [v for k, v in found.items() if k[0] == "b" and ("firm" in k) == firm and f"deal: {package}" in str(k)]
        assert len(mine) == 2  # after either visit: what happened before does not matter to the split
        assert mine[0]["accepts"] == pytest.approx(mine[1]["accepts"], abs=1e-12)
        return float(np.log(mine[0]["accepts"] / mine[0]["refuses"]) / 3)

    for firm, aid in ((True, False), (True, True), (False, False), (False, True)):
        whole, outside = (2.0, 0.4) if firm else (1.0, 0.1)
        more = 0.2 * aid - outside
        # Nash: each gets what it needs and half of what is over, in shares of the pie
        share = min(max((1 - more / whole - 0.1) / 2, 0), 1)
        assert gain("nash", firm, aid) == pytest.approx(whole * share + more, abs=1e-9)
        # equal gains: s - 0.1 of a, whole (1 - s) + more of b
        s = (whole + more + 0.1) / (1 + whole)
        assert gain("egalitarian", firm, aid) == pytest.approx(whole * (1 - s) + more, abs=1e-9)


def test_a_bottom_line_binds_in_place_of_what_was_declared() -> None:
    text = """
parties: {a: {}, b: {}}
precision: 2
issues: {land: {options: [line, swap, all]}, aid: yes or no}
worth: {b: {land: {swap: -0.1, all: -0.5}, aid: {yes: 0.2}}}
red_lines:
  - {who: b, never: land is not line%s}
stages:
  - stage: hall
    attend: [a, b]
    steps:
      - {proposal: deal, by: a, from: [{land: line}, {land: swap}, {land: swap, aid: yes}, {land: all}], accepted by: [b]}
outcomes: {a deal: deal agreed, none of it: otherwise}
"""

    def answered(more: str) -> int:
        return sum(k[0] == "b" for k in choices(case(text % more)))

    assert answered("") == 1
    assert answered(", bottom line: land is swap and not aid is yes or land is all") == 2
    assert answered(", bottom line: {when: land is all, because: {assumption: it would trade}}") == 3
    assert answered(", bottom line: none") == 4


def test_what_is_agreed_stays_unless_reopened() -> None:
    body = """
parties: {{a: {{}}, b: {{}}}}
precision: 1
issues: {{pause: yes or no, land: {{options: [line, swap]}}}}
worth: {{a: {{pause: {{yes: 0.5}}, land: {{swap: 1}}}}, b: {{pause: {{yes: 0.5}}}}}}
stages:
  - {{stage: early, attend: [a, b], agenda: [pause], steps: [{{proposal: small, by: a, accepted by: [b]}}]}}
  - {{stage: late, attend: [a, b], {reopen} steps: [{{proposal: large, by: a, accepted by: [b]}}]}}
outcomes: {{both: pause is yes and land is swap, pause: small agreed with pause is yes, other: otherwise}}
"""
    body = body.replace("pause: small agreed", "just pause: small agreed")
    kept = choices(case(body.format(reopen="")))
    again = choices(case(body.format(reopen="reopens: [pause],")))

    def after(found: dict) -> set[str]:
        (hit,) = [
            v
            for k, v in found.items()
            if k[2] == "large" and k[0] == "a" and "small agreed" in k and "small: pause yes" in k
        ]
        return set(hit)

    assert after(kept) == {"land line", "land swap"}
    assert after(again) == {
        "pause no, land line",
        "pause no, land swap",
        "pause yes, land line",
        "pause yes, land swap",
    }


def test_answers_in_turn_are_seen_and_stop() -> None:
    body = """
parties: {{a: {{}}, b: {{}}, c: {{}}}}
precision: 2
issues: {{pact: yes or no}}
worth: {{b: {{pact: {{yes: 0.4}}}}, c: {{pact: {{yes: -0.2}}}}}}
stages: [{{stage: s, attend: [a, b, c], steps: [{{proposal: deal, by: a, accepted by: [b, c], in turn: {turn}}}]}}]
outcomes: {{pact made: deal agreed with pact is yes, nothing made: otherwise}}
payoffs: {{c: {{fame: {{value: 0.1, when: deal agreed}}}}}}
"""
    body = body.replace("nothing made", "none made")
    together, turn = case(body.format(turn="no")), case(body.format(turn="yes"))
    assert not [k for k in choices(together) if k[0] == "c" and "b accepts" in k]
    seen = [k for k in choices(turn) if k[0] == "c"]
    assert seen
    assert all("b accepts" in k for k in seen)
    assert measure(turn).nodes < measure(together).nodes
    c = [v["accepts"] for k, v in choices(turn).items() if k[0] == "c" and "deal: pact yes" in k]
    assert c == [pytest.approx(logit(2, -0.1, 0)[0], abs=1e-12)]


def test_a_mediator_proposes_evenly() -> None:
    text = """
parties: {a: {}, b: {}}
mediators: {un: {name: UN envoy, chooses: evenly}}
precision: 2
issues: {land: {options: [x, y, z]}}
worth: {a: {land: {x: 1}}, b: {land: {y: 0.3}}}
stages: [{stage: s, attend: [a, b], steps: [{proposal: plan, by: un, accepted by: [a, b]}]}]
outcomes: {plan x: plan agreed with land is x, other: otherwise}
"""
    found = choices(case(text))
    a = only(found, "a", "plan: land x")["accepts"]
    b = only(found, "b", "plan: land x")["accepts"]
    assert outcomes(case(text))["plan x"] == pytest.approx(a * b / 3, abs=1e-12)


def test_own_odds_and_odds_given() -> None:
    text = """
parties: {a: {}, b: {}}
precision: 2
stages:
  - stage: s
    attend: [a, b]
    steps:
      - {step: post, by: a, options: [guards, sleeps]}
      - chance: raid
        odds: {comes: 0.4, stays off: rest}
        odds given: [{when: post is guards, odds: {comes: 0.1, stays off: rest}}]
        odds of: {a: {comes: 0.8, stays off: rest}}
        told to: nobody
      - {step: flee, by: b, options: [flees, waits]}
outcomes: {raided: raid is comes, calm: otherwise}
payoffs:
  a: {hurt: {value: -1, when: raid is comes}}
  b: {hurt: {value: -1, when: raid is comes and flee is waits}, loss: {value: -0.2, when: flee is flees}}
"""
    found = choices(case(text))
    assert only(found, "b", "post is sleeps")["flees"] == pytest.approx(logit(2, -0.2, -0.4)[0], abs=1e-12)
    assert only(found, "b", "post is guards")["flees"] == pytest.approx(logit(2, -0.2, -0.1)[0], abs=1e-12)
    guards = only(found, "a", "post")["guards"]
    assert guards == pytest.approx(logit(2, -0.1, -0.8)[0], abs=1e-12)
    assert outcomes(case(text))["raided"] == pytest.approx(guards * 0.1 + (1 - guards) * 0.4, abs=1e-12)


def test_money_and_shares_among_three() -> None:
    text = """
parties: {a: {}, b: {}, c: {}}
precision: 2
issues: {cake: {shares among: [a, b, c], steps: 2}, fee: {from: a, to: b, amounts: [0, 0.3]}}
worth: {a: {cake: {whole: 1}}, b: {cake: {whole: 2}}, c: {cake: {whole: 1}}}
stages: [{stage: s, attend: [a, b, c], steps: [{proposal: cut, by: c, accepted by: [a, b]}]}]
outcomes: {cut made: cut agreed, none made: otherwise}
"""
    game = build(case(text))
    assert len(game.shortlists["cut"]) == 6 * 2
    found = choices(case(text))
    answers = {(k[0], k[-1]): v["accepts"] for k, v in found.items() if k[0] in "ab"}
    assert len(answers) == 2 * 12
    for (who, package), accepts in answers.items():
        if who == "b":
            parts = re.search(r"cake (\d)-(\d)-(\d), fee (.*)", package)
            assert parts
            gain = 2 * int(parts[2]) / 2 + float(parts[4])
            # its answer counts only where a accepts as well
            assert accepts == pytest.approx(logit(2, answers["a", package] * gain, 0)[0], abs=1e-12)


def test_worth_by_another_partys_type_and_ranking() -> None:
    text = """
parties:
  a: {}
  b: {types: {good: {chance: 0.5}, bad: {chance: rest}}}
precision: 3
issues: {pact: {options: [none at all, loose, tight]}}
worth:
  a: {pact: {loose: {b good: 0.2, b bad: -0.2}, tight: {b good: 0.6, b bad: -0.9}}}
  b: {pact: {rank: [tight, loose, none at all], over: 0.5}}
stages: [{stage: s, attend: [a, b], steps: [{proposal: deal, by: b, accepted by: [a]}]}]
outcomes: {tight: deal agreed with pact is tight, other: otherwise}
"""
    text = text.replace("outcomes: {tight:", "outcomes: {tight deal:")
    game, solution = played(case(text), draws=64)
    loose = [solution.draws.payoffs[:, r, 1] for r in range(game.tree.rows)]
    values = np.unique(np.concatenate(loose))
    assert values.min() == 0
    assert values.max() == pytest.approx(0.5)
    middle = values[(values > 0) & (values < 0.5 - 1e-12)]
    assert len(middle) == 64
    assert middle.mean() == pytest.approx(0.25, abs=0.02)


def test_a_threat_that_may_be_made_and_a_promise_kept_by_itself() -> None:
    text = one(
        """
- {threat: sanctions, by: a, against: b, may: yes, due when: act is defies, carried out: {a: -0.1, b: -0.8}, backed down: {a: -0.4}}
- {promise: reward, by: a, against: b, automatic: yes, due when: act is yields, kept: {b: 0.3, a: -0.2}}
- {step: act, by: b, options: [yields, defies]}
""",
        "hit: sanctions carried out, let off: sanctions backed down, paid: reward kept, other: otherwise",
        "  a: {won: {value: 1, when: act is yields}}\n  b: {kept land: {value: 0.5, when: act is defies}}",
    )
    found = choices(case(text))
    strike = only(found, "a", "act is defies")["carries it out"]
    assert strike == pytest.approx(logit(2, -0.1, -0.4)[0], abs=1e-12)
    assert only(found, "b", "sanctions made")["yields"] == pytest.approx(
        logit(2, 0.3, 0.5 - 0.8 * strike)[0], abs=1e-12
    )
    assert only(found, "b", "sanctions not made")["yields"] == pytest.approx(logit(2, 0.3, 0.5)[0], abs=1e-12)
    totals = outcomes(case(text))
    assert totals["hit"] + totals["let off"] > 0
    assert totals["paid"] > 0


def test_costs_that_grow_and_rounds_that_end_on_either_event() -> None:
    text = one(
        """
- rounds: 3
  until: hold is frees or raid is storms
  steps:
    - {step: hold, by: a, options: [frees, keeps], costs: {keeps: 0.1 * round}}
    - {step: raid, by: b, options: [storms, waits], when: hold is keeps}
""",
        "freed: hold is frees, stormed: raid is storms, open: otherwise",
        "  a: {cash: {value: 1, when: open}}\n  b: {cost: {value: -0.5, when: stormed}}",
    )
    found = choices(case(text))
    raid = only(found, "b", "3")["storms"]
    assert raid == pytest.approx(logit(2, -0.5, 0)[0], abs=1e-12)
    assert only(found, "a", "3")["keeps"] == pytest.approx(logit(2, 0, -0.3 + 1 - raid)[1], abs=1e-12)
    assert len(found) == 6


def test_options_that_open_later_and_options_that_betray() -> None:
    text = """
parties: {{a: {{}}, b: {{}}}}
precision: 1
stages:
  - {{stage: early, attend: [a], steps: [{{step: key, by: a, options: [hands over, hides]{told}}}]}}
  - stage: late
    attend: [a, b]
    steps: [{{step: door, by: b, options: {{opens: {{when: key is hands over}}, knocks: {{}}, leaves it: {{}}}}}}]
outcomes: {{opened: door is opens, other: otherwise}}
payoffs: {{b: {{in: {{value: 1, when: door is opens}}}}}}
"""
    told = choices(case(text.format(told=", told to: everyone")))
    assert list(only(told, "b", "key is hides")) == ["knocks", "leaves it"]
    assert list(only(told, "b", "key is hands over")) == ["opens", "knocks", "leaves it"]
    with pytest.raises(InputError, match="other options at 'door'"):
        build(case(text.format(told="")))


def test_a_type_without_options_is_an_error_with_the_path() -> None:
    text = """
parties: {a: {types: {x: {chance: 0.5}, y: {chance: rest}}}}
precision: 1
red_lines: [{who: a, type: y, never: "pick is one of p, q"}]
stages: [{stage: s, attend: [a], steps: [{step: pick, by: a, options: [p, q]}]}]
outcomes: {done: otherwise}
"""
    with pytest.raises(InputError) as caught:
        build(case(text))
    (problem,) = caught.value.problems
    assert "a is y" in problem.found
    assert (problem.file, problem.line) == ("test.yaml", 7)


def test_an_ending_without_outcome_is_an_error() -> None:
    text = HEAD + one("- {step: go, by: a, options: [left, right]}", "l: go is left, r: go is left", "  a: {x: 1}")
    with pytest.raises(InputError, match="no outcome fits"):
        build(read(text.encode(), "test.yaml"))


def test_size_is_counted_without_building() -> None:
    steps = "- rounds: 40\n  until: s0 is stop now\n  steps:\n" + "\n".join(
        f"    - {{step: s{k}, by: {'ab'[k % 2]}, options: [go on, go back, stop now]}}" for k in range(3)
    )
    scenario = case(one(steps, "all: otherwise", "  a: {x: 1}").replace("{all:", "{whatever:"))
    size = measure(scenario)
    assert size.nodes > 10**40
    with pytest.raises(SizeError, match="the step that makes it so is"):
        build(scenario)


def test_reordering_a_file_changes_no_draw() -> None:
    body = "parties: {{a: {{}}}}\nprecision: 1 to 3\nnumbers: {{{n}}}\nstages: [{{stage: s, attend: [a], steps: [{{step: go, by: a, options: [l, r], costs: {{l: x + y}}}}]}}]\noutcomes: {{d: otherwise}}\n"
    one_way, other = case(body.format(n="x: 0 to 1, y: 2 to 3")), case(body.format(n="y: 2 to 3, x: 0 to 1"))
    first, second = played(one_way, draws=32)[1], played(other, draws=32)[1]
    assert np.array_equal(first.strategy, second.strategy)


def test_numbers_that_options_are_called_by() -> None:
    """The trust game's sums by hand: what is sent counts thrice, what is kept back once, and the toll is drawn evenly."""
    text = one(
        """
- {step: gift, by: a, options: 0 to 1 by 0.5}
- {chance: toll, odds: evenly, options: [0.1, 0.3], told to: nobody}
- {step: back, by: b, options: [0, 1.5]}
- {step: silence, by: a, options: 5 to 6 by 1, told to: nobody}
""",
        "sent: gift is not 0, nothing sent: otherwise",
        """  a:
    purse: {value: 1 - number of gift + number of back - number of toll}
  b:
    purse: {value: 3 * number of gift - number of back}""",
    )
    found = choices(case(text))
    back = only(found, "b", "gift is 0.5")["1.5"]
    assert back == pytest.approx(logit(2, 1.5 - 1.5, 1.5)[0], abs=1e-12)
    # what comes back does not depend on the gift, nor does the toll
    assert only(found, "a", "gift") == pytest.approx(dict(zip(["0", "0.5", "1"], logit(2, 1, 0.5, 0), strict=True)))


def test_the_number_of_a_step_is_that_of_its_latest_time() -> None:
    text = one(
        """
- {step: chosen, by: a, options: [1, 2], told to: nobody}
- rounds: 2
  until: bid is 2
  steps: [{step: bid, by: b, options: [1, 2]}]
""",
        "low: bid is 1, high: otherwise",
        "  b: {prize: {value: number of bid + 10 * number of late}}",
    ).replace(
        "stages:",
        "stages:\n  - stage: never\n    attend: [b]\n    when: b left\n    steps: [{step: late, by: b, options: [3, 4]}]",
        1,
    )
    found = choices(case(text))
    second = only(found, "b", "bid is 1 (round 1)")
    assert second["2"] == pytest.approx(logit(2, 1, 2)[1], abs=1e-12)
