"""What a person tells of himself or herself."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import User

NAME = forms.TextInput(attrs={"autocomplete": "name"})


class SignupDetails(forms.Form):
    """What we ask beside the address when somebody makes an account."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=NAME)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name and the language of the page."""
        user.name = self.cleaned_data["name"]
        user.language = getattr(request, "LANGUAGE_CODE", "nl")
        user.save(update_fields=["name", "language"])


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person's own details."""

    language = forms.ChoiceField(
        label=_("Language of our mails"), choices=[("nl", "Nederlands"), ("en", "English")]
    )

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": NAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].label = _("Your name")
