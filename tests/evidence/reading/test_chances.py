"""Stated chances: figures, words, sides, denials, and what is none."""

import pytest

from summitry.evidence.reading.chances import SCALE, chances, defines_scale, own_scale


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


@pytest.mark.parametrize(
    ("sentence", "event", "p"),
    [
        ("We put the probability of a merger at 0.35.", "a merger", (0.35, 0.35)),
        ("The likelihood of a strike is 0.2.", "a strike", (0.2, 0.2)),
        ("She sees no more than a 20 percent chance that the pact holds.", "the pact holds", (0.0, 0.2)),
        ("The odds of a truce are no better than one in five.", "a truce", (0.0, 0.2)),
        ("There is at least a 70 percent chance of a vote.", "a vote", (0.7, 1.0)),
        ("We do not see more than a one in ten chance of a truce.", "a truce", (0.0, 0.1)),
        ("They see a better than even chance of a truce.", "a truce", (0.5, 1.0)),
        ("There is no chance that Oslo joins.", "Oslo joins", (0.0, 0.0)),
        ("Asked how likely a treaty was by May, Holt put the odds at one in five.", "a treaty by May", (0.2, 0.2)),
        ("We set the chances of a signed lease at 70-30 in favour, down from more in May.", "a signed lease", (0.7, 0.7)),
        ("The board judged that a signed lease is likely within six weeks.", "a signed lease within six weeks", (0.55, 0.8)),
        ("Our engineers believe the dam is likely to burst in spring.", "the dam to burst in spring", (0.55, 0.8)),
        ("We see a one in eight chance that it fails in the senate.", "it fails in the senate", (0.125, 0.125)),
        ("A truce by autumn was almost certain, and it never came.", "A truce by autumn", (0.95, 0.99)),
        ("Asked whether a lease was possible by May, she put the chances at two in five.", "a lease by May", (0.4, 0.4)),
        ("A ferry is likely by May but a bridge is not.", "A ferry by May", (0.55, 0.8)),
        ("He saw little or no chance of a vote.", "a vote", (0.01, 0.05)),
        ("The lease would probably be signed by May.", "The lease would be signed by May", (0.55, 0.8)),
        ("We do not think it is likely that the talks resume.", "the talks resume", (0.2, 0.45)),
    ],
)  # fmt: skip
def test_bounds_decimals_questions_and_the_event_they_are_of(sentence: str, event: str, p: tuple[float, float]) -> None:
    (chance,) = chances(sentence, {})
    assert chance.event.removeprefix("the ") == event.removeprefix("the ")
    assert chance.p == pytest.approx(p, abs=1e-6)


@pytest.mark.parametrize(
    "sentence",
    [
        "I would not call it 60-40 on.",
        "We would not go as far as likely.",
        "He would not put the odds of a truce at 30 percent.",
        "It is not 50-50.",
    ],
)
def test_a_denied_chance_is_none(sentence: str) -> None:
    assert list(chances(sentence, {})) == []


def test_a_definition_may_name_the_text_between_the_word_and_its_meaning() -> None:
    sentence = "By “probable” in this note we mean 60 to 75 percent."
    assert own_scale(sentence) == {"probable": (0.6, 0.75)}
    assert defines_scale(sentence)
