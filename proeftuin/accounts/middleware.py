"""Staff set up a second factor before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

OPEN = ("/account/", "/en/account/", "/static/", "/theme.css", "/healthz", "/readyz")


class SecondFactorMiddleware:
    """Lead a member of staff without a second factor to the page where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_NEEDS_SECOND_FACTOR and self._is_bare(request):
            messages.warning(request, _("Your role opens files of others. Set up a second factor first."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _is_bare(request: HttpRequest) -> bool:
        if request.path.startswith(OPEN) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        user = request.user
        return bool(user.is_authenticated and user.needs_second_factor and not is_mfa_enabled(user))
