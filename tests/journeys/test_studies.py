"""Studies as people use them: an official from a site to the PDF, a bank by a link, a long list of sites."""

import re
from pathlib import Path

from playwright.sync_api import expect

SITES = 10_000


def begin(visitor, name: str, land: str = "900.000", homes: str = "20"):
    """The first three questions, up to the first answer."""
    visitor.go("/desk/studies/").follow("Begin een studie").fill("Naam van de studie", name)
    visitor.tick(re.compile("erfpacht")).fill(re.compile("^2\\."), land).fill(re.compile("^3\\."), homes)
    return visitor.press("Bekijk het eerste antwoord").sees("Uw eerste antwoord")


def test_an_official_goes_from_a_site_to_the_pdf(visitor):
    visitor.go("/").become("Vera Voorbeeld").go("/desk/studies/").look().go("/desk/studies/new/").look()
    begin(visitor, "Wasserij aan de Vaart").look("study-questions")
    visitor.fill(re.compile("^6\\."), "veel").press("Bekijk het antwoord").sees("Er is 1 probleem")
    expect(visitor.main().get_by_label(re.compile("^6\\."))).to_have_value("veel")
    visitor.fill(re.compile("^6\\."), "2.100,50").fill(re.compile("^10\\."), "950").press(
        "Bekijk het antwoord"
    )
    visitor.sees("Uw antwoorden zijn bewaard").sees("950").look("study")
    visitor.follow("Hoe zeker").sees("Wat als het misloopt?").look("study-risk")
    visitor.follow("Jaar per jaar").sees("Kasstroom").look()
    visitor.follow("Naast elkaar").tick("de grond gekocht").press("Zet het naast de studie").sees(
        "staat naast de studie"
    ).look("study-side-by-side")
    visitor.follow("Wijzigen").look("study-edit")
    visitor.follow("Versies").sees("Van versie 1 naar versie 2").look()
    visitor.follow("Antwoord").main().get_by_role(
        "link", name=re.compile("waarom, voor 2-slaapkamerwoning")
    ).first.click()
    visitor.sees("Hoe het berekend is").look()
    visitor.follow("Doorgeven").look().fill("Voor wie of waarvoor?", "de gemeenteraad van 14 december").press(
        "Vergrendelen"
    )
    visitor.sees("Deze versie is vergrendeld")
    for name, kind in (("Rapport", b"%PDF"), ("Rekenblad", b"PK")):
        address = visitor.main().get_by_role("link", name=re.compile(f"^{name}")).get_attribute("href")
        answer = visitor.page.request.get(visitor.trial.address + address)
        assert answer.body().startswith(kind)
    address = visitor.page.url
    visitor.become("Filip Fictie").go(address, 404)


def test_sliders_answer_at_once_and_the_land_price_is_sought(visitor):
    visitor.go("/").become("Vera Voorbeeld")
    begin(visitor, "Schuifknoppen").follow("Sla deze vragen over").follow("Proberen").look("study-try")
    row = visitor.main().get_by_role("row", name=re.compile("^2-slaapkamerwoning")).last
    expect(row).to_contain_text("=")
    visitor.tab_to("Bouwkost").key("ArrowRight").key("ArrowRight")
    expect(row).to_contain_text("+€")
    assert not visitor.complaints
    visitor.fill(re.compile("meer kost dan"), "2.300").press("Zoek")
    visitor.sees("De grond mag hoogstens")
    visitor.page.get_by_role("button", name="Bewaar als volgende versie").click()
    visitor.sees("Bewaard als volgende versie")


def test_a_study_is_made_and_tried_without_script(visitor_without_script):
    visitor = visitor_without_script
    visitor.go("/").become("Wim Voorbeeld")
    begin(visitor, "Zonder script").press("Bekijk het antwoord").sees("Uw antwoorden zijn bewaard")
    visitor.follow("Proberen").press("Kijk wat het doet").sees("In deze versie")
    visitor.press("Bewaar als alternatief").sees("Bewaard als alternatief")


def test_a_study_is_made_by_keyboard_only(visitor):
    visitor.go("/").become("Vera Voorbeeld").go("/desk/studies/new/")
    visitor.tab_to("Naam van de studie").type("Met het toetsenbord")
    visitor.tab_to("De coöperatie koopt ze").key("Space").tab_to("Wat is de grond waard").type("450000")
    visitor.tab_to("Hoeveel woningen").type("8").tab_to("Bekijk het eerste antwoord").enters().sees(
        "Uw eerste antwoord"
    )


def test_a_bank_looks_by_a_link_and_varies_its_own_copy(visitor):
    visitor.go("/").become("Vera Voorbeeld")
    begin(visitor, "Voor de bank").follow("Sla deze vragen over").follow("Doorgeven").follow("Delen")
    visitor.fill("Voor wie", "Bank Voorbeeld").press("Een link maken").sees("Bank Voorbeeld").look(
        "study-sharing"
    )
    link = visitor.main().get_by_label(re.compile("Adres om te versturen")).first.input_value()
    desk = visitor.page.url
    visitor.become("een bezoeker").go(link).look("study-link")
    visitor.fill(re.compile("^Rente"), "1").fill(re.compile("^Leegstand"), "5").press("Bereken").sees(
        "Op uw eigen kopie"
    ).look()
    visitor.fill(re.compile("^Rente"), "veel").press("Bereken").sees("“veel”")
    visitor.go("/").become("Vera Voorbeeld").go(desk).sees("keer geopend").press("Intrekken")
    visitor.become("een bezoeker").go(link, 404)


def test_ten_thousand_sites_are_ranked(visitor, tmp_path: Path):
    rows = "".join(
        f"Perceel {n};Voorbeeldegem;{5 + n % 60};{200_000 + 997 * (n % 3000)}\n" for n in range(SITES)
    )
    file = tmp_path / "gronden.csv"
    file.write_text(
        f"naam;gemeente;woningen;grondprijs\nZonder prijs;Voorbeeldegem;20;\n{rows}", encoding="utf-8"
    )
    visitor.go("/").become("Vera Voorbeeld").go("/desk/portfolios/").look().follow("Een lijst opladen").look()
    visitor.fill("Naam van de lijst", "Gronden van Voorbeeldegem")
    visitor.page.set_input_files("input[type=file]", file)
    visitor.press("Opladen en berekenen").sees("Gronden van Voorbeeldegem").look()
    visitor.until_sees("Alle sites volgens hun nodige woonvergoeding", seconds=300).look("portfolio")
    visitor.follow("Bekijk rij per rij").sees("Zonder prijs").look()
