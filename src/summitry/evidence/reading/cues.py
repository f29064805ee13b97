"""Words by which a text says that somebody says, thinks or wants something, and what kind of statement each makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cue:
    """How a verb or noun tells of a statement."""

    kind: str
    """What the statement is unless its words say otherwise."""
    takes: frozenset[str]
    """Of `s` a clause, `x` an infinitive, `n` a noun alone, `o` a person who is told or asked, or prepositions."""
    quotes: bool = False
    """Whether quoted words alone may be its object."""


def _table(text: str) -> dict[str, Cue]:
    """Lines of `kind | what it takes | words`; `*` marks the groups that introduce quotations."""
    found: dict[str, Cue] = {}
    for line in text.strip().splitlines():
        kind, takes, words = (part.strip() for part in line.split("|"))
        for word in words.split():
            cue = Cue(kind.rstrip("*"), frozenset(takes.split()), kind.endswith("*"))
            found.setdefault(word, cue)
    return found


VERBS = _table(
    """
    claim*      | s o of      | say tell
    claim*      | s of        | add note state maintain declare explain claim assert insist
    claim*      | s n of      | announce reveal disclose confirm allege
    claim*      | s n to      | acknowledge concede admit report mention repeat reiterate stress emphasize emphasise underline underscore
    claim*      | s           | recall remark observe comment write tweet post respond reply answer testify read recount counter boast
    claim*      | s           | joke quip mutter whisper shout exclaim interject continue retort chime muse gush snap deadpan text email
    claim*      | s           | contend argue reason caution chide tout opine lament complain grumble begin conclude
    claim       | s           | indicate signal hint imply show find demonstrate prove
    claim       | s n         | suggest
    claim       | s o about of on | inform notify remind brief assure convince persuade
    claim*      | s n to      | cite quote point
    claim       | n           | describe detail outline discuss characterize characterise depict
    claim       | s about of  | talk speak
    assessment  | s of        | think believe
    assessment  | s           | feel consider judge deem doubt suspect assess estimate figure reckon realize realise
    assessment  | s           | understand recognize recognise assume presume wonder
    assessment  | s n of      | worry fear
    assessment  | s           | see view regard
    assessment* | n s         | praise criticize criticise condemn blame denounce decry deplore hail applaud slam blast attack defend fault
    assessment  | of          | accuse
    assessment* | n s         | question dismiss label brand dub call ridicule mock
    assessment  | s with      | agree disagree
    assessment  | s n         | welcome
    prediction* | s n of      | predict forecast warn
    prediction  | s x n       | expect foresee project anticipate envision envisage
    prediction  | s on x for  | bet hope
    demand*     | s x o n     | demand urge
    demand*     | s x o for   | ask request
    demand      | x o on for  | implore beg exhort press pressure order instruct direct push lean lobby
    demand      | x s         | want seek
    demand      | for x       | appeal plead clamor clamour
    proposal*   | s n x       | propose recommend offer
    proposal    | n s         | advocate float
    proposal    | s           | prefer favor favour
    promise*    | s x n       | promise pledge vow swear guarantee
    promise     | x to        | commit undertake
    promise     | x           | plan intend aim
    threat      | x n s       | threaten
    rejection   | n           | reject oppose deny rebuff spurn
    rejection   | x           | refuse decline resist
    assessment  | n           | endorse laud commend salute challenge resent regret dislike distrust admire appreciate deride disparage insult belittle
    assessment  | n           | bash rip castigate chastise rebuke scold lambaste downplay highlight justify pummel embrace support back favor
    claim       | n s         | recount chronicle portray paint
    claim       | s           | argue learn remember forget hear emphasise reaffirm
    promise     | x s         | agree
    """
)

NOUNS = _table(
    """
    claim       | s | claim statement announcement assertion contention argument acknowledgment acknowledgement admission
    claim       | s | allegation report suggestion testimony revelation insistence confirmation assurance reassurance message evidence
    claim       | s | indication sign accusation complaint remark comment note rumor rumour
    assessment  | s | belief view opinion conviction feeling sense fear concern worry doubt conclusion assessment impression suspicion idea notion
    prediction  | s | prediction expectation hope forecast warning optimism confidence pessimism
    demand      | s x for | demand call request appeal plea desire
    proposal    | s x for | proposal recommendation
    promise     | s x | promise pledge vow plan intention commitment
    threat      | s x | threat
    rejection   | x | refusal
    """
)

ADJECTIVES = _table(
    """
    assessment  | s about of | sure certain convinced confident aware worried concerned afraid skeptical sceptical doubtful
    assessment  | s about to | clear adamant critical supportive
    prediction  | s about | hopeful optimistic pessimistic
    promise     | x to | willing ready prepared determined committed open
    demand      | x | eager keen
    rejection   | x | unwilling reluctant opposed
    """
)

QUOTING = frozenset(word for word, cue in VERBS.items() if cue.quotes) | frozenset(
    """say tell add write ask call describe think tweet reference refer suggest hint praise mock thank cry sing chant greet
    laugh sigh assure declare""".split()
)
"""Verbs that stand beside a quotation and name its speaker."""

PEOPLE = frozenset(
    """official leader president minister senator spokesman spokeswoman spokesperson governor mayor secretary ambassador
    envoy diplomat analyst expert adviser advisor aide lawmaker member representative negotiator mediator general
    commander colonel admiral director head chief chairman chairwoman chair professor researcher scholar economist lawyer
    attorney judge prosecutor investigator detective officer soldier veteran source critic supporter voter resident
    witness activist advocate campaigner strategist pollster consultant candidate nominee rival opponent delegate
    delegation government ministry administration committee commission council court parliament congress house senate
    office agency department bureau police military army party coalition union alliance group organization organisation
    company campaign team side camp capital country nation people man woman mother father wife husband son daughter friend
    neighbor neighbour brother sister uncle aunt cousin grandmother grandfather widow colleague counterpart chef cook
    teacher student doctor priest bishop pope farmer worker driver shopkeeper fisherman captain king
    queen prince princess chancellor premier commissioner observer historian author writer reporter journalist columnist
    editor correspondent host anchor moderator spokesmen deputy vice-president undersecretary republican democrat
    conservative liberal ally allies partner insider veteran who he she they we i you it person anyone everyone someone
    somebody nobody many some others both several other those most few all one elder cleric trader banker executive
    statement report study poll survey letter communique communiqué paper document newspaper magazine article post memo
    account book essay editorial release website ad video email filing complaint lawsuit intelligence data figure""".split()
)
"""Who or what may speak."""
