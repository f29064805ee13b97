"""Each thing that the language must express, in a small scenario."""

import pytest

from scenario.example import scenario, text, with_steps
from scenario.page import blocks, merged
from summitry.errors import InputError
from summitry.formats.scenario_yaml import read
from summitry.quantities import Beta, Choice, Constant, Dirichlet, Lognormal, Normal, Pert, Ranking, Triangular, Uniform
from summitry.scenario import model as m
from summitry.scenario import resolve
from summitry.scenario.walk import steps


def step(case: m.Scenario, name: str) -> m.Step:
    return next(s for stage in case.stages for s in steps(stage.steps) if s.name == name)


def test_the_page_is_a_scenario() -> None:
    assert len(blocks()) == 7
    found = resolve(merged())
    assert found.troubles == ()
    assert found.scenario is not None


def test_private_types_and_priors() -> None:
    case = scenario(
        parties="""\
parties:
  us: {}
  russia:
    types: {serious: {chance: 0.2 to 0.4}, stalling: {chance: rest}}
    prior_of: {us: {serious: 0.5}, ukraine: {stalling: 0.9}}
    known to: [ukraine]
  ukraine: {precision: 8}
"""
    )
    russia = case.party("russia")
    assert russia.chance == ("parties.russia.types.serious.chance", "parties.russia.types.stalling.chance")
    assert russia.priors["us"] == ("parties.russia.prior_of.us.serious", "parties.russia.prior_of.us.stalling")
    rest = case.quantities["parties.russia.prior_of.us.stalling"]
    assert rest.rest_of == ("parties.russia.prior_of.us.serious",)
    assert case.quantities["parties.russia.prior_of.ukraine.serious"].rest_of == (
        "parties.russia.prior_of.ukraine.stalling",
    )
    assert russia.known_to == ("ukraine",)
    assert case.party("ukraine").precision == m.Ref("parties.ukraine.precision")
    assert case.party("us").precision is None


def test_types_without_a_chance_share_the_rest() -> None:
    case = scenario(parties="parties: {us: {}, ukraine: {}, russia: {types: {a: {chance: 0.5}, b: {}, c: {}}}}\n")
    for name in "bc":
        quantity = case.quantities[f"parties.russia.types.{name}.chance"]
        assert quantity.rest_share == 0.5
        assert quantity.rest_of == ("parties.russia.types.a.chance",)


@pytest.mark.parametrize("where", ["chances: dirichlet(2, 3)", "prior_of: {us: dirichlet(2, 3)}"])
def test_dirichlet(where: str) -> None:
    case = scenario(parties=f"parties: {{us: {{}}, ukraine: {{}}, russia: {{types: {{a: {{}}, b: {{}}}}, {where}}}}}\n")
    joint = [q for q in case.quantities.values() if q.joint]
    assert [q.index for q in joint] == [0, 1]
    assert {q.law for q in joint} == {Dirichlet((2.0, 3.0))}
    assert len({q.joint for q in joint}) == 1


def test_correlated_types() -> None:
    case = scenario(
        parties="parties: {us: {types: {a: {}, b: {}}}, russia: {types: {c: {}, d: {}}}, ukraine: {}}\n",
        more="linked: [{types: [us a, russia d], odds: 2 to 3}]\n",
    )
    assert case.links == (m.Link((("us", "a"), ("russia", "d")), m.Ref("linked.odds")),)


def test_precision_by_party() -> None:
    case = scenario(more="precision: {us: 10, otherwise: 4 to 8}\n")
    assert case.precision == m.Ref("precision.otherwise")
    assert case.party("us").precision == m.Ref("precision.us")
    assert scenario().quantities["precision"].law == Uniform(4, 20)


def test_sight() -> None:
    stages = with_steps(
        "- {step: a, by: us, options: [x, y], told to: everyone}\n"
        "- {step: b, by: us, options: [x, y], told to: nobody}\n"
        "- {step: c, by: us, options: [x, y], told to: [ukraine]}\n"
        "- {step: d, by: us, options: [x, y]}"
    )
    case = scenario(stages=stages, markers="")
    assert [s.told_to for s in case.stages[0].steps[:4]] == [("us", "russia", "ukraine"), (), ("ukraine",), None]


