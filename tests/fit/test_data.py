"""Bad data and models get clear messages, all at once, with their places."""

import pytest

import summitry

HEAD = "fit: 1\ntitle: A test\n"
TWO = (
    HEAD
    + """
steps:
  - {step: attack, by: market, options: [holds, attacks]}
  - {step: answer, by: government, options: [devalues, defends], when: attack is attacks}
utilities:
  market: {holds: x, defends: constant}
  government: {defends: constant + z}
observed: {outcome: y}
"""
)
GOOD = "x,z,y\n" + "".join(
    f"{(7 * k) % 11},{(5 * k) % 13},{('holds', 'devalues', 'defends')[k % 3]}\n" for k in range(60)
)


def problems(model: str, data: str, **options: object) -> list[str]:
    with pytest.raises(summitry.InputError) as error:
        summitry.fit(summitry.load_fit_model(model.encode(), "m.yaml"), summitry.load_table(data.encode(), "d.csv"),
                     **options)  # type: ignore[arg-type]  # fmt: skip
    return [str(p) for p in error.value.problems]


def test_good_data_are_fitted() -> None:
    fit = summitry.fit(summitry.load_fit_model(TWO.encode()), summitry.load_table(GOOD.encode()))
    assert fit.converged
    assert fit.table.rows == 60


def test_cells_are_named_with_line_column_and_row() -> None:
    rows = GOOD.splitlines()
    rows[3], rows[5], rows[7] = "NA,1,holds", "2,many,holds", "2,3,surrenders"
    missing, number, outcome = problems(TWO, "\n".join(rows))
    assert missing == (
        "d.csv:4:1: no value in row 3 of column 'x'; expected a value; --missing drop leaves such rows out"
    )
    assert number == "d.csv:6:3: 'many' in row 5 of column 'z'; expected a number"
    assert outcome.startswith(
        "d.csv:8:5: 'surrenders' in row 7 of column 'y'; expected one of the outcomes holds, devalues"
    )


def test_places_count_quoted_cells() -> None:
    (told,) = problems(TWO, 'name,x,z,y\n"Smith, J.",1,many,holds\n' + "a,1,2,holds\na,2,1,devalues\na,3,3,defends\n")
    assert told.startswith("d.csv:2:15: 'many' in row 1")


def test_rows_with_missing_values_are_left_out_on_demand() -> None:
    rows = GOOD.splitlines()
    rows[3] = ",1,holds"
    table = summitry.load_table("\n".join(rows).encode())
    fit = summitry.fit(summitry.load_fit_model(TWO.encode()), table, drop=True, se="cluster:z")
    assert (fit.table.rows, fit.dropped, fit.clusters) == (59, 1, 13)


def test_many_bad_cells_are_counted() -> None:
    head, *rows = GOOD.splitlines()
    found = problems(TWO, "\n".join([head, *("?" + row for row in rows)]))
    assert len(found) == 6
    assert "55 more such cells in column 'x', from row 6" in found[-1]


