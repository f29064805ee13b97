"""Conditions written out again in the language, for people."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.scenario import model as m


def said(cond: m.Cond | None) -> str:
    """A condition as the language has it; empty for none.

    A form that a scenario may have been written in is not kept: what comes back says the same.
    """
    match cond:
        case None:
            return ""
        case m.Always():
            return "otherwise"
        case m.Named(name) | m.Happened(name):
            return name
        case m.StepIs(step, options, negated):
            return f"{step} {_is(options, negated)}"
        case m.TypeIs(party, types, negated):
            return f"{party} {_is(types, negated)}"
        case m.IssueIs(issue, options, negated):
            return f"{issue} {_is(options, negated)}"
        case m.ShareIs(issue, party, low, high, negated):
            return f"{'not ' if negated else ''}share of {party} in {issue} from {low:g} to {high:g}"
        case m.Agreed(proposal, on, having):
            about = f" on {', '.join(on)}" if on else ""
            return f"{proposal} agreed{about}{f' with {said(having)}' if having is not None else ''}"
        case m.ThreatIs(threat, what):
            return f"{threat} {what}"
        case m.Left(party):
            return f"{party} has left"
        case m.RoundIs(low, high):
            return f"round is {low}" if low == high else f"round is from {low} to {high}"
        case m.Count(of, low, high):
            return _count(of, low, high)
        case m.Not(of):
            return f"not {_inside(of)}"
        case m.And(parts):
            return " and ".join(_inside(c) for c in parts)
        case m.Or(parts):
            return " or ".join(_inside(c) for c in parts)
    raise TypeError(f"unknown condition {cond!r}")


def _is(options: Sequence[str], negated: bool) -> str:
    not_ = "not " if negated else ""
    return f"is {not_}{options[0]}" if len(options) == 1 else f"is {not_}one of {', '.join(options)}"


def _inside(cond: m.Cond) -> str:
    text = said(cond)
    return f"({text})" if isinstance(cond, m.And | m.Or) and len(cond.of) > 1 else text


def _count(of: Sequence[m.Cond], low: int | None, high: int | None) -> str:
    what = " or ".join(dict.fromkeys(_inside(c) for c in of))
    if low is None:
        return f"all of: {what}"
    if high is None:
        return f"at least {low} times: {what}"
    if low == high:
        return f"exactly {low} times: {what}"
    return f"at most {high} times: {what}" if low == 0 else f"{low} to {high} times: {what}"