def test_at_once_and_for_each() -> None:
    stages = with_steps(
        """\
- at once:
    - for each: [us, russia]
      steps: [{step: pledge, by: $each, options: [high, low], costs: {high: 0.1}}]
    - {step: other, by: ukraine, options: [high, low]}
- for each: everyone
  steps: [{step: deposit of $each, by: $each, options: [pays, waits]}]
- announce: signal
  says: {strong: at least 2 of deposit is pays, mixed: "exactly 1 of (pledge of us is high, other is low)", weak: otherwise}
  told to: everyone"""
    )
    case = scenario(stages=stages, markers="markers: {many: any of pledge is high}\n")
    block = case.stages[0].steps[0]
    assert isinstance(block, m.AtOnce)
    assert [(s.name, s.family) for s in block.steps] == [
        ("pledge of us", "pledge"),
        ("pledge of russia", "pledge"),
        ("other", ""),
    ]
    assert "table.pledge of russia.costs.high" in case.quantities
    assert step(case, "deposit of ukraine").family == "deposit"
    signal = step(case, "signal")
    assert isinstance(signal, m.Announce)
    assert signal.says[0] == ("strong", m.Count((m.StepIs("deposit", ("pays",)),), 2, None))
    assert signal.says[2] == ("weak", m.Always())


def test_rounds_with_growing_costs() -> None:
    stages = with_steps(
        """\
- rounds: 3
  until: deal agreed or talks is break off
  discount: {us: 0.95, russia: month}
  steps:
    - {step: talks, by: russia, options: [go on, break off], costs: {go on: 0.02 * round}}
    - proposal: deal
      by: us
      from: {shortlist: 4}
      may withhold: yes
      accepted by: [russia, ukraine]
      in turn: yes""",
        deal=False,
    )
    rounds = scenario(stages=stages, markers="markers: {held back: deal is withheld}\n").stages[0].steps[0]
    assert isinstance(rounds, m.Rounds)
    assert rounds.most == 3
    assert rounds.until == m.Or((m.Agreed("deal"), m.StepIs("talks", ("break off",))))
    assert rounds.discount == {"us": m.Ref("table.rounds.discount.us"), "russia": m.Ref("month")}
    deal = rounds.steps[1]
    assert isinstance(deal, m.Proposal)
    assert (deal.shortlist, deal.may_withhold, deal.in_turn) == (4, True, True)
    assert deal.accepted_by is not None
    assert deal.accepted_by.members == ("russia", "ukraine")
    assert deal.accepted_by.needed == 2


def test_packages_by_hand_and_a_mediator() -> None:
    case = scenario(
        more="mediators: {un envoy: {name: UN envoy, chooses: evenly}}\n",
        stages=with_steps(
            "- {proposal: deal, by: un envoy, accepted by: [us, russia], from: [{ceasefire: general, name: truce}, {territory: swap}]}",
            deal=False,
        ),
        markers="",
    )
    deal = step(case, "deal")
    assert isinstance(deal, m.Proposal)
    assert deal.packages == (
        m.Package("truce", (("ceasefire", "general"),)),
        m.Package("swap", (("territory", "swap"),)),
    )
    assert case.mediators == (m.Mediator("un envoy", "UN envoy"),)


def test_threats_and_promises() -> None:
    stages = with_steps(
        """\
- threat: sanctions
  by: us
  against: russia
  may: yes
  automatic: yes
  due when: not opening is offers
  carried out: {russia: -pain, us: -0.05}
  backed down: {us: -0.1}
- {promise: aid, by: us, against: [ukraine], due when: deal agreed, kept: {ukraine: 0.1}, broken: {us: -0.2}}
- {step: opening, by: russia, options: [offers, demands], costs: {offers: {value: 0.1, when: sanctions made}}}"""
    )
    case = scenario(
        stages=stages, outcomes="outcomes: {war: sanctions carried out or aid broken, rest of it: otherwise}\n"
    )
    threat, promise = step(case, "sanctions"), step(case, "aid")
    assert isinstance(threat, m.Threat)
    assert isinstance(promise, m.Threat)
    assert (threat.may, threat.automatic, threat.promise, threat.against) == (True, True, False, ("russia",))
    assert case.quantities["table.sanctions.carried out.russia"].expr == m.Op("neg", (m.Ref("pain"),))
    assert promise.promise
    assert promise.carried_out == {"ukraine": m.Ref("table.aid.kept.ukraine")}
    assert case.outcomes[0].when == m.Or((m.ThreatIs("sanctions", "carried out"), m.ThreatIs("aid", "backed down")))


