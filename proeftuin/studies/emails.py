"""Messages of studies: one function each."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from proeftuin.accounts.models import User
from proeftuin.mail import outbox
from proeftuin.studies.models import Grant


def shared(grant: Grant, *, now: datetime, language: str) -> None:
    """Tell somebody that a study is shared: in their language, or in that of who shares when they have no account."""
    known = User.objects.filter(contact=grant.contact).first()
    language = known.language if known is not None else language
    study = grant.study
    with translation.override(language):
        url = outbox.absolute(reverse("studies:study", args=[study.pk]))
    outbox.post(
        to=grant.contact.email,
        template="studies/emails/shared",
        key=f"study-shared:{grant.pk}",
        now=now,
        context={"grant": grant, "study": study, "by": grant.given_by, "url": url},
        language=language,
        is_fictional=study.is_fictional,
    )
