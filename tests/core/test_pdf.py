"""Documents: tagged, in the reader's language, with the warning of examples, and text is never markup."""

import io

import pypdf
from django.utils import translation

from proeftuin.core import pdf

DATA = {
    "introduction": ["Een zin met #strong[geen opmaak] en $x$."],
    "sections": [],
    "criteria": [],
    "criteria_title": "Criteria",
}


def made(**fields):
    with translation.override("nl"):
        return pypdf.PdfReader(
            io.BytesIO(pdf.render("calls/typst/form.typ", title="Titel", data=DATA, **fields))
        )


def test_a_document_is_tagged_titled_and_in_its_language():
    document = made()
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
    assert (document.metadata.title, str(document.trailer["/Root"]["/Lang"])) == ("Titel", "nl")


def test_text_in_a_document_is_never_read_as_markup():
    assert "#strong[geen opmaak] en $x$" in made().pages[0].extract_text()


def test_a_fictional_document_says_so_and_another_does_not():
    warning = "verzonnen"
    assert warning in made(is_fictional=True).pages[0].extract_text()
    assert warning not in made().pages[0].extract_text()


def test_a_letter_that_no_font_has_becomes_a_box():
    assert pdf.legible({"a": ["Straat 漢 é\u00ad\u202e", 3]}) == {"a": ["Straat □ é", 3]}