def test_lobbying_shifts_and_leaving() -> None:
    stages = with_steps(
        """\
- step: lobbying
  by: us
  options: {hard: {means: much, when: good start}, soft: {}}
  costs: {hard: [{value: 0.02}, {value: 0.01, when: opening is offers}], because: {assumption: effort, as elsewhere}}
  costs of: {russia: {soft: 0.3}}
  shifts: {hard: {pain: 1.5, payoffs.us.peace: 2}}
  leaves: {soft: ukraine}"""
    ).replace("    steps:\n", "    steps:\n      - {step: opening, by: russia, options: [offers, demands]}\n", 1)
    case = scenario(stages=stages, outcomes="outcomes: {gone: ukraine left, here: otherwise}\n")
    choice = step(case, "lobbying")
    assert isinstance(choice, m.Choice)
    hard, soft = choice.options
    assert hard.when == m.Named("good start")
    assert dict(hard.shifts) == {
        "pain": m.Ref("table.lobbying.shifts.hard.pain"),
        "payoffs.us.peace": m.Ref("table.lobbying.shifts.hard.payoffs.us.peace"),
    }
    assert soft.leaves == "ukraine"
    assert soft.costs == {"russia": m.Ref("table.lobbying.costs of.russia.soft")}
    quantity = case.quantities["table.lobbying.costs.hard.1"]
    assert quantity.ground.assumptions == ("effort, as elsewhere",)


def test_chance_with_odds_of_its_own_and_on_conditions() -> None:
    stages = with_steps(
        """\
- {step: opening, by: russia, options: [offers, demands]}
- chance: storm
  odds: {strikes: 0.1 to 0.2, passes: rest}
  odds given:
    - {when: opening is offers, odds: {strikes: 0.3, passes: rest}}
    - {when: russia is serious, odds: {strikes: 0.4, passes: rest}}
  odds of: {russia: {strikes: 0.5, passes: rest}}
- chance: leak
  odds: {yes: {russia serious: 0.1, russia stalling: pain}, no: rest}
- {chance: vote abroad, odds: "dirichlet(1, 2, 3)", options: [left, right, none]}"""
    )
    case = scenario(stages=stages)
    storm, leak = step(case, "storm"), step(case, "leak")
    assert isinstance(storm, m.Chance)
    assert isinstance(leak, m.Chance)
    assert [c.when for c in storm.odds] == [m.StepIs("opening", ("offers",)), m.TypeIs("russia", ("serious",)), None]
    assert storm.odds[-1].odds_of["russia"][0] == m.Ref("table.storm.odds of.russia.strikes")
    assert case.quantities["table.storm.odds given.1.odds.passes"].rest_of == ("table.storm.odds given.1.odds.strikes",)
    yes, no = leak.odds[0].odds
    assert isinstance(yes, m.ByType)
    assert no == m.Op("-", (m.Const(1.0), yes))
    assert case.quantities["table.vote abroad.odds.none"].joint == "table.vote abroad.odds"


@pytest.mark.parametrize(
    ("rule", "needed"),
    [("all", 3), ("one veto", 3), ("majority", None), ("any", 1), ("at least 2", 2)],
)
def test_coalitions_and_votes(rule: str, needed: int | None) -> None:
    case = scenario(
        more=f"coalitions: {{council: {{members: everyone, rule: {rule}, veto: [us]}}}}\n",
        stages=with_steps(
            "- {vote: ratification, by: council, options: [adopt, reject], secret ballot: yes, leaves: {reject: us}}"
        ),
        markers="markers: {adopted: ratification is adopt}\n",
    )
    vote = step(case, "ratification")
    assert isinstance(vote, m.Vote)
    assert vote.by == case.coalitions[0]
    assert vote.secret
    assert vote.by is not None
    assert (vote.by.needed, vote.by.veto, vote.by.members) == (needed, ("us",), ("us", "russia", "ukraine"))


