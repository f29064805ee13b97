"""Words that are no names: of the English of reports and scenarios, in lower case.

They decide nothing about secrecy where a word is capitalised inside a sentence (that is taken for a name); they tell
"Diplomats said" from "Durand said", where a sentence begins and every word has a capital.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

FUNCTION = frozenset(
    """
    a about above across after again against ago ah all almost along already also although always am amid among an
    and another any anybody anyone anything are aren around as at away be because been before behind being below
    beneath beside besides between beyond billion both but by came can cannot could couldn did didn do does doesn
    doing don done down during each eight either eleven else enough even ever every everybody everyone everything
    except few fifth first five for four fourth from further get gets getting go goes going gone got had hadn has
    hasn have haven having he hence her here hers herself him himself his how however hundred i if in indeed instead
    into is isn it its itself just last least less let like ll lot many may maybe me might million mine more
    moreover most much must my myself near nearly neither never nevertheless next nine no nobody none nor not
    nothing now of off often oh on once one ones only onto or other others otherwise ought our ours ourselves out
    over own per perhaps please quite rather re really same second seven shall she should shouldn since six sixth so
    some somebody somehow someone something sometimes somewhere soon still such ten than that the their theirs them
    themselves then there therefore these they thing things third this those though thousand three through
    throughout thus till to together too toward towards twelve two under unless unlike until up upon us ve versus
    very via was wasn we well were weren what whatever when whenever where whereas wherever whether which whichever
    while who whoever whom whose why will with within without won would wouldn yes yet you your yours yourself
    yourselves
    """.split()
)
"""Words of grammar. As a party's id they are replaced where they are an identifier and in capitals (`us`, US) only:
a pronoun replaced by a pseudonym would tell which word the pseudonym stands for."""

TITLES = frozenset(
    """
    adm ambassador ambassadors archbishop ayatollah baron bishop brigadier captain chairman chairwoman chancellor
    chief col colonel commander commissioner congressman congresswoman count deputy doctor dr duke emir emperor
    empress envoy excellency first gen general governor hon imam judge justice king lady leader lieutenant lord lt
    maj majesty major marshal mayor minister ministers mr mrs ms mx officer official officials pope premier
    president presidents press prime prince princess prof professor queen representative rev reverend secretary
    senator sergeant sgt sheikh sir speaker special spokesman spokesperson spokeswoman sultan taoiseach tsar under
    vice
    """.split()
)
"""Words that stand with a name and are none."""

ACRONYMS = frozenset(
    "am pm ad bc ce ok tv ceo gdp usd eur id ids faq pdf html json yaml url doi http https csv".split()
)
"""Capitals that name nobody."""

_ORDINARY = """
ability able abroad absence absent absolute abuse accelerated accept acceptable acceptance access accident accord
accordingly accounts accuracy accuse achieve acknowledge acquire act action active activist actor actual adapt add
additionally additive address adjust administration admission admit admittedly adopt adult advance advantage advice
adviser advisor advocate affair affect afraid afternoon afterward age agency agenda agent aggression aggressive
agree agriculture ahead aid aide aim air aircraft airport alarm alert align alike alive allege allegedly alliance
allowed allows ally alone alongside aloud alternatives altogether ambassador ambition ambitious amend amidst
ammunition amnesty amount analyse analysis analyst anchor anew anger angle angry animal annex annexation anniversary
annotations announce annual anonymous answer antagonist ante anxious anymore anyway anywhere apart apologise apology
apostrophes apparent appeal appear apple applications apply appoint appreciate approach appropriate approve
approximate area arguably argue arithmetic arm armistice armoured army arrange arrest arrivals arrive arrow art
article artillery ascending aside ask asleep aspect aspiration aspires assault assemble assert assess asset assign
assist associate association assumed assumes assumption assurance assure astray asylum ate atmosphere attach attack
attempt attend attention attic attitude attract audience aunt author authority auto automatic autonomous autonomy
autumn available avenue average averse aversion avoid award aware awkward baby back background backward bad bade bag
bake balance ball ballot ban band bank bar bare bargain barter base baseline basically basket bat batch bath battle
battlefield beach bean bear bearable beat beaten beautiful became become bed beforehand beg began begin begun behave
behaviour belief believe bell belong belt bench bend benefit bent berate berth best bet betray bias bicycle bid big
bilateral binary bind bins bird birth bit bite black blame blank blanket blast bleak bless blew bloc block blockade
blood blow blue bluff board boat body bold bomb bombard bond bone book bookkeeping boost boot border bore borrow
boss bother bottle bottom bought bound boundary bowl box boy brace bracket brain branch brave breach bread breadth
break breakdown breakthrough breath breathe brick bridge brief bright brilliant bring brink broad broadcast broken
broker brother brought brown browser brush brutal bucket budget build built bullet bundle bureau burn burnt burst
bury bus business busy butter button buy cabinet cable cake calendar call calm camera camp campaign cancel candidate
candle capable capacity capital caption captive capture car carbon card care careful cargo carpet carry case castle
casualty catalogue catch category cattle caught cause caution cautious cave cease ceasefire celebrate cell center
central centre century ceremony certain certainty certificate certified chain chair chairman chairwoman challenge
chamber champion chance change channel chaos chapter character charge charity charter chase chat cheap check cheese
chemical chest chicken chief child children chin choice choose chord chose chosen church circle circumstance
citation cite citizen city civil civilian claim clap clarify clash class classic classification classify classmethod
clause clean clear clearance clergy clerk clever client climate climb clinic clock close cloth clung cluster coal
coalition coastal coat code coffee coin coincide cold collaborate collapse colleague collect collections collective
college colours column combat combination combine come comfort comma command commence commerce commercial commission
commit committee commodity common communicate communication communique community company compare comparison compel
compensate compensation compete competition complain complaint complete complex compliance complicate comply
component compose compound comprehensive compressed compromise computation compute conceal concede conceive
concentrate concept concern concession conclude conclusion concrete condemn condition conditional conduct cone
conference confess confidence confident confidential confirm conflict confront confuse confusion congratulate
connect connection conquer conqueror conquest conscious consensus consent consequences consequently conservative
consider considerable consist consistent consortium conspiracy constant constituency constitute constitution
constraints construct construction consulate consult consultation consumer contact contain contend content
contention contest context contiguous continent continuation continue continuous contour contract contradiction
contradicts contrary contrast contribute contributions control controversial controversy convene convenient
convention converged converges conversation conversely convert convey convince convoy cook cool cooperate
cooperation coordinate cope copper copy cores corn corporate correct correlation correspond correspondent corridor
corrupt corruption cost cotton cough council counsel count counterpart country county coup courage course court
cousin cover coverage cow crash create creation credibility credible credit creep crept crime criminal crises crisis
criteria critic critical criticise criticism crop cross crowd crucial cruel cry culture cup curious currency current
curtain curve custom cut cycle cyclic dam damage dance danger dangerous dare dark dashed data date daughter dawn day
dead deadline deadlock deal dealt dear deaths debate debt decade deceive decent decide decimal decision decisive
declaration declared declares decline decoded decrease decree dedicate deem deep defeat defence defend defense
defiance defiant deficit defies defined definitely definition degree delay delegate delegation delete deliberate
delicate deliver delivery demand demarcation demilitarise demilitarize democracy democratic demonstrate
demonstration dense density deny department departure depend dependency dependent deploy depose deposit depot
deprive depth deputy derail derivative derive descending descent describe description desert deserve design desire
desk despite destination destroy destruction detail detain detention deter deteriorate determinant determination
determine deterrence develop deviation device diagonal dialog diamond died dies differ difference different
difficult dig digits dignitary dimension diplomacy diplomat diplomatic direct direction directional directory dirty
disagree disappear disappoint disarm disaster disc discipline disclose discount discourage discover discreet
discrete discuss discussion disease dish disk dismiss display dispute disrupt dissident dissolve distance distinct
distributed distribution district diverse divide division doctor doctrine document documentation dog dollar domain
dominant dominate donate donor donors door dot double doubt doubtful doubtless downstream dozen draft dramatic drank
draw drawn dream dress drew drift drill drink drive driven drone drop drove drug dry due dug dull duplicate duration
duty dynamics dynasty eager ear earn earth ease east eastern easy eat echo economic economist economy edge edition
editor educate education effect effective efficient effort egalitarian egg eighty elapsed elbow eldest elect
election electoral electric electricity element eliminate elite ellipsis elsewhere embargo embarrass embassy embed
embrace emerge emergency emotion emphasis emphasise empire employ employee empower empty enable enclave encoding
encounter encourage end endorse enemy energy enforce engage engine enhance enjoy enormous ensue ensure entente enter
enterprise enthusiasm entire entities entitle entry enumeration envelope environment envisage envision envoy
epidemic equal equation equilibria equilibrium equip era error erupt escalate escalation escape especially essential
establish estate estimates ethnic ethnicity evacuate evaluated evaluation evaluator evening evenly event eventual
everywhere evidence evident evil evolve exact exaggerate examine example exceed excellent exception excess exchange
excite exclave exclude exclusive excuse execute execution executive exercise exile exists exit expand expansion
expect expectation expel expense expensive experiment expert expire explain explicit explode exploit explore
explosion explosive exponential exponents export exposed express expression extend extension extensive extent extra
extradite extraordinary extrapolated extrapolation extreme extremist eye face facilitate facility fact faction
factor factory faculty fail failures fair faith fall fallback fallen false familiar family famine famous fan far
farm fashion fast fat fatal fate father fault favour favourable favourite fears feature fed federal federation fee
feel feet fell fellow felt female fence ferry fertile fetch fewer fewest field fierce fifths fifty fight figure file
fill film final finance financial find fine finger finish finite fire firm firstly firsts fish fishery fit fix flag
flat flatten flaw fled flee fleet flew flexible flight flip float flood floor flow fly focus fold follow food
foolish foot forbade forbid forbidden force forecast foreign forest forestry foretold forgave forget forgive forgot
forgotten fork form formal format formation formula fort forthcoming fortress fortunately fortune forum forwards
fought foul found fraction fragile frame framework frankly free freedom freeze frequent fresh friend frighten front
frontier frontline froze frozen fruit frustrate frustration fuel fugitive fulfil full fully function fund
fundamental funeral funny furniture furthermore fury fused future gain gallery game gap garrison gas gate gather
gave gaze gender general generator genius genocide gentle geometry gesture giant gift girl give given glad glance
glass global glove goal gold golden good goodbye govern governor grace gradually grain grammar grand grandfather
grandmother grant grass grateful grave gray grease great green greet grew grey grid grief grievance grip gross
ground group grow grown growth guarantee guard guerrilla guess guest guidance guide guilty gulf gun habit hair half
halfway hall halt halved halves halving hammer hand handful handle handshake hang happen happy harbour hard
hardliner hardship harm harsh harvest haste hat hate head headline headquarters heal health hear heard heart heat
heaven heavy hedge height heir held helicopter hello help heritage hero hesitate hid hidden hide high highlight
highway hint historian historic historical history hit hold hole holiday hollow holy home honest honour hook hop
hope hopefully horizon horror horse hospital host hostage hostile hostility hot hotel hour house household hug huge
human humanitarian humanity humble humiliation hundredth hung hungry hunt hurry hurt husband hyphens hypotheses
hypothesis ice idea ideal identify identity ideology idle ignore ill illegal illustrations image imagine immediate
immigrant immigration imminent immune impact impasse impatient impeach imperative imperfect implement implication
implicit imply import important imposed imposing imposition impossible impress impression impressive improve
incentive incident incline include income incorporate increase increasingly incredible incur indent indentation
independence independent index indicate indication indices indifference indifferent indirect individual induction
industrial industry inevitable infantry infinite infinity inflation influence influential inform information
informative infrastructure inhabit initial initiate initiative injure injury ink inmate inner innocent input inquiry
insert inside insist inspect inspection inspector inspire instability install instance instant institute institution
instruct instructions instrument insult insurance insurgent intact integrate integrity intellectual intelligence
intend intense intensify intent intention intercept interest interestingly interfere interference interim interior
interlocutor intermediary internal international interpret interrupt interval intervene intervention interview
intimidate intrinsic introduce introduction invade invasion invented inverse invest investigate investigation
investigator investor invitation invite invoke involve iron ironically irregular island isolate isolated issue item
iterate jacket jail jet job join joint journal journalist journey joy judge judicial jump juncture junior junk
jurisdiction jury justice justify keen keep kept kettle key keyword kick kidnap kill kilometres kind king kingdom
kiss kitchen knee knelt knew knife knit knives knock know knowledge known label labour lack lad lady laid lake lamb
lament lamp land landmark landscape lane language lapse laptop large lark lastly late latitude laugh launch laureate
law lawful lawmaker lawyer lay layout lazy lead leadership leaf leaflet league leak lean learn lease leave lecture
led ledger left leftist leg legacy legal legion legislation legislator legislature legitimate lend length lent
lesson lets letter level lever lexicographic liable liaison liberal liberate liberty library license lick lie
lieutenant lifetime lift light likeliest likelihood likely likewise limit lin line linear link linkage lip liquid
list listen literal literary literature little live livestock load loan lobby loc local locate location lock log
logarithm lone long look lookup loop loose loot lord lorry lose loss lost lottery loud love low loyal loyalty luck
lucky lunch machine machinery madam made magazine magnitude mail main mainland maintain major majority make male man
manage mandate manifest manifesto manoeuvre manufacture manuscript map marathon march margin marine maritime mark
market marriage marry martial martyr mass massacre massive master match mate material matter maximise maximum mayor
mayoral meal mean meant meantime meanwhile measure meat mechanism media median mediate mediation mediator medical
medicine mediocre medium meet melt member memoir memorandum memorial memorise memory men menace mend mental mention
merchant mercy merely merge merit message met meta metal method mice mid middle midnight migrant migrate mild mile
milestone militant military militia milk millionth mineral minimum mining minister ministerial ministry minor
minority minus minute miracle mirror miss missile mission misspelt mistake mistook mix mobile mobilise mode model
moderate modern module moment momentum monarch money monitor monotone month monument mood moral morning mosque
mostly mother motion motivate motive motor mount mountain mouth move multilateral multiple multiply murder museum
music mutual myth name narrator narrow nation national nationalist nationhood nationwide native natural nature
naughty naval navy nearby nearer nearest nearness neat necessary necessity neck need needle needless neg negated
negation negative neglect negotiate negotiation negotiator neighbour neighbourhood nerve nervous nested network
neutral neutrality new newline newspaper nice night nightmare nilpotent nod node noise noisy nominal nominate
nomination nominee nonetheless nonsense norm normal normalise north northern nose notable notation note notebook
notice notify notion notorious notwithstanding noun novel nowhere nuclear number oath obey object objection
objective obligation oblige observable observation observe obstacle obtain obvious occasion occasional occupation
occupy occur occurrence ocean odd offence offend offensive offer office official offset oil okay old oligarch
ombudsman ongoing onion onslaught open operate operation operational operative operator opinion opponent opportunity
oppose opposite opposition oppress optimism optimist optimistic option optional oracle orange order ordinals
ordinary organ organisation organise organization organizer orientation origin original oust outbreak outcome outer
outlet outline outlook outpost output outrage outset outside outspoken outweighed oven overall overcame overlap
overnight overseas oversee overtake overthrew overthrow overture overview overwhelm owe owner owns pace pack package
pact page paid pain paint pair pairwise palace pale palette pan panel panic paper parabola parade paragraph parallel
paralyse paraphrase parcel pardon parent parentheses parish parity park parliament parliamentary parse part partial
participant participate participation particular partisan partition partner partnership party pass passage passenger
passion passive passport past pastoral pasture patch path patience patient patrol patron pattern pause pave pay
payoff peace peaceful peacekeeper peacekeeping peacemaker peacetime peasant peek pen penalty pencil pending
peninsula pension people perceive percent percentile perception perfect perform performance period permanent
permission permit persist person personal personality personnel perspective persuade pert pervade pessimism
pessimist petition petrol phase phenomena phenomenon philosophy phone photo photograph phrase physical pick picture
pie piece pig pilgrim pilgrimage pillar pilot pin pink pioneer pipe pipeline pitch pity pivot pixels place plain
plan plane planet plant plate plateau platform plausible play plead pleasant pleasure plebiscite pledge plenary
plenty pliable plight plot plunge plural plus pocket podium poem poet point poison poker police policy polish
political politician politics poll pollute polygon polynomial polytope pool poor pope popular population port
portion portrait portray pose position positive possess possession possibility possible post postpone pot potato
potential pour poverty power practical practice praise pray precaution precede precedent precious precisely
precision precondition predecessor predict predictably prediction prefer preferences prefix preliminary prelude
premature premier premiership premise preparation prepare prescribe presence present presentation preserve
presidency president presidential press pressure prestige presumably presumed pretend pretext pretty prevail prevent
previous price pride priest primary prince princess principal print printable prior priority prison privacy private
privilege prize probability probably probe problem procedure proceed process processor proclaim produce product
production profession professional professor profile profit profound program programme progress progressive prohibit
project prominent promise promote prompt proof propaganda proper property prophet proportion proportional proposal
propose prose prosecute prosecutor prospect prosper prosperity protect protection protest protocol prototype proud
proved provenance proves province provincial provision provocation provoke proxy pruned psychological public
published pull punch pundit punish pupil purchase pure purple purpose purse pursue pursuit push put puzzle quadratic
quagmire qualify quality quantitative quantity quarantine quarrel quarter queen quest question quick quiet quit
quota quotation quote rabbi race racial radar radical radio radius rage raid rail railway rain raise rally ramp ran
random rang range rank rapid rapport rapporteur rare ratchet rate ratification ratify ratio rational raw reach
reaction reactor read readable readout ready real realise reality reason reasonably rebel rebellion rebuff rebuild
rebuke recall receive recent recession recipe recite reckless reckon reclaim recognise recognition recommend
recommendation reconcile reconciliation reconstruct record recover recovery recruit red reduce reduction referee
reference referendum reflect reform refuge refugee refusal refuse regain regard regardless regime region regional
register regret regular regulate regulation rehearse reign reiterate reject rejection relate relation relationship
relative relax release relevant reliability reliable relic relief religion religious relocate reluctance reluctant
rely remain remark remarkable remedy remember remind remnant remote remove rename render renewed renounce rent
reopen reorder repair reparation repatriate repeal repeat repel replace reply report repository representation
representative repress republic republican reputation request required rescue research resemble resent reservation
reserve reservoir resettle reside resident residual resign resignation resist resistance resolution resolve resort
resource respect respective respond respondent response responsibility responsible rest restates restaurant restore
restrain restraint restrict restriction restructure result resume retain retaliate retaliation retire retreat
retribution retrieve retry return reunite reveal revenge revenue reverse review revise revive revolt revolution
revolutionary reward ribbons rice rich ride rifle right rightist rigid rim ring riot rise risen risk ritual rival
rivalry river road roadmap roar robust rocket rode role roll romantic roof room root rope rose rotations rough round
route routine row royal rub rude ruin rule rumour run rural rush sack sacred sacrifice sad safe safeguard safety
said sail sailor saint salary sale salt sample sanction sanctuary sang sank sans sat satellite satisfaction satisfy
save saw say scalar scale scandal scarcely scare scatter scenario scene schedule schema scholar school science
scientific scientist scissors scope score scramble scratch scream screen script scroll seal seaport search season
seat secession secondary secondly seconds secret secretariat secretary section sector secular secure security
sediment see seek seem seemingly seen segment seize seldom select selector self sell selves senate senator send
senior sense sensible sensitive sensitivities sent sentence sentiment separate separatist separators sequence
sequential sergeant series serious servant serves service session set settle several severe sew shade shadow shake
shaken shame shape share shareholder sharp shed sheep sheet sheikh shelf shell shelter shelves shield shift shine
ship shirt shock shoe shone shook shoot shop shore short shortlist shot shoulder shout show showdown shown shrank
shrine shrink shuffled shut shuttle shy siblings sick side siege sigh sight sign signal signatory signature
significant silence silent silly silver similar simple simplified simply simultaneous sin sincere sing single
singular sink sir sister sit site situation sixths size skilful skill skin skip skirmish sky slack slam slash slave
sleep slept slice slid slide slight slip slope slot slow small smart smell smile smoke smooth smuggle sneeze sniper
soap soar social socialist society sock soft soil sold soldier sole solemn solid solidarity solution solve sometime
somewhat son song sore sorry sorted sought soul sound sour source south sovereign sovereignty space span spare spark
sparse speak spearhead spec special specialise specialist species specific specification spectacle speculate speech
speed spell spelt spend spent sphere spill spin spirit spiritual spite splash split spoil spoilt spoke spoken
spokesman spokesperson spokeswoman sponsor spoon sport spot spouse sprang spread spring spy squad square squeeze
stabilise stability stable stack staff stag stage stake stale stalemate stalling stamp stance stand standard
standoff standstill star stare start starve state statehood statesman static station statistics status statute stay
steadfast steady steal steam steel steep steer stem step stern stick sticky stiff stimulate stir stock stole stolen
stomach stone stood stop store storm story storyboard stove straight straightforward strain strait strange strategic
strategist strategy stream street strength strengthen stress stretch strict strike strikingly string strip stripe
strive stroke strong stronghold struck structure struggle stuck student study stumble style subject submarine
submission submit subsequent subsidy substance substantial substitute subtle subtract suburb succeed success
successful succession successor sudden sue suffer suffices sufficient suffix sugar suggest suggestion suicide suit
suitable sum summarise summary summit summon sun superior supervise supplement supply support suppose supposedly
suppress supreme sure surface surge surprise surprisingly surrender surrogatepass surround survey survival survive
survivor suspect suspend suspension suspicion suspicious sustain sustainable swallow swap swath swear sweep sweet
sweetener swept swift swim swing switch sword swore sworn swung symbol symbolic symmetry sympathetic sympathy
symptom syndicate system tab table tactic tactical tag tail take taken talent talk tall tally tame tangent
tangential tank tap tape target tariff task taste tasty taught tax tea teach team tear technical technique
technology teenage teeth telecast telegram telephone television tell temper template temple temporary tempt tenant
tend tendency tense tension tent tentative tenth tenure term terminal terrible terrific terrify territorial
territory terror terrorism terrorist test testify testimony text thank theatre theme theology theoretical theory
therapy thereafter thereby theses thesis thick thief thieves thin think thirdly thirds thirsty thirty thorough
thought thousands thread threat threaten threshold threw thrive throne throw thrown thumb ticket ticks tide tie
tight timber time tiny tip tiptoe tired title tobacco today todo token told tolerance toll tomb tomorrow tongue
tonight took tool tooth top topic torch tore torn torpedo torture total touch tough tour tourism tourist towel tower
town toy trace track trade tradeable tradition traditional traffic tragedy tragic trail train traitor transaction
transcript transfer transform transit transition translate transmit transparency transparent transport transpose
trap travel tray treasure treasury treat treaty tree trembles trench trend trial triangle triangular tribal tribe
tribesman tribunal tribute trick trigger trilateral trip triple triumph troika troop tropical trouble troublesome
trousers truce truck true trumpet trust truth try tube tumult tunnel turmoil turn twentieth twenty twice twin twist
tycoon type typical ugly ultimate ultimatum umbrella unable unacceptable unanimous unaware uncertain uncertainty
uncle undefined underflows underline undermine understand understood undertake undertook undisturbed undominated
undoubted undress unemployment unexpectedly unfold unfortunate unfriendly uniform unify unilateral union unique unit
unity universal universe university unknown unlawful unlikely unlisted unprecedented unresolved unrest unsaid
unsolved untried unused unusual unveil unwilling upcoming update upheld uphold upper upright uprising upset upstream
upward uranium urban urge urgency urgent usa use usher usual utilitarian utility utmost utter vacuum vague valid
valley valuable value van vanguard vanish var variable variance variant vary vast vector vegetable vehicle venture
venue verb verbal verdict verification verify version veteran veto viable vice viceroy victim victor victory video
view village violate violation violence violent virtual virtue virus visa visible vision visit visitor vital
vocabulary voice volunteer vote vow voyage vulnerable wage wait wake walk wall wander want war ward warden warfare
warlord warm warn warrant warrior warship wartime wary wash waste watch watchdog water watershed wave wavering way
weak weaken wealth wealthy weapon wear weather wedding week weekend weep weigh weight welcome welfare went wept west
western wet whatsoever wheat wheel whereby wherein whereupon whip whisper whistle whistleblower white whiten whole
whys wicked wide widow width wife wight wild wilderness willing win window wine winter wipe wire wisdom wise wish
withdraw withdrawal withdrawn withdrew withheld withhold witness wives woke woken wolves woman women wonder
wonderful wood word wore work workable workforce workshop world worldwide worn worry worse worship worst worth wound
woven wrap wreck write written wrong wrote yard yawn year yell yellow yesterday yield young youth zeal zero zonal
zone
"""


@cache
def ordinary() -> frozenset[str]:
    """The words, without those that `is_ordinary` makes of others."""
    return frozenset(_ORDINARY.split())


@cache
def is_ordinary(word: str) -> bool:
    """Whether a word in lower case, or what is left of it without one or two endings, is a word of everyday English."""
    if _is_known(word):
        return True
    return any(_is_known(base) or any(map(_is_known, _bases(base))) for base in _bases(word))


def _is_known(word: str) -> bool:
    return word in FUNCTION or word in TITLES or word in ordinary()


_ENDINGS = "s es ed ing ings er ers est ly ness ment ments able ion ions ation ations ful less".split()


def _bases(word: str) -> Iterator[str]:
    """What a word may be an inflected form of, three letters or more."""
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < 3:
            continue
        yield base
        if ending not in ("s", "es"):
            yield base + "e"
            if base[-1] == base[-2]:
                yield base[:-1]
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ier", "y"), ("ily", "y"), ("ally", ""), ("bly", "ble")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + instead
