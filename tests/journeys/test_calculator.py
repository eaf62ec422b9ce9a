"""A citizen with the calculator: on a phone, by keyboard, without JavaScript, and by a link that somebody sent."""

import re

from playwright.sync_api import expect

CALCULATOR = "/huren-kopen-of-cooperatief/"
ANSWER = re.compile("In het eerste jaar kost huren")


def sent(visitor):
    """The calculations that this visitor asks the server for, from now on."""
    found = []
    visitor.page.on("request", lambda request: found.append(request) if request.method == "POST" else None)
    return found


def answered(visitor):
    """Wait for an answer."""
    expect(visitor.page.locator("#sentence")).to_contain_text(ANSWER)
    return visitor


def test_a_citizen_calculates_on_a_phone_and_slides(visitor):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    asked = sent(visitor)
    visitor.go(CALCULATOR).sees("Dit is een berekening, geen advies").look("calculator")
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.fill("Huur per maand", "€ 950").fill("Eigen geld", "60.000")
    assert asked == [], "nothing reaches the server before the visitor asks"
    answered(visitor.press("Bereken")).look("calculator-answer")
    charge = visitor.page.locator(".calculator__charge p")
    before = charge.inner_text()
    slider = visitor.page.get_by_role("slider")
    slider.focus()
    visitor.key("Home")
    expect(charge).not_to_have_text(before)
    expect(visitor.page.locator("#id_cooperative_own_capital")).to_have_value("40.000")
    assert "#" not in "".join(request.headers.get("hx-current-url", "") for request in asked)


def test_a_mistake_is_said_at_the_field_and_corrected(visitor):
    visitor.go(CALCULATOR).fill("Huur per maand", "veel").fill("Eigen geld", "60.000").press("Bereken")
    visitor.sees("Er is 1 probleem").sees("niet te lezen als getal").look()
    expect(visitor.page.locator("#id_rent_amount")).to_have_value("veel")
    expect(visitor.page.locator("#id_rent_amount")).to_have_attribute("aria-invalid", "true")
    answered(visitor.fill("Huur per maand", "1.250,50"))
    expect(visitor.page.locator("#id_rent_amount")).not_to_have_attribute("aria-invalid", "true")


def test_everything_that_it_rests_on_is_changed_and_put_back(visitor):
    visitor.go(CALCULATOR).fill("Huur per maand", "950").fill("Eigen geld", "60.000").press("Bereken")
    answered(visitor).page.get_by_text("Waarop dit rust").first.click()
    visitor.look()
    visitor.page.get_by_role("link", name="Stijging van de woningprijzen").click()
    growth = visitor.page.locator("#id_outlook_house_growth")
    expect(growth).to_be_focused()
    with visitor.page.expect_response(lambda response: response.request.method == "POST"):
        growth.fill("1,5")
    expect(visitor.page.locator(".calculator__turns")).to_contain_text("1,5%")
    visitor.look()
    with visitor.page.expect_response(lambda response: response.request.method == "POST"):
        visitor.press(re.compile("Terug naar het voorbeeld van Stijging van de woningprijzen"))
    expect(growth).to_have_value("2")


def test_a_link_holds_the_figures_and_strange_ones_do_nothing(visitor):
    asked = sent(visitor)
    evil = "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"
    visitor.go(
        f"{CALCULATOR}#rent_amount=875&own_money=70.000&rent_label={evil}&mode={evil}&{evil}={evil}&constructor=1"
    )
    answered(visitor).sees("€ 875").look()
    assert len(asked) == 1
    expect(visitor.page.locator("#id_rent_label")).to_have_value("C")
    visitor.fill("Huur per maand", "900")
    expect(visitor.page).to_have_url(re.compile("rent_amount=900"))
    visitor.page.evaluate("hash => { location.hash = hash; }", f"rent_amount={evil}&own_money=70.000")
    visitor.sees("Er is 1 probleem")
    assert visitor.page.locator("img[src=x]").count() == 0


def test_the_calculator_by_keyboard(visitor):
    visitor.go(CALCULATOR).tab_to("Huur per maand").type("950").tab_to("Eigen geld").type("60.000").key(
        "Enter"
    )
    expect(visitor.page.locator("#answer-title")).to_be_focused()
    visitor.tab_to("Wijzig de cijfers").key("Enter")
    visitor.tab_to("Zes vragen").key("ArrowRight").tab_to("De komende jaren").key("Enter").tab_to(
        "Stijging van de woningprijzen"
    )
    answered(visitor).sees("Wat overblijft als u op het einde van het jaar vertrekt")


def test_the_calculator_without_script(visitor_without_script):
    reader = (
        visitor_without_script.go(CALCULATOR).fill("Huur per maand", "950").fill("Eigen geld", "€ 60 000")
    )
    reader.tick("Alles").press("Bereken").sees(ANSWER).sees("Waarop dit rust")
    expect(reader.page.locator("#id_own_money")).to_have_value("€ 60 000")
    reader.page.get_by_text("De komende jaren").click()
    reader.fill("Stijging van de woningprijzen", "1,5").press("Bereken").sees("1,5%")
    reader.page.get_by_text("De komende jaren").click()
    reader.press(re.compile("Terug naar het voorbeeld van Stijging van de woningprijzen"))
    expect(reader.page.locator("#id_outlook_house_growth")).to_have_value("2")
    assert [cookie for cookie in reader.page.context.cookies() if cookie["name"] != "csrf"] == []


def test_the_calculator_in_english(visitor):
    visitor.go("/en/rent-buy-or-cooperative/").fill("Rent a month", "1,250.60").fill("Own money", "60,000")
    visitor.press("Calculate").sees("In the first year renting costs").sees("€1,251").look()
