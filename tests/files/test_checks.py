"""Uploads that lie, burst or hide something are refused in words; honest ones are taken."""

import tracemalloc
from contextlib import contextmanager
from time import monotonic

import pytest

from proeftuin.files import checks
from proeftuin.files.checks import UploadRefused, safe_name
from tests.files import make

MB = 1024 * 1024
GOOD = {
    "plan.pdf": make.pdf(),
    "PLAN.PDF": make.pdf(),
    "foto.jpg": make.image("JPEG"),
    "foto.jpeg": make.image("JPEG", mode="CMYK"),
    "kaart.png": make.image("PNG"),
    "nota.docx": make.docx(),
    "cijfers.xlsx": make.package({"xl/workbook.xml": b"<workbook/>"}),
    "nota.odt": make.package({"content.xml": b"<office/>"}),
}
SCRIPT = b"<script>alert(document.domain)</script>"
LIES = {
    "html als pdf": ("plan.pdf", b"<html>" + SCRIPT),
    "pdf zonder inhoud": ("plan.pdf", b"%PDF-1.7\n"),
    "pdf met zip": ("nota.docx", make.pdf() + make.docx()[:40]),
    "gif met script als png": ("kaart.png", make.image("GIF") + SCRIPT),
    "gif als png": ("kaart.png", make.image("GIF")),
    "jpeg als png": ("kaart.png", make.image("JPEG")),
    "png als jpg": ("foto.jpg", make.image("PNG")),
    "webp als jpg": ("foto.jpg", make.image("WEBP")),
    "tiff als jpg": ("foto.jpg", make.image("TIFF")),
    "bmp als png": ("kaart.png", make.image("BMP")),
    "svg als png": ("kaart.png", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"),
    "half jpg": ("foto.jpg", make.image("JPEG", (300, 300))[:40]),
    "half png": ("kaart.png", make.image("PNG", (300, 300))[:60]),
    "half docx": ("nota.docx", make.docx()[:80]),
    "zip als docx": ("nota.docx", make.package({"x.txt": b"x"})),
    "xlsx als docx": ("nota.docx", GOOD["cijfers.xlsx"]),
    "docx als odt": ("nota.odt", GOOD["nota.docx"]),
    "tekst als docx": ("nota.docx", b"just words"),
    "programma als pdf": ("plan.pdf", b"MZ" + bytes(2000)),
}
NAMES = [
    "kwaad.exe", "kwaad.js", "kwaad.html", "kwaad.xhtml", "kwaad.svg", "kwaad.xml", "kwaad.pdf.exe", "kwaad.pdf.js",
    "kwaad.docm", "kwaad.zip", "kwaad", "kwaad.", ".htaccess", "kwaad.pdf\u202excod.exe", "kwaad.php ", "kwaad.pdf\x00.exe",
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_honest_files_are_taken(name):
    kind = checks.check(make.upload(name, GOOD[name]))
    assert kind is checks.KINDS[name.lower().rpartition(".")[2]]


@pytest.mark.parametrize("case", LIES)
def test_files_that_are_not_what_they_say_are_refused(case):
    name, content = LIES[case]
    with pytest.raises(UploadRefused, match="geen echte"):
        checks.check(make.upload(name, content))


@pytest.mark.parametrize("name", NAMES)
def test_kinds_that_we_do_not_take_are_refused_by_name(name):
    upload = make.upload("x", make.pdf())
    upload._name = name  # Django cleans names of its own accord; here nothing may depend on that
    with pytest.raises(UploadRefused, match="nemen we niet aan"):
        checks.check(upload)


def test_a_form_may_take_fewer_kinds():
    with pytest.raises(UploadRefused, match="pdf"):
        checks.check(make.upload("foto.jpg", GOOD["foto.jpg"]), allowed=("pdf",))
    checks.check(make.upload("plan.pdf", GOOD["plan.pdf"]), allowed=("pdf",))  # control


def test_an_empty_file_is_refused():
    with pytest.raises(UploadRefused, match="leeg"):
        checks.check(make.upload("plan.pdf", b""))


def test_a_file_over_the_limit_is_refused_with_its_size(settings):
    settings.UPLOAD_LIMIT = 1 * MB
    with pytest.raises(UploadRefused, match="2 MB"):
        checks.check(make.upload("plan.pdf", bytes(2 * MB)))


@contextmanager
def light():
    """What is done here takes less than 5 seconds and 20 MB more memory."""
    tracemalloc.start()
    start = monotonic()
    try:
        yield
        seconds, peak = monotonic() - start, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seconds < 5, seconds
    assert peak < 20 * MB, peak


def refused_lightly(name: str, content: bytes, words: str) -> None:
    """Refused, and quickly."""
    upload = make.upload(name, content)
    with light(), pytest.raises(UploadRefused, match=words):
        checks.check(upload)


@pytest.fixture
def small_limit(monkeypatch):
    """Unpacked at most 30 MB, so that the bombs of these tests may be small too."""
    monkeypatch.setattr(checks, "UNPACKED_LIMIT", 30 * MB)


def test_a_package_that_bursts_is_refused_before_it_is_unpacked(small_limit):
    refused_lightly("nota.docx", make.bomb(40 * MB), "te groot")


def test_a_package_that_hides_its_size_is_not_unpacked_at_all(small_limit):
    upload = make.upload("nota.docx", make.lying_bomb(40 * MB))
    with light():
        checks.check(upload)


def test_a_document_part_that_bursts_is_refused(small_limit):
    refused_lightly("nota.docx", make.package({"word/document.xml": b"<d>" + bytes(40 * MB)}), "te groot")


def test_a_document_part_that_hides_its_size_is_refused_unread(small_limit):
    size = 40 * MB + 3
    content = make.package({"word/document.xml": b"<d>" + bytes(40 * MB)})
    lie = content.replace(size.to_bytes(4, "little"), (3).to_bytes(4, "little"))
    refused_lightly("nota.docx", lie, "geen echte")


def test_a_package_of_very_many_files_is_refused():
    members = {f"word/{number}.xml": b"" for number in range(6000)}
    refused_lightly("nota.docx", make.docx(**members), "te groot")


@pytest.mark.parametrize("side", [9_000, 12_000, 30_000])
def test_a_small_file_with_too_many_pixels_is_refused(side):
    refused_lightly("kaart.png", make.flood(side, side), "te veel pixels|geen echte")


def test_a_picture_just_below_the_limit_is_taken(settings):
    settings.PIXEL_LIMIT = 64
    checks.check(make.upload("kaart.png", make.image("PNG", (8, 8))))
    with pytest.raises(UploadRefused, match="pixels"):
        checks.check(make.upload("kaart.png", make.image("PNG", (8, 9))))


def test_a_pdf_that_refers_to_itself_ends():
    loop = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    loop += b"trailer<</Root 1 0 R>>\n%%EOF"
    start = monotonic()
    with pytest.raises(UploadRefused):
        checks.check(make.upload("plan.pdf", loop))
    assert monotonic() - start < 5


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\plan.pdf", "plan.pdf"),
        ("/tmp/plan.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: x.pdf", "planSet-Cookie x.pdf"),
        ("pl\u202ean.pdf", "plan.pdf"),
        ('pl"an<b>.pdf', "planb.pdf"),
        ("\x00plan.pdf", "plan.pdf"),
        ("  plan.pdf. ", "plan.pdf"),
        ("", "file"),
        ("..", "file"),
        ("site Aartrijke é.pdf", "site Aartrijke é.pdf"),
        ("a" * 400 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_keeps_only_what_is_a_name(given, kept):
    assert safe_name(given) == kept
