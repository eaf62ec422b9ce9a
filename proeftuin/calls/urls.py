"""Addresses of calls, applications and juries."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from proeftuin.calls import urls_jury
from proeftuin.calls.views import application, call, office, parts, submission

app_name = "calls"
call_urls = [
    path(_("calls/"), call.call_list, name="list"),
    path(_("calls/<slug:slug>/"), call.call_page, name="call"),
    path(_("calls/<slug:slug>/questions/"), call.form_page, name="form"),
    path(_("calls/<slug:slug>/questions.pdf"), call.form_pdf, name="form_pdf"),
    path(_("calls/<slug:slug>/questions.txt"), call.form_text, name="form_text"),
    path(_("calls/<slug:slug>/ask/"), call.ask, name="ask"),
    path(_("calls/<slug:slug>/apply/"), application.start, name="start"),
]
office_urls = [
    path("desk/oproepen/", office.call_list, name="managed"),
    path("desk/oproepen/nieuw/", office.write, name="new"),
    path("desk/oproepen/<int:pk>/", office.manage, name="manage"),
    path("desk/oproepen/<int:pk>/tekst/", office.write, name="write"),
    path("desk/oproepen/<int:pk>/toestand/", office.change_state, name="change_state"),
    path("desk/oproepen/<int:pk>/criteria/", parts.criteria, name="criteria"),
    path("desk/oproepen/<int:pk>/criteria/<int:part>/", parts.criterion, name="criterion"),
    path("desk/oproepen/<int:pk>/formulier/", parts.questions, name="questions"),
    path("desk/oproepen/<int:pk>/formulier/<int:part>/", parts.question, name="question"),
    path("desk/oproepen/<int:pk>/documenten/", parts.documents, name="documents"),
    path("desk/oproepen/<int:pk>/vragen/", office.questions_asked, name="questions_asked"),
    path("desk/oproepen/<int:pk>/vragen/<int:question>/", office.answer, name="answer"),
    path("desk/oproepen/<int:pk>/kandidaatstellingen/", office.received, name="received"),
    path("desk/oproepen/dossier/<int:pk>/", office.dossier, name="dossier"),
]
application_urls = [
    path("desk/kandidaatstellingen/", application.my_list, name="applications"),
    path("desk/kandidaatstellingen/uitnodiging/<uuid:token>/", application.invitation, name="invitation"),
    path("desk/kandidaatstellingen/<int:pk>/", application.overview, name="application"),
    path("desk/kandidaatstellingen/<int:pk>/formulier/", application.fill, name="fill"),
    path("desk/kandidaatstellingen/<int:pk>/bewaren/", application.autosave, name="autosave"),
    path("desk/kandidaatstellingen/<int:pk>/nalezen/", submission.preview, name="preview"),
    path("desk/kandidaatstellingen/<int:pk>/indienen/", submission.submit, name="submit"),
    path("desk/kandidaatstellingen/<int:pk>/intrekken/", submission.withdraw, name="withdraw"),
    path("desk/kandidaatstellingen/<int:pk>/beslissing/", submission.follow, name="follow"),
    path("desk/kandidaatstellingen/<int:pk>/collegas/", application.colleagues, name="colleagues"),
    path("desk/kandidaatstellingen/<int:pk>/ontvangst/<int:serial>/", submission.receipt, name="receipt"),
    path("desk/kandidaatstellingen/<int:pk>/ontvangst/<int:serial>.json", submission.content, name="content"),
]
urlpatterns = [*call_urls, *office_urls, *application_urls, *urls_jury.urlpatterns]
