"""What an upload must be: named, sized and really of the kind that its name says."""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any
from zlib import error as ZlibError

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader

from proeftuin.core.errors import Refused

UNPACKED_LIMIT = 200 * 1024 * 1024
ENTRIES_LIMIT = 5000
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what office programs use; others may ask for gigabytes


class UploadRefused(Refused):
    """An upload that we do not take, with the reason and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be uploaded."""

    content_type: str
    check: Callable[[IO[bytes]], bool]


def _is_pdf(file: IO[bytes]) -> bool:
    if file.read(5) != b"%PDF-":
        return False
    file.seek(0)
    try:
        return len(PdfReader(file, strict=False).pages) >= 1
    except Exception:  # its reader fails in many ways on what is damaged
        return False


def _is_image(*formats: str) -> Callable[[IO[bytes]], bool]:
    def check(file: IO[bytes]) -> bool:
        try:
            with Image.open(file, formats=formats) as image:
                if image.width * image.height > settings.PIXEL_LIMIT:
                    raise UploadRefused(
                        _("This image has too many pixels (%(n)s million). Make it smaller and try again.")
                        % {"n": image.width * image.height // 1_000_000}
                    )
                image.verify()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return False
        return True

    return check


def _starts_as_text(package: zipfile.ZipFile, member: str) -> bool:
    """Read a member to its end in small pieces: its length and checksum must be what the package says."""
    with package.open(member) as part:
        first = part.read(1)
        while part.read(64 * 1024):
            pass
    return first in {b"<", b"a", b"\xef"}


def _is_zip_with(member: str) -> Callable[[IO[bytes]], bool]:
    def check(file: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(file) as package:
                entries = package.infolist()
                if len(entries) > ENTRIES_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
                    raise UploadRefused(
                        _("This file becomes too large when it is unpacked. Make it smaller and try again.")
                    )
                if any(entry.compress_type not in PACKED for entry in entries):
                    return False
                return member in {entry.filename for entry in entries} and _starts_as_text(package, member)
        except (
            zipfile.BadZipFile, ZlibError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
        ):  # fmt: skip
            return False

    return check


KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", _is_pdf),
    "jpg": Kind("image/jpeg", _is_image("JPEG")),
    "jpeg": Kind("image/jpeg", _is_image("JPEG")),
    "png": Kind("image/png", _is_image("PNG")),
    "docx": Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_zip_with("word/document.xml"),
    ),
    "xlsx": Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _is_zip_with("xl/workbook.xml")
    ),
    "odt": Kind("application/vnd.oasis.opendocument.text", _is_zip_with("content.xml")),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", _is_zip_with("content.xml")),
}


def safe_name(name: str) -> str:
    """The given name without path, control characters or direction tricks, at most 120 characters."""
    base = PurePath(name.replace("\\", "/")).name
    clean = "".join(
        letter for letter in base if letter.isprintable() and letter not in '<>:"/|?*\u202e'
    ).strip(" .")
    stem, suffix = PurePath(clean or "file").stem[:100], PurePath(clean).suffix[:20]
    return f"{stem}{suffix}"


def check(upload: "UploadedFile[Any]", allowed: tuple[str, ...] = tuple(KINDS)) -> Kind:
    """The kind of the upload by its name, its first bytes and by really opening it; or a refusal in words."""
    ending = PurePath(safe_name(upload.name or "")).suffix.lower().lstrip(".")
    if not upload.size:
        raise UploadRefused(_("This file is empty. Choose another one."))
    if upload.size > settings.UPLOAD_LIMIT:
        raise UploadRefused(
            _("This file is too large (%(size)s MB). At most %(limit)s MB is allowed.")
            % {"size": upload.size // 1024**2, "limit": settings.UPLOAD_LIMIT // 1024**2}
        )
    if ending not in allowed or ending not in KINDS:
        raise UploadRefused(
            _("Files of this kind are not accepted. You may use: %(kinds)s.")
            % {"kinds": ", ".join(sorted(allowed))}
        )
    kind = KINDS[ending]
    if not _is_really(upload, kind):
        raise UploadRefused(
            _("This file is not really a %(kind)s, or it is damaged. Save it again and retry.")
            % {"kind": ending}
        )
    return kind


def _is_really(upload: "UploadedFile[Any]", kind: Kind) -> bool:
    upload.seek(0)
    guess = filetype.guess(upload.read(8192))
    first = kind.content_type.split("/")[0]
    if guess is not None and first == "image" and guess.mime != kind.content_type:
        return False
    upload.seek(0)
    try:
        return kind.check(upload)
    finally:
        upload.seek(0)


def digest(upload: "UploadedFile[Any]") -> str:
    """SHA-256 of the content."""
    sha = hashlib.sha256()
    for chunk in upload.chunks():
        sha.update(chunk)
    upload.seek(0)
    return sha.hexdigest()
