"""Addresses of pilots: the public page, and the private pages of their teams."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from proeftuin.pilots import views

app_name = "pilots"
urlpatterns = [
    path(_("pilots/<slug:slug>/"), views.public, name="public"),
    path("desk/pilots/", views.mine, name="mine"),
    path("desk/pilots/start/<int:pk>/", views.start, name="start"),
    path("desk/pilots/<int:pk>/", views.team, name="team"),
    path("desk/pilots/<int:pk>/texts/", views.texts, name="texts"),
    path("desk/pilots/<int:pk>/state/", views.state, name="state"),
    path("desk/pilots/<int:pk>/publish/", views.publish, name="publish"),
    path("desk/pilots/<int:pk>/study/", views.study, name="study"),
    path("desk/pilots/<int:pk>/members/", views.add_member, name="add-member"),
    path("desk/pilots/<int:pk>/members/<int:member>/remove/", views.remove_member, name="remove-member"),
    path("desk/pilots/<int:pk>/notes/", views.write_note, name="write-note"),
    path("desk/pilots/<int:pk>/files/", views.add_file, name="add-file"),
    path("desk/pilots/<int:pk>/files/<int:file>/remove/", views.remove_file, name="remove-file"),
    path("desk/pilots/<int:pk>/<slug:kind>/new/", views.part, name="new-part"),
    path("desk/pilots/<int:pk>/<slug:kind>/<int:part_pk>/", views.part, name="part"),
    path("desk/pilots/<int:pk>/<slug:kind>/<int:part_pk>/remove/", views.remove_part, name="remove-part"),
]
