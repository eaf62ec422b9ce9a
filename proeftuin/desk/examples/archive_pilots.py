"""The five pioneers of 2022: what their public sources say, and what they leave open."""

from datetime import date
from typing import Any

from proeftuin.desk.examples.archive_facts import AARTRIJKE, PIONEERS, VESPA

_NEWS = {"source_name": "vlaanderen.be, 07/2022", "source_url": PIONEERS}
_COOP = {"source_name": "cooperatiefwonen.be", "source_url": AARTRIJKE, "source_on": date(2024, 6, 20)}
_SITE = {"subject": "Site", "subject_en": "Site"}
_OWNER = {"subject": "Eigenaar van de site", "subject_en": "Owner of the site"}
_HOMES = {"subject": "Aantal woningen", "subject_en": "Number of homes"}
_LOCAL_CALL = {"subject": "Lokale oproep aan initiatiefnemers", "subject_en": "Local call to initiators"}
_OUTCOME = {"subject": "Resultaat na 2024", "subject_en": "Outcome after 2024"}
# The day only decides the order; the words are shown.
CHOSEN: dict[str, Any] = {
    "title": "Gekozen als pionier, met een concrete site",
    "title_en": "Chosen as a pioneer, with a concrete site",
    "phase": "site",
    "state": "reached",
    "when": "juli 2022",
    "when_en": "July 2022",
    "on": date(2022, 7, 1),
}

