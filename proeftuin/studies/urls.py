"""Addresses of studies on the desk, of links to one version, of lists of sites, and of the public calculator."""

from proeftuin.studies import urls_calculator, urls_portfolio

app_name = "studies"
urlpatterns = [*urls_calculator.urlpatterns, *urls_portfolio.urlpatterns]
