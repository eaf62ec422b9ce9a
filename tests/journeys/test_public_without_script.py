"""Reading, signing up and registering in a browser that runs no JavaScript."""

import re


def test_reading_from_home_to_a_work_in_the_library(visitor_without_script):
    reader = visitor_without_script.go("/").sees("Drie manieren van wonen")
    reader.follow("Ik zoek een woning").follow("Kennisbank", within="header")
    reader.fill("Woorden", "cooperatief").choose("Soort", "Publicatie").press("Tonen")
    reader.follow("Coöperatief wonen in Vlaanderen").sees("Lees het werk zelf")
    reader.follow("Proeftuinen", within="header").sees("Wat ze uitproberen").follow("Wonen in de school")
    reader.go("/gemeenten/").fill("Gemeente of deelgemeente", "Deurne").press("Zoek op")
    reader.follow("Deurne (Antwerpen)").sees("Arenawijk")


def test_signing_up_for_news(visitor_without_script):
    reader = visitor_without_script.go("/nieuws-ontvangen/").fill("E-mailadres", "kaal@voorbeeld.example")
    reader.choose("Ik ben", "burger").tick(re.compile("nieuwsbrief")).press("Hou me op de hoogte")
    reader.sees("Kijk in uw mailbox").opens_mail("kaal@voorbeeld.example", "Bevestig")
    reader.follow(re.compile("bevestigen")).press("Ja, hou me op de hoogte").sees("U staat op de lijst")


def test_registering_for_a_moment_and_cancelling(visitor_without_script):
    reader = visitor_without_script.go("/agenda/").follow("Eerste netwerkmoment van het voorbeeld")
    reader.follow("Op de wachtlijst komen").fill("Naam", "Nora Niks").press("Op de wachtlijst komen")
    reader.sees("Er zijn 2 problemen").fill("E-mailadres", "nora@voorbeeld.example")
    reader.choose("Ik ben", "burger").press("Op de wachtlijst komen").sees("U staat op de wachtlijst")
    reader.opens_mail("nora@voorbeeld.example", "U staat op de wachtlijst").follow(
        re.compile("agenda.inschrijving")
    )
    reader.press("Mijn inschrijving annuleren").sees("Deze inschrijving is geannuleerd")
