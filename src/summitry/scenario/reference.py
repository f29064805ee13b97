"""The class of past cases beside which a case is put: one of the catalog by name, or the file's own count."""

from __future__ import annotations

from summitry.catalog import BaseRate, base_rate, base_rates
from summitry.scenario import model as m
from summitry.scenario.context import Context
from summitry.scenario.node import Node
from summitry.scenario.troubles import did_you_mean, listed

OWN = ("title", "event", "n", "N", "period", "definition", "source", "url", "no_yardstick")
_MOST = 1_000_000


def reference(ctx: Context, top: Node) -> m.Reference | None:
    """What `base_rate` says: a name, `{name, of}`, or a count of the file's own."""
    node = top.get("base_rate")
    if node is None:
        return None
    events = ctx.vocabulary.of_kind("marker") or ctx.vocabulary.of_kind("outcome")
    of = events[0] if events else ""
    if node.is_text:
        rate = _known(node)
        return m.Reference(of, rate) if rate is not None else None
    if not node.is_map:
        node.trouble("a list", "the name of a base rate, or a mapping")
        return None
    event = node.get("of")
    if event is not None:
        entry = ctx.name(event, ("marker", "outcome"), "the name of a marker or an outcome")
        of = entry.name if entry is not None else of
    named = node.get("name")
    own = [key for key in OWN if node.get(key) is not None]
    if named is not None:
        if own:
            node.at(own[0]).trouble(
                f"`{own[0]}` beside `name`", "the name of a base rate, or a count of your own", key=True
            )
        rate = _known(named)
    else:
        rate = _own(ctx, node)
    return m.Reference(of, rate) if rate is not None else None


def _known(node: Node) -> BaseRate | None:
    """The base rate of that name; an unknown one is a trouble with the nearest."""
    if node.clean in base_rates():
        return base_rate(node.clean)
    fix = did_you_mean(node.clean, base_rates()) or "a count of your own is {title, of, n, N, source}"
    node.trouble(f"unknown base rate {node.clean!r}", f"one of {listed(base_rates(), 20)}", fix)
    return None


def _own(ctx: Context, node: Node) -> BaseRate | None:
    """A count that the file gives itself, with its source."""
    missing = [key for key in ("title", "n", "N", "source") if node.get(key) is None]
    if missing:
        node.trouble(
            f"a base rate without {listed(f'`{key}`' for key in missing)}",
            "`name` of one that ships, or `title`, `n`, `N` and `source` of your own",
            key=True,
        )
        return None
    among = ctx.whole(node.get("N"), 1, _MOST, "the number of cases")
    count = ctx.whole(node.get("n"), 0, among or _MOST, "the number of cases in which it came about")
    if among is None or count is None:
        return None
    texts = {key: node.word(key) for key in OWN if key not in ("n", "N")}
    return BaseRate(name="", n=count, N=among, **texts)
