"""Replaced and put back: laws over any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.evidence.masking import (
    Change,
    Declared,
    Masker,
    Passage,
    Places,
    Pseudonyms,
    Restorer,
    Shift,
    changed,
    choose,
    date_leaks,
    dates,
    find,
    leaks,
)
from summitry.evidence.masking.tokens import folded, tokens

SECRET = bytes(range(32))
NAMES = ["Russia", "russian", "O'Brien", "Jean-Claude", "Müller", "Mu\u0308ller", "São Tomé", "Зеленський", "غزة", "北京",
         "İstanbul", "Straße", "UA-43", "G7", "U.S.", "NATO", "al-Assad", "ﬁnland", "Ǆ", "warRussia"]  # fmt: skip
PIECES = ["the", "said", "in", "and", "of", "President", "May", "3 May 2024", "2024-05-03", "Friday", "1990s", "a", "an",
          "us", "US", "'s", "’s", "\n", "\n\n", ". ", "! “", "https://x.org/a", "@who", "J. R."]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(NAMES), st.sampled_from(PIECES), st.text(max_size=6)), max_size=20).map(
    " ".join
)
DECLARED = Declared(
    sides={"russia": (), "us": ("firm",), "北京": (), "a": ()},
    called={"russia": "Russia"},
    people=["Зеленський", "Mu\u0308ller"],
    regions=["UA-43"],
    reserved=frozenset(["of", "and"]),
)


def masker(passages: list[Passage], declared: Declared = DECLARED) -> Masker:
    known = "\n".join(sorted({t.word for p in passages for t in tokens(p.text)}))
    shift = choose(SECRET, [d for p in passages for d in dates(p.text)], 2024)
    return Masker(find(passages, declared), Pseudonyms(SECRET, lambda name: name in known), shift, ("beta",))


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_nothing_leaks_and_everything_leads_back(prose: str, name: str) -> None:
    passages = [Passage(prose), Passage(name, "name"), Passage(name, "title")]
    mask = masker(passages)
    replaced, capitals, moved, after = set(), set(), set(), []
    for passage in passages:
        changes = mask.changes(passage)
        assert all(passage.text[c.start : c.end] == c.old for c in changes)
        out = changed(passage.text, changes)
        back, grown = [], 0
        for c in changes:
            back.append(Change(c.start + grown, c.start + grown + len(c.new), c.old, c.new))
            grown += len(c.new) - len(c.old)
        assert changed(out, back) == passage.text
        places = Places(changes)
        for c in changes:
            if c.old:
                assert out[places.start(c.start) : places.end(c.end)] == c.new
        after.append((passage, out))
        for c in changes:
            if c.sort == "date":
                moved.add(c.old)
            elif c.sort == "name":
                weak = mask.names.words.get(folded(c.old)) in ("cased", "weak") or len(c.old) == 1
                (capitals if weak else replaced).add(c.old)
    replaced |= {" ".join(words) for words, flags in mask.names.phrases.items() if any(flags)}
    for passage, out in after:
        assert not leaks(out, replaced, capitals=capitals)
        if passage.kind == "prose":
            assert not date_leaks(out, moved)


@settings(max_examples=60)
@given(TEXTS)
def test_places_never_run_backwards(text: str) -> None:
    changes = masker([Passage(text)]).changes(Passage(text))
    places = Places(changes)
    starts = [places.start(k) for k in range(len(text) + 1)]
    ends = [places.end(k) for k in range(len(text) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert ends[-1] == len(changed(text, changes))


def mask_text(text: str, kind="prose", declared: Declared = Declared()) -> str:  # noqa: B008
    passage = Passage(text, kind)
    return changed(text, masker([passage], declared).changes(passage))


def test_case_possessives_and_compounds_are_kept() -> None:
    out = mask_text("Dravic’s men, DRAVIC, pro-Dravic Dravics.")
    name = out.split("’")[0]
    assert out == f"{name}’s men, {name.upper()}, pro-{name} {name}s."


def test_the_article_does_not_tell_how_a_name_began() -> None:
    out = mask_text("He met an Elphberg, an officer.")
    assert out.startswith("He met a ")
    assert out.endswith(", an officer.")


def test_words_of_grammar_are_replaced_as_identifiers_only() -> None:
    declared = Declared(sides={"us": ("firm",), "a": ()})
    for before in ("worth of us + 1", "us is firm", "us firm", "deposit of us is pays", "us left", "us"):
        assert "us" not in mask_text(before, "formula", declared).split()
    for before in ("asks us to wait", "helps a friend", "is a deal"):
        assert mask_text(before, "formula", declared) == before
    assert mask_text("He told us of it.", declared=declared) == "He told us of it."
    assert " US " not in mask_text("He told the US of it.", declared=declared)


def test_laws_keep_their_names() -> None:
    declared = Declared(sides={"beta": (), "alpha": ()})
    out = mask_text("beta(2, 3)", "formula", declared)
    assert out == "beta(2, 3)"
    assert "beta" not in mask_text("worth of beta", "formula", declared)


def test_addresses_and_initials() -> None:
    out = mask_text("J. D. Dravic wrote to a.b@dravic.gov, see https://www.dravic.org/2024?q=1.")
    assert "dravic" not in out.lower()
    assert out.endswith(".")
    assert "@example.org" in out
    assert "https://example.org/" in out
    assert not out.startswith("J. D.")


def test_another_secret_gives_other_names_and_the_same_the_same() -> None:
    passage = Passage("Dravic met Kostrin.")

    def run(secret: bytes) -> str:
        names = find([passage], Declared())
        return changed(passage.text, Masker(names, Pseudonyms(secret, lambda _: False), Shift(0)).changes(passage))

    assert run(SECRET) == run(SECRET)
    assert len({run(bytes([k]) * 32) for k in range(20)}) == 20


def test_word_by_word_the_way_back() -> None:
    text = "An Elphberg, NATO’s J. R. Dravic and DRAVIC came on Friday, 3 May 2024; see https://x.org/y, in May."
    passage = Passage(text)
    mask = masker([passage], Declared())
    out = changed(text, mask.changes(passage))
    restorer = Restorer(mask.pseudonyms.given, mask.names.spelling, mask.shift, SECRET)
    assert changed(out, restorer.changes(Passage(out))) == text
    more = out + " And " + out.split()[1].strip(",") + " again."
    assert changed(more, restorer.changes(Passage(more))) == text + " And Elphberg again."
