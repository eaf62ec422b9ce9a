"""How allauth works in this house: its mails go through the outbox, its links carry our own address."""

import uuid
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language

from proeftuin.accounts.models import User, normalise
from proeftuin.core.forms import AddressField
from proeftuin.mail import outbox

CODE_PAGES = {
    "account/email/login_code": "account_confirm_login_code",
    "account/email/email_confirmation": "account_email_verification_sent",
    "account/email/email_confirmation_signup": "account_email_verification_sent",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mails of signing in are rows in the outbox, like all others."""

    def clean_email(self, email: str) -> str:
        """One plain address, as everywhere else in the house: also no longer than the database keeps."""
        return AddressField().clean(super().clean_email(email))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail: the same work for an address that has an account as for one that has none."""
        language = get_language() or "nl"
        words = {
            "email": email,
            "operator": settings.OPERATOR,
            **context,
            **self._links(template_prefix, context),
        }
        words.pop("request", None)
        with translation.override(language):
            subject = outbox.as_text(f"{template_prefix}_subject.txt", words)
        outbox.post(
            to=email,
            template=f"{template_prefix}_message",
            subject=subject,
            key=f"accounts:{uuid.uuid4()}",
            now=timezone.now(),
            context=words,
            language=language,
            is_secret=not settings.ROLE_SWITCHER,
            is_fictional=User.objects.filter(email=normalise(email), is_fictional=True).exists(),
        )

    def _links(self, template_prefix: str, context: dict[str, Any]) -> dict[str, str]:
        """Addresses for in a mail, from our settings and never from the request's own host."""
        links = {
            "signup_url": outbox.absolute(reverse("account_signup")),
            "sign_in_url": outbox.absolute(reverse("account_request_login_code")),
        }
        page = CODE_PAGES.get(template_prefix)
        if page and context.get("code"):
            links["prefill_url"] = (
                f"{outbox.absolute(reverse(page))}?{urlencode(self._prefill(context['code']))}"
            )
        return links

    def _prefill(self, code: str) -> dict[str, str]:
        """The code, and the page to which the person was on the way."""
        request = allauth_context.request
        onward = request.POST.get("next") or request.GET.get("next") or ""
        return {"code": code} | ({"next": onward} if onward and self.is_safe_url(onward) else {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a password reset, under our own address."""
        number, _sep, token = key.partition("-")
        return outbox.absolute(
            reverse("account_reset_password_from_key", kwargs={"uidb36": number, "key": token})
        )


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The name under which an authenticator app shows us."""

    def get_totp_issuer(self) -> str:
        """The operator's name."""
        return str(settings.OPERATOR["name"])
