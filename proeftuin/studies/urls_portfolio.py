"""Addresses of lists of sites."""

from django.urls import URLPattern, path

from proeftuin.studies.views import portfolio as views

urlpatterns: list[URLPattern] = [
    path("desk/portfolios/", views.portfolios, name="portfolios"),
    path("desk/portfolios/new/", views.new, name="portfolio-new"),
    path("desk/portfolios/template.csv", views.template, name="portfolio-template"),
    path("desk/portfolios/<int:pk>/", views.show, name="portfolio"),
    path("desk/portfolios/<int:pk>/progress/", views.progress, name="portfolio-progress"),
    path("desk/portfolios/<int:pk>/left-out/", views.left_out, name="portfolio-left-out"),
    path("desk/portfolios/<int:pk>/sites.csv", views.export, name="portfolio-csv"),
    path("desk/portfolios/<int:pk>/again/", views.again, name="portfolio-again"),
    path("desk/portfolios/<int:pk>/remove/", views.remove, name="portfolio-remove"),
]
