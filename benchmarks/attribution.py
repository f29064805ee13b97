"""Quotations and attributions of `summitry read` against PolNeAR, where its files lie beside the repository.

    python benchmarks/attribution.py ../shared/evidence odd      # the half that was not looked at while building

Quotations are scored by the rule of `score_quotes.py` in that folder, with a speaker's name of over twelve words, or
one that touches the quotation, counted wrong. Indirect attributions are those of the reference without quoted words and
with a source; one is found if source and content each share at least half of the letters of both (intersection over
union). Runs marked by two apostrophes count as no quotation, as in the reference, which takes them for indirect.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from summitry.evidence.reading.attributions import attributions, source_span
from summitry.evidence.reading.carry import spoken_text
from summitry.evidence.reading.layout import paragraphs, smoothed
from summitry.evidence.reading.quotation import quotations
from summitry.formats.language_model import language_model


def main() -> None:
    here = Path(__file__).resolve().parent  # where a catalogue.py lies, which spaCy would take for its own
    sys.path = [p for p in sys.path if Path(p).resolve() != here]
    folder, half = Path(sys.argv[1]), sys.argv[2]
    sys.path.insert(0, str(folder))
    import score_quotes

    lines = (folder / "polnear_train.jsonl").read_text(encoding="utf-8").splitlines()
    docs = [json.loads(line) for line in lines[{"even": 0, "odd": 1}[half] :: 2]]
    clock = {"parser": 0.0, "rest": 0.0}
    read = {doc["text"]: _read(doc["text"], clock) for doc in docs}

    def extract(text: str) -> list[tuple[int, int, int | None, int | None, str]]:
        found = []
        for start, end, a, b, name in read[text][0]:
            wrong = len(score_quotes.words(name)) > 12 or (a < end and b > start)
            found.append((start, end, None, None, "") if wrong else (start, end, a, b, name))
        return found

    print(json.dumps(score_quotes.score(docs, extract)))
    print("indirect", _indirect(docs, read))
    n = len(docs)
    print(f"articles a second: parser {n / clock['parser']:.1f}, the rest {n / clock['rest']:.1f}")


def _read(text: str, clock: dict[str, float]) -> tuple[list[Any], list[Any]]:
    start = time.process_time()
    parts = paragraphs(text)
    smooth = smoothed(text)
    middle = time.process_time()
    parsed = list(language_model().pipe([smooth[p.start : p.end] for p in parts]))
    parsed_at = time.process_time()
    quotes = quotations(text, parts)
    spoken, told = [], []
    for one in spoken_text(text, parts, parsed, quotes):
        if one.speaker is None:
            continue
        name = text[slice(*one.name)]
        if text[one.span[0] : one.span[0] + 2] != "''":
            spoken.append((*one.span, *one.name, name))
        elif one.whole:
            last = told[-1] if told else None
            if last and last[0] == one.name and "\n" not in text[last[1][-1][1] : one.span[0]]:
                last[1].append(one.span)
            else:
                told.append((one.name, [one.span]))
    for part, doc in zip(parts, parsed, strict=True):
        here = [(a - part.start, b - part.start) for a, b in quotes if part.start <= a < part.end]
        for one in attributions(doc, here):
            if one.source is not None:
                a, b = source_span(one.source, one.cue)
                runs = [(part.start + doc[i:j].start_char, part.start + doc[i:j].end_char) for i, j in one.content]
                told.append(((part.start + doc[a:b].start_char, part.start + doc[a:b].end_char), runs))
    clock["parser"] += parsed_at - middle
    clock["rest"] += middle - start + time.process_time() - parsed_at
    return spoken, told


def _letters(text: str, spans: Any) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


def _alike(a: set[int], b: set[int]) -> float:
    return len(a & b) / max(1, len(a | b))


def _indirect(docs: list[Any], read: dict[str, Any]) -> dict[str, float]:
    right = found = there = 0
    for doc in docs:
        text = doc["text"]
        quoted = _letters(text, doc["quotes"])
        gold = [
            (_letters(text, row["source"]), _letters(text, row["content"]))
            for row in doc["rows"]
            if row["qtype"] == "indirect" and row["source"] and row["content"]
        ]
        mine = [(_letters(text, [name]), _letters(text, runs)) for name, runs in read[text][1]]
        mine = [one for one in mine if not one[1] & quoted]
        pairs = [
            (_alike(g[0], m[0]) + _alike(g[1], m[1]), i, j)
            for i, g in enumerate(gold)
            for j, m in enumerate(mine)
            if _alike(g[0], m[0]) >= 0.5 and _alike(g[1], m[1]) >= 0.5
        ]
        taken: tuple[set[int], set[int]] = set(), set()
        for _, i, j in sorted(pairs, reverse=True):
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
        right += len(taken[0])
        found += len(mine)
        there += len(gold)
    p, r = right / found, right / there
    return {"precision": round(p, 3), "recall": round(r, 3), "F1": round(2 * p * r / (p + r), 3)}


if __name__ == "__main__":
    main()
