"""Keep me informed: signing up, confirming by a button, changing one's mind, and a message to who agreed."""

import re
import urllib.request

import pytest

ADDRESS = "volger@voorbeeld.example"


@pytest.fixture
def confirming(visitor):
    """The visitor opened the mail of a sign-up."""

    def opens(address: str):
        signs_up(visitor, address)
        visitor.opens_mail(address, "Bevestig dat u op de hoogte wilt blijven")
        return visitor

    return opens


def signs_up(visitor, address: str):
    """Somebody fills in the form."""
    visitor.go("/nieuws-ontvangen/").fill("E-mailadres", address).choose("Ik ben", "burger")
    visitor.fill("Mijn gemeente", "Voorbeeldegem").tick(re.compile("uitnodigingen")).press(
        "Hou me op de hoogte"
    )
    return visitor


def state_of(visitor, address: str) -> list[str]:
    """What the database holds of a subscription."""
    return visitor.trial.rows(
        "SELECT s.state FROM newsletter_subscription s JOIN accounts_contact c ON c.id = s.contact_id"
        f" WHERE c.email = '{address}'"
    )


def test_signing_up_counts_only_after_the_button_in_the_mail(visitor, confirming):
    visitor.go("/").follow("Hou me op de hoogte").sees("Wat volgt er?").look("keep-informed")
    visitor.press("Hou me op de hoogte").sees("Er zijn 3 problemen").look()
    signs_up(visitor, ADDRESS).sees("Kijk in uw mailbox").look()
    visitor.opens_mail(ADDRESS, "Bevestig dat u op de hoogte wilt blijven").follow(re.compile("bevestigen"))
    visitor.sees("Nog één stap").look()
    assert state_of(visitor, ADDRESS) == ["pending"]
    visitor.press("Ja, hou me op de hoogte").sees("U staat op de lijst").look()
    assert state_of(visitor, ADDRESS) == ["confirmed"]


def test_a_follower_changes_what_comes_and_stops_with_one_button(visitor, confirming):
    address = "kiezer@voorbeeld.example"
    confirming(address).follow(re.compile("bevestigen")).press("Ja, hou me op de hoogte")
    visitor.opens_mail(address, "Wij houden u op de hoogte").follow(re.compile("voorkeuren")).look()
    visitor.tick(re.compile("nieuwsbrief")).choose("Ik ben", "expert").press("Mijn keuzes bewaren")
    visitor.sees("Uw keuzes zijn bewaard.")
    visitor.opens_mail(address, "Wij houden u op de hoogte").follow(re.compile("afmelden"))
    visitor.sees("Zullen wij stoppen").look()
    assert state_of(visitor, address) == ["confirmed"]
    visitor.press("Ja, schrijf me uit").sees("U bent uitgeschreven").look()
    assert state_of(visitor, address) == ["unsubscribed"]


def test_a_mail_program_unsubscribes_with_one_post_without_cookie(visitor, confirming):
    address = "eenklik@voorbeeld.example"
    confirming(address).follow(re.compile("bevestigen")).press("Ja, hou me op de hoogte")
    visitor.opens_mail(address, "Wij houden u op de hoogte")
    link = visitor.main().get_by_role("link", name=re.compile("afmelden")).get_attribute("href")
    with urllib.request.urlopen(link, data=b"List-Unsubscribe=One-Click") as answer:
        assert answer.status == 200
    assert state_of(visitor, address) == ["unsubscribed"]


def test_a_message_says_how_many_receive_it_and_how_it_looks_before_it_leaves(visitor, confirming):
    address = "lezer@voorbeeld.example"
    confirming(address).follow(re.compile("bevestigen")).press("Ja, hou me op de hoogte")
    visitor.become("Olivia Overzicht").go("/desk/nieuwsbrief/").sees("willen uitnodigingen").look()
    visitor.follow("Een bericht schrijven").look()
    visitor.choose("soort bericht", "uitnodigingen").fill("onderwerp", "Kom naar de tuin")
    visitor.fill("tekst", "Beste,\n\nwe openen **de tuin**.").tick("burger").press("Bewaren en bekijken")
    visitor.sees("Zo komt het aan").sees("we openen de tuin").look()
    shown = visitor.main().get_by_role("button", name=re.compile("Nu versturen naar")).inner_text()
    visitor.press("Een proef naar mezelf sturen").sees("Een proef is onderweg")
    visitor.press(re.compile("Nu versturen naar")).sees("Het bericht is onderweg.").until_sees("verstuurd")
    count = int(re.search(r"\d+", shown)[0])
    visitor.go("/desk/nieuwsbrief/").sees(f"{count} ontvanger")
    visitor.opens_mail(address, "Kom naar de tuin").sees("de tuin").sees("Uitschrijven:")


def test_an_old_link_says_what_to_do(visitor):
    visitor.go("/nieuws-ontvangen/bevestigen/oud/", status=410).sees("Deze link werkt niet meer").look()
