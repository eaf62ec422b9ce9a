"""Whom a message goes to."""

import pytest

from proeftuin.accounts.models import Contact
from proeftuin.newsletter import audiences
from proeftuin.newsletter.models import Subscription
from proeftuin.places.models import Municipality
from tests.factories import newsletter as factories

pytestmark = pytest.mark.django_db


def place(nis, name, province):
    return Municipality.objects.create(nis=nis, name=name, province=province, is_fictional=True)


def emails(filters, purpose="newsletter", **options):
    return [contact.email for contact in audiences.select(filters, purpose=purpose, **options)]


@pytest.fixture
def readers():
    here, there = place("99001", "Zandhoven", "10000"), place("99002", "Beekdal", "70000")
    topic = factories.topic("ground")
    factories.subscription("a@example.org", role="citizen", municipality=here, topics=[topic])
    factories.subscription("b@example.org", role="official", municipality=there)
    factories.subscription("c@example.org", role="citizen", wants_newsletter=False)
    factories.sign_up("pending@example.org")
    return here, there


def test_without_filters_everybody_who_agreed_and_confirmed(readers):
    assert emails({}) == ["a@example.org", "b@example.org"]
    assert emails({}, "invitations") == ["a@example.org", "b@example.org", "c@example.org"]


def test_ticks_of_one_kind_widen_and_kinds_narrow(readers):
    _here, there = readers
    assert emails({"roles": ["citizen"]}) == ["a@example.org"]
    assert emails({"roles": ["citizen", "official"]}) == ["a@example.org", "b@example.org"]
    assert emails({"municipalities": [there.pk]}) == ["b@example.org"]
    assert emails({"provinces": ["10000", "70000"]}) == ["a@example.org", "b@example.org"]
    assert emails({"provinces": ["10000"], "roles": ["official"]}) == []
    assert emails({"topics": ["ground"]}) == ["a@example.org"]


def test_a_named_audience_narrows_to_its_people_who_also_agreed(readers, monkeypatch):
    monkeypatch.setattr(audiences, "_registered", {})
    audiences.register(
        "letters",
        "Letters",
        lambda letter: Contact.objects.filter(email__startswith=letter),
        lambda: [("a", "A"), ("p", "P")],
    )
    assert audiences.choices() == [("letters=a", "Letters: A"), ("letters=p", "Letters: P")]
    assert emails({"named": ["letters=a", "letters=p"]}) == ["a@example.org"]
    assert emails({"named": ["unknown"]}) == []


def test_examples_and_real_people_are_never_mixed(readers):
    Subscription.objects.filter(contact__email="a@example.org").update(is_fictional=True)
    assert emails({}) == ["b@example.org"]
    assert emails({}, is_fictional=True) == ["a@example.org"]


def test_the_choice_is_told_in_words(readers):
    here, _there = readers
    told = dict(audiences.describe({"municipalities": [here.pk], "topics": ["ground"]}))
    assert sorted(told.values()) == ["Onderwerp ground", "Zandhoven"]
