"""A model as it was written becomes a `FitModel`, or every trouble with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from summitry.fit.model import CRISIS_OUTCOMES, NO_DEAL, SCALE, Decision, Equation, FitModel, Observed
from summitry.fit.terms import Term, TermError, read_expression, read_terms
from summitry.scenario.node import Node
from summitry.scenario.troubles import Report, TooMany, Trouble, did_you_mean, listed

KEYS = ("fit title question citation game parties steps outcomes errors link scale offers method utilities observed"
        ).split()  # fmt: skip
GAMES = ("steps", "crisis", "ultimatum")
METHODS = ("npl", "ml")
MOST_OUTCOMES = 64
ESTIMATED = "estimated"
_NUMBER = re.compile(r"\s*[-+−]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*")
_AND = re.compile(r"\s+and\s+")
_IS = re.compile(r"(.+?)\s+is\s+(not\s+)?(.+)")


@dataclass
class _Step:
    name: str
    party: str
    options: tuple[str, ...]
    when: Node | None
    node: Node


@dataclass
class _Reading:
    top: Node
    steps: list[_Step] = field(default_factory=list)


def resolve(value: Mapping[str, Any]) -> tuple[FitModel | None, list[Trouble]]:
    """The model in a mapping of keys, or None and what is wrong with it."""
    report = Report()
    model: FitModel | None = None
    with suppress(TooMany):
        model = _model(Node(value, (), report))
    return (None if report.troubles else model), report.troubles


def _model(top: Node) -> FitModel | None:
    _known(top, KEYS, "a key of a model")
    version = top.get("fit")
    if version is None:
        top.trouble("no key `fit`", "`fit: 1`, the version of this format")
    elif version.clean != "1":
        version.trouble(f"version {version.clean!r}", "1")
    if top.get("title") is None:
        top.trouble("no title", "`title: …`")
    game = _one_of(top, "game", GAMES, "steps")
    errors = _one_of(top, "errors", ("agent", "private"), "agent" if game == "steps" else "private")
    link = _one_of(top, "link", ("probit", "logit"), "logit" if game == "ultimatum" else "probit")
    method = _one_of(top, "method", METHODS, "")
    _game_has(top, game, errors, link)
    tree: Decision | None = None
    offers = (0.0, 1.0)
    if game == "steps":
        steps = _steps(top)
        parties = tuple(dict.fromkeys(step.party for step in steps))
        outcomes, tree = _tree(top, steps) if steps else ((), None)
        if tree is not None and outcomes:
            _errors_fit(top, tree, errors, link)
    elif game == "crisis":
        parties, outcomes = _roles(top, ("challenger", "target")), CRISIS_OUTCOMES
    else:
        parties, outcomes = _roles(top, ("proposer", "responder")), (NO_DEAL,)
        offers = _offers(top)
    equations = [*_utilities(top, game, parties, outcomes, tree), *_scales(top, game, parties)]
    observed = _observed(top, game, outcomes, tree)
    if not any(e.terms for e in equations) and not top.report.troubles:
        top.trouble("nothing to be estimated", "a utility with terms, such as `constant + x`, or `scale: estimated`")
    if game == "steps" and tree is None:
        return None
    return FitModel(
        top.word("title"), game, parties, outcomes, tuple(equations), observed, errors, link, tree, offers, method,
        top.word("question"), top.word("citation"),
    )  # fmt: skip


def _known(node: Node, keys: Sequence[str], what: str) -> None:
    for key, below in node.items():
        if key not in keys:
            below.trouble(f"unknown key {key!r}", f"{what}: {listed(keys, 20)}", did_you_mean(key, keys), key=True)


def _one_of(top: Node, key: str, words: Sequence[str], default: str) -> str:
    node = top.get(key)
    if node is None:
        return default
    if node.clean not in words:
        node.trouble(repr(node.clean) if node.is_text else "no word", f"one of {', '.join(words)}",
                     did_you_mean(node.clean, words))  # fmt: skip
        return default
    return node.clean


def _game_has(top: Node, game: str, errors: str, link: str) -> None:
    """Keys that a game does not have."""
    alien = {"steps": ("offers", "parties", "method"), "crisis": ("steps", "outcomes", "offers", "scale"),
             "ultimatum": ("steps", "outcomes", "method")}  # fmt: skip
    for key in alien[game]:
        if (node := top.get(key)) is not None:
            node.trouble(f"`{key}` with the game {game!r}", f"a key that it has, not `{key}`", key=True)
    given = top.get("errors") or top.get("link")
    if game == "crisis" and (errors, link) != ("private", "probit") and given:
        given.trouble(f"{errors} errors, {link}", "private information with normal errors, as the crisis game has it")
    if game == "ultimatum" and (errors, link) != ("private", "logit") and given:
        given.trouble(f"{errors} errors, {link}", "private information with logistic errors, as this game has it")


# ---------------------------------------------------------------- who chooses what


def _steps(top: Node) -> list[_Step]:
    node = top.get("steps")
    if node is None or not node.is_list:
        (node or top).trouble("no list of steps", "`steps:`, each with step, by, options", key=node is not None)
        return []
    out: list[_Step] = []
    for item in node.each_item():
        if not item.is_map:
            item.trouble("a step that is no mapping", "step, by, options")
            continue
        _known(item, ("step", "by", "options", "when", "means", "note"), "a key of a step")
        options = item.get("options")
        named = tuple(o.clean for o in options.each_item()) if options is not None else ()
        for key in ("step", "by"):
            if not item.word(key):
                item.trouble(f"a step without `{key}`", f"`{key}: NAME`")
        if len(named) < 2 or len(set(named)) < len(named) or not all(named):
            (options or item).trouble("options that are no choice", "two or more different options")
        name = item.word("step")
        if name in [step.name for step in out]:
            item.at("step").trouble(f"the step {name!r} twice", "names that differ")
        out.append(_Step(name, item.word("by"), named, item.get("when"), item))
    return [] if top.report.troubles else out


@dataclass(frozen=True)
class _Test:
    step: str
    option: str
    negated: bool

    def holds(self, path: Mapping[str, str]) -> bool:
        return self.step in path and (path[self.step] == self.option) != self.negated


def _condition(node: Node, steps: Sequence[_Step]) -> list[_Test]:
    """`STEP is OPTION and STEP is not OPTION`; a test on a step that did not happen is false."""
    by_name = {step.name: step for step in steps}
    out = []
    for words in _AND.split(node.clean):
        match = _IS.fullmatch(words)
        if match is None:
            node.trouble(repr(words), "STEP is OPTION, joined by `and`", offset=max(node.clean.find(words), 0))
            continue
        name, negated, option = match[1], bool(match[2]), match[3]
        if name in by_name and negated and f"not {option}" in by_name[name].options:
            negated, option = False, f"not {option}"
        if name not in by_name:
            node.trouble(f"unknown step {name!r}", f"a step: {listed(by_name)}", did_you_mean(name, by_name))
        elif option not in by_name[name].options:
            known = by_name[name].options
            node.trouble(
                f"unknown option {option!r} of {name!r}", f"one of {listed(known)}", did_you_mean(option, known)
            )
        out.append(_Test(name, option, negated))
    return out


def _tree(top: Node, steps: Sequence[_Step]) -> tuple[tuple[str, ...], Decision | None]:
    """Outcomes and the tree that the steps unfold to."""
    tests = [_condition(step.when, steps[:k]) if step.when else [] for k, step in enumerate(steps)]
    written = top.get("outcomes")
    named: list[tuple[str, list[_Test] | None]] = []
    if written is not None and written.is_map:
        for name, node in written.items():
            otherwise = node.clean == "otherwise"
            named.append((name, None if otherwise else _condition(node, steps)))
    elif written is not None:
        written.trouble("outcomes that are no mapping", "NAME: STEP is OPTION")
    if top.report.troubles:
        return (), None
    paths: list[dict[str, str]] = []
    met: list[int] = []

    def unfold(k: int, path: dict[str, str]) -> Decision | int:
        while k < len(steps) and not all(test.holds(path) for test in tests[k]):
            k += 1
        if k == len(steps):
            paths.append(path)
            if not named:
                met.append(len(paths) - 1)
            else:
                met.append(
                    next((i for i, (_, c) in enumerate(named) if c is None or all(t.holds(path) for t in c)), -1)
                )
            if len(paths) > MOST_OUTCOMES:
                raise TooMany
            return met[-1]
        step = steps[k]
        after = tuple(unfold(k + 1, {**path, step.name: option}) for option in step.options)
        return Decision(step.name, step.party, step.options, after)

    try:
        root = unfold(0, {})
    except TooMany:
        top.at("steps").trouble(f"more than {MOST_OUTCOMES} ways to end", f"at most {MOST_OUTCOMES}", key=True)
        return (), None
    for path, index in zip(paths, met, strict=True):
        if index < 0:
            said = " and ".join(f"{step} is {option}" for step, option in path.items())
            top.at("outcomes").trouble(f"no outcome for {said}", "outcomes for every way to end", key=True)
    for i, (name, _) in enumerate(named):
        if i not in met:
            top.at("outcomes").at(name).trouble(f"the outcome {name!r} never comes about", "a condition that can hold")
    if top.report.troubles or isinstance(root, int):
        return (), None
    if named:
        return tuple(name for name, _ in named), root
    last = [list(path.values())[-1] for path in paths]
    plain = len(set(last)) == len(last)
    return tuple(last if plain else [", ".join(path.values()) for path in paths]), root


def _errors_fit(top: Node, tree: Decision, errors: str, link: str) -> None:
    """What kinds of errors a tree can have."""
    wide = next((d for d in tree.decisions() if len(d.options) > 2), None)
    given = top.get("errors") or top.get("link") or top.at("steps")
    if errors == "private" and link == "logit":
        given.trouble(
            "private information with logit", "`link: probit`, since sums of logistic errors are not logistic"
        )
    if wide is not None and link == "probit":
        given.trouble(f"{len(wide.options)} options at {wide.step!r} with probit", "`errors: agent` and `link: logit`")

    def twice(decision: Decision, moved: frozenset[str]) -> str:
        if decision.party in moved:
            return decision.party
        below = (d for d in decision.after if isinstance(d, Decision))
        return next((found for d in below if (found := twice(d, moved | {decision.party}))), "")

    if errors == "private" and (party := twice(tree, frozenset())):
        given.trouble(
            f"private information of {party!r}, who moves twice on one path",
            "a party that moves once, since its first move would tell of its information",
            "`errors: agent`, or `game: crisis` for a challenger who may back down",
        )


def _roles(top: Node, roles: tuple[str, str]) -> tuple[str, str]:
    node = top.get("parties")
    if node is None:
        return roles
    _known(node, roles, "a role")
    found = tuple(node.word(role, role) for role in roles)
    if found[0] == found[1]:
        node.trouble(f"both parties called {found[0]!r}", "two names")
    return found[0], found[1]


def _offers(top: Node) -> tuple[float, float]:
    node = top.get("offers")
    parts = re.split(r"\s+to\s+", node.clean) if node is not None else []
    try:
        low, high = map(float, parts)
        if low < high:
            return low, high
    except ValueError:
        pass
    (node or top).trouble("offers without two ends", "`offers: LOWEST to HIGHEST`, such as 0 to 100")
    return 0.0, 1.0


# ---------------------------------------------------------------- what they are worth


def _utilities(
    top: Node, game: str, parties: Sequence[str], outcomes: Sequence[str], tree: Decision | None
) -> Iterator[Equation]:
    node = top.get("utilities")
    if node is None:
        return
    if not node.is_map:
        node.trouble("utilities that are no mapping", "PARTY: {OUTCOME: constant + column}")
        return
    for party, below in node.items():
        if party not in parties:
            below.trouble(
                f"unknown party {party!r}", f"one of {listed(parties)}", did_you_mean(party, parties), key=True
            )
            continue
        possible = outcomes
        if game == "steps" and tree is not None:
            mine = set[int]().union(*(d.outcomes() for d in tree.decisions() if d.party == party))
            possible = [name for k, name in enumerate(outcomes) if k in mine]
        elif game == "crisis" and party == parties[1]:
            possible = outcomes[1:]
        for outcome, entry in below.items():
            if outcome not in possible:
                found = f"unknown outcome {outcome!r}"
                if outcome in outcomes:
                    found = f"what {outcome!r} is worth to {party!r}, who has no choice before it"
                entry.trouble(found, f"one of {listed(map(repr, possible))}", did_you_mean(outcome, possible), key=True)
                continue
            equation = _equation(entry, party, outcome)
            if equation is not None:
                yield equation


def _equation(node: Node, party: str, outcome: str) -> Equation | None:
    if node.is_map:
        _known(node, ("terms", "fixed", "because", "note"), "a key of a utility")
        terms = node.get("terms")
        fixed = node.get("fixed")
        return Equation(party, outcome, _terms(terms) if terms else (), _fixed(fixed) if fixed else None, node.path)
    if node.is_text and _NUMBER.fullmatch(node.text):
        return Equation(party, outcome, (), _fixed(node), node.path)
    return Equation(party, outcome, _terms(node), None, node.path)


def _terms(node: Node) -> tuple[Term, ...]:
    """Terms from a text, or from a list with a term each."""
    found: list[Term] = []
    for item in node.each_item():
        if not item.is_text:
            item.trouble("no text", "terms such as `constant + x`")
            continue
        try:
            found += read_terms(item.text)
        except TermError as error:
            item.trouble(error.found, error.expected, error.fix, offset=error.offset)
    seen: set[str] = set()
    for term in found:
        if term.text in seen:
            node.trouble(f"the term {term.text!r} twice", "each term once", offset=term.offset if node.is_text else 0)
        if not term.part.columns() and term.part.kind != "constant":
            node.trouble(
                f"the number {term.text!r} among terms", "`constant`, or a column",
                "a number that is known stands alone, or under `fixed`", offset=term.offset if node.is_text else 0,
            )  # fmt: skip
        seen.add(term.text)
    return tuple(found)


def _fixed(node: Node) -> Term | None:
    try:
        return read_expression(node.text.replace("−", "-").lstrip("+ "))
    except TermError as error:
        node.trouble(error.found, error.expected, error.fix, offset=error.offset)
        return None


def _scales(top: Node, game: str, parties: Sequence[str]) -> Iterator[Equation]:
    """Log scales of errors: of all, or by party."""
    node = top.get("scale")
    if node is not None and node.is_map:
        _known(node, parties, "a party")
        for party in parties:
            entry = node.get(party)
            if entry is not None:
                yield from _scale(entry, party)
            elif game == "ultimatum":
                yield Equation(party, SCALE, read_terms("constant"), None, ("scale",))
    elif node is not None and game == "ultimatum":
        for party in parties:
            yield from _scale(node, party)
    elif node is not None:
        yield from _scale(node, "")
    elif game == "ultimatum":
        for party in parties:
            yield Equation(party, SCALE, read_terms("constant"))


def _scale(node: Node, party: str) -> Iterator[Equation]:
    if node.is_text and _NUMBER.fullmatch(node.text):
        value = float(node.text)
        if value <= 0:
            node.trouble(f"the scale {node.clean}", "a number above 0")
        else:
            yield Equation(party, SCALE, (), read_expression(f"log({value!r})"), node.path)
    elif node.clean == ESTIMATED:
        yield Equation(party, SCALE, read_terms("constant"), None, node.path)
    else:
        yield Equation(party, SCALE, _terms(node), None, node.path)


# ---------------------------------------------------------------- what was seen


def _observed(top: Node, game: str, outcomes: Sequence[str], tree: Decision | None) -> Observed:
    node = top.get("observed")
    if node is None or not node.is_map:
        (node or top).trouble("nothing that was observed", "`observed: {outcome: COLUMN}`, or counts, or choices")
        return Observed()
    if game == "ultimatum":
        _known(node, ("offer", "accepted", "weight"), "a key of what was observed")
        if not node.word("offer"):
            node.trouble("no offers", "`offer: COLUMN`, and `accepted: COLUMN` where it is known")
        return Observed(offer=node.word("offer"), accepted=node.word("accepted"), weight=node.word("weight"))
    keys = ("outcome", "values", "counts", "weight", *(("choices",) if game == "steps" else ()))
    _known(node, keys, "a key of what was observed")
    given = [key for key in ("outcome", "counts", "choices") if node.get(key) is not None]
    if len(given) != 1:
        found = " and ".join(f"`{key}`" for key in given) or "no columns"
        node.trouble(found, "one of outcome, counts, choices")
    values = {}
    if (cells := node.get("values")) is not None:
        _known(cells, outcomes, "an outcome")
        values = {entry.clean: name for name, below in cells.items() for entry in below.each_item()}
    counts = _columns(node.get("counts"), outcomes, "an outcome", every=True)
    steps = [] if tree is None else list(dict.fromkeys(d.step for d in tree.decisions()))
    choices = _columns(node.get("choices"), steps, "a step", every=True)
    return Observed(node.word("outcome"), values, counts, choices, node.word("weight"))


def _columns(node: Node | None, names: Sequence[str], what: str, *, every: bool) -> dict[str, str]:
    if node is None or not names:
        return {}
    if not node.is_map:
        node.trouble("no mapping", f"{what}: COLUMN, of {listed(names)}")
        return {}
    _known(node, names, what)
    found = {name: below.clean for name, below in node.items()}
    if every and (left := [name for name in names if name not in found]):
        node.trouble(f"no column for {listed(left)}", f"a column for each of {listed(names)}", key=True)
    return found
