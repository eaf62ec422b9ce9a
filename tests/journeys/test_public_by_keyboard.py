"""Reading, signing up and registering with the keyboard only; wherever the focus is, it shows."""

from tests.journeys.visitor import Visitor


def menu(visitor: Visitor, name: str) -> Visitor:
    """Choose from the main menu."""
    return visitor.tab_to(name).enters()


def test_reading_from_home_to_a_work_in_the_library(visitor):
    visitor.go("/").tab_to("Naar de inhoud").enters()
    visitor.tab_to("Cera, over het artikel").tab_to("Ik zoek een woning").enters().sees(
        "Wat betaal ik om in te stappen?"
    )
    menu(visitor, "Kennisbank").tab_to("Woorden").type("cooperatief").enters().sees("items")
    visitor.tab_to("Naar de inhoud").enters()
    visitor.tab_to("Coöperatief wonen onder de kerktoren").enters().sees("Lees het werk zelf")


def test_signing_up_for_news(visitor):
    menu(visitor.go("/"), "Hou me op de hoogte")
    visitor.tab_to("E-mailadres").type("toetsen@voorbeeld.example").tab_to("Ik ben").type("burger")
    visitor.tab_to("Ik wil uitnodigingen").key("Space").tab_to("Hou me op de hoogte").enters()
    visitor.sees("Kijk in uw mailbox")
    visitor.opens_mail("toetsen@voorbeeld.example", "Bevestig").tab_to("bevestigen").enters()
    visitor.tab_to("Ja, hou me op de hoogte").enters().sees("U staat op de lijst")


def test_registering_for_a_moment(visitor):
    menu(visitor.go("/"), "Agenda").tab_to("Eerste netwerkmoment van het voorbeeld").enters()
    visitor.tab_to("Op de wachtlijst komen").enters()
    visitor.tab_to("Naam").type("Tine Toets").tab_to("E-mailadres").type("tine@voorbeeld.example")
    visitor.tab_to("Ik ben").type("burger").tab_to("Op de wachtlijst komen").enters()
    visitor.sees("U staat op de wachtlijst")
