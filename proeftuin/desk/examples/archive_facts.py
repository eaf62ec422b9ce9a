"""What is publicly documented of the pathway of 2022–2024, in our own words, each fact with its source."""

from datetime import date
from typing import Any

OMGEVING = "https://omgeving.vlaanderen.be/cooperatieve-woonprojecten"
WONEN = "https://wonenvlaanderen.be/verbouwen/leertraject-co%C3%B6peratieve-woonprojecten"
PIONEERS = (
    "https://www.vlaanderen.be/wonen-in-vlaanderen/wonen-in-vlaanderen/nieuws/"
    "vijf-gemeenten-gaan-pionieren-met-een-cooperatief-woonproject"
)
VESPA = "https://www.agvespa.be/nieuws/onderzoek-naar-cooperatief-woonproject-voor-arenawijk"
PAGE = "https://www.lint.be/leertraject-cooperatieve-woonprojecten"
WIJZER = "https://architectuurwijzer.be/oproep-leertraject-cooperatieve-woonprojecten/"
ARTUR = "https://ar-tur.be/nieuws/wil-jouw-stad-of-gemeente-aan-de-slag-met-een-co%C3%B6peratief-woonproject"
CERA_2021 = (
    "https://www.cera.coop/nl/cooperaties/nieuws/2021/210128_n_we-zoeken-ondersteuners-voor-wooncooperaties"
)
AARTRIJKE = "https://cooperatiefwonen.be/2024/06/20/cooperatief-wonen-onder-de-kerktoren-van-aartrijke/"

PATHWAY: dict[str, Any] = {
    "slug": "2022-2024",
    "name": "Leertraject coöperatieve woonprojecten 2022–2024",
    "name_en": "Learning pathway on cooperative housing projects 2022–2024",
    "summary": (
        "Vijf steden en gemeenten werden gekozen om op een eigen site coöperatief wonen uit te proberen. "
        "Dit archief toont wat daarover openbaar gedocumenteerd is, met telkens de bron."
    ),
    "summary_en": (
        "Five towns and municipalities were chosen to try out cooperative housing on a site of their own. "
        "This archive shows what is publicly documented about it, each time with the source."
    ),
    "body": f"""De Vlaamse overheid wilde leren uit echte projecten. Daarom zocht ze in 2022 vijf gemeenten die een
concrete site hadden en daar coöperatief wonen wilden uitproberen
([departement Omgeving]({OMGEVING})).

## Twee stappen

De oproep was in twee stappen bedacht. Eerst brachten gemeenten een site aan en werden er vijf gekozen. Daarna zou
elke gekozen gemeente zelf op zoek gaan naar initiatiefnemers voor haar site
([Wonen-Vlaanderen]({WONEN})).

## Wie erachter stond

Wonen-Vlaanderen en het departement Omgeving begonnen het traject. Team Vlaams Bouwmeester, VVSG,
Architectuurwijzer en Cera werkten mee ([Cera, 28 januari 2021]({CERA_2021})) en vormden een stuurgroep
([Architectuurwijzer, 8 februari 2022]({WIJZER})). Tweeperenboom en Studio Levier lichtten mee de begeleiding toe
([departement Omgeving]({OMGEVING})).

## Wat een proeftuin moest opleveren

Elke proeftuin moest meerwaarde brengen voor de gemeente, met een ruimtelijk project van goede kwaliteit
([tekst van de oproep, overgenomen door de gemeente Lint]({PAGE})).

## Leren met velen

Wat de proeftuinen leerden, was ook voor anderen bedoeld: voor het beleid, voor mensen uit het vak en voor burgers, en
al tijdens het traject ([Cera, 28 januari 2021]({CERA_2021})). Er waren vijf netwerkmomenten gepland, ook voor andere
gemeenten, intergemeentelijke samenwerkingsverbanden, burgers en initiatiefnemers ([AG Vespa]({VESPA})).

## Wat we niet vonden

Het aantal kandidaten, de beoordelingscriteria, de samenstelling van de jury en haar verslag, de netwerkmomenten na het
eerste en een eindverslag vonden we niet in openbare bronnen. We vullen dat niet zelf in.
""",
    "body_en": f"""The Flemish government wanted to learn from real projects. In 2022 it therefore looked for five
municipalities that had a concrete site and wanted to try out cooperative housing there
([Department of Environment and Spatial Development]({OMGEVING}), in Dutch).

## Two steps

The call was designed in two steps. First municipalities offered a site and five were chosen. Then each chosen
municipality was to look for initiators for its own site ([Wonen-Vlaanderen]({WONEN}), in Dutch).

## Who was behind it

The agency Wonen-Vlaanderen and the Department of Environment and Spatial Development began the pathway. Team Vlaams
Bouwmeester, VVSG, Architectuurwijzer and Cera took part ([Cera, 28 January 2021]({CERA_2021}), in Dutch) and formed a
steering group ([Architectuurwijzer, 8 February 2022]({WIJZER}), in Dutch). Tweeperenboom and Studio Levier helped to
explain the guidance ([Department of Environment and Spatial Development]({OMGEVING}), in Dutch).

## What a pilot was to bring

Each pilot was to bring added value to its municipality, through a spatial project of good quality
([text of the call, republished by the municipality of Lint]({PAGE}), in Dutch).

## Learning with many

What the pilots learned was meant for others too: for policy makers, professionals and citizens, and already during the
pathway ([Cera, 28 January 2021]({CERA_2021}), in Dutch). Five network moments were planned, open to other
municipalities, intermunicipal bodies, citizens and initiators ([AG Vespa]({VESPA}), in Dutch).

## What we did not find

The number of candidates, the criteria, the members of the jury and its report, the network moments after the first
one and a final report were not found in public sources. We do not fill them in ourselves.
""",
    "starts_on": date(2022, 1, 1),
    "ends_on": date(2024, 12, 31),
    "period": "januari 2022 – eind 2024",
    "period_en": "January 2022 – end of 2024",
}

