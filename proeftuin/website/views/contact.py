"""The public contact form: a question for the inbox of the programme office."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proeftuin.core.cache import never
from proeftuin.core.errors import Refused
from proeftuin.core.visitors import address_of
from proeftuin.pathways.models import Pathway
from proeftuin.website import actions
from proeftuin.website.forms import EnquiryForm
from proeftuin.website.menus import trail


def ask(request: HttpRequest) -> HttpResponse:
    """Ask a question; the same form sent twice is one question."""
    never(request)
    slug = request.GET.get("pathway", "")
    pathway = get_object_or_404(Pathway, slug=slug) if slug else None
    if pathway and pathway.is_archive:  # nothing is added to an archive: it is a question to the office
        pathway = None
    form = EnquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, form, pathway)
            return HttpResponseRedirect(reverse("website:contact-thanks"))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "pathway": pathway, "trail": trail(_("Contact"))}
    return render(request, "website/contact.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: EnquiryForm, pathway: Pathway | None) -> None:
    """Robots in the trap get the same answer, and nothing happens."""
    if form.is_trapped:
        return
    words = form.cleaned_data
    actions.ask(
        token=words["token"],
        email=words["email"],
        name=words["name"],
        subject=words["subject"],
        text=words["text"],
        pathway=pathway,
        language=get_language() or "nl",
        sender=address_of(request),
        now=timezone.now(),
    )


def thanks(request: HttpRequest) -> HttpResponse:
    """The question has come in."""
    return render(request, "website/contact_thanks.html", {"trail": trail(_("Contact"))})
