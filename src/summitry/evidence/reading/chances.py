"""Chances that somebody states, in figures and in words, and the event they belong to once denials are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SCALE = "ICD 203 (Office of the Director of National Intelligence, 2015)"
"""The published scale for words: Intelligence Community Directive 203, section D.6.e(2)(a)."""

_VERBAL: tuple[tuple[str, tuple[float, float]], ...] = (
    (
        r"(?:almost|virtually|practically|next to|little or) no chance|hardly any chance|no realistic chance|remote(?: chance| possibility| probability)?",
        (0.01, 0.05),
    ),
    (r"(?:very|highly|extremely|most) unlikely|highly improbable", (0.05, 0.20)),
    (r"unlikely|improbable|improbably", (0.20, 0.45)),
    (
        r"(?:roughly |about )?(?:an )?even (?:chance|odds|bet)|roughly even odds|a toss-?up|a coin[- ](?:flip|toss)",
        (0.45, 0.55),
    ),
    (r"(?:very|highly|extremely|most) (?:likely|probable|probably)", (0.80, 0.95)),
    (
        r"almost certain(?:ly)?|nearly certain(?:ly)?|near(?:ly)? certain|all but certain|virtually certain",
        (0.95, 0.99),
    ),
    (r"likely|probable|probably", (0.55, 0.80)),
)
_NUMBERS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_NUMBERS |= {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "a": 1,
    "an": 1,
}
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_N = (
    rf"(?:\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:{_ONES}))?\b|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + ")"
)
_PERCENT = rf"(?P<p>{_N})(?:\s*(?:-|–|—|to|or|and)\s*(?P<p2>{_N}))?\s*(?:%|[- ]?per\s?cent(?:age points?)?)"
_DECIMAL = r"0?\.\d+|[01]\.0+"
_SOME = r"(?:only |just |about |around |roughly |some |no more than |at least |at most |less than |more than |under |over |now )*"
_LINKS = r"(?:at|is|was|are|were|of|as|to|to be|about|around|roughly|stand|stands|stood)"
_CHANCE = r"(?:chance|chances|probability|likelihood|odds|possibility|prospect|risk|certain|sure|confident|likely)"
_RISKY = re.compile(r"\brisk\b")
_FIGURES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_PERCENT}\s+(?:[\w-]+\s+)?{_CHANCE}\b",
        rf"{_CHANCE}s?\b[^.;!?]{{0,80}}?\b(?:at|is|was|are|were|of|as|to|about|around|roughly|stand|stands)\s+(?:only |just |about |around |roughly |some |no more than |at least )*{_PERCENT}",
        rf"(?:chances?|probability|likelihood|odds|possibility)\b[^.;!?]{{0,80}}?\b{_LINKS}\s+{_SOME}(?P<d>{_DECIMAL})(?![\d%]|\s*per\s?cent)|(?<![\w.])(?P<d2>{_DECIMAL})\s+(?:chance|probability|likelihood)\b",
        rf"\b(?:put|puts|place|places|rate|rates|set|sets) (?:it|that|this|them|the (?:chances?|odds|likelihood)) (?:at|to be) (?:only |just |about |around |roughly |some )*{_PERCENT}",
        rf"\b(?P<a>{_N})[- ](?:chance )?(?:in|out of)[- ](?:every )?(?P<b>{_N})\b(?=[^.;!?]{{0,30}}\b(?:chance|odds|probability|likelihood|that|of|for))|(?:chance|chances|odds|probability|likelihood)[^.;!?]{{0,60}}?\b(?P<a2>{_N})[- ](?:in|out of)[- ](?:every )?(?P<b2>{_N})\b",
        rf"\b(?P<x>{_N})\s*(?:-|–|—|/|:|[- ]to[- ])\s*(?P<y>{_N})\s+(?P<side>against|on\b|in favou?r|for\b|that\b)",
        r"\b(?P<even>(?:better|more|higher|greater|worse|less|lower|no better|no more) than (?:even\b|evens\b|50[-–/]50|fifty[- ]fifty|a coin[- ](?:toss|flip))|(?<=\bat )(?:even|evens|even money)(?=\s*(?:[.,;]|$)))",
        r"\b(?P<none>(?:no|zero) (?:chance|possibility|prospect|probability|likelihood)|not (?:a|the slightest|the least) chance)\b(?=\s+(?:that|of)\b)",
        r"\b(?P<fifty>fifty[- ]fifty|50[-–/]50)\b(?=[^.;!?]{0,25}\b(?:chance|odds|bet|that|proposition|at best|$)|\s*[.,;])",
    )
)
_BEFORE_ODDS = re.compile(
    r"\b(?:odds|chance|chances|bet|betting|bookmakers|put it|puts it|make it|rate|rated|call it|at)\b", re.I
)
_VOTE = re.compile(
    r"\b(?:vote|voted|votes|voting|majority|senate|house|parliament|tally|ballot|score|lead|poll|seats|split|won|lost|beat|passed|defeated|committee|chamber|assembly|elected)\b",
    re.I,
)
_DISCOVERY = re.compile(
    r"\b(?:chance|likely)\s+(?:discovery|encounter|meeting|find|remark|acquaintance|hit)\b|\bby chance\b", re.I
)


_AT_MOST = re.compile(
    r"\b(?:(?:no|not) (?:more|better|greater|higher) than|at (?:the )?(?:most|best)|less than|lower than|worse than|under|below|up to|a maximum of)\s+(?:an? |about |around |roughly )*$",
    re.I,
)
_AT_LEAST = re.compile(
    r"\b(?:(?:no|not) (?:less|worse|lower) than|at (?:the very )?least|(?<!no )(?<!not )(?:more|better|greater|higher) than|over|above|upwards? of|a minimum of)\s+(?:an? |about |around |roughly )*$",
    re.I,
)
_UNSAID = re.compile(
    r"(?:\b(?:not|never|hardly)|n['’]t)\s+(?:\w+ly )?(?:say|said|call|called|put|give|given|describe|rate|place|set|go (?:so|as|that) far|quote|speak of|agree|accept|buy)\b[^;.!?]*$"
    r"|(?:\bnot|n['’]t)\s+(?:(?:even|just|exactly|really|quite|an?|the|at|one of)\s+)*$",
    re.I,
)
"""A figure that somebody will not put their name to."""
_UNTHOUGHT = re.compile(
    r"(?:\bnot|n['’]t)\s+(?:think|believe|expect|see|consider|find|judge|suppose|reckon)\b[^;.!?]*$", re.I
)


@dataclass(frozen=True)
class Chance:
    """A chance as it stands in a sentence."""

    start: int
    end: int
    """Of the words of chance, in the sentence."""
    low: float
    high: float
    """Equal where one figure is stated."""
    stated_event: str
    event: str
    """Named positively."""
    denied: bool
    """Whether the stated event is the denial of `event`."""
    numeric: bool
    scale: str = ""

    @property
    def p(self) -> tuple[float, float]:
        """The range of `event`."""
        low, high = (1 - self.high, 1 - self.low) if self.denied else (self.low, self.high)
        return round(low, 6), round(high, 6)


def own_scale(text: str) -> dict[str, tuple[float, float]]:
    """The words that a text defines itself: `“likely” means 60 to 80 percent`."""
    words = r"[\"“'‘]?(?P<word>almost certain(?:ly)?|(?:very |highly )?(?:un)?likely|probabl[ey]|improbable|(?:an? )?even chance|remote|possibl[ey]|a realistic possibility|roughly even)[\"”'’,]*"
    number = rf"(?P<p>{_N})(?:\s*(?:%|per\s?cent)?\s*(?:-|–|—|to|and)\s*(?P<p2>{_N}))?\s*(?:%|per\s?cent)"
    more = r"(?P<more>more than|over|above|at least|less than|under|below|at most|about|around|roughly|between)?\s*"
    where = r"(?:\s*,?\s*(?:(?:in|for|throughout|within) (?:this|the|our|these) \w+(?: \w+)?|here|below)\s*,?)?"
    links = (
        where
        + r"\s*(?:to mean|(?:we|i) (?:mean|understand)|(?:should |is to |are to |is )?(?:be )?(?:understood|read|taken) (?:as|to mean)|means?|stands? for|denotes?|refers? to|corresponds? to|indicates?|is used for|=|:|\()\s*(?:an? |the )?(?:chance |probability |likelihood )?(?:of )?"
    )
    found: dict[str, tuple[float, float]] = {}
    for match in re.finditer(words + links + more + number, text, re.I):
        low = _number(match["p"]) / 100
        high = _number(match["p2"]) / 100 if match["p2"] else low
        how = (match["more"] or "").lower()
        if not match["p2"] and how in ("more than", "over", "above", "at least"):
            high = 1.0
        elif not match["p2"] and how in ("less than", "under", "below", "at most"):
            low = 0.0
        if 0 <= low <= high <= 1:
            found[match["word"].lower()] = (low, high)
    return found


def defines_scale(sentence: str) -> bool:
    """Whether a sentence says what its words of chance mean."""
    return (
        bool(own_scale(sentence))
        and re.search(r"\b(?:means?|stands? for|denotes?|refers? to|corresponds? to|use)\b|=|\(", sentence) is not None
    )


def chances(sentence: str, scale: dict[str, tuple[float, float]], *, words: bool = True) -> Iterator[Chance]:
    """The chances that a sentence states, figures first; words only where it states none in figures."""
    if _DISCOVERY.search(sentence):
        return
    for pattern in _FIGURES:
        for match in pattern.finditer(sentence):
            reading = _figure(sentence, match)
            if reading is None:
                continue
            low, high, denied = _bounded(sentence, match, *reading)
            if "none" not in match.groupdict() and (
                _UNSAID.search(sentence[: match.start()]) or _UNTHOUGHT.search(sentence[: match.start()])
            ):
                if low > 0 and high == 1:  # `we do not see more than a one in ten chance`
                    low, high = 0.0, low
                elif low == 0 and high < 1:
                    low, high = high, 1.0
                else:
                    return
            event, negative = _event(sentence, match.start(), match.end())
            if not event:
                continue
            yield Chance(
                match.start(),
                match.end(),
                low,
                high,
                event,
                _positive(event) if negative else event,
                denied ^ negative,
                True,
            )
            return
    if not words:
        return
    table = [
        (re.escape(word), bounds, "the text's own") for word, bounds in sorted(scale.items(), key=lambda x: -len(x[0]))
    ]
    table += [(word, bounds, SCALE) for word, bounds in _VERBAL]
    for word, (low, high), name in table:
        found = re.search(rf"(?<![\w-])(?:{word})(?![\w-])", sentence, re.I)
        if found is None:
            continue
        if _UNSAID.search(re.sub(r"\s(?:not|hardly)\s*$|n['’]t\s*$", " ", sentence[: found.start()], flags=re.I)):
            return
        if re.match(r"\s+(?:candidates?|suspects?|successor|cause|venue|outcomes?)\b", sentence[found.end() :], re.I):
            return
        event, negative = _event(sentence, found.start(), found.end())
        if event:
            before = sentence[: found.start()].rstrip().lower()
            flipped = before.endswith(("not", "n't", "n’t", "hardly")) or _UNTHOUGHT.search(before) is not None
            low, high = (1 - high, 1 - low) if flipped else (low, high)
            yield Chance(
                found.start(),
                found.end(),
                round(low, 6),
                round(high, 6),
                event,
                _positive(event) if negative else event,
                negative,
                False,
                name,
            )
        return


def _number(text: str) -> float:
    """A number in figures or words."""
    text = text.lower().strip()
    try:
        return float(text)
    except ValueError:
        parts = re.split(r"[- ]", text)
        return float(sum(_NUMBERS.get(part, 0) for part in parts))


def _bounded(sentence: str, match: re.Match[str], low: float, high: float, denied: bool) -> tuple[float, float, bool]:
    """A figure as a range where the words before or behind it make it a bound: `no more than 30 percent`."""
    if low != high:
        return low, high, denied
    place = next((match.start(g) for g in ("p", "a", "a2", "d", "d2") if match.groupdict().get(g)), match.start())
    before, behind = sentence[:place], sentence[match.end() :]
    if _AT_MOST.search(before) or re.match(
        r"\s*,?\s*(?:at (?:the )?(?:most|best)|or (?:less|lower|worse))\b", behind, re.I
    ):
        return 0.0, high, denied
    if _AT_LEAST.search(before) or re.match(
        r"\s*,?\s*(?:at (?:the very )?least|or (?:more|higher|better))\b", behind, re.I
    ):
        return low, 1.0, denied
    return low, high, denied


def _figure(sentence: str, match: re.Match[str]) -> tuple[float, float, bool] | None:
    """Low and high of what a match states, and whether it is the chance against."""
    g = {key: value for key, value in match.groupdict().items() if value is not None}
    if "p" in g:
        low = _number(g["p"]) / 100
        high = _number(g["p2"]) / 100 if "p2" in g else low
        return (low, high, False) if 0 <= low <= high <= 1 else None
    if "d" in g or "d2" in g:
        share = float(g.get("d", g.get("d2", "")))
        return (share, share, False) if 0 <= share <= 1 else None
    if "even" in g:
        if _VOTE.search(sentence) or not re.search(
            r"\b(?:odds|chances?|probability|likelihood|prospects?|it|that|this) (?:\w+ ){0,6}?(?:at|as|is|are|was|were|to be)\b|\bchances?\b|\bodds\b",
            sentence,
            re.I,
        ):
            return None
        if "than" not in g["even"].lower():
            return 0.5, 0.5, False
        upper = g["even"].lower().startswith(("better", "more", "higher", "greater"))
        return (0.5, 1.0, False) if upper else (0.0, 0.5, False)
    if "none" in g:
        hedged = re.search(
            r"\b(?:almost|virtually|practically|nearly|next to|little or|or)\s*$", sentence[: match.start()], re.I
        )
        return None if hedged else (0.0, 0.0, False)
    if "a" in g or "a2" in g:
        a, b = _number(g.get("a", g.get("a2", ""))), _number(g.get("b", g.get("b2", "")))
        return (a / b, a / b, False) if 0 < a <= b else None
    if "x" in g:
        x, y = _number(g["x"]), _number(g["y"])
        side = g["side"].lower()
        around = sentence[max(match.start() - 60, 0) : match.end() + 40]
        if _VOTE.search(around) or not x + y:
            return None
        if not (_BEFORE_ODDS.search(sentence[: match.start()]) or side in ("against", "on", "in favor", "in favour")):
            return None
        share = x / (x + y)
        if side in ("on", "in favor", "in favour", "for", "that"):
            return share, share, False
        return share, share, True
    if "fifty" in g:
        return None if _VOTE.search(sentence) else (0.5, 0.5, False)
    return None


_LEAD = re.compile(
    r"^[\s,:;–—-]*(?:(?:chance|chances|probability|likelihood|odds|possibility|prospect|risk|that it|it is|it's)\s+)?(?:(?:of|that|for|on|to|against)\s+)?(?:the )?(?:(?:chance|chances|odds|probability|possibility)\s+(?:of|that)\s+)?",
    re.I,
)
_NOT = re.compile(
    r"\b(?:will|would|could|can|may|might|do|does|did|is|are|was|were|has|have|had|shall|should|wo|ca)(?:\s+not\b|n['’]t\b)|\b(?:cannot|won['’]t|can['’]t)|\bnever\b|\bnot\b|\bfail(?:s|ed|ing)? to\b|\bfailure of\b|\b(?:collapse|breakdown|failure) (?:of|in)\b|\bno (?:deal|agreement|accord|treaty|truce|ceasefire|breakthrough|second|meeting|talks)\b|\bwithout an? (?:deal|agreement)\b",
    re.I,
)


def _event(sentence: str, start: int, end: int) -> tuple[str, bool]:
    """The event that a chance is of, in its words, and whether it is denied.

    What follows the words of chance, where something does; else the clause before them.
    """
    behind = sentence[end:]
    if _ASIDE.match(behind):
        behind = ""
    lead = _LEAD.match(behind)
    after = behind[lead.end() :] if lead else behind
    after = re.split(
        r"[;.!?]|,\s+(?:but|and|while|though|although|he|she|they|we|said|according|which)\b|\s+[–—]\s+|[\"“”]", after
    )[0].strip(" ,'’)")
    before = re.split(r"[;.!?:]\s|[\"“”]", sentence[:start])[-1]
    event = after
    asked = _ASKED.match(sentence)
    asked = asked if asked is not None and asked.end() <= end else None
    predicate = re.search(
        r"(?P<what>.*\S)\s+(?:is|are|was|were|seems?|looks?|appears?|remains?)(?: \w+ly| not|n['’]t)?$",
        before.strip(),
        re.I,
    )
    of_what = (
        lead is not None and re.search(r"\b(?:of|that|for|on|to|against)\s*(?:the )?$", lead.group(), re.I) is not None
    )
    if predicate is not None and after and _TAIL.match(behind):
        # `an accord is likely within a year`: who or what stands before, the rest behind
        what = _said(predicate["what"])
        after = re.split(r"\s+(?:but|whereas|while|although)\s", after)[0]
        later = re.match(r"(?P<when>[^,]{1,40}?)\s+that\s+(?P<what>\S.*)$", after)
        if what.lower() == "it" and later is not None:
            return _named(f"{later['what']} {later['when']}")
        if what.lower() not in ("it", "that", "this", "there", ""):
            return _named(f"{what} {after}")
    if len(re.findall(r"\w+", after)) < (1 if of_what else 2) or re.match(
        r"(?:at best|at most|now|today|this week|at present)\b", after, re.I
    ):
        said = sentence[asked.end() : end] if asked is not None else sentence[:end]
        alone = _ODDS_ALONE.search(said) is not None
        chance_of = re.search(
            r"\b(?:chances?|odds|probability|likelihood|prospects?)\s+(?:of|that|for|on)\s+(.*)$", said, re.I
        )
        event = chance_of.group(1) if chance_of else before
        event = re.sub(
            rf"\s+(?:at|is|are|was|were|as|stands?(?: at)?|to be)\s+{_SOME}(?:an? )?(?:{_PERCENT}|{_N}[- ](?:in|out of)[- ](?:every )?{_N}\b|{_N}\s*(?:-|–|—|/|:|[- ]to[- ])\s*{_N}\b|{_DECIMAL}|even(?:s| money)?\b|(?:no )?(?:better|more|higher|worse|less|lower) than ).*$",
            "",
            event,
            flags=re.I,
        )
        if chance_of is None and asked is not None and alone:
            return _named(_question(asked["what"]))
        if (chance_of is None and alone) or not re.search(r"\w", event):
            return "it", False
        event = re.sub(
            r"\s*\b(?:at|is|are|was|were|as|will|would|looks?|seems?|remains?|to be|put it)\s*(?:about|around|roughly|only|just)?\s*$",
            "",
            event,
            flags=re.I,
        )
        event = re.sub(
            r"^\W*(?:and|but|so|still|yet|we (?:put|rate|judge|assess|see|think|believe)|i (?:put|rate|think)|he (?:put|said)|she (?:put|said)|they (?:put|said))\s+(?:that\s+)?(?:the\s+)?(?:(?:chances?|odds|probability|likelihood) (?:of|that)\s+)?",
            "",
            event,
            flags=re.I,
        )
    elif re.match(r"\s*(?:to|be|have|that)?\s*\w", behind) and re.match(r"\s*(?:to\s|be\b)", behind):
        # `the council is likely to reject it`: the subject stands before
        subject = re.sub(
            r"\b(?:is|are|was|were|seems?|looks?|appears?|remains?|most|very)\s*$"
            if behind.lstrip().startswith("be")
            else r"\b(?:is|are|was|were|seems?|looks?|appears?|remains?|will|would|most|very)\s*$",
            "",
            before.strip(),
            flags=re.I,
        ).strip(" ,")
        event = f"{_said(subject)} {behind.strip().split(',')[0].rstrip('.')}".strip()
    elif re.search(r"\b(?:will|would|may|could)\s*$", before):
        event = f"{before.strip().lstrip(',')} {after}".strip()
    event = _said(event)
    event = re.sub(
        r"^\W*(?:(?:i|we|he|she|they)(?:['’]d| would)? (?:say|said|think|thinks|thought|believe|believes|assess|judge|estimate|reckon|expect|call|put)s?"
        r"(?: (?:that|it))?|in our (?:view|judg[e]?ment)|overall|still|that)\s+",
        "",
        event,
        flags=re.I,
    )
    given = re.search(
        r"\b(?:gives?|gave|giving)\s+(.*?)\s+(?:an?|only|just|no better than|about|roughly)?$", event, re.I
    )
    if given is not None and given[1]:
        event = given[1]
    event = re.sub(r"^(it|that|this)(?:['’]s| is| was)$", r"\1", event.strip(" ,;.'’\"“”"), flags=re.I)
    return _named(event)


_ASIDE = re.compile(
    r"\s*[,;:]\s*(?:and|but|while|though|although|which|he|she|they|we|I|said|according|up|down|compared|as against|from|in (?:our|my|his|her|their) (?:view|judg[e]?ment)|after|before)\b|\s+(?:up|down) from\b|\s*\((?:up|down|from)\b",
)
"""What goes on behind the words of chance about something else."""
_TAIL = re.compile(
    r"\s+(?:with(?:in|out)?|by|in|before|after|this|next|until|during|at|on|over|under|between|if|unless|when|once|soon|now|today|tomorrow)\b"
)
_ASKED = re.compile(
    r"\s*(?:when |if )?(?:asked|pressed|questioned|quizzed)\s+(?:\w+ )?(?:by [\w’' ]{1,40}? )?(?:(?:about|on|as to|for) )?(?P<what>(?:how (?:likely|probable)|whether|if|(?:the |his |her |their )?(?:chances?|odds|likelihood|probability|prospects?)\s+(?:of|that|for))\s+[^,;]+),",
    re.I,
)
"""A question that a chance answers: `asked how likely an accord was, she put the odds at …`."""
_ODDS_ALONE = re.compile(
    rf"\b(?:the (?:chances?|odds|likelihood|probability)|it|that|this|them)\s+(?:at|to be|as|is|are|was|were|stands?|stood)\s+{_SOME}(?:an? )?\S[^,;.]*$|^\W*(?:\w+ ){{0,6}}gloomier[^:]*:|^\W*\S+\s+(?:against|in favou?r)$",
    re.I,
)
"""Odds of which only the sentences before tell what they are of."""
_SAYS = re.compile(
    r"^.*\b(?:say|says|said|saying|think|thinks|thought|thinking|believe[sd]?|believing|assess|assess(?:es|ed|ing)|judge[sd]?|judging|estimate[sd]?|expect|expects|expected|reckon|reckons|reckoned|consider|considers|considered|state[sd]?|argue[sd]?|warn|warns|warned|note[sd]?|conclude[sd]?|feel|feels|felt|fear|fears|feared|told \w+|declare[sd]?|predict|predicts|predicted|hold that|holds that|held that|add|adds|added|insist|insists|insisted|the view|our view)\s+(?:that\s+)?(?=\w+\s+\w)",
    re.I | re.S,
)


def _said(words: str) -> str:
    """Words without who says or thinks them."""
    return _SAYS.sub("", words.strip(" ,"), count=1).strip(" ,")


def _question(words: str) -> str:
    """The event that a question is about: `how likely an accord was by May` is about an accord by May."""
    words = re.sub(r"^(?:whether|if)\s+", "", words, flags=re.I)
    words = re.sub(
        r"^(?:(?:the|his|her|their)\s+)?(?:chances?|odds|likelihood|probability|prospects?)\s+(?:of|that|for)\s+",
        "",
        words,
        flags=re.I,
    )
    words = re.sub(
        r"\s+(?:is|was|were|are)(?: still)? (?:possible|likely|probable|feasible|conceivable)\b", "", words, flags=re.I
    )
    how = re.match(r"how \w+\s+(.*)$", words, re.I)
    if how is None:
        return words
    plain = re.sub(r"^it (?:is|was|would be|seemed)(?: that)?\s+", "", how[1], flags=re.I)
    return plain if plain != how[1] else re.sub(r"\s+(?:is|are|was|were|would be|seemed|looked)\b", "", how[1], count=1)


def _named(event: str) -> tuple[str, bool]:
    """An event without stops at its ends, and whether it is denied."""
    event = event.strip(" ,;.'’\"“”")
    return event[:400], _NOT.search(event) is not None


def _positive(event: str) -> str:
    """An event without its denial."""

    def plain(match: re.Match[str]) -> str:
        words = match.group()
        low = words.lower()
        if low in ("won't", "won’t", "wo n't"):
            return "will"
        if low in ("can't", "can’t", "cannot"):
            return "can"
        if low.startswith("fail") and low.endswith(" to"):
            return "manage to" if low in ("fail to",) else "manages to"
        if low.split()[0] in ("collapse", "breakdown", "failure"):
            return "success " + low.split()[1]
        if low.startswith("no "):
            return "a " + words[3:]
        if low.startswith("without"):
            return words.replace("without", "with")
        return re.sub(r"\s*(?:not|n['’]t|never)$", "", words, flags=re.I)

    text = _NOT.sub(plain, event, count=1)
    return re.sub(r"\s{2,}", " ", text).strip()
