"""The programme office writes and publishes a call, somebody asks a question, everybody reads the answer."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.factories.calls import pdf
from tests.journeys.visitor import Visitor

TITLE, SLUG = "Oproep van de reis", "oproep-van-de-reis"
QUESTION = "Mag de site in een andere deelgemeente liggen?"
TEXTS = {
    "Samenvatting": "Een verzonnen oproep, geschreven op het scherm.",
    "Redenen om deel te nemen": "- U leert samen met anderen.",
    "Voorwaarden": "- U brengt een site in.",
    "Welke ondersteuning u krijgt": "Een begeleider komt langs.",
    "Contact": "Programmabureau Voorbeeld",
}


def in_days(number: float) -> str:
    """A moment as the browser's own field for day and hour wants it."""
    return f"{datetime.now(ZoneInfo('Europe/Brussels')) + timedelta(days=number):%Y-%m-%dT%H:%M}"


def test_a_call_is_written_published_asked_about_and_answered(visitor):
    visitor.go("/").become("Olivia Overzicht").go("/desk/oproepen/").look()
    write_texts(visitor)
    write_criteria(visitor)
    write_questions(visitor)
    add_documents(visitor)
    publish(visitor)
    ask(visitor)
    answer(visitor)
    read_and_download(visitor)


def write_texts(visitor: Visitor) -> None:
    visitor.go("/desk/oproepen/nieuw/").look()
    visitor.fill("Titel", TITLE).press("Bewaren").sees("Er zijn 2 problemen").look()
    expect(visitor.main().get_by_label("Titel").first).to_have_value(TITLE)
    pathway = visitor.main().get_by_label(re.compile("^Leertraject"))
    pathway.select_option(index=1)
    visitor.fill("Webadres", SLUG)
    for label, text in TEXTS.items():
        visitor.fill(re.compile(f"^{label}"), text)
    visitor.fill(re.compile("^Gaat open op"), in_days(-0.01)).fill(re.compile("^Deadline"), in_days(30))
    visitor.fill(re.compile("^Vragen tot"), in_days(20)).press("Bewaren").sees("Bewaard").look()


def write_criteria(visitor: Visitor) -> None:
    visitor.follow(re.compile("^Criteria")).look()
    for title, weight in (("Meerwaarde voor de buurt", "60"), ("Haalbaarheid", "40")):
        visitor.fill("Titel", title).fill("Gewicht", weight).press("Toevoegen").sees(title)
    visitor.fill("Titel", "Omgekeerd").fill("Laagste score", "5").fill("Hoogste score", "1").press(
        "Toevoegen"
    )
    visitor.sees("De hoogste score moet boven de laagste liggen").press(
        re.compile("Omhoog.*Haalbaarheid")
    ).look()
    visitor.follow("Haalbaarheid").look().follow("Terug").follow("Terug naar de oproep")


def write_questions(visitor: Visitor) -> None:
    visitor.follow(re.compile("^Vragen van het formulier")).look()
    for kind, label in (
        ("korte tekst", "Hoe heet het project?"),
        ("sites", "Welke site brengt u in?"),
        ("bestanden", "Beslissing van het college"),
    ):
        kinds = visitor.main().get_by_label(re.compile("^Soort")).first
        value = kinds.locator("option", has_text=re.compile(kind, re.IGNORECASE)).first.get_attribute("value")
        kinds.select_option(value)
        visitor.fill(re.compile("^Vraag"), label).press("Toevoegen").sees(label)
    visitor.look().follow("Terug naar de oproep")


def add_documents(visitor: Visitor) -> None:
    visitor.follow(re.compile("^Documenten")).fill("Titel", "Reglement").press("Toevoegen")
    visitor.sees("een van beide").main().get_by_label(re.compile("^Bestand")).set_input_files(
        {"name": "reglement.pdf", "mimeType": "application/pdf", "buffer": pdf("Reglement")}
    )
    visitor.fill("Titel", "Reglement").press("Toevoegen").sees("reglement.pdf").look()
    visitor.follow("Terug naar de oproep")


def publish(visitor: Visitor) -> None:
    visitor.sees("De oproep is volledig").look().press("Publiceren").sees("De oproep is gepubliceerd").look()
    visitor.follow(re.compile("^Criteria")).sees("vragen en criteria liggen vast")


def ask(visitor: Visitor) -> None:
    visitor.become("een bezoeker").go("/oproepen/").look().follow(TITLE).look("call")
    visitor.follow("Stel een vraag").look()
    visitor.fill("Uw vraag", QUESTION).fill("Uw e-mailadres", "geen adres").press("Verstuur de vraag")
    visitor.sees("geldig e-mailadres").fill("Uw e-mailadres", "vrager@example.org").press("Verstuur de vraag")
    visitor.sees("Wij hebben uw vraag")


def answer(visitor: Visitor) -> None:
    visitor.become("Otto Ordelijk").go("/desk/oproepen/").follow(TITLE)
    visitor.follow(re.compile("^Vragen over de oproep")).look().follow(QUESTION).look()
    visitor.fill(re.compile("^Antwoord"), "Ja, zolang ze in uw gemeente ligt.")
    visitor.press("Vraag en antwoord publiceren")
    mailed = visitor.trial.rows(
        "SELECT count(*) FROM mail_message WHERE \"to\" = 'vrager@example.org' AND subject LIKE '%Een antwoord%'"
    )
    assert mailed == ["1"]


def read_and_download(visitor: Visitor) -> None:
    visitor.become("een bezoeker").go(f"/oproepen/{SLUG}/").sees("zolang ze in uw gemeente ligt")
    visitor.misses("vrager@example.org").follow(re.compile("^Lees eerst alle vragen")).look()
    for link, kind in (("Download als pdf", "application/pdf"), ("Download als tekst", "text/plain")):
        address = visitor.main().get_by_role("link", name=link).get_attribute("href")
        answered = visitor.page.request.get(f"{visitor.trial.address}{address}")
        assert (answered.status, answered.headers["content-type"].split(";")[0]) == (200, kind)
    visitor.go(f"/en/calls/{SLUG}/").look()
