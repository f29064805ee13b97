"""Whether two games are the same, and random games to write and read."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import strategies as st

from summitry.game import NamedGame, Tree


def differences(one: NamedGame | Tree, other: NamedGame | Tree) -> list[str]:
    """Names of the fields that differ, to the last bit; where a game came from does not count."""
    found = []
    for field in dataclasses.fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name in ("file", "places"):
            continue
        if isinstance(a, Tree):
            found += differences(a, b)
        elif isinstance(a, np.ndarray):
            if a.shape != b.shape or a.tobytes() != np.asarray(b, a.dtype).tobytes():
                found.append(field.name)
        elif a != b:
            found.append(field.name)
    return found


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["", '"', "\\", '\\"', "a\\", "\\\\", "a\\b", "{", "é ü 漢", "two\nlines", "p", "0"]
)
plain_names = st.text(st.sampled_from('abcé漢{},"'), min_size=1, max_size=5)
payoffs = st.one_of(
    st.integers(-20, 20).map(str),
    st.floats(-1e300, 1e300).map(repr),
    st.tuples(st.integers(-99, 99), st.integers(1, 99)).map(lambda f: f"{f[0]}/{f[1]}"),
    st.sampled_from(["1e-3", "+.5", "5.", "-0", "2.50", "1E2", "0.1", "1e-320", "-7.25e+2"]),
)
blanks = st.sampled_from([" ", "  ", "\n", "\t", "\r\n", " \n "])


@st.composite
def efg_texts(draw: st.DrawFn, labels: st.SearchStrategy[str] = names, most: int = 30) -> str:
    """A well-formed .efg file of up to about `most` nodes, without absent-mindedness, spelled in many ways."""
    players = draw(st.integers(1, 3))

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def listed(parts: list[str]) -> str:
        return "{ " + draw(st.sampled_from([" ", ", "])).join(parts) + " }"

    words = [f"EFG 2 {draw(st.sampled_from('RD'))}", quoted(draw(labels))]
    words.append("{ " + " ".join(quoted(draw(labels)) for _ in range(players)) + " }")
    if draw(st.booleans()):
        words.append(quoted(draw(labels)))
    sets: dict[tuple[int, int], tuple[str, int]] = {}
    outcomes: dict[int, str] = {}
    made = 0

    def outcome() -> str:
        number = draw(st.integers(0, 5))
        if number == 0:
            return "0"
        if number in outcomes and draw(st.booleans()):
            return str(number)
        if number not in outcomes:
            outcomes[number] = f"{quoted(draw(labels))} {listed([draw(payoffs) for _ in range(players)])}"
        return f"{number} {outcomes[number]}"

    def chances(count: int) -> list[str]:
        weights = [draw(st.integers(0 if count > 1 else 1, 9)) for _ in range(count)]
        weights[0] += not any(weights)
        total = sum(weights)
        return [f"{w}/{total}" for w in weights]

    def grow(depth: int, on_path: frozenset[tuple[int, int]]) -> None:
        nonlocal made
        made += 1
        owner = draw(st.integers(-1, players)) if depth < 5 and made < most else -1
        name = quoted(draw(labels))
        if owner == -1:
            words.append(f"t {name} {outcome()}")
            return
        # `player` counts from 1, chance is 0
        key = (owner, draw(st.integers(1, 4)))
        while owner and key in on_path:
            key = (owner, key[1] + 5)
        letter = f"p {name} {owner}" if owner else f"c {name}"
        if key in sets and draw(st.booleans()):
            words.append(f"{letter} {key[1]} {outcome()}")
        else:
            if key not in sets:
                count = draw(st.integers(1, 3))
                odds = chances(count) if not owner else [""] * count
                actions = " ".join(f"{quoted(draw(labels))} {x}" for x in odds)
                sets[key] = (f"{quoted(draw(labels))} {{ {actions} }}", count)
            words.append(f"{letter} {key[1]} {sets[key][0]} {outcome()}")
        for _ in range(sets[key][1]):
            grow(depth + 1, on_path | {key})

    grow(0, frozenset())
    return draw(blanks).join(words)


@st.composite
def nfg_texts(draw: st.DrawFn, labels: st.SearchStrategy[str] = names) -> str:
    """A well-formed .nfg file, payoff or outcome version."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    words = [f"NFG 1 {draw(st.sampled_from('RD'))}", quoted(draw(labels))]
    words.append("{ " + " ".join(quoted(draw(labels)) for _ in counts) + " }")
    if draw(st.booleans()):
        words.append("{ " + " ".join(map(str, counts)) + " }")
    else:
        lists = ("{ " + " ".join(quoted(draw(labels)) for _ in range(c)) + " }" for c in counts)
        words.append("{ " + " ".join(lists) + " }")
    if draw(st.booleans()):
        words.append(quoted(draw(labels)))
    cells = int(np.prod(counts))
    if draw(st.booleans()):
        outcomes = draw(st.integers(1, 4))
        comma = draw(st.sampled_from([" ", ", "]))
        rows = (f"{{ {quoted(draw(labels))} {comma.join(draw(payoffs) for _ in counts)} }}" for _ in range(outcomes))
        words.append("{ " + " ".join(rows) + " }")
        words += [str(draw(st.integers(0, outcomes))) for _ in range(cells)]
    else:
        words += [draw(payoffs) for _ in range(cells * len(counts))]
    return draw(blanks).join(words)
