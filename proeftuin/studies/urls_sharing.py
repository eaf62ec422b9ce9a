"""Addresses of sharing: the desk page of a study, and what stands behind a link."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from proeftuin.studies.views import links, sharing

urlpatterns: list[URLPattern] = [
    path("desk/studies/<int:pk>/sharing/", sharing.sharing, name="sharing"),
    path("desk/studies/<int:pk>/sharing/give/", sharing.give, name="give"),
    path(
        "desk/studies/<int:pk>/sharing/people/<int:grant_pk>/take-back/", sharing.take_back, name="take-back"
    ),
    path("desk/studies/<int:pk>/sharing/links/", sharing.make_link, name="make-link"),
    path("desk/studies/<int:pk>/sharing/links/<int:link_pk>/revoke/", sharing.revoke, name="revoke-link"),
    path(_("study/<str:token>/"), links.page, name="link"),
    path(_("study/<str:token>/report.pdf"), links.report, name="link-report"),
    path(_("study/<str:token>/workbook.xlsx"), links.workbook, name="link-workbook"),
]
