"""Form fields: they take what people type, keep it when it is wrong, and give back what we store."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from proeftuin.places import actions, fields
from proeftuin.places.models import Municipality
from tests.factories.places import municipality, submunicipality


def only(field, **data):
    """A form with this one field."""
    return type("Form", (forms.Form,), {"value": field})({"value": data.get("value", "")})


def read(field, text):
    form = only(field, value=text)
    assert form.is_valid(), form.errors
    return form.cleaned_data["value"]


def refused(field, text):
    form = only(field, value=text)
    assert not form.is_valid()
    assert form["value"].value() == text, "what was typed is kept"
    return form.errors["value"]


@pytest.fixture
def beveren():
    """Two municipalities that both have a Beveren, as in Flanders."""
    waas, roeselare = municipality("Beveren-Kruibeke-Zwijndrecht"), municipality("Roeselare")
    submunicipality("Beveren", of=waas)
    submunicipality("Beveren", of=roeselare)
    submunicipality("Rumbeke", of=roeselare)
    return waas, roeselare


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Roeselare", "roeselare ", "Rumbeke", "Beveren (Roeselare)", "rumbeke (roeselare)"]
)
def test_a_municipality_is_read_from_its_names(beveren, text):
    assert read(fields.MunicipalityField(), text) == beveren[1]


@pytest.mark.django_db
def test_an_unclear_municipality_is_answered_with_the_candidates(beveren):
    assert refused(fields.MunicipalityField(), "Beveren") == [
        "Welke bedoelt u: Beveren (Beveren-Kruibeke-Zwijndrecht), Beveren (Roeselare)? Typ het zo."
    ]


@pytest.mark.django_db
def test_a_beginning_is_not_taken_for_the_municipality(beveren):
    assert refused(fields.MunicipalityField(), "Roes") == ["Welke bedoelt u: Roeselare? Typ het zo."]


@pytest.mark.django_db
def test_an_unknown_municipality_is_refused_and_an_empty_one_is_required_or_none(beveren):
    assert refused(fields.MunicipalityField(), "Atlantis") == [
        "Wij kennen deze gemeente niet. Kijk de spelling na."
    ]
    assert read(fields.MunicipalityField(required=False), " ") is None
    refused(fields.MunicipalityField(), "")


@pytest.mark.django_db
def test_each_of_the_285_names_is_read_as_that_municipality():
    actions.load()
    field = fields.MunicipalityField()
    assert all(field.clean(one.name) == one for one in Municipality.objects.current())


@pytest.mark.django_db
def test_the_municipality_field_offers_names_without_javascript(beveren):
    form = type("Form", (forms.Form,), {"value": fields.MunicipalityField(initial=beveren[1].pk)})()
    html = str(form["value"])
    assert 'value="Roeselare"' in html
    assert 'list="id_value_list"' in html
    assert '<datalist id="id_value_list">' in html
    assert html.count("<option") == 2


def test_an_enterprise_number_is_stored_as_digits_and_shown_with_dots():
    assert read(fields.EnterpriseNumberField(), "BE 0207.451.227") == "0207451227"
    assert fields.EnterpriseNumberField().prepare_value("0207451227") == "0207.451.227"
    assert read(fields.EnterpriseNumberField(required=False), "") == ""
    refused(fields.EnterpriseNumberField(), "0207.451.228")


def test_a_telephone_number_is_stored_with_its_country():
    assert read(fields.PhoneField(), "0470 12 34 56") == "+32470123456"
    assert fields.PhoneField().prepare_value("+32470123456") == "0470 12 34 56"


def test_parcels_are_a_list_in_one_spelling():
    assert read(fields.ParcelKeysField(), "44021a0001/00a000\n40613_A_1154_C_000_02") == [
        "44021A0001/00A000",
        "40613A1154/02C000",
    ]
    assert read(fields.ParcelKeysField(required=False), "") == []
    assert len(refused(fields.ParcelKeysField(), "x\ny")) == 2


def test_a_position_and_an_outline_are_read_or_refused():
    assert read(fields.PositionField(), "51,0464 3,7187").given == "3.7187, 51.0464"
    assert read(fields.PositionField(required=False), "") is None
    refused(fields.PositionField(), "50.63 3.06")
    refused(fields.OutlineField(), "{}")
    assert read(fields.OutlineField(required=False), "") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234", 1234),
        ("1.234,6 m²", 1235),
        ("1234 m2", 1234),
        ("1,5 ha", 15000),
        ("0.25HA", 2500),
        ("1234", 1234),
    ],
)
def test_an_area_is_read_in_square_metres_or_hectares(text, value):
    assert read(fields.AreaField(), text) == value


@pytest.mark.parametrize("text", ["0", "-5", "veel", "ha", "600 ha", "12 km²"])
def test_an_area_that_cannot_be_is_refused(text):
    refused(fields.AreaField(), text)


def test_a_number_is_shown_as_it_is_typed_here():
    assert fields.NumberField().prepare_value(Decimal("1234.50")) == "1\N{NO-BREAK SPACE}234,5"
    assert read(fields.NumberField(), "1\N{NO-BREAK SPACE}234,5") == Decimal("1234.5")
    refused(fields.NumberField(least=5), "4")
    refused(fields.NumberField(most=5), "6")


def test_a_day_is_read_and_shown_in_figures():
    assert read(fields.DayField(), "5 maart 2026") == date(2026, 3, 5)
    assert fields.DayField().prepare_value(date(2026, 3, 5)) == "5/3/2026"
    refused(fields.DayField(), "31/2/2026")


@pytest.mark.parametrize("field", [fields.FreeText, fields.ShortText])
def test_free_text_refuses_a_register_number(field):
    assert read(field(), "Een gewone zin.") == "Een gewone zin."
    assert refused(field(), "Mijn nummer: 85.07.30-000.61") == [
        "In deze tekst staat een rijksregisternummer. Dat mogen wij niet bewaren. Haal het weg en verstuur opnieuw."
    ]
