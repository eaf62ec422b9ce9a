"""Addresses of the newsletter: public, personal by link, and for who writes it."""

from django.urls import path

from proeftuin.newsletter import views, views_desk

app_name = "newsletter"
urlpatterns = [
    path("nieuws-ontvangen/", views.subscribe, name="subscribe"),
    path("nieuws-ontvangen/bedankt/", views.thanks, name="thanks"),
    path("nieuws-ontvangen/bevestigen/<str:token>/", views.confirm, name="confirm"),
    path("nieuws-ontvangen/voorkeuren/<str:token>/", views.preferences, name="preferences"),
    path("nieuws-ontvangen/afmelden/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("desk/nieuwsbrief/", views_desk.campaigns, name="campaigns"),
    path("desk/nieuwsbrief/nieuw/", views_desk.write, name="write"),
    path("desk/nieuwsbrief/inschrijvingen/", views_desk.subscriptions, name="subscriptions"),
    path("desk/nieuwsbrief/inschrijvingen.csv", views_desk.export, name="export"),
    path("desk/nieuwsbrief/<int:pk>/", views_desk.campaign, name="campaign"),
    path("desk/nieuwsbrief/<int:pk>/wijzigen/", views_desk.edit, name="edit"),
    path("desk/nieuwsbrief/<int:pk>/proef/", views_desk.trial, name="trial"),
    path("desk/nieuwsbrief/<int:pk>/versturen/", views_desk.send, name="send"),
]
