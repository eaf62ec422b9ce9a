"""Passwords, and codes from our mails; apart from the other forms, as allauth imports those while it starts."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context as allauth_context
from django import forms
from django.utils.translation import gettext_lazy as _

from proeftuin.core.forms import AddressField


class PrefilledMixin(forms.Form):
    """A code that stood in the link of our mail is filled in; only sending the form does something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the mail")
        field.widget.attrs.pop("placeholder", None)
        field.initial = allauth_context.request.GET.get("code", "")[:20]


class RequestCodeForm(allauth.RequestLoginCodeForm):  # type: ignore[misc]
    """Where the code goes: one plain address, no longer than the database keeps."""

    def clean_email(self) -> Any:
        """The address; allauth does not ask its adapter here."""
        AddressField().clean(self.cleaned_data["email"])
        return super().clean_email()


class LoginCodeForm(PrefilledMixin, allauth.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that signs a person in."""


class ConfirmAddressForm(PrefilledMixin, allauth.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that proves that an address is somebody's own."""


class PasswordForm(allauth.LoginForm):  # type: ignore[misc]
    """Signing in with a password: asked of nobody, but there for staff who set one."""

    def _setup_password_field(self) -> None:
        """Keep the field, which allauth drops where signing up asks no password."""
