"""Documents as tagged PDF (PDF/UA-1), set by Typst from a source of an app and data; no fonts of the machine."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PACKAGE = Path(__file__).resolve().parents[1]


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
    return _compiler().compile(PACKAGE / source, {"data": json.dumps({**data, "house": house}, default=str)})


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
