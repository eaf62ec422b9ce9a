"""What the fictional pathway says: its texts, its call, its sites and its answers; all made up."""

from typing import Any

PATHWAY: dict[str, Any] = {
    "slug": "voorbeeld",
    "name": "Voorbeeldtraject coöperatief wonen",
    "name_en": "Example pathway on cooperative housing",
    "summary": (
        "Een verzonnen leertraject, om dit platform te leren kennen. Alle gemeenten, mensen en cijfers zijn fictief."
    ),
    "summary_en": (
        "A made-up learning pathway, to get to know this platform. All municipalities, people and figures are "
        "fictional."
    ),
    "body": (
        "In dit voorbeeld zoekt een programmabureau gemeenten met een site. Ze stellen zich kandidaat, een jury kiest, "
        "en de gekozen gemeenten krijgen begeleiding. Op netwerkmomenten leren anderen mee."
    ),
    "body_en": (
        "In this example a programme office looks for municipalities with a site. They apply, a jury chooses, and the "
        "chosen municipalities get guidance. At network moments others learn along."
    ),
}
PHASES = [
    ("Oproep", "Call", "Gemeenten met een site stellen zich kandidaat.", "Municipalities with a site apply."),
    (
        "Keuze",
        "Choice",
        "Een jury leest, scoort en geeft een motief.",
        "A jury reads, scores and gives a motive.",
    ),
    ("Begeleiding", "Guidance", "De proeftuinen werken aan hun plan.", "The pilots work on their plan."),
    ("Netwerk", "Network", "Anderen leren mee op netwerkmomenten.", "Others learn along at network moments."),
]
PARTNERS = [
    ("Programmabureau Voorbeeld", "leidt het traject", "runs the pathway"),
    ("Bureau Denkbeeld", "begeleidt de proeftuinen", "guides the pilots"),
    ("Stichting Verzinsel", "leest mee in de stuurgroep", "reads along in the steering group"),
]

CALL: dict[str, Any] = {
    "slug": "voorbeeldoproep",
    "title": "Voorbeeldoproep: breng uw site in",
    "title_en": "Example call: bring in your site",
    "summary": "Een verzonnen oproep aan gemeenten die op een eigen site coöperatief wonen willen uitproberen.",
    "summary_en": "A made-up call to municipalities that want to try out cooperative housing on a site of their own.",
    "reasons": "- U krijgt begeleiding van een expert.\n- U leert samen met andere gemeenten.",
    "reasons_en": "- You get guidance from an expert.\n- You learn together with other municipalities.",
    "conditions": "- U brengt minstens een concrete site in, bebouwd of onbebouwd.\n- U bent een openbaar bestuur.",
    "conditions_en": "- You bring in at least one concrete site, built or unbuilt.\n- You are a public body.",
    "support": "Een begeleider helpt u met de visie op de site en met een lokale oproep aan initiatiefnemers.",
    "support_en": "An adviser helps you with the vision for the site and with a local call to initiators.",
    "contact": "Programmabureau Voorbeeld, office@example.org",
    "contact_en": "Programme office of the example, office@example.org",
}
SECOND_CALL: dict[str, Any] = {
    **CALL,
    "slug": "tweede-voorbeeldoproep",
    "title": "Tweede voorbeeldoproep: nog plaats voor twee sites",
    "title_en": "Second example call: room for two more sites",
}
LOCAL_CALL: dict[str, Any] = {
    **CALL,
    "slug": "lokale-oproep-voorbeeldegem",
    "title": "Voorbeeldegem zoekt een wooncoöperatie voor de Oude Lagere School",
    "title_en": "Voorbeeldegem looks for a housing cooperative for the Old Primary School",
    "summary": "Een verzonnen lokale oproep: wie wil op deze site een wooncoöperatie beginnen?",
    "summary_en": "A made-up local call: who wants to start a housing cooperative on this site?",
    "conditions": "- U bent een coöperatie, een vereniging of een groep.\n- U wilt zelf in het project stappen.",
    "conditions_en": "- You are a cooperative, an association or a group.\n- You want to join the project yourself.",
    "contact": "Gemeente Voorbeeldegem, official@example.org",
    "contact_en": "Municipality of Voorbeeldegem, official@example.org",
}

CRITERIA: list[dict[str, Any]] = [
    {"title": "Maatschappelijke meerwaarde", "title_en": "Social added value", "weight": 40,
     "description": "Wat levert het project op voor de buurt en de gemeente?",
     "description_en": "What does the project bring to the neighbourhood and the municipality?"},
    {"title": "Kwaliteit van de site", "title_en": "Quality of the site", "weight": 30,
     "description": "Is de plek geschikt en is duidelijk wat er kan?",
     "description_en": "Is the place suitable and is it clear what is possible?"},
    {"title": "Haalbaarheid en inzet", "title_en": "Feasibility and commitment", "weight": 30,
     "description": "Staat het bestuur erachter en is er tijd voor?",
     "description_en": "Does the authority support it and is there time for it?"},
]  # fmt: skip
_PROJECT = {"section": "Het project", "section_en": "The project"}
_ANNEX = {"section": "Bijlage", "section_en": "Annex"}
SITE_QUESTION: dict[str, Any] = {
    "key": "site", "kind": "site", "section": "De site", "section_en": "The site", "label": "Welke site of sites brengt u in?",
    "label_en": "Which site or sites do you bring in?", "max_files": 3,
}  # fmt: skip
STUDY_QUESTION: dict[str, Any] = {
    "key": "study", "kind": "study", "section": "De site", "section_en": "The site", "label": "Hebt u al een haalbaarheidsstudie?",
    "label_en": "Do you have a feasibility study already?", "max_files": 1, "is_required": False,
}  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [
    {**_PROJECT, "key": "name", "kind": "short", "label": "Hoe noemt u het project?",
     "label_en": "What do you call the project?", "limit": 100},
    {**_PROJECT, "key": "wish", "kind": "long", "label": "Wat wilt u met deze site bereiken?",
     "label_en": "What do you want to achieve with this site?", "limit": 3000},
    {**_PROJECT, "key": "land", "kind": "choice", "label": "Hoe stelt u de grond ter beschikking?",
     "label_en": "How do you make the land available?",
     "choices": "Erfpacht\nVerkoop\nInbreng in de coöperatie\nNog niet beslist",
     "choices_en": "Long lease\nSale\nContribution to the cooperative\nNot decided yet"},
    {**_PROJECT, "key": "homes", "kind": "number", "label": "Aan hoeveel woningen denkt u?",
     "label_en": "How many homes do you have in mind?", "unit": "woningen"},
    {**_ANNEX, "key": "decision", "kind": "file", "label": "Beslissing van het college of de raad",
     "label_en": "Decision of the college or the council", "is_required": False, "may_follow": True},
]  # fmt: skip

