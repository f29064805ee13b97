"""The scenarios that ship: they load, rest on something, are small enough, and together use the language."""

import csv
import dataclasses
import json
import re
from pathlib import Path

import pytest

import summitry
from summitry import catalog
from summitry.build import measure
from summitry.errors import InputError
from summitry.evidence import Ledger, verify
from summitry.formats import ledger as ledgers
from summitry.formats import scenario_yaml

NAMES = catalog.names()
SEED = Path("/work/shared/seed")
LEDGER = "alaska-2025.ledger.jsonl"


def rows_of(name: str) -> Ledger:
    found = re.search(r"^ledger: (\S+)", catalog.read_text(name), re.MULTILINE)
    return ledgers.loads(catalog.read_text(found.group(1)), found.group(1)) if found else Ledger()


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return ledgers.loads(catalog.read_text(LEDGER), LEDGER)


@pytest.fixture(scope="module")
def report() -> str:
    texts = sorted(SEED.glob("*.txt")) if SEED.is_dir() else []
    if not texts:
        pytest.skip("the news report is not committed and does not lie in /work/shared/seed")
    return texts[0].read_bytes().decode("utf-8")


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower().replace("’", "'"))


# ---------------------------------------------------------------- the index


def test_names_titles_and_texts():
    assert {"alaska-2025", "sanctions-threat", "two-sided-bargaining"} <= set(NAMES)
    assert list(NAMES) == sorted(NAMES)
    assert catalog.index() == {name: catalog.title(name) for name in NAMES}
    assert catalog.title("alaska-2025") == "Anchorage and the second meeting, August 2025"
    assert catalog.path("alaska-2025").is_file()
    assert catalog.read_text(LEDGER).startswith('{"id":"s01"')


@pytest.mark.parametrize("name", ["atlantis", "__init__.py", "../errors.py", ""])
def test_what_is_not_there_is_named_with_what_is(name):
    with pytest.raises(KeyError, match="alaska-2025"):
        catalog.read_text(name)


@pytest.mark.parametrize("name", catalog.base_rates())
def test_a_base_rate_says_what_it_counts_and_why_it_is_no_yardstick(name):
    rate = catalog.base_rate(name)
    assert 0 < rate.n < rate.N
    assert rate.name == name
    assert rate.rate == rate.n / rate.N
    for text in (rate.title, rate.event, rate.period, rate.definition, rate.source, rate.no_yardstick):
        assert len(text) > 8
    assert rate.url.startswith("https://")


def test_an_unknown_base_rate():
    with pytest.raises(KeyError, match="icb-mediated-agreement"):
        catalog.base_rate("wishes")


def cases(file: str) -> list[dict[str, str]]:
    path = Path("/work/shared/data") / file
    if not path.is_file():
        pytest.skip(f"{file} is other people's data, not committed, and does not lie in {path.parent}")
    with path.open(encoding="latin-1", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("name", "file", "column", "successes", "among"),
    [
        ("icb-mediated-agreement", "icb1v13.csv", "forout", "1 2", {"mediate": "4"}),
        ("icb-unmediated-agreement", "icb1v13.csv", "forout", "1 2", {"mediate": "1 2 3"}),
        ("ties-sanctions-success", "TIES.csv", "finaloutcome", "1 2 5 6 7 10", {}),
        ("ties-threat-success", "TIES.csv", "finaloutcome", "1 2 5", {"threat": "1", "imposition": "0"}),
        ("ties-imposition-success", "TIES.csv", "finaloutcome", "6 7 10", {"imposition": "1"}),
        (
            "icb-violent-agreement-held",
            "icb1v13.csv",
            "outesr",
            "2",
            {"forout": "1 2", "viol": "2 3 4", "outesr": "1 2"},
        ),
        ("icb-grave-no-war", "icb1v13.csv", "viol", "1 2 3", {"gravcr": "5"}),
    ],
)
def test_base_rates_as_counted_anew(name, file, column, successes, among):
    rows = [r for r in cases(file) if r[column] and all(r[k] in v.split() for k, v in among.items())]
    rate = catalog.base_rate(name)
    assert (rate.n, rate.N) == (sum(r[column] in successes.split() for r in rows), len(rows))


def test_kinds_hold_every_case_once():
    assert sorted(name for kind in catalog.KINDS for name in catalog.names(kind)) == list(NAMES)
    assert catalog.kind("alaska-2025") == ""
    assert catalog.kind("dayton-1995") == "historical"
    assert len(catalog.names("teaching")) >= 4


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in ("alaska-2025", "ochs-1995", "rubinstein-1982")]
)
def test_a_careful_colleague_has_no_remark(name):
    if catalog.kind(name) in ("historical", "teaching"):
        assert summitry.check(summitry.load(name)) == []


