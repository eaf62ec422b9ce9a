"""Good and hostile files, made here."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """As it comes from a browser; the browser's own word on its kind counts for nothing."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def pdf() -> bytes:
    """A PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (8, 8), mode: str = "RGB") -> bytes:
    """A picture of one colour."""
    target = io.BytesIO()
    Image.new(mode, size).save(target, kind)
    return target.getvalue()


def package(members: dict[str, bytes]) -> bytes:
    """A zip, as .docx and .xlsx are."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    """The least that a .docx is."""
    return package(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<?xml version='1.0'?><d/>", **more}
    )


def bomb(size: int) -> bytes:
    """A .docx that unpacks to `size` bytes of nothing."""
    return docx(**{"word/media/zeros.bin": bytes(size)})


def lying_bomb(size: int) -> bytes:
    """A .docx whose directory says that its largest member is small."""
    content = bomb(size)
    return content.replace(struct.pack("<L", size), struct.pack("<L", 10))


def flood(width: int, height: int) -> bytes:
    """A PNG of a few kB that says to be this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((width // 8 + 1) * min(height, 2000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
