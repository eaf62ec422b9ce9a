"""Addresses of the calculator."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from proeftuin.studies.views import calculator

urlpatterns: list[URLPattern] = [
    path(_("rent-buy-or-cooperative/"), calculator.calculator, name="calculator"),
]
