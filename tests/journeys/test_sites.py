"""An official describes a site: parcels in another spelling, typed coordinates, nothing outside Belgium."""

import json
import re

from playwright.sync_api import expect

CORNERS = [[3.718, 51.046], [3.7196, 51.0461], [3.7195, 51.0469], [3.7181, 51.0468], [3.718, 51.046]]
OUTLINE = json.dumps({"type": "Polygon", "coordinates": [CORNERS]})
TYPED = {
    "Naam van de site": "Verzonnen Weide",
    "Gemeente": "Voorbeeldegem",
    "Adres": "Denkbeeldige Laan 3",
    "Wat is het?": "Een weide achter de kerk, met een rij knotwilgen.",
    "Omtrek": OUTLINE,
    "Oppervlakte in m²": "0,9 ha",
    "Percelen": "40613_A_1154_C_000_02\n40613A1155-00D000",
    "Gebouwen": "Een stal zonder dak.",
    "Bestemming": "Woongebied",
    "Voorwaarden": "De knotwilgen blijven staan.",
}
PLACE = re.compile("^Plaats")


def test_an_official_describes_a_site(visitor):
    visitor.go("/").become("Vera Voorbeeld").go("/desk/sites/").look()
    visitor.follow("Beschrijf een site").look()
    for label, value in TYPED.items():
        visitor.fill(re.compile(f"^{re.escape(label)}"), value)
    visitor.choose(re.compile("^Bedoeling"), "Erfpacht").fill(PLACE, "48,8566 2,3522").press("Bewaren")
    visitor.sees("Deze plaats ligt niet in België").look()
    for label, value in TYPED.items():
        field = visitor.main().get_by_label(re.compile(f"^{re.escape(label)}")).first
        expect(field).to_have_value(value)
    visitor.fill(PLACE, "104412 193117").press("Bewaren").sees("De site is bewaard")
    visitor.sees("40613A1154/02C000").sees("40613A1155/00D000").sees("9.000 m²").look("site")
    address = visitor.page.url
    visitor.become("Filip Fictie").go(address, 404)
    visitor.become("een bezoeker").go(address).sees("Aanmelden")


def test_a_site_is_described_by_keyboard_only(visitor):
    visitor.go("/").become("Filip Fictie").go("/desk/sites/")
    visitor.tab_to("Beschrijf een site").key("Enter").sees("Naam van de site")
    visitor.tab_to("Naam van de site").type("Hoek van de Dreef")
    visitor.tab_to("Gemeente").type("Fictiegem").key("Escape")  # closes the list of suggestions
    visitor.tab_to(PLACE).type("51,0464 3,7187").tab_to("Bewaren").key("Enter")
    visitor.sees("De site is bewaard").sees("Hoek van de Dreef")


def test_a_site_is_described_without_script(visitor_without_script):
    visitor = visitor_without_script
    visitor.go("/").become("Wim Voorbeeld").go("/desk/sites/").follow("Beschrijf een site")
    visitor.fill("Naam van de site", "Oude Melkerij").fill("Gemeente", "Nergenshuizen").press("Bewaren")
    visitor.sees("Wij kennen deze gemeente niet").fill("Gemeente", "Voorbeeldegem").press("Bewaren")
    visitor.sees("De site is bewaard").sees("Oude Melkerij")
