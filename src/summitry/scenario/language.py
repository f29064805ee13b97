"""What may be written: the keys of a scenario file, as pydantic models, from which editors get their schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

LAW_TEXT = "0.3, `0.2 to 0.6`, a law such as `pert(1, 2, 5)`, or arithmetic over named numbers"


class Keys(BaseModel):
    """A mapping with fixed keys; unknown ones are reported with the nearest known one."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def known_keys(cls, value: Any, info: ValidationInfo) -> Any:
        """Report and drop unknown keys, and keys without anything under them."""
        if not isinstance(value, dict):
            return value
        known = [f.alias or name for name, f in cls.model_fields.items()]
        if info.context is not None:
            for key in value:
                if key not in known:
                    info.context["unknown"].append(
                        (info.context["paths"].get(id(value), ()), key, known, value[key] is None)
                    )
        return {k: v for k, v in value.items() if k in known and v is not None}


def _kind(value: Any) -> str:
    return "mapping" if isinstance(value, dict | BaseModel) else "list" if isinstance(value, list | tuple) else "text"


def _filled(value: Any) -> Any:
    return {} if value is None else value


_SCALAR: list[dict[str, Any]] = [{"type": "string"}, {"type": "number"}]
Number = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": f"A number: {LAW_TEXT}; or a mapping by type; or {{value, unit, because, note, when}}",
            "anyOf": [*_SCALAR, {"type": "object"}, {"type": "array"}],
        }
    ),
]
ByName = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "description": f"A number: {LAW_TEXT}",
                "anyOf": [*_SCALAR, {"type": "object"}, {"type": "array"}],
            },
        }
    ),
]
Because = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"assumption": {"type": "string"}},
                    "required": ["assumption"],
                    "additionalProperties": False,
                },
                {"type": "array"},
            ]
        }
    ),
]
Text = str
Condition = Annotated[
    str,
    Field(json_schema_extra={"examples": ["opening is offers a ceasefire", "deal agreed and not consequences made"]}),
]
YesNo = Annotated[
    Annotated[str, Field(pattern=r"(?i)^(yes|no|true|false)$")], WithJsonSchema({"enum": ["yes", "no", True, False]})
]


def _no_mapping(value: Any) -> Any:
    if isinstance(value, dict):
        raise PydanticCustomError("names", "names")
    return value


Names = Annotated[
    str | list[str],
    BeforeValidator(_no_mapping),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "number", "boolean"]}}]}
    ),
]


def _range_or_labels(value: Any) -> Any:
    if not isinstance(value, dict | list | str):
        raise PydanticCustomError("labels", "labels")
    return value


Labels = Annotated[
    list[str] | dict[str, Any],
    WithJsonSchema(
        {"anyOf": [{"type": "array", "items": {"type": ["string", "number", "boolean"]}}, {"type": "object"}]}
    ),
]


Options = Annotated[
    list[str] | dict[str, Any] | str,
    BeforeValidator(_range_or_labels),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
                {"type": "object"},
                {"type": "string", "examples": ["0 to 1 by 0.1"]},
            ]
        }
    ),
]
Amounts = Annotated[list[str], WithJsonSchema({"type": "array", "items": {"type": ["number", "string"]}})]


def key(text: str, alias: str | None = None, default: Any = None) -> Any:
    """An optional key with its description."""
    return Field(default, alias=alias, description=text)


def need(text: str, alias: str | None = None) -> Any:
    """A required key with its description."""
    return Field(alias=alias, description=text)


BECAUSE = "on what it rests: a row of the ledger (s12), several, or {assumption: why}"


class Grounded(Keys):
    """What can say on what it rests."""

    because: Because = key(BECAUSE)
    note: Text | None = key("a remark for readers")


# ---------------------------------------------------------------- parties


class TypeKeys(Grounded):
    """A private type."""

    means: Text | None = key("what this type wants, in words")
    chance: Number = key("the analyst's chance of this type, strictly between 0 and 1, or `rest`")


