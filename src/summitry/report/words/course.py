"""How it would run: who sits where, what each may do, where the cases go."""

from __future__ import annotations

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given, join, plain, quoted
from summitry.report.words.rounding import count
from summitry.scenario.model import AtOnce, Chance, Choice, Proposal, Rounds, Scenario, Stage, Step, Threat, Vote
from summitry.study import Study
from summitry.study.findings import Findings, StageFlow

ALWAYS = 0.995


def lead(findings: Findings) -> Phrase:
    """How many cases reach each stage."""
    rare = [s for s in findings.stages if s.chance < ALWAYS]
    if not rare:
        return fill("course.all", stages=join([quoted(s.stage) for s in findings.stages]))
    items = [fill("course.item", n=count(s.chance), stage=quoted(s.stage)) for s in rare]
    return fill("course.lead", list=join(items))


def figure_title(study: Study) -> Phrase:
    """Who is away from a table but hears what is announced there; else a plain title."""
    s, best, where = study.scenario, list[str](), ""
    for stage in study.findings.stages:
        secret = any(set(step.told) <= set(stage.attend) for step in stage.steps)
        told = {t for step in stage.steps for t in step.told}
        hearing = [p.name for p in s.parties if p.name not in stage.attend and p.name in told]
        if secret and len(best) < len(hearing) <= 3:
            best, where = hearing, stage.stage
    if not best:
        return fill("course.title")
    many = len(best) > 1 or names.plural(s, best[0])
    return fill(
        "course.absent_title",
        parties=join([names.party(s, n) for n in best]).capital(),
        stage=quoted(where),
        hear="hear" if many else "hears",
        **{"is": "are" if many else "is"},
    )


def own_moves(scenario: Scenario, stage: Stage, name: str) -> Phrase:
    """What a party may do at a stage, in words."""
    many = names.plural(scenario, name)
    items: list[Phrase] = []

    def walk(steps: tuple[Step, ...]) -> None:
        for step in steps:
            if isinstance(step, (AtOnce, Rounds)):
                walk(step.steps)
            elif isinstance(step, Choice) and step.by == name:
                labels = [option.label for option in step.options]
                if all(names.is_verb(x) for x in labels):
                    items.append(join([names.does(x, many) for x in labels], "language.or"))
                else:
                    items.append(given(step.name) + plain(": ") + join([given(x) for x in labels], "language.or"))
            elif isinstance(step, Proposal):
                if step.by == name:
                    items.append(fill("course.proposes"))
                elif step.accepted_by and name in step.accepted_by.members:
                    items.append(fill("course.answers"))
            elif isinstance(step, Threat) and step.by == name:
                items.append(fill("course.promises" if step.promise else "course.threatens", name=given(step.name)))
            elif isinstance(step, Vote) and step.by and name in step.by.members:
                items.append(fill("course.votes", list=join([given(o.label) for o in step.options], "language.or")))

    walk(stage.steps)
    out = Phrase()
    for item in dict.fromkeys(items):
        out = out + plain("; ") + item if out else item
    return out.capital()


def lane(study: Study, flow: StageFlow, name: str) -> tuple[bool, Phrase]:
    """Whether a party is at the table, and what stands on its lane."""
    stage = next((s for s in study.scenario.stages if s.name == flow.stage), None)
    told = [given(step.step) for step in flow.steps if name in step.told]
    if name not in flow.attend:
        return False, fill("course.absent_told", list=join(told)) if told else fill("course.absent")
    moves = own_moves(study.scenario, stage, name) if stage else Phrase()
    if moves:
        return True, moves
    return True, fill("course.hears", list=join(told)) if told else fill("course.no_move")


def announced(flow: StageFlow, parties: int) -> bool:
    """Whether something in the stage is told to everyone."""
    return any(len(step.told) >= parties for step in flow.steps) and len(flow.attend) < parties


def step_is_chance(scenario: Scenario, name: str) -> bool:
    """Whether a step is a chance event."""
    return any(step.name == name and isinstance(step, Chance) for _, step in names.steps(scenario))
