"""The public calculator: no account, no cookie, nothing lost, never a traceback."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feasibility.household import compare, cooperative_from, example, read_household
from proeftuin.studies.calculation import assessment_of
from proeftuin.studies.forms.calculator import CalculatorForm, written
from proeftuin.studies.household.comparing import QUESTIONS, example_values, household_of
from proeftuin.studies.models import Study, StudyVersion
from proeftuin.studies.queries.published import published, published_version
from tests.factories import studies
from tests.support import assert_same_queries

PAGE = "/en/rent-buy-or-cooperative/"
DUTCH = "/huren-kopen-of-cooperatief/"


@pytest.fixture(autouse=True)
def _database(db):
    with override("en"):
        yield


def typed(**more: str) -> dict[str, str]:
    """What a form sends: the example's values, and a household's own."""
    form = CalculatorForm(today=timezone.localdate())
    sent = {name: written(form.fields[name], value) for name, value in example_values().items()}
    flags = {one.name for one in QUESTIONS if one.field.kind == "flag"}
    sent = {name: text for name, text in sent.items() if not (name in flags and text == "0")}
    own = {"rent_amount": "950", "own_money": "60,000", "income": "3,400", "start": "2026-12-01"}
    return sent | own | more


def made_public(**fields: Any) -> StudyVersion:
    """A version that everybody may see."""
    version = studies.locked(**fields)
    StudyVersion.objects.filter(pk=version.pk).update(published_at=timezone.now())
    version.refresh_from_db()
    return version


def text_of(page: bytes) -> str:
    """What a reader sees."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode())).replace("\xa0", " ")


def test_the_form_asks_rent_and_own_money_and_marks_the_rest_as_an_example(client):
    page = client.get(PAGE)
    assert page.status_code == 200
    for asked in ("rent_amount", "own_money", "income"):
        assert re.search(rf'<input type="text" name="{asked}"(?![^>]*value=)', page.content.decode()), asked
    assert 'name="buy_price" value="300,000"' in page.content.decode()
    assert page.content.decode().count('<span class="badge">example</span>') == len(example_values()) + 1
    assert "This is a calculation, not advice." in text_of(page.content)


def test_the_page_is_kept_for_everybody_and_the_answer_for_nobody(client, django_assert_num_queries):
    first = client.get(PAGE)
    assert "Cache-Control" not in first.headers
    with django_assert_num_queries(1):  # the public version, under which pages are kept
        assert len(Client().get(PAGE).content) == len(first.content)
    for data in (typed(), typed(years="0")):
        assert client.post(PAGE, data).headers["Cache-Control"] == "no-store"


def test_neither_reading_nor_calculating_gives_a_cookie():
    visitor = Client(enforce_csrf_checks=True)
    assert not visitor.get(PAGE).cookies
    answer = visitor.post(PAGE, typed())
    assert answer.status_code == 200  # without a token
    assert not answer.cookies
    assert not visitor.cookies
    assert b"csrfmiddlewaretoken" not in answer.content


def test_elsewhere_a_form_without_a_token_is_refused():
    """The control: the check itself is on."""
    assert Client(enforce_csrf_checks=True).post("/en/contact/", {}).status_code == 403


def test_the_answer_comes_before_the_questions_and_is_the_engines_own(client):
    household = read_household(example())
    page = client.post(PAGE, typed()).content
    sentence = compare(household, on=timezone.localdate()).answer("en")
    assert sentence in text_of(page)
    assert page.index(b'id="sentence"') < page.index(b'id="calculator"')
    assert page.index(b"<svg") < page.index(b"calculator__ways")


def test_all_that_was_typed_stands_there_again(client):
    page = client.post(
        PAGE, typed(rent_amount="€ 1.250,50", buy_rate="3,75 %", own_money="60 000")
    ).content.decode()
    for text in ("€ 1.250,50", "3,75 %", "60 000"):
        assert f'value="{text}"' in page


def test_without_javascript_everything_is_in_the_one_answer(client):
    page = text_of(client.post(PAGE, typed(mode="full")).content)
    for words in ("Side by side", "What is left if you leave", "if house prices rise 0% a year", "What this does not know", "All that this rests on", "The charge by own contribution"):  # fmt: skip
        assert words in page


