"""Documents as tagged PDF (PDF/UA-1), set by Typst from a source of an app and data; no fonts of the machine."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PACKAGE = Path(__file__).resolve().parents[1]
# What the one font of our documents shows by itself; with any other letter a tagged PDF is refused.
_SHOWABLE = (
    "\n -~\u00a0-\u00ac\u00ae-\u02e4\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490-\u04c4\u1e00-\u1e9b\u1e9e\u1ea0-\u1ef9"
    "\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u2044\u2070\u2074-\u2079\u2080-\u2089\u20ac\u2122\u2190-\u2195"
    "\u2212\u2248\u2260\u2264\u2265\u25a0\u25a1"
)
_OTHER = re.compile(f"[^{_SHOWABLE}]")
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u0300-\u036f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


class Compiler:
    """Typst with its own fonts only; made once for each process, because reading fonts takes time."""

    def __init__(self) -> None:
        self.fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)

    def compile(self, source: Path, inputs: dict[str, str]) -> bytes:
        """The document as PDF bytes."""
        result: bytes = typst.compile(
            source,
            root=PACKAGE,
            font_paths=self.fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
        )
        return result


@lru_cache(maxsize=1)
def _compiler() -> Compiler:
    return Compiler()


def legible(value: Any) -> Any:
    """The same, with a box for each letter that our font does not have; what cannot be seen by itself goes."""
    if isinstance(value, str):
        return _OTHER.sub("□", _UNSEEN.sub("", normalize("NFC", value.replace("\t", " "))))
    if isinstance(value, dict):
        return {key: legible(one) for key, one in value.items()}
    return [legible(one) for one in value] if isinstance(value, list) else value


def render(source: str, *, title: str, data: Mapping[str, Any], is_fictional: bool = False) -> bytes:
    """A document from `<app>/typst/<name>.typ`; `data` is JSON to it, text in it is never read as markup."""
    warning = (
        _("EXAMPLE: municipalities, people and figures in this document are fictional.")
        if is_fictional
        else ""
    )
    house = {
        "title": title,
        "language": get_language() or "nl",
        "operator": settings.OPERATOR["name"],
        "address": settings.SITE_URL,
        "warning": warning,
        "made": date_format(timezone.localdate(), "j F Y"),
        "page": _("page"),
    }
    return _compiler().compile(
        PACKAGE / source, {"data": json.dumps(legible({**data, "house": house}), default=str)}
    )


def response(name: str, content: bytes) -> HttpResponse:
    """The document as a download."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )
