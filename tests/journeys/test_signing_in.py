"""An account, a code by mail, an organisation, and what waits for each role."""

import re

import pytest

from tests.journeys.trial import Trial
from tests.journeys.visitor import Visitor

ROLES = [
    "Olivia Overzicht",
    "Cora Coördinatie",
    "Vera Voorbeeld",
    "Juul Jury",
    "Jana Jury",
    "Eva Expert",
    "Ines Initiatief",
    "Lars Lezer",
    "Elke Editor",
    "Billie Burger",
]


def code_for(trial: Trial, address: str) -> str:
    """The code in the last mail to this address."""
    found = trial.rows(f"SELECT text FROM mail_message WHERE \"to\" = '{address}' ORDER BY id DESC LIMIT 1")
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", "\n".join(found), re.MULTILINE)
    assert code, f"No code was mailed to {address}: {found}"
    return code[1]


def make_account(visitor: Visitor, address: str, name: str) -> None:
    visitor.go("/account/signup/").fill("E-mailadres", address).fill("Naam", name)
    visitor.press("Account maken").sees("Code")
    visitor.fill("Code", code_for(visitor.trial, address)).press(re.compile("Bevestigen|Aanmelden"))


def test_a_newcomer_makes_an_account_and_acts_for_a_municipality(visitor):
    visitor.go("/").follow("Aanmelden", within="header").sees("U hebt geen wachtwoord nodig").look()
    visitor.follow("Maak een account").look()
    visitor.fill("E-mailadres", "nora@example.org").fill("Naam", "Nora Nieuw").press("Account maken")
    visitor.sees("nora@example.org").look()
    visitor.fill("Code", "AAA-AAA").press(re.compile("Bevestigen|Aanmelden")).sees("Deze code klopt niet")
    visitor.fill("Code", code_for(visitor.trial, "nora@example.org")).press(
        re.compile("Bevestigen|Aanmelden")
    )
    visitor.sees("Wat op mij wacht").look()
    visitor.go("/desk/organisations/").look()
    visitor.fill(re.compile("Naam, gemeente"), "Verzinnegem").press("Zoeken").look()
    visitor.follow("Gemeente Verzinnegem").look()
    visitor.fill("Uw functie daar", "schepen van wonen").press("Vraag het aan").sees("gevraagd")
    visitor.become("Olivia Overzicht").go("/desk/requests/").look()
    visitor.follow("Nora Nieuw").sees("schepen van wonen").look()
    visitor.press("Ja, goedkeuren").sees("Nora Nieuw")
    assert visitor.trial.rows(
        "SELECT count(*) FROM mail_message WHERE \"to\" = 'nora@example.org' AND subject LIKE '%treedt op voor%'"
    ) == ["1"]


def test_somebody_signs_out_and_in_again_by_a_code(visitor):
    make_account(visitor, "nico@example.org", "Nico Nieuw")
    visitor.sees("Wat op mij wacht")
    visitor.press("Afmelden", within="header").go("/desk/").sees("Mail mij een code")
    visitor.fill("E-mailadres", "nico@example.org").press("Mail mij een code").look()
    visitor.fill("Code", code_for(visitor.trial, "nico@example.org")).press("Aanmelden")
    visitor.sees("Wat op mij wacht").go("/desk/profile/").look()


def test_signing_in_by_keyboard_only(visitor):
    visitor.go("/").tab_to("Aanmelden").key("Enter").sees("Maak een account")
    visitor.tab_to("Maak een account").key("Enter").sees("Account maken")
    visitor.tab_to("E-mailadres").type("kim@example.org").tab_to("Uw naam").type("Kim Klavier").key("Enter")
    visitor.sees("kim@example.org").tab_to("Code").type(code_for(visitor.trial, "kim@example.org")).key(
        "Enter"
    )
    visitor.sees("Wat op mij wacht")


def test_signing_in_without_script(visitor_without_script):
    visitor = visitor_without_script
    make_account(visitor, "zoe@example.org", "Zoë Zonder")
    visitor.sees("Wat op mij wacht")


def test_an_unknown_address_is_not_told_apart(visitor):
    visitor.go("/account/login/code/").fill("E-mailadres", "niemand@example.org").press("Mail mij een code")
    visitor.sees("niemand@example.org").misses("bestaat niet").look()


@pytest.mark.parametrize("name", ROLES)
def test_what_waits_for_each_role(visitor, name):
    visitor.go("/").become(name).sees("Wat op mij wacht")
    visitor.sees(name).look(
        "desk-office" if name == ROLES[0] else "desk-official" if name == ROLES[2] else ""
    )
