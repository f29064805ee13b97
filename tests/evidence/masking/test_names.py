"""Which words are taken for names."""

import pytest

from summitry.evidence.masking import Declared, Passage, find


def words(text: str, **declared) -> dict[str, str]:
    return dict(find([Passage(text)], Declared(**declared)).words)


def test_capitals_inside_sentences_are_names_and_first_words_unless_ordinary() -> None:
    found = words("Officials met Dravic. Negotiators waited. Kostrin left; he saw the Agreement. The agreement held.")
    assert found == {"dravic": "any", "kostrin": "any"}


def test_ordinary_words_without_a_small_form_are_names_where_they_have_a_capital() -> None:
    assert words("He met Baker in Reading. Walker came.") == {"baker": "cased", "reading": "cased"}


def test_titles_weekdays_months_and_grammar_are_left() -> None:
    assert words("On Friday President May I said that It was in August, Prime Minister.") == {}


@pytest.mark.parametrize(
    "form",
    ["Ruritanian", "Ruritanians", "ruritania", "RURITANIA", "pro-Ruritanian", "proruritanian", "non-Ruritanian",
     "Ruritania’s", "cost_of_ruritania", "Ruritaniagate", "Ru\u00adritania", "Ｒｕｒｉｔａｎｉａ"],
)  # fmt: skip
def test_forms_made_from_a_name_are_names(form: str) -> None:
    found = find([Passage(f"we saw {form} there")], Declared(sides={"ruritania": ()}))
    assert any("ruritania" in word for word in found.words)


def test_forms_made_from_one_name_are_one_family() -> None:
    found = find([Passage("France, the French and a Frenchman; Ruritania and two Ruritanians.")], Declared())
    family = found.family
    assert family["france"] == family["french"] == family["frenchman"]
    assert family["ruritania"] == family["ruritanians"]


def test_everyday_words_that_only_begin_like_a_name_are_left() -> None:
    found = words("We saw Paris and Trump. The parish had a trumpet and a comparison.")
    assert set(found) == {"paris", "trump"}


def test_known_places_need_no_capital() -> None:
    assert set(words("sinai, gaza and the west bank of jerusalem")) == {"sinai", "gaza", "jerusalem"}
    assert ("west", "bank") in find([Passage("the west bank")], Declared()).phrases


def test_names_of_several_ordinary_words_are_names_together_only() -> None:
    found = find([Passage("At the White House a white house stood, and another house.")], Declared())
    assert found.phrases == {("white", "house"): (True, True)}
    assert not found.words


def test_words_of_grammar_are_weak_as_ids() -> None:
    found = find([Passage("He told us and the US that a deal is due.")], Declared(sides={"us": ("firm",), "a": ()}))
    assert found.words["us"] == "weak"
    assert set(found.weak) == {"us", "a"}
    assert "a" not in found.words


def test_people_of_the_ledger_with_everyday_names() -> None:
    found = words("A mark of doubt. Mark left.", people=["Mark Dravic", "bell hooks", "Зеленський"])
    assert found["mark"] == "cased"
    assert found["dravic"] == found["зеленський"] == "any"


def test_scripts_without_capitals_are_found_inside_longer_runs() -> None:
    assert find([Passage("在北京说")], Declared(people=["北京"])).literals == {"北京"}


def test_also_and_leave() -> None:
    found = find([Passage("the bridge at Dravic")], Declared(also=["bridge"], leave=["Dravic"]))
    assert dict(found.words) == {"bridge": "any"}


def test_rows_and_reserved_words_are_no_names() -> None:
    found = words("see S12 and agreed Dravic", sides={"agreed party": ()}, rows=["S12"], reserved=frozenset(["agreed"]))
    assert "s12" not in found
    assert "agreed" not in found
