"""Which comparison to ask for: it can be stated, it does what was foretold, and accident is told apart."""

import numpy as np
import pytest

import summitry
from river import CASE
from summitry.study.ordered import Ordered


def run(prefers: str = "    over: 1", draws: int = 1024, case: str = CASE) -> summitry.Study:
    scenario = summitry.load(case.replace("PREFERS", prefers).encode())
    return summitry.run(scenario, draws=draws, variants=False)


@pytest.fixture(scope="module")
def study() -> summitry.Study:
    return run()


@pytest.fixture(scope="module")
def found(study: summitry.Study) -> Ordered:
    assert study.findings.ordered is not None
    return study.findings.ordered


def test_a_question_says_beforehand_what_its_answer_shows(study: summitry.Study, found: Ordered) -> None:
    best = found.questions[0]
    assert best.party == "downstream"
    assert best.sure
    before = study.findings.markers[0]
    assert before.name == study.findings.main == "signed"
    left = 0.0
    for first, second, share, mean in (
        (best.first, best.second, best.yes, best.means["signed"][0]),
        (best.second, best.first, 1 - best.yes, best.means["signed"][1]),
    ):
        after = run(f"    over: 1\n    prefers: {first} over {second}").findings.markers[0]
        assert after.mean == pytest.approx(mean, abs=0.03)
        left += share * after.by_draw.var()
    assert 1 - left / before.by_draw.var() == pytest.approx(best.narrows["signed"], abs=0.05)
    assert best.narrows["signed"] > 0.2


def test_questions_come_by_how_much_they_narrow(found: Ordered) -> None:
    parts = [q.narrows["signed"] for q in found.questions if "signed" in q.narrows]
    assert parts == sorted(parts, reverse=True)
    assert len({(q.first, q.second) for q in found.questions}) == len(found.questions)
    assert all(0.5 <= q.yes < 1 for q in found.questions)


def test_all_questions_can_be_stated(found: Ordered) -> None:
    for q in found.questions:
        for first, second in ((q.first, q.second), (q.second, q.first)):
            text = CASE.replace("PREFERS", f"    over: 1\n    prefers: {first} over {second}")
            assert summitry.load(text.encode()).worth["downstream"].statements[-1].text == f"{first} over {second}"


def test_what_was_asked_is_not_asked_again(found: Ordered) -> None:
    best = found.questions[0]
    after = run(f"    over: 1\n    prefers: {best.first} over {best.second}", draws=256).findings.ordered
    assert after is not None
    assert after.asked < found.asked
    assert all({q.first, q.second} != {best.first, best.second} for q in after.questions)
    assert after.orders[0].statements[-1] == f"{best.first} over {best.second}"


def test_shares_of_all_worths_that_fit(study: summitry.Study, found: Ordered) -> None:
    shares = {(h.kind, h.name): h.share for h in found.holds}
    signed = study.findings.markers[0].by_draw
    assert shares["likelier than not", "signed"] == (signed > 0.5).mean()
    assert shares["likeliest", "a sale"] + shares["likeliest", "other"] == pytest.approx(1)
    assert shares["some deal", ""] == 1 - study.findings.deals.zone_empty  # type: ignore[union-attr]
    assert {name for kind, name in shares if kind == "all accept"} == {"sale", "gift"}


def test_where_nothing_matters_none_is_sure() -> None:
    weather = "      - chance: storm\n        odds: {strikes: 0.3 to 0.7, passes: rest}\n"
    head, _, tail = CASE.partition("markers:")
    rest = tail.split("\n", 2)[2]
    case = f"{head}{weather}markers: {{wet: storm is strikes}}\noutcomes: {{rain: storm is strikes, sun: otherwise}}\n{rest}"
    idle = run(case=case, draws=64).findings.ordered
    assert idle is not None
    assert [q.sure for q in idle.questions] == [False]
    assert 0 <= idle.questions[0].narrows["wet"] < 0.2


def test_numbers_alone_leave_nothing_to_ask() -> None:
    plain = CASE.replace("rank: [much, some, little]", "much: 0.6, some: 0.4").replace(
        "rank: [none, paid]", "none: 0.3"
    )
    assert run("", draws=8, case=plain).findings.ordered is None


def test_draws_are_the_same_whatever_the_workers() -> None:
    scenario = summitry.load(CASE.replace("PREFERS", "    prefers: much over none").encode())
    one, two = (summitry.run(scenario, draws=64, workers=k, variants=False) for k in (1, 3))
    np.testing.assert_array_equal(one.findings.markers[0].by_draw, two.findings.markers[0].by_draw)
    assert one.findings.ordered == two.findings.ordered
