"""A fit in words, as a table for a paper, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from summitry.fit.effects import Along, Effect
from summitry.fit.estimate import Coefficient, Fit
from summitry.fit.model import NO_DEAL, SCALE
from summitry.report.finite import finite

_SE = {"hessian": "inverse Hessian", "sandwich": "sandwich"}
_STARS = ((0.01, "***"), (0.05, "**"), (0.1, "*"))
_SCREEN = 80
"""Columns of a terminal."""


def fit_text(fit: Fit, *, path: Along | None = None, effects: Sequence[Effect] = ()) -> str:
    """A fit as a table of coefficients by equation, with what must be known to judge it.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... link: logit
    ... steps: [{step: entry, by: firm, options: [out, in]}]
    ... utilities: {firm: {in: constant}}
    ... observed: {counts: {out: a, in: b}}
    ... ''')
    >>> fit = summitry.fit(model, summitry.Table.of({"a": [25], "b": [75]}))
    >>> print(summitry.fit_text(fit).splitlines()[0])
    Does the firm enter?
    """
    lines = [fit.model.title, _what(fit), ""]
    width = max((len(c.term) for c in fit.coefficients), default=0)
    width = max(width, 12) + 4
    level = f"{100 * fit.level:g} % interval"
    lines.append(f"{'':{width}}{'estimate':>10}{'std. error':>12}{'z':>8}{'p':>9}   {level}")
    for title, group in _groups(fit):
        lines.append(title)
        for c in group:
            numbers = f"{_number(c.estimate):>10}{_number(c.se):>12}{_z(c.z):>8}{_p(c.p):>9}"
            lines.append(f"  {c.term:{width - 2}}{numbers}   {_number(c.low)} to {_number(c.high)}")
    lines += ["", *_fixed(fit), *_judging(fit)]
    if effects:
        lines += ["", *_effect_lines(fit, effects)]
    if path is not None:
        lines += ["", *_path_lines(fit, path)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def fit_latex(fit: Fit) -> str:
    r"""A fit as a LaTeX table (booktabs): estimates by equation, standard errors in parentheses.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... steps: [{step: entry, by: firm, options: [out, in]}]
    ... utilities: {firm: {in: constant}}
    ... observed: {counts: {out: a, in: b}}
    ... ''')
    >>> fit = summitry.fit(model, summitry.Table.of({"a": [25], "b": [75]}))
    >>> print(summitry.fit_latex(fit).splitlines()[0])
    % \usepackage{booktabs}
    """
    lines = [
        r"% \usepackage{booktabs}",
        r"\begin{table}", r"\centering", rf"\caption{{{tex(fit.model.title)}}}", r"\begin{tabular}{lrr}", r"\toprule",
        r" & Estimate & Std.\ error \\",
    ]  # fmt: skip
    for title, group in _groups(fit):
        lines += [r"\midrule", rf"\multicolumn{{3}}{{l}}{{\emph{{{tex(title)}}}}} \\"]
        for c in group:
            mark = next((stars for p, stars in _STARS if c.p < p), "")
            raised = f"$^{{{mark}}}$" if mark else ""
            lines.append(rf"\quad {tex(c.term)} & ${_number(c.estimate)}${raised} & $({_number(c.se)})$ \\")
    lines += [r"\midrule", rf"Log-likelihood & ${fit.log_likelihood:.3f}$ & \\"]
    if fit.null_log_likelihood is not None:
        lines.append(rf"Null log-likelihood & ${fit.null_log_likelihood:.3f}$ & \\")
    lines += [
        rf"AIC & ${fit.aic:.2f}$ & \\", rf"BIC & ${fit.bic:.2f}$ & \\", rf"Observations & {fit.observations:.0f} & \\",
        r"\bottomrule", r"\end{tabular}",
        rf"\par\smallskip\footnotesize {tex(_what(fit))} Standard errors: {tex(_errors(fit))}. "
        r"$^{*}p<0.1$, $^{**}p<0.05$, $^{***}p<0.01$.",
        r"\end{table}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def fit_json(fit: Fit, *, path: Along | None = None, effects: Sequence[Effect] = ()) -> dict[str, Any]:
    """A fit as one object; numbers that do not exist are null.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... steps: [{step: entry, by: firm, options: [out, in]}]
    ... utilities: {firm: {in: constant}}
    ... observed: {counts: {out: a, in: b}}
    ... ''')
    >>> found = summitry.fit_json(summitry.fit(model, summitry.Table.of({"a": [25], "b": [75]})))
    >>> round(found["log_likelihood"], 3), found["parameters"], found["observations"]
    (-56.234, 1, 100.0)
    """
    m = fit.model
    names = fit.model.coefficients
    matrix = None
    if fit.covariance is not None:
        units = fit.sample.units
        matrix = (fit.covariance / units[:, None] / units[None, :]).tolist()
    out: dict[str, Any] = {
        "kind": "model", "title": m.title, "game": m.game, "errors": m.errors, "link": m.link, "method": fit.method,
        "status": "converged" if fit.converged else "not converged", "log_likelihood": finite(fit.log_likelihood),
        "null_log_likelihood": fit.null_log_likelihood, "parameters": len(names), "observations": fit.observations,
        "rows": fit.table.rows, "rows_left_out": fit.dropped, "aic": finite(fit.aic), "bic": finite(fit.bic),
        "se": fit.se, "clusters": fit.clusters or None, "level": fit.level,
        "coefficients": [
            {"name": c.name, "party": c.party, "outcome": c.outcome, "term": c.term, "estimate": c.estimate,
             "se": finite(c.se), "z": finite(c.z), "p": finite(c.p), "low": finite(c.low), "high": finite(c.high)}
            for c in fit.coefficients
        ],
        "covariance": matrix,
        "starts": {"asked": len(fit.starts), "converged": sum(s.converged for s in fit.starts), "at_best": fit.at_best,
                   "seed": fit.seed, "log_likelihoods": [finite(s.log_likelihood) for s in fit.starts]},
        "equilibria": None,
        "notes": list(fit.notes),
    }  # fmt: skip
    if fit.several is not None:
        out["equilibria"] = {"selection": _selection(fit), "rows_with_several": int((fit.several > 1).sum()),
                             "most": int(fit.several.max())}  # fmt: skip
    if effects:
        out["marginal_effects"] = [
            {"column": e.column, "change": e.change, "of": e.of, "estimate": finite(e.estimate), "se": finite(e.se),
             "low": finite(e.low), "high": finite(e.high)} for e in effects
        ]  # fmt: skip
    if path is not None:
        out["along"] = {
            "column": path.column, "values": list(path.values), "level": fit.level,
            "share_of_rows_with_several_equilibria": list(path.several) if fit.x is not None else None,
            "probabilities": {
                name: {"mean": [row[k] for row in path.mean], "low": [finite(row[k]) for row in path.low],
                       "high": [finite(row[k]) for row in path.high]}
                for k, name in enumerate(path.names)
            },
        }  # fmt: skip
    return out


# ---------------------------------------------------------------- words


def _what(fit: Fit) -> str:
    m = fit.model
    errors = {"agent": "errors of agents", "private": "private information"}[m.errors]
    link = {"probit": "normal", "logit": "logistic"}[m.link]
    game = {"steps": "game of steps", "crisis": "crisis signalling game", "ultimatum": "ultimatum game"}[m.game]
    method = fit.method[0].upper() + fit.method[1:]
    return f"{method}; {game}, {errors}, {link}."


def _groups(fit: Fit) -> Iterator[tuple[str, list[Coefficient]]]:
    for equation in fit.model.equations:
        group = [c for c in fit.coefficients if c.party == equation.party and c.outcome == equation.outcome]
        if group:
            yield _title(fit, equation.party, equation.outcome), group


def _title(fit: Fit, party: str, outcome: str) -> str:
    if outcome == SCALE:
        return f"log of the scale of {party}'s errors" if party else "log of the scale of errors"
    if outcome == NO_DEAL and fit.model.game == "ultimatum":
        return f"{party}: reservation value"
    return f"{party}: {outcome}"


def _fixed(fit: Fit) -> list[str]:
    said = []
    for e in fit.model.equations:
        if e.fixed is not None:
            value = f"fixed at {e.fixed.text}" if not e.terms else f"{e.fixed.text} added without a coefficient"
            if e.outcome == SCALE and e.fixed.text.startswith("log("):
                said.append(f"scale of {e.party or 'all'}'s errors fixed at {e.fixed.text[4:-1]}")
            else:
                said.append(f"{_title(fit, e.party, e.outcome)}: {value}")
    return said


def _errors(fit: Fit) -> str:
    if fit.se.startswith("cluster:"):
        return f"clustered by {fit.se.partition(':')[2]} ({fit.clusters} clusters)"
    return _SE[fit.se]


def _selection(fit: Fit) -> str:
    if fit.method.startswith("nested"):
        return "the equilibrium that nested pseudo-likelihood settled at"
    return "in each row the equilibrium that makes its outcomes most likely"


def _judging(fit: Fit) -> Iterator[str]:
    yield f"log-likelihood   {fit.log_likelihood:.4f}"
    if fit.null_log_likelihood is not None:
        yield f"  of the shares  {fit.null_log_likelihood:.4f} (no model: each outcome as often as over all rows)"
    yield f"AIC, BIC         {fit.aic:.2f}, {fit.bic:.2f} ({len(fit.beta)} coefficients)"
    left = f"; {fit.dropped:,} rows with missing values left out" if fit.dropped else ""
    yield f"observations     {fit.observations:,.0f} in {fit.table.rows:,} rows{left}"
    yield f"standard errors  {_errors(fit)}"
    done = sum(s.converged for s in fit.starts)
    yield f"starts           {done} of {len(fit.starts)} converged, {fit.at_best} of them here (seed {fit.seed})"
    if fit.several is not None:
        count = int((fit.several > 1).sum())
        rows = f"{count:,} of {fit.table.rows:,} rows have more than one at the estimates" if count else (
            "every row has one at the estimates"
        )  # fmt: skip
        yield f"equilibria       {rows}; taken is {_selection(fit)}"
    for note in fit.notes:
        yield f"note             {note}"


def _effect_lines(fit: Fit, effects: Sequence[Effect]) -> Iterator[str]:
    yield "average marginal effects, other columns as observed"
    width = max(len(f"{e.column}, {e.change}") for e in effects) + 2
    deep = max(len(e.of) for e in effects) + 2
    level = f"{100 * fit.level:g} % interval"
    yield f"  {'':{width}}{'on':{deep}}{'effect':>10}{'std. error':>12}   {level}"
    last = ""
    for e in effects:
        name = f"{e.column}, {e.change}"
        numbers = f"{_number(e.estimate):>10}{_number(e.se):>12}   {_number(e.low)} to {_number(e.high)}"
        yield f"  {name if name != last else '':{width}}{e.of:{deep}}{numbers}"
        last = name


def _path_lines(fit: Fit, path: Along) -> Iterator[str]:
    yield f"predicted along {path.column}, other columns as observed (mean, {100 * fit.level:g} % band)"
    bands = [
        [f"{m:.3f} ({low:.3f} to {high:.3f})" for m, low, high in zip(*at, strict=True)]
        for at in zip(path.mean, path.low, path.high, strict=True)
    ]
    widths = [max(len(name), *(len(row[k]) for row in bands)) + 2 for k, name in enumerate(path.names)]
    # as many columns side by side as a screen is wide, then the others below
    first = 0
    while first < len(widths):
        last = first + 1
        while last < len(widths) and 14 + sum(widths[first : last + 1]) <= _SCREEN - 3:
            last += 1
        if first:
            yield ""
        head = "".join(f"{path.names[k]:>{widths[k]}}" for k in range(first, last))
        yield f"  {path.column[:12]:>12}{head}"
        for value, row, several in zip(path.values, bands, path.several, strict=True):
            cells = "".join(f"{row[k]:>{widths[k]}}" for k in range(first, last))
            yield f"  {_cell(value):>12}{cells}{'  *' if several > 0 else ''}"
        first = last
    if any(path.several):
        yield "  * some rows have several equilibria there; taken is the one nearest to that of the fit"


def _cell(value: float | str) -> str:
    return value[:12] if isinstance(value, str) else f"{value:.4g}"


def _number(x: float) -> str:
    if not math.isfinite(x):
        return "-"
    if x == 0 or 1e-3 <= abs(x) < 1e5:
        return f"{x:.4f}" if abs(x) < 1000 else f"{x:.1f}"
    return f"{x:.2e}"


def _z(x: float) -> str:
    return f"{x:.2f}" if math.isfinite(x) else "-"


def _p(x: float) -> str:
    return "-" if not math.isfinite(x) else f"{x:.4f}" if x >= 1e-4 else "<0.0001"


_SPECIAL = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\~{}",
            "^": r"\^{}", "\\": r"\textbackslash{}", "<": r"$<$", ">": r"$>$"}  # fmt: skip


def tex(text: str) -> str:
    """A text with LaTeX's own characters escaped."""
    return "".join(_SPECIAL.get(c, c) for c in text)
