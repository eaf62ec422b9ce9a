"""The one view that serves confidential files; the right is checked on every request."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from proeftuin.files import guards
from proeftuin.files.models import StoredFile


def download(request: HttpRequest, key: str) -> FileResponse:
    """A file as a download that no browser will run; 404 for who may not read it."""
    stored = get_object_or_404(StoredFile, key=key)
    if not guards.may_read(request.user, stored):
        raise Http404
    try:
        content = stored.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
