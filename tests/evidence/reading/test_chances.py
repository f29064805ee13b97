"""Stated chances: figures, words, sides, denials, and what is none."""

import pytest

from summitry.evidence.reading.chances import SCALE, chances, own_scale


@pytest.mark.parametrize(
    ("sentence", "event", "p"),
    [
        ("There is a 25 percent chance this meeting will not be a successful meeting.", "this meeting will be a successful meeting", 0.75),
        ("There is a one in four chance that they won't sign.", "they will sign", 0.75),
        ("He put the odds at one in four that the talks will resume.", "talks will resume", 0.25),
        ("It was 60–40 against a truce, he said.", "a truce", 0.4),
        ("Bookmakers have it at two to one against a deal.", "a deal", 1 / 3),
        ("He gave it a fifty-fifty chance of success.", "success", 0.5),
        ("We put the probability of a signed accord at 35 percent.", "a signed accord", 0.35),
        ("The chance of a full cutoff this winter is one in ten.", "a full cutoff this winter", 0.1),
        ("We see an 80 per cent likelihood of renewed fighting.", "renewed fighting", 0.8),
    ],
)  # fmt: skip
def test_figures_belong_to_the_event_without_its_denial(sentence: str, event: str, p: float) -> None:
    (chance,) = chances(sentence, {})
    assert chance.event == event
    assert chance.p == (pytest.approx(p, abs=1e-6),) * 2
    assert chance.numeric


@pytest.mark.parametrize(
    ("sentence", "event", "p"),
    [
        ("Moscow will almost certainly reject the plan.", "Moscow will reject the plan", (0.95, 0.99)),
        ("It is unlikely that the ceasefire will hold.", "ceasefire will hold", (0.2, 0.45)),
        ("It is very likely that the corridor will not open.", "the corridor will open", (0.05, 0.2)),
    ],
)
def test_words_by_the_published_scale(sentence: str, event: str, p: tuple[float, float]) -> None:
    (chance,) = chances(sentence, {})
    assert (chance.event.removeprefix("the "), chance.p) == (event.removeprefix("the "), p)
    assert (chance.numeric, chance.scale) == (False, SCALE)


def test_a_texts_own_scale_goes_first() -> None:
    scale = own_scale(
        "In this paper “likely” means 60 to 80 percent and “almost certainly” means more than 95 percent."
    )
    assert scale == {"likely": (0.6, 0.8), "almost certainly": (0.95, 1.0)}
    (chance,) = chances("It is likely that the bridge opens.", scale)
    assert (chance.p, chance.scale) == ((0.6, 0.8), "the text's own")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Senate voted 60–40 against the bill.",
        "The committee split 60-40 on the measure.",
        "A chance discovery of coins stopped the works.",
        "They met by chance in the likely village.",
        "Prices rose by 25 percent last year.",
        "Two in five delegates came by train.",
        "He named the likely candidates.",
    ],
)
def test_what_only_looks_like_a_chance(sentence: str) -> None:
    assert list(chances(sentence, {}, words=False)) == []