def test_discounts_by_stage_agenda_and_reopening() -> None:
    stage = (
        "agenda: [ceasefire]\nreopens: [ceasefire]\ndiscount: {us: 0.9 to 1, otherwise: month}\nwhen: russia is serious"
    )
    case = scenario(stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}", stage=stage))
    table = case.stages[0]
    assert table.agenda == table.reopens == ("ceasefire",)
    assert table.discount == {"us": m.Ref("table.discount.us"), "russia": m.Ref("month"), "ukraine": m.Ref("month")}
    assert table.when == m.TypeIs("russia", ("serious",))


def test_issues_of_all_kinds() -> None:
    case = scenario(
        issues="""\
issues:
  ceasefire: {levels: [none, local, general]}
  territory: {plans: [line of contact, swap]}
  inspection: yes or no
  land: {shares among: [us, russia], steps: 2}
  payment: {from: us, to: russia, amounts: [0.2, 0, 0.1]}
""",
        worth="""\
worth:
  russia:
    ceasefire: {rank: [general, [local, none]], over: {serious: 0.3, stalling: 0.1}}
    territory: {swap: {serious: -0.2, otherwise: -0.4}}
    land: {whole: 1}
    together: [{ceasefire: general, territory: swap, worth: 0.1}]
  ukraine:
    territory: {swap: {russia serious: -0.2, russia stalling: -0.4}}
    payment: {per unit: 0.5}
""",
    )
    land = next(i for i in case.issues if i.name == "land")
    assert land.options == ("2-0", "1-1", "0-2")
    assert land.amounts == ((1.0, 0.0), (0.5, 0.5), (0.0, 1.0))
    russia = case.worth["russia"]
    assert russia.by_option["land", "1-1"] == m.Op("*", (m.Const(0.5), m.Ref("worth.russia.land.whole")))
    assert russia.by_option["payment", "0.2"] == m.Const(0.2)
    assert case.worth["us"].by_option["payment", "0.1"] == m.Const(-0.1)
    assert russia.together[0][0] == (("ceasefire", "general"), ("territory", "swap"))
    general = case.quantities["worth.russia.ceasefire.general"]
    assert general.law == Ranking((1, 1, 0))
    assert (general.joint, general.index) == ("worth.russia.ceasefire", 2)
    assert "worth.russia.ceasefire.over.stalling" in case.quantities
    swap = case.worth["ukraine"].by_option["territory", "swap"]
    assert isinstance(swap, m.ByType)
    assert swap.party == "russia"


def test_conditions_on_shares() -> None:
    case = scenario(
        issues="issues:\n  ceasefire: {levels: [none, local, general]}\n  territory: {plans: [line, swap]}\n"
        "  land: {shares among: [us, russia, ukraine], steps: 2}\n",
        worth="",
        more="red_lines:\n"
        "  - {who: russia, never: share of ukraine in land is at least 0.5}\n"
        "  - {who: russia, never: share of us in land is not at most 0 and ceasefire is local}\n"
        "  - {who: us, never: share of us in land is at least 1}\n",
    )
    first, second, third = (line.never for line in case.red_lines)
    assert first == m.IssueIs("land", ("1-0-1", "0-1-1", "0-0-2"))
    assert second == m.And((m.IssueIs("land", ("0-2-0", "0-1-1", "0-0-2"), True), m.IssueIs("ceasefire", ("local",))))
    assert third == m.IssueIs("land", ("2-0-0",))


def test_red_lines_on_packages_and_acts() -> None:
    case = scenario(
        more="red_lines:\n"
        "  - {who: russia, type: stalling, never: ceasefire is at least local, because: s1}\n"
        "  - {who: russia, never: opening is offers}\n"
    )
    assert case.red_lines[0].never == m.IssueIs("ceasefire", ("local", "general"))
    assert case.red_lines[0].type == "stalling"
    assert case.red_lines[0].ground.rows == ("s1",)
    assert case.red_lines[1].never == m.StepIs("opening", ("offers",))


