"""Files as passages: every character is where it is said to be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import summitry
from summitry.formats.mask_passages import scenario_passages
from summitry.formats.mask_rows import json_characters, leaves, ledger_lines, row_passages

YAML_TEXT = """# A comment
#   that goes on
summitry: 1   # beside
title: "Caf\\u00e9 \\x41 \\"x\\" and \\
  more"
question: 'it''s'
citation: >-
  folded
  text

  end
parties:
  us: {name: United States, note: here, as there, and so on}   # last
  a: {}
stages:
  - stage: one
    note: |
      line one
        line two
"""


def test_comments_scalars_and_their_roles() -> None:
    found = {w.path or w.start: w for w in scenario_passages(YAML_TEXT, ["us", "a"])}
    texts = {path: w.passage.text for path, w in found.items()}
    assert texts[0] == " A comment\n  that goes on"
    assert texts["title",] == 'Café A "x" and more'
    assert texts["question",] == "it's"
    assert texts["citation",] == "folded text\nend"
    assert texts["parties", "us", "note"] == "here, as there, and so on"
    assert texts["stages", 0, "note"].split() == ["line", "one", "line", "two"]
    roles = {(w.path, w.passage.text): (w.passage.kind, w.role) for w in found.values()}
    assert roles[("parties", "us", "name"), "United States"] == ("name", "label")
    assert roles[("citation",), "folded text\nend"] == ("title", "whole")
    assert {w.passage.text.strip() for w in found.values() if not w.path} >= {"beside", "last"}
    assert sum(w.passage.text == "us" and w.role == "label" for w in scenario_passages(YAML_TEXT, ["us"])) == 1


@pytest.mark.parametrize("name", summitry.catalog.names())
def test_every_value_of_the_catalog_is_found_as_yaml_reads_it(name: str) -> None:
    text = summitry.source(name).read_bytes().decode()
    read = YAML(typ="safe", pure=True).load(text)
    for w in scenario_passages(text):
        assert len(w.at) == len(w.passage.text) + 1
        assert list(w.at) == sorted(w.at)
        value = read
        try:
            for part in w.path:
                value = value[part]
        except (KeyError, IndexError, TypeError):
            continue  # a sentence that runs on over commas, which plain YAML cuts
        if isinstance(value, str) and w.path and w.passage.text not in w.path:
            assert w.passage.text.split() == value.split() or w.passage.text.startswith(value)


@given(
    st.dictionaries(st.sampled_from("abc"), st.one_of(st.text(), st.lists(st.one_of(st.text(), st.integers())))),
    st.booleans(),
)
def test_leaves_and_characters_of_json(value, ascii_only) -> None:
    line = json.dumps(value, ensure_ascii=ascii_only)
    found = {leaf.path: leaf for leaf in leaves(line, 0)}
    flat = {}
    for key, under in value.items():
        flat |= {(key, k): v for k, v in enumerate(under)} if isinstance(under, list) else {(key,): under}
    assert {path: leaf.value for path, leaf in found.items()} == flat
    for leaf in found.values():
        if isinstance(leaf.value, str):
            text, at = json_characters(line, leaf.start, leaf.end)
            assert text == leaf.value
            assert len(at) == len(text) + 1
            # any run of characters, taken out of the file, is that run
            a, b = len(text) // 3, 2 * len(text) // 3
            assert json.loads(f'"{line[at[a] : at[b]]}"') == text[a:b]


def test_rows_of_a_ledger() -> None:
    text = '\n{"id": "s1", "document": {"id": "D", "title": "T", "sha256": "x"}, "mode": "direct", "issue": "land"}\n\n'
    ((at, line),) = ledger_lines(text)
    found = {w.path: w for w in row_passages(line, at, text)}
    assert {path: w.role for path, w in found.items()} == {
        ("id",): "words", ("document", "id"): "whole", ("document", "title"): "whole", ("issue",): "words",
    }  # fmt: skip
    assert found["issue",].passage.kind == "formula"
    for w in found.values():
        assert json.loads(text[w.start : w.end]) == w.passage.text
