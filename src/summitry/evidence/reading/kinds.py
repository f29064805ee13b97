"""What kind of statement some words are, how firmly they are put, and whether they affirm or deny."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summitry.evidence.ledger import Kind, Modality, Polarity, Stance

_I = re.IGNORECASE


def _any(text: str) -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(part.strip() for part in text.strip().splitlines()) + r")", _I)


_RED = _any(
    r"""
    \bred[- ]lines?\b
    \bnon-?\s?negotiable\b
    \bnot (?:up for negotiation|negotiable|for sale|for bargaining|open to (?:negotiation|discussion))\b
    \b(?:will|would|can|shall|could|must) (?:never|not ever|under no circumstances)\b[^.;]{0,40}\b(?:accept|recogni[sz]e|cede|give up|agree|sign|allow|surrender|negotiate|tolerate|hand over|withdraw|yield|trade|settle|permit)
    \bunder no circumstances\b
    \bnever (?:accept|recogni[sz]e|cede|give up|agree to|sign|surrender|tolerate|negotiate)
    \bline (?:that )?(?:we|they|he|she|it) (?:will|would|can|could) (?:not|never) cross\b
    \bline (?:that )?(?:nobody|no one|none)\b[^.;]{0,24}\b(?:can|will|may|could) cross\b
    \b(?:will|would|shall|can) ?not (?:recogni[sz]e|cede|give up|hand over|surrender|abandon|yield)\b
    """
)
_TRAM = re.compile(
    r"\bRed Line\b(?!s)|\b(?:the |a )?red line (?:train|tram|metro|subway|station|service|stop|bus|extension|platform|commuters?)|\b(?:train|tram|metro|subway|station|rail|bus|route)s?\b[^.;]{0,40}\bred line\b",
    0,
)
_SUCCESS = _any(
    r"""
    \b(?:marker|measure|measures|test|yardstick|benchmark|sign|proof|definition|mark|criterion|criteria|metric|indicator|gauge)s? of (?:\w+ ){0,3}(?:success|progress|whether)
    \b(?:count|counts|counted|regard|regards|see|consider|considers|call|judge|treat|define|defines|defined)(?:ed|s)?\b[^.;]{0,60}\b(?:as )?a? ?success(?:ful)?\b
    \b(?:success|a successful (?:meeting|round|summit|visit|session|outcome))\b[^.;]{0,30}\b(?:would|will|means|meant|mean|is|was|would be|will be|looks like|depends on|hinges on|requires|lies in|comes down to|measured by|judged by)\b
    \bmeeting where they make a deal\b
    \bif\b[^.;]*\b(?:that|this|it)(?:['’]s| is| will be| would be| counts as) (?:an? |our |my |the )?(?:\w+ )?(?:success|victory|win|triumph|achievement)\b
    \b(?:it|that) (?:would|will) be enough (?:if|to)\b
    \b(?:count|counts|regard|regards|see|consider|considers|call)\b[^.;]{0,40}\b(?:as )?a (?:victory|triumph|win)\b
    \bwill be (?:judged|measured|a success|successful)\b
    \bwould be (?:judged|measured|a success|successful)\b
    \b(?:judge|measure|judged|measured)\b[^.;]{0,50}\b(?:by|on) (?:one thing|whether|a single)
    \bknow (?:that )?(?:it|this|they|that)\b[^.;]{0,30}\b(?:works?|worked|succeed\w*)\b
    \b(?:the|our|his|her|their|its|real|only) test (?:is|was|will be|would be|of)\b
    \b(?:it|this|that|the (?:round|meeting|summit|talks)) (?:will|would|can only) (?:have )?(?:succeed|succeeded|be worth|have been worth)\b
    """
)
_AGENDA = _any(
    r"""
    \b(?:not|never|n't|n’t)\b[^.;]{0,30}\bon the (?:agenda|table)\b
    \boff the (?:agenda|table)\b
    \bno(?:t| part of| place on| longer)\b[^.;]{0,20}\bagenda\b
    \b(?:would|will|shall|does|do|must|should|can) ?(?:not|n't|n’t) (?:include|cover|discuss|address|touch(?: on)?|take up|deal with|be (?:discussed|raised|addressed|taken up|covered|on))\b
    \b(?:will|would|shall|to) be (?:limited|confined|restricted) to\b
    \b(?:limited|confined|restricted|limit|confine|restrict)(?: \w+){0,3} to\b[^.;]{0,60}
    \bagenda\b[^.;]{0,40}\b(?:only|limited|excludes?|leaves? out|confined|restricted|is short|one item|single item)
    \b(?:only|solely|nothing but|exclusively) (?:about|on|discuss|talk about|cover|deal with|address)\b
    \bleft out of\b
    \b(?:excluded?|left|leaves?|kept|keeps?|keep|leave|remove[ds]?|struck) (?:\w+ ){0,5}(?:off|from|out of) the (?:agenda|talks|table|first (?:round|meeting))\b
    \b(?:will|would|can) (?:only )?be (?:taken up|raised|discussed) (?:later|at a later|only|in a second|after)
    """
)
_REJECT = _any(
    r"""
    \b(?:reject|rejects|rejected|rejecting|rejection|rebuff\w*|spurn\w*|turn(?:s|ed)? down|rule[sd]? out|ruling out|refus\w+|declin\w+|veto\w*)\b
    \bunacceptable\b
    \b(?:no to|say no|said no|out of the question|non-?starter|dead on arrival|not an option|cannot be accepted|will not be accepted)\b
    \b(?:will|would|can|could|do|does) ?(?:not|n't|n’t|never) (?:accept|agree to|agree with|support|endorse|sign|recogni[sz]e|take part|attend|join|consider|entertain|be bound by|host)\b
    \bcannot (?:accept|agree|support|endorse|sign|recogni[sz]e)\b
    \b(?:government|country|side|party|army|delegation|ministry|state|council|movement) (?:will|would) not (?!be\b)
    \b(?:i|we|he|she|they) (?:will not|would not|won['’]t|wouldn['’]t) (?!be\b|know\b|see\b|say\b|call\b|put\b|describe\b|go (?:so|as|that) far\b)\w+
    \bwon['’]t (?:accept|agree|sign|support|attend|join|recogni[sz]e|take)
    """
)
_THREAT = _any(
    r"""
    \b(?:severe|serious|grave|dire|heavy|devastating|harsh|swift|unspecified) (?:consequences|costs?|response|price|measures|reprisals?|repercussions|sanctions|penalties)\b
    \b(?:pay|exact|face|suffer|bear|impose)\b[^.;]{0,20}\b(?:a |the )?(?:heavy |high |steep )?(?:price|costs?|consequences|penalt(?:y|ies)|reprisals?)\b
    \bconsequences\b
    \b(?:retaliat\w+|strike back|hit back|respond in kind|respond with force|use (?:of )?force|all options)\b
    \bor else\b
    \b(?:threat\w*)\b
    """
)
_PUNISH = _any(
    r"""
    \b(?:will|would|shall|'ll|’ll|going to|prepared to|ready to|could)\b[^.;]{0,40}\b(?:be (?:suspended|halted|cut|imposed|withdrawn|closed|cancelled|canceled|ended|frozen|taken)|impose|suspend|halt|cut(?: off)?|withdraw|walk (?:away|out)|leave the (?:talks|table)|end the talks|close|seize|freeze|expel|block|blockade|shut|resume (?:the )?(?:strikes|fighting|shelling|offensive|attacks|enrichment|drilling)|break off|cancel|recall|bar|ban|arrest|sanction|tighten|stop (?:supplying|paying|all|the)|boycott|attack|bomb|fire|strike|veto|tear up|pull out|quit|raise tariffs|turn off|retaliate|sue|prosecute|deport)\b
    \b(?:will|would|shall|'ll|’ll|going to|prepared to|ready to|could)\b[^.;]{0,20}\b(?:take|bring|drag|haul|refer)\b[^.;]{0,40}\b(?:to|before) (?:an? |the )?(?:[\w-]+ ){0,3}(?:tribunal|courts?|arbitration|arbitrators?|security council|judges?)\b
    \b(?:will|would|shall|'ll|’ll|going to|prepared to|ready to|could)\b[^.;]{0,20}\b(?:go to (?:court|arbitration|war|the (?:\w+ )?(?:court|tribunal))|file (?:an? )?(?:\w+ )?(?:suit|lawsuit|complaint|case)|press charges|cut (?:you|them|it|him|her) off)\b
    \bthere (?:will|would) be (?:no\b|(?:\w+ )?(?:sanctions|retaliation|reprisals|penalties|war)\b)|\b(?:will|would) (?:face|meet|see)\b[^.;]{0,30}\b(?:sanctions|tribunals?|courts?|tariffs|retaliation|reprisals|judges)\b
    \b(?:answer|respond|reply) in kind\b
    \bwe (?:go back to|leave|walk (?:away|out)|stop|close|fight|strike|return to (?:war|arms|fighting))\b
    """
)
_RELIEF = re.compile(
    r"\b(?:suspend|halt|withdraw|end|cancel|stop|lift|drop|close|freeze|recall)\b (?:all |any |both )?(?:of )?(?:its|our|the|their|his|her|these|those|all)? ?(?:[\w-]+ ){0,2}?(?:lawsuits?|suits?|cases?|complaints?|objections?|sanctions|tariffs|boycotts?|blockades?|embargo(?:es)?|bans?|strikes?|attacks?|offensives?|shelling|claims?|vetoe?s?|reservations?|appeals?|protests?)\b",
    _I,
)
"""What ends a harm is no threat: `if they sign, we will withdraw our lawsuit`."""
_SUBJUNCTIVE = re.compile(
    r"(?<!will )(?<!would )(?<!must )(?<!can )(?<!could )(?<!should )(?<!may )(?<!might )(?<!shall )(?<!cannot )(?<!to )(?<!not )\bbe (?:\w+ed|\w+en|struck|cut|put|set|held|made|paid|kept|left|sent|met|built)\b",
    _I,
)
"""`insists that the clause be struck` demands."""
_HOPED = re.compile(
    r"\b(?:confident|think|believe|expect|hope(?:ful)?|sure|certain|likely|predict|optimistic|chance)\b[^.;]{0,20}\b(?:i|we)(?:['’]ll| will| shall)\b",
    _I,
)
_LEFT_OPEN = re.compile(
    r"\b(?:(?:will|would|can|could|do|does|did|wo|ca) ?)?(?:not|never|n['’]t) (?:yet )?(?:rul(?:e|ed|ing) out|reject(?:ed)?|refused?|opposed?|vetoe?d?|decline[sd]?)\b",
    _I,
)
"""What is not rejected: `we would not rule out a third round`."""
_GIVES_WORD = re.compile(
    r"\b(?:let (?:me|us)|i can|we can|i do|we do|i want to|allow me to) (?:promise|pledge|guarantee|assure)\b", _I
)
_DEMAND = _any(
    r"""
    \b(?:must|have to|has to|had to|ought to|need to|needs to)\b
    \b(?:call|calls|called|calling) (?:on|upon|for)\b
    \b(?:demand|demands|demanded|demanding|insist|insists|insisted|urge|urges|urged|require|requires|expect) (?:that |the |all |both |of )
    (?<!^)(?<![,“"] )\bshould\b
    ^(?:that )?(?:he|she|they|we|i|it|the \w+|[A-Z]\w+) wants? (?:a|an|the|to|us|them|him|her|it|all)\b
    \b(?:would|will) (?:take|require)\b
    \b(?:in exchange for|in return for|only in return|as the price (?:of|for))\b
    \bimmediate(?:ly)? (?:release|withdraw|halt|stop|end|cessation|ceasefire|and unconditional)
    """
)
_PROPOSAL = _any(
    r"""
    \b(?:propose|proposes|proposed|proposing|proposal|suggest(?:s|ed)? (?:that|a|an|the|\w+ing)|offer|offers|offered|offering|put forward|tabled|floated|recommend\w*)\b
    \b(?:we|i) (?:advise|counsel)\b
    \b(?:let us|let's|let’s|why not|how about|what if)\b
    \bcould (?:\w+ )?(?:meet|host|agree|urge|be (?:held|exchanged|placed|handed|phased))\b
    \b(?:i'd|i’d|we'd|we’d|would) (?:like|prefer|be (?:ready|willing|prepared|open)|welcome|favou?r)\b
    \b(?:ready|willing|prepared|open) to (?!(?:fight|strike|attack|resist|retaliate|use)\b)\w+
    """
)
_PROMISE = _any(
    r"""
    \b(?:i|we)(?:'ll|’ll| will| shall)\b(?! (?:see|know|find out|have to|leave|go home|go back|walk|quit|fight|strike|attack|retaliate|lose|fail|not (?:accept|agree|recogni|sign|allow|tolerate|cede|give|attend|join)|never|be watching|need))
    \b(?:i|we) (?:promise|pledge|commit|guarantee|undertake|vow|swear|are committed|remain committed|assure)\b
    \b(?:reaffirm\w*|renew\w*|confirm\w*|reiterat\w*)\b[^.;]{0,30}\bcommitment
    \b(?:pledge[sd]?|(?<!the )(?<!that )(?<!this )(?<!his )(?<!her )promise[sd]?|vow(?:s|ed)?|commit(?:s|ted)?|undert(?:ake|akes|ook)|guarantee[sd]?) (?:to|that|themselves|itself)\b
    \b(?:agreed|agree|resolved|decided|undertook) to\b
    """
)
_PREDICT = _any(
    r"""
    \b(?:will|won't|won’t|'ll|’ll|shall|is going to|are going to|gonna|going to|is set to|are set to|is bound to|are bound to)\b
    \b(?:expects?|expected|predicts?|predicted|forecasts?|foresees?|anticipates?|is likely|are likely|likely to|unlikely to|bound to)\b
    \b(?:would|could|might)\b(?! (?:not )?(?:say|call|describe|argue|put it)\b)|(?<!\d )\bmay\b(?! \d)
    """
)
_ASSESS = _any(
    r"""
    \b(?:think|thinks|believe|believes|feel|judge|judges|assess|assesses|consider|doubt|doubts|suspect|seems?|appears?|looks? like|in (?:our|my|his|her|their) (?:view|judg[e]?ment|assessment|opinion))\b
    \b(?:is|are|was|were|be|been|remains?|'s|’s|'re|’re)\b (?:\w+ly )?(?:not |n't |more |less |too |so |very |still |now |no |an? )*(?:important|serious|good|bad|great|weak|strong|dangerous|fragile|possible|impossible|difficult|easy|easier|clear|unclear|close|far|ready|willing|right|wrong|fair|unfair|balanced|credible|realistic|sincere|genuine|ripe|stuck|isolated|divided|united|constructive|useful|productive|frank|encouraging|disappointing|insufficient|enough|better|worse|nowhere|vital|crucial|essential|key|show|bluff|trap|ploy|mistake|breakthrough|setback|sure|certain)\b
    \b(?:is|was|are|were|remains?|remained) (?:not )?(?:\w+ly )?\w{3,}(?:ful|ous|ive|al|able|ible|ic|less)\b
    \bwelcomes?\b
    \b(?:would|will) be an? (?:\w+ )?(?:mistake|error|disaster|catastrophe|blunder|success|failure|step (?:back|forward))\b
    \b(?:closer|nearer|further apart) (?:than|to)\b
    \b(?:frank|constructive|productive|useful|good|difficult|candid|cordial) (?:exchange|talks|meeting|discussions?|conversation|round)\b
    \b(?:i|we) (?:dis)?agree with\b
    \bcan(?:not)? afford\b
    \b(?:no (?:indications?|signs?|evidence|reason|progress|sure thing)|progress|momentum|optimistic|pessimistic|hopeful|confident|confidence|sceptical|skeptical)\b
    """
)
_NEGATIVE = re.compile(
    r"\b(?:not|never|no|nor|neither|nobody|nothing|none|nowhere|cannot|without|hardly|unacceptable|fail(?:s|ed)?|un(?:likely|willing|able|true)|refus\w+|reject\w*|rul(?:e[sd]?|ing) out|den(?:y|ies|ied)|declin\w+|resist\w*|aren['’]t)\b|n['’]t\b",
    _I,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|provided (?:that)?|as long as|so long as|only when|in the event|absent|otherwise|anything short of|should (?:the|he|she|they|it|we|that|this|no|any)\b|until)\b",
    _I,
)


@dataclass(frozen=True)
class Reading:
    """What some words are."""

    kinds: tuple[Kind, ...]
    polarity: Polarity
    modality: Modality
    stance: Stance


def classify(
    words: str, cue_kind: str, cue: str, sentence: str, *, first_person: bool, conditional: bool, own_side: bool = False
) -> Reading:
    """The kinds of a statement by its words and the cue that introduces it, the most telling first.

    `words` are the statement's; `cue` is the word that introduces it, `cue_kind` what that word makes of it; `sentence`
    is all of the sentence it stands in; `own_side` is whether the speaker's party is named first in it, a condition
    aside. Words of the speaker's own weigh more than the reporter's cue.
    """
    kinds: list[Kind] = []
    own = condition_in(words)
    follows = words.replace(own[0], " ") if own is not None else words  # what hangs on the condition
    punishes = _PUNISH.search(follows) is not None and _RELIEF.search(follows) is None

    def add(kind: Kind) -> None:
        if kind not in kinds:
            kinds.append(kind)

    if _RED.search(words) and not _TRAM.search(sentence):
        add("red line")
    if _SUCCESS.search(words):
        add("success marker")
    if _AGENDA.search(words):
        add("agenda limit")
    threatening = (
        cue_kind == "threat" or _THREAT.search(words) or (cue in ("warn", "threaten") and (punishes or conditional))
    )
    if (
        (threatening and not re.search(r"\b(?:no|not a|without) threats?\b|\bunder threat\b", words, _I))
        or (
            first_person
            and re.search(r"\b(?:unless|without|otherwise|if not)\b", words, _I)
            and re.search(r"\b(?:we|i|our \w+) (?:will|shall|would)\b", words, _I)
        )
        or (
            conditional
            and punishes
            and (first_person or cue in ("say", "tell", "warn", "vow", "declare", "insist", "add"))
        )
    ):
        add("threat")
    if cue_kind == "rejection" or _REJECT.search(_LEFT_OPEN.sub(" ", _RELIEF.sub(" ", words))):
        add("rejection")
    if (
        cue_kind == "promise"
        or (
            first_person
            and (_GIVES_WORD.search(words) or (_PROMISE.search(words) and not _HOPED.search(words)))
            and "threat" not in kinds
            and "rejection" not in kinds
            and "red line" not in kinds
        )
        or (
            re.search(
                r"\b(?:pledged?|promised|vowed|undertook|undertakes?|committed (?:itself|themselves)|guaranteed?)\b",
                words,
                _I,
            )
            and "threat" not in kinds
        )
        or (
            conditional
            and (first_person or own_side)
            and "threat" not in kinds
            and re.search(r"\b(?:will|would|shall)\b(?! not| never)", follows, _I)
            and _RELIEF.search(follows)
        )
    ):
        add("promise")
    offered = _PROPOSAL.search(words) is not None
    if (
        offered
        and re.search(r"\b(?:ready|willing|prepared) to\b", words, _I)
        and re.search(r"\b(?:no|not|never)\b|n['’]t\b", words, _I)
    ):
        offered = False
    if cue_kind == "proposal" or (offered and not {"rejection", "threat"} & set(kinds)):
        add("proposal")
    hoped = conditional and cue_kind == "assessment" and re.search(r"\bshould\b", words, _I)
    if hoped:
        add("prediction")
    elif (
        cue_kind == "demand"
        or (cue == "insist" and _SUBJUNCTIVE.search(words))
        or (_DEMAND.search(words) and not {"threat", "red line", "promise", "rejection"} & set(kinds))
    ):
        add("demand")
    strong = set(kinds) & {"promise", "threat", "proposal", "demand", "agenda limit", "rejection", "red line"}
    if not strong or cue_kind == "prediction":
        if cue_kind == "prediction" or _PREDICT.search(words):
            if not (cue_kind == "prediction" and "threat" in kinds):
                add("prediction")
    judged = re.search(
        r"\b(?:would|will) be an? (?:\w+ )?(?:mistake|error|disaster|catastrophe|blunder|failure)\b", words, _I
    )
    if not kinds or (kinds == ["prediction"] and (cue_kind == "assessment" or judged)):
        if cue_kind == "assessment" or _ASSESS.search(words):
            add("assessment")
    if not kinds:
        add("claim")
    negative = _NEGATIVE.search(words) is not None or cue_kind == "rejection" or cue in ("doubt", "deny")
    if "red line" in kinds and re.search(
        r"\b(?:resist\w*|declin\w+|refus\w+|no|without|not (?:set|draw|drawn|name|speak)|avoid\w*|den\w+)\b[^.;]{0,40}\bred[- ]lines?",
        sentence,
        _I,
    ):
        negative = True
        if "rejection" in kinds:
            kinds.remove("rejection")
    elif "red line" in kinds:
        negative = negative and _RED.search(words) is None
    modality: Modality = "asserted"
    if conditional:
        modality = "conditional"
    elif "promise" in kinds or cue in ("plan", "intend", "aim"):
        modality = "intended"
    elif cue in ("want", "seek", "hope", "wish", "like", "prefer") or re.search(
        r"\b(?:hopes?|wants?|would like|wish(?:es)?)\b", words, _I
    ):
        modality = "wished"
    elif re.search(r"\b(?:may|might|could|possib\w+|perhaps|maybe)\b", words, _I):
        modality = "possible"
    elif "prediction" in kinds:
        modality = "expected"
    against = bool({"rejection", "red line"} & set(kinds)) and not (negative and kinds[0] == "red line")
    stance: Stance = (
        "against"
        if against or cue in ("oppose", "criticize", "condemn", "denounce")
        else (
            "for"
            if {"proposal", "promise", "demand"} & set(kinds) or cue in ("welcome", "endorse", "support", "praise")
            else "neutral"
        )
    )
    return Reading(tuple(kinds), "negative" if negative else "positive", modality, stance)


def is_conditional(words: str) -> bool:
    """Whether a statement hangs on a condition."""
    return _CONDITIONAL.search(words) is not None


_CONDITION = re.compile(
    r"\b(?P<mark>if|unless|provided that|provided|as long as|so long as|only (?:if|when|after|once)|in the event (?:that|of)|absent|anything short of|short of|until|without)\s+(?P<rest>[^.;!?\"“”]+)"
    r"|(?:^|[,;“\"]\s*|\b(?:that|and|but)\s+)(?P<should>[Ss]hould\s+(?:the|he|she|they|it|we|that|this|no|any|[A-Z])[^,.;!?\"“”]+)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^(?:that|this|it|so|not|do so|does so|those|these|they do|he does|she does|they do not|it does not|they don['’]t|it happens|that happens|this fails|it fails|such an? \w+)\b",
    _I,
)


def condition_in(sentence: str) -> tuple[str, bool] | None:
    """The words of a condition in a sentence, and whether they point at something said before."""
    for match in _CONDITION.finditer(sentence):
        if match["should"]:
            text = match["should"]
        else:
            mark, rest = match["mark"], match["rest"]
            if mark.lower() == "without" and not re.match(r"(?:an?|the|that|this|such)\b", rest, _I):
                continue
            if mark.lower() == "until" and not re.search(r"\b\w+(?:s|ed|en)\b", rest):
                continue
            ends = (
                r",|\s(?:could|would|will|may|might|must)\b"
                if mark.lower().endswith("short of")
                else r",|\sthen\b|\s(?=(?:the|he|she|they|we|it)\s(?:will|would|could|must|should|can)\b)"
            )
            stop = re.search(ends, rest)
            text = f"{mark} {rest[: stop.start()] if stop else rest}"
        text = text.strip(" ,")
        bare = re.sub(
            r"^(?:if|unless|anything short of|short of|without|absent|until|provided that|provided|as long as|only if)\s+",
            "",
            text,
            flags=_I,
        )
        if len(text.split()) > 1:
            return text, _POINTS.match(bare) is not None
    return None