def test_payoffs_and_counts() -> None:
    case = scenario(
        payoffs="""\
payoffs:
  us:
    peace: {value: {russia serious: 1, russia stalling: 0.5 to 0.7}, when: deal agreed, because: [s1, {assumption: why}]}
    ally: 0.5 * worth of ukraine + 0.1 * count(opening is offers)
    sum: [0.1, {value: 0.2, when: good start}]
"""
    )
    peace, ally, total = case.terms
    assert peace.when == m.Agreed("deal")
    assert peace.ground == m.Ground(("s1",), ("why",))
    assert case.quantities["payoffs.us.peace.russia stalling"].ground == peace.ground
    assert ally.value == m.Ref("payoffs.us.ally")
    assert total.value == m.Op(
        "+", (m.Ref("payoffs.us.sum.1"), m.When(m.Ref("payoffs.us.sum.2"), m.Named("good start")))
    )


def test_named_numbers_rest_on_each_other() -> None:
    case = scenario(
        numbers="""\
numbers:
  late: 2 * month
  month: 0.9 to 0.98
  by kind: {russia serious: 0.1, russia stalling: late}
  if so: {value: 0.3, when: deal agreed}
  if late: {value: late + 1, when: deal agreed}
  pain: if so + by kind
""",
        payoffs="payoffs: {us: {a: if so, b: pain, c: if late}}\n",
    )
    assert case.quantities["late"].expr == m.Op("*", (m.Const(2.0), m.Ref("month")))
    assert isinstance(case.quantities["by kind"].expr, m.ByType)
    conditional = m.When(m.Ref("if so"), m.Agreed("deal"))
    assert case.quantities["payoffs.us.a"].expr == conditional
    assert case.terms[1].value == m.Ref("pain")
    assert case.quantities["pain"].expr == m.Op("+", (conditional, m.Ref("by kind")))
    assert isinstance(case.quantities["if late"].expr, m.When)


@pytest.mark.parametrize(
    ("written", "law"),
    [
        ("0.3", Constant(0.3)),
        ("1/4", Constant(0.25)),
        ("-2^2", Constant(-4.0)),
        ("0.2 to 0.6", Uniform(0.2, 0.6)),
        ("-0.4 to -0.2", Uniform(-0.4, -0.2)),
        ("pert(1, 2, 6)", Pert(1, 2, 6)),
        ("triangular(1, 2, 6)", Triangular(1, 2, 6)),
        ("beta(2, 5)", Beta(2, 5)),
        ("normal(0, 1)", Normal(0, 1)),
        ("lognormal(1, 0.5)", Lognormal(1, 0.5)),
        ("choice(1, 2, 4)", Choice((1, 2, 4))),
        ("Choice( 1 , 2 )", Choice((1, 2))),
    ],
)
@pytest.mark.parametrize("form", ["pain: {}", "pain: {{value: {}, unit: u}}"])
def test_laws_stand_as_they_are_read_aloud(written: str, law: object, form: str) -> None:
    case = scenario(numbers=f"numbers:\n  month: 0.9\n  {form.format(written)}\n")
    assert case.quantities["pain"].law == law


def test_names_are_compared_without_regard_to_case_and_longer_ones_win() -> None:
    stages = with_steps(
        "- {step: Call, by: US, options: [Yes, no]}\n- {step: call back, by: us, options: ['yes', 'no'], when: call  is YES}"
    )
    case = scenario(stages=stages, markers="markers: {m1: call back is yes, m2: CALL is no}\n")
    assert case.markers[0].when == m.StepIs("call back", ("yes",))
    assert case.markers[1].when == m.StepIs("Call", ("no",))
    assert step(case, "call back").when == m.StepIs("Call", ("Yes",))


