"""A network moment, from planning it to looking back, with registration without an account."""

import re
from datetime import datetime, timedelta

import icalendar
import pytest

SEAT, WAITING = "zitplaats@voorbeeld.example", "wachtplaats@voorbeeld.example"


@pytest.fixture(scope="module")
def planned() -> dict[str, str]:
    """What the stories of this file tell each other."""
    return {}


def registers(visitor, slug: str, name: str, email: str):
    """Somebody fills in the form of a moment."""
    visitor.go(f"/agenda/{slug}/inschrijven/").fill("Naam", name).fill("E-mailadres", email)
    visitor.choose("Ik ben", "burger").press(re.compile("Inschrijven|Op de wachtlijst komen"))
    return visitor


def test_the_office_plans_a_moment_with_one_seat_and_opens_registration(visitor, planned):
    visitor.go("/").become("Olivia Overzicht").go("/desk/momenten/").look()
    visitor.follow("Een moment plannen").choose(
        re.compile("leertraject", re.I), "Voorbeeldtraject coöperatief wonen"
    )
    visitor.choose("soort", "netwerkmoment").fill("titel", "Netwerkmoment van de reis")
    starts = datetime.now().replace(hour=14, minute=0) + timedelta(days=40)  # noqa: DTZ005 (as typed)
    visitor.fill("Begin", f"{starts:%Y-%m-%dT%H:%M}").fill("plaats", "Zaal De Reis").fill(
        "aantal plaatsen", "1"
    )
    visitor.look().press("Bewaren").sees("Nog niet openbaar").look()
    visitor.press("Zetten op “aangekondigd”").press("Zetten op “inschrijven kan”")
    planned["slug"] = visitor.main().get_by_role("link", name="/agenda/").inner_text().split("/")[2]
    visitor.follow("Programma").fill("titel", "Wat de eerste bewoners leerden").press("Bewaren")
    visitor.sees("Bewaard.").look()


def test_somebody_registers_without_an_account_and_gets_a_file_for_the_calendar(visitor, planned):
    visitor.go("/agenda/").follow("Netwerkmoment van de reis").sees("Wat de eerste bewoners leerden")
    visitor.sees("U hebt geen account nodig.").look().follow("Inschrijven").look("event-registration")
    visitor.press("Inschrijven").sees("Er zijn 3 problemen").look()
    registers(visitor, planned["slug"], "Zita Zetel", SEAT).sees("U hebt een plaats").look()
    visitor.opens_mail(SEAT, "U hebt een plaats").sees("U bent ingeschreven en u hebt een plaats")
    with visitor.page.expect_download() as download:
        visitor.follow(re.compile(r"\.ics"))
    moment = icalendar.Calendar.from_ical(download.value.path().read_bytes()).events[0]
    assert moment["SUMMARY"].endswith("Netwerkmoment van de reis")
    assert "Zaal De Reis" in moment["LOCATION"]


def test_a_second_registration_of_the_same_address_takes_no_second_seat(visitor, planned):
    registers(visitor, planned["slug"], "Zita Zetel", SEAT)
    visitor.opens_mail(SEAT, "U was al ingeschreven").sees("Er is niets veranderd")


def test_who_comes_too_late_waits_and_gets_the_seat_that_falls_free(visitor, planned):
    visitor.go(f"/agenda/{planned['slug']}/").sees("Alle plaatsen zijn bezet")
    registers(visitor, planned["slug"], "Wanda Wacht", WAITING).sees("U staat op de wachtlijst").look()
    visitor.opens_mail(SEAT, "U hebt een plaats").follow(re.compile("agenda.inschrijving"))
    visitor.sees("Zita Zetel").look().press("Mijn inschrijving annuleren").sees(
        "Deze inschrijving is geannuleerd"
    )
    visitor.opens_mail(WAITING, "Er is een plaats vrij voor u").sees("Goed nieuws")
    visitor.follow(re.compile("agenda.inschrijving")).sees("heeft een plaats")


def test_the_office_has_a_list_for_the_door_and_says_who_came(visitor, planned):
    visitor.go("/").become("Olivia Overzicht").go("/desk/momenten/").follow("Netwerkmoment van de reis")
    visitor.follow("Wie komt").sees("Wanda Wacht").misses("Zita Zetel").look()
    visitor.tick("Aanwezig: Wanda Wacht").press("Bewaren wie er was")
    visitor.follow("Lijst om af te drukken").sees("Handtekening").look()


def test_slides_and_a_recording_are_there_afterwards(visitor, planned):
    visitor.go("/").become("Cora Coördinatie").go("/desk/momenten/").follow(
        "Infomoment over de voorbeeldoproep"
    )
    visitor.follow("Presentaties en opnames", within="main nav").look()
    visitor.choose("soort", "opname").fill("titel", "Opname met ondertitels")
    visitor.fill("link", "example.org/opname").fill("link naar ondertitels", "example.org/opname.vtt")
    visitor.tick("openbaar").press("Bewaren").sees("Bewaard.")
    visitor.become("een bezoeker").go("/agenda/voorbeeld-infomoment/").sees("Opname met ondertitels").sees(
        "ondertitels"
    )


def test_a_link_that_was_cut_off_says_what_to_do(visitor):
    visitor.go("/agenda/inschrijving/afgebroken/", status=410).sees("Deze link werkt niet").look()
