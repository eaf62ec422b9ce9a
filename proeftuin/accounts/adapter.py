"""How allauth works in this house: its mails go through the outbox."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language

from proeftuin.mail import outbox


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mails of signing in are rows in the outbox, like all others."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        language = getattr(user, "language", "") or get_language() or "nl"
        context = {key: value for key, value in context.items() if key != "request"}
        subject = self.render_subject(template_prefix, context, language)
        outbox.post(
            to=email,
            template=f"{template_prefix}_message",
            subject=subject,
            key=f"accounts:{uuid.uuid4()}",
            now=timezone.now(),
            context=context,
            language=language,
            is_secret=not settings.ROLE_SWITCHER,
        )

    @staticmethod
    def render_subject(template_prefix: str, context: dict[str, Any], language: str) -> str:
        """The subject from its own template, in the receiver's language."""
        with translation.override(language):
            return outbox.as_text(f"{template_prefix}_subject.txt", context)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The name under which an authenticator app shows us."""

    def get_totp_issuer(self) -> str:
        return str(settings.OPERATOR["name"])
