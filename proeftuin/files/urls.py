"""The address of confidential files."""

from django.urls import path

from proeftuin.files import views

app_name = "files"
urlpatterns = [path("files/<str:key>/", views.download, name="download")]
