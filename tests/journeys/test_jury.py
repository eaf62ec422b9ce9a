"""From the deadline to a pilot: admissibility, interests, scores, decision, letters, result, first page of the pilot."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import closed_call
from tests.journeys.visitor import Visitor

JURY = f"/desk/oproepen/{closed_call.SLUG}/jury/"
LOCAL_JURY = "/desk/oproepen/lokale-oproep-voorbeeldegem/jury/"
VOORBEELDEGEM, FICTIEGEM, DENKBEELDEKERKE = (
    f"Gemeente {name}" for name in ("Voorbeeldegem", "Fictiegem", "Denkbeeldekerke")
)
SITE_GROUND = re.compile("Reden, als niet vervuld: Er is minstens één concrete site")
MOTIVES = {
    VOORBEELDEGEM: ("geselecteerd", "Het dorp krijgt een plek terug."),
    FICTIEGEM: ("op de reservelijst", "Een goed plan, dat nog moet rijpen."),
    DENKBEELDEKERKE: ("niet ontvankelijk", "De site is nog niet aangewezen."),
}
HAND_IN = "Dien in en ga naar het volgende"


@pytest.fixture(scope="module")
def call(trial):
    closed_call.make(trial)


def number_of(visitor: Visitor, organisation: str) -> str:
    """The key of the application of this organisation."""
    (found,) = visitor.trial.rows(
        "SELECT a.id FROM calls_application a JOIN accounts_organisation o ON o.id = a.organisation_id"
        f" JOIN calls_call c ON c.id = a.call_id WHERE o.name = '{organisation}' AND c.slug = '{closed_call.SLUG}'"
    )
    return found


def test_a_call_is_judged_and_decided_and_a_pilot_begins(call, visitor):
    visitor.go("/").become("Olivia Overzicht")
    appoint_jury(visitor)
    check_admissibility(visitor)
    jana_has_an_interest(visitor)
    jana_scores(visitor)
    chair_scores_and_sees_the_table(visitor)
    office_decides(visitor)
    colleague_releases(visitor)
    everybody_knows(visitor)
    pilot_begins(visitor)


def appoint_jury(visitor):
    visitor.go(JURY).look()
    for email, name in (("chair@example.org", "Juul Jury"), ("juror-2@example.org", "Jana Jury")):
        visitor.fill("E-mailadres", email).fill("Naam", name)
        if email.startswith("chair"):
            visitor.tick("Zit de jury voor")
        visitor.press("Aanstellen").sees(f"{name} zit in de jury")


def check_admissibility(visitor):
    visitor.follow("Kijk de kandidaatstellingen na").look()
    for place, organisation in enumerate(MOTIVES):
        visitor.follow(re.compile(organisation))
        for choice in visitor.main().get_by_role("radio", name="Vervuld", exact=True).all():
            choice.check()
        if organisation == DENKBEELDEKERKE:
            group = visitor.main().get_by_role("group", name=re.compile("minstens één concrete site"))
            group.get_by_label("Niet vervuld").check()
            visitor.press("Bewaar de controle").sees("Geef een reden")
            visitor.fill(SITE_GROUND, "Er is geen eigenaar die akkoord gaat.")
        if place == 0:
            visitor.look()
        visitor.press("Bewaar de controle").sees("is bewaard")
    visitor.look().go(JURY).sees("Ontvankelijk: 2").press("Open de dossiers voor de jury")
    visitor.sees("De jury kan beginnen")


def jana_has_an_interest(visitor):
    dossiers = {one: f"/desk/dossiers/{number_of(visitor, one)}/" for one in MOTIVES}
    visitor.become("Jana Jury").go(dossiers[VOORBEELDEGEM], 404).go(JURY).look()
    visitor.follow("Verklaar uw belangen").look()
    for organisation, answer in ((VOORBEELDEGEM, "Geen belang"), (FICTIEGEM, "Ik heb een belang")):
        visitor.main().get_by_role("group", name=re.compile(organisation)).get_by_label(answer).check()
    visitor.press("Verklaren").sees("Zeg in enkele woorden")
    visitor.fill(re.compile(f"Welk belang.*{FICTIEGEM}"), "Mijn zus werkt er.").press("Verklaren")
    expect(visitor.sees("Uw belangen zijn genoteerd").main()).not_to_contain_text(FICTIEGEM)
    visitor.go(dossiers[FICTIEGEM], 404).go(dossiers[DENKBEELDEKERKE], 404).go(JURY)


def score_all(visitor, scores, reason):
    for field, score in zip(visitor.main().get_by_label(re.compile("^Score:")).all(), scores, strict=True):
        field.select_option(score)
    for field in visitor.main().get_by_label(re.compile("^Reden:")).all():
        field.fill(reason)


def jana_scores(visitor):
    visitor.follow(re.compile(VOORBEELDEGEM)).sees("Wonen in de school")
    score_all(visitor, ("5", "4", "5"), "Helder plan op een goede plek.")
    visitor.look("jury-scoring").main().get_by_label(re.compile("^Reden:")).last.fill("")
    visitor.press(HAND_IN).sees("Dit is een verplicht veld").look()
    visitor.fill(re.compile("^Reden: Haalbaarheid"), "Het bestuur besliste al.")
    visitor.press(HAND_IN).sees("zijn ingediend").look()


def chair_scores_and_sees_the_table(visitor):
    visitor.become("Juul Jury").go(f"{JURY}tabel/", 404).go(JURY).follow("Verklaar uw belangen")
    for choice in visitor.main().get_by_label("Geen belang").all():
        choice.check()
    visitor.press("Verklaren").sees("Uw belangen zijn genoteerd").go(f"{JURY}tabel/")
    visitor.sees("U ziet de scores van de anderen zodra")
    for _dossier in range(2):
        visitor.go(JURY).follow(re.compile("^Ga verder met"))
        score_all(visitor, ("4", "4", "3"), "Past bij de oproep.")
        visitor.press(HAND_IN).sees("zijn ingediend")
    visitor.go(f"{JURY}tabel/").sees("belang").look("jury-table")


def office_decides(visitor):
    visitor.become("Olivia Overzicht").go(JURY).press("Sluit de scores af").sees("De scores zijn afgesloten")
    visitor.go(f"{JURY}beslissingen/").look()
    for place, (organisation, (outcome, motive)) in enumerate(MOTIVES.items()):
        visitor.follow(re.compile(organisation))
        visitor.tick(outcome).fill("Motivering", motive)
        if "reserve" in outcome:
            visitor.press("Bewaar deze beslissing").sees("Geef de plaats op de reservelijst")
            visitor.fill("Plaats op de reservelijst", "1")
        if place == 0:
            visitor.tick(re.compile("^Publiceer de motivering")).look()
        visitor.press("Bewaar deze beslissing").sees("is bewaard")
    visitor.fill(re.compile("^Verslag van de jury"), "De jury las twee dossiers en koos er één.")
    visitor.press("Bereid de beslissing voor").sees("U bereidde deze beslissing voor").look()
    expect(visitor.main().get_by_role("button", name="Maak nu aan iedereen bekend")).to_have_count(0)


def colleague_releases(visitor):
    letter = f"/desk/kandidaatstellingen/{number_of(visitor, VOORBEELDEGEM)}/brief/"
    visitor.become("Vera Voorbeeld").go(letter, 404)
    visitor.go("/").become("Otto Ordelijk").go(f"{JURY}beslissingen/").look()
    visitor.press("Maak nu aan iedereen bekend").sees("De beslissing is bekendgemaakt")
    told = visitor.trial.rows(
        'SELECT count(*), count(DISTINCT written_at), count(DISTINCT "to") FROM mail_message'
        f" WHERE subject LIKE '%Beslissing over uw kandidaatstelling%{closed_call.TITLE}'"
    )
    assert told == ["4|1|4"]  # one of the three has two writers
    visitor.become("Vera Voorbeeld").go(letter).sees("Het dorp krijgt een plek terug").look("decision-letter")
    visitor.become("Dina Denkbeeld").go(letter, 404)


def everybody_knows(visitor):
    visitor.go("/").become("een bezoeker").go(f"/oproepen/{closed_call.SLUG}/").sees("Het resultaat")
    result = visitor.main().locator("section[aria-labelledby=result]")
    expect(result).to_contain_text(VOORBEELDEGEM)
    expect(result).to_contain_text("De jury las twee dossiers")
    for organisation in (FICTIEGEM, DENKBEELDEKERKE):
        expect(visitor.main()).not_to_contain_text(organisation)
    visitor.look()


def pilot_begins(visitor):
    visitor.become("Olivia Overzicht").go("/desk/pilots/").sees("Gekozen, nog niet gestart").look()
    visitor.press(re.compile(f"De proeftuin starten.*{VOORBEELDEGEM}")).sees("De proeftuin is gestart").look()
    team_page = visitor.page.url
    visitor.press("De pagina publiceren").sees("Schrijf eerst een samenvatting")
    visitor.follow("De teksten wijzigen").look()
    visitor.fill("Samenvatting", "Een leegstaande school wordt een plek voor veertien gezinnen.")
    visitor.press("Bewaren").press("De pagina publiceren").sees("De pagina is nu openbaar")
    visitor.fill("Notitie", "Eerste overleg is gepland.").press("De notitie toevoegen").look("pilot-team")
    visitor.follow("De openbare pagina bekijken").look()
    public_page = visitor.page.url
    visitor.become("Billie Burger").go(team_page, 404).go(public_page)
    visitor.misses("Eerste overleg is gepland").sees("veertien gezinnen")
    visitor.become("Vera Voorbeeld").go(team_page).sees("Eerste overleg is gepland")


def test_a_juror_declares_and_scores_by_keyboard_only(visitor):
    visitor.go("/").become("Jef Jury").go(LOCAL_JURY)
    visitor.tab_to(re.compile("Declare your interests|Verklaar uw belangen")).key("Enter")
    visitor.sees(re.compile("You see only who|U ziet alleen wie")).page.wait_for_load_state()
    for _applicant in range(2):
        visitor.tab_to(re.compile("No interest|Geen belang")).key("Space")
    visitor.tab_to(re.compile("^(Declare|Verklaren)$")).key("Enter")
    visitor.sees(re.compile("are noted|zijn genoteerd"))
    visitor.tab_to(re.compile("^(Go on with|Ga verder met)")).key("Enter")
    visitor.sees(re.compile("Your scores|Uw scores"))
    for _criterion in range(3):
        visitor.tab_to(re.compile("^Score:")).type("4").tab_to(re.compile("^(Reason|Reden):")).type("Good.")
    visitor.tab_to(re.compile("^(Hand in and go|Dien in en ga)")).key("Enter")
    visitor.sees(re.compile("are handed in|zijn ingediend"))


def test_a_juror_scores_without_script(visitor_without_script):
    visitor = visitor_without_script
    visitor.go("/").become("Jana Jury").go(LOCAL_JURY).follow(re.compile("^Ga verder met"))
    score_all(visitor, ("4", "4", "3"), "Een groep die weet wat ze wil.")
    visitor.press("Bewaar als ontwerp").sees("zijn bewaard als ontwerp")
    visitor.press(HAND_IN).sees("zijn ingediend")
