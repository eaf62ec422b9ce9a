"""Somebody reads the public site, from the first page to a question at the office, in Dutch and in English."""

import re


def test_who_never_heard_of_it_finds_out_what_it_is(visitor):
    visitor.go("/").sees("Drie manieren van wonen").sees("68 tot 652 €").look("home")
    visitor.follow("Ik zoek een woning").sees("Wat betaal ik om in te stappen?").look()
    visitor.go("/").follow("Ik werk voor een gemeente").sees("een concrete plek").look()
    visitor.go("/").follow("Ik start een project").sees("in vijf fasen")
    visitor.go("/").follow("Ik ben expert").sees("Cijfers om mee te beginnen")
    visitor.go("/").follow("Ik wil geld inbrengen").sees("risico")
    visitor.follow("Wat is coöperatief wonen?", within="header").sees(
        "Een derde weg naast huren en kopen"
    ).look()


def test_the_pathways_are_read_from_what_runs_to_the_archive(visitor):
    visitor.go("/").follow("Leertrajecten", within="header").sees("Archief").look()
    visitor.follow("Voorbeeldtraject coöperatief wonen").sees(
        "Alle gemeenten, mensen en cijfers zijn fictief"
    )
    visitor.look("pathway")
    visitor.follow("Leertrajecten", within="header").follow(
        "Leertraject coöperatieve woonprojecten 2022–2024"
    )
    visitor.sees("Dit leertraject is afgelopen").sees("juli 2022").sees("Wat we niet vonden").look()


def test_the_archive_says_what_is_not_known_and_takes_nothing_new(visitor):
    visitor.go("/leertrajecten/2022-2024/").follow("Antwerpen – Arenawijk").sees("Ongeveer 70.")
    visitor.sees("Niet openbaar gedocumenteerd").look("archive-pilot")
    visitor.go("/oproepen/oproep-2022/").sees("16 mei 2022, 12:00").look()
    assert visitor.main().get_by_role("link", name="Kandidaat").count() == 0
    visitor.go("/agenda/lerend-netwerk-2022/").sees("10 november 2022").sees(
        "Niet openbaar gedocumenteerd"
    ).look()
    assert visitor.main().get_by_role("link", name="Inschrijven").count() == 0


def test_the_library_finds_words_without_their_accents(visitor):
    visitor.go("/").follow("Kennisbank", within="header").look()
    visitor.fill("Woorden", "cooperatief").press("Tonen").sees(re.compile(r"\d+ items")).look("library")
    visitor.choose("Soort", "Publicatie").press("Tonen").follow("Coöperatief wonen in Vlaanderen")
    visitor.sees("Cera").sees("Lees het werk zelf").look()
    visitor.go("/kennisbank/?q=zeepaardje").sees("Niets gevonden").look()


def test_a_recording_says_whether_it_can_be_followed_without_sound(visitor):
    visitor.go("/kennisbank/?kind=webinar").follow("Coöperatief wonen: een antwoord op de wooncrisis")
    visitor.sees("Volgen zonder geluid").look()


def test_the_pilots_are_on_a_map_and_in_a_list(visitor):
    visitor.go("/").follow("Proeftuinen", within="header").sees("Wat ze uitproberen").look("pilots")
    visitor.follow("Wonen in de school").sees("Erfpacht van de gemeente").sees("Eerste schetsen").look(
        "pilot"
    )


def test_somebody_types_a_village_and_reads_what_happens_there(visitor):
    visitor.go("/gemeenten/").look()
    visitor.fill("Gemeente of deelgemeente", "Aartrijke").press("Zoek op")
    visitor.sees("Coöperatief wonen in Zedelgem").sees("Zedelgem – Aartrijke").look("municipality")
    visitor.go("/gemeenten/").fill("Gemeente of deelgemeente", "Koksijde").press("Zoek op").sees(
        "Nog niets"
    ).look()
    visitor.go("/gemeenten/").fill("Gemeente of deelgemeente", "Luilekkerland").press("Zoek op")
    visitor.sees("We kennen geen gemeente")


def test_the_calendar_shows_what_comes_and_what_was(visitor):
    visitor.go("/").follow("Agenda", within="header").sees("Wat komt").sees("Terugblik").look("calendar")
    visitor.follow("Infomoment over de voorbeeldoproep").sees("Dia’s van het infomoment").look()


def test_the_whole_site_is_searched_at_once(visitor):
    visitor.go("/").searches("erfpacht").sees("resultaten voor “erfpacht”").look("search")
    visitor.follow("Wonen in de school").sees("Een leegstaande school")


def test_a_question_reaches_the_office_and_is_confirmed(visitor):
    visitor.go("/").follow("Contact", within="footer").look()
    visitor.press("Verstuur de vraag").sees("Er zijn 3 problemen").look()
    visitor.fill("Uw e-mailadres", "vraag@voorbeeld.example").fill("Onderwerp", "Een lege school")
    visitor.fill("Uw vraag", "Wij hebben een school zonder leerlingen. Wat nu?").press("Verstuur de vraag")
    visitor.sees("We hebben uw vraag ontvangen").look()
    visitor.opens_mail("vraag@voorbeeld.example", "We hebben uw vraag ontvangen").sees(
        "U hoeft niets te doen."
    )
    visitor.become("Olivia Overzicht").go("/desk/questions/").follow("Een lege school")
    visitor.sees("Wij hebben een school zonder leerlingen").look()


def test_the_statements_are_there(visitor):
    visitor.go("/")
    for name, words in [
        ("Toegankelijkheid", "Hoe ver we voldoen"),
        ("Privacy", "Uw rechten"),
        ("Cookies", "Wie alleen leest, krijgt geen cookie"),
        ("Colofon", "Software"),
    ]:
        visitor.follow(name, within="footer").sees(words).look()


def test_all_of_it_is_there_in_english_too(visitor):
    visitor.go("/").follow("English", within="header").sees("Three ways to live").look("home-english")
    visitor.follow("Learning pathways", within="header").follow("Example pathway on cooperative housing")
    visitor.sees("Calls").look()
    visitor.follow("Pilots", within="header").sees("What they try out").look()
    visitor.follow("Knowledge library", within="header").look()
    visitor.follow("Calendar", within="header").sees("To come").look()
    visitor.go("/en/municipalities/?q=Aartrijke").sees("Cooperative housing in Zedelgem").look()
    visitor.follow("Nederlands", within="header").sees("Coöperatief wonen in Zedelgem")


def test_a_page_that_is_not_there_says_so(visitor):
    visitor.go("/bestaat-niet/", status=404).sees("Deze pagina is er niet").look()
