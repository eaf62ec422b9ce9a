"""The signed-in home, and the role switcher of a trial installation."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from proeftuin.accounts.models import User
from proeftuin.desk import doors
from proeftuin.desk.queries import mine, people, waiting
from proeftuin.desk.queries.standing import standing_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, what is his or hers, and what can be done here."""
    now = timezone.now()
    context = {
        "rows": waiting.waiting_for(request.user, now),
        "roles": people.roles(request.user),
        "doors": doors.doors_for(standing_in(request)),
        "now": now,
        **mine.things_of(request.user),
    }
    return render(request, "desk/home.html", context)


def switch(request: HttpRequest) -> HttpResponse:
    """Become one of the example people, without a password; does not exist but on a trial installation."""
    if not settings.ROLE_SWITCHER:
        raise Http404
    return _switch(request)


@require_POST
def _switch(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("person", "")
    logout(request)
    if not number.isdecimal():
        return redirect("/")
    person = get_object_or_404(User, pk=int(number), is_fictional=True, is_active=True)
    login(request, person, backend=BACKEND)
    return redirect("desk:home")
