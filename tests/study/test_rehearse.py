"""Rehearsals: chance and the model play by their odds, worths are those of the equilibrium, secrets stay secret."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from small import HEAD, SIGNAL
from summitry.errors import InputError
from summitry.formats.scenario_yaml import read
from summitry.report.rehearsing import transcript_json, transcript_text, turn_text
from summitry.report.role_sheets import sheet_text, sheets_html
from summitry.solve import reach
from summitry.study.advice import advise, debrief
from summitry.study.rehearse import Rehearsal, begin, fixable, rehearse
from summitry.study.sheets import sheets

SECRETS = """
parties:
  alfa:
    name: Alfa
    types:
      hawk: {means: would rather wait, chance: 0.3}
      dove: {means: would rather settle, chance: rest}
    prior_of: {bravo: {hawk: 0.6}}
  bravo:
    name: Bravo
    types:
      rich: {means: can afford it, chance: 0.5}
      poor: {means: cannot afford it, chance: rest}
  charlie: {name: Charlie}
precision: 6
issues:
  water: {levels: [none, half, all]}
  trade: {levels: [closed, open]}
worth:
  alfa: {water: {half: {hawk: 0.11, dove: 0.12}, all: 0.13}, trade: {open: 0.07}}
  bravo: {water: {half: -0.21, all: {rich: -0.22, poor: -0.23}}, trade: {open: 0.5}}
red_lines:
  - {who: bravo, type: poor, never: water is all}
stages:
  - stage: hint
    attend: [alfa, charlie]
    steps:
      - {step: whisper, by: alfa, options: [nods, shrugs], costs: {nods: {hawk: 0.31, dove: 0.02}}}
  - stage: storm
    attend: []
    steps:
      - {chance: weather, odds: {calm: 0.8, rough: 0.2}, told to: everyone}
  - stage: talks
    attend: [alfa, bravo]
    agenda: [water, trade]
    steps:
      - rounds: 2
        steps:
          - {proposal: offer, by: alfa, accepted by: [bravo]}
outcomes: {settled: offer agreed, open: otherwise}
markers: {a nod: whisper is nods}
payoffs:
  alfa: {"fear of drought": {value: {hawk: -0.41, dove: -0.42}, when: not offer agreed}}
  bravo: {"pride of place": {value: 0.43, when: weather is calm}, "a grudge": {value: {alfa hawk: -0.09}, when: offer agreed}}
  charlie: {"quiet at the border": {value: 0.44, when: offer agreed}}