PHASES: list[dict[str, Any]] = [
    {
        "title": "Voorbereiding",
        "title_en": "Preparation",
        "when": "januari 2021",
        "when_en": "January 2021",
        "text": "De overheid zoekt een extern team om de vijf proefprojecten te begeleiden.",
        "text_en": "The government looks for an external team to guide the five pilot projects.",
        "source_url": CERA_2021,
    },
    {
        "title": "Oproep aan steden en gemeenten",
        "title_en": "Call to towns and municipalities",
        "when": "januari – 16 mei 2022",
        "when_en": "January – 16 May 2022",
        "text": "Gemeenten met een concrete site kunnen zich kandidaat stellen tot 16 mei 2022 om 12 uur.",
        "text_en": "Municipalities with a concrete site can apply until 16 May 2022 at 12 noon.",
        "source_url": WIJZER,
    },
    {
        "title": "Vijf pioniers gekozen",
        "title_en": "Five pioneers chosen",
        "when": "juli 2022",
        "when_en": "July 2022",
        "text": "De ministers van Omgeving en van Wonen maken de vijf pioniers bekend.",
        "text_en": "The ministers of the environment and of housing announce the five pioneers.",
        "source_url": PIONEERS,
    },
    {
        "title": "Leertraject en begeleiding op maat",
        "title_en": "Learning pathway and tailored guidance",
        "when": "najaar 2022 – eind 2024",
        "when_en": "autumn 2022 – end of 2024",
        "text": "De pioniers krijgen begeleiding op maat. Er zijn vijf netwerkmomenten gepland.",
        "text_en": "The pioneers get tailored guidance. Five network moments are planned.",
        "source_url": VESPA,
    },
    {
        "title": "Eindverslag",
        "title_en": "Final report",
        "when": "",
        "when_en": "",
        "text": "",
        "text_en": "",
        "source_url": "",
    },
]

_OWNER = ("eigenaar van het programma", "owner of the programme")
_STEERING = ("lid van de stuurgroep", "member of the steering group")
_TEAM = ("extern coördinatieteam", "external coordination team")
PARTNERS: list[dict[str, str]] = [
    {"name": name, "role": role[0], "role_en": role[1], "url": url}
    for name, role, url in (
        ("agentschap Wonen-Vlaanderen", _OWNER, WONEN),
        ("departement Omgeving", _OWNER, OMGEVING),
        ("Team Vlaams Bouwmeester", _STEERING, "https://vlaamsbouwmeester.be/"),
        ("VVSG", _STEERING, "https://www.vvsg.be/"),
        ("Architectuurwijzer", _STEERING, "https://architectuurwijzer.be/"),
        ("Cera", _STEERING, "https://www.cera.coop/"),
        ("Tweeperenboom", _TEAM, OMGEVING),
        ("Studio Levier", _TEAM, OMGEVING),
    )
]

