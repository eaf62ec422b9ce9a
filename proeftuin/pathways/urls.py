"""Addresses of the programme office's work on pathways."""

from django.urls import path

from proeftuin.pathways.views import enquiries, parts, pathways

app_name = "pathways"
urlpatterns = [
    path("pathways/", pathways.mine, name="mine"),
    path("pathways/new/", pathways.new, name="new"),
    path("pathways/<slug:slug>/", pathways.manage, name="manage"),
    path("pathways/<slug:slug>/edit/", pathways.edit, name="edit"),
    path("pathways/<slug:slug>/state/", pathways.state, name="state"),
    path("pathways/<slug:slug>/people/", parts.assign, name="assign"),
    path("pathways/<slug:slug>/people/<int:pk>/remove/", parts.unassign, name="unassign"),
    path("pathways/<slug:slug>/<slug:kind>/new/", parts.part, name="new-part"),
    path("pathways/<slug:slug>/<slug:kind>/<int:pk>/", parts.part, name="part"),
    path("pathways/<slug:slug>/<slug:kind>/<int:pk>/remove/", parts.remove, name="remove-part"),
    path("questions/", enquiries.inbox, name="enquiries"),
    path("questions/<int:pk>/", enquiries.enquiry, name="enquiry"),
]
