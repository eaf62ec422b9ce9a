"""Addresses of the jury and of the decision; part of the addresses of calls."""

from django.urls import path

from proeftuin.calls.views import decision, judging, jury

urlpatterns = [
    path("desk/jurys/", jury.juries, name="juries"),
    path("desk/oproepen/<slug:slug>/jury/", jury.overview, name="jury"),
    path("desk/oproepen/<slug:slug>/jury/aanstellen/", jury.appoint, name="jury_appoint"),
    path("desk/oproepen/<slug:slug>/jury/leden/<int:pk>/einde/", jury.dismiss, name="jury_dismiss"),
    path("desk/oproepen/<slug:slug>/jury/openen/", jury.open_scoring, name="jury_open"),
    path("desk/oproepen/<slug:slug>/jury/opnieuw-nakijken/", jury.check_again, name="jury_check_again"),
    path("desk/oproepen/<slug:slug>/jury/afsluiten/", jury.close_scoring, name="jury_close"),
    path("desk/oproepen/<slug:slug>/jury/opnieuw-scoren/", jury.score_again, name="jury_score_again"),
    path("desk/oproepen/<slug:slug>/jury/ontvankelijkheid/", jury.admissibility, name="jury_admissibility"),
    path("desk/oproepen/<slug:slug>/jury/ontvankelijkheid/<int:pk>/", jury.check, name="jury_check"),
    path("desk/oproepen/<slug:slug>/jury/belangen/", judging.interests, name="interests"),
    path("desk/oproepen/<slug:slug>/jury/scores/<int:pk>/teruggeven/", judging.reopen, name="jury_reopen"),
    path("desk/oproepen/<slug:slug>/jury/tabel/", decision.table, name="jury_table"),
    path("desk/oproepen/<slug:slug>/jury/tabel.csv", decision.table_csv, name="jury_table_csv"),
    path("desk/oproepen/<slug:slug>/jury/vergelijken/", decision.compare, name="jury_compare"),
    path("desk/oproepen/<slug:slug>/jury/beslissingen/", decision.decisions, name="jury_decisions"),
    path("desk/oproepen/<slug:slug>/jury/beslissingen/<int:pk>/", decision.decide, name="jury_decide"),
    path("desk/oproepen/<slug:slug>/jury/voorbereiden/", decision.propose, name="jury_propose"),
    path("desk/oproepen/<slug:slug>/jury/terugnemen/", decision.take_back, name="jury_take_back"),
    path("desk/oproepen/<slug:slug>/jury/vrijgeven/", decision.release, name="jury_release"),
    path("desk/dossiers/<int:pk>/", judging.dossier, name="jury_dossier"),
    path("desk/dossiers/<int:pk>/belang/", judging.recuse, name="jury_recuse"),
    path("desk/kandidaatstellingen/<int:pk>/brief/", decision.letter, name="decision_letter"),
    path("desk/kandidaatstellingen/<int:pk>/brief.pdf", decision.letter_pdf, name="decision_letter_pdf"),
]
