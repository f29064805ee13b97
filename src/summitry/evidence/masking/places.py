"""Names of places and of those who act in their name, with the words made from them, in lower case.

Between strokes stands a family: a name and the forms that grammar alone does not lead to. It helps to find what is
written without a capital (`jerusalem` as the name of an issue) and to see that `French` belongs to `France`; names that
are missing here are found by their capital.
"""

from __future__ import annotations

from functools import cache

_FAMILIES = """
afghanistan afghan afghans | albania | algeria | andorra | angola | argentina argentine argentinian | armenia |
australia | austria | azerbaijan azeri azeris azerbaijani | bahamas bahamian | bahrain bahraini | bangladesh
bangladeshi | barbados | belarus belarusian belarusians byelorussian | belgium belgian belgians | belize | benin |
bhutan | bolivia | bosnia bosniak | bosniaks herzegovina | botswana | brazil | brunei | bulgaria | burkina | burundi
| cambodia khmer | cameroon | canada | canadian canadians | chad | chile | china chinese prc | colombia | comoros |
congo congolese drc zaire | croatia croat croats | cuba | cyprus cypriot cypriots | czechia czech czechs
czechoslovakia bohemia | denmark danish dane danes | djibouti | dominica | ecuador | egypt | salvador salvadoran |
eritrea | estonia | eswatini | ethiopia | fiji | finland finnish finn finns | france french frenchman frenchmen |
gabon | gambia | georgia | germany german germans gdr frg | ghana | greece greek greeks hellenic | grenada |
guatemala | guinea | guyana | haiti | honduras | hungary magyar magyars | iceland icelandic icelander | india |
indonesia | iran iranian iranians persia persian persians | iraq | ireland irish irishman | israel | italy italian
italians | jamaica | japan | jordan | kazakhstan kazakh | kazakhs | kenya | kiribati | kosovo kosovar kosovars |
kuwait | kyrgyzstan kyrgyz | laos laotian lao | latvia | lebanon | lebanese | lesotho | liberia | libya |
liechtenstein | lithuania | luxembourg | madagascar malagasy | malawi | malaysia | maldives | mali | malta maltese |
mauritania | mauritius | mexico mexican mexicans | moldova moldavia | monaco monegasque | mongolia | montenegro |
morocco moroccan moroccans | mozambique | myanmar burma burmese | namibia | nauru | nepal nepali | netherlands dutch
dutchman dutchmen holland | nicaragua | niger nigerien | nigeria | norway norwegian norwegians | oman | pakistan |
palau | palestine palestinian palestinians | panama | paraguay | peru peruvian peruvians | philippines filipino
filipinos philippine | poland polish pole poles | portugal portuguese | qatar | romania | russia russian russians
rossiya russo muscovite muscovy rf | rwanda | samoa | senegal senegalese | serbia serb serbs | seychelles |
singapore | slovakia | slovak slovaks | slovenia slovene slovenes | somalia somali somalis somaliland | spain
spanish spaniard spaniards | lanka | sudan sudanese | suriname | sweden swedish swede swedes | switzerland swiss
helvetic | syria | taiwan taiwanese | tajikistan tajik tajiks | tanzania | thailand thai thais siam | togo togolese
| tonga | tunisia | turkey turkish turk turks türkiye turkiye | turkmenistan turkmen | tuvalu | uganda | ukraine
ukrainian ukrainians ukrayina | uruguay | uzbekistan | uzbek uzbeks | vanuatu | vatican | venezuela | vietnam
vietnamese | yemen | yugoslavia yugoslav yugoslavs | zambia | zimbabwe rhodesia | britain british briton britons uk
| england english englishman englishmen | scotland scottish scots | scot | wales welsh welshman | america american
americans usa u.s. u.s.a. | europe european europeans eu e.u. | africa | african africans | asia asian asians |
arabia arab arabs arabic arabian saudi saudis | soviet soviets ussr u.s.s.r. | un u.n. | nato | osce | oecd | iaea |
imf | opec | asean | brics | g7 | g8 | g20 | cia | fsb | kgb | gru | mossad | hamas | hezbollah | hizbollah
hizballah | fatah | plo | isis isil daesh | taliban | houthi houthis | wagner | kremlin | pentagon | whitehall |
duma | knesset | bundestag | reichstag | verkhovna | rada | congress | senate | elysee élysée | quirinal |
zhongnanhai | islam islamic islamist islamists | christian christians christianity | jew jews jewish | muslim
muslims | sunni sunnis | shia shiite shiites shi'a | kurd kurds kurdish kurdistan | druze | catholic catholics |
orthodox | hindu hindus | sikh sikhs | uyghur uyghurs uighur uighurs | rohingya | tamil tamils | tutsi tutsis | hutu
hutus | chechen chechens chechnya | tatar tatars | abkhazia abkhaz | ossetia ossetian | transnistria transdniestria
| karabakh artsakh | donbas donbass | crimea | donetsk | luhansk lugansk | zaporizhzhia zaporozhye zaporizhia |
kherson | kharkiv kharkov | sumy | odesa odessa | mariupol | bakhmut | dnipro dnepr | chernobyl chornobyl |
sevastopol | kaliningrad | kursk | belgorod | gaza | jerusalem | golan | sinai | galilee | judea | samaria | jenin |
hebron | ramallah | nablus | rafah | suez | hormuz | kashmir | ladakh | punjab | sindh | balochistan | tibet tibetan
tibetans | xinjiang | macau | crimean | manchuria | siberia | kuril kurils | senkaku diaoyu | spratly | paracel |
falkland falklands malvinas | gibraltar | catalonia catalan catalans | basque basques | corsica | ulster | belfast |
darfur | tigray | biafra | sahara sahrawi | sahel | katanga | kivu | aceh | papua | timor timorese | mindanao |
srebrenica | vojvodina | dayton | oslo | alaska | anchorage | hawaii | texas | california | florida | guam |
greenland | kabul | tirana | algiers | luanda | yerevan | canberra | vienna | baku | manama | dhaka | minsk |
brussels | brasilia | sofia | ottawa | santiago | bogota bogotá | kinshasa | zagreb | havana | nicosia | prague |
copenhagen | cairo | tallinn | helsinki | paris | tbilisi | berlin | bonn | accra | athens | budapest | reykjavik |
delhi | jakarta | tehran teheran | baghdad | basra | mosul | dublin | aviv | rome | kingston | tokyo | amman |
astana | nairobi | pristina | bishkek | beirut | tripoli | benghazi | vilnius | bamako | chisinau chișinău |
podgorica | rabat | maputo | naypyidaw | yangon | rangoon | windhoek | kathmandu | amsterdam | managua | niamey |
abuja | lagos | pyongyang | seoul | skopje macedonia macedonian | muscat | islamabad | karachi | lahore | warsaw |
lisbon | doha | bucharest | moscow | kigali | riyadh | jeddah | mecca | medina | dakar | belgrade | bratislava |
ljubljana | mogadishu | pretoria | johannesburg | madrid | barcelona | khartoum | stockholm | bern | geneva | zurich
| damascus | aleppo | dushanbe | bangkok | tunis | ankara | istanbul | ashgabat | kampala | kyiv kiev | dubai
emirati emiratis emirates | london | washington | montevideo | tashkent | caracas | hanoi | saigon | sanaa sana'a |
aden | lusaka | harare | hague | strasbourg | davos | munich | normandy | yalta | potsdam | versailles | maastricht
| kyoto | schengen | balkans balkan | baltic baltics | caucasus | mediterranean | atlantic | pacific | bosporus
bosphorus dardanelles | danube | nile | euphrates | tigris | mekong | indus | ganges | rhine | arctic | antarctic
antarctica | korea | hongkong | beijing peking | sarajevo | mostar | bihac | gorazde | tuzla | knin | lockerbie |
entebbe | fallujah | raqqa | idlib | homs | hodeidah | taiz | marib | kandahar | herat | helmand | peshawar |
srinagar | jaffna | goma | bukavu | juba | mekelle | asmara | kismayo | misrata | sirte | tobruk | izium | avdiivka
| lviv | poltava | chernihiv | mykolaiv | vinnytsia | melitopol | berdiansk | enerhodar | kramatorsk | sloviansk |
pokrovsk | tiraspol | stepanakert | sukhumi | tskhinvali | grozny | beslan | bicesse | rambouillet | arusha |
marcoussis | taif | annapolis | nagasaki | hiroshima | shanghai | guangzhou | mumbai | kolkata | chennai | melbourne
| sydney | toronto | montreal | vancouver | chicago | boston | philadelphia | miami | houston | dallas | denver |
seattle | frankfurt | hamburg | cologne | milan | naples | turin | venice | florence | seville | bilbao | porto |
krakow | gdansk | brno | rotterdam | antwerp | gothenburg | bergen | petersburg | novosibirsk | vladivostok | izmir
| alexandria | casablanca | marrakesh | fez
"""

