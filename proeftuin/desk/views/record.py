"""The record screen: who did or read what."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from proeftuin.desk.forms import RecordFilter
from proeftuin.desk.queries import mail
from proeftuin.record.models import Seal

A_PAGE = 100


@login_required
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """The entries, with filters, and how far they are sealed."""
    entries = mail.entries_for(request.user)
    form = RecordFilter(request.GET, kinds=mail.kinds())
    if form.is_valid():
        entries = mail.entries_for(request.user, **form.cleaned_data)
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/record.html", {"page": page, "form": form, "seal": Seal.objects.last()})
