"""λ fitted to play: against pygambit, against closed forms, and what is said of counts that do not fit."""

import numpy as np
import pytest
from scipy.special import logit

import summitry

pygambit = pytest.importorskip("pygambit")

POKER = b"""EFG 2 R "Stripped-down poker" { "Alice" "Bob" }
c "" 1 "" { "King" 1/2 "Queen" 1/2 } 0
p "" 1 1 "" { "Bet" "Fold" } 0
p "" 2 1 "" { "Call" "Fold" } 0
t "" 1 "wins big" { 2, -2 }
t "" 2 "wins" { 1, -1 }
t "" 4 "loses" { -1, 1 }
p "" 1 2 "" { "Bet" "Fold" } 0
p "" 2 1 "" { "Call" "Fold" } 0
t "" 3 "loses big" { -2, 2 }
t "" 2 "wins" { 1, -1 }
t "" 4 "loses" { -1, 1 }
"""


def table(rows: list[tuple[object, ...]], names: str = "player infoset action count") -> summitry.Table:
    return summitry.Table.of(dict(zip(names.split(), zip(*rows, strict=True), strict=True)), "c.csv")


@pytest.mark.parametrize("counts", [(30, 10, 14, 16, 22, 18), (70, 10, 40, 40, 30, 20), (61, 39, 55, 45, 52, 48)])
def test_pygambit_finds_the_same(counts: tuple[int, ...]) -> None:
    game = summitry.load_game(POKER)
    sets = [(1, 1, "Bet"), (1, 1, "Fold"), (1, 2, "Bet"), (1, 2, "Fold"), (2, 1, "Call"), (2, 1, "Fold")]
    fit = summitry.fit_precision(
        game, summitry.play_of(game, table([(*s, c) for s, c in zip(sets, counts, strict=True)]))
    )
    theirs = summitry.to_pygambit(game, pygambit)
    profile = theirs.mixed_behavior_profile()
    numbers = iter(counts)
    for behaviour in list(profile):
        for history, mixed in list(behaviour):
            seen = {action: next(numbers) for action, _ in mixed}
            profile[pygambit.H.path(*history.actions)] = seen
    found = pygambit.qre.logit_estimate(profile)
    assert fit.log_likelihood == pytest.approx(found.log_like, abs=1e-5)
    assert fit.precision == pytest.approx(found.lam, rel=2e-3)


CHOICE = b'EFG 2 R "One choice" { "Ann" } p "" 1 4 "now" { "a" "b" } 0 t "" 1 "" { 3 } t "" 2 "" { 1 }'


@pytest.mark.parametrize(("a", "b"), [(75, 25), (60, 40), (9, 1)])
def test_one_choice_has_a_closed_form(a: int, b: int) -> None:
    """λ is the log-odds over the difference of 2; the interval is where the deviance is the quantile of χ²."""
    game = summitry.load_game(CHOICE)
    fit = summitry.fit_precision(
        game, summitry.play_of(game, table([(1, "now", "a", a), ("Ann", 4, 2, b)])), level=0.95
    )
    assert fit.precision == pytest.approx(np.log(a / b) / 2, rel=1e-6)
    top = a * np.log(a / (a + b)) + b * np.log(b / (a + b))
    assert fit.log_likelihood == pytest.approx(top, abs=1e-9)
    for end in (fit.low, fit.high):
        if end > 0:
            p = 1 / (1 + np.exp(-2 * end))
            assert 2 * (top - a * np.log(p) - b * np.log(1 - p)) == pytest.approx(3.841459, abs=1e-4)
    assert fit.low > 0 or a == 60


def test_play_that_leaves_nothing_to_chance_has_no_upper_end() -> None:
    game = summitry.load_game(CHOICE)
    sharp = summitry.fit_precision(game, summitry.play_of(game, table([(1, 4, "a", 12)])))
    assert np.isinf(sharp.precision)
    assert np.isinf(sharp.high)
    assert 0 < sharp.low < 2
    contrary = summitry.fit_precision(game, summitry.play_of(game, table([(1, 4, "b", 12)])))
    assert (contrary.precision, contrary.low) == (0.0, 0.0)
    assert contrary.log_likelihood == pytest.approx(12 * np.log(0.5))
    assert summitry.precision_json(sharp)["lambda"] is None


