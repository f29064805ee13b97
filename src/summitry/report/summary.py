"""`summary.json`: all that was found, in full precision, in a fixed order, without a path of the machine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from summitry.report.finite import finite
from summitry.report.questions import ordered_json
from summitry.report.studies import studies_json
from summitry.report.words.finding import title
from summitry.study import Study
from summitry.study.findings import BesideBaseRate, Chance, Range


def _range(r: Range) -> dict[str, float | None]:
    return {"mean": finite(r.mean), "low": finite(r.low), "high": finite(r.high)}


def _chance(c: Chance) -> dict[str, Any]:
    return {
        "mean": finite(c.mean),
        "median": finite(c.median),
        "low": finite(c.low),
        "high": finite(c.high),
        "mc_error": finite(c.mc_error),
        "if_unsolved": [finite(v) for v in c.if_unsolved],
    }


def _ranges(values: Mapping[str, Range]) -> dict[str, dict[str, float | None]]:
    return {name: _range(r) for name, r in values.items()}


def summary_json(study: Study) -> dict[str, Any]:
    """The findings as plain JSON values: NaN becomes null, order is that of the findings.

    >>> study = summitry.run(summitry.load("sanctions-threat"), draws=8, variants=False)
    >>> summitry.summary(study)["solved"]
    8
    """
    f, c = study.findings, study.findings.certificate
    return {
        "scenario": {"title": study.scenario.title, "sha256": study.scenario.sha256},
        "version": study.version,
        "settings": dict(sorted(study.settings.items())),
        "fixes": list(study.scenario.fixes),
        "title": str(title(study)),
        "main": f.main,
        "draws": c.draws,
        "seed": study.seed,
        "solved": c.solved,
        "unsolved": c.unsolved,
        "folded": c.folded,
        "statuses": dict(c.statuses),
        "nodes": c.nodes,
        "infosets": c.infosets,
        "max_residual": finite(c.max_residual),
        "max_regret_ratio": finite(c.max_regret_ratio),
        "max_gain": finite(c.max_gain),
        "outcomes": {x.name: _chance(x) for x in f.outcomes},
        "markers": {x.name: _chance(x) for x in f.markers},
        "given": [
            {
                "event": g.event,
                "outcome": g.outcome,
                "mean": finite(g.mean),
                "low": finite(g.low),
                "high": finite(g.high),
            }
            for g in f.given
        ],
        "values": _ranges(f.values),
        "values_analyst": _ranges(f.values_analyst),
        "stated": [
            {
                "who": s.who,
                "event": s.event,
                "p": finite((s.low + s.high) / 2),
                "low": finite(s.low),
                "high": finite(s.high),
                "ledger": list(s.rows),
                "opposite": s.opposite,
                "note": s.note,
            }
            for s in f.stated
        ],
        "base_rate": _base_rate(f.base_rate),
        "levers": [
            {
                "name": v.path,
                "correlation": _range(v.correlation),
                "at_low": finite(v.at_low),
                "at_high": finite(v.at_high),
                "low": finite(v.low),
                "high": finite(v.high),
            }
            for v in f.levers
        ],
        "watch": [
            {
                "stage": w.stage,
                "step": w.step,
                "option": w.option,
                "party": w.by,
                "chance": finite(w.chance),
                "after": _range(w.after),
                "likelier": [w.likelier[0], w.likelier[1], finite(w.likelier[2])] if w.likelier else None,
            }
            for w in f.watch
        ],
        "strategies": [
            {
                "party": x.party,
                "type": x.type,
                "stage": x.stage,
                "step": x.step,
                "round": x.round,
                "history": list(x.history),
                "options": _ranges(x.options),
                "reached": finite(x.reached),
                "gains": {o: {t: finite(v) for t, v in terms.items()} for o, terms in x.gains.items()},
            }
            for x in f.strategies
        ],
        "beliefs": [
            {
                "party": b.party,
                "after": b.after,
                "about": b.about,
                "types": _ranges(b.types),
                "stage": b.stage,
                "step": b.step,
                "option": b.option,
                "at_table": b.at_table,
                "chance": finite(b.chance),
            }
            for b in f.beliefs
        ],
        "course": _course(study),
        "words": [
            {
                "name": w.name,
                "promise": w.promise,
                "maker": w.maker,
                "against": list(w.against),
                "automatic": w.automatic,
                "made": _range(w.made),
                "due": _range(w.due),
                "carried_out": _range(w.carried_out),
                "believed": _ranges(w.believed),
                "cost_of_carrying_out": _range(w.cost_of_carrying_out),
                "cost_of_backing_down": _range(w.cost_of_backing_down),
            }
            for w in f.words
        ],
        "deals": _deals(study),
        "ordered": ordered_json(f.ordered),
        "sensitivities": [
            {"what": s.what, "chances": _ranges(s.chances), "solved": s.solved, "draws": s.draws}
            for s in f.sensitivities
        ],
        "numbers": [
            {
                "path": n.path,
                "text": n.text,
                "unit": n.unit,
                "holder": n.holder,
                "kind": n.kind,
                "low": finite(n.low),
                "high": finite(n.high),
                "uncertain": n.uncertain,
                "influence": finite(n.influence),
                "ledger": list(n.rows),
                "assumptions": list(n.assumptions),
                "note": n.note,
            }
            for n in f.numbers
        ],
        "assumptions": [{"kind": a.kind, "text": a.text} for a in f.assumptions],
        "studies": studies_json(study.further),
        "elapsed_s": {key: finite(study.elapsed.get(key, math.nan)) for key in ("build", "solve", "total")},
    }


def _base_rate(beside: BesideBaseRate | None) -> dict[str, Any] | None:
    if beside is None:
        return None
    rate = beside.rate
    return {
        "event": beside.of,
        "model": _range(beside.chance),
        "rate": finite(rate.rate),
        "n": rate.n,
        "N": rate.N,
        "name": rate.name or None,
        "title": rate.title,
        "counted": rate.event,
        "period": rate.period,
        "definition": rate.definition,
        "source": rate.source,
        "url": rate.url,
        "no_yardstick": rate.no_yardstick,
    }


def _course(study: Study) -> dict[str, Any]:
    f = study.findings
    stages = [
        {
            "stage": s.stage,
            "attend": list(s.attend),
            "agenda": list(s.agenda),
            "chance": finite(s.chance),
            "steps": [
                {
                    "step": x.step,
                    "kind": x.kind,
                    "by": x.by,
                    "chance": finite(x.chance),
                    "options": {k: finite(v) for k, v in x.options.items()},
                    "told": list(x.told),
                }
                for x in s.steps
            ],
        }
        for s in f.stages
    ]
    flows = [{"from": x.source, "to": x.target, "chance": finite(x.chance)} for x in f.flows]
    return {"stages": stages, "flows": flows}


def _deals(study: Study) -> dict[str, Any] | None:
    d = study.findings.deals
    if d is None:
        return None
    return {
        "accepters": list(d.accepters),
        "packages": d.packages,
        "zone_empty": finite(d.zone_empty),
        "zone_size": _range(d.zone_size),
        "blockers": list(d.blockers),
        "near": [
            {
                "kind": x.kind,
                "package": x.label,
                "who": x.key,
                "by": None if x.by is None else _range(x.by),
                "share": finite(x.share),
            }
            for x in d.near
        ],
        "bargains": {
            x.point: {
                "package": x.label,
                "parties": {k: {"gets": finite(a), "gives_up": finite(b)} for k, (a, b) in x.parties.items()},
            }
            for x in d.bargains
        },
        "better": None
        if d.better is None
        else {"tentative": d.better.tentative, "package": d.better.label, "share": finite(d.better.share)},
        "provisions": [
            {
                "issue": x.issue,
                "option": x.option,
                "parties": {
                    k: {"accepted": finite(a), "tradeable": finite(b), "refused": finite(c)}
                    for k, (a, b, c) in x.attitudes.items()
                },
            }
            for x in d.provisions
        ],
        "list": [
            {
                "label": x.label,
                "settles": dict(x.settles),
                "shares": {issue: _ranges(by_party) for issue, by_party in x.shares.items()},
                "gains": _ranges(x.gains),
                "acceptable": {k: finite(v) for k, v in x.acceptable.items()},
                "by_all": finite(x.by_all),
                "agreed": _range(x.agreed),
                "shortlisted": x.shortlisted,
                "forbidden": list(x.forbidden),
                "declared": list(x.declared),
                "points": list(x.points),
            }
            for x in d.deals
        ],
    }
