"""The address of the basemap squares, without a language."""

from django.urls import path

from proeftuin.sites import views

app_name = "basemap"
urlpatterns = [path("basemap/<int:zoom>/<int:column>/<int:row>.png", views.basemap_tile, name="tile")]