class PartyKeys(Grounded):
    """A party."""

    name: Text | None = key("its name in full")
    article: Text | None = key("`the` by default where the name asks for it in a sentence")
    types: dict[str, Annotated[TypeKeys, BeforeValidator(_filled)]] | None = key(
        "its private types, each with what it means and its chance"
    )
    chances: Number = key("dirichlet(…) over the types in their order, instead of a chance for each")
    prior_of: dict[str, Any] | None = key(
        "what others believe of its types, by party; who is not named holds the analyst's chances"
    )
    known_to: Names | None = key("parties who share the secret of its type", "known to")
    precision: Number = key("how sharply it chooses, instead of the scenario's precision")


class CoalitionKeys(Grounded):
    """A coalition."""

    members: Names = need("names of parties")
    rule: Text | None = key("all | majority | one veto | any | at least 2")
    veto: Names | None = key("members who can stop it alone, under any rule")


class MediatorKeys(Grounded):
    """A mediator that is no party."""

    name: Text | None = key("its name in full")
    chooses: Text | None = key("`evenly`: each package is equally likely")


class LinkKeys(Grounded):
    """A correlation between types."""

    types: list[str] = need("types of different parties, such as [russia stalling, ukraine firm]")
    odds: Number = need("the odds ratio; the margins are kept")


# ---------------------------------------------------------------- issues


class RegionKeys(Grounded):
    """A parcel of land."""

    name: Text | None = key("what it is called; the key by default")
    area: Any = key("thousand square kilometres")
    people: Any = key("million people")
    holds: Any = key("who holds it: a party, or {party: share}; what is left over is with who is `held by`")


class OutlineKeys(Keys):
    """Outlines for the map."""

    file: Text = need("a GeoJSON file beside the scenario, or one that ships")
    key: Text = need("the property that holds a region's key")


class IssueKeys(Grounded):
    """An issue."""

    levels: Labels | None = key("its options in order; the first is where things stand without agreement")
    options: Labels | None = key("its options, not ordered")
    plans: Labels | None = key("the same as `options`; of regions: each `now`, or {region: {party: share}}")
    regions: dict[str, RegionKeys] | None = key("parcels of land, of which plans assign shares")
    held_by: Text | None = key("the party that holds what `holds` leaves over", "held by")
    outlines: OutlineKeys | None = key("outlines of the regions, for the map")
    shares_among: Names | None = key("parties among which something is split", "shares among")
    steps: Any = key("of `shares among`: the number of equal pieces")
    settle: Text | None = key("of `shares among`, instead of `steps`: the bargaining solution that splits it")
    payer: Text | None = key("of a payment: who pays", "from")
    receiver: Text | None = key("of a payment: who is paid", "to")
    amounts: Amounts | None = key("of a payment: the amounts that can be paid")


class EventKeys(Grounded):
    """A marker, an outcome or a bottom line."""

    when: Condition = need("the condition")


Event = Annotated[Annotated[str, Tag("text")] | Annotated[EventKeys, Tag("mapping")], Discriminator(_kind)]


class RedLineKeys(Grounded):
    """A red line."""

    who: Text = need("the party")
    type: Text | None = key("the type it holds for; every type when left out")
    never: Condition = need("what it never proposes, accepts or does")
    bottom_line: Event | None = key(
        "where it would really stop, if not there: this binds, and the red line is only what was declared; or `none`",
        "bottom line",
    )


# ---------------------------------------------------------------- steps


class StepKeys(Grounded):
    """What every step may have."""

    when: Condition | None = key("the step takes place only then")
    told_to: Names | None = key(
        "who learns the result: `everyone`, `nobody`, or a list; by default those who attend", "told to"
    )


class OptionKeys(Grounded):
    """An option of a choice."""

    when: Condition | None = key("the option is open only then")
    means: Text | None = key("what it is, in words")


class EffectKeys(StepKeys):
    """What options do besides being chosen."""

    costs_of: ByName | None = key("what options cost others: by party, then by option", "costs of")
    shifts: dict[str, Any] | None = key("by option: numbers and the factors that multiply them on every path after it")
    leaves: dict[str, str] | None = key("by option: the party that leaves")