PILOTS: list[dict[str, Any]] = [
    {
        "slug": "antwerpen-arenawijk",
        "name": "Antwerpen – Arenawijk",
        "nis": "11002",
        "place": "Arenawijk, Deurne",
        "summary": "De zuidrand van een modernistische wijk in Deurne, met een 70-tal woningen.",
        "summary_en": "The south edge of a modernist estate in Deurne, with about seventy homes.",
        "intention": (
            "AG Vespa wil weten of één coöperatie het geheel goed kan beheren, zodat het erfgoed niet verdeeld raakt "
            "over vele eigenaars. De coöperatie kan ook een keuze zijn voor huurders die geen woning kunnen of willen "
            "kopen. Het project kan de mix in de wijk versterken, naast sociale woningen, een sporthal en een school."
        ),
        "intention_en": (
            "AG Vespa wants to know whether one cooperative can manage the whole well, so that the heritage is not "
            "split among many owners. The cooperative may also be a choice for tenants who cannot or do not want to "
            "buy. The project can strengthen the mix in the area, beside social homes, a sports hall and a school."
        ),
        "intention_source_url": VESPA,
        "partners": [
            {"name": "AG Vespa", "role": "onderzoekt het model", "role_en": "studies the model",
             "url": "https://www.agvespa.be/", "source_url": VESPA},
        ],
        "facts": [
            {**_SITE, "statement": "Zuidrand van de Arenawijk, van architect Renaat Braem.",
             "statement_en": "South edge of the Arenawijk estate, by architect Renaat Braem.", **_NEWS},
            {**_HOMES, "statement": "Ongeveer 70.", "statement_en": "About 70.", **_NEWS},
            _LOCAL_CALL,
            {"subject": "Uitkomst van het onderzoek", "subject_en": "Outcome of the study"},
        ],
        "milestones": [{**CHOSEN, "source_url": PIONEERS}],
    },
    {
        "slug": "gent",
        "name": "Gent",
        "nis": "44021",
        "place": "",
        "summary": "Negen leegstaande woningen.",
        "summary_en": "Nine vacant homes.",
        "intention": "",
        "intention_en": "",
        "intention_source_url": "",
        "partners": [],
        "facts": [
            {**_SITE, "statement": "Negen leegstaande woningen.", "statement_en": "Nine vacant homes.", **_NEWS},
            _OWNER,
            _LOCAL_CALL,
            _OUTCOME,
        ],
        "milestones": [{**CHOSEN, "source_url": PIONEERS}],
    },
    {
        "slug": "lier",
        "name": "Lier",
        "nis": "12021",
        "place": "",
        "summary": "",
        "summary_en": "",
        "intention": "",
        "intention_en": "",
        "intention_source_url": "",
        "partners": [],
        "facts": [_SITE, _OWNER, _LOCAL_CALL, _OUTCOME],
        "milestones": [{**CHOSEN, "source_url": VESPA}],
    },
    {
        "slug": "kampenhout",
        "name": "Kampenhout",
        "nis": "23038",
        "place": "",
        "summary": "",
        "summary_en": "",
        "intention": "",
        "intention_en": "",
        "intention_source_url": "",
        "partners": [],
        "facts": [_SITE, _OWNER, _LOCAL_CALL, _OUTCOME],
        "milestones": [{**CHOSEN, "source_url": VESPA}],
    },
    {
        "slug": "zedelgem-aartrijke",
        "name": "Zedelgem – Aartrijke",
        "nis": "31040",
        "place": "Aartrijke",
        "summary": "De site van het vroegere sociaal huis, in de dorpskern van Aartrijke.",
        "summary_en": "The site of the former social house, in the village centre of Aartrijke.",
        "intention": (
            "De gemeente bekijkt wat er op haar grond in de dorpskern kan komen. Het plan moet passen bij de buurt, met "
            "de markt, de kerk en een park vlakbij. De gemeente wil daarover praten met de inwoners."
        ),
        "intention_en": (
            "The municipality looks at what is possible on its land in the village centre, in keeping with the "
            "neighbourhood, the market square, the church and the park. It wants to discuss this with the residents."
        ),
        "intention_source_url": AARTRIJKE,
        "partners": [
            {"name": name, "role": "werkt samen met de gemeente", "role_en": "works with the municipality",
             "url": url, "source_url": AARTRIJKE}
            for name, url in (
                ("WVI", "https://www.wvi.be/"),
                ("Provincie West-Vlaanderen", "https://www.west-vlaanderen.be/"),
                ("Kerkfabriek", ""),
            )
        ],
        "facts": [
            {**_SITE, "statement": "Het vroegere sociaal huis in het centrum van Aartrijke.",
             "statement_en": "The former social house in the centre of Aartrijke.", **_COOP},
            {**_OWNER, "statement": "De gemeente Zedelgem.", "statement_en": "The municipality of Zedelgem.", **_COOP},
            {"subject": "Haalbaarheid", "subject_en": "Feasibility",
             "statement": "Architecten maakten eerste ruimtelijke schetsen; er lag toen nog niets vast.",
             "statement_en": "Architects made first spatial sketches; nothing was decided at that time.", **_COOP},
            {"subject": "Beslissing na de avond van 24 juni 2024",
             "subject_en": "Decision after the evening of 24 June 2024"},
        ],
        "milestones": [
            {**CHOSEN, "source_url": VESPA},
            {
                "title": "Eerste ruimtelijke schetsen",
                "title_en": "First spatial sketches",
                "phase": "plan",
                "state": "reached",
                "when": "voor juni 2024",
                "when_en": "before June 2024",
                "on": date(2024, 6, 1),
                "evidence": "De schetsen tasten de mogelijkheden van de site af en dienen als haalbaarheidsonderzoek.",
                "evidence_en": "The sketches explore what the site allows and serve as a feasibility study.",
                "source_url": AARTRIJKE,
            },
            {
                "title": "Avond met de inwoners aangekondigd",
                "title_en": "Evening with the residents announced",
                "phase": "plan",
                "state": "reached",
                "on": date(2024, 6, 24),
                "evidence": (
                    "Uitleg over het model en de schetsen, gesprek over wat nodig is, en de vraag wie er zou willen "
                    "wonen. Inschrijven kon online."
                ),
                "evidence_en": (
                    "The model and the sketches explained, a talk about what is needed, and the question who would "
                    "like to live there. People could sign up online."
                ),
                "source_url": AARTRIJKE,
            },
        ],
    },
]  # fmt: skip
