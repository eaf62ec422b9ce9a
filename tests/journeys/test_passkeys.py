"""Signing in without a password: an account by mail, then a passkey on the device, under our strict policy for scripts."""

import re
import time
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(visitor: Visitor) -> Any:
    """A device that confirms with a finger, as the browser plays it."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def read_mail(visitor: Visitor, address: str) -> str:
    """The newest mail to an address, as the outbox of the trial installation shows it in another window."""
    other = visitor.page.context.browser.new_context(locale="nl-BE").new_page()
    other.goto(f"{visitor.trial.address}/desk/outbox/?q={address}")
    other.locator("tbody a").first.click()
    text = other.locator("pre").inner_text()
    other.context.close()
    return text


def sign_out(visitor: Visitor) -> None:
    visitor.press("Afmelden", within="header")


def test_a_passkey_lets_one_in_alone_and_is_the_second_step_after_a_code(
    visitor: Visitor, device: Any
) -> None:
    address = f"kaat{time.time_ns()}@example.org"
    visitor.go("/account/signup/").look()
    visitor.fill("E-mailadres", address).fill("Uw naam", "Kaat Sleutel").press("Account maken")
    link = re.search(r"http://\S+code=\S+", read_mail(visitor, address))[0]
    visitor.go(link).look()
    visitor.press("Bevestigen").sees("Wat op mij wacht")
    visitor.go("/account/2fa/").look()
    visitor.follow("Een sleutel toevoegen").fill("Naam van de sleutel", "Laptop").tick("Zonder wachtwoord")
    visitor.press("Deze sleutel toevoegen").sees("De sleutel is toegevoegd")
    sign_out(visitor)
    visitor.go("/account/login/?next=/desk/profile/").look()
    visitor.press("Aanmelden met een passkey").sees("Mijn gegevens")
    visitor.page.wait_for_url("**/desk/profile/")
    sign_out(visitor)
    visitor.go("/account/login/code/").fill("E-mailadres", address).press("Mail mij een code")
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", read_mail(visitor, address), re.MULTILINE)[0]
    visitor.fill("Code uit de mail", code).press("Aanmelden").sees("De tweede stap").look()
    visitor.press("Gebruik mijn sleutel").sees("Wat op mij wacht")
    visitor.go("/account/sessions/").sees("hier en nu").look()