class ChoiceKeys(EffectKeys):
    """A choice of one party."""

    step: Text = need("a choice: its name")
    by: Text = need("the party that chooses")
    options: (
        Annotated[list[str], Tag("list")]
        | Annotated[dict[str, Annotated[OptionKeys, BeforeValidator(_filled)]], Tag("mapping")]
        | Annotated[str, Tag("text")]
    ) = Field(
        description="labels, a mapping {label: {when, means}}, or numbers such as `0 to 1 by 0.1`",
        discriminator=Discriminator(_kind),
    )
    costs: ByName | None = key("what options cost who moves")


class ChanceKeys(EffectKeys):
    """A chance event."""

    chance: Text = need("a chance event: its name")
    odds: Number = need(
        "chances of the outcomes by label, one of them `rest`; or with `options`, `evenly` or dirichlet(…)"
    )
    options: Options | None = key("labels of the outcomes where `odds` is a dirichlet or `evenly`, or numbers")
    odds_given: list[Any] | None = key(
        "[{when: condition, odds: {…}}, …]; the first that fits, else `odds`", "odds given"
    )
    odds_of: dict[str, Any] | None = key("a party's own odds", "odds of")


class VoteKeys(EffectKeys):
    """A vote."""

    vote: Text = need("a vote: its name")
    by: Any = need("a coalition, or {members, rule, veto}")
    rule: Text | None = key("where `by` is a list: all | majority | one veto | any | at least 2")
    veto: Names | None = key("where `by` is a list: members who can stop it alone")
    options: Labels = need("two: what is carried, and what is not")
    secret_ballot: YesNo | None = key("yes: only the result is seen", "secret ballot")


class AnnounceKeys(StepKeys):
    """An announcement."""

    announce: Text = need("tells a result without the choices behind it: its name")
    says: dict[str, str] = need("{label: condition, …}, the first that fits; `otherwise` closes it")


class ProposalKeys(StepKeys):
    """A proposal."""

    proposal: Text = need("a proposal: its name")
    by: Text = need("a party or a mediator")
    source: Any = key("{shortlist: 4}, `all`, or a list of packages", "from")
    may_withhold: YesNo | None = key("yes: nothing may be proposed", "may withhold")
    accepted_by: Any = need("parties who must all accept, or a coalition", "accepted by")
    in_turn: YesNo | None = key("yes: they answer in this order and stop at a refusal", "in turn")
    costs: Number = key("what making it costs who proposes")
    costs_of: Number = key("what making it costs others, by party", "costs of")


class ThreatKeys(StepKeys):
    """A threat."""

    threat: Text = need("a threat: its name")
    by: Text = need("who makes it")
    against: Names | None = key("whom it is made against")
    may: YesNo | None = key("yes: whether to make it is a choice")
    automatic: YesNo | None = key("yes: carried out without a choice when due")
    due_when: Condition | None = key("seen at the end of the path", "due when")
    carried_out: ByName | None = key("what carrying it out adds to each one's payoff", "carried out")
    backed_down: ByName | None = key("what backing down adds to each one's payoff", "backed down")


class PromiseKeys(StepKeys):
    """A promise."""

    promise: Text = need("a promise: its name")
    by: Text = need("who makes it")
    against: Names | None = key("to whom it is made")
    to: Names | None = key("to whom it is made")
    may: YesNo | None = key("yes: whether to make it is a choice")
    automatic: YesNo | None = key("yes: kept without a choice when due")
    due_when: Condition | None = key("seen at the end of the path", "due when")
    kept: ByName | None = key("what keeping it adds to each one's payoff")
    broken: ByName | None = key("what breaking it adds to each one's payoff")


class AtOnceKeys(Keys):
    """Simultaneous steps."""

    at_once: list[AnyStep] = need("simultaneous steps: within the block nobody sees the others' choices", "at once")
    when: Condition | None = key("the block takes place only then")
    because: Because = key(BECAUSE)
    note: Text | None = key("a remark for readers")


