"""What goes on: an overview for each pathway."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from proeftuin.desk import rules
from proeftuin.desk.queries import dashboard as queries


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Calls, pilots and moments of the pathways that this person runs or follows."""
    if not rules.may_see_dashboard(request.user):
        raise Http404
    overviews = queries.overviews(request.user, timezone.now())
    fictional = bool(overviews) and all(overview.pathway.is_fictional for overview in overviews)
    context = {"overviews": overviews, "subscribers": queries.subscribers(), "fictional": fictional}
    return render(request, "desk/dashboard.html", context)
