"""The public calculator: a page that anybody may keep, and an answer that nobody keeps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from proeftuin.studies.forms.calculator import CalculatorForm, Row, with_examples
from proeftuin.studies.household.comparing import QUESTIONS
from proeftuin.studies.household.page import page_of


@csrf_exempt  # A calculation changes nothing and knows nobody: a token would only ask every reader to take a cookie.
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: HttpRequest) -> HttpResponse:
    """Rent, buy or cooperative: the questions, and after asking the answer above them."""
    today = timezone.localdate()
    if request.method != "POST":
        return render(request, "studies/calculator.html", {"form": CalculatorForm(today=today)})
    which = request.POST.get("reset", "")
    form = CalculatorForm(with_examples(request.POST, which, today) if which else request.POST, today=today)
    context: dict[str, Any] = {"form": form}
    if form.is_valid() and form.outcome is not None:
        typed = {one.name: Row(form, one.name).is_example for one in QUESTIONS}
        context["page"] = page_of(form.outcome, form.version, typed)
    template = "studies/_calculator_answer.html" if request.htmx else "studies/calculator.html"  # type: ignore[attr-defined]
    response = render(request, template, context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