"""


@pytest.fixture(scope="module")
def signal() -> Rehearsal:
    return rehearse(read((HEAD + SIGNAL).encode()))


@pytest.fixture(scope="module")
def secrets() -> Rehearsal:
    return rehearse(read((HEAD + SECRETS).encode()))


def test_the_model_and_chance_play_by_their_odds(signal: Rehearsal) -> None:
    tree = signal.game.tree
    there = reach(tree, signal.draws, signal.solution.strategy)[0]
    seeds = 3000
    ends = Counter(begin(signal, [], seed=seed).node for seed in range(seeds))
    for node in np.flatnonzero(tree.owner == -2):
        p = there[node]
        assert abs(ends[int(node)] / seeds - p) < 4 * np.sqrt(p * (1 - p) / seeds)


def test_a_seed_gives_the_same_moves_whoever_sits_where(secrets: Rehearsal) -> None:
    for seed in range(20):
        alone = begin(secrets, [], seed=seed)
        assert alone.moves == begin(secrets, [], seed=seed).moves
        seated = begin(secrets, ["alfa"], seed=seed)
        while seated.turn is not None:
            seated = seated.choose(alone.moves[len(seated.moves)].index)
        assert [m.option for m in seated.moves] == [m.option for m in alone.moves]
        assert seated.types == alone.types


def test_worths_at_a_turn_are_those_that_the_strategy_responds_to(secrets: Rehearsal) -> None:
    for seat in ("alfa", "bravo"):
        for seed in range(6):
            play = begin(secrets, [seat], seed=seed)
            while (turn := play.turn) is not None:
                advice = advise(play)
                values = np.array([advice.worth[o] for o in turn.options])
                chances = np.array([advice.options[o] for o in turn.options])
                # the logit rule at precision 6
                expected = np.exp(6 * (values - values.max()))
                assert np.allclose(chances, expected / expected.sum(), atol=1e-8)
                # the parts of a gain add up to it
                for k, option in enumerate(turn.options):
                    others = np.delete(values, k).mean()
                    assert sum(advice.gains[option].values()) == pytest.approx(values[k] - others, abs=1e-9)
                for held in advice.beliefs.values():
                    assert sum(held.values()) == pytest.approx(1)
                play = play.choose(seed % len(turn.options))


def test_the_end_adds_up(secrets: Rehearsal) -> None:
    for seed in range(12):
        play = begin(secrets, ["bravo"], seed=seed)
        while play.turn is not None:
            play = play.choose(0)
        found, tree = debrief(play), secrets.game.tree
        for p, party in enumerate(secrets.parties):
            paid = secrets.draws.payoffs[0, tree.payoff_row[play.node], p]
            assert sum(found.payoffs[party].values()) == pytest.approx(paid)
        assert found.types == play.types
        for looked in found.decisions:
            p = secrets.parties.index(looked.move.by)
            taken = tree.first_child[looked.move.node] + looked.move.index
            assert looked.knowing[looked.move.option] == pytest.approx(secrets.worth[p, taken])
        last = found.decisions[-1]
        if last.move.node == tree.parent[play.node]:
            # nothing is left open after the last decision
            assert last.knowing[last.move.option] == pytest.approx(sum(found.payoffs[last.move.by].values()))


def test_where_it_ended_on_the_frontier(secrets: Rehearsal) -> None:
    types = {"alfa": "dove", "bravo": "rich"}
    play = begin(secrets, ["alfa", "bravo"], types=types, seed=1)
    play = play.choose("nods")
    play = play.choose("water none, trade closed").choose("accepts")
    place = debrief(play).place
    assert place is not None
    assert place.agreed == "water none, trade closed"
    assert place.gains == pytest.approx({"bravo": 0.0, "alfa": 0.42})
    assert not place.on_frontier
    assert not place.suits_all
    assert all(gains["alfa"] >= 0.42 and gains["bravo"] >= 0 for _, gains in place.better)
    assert "water none, trade open" in {label for label, _ in place.better}
    # a poor Bravo's red line takes packages with all the water out
    poor = begin(secrets, ["alfa", "bravo"], types={**types, "bravo": "poor"}, seed=1).choose("nods")
    there = debrief(poor.choose("water none, trade open").choose("accepts")).place
    assert there is not None
    assert len(there.all_gains) == len(place.all_gains) - 2
    assert there.on_frontier


def test_who_is_absent_does_not_see(secrets: Rehearsal) -> None:
    play = begin(secrets, ["alfa", "bravo"], seed=3).choose("nods").choose(0)
    texts = [s.text for s in play.seen("bravo")]
    assert not any("whisper" in text for text in texts)
    assert any(text.startswith("weather is") for text in texts)
    assert any("whisper is nods" in s.text for s in play.seen("charlie"))
    assert play.turn is not None
    assert play.turn.party == "bravo"
    assert "nod" not in turn_text(play)
    assert play.types["alfa"] not in turn_text(play)


def test_nothing_hidden_is_told_before_the_end(secrets: Rehearsal) -> None:
    play = begin(secrets, ["bravo"], seed=5)
    assert "types" not in transcript_json(play)
    assert "moves" not in transcript_json(play)
    for secret in ("hawk", "dove", "nods", "shrugs"):
        assert secret not in transcript_text(play)


SHOWN = {
    "alfa": ["fear of drought", "−41", "+11", "+13", "+7", "−31"],
    "bravo": ["pride of place", "a grudge", "−9", "+43", "−21", "−22", "+50"],
    "charlie": ["quiet at the border", "+44"],
}


def test_a_role_sheet_holds_the_seats_own_things_and_nobody_elses(secrets: Rehearsal) -> None:
    texts = {(s.party, s.type): sheet_text(secrets.scenario, s) for s in sheets(secrets)}
    assert set(texts) == {("alfa", "hawk"), ("alfa", "dove"), ("bravo", "rich"), ("bravo", "poor"), ("charlie", "")}
    for (party, kind), text in texts.items():
        if (party, kind) not in (("alfa", "dove"), ("bravo", "poor")):
            assert [x for x in SHOWN[party] if x not in text] == []
        for other, things in SHOWN.items():
            if other != party:
                own = " ".join(SHOWN[party])
                assert [x for x in things if x in text and x not in own] == []
    # of oneself too: what the other type would want
    assert "−42" in texts["alfa", "dove"]
    assert "−41" not in texts["alfa", "dove"]
    assert "−42" not in texts["alfa", "hawk"]
    # where it stops is told to the type that stops there, and to nobody else
    assert [k for k, text in texts.items() if "never water is all" in text] == [("bravo", "poor")]
    # Bravo holds its own prior of Alfa, Charlie the analyst's
    assert "hawk (would rather wait) about 60" in texts["bravo", "rich"]
    assert "hawk (would rather wait) about 30" in texts["charlie", ""]
    assert "−9 if Alfa is hawk and offer agreed" in texts["bravo", "rich"]


def test_sheets_escape_what_a_scenario_says() -> None:
    text = (
        (HEAD + SIGNAL)
        .replace("title: A test", "title: <script>alert(1)</script>")
        .replace("host: {}", "host: {name: '<b>'}")
    )
    case = rehearse(read(text.encode()))
    page = sheets_html(case.scenario, sheets(case))
    assert "<script" not in page.replace("&lt;script", "")
    assert "<b>" not in page


def test_the_facilitator_sets_events_and_tells_news(secrets: Rehearsal) -> None:
    assert set(fixable(begin(secrets, ["bravo"]))) == {"whisper", "weather"}
    for outcome in ("calm", "rough"):
        play = begin(secrets, ["alfa"], seed=2).fix("weather", outcome).tell("Snow is forecast.", ["alfa"])
        play = play.choose("shrugs")
        assert [(m.option, m.how) for m in play.moves if m.step == "weather"] == [(outcome, "facilitator")]
        assert "Snow is forecast." in turn_text(play)
        assert play.told("bravo") == ()
    assert begin(secrets, ["alfa"]).fix("weather", "calm").fix("weather", "").fixed == {}


def test_what_does_not_fit_is_refused_with_the_nearest(secrets: Rehearsal) -> None:
    with pytest.raises(InputError, match="did you mean 'alfa'") as error:
        begin(secrets, ["alpha"], types={"bravo": "ritch", "charlie": "x", "delta": "x"})
    assert len(error.value.problems) == 4
    play = begin(secrets, ["alfa"])
    with pytest.raises(InputError, match="did you mean 'nods'"):
        play.choose("nod")
    with pytest.raises(InputError, match="from 1 to 2"):
        play.choose(2)
    with pytest.raises(InputError, match="that the model plays"):
        play.fix("whisper", "nods")
    with pytest.raises(InputError, match="unknown option"):
        play.fix("weather", "calmer")
    over = begin(secrets, [])
    with pytest.raises(InputError, match="after the end"):
        over.choose(0)