SITES: dict[str, dict[str, Any]] = {
    "voorbeeldegem": {
        "name": "Oude Lagere School", "address": "Verzonnenstraat 1, Voorbeeldegem", "area_m2": 4200,
        "description": "Een leegstaande school met een speelplaats, midden in het dorp.",
        "ownership": "municipality", "built": "built", "heritage": "inventory", "intention": "long_lease",
    },
    "fictiegem": {
        "name": "Pastorietuin", "address": "Denkbeeldige Dreef 12, Fictiegem", "area_m2": 2600,
        "description": "Een ommuurde tuin naast de pastorie, met oude fruitbomen.",
        "ownership": "church_council", "built": "partly", "heritage": "view", "intention": "contribution",
    },
    "denkbeeldekerke": {
        "name": "Parking Marktveld", "address": "Marktveld, Denkbeeldekerke", "area_m2": 1800,
        "description": "Een parking die de gemeente niet meer nodig heeft.",
        "ownership": "municipality", "built": "unbuilt", "heritage": "none", "intention": "sale",
    },
}  # fmt: skip
ANSWERS: dict[str, dict[str, str]] = {
    "voorbeeldegem": {
        "name": "Wonen in de school", "land": "Erfpacht", "homes": "14",
        "wish": "We willen dat de school weer leeft: betaalbare woningen, en een zaal voor het dorp.",
    },
    "fictiegem": {
        "name": "De Ommuurde Tuin", "land": "Inbreng in de coöperatie", "homes": "9",
        "wish": "We willen jong en oud laten samenwonen rond de tuin, zonder dat de tuin verdwijnt.",
    },
    "denkbeeldekerke": {
        "name": "Marktveld samen", "land": "Verkoop", "homes": "22",
        "wish": "We willen woningen op wandelafstand van de winkels, ook voor mensen met een klein budget.",
    },
    "verzonnen-huis": {
        "name": "Het Verzonnen Huis", "land": "Erfpacht", "homes": "14",
        "wish": "We zijn met elf gezinnen. We willen de school samen kopen, verbouwen en beheren.",
    },
    "bedachte-tuin": {
        "name": "De Bedachte Tuin", "land": "Nog niet beslist", "homes": "10",
        "wish": "Wij willen er wonen met een gedeelde tuin en een logeerkamer voor gasten.",
    },
}  # fmt: skip
MOTIVES = {
    "voorbeeldegem": "Het dorp krijgt een plek terug, de site is vrij en het bestuur besliste al.",
    "fictiegem": "Een bijzondere plek met een zorgvuldig plan voor de tuin.",
    "denkbeeldekerke": "Een goede plek, maar de verkoop laat nog te veel open. Eerste op de reservelijst.",
}
PILOTS: dict[str, dict[str, Any]] = {
    "voorbeeldegem": {
        "name": "Wonen in de school", "name_en": "Living in the school", "place": "Oude Lagere School",
        "summary": "Een leegstaande school wordt een plek voor veertien gezinnen en een zaal voor het dorp.",
        "summary_en": "An empty school becomes a place for fourteen households and a hall for the village.",
        "intention": "De gemeente geeft de grond in erfpacht aan een wooncoöperatie van bewoners.",
        "intention_en": "The municipality gives the land in long lease to a housing cooperative of residents.",
    },
    "fictiegem": {
        "name": "De Ommuurde Tuin", "name_en": "The Walled Garden", "place": "Pastorietuin",
        "summary": "Negen woningen rond een oude tuin, voor jong en oud.",
        "summary_en": "Nine homes around an old garden, for young and old.",
        "intention": "De kerkfabriek brengt de tuin in; de bewoners delen hem met de buurt.",
        "intention_en": "The church council contributes the garden; the residents share it with the neighbours.",
    },
}  # fmt: skip
LIBRARY: dict[str, Any] = {
    "slug": "dagboek-verzonnen-huis",
    "kind": "article",
    "title": "Dagboek van Het Verzonnen Huis (voorbeeld)",
    "title_en": "Diary of The Made-up House (example)",
    "summary": "Een verzonnen dagboek: zo kan een les van een proeftuin er in de bibliotheek uitzien.",
    "summary_en": "A made-up diary: this is how a lesson of a pilot can look in the library.",
    "body": "Week 1: we tekenen samen. Week 6: de bank stelt vragen. Week 20: we weten wat we huren, en van wie.",
    "body_en": "Week 1: we draw together. Week 6: the bank asks questions. Week 20: we know what we rent, from whom.",
    "audiences": ["citizen", "initiator"],
    "phases": ["group", "plan"],
    "is_fictional": True,
    "state": "published",
}
