"""Malformed scenarios: what the file says, where the problem is found, and words of the message."""

from scenario.example import text, with_steps


def types(inside: str) -> str:
    """A parties part in three lines whose third holds the types of russia."""
    return f"parties:\n  us: {{}}\n  russia: {inside}\n  ukraine: {{}}\n"


def ending(condition: str) -> str:
    """The outcomes part with another condition, at column 20 of line 20."""
    return f"outcomes: {{a deal: {condition}, no deal: otherwise}}\n"


def split(condition: str, marker: str = "deal agreed and share of us in pie is at least 0.5") -> str:
    """A case whose pie is split by a solution: a marker at column 17 of line 22, an outcome at column 20 of line 23."""
    worth = "worth: {us: {pie: {whole: 1}}, russia: {pie: {whole: 1}}}\n"
    whole = text(worth=worth, markers=f"markers: {{good: {marker}}}\n", outcomes=ending(condition))
    return whole.replace("issues:", "issues:\n  pie: {shares among: [us, russia], settle: nash}", 1)


FILES: dict[str, tuple[str | bytes, int, int, tuple[str, ...]]] = {
    # ---------------------------------------------------------- YAML
    "empty": ("", 1, 1, ("empty file", "summitry new")),
    "only comments": ("# nothing\n", 1, 1, ("empty file",)),
    "a list": ("- a\n- b\n", 1, 1, ("a list", "mapping")),
    "a text": ("hello\n", 1, 1, ("a text", "mapping")),
    "anchor": (text(numbers="numbers: {month: &m 0.9, pain: 0.2}\n"), 13, 18, ("anchor &m",)),
    "alias": (text(numbers="numbers: {month: 0.9, pain: *m}\n"), 13, 29, ("alias *m",)),
    "merge key": (text(numbers="numbers: {month: 0.9, <<: {pain: 1}}\n"), 13, 23, ("merge key",)),
    "tag": (text(numbers="numbers: {month: !!float 0.9, pain: 0.2}\n"), 13, 18, ("tag",)),
    "python tag": (text(numbers="numbers: !!python/object:os.system {}\n"), 13, 10, ("tag",)),
    "duplicate key": (text(numbers="numbers: {month: 0.9, pain: 0.2, month: 0.8}\n"), 13, 34, ("'month' twice", "line 13")),
    "two documents": (text() + "---\nsummitry: 1\n", 23, 1, ("second document",)),
    "tab": (text(numbers="numbers:\n\tmonth: 0.9\n"), 14, 1, ("tab", "spaces")),
    "not UTF-8": (b"summitry: 1\ntitle: caf\xe9 x\n", 2, 11, ("0xe9", "UTF-8")),
    "UTF-16": ("summitry: 1\n".encode("utf-16"), 1, 1, ("UTF-16",)),
    "NUL": ("summitry: 1\ntitle: a\0b\n", 2, 9, ("U+0000",)),
    "unclosed bracket": ("summitry: 1\ntitle: [a\n", 3, 1, ("expected",)),
    "colon in a text": ("summitry: 1\ntitle: a: b\n", 2, 9, ("mapping values",)),
    "complex key": ("summitry: 1\n? [a]\n: b\n", 2, 3, ("key that is no text",)),
    "too deep": ("a: " + "[" * 60 + "]" * 60, 1, 44, ("nesting deeper than 40",)),
    # ---------------------------------------------------------- keys
    "no keys": ("a: 1\n", 1, 1, ("unknown key 'a'",)),
    "unknown key": (text(head="summitry: 1\ntitel: A test\n"), 2, 1, ("unknown key 'titel'", "did you mean 'title'")),
    "unknown key of a step": (text(stages=with_steps("- {step: opening, by: russia, options: [a, b], tld to: us}")), 18, 54, ("did you mean 'told to'",)),
    "unknown kind of step": (text(stages=with_steps("- {stp: opening, by: russia}"), markers=""), 18, 9, ("a step with", "did you mean 'step'")),
    "missing by": (text(stages=with_steps("- {step: opening, options: [offers, demands]}")), 18, 9, ("no `by`",)),
    "wrong version": (text(head="summitry: 2\ntitle: A test\n"), 1, 11, ("version",)),
    "wrong shape": (text(stages="stages: table\n"), 14, 9, ("the text 'table'", "a list")),
    "yes or no": (text(stages=with_steps("- {threat: t, by: us, may: perhaps, due when: deal agreed}"), markers=""), 18, 34, ("yes or no",)),
    "comma in a text": (text(more="stated: [{who: a, of: good start, p: 0.5, because: s1, x}]\n"), 23, 56, ("unknown key 'x'", "quotes")),
    "nothing under a key that is needed": (text(head="summitry: #1\ntitle: A test\n"), 1, 1, ("nothing under `summitry`",)),
    "nothing under a key of a step": (text(more="red_lines: [{who: us, never: }]\n"), 23, 23, ("nothing under `never`",)),
    # ---------------------------------------------------------- names
    "clash": (text(numbers="numbers: {month: 0.9, pain: 0.2, us: 1}\n"), 13, 34, ("'us' twice", "a party")),
    "reserved": (text(numbers="numbers: {month: 0.9, pain: 0.2, rest: 1}\n"), 13, 34, ("reserved word 'rest'",)),
    "bad character": (text(numbers="numbers: {month: 0.9, pain: 0.2, a/b: 1}\n"), 13, 34, ("'/'",)),
    "label twice": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, Offers]}")), 18, 55, ("'Offers' twice",)),
    "unknown party": (text(stages=with_steps("- {step: opening, by: rusia, options: [offers, demands]}")), 18, 29, ("unknown name 'rusia'", "did you mean 'russia'")),
    "absent mover": (text(stages=with_steps("- {step: opening, by: ukraine, options: [offers, demands]}", "[us, russia]")), 18, 29, ("does not attend",)),
    "absent accepter": (text(stages=with_steps("- {proposal: deal, by: us, from: all, accepted by: [russia]}", "[us]", deal=False), markers=""), 18, 58, ("does not attend",)),
    "told to a stranger": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands], told to: [chna]}")), 18, 75, ("unknown name 'chna'",)),
    "agenda": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}", stage="agenda: [cesefire]")), 17, 14, ("did you mean 'ceasefire'",)),
    "off the agenda": (
        text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}\n- {proposal: x, by: us, accepted by: russia, from: [{territory: swap}]}", stage="agenda: [ceasefire]")),
        20, 59, ("'territory'", "not on the agenda"),
    ),
    "nothing to propose": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}", stage="agenda: nothing")), 20, 20, ("agenda nothing",)),
    "payoffs of nobody": (text(payoffs="payoffs: {usa: {peace: 1}}\n"), 22, 11, ("unknown name 'usa'", "did you mean 'us'")),
    # ---------------------------------------------------------- numbers
    "turned round": (text(numbers="numbers: {month: 0.9, pain: 0.6 to 0.2}\n"), 13, 29, ("0.6 above 0.2", "`0.2 to 0.6`")),
    "bad law": (text(numbers="numbers: {month: 0.9, pain: 'pert(1, 5, 2)'}\n"), 13, 38, ("most likely value 5",)),
    "law of two": (text(numbers="numbers: {month: 0.9, pain: pert(1, 2)}\n"), 13, 29, ("pert with 2",)),
    "law in arithmetic": (text(numbers="numbers: {month: 0.9, pain: 2 * 0.1 to 0.2}\n"), 13, 37, ("'to'", "stands alone")),
    "unknown number": (text(numbers="numbers: {month: 0.9, pain: 2 * mouth}\n"), 13, 33, ("unknown name 'mouth'", "did you mean 'month'")),
    "a step as number": (text(numbers="numbers: {month: 0.9, pain: 2 * opening}\n"), 13, 33, ("which is a step",)),
    "per cent": (text(numbers="numbers: {month: 0.9, pain: 25%}\n"), 13, 31, ("'%'", "0.25")),
    "division by zero": (text(numbers="numbers: {month: 0.9, pain: 1 / 0}\n"), 13, 29, ("without a result",)),
    "ring": (text(numbers="numbers: {month: 2 * pain, pain: month + 1}\n"), 13, 11, ("month → pain → month",)),
    "ring of itself": (text(numbers="numbers: {month: 0.9, pain: pain + 1}\n"), 13, 23, ("pain → pain",)),
    "unknown type": (text(payoffs="payoffs: {russia: {peace: {serios: 1}}}\n"), 22, 28, ("unknown type 'serios'", "did you mean 'serious'")),
    "type without its party": (text(payoffs="payoffs: {us: {peace: {serious: 1}}}\n"), 22, 24, ("did you mean 'russia serious'",)),
    "types of two parties": (
        text(parties="parties: {us: {types: {x: {}, y: {}}}, ukraine: {}, russia: {types: {serious: {}, stalling: {}}}}\n", payoffs="payoffs: {us: {peace: {russia serious: 1, x: 2}}}\n"),
        16, 43, ("a type of us",),
    ),
    "precision": (text(more="precision: -1\n"), 23, 12, ("precision above 0",)),
    "discount": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}", stage="discount: 1.2")), 17, 15, ("discount of 1.2",)),
    "named discount": (
        text(numbers="numbers: {month: 0.9 to 1.1, pain: 0.2}\n", stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}", stage="discount: month")),
        13, 11, ("used as a discount",),
    ),
    # ---------------------------------------------------------- chances
    "chance of one": (text(parties=types("{types: {serious: {chance: 1}, stalling: {chance: rest}}}")), 5, 38, ("strictly between 0 and 1",)),
    "chance of zero": (text(parties=types("{types: {serious: {chance: 0 to 0.5}, stalling: {}}}")), 5, 38, ("strictly between 0 and 1",)),
    "chances past one": (
        text(parties=types("{types: {serious: {chance: 0.2 to 0.6}, stalling: {chance: 0.2 to 0.5}, other: {}}}")), 5, 12, ("add up to 1.1", "dirichlet"),
    ),
    "chances that miss one": (text(parties=types("{types: {serious: {chance: 0.2}, stalling: {chance: 0.5}}}")), 5, 12, ("sum to 0.7",)),
    "uncertain chances": (text(parties=types("{types: {serious: {chance: 0.2 to 0.3}, stalling: {chance: 0.7}}}")), 5, 12, ("`rest`",)),
    "two rests": (text(parties=types("{types: {serious: {chance: rest}, stalling: {chance: rest}, x: {}}}")), 5, 64, ("second `rest`",)),
    "dirichlet of three": (text(parties=types("{types: {serious: {}, stalling: {}}, chances: 'dirichlet(1, 2, 3)'}")), 5, 58, ("dirichlet with 3",)),
    "odds": (text(stages=with_steps("- {chance: storm, odds: {strikes: 0.4, passes: 0.4}}"), markers=""), 18, 25, ("sum to 0.8",)),
    "prior over nothing": (text(parties="parties: {us: {prior_of: {russia: {a: 0.5}}}, russia: {types: {serious: {}, stalling: {}}}, ukraine: {}}\n"), 3, 27, ("which has none",)),
    "link": (text(more="linked: [{types: [russia serious, ukrain firm], odds: 2}]\n"), 23, 35, ("unknown type 'ukrain firm'",)),
    # ---------------------------------------------------------- conditions
    "unknown step": (text(outcomes=ending("openning is offers")), 21, 20, ("unknown name 'openning'", "did you mean 'opening'")),
    "unknown step inside": (text(outcomes=ending("deal agreed and openning is offers")), 21, 36, ("unknown name 'openning'",)),
    "in quotes": (text(outcomes=ending("'deal agreed and openning is offers'")), 21, 37, ("unknown name 'openning'",)),
    "unknown option": (text(outcomes=ending("opening is offer")), 21, 31, ("unknown option 'offer'", "did you mean 'offers'")),
    "unknown level": (text(outcomes=ending("ceasefire is at least locl")), 21, 42, ("did you mean 'local'",)),
    "no order": (text(outcomes=ending("territory is at least swap")), 21, 33, ("no order",)),
    "misspelt word": (text(outcomes=ending("deal agreeed")), 21, 25, ("unknown word 'agreeed'", "did you mean 'agreed'")),
    "equals": (text(outcomes=ending("opening = offers")), 21, 28, ("'='", "`is`")),
    "parenthesis": (text(outcomes="outcomes: {a deal: (deal agreed}\n"), 21, 32, ("end of the text", "')'")),
    "a party happened": (text(outcomes=ending("us happened")), 21, 20, ("which is a party",)),
    "family alone": (
        text(stages=with_steps("- {for each: [us, russia], steps: [{step: pledge, by: $each, options: [a, b]}]}"), markers="markers: {m: pledge is a}\n"),
        20, 14, ("common name", "pledge of us"),
    ),
    "ring of markers": (text(markers="markers: {m1: m2, m2: not m1}\n"), 20, 11, ("m1 → m2 → m1",)),
    "a later step": (
        text(stages=with_steps("- {step: before, by: us, options: [a, b], when: not opening is offers}\n- {step: opening, by: russia, options: [offers, demands]}")),
        18, 59, ("'opening'", "before"),
    ),
    "a step at once": (
        text(stages=with_steps("- at once: [{step: opening, by: russia, options: [offers, demands]}, {step: b, by: us, options: [x, y], when: opening is offers}]")),
        18, 117, ("cannot have happened",),
    ),
    "end of a threat": (
        text(stages=with_steps("- {threat: t, by: us, due when: deal agreed}\n- {step: opening, by: russia, options: [offers, demands], when: t carried out}")),
        19, 71, ("end of the path",),
    ),
    "early otherwise": (text(outcomes="outcomes: {no deal: otherwise, a deal: deal agreed}\n"), 21, 21, ("last",)),
    "with a step": (text(outcomes=ending("deal agreed with opening is offers")), 21, 32, ("other than issues",)),
    # ---------------------------------------------------------- the rest
    "costs of an option": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands], costs: {offer: 0.1}}")), 18, 73, ("did you mean 'offers'",)),
    "shift of a chance": (
        text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands], shifts: {offers: {parties.russia.types.serious.chance: 2}}}")),
        18, 83, ("shift of a chance",),
    ),
    "shift of nothing": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands], shifts: {offers: {pan: 2}}}")), 18, 83, ("did you mean 'pain'",)),
    "rank twice": (text(worth="worth: {us: {ceasefire: {rank: [general, local, general, none]}}}\n"), 13, 49, ("'general' twice",)),
    "rank without": (text(worth="worth: {us: {ceasefire: {rank: [general, local]}}}\n"), 13, 32, ("without none",)),
    "beyond nothing": (text(worth="worth: {us: {ceasefire: {general: 1}, beyond: 0.5}}\n"), 13, 39, ("`beyond` without `aspires to`",)),
    "aspires below nothing": (text(worth="worth: {us: {ceasefire: {general: 1}, aspires to: -0.2}}\n"), 13, 51, ("-0.2", "above 0")),
    "less than nothing": (text(worth="worth: {us: {ceasefire: {general: 1}, aspires to: 0.2, beyond: -1}}\n"), 13, 64, ("-1", "0 or more")),
    "attitude misspelt": (text(worth="worth: {us: {ceasefire: {general: 1}, risk aversoin: 1}}\n"), 13, 39, ("'risk aversoin'", "did you mean 'risk aversion'")),
    "bottom line": (text(more="red_lines: [{who: us, never: ceasefire is local, bottom line: ceasefire is generl}]\n"), 23, 76, ("did you mean 'general'",)),
    "bottom line of many": (text(more="red_lines: [{who: us, never: ceasefire is local, bottom line: {wen: ceasefire is local}}]\n"), 23, 64, ("did you mean 'when'",)),
    "settle by what": (text(more="", worth="worth: {us: {pie: {whole: 1}}}\n").replace("issues:", "issues:\n  pie: {shares among: [us, russia], settle: nsh}", 1), 11, 45, ("'nsh'", "did you mean 'nash'")),
    "settle for one": (text(worth="worth: {us: {pie: {whole: 1}}}\n").replace("issues:", "issues:\n  pie: {shares among: [us, russia], settle: nash}", 1), 11, 45, ("without a worth to russia",)),
    "settle and steps": (text().replace("issues:", "issues:\n  pie: {shares among: [us, russia], settle: nash, steps: 4}", 1), 11, 51, ("`steps` beside `settle`",)),
    "share in what is not split": (text(outcomes=ending("share of us in ceasefire is at least 0.5")), 21, 35, ("'ceasefire'", "not split in `steps`")),
    "outcome by a share that is split": (split("share of us in pie is at least 0.5"), 23, 35, ("'pie'", "draw to draw", "only markers")),
    "outcome by a marker that differs by draw": (split("deal agreed and good"), 23, 36, ("'good'", "draw to draw", "only other markers")),
    "share of a stranger to the split": (split("otherwise", "share of ukraine in pie is at least 0.5"), 22, 26, ("'ukraine'", "one of us, russia")),
    "share of nobody": (text(outcomes=ending("share of uss in ceasefire is at least 0.5")), 21, 29, ("'uss'", "did you mean 'us'")),
    "share without a number": (text(outcomes=ending("share of us in ceasefire is at least local")), 21, 57, ("'local'", "a number")),
    "worth of worth": (text(worth="worth: {us: {ceasefire: {general: worth of russia}}}\n"), 13, 9, ("worth of us", "payoffs")),
    "too many rounds": (text(stages=with_steps("- {rounds: 51, steps: [{step: opening, by: russia, options: [offers, demands]}]}")), 18, 18, ("from 1 to 50",)),
    "one option": (text(stages=with_steps("- {step: opening, by: russia, options: [offers]}")), 18, 46, ("fewer than two",)),
    "shortlist": (text(stages=with_steps("- {step: opening, by: russia, options: [offers, demands]}\n- {proposal: x, by: us, accepted by: russia, from: {shotlist: 4}}")), 19, 59, ("did you mean 'shortlist'",)),
    "rule": (text(more="coalitions: {council: {members: [us, russia], rule: majorty}}\n"), 23, 53, ("did you mean 'majority'",)),
    "reason as a row": (text(payoffs="payoffs: {us: {peace: {value: 1, because: it is what he says}}}\n"), 22, 43, ("a row of the ledger", "{assumption: why}")),
    "a date": (text(head="summitry: 1\ntitle: A test\nas_of: August 2025\n"), 3, 8, ("a date",)),
    "stated": (text(more="stated: [{who: a, of: good start, p: 75}]\n"), 23, 38, ("from 0 to 1",)),
    "nested for each": (
        text(stages=with_steps("- {for each: [us], steps: [{for each: [russia], steps: [{step: s, by: us, options: [a, b]}]}]}"), markers=""),
        18, 35, ("inside `for each`",),
    ),
    "kept of a threat": (text(stages=with_steps("- {threat: t, by: us, kept: {us: 1}}"), markers=""), 18, 29, ("unknown key 'kept'",)),
}  # fmt: skip
