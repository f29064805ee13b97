"""A case that is being moved: its last picture is what a run finds, its first one what the same draws give."""

from __future__ import annotations

import numpy as np
import pytest

from small import HEAD, SIGNAL
from summitry.errors import InputError
from summitry.formats.scenario_yaml import read
from summitry.game import Draws
from summitry.solve import glance, plan, solve
from summitry.study.live import Live, live
from summitry.study.run import run

TEXT = (HEAD + SIGNAL).replace("chance: 0.4", "chance: 0.2 to 0.6").replace("warm: 0.02", "warm: 0.02 to 0.2")
PATH = "visit.tone.costs.kind.warm"
MARKED = TEXT + "markers: {kindness: tone is kind}\n"


@pytest.fixture(scope="module")
def case() -> Live:
    return live(read(MARKED.encode()), draws=256, seed=3)


@pytest.mark.parametrize("settings", [{}, {PATH: "0.3"}, {PATH: "0.05 to 0.1", "precision": "8"}])
def test_the_last_picture_is_what_a_run_finds(case: Live, settings: dict[str, str]) -> None:
    last = list(case.pictures(settings))[-1]
    assert last.complete
    found = run(read(MARKED.encode()), draws=256, seed=3, settings=settings, variants=False).findings
    for mine, other in zip(
        (*last.study.findings.outcomes, *last.study.findings.markers), (*found.outcomes, *found.markers), strict=True
    ):
        assert mine.name == other.name
        assert np.array_equal(mine.by_draw, other.by_draw)
    assert last.study.findings.given == found.given


def test_the_first_picture_says_what_it_is(case: Live) -> None:
    first, second, *_ = case.pictures({PATH: "0.1"})
    assert not first.checked
    assert first.done >= 64
    assert first.tried >= first.done
    assert second.checked
    # the same draws, to a residual of 1e-4 and to 1e-9
    assert first.study.findings.markers[0].mean == pytest.approx(second.study.findings.markers[0].mean, abs=0.02)


def test_a_number_that_others_rest_on_is_built_anew() -> None:
    text = (
        MARKED.replace("kind: {warm: 0.02 to 0.2, cold: 0.3}", "kind: {warm: c, cold: 2 * c}") + "numbers: {c: 0.1}\n"
    )
    small = live(read(text.encode()), draws=64)
    for path, value in (("c", "0.2"), ("visit.tone.costs.kind.cold", "0.5")):
        last = list(small.pictures({path: value}))[-1]
        found = run(read(text.encode()), draws=64, settings={path: value}, variants=False).findings
        assert np.array_equal(last.study.findings.markers[0].by_draw, found.markers[0].by_draw)


@pytest.mark.parametrize("settings", [{"no such": "1"}, {"parties.guest.types.warm.chance": "1.2"}, {PATH: "0.1 to"}])
def test_wrong_settings_are_refused(case: Live, settings: dict[str, str]) -> None:
    with pytest.raises(InputError):
        list(case.pictures(settings))


def test_a_glance_is_close_to_the_answer_and_leaves_out_what_is_long() -> None:
    game = live(read(MARKED.encode()), draws=64)
    numbers = game._numbers({})
    draws = game.game.draws(numbers, 64)
    found, done = glance(plan(game.game.tree), draws)
    answer = solve(game.game.tree, draws)
    assert done.all()
    assert np.abs(np.exp(found) - answer.strategy).max() < 1e-4
    hard = Draws(draws.payoffs, draws.chance, 400 * draws.precision)
    looked, short = glance(plan(game.game.tree), hard, most=10)
    assert not short.all()
    assert np.isnan(looked[~short]).all()