def test_a_request_of_htmx_gets_the_answer_alone(client):
    answer = client.post(PAGE, typed(), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b'id="sentence"' in answer.content
    assert b'id="capital" hx-swap-oob="true"' in answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    wrong = client.post(PAGE, typed(rent_amount="much"), headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert b'data-wrong="rent_amount"' in wrong.content


BAD = [
    ("rent_amount", "", "Fill in a number, for instance 1,250.50."),
    ("rent_amount", "veel", "“veel” cannot be read as a number"),
    ("rent_amount", "-950", "“-950” is not possible here: give 0 to 50,000."),
    ("own_money", "9" * 60, "is not possible here"),
    ("years", "41", "give 1 to 40"),
    ("years", "2,5", "is not a whole number"),
    ("outlook_inflation", "200", "give -10% to 30%"),
    ("rent_label", "Z", "Select a valid choice"),
    ("cooperative_capital", "path", "Select a valid choice"),
    ("start", "gisteren", "Enter a valid date"),
    ("start", "1900-01-01", "lies too far away"),
    ("start", "2095-01-01", "The law of that day is not known here"),
    ("buy_loan", "5000000", "is more than the price and all costs together"),
    ("cooperative_own_capital", "500000", "at most this can be paid in"),
    ("cooperative_own_capital", "1000", "the lowest contribution is"),
    ("study", "nothing", "This study is not public"),
]


@pytest.mark.parametrize(("field", "text", "said"), BAD)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client, field, text, said):
    answer = client.post(PAGE, typed(**{field: text, "buy_insurance": "€ 432,10"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    box = re.search(
        rf'<div class="[^"]*field--wrong[^"]*" data-field="{field}".*?(?=data-field=|</section>|</form>)',
        page,
        re.DOTALL,
    )
    assert box is not None
    assert said in box[0]
    assert 'value="€ 432,10"' in page
    assert f'href="#id_{field}"' in page
    assert "aria-invalid" in box[0]


def test_a_fault_among_the_further_questions_shows_its_group_in_the_simple_mode_too(client):
    page = client.post(PAGE, typed(mode="simple", buy_rate="much")).content.decode()
    assert re.search(
        r'<details class="panel calculator__more calculator__more--wrong" open><summary><h2>Buying', page
    )
    assert page.count("calculator__more--wrong") == 1


def test_too_little_money_for_one_way_leaves_the_others(client):
    answer = client.post(PAGE, typed(own_money="10,000"))
    assert answer.status_code == 200
    assert "Cooperative living is not in this comparison." in text_of(answer.content)


def test_too_little_money_for_two_ways_is_a_fault_at_the_field(client):
    answer = client.post(PAGE, typed(own_money="0"))
    assert answer.status_code == 422
    assert "short to start renting" in text_of(answer.content)


def test_what_a_stranger_sends_in_html_comes_back_as_text(client):
    evil = '"><script>alert(1)</script>'
    page = client.post(PAGE, typed(rent_amount=evil, study=evil, reset="", mode=evil))
    assert page.status_code == 422
    assert b"<script>alert" not in page.content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([one.name for one in QUESTIONS]),
    text=st.text(max_size=30) | st.from_regex(r"-?[0-9.,% €]{0,14}", fullmatch=True),
)
def test_whatever_is_typed_there_is_an_answer_or_a_message(client, name, text):
    assert client.post(PAGE, typed(**{name: text})).status_code in {200, 422}


def test_a_button_puts_the_example_back_in_one_field_or_in_all(client):
    changed = typed(buy_price="400000", buy_rate="9", cooperative_own_capital="50000")
    one = client.post(PAGE, changed | {"reset": "buy_price"}).content.decode()
    assert 'name="buy_price" value="300,000"' in one
    assert 'name="buy_rate" value="9"' in one
    every = client.post(PAGE, changed | {"reset": "all"}).content.decode()
    assert 'name="buy_rate" value="3.5"' in every
    assert 'name="rent_amount" value="950"' in every, "what is the household's own stays"
    assert re.search(r'name="cooperative_own_capital"(?![^>]*value=)', every)
    assert client.post(PAGE, changed | {"reset": "nothing"}).status_code == 200


def test_a_tick_of_the_example_comes_back_too(client):
    without = {name: text for name, text in typed(reset="all").items() if name != "outlook_return_taxed"}
    assert 'id="id_outlook_return_taxed" checked' in client.post(PAGE, without).content.decode()
    assert (
        'id="id_outlook_return_taxed" checked'
        not in client.post(PAGE, without | {"reset": ""}).content.decode()
    )


def test_the_answer_is_small_enough_for_a_phone_on_a_tram(client):
    made_public()
    for data in (typed(), typed(mode="full", years="40")):
        assert len(client.post(PAGE, data).content) < 100_000
    assert len(client.get(PAGE).content) < 100_000


def test_twelve_studies_in_the_list_keep_the_page_small_and_more_are_not_listed(client):
    versions = [made_public(name=f"Studie met een tamelijk lange naam {number}") for number in range(13)]
    page = client.post(PAGE, typed(mode="full", years="40")).content
    assert len(page) < 100_000
    assert page.count(b"<optgroup") == 12
    beyond = client.post(PAGE, typed(study=f"{versions[0].public_key}:", own_money="150,000"))
    assert beyond.status_code == 200, "a link to one that is not listed opens"
    assert "The study of the link that you followed" in text_of(beyond.content)


def test_the_cooperative_side_comes_from_a_published_study(client):
    version = made_public(name="Wonen in de school")
    home = assessment_of(version).plan.homes[0].name
    page = client.post(PAGE, typed(study=f"{version.public_key}:{home}", own_money="150,000", mode="full"))
    cooperative = cooperative_from(assessment_of(version), home)
    form = CalculatorForm(typed(own_money="150,000"), today=timezone.localdate())
    assert form.is_valid()
    household = household_of(form.cleaned_data, cooperative)
    said = text_of(page.content)
    assert compare(household, on=timezone.localdate()).answer("en") in said
    assert "comes from the study Wonen in de school, published on" in said
    assert "so the slider does not move here" in said
    assert b"data-fixed" in page.content
    assert "selected>" in page.content.decode()


def test_a_later_name_of_a_study_stays_with_those_who_may_see_the_later_version(client):
    version = made_public(name="Wonen in de school")
    Study.objects.update(name="Nog geheim")
    page = client.post(PAGE, typed(study=f"{version.public_key}:", own_money="150,000"))
    assert "Wonen in de school" in text_of(page.content)
    assert "Nog geheim" not in text_of(page.content)


def test_a_link_with_only_the_key_takes_the_first_home(client):
    version = made_public()
    home = assessment_of(version).plan.homes[0].name
    answers = {client.post(PAGE, typed(study=f"{version.public_key}:{name}", own_money="150,000"), headers={"HX-Request": "true"}).content for name in ("", home)}  # fmt: skip
    assert len(answers) == 1


def test_a_study_that_is_not_public_is_as_if_it_were_not_there(client):
    locked = studies.locked()
    assert client.post(PAGE, typed(study=f"{locked.public_key}:")).status_code == 422
    StudyVersion.objects.filter(pk=locked.pk).update(published_at=timezone.now())
    assert (
        client.post(PAGE, typed(study=f"{locked.public_key}:", own_money="150,000")).status_code == 200
    )  # the control


def test_a_study_that_is_too_short_says_so_at_the_years(client):
    version = made_public(plan=replace(studies.plan(), years=31))
    sent = typed(study=f"{version.public_key}:", own_money="150,000")
    assert client.post(PAGE, sent | {"years": "25"}).status_code == 200, "the control"
    answer = client.post(PAGE, sent | {"years": "40"})
    assert answer.status_code == 422
    assert 'href="#id_years"' in answer.content.decode()


def test_a_home_that_a_study_does_not_have_is_said_at_the_field(client):
    version = made_public()
    answer = client.post(PAGE, typed(study=f"{version.public_key}:castle"))
    assert answer.status_code == 422
    assert "This study has no such home." in text_of(answer.content)


def test_the_list_shows_each_public_study_once_by_its_newest_version():
    old, other, hidden = made_public(name="A"), made_public(name="B"), studies.locked(name="C")
    newer = StudyVersion.objects.get(pk=old.pk)
    newer.pk, newer.serial, newer.public_key = None, 2, uuid4()
    newer.published_at = timezone.now() + timedelta(minutes=1)
    newer.save()
    assert list(published()) == [newer, other]
    assert published_version(old.public_key) == old, "a link to an older version still opens"
    assert published_version(hidden.public_key) is None
    assert published_version(uuid4()) is None


def test_more_published_studies_take_no_more_queries(client):
    assert_same_queries(lambda: client.get(PAGE), made_public)
