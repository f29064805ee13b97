"""Who believes what, when: one panel a party, before and after what it can see."""

from __future__ import annotations

from dataclasses import dataclass

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, given
from summitry.report.words.rounding import cell, count, ends, half_up
from summitry.scenario.model import Proposal, Scenario, Vote
from summitry.study import Study
from summitry.study.findings import Belief, Range

SEEN, MOVED = 0.02, 0.05


@dataclass(frozen=True)
class After:
    """A belief after one thing seen."""

    what: Phrase
    short: str
    range: Range


@dataclass(frozen=True)
class Panel:
    """One party's belief about one type of another."""

    party: str
    start: Range
    step: str
    after: tuple[After, ...]
    caption: Phrase
    rows: tuple[str, ...]
    fallback: bool


@dataclass(frozen=True)
class Topic:
    """All panels about one type of one party."""

    about: str
    type: str
    panels: tuple[Panel, ...]
    analyst: Range | None

    @property
    def shift(self) -> float:
        """The largest move of any belief."""
        return max((abs(a.range.mean - p.start.mean) for p in self.panels for a in p.after), default=0.0)


def analyst(study: Study, about: str, kind: str) -> Range | None:
    """The analyst's own starting belief, from the numbers of the file."""
    path = f"parties.{about}.types.{kind}.chance".lower()
    for n in study.findings.numbers:
        if n.path.lower() == path:
            return Range((n.low + n.high) / 2, n.low, n.high)
    return None


def fell_back(scenario: Scenario, party: str, about: str) -> bool:
    """Whether a party holds the analyst's prior for want of its own."""
    return next((party not in p.priors for p in scenario.parties if p.name == about), False)


def _short(belief: Belief) -> str:
    """The option seen, with its round where there is one."""
    _, turn, number = belief.after.partition(" (round ")
    return belief.option if not turn or turn in belief.option else f"{belief.option}{turn}{number}"


def _before_last_move(scenario: Scenario, party: str) -> set[str]:
    """Steps after which a party still chooses, answers or votes."""
    every = [step for _, step in names.steps(scenario)]
    mine = [k for k, step in enumerate(every) if getattr(step, "by", "") == party or isinstance(step, (Proposal, Vote))]
    return {step.name for step in every[: mine[-1]]} if mine else set()


def _panel(study: Study, beliefs: tuple[Belief, ...], kind: str) -> Panel | None:
    start = next((b for b in beliefs if not b.after and kind in b.types), None)
    if start is None:
        return None
    after = [b for b in beliefs if b.after and kind in b.types and b.chance >= SEEN]
    moves: dict[str, float] = {}
    for b in after:
        gap = abs(b.types[kind].mean - start.types[kind].mean)
        moves[b.step] = moves.get(b.step, 0.0) + b.chance * gap
    # a belief matters where its holder has yet to choose
    open_yet = _before_last_move(study.scenario, start.party) & moves.keys()
    step = max(open_yet or moves, key=lambda k: moves[k]) if moves else ""
    chosen = [b for b in after if b.step == step][:4]
    s = study.scenario
    opening = fill("beliefs.starts", n=count(start.types[kind].mean, start.types[kind].low, start.types[kind].high))
    if step:
        caption = fill("beliefs.table" if chosen[0].at_table else "beliefs.told", step=given(step))
    else:
        caption = fill("beliefs.nothing")
    number = next(
        (
            n
            for n in study.findings.numbers
            if n.path.lower() == f"parties.{start.about}.prior_of.{start.party}.{kind}".lower()
        ),
        None,
    )
    return Panel(
        start.party,
        start.types[kind],
        step,
        tuple(After(names.happened(s, b.after, start.party), _short(b), b.types[kind]) for b in chosen),
        opening + fill("language.space") + caption,
        number.rows if number else (),
        fell_back(s, start.party, start.about),
    )


