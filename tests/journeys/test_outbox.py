"""The outbox: what was written to whom, a message that failed, and codes that nobody reads."""

import pytest

from tests.journeys import trial as trials


@pytest.fixture
def office(visitor):
    """The programme office."""
    return visitor.go("/").become("Olivia Overzicht")


@pytest.fixture(scope="module")
def real_installation(trial):
    """The same database behind a server as in production: mail leaves, and codes are secret."""
    port = trials.free_port()
    changes = {"PROEFTUIN_MAIL_KEPT": "0", "PROEFTUIN_ROLE_SWITCHER": "0"}
    changes |= {"PROEFTUIN_SITE_URL": f"http://localhost:{port}"}
    with trials.serving(trial.environment | changes, port) as address:
        yield address


def test_a_visitor_of_the_trial_finds_the_mail_and_clicks_its_link(visitor):
    visitor.go("/nieuws-ontvangen/").fill("E-mailadres", "postbus@voorbeeld.example").choose(
        "Ik ben", "burger"
    )
    visitor.tick("Ik wil de nieuwsbrief").press("Hou me op de hoogte")
    visitor.page.locator(".switcher summary").click()
    visitor.follow("Bekijk de mails die deze installatie bewaart", within=".switcher")
    visitor.sees("Op deze proefinstallatie vertrekt er geen mail.").look("outbox")
    visitor.fill("Adres of onderwerp", "postbus@").press("Tonen").follow(
        "Bevestig dat u op de hoogte wilt blijven"
    ).look()
    visitor.page.locator("main pre a").first.click()
    visitor.sees("Nog één stap")


def test_a_message_that_failed_is_sent_again(office):
    office.trial.rows(
        "UPDATE mail_message SET state = 'failed', attempts = 8, last_error = '550 no such mailbox'"
        " WHERE id = (SELECT min(id) FROM mail_message)"
    )
    office.go("/desk/outbox/?state=failed").main().locator("table a").first.click()
    office.sees("550 no such mailbox").look()
    office.press("Opnieuw versturen").sees("Het bericht staat terug in de wachtrij.")
    office.until_sees("hier bewaard (proef)")


def test_a_code_to_sign_in_is_not_shown_where_mail_leaves(visitor, real_installation):
    visitor.go(f"{real_installation}/account/login/code/").fill("E-mail", "office@example.org")
    visitor.press("Mail mij een code").sees("code")
    visitor.go("/").become("Olivia Overzicht").go(f"{real_installation}/desk/outbox/?q=office@example.org")
    visitor.main().locator("table a").first.click()
    visitor.sees("We tonen het niet.").look()
    assert visitor.main().locator("pre").count() == 0
