"""Countries and seats of power, by the words that texts use for them."""

from __future__ import annotations

import re
from functools import cache

_TABLE = """
United States|American,Americans,Washington,White House,US,U.S.,USA,U.S,America,Pentagon,State Department,Oval Office,Capitol Hill,Kremlinologist-none
Russia|Russian,Russians,Moscow,Kremlin,Russian Federation
Ukraine|Ukrainian,Ukrainians,Kyiv,Kiev
Europe|European,Europeans,European Union,EU,E.U.,Brussels,European Commission
NATO|North Atlantic Treaty Organization,North Atlantic Alliance,Alliance
United Nations|UN,U.N.,Security Council,Secretary-General
United Kingdom|British,Britons,Britain,London,UK,U.K.,Downing Street,Whitehall,Great Britain,England,English
France|French,Paris,Elysee,Élysée
Germany|German,Germans,Berlin
China|Chinese,Beijing,People's Republic of China
Israel|Israeli,Israelis,Jerusalem,Tel Aviv,Knesset
Palestine|Palestinian,Palestinians,Palestinian Authority,Ramallah,Hamas,Gaza
Iran|Iranian,Iranians,Tehran,Teheran
Iraq|Iraqi,Iraqis,Baghdad
Turkey|Turkish,Turks,Ankara,Türkiye,Turkiye
Egypt|Egyptian,Egyptians,Cairo
Ethiopia|Ethiopian,Ethiopians,Addis Ababa
Sudan|Sudanese,Khartoum
South Sudan|South Sudanese,Juba
Saudi Arabia|Saudi,Saudis,Riyadh
Qatar|Qatari,Qataris,Doha
United Arab Emirates|Emirati,Emiratis,UAE,Abu Dhabi,Dubai
India|Indian,Indians,New Delhi,Delhi
Pakistan|Pakistani,Pakistanis,Islamabad
Afghanistan|Afghan,Afghans,Kabul,Taliban
Japan|Japanese,Tokyo
South Korea|South Korean,South Koreans,Seoul
North Korea|North Korean,North Koreans,Pyongyang
Taiwan|Taiwanese,Taipei
Vietnam|Vietnamese,Hanoi
Philippines|Philippine,Filipino,Filipinos,Manila
Indonesia|Indonesian,Indonesians,Jakarta
Malaysia|Malaysian,Malaysians,Kuala Lumpur
Thailand|Thai,Thais,Bangkok
Myanmar|Burmese,Burma,Naypyidaw
Cambodia|Cambodian,Cambodians,Phnom Penh
Laos|Laotian,Lao,Vientiane
Singapore|Singaporean,Singaporeans
Bangladesh|Bangladeshi,Bangladeshis,Dhaka
Sri Lanka|Sri Lankan,Sri Lankans,Colombo
Nepal|Nepali,Nepalese,Kathmandu
Australia|Australian,Australians,Canberra
New Zealand|New Zealander,New Zealanders,Wellington
Canada|Canadian,Canadians,Ottawa
Mexico|Mexican,Mexicans,Mexico City
Brazil|Brazilian,Brazilians,Brasilia,Brasília
Argentina|Argentine,Argentinian,Argentines,Buenos Aires
Chile|Chilean,Chileans,Santiago
Colombia|Colombian,Colombians,Bogota,Bogotá
Venezuela|Venezuelan,Venezuelans,Caracas
Peru|Peruvian,Peruvians,Lima
Bolivia|Bolivian,Bolivians,La Paz
Ecuador|Ecuadorian,Ecuadorean,Quito
Paraguay|Paraguayan,Paraguayans,Asuncion
Uruguay|Uruguayan,Uruguayans,Montevideo
Guyana|Guyanese,Georgetown
Cuba|Cuban,Cubans,Havana
Haiti|Haitian,Haitians,Port-au-Prince
Nicaragua|Nicaraguan,Nicaraguans,Managua
Honduras|Honduran,Hondurans,Tegucigalpa
Guatemala|Guatemalan,Guatemalans
El Salvador|Salvadoran,Salvadorans
Costa Rica|Costa Rican,Costa Ricans
Panama|Panamanian,Panamanians
Spain|Spanish,Spaniards,Madrid
Portugal|Portuguese,Lisbon
Italy|Italian,Italians,Rome
Vatican|Holy See
Greece|Greek,Greeks,Athens
Cyprus|Cypriot,Cypriots,Nicosia,Greek Cypriot,Greek Cypriots
Northern Cyprus|Turkish Cypriot,Turkish Cypriots
Malta|Maltese,Valletta
Ireland|Irish,Dublin
Netherlands|Dutch,The Hague,Holland
Belgium|Belgian,Belgians
Luxembourg|Luxembourgish
Switzerland|Swiss,Bern,Geneva-none
Austria|Austrian,Austrians,Vienna-none
Poland|Polish,Poles,Warsaw
Czech Republic|Czech,Czechs,Prague,Czechia
Slovakia|Slovak,Slovaks,Bratislava
Hungary|Hungarian,Hungarians,Budapest
Romania|Romanian,Romanians,Bucharest
Bulgaria|Bulgarian,Bulgarians,Sofia
Moldova|Moldovan,Moldovans,Chisinau
Belarus|Belarusian,Belarusians,Minsk
Lithuania|Lithuanian,Lithuanians,Vilnius
Latvia|Latvian,Latvians,Riga
Estonia|Estonian,Estonians,Tallinn
Finland|Finnish,Finns,Helsinki
Sweden|Swedish,Swedes,Stockholm
Norway|Norwegian,Norwegians,Oslo
Denmark|Danish,Danes,Copenhagen
Iceland|Icelandic,Icelanders,Reykjavik
Serbia|Serbian,Serbs,Serb,Belgrade
Kosovo|Kosovar,Kosovars,Pristina
Croatia|Croatian,Croats,Zagreb
Slovenia|Slovenian,Slovene,Ljubljana
Bosnia and Herzegovina|Bosnian,Bosnians,Bosnia,Sarajevo
Montenegro|Montenegrin,Podgorica
North Macedonia|Macedonian,Macedonians,Skopje
Albania|Albanian,Albanians,Tirana
Georgia|Georgian,Georgians,Tbilisi
Armenia|Armenian,Armenians,Yerevan
Azerbaijan|Azerbaijani,Azerbaijanis,Baku
Kazakhstan|Kazakh,Kazakhs,Astana
Uzbekistan|Uzbek,Uzbeks,Tashkent
Kyrgyzstan|Kyrgyz,Bishkek
Tajikistan|Tajik,Tajiks,Dushanbe
Turkmenistan|Turkmen,Ashgabat
Mongolia|Mongolian,Mongolians,Ulaanbaatar
Syria|Syrian,Syrians,Damascus
Lebanon|Lebanese,Beirut,Hezbollah
Jordan|Jordanian,Jordanians,Amman
Kuwait|Kuwaiti,Kuwaitis
Bahrain|Bahraini,Bahrainis,Manama
Oman|Omani,Omanis,Muscat
Yemen|Yemeni,Yemenis,Sanaa,Houthi,Houthis
Libya|Libyan,Libyans,Tripoli
Tunisia|Tunisian,Tunisians,Tunis
Algeria|Algerian,Algerians,Algiers
Morocco|Moroccan,Moroccans,Rabat
Mali|Malian,Malians,Bamako
Niger|Nigerien,Nigeriens,Niamey
Nigeria|Nigerian,Nigerians,Abuja
Chad|Chadian,Chadians,N'Djamena
Burkina Faso|Burkinabe,Ouagadougou
Senegal|Senegalese,Dakar
Ghana|Ghanaian,Ghanaians,Accra
Ivory Coast|Ivorian,Ivorians,Abidjan,Côte d'Ivoire
Cameroon|Cameroonian,Cameroonians,Yaounde,Yaoundé
Central African Republic|Central African,Bangui
Democratic Republic of Congo|Congolese,Kinshasa,Congo,DRC
Rwanda|Rwandan,Rwandans,Kigali
Burundi|Burundian,Burundians
Uganda|Ugandan,Ugandans,Kampala
Kenya|Kenyan,Kenyans,Nairobi
Tanzania|Tanzanian,Tanzanians,Dodoma
Somalia|Somali,Somalis,Mogadishu
Eritrea|Eritrean,Eritreans,Asmara
Djibouti|Djiboutian
South Africa|South African,South Africans,Pretoria
Namibia|Namibian,Namibians,Windhoek
Botswana|Botswanan,Gaborone
Zimbabwe|Zimbabwean,Zimbabweans,Harare
Zambia|Zambian,Zambians,Lusaka
Mozambique|Mozambican,Mozambicans,Maputo
Angola|Angolan,Angolans,Luanda
Madagascar|Malagasy,Antananarivo
African Union|AU
"""


@cache
def _names() -> dict[str, str]:
    """Each word for a country, with the country's name."""
    found: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        name, _, words = line.partition("|")
        for word in (name, *words.split(",")):
            if word and not word.endswith("-none"):
                found.setdefault(word, name)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_names(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in words) + r")(?![\w])")


def places_in(words: str) -> list[str]:
    """The countries that words name, in the order of their mention."""
    return list(dict.fromkeys(_names()[m.group()] for m in _pattern().finditer(words)))


def synonyms(name: str) -> frozenset[str]:
    """All words for the country that a name stands for; empty where it stands for none."""
    country = _names().get(name)
    return frozenset(word for word, other in _names().items() if other == country) if country else frozenset()
