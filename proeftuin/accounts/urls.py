"""Addresses of one's own details and of organisations."""

from django.urls import path

from proeftuin.accounts.views import office, organisations, profile

app_name = "accounts"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/held/", profile.held, name="held"),
    path("profile/held/download/", profile.download, name="download"),
    path("organisations/", organisations.mine, name="organisations"),
    path("organisations/search/", organisations.search, name="search"),
    path("organisations/new/", organisations.new, name="new"),
    path("organisations/<int:pk>/join/", organisations.join, name="join"),
    path("memberships/<int:pk>/leave/", organisations.leave, name="leave"),
    path("requests/", office.requests, name="requests"),
    path("requests/<int:pk>/", office.decide, name="decide"),
]
