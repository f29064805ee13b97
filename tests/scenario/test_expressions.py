"""The grammar: what is written is read again as the same, and any text is read or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.scenario import model as m
from summitry.scenario.expressions import constant, read_condition, read_number
from summitry.scenario.vocabulary import Entry, Vocabulary
from summitry.scenario.written import condition_text, number_text

NAMES = Vocabulary.of(
    [
        Entry("call", "step", ("yes", "no", "not yet")),
        Entry("call back", "step", ("yes", "no, thanks".replace(",", ""))),
        Entry("pledge", "step", ("high", "low"), family=True, members=("pledge of us",)),
        Entry("cease-fire", "issue", ("none", "local", "at last"), ordered=True),
        Entry("land", "issue", ("swap", "one state")),
        Entry("deal", "proposal", ("withheld",)),
        Entry("sanctions", "threat", ()),
        Entry("us", "party", ("firm", "flexible")),
        Entry("Côte d'Ivoire", "party", ()),
        Entry("a good start", "marker", ()),
        Entry("month", "number", ()),
        Entry("month 2", "number", ()),
        Entry("month-long", "number", ()),
    ]
)

labelled = st.sampled_from([e for e in NAMES.entries.values() if e.labels and e.kind in ("step", "issue", "party")])


@st.composite
def states(draw: st.DrawFn) -> m.Cond:
    entry = draw(labelled.filter(lambda e: not e.family))
    some = draw(st.lists(st.sampled_from(entry.labels or ()), min_size=1, max_size=3, unique=True))
    kind = {"step": m.StepIs, "issue": m.IssueIs, "party": m.TypeIs}[entry.kind]
    return kind(entry.name, tuple(some), draw(st.booleans()))


issues = states().filter(lambda c: isinstance(c, m.IssueIs))
leaves: st.SearchStrategy[m.Cond] = st.one_of(
    states(),
    st.just(m.Happened("call back")),
    st.just(m.Left("Côte d'Ivoire")),
    st.just(m.ThreatIs("sanctions", "carried out")),
    st.just(m.Named("a good start")),
    st.builds(lambda n: m.RoundIs(n, n), st.integers(1, 9)),
    st.builds(
        lambda h: m.Agreed("deal", (), h), st.none() | issues | st.builds(lambda a, b: m.Or((a, b)), issues, issues)
    ),
    st.just(m.Agreed("deal", ("cease-fire", "land"))),
)


def deeper(inside: st.SearchStrategy[m.Cond]) -> st.SearchStrategy[m.Cond]:
    several = st.lists(inside, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(m.Not, inside),
        st.builds(m.And, several.filter(lambda cs: not any(isinstance(c, m.And) for c in cs))),
        st.builds(m.Or, several),
        st.builds(lambda of, n: m.Count(of, n, None), several, st.integers(1, 3)),
        st.builds(lambda of: m.Count(of, None, None), several),
    )


@given(st.recursive(leaves, deeper, max_leaves=8))
def test_a_condition_written_and_read_is_the_same(cond: m.Cond) -> None:
    found, flaws = read_condition(condition_text(cond), NAMES)
    assert flaws == []
    assert found == cond


numbers: st.SearchStrategy[m.Expr] = st.recursive(
    st.one_of(
        st.floats(0, 1e6, allow_nan=False).map(m.Const),
        st.sampled_from(["month", "month 2", "month-long"]).map(m.Ref),
        st.just(m.Round()),
        st.just(m.WorthOf("us")),
        states().map(m.CountOf),
    ),
    lambda inside: st.one_of(
        st.builds(lambda a, b, o: m.Op(o, (a, b)), inside, inside, st.sampled_from("+-*/^")),
        st.builds(lambda a: m.Op("neg", (a,)), inside),
        st.builds(lambda a, o: m.Op(o, (a,)), inside, st.sampled_from(["exp", "log", "sqrt", "abs"])),
        st.builds(
            lambda a, o: m.Op(o, tuple(a)), st.lists(inside, min_size=2, max_size=3), st.sampled_from(["min", "max"])
        ),
    ),
    max_leaves=10,
)


@given(numbers.filter(lambda e: constant(e) is None))
def test_arithmetic_written_and_read_is_the_same(expr: m.Expr) -> None:
    found, flaws = read_number(number_text(expr), NAMES)
    assert flaws == []
    assert found == expr


words = st.sampled_from(
    [
        *NAMES.entries,
        "is",
        "not",
        "and",
        "or",
        "of",
        "at least",
        "2",
        "(",
        ")",
        ",",
        "to",
        "agreed",
        "with",
        "on",
        "yes",
        "swap",
        "-",
        "x",
        "one of",
        "count",
        "round",
        "otherwise",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(words, max_size=12).map(" ".join)))
def test_any_text_is_read_or_refused_in_its_bounds(text: str) -> None:
    for read in (read_number, read_condition):
        found, flaws = read(text, NAMES)
        assert found is not None or flaws
        assert all(0 <= flaw.offset <= len(text) and flaw.found and flaw.expected for flaw in flaws)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("not call is yes and call back is yes", "(not call is yes) and call back is yes"),
        ("call is yes or call is no and a good start", "call is yes or (call is no and a good start)"),
        (
            "deal agreed with land is swap and cease-fire is local and call is yes",
            "(deal agreed with (land is swap and cease-fire is local)) and call is yes",
        ),
        (
            "not deal agreed with land is swap and cease-fire is local",
            "not (deal agreed with (land is swap and cease-fire is local))",
        ),
        (
            "deal agreed on cease-fire and land and land is swap",
            "(deal agreed on cease-fire and land) and (land is swap)",
        ),
        ("call is not yet", "call is not not yet"),
        ("at least one of (call is yes, a good start)", "at least 1 of (call is yes, a good start)"),
        ("any of pledge is high", "at least 1 of (pledge is high)"),
        ("cease-fire is at most local", "cease-fire is one of none, local"),
        ("CALL\n  is   YES", "call is yes"),
        (
            "at least 2 of (call is one of yes, no, a good start)",
            "at least 2 of ((call is one of yes, no), a good start)",
        ),
    ],
)
def test_how_conditions_bind(text: str, same: str) -> None:
    if same == "call is not not yet":
        assert read_condition(text, NAMES) == (m.StepIs("call", ("not yet",)), [])
        return
    assert read_condition(text, NAMES) == read_condition(same, NAMES)
    assert read_condition(text, NAMES)[1] == []


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1 - month - 2", "(1 - month) - 2"),
        ("-month^2", "-(month^2)"),
        ("2^-month", "2^(-month)"),
        ("2 * month + 1", "(2 * month) + 1"),
        ("month-long", "month-long"),
        ("month 2 - month", "(month 2) - (month)"),
        ("month − 1", "month - 1"),
    ],
)
def test_how_arithmetic_binds(text: str, same: str) -> None:
    assert read_number(text, NAMES) == read_number(same, NAMES)
    assert read_number(text, NAMES)[1] == []


@pytest.mark.parametrize(
    "text",
    ["(" * 2000, "-" * 2000 + "1", "not " * 900 + "call is yes", "1" + " + 1" * 900, "2" + "^2" * 500, "x" * 5000],
)
def test_deep_and_long_texts_are_refused(text: str) -> None:
    for read in (read_number, read_condition):
        assert read(text, NAMES)[1]
