"""The inbox: what visitors asked the programme office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.core.errors import Refused
from proeftuin.pathways import actions, queries, rules
from proeftuin.pathways.forms import AnswerForm
from proeftuin.pathways.models import Enquiry

A_PAGE = 50


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """The questions in one state; those that are open unless asked otherwise."""
    if not rules.may_answer(request.user):
        raise Http404
    state = request.GET.get("state", Enquiry.State.OPEN)
    if state not in Enquiry.State.values:
        state = Enquiry.State.OPEN
    page = Paginator(queries.enquiries_in(state), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "pathways/enquiries.html", {"page": page, "state": state, "states": Enquiry.State.choices}
    )


@login_required
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: answer it, put it aside or take it up again."""
    found = queries.enquiry_for(request.user, pk)
    form = AnswerForm(request.POST if request.POST.get("deed") == "answer" else None)
    if request.method == "POST" and _done(request, found, form):
        return redirect("pathways:enquiries")
    return render(request, "pathways/enquiry.html", {"enquiry": found, "form": form})


def _done(request: HttpRequest, found: Enquiry, form: AnswerForm) -> bool:
    deed, now = request.POST.get("deed"), timezone.now()
    try:
        if deed == "close":
            actions.close(found, by=request.user, now=now)
        elif deed == "reopen":
            actions.reopen(found, by=request.user, now=now)
        elif form.is_valid():
            actions.answer(found, text=form.cleaned_data["text"], by=request.user, now=now)
            messages.success(request, _("Your answer is on its way."))
        else:
            return False
    except Refused as refusal:
        messages.error(request, str(refusal))
    return True