def topics(study: Study) -> tuple[Topic, ...]:
    """What there is to believe, the most moved first; one type stands for two."""
    f, out = study.findings, []
    for about in dict.fromkeys(b.about for b in f.beliefs):
        mine = [b for b in f.beliefs if b.about == about]
        kinds = list(dict.fromkeys(k for b in mine for k in b.types))
        order = [t.name for p in study.scenario.parties if p.name == about for t in p.types]
        kinds.sort(key=lambda k: order.index(k) if k in order else 99)
        for kind in kinds[:1] if len(kinds) == 2 else kinds:
            panels = []
            for party in dict.fromkeys(b.party for b in mine):
                panel = _panel(study, tuple(b for b in mine if b.party == party), kind)
                if panel:
                    panels.append(panel)
            if panels:
                places = [p.name for p in study.scenario.parties]
                panels.sort(key=lambda p: places.index(p.party) if p.party in places else 99)
                out.append(Topic(about, kind, tuple(panels), analyst(study, about, kind)))
    return tuple(sorted(out, key=lambda t: (-min(len(t.panels), 3), -t.shift)))


def lead(study: Study, topic: Topic) -> Phrase:
    """How far apart the parties start."""
    s = study.scenario
    means = [p.start.mean for p in topic.panels]
    verb = {"is": names.is_are(s, topic.about)}
    if len(topic.panels) == 1:
        only = topic.panels[0]
        n = count(only.start.mean, only.start.low, only.start.high)
        who = names.party(s, only.party).capital()
        return fill(
            "beliefs.lead_single", holder=who, n=n, party=names.party(s, topic.about), type=given(topic.type), **verb
        )
    low, high = ends(min(means), max(means))
    if low == high:
        n = count(means[0], min(means), max(means))
        return fill("beliefs.lead_same", n=n, party=names.party(s, topic.about), type=given(topic.type), **verb)
    key = "beliefs.lead_apart" if max(means) - min(means) >= 0.15 else "beliefs.lead_close"
    return fill(key, party=names.party(s, topic.about), type=given(topic.type), low=low, high=high, **verb)


def note(study: Study, topic: Topic) -> Phrase:
    """That the type is the scenario's word."""
    s = study.scenario
    kind = next((t for p in s.parties if p.name == topic.about for t in p.types if t.name == topic.type), None)
    means = fill("beliefs.means", means=given(kind.means.rstrip("."))) if kind and kind.means else Phrase()
    return fill("beliefs.note", type=given(topic.type.capitalize()), party=names.party(s, topic.about), means=means)


def figure_title(study: Study, topic: Topic) -> Phrase:
    """What moves whose belief most."""
    moves = [(abs(a.range.mean - p.start.mean), i) for i, p in enumerate(topic.panels) for a in p.after]
    size = max(moves)[0] if moves else 0.0
    if size < MOVED:
        return fill("beliefs.title_still", n=max(1, half_up(100 * size + 0.5)))
    panel = topic.panels[max(moves)[1]]
    step = given(panel.step).capital()
    return fill("beliefs.title", step=step, party=names.party(study.scenario, panel.party), n=half_up(100 * size, 5))


def unit(study: Study, topic: Topic) -> Phrase:
    """What the panels show."""
    s = study.scenario
    verb = {"is": names.is_are(s, topic.about)}
    out = fill("beliefs.unit", party=names.party(s, topic.about), type=given(topic.type), **verb)
    if topic.analyst:
        low, high = cell(topic.analyst.low), cell(topic.analyst.high)
        out = out + fill("language.space") + fill("beliefs.band", low=low, high=high)
    return out


def alt(study: Study, topic: Topic, panel: Panel) -> str:
    """A panel in words, with its numbers."""
    s = study.scenario
    items = "".join(str(fill("beliefs.alt_item", what=a.what, n=cell(a.range.mean))) for a in panel.after)
    return str(
        fill(
            "beliefs.alt",
            party=given(names.label(s, panel.party)),
            about=given(names.label(s, topic.about)),
            type=given(topic.type),
            start=cell(panel.start.mean),
            list=items,
            **{"is": names.is_are(s, topic.about)},
        )
    )
