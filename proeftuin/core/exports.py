"""Tables as CSV that a spreadsheet opens as text, whatever people typed in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

# A cell that starts so is a formula to a spreadsheet; the full-width forms are folded to these by some.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "|", "%")


def safe(value: object) -> str:
    """A cell as text: without NUL, and marked with an apostrophe where a spreadsheet would calculate it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    is_dangerous = text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS)
    clean = text.replace("\0", "")
    return f"'{clean}" if is_dangerous else clean


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]], *, is_fictional: bool = False) -> str:
    """The table as CSV, with the warning of examples as its first line."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, delimiter=";", lineterminator="\r\n")
    if is_fictional:
        writer.writerow([_("EXAMPLE: municipalities, people and figures in this file are fictional.")])
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return target.getvalue()


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, is_fictional: bool = False
) -> HttpResponse:
    """The table as a download; the byte order mark tells Excel that it is UTF-8."""
    body = "\ufeff" + as_csv(header, rows, is_fictional=is_fictional)
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
