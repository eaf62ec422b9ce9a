"""A person's own details, and all that we hold of that person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from proeftuin.accounts import queries
from proeftuin.accounts.forms.people import ProfileForm


@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, and the ways to the rest."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:profile")
    memberships = queries.memberships_of(request.user)
    return render(request, "accounts/profile.html", {"form": form, "memberships": memberships})


@login_required
@never_cache
def held(request: HttpRequest) -> HttpResponse:
    """What we hold of this person, and how to have it removed."""
    return render(request, "accounts/held.html", {"held": queries.held_of(request.user)})


@login_required
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    answer = JsonResponse(
        queries.held_of(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="proeftuin-my-data.json"'
    return answer
