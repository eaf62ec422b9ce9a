"""Addresses of the newsletter: public, personal by link, and for who writes it."""

from django.urls import path

from proeftuin.newsletter.views import desk, public

app_name = "newsletter"
urlpatterns = [
    path("nieuws-ontvangen/", public.subscribe, name="subscribe"),
    path("nieuws-ontvangen/bedankt/", public.thanks, name="thanks"),
    path("nieuws-ontvangen/bevestigen/<str:token>/", public.confirm, name="confirm"),
    path("nieuws-ontvangen/voorkeuren/<str:token>/", public.preferences, name="preferences"),
    path("nieuws-ontvangen/afmelden/<str:token>/", public.unsubscribe, name="unsubscribe"),
    path("desk/nieuwsbrief/", desk.campaigns, name="campaigns"),
    path("desk/nieuwsbrief/nieuw/", desk.write, name="write"),
    path("desk/nieuwsbrief/inschrijvingen/", desk.subscriptions, name="subscriptions"),
    path("desk/nieuwsbrief/inschrijvingen.csv", desk.export, name="export"),
    path("desk/nieuwsbrief/<int:pk>/", desk.campaign, name="campaign"),
    path("desk/nieuwsbrief/<int:pk>/wijzigen/", desk.edit, name="edit"),
    path("desk/nieuwsbrief/<int:pk>/proef/", desk.trial, name="trial"),
    path("desk/nieuwsbrief/<int:pk>/versturen/", desk.send, name="send"),
]
