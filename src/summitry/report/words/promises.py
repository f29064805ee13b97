"""Whose word is believed: threats and promises, as believed and as kept."""

from __future__ import annotations

import math
from dataclasses import dataclass

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given, join, plain, sentences, withheld
from summitry.report.words.rounding import count, fraction
from summitry.study import Study
from summitry.study.findings import Range, Word

MOST, ALIKE, DUE = 4, 0.05, 0.005


@dataclass(frozen=True)
class Kept:
    """One threat or promise as shown."""

    word: Word
    first: Phrase
    sentence: Phrase
    gap: float


def _cost(value: Range) -> Phrase:
    return fill("word.nothing") if abs(value.mean) < 1e-9 else fraction(value.mean)


def kept(study: Study) -> tuple[Kept, ...]:
    """All threats and promises that are ever due, by the gap between belief and model."""
    s, out = study.scenario, []
    for w in study.findings.words:
        if not w.due.mean >= DUE or w.carried_out.mean != w.carried_out.mean:
            continue
        many = names.plural(s, w.maker)
        targets = join(
            [
                fill(
                    "word.believes",
                    target=names.party(s, t),
                    believes="believe" if names.plural(s, t) else "believes",
                    n=count(r.mean, r.low, r.high),
                )
                for t, r in w.believed.items()
            ]
        )
        fields: dict[str, Phrase | str] = {
            "maker": names.party(s, w.maker).capital(),
            "threat": given(w.name),
            "n": count(w.carried_out.mean, w.carried_out.low, w.carried_out.high),
            "believed": plain("; ") + targets if targets else Phrase(),
        }
        if w.promise:
            first = fill("word.promise", keeps="keep" if many else "keeps", **fields)
        else:
            first = fill("word.threat", carries="carry" if many else "carries", **fields)
        costs = (w.cost_of_carrying_out, w.cost_of_backing_down)
        if w.automatic:
            second = fill("word.automatic")
        elif any(math.isnan(c.mean) for c in costs):
            second = withheld()
        else:
            key = "word.cost_promise" if w.promise else "word.cost"
            second = fill(key, carry=_cost(w.cost_of_carrying_out), back=_cost(w.cost_of_backing_down))
        third = fill("word.due", n=count(w.due.mean, w.due.low, w.due.high)).capital()
        gap = max((abs(r.mean - w.carried_out.mean) for r in w.believed.values()), default=0.0)
        out.append(Kept(w, first, sentences(first, second, third), gap))
    return tuple(sorted(out, key=lambda k: -k.gap))


def figure_title(item: Kept) -> Phrase:
    """Whether the word with the largest gap is believed more or less than it is kept."""
    if not item.word.believed:
        return given(item.word.name).capital()
    gaps = [r.mean - item.word.carried_out.mean for r in item.word.believed.values()]
    gap = max(gaps, key=abs)
    key = "word.title_same" if abs(gap) < ALIKE else "word.title_more" if gap > 0 else "word.title_less"
    return fill(key, threat=given(item.word.name)).capital()
