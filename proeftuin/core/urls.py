"""Addresses that belong to no field: health, the operator's colours, security contact."""

from django.urls import path

from proeftuin.core import views

app_name = "core"
urlpatterns = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("theme.css", views.theme, name="theme"),
    path(".well-known/security.txt", views.security_contact, name="security-contact"),
]