# ---------------------------------------------------------------- the scenarios


@pytest.mark.parametrize("name", NAMES)
class TestScenario:
    def test_loads_with_its_ledger_and_citation(self, name):
        scenario = scenario_yaml.read(catalog.read_text(name).encode(), name, rows=rows_of(name).ids)
        assert scenario.title == catalog.title(name)
        assert len(scenario.citation) > 20
        assert scenario.question.endswith("?")
        assert not scenario.base_rate or scenario.base_rate in catalog.base_rates()

    def test_every_number_has_a_ground(self, name):
        scenario = scenario_yaml.read(catalog.read_text(name).encode(), name, rows=rows_of(name).ids)
        # the rest of a chance follows from the others
        bare = [q.path for q in scenario.quantities.values() if not q.ground.given and not q.rest_of]
        assert bare == []

    def test_tree_is_of_a_bearable_size(self, name):
        scenario = scenario_yaml.read(catalog.read_text(name).encode(), name, rows=rows_of(name).ids)
        size = measure(scenario).nodes
        least = {"published": 5, "": 20}.get(catalog.kind(name), 20)
        assert (8_000 if name == "alaska-2025" else least) <= size <= 60_000
        measured = catalog.measured(name)
        assert measured is not None
        assert measured.nodes == size
        assert measured.seconds > 0
        assert re.search(r"\d{4}-\d\d-\d\d$", catalog.measured_on())

    def test_wording(self, name):
        loaded = re.search(
            r"\b(merely|admits|hawkish|concession|blinks?|saves face|refuses|regime|aggressor|aggression|appease\w*)\b",
            catalog.read_text(name).lower(),
        )
        assert loaded is None, loaded
        assert all(len(line) <= 160 for line in catalog.read_text(name).splitlines())


PARTS = """
types: | prior_of: | known to: | chances: | precision: | article: | coalitions: | mediators: | linked:
dirichlet( | veto: | rule: at least 2 | rule: one veto | levels: | options: | yes or no | shares among:
amounts: | together: | whole: | per unit: | rank: | over: | red_lines: | type: firm | pert( | triangular(
beta( | normal( | lognormal( | choice( | min( | worth of | count( | (round - 1) | otherwise: | because:
note: | unit: | when: | agenda: everything | reopens: | discount: | told to: | told to: nobody | costs of:
shifts: | leaves: | threat: | promise: | may: yes | automatic: yes | carried out: | backed down: | kept:
broken: | chance: | odds: | odds given: | odds of: | at once: | for each: | $each | rounds: | until:
proposal: | shortlist: | from: all | name: | may withhold: | accepted by: | in turn: | vote: | secret ballot:
announce: | says: | markers: | outcomes: | payoffs: | stated: | not: true | p: [ | is not | is one of
happened | is at least | is at most | agreed with | agreed on | agreed | made | left | round is
at least 2 of | exactly 1 of | all of | any of | not | means: | base_rate: | ledger: | citation: | as_of: | regions: | held by: | plans: | holds: |
outlines: | bottom line: | prefers:
"""


@pytest.mark.parametrize("part", [part.strip() for line in PARTS.strip().splitlines() for part in line.split("|")])
def test_the_catalog_uses_every_part_of_the_language(part):
    assert any(part in re.sub(r"^ *#.*$|assumption: [^}]*", "", catalog.read_text(name), flags=re.M) for name in NAMES)


# ---------------------------------------------------------------- the ledger of the founding case


def test_a_row_that_is_not_in_the_ledger_would_be_found(ledger):
    text = re.sub(r"because: s\d+", "because: s999", catalog.read_text("alaska-2025"), count=1)
    with pytest.raises(InputError, match="s999"):
        scenario_yaml.read(text.encode(), rows=ledger.ids)


def test_ledger_is_large_enough_and_of_one_document(ledger):
    assert len(ledger) >= 28
    assert len(ledger.documents) == 1
    assert {len(row.document.sha256) for row in ledger} == {64}
    assert all(row.provenance.review == "accepted" for row in ledger)


