"""How numbers are written: the rounding rules of the report, in one place."""

from __future__ import annotations

import math
from collections.abc import Sequence

from summitry.report.texts import entries, text
from summitry.report.words.phrase import Phrase, fill, plain

FEW, MANY, NARROW = 0.03, 0.97, 0.10


def half_up(value: float, step: int = 1) -> int:
    """The nearest multiple of `step`, halves upwards."""
    return math.floor(value / step + 0.5 + 1e-9) * step


def step_for(low: float, high: float) -> int:
    """5, or 1 if the range is narrower than 10 in 100."""
    return 1 if high - low < NARROW - 1e-12 else 5


def ruled_out(low: float, mean: float, high: float) -> bool:
    """Whether the chance is exactly nought in every input set."""
    return low == mean == high == 0.0


def certain(low: float, mean: float, high: float) -> bool:
    """Whether the chance is one in every input set."""
    return min(low, mean, high) >= 1.0 - 1e-15


def count(mean: float, low: float | None = None, high: float | None = None, step: int | None = None) -> str:
    """`about 45`, `fewer than 3`, `more than 97`: the count in 100 in a sentence."""
    lo, hi = (mean if low is None else low), (mean if high is None else high)
    if math.isnan(mean):
        return "?"
    if mean < FEW:
        return text("count.few")
    if mean > MANY:
        return text("count.many")
    unit = step or (5 if low is None else step_for(lo, hi))
    return str(fill("count.about", n=half_up(100 * mean, unit) or half_up(100 * mean)))


def bare(mean: float, low: float | None = None, high: float | None = None) -> str:
    """As `count` without `about`: for places that already say it."""
    return count(mean, low, high).removeprefix(text("count.about").replace("{n}", ""))


def cell(value: float, exact: bool = True) -> str:
    """The count in a table or chart: to 1, `under 3`, `over 97`; 0 and 100 only when they are exact."""
    if math.isnan(value):
        return "–"
    if exact and value == 0.0:
        return "0"
    if exact and value >= 1.0 - 1e-15:
        return "100"
    if value < FEW:
        return text("count.few_cell")
    if value > MANY:
        return text("count.many_cell")
    return str(half_up(100 * value))


def end(value: float, step: int) -> str:
    """One end of a range."""
    if value < FEW:
        return text("count.few_cell")
    if value > MANY:
        return text("count.many_cell")
    return str(half_up(100 * value, step) or half_up(100 * value))


def ends(low: float, high: float) -> tuple[str, str]:
    """Both ends of a range, rounded alike."""
    step = step_for(low, high)
    return end(low, step), end(high, step)


def span(low: float, high: float) -> Phrase:
    """`range 25 to 70`; one number when both ends are written alike."""
    a, b = ends(low, high)
    if a == b:
        a, b = end(low, 1), end(high, 1)
    return fill("count.range_same", n=a) if a == b else fill("count.range", low=a, high=b)


def together(means: Sequence[float], step: int = 5) -> list[int]:
    """Chances rounded to multiples of `step` so that they sum to 100 (largest remainder)."""
    total = sum(means)
    if not means or total <= 0 or math.isnan(total):
        return [0 for _ in means]
    parts = [100 * m / total / step for m in means]
    whole = [math.floor(p + 1e-9) for p in parts]
    missing = round(100 / step) - sum(whole)
    order = sorted(range(len(parts)), key=lambda i: (whole[i] - parts[i], i))
    for i in order[:missing]:
        whole[i] += 1
    if step > 1 and any(w == 0 and m >= FEW for w, m in zip(whole, means, strict=True)):
        return together(means, 1)
    return [w * step for w in whole]


def counts_together(means: Sequence[float], ranges: Sequence[tuple[float, float]]) -> list[str]:
    """Counts in a sentence that sum to 100: `about 15`, `fewer than 3`."""
    step = 1 if all(step_for(lo, hi) == 1 for lo, hi in ranges) else 5
    rounded = together(means, step)
    if any(not 100 * lo <= n <= 100 * hi for n, (lo, hi) in zip(rounded, ranges, strict=True)):
        # a count outside its own range would be read as a mistake
        rounded = together(means, 1)
    out = []
    for value, mean in zip(rounded, means, strict=True):
        if mean < FEW:
            out.append(text("count.few"))
        elif mean > MANY:
            out.append(text("count.many"))
        else:
            out.append(str(fill("count.about", n=value)))
    return out


def word(mean: float, low: float, high: float) -> Phrase:
    """`It is unlikely (20–45).`, or nothing where the range spans three words or more."""
    scale = entries("icd.scale")

    def index(value: float) -> int:
        hits = [i for i, (_, a, b) in enumerate(scale) if a <= 100 * value < b]
        return hits[0] if hits else (-1 if value < 0.5 else len(scale))

    if math.isnan(mean) or not 0.01 <= mean <= 0.99 or index(high) - index(low) >= 2:
        return Phrase()
    name, a, b = scale[min(max(index(mean), 0), len(scale) - 1)]
    key = "icd.no_chance" if index(mean) == 0 else "icd.it_is"
    return fill(key, word=name, low=a, high=b)


def fraction(amount: float, whose: Phrase | str | None = None) -> Phrase:
    """A payoff in words: `about a twentieth of its stake`."""
    size = abs(amount)
    of = whose if whose is not None else text("fraction.its")
    if math.isnan(size):
        return plain("?")
    if size < 0.0075:
        return fill("fraction.less", whose=of)
    if size > 4:
        return fill("fraction.more", whose=of)
    share = min(entries("fraction.words"), key=lambda entry: abs(math.log(entry[0] / size)))[1]
    return fill("fraction.about", share=share, whose=of)


def tiny(amount: float) -> str:
    """The smallest named fraction that is above `amount`: `a millionth`."""
    names = [(bound, name) for bound, name in entries("fraction.tiny") if amount < bound]
    return str(min(names)[1]) if names else str(fill("count.about", n=f"{100 * amount:.0f} %"))


def number_word(n: int) -> str:
    """`two` up to twelve, then digits."""
    words = entries("numbers.words")
    return str(words[n]) if 0 <= n < len(words) else str(n)


def signed(value: float) -> str:
    """A payoff in a table: `+0.12`, `−0.05`."""
    return "–" if math.isnan(value) else f"{value:+.2f}".replace("-", "−")


def plain_number(value: float) -> str:
    """A number as a reader would write it: two significant digits, whole from 10."""
    return (f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.2g}").replace("-", "−")
