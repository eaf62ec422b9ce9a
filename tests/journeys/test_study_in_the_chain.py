"""A study along the chain: handed in with an application, read by the jury, published by a pilot, taken to the calculator by a citizen."""

import re

from playwright.sync_api import expect

HANDED_IN = (
    "SELECT s.application_id || ' ' || v.study_id || ' ' || v.serial FROM calls_submissionstudy h JOIN calls_submission s ON s.id = h.submission_id"
    " JOIN studies_studyversion v ON v.id = h.version_id WHERE NOT h.is_alternative ORDER BY h.id LIMIT 1"
)
SHOWN = "SELECT slug FROM pilots_pilot WHERE study_version_id IS NOT NULL AND published_at IS NOT NULL ORDER BY id LIMIT 1"


def test_a_study_that_was_handed_in_is_read_by_the_office_and_by_no_other_applicant(visitor):
    application, study, serial = visitor.trial.rows(HANDED_IN)[0].split()
    version = f"/desk/studies/{study}/{serial}/"
    visitor.go("/").become("Olivia Overzicht").go(f"/desk/oproepen/dossier/{application}/").sees(
        "De studie “"
    ).look()
    visitor.follow(re.compile("^Lees versie")).sees("vergrendeld").look("study-handed-in")
    visitor.go(f"/desk/studies/{study}/versions/", 404)  # the version that was handed in, and no other
    visitor.go("/").become("Filip Fictie").go(version, 404).go(f"{version}report.pdf", 404)


def test_a_citizen_takes_the_study_of_a_pilot_to_the_calculator(visitor):
    visitor.go(f"/proeftuinen/{visitor.trial.rows(SHOWN)[0]}/").sees("Haalbaarheid").look("pilot-feasibility")
    visitor.follow("Wat betekent dit voor mijn huishouden?")
    expect(visitor.main().get_by_label(re.compile("De woning in de coöperatie")).first).not_to_have_value("")
    visitor.fill(re.compile("^Huur per maand"), "950").fill(re.compile("^Eigen geld"), "80.000")
    visitor.page.locator("main button:visible", has_text="Bereken").first.click()
    visitor.sees("Naast elkaar").sees("Oude").look()
