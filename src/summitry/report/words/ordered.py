"""Worths given by order alone, in words: what holds in how many draws, and what to ask next."""

from __future__ import annotations

from summitry.report.words import names
from summitry.report.words.phrase import Phrase, fill, join, quoted
from summitry.report.words.rounding import cell
from summitry.study import Study
from summitry.study.ordered import Holding, Order, Question


def nothing() -> Phrase:
    """Where every worth is given in numbers."""
    return fill("ordered.nothing")


def lead(study: Study) -> Phrase:
    """How many comparisons were tried, and whether one narrows anything."""
    found = study.findings.ordered
    assert found is not None
    sure = [q for q in found.questions if q.sure]
    key = "ordered.lead" if sure else "ordered.lead_best" if found.questions else "ordered.lead_none"
    return fill(key, n=found.asked, draws=f"{study.findings.certificate.solved:,}")


def question(study: Study, asked: Question) -> Phrase:
    """The comparison as a question."""
    return fill(
        "ordered.question",
        party=names.party(study.scenario, asked.party),
        first=quoted(asked.first),
        second=quoted(asked.second),
        does="do" if names.plural(study.scenario, asked.party) else "does",
        n=cell(asked.yes),
    ).capital()


def narrowed(study: Study, asked: Question, event: str) -> Phrase:
    """What its answer does to one event."""
    yes, no = asked.means[event]
    return fill(
        "ordered.narrowed",
        event=quoted(event),
        part=cell(asked.narrows[event]),
        yes=cell(yes),
        no=cell(no),
    )


def answer(study: Study, party: str) -> Phrase:
    """Where the answer is written."""
    return fill("ordered.answer", party=names.party(study.scenario, party))


def holds_lead() -> Phrase:
    """What the shares are shares of."""
    return fill("ordered.holds_lead")


def holds(study: Study, holding: Holding) -> Phrase:
    """One finding with its share."""
    key = "ordered." + holding.kind.replace(" ", "_")
    found = study.findings.deals
    accepters = [names.party(study.scenario, p) for p in found.accepters] if found is not None else []
    return fill(key, name=quoted(holding.name), parties=join(accepters), n=cell(holding.share))


def statement(study: Study, order: Order) -> Phrase:
    """What is said of one party's order."""
    said = join([quoted(x) for x in order.statements])
    return fill("ordered.statement", party=names.party(study.scenario, order.party), list=said).capital()
