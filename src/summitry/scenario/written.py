"""Conditions and arithmetic back into the words of the language: what is read from them is the same again."""

from __future__ import annotations

from summitry.scenario import model as m

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "^": 4}


def condition_text(cond: m.Cond) -> str:
    """A condition as it could be written."""
    match cond:
        case (
            m.StepIs(subject, options, negated)
            | m.TypeIs(subject, options, negated)
            | m.IssueIs(subject, options, negated)
        ):
            one = options[0] if len(options) == 1 else f"one of {', '.join(options)}"
            return f"{subject} is {'not ' if negated else ''}{one}"
        case m.Happened(name):
            return f"{name} happened"
        case m.ShareIs(issue, party, low, high, negated):
            bound = f"at least {low:g}" if high == 1 else f"at most {high:g}"
            return f"share of {party} in {issue} is {'not ' if negated else ''}{bound}"
        case m.Left(party):
            return f"{party} left"
        case m.ThreatIs(threat, what):
            return f"{threat} {what}"
        case m.Agreed(proposal, on, having):
            about = f" on {' and '.join(on)}" if on else ""
            return f"{proposal} agreed{about}" + (f" with ({condition_text(having)})" if having is not None else "")
        case m.RoundIs(low, high):
            return (
                f"round is {low}"
                if low == high
                else f"round is at least {low}"
                if low > 1
                else f"round is at most {high}"
            )
        case m.Count(of, low, high):
            return f"{_quantifier(low, high)} of ({', '.join(map(_listed, of))})"
        case m.Named(name):
            return name
        case m.Not(of):
            return f"not {_closed(of)}"
        case m.And(of):
            return " and ".join(map(_closed, of))
        case m.Or(of):
            return " or ".join(map(_closed, of))
        case m.Always():
            return "otherwise"
    raise TypeError(f"unknown condition {cond!r}")


def _listed(cond: m.Cond) -> str:
    """A condition as an entry of a list: one that holds a list of its own stands in parentheses."""
    text = condition_text(cond)
    return f"({text})" if "," in text else text


def _quantifier(low: int | None, high: int | None) -> str:
    if low is None:
        return "all"
    if high is None:
        return f"at least {low}"
    return f"exactly {low}" if low == high else f"at most {high}"


def _closed(cond: m.Cond) -> str:
    text = condition_text(cond)
    return f"({text})" if isinstance(cond, m.And | m.Or | m.Agreed) else text


def number_text(expr: m.Expr, above: int = 0) -> str:
    """Arithmetic as it could be written; cases by type and conditions, which have no short form, in words."""
    match expr:
        case m.Const(value):
            return f"{value!r}"
        case m.Ref(path):
            return path
        case m.Round():
            return "round"
        case m.WorthOf(party):
            return f"worth of {party}"
        case m.ShareOf(issue, party):
            return f"share of {party} in {issue}"
        case m.NumberOf(step):
            return f"number of {step}"
        case m.CountOf(of):
            return f"count({condition_text(of)})"
        case m.Op(name, args) if name in _BINDING:
            binding = _BINDING[name]
            if name == "neg":
                text = f"-{number_text(args[0], binding)}"
            else:
                # `^` binds to the right, the others to the left
                left, right = (binding + 1, 3) if name == "^" else (binding, binding + 1)
                text = f"{number_text(args[0], left)} {name} {number_text(args[1], right)}"
            return f"({text})" if binding < above else text
        case m.Op(name, args):
            return f"{name}({', '.join(map(number_text, args))})"
        case m.ByType(party, cases, otherwise):
            shown = [f"{number_text(e)} if {party} is {t}" for t, e in cases]
            return f"({', '.join(shown)}, else {number_text(otherwise)})"
        case m.When(value, when):
            return f"({number_text(value)} if {condition_text(when)})"
    raise TypeError(f"unknown arithmetic {expr!r}")
