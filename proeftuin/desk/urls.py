"""Addresses of the signed-in home and the screens of the programme office."""

from django.urls import path

from proeftuin.desk.views import dashboard, home, outbox, record

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", home.switch, name="switch"),
    path("overview/", dashboard.dashboard, name="dashboard"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.message, name="message"),
    path("outbox/<int:pk>/again/", outbox.send_again, name="send-again"),
    path("outbox/<int:pk>/files/<int:number>/", outbox.attachment, name="attachment"),
    path("log/", record.record, name="record"),
]