@pytest.mark.parametrize(
    ("model", "data", "words"),
    [
        (TWO.replace("holds: x", "holds: xx"), GOOD, "m.yaml:8:19: the column 'xx', which d.csv does not have; expected one of x, z, y; did you mean 'x'?"),
        (TWO, GOOD.replace("defends", "devalues"), "the outcome 'defends' in none of 60 rows; expected every outcome at least once"),
        (TWO, "x,z,y\n1,1,holds\n2,2,holds\n", "the outcome 'holds' in all rows"),
        (TWO.replace("holds: x", "holds: x + 2 * x"), GOOD, "collinear terms of 'market.holds': x, 2 * x"),
        (TWO.replace("constant + z", "constant + z * 0 + z"), GOOD, "'z * 0' of 'government.defends' is 0 in all rows"),
        (TWO.replace("constant + z", "constant + z / z + z"), GOOD.replace(",0,", ",1,"), "is 1 in all rows of d.csv, as is a constant"),
        (TWO.replace("constant + z", "log(z)"), GOOD, "'log(z)' is not a finite number in"),
        (TWO.replace("holds: x", "holds: x, devalues: x").replace("defends: constant}", "defends: constant + x}"), GOOD, "the term 'x' in every utility of 'market' after 'attack'"),
        (TWO, "x,z,y\n", "d.csv:1:1: no rows"),
        (TWO, "x,x,y\n1,2,holds\n", "the column 'x' 2 times"),
        (TWO, "x,z,y\n1,2\n", "d.csv:2:1: 2 cells; expected 3"),
        (TWO, "", "an empty file"),
        (TWO.replace("outcome: y", "outcome: y, weight: x"), GOOD.replace("\n7,", "\n-7,"), "expected a weight of 0 or more"),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted_is_told(model: str, data: str, words: str) -> None:
    assert any(words in told for told in problems(model, data))


def test_separation_is_told_with_the_terms() -> None:
    rows = [
        f"{x},{(5 * x) % 13},{'holds' if x % 2 else 'devalues' if (5 * x) % 13 < 6 else 'defends'}" for x in range(60)
    ]
    (told,) = problems(TWO, "x,z,y\n" + "\n".join(rows))
    assert "separation: government.defends.constant, government.defends.z foretell the choice at 'answer'" in told


def test_quasi_separation_is_told() -> None:
    """One value of a column goes with one choice alone."""
    model = HEAD + (
        "link: logit\nsteps: [{step: entry, by: firm, options: [out, in]}]\n"
        "utilities: {firm: {in: constant + x}}\nobserved: {counts: {out: a, in: b}}\n"
    )
    (told,) = problems(model, "x,a,b\n0,5,5\n1,0,9\n")
    assert "separation: " in told
    assert "in some rows" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"se": "robust"}, "hessian, sandwich, or cluster:COLUMN"),
        ({"se": "cluster:w"}, "the column 'w'"),
        ({"method": "npl"}, "ml: without several equilibria"),
        ({"level": 1.5}, "a number between 0 and 1"),
        ({"starts": 0}, "1 or more"),
    ],
)
def test_options_are_checked(options: dict[str, object], words: str) -> None:
    (told,) = problems(TWO, GOOD, **options)
    assert words in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TWO.replace("fit: 1", "fit: 2"), "m.yaml:1:6: version '2'; expected 1"),
        (TWO.replace("title: A test", "titel: A test"), "m.yaml:2:1: unknown key 'titel'; expected a key of a model"),
        (TWO.replace("attack is attacks", "attack is attack"), "unknown option 'attack' of 'attack'; expected one of holds, attacks; did you mean 'attacks'?"),
        (TWO.replace("market: {", "markets: {"), "m.yaml:8:3: unknown party 'markets'; expected one of market, government; did you mean 'market'?"),
        (TWO.replace("{defends: constant + z}", "{holds: z}"), "what 'holds' is worth to 'government', who has no choice before it"),
        (TWO.replace("holds: x", "holds: x - z"), "m.yaml:8:21: '- z'; expected `+` and another term"),
        (TWO.replace("holds: x", "holds: x + 1"), "the number '1' among terms; expected `constant`, or a column"),
        (TWO.replace("outcome: y", "outcome: y, counts: {holds: a}"), "no column for devalues, defends"),
        (TWO + "errors: private\nlink: logit\n", "private information with logit"),
        (TWO.replace("by: government", "by: market").replace("government:", "market2:") + "errors: private\n", "unknown party 'market2'"),
        (TWO.replace("[holds, attacks]", "[holds, attacks, waits]"), "3 options at 'attack' with probit"),
        (HEAD + "game: crisis\nscale: 2\nobserved: {outcome: y}\nutilities: {target: {status quo: x}}", "what 'status quo' is worth to 'target'"),
        (HEAD + "game: ultimatum\nobserved: {offer: y}\nutilities: {proposer: {no deal: x}}", "offers without two ends"),
        (HEAD + "game: poker", "expected one of steps, crisis, ultimatum"),
        ("- a", "no mapping"),
    ],
)  # fmt: skip
def test_models_are_checked(text: str, words: str) -> None:
    with pytest.raises(summitry.InputError) as error:
        summitry.load_fit_model(text.encode(), "m.yaml")
    assert any(words in str(p) for p in error.value.problems), str(error.value)


def test_who_moves_twice_has_no_private_information() -> None:
    text = (
        HEAD
        + """
errors: private
steps:
  - {step: one, by: a, options: [stops, goes on]}
  - {step: two, by: b, options: [yields, resists], when: one is goes on}
  - {step: three, by: a, options: [leaves, fights], when: two is resists}
utilities: {a: {fights: constant}, b: {fights: constant}}
observed: {outcome: y}
"""
    )
    with pytest.raises(summitry.InputError, match="'a', who moves twice on one path"):
        summitry.load_fit_model(text.encode())


def test_separation_of_a_crisis_is_told() -> None:
    model = (
        HEAD
        + """
game: crisis
utilities:
  challenger: {concession: constant, stand firm: constant, back down: constant}
  target: {concession: constant, stand firm: constant + x}
observed: {outcome: y}
"""
    )
    rows = [f"{x},{1 if x % 3 == 0 else 2 if x < 50 else 3 + x % 2}" for x in range(100)]
    (told,) = problems(model, "x,y\n" + "\n".join(rows))
    assert "target.stand firm.x foretell the choice at the target's answer without fail" in told