def test_a_scenario_gives_its_precision_back() -> None:
    """Shares of the model itself at λ = 6, with types that the observer does not see, are fitted by λ = 6."""
    scenario = summitry.load("sanctions-threat")
    game = summitry.build(scenario)
    middle = summitry.middle_draw(game)
    draws = summitry.Draws(middle.payoffs, middle.chance, np.full_like(middle.precision, 6.0))
    solution = summitry.solve(game, draws)
    from summitry.solve import reach

    nodes = reach(game.tree, draws, solution.strategy)[0]
    seen: dict[tuple[str, str], float] = {}
    for node in np.flatnonzero(game.tree.owner >= 0).tolist():
        about = game.unfolded.about[game.tree.infoset[node]]
        if about.what == "choice":
            for k, option in enumerate(about.options):
                key = (about.step, option)
                seen[key] = seen.get(key, 0.0) + 1000 * float(nodes[game.tree.first_child[node] + k])
    counts = table([(*key, n) for key, n in seen.items()], "step option count")
    fit = summitry.fit_precision(game, summitry.play_of(game, counts))
    assert fit.precision == pytest.approx(6.0, rel=1e-4)
    assert fit.log_likelihood <= fit.of_shares + 1e-9
    assert fit.log_likelihood == pytest.approx(fit.of_shares, abs=1e-6)


def test_rows_of_a_scenario_are_narrowed_by_what_was_seen() -> None:
    game = summitry.build(summitry.load("sanctions-threat"))
    rows = [("answer", "gives way", "exposed", "law is passes a law; sanctions made", 3),
            ("answer", "gives way", "", "law is passes a law", 4)]  # fmt: skip
    play = summitry.play_of(game, table(rows, "step option type history count"))
    assert [len(s.sets) for s in play.situations] == [1, 2]
    assert play.observations == 7


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(3, 1, "Bet", 1)], "c.csv:1:1: no player '3' in row 1; expected one of 1 Alice, 2 Bob"),
        ([("Alise", 1, "Bet", 1)], "did you mean 'Alice'?"),
        ([(1, 9, "Bet", 1)], "no information set '9' of player 1 'Alice' in row 1; expected one of 1, 2"),
        ([(1, 1, "Raise", 1)], "no action 'Raise' in row 1; expected one of 1 Bet, 2 Fold"),
        ([(1, 1, "Bet", -1)], "'-1' in row 1 of column 'count'; expected a count of 0 or more"),
        ([(1, 1, "Bet", "many")], "'many' in row 1 of column 'count'"),
        ([(1, 1, "Bet", 0)], "counts that are all 0"),
    ],
)
def test_counts_of_a_game_are_checked(rows: list[tuple[object, ...]], words: str) -> None:
    with pytest.raises(summitry.InputError) as error:
        summitry.play_of(summitry.load_game(POKER), table(rows))
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("rows", "names", "words"),
    [
        ([("anser", "gives way", 1)], "step option count", "no step 'anser' in row 1; expected one of law, sanctions, answer; did you mean 'answer'?"),
        ([("answer", "yields", 1)], "step option count", "no option 'yields' at 'answer' in row 1; expected one of gives way, stands firm"),
        ([("answer", "gives way", "bold", 1)], "step option type count", "no type 'bold' at 'answer' in row 1; expected one of exposed, sheltered"),
        ([("answer", "gives way", "law is repealed", 1)], "step option history count", "'law is repealed' before 'answer' in row 1"),
        ([("answer", "gives way")], "step option", "no column 'count'"),
        ([("answer", "gives way", 1, 1)], "step option count player", "the column 'player'; expected columns among step, option, count"),
    ],
)  # fmt: skip
def test_counts_of_a_scenario_are_checked(rows: list[tuple[object, ...]], names: str, words: str) -> None:
    with pytest.raises(summitry.InputError) as error:
        summitry.play_of(summitry.build(summitry.load("sanctions-threat")), table(rows, names))
    assert words in str(error.value)


@pytest.mark.slow
def test_intervals_hold_the_true_precision() -> None:
    """60 samples of 500 plays a side of asymmetric matching pennies at λ = 2."""
    game = summitry.load_game(b'NFG 1 R "" { "Row" "Column" } { 2 2 } 1.1141 0 0 1.1141 0 1.1141 0.2785 0')
    strategy = summitry.solve(game.tree, game.draws(2.0)).strategy[0]
    assert logit(strategy[0]) > 0
    rng = np.random.default_rng(4)
    inside = []
    for _ in range(60):
        a, b = rng.binomial(500, strategy[[0, 2]])
        counts = table([(1, 1, 1, a), (1, 1, 2, 500 - a), (2, 1, 1, b), (2, 1, 2, 500 - b)])
        fit = summitry.fit_precision(game, summitry.play_of(game, counts))
        inside.append(fit.low <= 2.0 <= fit.high)
    assert 0.85 <= np.mean(inside) <= 0.95


def test_a_cell_that_says_nothing_is_told_as_such() -> None:
    game = summitry.load_game(POKER)
    with pytest.raises(summitry.InputError, match="no value in row 2"):
        summitry.play_of(game, table([(1, 1, "Bet", 3), (1, 1, "", 4)]))
