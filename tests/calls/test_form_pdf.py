"""The form of a call on paper."""

import pytest
from django.urls import reverse

from tests.factories import calls

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("section", ["", "Het project"])
def test_the_form_is_set_as_pdf_with_and_without_parts(client, section):
    call = calls.call()
    calls.question(call, section=section)
    calls.question(call, section="")
    calls.criterion(call)
    paper = client.get(reverse("calls:form_pdf", args=[call.slug]))
    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF")
