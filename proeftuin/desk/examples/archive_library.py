"""Knowledge items that point to real, public works; the words are ours, the works are theirs."""

from datetime import date
from typing import Any

from proeftuin.desk.examples.archive_facts import (
    AARTRIJKE,
    ARTUR,
    CERA_2021,
    OMGEVING,
    PIONEERS,
    VESPA,
    WIJZER,
    WONEN,
)

TOPICS: list[dict[str, str]] = [
    {"slug": "wat-is-het", "title": "Wat is coöperatief wonen?", "title_en": "What is cooperative housing?"},
    {"slug": "leertraject", "title": "Het leertraject", "title_en": "The learning pathway"},
    {"slug": "geld", "title": "Geld en betaalbaarheid", "title_en": "Money and affordability"},
    {"slug": "grond-en-site", "title": "Grond en site", "title_en": "Land and site"},
    {"slug": "bewoners", "title": "Bewoners en groep", "title_en": "Residents and group"},
    {"slug": "voorbeelden", "title": "Voorbeelden", "title_en": "Examples"},
]

_DUO = "Lieve Jacobs, Peggy Totté"
_EVERYBODY = ["citizen", "municipality", "initiator", "expert", "investor"]
_CHARGED = ["municipality", "initiator", "expert"]


def _item(
    slug: str, kind: str, title: tuple[str, str], summary: tuple[str, str], **more: Any
) -> dict[str, Any]:
    return {
        "slug": slug,
        "kind": kind,
        "title": title[0],
        "title_en": title[1],
        "summary": summary[0],
        "summary_en": summary[1],
        "audiences": _CHARGED,
        **more,
    }


