"""From draft to receipt: write, read through, hand in, withdraw, replace."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.factories.calls import pdf
from tests.journeys.visitor import Visitor

CALL = "/oproepen/tweede-voorbeeldoproep/"
BEGIN = "Begin of werk verder aan een kandidaatstelling"
DECLARATION = re.compile("^Ik verklaar dat")
READ_THROUGH = "Bewaren en nalezen"
NAME, WISH, HOMES = "Hoe noemt u het project?", "Wat wilt u met deze site bereiken?", "Aan hoeveel woningen"
EXPERIMENT = {"name": "plan.exe", "mimeType": "application/octet-stream", "buffer": b"MZ not a plan"}
DECISION = {"name": "collegebesluit.pdf", "mimeType": "application/pdf", "buffer": pdf("Besluit")}


def begin(visitor: Visitor, person: str) -> None:
    visitor.go("/").become(person).go(CALL).follow(BEGIN).press("Beginnen")


def submissions(visitor: Visitor, organisation: str) -> list[str]:
    return visitor.trial.rows(
        "SELECT s.digest FROM calls_submission s JOIN calls_application a ON a.id = s.application_id"
        " JOIN accounts_organisation o ON o.id = a.organisation_id JOIN calls_call c ON c.id = a.call_id"
        f" WHERE o.name = '{organisation}' AND c.slug = 'tweede-voorbeeldoproep' ORDER BY s.serial"
    )


def write(visitor: Visitor, site: str) -> None:
    visitor.tick(re.compile(site)).fill(NAME, "Wonen in de school")
    visitor.fill(WISH, "We willen dat de school weer leeft.").tick("Erfpacht").fill(HOMES, "14")


def last_receipt(visitor: Visitor, address: str) -> str:
    found = visitor.trial.rows(
        f"SELECT text FROM mail_message WHERE \"to\" = '{address}' AND subject LIKE '%Ontvangen: %'"
        " ORDER BY id DESC LIMIT 1"
    )
    return "\n".join(found)


def test_an_application_is_written_handed_in_withdrawn_and_replaced(visitor):
    begin(visitor, "Vera Voorbeeld")
    visitor.look()
    visitor.fill(WISH, "Nog maar één zin.").press(READ_THROUGH).sees("Er ontbreken nog").look()
    visitor.follow("Verder schrijven")
    write(visitor, "Oude Lagere School")
    visitor.look("application-form")
    upload = visitor.main().locator("input[type=file]").first
    upload.set_input_files(EXPERIMENT)
    visitor.press("Bewaren").sees("niet alles kon toegevoegd worden").look()
    expect(visitor.main().get_by_label(NAME)).to_have_value("Wonen in de school")
    visitor.main().locator("input[type=file]").first.set_input_files(DECISION)
    visitor.press(READ_THROUGH).sees("Er ontbreekt niets").sees("collegebesluit.pdf").look()
    visitor.press("Indienen").sees("Vink de verklaring aan").look()
    visitor.tick(DECLARATION).main().get_by_role("button", name="Indienen").dblclick()
    visitor.sees("Ontvangstbewijs van kandidaatstelling").look("receipt")
    _holds_one_receipt(visitor)
    _withdraw_and_replace(visitor)


def _holds_one_receipt(visitor: Visitor) -> None:
    """A double click gave one submission; screen and mail tell the same number and hash."""
    (digest,) = submissions(visitor, "Gemeente Voorbeeldegem")
    number = visitor.main().locator("dl.facts dd").first.inner_text()
    visitor.sees(digest)
    mail = last_receipt(visitor, "official@example.org")
    assert digest in mail
    assert number in mail


def _withdraw_and_replace(visitor: Visitor) -> None:
    visitor.follow("Terug naar de kandidaatstelling").look()
    visitor.follow("Intrekken").look()
    visitor.fill("Reden", "We willen nog iets verbeteren.").press("Intrekken").sees("Uw tekst blijft bewaard")
    visitor.follow("Schrijven").fill(HOMES, "16").press(READ_THROUGH).tick(DECLARATION)
    visitor.press(re.compile("ndienen")).sees("Ontvangstbewijs").sees("16")
    old, new = submissions(visitor, "Gemeente Voorbeeldegem")
    assert old != new
    visitor.sees(new).follow("Terug naar de kandidaatstelling").follow("Versie 1")
    visitor.sees("Een latere heeft ze vervangen").sees(old).look()
    address = visitor.page.url
    visitor.become("Filip Fictie").go(address, 404)


def test_an_application_is_handed_in_by_keyboard_only(visitor):
    visitor.go("/").become("Filip Fictie").go(CALL)
    visitor.tab_to(BEGIN).key("Enter").sees("Voor welke organisatie").tab_to("Beginnen").key("Enter")
    visitor.sees("Pastorietuin").tab_to("Pastorietuin").key("Space").tab_to(NAME).type("De Ommuurde Tuin")
    visitor.tab_to(WISH).type("Jong en oud wonen samen rond de tuin.").tab_to("Erfpacht").key("Space")
    visitor.tab_to(HOMES).type("9").tab_to(READ_THROUGH).key("Enter")
    visitor.sees("Er ontbreekt niets").tab_to(DECLARATION).key("Space").tab_to("Indienen").key("Enter")
    visitor.sees("Ontvangstbewijs van kandidaatstelling")
    assert len(submissions(visitor, "Gemeente Fictiegem")) == 1


def test_an_application_is_handed_in_without_script(visitor_without_script):
    visitor = visitor_without_script
    visitor.go("/").become("Victor Verzin").go("/desk/sites/").follow("Beschrijf een site")
    visitor.fill("Naam van de site", "Stille Stal").fill("Gemeente", "Verzinnegem").press("Bewaren")
    visitor.go(CALL).follow(BEGIN).follow("Ga ermee verder").follow("Schrijven")
    write(visitor, "Stille Stal")
    visitor.press(READ_THROUGH).press("Indienen").sees("Vink de verklaring aan")
    visitor.tick(DECLARATION).press("Indienen").sees("Ontvangstbewijs van kandidaatstelling")
    assert len(submissions(visitor, "Gemeente Verzinnegem")) == 1


def test_nobody_hands_in_after_the_deadline(visitor):
    closed = visitor.trial.rows("SELECT slug FROM calls_call WHERE closes_at < now() AND state = 'published'")
    assert closed, datetime.now(UTC)
    visitor.go("/").become("Victor Verzin").go(f"/oproepen/{closed[0]}/kandidaat/")
    visitor.sees("De deadline van deze oproep is voorbij").look()
