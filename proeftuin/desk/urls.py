"""Addresses of the signed-in home and the screens of the programme office."""

from django.urls import path

from proeftuin.desk.views import home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", home.switch, name="switch"),
]