def test_stated_chances() -> None:
    case = scenario(
        more="stated:\n"
        "  - {who: Trump, of: good start, p: 0.25, not: true, because: s41, note: undefined, at that}\n"
        "  - {who: Kim, of: a deal, p: [0.6, 0.8]}\n"
    )
    assert (case.stated[0].low, case.stated[0].opposite, case.stated[0].ground.note) == (
        0.75,
        True,
        "undefined, at that",
    )
    assert (case.stated[1].low, case.stated[1].high) == (0.6, 0.8)


def test_order_of_the_file_changes_no_path() -> None:
    turned = text(
        numbers="numbers: {pain: 0.1 to 0.3, month: 0.9 to 0.98}\n",
        parties="parties:\n  ukraine: {}\n  russia:\n    types:\n      stalling: {chance: rest}\n      serious: {chance: 0.15 to 0.45}\n  us: {}\n",
    )
    laws = [{p: (q.law, q.rest_of) for p, q in read(t.encode(), "t").quantities.items()} for t in (text(), turned)]
    assert laws[0] == laws[1]
    assert list(laws[0]) == sorted(laws[0])


def test_places_point_at_names_and_numbers() -> None:
    case = scenario()
    assert case.places["russia"] == (5, 3)
    assert case.places["opening"] == (18, 16)
    assert case.places["parties.russia.types.serious.chance"] == (7, 36)
    assert len(case.sha256) == 64


def test_options_that_are_a_range_of_numbers() -> None:
    case = scenario(
        stages=with_steps(
            "- {step: demand, by: us, options: -0.5 to 1 by 0.25}\n- {chance: cost, odds: evenly, options: 10 to 30 by 10}",
        ),
        markers="",
        payoffs="payoffs: {us: {share: {value: number of demand / 2, when: deal agreed}}}\n",
    )
    demand, cost = step(case, "demand"), step(case, "cost")
    assert isinstance(demand, m.Choice)
    assert isinstance(cost, m.Chance)
    assert [o.label for o in demand.options] == ["-0.5", "-0.25", "0", "0.25", "0.5", "0.75", "1"]
    assert [o.label for o in cost.options] == ["10", "20", "30"]
    assert cost.odds[-1].odds == (m.Const(1 / 3),) * 3
    assert case.quantities["payoffs.us.share"].expr == m.Op("/", (m.NumberOf("demand"), m.Const(2.0)))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("80 to 200", "the text '80 to 200'; expected a list of labels, or numbers such as `0 to 1 by 0.1`"),
        ("0 to 1 by 0.3", "1 that is no whole number of steps of 0.3 above 0; expected an end that is reached exactly"),
        ("1 to 0 by 0.1", "the numbers '1 to 0 by 0.1'; expected a smaller number, a larger one and a step above 0"),
        ("0 to 1 by 0", "the numbers '0 to 1 by 0'; expected a smaller number, a larger one and a step above 0"),
        (
            "1.2.3 to 2 by 1",
            "the text '1.2.3 to 2 by 1'; expected a list of labels, or numbers such as `0 to 1 by 0.1`",
        ),
        ("0 to 900 by 1", "901 options; expected at most 200; a larger step"),
    ],
)
def test_ranges_that_are_none(written: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        scenario(stages=with_steps(f"- {{step: demand, by: us, options: {written}}}"), markers="")
    assert [str(p).split(" ", 1)[1] for p in error.value.problems] == [said]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("number of opening", "'opening', whose option 'offers' is no number; expected a step whose options are"),
        ("number of table", "'table', which is a stage; expected the name of a step after `number of`"),
        ("number of openin", "unknown name 'openin'; expected the name of a step after `number of`; did you mean"),
    ],
)
def test_numbers_of_what_has_none(number: str, said: str) -> None:
    with pytest.raises(InputError, match="number") as error:
        scenario(payoffs=f"payoffs: {{us: {{peace: {number}}}}}\n")
    (problem,) = error.value.problems
    assert said in str(problem)


def test_a_precision_cannot_rest_on_what_is_chosen() -> None:
    with pytest.raises(InputError, match="precision that depends on what happens"):
        scenario(
            stages=with_steps("- {step: demand, by: us, options: 0 to 1 by 0.5}"),
            markers="",
            more="precision: 1 + number of demand\n",
        )
