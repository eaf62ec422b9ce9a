"""The look of forms: label, help and error belong to their field; the summary leads to it."""

import uuid

import pytest
from django import forms
from django.template import engines

from proeftuin.core.forms import TokenMixin, TrapMixin


class Example(TokenMixin, TrapMixin):
    name = forms.CharField(label="Naam", help_text="Zoals op uw kaart.")
    note = forms.CharField(label="Nota", required=False, widget=forms.Textarea)
    agrees = forms.BooleanField(label="Akkoord")
    role = forms.ChoiceField(label="Rol", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def shown(form) -> str:
    """The form as a page shows it."""
    return engines["django"].from_string("{% error_summary form %}{{ form }}").render({"form": form})


@pytest.fixture
def wrong() -> str:
    return shown(Example({"name": "", "note": "<b>Typt</b> u", "role": "x"}))


def test_each_field_has_a_label_and_optional_ones_say_so():
    page = shown(Example())
    assert '<label for="id_name">Naam</label>' in page
    assert '<label for="id_note">Nota <span class="optional">(niet verplicht)</span></label>' in page
    assert "<legend" in page, "a group of choices is a fieldset with a legend"


def test_help_and_error_are_tied_to_their_field(wrong):
    assert 'id="id_name_helptext"' in wrong
    assert 'aria-describedby="id_name_helptext id_name_error"' in wrong
    assert 'aria-invalid="true"' in wrong
    assert 'id="id_name_error"' in wrong


def test_the_summary_counts_and_links_to_each_wrong_field(wrong):
    assert 'role="alert"' in wrong
    assert '<a href="#id_name">Naam</a>' in wrong
    assert '<a href="#id_agrees">Akkoord</a>' in wrong


def test_what_was_typed_is_not_lost_and_not_run(wrong):
    assert "&lt;b&gt;Typt&lt;/b&gt; u" in wrong


def test_a_form_without_mistakes_has_no_summary():
    good = Example({"name": "Ann", "agrees": "on", "role": "a", "token": str(uuid.uuid4())})
    assert good.is_valid()
    assert 'id="errors"' not in shown(good)


def test_every_form_has_a_token_of_its_own():
    assert Example()["token"].value() != Example()["token"].value()
    assert not Example({"token": "nonsense"}).is_valid()


def test_a_robot_falls_into_the_trap_and_a_person_does_not_see_it():
    trapped = Example({"name": "A", "agrees": "on", "role": "a", "token": str(uuid.uuid4()), "website": "x"})
    assert trapped.is_valid()
    assert trapped.is_trapped
    assert '<div class="trap" aria-hidden="true">' in shown(Example())
