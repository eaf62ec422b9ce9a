"""Addresses of moments: the public calendar, personal links, and for who runs them."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from proeftuin.events.views import desk, people, public

app_name = "events"
urlpatterns = [
    path(_("calendar/"), public.calendar, name="calendar"),
    path(_("calendar/all.ics"), public.feed, name="feed"),
    path(_("calendar/registration/<str:token>/"), public.registration, name="registration"),
    path(_("calendar/<slug:slug>.ics"), public.event_file, name="event-file"),
    path(_("calendar/<slug:slug>/"), public.event, name="event"),
    path(_("calendar/<slug:slug>/register/"), public.register, name="register"),
    path(_("calendar/<slug:slug>/received/<str:receipt>/"), public.receipt, name="receipt"),
    path("desk/momenten/", desk.events, name="events"),
    path("desk/momenten/nieuw/", desk.new, name="new"),
    path("desk/momenten/<int:pk>/", desk.overview, name="overview"),
    path("desk/momenten/<int:pk>/wijzigen/", desk.edit, name="edit"),
    path("desk/momenten/<int:pk>/toestand/", desk.move, name="move"),
    path("desk/momenten/<int:pk>/programma/", desk.programme, name="programme"),
    path("desk/momenten/<int:pk>/materiaal/", desk.materials, name="materials"),
    path("desk/momenten/<int:pk>/materiaal/<int:material_pk>/", desk.material, name="material"),
    path("desk/momenten/<int:pk>/materiaal/<int:material_pk>/weg/", desk.drop_material, name="drop-material"),
    path("desk/momenten/<int:pk>/aanwezigen/", people.attendance, name="attendance"),
    path("desk/momenten/<int:pk>/aanwezigen/lijst/", people.sheet, name="sheet"),
    path("desk/momenten/<int:pk>/aanwezigen.csv", people.export, name="export"),
    path(
        "desk/momenten/<int:pk>/inschrijving/<int:registration_pk>/annuleren/", people.cancel, name="cancel"
    ),
]
