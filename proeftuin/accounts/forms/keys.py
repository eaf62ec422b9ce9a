"""Forms for security keys, with labels that allauth leaves in English."""

from typing import Any

from allauth.mfa.webauthn import forms as allauth
from django.utils.translation import gettext_lazy as _


class AddKeyForm(allauth.AddWebAuthnForm):  # type: ignore[misc]
    """A key to add."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class EditKeyForm(allauth.EditWebAuthnForm):  # type: ignore[misc]
    """A key to rename."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