ITEMS: list[dict[str, Any]] = [
    _item(
        "cooperatief-wonen-in-vlaanderen", "publication",
        ("Coöperatief wonen in Vlaanderen", "Cooperative housing in Flanders"),
        ("Boek over wat een coöperatie in de woonsector kan, of het haalbaar is en wat het opbrengt.",
         "Book on what a cooperative can do in housing, whether it is feasible and what it brings."),
        url="https://magazines.cera.coop/CooperatiefWonen/NL/2020/9/files/basic-html/page68.html",
        publisher="Cera", published_words="2020", topics=["wat-is-het", "geld"],
        phases=["group", "site", "plan", "build", "live"],
    ),
    _item(
        "webinar-antwoord-op-de-wooncrisis", "webinar",
        ("Coöperatief wonen: een antwoord op de wooncrisis", "Cooperative housing: an answer to the housing crisis"),
        ("Webinar waarin twee kenners met elkaar in gesprek gaan over wat wooncoöperaties kunnen betekenen.",
         "Webinar in which two experts talk about what housing cooperatives can mean."),
        url="https://www.cera.coop/nl/cooperaties/kalender/2020/"
            "20201208-webinar-cooperatief-wonen-antwoord-op-de-wooncrisis",
        authors=_DUO, publisher="Cera, Oikos, Architectuurwijzer", published_on=date(2020, 12, 8),
        topics=["wat-is-het"], audiences=_EVERYBODY,
    ),
    _item(
        "website-cooperatief-wonen", "link",
        ("Website Coöperatief Wonen", "Website Coöperatief Wonen"),
        ("Uitleg, nieuws en voorbeelden van coöperatief wonen, samengebracht door Cera en Architectuurwijzer.",
         "Explanation, news and examples of cooperative housing, brought together by Cera and Architectuurwijzer."),
        url="https://cooperatiefwonen.be/", publisher="Cera, Architectuurwijzer",
        topics=["wat-is-het", "voorbeelden"], audiences=_EVERYBODY,
    ),
    _item(
        "opname-infomoment-2022", "recording",
        ("Opnames en presentaties van het infomoment van 8 maart 2022",
         "Recordings and slides of the information session of 8 March 2022"),
        ("Eerst inspiratie over coöperatief wonen, daarna uitleg over de oproep en de begeleiding.",
         "First inspiration about cooperative housing, then the call and the guidance explained."),
        url=OMGEVING, authors="Peggy Totté, Lieve Jacobs",
        publisher="departement Omgeving", published_words="2022", topics=["leertraject", "wat-is-het"],
        phases=["site"],
    ),
    _item(
        "oproep-in-twee-stappen", "link",
        ("Een oproep in twee stappen", "A call in two steps"),
        ("Hoe het leertraject bedacht was: eerst vijf sites van gemeenten, daarna initiatiefnemers voor elke site.",
         "How the pathway was designed: first five sites of municipalities, then initiators for each site."),
        url=WONEN, publisher="agentschap Wonen-Vlaanderen", published_words="2022", topics=["leertraject"],
        phases=["site"],
    ),
    _item(
        "vijf-gemeenten-pionieren", "article",
        ("Vijf gemeenten gaan pionieren met een coöperatief woonproject",
         "Five municipalities become pioneers with a cooperative housing project"),
        ("Nieuwsbericht waarin de Vlaamse ministers de vijf pioniers en hun sites voorstellen.",
         "News item in which the Flemish ministers present the five pioneers and their sites."),
        url=PIONEERS, publisher="Wonen in Vlaanderen", published_words="2022",
        topics=["leertraject", "grond-en-site"], audiences=["citizen", *_CHARGED], phases=["site"],
    ),
    _item(
        "arenawijk-onderzoek", "article",
        ("Onderzoek naar een coöperatief woonproject voor de Arenawijk",
         "Study of a cooperative housing project for the Arenawijk estate"),
        ("AG Vespa legt uit wat het in de Arenawijk in Deurne wil onderzoeken en waarom.",
         "AG Vespa explains what it wants to study in the Arenawijk estate in Deurne, and why."),
        url=VESPA, publisher="AG Vespa", topics=["leertraject", "grond-en-site"], phases=["site", "plan"],
    ),
    _item(
        "onder-de-kerktoren-van-aartrijke", "article",
        ("Coöperatief wonen onder de kerktoren van Aartrijke",
         "Cooperative housing under the church tower of Aartrijke"),
        ("Over de eerste schetsen voor de dorpskern en de avond voor inwoners van 24 juni 2024.",
         "On the first sketches for the village centre and the evening for residents of 24 June 2024."),
        url=AARTRIJKE, publisher="cooperatiefwonen.be", published_on=date(2024, 6, 20),
        topics=["leertraject", "bewoners"], audiences=["citizen", *_CHARGED], phases=["plan"],
    ),
    _item(
        "ondersteuners-gezocht", "article",
        ("Ondersteuners gezocht voor wooncoöperaties", "Supporters wanted for housing cooperatives"),
        ("Waarom de overheid in 2021 een team zocht, en dat de lessen ook tijdens het traject gedeeld worden.",
         "Why the government looked for a team in 2021, and that lessons are shared during the pathway too."),
        url=CERA_2021, publisher="Cera", published_on=date(2021, 1, 28), topics=["leertraject"],
    ),
    _item(
        "oproep-architectuurwijzer", "article",
        ("Oproep: leertraject coöperatieve woonprojecten", "Call: learning pathway on cooperative housing projects"),
        ("Aankondiging van de oproep, met het infomoment en de deadline van 16 mei 2022.",
         "Announcement of the call, with the information session and the deadline of 16 May 2022."),
        url=WIJZER, publisher="Architectuurwijzer", published_on=date(2022, 2, 8), topics=["leertraject"],
        phases=["site"],
    ),
    _item(
        "oproep-ar-tur", "article",
        ("Aan de slag met een coöperatief woonproject?", "Getting started with a cooperative housing project?"),
        ("Welke ondersteuning gekozen gemeenten en hun initiatiefnemers zouden krijgen.",
         "What support the chosen municipalities and their initiators were to get."),
        url=ARTUR, publisher="AR-TUR", published_words="2022", topics=["leertraject"],
        audiences=["municipality", "initiator"], phases=["site", "plan"],
    ),
    _item(
        "gemeenten-jagen-woonprojecten-aan", "publication",
        ("Steden en gemeenten jagen coöperatieve woonprojecten aan",
         "Towns and municipalities drive cooperative housing projects"),
        ("Vakartikel in het blad Lokaal over wat lokale besturen kunnen doen. De volledige tekst is niet voor iedereen open.",
         "Article in the journal Lokaal on what local authorities can do. The full text is not open to everybody."),
        url="https://kenniswest.be/artikel/steden-en-gemeenten-jagen-cooperatieve-woonprojecten-aan/140174",
        authors=_DUO, publisher="Lokaal (VVSG)", published_on=date(2021, 10, 26),
        topics=["grond-en-site", "leertraject"], audiences=["municipality", "expert"],
    ),
    _item(
        "daredevils", "article",
        ("Gezocht: lefgozers voor wooncoöperaties (in het Engels)", "Wanted: daredevils for housing cooperatives"),
        ("Wat een wooncoöperatie is, waar ze sterk in is en waar het fout kan gaan.",
         "What a housing cooperative is, what it is good at and where it can go wrong."),
        url="https://www.housingcoop.eu/resources/knowledge/wanted-daredevils-for-housing-cooperatives", authors=_DUO,
        publisher="International Raiffeisen Union", language="en", topics=["wat-is-het", "geld"],
        audiences=_EVERYBODY,
    ),
    _item(
        "zeven-uitdagingen-limburg", "recording",
        ("Wooncoöperatie in Limburg: webinar en zeven uitdagingen",
         "Housing cooperatives in Limburg: webinar and seven challenges"),
        ("Webinar van 3 juli 2020 en verslag van een werksessie van 5 februari 2021. De zeven uitdagingen gaan over "
         "betaalbaarheid, vennoten, erven, verhuizen en de rol van de overheid.",
         "Webinar of 3 July 2020 and report of a working session of 5 February 2021. The seven challenges are about "
         "affordability, members, inheriting, moving and the role of government."),
        url="https://www.limburg.be/wooncooperatie", publisher="Provincie Limburg", published_words="2020–2021",
        topics=["geld", "bewoners"], audiences=_EVERYBODY, phases=["group", "plan", "live"],
    ),
    _item(
        "vragen-limburg", "link",
        ("Alle vragen uit het publiek beantwoord", "All questions from the audience answered"),
        ("De vragen die kijkers stelden tijdens het webinar in Limburg, elk met een antwoord.",
         "The questions that viewers asked during the webinar in Limburg, each with an answer."),
        url="https://www.limburg.be/wooncooperatiefaq", publisher="Provincie Limburg",
        published_on=date(2020, 8, 31), topics=["wat-is-het", "bewoners"], audiences=["citizen", "initiator"],
    ),
    _item(
        "gent-pionier", "article",
        ("Gent, pionier van collectief en coöperatief wonen", "Ghent, a pioneer of collective and cooperative housing"),
        ("Over eerdere sites in Gent waar groepen samen bouwden.",
         "On earlier sites in Ghent where groups built together."),
        url="https://architectuurwijzer.be/gent-pionier-van-collectief-en-cooperatief-wonen/",
        publisher="Architectuurwijzer", published_on=date(2018, 5, 13), topics=["voorbeelden", "bewoners"],
        audiences=["citizen", *_CHARGED],
    ),
    _item(
        "wooncoop", "example",
        ("wooncoop", "wooncoop"),
        ("Burgercoöperatie in Vlaanderen. Een artikel uit het najaar van 2023 telt 28 projecten, waarvan 15 klaar.",
         "Citizens' cooperative in Flanders. An article of autumn 2023 counts 28 projects, 15 of them finished."),
        url="https://www.depunt.be/nieuwsartikel/wooncoop-trekt-aan-kar-van-cooperatief-wonen-in-vlaanderen/",
        publisher="De Punt", published_words="2023", topics=["voorbeelden"], audiences=_EVERYBODY,
        phases=["build", "live"],
    ),
    _item(
        "een-woning-twee-maandbedragen", "article",
        ("Een woning, twee maandbedragen", "One home, two monthly amounts"),
        ("Bespreking van een krantenartikel over wooncoop. Het toont wat een bewoner betaalt met veel en met weinig "
         "eigen inbreng.",
         "On a newspaper article about wooncoop. It shows what a resident pays with much and with little money of "
         "their own."),
        url="https://www.cera.coop/nl/cooperaties/nieuws/2023/230824_n_de-morgen-onderzoekt-wooncoop",
        publisher="Cera", published_on=date(2023, 8, 24), topics=["geld"], audiences=["citizen", "investor"],
        phases=["live"],
    ),
    _item(
        "nieuwe-meent", "example",
        ("De Nieuwe Meent, Amsterdam", "De Nieuwe Meent, Amsterdam"),
        ("Wooncoöperatie die toont hoe ze haar gebouw betaalt: een bank, de leden, leningen en crowdfunding.",
         "Housing cooperative that shows how it pays for its building: a bank, its members, loans and crowdfunding."),
        url="https://nieuwemeent.nl/financiering/", publisher="De Nieuwe Meent", topics=["voorbeelden", "geld"],
        audiences=["initiator", "expert", "investor"], phases=["plan", "build"],
    ),
    _item(
        "kostprijshuur-zurich", "article",
        ("Hoe kostprijshuur werkt (in het Duits)", "How cost rent works (in German)"),
        ("Een coöperatie in Zürich legt uit hoe zij haar huur berekent: alleen wat het gebouw echt kost.",
         "A cooperative in Zürich explains how it sets its rent: only what the building really costs."),
        url="https://www.kalkbreite.net/artikel/wie-funktioniert-kostenmiete", publisher="Kalkbreite",
        language="de", topics=["geld", "voorbeelden"], audiences=["initiator", "expert"], phases=["live"],
    ),
]  # fmt: skip
