"""Quotations whose speaker stands in another paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .layout import Paragraph
from .speakers import Span, Spoken, speaker_of, spoken

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORD = re.compile(r"\w+")


def spoken_text(text: str, parts: Sequence[Paragraph], docs: Sequence[Doc], quotes: Sequence[Span]) -> list[Spoken]:
    """Each quoted run of a text with its speaker, paragraph by paragraph.

    A paragraph that is one quotation and names nobody goes on where the paragraph before ended: with the same speaker,
    if that one ended in a quotation, or with whom it announced by a colon.
    """
    found: list[Spoken] = []
    at = 0
    last: Spoken | None = None
    """Who spoke last, while nothing but quotations follow."""
    for part, doc in zip(parts, docs, strict=True):
        here: list[Span] = []
        while at < len(quotes) and quotes[at][0] < part.end:
            here.append(quotes[at])
            at += 1
        if not here:
            last = _announced(text, part, doc)
            continue
        runs = spoken(doc, part.start, here)
        outside = (
            text[part.start : here[0][0]]
            + " ".join(text[a[1] : b[0]] for a, b in itertools.pairwise(here))
            + text[here[-1][1] : part.end]
        )
        alone = len(_WORD.findall(outside)) <= 2
        named = next((r for r in runs if r.speaker is not None), None)
        for run in runs:
            if run.speaker is None and run.whole:
                who = last if (alone or not text[part.start : run.span[0]].strip()) else None
                if who is None and named is not None:
                    who = named
                if (
                    who is not None
                    and who.speaker is not None
                    and not (who.name[0] < run.span[1] and who.name[1] > run.span[0])
                ):
                    run = Spoken(run.span, who.speaker, who.cue, who.name, "carried", run.whole)
            found.append(run)
        ends = text[here[-1][1] : part.end].strip()
        spoke = [r for r in found[-len(runs) :] if r.speaker is not None and r.whole] if runs else []
        last = spoke[-1] if spoke else None
        if ends.endswith(":"):
            last = _announced(text, part, doc) or last
    return found


def _announced(text: str, part: Paragraph, doc: Doc) -> Spoken | None:
    """Whom a paragraph announces by the colon that it ends with."""
    if not text[part.start : part.end].rstrip().endswith(":"):
        return None
    from .attributions import name_span
    from .cues import QUOTING, VERBS

    tokens = [t for t in doc if t.pos_ in ("VERB", "AUX")]
    cues = [t for t in tokens if t.lemma_.lower() in QUOTING or t.lemma_.lower() in VERBS]
    for token in (*reversed(cues), *(t for t in tokens if t.dep_ == "ROOT")):
        head = speaker_of(token, (), part.start)
        if head is None or (
            token not in cues and head.ent_type_ not in ("PERSON", "ORG", "NORP") and head.pos_ != "PRON"
        ):
            continue
        a, b = name_span(head)
        name = (doc[a].idx + part.start, doc[b - 1].idx + len(doc[b - 1]) + part.start)
        return Spoken((part.end, part.end), head, token, name, "announced", True)
    return None
