"""The figures of a study as files: specification, SVG and PNG under a name each."""

from __future__ import annotations

from summitry.report import charts
from summitry.report.charts.base import WIDE, Spec
from summitry.report.charts.render import coloured, standalone
from summitry.report.charts.tipping import tip
from summitry.report.words import beliefs, levers, promises, strategies
from summitry.study import Study
from summitry.study.tipping import TipStudy


def specs(study: Study) -> dict[str, Spec]:
    """The chart of every block for which the study has numbers, in the order of the page."""
    f = study.findings
    out = {"likely": charts.likely(study), "endings": charts.endings(study)}
    if f.flows and f.stages:
        out["course"] = charts.course(study)
    if strategies.shown(study)[0]:
        out["why"] = charts.why(study)
    if beliefs.topics(study):
        out["beliefs"] = charts.beliefs(study)
    if promises.kept(study):
        out["word"] = charts.word(study)
    if levers.shown(study)[0]:
        out["levers"] = charts.levers(study)
    for extra in study.further:
        if isinstance(extra, TipStudy) and extra.followed:
            out["tip"] = tip(extra, WIDE)
    if f.deals and f.deals.deals:
        out["deals"] = charts.deals(study)
        if len(f.deals.accepters) == 2:
            out["zone"] = charts.zone(study)
    for issue in study.scenario.issues:
        if issue.outlines is not None and issue.outlines.drawn:
            name = "map-" + "-".join(issue.name.split())
            out[name] = charts.territory(study, issue, None)
            for o, option in enumerate(issue.options):
                out[f"{name}-{'-'.join(option.split())}"] = charts.territory(study, issue, o)
    return out


def figures(study: Study) -> dict[str, tuple[Spec, str, bytes]]:
    r"""By name: Vega-Lite specification, SVG and PNG, all with real colours in place of tokens.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> spec, svg, png = summitry.figures(study)["likely"]
    >>> svg.startswith("<svg"), png.startswith(b"\x89PNG")
    (True, True)
    """
    return {name: (coloured(spec), *standalone(spec)) for name, spec in specs(study).items()}