_PHRASES = """
united states | united states of america | united kingdom | united nations | united arab emirates | european union |
soviet union | north korea | south korea | saudi arabia | south africa | new zealand | sri lanka | hong kong | new
york | new delhi | tel aviv | west bank | gaza strip | golan heights | white house | oval office | downing street |
capitol hill | security council | general assembly | european commission | european council | european parliament |
burkina faso | sierra leone | ivory coast | costa rica | el salvador | san marino | vatican city | holy see | red
cross | red crescent | black sea | red sea | dead sea | south china sea | middle east | camp david | red square |
mar a lago | abu dhabi | cape verde | east timor | arab league | african union | world bank | supreme leader |
northern ireland | western sahara | south sudan | panama canal | suez canal
"""

HOMOGRAPHS = frozenset(
    """
    arctic benin bergen catholic chad china christian christians cologne congress dane danes dayton dutch english eu
    fez finn finns florence florida french georgia guinea jordan kingston lao male muscat orthodox pacific pole
    poles polish rf santiago senate sofia swede swedes turk turkey turks uk un venice wagner
    """.split()
)
"""Names that are, or may be, other words without a capital."""


@cache
def families() -> dict[str, str]:
    """Each word with the first of its family."""
    found: dict[str, str] = {}
    for line in _FAMILIES.split("|"):
        words = line.split()
        for word in words:
            found.setdefault(word, words[0])
    return found


@cache
def phrases() -> frozenset[tuple[str, ...]]:
    """Names of several words of which no single one tells much."""
    return frozenset(tuple(line.split()) for line in _PHRASES.split("|") if line.split())
