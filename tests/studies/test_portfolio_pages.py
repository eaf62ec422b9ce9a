"""The pages of a list of sites: for whom they open, what they say, what they cost."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from proeftuin.record.models import Entry
from proeftuin.studies import tasks
from proeftuin.studies.models import Portfolio
from tests.factories import accounts, portfolios, studies
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
READS = ("portfolio", "portfolio-progress", "portfolio-left-out", "portfolio-csv", "portfolio-remove")


def at(name: str, made: Portfolio | None = None) -> str:
    return reverse(f"studies:{name}", args=[made.pk] if made else [])


def upload(client, text: str = portfolios.CSV, name: str = "gronden.csv", **fields):
    values = {"token": uuid.uuid4(), "name": "Gronden", "organisation": "", "plan": "example", **fields}
    return client.post(at("portfolio-new"), {**values, "file": SimpleUploadedFile(name, text.encode())})


@pytest.fixture
def person(client):
    person = accounts.user()
    client.force_login(person)
    return person


def test_an_upload_becomes_a_list_and_wakes_the_worker(client, person):
    answer = upload(client)
    made = Portfolio.objects.get()
    assert answer.url == at("portfolio", made)
    assert (made.made_by, made.organisation, made.file_name, made.total, made.faults) == (
        person,
        None,
        "gronden.csv",
        2,
        1,
    )
    assert ProcrastinateJob.objects.filter(task_name=tasks.rank_portfolios.name).count() == 1


def test_the_same_form_sent_twice_is_one_list(client, person):
    token = uuid.uuid4()
    assert upload(client, token=token).url == upload(client, token=token).url
    assert Portfolio.objects.count() == 1


def test_a_list_may_belong_to_an_organisation_that_one_was_approved_for(client):
    member, waiting = accounts.membership(), accounts.membership(state="requested")
    client.force_login(member.user)
    assert upload(client, organisation=member.organisation_id).status_code == 302
    assert upload(client, organisation=waiting.organisation_id).status_code == 422
    assert Portfolio.objects.get().organisation == member.organisation


def test_the_newest_versions_of_studies_and_the_example_may_be_chosen(client):
    version = studies.version()
    client.force_login(version.made_by)
    page = client.get(at("portfolio-new")).content.decode()
    assert "Kerkstraat" in page
    assert upload(client, plan=version.pk).status_code == 302
    made = Portfolio.objects.get()
    assert (made.plan, made.on) == (version.plan, version.on)


def test_a_plan_of_somebody_else_cannot_be_chosen(client, person):
    assert upload(client, plan=studies.version().pk).status_code == 422
    assert Portfolio.objects.count() == 0


def test_a_plan_that_cannot_hold_for_other_sites_is_refused_at_the_field(client):
    plan = studies.plan()
    loans = tuple(type(one)(name=one.name, rate=one.rate, amount=1e6) for one in plan.loans)
    version = studies.version(plan=type(plan)(**{**vars(plan), "loans": loans}))
    client.force_login(version.made_by)
    answer = upload(client, plan=version.pk)
    assert "geen lening" in answer.context["form"].errors["plan"][0]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "leeg.csv", "leeg"),
        ("zomaar", "lijst.csv", "lijst"),
        (portfolios.CSV, "lijst.pdf", "pdf"),
        (portfolios.CSV, "lijst.xlsx", "xlsx"),
        (portfolios.CSV, "lijst.gpkg", "GeoPackage"),
        (portfolios.CSV, "lijst", "csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_the_field(client, person, text, name, said):
    answer = upload(client, text, name)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert Portfolio.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(client, person, settings):
    settings.UPLOAD_LIMIT = 50
    assert list(upload(client).context["form"].errors) == ["file"]


def test_a_list_that_is_being_calculated_shows_how_far_it_is(client, person):
    made = portfolios.portfolio(by=person)
    page = client.get(at("portfolio", made)).content.decode()
    assert '<progress max="2" value="0"' in page
    assert f'hx-get="{at("portfolio-progress", made)}"' in page
    fragment = client.get(at("portfolio-progress", made))
    assert "<html" not in fragment.content.decode()
    assert "HX-Refresh" not in fragment.headers
    portfolios.calculate(made)
    assert client.get(at("portfolio-progress", made)).headers["HX-Refresh"] == "true"


def test_the_answer_is_a_sentence_with_a_chart_a_table_and_what_was_left_out(client, person):
    made = portfolios.done(by=person)
    page = client.get(f"/en{at('portfolio', made)}").content.decode()
    assert "2 sites are calculated. The lowest charge is that of Kerk: €" in page
    assert "1 row was left out." in page
    assert "made up" in page
    assert page.count("<svg") == 2
    assert page.index(">Kerk<br>") < page.index(">Wasserij<br>")
    assert len(page) < 100_000
    assert "htmx" not in page


def test_a_list_without_a_good_row_says_so(client, person):
    made = portfolios.done(by=person, text=f"{portfolios.HEAD}\nP;A;veel;1")
    assert "no site for which" in client.get(f"/en{at('portfolio', made)}").content.decode()


def test_a_list_that_failed_may_be_calculated_again(client, person):
    made = portfolios.portfolio(by=person)
    Portfolio.objects.filter(pk=made.pk).update(state="failed")
    assert at("portfolio-again", made) in client.get(at("portfolio", made)).content.decode()
    client.post(at("portfolio-again", made))
    made.refresh_from_db()
    assert made.state == "waiting"


def test_rows_that_were_left_out_say_what_to_do_in_the_language_of_the_page(client, person):
    made = portfolios.portfolio(by=person)
    dutch, english = (
        client.get(f"{prefix}{at('portfolio-left-out', made)}").content.decode() for prefix in ("", "/en")
    )
    assert "Het aantal woningen is geen getal: “veel”" in dutch
    assert "The number of homes is no number: “veel”" in english


def test_the_export_holds_every_row_and_no_formulas(client, person):
    text = f'{portfolios.HEAD}\n=1+1;@A;20;900000\n"<b>P</b>";;veel;1'
    made = portfolios.done(by=person, text=text)
    answer = client.get(at("portfolio-csv", made))
    first, bad = answer.content.decode("utf-8-sig").splitlines()[1:]
    assert first.startswith('"1";"2";"\'=1+1";"\'@A";"20"')
    charge = made.sites.get(row=2).charge
    assert f';"{charge:.4f}";'.replace(".", ",") in first
    assert "geen getal" in bad
    assert "&lt;b&gt;P&lt;/b&gt;" in client.get(at("portfolio-left-out", made)).content.decode()
    assert Entry.objects.filter(verb="portfolio.exported").count() == 1


def test_the_template_reads_back_as_a_list(client, person):
    for prefix in ("", "/en"):
        content = client.get(f"{prefix}{at('portfolio-template')}").content
        made = upload(client, content.decode("utf-8-sig"))
        assert made.status_code == 302
    assert [(one.total, one.faults) for one in Portfolio.objects.all()] == [(1, 0), (1, 0)]


def test_a_list_is_removed_after_a_question(client, person):
    made = portfolios.done(by=person)
    assert client.get(at("portfolio-remove", made)).status_code == 200
    assert Portfolio.objects.count() == 1
    client.post(at("portfolio-remove", made))
    assert Portfolio.objects.count() == 0


@pytest.mark.parametrize("who", ["stranger", "office", "waiting for approval", "member of another"])
def test_for_all_others_a_list_does_not_exist_on_any_path(client, who):
    member = accounts.membership()
    made = portfolios.done(organisation=member.organisation, by=member.user)
    person = {
        "stranger": accounts.user, "office": accounts.office, "member of another": lambda: accounts.membership().user,
        "waiting for approval": lambda: accounts.membership(organisation=member.organisation, state="requested").user,
    }[who]()  # fmt: skip
    client.force_login(person)
    assert [client.get(at(name, made)).status_code for name in READS] == [404] * len(READS)
    assert [client.post(at(name, made)).status_code for name in ("portfolio-again", "portfolio-remove")] == [
        404,
        404,
    ]
    client.force_login(member.user)
    assert [client.get(at(name, made)).status_code for name in READS] == [200] * len(READS)


def test_who_made_a_list_for_an_organisation_and_left_it_sees_it_no_more(client):
    member = accounts.membership()
    made = portfolios.portfolio(organisation=member.organisation, by=member.user)
    member.state = "ended"
    member.save()
    client.force_login(member.user)
    assert client.get(at("portfolio", made)).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    assert "/account/login" in client.get(at("portfolios")).url


def test_the_pages_take_as_many_queries_with_three_items_as_with_one(client):
    member = accounts.membership()
    client.force_login(member.user)
    theirs = {"organisation": member.organisation, "by": member.user}
    assert_same_queries(lambda: client.get(at("portfolios")), lambda: portfolios.portfolio(**theirs))
    assert_same_queries(lambda: client.get(at("portfolio-new")), lambda: studies.version(**theirs))


def test_the_ranking_and_the_rows_left_out_take_as_many_queries_with_three_rows_as_with_one(client, person):
    made = portfolios.done(by=person, text=f"{portfolios.HEAD}\nP;;20;1\nQ;;x;1")
    number = iter(range(10, 100))

    def add():
        for name, faults in (("Nog een", []), ("Fout", [{"nl": "Fout.", "en": "Wrong."}])):
            made.sites.create(row=next(number), name=name, homes=3, charge=12.0, rank=2, faults=faults)

    for name in ("portfolio", "portfolio-left-out", "portfolio-csv"):
        assert_same_queries(lambda page=name: client.get(at(page, made)), add)
