"""Laws that hold for every scenario, tried on the small ones."""

from __future__ import annotations

import re

import numpy as np
import pytest

from small import (
    BARGAIN,
    CHANCE,
    SIGNAL,
    SIMULTANEOUS,
    SMALL,
    ULTIMATUM,
    case,
    changed,
    choices,
    outcomes,
    played,
    renamed,
)
from summitry.build import build, measure


def close(one: dict, other: dict, tolerance: float = 1e-9) -> None:
    assert one.keys() == other.keys()
    for key, value in one.items():
        if isinstance(value, dict):
            close(value, other[key], tolerance)
        else:
            assert value == pytest.approx(other[key], abs=tolerance), key


# under a discount a constant is none: it shrinks with every round
@pytest.mark.parametrize("name", [n for n in SMALL if n != "bargain"])
def test_a_constant_added_to_a_payoff_changes_no_strategy(name: str) -> None:
    text = SMALL[name]
    party = "guest" if name == "signal" else "b"
    body, payoffs = text.split("payoffs:")
    more = payoffs.replace(f"  {party}: {{", f"  {party}: {{always: 3.5, ")
    more = more.replace(f"  {party}:\n", f"  {party}:\n    always: 3.5\n")
    assert "always" in more
    close(choices(case(text)), choices(case(f"{body}payoffs:{more}")))


@pytest.mark.parametrize("c", [0.2, 7.0])
def test_payoffs_times_c_with_precision_over_c(c: float) -> None:
    text = SIGNAL
    for number in ("0.02", "0.3,", "0.3}", "0.5", "-0.4", "0.4}"):
        value = float(number.strip(",}"))
        tail = number[len(number.rstrip(",}")) :]
        text = text.replace(f": {number}", f": {value * c!r}{tail}")
    text = text.replace("precision: 5", f"precision: {5 / c!r}").replace(f"chance: {0.4 * c!r}", "chance: 0.4")
    assert text != SIGNAL
    close(choices(case(SIGNAL)), choices(case(text)))


def test_names_mean_nothing() -> None:
    names = {
        "host": "north",
        "guest": "south",
        "warm": "red",
        "cold": "blue",
        "kind": "alpha",
        "curt": "beta",
        "invites": "gamma",
    }
    there = outcomes(case(renamed(SIGNAL, names)))
    close(outcomes(case(SIGNAL)), there)


def test_order_means_nothing() -> None:
    text = changed(
        SIGNAL,
        "  host: {}\n  guest:\n    types:\n      warm: {chance: 0.4}\n      cold: {chance: rest}\n",
        "  guest:\n    types:\n      cold: {chance: rest}\n      warm: {chance: 0.4}\n  host: {}\n",
    )
    text = changed(text, "options: [kind, curt]", "options: [curt, kind]")
    text = changed(text, "options: [invites, goes]", "options: [goes, invites]")
    close(outcomes(case(SIGNAL)), outcomes(case(text)))


def test_one_choice_is_the_logit() -> None:
    text = """
parties: {a: {}}
precision: 2
stages: [{stage: desk, attend: [a], steps: [{step: pick, by: a, options: [x, y, z]}]}]
outcomes: {done: otherwise}
payoffs: {a: {px: {value: 1, when: pick is x}, py: {value: 0.5, when: pick is y}}}
"""
    weights = np.exp(2 * np.array([1.0, 0.5, 0.0]))
    (found,) = choices(case(text)).values()
    assert list(found.values()) == pytest.approx(list(weights / weights.sum()), abs=1e-12)


THREAT = """
parties: {a: {}, b: {}}
precision: 4
stages:
  - stage: talk
    attend: [a, b]
    steps:
      - {threat: strike, by: a, against: b, due when: yield is refuses, carried out: {a: -0.2, b: -0.6}, backed down: {a: -0.1}}
      - {step: yield, by: b, options: [gives in, refuses]}
outcomes: {peace: yield is gives in, struck: strike carried out, standing: otherwise}
payoffs:
  a: {won: {value: 0.5, when: yield is gives in}}
  b: {kept: {value: 0.3, when: yield is refuses}}
"""

