"""Reads of versions that everybody may see."""

from uuid import UUID

from django.db.models import QuerySet

from proeftuin.studies.models import StudyVersion

MOST = 12  # studies in a list to choose from; a link to another one still opens


def published() -> QuerySet[StudyVersion]:
    """The newest public version of each study, the last published first."""
    newest = _public().order_by("study_id", "-serial").distinct("study_id")
    return _public().filter(pk__in=newest.values("pk")).order_by("-published_at", "-pk")


def published_version(key: UUID) -> StudyVersion | None:
    """The public version with this key; nothing when there is none, or it is not public."""
    return _public().filter(public_key=key).first()


def _public() -> QuerySet[StudyVersion]:
    return StudyVersion.objects.filter(published_at__isnull=False).select_related("study")
