"""Addresses of studies on the desk, of links to one version, of lists of sites, and of the public calculator."""

from django.urls import path

from proeftuin.studies import urls_calculator, urls_edit, urls_portfolio, urls_sharing
from proeftuin.studies.views import compare, deeper, handing, study, trying

DESK = "desk/studies/"
STUDY = f"{DESK}<int:pk>/"
VERSION = f"{STUDY}<int:serial>/"

app_name = "studies"
urlpatterns = [
    path(DESK, study.studies, name="studies"),
    path(f"{DESK}new/", study.new, name="new"),
    path(STUDY, study.study, name="study"),
    path(f"{STUDY}questions/", study.questions, name="questions"),
    path(f"{STUDY}incomes/", study.incomes, name="incomes"),
    path(f"{STUDY}versions/", study.versions, name="versions"),
    path(f"{STUDY}alternatives/", compare.alternatives, name="alternatives"),
    path(f"{STUDY}alternatives/add/", compare.add_alternative, name="add-alternative"),
    path(f"{STUDY}remove/", study.remove, name="remove"),
    path(VERSION, study.version, name="version"),
    path(f"{VERSION}risk/", deeper.risk, name="risk"),
    path(f"{VERSION}risk/ask/", deeper.ask_risk, name="ask-risk"),
    path(f"{VERSION}risk/progress/", deeper.risk_progress, name="risk-progress"),
    path(f"{VERSION}years/", deeper.years, name="years"),
    path(f"{VERSION}why/<slug:name>/", deeper.explain, name="explain"),
    path(f"{VERSION}try/", trying.trying, name="trying"),
    path(f"{VERSION}try/goal/", trying.goal, name="goal"),
    path(f"{VERSION}hand-over/", handing.hand_over, name="hand-over"),
    path(f"{VERSION}report.pdf", handing.report, name="report"),
    path(f"{VERSION}workbook.xlsx", handing.workbook, name="workbook"),
    path(f"{VERSION}lock/", study.lock, name="lock"),
    *urls_edit.urlpatterns,
    *urls_sharing.urlpatterns,
    *urls_portfolio.urlpatterns,
    *urls_calculator.urlpatterns,
]
