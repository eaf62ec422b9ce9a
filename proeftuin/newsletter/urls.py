"""Addresses of the newsletter: public, personal by link, and for who writes it."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from proeftuin.newsletter.views import desk, public

app_name = "newsletter"
urlpatterns = [
    path(_("keep-me-informed/"), public.subscribe, name="subscribe"),
    path(_("keep-me-informed/thank-you/"), public.thanks, name="thanks"),
    path(_("keep-me-informed/confirm/<str:token>/"), public.confirm, name="confirm"),
    path(_("keep-me-informed/preferences/<str:token>/"), public.preferences, name="preferences"),
    path(_("keep-me-informed/unsubscribe/<str:token>/"), public.unsubscribe, name="unsubscribe"),
    path("desk/nieuwsbrief/", desk.campaigns, name="campaigns"),
    path("desk/nieuwsbrief/nieuw/", desk.write, name="write"),
    path("desk/nieuwsbrief/inschrijvingen/", desk.subscriptions, name="subscriptions"),
    path("desk/nieuwsbrief/inschrijvingen.csv", desk.export, name="export"),
    path("desk/nieuwsbrief/<int:pk>/", desk.campaign, name="campaign"),
    path("desk/nieuwsbrief/<int:pk>/wijzigen/", desk.edit, name="edit"),
    path("desk/nieuwsbrief/<int:pk>/proef/", desk.trial, name="trial"),
    path("desk/nieuwsbrief/<int:pk>/versturen/", desk.send, name="send"),
]
