"""What things on a tree are called: from scenarios, from game files, or by number."""

from __future__ import annotations

import report.tree.trees as trees
import summitry
from small import SIGNAL, case
from summitry.report.tree.rows import Row


def drawn(name: str) -> tuple[Row, ...]:
    game = summitry.build(summitry.load(name))
    return summitry.draw_tree(game, summitry.middle_draw(game), most=20_000).rows


def test_a_scenario_names_what_happens() -> None:
    rows = drawn("sanctions-threat")
    assert rows[0].name == "types"
    assert [row.label for row in rows if row.parent == 0] == [
        f"sender {one}, target {other}" for one in ("resolved", "reluctant") for other in ("exposed", "sheltered")
    ]
    looked = {i for i, row in enumerate(rows) if row.name == "attention"}
    assert {rows[i].kind for i in looked} == {"chance"}
    odds = {(row.label, round(row.probability, 3)) for row in rows if row.parent in looked}
    assert odds == {("looking", 0.9), ("looking", 0.65), ("looking away", 0.1), ("looking away", 0.35)}
    assert {row.kind for row in rows if row.name == "law"} == {"decision"}
    ends = {
        "gives way": "the target gives way",
        "carries it out": "sanctions imposed",
        "backs down": "the sender backs down",
        "does not make it": "nothing happens",
    }
    said = {(row.label, row.name) for row in rows if row.kind == "ending"}
    assert said == set(ends.items())
    after = next(row for row in rows if row.name == "answer").about
    assert "exposed" in after
    assert "law is passes a law and sanctions made" in after


def test_one_party_with_types_gives_the_branches_their_names() -> None:
    rows = summitry.draw_tree(game := summitry.build(case(SIGNAL)), summitry.middle_draw(game)).rows
    assert [row.label for row in rows if row.parent == 0] == ["guest warm", "guest cold"]


def test_names_of_a_file() -> None:
    game = summitry.load_game(
        b'EFG 2 R "Title" { "Ann" "" } c "" 1 "draw" { "" 1/2 "tails" 1/2 } 0'
        b' p "" 1 9 "asks" { "up" "" } 0 t "" 1 "end" { 1 2 } t "" 0 p "" 2 4 "" { "yes" "no" } 0 t "" 0 t "" 1'
    )
    picture = summitry.draw_tree(game, game.draws())
    rows = picture.rows
    assert picture.layout.title == "Title"
    assert picture.players == ("Ann", "player 2")
    assert rows[0].name == "draw"
    # what has no name goes by its number
    assert [row.label for row in rows] == ["", "1", "up", "2", "tails", "yes", "no"]
    assert [(row.player, row.number, row.name) for row in rows if row.kind == "decision"] == [
        (0, 9, "asks"),
        (1, 4, ""),
    ]
    assert [row.name for row in rows if row.kind == "ending"] == ["end", "", "", "end"]


def test_sets_without_numbers_are_counted_for_each_player() -> None:
    tree, draws = trees.numbers("kuhn")
    rows = summitry.draw_tree(tree, draws).rows
    numbers = {row.infoset: (row.player, row.number) for row in rows if row.kind == "decision"}
    assert sorted(numbers.values()) == [(p, k) for p in (0, 1) for k in range(1, 7)]