WRITTEN_OUT = """
parties: {a: {}, b: {}}
precision: 4
stages:
  - stage: talk
    attend: [a, b]
    steps:
      - {step: yield, by: b, options: [gives in, refuses]}
      - {step: blow, by: a, options: [falls, stays], when: yield is refuses, costs: {falls: 0.2, stays: 0.1}, costs of: {b: {falls: 0.6}}}
outcomes: {peace: yield is gives in, struck: blow is falls, standing: otherwise}
payoffs:
  a: {won: {value: 0.5, when: yield is gives in}}
  b: {kept: {value: 0.3, when: yield is refuses}}
"""


def test_a_threat_is_the_choices_that_it_stands_for() -> None:
    close(outcomes(case(THREAT)), outcomes(case(WRITTEN_OUT)))


def test_without_audience_cost_a_threat_dies_out_as_precision_grows() -> None:
    free = case(changed(THREAT, "backed down: {a: -0.1}", "backed down: {a: 0}"))
    shares = []
    for scale in (0.25, 1, 4, 16):
        found = outcomes(free, scale)
        shares.append(found["struck"] / (found["struck"] + found["standing"]))
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 1e-5


def test_more_patience_for_war_lowers_the_chance_of_a_deal() -> None:
    found = [
        outcomes(
            case(
                changed(
                    ULTIMATUM,
                    "b: {war: {value: {tough: 0.4, weak: 0.1}",
                    f"b: {{war: {{value: {{tough: {0.4 + x}, weak: {0.1 + x}}}",
                )
            )
        )["deal"]
        for x in (0.0, 0.15, 0.3, 0.45)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] - found[-1] > 0.1


def test_a_type_that_is_known_moves_no_belief() -> None:
    from summitry.study import run

    def moves(text: str) -> list[float]:
        rows = run(case(text), draws=8, variants=False).findings.beliefs
        prior = {(b.party, b.about): b.types for b in rows if not b.after}
        return [abs(b.types[t].mean - prior[b.party, b.about][t].mean) for b in rows if b.after for t in b.types]

    assert max(moves(SIGNAL)) > 0.05
    # alike in all their numbers: nothing tells them apart
    alike = changed(changed(SIGNAL, "{warm: 0.02, cold: 0.3}", "0.1"), "{warm: 0.3, cold: 0.4}", "0.3")
    assert max(moves(alike)) < 1e-9
    # told apart from the start: there is no belief to move
    assert moves(changed(SIGNAL, "  guest:\n    types:", "  guest:\n    known to: [host]\n    types:")) == []


@pytest.mark.parametrize("name", SMALL)
def test_probabilities_sum_to_one(name: str) -> None:
    assert sum(outcomes(case(SMALL[name])).values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", SMALL)
def test_the_count_is_the_size(name: str) -> None:
    scenario = case(SMALL[name])
    assert measure(scenario).nodes == build(scenario).tree.size


def test_a_range_of_one_point_is_the_plain_number() -> None:
    close(outcomes(case(CHANCE)), outcomes(case(changed(CHANCE, "value: 0.6,", "value: 0.6 to 0.6,"))), 0)


def test_party_precisions_are_their_own() -> None:
    game, solution = played(case(CHANCE))
    assert solution.draws.precision[0].tolist() == [4, 8, 2]
    assert game.tree.parties == ("a", "b", "c")


def test_the_last_answer_is_the_logit_of_share_against_outside_option() -> None:
    once = changed(changed(BARGAIN, "rounds: 2", "rounds: 1"), "        discount: {a: 0.9, b: 0.8}\n", "")
    answers = {k: v["accepts"] for k, v in choices(case(once)).items() if k[:2] == ("b", "firm")}
    assert len(answers) == 4
    for key, accepts in answers.items():
        share = int(re.search(r"pie \d-(\d)", key[-1])[1]) / 3
        assert accepts == pytest.approx(1 / (1 + np.exp(-6 * (share - 0.5))), abs=1e-9)


def test_at_once_is_not_seen() -> None:
    keys = list(choices(case(SIMULTANEOUS)))
    assert keys == [("a", "", "left hand", "0"), ("b", "", "right hand", "0")]
