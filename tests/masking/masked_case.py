"""A case to mask: names in many forms and scripts, dates, a ledger with quotations, and its text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

SCENARIO = """# Talks of Ruritania, written by O'Brien on 3 May 2024; see https://www.ruritania-times.example/2024/05/03
summitry: 1
title: "Ruritania and the \\u0045lphberg question, May 2024"
as_of: 2024-05-03
question: 'Does Ruritania''s Prince Rudolf sign in Strelsau by June 2024?'
citation: >-
  Hope, Anthony 1994: The Prisoner of Zenda,
  London: Arrowsmith; doi:10.1000/abc.2024
ledger: talks 2024.jsonl
parties:
  ruritania:
    name: Kingdom of Ruritania
    types:
      may: {means: would sign in May if Michael lets it, chance: {value: 0.4, because: s1}}
      may not: {means: "waits for Graustark (as Sana'a did in 1994-95)", chance: rest}
    prior_of:
      us: {may: 0.3 to 0.6}
  us: {name: United States of Graustark}
  a: {}
  target: {name: the target}
  беларусь: {name: Беларусь}
  北京: {name: 北京}
coalitions:
  пакт: {members: [us, беларусь], rule: all}
mediators:
  Jean-Claude Müller: {name: Jean-Claude Müller}
issues:
  deadline: {levels: [2025, 2026, later than 2026]}
  strelsau status: {options: [free city, ruritanian rule]}
numbers:
  cost_of_ruritania_war:
    value: 0.2 to 0.4
    unit: "Ruritania's stake, in 2024 euros"
    because: {assumption: "Müller, 2 May: \\"Rudolf pays\\", said O'Brien in Strelsau, and more, and less"}
stages:
  - stage: Strelsau round
    attend: [ruritania, us, a]
    steps:
      - step: opening of us
        by: us
        options: [asks us to wait, leans on Ruritania, offers a ceasefire]
      - {step: answer, by: a, options: [helps us, helps a], note: here, as in Zenda, an Elphberg waits}
      - proposal: deal
        by: Jean-Claude Müller
        from: [{deadline: 2025, strelsau status: free city, name: free in 2025},
               {deadline: 2026, strelsau status: ruritanian rule}]
        accepted by: [ruritania, us]
markers:
  early: deal agreed with deadline is 2025
  pressure: opening of us is leans on Ruritania and answer is helps a
outcomes:
  signed in May: deal agreed and not (answer is one of helps us, helps a)
  done: deal agreed
  end: otherwise
worth:
  us: {deadline: {2025: 0.3}, strelsau status: {ruritanian rule: {ruritania may: -0.1, ruritania may not: 0.1}}}
  ruritania: {strelsau status: {ruritanian rule: 0.4}}
payoffs:
  a:
    shame: {value: -0.1 * worth of us + 0.02 * worth of ruritania, when: answer is helps a}
  ruritania:
    war: {value: -cost_of_ruritania_war, when: not deal agreed}
precision: 5
"""

TEXT = """STRELSAU, 3 May 2024 — Prince Rudolf of Ruritania told us that O'Brien, the U.S. envoy, "would not be rushed".
Ruritanians marched in March. The pro-Ruritanian party and the non-Ruritanian one met; RURITANIA'S stance held.
Jean-Claude Müller (Mu\u0308ller) wrote to j.mueller@graustark.gov and @BlackMichael; see www.zenda.org/x.
Mr. von Tarlenheim came on Monday, 6 May, not Tuesday. It may rain in May.\tAn Elphberg never yields, said Rassendyll.
The US said: Беларусь и Россия; в Беларуси. 北京说。在北京。 The G7 met; J. R. Hentzau and Rupert Hentzau laughed.
“Ruritania will sign on 15 May 2024,” said Sapt of “Ruritania”.
"""

QUOTES = {
    "s1": ("“", "Ruritania will sign on 15 May 2024,", "” said Sapt"),
    "s2": ('envoy, "', "would not be rushed", '".'),
    "s3": ("not ", "Tuesday", ". It"),
    "s4": ("", "STRELSAU, 3 May 2024", " — Prince"),
    "s5": ("never ", "yields, said Rassend", "yll"),  # the quotation cuts a name
}
HIDDEN = (
    "ruritania", "elphberg", "rudolf", "strelsau", "brien", "graustark", "müller", "mu\u0308ller", "беларус", "北京",
    "hentzau", "tarlenheim", "rassendyll", "sapt", "zenda", "michael", "россия", "2024", "2025", "2026", "monday",
    "tuesday", "g7", "jean", "claude", "arrowsmith", "london", "пакт", "michael",
)  # fmt: skip
"""What no masked file may hold, in small letters."""


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def row(name: str, text: str, before: str, exact: str, after: str, **more: object) -> dict[str, object]:
    """A row that quotes a text."""
    start = text.index(before + exact + after) + len(before)
    return {
        "id": name,
        "document": {"id": "Zenda report", "sha256": sha(text), "title": "Ruritania on the eve", "date": "2024-05-03",
                     "url": "https://www.zenda.org/eve"},
        "target": {
            "source": f"urn:sha256:{sha(text)}",
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": start + len(exact), "sha256": sha(exact)},
                {"type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": after},
            ],
        },
        "speaker": {"mention": "Sapt", "name": "Sapt", "party": "ruritania", "role": "Colonel of Ruritania"},
        "addressee": {"mention": "an Elphberg", "party": "us"},
        "mode": "direct",
        "kind": ["prediction"],
        "issue": "strelsau status",
        "time": "2024-05-02",
        "provenance": {"how": "by hand"},
        **more,
    }  # fmt: skip


def write_case(folder: Path, text: str = TEXT, scenario: str = SCENARIO) -> tuple[Path, Path]:
    """The scenario and its text in a folder, the ledger beside them: one row with escapes, one with the letters."""
    rows = [row(name, text, *parts) for name, parts in QUOTES.items()]
    lines = [json.dumps(r, ensure_ascii=bool(k % 2)) for k, r in enumerate(rows)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "talks.yaml").write_bytes(scenario.encode())
    (folder / "talks 2024.jsonl").write_bytes(("\n".join(lines) + "\n\n").encode())
    (folder / "report.txt").write_bytes(text.encode())
    return folder / "talks.yaml", folder / "report.txt"
