"""The precision fitted to play: in words, as LaTeX, and as JSON."""

from __future__ import annotations

import math
from typing import Any

from summitry.fit.precision import PrecisionFit
from summitry.report.finite import finite
from summitry.report.fits import tex


def precision_text(fit: PrecisionFit) -> str:
    """λ with its interval, what it is judged by, and observed shares beside the model's.

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> counts = summitry.Table.of({"player": [1, 1], "infoset": [1, 1], "action": ["a", "b"], "count": [75, 25]})
    >>> print(summitry.precision_text(summitry.fit_precision(game, summitry.play_of(game, counts))).splitlines()[1])
    λ = 1.09861 (90 % interval 0.729578 to 1.49178)
    """
    level = f"{100 * fit.level:g} % interval"
    lines = [
        fit.title or "(a game without a title)",
        f"λ = {_number(fit.precision)} ({level} {_number(fit.low)} to {_number(fit.high)})",
        "",
        f"log-likelihood   {fit.log_likelihood:.6f}",
        f"  at λ = 0       {fit.at_zero:.6f} (every option as likely as any other)",
        f"  of the shares  {fit.of_shares:.6f} (no λ can pass this)",
        f"AIC, BIC         {fit.aic:.2f}, {fit.bic:.2f}",
        f"observations     {fit.observations:,.6g} choices",
        f"searched         the principal branch from λ = 0 to {fit.searched:.6g}, one λ for all parties",
    ]
    if fit.unanswered:
        lines.append(f"without answer   {len(fit.unanswered)} λ on the way: {fit.unanswered[0][1]}")
    lines += [f"note             {note}" for note in fit.notes]
    width = max(len(o) for c in fit.choices for o in c.options) + 4
    lines += ["", f"{'choices':{width + 2}}{'seen':>10}{'share':>9}{'model':>9}"]
    for c in fit.choices:
        lines.append(c.name)
        total = sum(c.counts)
        for option, count, p in zip(c.options, c.counts, c.probabilities, strict=True):
            share = f"{count / total:9.3f}" if total else f"{'-':>9}"
            lines.append(f"  {option:{width}}{count:>10,.6g}{share}{p:9.3f}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def precision_latex(fit: PrecisionFit) -> str:
    """λ as a LaTeX table (booktabs).

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> counts = summitry.Table.of({"player": [1, 1], "infoset": [1, 1], "action": ["a", "b"], "count": [75, 25]})
    >>> found = summitry.precision_latex(summitry.fit_precision(game, summitry.play_of(game, counts)))
    >>> "1.09861" in found
    True
    """
    high = r"\infty" if math.isinf(fit.high) else _number(fit.high)
    best = r"\infty" if math.isinf(fit.precision) else _number(fit.precision)
    lines = [
        r"% \usepackage{booktabs}", r"\begin{table}", r"\centering", rf"\caption{{{tex(fit.title)}}}",
        r"\begin{tabular}{lr}", r"\toprule", rf"$\lambda$ & ${best}$ \\",
        rf"{100 * fit.level:g}\,\% interval & $[{_number(fit.low)}, {high}]$ \\", r"\midrule",
        rf"Log-likelihood & ${fit.log_likelihood:.3f}$ \\", rf"\quad at $\lambda=0$ & ${fit.at_zero:.3f}$ \\",
        rf"\quad of the shares & ${fit.of_shares:.3f}$ \\", rf"AIC & ${fit.aic:.2f}$ \\", rf"BIC & ${fit.bic:.2f}$ \\",
        rf"Choices & {fit.observations:.6g} \\", r"\bottomrule", r"\end{tabular}", r"\end{table}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def precision_json(fit: PrecisionFit) -> dict[str, Any]:
    """λ as one object; an end of the interval that does not exist is null, as is λ where sharper is better without end.

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> counts = summitry.Table.of({"player": [1, 1], "infoset": [1, 1], "action": ["a", "b"], "count": [75, 25]})
    >>> found = summitry.precision_json(summitry.fit_precision(game, summitry.play_of(game, counts)))
    >>> round(found["lambda"], 4), found["observations"]
    (1.0986, 100.0)
    """
    return {
        "kind": "precision", "title": fit.title, "lambda": finite(fit.precision), "low": fit.low,
        "high": finite(fit.high), "level": fit.level, "log_likelihood": fit.log_likelihood,
        "log_likelihood_at_zero": fit.at_zero, "log_likelihood_of_shares": fit.of_shares, "parameters": 1,
        "observations": fit.observations, "aic": fit.aic, "bic": fit.bic, "folded": fit.folded,
        "searched": fit.searched,
        "unanswered": [{"lambda": x, "advice": advice} for x, advice in fit.unanswered],
        "notes": list(fit.notes),
        "choices": [
            {"situation": c.name, "options": list(c.options), "counts": list(c.counts),
             "probabilities": list(c.probabilities)} for c in fit.choices
        ],
    }  # fmt: skip


def _number(x: float) -> str:
    return "∞" if math.isinf(x) else f"{x:.6g}"