class ForEachKeys(Keys):
    """One block for several parties."""

    for_each: Names = need("parties; $each stands for the name of one in names and texts", "for each")
    steps: list[AnyStep] = need("the steps that are made for each")
    note: Text | None = key("a remark for readers")


class RoundsKeys(Keys):
    """Bounded rounds."""

    rounds: Any = need("the most rounds, up to 50")
    until: Condition | None = key("seen after each round; an agreed proposal ends them too")
    when: Condition | None = key("the rounds take place only then")
    discount: Number = key("on entering each round after the first")
    steps: list[AnyStep] = need("the steps of a round")
    because: Because = key(BECAUSE)
    note: Text | None = key("a remark for readers")


STEP_MODELS: dict[str, type[Keys]] = {
    "step": ChoiceKeys, "threat": ThreatKeys, "promise": PromiseKeys, "proposal": ProposalKeys,
    "chance": ChanceKeys, "vote": VoteKeys, "announce": AnnounceKeys, "at once": AtOnceKeys,
    "for each": ForEachKeys, "rounds": RoundsKeys,
}  # fmt: skip


def _step_kind(value: Any) -> str | None:
    return next((k for k in STEP_MODELS if k in value), None) if isinstance(value, dict) else None


AnyStep = Annotated[
    Annotated[ChoiceKeys, Tag("step")]
    | Annotated[ThreatKeys, Tag("threat")]
    | Annotated[PromiseKeys, Tag("promise")]
    | Annotated[ProposalKeys, Tag("proposal")]
    | Annotated[ChanceKeys, Tag("chance")]
    | Annotated[VoteKeys, Tag("vote")]
    | Annotated[AnnounceKeys, Tag("announce")]
    | Annotated[AtOnceKeys, Tag("at once")]
    | Annotated[ForEachKeys, Tag("for each")]
    | Annotated[RoundsKeys, Tag("rounds")],
    Discriminator(_step_kind),
]


class StageKeys(Grounded):
    """A stage."""

    stage: Text = need("its name")
    attend: Names = need("who sits there: parties, or `everyone`")
    agenda: Names | None = key("issues that can be proposed; `everything` by default, or `nothing`")
    reopens: Names | None = key("agreed issues that may be proposed anew")
    when: Condition | None = key("the stage takes place only then")
    discount: Number = key("on entering, for all or by party")
    steps: list[AnyStep] | None = key("what happens there, in order")


# ---------------------------------------------------------------- variants


class StageChange(Keys):
    """What changes of a stage."""

    attend: Names | None = key("who sits there instead")
    agenda: Names | None = key("what can be proposed there instead")
    reopens: Names | None = key("agreed issues that may be proposed anew, instead")
    when: Condition | None = key("the stage takes place only then, instead")
    discount: Number = key("on entering, instead")


class MoveKeys(Keys):
    """Where a step goes."""

    before: Text | None = key("the step that then follows it")
    after: Text | None = key("the step that then comes before it")


class VariantKeys(Grounded):
    """The same case with something of its process changed."""

    stages: dict[str, StageChange] | None = key("{stage: {key: what stands under it instead}}")
    steps: dict[str, dict[str, Any]] | None = key("{step: {key: what stands under it instead}}, such as `told to`")
    order: Names | None = key("stages in the order in which they then come")
    move: dict[str, MoveKeys] | None = key("{step: {before: another step}}, or `after`")
    without: Names | None = key("stages and steps that do not take place")
    set: dict[str, Any] | None = key("{path of a number: value}")
    fix: Names | None = key("rules to which parties are held, such as `pressure is leaves it free`")


# ---------------------------------------------------------------- ends


class StatedKeys(Grounded):
    """A stated chance."""

    who: Text = need("who said so")
    of: Text = need("a marker or an outcome")
    p: Any = need("the chance, or [low, high]")
    not_: YesNo | None = key("yes: the words spoke of its opposite", "not")