CALL: dict[str, Any] = {
    "slug": "oproep-2022",
    "title": "Oproep aan steden en gemeenten: word proeftuin",
    "title_en": "Call to towns and municipalities: become a pilot",
    "summary": (
        "Steden en gemeenten konden zich in 2022 kandidaat stellen als proeftuin voor coöperatief wonen, met een "
        "concrete site. Deze oproep is afgelopen."
    ),
    "summary_en": (
        "In 2022 towns and municipalities could apply to become a pilot for cooperative housing, with a concrete "
        "site. This call has ended."
    ),
    "reasons": f"""- Een expert begeleidt u in elke fase.
- U bouwt kennis en ervaring op.
- U maakt maatschappelijke meerwaarde voor uw gemeente.
- U toont zich als pionier.

Bron: [departement Omgeving]({OMGEVING}).""",
    "reasons_en": f"""- An expert guides you in each phase.
- You build up knowledge and experience.
- You create social added value for your municipality.
- You show yourself as a pioneer.

Source: [Department of Environment and Spatial Development]({OMGEVING}) (in Dutch).""",
    "conditions": f"""De gemeente brengt een of meer concrete sites aan, bebouwd of onbebouwd. Dat noemde de oproep
een essentiële voorwaarde ([departement Omgeving]({OMGEVING})).""",
    "conditions_en": f"""The municipality brings one or more concrete sites, built or unbuilt. The call named this an
essential condition ([Department of Environment and Spatial Development]({OMGEVING}), in Dutch).""",
    "support": f"""- Hulp om te bepalen wat er ruimtelijk op de site kan.
- Hulp bij een lokale oproep aan initiatiefnemers.
- Ondersteuning van die initiatiefnemers, voor de ruimte en voor de coöperatie.

Bron: [AR-TUR]({ARTUR}).""",
    "support_en": f"""- Guidance in drawing up a spatial vision for the site.
- Guidance in launching a local call to initiators.
- Support of those initiators, on the spatial and on the cooperative side.

Source: [AR-TUR]({ARTUR}) (in Dutch).""",
    "opening": "januari 2022",
    "opening_en": "January 2022",
    "source_url": WIJZER,
}

INFO_MOMENT: dict[str, Any] = {
    "slug": "infomoment-2022",
    "title": "Infomoment over de oproep van 2022",
    "title_en": "Information session about the call of 2022",
    "summary": "Inspiratie over coöperatief wonen, en uitleg over de oproep en de begeleiding.",
    "summary_en": "Inspiration about cooperative housing, and the call and the guidance explained.",
    "place": "Brussel",
    "programme": [
        {
            "title": "Inspiratie over coöperatief wonen",
            "title_en": "Inspiration about cooperative housing",
            "speakers": "Peggy Totté (Architectuurwijzer), Lieve Jacobs (Cera)",
        },
        {
            "title": "De oproep en het begeleidingstraject",
            "title_en": "The call and the guidance",
            "speakers": "Wonen-Vlaanderen, departement Omgeving, Tweeperenboom, Studio Levier",
        },
    ],
    "materials": [
        {
            "kind": "recording",
            "title": "Opnames en presentaties, bij het departement Omgeving",
            "title_en": "Recordings and slides, at the Department of Environment and Spatial Development",
            "url": OMGEVING,
            "is_published": True,
        },
    ],
    "source_url": OMGEVING,
}

NETWORK_MOMENT: dict[str, Any] = {
    "slug": "lerend-netwerk-2022",
    "title": "Eerste bijeenkomst van het lerend netwerk",
    "title_en": "First meeting of the learning network",
    "summary": (
        "Het programma zou in de loop van oktober 2022 online komen. We vonden het niet in openbare bronnen, net als "
        "de plaats, de uren, de sprekers en een verslag."
    ),
    "summary_en": (
        "The programme was to be put online during October 2022. It was not found in public sources; nor were the "
        "place, the hours, the speakers and a report."
    ),
    "programme_note": "Niet openbaar gedocumenteerd",
    "programme_note_en": "Not publicly documented",
    "programme": [],
    "materials": [],
    "source_url": PAGE,
}
