"""A made-up study: every number in it is INVENTED for the tests of the report, none was computed.

The form is that of the founding case; the variants are for what real files may bring.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from summitry import catalog
from summitry.quantities import Constant
from summitry.scenario.model import (
    Always,
    Choice,
    Coalition,
    Const,
    Event,
    Ground,
    Option,
    Party,
    Proposal,
    Quantity,
    RedLine,
    Reference,
    Rounds,
    Scenario,
    Stage,
    Term,
    Threat,
    Type,
)
from summitry.study import Study
from summitry.study.findings import (
    Assumption,
    Belief,
    Certificate,
    Chance,
    Deal,
    DealSummary,
    Findings,
    Flow,
    Given,
    Lever,
    Number,
    Range,
    Sensitivity,
    StageFlow,
    StatedChance,
    StepFlow,
    Strategy,
    Watch,
    Word,
)

DRAWS = 2048


@dataclass(frozen=True)
class Row:
    """A ledger row as the report reads it."""

    id: str
    quote: str
    speaker_name: str
    speaker_party: str
    kind: tuple[str, ...]
    mode: str
    start: int
    end: int
    title: str = "A report of 14 August 2025"
    date: str = "2025-08-14"


TEXT = (  # the words of the report of 14 August 2025
    "“The second meeting is going to be very, very important, because that’s going to be a meeting where they make a deal,” "
    "Trump said Thursday. Anything short of that could mean “severe consequences” for Russia. "
    "“There is a 25 percent chance this meeting will not be a successful meeting,” he told Kilmeade."
)


def _row(id: str, quote: str, who: str, party: str, kind: str, mode: str) -> Row:
    start = TEXT.find(quote)
    return Row(id, quote, who, party, (kind,), mode, max(start, 0), max(start, 0) + len(quote))


LEDGER = (
    _row(
        "s02",
        "The second meeting is going to be very, very important, because that’s going to be a meeting where they make a deal",
        "Trump",
        "us",
        "success marker",
        "direct",
    ),
    _row("s06", "severe consequences", "Trump", "us", "threat", "direct"),
    _row(
        "s41",
        "There is a 25 percent chance this meeting will not be a successful meeting",
        "Trump",
        "us",
        "stated probability",
        "direct",
    ),
    Row("s05", "I think President Putin will make peace", "Trump", "us", ("prediction",), "direct", 1913, 1952),
    Row(
        "s11",
        "asserted that Putin’s overtures to Trump aren’t serious",
        "Zelenskyy",
        "ukraine",
        ("assessment",),
        "reported",
        1304,
        1359,
    ),
    Row(
        "s16",
        "will try to create an impression that they are participating in the negotiations",
        "Tokariuk",
        "",
        ("assessment",),
        "direct",
        2422,
        2502,
    ),
    Row("s27", "which could damage Russia’s economy", "narrator", "", ("claim",), "narrator", 2556, 2591),
    Row("s10", "a proposal Zelenskyy has rejected", "Zelenskyy", "ukraine", ("rejection",), "reported", 1229, 1262),
)


def _chance(name: str, mean: float, sd: float, seed: int, text: str = "", draws: int = DRAWS) -> Chance:
    rng = np.random.default_rng(seed)
    a = mean * (mean * (1 - mean) / sd**2 - 1)
    by = rng.beta(a, a * (1 - mean) / mean, draws)
    low, median, high = (float(v) for v in np.quantile(by, [0.05, 0.5, 0.95]))
    m = float(by.mean())
    return Chance(name, m, median, low, high, 0.004, (m, m), by, text)


def _r(mean: float, spread: float = 0.12) -> Range:
    return Range(mean, max(0.0, mean - spread), min(1.0, mean + spread))


def _g(mean: float, spread: float = 0.12) -> Range:
    return Range(mean, mean - spread, mean + spread)


def scenario() -> Scenario:
    """Parties, stages and names of the founding case, without its numbers."""
    russia = Party(
        "russia",
        "Russia",
        types=(
            Type("serious", "would stop the war on terms that Ukraine might live with"),
            Type("stalling", "talks so that sanctions wait while the war goes on"),
        ),
        priors={"us": (), "ukraine": ()},
    )
    ukraine = Party(
        "ukraine",
        "Ukraine",
        types=(Type("firm", "gives up no land that it holds"), Type("flexible", "might trade land")),
        priors={"russia": ()},
    )
    both = Coalition("accepting", ("russia", "ukraine"), 2)
    stages = (
        Stage(
            "before",
            ("us", "europe", "ukraine"),
            (),
            steps=(
                Choice("lobbying", by="europe", options=(Option("lobbies hard"), Option("stays quiet"))),
                Threat("consequences", by="us", against=("russia",)),
            ),
        ),
        Stage(
            "Anchorage",
            ("us", "russia"),
            ("ceasefire",),
            steps=(
                Choice(
                    "opening",
                    by="russia",
                    options=(Option("offers a ceasefire"), Option("talks about talks"), Option("restates demands")),
                ),
                Choice("call", by="us", options=(Option("calls the second meeting"), Option("goes home"))),
            ),
        ),
        Stage(
            "second table",
            ("us", "russia", "ukraine"),
            ("ceasefire", "territory", "guarantees", "sanctions"),
            steps=(
                Choice("pressure", by="us", options=(Option("leans on Ukraine"), Option("leaves it free"))),
                Choice("answer", by="ukraine", options=(Option("comes"), Option("stays away"))),
                Rounds("rounds", most=2, steps=(Proposal("deal", by="us", shortlist=4, accepted_by=both),)),
            ),
        ),
    )
    return Scenario(
        title="Alaska summit, August 2025",
        as_of="2025-08-14",
        question="Does the first meeting lead to a second one?",
        citation="A report of 14 August 2025",
        ledger="alaska.ledger.jsonl",
        reference=Reference("a deal", catalog.base_rate("icb-mediated-agreement")),
        parties=(Party("us", "United States"), russia, ukraine, Party("europe", "European allies")),
        coalitions=(),
        mediators=(),
        links=(),
        precision=Const(8),
        quantities={"sanctions_pain": Quantity("sanctions_pain", Constant(0.2), "0.1 to 0.35")},
        issues=(),
        worth={},
        red_lines=(RedLine("ukraine", "firm", Always(), "territory is not line of contact", Ground(("s10",))),),
        stages=stages,
        markers=(Event("second meeting", Always(), "answer is comes"),),
        outcomes=tuple(
            Event(n, Always(), "") for n in ("a deal", "consequences", "talks without a deal", "the war goes on")
        ),
        terms=(
            Term("russia", "time gained", Const(0.1), None, "", Ground(("s16",))),
            Term("us", "a second meeting", Const(0.1), None, "", Ground(("s02",))),
        ),
        stated=(),
        sha256="0123456789abcdef" * 4,
    )


def _strategies() -> tuple[Strategy, ...]:
    def s(
        party: str,
        kind: str,
        stage: str,
        step: str,
        history: tuple[str, ...],
        options: dict[str, float],
        reached: float,
        gains: dict[str, dict[str, float]] | None = None,
        round: int = 0,
    ) -> Strategy:
        return Strategy(
            party, kind, stage, step, round, history, {k: _r(v) for k, v in options.items()}, reached, gains or {}
        )

    call, home = "calls the second meeting", "goes home"
    return (
        s(
            "europe",
            "",
            "before",
            "lobbying",
            (),
            {"lobbies hard": 0.62, "stays quiet": 0.38},
            1.0,
            {"lobbies hard": {"what Ukraine can bear": 0.03, "cost of lobbying": -0.02}},
        ),
        s(
            "russia",
            "stalling",
            "Anchorage",
            "opening",
            ("lobbying is lobbies hard",),
            {"offers a ceasefire": 0.38, "talks about talks": 0.41, "restates demands": 0.21},
            0.42,
            {"offers a ceasefire": {"time gained": 0.05, "cost of an offer": -0.12}},
        ),
        s(
            "russia",
            "serious",
            "Anchorage",
            "opening",
            ("lobbying is lobbies hard",),
            {"offers a ceasefire": 0.71, "talks about talks": 0.2, "restates demands": 0.09},
            0.2,
        ),
        s(
            "us",
            "",
            "Anchorage",
            "call",
            ("lobbying is lobbies hard", "opening is offers a ceasefire"),
            {call: 0.8, home: 0.2},
            0.31,
            {call: {"a second meeting": 0.11, "peacemaker": 0.2, "consequences": -0.01}},
        ),
        s(
            "us",
            "",
            "Anchorage",
            "call",
            ("lobbying is lobbies hard", "opening is talks about talks"),
            {call: 0.41, home: 0.59},
            0.2,
        ),
        s(
            "us",
            "",
            "Anchorage",
            "call",
            ("lobbying is lobbies hard", "opening is restates demands"),
            {call: 0.18, home: 0.82},
            0.1,
        ),
        s(
            "ukraine",
            "flexible",
            "second table",
            "answer",
            ("call is calls the second meeting",),
            {"comes": 0.94, "stays away": 0.06},
            0.19,
        ),
        s(
            "ukraine",
            "firm",
            "second table",
            "answer",
            ("call is calls the second meeting",),
            {"comes": 0.79, "stays away": 0.21},
            0.36,
            {"comes": {"staying away": 0.1, "the war": -0.02}},
        ),
        s(
            "us",
            "",
            "second table",
            "deal",
            ("answer is comes",),
            {"line of contact, binding guarantees": 0.55, "swap": 0.45},
            0.46,
            round=1,
        ),
        s(
            "russia",
            "serious",
            "second table",
            "answer to deal",
            ("deal is swap",),
            {"accepts": 0.9, "refuses": 0.1},
            0.03,
        ),
    )


def _beliefs() -> tuple[Belief, ...]:
    def b(
        party: str,
        after: str,
        step: str,
        option: str,
        table: bool,
        p: float,
        chance: float,
        about: str = "russia",
        kinds: tuple[str, str] = ("serious", "stalling"),
    ) -> Belief:
        return Belief(
            party,
            about,
            after,
            "Anchorage",
            step,
            option,
            table,
            {kinds[0]: _r(p, min(0.12, p)), kinds[1]: _r(1 - p)},
            chance,
        )

    opening = ("offers a ceasefire", "talks about talks", "restates demands")
    return (
        b("us", "", "", "", True, 0.65, 1),
        b("ukraine", "", "", "", True, 0.06, 1),
        b("europe", "", "", "", True, 0.15, 1),
        b("russia", "", "", "", True, 0.4, 1, "ukraine", ("firm", "flexible")),
        *(
            b("us", f"opening is {o}", "opening", o, True, p, 0.33)
            for o, p in zip(opening, (0.78, 0.48, 0.40), strict=True)
        ),
        *(
            b(n, f"call is {o}", "call", o, False, p, 0.5)
            for n, ps in (("ukraine", (0.12, 0.04)), ("europe", (0.2, 0.1)))
            for o, p in zip(("calls the second meeting", "goes home"), ps, strict=True)
        ),
        b("russia", "answer is comes", "answer", "comes", True, 0.36, 0.46, "ukraine", ("firm", "flexible")),
        b("russia", "answer is stays away", "answer", "stays away", True, 0.66, 0.09, "ukraine", ("firm", "flexible")),
    )


def _deals() -> DealSummary:
    def d(
        label: str,
        us: float,
        ru: float,
        firm: float,
        flexible: float,
        both: float,
        agreed: float,
        short: bool = True,
        forbidden: tuple[str, ...] = (),
        points: tuple[str, ...] = (),
    ) -> Deal:
        parts = [p.strip() for p in label.split(",")]
        settles = {"ceasefire": "general", "territory": parts[0], "guarantees": parts[1], "sanctions": parts[2]}
        return Deal(
            label,
            settles,
            {
                "us": _g(us, 0.25),
                "russia": _g(ru),
                "ukraine firm": _g(firm, 0.13),
                "ukraine flexible": _g(flexible, 0.13),
            },
            {"us": 0.98, "russia": 0.8, "ukraine firm": both, "ukraine flexible": both},
            both,
            Range(agreed, 0.0, 2 * agreed),
            short,
            forbidden,
            points,
        )

    return DealSummary(
        ("russia", "ukraine"),
        36,
        (
            d(
                "line of contact, binding guarantees, sanctions eased",
                0.55,
                0.12,
                0.18,
                0.28,
                0.64,
                0.06,
                points=("nash", "egalitarian"),
            ),
            d(
                "line of contact, political guarantees, sanctions eased",
                0.52,
                0.20,
                0.08,
                0.17,
                0.57,
                0.05,
                points=("kalai-smorodinsky",),
            ),
            d("line of contact, binding guarantees, sanctions kept", 0.5, 0.04, 0.25, 0.35, 0.41, 0.02),
            d(
                "swap, binding guarantees, sanctions lifted",
                0.52,
                0.29,
                -0.3,
                0.02,
                0.33,
                0.02,
                forbidden=("ukraine firm",),
                points=("utilitarian",),
            ),
            d("line of contact, none, sanctions lifted", 0.4, 0.35, -0.1, -0.05, 0.14, 0.0, False),
            d(
                "withdrawal from Donetsk, binding guarantees, sanctions lifted",
                0.5,
                0.42,
                -0.6,
                -0.34,
                0.02,
                0.0,
                False,
                ("ukraine firm",),
            ),
        ),
        0.31,
        Range(4.2, 0, 11),
    )


def _numbers() -> tuple[Number, ...]:
    def n(
        path: str,
        low: float,
        high: float,
        kind: str,
        influence: float,
        rows: tuple[str, ...] = (),
        unit: str = "",
        holder: str = "",
        assumptions: tuple[str, ...] = (),
        uncertain: bool = True,
    ) -> Number:
        return Number(
            path,
            f"{low} to {high}" if uncertain else f"{low}",
            unit,
            holder,
            kind,
            rows,
            assumptions,
            "",
            low,
            high,
            uncertain,
            influence,
        )

    return (
        n("parties.russia.types.serious.chance", 0.15, 0.45, "chance", 0.56, ("s05", "s11", "s16")),
        n("sanctions_pain", 0.1, 0.35, "number", 0.47, ("s27",), "Russia's stake", "russia"),
        n("payoffs.us.a second meeting", 0.1, 0.3, "payoff", 0.36, ("s02",), "", "us"),
        n(
            "Anchorage.opening.costs.offers a ceasefire.stalling",
            0.1,
            0.2,
            "cost",
            0.33,
            (),
            "",
            "russia",
            ("an offer binds in front of one’s own public",),
        ),
        n("audience_cost", 0.05, 0.2, "number", 0.25, ("s06",), "United States' stake", "us"),
        n("precision", 4, 20, "precision", 0.17),
        n("payoffs.russia.time gained.stalling", 0.05, 0.1, "payoff", 0.05, ("s16",), "", "russia"),
        n("month", 0.9, 0.98, "discount", 0.03),
        n("parties.russia.prior_of.us.serious", 0.5, 0.8, "prior", 0.02, ("s05", "s99"), "", "us"),
        n("Anchorage.lobbying.costs.lobbies hard", 0.02, 0.02, "cost", 0.0, uncertain=False),
    )


def findings() -> Findings:
    """Invented findings in the shape of real ones."""
    deal = _chance("a deal", 0.15, 0.07, 2)
    talks = _chance("talks without a deal", 0.31, 0.09, 3)
    cons = _chance("consequences", 0.19, 0.085, 4)
    war = _chance("the war goes on", 0.35, 0.11, 5)
    levers = tuple(
        Lever(p, Range(c, c - 0.05, c + 0.05), lo, hi, a, b)
        for p, c, lo, hi, a, b in (
            ("parties.russia.types.serious.chance", 0.56, 0.36, 0.57, 0.165, 0.435),
            ("sanctions_pain", 0.47, 0.38, 0.55, 0.1125, 0.3375),
            ("payoffs.us.a second meeting", 0.36, 0.39, 0.52, 0.11, 0.29),
            ("Anchorage.opening.costs.offers a ceasefire.stalling", -0.33, 0.52, 0.40, 0.105, 0.195),
            ("audience_cost", 0.25, 0.42, 0.50, 0.06, 0.19),
            ("precision", 0.17, 0.44, 0.49, 4.8, 19.2),
            ("payoffs.russia.time gained.stalling", 0.05, 0.455, 0.465, 0.05, 0.1),
            ("month", 0.03, 0.459, 0.461, 0.9, 0.98),
        )
    )
    everyone = ("us", "russia", "ukraine", "europe")
    three = ("us", "europe", "ukraine")
    stages = (
        StageFlow(
            "before",
            three,
            (),
            1.0,
            (
                StepFlow("lobbying", "choice", "europe", 1.0, {"lobbies hard": 0.62, "stays quiet": 0.38}, three),
                StepFlow("consequences", "threat", "us", 1.0, {"made": 1.0}, everyone),
            ),
        ),
        StageFlow(
            "Anchorage",
            ("us", "russia"),
            ("ceasefire",),
            1.0,
            (
                StepFlow(
                    "opening",
                    "choice",
                    "russia",
                    1.0,
                    {"offers a ceasefire": 0.48, "talks about talks": 0.34, "restates demands": 0.18},
                    ("us", "russia"),
                ),
                StepFlow("call", "choice", "us", 1.0, {"calls the second meeting": 0.55, "goes home": 0.45}, everyone),
            ),
        ),
        StageFlow(
            "second table",
            ("us", "russia", "ukraine"),
            ("ceasefire", "territory", "guarantees", "sanctions"),
            0.55,
            (
                StepFlow(
                    "pressure",
                    "choice",
                    "us",
                    0.55,
                    {"leans on Ukraine": 0.3, "leaves it free": 0.25},
                    ("us", "russia", "ukraine"),
                ),
                StepFlow("answer", "choice", "ukraine", 0.55, {"comes": 0.46, "stays away": 0.09}, everyone),
                StepFlow(
                    "deal", "proposal", "us", 0.46, {"agreed": 0.15, "refused": 0.31}, ("us", "russia", "ukraine")
                ),
            ),
        ),
    )
    flows = (
        Flow("before", "Anchorage", 1.0),
        Flow("Anchorage", "second table", 0.55),
        Flow("Anchorage", "consequences", 0.16),
        Flow("Anchorage", "the war goes on", 0.29),
        Flow("second table", "a deal", 0.15),
        Flow("second table", "talks without a deal", 0.31),
        Flow("second table", "consequences", 0.03),
        Flow("second table", "the war goes on", 0.06),
    )
    main = _chance("second meeting", 0.46, 0.137, 1, "answer is comes")
    return Findings(
        main="second meeting",
        outcomes=(deal, cons, talks, war),
        markers=(main, _chance("general ceasefire", 0.12, 0.06, 6)),
        given=(
            Given("second meeting", "a deal", 0.33, 0.1, 0.55),
            Given("second meeting", "talks without a deal", 0.67, 0.45, 0.9),
        ),
        values={"us": _g(0.24), "russia": _g(0.1), "ukraine": _g(0.03), "europe": _g(0.05)},
        values_analyst={"us": _g(0.14), "russia": _g(0.1), "ukraine": _g(0.01), "europe": _g(0.03)},
        stated=(
            StatedChance(
                "Trump",
                "second meeting",
                0.75,
                0.75,
                ("s41",),
                "he spoke of a successful first meeting; his stated marker of success is a second one",
                True,
            ),
        ),
        levers=levers,
        strategies=_strategies(),
        beliefs=_beliefs(),
        stages=stages,
        flows=flows,
        words=(
            Word(
                "consequences",
                False,
                "us",
                ("russia",),
                Range(1, 1, 1),
                _r(0.54),
                _r(0.35, 0.2),
                {"russia": _r(0.4, 0.19)},
                Range(0.06, 0.02, 0.1),
                Range(0.12, 0.05, 0.2),
            ),
        ),
        deals=_deals(),
        sensitivities=(
            Sensitivity("precision halved", {"second meeting": _r(0.44), "a deal": _r(0.12)}, 256, 256),
            Sensitivity("precision doubled", {"second meeting": _r(0.5), "a deal": _r(0.2)}, 256, 256),
            Sensitivity("two fewer packages", {"second meeting": _r(0.45), "a deal": _r(0.14)}, 256, 256),
            Sensitivity("two more packages", {"second meeting": _r(0.47), "a deal": _r(0.17)}, 256, 256),
        ),
        numbers=_numbers(),
        assumptions=(Assumption("Europe holds the analyst’s prior about Ukraine.", "prior"),),
        certificate=Certificate(DRAWS, DRAWS, 0, 3, {"converged": DRAWS}, 41234, 812, 3e-13, 0.4, 7e-7, 0.004),
        watch=(
            Watch(
                "Anchorage", "opening", "restates demands", "russia", 0.18, _r(0.12, 0.08), ("stalling", "serious", 2.3)
            ),
            Watch(
                "Anchorage",
                "opening",
                "offers a ceasefire",
                "russia",
                0.48,
                _r(0.64, 0.15),
                ("serious", "stalling", 1.9),
            ),
            Watch(
                "Anchorage",
                "opening",
                "talks about talks",
                "russia",
                0.34,
                _r(0.36, 0.15),
                ("stalling", "serious", 2.0),
            ),
        ),
    )


def study() -> Study:
    """The made-up study."""
    return Study(scenario(), findings(), DRAWS, 1, "0.1.0", {}, None, {"build": 0.4, "solve": 2.3, "total": 3.1})


def bare() -> Study:
    """No deals, types, statements, threats, levers: two outcomes and one stage."""
    s, f = study(), findings()
    party = Party("us", "United States")
    return replace(
        s,
        scenario=replace(s.scenario, parties=(party, Party("x", "X")), stages=(), markers=(), red_lines=(), terms=()),
        findings=replace(
            f,
            main="a deal",
            markers=(),
            outcomes=(_chance("a deal", 0.3, 0.1, 1), _chance("no deal", 0.7, 0.1, 1)),
            given=(),
            values={},
            values_analyst={},
            stated=(),
            levers=(),
            strategies=(),
            beliefs=(),
            stages=(),
            flows=(),
            words=(),
            deals=None,
            sensitivities=(),
            numbers=(),
            assumptions=(),
            watch=(),
        ),
    )


def renamed(labels: dict[str, str]) -> Study:
    """The same study with other labels of parties."""
    s = study()
    parties = tuple(replace(p, label=labels.get(p.name, p.label)) for p in s.scenario.parties)
    return replace(s, scenario=replace(s.scenario, parties=parties))


def right_to_left() -> Study:
    """Arabic and Hebrew names."""
    return renamed({"us": "الولايات المتحدة", "russia": "رוסיה", "ukraine": "أوكرانيا", "europe": "الحلفاء الأوروبيون"})


def crowd() -> Study:
    """Fourteen parties with long names."""
    s = study()
    more = tuple(Party(f"p{k}", f"Federation of the Northern and Southern Territories number {k}") for k in range(10))
    stages = tuple(replace(st, attend=st.attend + tuple(p.name for p in more[:6])) for st in s.scenario.stages)
    f = s.findings
    flows = tuple(replace(st, attend=st.attend + tuple(p.name for p in more[:6])) for st in f.stages)
    values = dict(f.values) | {p.name: _g(0.01 * k) for k, p in enumerate(more)}
    extra = tuple(replace(b, party=p.name) for p in more[:6] for b in f.beliefs if b.party == "europe")
    return replace(
        s,
        scenario=replace(s.scenario, parties=s.scenario.parties + more, stages=stages),
        findings=replace(f, stages=flows, values=values, beliefs=f.beliefs + extra),
    )


def unsolved() -> Study:
    """A tenth of the draws without an answer."""
    s, f = study(), findings()

    def hurt(c: Chance) -> Chance:
        by = c.by_draw.copy()
        by[::10] = np.nan
        return replace(c, by_draw=by, if_unsolved=(0.9 * c.mean, 0.9 * c.mean + 0.1))

    lost = int(np.isnan(hurt(f.markers[0]).by_draw).sum())
    cert = replace(
        f.certificate,
        solved=DRAWS - lost,
        unsolved=lost,
        mc_error=0.013,
        statuses={"converged": DRAWS - lost, "the path could not be followed": lost},
    )
    return replace(
        s,
        findings=replace(
            f, outcomes=tuple(map(hurt, f.outcomes)), markers=tuple(map(hurt, f.markers)), certificate=cert
        ),
    )


def _flat(name: str, p: float) -> Chance:
    return Chance(name, p, p, p, p, 0.0, (p, p), np.full(DRAWS, p))


def settled(p: float) -> Study:
    """Everything at 0 or at 1."""
    s, f = study(), findings()
    one = Range(p, p, p)
    return replace(
        s,
        findings=replace(
            f,
            outcomes=(
                _flat("a deal", p),
                _flat("consequences", 1 - p),
                _flat("talks without a deal", 0.0),
                _flat("the war goes on", 0.0),
            ),
            markers=(_flat("second meeting", p),),
            given=(),
            strategies=tuple(replace(x, options=dict.fromkeys(x.options, one)) for x in f.strategies),
            beliefs=tuple(replace(b, types=dict.fromkeys(b.types, one)) for b in f.beliefs),
            levers=tuple(replace(v, at_low=p, at_high=p) for v in f.levers),
        ),
    )


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{x}"


def _hostile_reference(reference: Reference | None) -> Reference:
    assert reference is not None
    texts = dict.fromkeys(("name", "title", "event", "period", "definition", "source", "url", "no_yardstick"), HOSTILE)
    return replace(reference, rate=replace(reference.rate, **texts))


def hostile() -> tuple[Study, tuple[Row, ...]]:
    """Markup in every field that a reader sees."""
    s, f = study(), findings()
    h = HOSTILE
    sc = s.scenario
    parties = tuple(
        replace(p, label=p.label + h, article=h, types=tuple(replace(t, means=h) for t in p.types)) for p in sc.parties
    )
    stages = tuple(replace(st, note=h) for st in sc.stages)
    scen = replace(
        sc,
        title=h,
        question=h,
        citation=h,
        reference=_hostile_reference(sc.reference),
        as_of=h,
        ledger=h,
        sha256=h,
        parties=parties,
        stages=stages,
    )
    assert f.deals is not None
    fnd = replace(
        f,
        main=h,
        outcomes=tuple(replace(c, name=c.name + h, text=h) for c in f.outcomes),
        markers=(replace(f.markers[0], name=h),),
        given=tuple(replace(g, event=h, outcome=g.outcome + h) for g in f.given),
        stated=tuple(replace(x, who=h, event=h, note=h, rows=(h, "s41")) for x in f.stated),
        levers=tuple(replace(v, path=v.path + h) for v in f.levers),
        strategies=tuple(
            replace(
                x,
                step=x.step + h,
                history=(h,),
                options={k + h: v for k, v in x.options.items()},
                gains={k + h: {t + h: y for t, y in v.items()} for k, v in x.gains.items()},
            )
            for x in f.strategies
        ),
        beliefs=tuple(replace(b, option=h, step=b.step and h, after=b.after and h) for b in f.beliefs),
        stages=tuple(replace(st, stage=st.stage + h, agenda=(h,), note=h) for st in f.stages),
        flows=tuple(replace(fl, source=fl.source + h, target=fl.target + h) for fl in f.flows),
        words=tuple(replace(w, name=h) for w in f.words),
        deals=replace(f.deals, deals=tuple(replace(d, label=d.label + h, settles={h: h}) for d in f.deals.deals)),
        sensitivities=tuple(replace(x, what=h, chances={h: _r(0.5)}) for x in f.sensitivities),
        numbers=tuple(
            replace(n, path=n.path + h, text=h, unit=h, rows=(h, "s41"), assumptions=(h,), note=h) for n in f.numbers
        ),
        assumptions=(Assumption(h, h),),
        certificate=replace(f.certificate, statuses={h: 3}, unsolved=3),
        watch=tuple(replace(w, option=h, step=h) for w in f.watch),
    )
    rows = tuple(
        replace(r, quote=h, speaker_name=h, speaker_party=h, kind=(h,), mode=h, title=h, date=h) for r in LEDGER
    )
    rows += (replace(rows[0], id=h),)
    return replace(s, scenario=scen, findings=fnd, version=h, settings={h: h}), rows


def variants() -> dict[str, Study]:
    """All of them by name."""
    return {
        "study": study(),
        "bare": bare(),
        "rtl": right_to_left(),
        "crowd": crowd(),
        "unsolved": unsolved(),
        "none": settled(0.0),
        "all": settled(1.0),
        "hostile": hostile()[0],
    }