class BaseRateKeys(Keys):
    """A class of past cases: one that ships, by name, or a count of your own with its source."""

    name: Text | None = key("a base rate that ships")
    of: Text | None = key("the marker or outcome beside which it stands; by default the first one")
    title: Text | None = key("of your own: what the class is")
    event: Text | None = key("of your own: what was counted")
    n: Any = key("of your own: in how many cases it came about")
    N: Any = key("of your own: how many cases there are")
    period: Text | None = key("of your own: when they took place")
    definition: Text | None = key("of your own: how they were chosen and coded")
    source: Text | None = key("of your own: where the count stands")
    url: Text | None = key("of your own: where it can be found")
    no_yardstick: Text | None = key("of your own: why it is no measure of this case")


_RANK = {
    "type": "array",
    "items": {"type": ["string", "number", "boolean", "array", "object"]},
    "description": "from best to worst; equals in a list of their own",
}
_PREFERS = {
    "description": "`P over Q`, of two packages; or a list of such, each alone or as {prefers: P over Q, because: …}",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "object"]}}],
}
Worth = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "properties": {
                "rank": {**_RANK, "description": f"packages {_RANK['description']}"},
                "prefers": _PREFERS,
                "over": {"description": "what the best of all ranked issues are worth together, by default 1"},
                "together": {"type": ["array", "object"]},
                "aspires to": {"description": "the worth of a package up to which it counts whole"},
                "beyond": {"description": "what a unit of worth beyond that counts, by default 0.5"},
                "risk aversion": {"description": "r: a package worth x counts (1 - exp(-r x)) / r"},
            },
            "additionalProperties": {
                "anyOf": [
                    {"type": "object", "properties": {"rank": _RANK, "over": {"description": "the worth of the best"}}},
                    {"type": ["string", "number", "array"]},
                ]
            },
        }
    ),
]
Issue = Annotated[Annotated[str, Tag("text")] | Annotated[IssueKeys, Tag("mapping")], Discriminator(_kind)]


class ScenarioKeys(Keys):
    """A scenario of negotiations: who sits at which table, what each side wants, what follows."""

    summitry: Annotated[Literal["1"], WithJsonSchema({"const": 1})] = need("version of the language")
    title: Text = need("what the case is called")
    as_of: Text | None = key("the date on which it was written, such as 2025-08-14")
    question: Text | None = key("what the case asks")
    citation: Text | None = key("where the case is described")
    ledger: Text | None = key("file of statements; `because` may point at its rows")
    base_rate: (
        Annotated[Annotated[str, Tag("text")] | Annotated[BaseRateKeys, Tag("mapping")], Discriminator(_kind)] | None
    ) = key("a class of past cases whose rate is shown beside the model's number, never mixed into it")
    parties: dict[str, Annotated[PartyKeys, BeforeValidator(_filled)]] = Field(
        min_length=1, description="who takes part"
    )
    coalitions: dict[str, CoalitionKeys] | None = key("who decides together, by a named rule")
    mediators: dict[str, Annotated[MediatorKeys, BeforeValidator(_filled)]] | None = key(
        "someone without aims who makes proposals"
    )
    linked: list[LinkKeys] | None = key("correlations between types")
    precision: Number = key(
        "how sharply parties choose: of two options, the one better by 1/λ is chosen e ≈ 2.7 times as often"
    )
    issues: dict[str, Issue] | None = key("what there is to settle")
    worth: dict[str, Worth] | None = key("what packages are worth, by party, issue and option")
    red_lines: list[RedLineKeys] | None = key("what parties never propose, accept or do")
    numbers: ByName | None = key("named numbers")
    stages: list[StageKeys] = Field(min_length=1, description="tables, in order")
    markers: dict[str, Event] | None = key("events worth a name")
    outcomes: dict[str, Event] = Field(
        min_length=1, description="ends: the first that fits; together they cover every path"
    )
    payoffs: dict[str, dict[str, Any]] | None = key("named terms of payoffs by party, besides worth, costs and threats")
    stated: list[StatedKeys] | None = key("what people said the chances were")
    variants: dict[str, VariantKeys] | None = key("the same case under other tables, agendas, orders; for `process`")


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files.

    >>> "parties" in summitry.schema()["properties"]
    True
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ScenarioKeys.model_json_schema(by_alias=True)}
