"""Registration of the app with Django, and what happens when an address is confirmed."""

from typing import Any

from django.apps import AppConfig


def _address_confirmed(*, email_address: Any, **_signal: Any) -> None:
    from django.utils import timezone

    from proeftuin.accounts import actions

    actions.confirm_address(email_address.email, now=timezone.now())


class AccountsConfig(AppConfig):
    name = "proeftuin.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        email_confirmed.connect(_address_confirmed, dispatch_uid="accounts.address_confirmed")