def test_ledger_holds_the_statements_that_the_case_is_about(ledger):
    (chance,) = (row for row in ledger if "probability" in row.kind)
    assert (chance.id, chance.speaker_party, chance.probability.stated_p, chance.probability.p) == (
        "s41",
        "us",
        0.25,
        0.75,
    )
    threat = next(row for row in ledger if "threat" in row.kind)
    assert threat.quote == "severe consequences"
    assert threat.condition.resolved == "not deal agreed"
    assert any("success marker" in row.kind and row.issue == "second meeting" for row in ledger)
    assert any("rejection" in row.kind and row.speaker_name == "Volodymyr Zelenskyy" for row in ledger)
    assert any("agenda limit" in row.kind and row.issue == "territory" for row in ledger)
    assert {kind for row in ledger for kind in row.kind} >= {
        "claim",
        "prediction",
        "assessment",
        "demand",
        "proposal",
        "promise",
    }


def test_speakers_are_resolved_to_parties_of_the_case(ledger):
    parties = {party.name for party in scenario_yaml.read(catalog.read_text("alaska-2025").encode()).parties}
    assert {row.speaker_party for row in ledger} - {""} == parties
    unresolved = {row.speaker.mention for row in ledger if not row.speaker_party}
    assert unresolved == {"the report", "Olga Tokariuk"}


def test_stated_chance_agrees_with_its_row(ledger):
    (stated,) = scenario_yaml.read(catalog.read_text("alaska-2025").encode(), rows=ledger.ids).stated
    row = ledger[stated.ground.rows[0]]
    assert (stated.low, stated.high, stated.of) == (row.probability.p, row.probability.p, row.probability.event)


def test_quotations_are_short(ledger):
    assert max(len(words(row.quote)) for row in ledger) <= 30
    assert sum(len(words(row.quote)) for row in ledger) <= 200


def test_every_row_is_used_or_answers_one_that_is(ledger):
    used = set(re.findall(r"\bs\d\d\b", catalog.read_text("alaska-2025")))
    assert used <= ledger.ids
    assert len(used) >= 30


def test_report_bears_out_the_ledger(ledger, report):
    assert verify(ledger, report) == ()


def test_words_of_the_report_are_copied_only_where_somebody_is_quoted(ledger, report):
    quoted = re.findall(r"“([^”]*)”", report)
    copied = {tuple(words(report)[k : k + 4]) for k in range(len(words(report)) - 3)}
    texts = json.loads(json.dumps([dataclasses.asdict(row) for row in ledger]))
    for row, fields in zip(ledger, texts, strict=True):
        for _, quotation in row.target.passages:
            assert quotation is None or any(quotation.exact in q for q in quoted)
            assert quotation is None or {quotation.prefix, quotation.suffix} <= {"", "“", "”"}
        own = " ".join([row.paraphrase, str(fields["condition"] or ""), str(fields["probability"] or "")])
        runs = {tuple(words(own)[k : k + 4]) for k in range(len(words(own)) - 3)}
        assert not runs & copied, row.id
    scenario = words(re.sub(r"[#:{}\[\]]", " ", catalog.read_text("alaska-2025")))
    longest = {tuple(words(report)[k : k + 6]) for k in range(len(words(report)) - 5)}
    assert not {tuple(scenario[k : k + 6]) for k in range(len(scenario) - 5)} & longest


# ---------------------------------------------------------------- published applications


def test_camp_david_divides_as_brams_and_togman_have_it():
    case = scenario_yaml.read(catalog.read_text("camp-david-1978").encode(), "camp-david-1978")
    found = summitry.deal_analysis(case)
    settled = found.settles(found.points["egalitarian"])
    # Sinai in sixths: one for Israel, five for Egypt; the other issues go whole to whom they are worth more
    assert settled == {
        "sinai": "1-5",
        "recognition": "1-0",
        "west bank and gaza": "1-0",
        "linkage": "1-0",
        "palestinian rights": "0-1",
        "jerusalem": "1-0",
    }
    options = {i.name: i for i in case.issues}
    points = [
        sum(
            case.quantities[f"worth.{party}.{name}.whole"].law.value
            * options[name].amounts[options[name].options.index(option)][k]
            for name, option in settled.items()
        )
        for k, party in enumerate(("israel", "egypt"))
    ]
    assert points == pytest.approx([0.6583, 0.6583], abs=1e-4)


def test_bill_and_jack_exchange_as_nash_has_it():
    found = summitry.deal_analysis(summitry.load("nash-barter-1950"))
    settled = found.settles(found.points["nash"])
    assert {good for good, what in settled.items() if what == "given"} == {
        *("book", "whip", "ball", "bat"),
        *("pen", "toy", "knife"),
    }
    gains = dict(zip(found.parties, found.utilities[found.points["nash"]], strict=True))
    assert gains == pytest.approx({"Bill": 1.2, "Jack": 0.5})  # 12 and 5 of Nash's units
