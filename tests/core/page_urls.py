"""Addresses of one page with a nonce, for the tests of the page cache."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f'<script nonce="{request.csp_nonce}"></script>')


urlpatterns = [path("page/", page)]
