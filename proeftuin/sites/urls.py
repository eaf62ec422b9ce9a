"""Addresses of the sites on the desk."""

from django.urls import path

from proeftuin.sites import views

app_name = "sites"
urlpatterns = [
    path("", views.sites, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/documents/", views.add_document, name="add-document"),
    path("<int:pk>/documents/<int:document>/remove/", views.remove_document, name="remove-document"),
]
