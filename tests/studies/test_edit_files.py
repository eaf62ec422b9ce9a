"""A plan and its homes as files: out and back."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feasibility.writing import write_plan
from proeftuin.studies.calculation import plan_of
from proeftuin.studies.models import StudyVersion
from tests.factories import accounts, studies
from tests.studies.editing import address, newest, send, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return studies.version()


@pytest.fixture
def official(made):
    return visitor(made.made_by)


@pytest.fixture
def colleague(made):
    return accounts.membership(organisation=made.study.organisation).user


def upload(text, name="plan.toml"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def test_a_plan_goes_out_and_comes_back_as_the_same(made, official):
    text = official.get(reverse("studies:plan-toml", args=[made.study_id, 1])).content.decode()
    official.post(reverse("studies:import", args=[made.study_id]), {"serial": "1", "file": upload(text)})
    assert StudyVersion.objects.count() == 1


def test_a_plan_that_is_brought_in_is_the_next_version(made, official):
    plan = plan_of(made)
    other = write_plan(replace(plan, uncertain=(), correlations=(), site=replace(plan.site, land_price=5.0)))
    official.post(reverse("studies:import", args=[made.study_id]), {"serial": "1", "file": upload(other)})
    saved = newest(made)
    assert saved.plan == other
    assert "plan.toml" in saved.why
    assert "site.land_price" in saved.given


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = \nyears = 3", "regel 1"), ('years = 45\n[site]\ntenure = "gestolen"', "site.tenure"), ("a" * 500_001, "500"), (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04" + bytes(range(256)), "UTF-8"), ("", ""), (b"\x00", ""), ("[" * 5000, ""),
    ],
)  # fmt: skip
def test_a_file_with_mistakes_changes_nothing_and_says_where(made, official, text, said):
    answer = official.post(
        reverse("studies:import", args=[made.study_id]), {"serial": "1", "file": upload(text)}
    )
    assert answer.status_code == 422
    assert said in words(answer)
    assert StudyVersion.objects.count() == 1


def test_the_text_of_a_plan_with_mistakes_stays_in_the_field(made, official):
    answer = official.post(
        reverse("studies:import", args=[made.study_id]), {"serial": "1", "file": upload("years = 'x'")}
    )
    assert "years = &#x27;x&#x27;" in answer.content.decode()


def test_a_plan_on_top_of_what_somebody_saved_meanwhile_is_asked_once_more(made, official, colleague):
    send(visitor(colleague), made, "site", site__land_price="1")
    where, text = (
        reverse("studies:import", args=[made.study_id]),
        write_plan(replace(plan_of(made), years=44)),
    )
    answer = official.post(where, {"serial": "1", "text": text})
    assert (answer.status_code, str(colleague) in words(answer), answer.context["version"].serial) == (
        422,
        True,
        2,
    )
    assert official.post(where, {"serial": "2", "text": text}).status_code == 302
    assert official.post(where, {"serial": "77", "text": text}).status_code == 404
    assert official.post(where, {"text": text}).status_code == 422


@pytest.mark.parametrize("name", ["homes-csv", "homes-xlsx"])
def test_homes_go_out_and_come_back_as_the_same(made, official, name):
    content = official.get(reverse(f"studies:{name}", args=[made.study_id, 1])).content
    answer = official.post(
        reverse("studies:import-homes", args=[made.study_id]),
        {"serial": "1", "file": upload(content, name.replace("-", "."))},
    )
    assert answer.url == address(made, "programme")
    assert StudyVersion.objects.count() == 1


def test_homes_that_are_brought_in_replace_those_of_the_study(made, official):
    where = reverse("studies:import-homes", args=[made.study_id])
    table = "naam;aantal woningen van dit type;vloeroppervlakte van de woning\nStudio;30;32,5\n"
    official.post(where, {"serial": "1", "file": upload(table, "woningen.csv")})
    assert [(home.name, home.count, home.area) for home in plan_of(newest(made)).homes] == [
        ("Studio", 30, 32.5)
    ]
    bad = official.post(where, {"serial": "2", "file": upload(table.replace("30", "dertig"), "woningen.csv")})
    assert (bad.status_code, "dertig" in words(bad)) == (422, True)
    assert official.post(where, {"serial": "2"}).status_code == 422


def test_downloads_are_files_that_nobody_keeps(made, official):
    for name in ("plan-toml", "homes-csv", "homes-xlsx"):
        answer = official.get(reverse(f"studies:{name}", args=[made.study_id, 1]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
